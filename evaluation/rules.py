"""What a list does beside putting the suitable first: rules broken, citizens reached, places that nobody judged.

Computed on the whole list, not on the condensed one, and by judging every pair again from the dataset through
`recommender.eligibility`: whatever made the list is not asked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from evaluation.datasets import UNGRADED, Judged
from evaluation.exposure import (
    Congestion,
    Exposure,
    congestion,
    exposure,
    first_places,
    mean_of,
    reached_citizens,
    share,
)
from evaluation.metrics import Lists
from evaluation.views import Sight
from recommender.columns import BoolArray, Int8Array, citizen_columns, task_columns
from recommender.eligibility import BLOCKED, judge
from recommender.types import Dataset
from recommender.vocabulary import Vocabulary

VerdictTable = Mapping[str, Int8Array]
"""Task → (n,), the verdict of every citizen of the dataset."""


def every_verdict(sights: Sequence[Sight]) -> VerdictTable:
    """The verdict of every citizen for each judged task on its day."""
    return {
        task: verdict
        for sight in sights
        for task, verdict in verdict_table(
            sight.recommender.dataset, sight.tasks, sight.day, sight.recommender.vocabulary
        ).items()
    }


def verdict_table(dataset: Dataset, tasks: Sequence[str], as_of: date, vocabulary: Vocabulary) -> VerdictTable:
    """The verdict of every citizen for each of those tasks, on that day."""
    citizens = citizen_columns(dataset.citizens, dataset.courses, vocabulary)
    table: dict[str, Int8Array] = {}
    for name in tasks:
        opening = dataset.opening_of_task[name]
        company = dataset.company_by_id[opening.company_id]
        columns = task_columns(dataset.task_by_id[name], opening, company, dataset.courses, vocabulary)
        table[name] = judge(columns, citizens, as_of, vocabulary).verdict
    return table


@dataclass(frozen=True, slots=True)
class Conduct:
    """Whole lists of the judged tasks, in shares and numbers; means over the draws of a system with chance in it."""

    listed: float
    """Suggested pairs."""
    broken: float
    """Suggested pairs that a rule blocks."""
    violations: float
    """broken / listed, 0..1; 0 for an empty list."""
    violations_first: float
    """The same among the first ten of each list."""
    coverage: float
    """Of the citizens with a possible judged task, the share that is among the first ten of at least one list."""
    judged_first: float
    """Of the first ten of each list, the share that is graded: how much of what is read has been judged."""
    exposure: Exposure
    congestion: Congestion


def conduct(lists: Lists, judged: Judged, verdicts: VerdictTable) -> Conduct:
    """How whole lists keep the rules, whom they reach and how much of them is judged."""
    possible, first = possible_citizens(judged, verdicts), first_places(lists, judged.tasks)
    listed = broken = read = broken_first = graded_first = 0
    for task, top in first.items():
        blocked, order = verdicts[task] == BLOCKED, lists[task]
        listed, broken = listed + len(order), broken + int(blocked[order].sum())
        read, broken_first = read + len(top), broken_first + int(blocked[top].sum())
        graded_first += int((judged.grade_of(task)[top] != UNGRADED).sum())
    reached = reached_citizens(first, len(possible))
    return Conduct(
        listed=listed,
        broken=broken,
        violations=share(broken, listed),
        violations_first=share(broken_first, read),
        coverage=share(int((reached & possible).sum()), int(possible.sum())),
        judged_first=share(graded_first, read),
        exposure=exposure(first, possible),
        congestion=congestion(first, judged.dataset),
    )


def possible_citizens(judged: Judged, verdicts: VerdictTable) -> BoolArray:
    """(n,), whether any judged task is possible for the citizen."""
    possible = np.zeros(len(judged.dataset.citizens), dtype=np.bool_)
    for task in judged.tasks:
        possible |= verdicts[task] != BLOCKED
    return possible


def mean_conduct(found: Sequence[Conduct]) -> Conduct:
    """The mean of every figure."""
    return mean_of(found)
