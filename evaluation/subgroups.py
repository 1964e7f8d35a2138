"""For whom the ranking works: every figure by group of citizens or of tasks, with n and interval; small groups hidden.

Order within a group of citizens is measured on its own graded citizens alone, over the tasks for which somebody in
it is suitable and somebody else in it is graded: where there is nothing to put in order, there is nothing to measure.
Beside it, with the whole list's first ten as what a person reads:

hit rate          Σ pairs read and suitable / Σ pairs suitable: of those who would do well, how many are seen. Equal
                  between groups it is equality of opportunity: Hardt, Price and Srebro, NeurIPS 2016.
exposure          Σ exposure / Σ citizens who could do a judged task (see `exposure`).
calibration gap   mean score − share suitable, over graded pairs that are listed; above 0 the score promises too much.
ratio             a group's hit rate or exposure, divided by that of all others of the same grouping.

Intervals are bootstraps over the group's own kind: citizens, or tasks. A group of fewer than ten is hidden, and where
it is the only hidden one of its grouping the next smallest is hidden too, for else it could be found by subtraction.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from evaluation.datasets import Judged
from evaluation.exposure import First, exposures
from evaluation.groups import NOWHERE, Grouping, Label
from evaluation.metrics import MAIN_COLUMN, METRIC_NAMES, Lists, Scorer
from evaluation.statistics import LEVEL, Estimate, bootstrap, drawn
from recommender.columns import BoolArray, FloatArray, IndexArray

SMALLEST = 10
"""Members of a group below which it is hidden, unless asked otherwise."""
ROUNDS = 2_000
_SUMS = ("exposure", "possible", "hits", "suitable", "score", "good", "pairs")
"""Numbers of every citizen or task that add up to a group's."""


@dataclass(frozen=True, slots=True)
class GroupReport:
    """One group."""

    label: Label
    n: int | None
    """Its graded citizens, or its tasks; None where it is hidden."""
    tasks: int
    """Tasks over which order within the group is measured."""
    figures: Mapping[str, Estimate]
    """Metric → mean over those tasks; empty below two."""
    rates: Mapping[str, Estimate]
    """hit_rate, exposure, calibration_gap, hit_ratio and exposure_ratio, where they can be computed."""
    per_task: Mapping[str, float]
    """Task → main metric within the group."""


@dataclass(frozen=True, slots=True)
class GroupingReport:
    """One way of parting, and its groups."""

    code: str
    label: Label
    of: str
    groups: tuple[GroupReport, ...]


@dataclass(frozen=True)
class Found:
    """What one system did, as far as groups need it."""

    judged: Judged
    orders: Lists
    """Task → its graded citizens in the order of the list."""
    first: First
    scores: Mapping[str, FloatArray]
    """Task → scores of `orders`, 0..1; empty for a system without probabilities."""
    values: FloatArray
    """(tasks, metrics)."""
    possible: BoolArray
    """(n,), whether any judged task is possible for the citizen."""


def by_group(found: Found, groupings: Sequence[Grouping], smallest: int, seed: int) -> tuple[GroupingReport, ...]:
    """Every grouping, reported."""
    citizens, tasks = _citizen_sums(found), _task_sums(found)
    return tuple(
        _grouping(found, one, citizens if one.of == "citizens" else tasks, smallest, seed) for one in groupings
    )


def _grouping(found: Found, one: Grouping, sums: FloatArray, smallest: int, seed: int) -> GroupingReport:
    present = (
        _graded_citizens(found.judged) if one.of == "citizens" else np.ones(len(found.judged.tasks), dtype=np.bool_)
    )
    sizes = np.array([int((present & (one.member == at)).sum()) for at in range(len(one.names))])
    hidden = hidden_groups(sizes, smallest, subtract=one.of == "citizens")
    rates = _rates(one, sums, seed)
    groups = []
    for at, label in enumerate(one.names):
        if not sizes[at]:
            continue
        if hidden[at]:
            groups.append(GroupReport(label, None, 0, {}, {}, {}))
            continue
        names, values = _within(found, one, at)
        figures = bootstrap(values, seed, ROUNDS) if len(values) > 1 else ()
        groups.append(
            GroupReport(
                label=label,
                n=int(sizes[at]),
                tasks=len(values),
                figures=dict(zip(METRIC_NAMES, figures, strict=False)),
                rates=rates[at],
                per_task=dict(zip(names, values[:, MAIN_COLUMN].tolist(), strict=True)),
            )
        )
    return GroupingReport(one.code, one.label, one.of, tuple(groups))


def hidden_groups(sizes: IndexArray, smallest: int, *, subtract: bool) -> BoolArray:
    """Which groups are too small to be shown; (groups,).

    `subtract`: hide the next smallest too beside one that is alone in that. Tasks are no persons: they need none.
    """
    hidden: BoolArray = (sizes > 0) & (sizes < smallest)
    if subtract and hidden.sum() == 1 and (shown := np.flatnonzero((sizes > 0) & ~hidden)).size:
        hidden[shown[np.argmin(sizes[shown])]] = True
    return hidden


def _within(found: Found, one: Grouping, at: int) -> tuple[list[str], FloatArray]:
    """Tasks that tell of the group, and every metric of them → (tasks of the group, metrics)."""
    judged = found.judged
    if one.of == "tasks":
        own = one.member == at
        return [task for task, kept in zip(judged.tasks, own, strict=True) if kept], found.values[own]
    narrow = narrowed(judged, one.member == at)
    if not narrow.tasks:
        return [], np.empty((0, len(METRIC_NAMES)))
    return list(narrow.tasks), Scorer.of(narrow)(found.orders)


def narrowed(judged: Judged, members: BoolArray) -> Judged:
    """The judgements of those citizens alone, of tasks for which one of them is suitable and another is graded."""
    kept = {task: members[judged.rows[task]] for task in judged.tasks}
    grades = {task: judged.grades[task][kept[task]] for task in judged.tasks}
    tasks = tuple(t for t in judged.tasks if len(grades[t]) > 1 and int(grades[t].max()) >= judged.suitable)
    rows = {task: judged.rows[task][kept[task]] for task in tasks}
    return replace(judged, tasks=tasks, rows=rows, grades={task: grades[task] for task in tasks})


def _graded_citizens(judged: Judged) -> BoolArray:
    graded = np.zeros(len(judged.dataset.citizens), dtype=np.bool_)
    for rows in judged.rows.values():
        graded[rows] = True
    return graded


def _citizen_sums(found: Found) -> FloatArray:
    """(n, sums)."""
    citizens = len(found.possible)
    sums = np.zeros((citizens, len(_SUMS)))
    sums[:, 0] = np.where(found.possible, exposures(found.first, citizens), 0.0)
    sums[:, 1] = found.possible
    for rows, columns in _pairs(found):
        np.add.at(sums[:, 2:], rows, columns)
    return sums


def _task_sums(found: Found) -> FloatArray:
    """(tasks, sums); exposure belongs to citizens alone."""
    sums = np.zeros((len(found.judged.tasks), len(_SUMS)))
    for at, (_, columns) in enumerate(_pairs(found)):
        sums[at, 2:] = columns.sum(axis=0)
    return sums


def _pairs(found: Found) -> Iterator[tuple[IndexArray, FloatArray]]:
    """For each task: rows of its graded citizens, and what each adds to hits, suitable, score, good and pairs."""
    judged = found.judged
    for task in judged.tasks:
        rows, good = judged.rows[task], judged.grades[task] >= judged.suitable
        columns = np.zeros((len(rows), 5))
        columns[:, 0] = good & np.isin(rows, found.first.get(task, rows[:0]))
        columns[:, 1] = good
        if task in found.scores:
            at = np.searchsorted(rows, found.orders[task])
            columns[at, 2], columns[at, 3], columns[at, 4] = found.scores[task], good[at], 1.0
        yield rows, columns


def _rates(one: Grouping, sums: FloatArray, seed: int) -> list[dict[str, Estimate]]:
    """Rates and ratios of every group, with intervals by drawing citizens, or tasks, anew."""
    told = _group_sums(one, sums, np.ones((1, len(sums))))
    drawings = drawn(np.random.default_rng([seed, 5]), len(sums), ROUNDS)
    rounds = np.concatenate([_group_sums(one, sums, counts) for counts in drawings])
    return [_of_group(told, rounds, at) for at in range(len(one.names))]


def _group_sums(one: Grouping, sums: FloatArray, counts: FloatArray) -> FloatArray:
    """Sums of every group when its members are drawn so often: (n, sums), (rounds, n) → (rounds, groups, sums)."""
    order = np.argsort(one.member, kind="stable")
    order = order[one.member[order] != NOWHERE]
    found = np.zeros((len(counts), len(one.names), sums.shape[1]))
    for column in range(sums.shape[1]):
        own = order[sums[order, column] != 0]  # few citizens are seen or graded: the others add nothing
        if len(own):
            present, starts = np.unique(one.member[own], return_index=True)
            found[:, present, column] = np.add.reduceat(counts[:, own] * sums[own, column], starts, axis=1)
    return found


def _of_group(told: FloatArray, rounds: FloatArray, at: int) -> dict[str, Estimate]:
    found = {}
    for name, value in _figures(told, at).items():
        if np.isfinite(value[0]):
            again = _figures(rounds, at)[name]
            again = again[np.isfinite(again)]
            tail = 100 * (1 - LEVEL) / 2
            low, high = np.percentile(again, [tail, 100 - tail]) if len(again) else (value[0], value[0])
            found[name] = Estimate(float(value[0]), float(low), float(high))
    return found


def _figures(sums: FloatArray, at: int) -> dict[str, FloatArray]:
    """Rates and ratios of a group from sums (rounds, groups, sums) → (rounds,) each, not finite where undefined."""
    own, others = sums[:, at], sums.sum(axis=1) - sums[:, at]
    with np.errstate(divide="ignore", invalid="ignore"):
        exposure, other_exposure = own[:, 0] / own[:, 1], others[:, 0] / others[:, 1]
        hits, other_hits = own[:, 2] / own[:, 3], others[:, 2] / others[:, 3]
        return {
            "hit_rate": hits,
            "hit_ratio": hits / other_hits,
            "exposure": exposure,
            "exposure_ratio": exposure / other_exposure,
            "calibration_gap": (own[:, 4] - own[:, 5]) / own[:, 6],
        }
