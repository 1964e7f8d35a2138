"""What chance could have done: bootstrap intervals and paired randomisation tests over tasks.

Everything is seeded and adds numbers in a fixed order, so that the figures are the same on one thread or many.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from recommender.columns import FloatArray

ROUNDS = 10_000
LEVEL = 0.95
_AT_ONCE = 1_000
_TIE = 1e-12
"""Sums closer than this are equal: the same numbers added with other signs differ in the last digits."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over tasks with its interval."""

    value: float
    low: float
    high: float


def bootstrap(values: FloatArray, seed: int, rounds: int = ROUNDS, level: float = LEVEL) -> tuple[Estimate, ...]:
    """Mean over tasks of each column, with the percentile bootstrap's interval.

    values: (tasks, columns) → one estimate a column. Tasks are drawn with replacement, the same tasks for all columns;
    the interval holds the middle `level` of the means. Efron and Tibshirani, "An Introduction to the Bootstrap",
    1993, chapter 13. Over few tasks it is somewhat too narrow.
    """
    tasks = len(values)
    rng = np.random.default_rng([seed, 1])
    means = np.empty((rounds, values.shape[1]))
    for first in range(0, rounds, _AT_ONCE):
        drawn = rng.integers(0, tasks, size=(min(_AT_ONCE, rounds - first), tasks))
        for column in range(values.shape[1]):
            means[first : first + len(drawn), column] = values[drawn, column].mean(axis=1)
    tail = 100 * (1 - level) / 2
    low, high = np.percentile(means, [tail, 100 - tail], axis=0)
    return tuple(
        Estimate(float(value), float(lower), float(upper))
        for value, lower, upper in zip(values.mean(axis=0), low, high, strict=True)
    )


def randomisation_test(differences: FloatArray, seed: int, rounds: int = ROUNDS) -> float:
    """Two-sided p of the mean paired difference, when each task's sign could as well have been the other.

    differences: (tasks,) → p = (1 + hits) / (1 + rounds), above 0; a hit is a round whose mean is at least as far
    from 0. Fisher, "The Design of Experiments", 1935; Smucker, Allan and Carterette, CIKM 2007.
    """
    rng = np.random.default_rng([seed, 2])
    reached, hits = abs(float(differences.sum())) - _TIE, 0
    for first in range(0, rounds, _AT_ONCE):
        flipped = rng.random((min(_AT_ONCE, rounds - first), len(differences))) < 0.5
        sums = np.where(flipped, -differences, differences).sum(axis=1)
        hits += int(np.count_nonzero(np.abs(sums) >= reached))
    return (1 + hits) / (1 + rounds)


def holm(p_values: Sequence[float]) -> tuple[float, ...]:
    """p-values corrected for being many, in the order given.

    The i-th smallest of m, counted from 0, is multiplied by m − i; none may fall below a smaller one's, nor pass 1.
    Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of Statistics 1979.
    """
    corrected, highest = [0.0] * len(p_values), 0.0
    for i, at in enumerate(sorted(range(len(p_values)), key=lambda at: p_values[at])):
        highest = max(highest, min(1.0, p_values[at] * (len(p_values) - i)))
        corrected[at] = highest
    return tuple(corrected)
