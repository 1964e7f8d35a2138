"""Rows of cells ↔ rows: headings in Danish or as the contract writes them, parts in columns of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any

from recommender.reading.faults import Faults, Place
from recommender.reading.keys import Tables, column_words, folded
from recommender.reading.kinds import Cell, Column, Table
from recommender.reading.lines import Row, Rows
from recommender.reading.said import Said, missing, nearest, shown
from recommender.reading.sheets import Sheet, is_blank

Found = Mapping[int, Column]
"""Position in the sheet → column."""


@dataclass(frozen=True)
class Headed:
    """Columns of one table that a sheet has, and how it calls them."""

    table: Table
    columns: Found
    labels: Mapping[str, str]
    absent: frozenset[str]
    """Required keys without any column."""

    @classmethod
    def of(cls, table: Table, columns: Iterable[Column], sheet: Sheet, found: Found) -> Headed:
        """Those of the found columns that belong to the table."""
        names = {column.name for column in columns}
        own = {place: column for place, column in found.items() if column.name in names}
        there = {column.path[0] for column in own.values()}
        absent = frozenset(key.name for key in table.keys if key.required and key.name not in there)
        return cls(table, own, {".".join(column.path): sheet.headings[place] for place, column in own.items()}, absent)

    def place(self, file: str, line: int) -> Place:
        """Where a row of the table stands."""
        return Place(file, line, labels=self.labels, absent=self.absent)

    def raw(self, cells: Sequence[Cell]) -> dict[str, Any]:
        """The raw form of what is written in a row."""
        raw: dict[str, Any] = {}
        for place, column in self.columns.items():
            if not is_blank(cell := cells[place]):
                first, *rest = column.path
                value = column.kind.from_cell(cell)
                if rest:
                    raw.setdefault(first, {})[rest[0]] = value
                else:
                    raw[first] = value
        return raw

    def filled(self, raw: dict[str, Any]) -> dict[str, Any]:
        """With the blanks that are allowed to be: an empty list, text or profile."""
        for key in self.table.keys:
            if key.required and key.name not in (*raw, *self.absent) and key.kind.blank is not None:
                raw[key.name] = copy(key.kind.blank)
        return raw


def read_sheet(sheet: Sheet, name: str, tables: Tables, faults: Faults) -> Rows:
    """The rows of one file; openings have a row a task."""
    rows = Rows(sheet.file, whole=sheet.whole)
    if not sheet.headings:
        return rows
    found = _columns(sheet, tables.columns(name), faults)
    heads = [Headed.of(table, columns, sheet, found) for table, columns in tables.parts(name)]
    _tell_missing_columns(sheet, heads, tables.parts(name), faults)
    rows.whole &= not any(head.absent for head in heads)
    if name == "openings":
        rows.rows += [] if "id" in heads[0].absent else _openings(sheet, heads[0], heads[1], faults)
    else:
        rows.rows += _rows(sheet, heads[0])
    return rows


def cells(raw: Mapping[str, Any], columns: Sequence[Column]) -> list[Cell]:
    """The cells of a raw row under those columns; a missing key is an empty cell."""
    return [_cell(raw, column) for column in columns]


def _cell(raw: Mapping[str, Any], column: Column) -> Cell:
    value: Any = raw
    for part in column.path:
        value = None if value is None else value.get(part)
    return None if value is None else column.kind.to_cell(value)


def _rows(sheet: Sheet, head: Headed) -> Iterator[Row]:
    for line, row in sheet.rows:
        yield Row(head.place(sheet.file, line), head.filled(head.raw(row)))


def _openings(sheet: Sheet, opening: Headed, task: Headed, faults: Faults) -> Iterator[Row]:
    """Rows of one opening are gathered by its id, wherever they stand."""
    gathered: dict[object, _Gathered] = {}
    for line, row in sheet.rows:
        place = opening.place(sheet.file, line)
        raw, its_task = opening.raw(row), task.raw(row)
        if not isinstance(raw.get("id"), str):
            faults.add(place, "id", missing())
            continue
        one = gathered.setdefault(raw["id"], _Gathered(place, raw, {}, [], []))
        one.agree(raw, place, faults)
        if its_task:
            one.tasks.append(task.filled(its_task))
            one.places.append(task.place(sheet.file, line))
    for one in gathered.values():
        yield Row(one.place, opening.filled(one.raw) | {"tasks": one.tasks}, tuple(one.places))


@dataclass(frozen=True)
class _Gathered:
    """An opening as its rows tell it."""

    place: Place
    raw: dict[str, Any]
    lines: dict[str, int | None]
    """Key → the line that first filled it in."""
    tasks: list[dict[str, Any]]
    places: list[Place]

    def agree(self, raw: Mapping[str, Any], place: Place, faults: Faults) -> None:
        """Take what another row says of the opening; where it differs, that is a fault."""
        for key, value in raw.items():
            if self.raw.setdefault(key, value) != value:
                faults.add(place, key, _differs(value, self.raw[key], self.lines.get(key, self.place.line)))
            self.lines.setdefault(key, place.line)


def _columns(sheet: Sheet, columns: Sequence[Column], faults: Faults) -> Found:
    known, place = column_words(tuple(columns)), Place(sheet.file, sheet.heading_line)
    found: dict[int, Column] = {}
    for position, heading in enumerate(sheet.headings):
        column = known.get(folded(heading))
        if column is None:
            faults.add(place, heading or None, _unknown_heading(heading, position, columns))
        elif column in found.values():
            faults.add(place, heading, _heading_twice())
        else:
            found[position] = column
    return found


def _tell_missing_columns(
    sheet: Sheet, heads: Sequence[Headed], parts: Sequence[tuple[Table, Sequence[Column]]], faults: Faults
) -> None:
    """Note required keys without any column; what the other columns hold is read and told all the same."""
    place = Place(sheet.file, sheet.heading_line)
    for head, (table, columns) in zip(heads, parts, strict=True):
        for key in table.keys:
            if key.name in head.absent:
                first = next(column for column in columns if column.path[0] == key.name)
                faults.add(place, None, _no_column(first))


def _unknown_heading(heading: str, position: int, columns: Sequence[Column]) -> Said:
    if not heading:
        return Said(
            f"column {position + 1} has no heading; write one, or empty the column",
            f"kolonne {position + 1} har ingen overskrift; skriv en, eller tøm kolonnen",
        )
    words = {folded(word): word for column in columns for word in (column.name, column.heading)}
    like = nearest(folded(heading), tuple(words))
    if like is not None:
        return Said(
            f"is not a known heading; did you mean '{words[like]}'?",
            f"er ikke en kendt overskrift; mente du '{words[like]}'?",
        )
    return Said("is not a known heading; remove the column", "er ikke en kendt overskrift; fjern kolonnen")


def _heading_twice() -> Said:
    return Said(
        "the heading stands twice; keep one of the columns", "overskriften står to gange; behold den ene kolonne"
    )


def _no_column(column: Column) -> Said:
    return Said(
        f"the column '{column.name}' ('{column.heading}') is missing; add it",
        f"kolonnen '{column.heading}' ('{column.name}') mangler; tilføj den",
    )


def _differs(value: object, other: object, line: int | None) -> Said:
    return Said(
        f"{shown(value)} differs from {shown(other)} on line {line}; write the same for every task of an opening",
        f"{shown(value)} er noget andet end {shown(other)} på linje {line}; skriv det samme ved alle dens opgaver",
    )
