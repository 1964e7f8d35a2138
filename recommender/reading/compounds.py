"""Kinds of value with parts: lists of codes, levels by dimension, a location, courses held."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from recommender.reading.kinds import Cell, Column, Kind, words
from recommender.reading.said import Refused, Said, missing, unknown_code, unknown_key, wrong_type
from recommender.reading.scalars import Day, Level, Number
from recommender.reading.texts import NONE_WORDS, Code, as_text
from recommender.types import HeldCourse, Location

_SEPARATOR = re.compile(r"[;|\n]")


def _items(cell: Cell) -> list[str]:
    """The items of a list in a cell, separated by `;` (`|` and line breaks do as well)."""
    text = as_text(cell)
    if text.strip().casefold() in NONE_WORDS:
        return []
    return [item.strip() for item in _SEPARATOR.split(text) if item.strip()]


def _parts(items: list[str], known: Mapping[str, object]) -> Iterator[str]:
    """Items that hold a comma and are not themselves known fall apart at it: some labels hold commas."""
    for item in items:
        if item.casefold() in known:
            yield item
        else:
            yield from (part.strip() for part in item.split(",") if part.strip())


@dataclass(frozen=True)
class Codes(Kind):
    """A list of codes, each once, in the order given."""

    labels: Mapping[str, str]
    """Code → Danish label; a sheet may say either."""
    optional: bool = False
    """Whether a missing list differs from an empty one."""
    also: Mapping[str, str] = field(default_factory=dict)
    """Other words that a sheet may use → code."""
    blank: object = field(init=False, default=None)

    def __post_init__(self) -> None:
        object.__setattr__(self, "blank", None if self.optional else [])

    def read(self, raw: Any) -> tuple[str, ...]:
        """The codes; every one that is not known is told."""
        if type(raw) is not list:
            raise Refused(("", wrong_type(raw, "a list of codes", "en liste af koder")))
        wrong = [
            (
                f"[{number}]",
                unknown_code(item, self.labels)
                if isinstance(item, str)
                else wrong_type(item, "a code as text", "en kode som tekst"),
            )
            for number, item in enumerate(raw)
            if type(item) is not str or item not in self.labels
        ]
        if wrong:
            raise Refused(*wrong)
        return tuple(dict.fromkeys(raw))

    def raw(self, value: Any) -> object:
        """A list."""
        return list(value)

    def from_cell(self, cell: Cell) -> object:
        """Codes or Danish labels."""
        return [self._words.get(part.casefold(), part) for part in _parts(_items(cell), self._words)]

    @cached_property
    def _words(self) -> dict[str, str]:
        return words(self.labels) | dict(self.also)

    def to_cell(self, raw: Any) -> Cell:
        """`a;b`, or `ingen`."""
        return ";".join(raw) or NONE_WORDS[0]


@dataclass(frozen=True)
class CourseCodes(Kind):
    """A list of course codes, which `courses` defines."""

    blank: object = field(init=False, default_factory=list)

    def read(self, raw: Any) -> tuple[str, ...]:
        """The codes; whether they exist is seen when all files are read."""
        if type(raw) is not list:
            raise Refused(("", wrong_type(raw, "a list of course codes", "en liste af kursuskoder")))
        return tuple(dict.fromkeys(_each(raw, Code())))

    def raw(self, value: Any) -> object:
        """A list."""
        return list(value)

    def from_cell(self, cell: Cell) -> object:
        """Codes."""
        return list(_parts(_items(cell), {}))

    def to_cell(self, raw: Any) -> Cell:
        """`a;b`, or `ingen`."""
        return ";".join(raw) or NONE_WORDS[0]


@dataclass(frozen=True)
class Levels(Kind):
    """Dimension → level; a missing dimension is unknown."""

    labels: Mapping[str, str]
    """Dimension → Danish label."""
    column: str
    """What its columns begin with: `demand` or `capacity`."""
    blank: object = field(init=False, default_factory=dict)

    def read(self, raw: Any) -> dict[str, int]:
        """The levels that are known; null is unknown."""
        if type(raw) is not dict:
            raise Refused(
                ("", wrong_type(raw, "an object of dimensions and levels", "et objekt af dimensioner og niveauer"))
            )
        level, levels, wrong = Level(), {}, []
        for code, number in raw.items():
            if code not in self.labels:
                wrong.append((f".{code}", unknown_key(code, tuple(self.labels))))
            elif number is not None:
                try:
                    levels[code] = level.read(number)
                except Refused as refusal:
                    wrong += [(f".{code}", said) for _, said in refusal.said]
        if wrong:
            raise Refused(*wrong)
        return levels

    def raw(self, value: Any) -> object:
        """An object."""
        return dict(value)

    def columns(self, key: str, heading: str) -> tuple[Column, ...]:
        """A column a dimension: `demand.lifting`."""
        return tuple(
            Column(f"{self.column}.{code}", f"{heading}: {label}", Level(), (key, code))
            for code, label in self.labels.items()
        )


@dataclass(frozen=True)
class Point(Kind):
    """A location on the Earth."""

    def read(self, raw: Any) -> Location:
        """Latitude and longitude, both."""
        if type(raw) is not dict:
            raise Refused(("", wrong_type(raw, '{"lat": 55.04, "lon": 9.41}', '{"lat": 55.04, "lon": 9.41}')))
        wrong: list[tuple[str, Said]] = [
            (f".{key}", unknown_key(key, ("lat", "lon"))) for key in raw if key not in ("lat", "lon")
        ]
        found: dict[str, float] = {}
        for key, kind in _DEGREES.items():
            try:
                if raw.get(key) is None:
                    raise Refused(("", missing()))
                found[key] = kind.read(raw[key])
            except Refused as refusal:
                wrong += [(f".{key}", said) for _, said in refusal.said]
        if wrong:
            raise Refused(*wrong)
        return Location(**found)

    def raw(self, value: Any) -> object:
        """An object."""
        return {"lat": value.lat, "lon": value.lon}

    def columns(self, key: str, heading: str) -> tuple[Column, ...]:
        """Two columns."""
        return (
            Column(f"{key}.lat", "Breddegrad", _DEGREES["lat"], (key, "lat")),
            Column(f"{key}.lon", "Længdegrad", _DEGREES["lon"], (key, "lon")),
        )


@dataclass(frozen=True)
class CoursesHeld(Kind):
    """Courses and credentials that a citizen has."""

    blank: object = field(init=False, default_factory=list)

    def read(self, raw: Any) -> tuple[HeldCourse, ...]:
        """Code and date each; the date may be unknown."""
        if type(raw) is not list:
            example = '[{"code": "hygiejne", "completed_on": "2024-05-13"}]'
            raise Refused(("", wrong_type(raw, f"a list like {example}", f"en liste som {example}")))
        return tuple(_each(raw, _HeldCourse()))

    def raw(self, value: Any) -> object:
        """A list of objects."""
        return [_HeldCourse().raw(held) for held in value]

    def from_cell(self, cell: Cell) -> object:
        """`hygiejne@2024-05-13; truck`."""
        return [_held(item) for item in _parts(_items(cell), {})]

    def to_cell(self, raw: Any) -> Cell:
        """`hygiejne@2024-05-13;truck`, or `ingen`."""
        held = (f"{item['code']}@{item['completed_on']}" if "completed_on" in item else item["code"] for item in raw)
        return ";".join(held) or NONE_WORDS[0]


@dataclass(frozen=True)
class _HeldCourse(Kind):
    def read(self, raw: Any) -> HeldCourse:
        if type(raw) is not dict:
            raise Refused(
                ("", wrong_type(raw, "an object with code and completed_on", "et objekt med code og completed_on"))
            )
        wrong = [(f".{key}", unknown_key(key, tuple(_HELD))) for key in raw if key not in _HELD]
        found: dict[str, Any] = {"completed_on": None}
        for key, kind in _HELD.items():
            try:
                if raw.get(key) is not None:
                    found[key] = kind.read(raw[key])
                elif key == "code":
                    raise Refused(("", missing()))
            except Refused as refusal:
                wrong += [(f".{key}", said) for _, said in refusal.said]
        if wrong:
            raise Refused(*wrong)
        return HeldCourse(**found)

    def raw(self, value: Any) -> dict[str, object]:
        day: date | None = value.completed_on
        return {"code": value.code} | ({} if day is None else {"completed_on": day.isoformat()})


_DEGREES: Mapping[str, Kind] = {
    "lat": Number(-90, 90, unit="degrees", unit_da="grader"),
    "lon": Number(-180, 180, unit="degrees", unit_da="grader"),
}
_HELD: Mapping[str, Kind] = {"code": Code(), "completed_on": Day()}


def _held(item: str) -> dict[str, object]:
    code, at, day = item.partition("@")
    return {"code": code.strip()} | ({"completed_on": Day().from_cell(day)} if at else {})


def _each(raw: list[Any], kind: Kind) -> list[Any]:
    """Every item read; the faults of all told with their positions."""
    values, wrong = [], []
    for number, item in enumerate(raw):
        try:
            values.append(kind.read(item))
        except Refused as refusal:
            wrong += [(f"[{number}]{at}", said) for at, said in refusal.said]
    if wrong:
        raise Refused(*wrong)
    return values
