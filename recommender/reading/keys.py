"""What each file of the contract may hold: the one table that reading, writing and the templates share."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from recommender.reading import people_keys, workplace_keys
from recommender.reading.kinds import Column, Table
from recommender.vocabulary import Vocabulary

FORMS = ("jsonl", "csv", "xlsx")
"""Endings that a file may have."""


@dataclass(frozen=True)
class Tables:
    """The keys of every file, under one vocabulary."""

    companies: Table
    openings: Table
    tasks: Table
    citizens: Table
    courses: Table
    matches: Table

    def parts(self, name: str) -> tuple[tuple[Table, tuple[Column, ...]], ...]:
        """The tables whose columns a sheet of that file has; openings have a row a task."""
        if name == "openings":
            return (
                (self.openings, _columns(self.openings, "opening.")),
                (self.tasks, _columns(self.tasks, "task.")),
            )
        table: Table = getattr(self, name)
        return ((table, _columns(table, "")),)

    def columns(self, name: str) -> tuple[Column, ...]:
        """The columns of a sheet of that file, an opening's before those of its task."""
        return tuple(column for _, columns in self.parts(name) for column in columns)


def tables(vocabulary: Vocabulary) -> Tables:
    """The tables with the codes of that vocabulary."""
    return Tables(
        companies=workplace_keys.companies(vocabulary),
        openings=workplace_keys.openings(vocabulary),
        tasks=workplace_keys.tasks(vocabulary),
        citizens=people_keys.citizens(vocabulary),
        courses=people_keys.courses(),
        matches=people_keys.matches(),
    )


def folded(heading: str) -> str:
    """A heading as it is compared: case, spaces, how an å is put together, and a closing `*` (fill this in) aside."""
    return " ".join(unicodedata.normalize("NFC", heading).casefold().removesuffix("*").split())


def column_words(columns: tuple[Column, ...]) -> Mapping[str, Column]:
    """What a heading may say for a column, folded: its name, its Danish heading, its name without the prefix."""
    short: dict[str, list[Column]] = {}
    for column in columns:
        short.setdefault(column.name.removeprefix("opening.").removeprefix("task."), []).append(column)
    said = {name: found[0] for name, found in short.items() if len(found) == 1}
    said |= {folded(column.heading): column for column in columns}
    return said | {column.name: column for column in columns}


def _columns(table: Table, prefix: str) -> tuple[Column, ...]:
    """Parts (`demand.lifting`) are never prefixed: the contract names them so."""
    return tuple(
        Column(
            prefix + column.name if column.name == key.name else column.name, column.heading, column.kind, column.path
        )
        for key in table.keys
        for column in key.columns
    )
