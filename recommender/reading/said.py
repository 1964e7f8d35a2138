"""The sentences of faults, in English and Danish: what is wrong, the value, the remedy."""

from __future__ import annotations

import difflib
import json
import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from recommender.cpr import holds_cpr, mask

SHOWN_CHARACTERS = 80
"""Of a value in a message."""
_COMPARED = 200
"""Codes that a misspelt one is compared with, at most: comparing takes time for each."""
_LISTED = 12
"""Codes that a message lists, at most."""


class Said(NamedTuple):
    """One sentence in both languages."""

    en: str
    da: str
    sheet: str = ""
    """In Danish of a sheet, where that is filled in with other words; `da` when empty."""


class Refused(Exception):
    """A value that the contract does not allow."""

    def __init__(self, *said: tuple[str, Said]) -> None:
        super().__init__(said[0][1].en)
        self.said = said
        """Each fault, with the path below the key that it stands at (empty: the key itself)."""


def refused(said: Said, at: str = "") -> Refused:
    """A refusal for one fault."""
    return Refused((at, said))


def shown(value: object) -> str:
    """The value in quotes as a person would recognise it: short, on one line, CPR numbers hidden."""
    if isinstance(value, str):
        text = f"'{short(mask(value))}'"
    elif isinstance(value, bool) or value is None:
        text = json.dumps(value)
    elif isinstance(value, int | float):
        text = short(mask(_digits(value)))
    elif isinstance(value, dict | list):
        text = short(json.dumps(_masked(value), ensure_ascii=False, default=str))
    else:
        text = f"'{short(mask(str(value)))}'"
    return text.replace("\n", "⏎").replace("\r", "⏎").replace("\t", " ")


def nearest(value: object, known: Sequence[str]) -> str | None:
    """The known code that a misspelt one most looks like, if any does."""
    if not isinstance(value, str) or len(value) > SHOWN_CHARACTERS or len(known) > _COMPARED:
        return None
    return _nearest(value, tuple(known))


def unknown_key(key: str, known: Sequence[str]) -> Said:
    """A key that the contract does not have."""
    if holds_cpr(key):
        return cpr_found()
    if (like := nearest(key, known)) is not None:
        return Said(f"is not a known key; did you mean '{like}'?", f"er ikke et kendt felt; mente du '{like}'?")
    return Said("is not a known key; remove it", "er ikke et kendt felt; fjern det")


def unknown_code(value: object, labels: Mapping[str, str]) -> Said:
    """A code that the vocabulary does not have. `labels`: code → Danish label, which a sheet may say instead.

    In Danish the label stands beside the code, and alone in a sheet, for those are filled in with labels.
    """
    if isinstance(value, str) and holds_cpr(value):
        return cpr_found()
    said = Said(f"{shown(value)} is not known", f"{shown(value)} er ikke kendt")
    if (like := _nearest_code(value, labels)) is not None:
        word = f"mente du '{labels[like]}'?"
        return _joined(said, Said(f"did you mean '{like}'?", f"mente du {_named(like, labels)}?", word))
    if len(labels) <= _LISTED:
        codes, both = ", ".join(labels), ", ".join(_named(code, labels) for code in labels)
        words = ", ".join(f"'{label}'" for label in labels.values())
        return _joined(said, Said(f"use one of: {codes}", f"brug en af: {both}", f"brug en af: {words}"))
    in_sheet = "brug et af ordene i vejledningen til skemaerne"
    return _joined(said, Said("use a code of the data contract", "brug en kode fra datakontrakten", in_sheet))


def wrong_type(value: object, en: str, da: str) -> Said:
    """A value of another type than the key's; `en` and `da` say what to write."""
    return Said(f"{shown(value)} cannot be used; write {en}", f"{shown(value)} kan ikke bruges; skriv {da}")


def missing() -> Said:
    """A required key that is not there."""
    return Said("is missing; it must be filled in", "mangler; det skal udfyldes")


def cpr_found() -> Said:
    """A CPR number, not repeated."""
    return Said(
        "holds a CPR number; replace it by a pseudonym or leave it out",
        "indeholder et CPR-nummer; erstat det med et pseudonym, eller udelad det",
    )


def duplicate(value: object, line: int | None) -> Said:
    """An id that is taken, and where."""
    if line is None:
        return Said(
            f"{shown(value)} is used twice; give each its own id", f"{shown(value)} er brugt to gange; giv hver sit id"
        )
    return Said(
        f"{shown(value)} is used already on line {line}; give each its own id",
        f"{shown(value)} er allerede brugt på linje {line}; giv hver sit id",
    )


def dangling(value: object, file: str, known: Sequence[str]) -> Said:
    """A reference to something that is in no file."""
    if (like := nearest(value, known)) is not None:
        return Said(
            f"{shown(value)} is not in {file}; did you mean '{like}'?",
            f"{shown(value)} findes ikke i {file}; mente du '{like}'?",
        )
    return Said(
        f"{shown(value)} is not in {file}; add it there, or remove it here",
        f"{shown(value)} findes ikke i {file}; tilføj det dér, eller fjern det her",
    )


def number_word(value: float) -> str:
    """A number as Danish and English both write it in a message: no needless decimals."""
    return str(int(value)) if value == int(value) else str(value)


def _nearest_code(value: object, labels: Mapping[str, str]) -> str | None:
    """The code that the value looks like, or whose label it looks like."""
    if (code := nearest(value, tuple(labels))) is not None:
        return code
    by_label = {label.casefold(): code for code, label in labels.items()}
    label = nearest(value, tuple(by_label))
    return None if label is None else by_label[label]


def _named(code: str, labels: Mapping[str, str]) -> str:
    """'open' (Åben): the code, and the label that a sheet may say instead; once where they are the same."""
    label = labels[code]
    return f"'{code}'" if label.casefold() == code else f"'{code}' ({label})"


def _joined(first: Said, second: Said) -> Said:
    sheet = f"{first.sheet or first.da}; {second.sheet}" if second.sheet else ""
    return Said(f"{first.en}; {second.en}", f"{first.da}; {second.da}", sheet)


def short(text: str) -> str:
    """The text cut off where a message would grow long."""
    return text if len(text) <= SHOWN_CHARACTERS else text[: SHOWN_CHARACTERS - 1] + "…"


def _digits(number: int | float) -> str:
    """A number as text, never so long that Python refuses to write it, and with a lost leading zero put back."""
    if isinstance(number, int) and number.bit_length() > 400:
        return f"{'-' if number < 0 else ''}10^{int((number.bit_length() - 1) * 0.30103)}"
    if isinstance(number, float) and not math.isfinite(number):
        return json.dumps(number)
    if isinstance(number, float) and abs(number) < 1e15 and number.is_integer():
        number = int(number)
    return str(number)


def _masked(value: object) -> object:
    if isinstance(value, str):
        return mask(value)
    if isinstance(value, dict):
        return {mask(str(key)): _masked(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_masked(item) for item in value]
    if isinstance(value, int | float) and not isinstance(value, bool) and holds_cpr(_digits(value)):
        return mask(_digits(value))
    return value


@lru_cache(maxsize=8192)
def _nearest(value: str, known: tuple[str, ...]) -> str | None:
    alike = difflib.get_close_matches(value.strip().casefold(), known, n=1, cutoff=0.6)
    return alike[0] if alike else None
