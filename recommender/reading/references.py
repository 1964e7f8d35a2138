"""What one file says of another: every company, course, task and citizen that is named must exist."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from recommender.cpr import holds_cpr
from recommender.reading.faults import Faults, Place
from recommender.reading.lines import Row, Rows
from recommender.reading.said import dangling


@dataclass(frozen=True)
class Known:
    """The ids of a file, faulty rows among them."""

    file: str
    ids: Mapping[str, None]
    whole: bool
    """Whether every row has its id; otherwise nothing is called dangling."""

    @classmethod
    def of(cls, rows: Rows, key: str = "id") -> Known:
        """The ids that the rows define."""
        return cls._of(rows, [row.values.get(key) for row in rows.rows])

    @classmethod
    def tasks(cls, rows: Rows) -> Known:
        """The tasks that the openings hold."""
        lists = [row.values.get("tasks") for row in rows.rows]
        found = [task for of_one in lists for task in (of_one if isinstance(of_one, list) else [None])]
        return cls._of(rows, [task.get("id") if isinstance(task, dict) else None for task in found])

    @classmethod
    def _of(cls, rows: Rows, ids: Sequence[object]) -> Known:
        known = {one: None for one in ids if isinstance(one, str)}
        return cls(rows.file, known, rows.whole and all(isinstance(one, str) for one in ids))

    def check(self, value: object, place: Place, path: str, faults: Faults) -> None:
        """Note a fault when the value is the id of nothing."""
        if not self.whole or not isinstance(value, str) or value in self.ids or value.isspace() or not value:
            return
        if not holds_cpr(value):  # that has been told
            faults.add(place, path, dangling(value, self.file, tuple(self.ids) if len(self.ids) < 200 else ()))


def check_openings(openings: Rows, companies: Known, courses: Known, faults: Faults) -> None:
    """Companies of openings, courses of tasks."""
    for row in openings.rows:
        companies.check(row.values.get("company_id"), row.place, "company_id", faults)
        for place, task in tasks(row):
            for key in ("requires", "prefers"):
                for number, code in enumerate(_list(task.get(key))):
                    courses.check(code, place, f"{key}[{number}]", faults)


def check_citizens(citizens: Rows, courses: Known, faults: Faults) -> None:
    """Courses of citizens."""
    for row in citizens.rows:
        for number, held in enumerate(_list(row.values.get("courses"))):
            if isinstance(held, dict):
                courses.check(held.get("code"), row.place, f"courses[{number}].code", faults)


def check_pairs(rows: Rows, tasks: Known, citizens: Known, faults: Faults) -> None:
    """Task and citizen of a match or a judgement."""
    for row in rows.rows:
        tasks.check(row.values.get("task_id"), row.place, "task_id", faults)
        citizens.check(row.values.get("citizen_id"), row.place, "citizen_id", faults)


def tasks(row: Row) -> Iterator[tuple[Place, Mapping[str, Any]]]:
    """The tasks of an opening with their places, as far as they are tasks at all."""
    for place, task in zip(row.places_of_tasks(), _list(row.values.get("tasks")), strict=True):
        if isinstance(task, dict):
            yield place, task


def _list(value: object) -> Sequence[Any]:
    return value if isinstance(value, list) else ()
