"""A dataset as the evaluation reads it: its judged tasks, who is graded for each, and what kind of data it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from recommender.columns import IndexArray, Int8Array
from recommender.errors import RequestFaulty
from recommender.ranker import SUITABLE
from recommender.types import Dataset

UNGRADED = -1
TOP_GRADE = 3
"""Of a judgement."""


@dataclass(frozen=True)
class Judged:
    """The judged part of a dataset; citizens are named by their row in `dataset.citizens`."""

    dataset: Dataset
    tasks: tuple[str, ...]
    """Every task with a judgement, in the dataset's order."""
    rows: Mapping[str, IndexArray]
    """Task → rows of its graded citizens, rising."""
    grades: Mapping[str, Int8Array]
    """Task → grades of those rows, 0..top."""
    suitable: int = SUITABLE
    """The smallest grade that counts as a success."""
    top: int = TOP_GRADE
    """The highest grade that there can be."""

    @cached_property
    def row_of(self) -> dict[str, int]:
        """Row of each citizen."""
        return {citizen.id: row for row, citizen in enumerate(self.dataset.citizens)}

    @property
    def pairs(self) -> int:
        """Number of graded pairs."""
        return sum(len(rows) for rows in self.rows.values())

    def grade_of(self, task: str) -> Int8Array:
        """(n,), the grade of every citizen for the task, −1 where ungraded."""
        grades = np.full(len(self.dataset.citizens), UNGRADED, dtype=np.int8)
        grades[self.rows[task]] = self.grades[task]
        return grades

    def narrowed(self, tasks: tuple[str, ...], dataset: Dataset) -> Judged:
        """Those tasks alone, over the dataset as it was known then; its citizens stand in the same order."""
        return replace(self, tasks=tasks, dataset=dataset)

    def condensed(self, task: str, listed: IndexArray) -> IndexArray:
        """The graded citizens of a list, its order kept.

        Ungraded citizens are left out instead of counted as unsuitable (Sakai, "Alternatives to Bpref", SIGIR 2007);
        a graded citizen that the list leaves out gains nothing.
        """
        kept: IndexArray = listed[self.grade_of(task)[listed] != UNGRADED]
        return kept


def judged_of(dataset: Dataset) -> Judged:
    """The judged part of a dataset; RequestFaulty when nothing in it is judged."""
    if not dataset.judgements:
        raise RequestFaulty(
            "the dataset has no judgements; put a qrels.tsv in its folder: "
            "task_id, 0, citizen_id and grade 0 to 3, separated by tabs",
            "datasættet har ingen bedømmelser; læg en qrels.tsv i mappen: "
            "task_id, 0, citizen_id og grad 0 til 3, adskilt af tabulatorer",
        )
    row_of = {citizen.id: row for row, citizen in enumerate(dataset.citizens)}
    found: dict[str, dict[int, int]] = {task: {} for task in dataset.task_by_id}
    for judgement in dataset.judgements:
        found[judgement.task_id][row_of[judgement.citizen_id]] = judgement.grade
    ordered = {task: sorted(grades.items()) for task, grades in found.items() if grades}
    return Judged(
        dataset=dataset,
        tasks=tuple(ordered),
        rows={task: np.array([row for row, _ in pairs], dtype=np.intp) for task, pairs in ordered.items()},
        grades={task: np.array([grade for _, grade in pairs], dtype=np.int8) for task, pairs in ordered.items()},
    )
