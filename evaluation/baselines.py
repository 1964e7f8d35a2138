"""What the engine has to beat: chance, words alone, the encoder alone, the rules alone, and rules then words.

Baselines rank every citizen, the blocked ones too: keeping the rules is part of what is measured.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from evaluation.datasets import Judged
from evaluation.rules import VerdictTable
from evaluation.systems import System
from recommender.columns import FloatArray, IndexArray
from recommender.engine import Recommender
from recommender.ngrams import ngram_table
from recommender.text import FACETS, facet_parts, task_parts
from recommender.types import Citizen, Course

MANY_LISTS = 2000
"""Lists over which a figure with chance in it is averaged, at least."""
FEWEST_DRAWS, MOST_DRAWS = 5, 200

UInt64Array = NDArray[np.uint64]


@dataclass(frozen=True)
class Baselines:
    """What the baselines rank with."""

    recommender: Recommender
    judged: Judged
    verdicts: VerdictTable
    seed: int

    def all(self) -> tuple[System, ...]:
        """Every baseline, the simplest first."""
        draws = draws_for(len(self.judged.tasks))
        return (
            System("random", "Tilfældig rækkefølge", "Chance", self._by(self._nothing), draws),
            System("ngrams", "Ordlighed alene", "Likeness of words alone", self._by(self.words)),
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
        return self._words[task]

    def meaning(self, task: str) -> FloatArray:
        """Cosine of the whole task with the nearest part of experience, wishes or courses → (n,)."""
        whole = task_parts(self.judged.dataset.task_by_id[task])[0]
        query = self.recommender.encoder.encode([whole], query=True)
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
        chance = shuffled(self._hashes, _hash(f"{self.seed} {draw} {task}"))
        return np.lexsort((chance, *(-value for value in reversed(values))))

    @cached_property
    def _words(self) -> dict[str, FloatArray]:
        """Likeness by n-grams for every judged task."""
        dataset = self.judged.dataset
        table = ngram_table([_spoken(citizen, dataset.course_by_code) for citizen in dataset.citizens])
        everyone = np.arange(len(dataset.citizens))
        return {task: table.likeness(task_parts(dataset.task_by_id[task])[0], everyone) for task in self.judged.tasks}

    @cached_property
    def _rows(self) -> IndexArray:
        """(n,), row in the index of each citizen of the dataset."""
        row_of = self.recommender.index.row_of
        return np.array([row_of[citizen.id] for citizen in self.judged.dataset.citizens], dtype=np.intp)

    @cached_property
    def _hashes(self) -> UInt64Array:
        return np.array([_hash(citizen.id) for citizen in self.judged.dataset.citizens], dtype=np.uint64)


def draws_for(tasks: int) -> int:
    """How often chance is asked: enough for MANY_LISTS lists, between FEWEST_DRAWS and MOST_DRAWS."""
    return max(FEWEST_DRAWS, min(MOST_DRAWS, -(-MANY_LISTS // tasks)))


def shuffled(hashes: UInt64Array, salt: int) -> UInt64Array:
    """Hashes mixed with a salt by splitmix64's finaliser (Steele, Lea and Flood, OOPSLA 2014) → the same shape.

    A citizen's place among equals rests on its id and the salt alone, not on who else is there.
    """
    mixed = hashes ^ np.uint64(salt)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    result: UInt64Array = mixed ^ (mixed >> np.uint64(31))
    return result


def _spoken(citizen: Citizen, courses: Mapping[str, Course]) -> str:
    """Experience, wishes and courses as one text."""
    facets = facet_parts(citizen, courses)
    return " ".join((*facets["experience"][:1], *facets["wishes"][:1], *facets["courses"]))


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big")
