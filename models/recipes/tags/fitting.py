"""Fitting the tagger's two steps to labelled texts.

The second step sees topic scores of texts that the first has not seen: the first is fitted once for each fold.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, hstack, vstack
from sklearn.linear_model import LogisticRegression

from models.recipes.tags.labelled import Labelled
from recommender.tagevidence import (
    DENYING,
    VOICE_OF,
    VOICES,
    Bag,
    Measures,
    Parts,
    Reader,
    citizen_bags,
    group_of,
    task_bags,
)
from recommender.tagmodel import (
    SLOT_FEATURES,
    Float32Array,
    SlotModel,
    Topics,
    fact_names,
    lexical,
    loudest,
    slot_features,
)
from recommender.tagmodel import task_facts as read_facts
from recommender.types import Citizen, Task
from recommender.vocabulary import shipped_vocabulary

Rows = NDArray[np.int64]
Labels = NDArray[np.bool_]

NEVER = -6.0
"""Logit of a code that no text in hand has."""


@dataclass(frozen=True)
class Settings:
    """How strongly each part is held towards 0, chosen by cross-validation over `data/training`."""

    penalty: float = 0.1
    """1 / C of the first step."""
    lexical: float = 2.0
    """Scale of the lexicon's strength; a larger one is held less."""
    entries: float = 0.7
    other_entries: float = 0.3
    grams: float = 0.5
    vectors: float = 1.0
    voices: float = 1.0
    facts: float = 0.5
    slot_penalty: float = 0.1
    example_weight: float = 1.0
    slot_example_weight: float = 0.4
    """Of an example beside a whole text in the second step."""
    avoid_example_weight: float = 0.2
    """The same in the lists of what is avoided, of which there are more examples, shorter and plainer than texts."""
    precision: float = 0.82
    """That the thresholds are set for, in cross-validation."""
    folds: int = 5
    seed: int = 20261121


@dataclass(frozen=True)
class Voiced:
    """All labelled texts of one voice, read."""

    rows: list[int]
    """Places in the list of labelled texts."""
    own: Measures
    side: Measures
    training: Measures
    """What the first step learns from: own, or what leans towards it where there is nothing of its own."""
    parts: Parts | None
    """The own clauses each by itself, of what is avoided."""
    wished: Measures | None
    """What the same people wish for, of what is avoided."""
    facts: Float32Array


def read_voices(labelled: Sequence[Labelled], reader: Reader) -> dict[str, Voiced]:
    """Measure the evidence of every voice once; everything fitted afterwards picks rows of it."""
    bags = [_bags(each) for each in labelled]
    return {voice: _voiced(voice, labelled, bags, reader) for voice in VOICES}


def _bags(each: Labelled) -> dict[str, Bag]:
    return citizen_bags(each.of) if isinstance(each.of, Citizen) else task_bags(each.of, each.workplace)


def _voiced(voice: str, labelled: Sequence[Labelled], bags: list[dict[str, Bag]], reader: Reader) -> Voiced:
    rows = [
        row
        for row, each in enumerate(labelled)
        if voice in bags[row] and any(VOICE_OF[slot] == voice for slot in each.tags)
    ]
    of = [bags[row][voice] for row in rows]
    learnt = [bag.own or tuple(p for p in bag.side if p.facet == "wishes") for bag in of]
    tasks = [each.of for row, each in enumerate(labelled) if row in set(rows) and isinstance(each.of, Task)]
    vocabulary = shipped_vocabulary()
    facts = read_facts(tasks, vocabulary) if tasks else np.zeros((len(rows), len(fact_names(vocabulary))), np.float32)
    return Voiced(
        rows,
        reader.measure([bag.own for bag in of]),
        reader.measure([bag.side for bag in of]),
        reader.measure(learnt),
        reader.parts([bag.own for bag in of]) if voice in DENYING else None,
        reader.measure([bags[row]["wish"].own for row in rows]) if voice in DENYING else None,
        facts,
    )


def labels_of(labelled: Sequence[Labelled], slot: str, rows: Sequence[int], codes: Sequence[str]) -> Labels:
    """(rows, codes), whether a person read the code."""
    return np.array([[code in labelled[row].tags.get(slot, ()) for code in codes] for row in rows], dtype=np.bool_)


@dataclass(frozen=True)
class Fitter:
    """Fits with all that was read, leaving out what it is told to."""

    labelled: Sequence[Labelled]
    voices: dict[str, Voiced]
    reader: Reader
    settings: Settings

    def codes(self, group: str) -> tuple[str, ...]:
        """The codes of a group."""
        fields = len(shipped_vocabulary().fields)
        return self.reader.codes[:fields] if group == "fields" else self.reader.codes[fields:]

    def columns(self, group: str) -> slice:
        """Their places among all codes."""
        fields = len(shipped_vocabulary().fields)
        return slice(0, fields) if group == "fields" else slice(fields, len(self.reader.codes))

    def topics(self, group: str, left_out: Labels) -> Topics:
        """The first step, from all texts but those left out ((labelled,) bool)."""
        slots = [slot for slot in VOICE_OF if group_of(slot) == group]
        blocks, labels = [], []
        weights: list[float] = []
        for slot in slots:
            voice = VOICE_OF[slot]
            read = self.voices[voice]
            keep = [
                place
                for place, row in enumerate(read.rows)
                if not left_out[row] and slot in self.labelled[row].tags and read.training.words[place]
            ]
            rows = [read.rows[place] for place in keep]
            blocks.append(self._block(read, keep, voice, group))
            labels.append(labels_of(self.labelled, slot, rows, self.codes(group)))
            weights.extend(
                self.settings.example_weight if self.labelled[row].origin == "examples" else 1.0 for row in rows
            )
        return self._fit_topics(group, _stacked(blocks), np.concatenate(labels), np.array(weights))

    def _block(self, read: Voiced, keep: list[int], voice: str, group: str) -> dict[str, csr_array]:
        s, m, places = self.settings, read.training, np.array(keep, dtype=np.int64)
        spoken = np.zeros((len(keep), len(VOICES)), np.float32)
        spoken[:, VOICES.index(voice)] = 1.0
        strength, once, twice = (part[places] for part in lexical(m, self.columns(group)))
        facts = read.facts[places] * (group == "conditions")
        return {
            "strength": csr_array(strength * s.lexical),
            "once": csr_array(once * s.lexical),
            "twice": csr_array(twice * s.lexical),
            "entries": m.entries.csr()[places],
            "grams": m.grams.csr()[places] * s.grams,
            "vectors": csr_array(m.vectors[places] * s.vectors),
            "voices": csr_array(spoken * s.voices),
            "facts": csr_array(facts * s.facts),
        }

    def _fit_topics(
        self, group: str, table: dict[str, csr_array], labels: Labels, weights: NDArray[np.float64]
    ) -> Topics:
        s, codes = self.settings, self.codes(group)
        shared = hstack([table[name] for name in ("grams", "vectors", "voices", "facts")]).tocsr()
        sizes = [table[name].shape[1] for name in ("grams", "vectors", "voices", "facts")]
        entries = np.zeros((table["entries"].shape[1], len(codes)), np.float32)
        lexical_weights = np.zeros((3, len(codes)), np.float32)
        rest = np.zeros((sum(sizes), len(codes)), np.float32)
        bias = np.full(len(codes), NEVER, np.float32)
        for place, code in enumerate(codes):
            if not labels[:, place].any():
                continue
            scale = self._entry_scales(code)
            own = hstack([table[name][:, [place]] for name in ("strength", "once", "twice")])
            features = _narrow(hstack([own, table["entries"] * scale[None, :], shared]).tocsr())
            fitted = LogisticRegression(C=1 / s.penalty, solver="liblinear", max_iter=500, random_state=0)
            fitted.fit(features, labels[:, place], sample_weight=weights)
            found = fitted.coef_[0]
            lexical_weights[:, place] = found[:3] * s.lexical
            entries[:, place] = found[3 : 3 + len(scale)] * scale
            rest[:, place] = found[3 + len(scale) :]
            bias[place] = fitted.intercept_[0]
        grams, vectors, voices, facts = np.split(rest, np.cumsum(sizes)[:-1])
        grams, vectors = (grams * s.grams).astype(np.float32), (vectors * s.vectors).astype(np.float32)
        voices, facts = (voices * s.voices).astype(np.float32), (facts * s.facts).astype(np.float32)
        return Topics(lexical_weights, entries, grams, vectors, voices, facts, bias)

    def _entry_scales(self, code: str) -> Float32Array:
        scale = np.full(len(self.reader.lexicon.entries), self.settings.other_entries, np.float32)
        scale[list(self.reader.lexicon.codes.get(code, {}))] = self.settings.entries
        return scale

    def features(self, slot: str, topics: Topics, usual: Float32Array, places: Rows) -> Float32Array:
        """The second step's numbers of those rows of the slot's voice."""
        voice = VOICE_OF[slot]
        read, columns = self.voices[voice], self.columns(group_of(slot))
        own, side = picked(read.own, places), picked(read.side, places)
        facts = read.facts[places] if voice == "task" else None
        parts = part_of(read.parts, places) if read.parts is not None else None
        return slot_features(
            own,
            topics.score(own, columns, voice, facts),
            side,
            topics.score(side, columns, voice, facts),
            columns,
            usual,
            loudest(parts, topics, columns, voice, len(places)) if parts is not None else None,
            picked(read.wished, places) if read.wished is not None else None,
        )

    def slot_model(
        self, features: Float32Array, labels: Labels, usual: Float32Array, weights: NDArray[np.float64]
    ) -> SlotModel:
        """The second step, from texts' features of topics that had not seen them, and a weight for each text."""
        fitted = LogisticRegression(C=1 / self.settings.slot_penalty, max_iter=2000)
        spread = features.reshape(-1, len(SLOT_FEATURES)).std(axis=0)
        scale = np.where(spread > 1e-4, spread, np.inf)
        fitted.fit(
            features.reshape(-1, len(SLOT_FEATURES)) / scale,
            labels.ravel(),
            sample_weight=np.repeat(weights, labels.shape[1]),
        )
        found = (fitted.coef_[0] / scale).astype(np.float32)
        return SlotModel(found, float(fitted.intercept_[0]), usual, 0.5)


def usual_of(labels: Labels) -> Float32Array:
    """Logit of how often each code is in the slot, smoothed towards the mean of all codes."""
    mean = labels.mean()
    share = (labels.sum(axis=0) + 10.0 * mean) / (len(labels) + 10.0)
    usual: Float32Array = np.log(share / (1.0 - share)).astype(np.float32)
    return usual


def picked(measures: Measures, places: Rows) -> Measures:
    """Those rows."""
    return Measures(**{name: getattr(measures, name)[places] for name in Measures.__annotations__})


def part_of(parts: Parts, places: Rows) -> Parts:
    """The clauses of those bags, which must rise."""
    wanted = np.flatnonzero(np.isin(parts.owner, places))
    return Parts(picked(parts.each, wanted), np.searchsorted(places, parts.owner[wanted]))


def threshold_for(chances: Float32Array, labels: Labels, precision: float) -> float:
    """The lowest probability from which at least that share of the tags is right; where none is, the best F½."""
    order = np.argsort(-chances.ravel(), kind="stable")
    right = labels.ravel()[order]
    hit = np.cumsum(right) / np.arange(1, len(right) + 1)
    recall = np.cumsum(right) / max(1, int(right.sum()))
    enough = np.flatnonzero((hit >= precision) & (recall >= 0.3))
    if len(enough):
        place = int(enough[-1])
    else:
        place = int(np.argmax(1.25 * hit * recall / np.maximum(0.25 * hit + recall, 1e-9)))
    return round(float(chances.ravel()[order][place]), 4)


def _stacked(blocks: list[dict[str, csr_array]]) -> dict[str, csr_array]:
    return {name: vstack([block[name] for block in blocks]).tocsr() for name in blocks[0]}


def _narrow(table: csr_array) -> csr_array:
    """The same with 32-bit indices, which the solver asks for."""
    return csr_array(
        (table.data.astype(np.float64), table.indices.astype(np.int32), table.indptr.astype(np.int32)), table.shape
    )
