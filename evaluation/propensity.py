"""A logistic model with a small penalty: of who was put forward, and of who succeeded.

logit P = a + Σ bⱼ xⱼ, where xⱼ are numbers of the pair, each with mean 0 and deviation 1 over the pairs that the model
is fitted to. Fitted by Newton's method on weighted log likelihood − ½ penalty Σ bⱼ² (Hastie, Tibshirani and Friedman,
"The Elements of Statistical Learning", 2009, section 4.4).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recommender.columns import BoolArray, FloatArray
from recommender.ranker import logistic

PENALTY = 1.0
_STEPS = 100
_CLOSE = 1e-10
_LEAST_DEVIATION = 1e-9


@dataclass(frozen=True, slots=True)
class LogisticModel:
    """Chances of pairs."""

    base: float
    weights: FloatArray
    """(features,), of numbers brought to mean 0 and deviation 1."""
    means: FloatArray
    scales: FloatArray

    def __call__(self, values: FloatArray) -> FloatArray:
        """(m, features), NaN where a feature says nothing (it then counts as its mean) → (m,), 0..1."""
        return np.asarray(logistic(self.base + _standard(values, self.means, self.scales) @ self.weights))


def fit_logistic(
    values: FloatArray, outcomes: BoolArray, weights: FloatArray | None = None, penalty: float = PENALTY
) -> LogisticModel:
    """The model of those pairs.

    values: (m, features), NaN where a feature says nothing; outcomes: (m,); weights: (m,), how many pairs each stands
    for. With outcomes that are all the same, the chance is (s + ½) / (m + 1) for every pair (Krichevsky and Trofimov,
    1981).
    """
    counts = np.ones(len(values)) if weights is None else weights
    means = np.nan_to_num(_mean(values, counts))
    spread = np.sqrt(np.nan_to_num(_mean((values - means) ** 2, counts)))
    scales = np.where(spread > _LEAST_DEVIATION, spread, 1.0)
    total, hits = float(counts.sum()), float(counts @ outcomes)
    base = float(np.log((hits + 0.5) / (total - hits + 0.5)))
    found = np.append(base, np.zeros(values.shape[1]))
    if 0 < hits < total:
        found = _newton(_standard(values, means, scales), outcomes.astype(np.float64), counts, penalty, found)
    return LogisticModel(float(found[0]), found[1:], means, scales)


def _newton(x: FloatArray, y: FloatArray, counts: FloatArray, penalty: float, start: FloatArray) -> FloatArray:
    design = np.column_stack([np.ones(len(x)), x])
    ridge = penalty * np.diag(np.append(1e-6, np.ones(x.shape[1])))
    found, height = start, -np.inf
    for _ in range(_STEPS):
        chance = logistic(design @ found)
        gradient = design.T @ (counts * (y - chance)) - ridge @ found
        curve = design.T @ (design * (counts * chance * (1 - chance))[:, None]) + ridge
        step = np.linalg.solve(curve, gradient)
        size = 1.0
        while (own := _height(design, y, counts, ridge, found + size * step)) < height and size > _CLOSE:
            size /= 2
        found, height = found + size * step, own
        if np.abs(size * step).max() < _CLOSE:
            break
    return found


def _height(design: FloatArray, y: FloatArray, counts: FloatArray, ridge: FloatArray, found: FloatArray) -> float:
    logits = design @ found
    return float(counts @ (y * logits - np.logaddexp(0, logits)) - found @ ridge @ found / 2)


def _standard(values: FloatArray, means: FloatArray, scales: FloatArray) -> FloatArray:
    return np.asarray(np.nan_to_num((values - means) / scales))


def _mean(values: FloatArray, counts: FloatArray) -> FloatArray:
    """Weighted mean of each column over what it says."""
    said = ~np.isnan(values)
    held = counts[:, None] * said
    total = held.sum(axis=0)
    sums = (held * np.nan_to_num(values)).sum(axis=0)
    return np.asarray(np.divide(sums, total, out=np.full(values.shape[1], np.nan), where=total > 0))
