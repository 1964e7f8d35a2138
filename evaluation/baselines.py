"""What the engine has to beat: chance, fame, hours, words in two ways, the encoder, the rules, and rules then words.

Baselines rank every citizen, the blocked ones too: keeping the rules is part of what is measured.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from evaluation.bm25 import BM25
from evaluation.datasets import Judged
from evaluation.rules import VerdictTable
from evaluation.systems import System
from recommender.columns import FloatArray, IndexArray
from recommender.engine import Recommender
from recommender.lots import UInt64Array, hashes, salt, shuffled
from recommender.ngrams import NgramTable, ngram_table
from recommender.text import FACETS, facet_parts, task_parts
from recommender.types import Citizen, Course, Match

MANY_LISTS = 2000
"""Lists over which a figure with chance in it is averaged, at least."""
FEWEST_DRAWS, MOST_DRAWS = 2, 200

FAME = "popularity"
"""Says nothing where nothing has happened."""


@dataclass(frozen=True)
class Baselines:
    """What the baselines rank with."""

    recommender: Recommender
    judged: Judged
    verdicts: VerdictTable
    seed: int
    draws: int | None = None
    """How often a system with chance in it is asked; by the number of tasks when left out."""
    past: tuple[Match, ...] = ()
    """Matches that were known on the day, for popularity."""

    def all(self) -> tuple[System, ...]:
        """Every baseline, the simplest first."""
        draws = self.draws or draws_for(len(self.judged.tasks))
        return (
            System("random", "Tilfældig rækkefølge", "Chance", self._by(self._nothing), draws),
            System(FAME, "Hvem der oftest er foreslået", "Whoever was proposed most", self._by(self.fame), draws),
            System("hours", "Timer alene", "Hours alone", self._by(self.hours), draws),
            System("ngrams", "Ordlighed alene", "Likeness of words alone", self._by(self.words)),
            System("bm25", "Fælles ord alene (BM25)", "Shared words alone (BM25)", self._by(self.shared_words)),
            System("encoder", "Sprogmodel alene", "Language model alone", self._by(self.meaning)),
            System("verdict", "Regler alene", "Rules alone", self._by(self._verdict), draws),
            System(
                "verdict_ngrams",
                "Regler, derefter ordlighed",
                "Rules, then likeness of words",
                self._by(self._verdict, self.words),
            ),
        )

    def words(self, task: str) -> FloatArray:
        """Likeness of the task with experience, wishes and courses by character n-grams → (n,)."""
        return self._ngrams.likeness(self._said(task), self._everyone)

    def shared_words(self, task: str) -> FloatArray:
        """BM25 of the task over the same texts → (n,)."""
        return self._bm25.scores(self._said(task))

    def fame(self, _task: str) -> FloatArray:
        """How often each citizen had been matched before → (n,)."""
        return self._fame

    def hours(self, task: str) -> FloatArray:
        """How near the citizen's most hours a week come to the task's, 0 at best → (n,)."""
        return -np.abs(self._hours - self.judged.dataset.task_by_id[task].hours_per_week)

    def meaning(self, task: str) -> FloatArray:
        """Cosine of the whole task with the nearest part of experience, wishes or courses → (n,)."""
        query = self.recommender.encoder.encode([self._said(task)], query=True)
        affinities = self.recommender.index.affinities(query, self._rows)
        speaking = [at for at, facet in enumerate(FACETS) if facet != "avoids"]
        best = np.where(affinities.said, affinities.best, -1.0)[:, speaking]
        return np.asarray(best.max(axis=1), dtype=np.float64)

    def _verdict(self, task: str) -> FloatArray:
        return self.verdicts[task].astype(np.float64)

    def _nothing(self, _task: str) -> FloatArray:
        return np.zeros(len(self._rows))

    def _by(self, *keys: Callable[[str], FloatArray]) -> Callable[[int], dict[str, IndexArray]]:
        """Lists by those keys, the largest first; what is equal in all by the hash of the citizen."""

        def lists(draw: int) -> dict[str, IndexArray]:
            return {task: self._order(task, draw, [key(task) for key in keys]) for task in self.judged.tasks}

        return lists

    def _order(self, task: str, draw: int, values: list[FloatArray]) -> IndexArray:
        order = np.argsort(shuffled(self._hashes, salt(f"{self.seed} {draw} {task}")))
        for value in reversed(values):
            order = order[np.argsort(-value[order], kind="stable")]
        return order

    def _said(self, task: str) -> str:
        return task_parts(self.judged.dataset.task_by_id[task])[0]

    @cached_property
    def _ngrams(self) -> NgramTable:
        return ngram_table(self._texts)

    @cached_property
    def _bm25(self) -> BM25:
        return BM25.of(self._texts)

    @cached_property
    def _texts(self) -> list[str]:
        dataset = self.judged.dataset
        return [_spoken(citizen, dataset.course_by_code) for citizen in dataset.citizens]

    @cached_property
    def _fame(self) -> FloatArray:
        matched = Counter(match.citizen_id for match in self.past)
        return np.array([matched[citizen.id] for citizen in self.judged.dataset.citizens], dtype=np.float64)

    @cached_property
    def _hours(self) -> FloatArray:
        return np.array([citizen.hours_per_week_max for citizen in self.judged.dataset.citizens], dtype=np.float64)

    @cached_property
    def _everyone(self) -> IndexArray:
        return np.arange(len(self.judged.dataset.citizens), dtype=np.intp)

    @cached_property
    def _rows(self) -> IndexArray:
        """(n,), row in the index of each citizen of the dataset."""
        row_of = self.recommender.index.row_of
        return np.array([row_of[citizen.id] for citizen in self.judged.dataset.citizens], dtype=np.intp)

    @cached_property
    def _hashes(self) -> UInt64Array:
        return hashes([citizen.id for citizen in self.judged.dataset.citizens])


def draws_for(tasks: int) -> int:
    """How often chance is asked: enough for MANY_LISTS lists, between FEWEST_DRAWS and MOST_DRAWS."""
    return max(FEWEST_DRAWS, min(MOST_DRAWS, -(-MANY_LISTS // tasks)))


def _spoken(citizen: Citizen, courses: Mapping[str, Course]) -> str:
    """Experience, wishes and courses as one text."""
    facets = facet_parts(citizen, courses)
    return " ".join((*facets["experience"][:1], *facets["wishes"][:1], *facets["courses"]))
