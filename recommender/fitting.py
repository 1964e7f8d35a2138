"""Fitting the ranker to judged pairs: proportional odds with known signs, then calibration."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from recommender.columns import FloatArray, Int8Array
from recommender.features import FEATURES, Feature
from recommender.ranker import Ranker, logistic

SUITABLE = 2
"""The grade from which a pair counts as suitable: a sound suggestion worth a match meeting."""
GRADES = 3
"""Grades above 0."""


@dataclass(frozen=True, slots=True)
class JudgedPairs:
    """Features and grades of judged pairs."""

    values: FloatArray
    """(m, number of features)"""
    grades: Int8Array
    """(m,), 0 to 3."""
    tasks: NDArray[np.str_]
    """(m,), task of each pair."""


@dataclass(frozen=True, slots=True)
class Fitting:
    """How to fit."""

    penalty: float = 3.0
    """Weight of the squared distance to the prior, in pairs."""
    features: tuple[Feature, ...] = FEATURES


def fit_ranker(
    pairs: JudgedPairs, name: str, encoder: str, fitting: Fitting = Fitting(), prior: Ranker | None = None
) -> Ranker:
    """Weights from judged pairs, starting from a prior (0 without one).

    A proportional-odds logistic model over the grades (McCullagh 1980) with the known signs as bounds, L-BFGS-B, then
    a calibration of base and one common factor to "graded 2 or 3" by logistic regression (Platt 1999).
    """
    neutral, scales = _centres(pairs.values, fitting.features) if prior is None else _as_arrays(prior)
    terms = np.where(np.isfinite(pairs.values), (pairs.values - neutral) / scales, 0.0)
    start = np.zeros(terms.shape[1]) if prior is None else np.array(prior.weights)
    weights = _fit_ordinal(terms, pairs.grades, start, fitting)
    base, factor = _calibrate(terms @ weights, pairs.grades >= SUITABLE)
    return Ranker(
        name=name,
        features=tuple(feature.name for feature in fitting.features),
        weights=tuple((weights * factor).tolist()),
        neutral=tuple(neutral.tolist()),
        scales=tuple(scales.tolist()),
        base=base,
        encoder=encoder,
    )


def _as_arrays(prior: Ranker) -> tuple[FloatArray, FloatArray]:
    return np.array(prior.neutral), np.array(prior.scales)


def _centres(values: FloatArray, features: Sequence[Feature]) -> tuple[FloatArray, FloatArray]:
    """Where each feature says nothing (its mean, or 0), and its spread."""
    mean = np.nan_to_num(np.nanmean(values, axis=0))
    neutral = np.where([feature.neutral_at_mean for feature in features], mean, 0.0)
    spread = np.nan_to_num(np.nanstd(values, axis=0))
    return neutral, np.where(spread > 1e-9, spread, 1.0)


def _fit_ordinal(terms: FloatArray, grades: Int8Array, start: FloatArray, fitting: Fitting) -> FloatArray:
    reached = np.array([grades >= grade for grade in range(1, GRADES + 1)], dtype=np.float64)
    thresholds = np.log((reached.mean(axis=1) + 0.01) / (1.01 - reached.mean(axis=1)))
    bounds = [(0, None) if f.sign > 0 else (None, 0) if f.sign < 0 else (None, None) for f in fitting.features]

    def loss(parameters: FloatArray) -> tuple[float, FloatArray]:
        weights, bases = parameters[:-GRADES], parameters[-GRADES:]
        logits = (terms @ weights)[None, :] + bases[:, None]
        misses = logistic(logits) - reached
        value = np.sum(np.logaddexp(0.0, logits) - reached * logits) + fitting.penalty * np.sum((weights - start) ** 2)
        slope = terms.T @ misses.sum(axis=0) + 2 * fitting.penalty * (weights - start)
        return float(value), np.concatenate([slope, misses.sum(axis=1)])

    first = np.concatenate([start, thresholds])
    found = minimize(loss, first, jac=True, method="L-BFGS-B", bounds=bounds + [(None, None)] * GRADES)
    return np.asarray(found.x[:-GRADES], dtype=np.float64)


def _calibrate(raw: FloatArray, suitable: NDArray[np.bool_]) -> tuple[float, float]:
    """Base and factor such that base + factor × raw is the log odds of being suitable; the factor is at least 0."""

    def loss(parameters: FloatArray) -> tuple[float, FloatArray]:
        logits = parameters[0] + parameters[1] * raw
        misses = logistic(logits) - suitable
        value = float(np.sum(np.logaddexp(0.0, logits) - suitable * logits))
        return value, np.array([misses.sum(), misses @ raw])

    found = minimize(loss, np.array([0.0, 1.0]), jac=True, method="L-BFGS-B", bounds=[(None, None), (0.0, None)])
    return float(found.x[0]), float(found.x[1])
