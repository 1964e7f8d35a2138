"""Kinds of a single value other than text: numbers, dates, times, yes or no, a choice."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property, lru_cache
from typing import Any

from recommender.reading.kinds import Cell, Kind, words
from recommender.reading.said import Said, number_word, refused, shown, unknown_code, wrong_type
from recommender.reading.texts import as_text, whole

_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?(?:[eE][+-]?\d{1,3})?", re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_DANISH_DATE = re.compile(r"(\d{1,2})[-./](\d{1,2})[-./](\d{4})", re.ASCII)
_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)", re.ASCII)
_DANISH_TIME = re.compile(r"(\d{1,2})[.:](\d\d)(?:[.:]00)?", re.ASCII)
_FLAGS = {"ja": True, "sand": True, "true": True, "yes": True, "1": True} | dict.fromkeys(
    ("nej", "falsk", "false", "no", "0"), False
)


@dataclass(frozen=True)
class Number(Kind):
    """A finite number within bounds."""

    low: float | None = None
    high: float | None = None
    above: bool = False
    """Whether `low` itself is too low."""
    unit: str = "a number"
    unit_da: str = "et tal"

    def read(self, raw: Any) -> float:
        """The number."""
        if type(raw) is not int and type(raw) is not float:
            raise refused(wrong_type(raw, f"{self.unit}{self._range('en')}", f"{self.unit_da}{self._range('da')}"))
        if isinstance(raw, float) and not math.isfinite(raw):
            raise refused(
                Said(
                    f"{shown(raw)} is not a finite number; write {self.unit}{self._range('en')}",
                    f"{shown(raw)} er ikke et endeligt tal; skriv {self.unit_da}{self._range('da')}",
                )
            )
        if self._outside(raw):
            raise refused(
                Said(
                    f"{shown(raw)} is out of range; write {self.unit}{self._range('en')}",
                    f"{shown(raw)} er uden for det mulige; skriv {self.unit_da}{self._range('da')}",
                )
            )
        return float(raw)

    def raw(self, value: Any) -> object:
        """Whole numbers without decimals."""
        return int(value) if isinstance(value, float) and value.is_integer() else value

    def from_cell(self, cell: Cell) -> object:
        """Decimal comma or point."""
        return _number(cell)

    def _outside(self, raw: float) -> bool:
        if self.low is not None and (raw < self.low or (self.above and raw == self.low)):
            return True
        return raw > (1e15 if self.high is None else self.high)

    def _range(self, spoken: str) -> str:
        from_, above, to, at_least = (
            ("from", "above", "to", "of at least") if spoken == "en" else ("fra", "over", "til", "på mindst")
        )
        low = "" if self.low is None else number_word(self.low)
        if self.high is None:
            return f" {above if self.above else at_least} {low}" if low else ""
        high = number_word(self.high)
        if not self.above:
            return f" {from_} {low} {to} {high}"
        return f" {above} {low} and at most {high}" if spoken == "en" else f" {above} {low} og højst {high}"


@dataclass(frozen=True)
class Whole(Number):
    """A whole number within bounds."""

    unit: str = "a whole number"
    unit_da: str = "et helt tal"

    def read(self, raw: Any) -> int:
        """The number, as an int."""
        value = super().read(raw)
        if not value.is_integer():
            raise refused(wrong_type(raw, f"{self.unit}{self._range('en')}", f"{self.unit_da}{self._range('da')}"))
        return int(value)


@dataclass(frozen=True)
class Level(Kind):
    """A level of a dimension, 0 to 3."""

    def read(self, raw: Any) -> int:
        """The level."""
        if type(raw) is int and 0 <= raw <= 3:
            return raw
        if type(raw) is float and raw in (0.0, 1.0, 2.0, 3.0):
            return int(raw)
        raise refused(
            Said(
                f"{shown(raw)} is not a level; write 0, 1, 2 or 3, or leave it out when it is unknown",
                f"{shown(raw)} er ikke et niveau; skriv 0, 1, 2 eller 3, eller udelad det, når det er ukendt",
            )
        )

    def from_cell(self, cell: Cell) -> object:
        """Decimal comma or point."""
        return _number(cell)


@dataclass(frozen=True)
class Flag(Kind):
    """Yes or no."""

    def read(self, raw: Any) -> bool:
        """True or false."""
        if type(raw) is not bool:
            said = wrong_type(raw, "true or false (in a sheet: ja or nej)", "true eller false")
            raise refused(said._replace(sheet=f"{shown(raw)} kan ikke bruges; skriv ja eller nej"))
        return raw

    def from_cell(self, cell: Cell) -> object:
        """`ja` and `nej`, among others."""
        if isinstance(cell, bool):
            return cell
        word = str(whole(cell)).strip().casefold()
        return _FLAGS.get(word, cell)

    def to_cell(self, raw: Any) -> Cell:
        """Danish, as in the templates."""
        return "ja" if raw else "nej"


@dataclass(frozen=True)
class Day(Kind):
    """A date of the calendar."""

    def read(self, raw: Any) -> date:
        """The date, from `YYYY-MM-DD`."""
        if type(raw) is str and _DATE.fullmatch(raw) and (day := _day(raw)) is not None:
            return day
        raise refused(
            Said(
                f"{shown(raw)} is not a date of the calendar; write it as YYYY-MM-DD, e.g. 2026-11-21",
                f"{shown(raw)} er ikke en dato i kalenderen; skriv den som ÅÅÅÅ-MM-DD, f.eks. 2026-11-21",
            )
        )

    def raw(self, value: Any) -> object:
        """`YYYY-MM-DD`."""
        return value.isoformat()

    def from_cell(self, cell: Cell) -> object:
        """A date of Excel, `2026-11-21`, or Danish `21-11-2026`."""
        if isinstance(cell, datetime):
            return cell.date().isoformat() if cell.time() == time() else cell.isoformat()
        if isinstance(cell, date):
            return cell.isoformat()
        text = as_text(cell).strip()
        if danish := _DANISH_DATE.fullmatch(text):
            return f"{danish[3]}-{int(danish[2]):02}-{int(danish[1]):02}"
        return text


@dataclass(frozen=True)
class Time(Kind):
    """A time of day."""

    def read(self, raw: Any) -> int:
        """Minutes after midnight, from `HH:MM`."""
        if type(raw) is str and (found := _TIME.fullmatch(raw)):
            return int(found[1]) * 60 + int(found[2])
        raise refused(
            Said(
                f"{shown(raw)} is not a time of day; write it as HH:MM from 00:00 to 23:59, e.g. 08:30",
                f"{shown(raw)} er ikke et klokkeslæt; skriv det som TT:MM fra 00:00 til 23:59, f.eks. 08:30",
            )
        )

    def raw(self, value: Any) -> object:
        """`HH:MM`."""
        return f"{value // 60:02}:{value % 60:02}"

    def from_cell(self, cell: Cell) -> object:
        """A time of Excel, `8:30`, or Danish `8.30`."""
        if isinstance(cell, time):
            return cell.isoformat("minutes" if not cell.second and not cell.microsecond else "auto")
        if isinstance(cell, timedelta) and cell.days == 0 and cell.seconds % 60 == 0:
            return self.raw(cell.seconds // 60)
        text = as_text(cell).strip()
        if danish := _DANISH_TIME.fullmatch(text):
            return f"{int(danish[1]):02}:{danish[2]}"
        return text


@dataclass(frozen=True)
class Choice(Kind):
    """One of the codes of a list."""

    labels: Mapping[str, str]
    """Code → Danish label; a sheet may say either."""

    def read(self, raw: Any) -> str:
        """The code."""
        if type(raw) is str and raw in self.labels:
            return raw
        if type(raw) is str:
            raise refused(unknown_code(raw, self.labels))
        raise refused(wrong_type(raw, "a code as text", "en kode som tekst"))

    def from_cell(self, cell: Cell) -> object:
        """The code for a Danish label."""
        text = as_text(cell).strip()
        return self._words.get(text.casefold(), text)

    @cached_property
    def _words(self) -> dict[str, str]:
        return words(self.labels)


@lru_cache(maxsize=32_768)
def _day(text: str) -> date | None:
    """The date, if the calendar has it; few are in use and each stands often."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _number(cell: Cell) -> object:
    if not isinstance(cell, str):
        return whole(cell)
    text = cell.strip().replace("\u2212", "-")
    if _NUMBER.fullmatch(text) is None:
        return cell
    return whole(float(text.replace(",", ".")))
