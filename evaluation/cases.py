"""One judged task as a case: whom the engine put first, how they were graded, and who was missed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from evaluation.datasets import Judged
from evaluation.report import Shown, TaskReport
from evaluation.rules import VerdictTable
from evaluation.systems import EngineRun
from recommender.columns import IndexArray, Int8Array
from recommender.eligibility import VERDICTS
from recommender.ranker import SUITABLE

SHOWN = 5
"""Graded citizens of a list that are shown."""


@dataclass(frozen=True)
class Cases:
    """What cases are told from."""

    judged: Judged
    verdicts: VerdictTable
    engine: EngineRun

    def __call__(self, task: str, value: float, baseline: float) -> TaskReport:
        """The case of one task."""
        listed, grades = self.engine.lists[task], self.judged.grade_of(task)
        top = self.judged.condensed(task, listed)[:SHOWN]
        return TaskReport(
            task_id=task,
            title=self.judged.dataset.task_by_id[task].title,
            graded=len(self.judged.rows[task]),
            suitable=int((grades >= SUITABLE).sum()),
            listed=len(listed),
            value=value,
            baseline=baseline,
            top=tuple(self._shown(task, int(row), grades) for row in top),
            missed=tuple(self._shown(task, int(row), grades) for row in _missed(grades, top)),
        )

    def _shown(self, task: str, row: int, grades: Int8Array) -> Shown:
        places = np.flatnonzero(self.engine.lists[task] == row)
        return Shown(
            citizen_id=self.judged.dataset.citizens[row].id,
            grade=int(grades[row]),
            rank=int(places[0]) + 1 if len(places) else None,
            score=float(self.engine.scores[task][places[0]]) if len(places) else None,
            verdict=VERDICTS[self.verdicts[task][row]],
        )


def _missed(grades: Int8Array, top: IndexArray) -> IndexArray:
    """Rows of suitable citizens outside `top`, the best graded first."""
    missed = np.setdiff1d(np.flatnonzero(grades >= SUITABLE), top)
    return np.asarray(missed[np.argsort(-grades[missed], kind="stable")], dtype=np.intp)
