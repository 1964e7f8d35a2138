"""Intervals of nDCG@k over citizens, and over tasks and citizens at once: other people might have been in the pool.

A citizen who is drawn w times stands w times in every list, next to himself; who is not drawn stands in none. With cᵢ
the number of places up to and with the i-th graded citizen of a list, gᵢ the grade and D(j) = Σᵣ₌₁ʲ 1 / log₂(r + 1):

DCG@k = Σᵢ gᵢ · (D(min(cᵢ, k)) − D(min(cᵢ₋₁, k)))

which is the ordinary DCG when everybody is drawn once. Tasks whose graded citizens all fall out of a draw, or are all
graded 0 there, are passed over in that round. Drawing rows and columns of a table at once is the pigeonhole bootstrap
(Owen, "The pigeonhole bootstrap", Annals of Applied Statistics 2007); it is never too narrow, rather too wide.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from evaluation.datasets import Judged
from evaluation.statistics import Estimate, drawn, estimates
from recommender.columns import FloatArray, IndexArray

CITIZEN_ROUNDS = 2_000
SEEN = 4
"""Graded places that are kept, in k: so many citizens drawn with replacement fill k places but once in 10⁹."""

Orders = Sequence[IndexArray]
"""For each task, rows of its graded citizens in the order of a list."""


@dataclass(frozen=True, slots=True)
class Graded:
    """Lists of graded citizens as one array; a list that is short ends in the row `n` of nobody, with gain 0."""

    rows: IndexArray
    """(tasks, places)."""
    gains: FloatArray
    """(tasks, places)."""


def graded(orders: Orders, gains: Sequence[FloatArray], nobody: int, k: int) -> Graded:
    """Lists with their gains, cut after SEEN · k places."""
    places = max([1, *(min(len(order), SEEN * k) for order in orders)])
    rows = np.full((len(orders), places), nobody, dtype=np.intp)
    values = np.zeros((len(orders), places))
    for task, (order, gain) in enumerate(zip(orders, gains, strict=True)):
        kept = order[:places]
        rows[task, : len(kept)], values[task, : len(kept)] = kept, gain[:places]
    return Graded(rows, values)


def discounts(k: int) -> FloatArray:
    """D(0) … D(k), (k + 1,)."""
    return np.concatenate([[0.0], np.cumsum(1 / np.log2(np.arange(2, k + 2)))])


def dcg(lists: Graded, weights: FloatArray, k: int) -> FloatArray:
    """DCG@k of every list when the citizens are drawn `weights` times. weights: (n + 1,), nobody's 0 → (tasks,)."""
    reached = np.minimum(np.cumsum(weights[lists.rows], axis=1), k).astype(np.intp)
    found = discounts(k)[reached]
    own = np.diff(found, axis=1, prepend=0.0)
    return np.asarray((own * lists.gains).sum(axis=1))


@dataclass(frozen=True, slots=True)
class Ranked:
    """Several systems' lists for the same tasks, with the best possible ones."""

    systems: Sequence[Graded]
    ideal: Graded
    citizens: int
    k: int

    @staticmethod
    def of(judged: Judged, systems: Sequence[Orders], k: int) -> Ranked:
        """The lists as arrays; every system's in the order of `judged.tasks`."""
        nobody = len(judged.dataset.citizens)
        grades = [judged.grades[task].astype(np.float64) for task in judged.tasks]
        best = [np.argsort(-grade, kind="stable") for grade in grades]
        rows = [judged.rows[task] for task in judged.tasks]
        ideal = graded(
            [row[order] for row, order in zip(rows, best, strict=True)],
            [grade[order] for grade, order in zip(grades, best, strict=True)],
            nobody,
            k,
        )
        lists = []
        for orders in systems:
            found = zip(rows, grades, orders, strict=True)
            gains = [grade[np.searchsorted(row, order)] for row, grade, order in found]
            lists.append(graded(orders, gains, nobody, k))
        return Ranked(lists, ideal, nobody, k)

    def ndcg(self, weights: FloatArray) -> tuple[FloatArray, FloatArray]:
        """nDCG@k of every task under those weights, (tasks, systems), and whether the task counts, (tasks,) 0 or 1."""
        best = dcg(self.ideal, weights, self.k)
        counts = best > 0
        found = np.stack([dcg(lists, weights, self.k) for lists in self.systems], axis=1)
        return np.divide(found, best[:, None], out=np.zeros_like(found), where=counts[:, None]), counts.astype(float)


@dataclass(frozen=True, slots=True)
class Resampled:
    """Means over rounds of drawing, (rounds, systems)."""

    value: FloatArray
    """(systems,), as the data are."""
    citizens: FloatArray
    both: FloatArray
    people: int
    """How many citizens were drawn from."""
    tasks: int

    def over_citizens(self) -> tuple[Estimate, ...]:
        """Each system's interval over citizens."""
        return estimates(self.value, self.citizens, self.people)

    def over_both(self) -> tuple[Estimate, ...]:
        """Each system's interval over tasks and citizens."""
        return estimates(self.value, self.both, min(self.people, self.tasks))

    def less(self, first: int = 0) -> Resampled:
        """The differences of system `first` minus each."""
        value, citizens, both = (found[..., [first]] - found for found in (self.value, self.citizens, self.both))
        return Resampled(value, citizens, both, self.people, self.tasks)


def resampled(ranked: Ranked, values: FloatArray, seed: int, rounds: int = CITIZEN_ROUNDS) -> Resampled:
    """Draw citizens, and tasks and citizens at once, `rounds` times. values: (systems,), nDCG@k as it is."""
    tasks = len(ranked.ideal.rows)
    people, work = np.random.default_rng([seed, 3]), np.random.default_rng([seed, 4])
    citizens, both = [], []
    for weights, counts in zip(drawn(people, ranked.citizens, rounds), drawn(work, tasks, rounds), strict=True):
        for weight, count in zip(weights, counts, strict=True):
            found, counted = ranked.ndcg(np.append(weight, 0.0))
            citizens.append(_mean(found, counted))
            both.append(_mean(found, counted * count))
    return Resampled(values, np.array(citizens), np.array(both), ranked.citizens, tasks)


def _mean(found: FloatArray, weights: FloatArray) -> FloatArray:
    total = weights.sum()
    return np.asarray((found * weights[:, None]).sum(axis=0) / total if total else np.zeros(found.shape[1]))
