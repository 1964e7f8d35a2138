"""Kinds of text: free text, ids, codes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, time
from functools import lru_cache
from typing import Any

from recommender.cpr import holds_cpr
from recommender.reading.kinds import Cell, Kind
from recommender.reading.said import Said, cpr_found, refused, shown, wrong_type

_INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_CODE = re.compile(r"[a-z0-9][a-z0-9_.\-]*")

NONE_WORDS = ("ingen", "none")
"""Words for an empty list in a cell; an empty cell means that nobody has said."""


def whole(cell: Cell) -> Cell:
    """A number without needless decimals: sheets keep every number as a float."""
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell


def as_text(cell: Cell) -> str:
    """The cell as one would have typed it."""
    cell = whole(cell)
    return "" if cell is None else cell.isoformat() if isinstance(cell, date | time) else str(cell)


@dataclass(frozen=True)
class Text(Kind):
    """Free text; white space alone counts as empty."""

    may_be_empty: bool = True
    blank: object = field(init=False, default=None)

    def __post_init__(self) -> None:
        object.__setattr__(self, "blank", "" if self.may_be_empty else None)

    def read(self, raw: object) -> str:
        """The text, its line ends as `\\n`."""
        if type(raw) is not str:
            raise refused(wrong_type(raw, "text", "tekst"))
        if not raw.isprintable():
            raw = _plain(raw)
        if holds_cpr(raw):
            raise refused(cpr_found())
        if not raw or raw.isspace():
            if not self.may_be_empty:
                raise refused(Said("is empty; it must be filled in", "er tomt; det skal udfyldes"))
            return ""
        return raw

    def from_cell(self, cell: Cell) -> object:
        """A number or a date that a sheet made of a text is text again."""
        return cell if isinstance(cell, str) else as_text(cell)


@dataclass(frozen=True)
class Id(Text):
    """An id: one word of at most 200 characters, so that it can stand in TREC files and addresses."""

    may_be_empty: bool = False

    def read(self, raw: Any) -> str:
        """The id as it stands."""
        text: str = super().read(raw)
        if len(text) > 200 or text.split() != [text]:
            raise refused(
                Said(
                    f"{shown(raw)} cannot be an id; write it without spaces, at most 200 characters",
                    f"{shown(raw)} kan ikke være et id; skriv det uden mellemrum, højst 200 tegn",
                )
            )
        return text

    def from_cell(self, cell: Cell) -> object:
        """Spaces around it are a slip of the hand."""
        raw = super().from_cell(cell)
        return raw.strip() if isinstance(raw, str) else raw


@dataclass(frozen=True)
class Code(Id):
    """A code that the dataset itself defines: lower-case ASCII."""

    def read(self, raw: Any) -> str:
        """The code as it stands."""
        return _sound_code(raw) if type(raw) is str else super().read(raw)


@lru_cache(maxsize=32_768)
def _sound_code(raw: str) -> str:
    """The code, looked at once: few are in use and each stands often."""
    text = Id().read(raw)
    if _CODE.fullmatch(text) is None or text in NONE_WORDS:
        raise refused(
            Said(
                f"{shown(raw)} is not a code; write it with a to z, 0 to 9, '_', '-' and '.'",
                f"{shown(raw)} er ikke en kode; skriv den med a til z, 0 til 9, '_', '-' og '.'",
            )
        )
    return text


def _plain(text: str) -> str:
    """Line ends made one; what cannot be seen, or written in a file, is refused."""
    if found := _INVISIBLE.search(text):
        code = f"U+{ord(found[0]):04X}"
        raise refused(
            Said(
                f"{shown(_INVISIBLE.sub('', text))} holds an invisible character ({code}); remove it",
                f"{shown(_INVISIBLE.sub('', text))} indeholder et usynligt tegn ({code}); fjern det",
            )
        )
    return text.replace("\r\n", "\n").replace("\r", "\n")
