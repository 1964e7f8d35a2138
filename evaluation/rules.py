"""What a list does beside putting the suitable first: rules broken, citizens reached, places that nobody judged.

Computed on the whole list, not on the condensed one, and by judging every pair again from the dataset through
`recommender.eligibility`: whatever made the list is not asked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date

import numpy as np

from evaluation.datasets import UNGRADED, Judged
from evaluation.metrics import Lists
from recommender.columns import Int8Array, citizen_columns, task_columns
from recommender.eligibility import BLOCKED, judge
from recommender.types import Dataset
from recommender.vocabulary import Vocabulary

FIRST = 10
"""Places of a list that a person reads."""

VerdictTable = Mapping[str, Int8Array]
"""Task → (n,), the verdict of every citizen of the dataset."""


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


def conduct(lists: Lists, judged: Judged, verdicts: VerdictTable) -> Conduct:
    """How whole lists keep the rules, whom they reach and how much of them is judged."""
    reached = np.zeros(len(judged.dataset.citizens), dtype=np.bool_)
    possible = np.zeros_like(reached)
    listed = broken = first = broken_first = graded_first = 0
    for task in judged.tasks:
        blocked = verdicts[task] == BLOCKED
        possible |= ~blocked
        order = lists.get(task)
        if order is None:
            continue
        top = order[:FIRST]
        reached[top] = True
        listed, broken = listed + len(order), broken + int(blocked[order].sum())
        first, broken_first = first + len(top), broken_first + int(blocked[top].sum())
        graded_first += int((judged.grade_of(task)[top] != UNGRADED).sum())
    return Conduct(
        listed=listed,
        broken=broken,
        violations=_share(broken, listed),
        violations_first=_share(broken_first, first),
        coverage=_share(int((reached & possible).sum()), int(possible.sum())),
        judged_first=_share(graded_first, first),
    )


def mean_conduct(found: Sequence[Conduct]) -> Conduct:
    """The mean of every figure."""
    return Conduct(**{f.name: float(np.mean([getattr(one, f.name) for one in found])) for f in fields(Conduct)})


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
