"""The one public class: a dataset with its encoder and ranker, asked who could do what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

import numpy as np

from recommender.columns import (
    CitizenColumns,
    FloatArray,
    IndexArray,
    Int8Array,
    Int32Array,
    TaskColumns,
    citizen_columns,
    task_columns,
)
from recommender.eligibility import BLOCKED, RULES_VERSION, VERDICTS, Verdicts, judge
from recommender.encoder import Encoder, shipped_encoder
from recommender.errors import UnknownId
from recommender.explanation import explain, standing
from recommender.features import pair_features
from recommender.index import CitizenIndex, Float32Array, build_index, require_citizens, require_encoder
from recommender.lots import UInt64Array, hashes
from recommender.pair import Pair
from recommender.ranker import Ranker, load_ranker, logistic, shipped_ranker_folder
from recommender.spread import Equals, Spread
from recommender.tagfeatures import TaggedTask, tag_features, tagged_task
from recommender.tags import Tagger, load_tagger, shipped_tagger_folder
from recommender.tagstore import TagStore
from recommender.text import task_parts
from recommender.types import Citizen, Company, Dataset, ModelVersions, Opening, Reason, Suggestion, Task
from recommender.vocabulary import Vocabulary, shipped_vocabulary

DEFAULT_COUNT = 10
PREPARED_AT_ONCE = 2_000
"""Citizens whose texts are held taken apart at once."""
SAID_DIGITS = 10
"""Decimals of a feature: a sum over many people at once differs from one alone in the sixteenth, and must not show."""


@dataclass(frozen=True, slots=True)
class Place:
    """A task where it stands: its opening and its company."""

    task: Task
    opening: Opening
    company: Company


@dataclass(frozen=True, slots=True)
class Asked:
    """A task that was asked about, and the m citizens who are not blocked."""

    place: Place
    columns: TaskColumns
    citizens: CitizenColumns
    """Of the m."""
    verdicts: Verdicts
    """Of the m."""
    rows: IndexArray
    """(m,), their rows in the index."""
    parts: tuple[str, ...]
    """The task's text: whole, title, sentences."""
    query: Float32Array
    """(q, dimension), the same to the encoder."""
    tagged: TaggedTask
    """What the task is about, and what its days are like."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """Everyone who could do one task, best first."""

    asked: Asked
    order: IndexArray
    """(m,), places in `asked`, best first."""
    rows: IndexArray
    """(m,), rows in the index, best first."""
    scores: FloatArray
    """(m,), 0..1, falling, the same scores in the order of the pseudonyms; as `equals` says where that is given."""
    contributions: FloatArray
    """(m, number of features), to the logit."""
    equals: Equals | None = None
    """Why equals stand as they do; None where the order is by score alone."""

    @property
    def verdicts(self) -> Int8Array:
        """(m,), best first."""
        best_first: Int8Array = self.asked.verdicts.verdict[self.order]
        return best_first

    def reordered(self, equals: Equals) -> Ranked:
        """The best of them in that order."""
        at = equals.order
        return Ranked(self.asked, self.order[at], self.rows[at], self.scores[at], self.contributions[at], equals)


@dataclass(frozen=True)
class Recommender:
    """Suggestions for a dataset; make one with `Recommender.of`."""

    dataset: Dataset
    encoder: Encoder
    ranker: Ranker
    tagger: Tagger
    vocabulary: Vocabulary
    index: CitizenIndex
    spread: Spread = field(default_factory=Spread)
    """How equals are told apart."""

    @staticmethod
    def of(
        dataset: Dataset,
        encoder: Encoder | None = None,
        ranker: Ranker | None = None,
        vocabulary: Vocabulary | None = None,
        index: CitizenIndex | None = None,
        tagger: Tagger | None = None,
        spread: Spread | None = None,
    ) -> Recommender:
        """A recommender over the dataset, with the shipped models unless others are given.

        An index given must hold the dataset's citizens, in any order; IndexMismatch when it does not, or when another
        encoder made it.
        """
        encoder = encoder or shipped_encoder()
        if index is None:
            index = build_index(dataset.citizens, dataset.course_by_code, encoder)
        require_encoder(index.encoder, encoder)
        require_citizens(index, dataset)
        ranker = ranker or load_ranker(shipped_ranker_folder())
        tagger = tagger or load_tagger(shipped_tagger_folder())
        words = vocabulary or shipped_vocabulary()
        return Recommender(dataset, encoder, ranker, tagger, words, index, spread or Spread())

    @cached_property
    def citizens(self) -> CitizenColumns:
        """The citizens as columns, in the order of the index."""
        ordered = [self.dataset.citizen_by_id[citizen] for citizen in self.index.ids]
        return citizen_columns(ordered, self.dataset.courses, self.vocabulary)

    @cached_property
    def tags(self) -> TagStore:
        """Fields and conditions of the citizens, in the order of the index, read when first asked for."""
        return TagStore(self.tagger, [self.dataset.citizen_by_id[citizen] for citizen in self.index.ids])

    @cached_property
    def versions(self) -> ModelVersions:
        """What makes the suggestions."""
        ranked_by = f"{self.ranker.identity} {self.tagger.identity}"
        return ModelVersions(self.encoder.identity, ranked_by, RULES_VERSION)

    def prepare(self, as_of: date) -> None:
        """Do now what the first question would wait for: everybody as columns, their tags, and their choices that day.

        Reading the tags of all takes about as long as building the index; a single question reads those it needs.
        """
        for first in range(0, len(self.index), PREPARED_AT_ONCE):
            self.tags.of(np.arange(first, min(first + PREPARED_AT_ONCE, len(self.index))))
        self.choices(as_of)

    def for_task(self, task_id: str, as_of: date, count: int = DEFAULT_COUNT) -> tuple[Suggestion, ...]:
        """The best citizens for a task, best first; UnknownId."""
        return self.for_place(self.place(task_id), as_of, count)

    def for_opening(
        self, opening_id: str, as_of: date, count: int = DEFAULT_COUNT
    ) -> dict[str, tuple[Suggestion, ...]]:
        """The best citizens for each task of an opening, by task id; UnknownId."""
        opening = self.dataset.opening_by_id.get(opening_id)
        if opening is None:
            raise _unknown("opening", "jobåbning", opening_id)
        return self.for_new_opening(self.dataset.company_by_id[opening.company_id], opening, as_of, count)

    def for_new_opening(
        self, company: Company, opening: Opening, as_of: date, count: int = DEFAULT_COUNT
    ) -> dict[str, tuple[Suggestion, ...]]:
        """The same for an opening that need not be in the dataset, as straight after a walkthrough."""
        return {task.id: self.for_place(Place(task, opening, company), as_of, count) for task in opening.tasks}

    def for_place(self, place: Place, as_of: date, count: int = DEFAULT_COUNT) -> tuple[Suggestion, ...]:
        """The best citizens for a task where it stands, equals in the order of need."""
        ranked = self.listed(place, as_of, count)
        self.tags.read(ranked.rows[:count])
        return tuple(self._suggestion(ranked, at, at + 1) for at in range(min(count, len(ranked.rows))))

    def for_citizen(self, citizen_id: str, as_of: date, count: int = DEFAULT_COUNT) -> tuple[Suggestion, ...]:
        """The best tasks of open openings for a citizen, best first; UnknownId."""
        alone = np.array([self.index.row_of[self.citizen(citizen_id).id]])
        one = self.citizens.take(alone)
        open_to = (
            place
            for place in self.open_places()
            if judge(self.columns(place), one, as_of, self.vocabulary).verdict[0] > BLOCKED
        )
        possible = [self.ranked(place, as_of, alone) for place in open_to]
        possible.sort(key=lambda ranked: (-float(ranked.scores[0]), ranked.asked.place.task.id))
        return tuple(self._suggestion(ranked, 0, rank) for rank, ranked in enumerate(possible[:count], 1))

    def ranked(self, place: Place, as_of: date, among: IndexArray | None = None) -> Ranked:
        """Everyone (or of those rows) who could do the task, with scores and contributions but without words."""
        return self._rank(self.ask(place, as_of, among))

    def listed(self, place: Place, as_of: date, count: int | None = None) -> Ranked:
        """The `count` best and their equals (everyone when left out) in the order in which they are proposed."""
        ranked = self.ranked(place, as_of)
        groups = self.spread.groups(ranked.scores, ranked.verdicts)
        if count is not None and count < len(groups):
            groups = groups[: np.searchsorted(groups, groups[count - 1], side="right")]
        rows, task = ranked.rows[: len(groups)], place.task.id
        others = self.choices(as_of)[rows] - (task in self._open_tasks)
        return ranked.reordered(self.spread(task, self._hashes[rows], others, groups))

    def choices(self, as_of: date) -> Int32Array:
        """(n,), how many tasks of open openings each citizen could do on that day; counted once a day."""
        known = self._choices.get(as_of)
        if known is not None:
            return known
        possible = np.zeros(len(self.index), np.int32)
        for place in self.open_places():
            possible += self.judged(place, as_of).verdict > BLOCKED
        self._choices.clear()
        self._choices[as_of] = possible
        return possible

    @cached_property
    def _choices(self) -> dict[date, Int32Array]:
        """Of the last day that was asked about."""
        return {}

    @cached_property
    def _open_tasks(self) -> frozenset[str]:
        return frozenset(place.task.id for place in self.open_places())

    def judged(self, place: Place, as_of: date) -> Verdicts:
        """What the rules say of the task and everyone; no text is read."""
        return judge(self.columns(place), self.citizens, as_of, self.vocabulary)

    def citizen(self, citizen_id: str) -> Citizen:
        """The citizen of that pseudonym; UnknownId."""
        citizen = self.dataset.citizen_by_id.get(citizen_id)
        if citizen is None:
            raise _unknown("citizen", "borger", citizen_id)
        return citizen

    def place(self, task_id: str) -> Place:
        """The task with its opening and company; UnknownId."""
        opening = self.dataset.opening_of_task.get(task_id)
        if opening is None:
            raise _unknown("task", "opgave", task_id)
        return Place(self.dataset.task_by_id[task_id], opening, self.dataset.company_by_id[opening.company_id])

    def open_places(self) -> Iterator[Place]:
        """Every task of an open opening."""
        for opening in self.dataset.openings:
            if opening.status == "open":
                yield from (self.place(task.id) for task in opening.tasks)

    def columns(self, place: Place) -> TaskColumns:
        """The task as small arrays."""
        return task_columns(place.task, place.opening, place.company, self.dataset.courses, self.vocabulary)

    def ask(self, place: Place, as_of: date, among: IndexArray | None = None) -> Asked:
        """Who is not blocked from the task, of everyone or of those rows."""
        columns = self.columns(place)
        citizens = self.citizens if among is None else self.citizens.take(among)
        verdicts = judge(columns, citizens, as_of, self.vocabulary)
        possible = verdicts.possible
        rows = possible if among is None else among[possible]
        parts = task_parts(place.task)
        query = self.encoder.encode(parts, query=True)
        tagged = tagged_task(place.task, self.tagger.tasks([place.task], [place.company]), self.vocabulary)
        return Asked(place, columns, citizens.take(possible), verdicts.take(possible), rows, parts, query, tagged)

    def features(self, asked: Asked) -> FloatArray:
        """(m, number of features) of those who were asked about, columns in the order of FEATURES."""
        affinities = self.index.affinities(asked.query, asked.rows)
        tags = tag_features(asked.tagged, self.tags.of(asked.rows), self.vocabulary)
        values = pair_features(asked.columns, asked.citizens, asked.verdicts, affinities, tags)
        return np.round(values, SAID_DIGITS)

    def _rank(self, asked: Asked) -> Ranked:
        contributions = self.ranker(self.features(asked))
        logits = contributions.sum(axis=1) + self.ranker.base
        order = np.lexsort((self._names[asked.rows], -logits))
        return Ranked(asked, order, asked.rows[order], logistic(logits[order]), contributions[order])

    @cached_property
    def _names(self) -> IndexArray:
        """(n,), place of each pseudonym in their alphabetical order: the tie-break."""
        names = np.empty(len(self.index.ids), dtype=np.intp)
        names[np.argsort(np.array(self.index.ids))] = np.arange(len(self.index.ids))
        return names

    @cached_property
    def _hashes(self) -> UInt64Array:
        """(n,), of the pseudonyms: what lots are drawn from."""
        return hashes(self.index.ids)

    def _suggestion(self, ranked: Ranked, at: int, rank: int) -> Suggestion:
        pair = self._pair(ranked, at)
        terms = dict(zip(self.ranker.features, ranked.contributions[at].tolist(), strict=True))
        told = explain(pair, terms, self.ranker.base, _standing(ranked.equals, at))
        return Suggestion(
            task_id=pair.task.id,
            citizen_id=pair.citizen.id,
            rank=rank,
            score=float(ranked.scores[at]),
            verdict=VERDICTS[pair.verdict],
            reasons=told.reasons,
            questions=told.questions,
            opens_with=told.opens_with,
            model=self.versions,
        )

    def _pair(self, ranked: Ranked, at: int) -> Pair:
        asked, own = ranked.asked, int(ranked.order[at])
        citizen = self.dataset.citizen_by_id[self.index.ids[ranked.rows[at]]]
        return Pair(
            task=asked.place.task,
            opening=asked.place.opening,
            company=asked.place.company,
            citizen=citizen,
            columns=asked.columns,
            one=asked.citizens.take(np.array([own])),
            verdicts=asked.verdicts,
            row=own,
            courses=self.dataset.course_by_code,
            vocabulary=self.vocabulary,
            tagged=asked.tagged,
            citizen_tags=self.tags.told(int(ranked.rows[at])),
            likeness=lambda facet: self.index.part_likeness(citizen.id, facet, asked.query),
        )


def _standing(equals: Equals | None, at: int) -> tuple[Reason, ...]:
    """Why it stands where it does among its equals; nothing where it has none."""
    if equals is None or not equals.peers[at]:
        return ()
    needy, drawn = bool(equals.needy[at]), bool(equals.drawn[at])
    return (standing(int(equals.peers[at]), int(equals.openings[at]), needy=needy, drawn=drawn),)


def open_recommender(folder: Path) -> Recommender:
    """Read a dataset folder and open it with the shipped models."""
    from recommender.dataset import read_dataset

    return Recommender.of(read_dataset(folder))


def _unknown(en: str, da: str, name: str) -> UnknownId:
    return UnknownId(f"no {en} '{name}' in the dataset", f"der er ingen {da} '{name}' i datasættet")
