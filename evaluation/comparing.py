"""Systems side by side: every metric with its interval, and the engine against each other one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from evaluation.datasets import Judged
from evaluation.exposure import First, first_places, mean_of
from evaluation.metrics import CUT, MAIN_COLUMN, METRIC_NAMES, METRICS, Lists, Scorer
from evaluation.report import SOUGHT, Comparison, Pool, SystemReport
from evaluation.resampling import Ranked, Resampled, resampled
from evaluation.rules import Conduct, VerdictTable, conduct
from evaluation.statistics import Estimate, bootstrap, detectable, holm, randomisation_test, tasks_needed
from evaluation.systems import System
from recommender.columns import FloatArray


@dataclass(frozen=True)
class Measured:
    """A system with its figures, before they are compared; its whole lists are not kept."""

    system: System
    values: FloatArray
    """(tasks, metrics), means over the draws."""
    conduct: Conduct
    orders: Lists
    """Task → its graded citizens in the order of the list; of the first draw."""
    first: First
    """Task → the first ten of the list; of the first draw."""


def measured(system: System, scorer: Scorer, verdicts: VerdictTable) -> Measured:
    """Ask the system in every draw, and keep what is short."""
    judged = scorer.judged
    values, conducts = np.zeros((len(judged.tasks), len(METRICS))), []
    orders: Lists = {}
    first: First = {}
    for draw in range(system.draws):
        lists = system.lists(draw)
        condensed = {task: judged.condensed(task, lists[task]) for task in judged.tasks if task in lists}
        values += scorer(condensed)
        conducts.append(conduct(lists, judged, verdicts))
        if draw == 0:
            orders, first = condensed, first_places(lists, judged.tasks)
    return Measured(system, values / system.draws, mean_of(conducts), orders, first)


def compared(systems: Sequence[Measured], judged: Judged, seed: int) -> tuple[SystemReport, ...]:
    """Every system reported; the first is the engine, which the others are held against."""
    figures = _split(bootstrap(np.concatenate([one.values for one in systems], axis=1), seed))
    against = _against(systems, seed)
    pools = _pools(systems, judged, seed)
    return tuple(
        SystemReport(
            name=one.system.name,
            label=one.system.label,
            label_en=one.system.label_en,
            draws=one.system.draws,
            figures=figure,
            pool=pool,
            conduct=one.conduct,
            against=comparison,
            per_task={
                task: dict(zip(METRIC_NAMES, row.tolist(), strict=True))
                for task, row in zip(judged.tasks, one.values, strict=True)
            },
        )
        for one, figure, comparison, pool in zip(systems, figures, [{}, *against], pools, strict=True)
    )


def _against(systems: Sequence[Measured], seed: int) -> list[Mapping[str, Comparison]]:
    """The engine against each other system; p corrected over the systems, one metric at a time."""
    engine, *others = systems
    if not others:
        return []
    gaps = np.concatenate([engine.values - other.values for other in others], axis=1)
    p = randomisation_test(gaps, seed).reshape(len(others), -1)
    corrected = np.array([holm(column) for column in p.T.tolist()]).T
    intervals = _split(bootstrap(gaps, seed))
    columns = gaps.reshape(len(gaps), len(others), -1)
    return [
        {
            name: Comparison(
                difference=intervals[other][name],
                p=float(p[other, at]),
                p_holm=float(corrected[other, at]),
                detectable=detectable(columns[:, other, at], len(others)),
            )
            for at, name in enumerate(METRIC_NAMES)
        }
        for other in range(len(others))
    ]


def needed(engine: Measured, other: Measured, comparisons: int) -> int | None:
    """How many tasks would show a difference of SOUGHT between the two in the main metric."""
    return tasks_needed(engine.values[:, MAIN_COLUMN] - other.values[:, MAIN_COLUMN], SOUGHT, comparisons)


def _pools(systems: Sequence[Measured], judged: Judged, seed: int) -> list[Pool]:
    """The main metric's intervals if other citizens had been in the pool, and other tasks too."""
    nobody = np.empty(0, dtype=np.intp)
    orders = [[one.orders.get(task, nobody) for task in judged.tasks] for one in systems]
    values = np.array([one.values[:, MAIN_COLUMN].mean() for one in systems])
    found = resampled(Ranked.of(judged, orders, CUT), values, seed)
    return [Pool(*each) for each in zip(*_both(found), *_both(found.less()), strict=True)]


def _both(found: Resampled) -> tuple[tuple[Estimate, ...], tuple[Estimate, ...]]:
    return found.over_citizens(), found.over_both()


def _split(told: Sequence[Estimate]) -> list[dict[str, Estimate]]:
    """Estimates of all systems one after another → for each system, by metric."""
    width = len(METRIC_NAMES)
    return [dict(zip(METRIC_NAMES, told[at : at + width], strict=True)) for at in range(0, len(told), width)]
