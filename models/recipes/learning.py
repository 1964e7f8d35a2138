"""Learning from a municipality's own history: start from the ranker in use, refuse what orders worse."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np

from evaluation.outcomes import known_matches
from models.recipes.ranker import ndcg
from recommender.columns import BoolArray, FloatArray
from recommender.dataset import read_dataset
from recommender.engine import Recommender
from recommender.errors import RequestFaulty
from recommender.fingerprint import dataset_fingerprint
from recommender.fitting import (
    Fitting,
    JudgedPairs,
    fit_ranker,
    joined,
    judged_pairs,
    matched_pairs,
)
from recommender.ranker import SUITABLE, Ranker, logistic, save_ranker

HELD = Fitting(penalty=80.0)
"""Ten outcomes move a weight by hundredths, a thousand by most of what they say."""
FEWEST = 10
"""Outcomes below which there is nothing to learn from."""


@dataclass(frozen=True, slots=True)
class Learnt:
    """A ranker that was learnt, beside the one in use; both measured on tasks that the new one had not seen."""

    ranker: Ranker
    outcomes: int
    tasks: int
    loss: float
    """Log loss of "graded 2 or 3" (or placed and hired), of the new one; lower is better."""
    loss_in_use: float
    ndcg: float | None
    """nDCG@10 over tasks with outcomes of different grades; None without such tasks."""
    ndcg_in_use: float | None

    @property
    def worse(self) -> bool:
        """Whether the new one orders held-out tasks worse, or, where order cannot be seen, foretells outcomes worse."""
        if self.ndcg is None or self.ndcg_in_use is None:
            return self.loss > self.loss_in_use
        return self.ndcg < self.ndcg_in_use


def learn(folder: Path, out: Path, as_of: date, in_use: Ranker | None = None) -> Learnt:
    """Learn from `matches` and `qrels` of a dataset and write the ranker; RequestFaulty when it would be worse.

    Of the matches, only what was known on the day `as_of` is learnt from: what came later is not there, and what is too
    young to have succeeded is no failure.
    """
    dataset = read_dataset(folder)
    dataset = replace(dataset, matches=known_matches(dataset.matches, as_of))
    recommender = Recommender.of(dataset, ranker=in_use)
    pairs = joined(matched_pairs(recommender), judged_pairs(recommender, as_of))
    if len(pairs.grades) < FEWEST:
        raise RequestFaulty(
            f"{folder}: {len(pairs.grades)} outcomes that the rules allow; at least {FEWEST} are needed to learn from",
            f"{folder}: {len(pairs.grades)} udfald, som reglerne tillader; der skal mindst {FEWEST} til at lære af",
        )
    learnt = learnt_from(pairs, recommender.ranker, dataset_fingerprint(recommender.dataset))
    if learnt.worse:
        raise RequestFaulty(
            f"{folder}: the ranker learnt from {learnt.outcomes} outcomes is worse on tasks held out "
            f"({_told(learnt)}); nothing was written, keep the one in use",
            f"{folder}: rangordneren lært af {learnt.outcomes} udfald er ringere på opgaver, den ikke har set "
            f"({_told(learnt)}); intet er skrevet, behold den, der er i brug",
        )
    save_ranker(learnt.ranker, out)
    return learnt


def learnt_from(pairs: JudgedPairs, in_use: Ranker, fingerprint: str = "") -> Learnt:
    """The ranker that those pairs make of the one in use, and both measured on held-out tasks."""
    fitted_on = (*in_use.fitted_on, *([fingerprint] if fingerprint else []))
    ranker = fit_ranker(pairs, f"{in_use.name}-own", in_use.encoder, HELD, in_use, fitted_on)
    suitable = pairs.grades >= SUITABLE
    now = _logits(in_use, pairs.values)
    folds = _held_out_logits(pairs, in_use)
    before, after = ndcg(pairs, now), ndcg(pairs, folds)
    return Learnt(
        ranker, len(pairs.grades), len(set(pairs.tasks)), _loss(folds, suitable), _loss(now, suitable), after, before
    )


def _held_out_logits(pairs: JudgedPairs, in_use: Ranker) -> FloatArray:
    """Logits of each pair by a ranker that was learnt without its task, calibrated without it too."""
    names = list(dict.fromkeys(pairs.tasks))
    fold = np.array([names.index(task) % HELD.folds for task in pairs.tasks])
    logits = np.zeros(len(fold))
    for part in np.unique(fold):
        rest, own = fold != part, fold == part
        if not rest.any():
            return _logits(in_use, pairs.values)
        seen = replace(
            pairs,
            values=pairs.values[rest],
            grades=pairs.grades[rest],
            tasks=pairs.tasks[rest],
            citizens=pairs.citizens[rest],
        )
        ranker = fit_ranker(seen, in_use.name, in_use.encoder, HELD, in_use)
        logits[own] = _logits(ranker, pairs.values[own])
    return logits


def _logits(ranker: Ranker, values: FloatArray) -> FloatArray:
    logits: FloatArray = ranker(values).sum(axis=1) + ranker.base
    return logits


def _loss(logits: FloatArray, suitable: BoolArray) -> float:
    chances = np.clip(logistic(logits), 1e-9, 1 - 1e-9)
    return float(-np.mean(np.where(suitable, np.log(chances), np.log(1 - chances))))


def _told(learnt: Learnt) -> str:
    if learnt.ndcg is None or learnt.ndcg_in_use is None:
        return f"log loss {learnt.loss:.3f} > {learnt.loss_in_use:.3f}"
    return f"nDCG@10 {learnt.ndcg:.3f} < {learnt.ndcg_in_use:.3f}"
