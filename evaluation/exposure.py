"""Who is seen: how unevenly lists spread attention over citizens, and how many openings want the same one.

With rᵢ the rank of a citizen in list i, of which a person reads the first ten:

exposure    Σᵢ 1 / log₂(rᵢ + 1) over the lists in which rᵢ ≤ 10, as nDCG discounts. Singh and Joachims, "Fairness of
            exposure in rankings", KDD 2018.
Gini        Σᵢ (2i − n − 1) xᵢ / (n Σ x) with x the exposures of the n citizens who could do at least one of the tasks,
            rising; 0 when all get the same, near 1 when one gets everything. Gini 1912; Sen 1973.
Lorenz      share of all exposure that goes to the least exposed share of the citizens. Lorenz 1905.
reach@k     different citizens among the first k, divided by the number of places filled.
congestion  openings whose tasks have the same citizen first. Everyone sent to the same vacancies helps nobody: Altmann,
            Glenny, Mahlstedt and Sebald 2022; Bied et al., "Congestion-avoiding job recommendation", 2021.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, TypeVar

import numpy as np

from recommender.columns import BoolArray, FloatArray, IndexArray
from recommender.types import Dataset

FIRST = 10
"""Places of a list that a person reads."""
REACHES = (1, 3, 10)
_TENTHS = 10

First = Mapping[str, IndexArray]
"""Task → rows of the first ten of its list."""
Figures = TypeVar("Figures")


@dataclass(frozen=True, slots=True)
class Exposure:
    """How attention is spread over the citizens who could do at least one of the tasks."""

    gini: float
    """0..1."""
    top_tenth: float
    """Share of all exposure that the most exposed tenth of them gets."""
    lorenz: tuple[float, ...]
    """(11,), share of all exposure of the least exposed 0, 10, … 100 %."""
    reach: tuple[float, ...]
    """Different citizens per place among the first 1, 3 and 10; 1 is never twice the same."""


@dataclass(frozen=True, slots=True)
class Congestion:
    """How many openings want the same citizen first."""

    most: float
    """Openings that share the one citizen who is first most often."""
    shared: float
    """Of the pairs of an opening and a citizen first there, the share where the citizen is first in another too."""
    mean: float
    """Over those pairs: openings in which the citizen is first, this one counted."""


def first_places(lists: Mapping[str, IndexArray], tasks: Iterable[str]) -> dict[str, IndexArray]:
    """What a person reads of each list."""
    return {task: lists[task][:FIRST] for task in tasks if task in lists}


def exposures(first: First, citizens: int) -> FloatArray:
    """(n,), the exposure of every citizen."""
    seen = np.zeros(citizens)
    for rows in first.values():
        seen[rows] += 1 / np.log2(np.arange(2, len(rows) + 2))
    return seen


def exposure(first: First, possible: BoolArray) -> Exposure:
    """How attention is spread over `possible` citizens; (n,)."""
    seen = np.sort(exposures(first, len(possible))[possible])
    places = [np.concatenate([np.empty(0, dtype=np.intp), *(rows[:k] for rows in first.values())]) for k in REACHES]
    return Exposure(
        gini=gini(seen),
        top_tenth=1 - _below(seen, 1 - 1 / _TENTHS),
        lorenz=tuple(_below(seen, tenth / _TENTHS) for tenth in range(_TENTHS + 1)),
        reach=tuple(share(len(np.unique(rows)), len(rows)) for rows in places),
    )


def gini(rising: FloatArray) -> float:
    """Gini's coefficient of values ≥ 0 that rise; 0 where there is nothing to share."""
    total, size = float(rising.sum()), len(rising)
    if not total:
        return 0.0
    return float(((2 * np.arange(1, size + 1) - size - 1) * rising).sum()) / (size * total)


def congestion(first: First, dataset: Dataset) -> Congestion:
    """How many openings want the same citizen first."""
    wanted = {(dataset.opening_of_task[task].id, int(rows[0])) for task, rows in first.items() if len(rows)}
    if not wanted:
        return Congestion(0.0, 0.0, 0.0)
    _, counts = np.unique([row for _, row in wanted], return_counts=True)
    return Congestion(
        most=float(counts.max()),
        shared=float(counts[counts > 1].sum() / counts.sum()),
        mean=float((counts**2).sum() / counts.sum()),
    )


def reached_citizens(first: First, citizens: int) -> BoolArray:
    """(n,), whether the citizen is among the first ten of any list."""
    reached = np.zeros(citizens, dtype=np.bool_)
    for rows in first.values():
        reached[rows] = True
    return reached


def mean_of(found: Sequence[Figures]) -> Figures:
    """Figures of one kind, number for number averaged; dataclasses and tuples inside too."""
    one: Any = found[0]
    if is_dataclass(one) and not isinstance(one, type):
        kind: Any = type(one)
        return kind(*(mean_of([getattr(each, f.name) for each in found]) for f in fields(one)))  # type: ignore[no-any-return]
    mean: Any = np.mean(np.array(found, dtype=np.float64), axis=0)
    return tuple(mean.tolist()) if isinstance(one, tuple) else float(mean)  # type: ignore[return-value]


def share(part: int, whole: int) -> float:
    """part / whole, 0 of nothing."""
    return part / whole if whole else 0.0


def _below(rising: FloatArray, part: float) -> float:
    """Share of the sum that the smallest `part` of the values holds; a value may be split. Nothing is shared evenly."""
    total = float(rising.sum())
    if not total:
        return part
    held = np.concatenate([[0.0], np.cumsum(rising)]) / total
    return float(np.interp(part * len(rising), np.arange(len(held)), held))
