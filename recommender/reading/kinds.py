"""What every kind of value can do: be read from JSON, come from a cell of a sheet, and go back to both."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

Cell = str | int | float | bool | date | datetime | time | timedelta | None
"""What a cell of a sheet holds; CSV gives text alone."""


def words(labels: Mapping[str, str]) -> dict[str, str]:
    """Code and Danish label, both folded → code: what a cell may say for it."""
    return {word.casefold(): code for code, label in labels.items() for word in (label, code)}


class Kind(ABC):
    """What a value may be. JSON form is *raw*; a sheet holds cells."""

    blank: object = None
    """Raw form of an empty cell where the key is required; None where it must be filled in."""

    @abstractmethod
    def read(self, raw: Any) -> Any:
        """The value, or `Refused`."""

    def raw(self, value: Any) -> object:
        """The value as JSON has it."""
        return value

    def from_cell(self, cell: Cell) -> object:
        """The raw form of a cell that is not empty; what cannot be understood is left for `read` to refuse."""
        return cell

    def to_cell(self, raw: Any) -> Cell:
        """The cell for a raw form."""
        cell: Cell = raw
        return cell

    def columns(self, key: str, heading: str) -> tuple[Column, ...]:
        """The columns of a sheet that hold it: one, unless it has parts."""
        return (Column(key, heading, self, (key,)),)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet."""

    name: str
    """As the contract writes it: `hours_per_week`, `demand.lifting`, `location.lat`."""
    heading: str
    """Danish, unique in its sheet."""
    kind: Kind
    path: tuple[str, ...]
    """Where the value goes in the raw row: `("demands", "lifting")`."""


@dataclass(frozen=True, slots=True)
class Key:
    """A key of the contract."""

    name: str
    heading: str
    """Danish; for a key with parts, what their headings begin with."""
    kind: Kind
    meaning: str
    """Danish: what to write, for the page of the templates."""
    example: str = ""
    """As one would type it in a cell."""
    required: bool = False

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of a sheet that hold it."""
        return self.kind.columns(self.name, self.heading)


@dataclass(frozen=True)
class Table:
    """The keys of one kind of row."""

    name: str
    """`citizens`: the file without its ending."""
    keys: tuple[Key, ...]
    by_name: Mapping[str, Key] = field(init=False, repr=False)
    required: frozenset[str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {key.name: key for key in self.keys})
        object.__setattr__(self, "required", frozenset(key.name for key in self.keys if key.required))
