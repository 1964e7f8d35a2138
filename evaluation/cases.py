"""One judged task as a case: whom the engine put first and why, how they were graded, and who was missed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from evaluation.report import Shown, TaskReport
from evaluation.rules import VerdictTable
from evaluation.setting import Setting
from evaluation.systems import EngineRun
from recommender.columns import IndexArray, Int8Array
from recommender.eligibility import VERDICTS
from recommender.types import Suggestion

SHOWN = 5
"""Graded citizens of a list that are shown."""
WHOLE = 10
"""Best and worst tasks that are shown whole, with reasons, of those for which somebody is suitable."""
EXPLAINED = 50
"""Places of a list whose reasons are told."""
REASONS = 3

Reasons = Mapping[str, tuple[str, ...]]
"""Citizen → what spoke most for and against."""


@dataclass(frozen=True)
class Cases:
    """What cases are told from."""

    setting: Setting
    verdicts: VerdictTable
    engine: EngineRun

    def all(self, told: Iterable[tuple[str, float, float]]) -> tuple[TaskReport, ...]:
        """Every task with the engine's and the best other's main metric; reasons for those that are shown whole."""
        tasks, judged = tuple(told), self.setting.judged
        asked = [task for task, _, _ in tasks if int(judged.grades[task].max()) >= judged.suitable]
        whole = {*asked[:WHOLE], *asked[-WHOLE:]}
        return tuple(
            self(task, value, other, self._reasons(task) if task in whole else {}) for task, value, other in tasks
        )

    def __call__(self, task: str, value: float, baseline: float, reasons: Reasons) -> TaskReport:
        """The case of one task."""
        judged = self.setting.judged
        listed, grades = self.engine.lists[task], judged.grade_of(task)
        top = judged.condensed(task, listed)[:SHOWN]
        missed = _missed(grades, top, judged.suitable)
        return TaskReport(
            task_id=task,
            title=judged.dataset.task_by_id[task].title,
            graded=len(judged.rows[task]),
            suitable=int((grades >= judged.suitable).sum()),
            listed=len(listed),
            value=value,
            baseline=baseline,
            top=tuple(self._shown(task, int(row), grades, reasons) for row in top),
            missed=tuple(self._shown(task, int(row), grades, reasons) for row in missed),
        )

    def _shown(self, task: str, row: int, grades: Int8Array, reasons: Reasons) -> Shown:
        places = np.flatnonzero(self.engine.lists[task] == row)
        citizen = self.setting.judged.dataset.citizens[row].id
        return Shown(
            citizen_id=citizen,
            grade=int(grades[row]),
            rank=int(places[0]) + 1 if len(places) else None,
            score=float(self.engine.scores[task][places[0]]) if len(places) else None,
            verdict=VERDICTS[self.verdicts[task][row]],
            reasons=reasons.get(citizen, ()),
        )

    def _reasons(self, task: str) -> Reasons:
        """What spoke most for and against those whom the engine puts first."""
        sight = self.setting.sight_of(task)
        place = sight.recommender.place(task)
        return {one.citizen_id: _told_first(one) for one in sight.recommender.for_place(place, sight.day, EXPLAINED)}


def _told_first(one: Suggestion) -> tuple[str, ...]:
    """The first reasons that move the score, in the order in which a broker sees them; each text once."""
    moving = (reason.text for reason in one.reasons if reason.code != "base" and reason.contribution)
    return tuple(dict.fromkeys(moving))[:REASONS]


def _missed(grades: Int8Array, top: IndexArray, suitable: int) -> IndexArray:
    """Rows of suitable citizens outside `top`, the best graded first."""
    missed = np.setdiff1d(np.flatnonzero(grades >= suitable), top)
    return np.asarray(missed[np.argsort(-grades[missed], kind="stable")], dtype=np.intp)
