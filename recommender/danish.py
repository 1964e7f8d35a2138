"""How numbers, lists and quotations stand in Danish sentences."""

from __future__ import annotations

from collections.abc import Sequence

QUOTED = 110
"""Letters of a quotation before it is cut at a word."""


def number(value: float) -> str:
    """At most one decimal, with a comma: 3, 7,5."""
    rounded = round(value, 1)
    return str(int(rounded)) if rounded == int(rounded) else f"{rounded:.1f}".replace(".", ",")


def hours_of(value: float) -> str:
    """1 time, 7,5 timer."""
    return "1 time" if number(value) == "1" else f"{number(value)} timer"


def listed(words: Sequence[str]) -> str:
    """a, b og c."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} og {words[-1]}" if words else ""


def quoted(text: str) -> str:
    """The text in «», cut at a word where it is long."""
    plain = " ".join(text.split()).rstrip(".")
    if len(plain) > QUOTED:
        plain = plain[: plain.rfind(" ", 0, QUOTED)] + " …"
    return f"«{plain}»"


def first_lower(text: str) -> str:
    """The text with its first letter small, for the inside of a sentence; an abbreviation (IT) stays as it is."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]
