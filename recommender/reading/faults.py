"""Where a row stands, and the faults found on the way: none is thrown before all are told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from recommender.cpr import mask
from recommender.errors import Fault
from recommender.reading.said import Refused, Said, short

SHEETS = (".csv", ".xlsx")
"""How the names of files end that people fill in as a sheet."""

_NO_LABELS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Place:
    """A row of a file, or a part of one."""

    file: str
    line: int | None
    """From 1; None for what has no lines."""
    prefix: str = ""
    """Before the keys of a part: `tasks[2].`."""
    labels: Mapping[str, str] = field(default_factory=lambda: _NO_LABELS)
    """Path → the heading that the file has for it, where that is another."""
    absent: frozenset[str] = frozenset()
    """Required keys for which the file has no column at all: told once, not for each row."""

    def name(self, path: str) -> str:
        """The field as the writer of the file knows it."""
        return self.labels.get(path) or self.labels.get(path.partition("[")[0]) or self.prefix + path


@dataclass
class Faults:
    """A collection that grows while files are read."""

    found: list[Fault] = field(default_factory=list)

    def add(self, place: Place, path: str | None, said: Said) -> None:
        """Note a fault; whatever it says, no CPR number is in it."""
        of = None if path is None else short(mask(place.name(path)))
        danish = (said.sheet if place.file.endswith(SHEETS) else "") or said.da
        self.found.append(Fault(mask(place.file), place.line, of, mask(said.en), mask(danish)))

    def refuse(self, place: Place, key: str, refusal: Refused) -> None:
        """Note every fault of a refused value."""
        for at, said in refusal.said:
            self.add(place, key + at, said)

    def in_order(self, files: Iterable[str]) -> list[Fault]:
        """The faults file by file in that order, each from its first line to its last."""
        order = {mask(file): number for number, file in enumerate(files)}
        return sorted(self.found, key=lambda fault: (order.get(fault.file, len(order)), fault.line or 0))
