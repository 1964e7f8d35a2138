"""Fields of work and conditions proposed from the text, each with a probability and the words it was read from.

What a person has said wins: a list that is filled in is taken as it is, an empty one as *none*.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recommender.artefacts import content_hash, read_json, shipped_folder, verify
from recommender.encoder import Encoder, shipped_encoder
from recommender.errors import ArtefactFaulty
from recommender.tagevidence import (
    CITIZEN_SLOTS,
    DENYING,
    TASK_SLOTS,
    VOICE_OF,
    Bag,
    Measures,
    Parts,
    Piece,
    Reader,
    citizen_bags,
    group_of,
    task_bags,
    workplace_of,
)
from recommender.taglexicon import load_lexicon
from recommender.tagmodel import Float32Array, SlotModel, Topics, load_arrays, loudest, slot_features, task_facts
from recommender.tagtext import quote
from recommender.types import Citizen, Company, Task
from recommender.vocabulary import Vocabulary, shipped_vocabulary

MODEL_FILE = "model.json"
ARRAYS_FILE = "topics.npz"
LEXICON_FILE = "lexicon.toml"
FORMAT = 3

GROUPS = ("fields", "conditions")
AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class Tag:
    """A field of work or a condition of a task or a citizen."""

    code: str
    probability: float
    """0 to 1, calibrated; 1 when a person said so."""
    words: str
    """The words it was read from, verbatim; empty when a person said so, or when it was read from a task's demands."""
    confirmed: bool
    """Whether a person said so."""


@dataclass(frozen=True)
class TaskTags:
    """Probabilities of n tasks, in the order of the vocabulary."""

    fields: Float32Array
    """(n, 40), 0..1; exactly 0 or 1 where a person has said."""
    conditions: Float32Array
    """(n, 22)"""
    confirmed: dict[str, NDArray[np.bool_]]
    """Slot → (n,), whether a person has said."""


@dataclass(frozen=True)
class CitizenTags:
    """Probabilities of n citizens, in the order of the vocabulary."""

    experience_fields: Float32Array
    """(n, 40), 0..1; exactly 0 or 1 where a person has said."""
    wish_fields: Float32Array
    wish_conditions: Float32Array
    """(n, 22)"""
    avoid_fields: Float32Array
    avoid_conditions: Float32Array
    confirmed: dict[str, NDArray[np.bool_]]
    """Slot → (n,), whether a person has said."""


@dataclass(frozen=True)
class Tagger:
    """Proposes tags; the probabilities of a text do not depend on what else is asked for with it."""

    identity: str
    """Name, version and the start of the content's hash."""
    reader: Reader
    topics: dict[str, Topics]
    slots: dict[str, SlotModel]
    vocabulary: Vocabulary

    def tasks(self, tasks: Sequence[Task], companies: Sequence[Company] | None = None) -> TaskTags:
        """Tags of tasks, from title, description and what else the task states; and from each task's company, if given.

        companies: of the same length as tasks. An egg packer's "fyld automaten" is about food, which only that tells.
        """
        places = [workplace_of(company) for company in companies] if companies is not None else [""] * len(tasks)
        bags = [task_bags(task, place) for task, place in zip(tasks, places, strict=True)]
        proposed = self._proposed(bags, TASK_SLOTS, list(tasks))
        said = {slot: self._said(slot, [getattr(task, slot) for task in tasks], proposed[slot]) for slot in TASK_SLOTS}
        return TaskTags(**proposed, confirmed=said)

    def citizens(self, citizens: Sequence[Citizen]) -> CitizenTags:
        """Tags of citizens, from what they have done, wish for and avoid."""
        proposed = self._proposed([citizen_bags(citizen) for citizen in citizens], CITIZEN_SLOTS)
        said = {
            slot: self._said(slot, [getattr(citizen, slot) for citizen in citizens], proposed[slot])
            for slot in CITIZEN_SLOTS
        }
        return CitizenTags(**proposed, confirmed=said)

    def explain_task(self, task: Task, company: Company | None = None) -> dict[str, tuple[Tag, ...]]:
        """Slot → tags, the likeliest first: those said, or those proposed at the slot's threshold."""
        bags = task_bags(task, workplace_of(company) if company else "")
        found = self.tasks([task], [company] if company else None)
        return self._explained([task], [bags], TASK_SLOTS, found)[0]

    def explain_citizen(self, citizen: Citizen) -> dict[str, tuple[Tag, ...]]:
        """Slot → tags, the likeliest first: those said, or those proposed at the slot's threshold."""
        return self.explain_citizens([citizen])[0]

    def explain_citizens(self, citizens: Sequence[Citizen]) -> list[dict[str, tuple[Tag, ...]]]:
        """The same of many, read at once."""
        bags = [citizen_bags(citizen) for citizen in citizens]
        return self._explained(citizens, bags, CITIZEN_SLOTS, self.citizens(citizens))

    def threshold(self, slot: str) -> float:
        """Probability from which a tag of the slot is proposed to a person."""
        return self.slots[slot].threshold

    def codes(self, slot: str) -> tuple[str, ...]:
        """The codes of a slot's columns."""
        terms = self.vocabulary.fields if slot.endswith("fields") else self.vocabulary.conditions
        return tuple(term.code for term in terms)

    def _proposed(
        self, bags: list[dict[str, Bag]], slots: tuple[str, ...], tasks: list[Task] | None = None
    ) -> dict[str, Float32Array]:
        parts: dict[str, list[Float32Array]] = {slot: [] for slot in slots}
        for start in range(0, len(bags), AT_ONCE):
            facts = task_facts(tasks[start : start + AT_ONCE], self.vocabulary) if tasks is not None else None
            for slot, found in self._batch(bags[start : start + AT_ONCE], slots, facts):
                parts[slot].append(found)
        return {
            slot: np.concatenate(found) if found else np.zeros((0, len(self.codes(slot))), np.float32)
            for slot, found in parts.items()
        }

    def _batch(
        self, bags: list[dict[str, Bag]], slots: tuple[str, ...], facts: Float32Array | None
    ) -> Iterator[tuple[str, Float32Array]]:
        measured: dict[str, tuple[Measures, Measures]] = {}
        parts: Parts | None = None
        for slot in slots:
            voice = VOICE_OF[slot]
            if voice not in measured:
                own = self.reader.measure([each[voice].own for each in bags])
                measured[voice] = own, self.reader.measure([each[voice].side for each in bags])
            if voice in DENYING and parts is None:
                parts = self.reader.parts([each[voice].own for each in bags])
            denied = (parts, measured["wish"][0]) if voice in DENYING else (None, None)
            yield slot, self._chances(slot, *measured[voice], facts, *denied)

    def _chances(
        self,
        slot: str,
        own: Measures,
        side: Measures,
        facts: Float32Array | None,
        parts: Parts | None,
        wished: Measures | None,
    ) -> Float32Array:
        columns, group, voice = self.columns(slot), group_of(slot), VOICE_OF[slot]
        topics, model = self.topics[group], self.slots[slot]
        features = slot_features(
            own,
            topics.score(own, columns, voice, facts),
            side,
            topics.score(side, columns, voice, facts),
            columns,
            model.usual,
            loudest(parts, topics, columns, voice, len(own.words)) if parts is not None else None,
            wished,
        )
        chances = model.probabilities(features)
        if facts is None:
            chances[(own.words == 0) & (side.words == 0)] = 0.0
        return chances

    def columns(self, slot: str) -> slice:
        """The slot's codes among all codes."""
        fields = len(self.vocabulary.fields)
        return (
            slice(0, fields) if group_of(slot) == "fields" else slice(fields, fields + len(self.vocabulary.conditions))
        )

    def _said(self, slot: str, lists: list[tuple[str, ...] | None], proposed: Float32Array) -> NDArray[np.bool_]:
        """Write what people have said over what was proposed; which rows they were."""
        column = {code: place for place, code in enumerate(self.codes(slot))}
        for row, said in enumerate(lists):
            if said is not None:
                proposed[row] = 0.0
                proposed[row, [column[code] for code in said]] = 1.0
        return np.array([said is not None for said in lists], dtype=np.bool_)

    def _explained(
        self,
        of: Sequence[Task] | Sequence[Citizen],
        bags: list[dict[str, Bag]],
        slots: tuple[str, ...],
        found: TaskTags | CitizenTags,
    ) -> list[dict[str, tuple[Tag, ...]]]:
        distinct = dict.fromkeys(piece for own in bags for bag in own.values() for piece in (*bag.own, *bag.side))
        row = {piece: at for at, piece in enumerate(distinct)}
        measures = self.reader.measure([[piece] for piece in distinct])
        speaking = {slot: self._speaking(slot, measures) for slot in slots}
        told: list[dict[str, tuple[Tag, ...]]] = [{} for _ in of]
        for at, one in enumerate(of):
            for slot in slots:
                if (said := getattr(one, slot)) is not None:
                    told[at][slot] = tuple(Tag(code, 1.0, "", True) for code in said)
                else:
                    bag, chances = bags[at][VOICE_OF[slot]], getattr(found, slot)[at]
                    told[at][slot] = self._read(slot, bag, row, speaking[slot], chances)
        return told

    def _speaking(self, slot: str, measures: Measures) -> Float32Array:
        """How much each piece alone speaks for each code of the slot, (pieces, codes)."""
        columns = self.columns(slot)
        scores = self.topics[group_of(slot)].score(measures, columns, VOICE_OF[slot])
        speaking: Float32Array = scores + 4.0 * measures.strong[:, columns] + measures.strength[:, columns]
        return speaking

    def _read(
        self, slot: str, bag: Bag, row: dict[Piece, int], speaking: Float32Array, chances: Float32Array
    ) -> tuple[Tag, ...]:
        """The tags at the slot's threshold, each with the piece that speaks most for it, own ones first."""
        places = [int(p) for p in np.argsort(-chances, kind="stable") if chances[p] >= self.threshold(slot)]
        pieces = [*bag.own, *(piece for piece in bag.side if piece not in bag.own)]
        if not places or not pieces:
            return tuple(Tag(self.codes(slot)[p], float(chances[p]), "", False) for p in places)
        scores = speaking[[row[piece] for piece in pieces]]
        scores[len(bag.own) :] -= 3.0
        best = scores.argmax(axis=0)
        return tuple(
            Tag(self.codes(slot)[p], float(chances[p]), self._quote(pieces[int(best[p])], slot, p), False)
            for p in places
        )

    def _quote(self, piece: Piece, slot: str, place: int) -> str:
        """The clause, or of a long one the part around the words that speak of the code."""
        text = piece.clause.text
        speaking = self.reader.lexicon.codes.get(self.codes(slot)[place], {})
        return quote(text, [(hit.start, hit.end) for hit in self.reader.lexicon.hits(text) if hit.entry in speaking])


def shipped_tagger_folder() -> Path:
    """The tagger that travels with the project, `models/tags` beside the packages.

    Raises ArtefactFaulty when the folder is missing.
    """
    return shipped_folder("tags", MODEL_FILE)


def load_tagger(folder: Path, encoder: Encoder | None = None) -> Tagger:
    """The tagger in a folder, with the encoder that it was fitted with (the shipped one when left out).

    Raises ArtefactFaulty when the folder does not match its hashes, this software's format, or the encoder.
    """
    verify(folder)
    raw = read_json(folder / MODEL_FILE)
    vocabulary = shipped_vocabulary()
    encoder = encoder or shipped_encoder()
    codes = tuple(term.code for term in (*vocabulary.fields, *vocabulary.conditions))
    _check(folder, raw, encoder, codes)
    return Tagger(
        identity=f"{raw['name']}+sha256:{content_hash(folder)[:12]}",
        reader=Reader(load_lexicon(folder / LEXICON_FILE), encoder, codes),
        topics=load_arrays(folder / ARRAYS_FILE, GROUPS),
        slots={slot: _slot(values) for slot, values in raw["slots"].items()},
        vocabulary=vocabulary,
    )


def _slot(values: dict[str, Any]) -> SlotModel:
    weights = np.array(list(values["weights"].values()), dtype=np.float32)
    return SlotModel(weights, float(values["bias"]), np.array(values["usual"], dtype=np.float32), values["threshold"])


def _check(folder: Path, raw: dict[str, Any], encoder: Encoder, codes: tuple[str, ...]) -> None:
    again = "run python -m models.recipes.tags to fit it again"
    if raw["format"] != FORMAT or tuple(raw["codes"]) != codes:
        raise ArtefactFaulty(
            en=f"{folder}: the tagger is of format {raw['format']} or other codes than this software's; {again}",
            da=f"{folder}: emneklassifikatoren har andet format eller andre koder end programmet; kør opskriften igen",
        )
    if raw["encoder"] != encoder.identity:
        raise ArtefactFaulty(
            en=f"{folder}: fitted with encoder {raw['encoder']}, in use is {encoder.identity}; {again}",
            da=f"{folder}: er lavet med {raw['encoder']}, i brug er {encoder.identity}; kør opskriften igen",
        )
