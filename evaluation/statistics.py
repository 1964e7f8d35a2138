"""What chance could have done: bootstrap intervals, paired randomisation tests, and which differences can be seen.

Everything is seeded and adds numbers in a fixed order (no BLAS): the figures are the same on one thread or many.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from recommender.columns import FloatArray

ROUNDS = 10_000
LEVEL = 0.95
POWER = 0.8
"""How often a difference of the detectable size would be found."""
_AT_ONCE = 500
_TIE = 1e-12
"""Sums closer than this are equal: the same numbers added with other signs differ in the last digits."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean with its interval."""

    value: float
    low: float
    high: float


def bootstrap(values: FloatArray, seed: int, rounds: int = ROUNDS, level: float = LEVEL) -> tuple[Estimate, ...]:
    """Mean over tasks of each column, with the expanded percentile bootstrap's interval.

    values: (tasks, columns) → one estimate a column. Tasks are drawn with replacement, the same tasks for all columns;
    the interval holds the middle of the means. Efron and Tibshirani, "An Introduction to the Bootstrap", 1993, chapter
    13; widened for few tasks as `expanded` says. One task alone has no interval: its bounds are the value.
    """
    rng = np.random.default_rng([seed, 1])
    means = [counts_mean(values, counts) for counts in drawn(rng, len(values), rounds)]
    return estimates(values.mean(axis=0), np.concatenate(means), len(values), level)


def drawn(rng: np.random.Generator, size: int, rounds: int) -> Iterator[FloatArray]:
    """How often each of `size` things is drawn, (rounds, size) in chunks; each round draws `size` with replacement."""
    for first in range(0, rounds, _AT_ONCE):
        some = min(_AT_ONCE, rounds - first)
        places = rng.integers(0, size, size=(some, size)) + size * np.arange(some)[:, None]
        yield np.bincount(places.ravel(), minlength=some * size).reshape(some, size).astype(np.float64)


def counts_mean(values: FloatArray, counts: FloatArray) -> FloatArray:
    """Means weighted by counts: (tasks, columns), (rounds, tasks) → (rounds, columns)."""
    sums = np.einsum("rt,tc->rc", counts, values, optimize=False)
    return np.asarray(sums / counts.sum(axis=1, keepdims=True))


def estimates(values: FloatArray, means: FloatArray, size: int, level: float = LEVEL) -> tuple[Estimate, ...]:
    """Values with the middle `level` of their bootstrap means. values: (columns,); means: (rounds, columns)."""
    tail = 100 * expanded(size, level)
    bounds = np.percentile(means, [tail, 100 - tail], axis=0)
    low, high = np.minimum(bounds[0], values), np.maximum(bounds[1], values)
    return tuple(Estimate(*each) for each in zip(values.tolist(), low.tolist(), high.tolist(), strict=True))


def expanded(size: int, level: float = LEVEL) -> float:
    """The share that each tail of the bootstrap leaves out, smaller than (1 − level) / 2 for few tasks.

    Φ(−√(n / (n − 1)) · t) with t the quantile of Student's distribution: the percentile interval is too narrow by
    √((n − 1) / n) and by normal instead of t. Hesterberg, "What teachers should know about the bootstrap", The American
    Statistician 2015, section 4.2 (the expanded percentile interval).
    """
    from scipy.special import ndtr, stdtrit

    if size < 2:
        return 0.5
    return float(ndtr(-np.sqrt(size / (size - 1)) * stdtrit(size - 1, (1 + level) / 2)))


def randomisation_test(differences: FloatArray, seed: int, rounds: int = ROUNDS) -> FloatArray:
    """Two-sided p of each column's mean paired difference, when each task's sign could as well have been the other.

    differences: (tasks, columns) → (columns,), p = (1 + hits) / (1 + rounds), above 0; a hit is a round whose mean is
    at least as far from 0. Fisher, "The Design of Experiments", 1935; Smucker, Allan and Carterette, CIKM 2007.
    """
    rng = np.random.default_rng([seed, 2])
    reached = np.abs(differences.sum(axis=0)) - _TIE
    hits = np.zeros(differences.shape[1])
    for first in range(0, rounds, _AT_ONCE):
        flipped = rng.random((min(_AT_ONCE, rounds - first), len(differences))) < 0.5
        sums = np.einsum("rt,tc->rc", 1.0 - 2.0 * flipped, differences, optimize=False)
        hits += (np.abs(sums) >= reached).sum(axis=0)
    return np.asarray((1 + hits) / (1 + rounds))


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


def detectable(
    differences: FloatArray, comparisons: int = 1, level: float = LEVEL, power: float = POWER
) -> float | None:
    """The smallest true mean difference that would be found in `power` of the times, with as many tasks as these.

    differences: (tasks,), paired. (t(1 − α / 2m) + t(power)) · s / √n with n − 1 degrees of freedom, α = 1 − level, m
    comparisons (Holm's hardest step) and s the standard deviation of the differences; None below two tasks.
    Cohen, "Statistical Power Analysis", 1988; Sakai, "Topic set size design", Information Retrieval Journal 2016.
    """
    tasks = len(differences)
    if tasks < 2:
        return None
    return float(_quantiles(tasks, comparisons, level, power) * differences.std(ddof=1) / np.sqrt(tasks))


def tasks_needed(
    differences: FloatArray, sought: float, comparisons: int = 1, level: float = LEVEL, power: float = POWER
) -> int | None:
    """The fewest tasks that would show a true mean difference of `sought`, spread as these; None below two tasks."""
    if len(differences) < 2:
        return None
    spread, tasks = float(differences.std(ddof=1)), 2
    while _quantiles(tasks, comparisons, level, power) * spread / np.sqrt(tasks) > sought:
        tasks += max(1, tasks // 100)
    return tasks


def _quantiles(tasks: int, comparisons: int, level: float, power: float) -> float:
    from scipy.special import stdtrit

    strict = 1 - (1 - level) / (2 * comparisons)
    return float(stdtrit(tasks - 1, strict) + stdtrit(tasks - 1, power))
