"""Fitting the ranker to judged pairs: proportional odds with known signs, then calibration on held-out tasks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from recommender.columns import FloatArray, IndexArray
from recommender.engine import Recommender
from recommender.features import FEATURES, Feature
from recommender.ranker import SUITABLE, Ranker, logistic

GRADES = 3
"""Grades above 0."""
STAGES = ("proposed", "met", "placed", "hired")
"""How far a match came; its place here is its grade."""


@dataclass(frozen=True, slots=True)
class JudgedPairs:
    """Features and grades of judged pairs that the rules do not block."""

    values: FloatArray
    """(m, number of features), NaN where a feature has nothing to say."""
    grades: NDArray[np.intp]
    """(m,), 0 to 3."""
    tasks: NDArray[np.object_]
    """(m,), task of each pair."""
    citizens: NDArray[np.object_]
    """(m,), citizen of each pair."""


@dataclass(frozen=True, slots=True)
class Fitting:
    """How to fit."""

    penalty: float = 64.0
    """Weight of the squared distance of the weights to the prior's."""
    folds: int = 10
    """Parts of the tasks for cross-validation."""
    features: tuple[Feature, ...] = FEATURES


def matched_pairs(recommender: Recommender) -> JudgedPairs:
    """The pairs of the recommender's history, as they stood on the day of the match, graded by how far they came.

    Proposed is 0, met 1, placed 2, hired 3; a pair that the rules would have blocked that day is left out.
    """
    dataset = recommender.dataset
    values, kept = [np.zeros((0, len(FEATURES)))], []
    latest = {(match.task_id, match.citizen_id): match for match in sorted(dataset.matches, key=lambda m: m.matched_on)}
    for match in latest.values():
        row = np.array([recommender.index.row_of[match.citizen_id]], dtype=np.intp)
        asked = recommender.ask(recommender.place(match.task_id), match.matched_on, row)
        if len(asked.rows):
            values.append(recommender.features(asked))
            kept.append(match)
    names = ([match.task_id for match in kept], [match.citizen_id for match in kept])
    grades = np.array([STAGES.index(match.stage) for match in kept], dtype=np.intp)
    return JudgedPairs(np.vstack(values), grades, *(np.array(own, dtype=np.object_) for own in names))


def joined(one: JudgedPairs, other: JudgedPairs) -> JudgedPairs:
    """Both, one after the other; a pair that stands in both is told by the first."""
    known = set(zip(one.tasks, one.citizens, strict=True))
    pairs = zip(other.tasks, other.citizens, strict=True)
    new = np.array([pair not in known for pair in pairs], dtype=np.bool_)
    return JudgedPairs(
        np.vstack([one.values, other.values[new]]),
        np.concatenate([one.grades, other.grades[new]]),
        np.concatenate([one.tasks, other.tasks[new]]),
        np.concatenate([one.citizens, other.citizens[new]]),
    )


def judged_pairs(recommender: Recommender, as_of: date) -> JudgedPairs:
    """The judged pairs of the recommender's dataset, task by task; those that the rules block are left out."""
    graded: dict[str, dict[str, int]] = {}
    for judgement in recommender.dataset.judgements:
        graded.setdefault(judgement.task_id, {})[judgement.citizen_id] = judgement.grade
    values, grades, tasks, citizens = [np.zeros((0, len(FEATURES)))], [], [], []
    for task, of_task in graded.items():
        rows = np.array([recommender.index.row_of[citizen] for citizen in of_task], dtype=np.intp)
        asked = recommender.ask(recommender.place(task), as_of, rows)
        values.append(recommender.features(asked))
        grades += [of_task[citizen] for citizen in asked.citizens.ids]
        tasks += [task] * len(asked.rows)
        citizens += asked.citizens.ids.tolist()
    own = (np.array(names, dtype=np.object_) for names in (tasks, citizens))
    return JudgedPairs(np.vstack(values), np.array(grades, dtype=np.intp), *own)


def fit_ranker(
    pairs: JudgedPairs,
    name: str,
    encoder: str,
    fitting: Fitting = Fitting(),
    prior: Ranker | None = None,
    fitted_on: tuple[str, ...] = (),
) -> Ranker:
    """Weights from judged pairs, starting from a prior (0 without one).

    A proportional-odds logistic model over the grades (McCullagh 1980) with the known signs as bounds, L-BFGS-B, then
    a calibration of base and one common factor to "graded 2 or 3" by logistic regression (Platt 1999) on scores of
    tasks that each fold had not seen. With a prior all of these stay near it until the pairs outweigh the penalty.
    """
    fitted = fit_weights(pairs.values, pairs.grades, fitting, prior)
    start = (0.0, 1.0, 0.0) if prior is None else (prior.base, 1.0, fitting.penalty)
    base, factor = _calibrate(out_of_fold(pairs, fitting, prior), pairs.grades >= SUITABLE, *start)
    return Ranker(
        name=name,
        features=tuple(feature.name for feature in fitting.features),
        weights=tuple((fitted.weights * factor).tolist()),
        neutral=tuple(fitted.neutral.tolist()),
        scales=tuple(fitted.scales.tolist()),
        base=base,
        encoder=encoder,
        fitted_on=fitted_on,
    )


def divided(tasks: NDArray[np.object_], folds: int, division: int = 0) -> IndexArray:
    """Part of each pair, (m,), so that a task's pairs stay together: by turns, or drawn where `division` is not 0."""
    distinct = list(dict.fromkeys(tasks))
    places = np.random.default_rng(division).permutation(len(distinct)) if division else range(len(distinct))
    part = {task: int(place) % folds for task, place in zip(distinct, places, strict=True)}
    return np.array([part[task] for task in tasks], dtype=np.intp)


def out_of_fold(
    pairs: JudgedPairs, fitting: Fitting = Fitting(), prior: Ranker | None = None, division: int = 0
) -> FloatArray:
    """Uncalibrated score of each pair by weights that were fitted without its task → (m,)."""
    fold = divided(pairs.tasks, fitting.folds, division)
    scores = np.zeros(len(fold))
    for part in np.unique(fold):
        rest, own = fold != part, fold == part
        scores[own] = fit_weights(pairs.values[rest], pairs.grades[rest], fitting, prior).score(pairs.values[own])
    return scores


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights before calibration, each array (number of features,)."""

    neutral: FloatArray
    scales: FloatArray
    weights: FloatArray

    def score(self, values: FloatArray) -> FloatArray:
        """(m, number of features) → (m,), up to a constant and a factor the logit."""
        score: FloatArray = _terms(values, self.neutral, self.scales) @ self.weights
        return score


def fit_weights(values: FloatArray, grades: NDArray[np.intp], fitting: Fitting, prior: Ranker | None = None) -> Weights:
    """Weights of the proportional-odds model, from a prior (0 without one)."""
    neutral, scales = _centres(values, fitting.features) if prior is None else _as_arrays(prior)
    start = np.zeros(values.shape[1]) if prior is None else np.array(prior.weights)
    return Weights(neutral, scales, _fit_ordinal(_terms(values, neutral, scales), grades, start, fitting))


def _terms(values: FloatArray, neutral: FloatArray, scales: FloatArray) -> FloatArray:
    return np.where(np.isfinite(values), (values - neutral) / scales, 0.0)


def _as_arrays(prior: Ranker) -> tuple[FloatArray, FloatArray]:
    return np.array(prior.neutral), np.array(prior.scales)


def _centres(values: FloatArray, features: Sequence[Feature]) -> tuple[FloatArray, FloatArray]:
    """Where each feature says nothing (its mean, or 0), and its spread."""
    mean = np.nan_to_num(np.nanmean(values, axis=0))
    neutral = np.where([feature.neutral_at_mean for feature in features], mean, 0.0)
    spread = np.nan_to_num(np.nanstd(values, axis=0))
    return neutral, np.where(spread > 1e-9, spread, 1.0)


def _fit_ordinal(terms: FloatArray, grades: NDArray[np.intp], start: FloatArray, fitting: Fitting) -> FloatArray:
    if not len(grades):
        return start
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


def _calibrate(
    raw: FloatArray, suitable: NDArray[np.bool_], base: float, factor: float, penalty: float
) -> tuple[float, float]:
    """Base and factor such that base + factor × raw is the log odds of being suitable; the factor is at least 0.

    The penalty holds both near where they start.
    """
    start = np.array([base, factor])

    def loss(parameters: FloatArray) -> tuple[float, FloatArray]:
        logits = parameters[0] + parameters[1] * raw
        misses, moved = logistic(logits) - suitable, parameters - start
        value = float(np.sum(np.logaddexp(0.0, logits) - suitable * logits) + penalty * np.sum(moved**2))
        return value, np.array([misses.sum(), misses @ raw]) + 2 * penalty * moved

    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[(None, None), (0.0, None)])
    return float(found.x[0]), float(found.x[1])
