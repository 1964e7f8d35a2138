"""What one file says of another: every company, course, task and citizen that is named must exist."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from recommender.reading.faults import Faults, Place
from recommender.reading.lines import Row, Rows
from recommender.reading.said import dangling


@dataclass(frozen=True)
class Known:
    """The ids of a file, faulty rows among them."""

    file: str
    ids: Mapping[str, None]
    whole: bool
    """Whether all rows could be read; otherwise nothing is called dangling."""

    @classmethod
    def of(cls, rows: Rows, key: str = "id") -> Known:
        """The ids that the rows define."""
        return cls(rows.file, _strings(row.values.get(key) for row in rows.rows), rows.whole)

    @classmethod
    def tasks(cls, rows: Rows) -> Known:
        """The tasks that the openings hold."""
        ids = _strings(task.get("id") for row in rows.rows for _, task in tasks(row))
        return cls(rows.file, ids, rows.whole)

    def check(self, value: object, place: Place, path: str, faults: Faults) -> None:
        """Note a fault when the value is the id of nothing."""
        if self.whole and isinstance(value, str) and value.strip() and value not in self.ids:
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


def _strings(values: Iterator[object]) -> dict[str, None]:
    return {value: None for value in values if isinstance(value, str)}


def _list(value: object) -> Sequence[Any]:
    return value if isinstance(value, list) else ()
