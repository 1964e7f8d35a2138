"""The two languages of the report: words and numbers as Danes and as English readers write them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

Language = Literal["da", "en"]


class Between(Protocol):
    """Whatever has an interval."""

    @property
    def low(self) -> float:
        """The lower bound."""

    @property
    def high(self) -> float:
        """The upper bound."""


@dataclass(frozen=True, slots=True)
class Tongue:
    """One language; calling it with the Danish and the English gives the one that is spoken."""

    language: Language

    def __call__(self, danish: str, english: str) -> str:
        """The text in this language."""
        return danish if self.language == "da" else english

    def decimal(self, value: float, places: int = 2) -> str:
        """0,75 or 0.75; a true minus, and never minus zero."""
        text = f"{value:.{places}f}"
        rounded_away = text.strip("-0.") == ""
        return self._point(text.replace("-", "" if rounded_away else "−"))

    def percent(self, share: float) -> str:
        """A share in per cent: 12,5 % or 12.5%; one decimal, none where it is whole."""
        number = self.decimal(100 * share, 1).removesuffix(self._point(".0"))
        return number + self(" %", "%")

    def count(self, value: float) -> str:
        """A number with marks between thousands: 6.820 or 6,820."""
        return f"{round(value):,}".replace(",", self(".", ","))

    def interval(self, between: Between, places: int = 2) -> str:
        """0,67 til 0,82 or 0.67 to 0.82."""
        return f"{self.decimal(between.low, places)} {self('til', 'to')} {self.decimal(between.high, places)}"

    def listed(self, names: list[str]) -> str:
        """A, B og C or A, B and C."""
        *most, last = names
        return f"{', '.join(most)} {self('og', 'and')} {last}" if most else last

    def _point(self, text: str) -> str:
        return text.replace(".", ",") if self.language == "da" else text


DANISH, ENGLISH = Tongue("da"), Tongue("en")
