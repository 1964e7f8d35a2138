"""Rows → companies, openings, citizens, courses and matches, with every fault collected."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from recommender.reading.faults import Faults, Place
from recommender.reading.keys import Tables
from recommender.reading.kinds import Table
from recommender.reading.lines import Row, Rows
from recommender.reading.said import Refused, Said, duplicate, missing, number_word, shown, unknown_key, wrong_type
from recommender.types import Citizen, Company, Course, Match, Opening, Task
from recommender.vocabulary import Vocabulary

T = TypeVar("T")
Values = dict[str, Any]
Holds = Callable[[Values, Place], bool]


def _always(_values: Values, _place: Place) -> bool:
    return True


@dataclass(frozen=True)
class Reader:
    """Reads raw rows under one vocabulary, noting faults as it goes."""

    vocabulary: Vocabulary
    tables: Tables
    faults: Faults

    def companies(self, rows: Rows) -> tuple[Company, ...]:
        """Companies, ids unique."""
        return self._all(rows, self.tables.companies, Company)

    def openings(self, rows: Rows) -> tuple[Opening, ...]:
        """Openings with their tasks; ids of openings and of all tasks unique."""
        ids, task_ids = Ids(self.faults), Ids(self.faults)
        found = [self.opening(row, ids, task_ids) for row in rows.rows]
        return tuple(opening for opening in found if opening is not None)

    def citizens(self, rows: Rows) -> tuple[Citizen, ...]:
        """Citizens, ids unique."""
        return self._all(rows, self.tables.citizens, Citizen, self._citizen_holds)

    def courses(self, rows: Rows) -> tuple[Course, ...]:
        """Courses, codes unique."""
        return self._all(rows, self.tables.courses, Course)

    def matches(self, rows: Rows) -> tuple[Match, ...]:
        """Matches, ids unique."""
        return self._all(rows, self.tables.matches, Match)

    def company(self, row: Row) -> Company | None:
        """One company."""
        values, sound = self._values(row.values, self.tables.companies, row.place)
        return Company(**values) if sound else None

    def opening(self, row: Row, ids: Ids, task_ids: Ids) -> Opening | None:
        """One opening with its tasks."""
        own = {key: value for key, value in row.values.items() if key != "tasks"}
        ids.take(own.get("id"), row.place)
        values, sound = self._values(own, self.tables.openings, row.place)
        tasks = self._tasks(row, task_ids)
        return Opening(**values, tasks=tasks) if sound and tasks is not None else None

    def _tasks(self, row: Row, ids: Ids) -> tuple[Task, ...] | None:
        raw = row.values.get("tasks")
        if raw is None:
            self.faults.add(row.place, "tasks", missing())
            return None
        if not isinstance(raw, list):
            self.faults.add(row.place, "tasks", wrong_type(raw, "a list of tasks", "en liste af opgaver"))
            return None
        tasks = [self._task(item, place, ids) for item, place in zip(raw, row.places_of_tasks(), strict=True)]
        known = [task for task in tasks if task is not None]
        return tuple(known) if len(known) == len(tasks) else None

    def _task(self, raw: object, place: Place, ids: Ids) -> Task | None:
        if not isinstance(raw, dict):
            bare = replace(place, prefix=place.prefix.rstrip("."))
            self.faults.add(bare, "", wrong_type(raw, "a task as an object: {…}", "en opgave som et objekt: {…}"))
            return None
        ids.take(raw.get("id"), place)
        values, sound = self._values(raw, self.tables.tasks, place)
        return Task(**values) if self._in_order(values, place) and sound else None

    def _citizen_holds(self, values: Values, place: Place) -> bool:
        """What must hold between the keys of a citizen."""
        in_order, hours = self._in_order(values, place), self._hours_hold(values, place)
        return self._contracts_hold(values, place) and in_order and hours

    def _hours_hold(self, values: Values, place: Place) -> bool:
        least, most = values.get("hours_per_week_min", 0.0), values.get("hours_per_week_max")
        if most is None or least <= most:
            return True
        low, high = number_word(least), number_word(most)
        self.faults.add(
            place,
            "hours_per_week_min",
            Said(
                f"{low} is more than hours_per_week_max {high}; let the least be at most the most",
                f"{low} er mere end det højeste timetal {high}; lad det mindste være højst det højeste",
            ),
        )
        return False

    def _contracts_hold(self, values: Values, place: Place) -> bool:
        group, sound = values.get("group"), True
        for contract in self.vocabulary.contract_types:
            allowed = contract.only_groups
            if contract.code in values.get("contract_types", ()) and allowed and group and group not in allowed:
                self.faults.add(place, "contract_types", _not_for_group(contract.code, allowed, group))
                sound = False
        return sound

    def _in_order(self, values: Values, place: Place) -> bool:
        earliest, latest = values.get("earliest"), values.get("latest")
        if earliest is None or latest is None or earliest <= latest:
            return True
        begin, end = (f"{minutes // 60:02}:{minutes % 60:02}" for minutes in (earliest, latest))
        self.faults.add(
            place,
            "latest",
            Said(
                f"{end} is before earliest {begin}; let the time window end after it begins",
                f"{end} ligger før det tidligste klokkeslæt {begin}; lad tidsrummet slutte, efter at det begynder",
            ),
        )
        return False

    def _all(self, rows: Rows, table: Table, make: Callable[..., T], holds: Holds = _always) -> tuple[T, ...]:
        """Every row of a file whose ids stand in the first key."""
        ids = Ids(self.faults, table.keys[0].name)
        found = []
        for row in rows.rows:
            ids.take(row.values.get(ids.key), row.place)
            values, sound = self._values(row.values, table, row.place)
            if holds(values, row.place) and sound:
                found.append(make(**values))
        return tuple(found)

    def _values(self, raw: Mapping[str, Any], table: Table, place: Place) -> tuple[Values, bool]:
        """The values of one row by key, and whether none was refused; null is the same as left out."""
        values: Values = {}
        told = len(self.faults.found)
        for name, value in raw.items():
            key = table.by_name.get(name)
            if key is None:
                self.faults.add(place, name, unknown_key(name, tuple(table.by_name)))
            elif value is not None:
                try:
                    read = key.kind.read(value)
                except Refused as refusal:
                    self.faults.refuse(place, name, refusal)
                else:
                    if read != "" or key.required:
                        values[name] = read
        whole = table.required <= values.keys()
        if not whole:
            for name in sorted(name for name in table.required - place.absent if raw.get(name) is None):
                self.faults.add(place, name, missing())
        return values, whole and len(self.faults.found) == told


@dataclass(frozen=True)
class Ids:
    """Ids seen so far, with the line of the first of each."""

    faults: Faults
    key: str = "id"
    lines: dict[str, int | None] = field(default_factory=dict)

    def take(self, raw: object, place: Place) -> None:
        """Note an id; one that is taken is a fault."""
        if not isinstance(raw, str):
            return
        if raw in self.lines:
            self.faults.add(place, self.key, duplicate(raw, self.lines[raw]))
        else:
            self.lines[raw] = place.line


def _not_for_group(code: str, allowed: Sequence[str], group: str) -> Said:
    groups = ", ".join(allowed)
    return Said(
        f"{shown(code)} is only for {groups}, not for {shown(group)}; remove it, or correct the group",
        f"{shown(code)} er kun for {groups}, ikke for {shown(group)}; fjern den, eller ret målgruppen",
    )
