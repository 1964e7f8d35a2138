"""CPR numbers: found wherever they are typed, and never shown again.

A number counts when its first six digits are a date, whether or not its check digit holds: since 2007 valid numbers
break modulus 11 (CPR-kontoret), and a mistyped number is still somebody's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

HIDDEN = "••••••-••••"
"""Stands in a message where a CPR number was."""

_DASH = r"[\-_\u00ad\u2010-\u2015\u2212]"
_CANDIDATE = re.compile(
    rf"(?<!\d)(?:(\d\d)(\d\d)(\d\d)(?:\s?{_DASH}\s?|\s{{1,2}}|[./])?"  # 010190-1234
    rf"|(\d\d)[ ./\-](\d\d)[ ./\-](\d\d)(?:\s?{_DASH}\s?|[ ./])"  # 01.01.90-1234
    rf"|(\d\d)(\d\d){_DASH}(\d\d){_DASH}"  # 0101-90-1234
    rf"|(\d\d)[ ./\-]?(\d\d)[ ./\-]?(?:19|20)(\d\d)\s?{_DASH}\s?)\d{{4}}(?!\d)"  # 01011990-1234
)
_LAST_FOUR = re.compile(r"\d{4}(?!\d)")
"""Every candidate ends so; looking for this first makes texts without numbers ten times as fast."""
_OTHER_NUMBER = re.compile(
    r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b"  # UUID
    r"|\b(?=[0-9]*[a-f])[0-9a-f]{20,}\b"  # digest
    r"|\bp-?(?:nr|nummer)\.?\s*:?\s*10\d{8}\b",  # production unit, whose numbers begin with 10
    re.IGNORECASE,
)
_NINE_DIGITS = re.compile(r"\s*\d{9}\s*")
_DAYS_IN_MONTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def holds_cpr(text: str) -> bool:
    """Whether a CPR number stands anywhere in the text, or is all of it, less the leading zero that Excel drops."""
    if _LAST_FOUR.search(text) is None:
        return False
    if next(_spans(text), None) is not None:
        return True
    return _NINE_DIGITS.fullmatch(text) is not None and _is_date("0" + text.strip())


def mask(text: str) -> str:
    """The text with every CPR number hidden."""
    shown, done = [], 0
    for start, end in _spans(text):
        shown += [text[done:start], HIDDEN]
        done = end
    masked = "".join([*shown, text[done:]])
    return HIDDEN if holds_cpr(masked) else masked


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Where the numbers stand, from left to right; other kinds of number with ten digits are passed over."""
    others: list[tuple[int, int]] | None = None
    for found in _CANDIDATE.finditer(text):
        if not _is_date("".join(part for part in found.groups() if part)):
            continue
        if others is None:
            others = [other.span() for other in _OTHER_NUMBER.finditer(text)]
        if not any(start <= found.start() and found.end() <= end for start, end in others):
            yield found.span()


def _is_date(digits: str) -> bool:
    day, month, year = int(digits[:2]), int(digits[2:4]), int(digits[4:6])
    if not 1 <= month <= 12 or not 1 <= day <= _DAYS_IN_MONTH[month - 1]:
        return False
    return (day, month) != (29, 2) or year % 4 == 0
