"""What history hides: what each system's first places would have led to, though history tried only some of them.

The propensity model: logit P(put forward) = a + b · x, where x are the engine's named features of the pair (fields,
texts, courses, hours, demands, way), ln(1 + earlier matches of the citizen), and how many capacities the profile tells;
logistic regression over everybody whom the rules allowed, fitted to tasks before the split, used on those after it.
The model of success has the same x, and is fitted to the matches of the same tasks. Success is paid hours. Tasks count
when every match of theirs has had its time.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from evaluation.datasets import Judged
from evaluation.history import History
from evaluation.metrics import Lists
from evaluation.offpolicy import Hidden, Places, doubly_robust, hidden
from evaluation.outcomes import HIRED
from evaluation.propensity import LogisticModel, fit_logistic
from evaluation.statistics import Estimate, bootstrap
from evaluation.views import Sight
from recommender.columns import BoolArray, FloatArray, IndexArray
from recommender.engine import Asked
from recommender.fitting import STAGES
from recommender.types import Match

K = 10
FIT_TASKS = 400
"""Tasks before the split that the models are fitted to, the latest."""
OTHERS = 60
"""Pairs of a task that were not put forward, drawn for fitting; each stands for as many as it was drawn from."""
FEWEST_TASKS, FEWEST_SUCCESSES = 20, 10
"""Tasks and successes before the split below which nothing is fitted."""

_NOBODY: IndexArray = np.zeros(0, dtype=np.intp)


@dataclass(frozen=True)
class Top:
    """What is asked of one system's lists."""

    first: Lists
    """Task → the first k of the list, rows of `History.judged.dataset`."""
    graded: Lists
    """Task → the graded citizens in the order of the list."""


@dataclass(frozen=True)
class Counterfactual:
    """Every system's value, five ways."""

    k: int
    tasks: int
    """Tasks of the test that count."""
    fitted_tasks: int
    fitted_successes: int
    systems: Mapping[str, Hidden]
    """System → estimates; the first is the one that the others are compared with."""
    gaps: Mapping[str, Estimate]
    """Other system → the first one's value minus its, doubly robust, list by list."""


def counterfactual(
    past: History, sights: Sequence[Sight], tops: Mapping[str, Top], seed: int = 0, k: int = K
) -> Counterfactual | None:
    """What the systems' first k places would have led to; None where too little lies before the split to fit by.

    sights: what was asked when, in the order of `past.views`; tops: system → its lists, the first system first.
    """
    whole = frozenset(past.whole)
    before = _Before.of(past.past)
    learnt = _fitted(past, before, sights[0], seed)
    if learnt is None or not whole:
        return None
    chances = dict(_chances(past, before, sights, tops, learnt, k))
    tasks = [task for task in past.judged.tasks if task in whole]
    found = {name: _places(past.judged, tasks, own, chances, k) for name, own in tops.items()}
    first, *others = (doubly_robust(places) for places in found.values())
    gaps = bootstrap(np.column_stack([first - other for other in others]), seed) if others else ()
    return Counterfactual(
        k=k,
        tasks=len(tasks),
        fitted_tasks=learnt.tasks,
        fitted_successes=learnt.successes,
        systems={name: hidden(places, seed) for name, places in found.items()},
        gaps=dict(zip(list(tops)[1:], gaps, strict=True)),
    )


@dataclass(frozen=True, slots=True)
class _Learnt:
    propensity: LogisticModel
    success: LogisticModel
    tasks: int
    successes: int


@dataclass(frozen=True, slots=True)
class _Chances:
    """The possible pairs of one task that anybody asks about."""

    rows: IndexArray
    """(p,), rows of the dataset, rising."""
    propensity: FloatArray
    success: FloatArray


@dataclass(frozen=True)
class _Before:
    """Who was matched before the split, and when."""

    days: Mapping[str, list[date]]
    """Citizen → days, rising."""
    tasks: Mapping[str, tuple[date, set[str]]]
    """Task → day of its first match, and everybody matched."""

    @staticmethod
    def of(matches: Sequence[Match]) -> _Before:
        days: dict[str, list[date]] = {}
        tasks: dict[str, tuple[date, set[str]]] = {}
        for match in matches:  # in the order of days
            days.setdefault(match.citizen_id, []).append(match.matched_on)
            tasks.setdefault(match.task_id, (match.matched_on, set()))[1].add(match.citizen_id)
        return _Before(days, tasks)

    def fame(self, citizens: Sequence[str], day: date) -> FloatArray:
        """How often each had been matched before that day → (n,)."""
        counts = (bisect_left(self.days[citizen], day) if citizen in self.days else 0 for citizen in citizens)
        return np.fromiter(counts, dtype=np.float64, count=len(citizens))


def _fitted(past: History, before: _Before, sight: Sight, seed: int) -> _Learnt | None:
    outcomes = {(match.task_id, match.citizen_id): match.stage == STAGES[HIRED] for match in past.train}
    chosen = list(before.tasks)[-FIT_TASKS:]
    if len(chosen) < FEWEST_TASKS:
        return None
    drawn = [_sampled(before, sight, task, outcomes, [seed, 6, at]) for at, task in enumerate(chosen)]
    values, proposed, weights, known, success = (np.concatenate(part) for part in zip(*drawn, strict=True))
    if int(success.sum()) < FEWEST_SUCCESSES:
        return None
    return _Learnt(
        propensity=fit_logistic(values, proposed, weights),
        success=fit_logistic(values[known], success[known]),
        tasks=len(chosen),
        successes=int(success.sum()),
    )


def _sampled(
    before: _Before, sight: Sight, task: str, outcomes: Mapping[tuple[str, str], bool], key: list[int]
) -> tuple[FloatArray, BoolArray, FloatArray, BoolArray, BoolArray]:
    """Of one task before the split: features, whether put forward, weight, whether the outcome is known, and it."""
    recommender, (day, matched) = sight.recommender, before.tasks[task]
    place = recommender.place(task)
    possible = recommender.judged(place, day).possible
    proposed = np.array([citizen in matched for citizen in recommender.citizens.ids[possible]], dtype=np.bool_)
    others = np.flatnonzero(~proposed)
    rng = np.random.default_rng(key)
    some = others if len(others) <= OTHERS else rng.choice(others, OTHERS, replace=False)
    kept = np.sort(np.concatenate([np.flatnonzero(proposed), some]))
    weights = np.where(proposed[kept], 1.0, len(others) / max(len(some), 1))
    asked = recommender.ask(place, day, possible[kept])
    ids = asked.citizens.ids
    known = np.array([(task, citizen) in outcomes for citizen in ids], dtype=np.bool_)
    success = np.array([outcomes.get((task, citizen), False) for citizen in ids], dtype=np.bool_)
    return _values(sight, asked, before, day), proposed[kept], weights, known, success


def _values(sight: Sight, asked: Asked, before: _Before, day: date) -> FloatArray:
    """What is known of each possible pair → (p, features)."""
    earlier = before.fame(asked.citizens.ids.tolist(), day)
    told = (asked.citizens.capacities >= 0).sum(axis=1)
    return np.column_stack([sight.recommender.features(asked), np.log1p(earlier), told])


def _chances(
    past: History, before: _Before, sights: Sequence[Sight], tops: Mapping[str, Top], learnt: _Learnt, k: int
) -> Iterator[tuple[str, _Chances]]:
    whole, row_of = frozenset(past.whole), past.judged.row_of
    for sight in sights:
        recommender = sight.recommender
        for task in sight.tasks:
            if task not in whole:
                continue
            first = [own.first[task][:k] for own in tops.values() if task in own.first]
            rows = np.unique(np.concatenate([*first, past.judged.rows[task]]))
            citizens = past.judged.dataset.citizens
            among = np.array([recommender.index.row_of[citizens[row].id] for row in rows.tolist()], dtype=np.intp)
            asked = recommender.ask(recommender.place(task), sight.day, among)
            own_rows = np.array([row_of[citizen] for citizen in asked.citizens.ids], dtype=np.intp)
            values = _values(sight, asked, before, sight.day)
            order = np.argsort(own_rows)
            yield (
                task,
                _Chances(own_rows[order], learnt.propensity(values[order]), learnt.success(values[order])),
            )


def _places(judged: Judged, tasks: Sequence[str], lists: Top, chances: Mapping[str, _Chances], k: int) -> Places:
    """The first places of one system's lists."""
    parts: list[tuple[IndexArray, BoolArray, BoolArray, FloatArray, FloatArray]] = []
    known = np.full(len(tasks), np.nan)
    for at, task in enumerate(tasks):
        own, grades = chances[task], judged.grade_of(task)
        first = lists.first.get(task, _NOBODY)[:k]
        top = first[np.isin(first, own.rows)]
        place = np.searchsorted(own.rows, top)
        proposed, success = grades[top] >= 0, grades[top] >= judged.suitable
        parts.append(
            (np.full(len(top), at, dtype=np.intp), proposed, success, own.propensity[place], own.success[place])
        )
        tried = lists.graded.get(task, _NOBODY)[:k]
        if len(tried):
            known[at] = float((grades[tried] >= judged.suitable).mean())
    task_of, proposed_of, success_of, propensity, model = (np.concatenate(part) for part in zip(*parts, strict=True))
    return Places(len(tasks), k, task_of, proposed_of, success_of, propensity, model, known)
