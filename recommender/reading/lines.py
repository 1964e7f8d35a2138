"""JSON Lines → rows, every unreadable line told with its number."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from recommender.reading.faults import Faults, Place
from recommender.reading.said import Refused, Said, refused, shown, wrong_type

_WIDE = (b"\xff\xfe", b"\xfe\xff")
"""What UTF-16 begins with."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row in raw form."""

    place: Place
    values: Mapping[str, Any]
    task_places: tuple[Place, ...] = ()
    """Where the tasks of an opening stand, when they have rows of their own."""

    def places_of_tasks(self) -> tuple[Place, ...]:
        """Where each task of an opening stands."""
        tasks = self.values.get("tasks")
        if self.task_places or not isinstance(tasks, list):
            return self.task_places
        return tuple(replace(self.place, prefix=f"tasks[{number}].") for number in range(len(tasks)))


@dataclass
class Rows:
    """The rows of a file that could be read."""

    file: str
    """Its name."""
    rows: list[Row] = field(default_factory=list)
    whole: bool = True
    """Whether every row could be read: only then can a reference be called dangling."""


def read_lines(file: str, data: bytes, faults: Faults) -> Rows:
    """The objects of a JSON Lines file; blank lines are passed over."""
    result = Rows(file)
    for line, text in decoded(file, data, faults, result):
        if text and not text.isspace():
            place = Place(file, line)
            try:
                result.rows.append(Row(place, _object(text)))
            except Refused as refusal:
                result.whole = False
                faults.add(place, None, refusal.said[0][1])
    return result


def decoded(file: str, data: bytes, faults: Faults, result: Rows) -> Iterator[tuple[int, str]]:
    """The lines of a text file with their numbers, a byte order mark dropped; lines that are not UTF-8 are told."""
    if data.startswith(_WIDE) or b"\x00" in data[:100]:
        result.whole = False
        faults.add(Place(file, 1), None, _NOT_UTF8_AT_ALL)
        return
    source = io.BytesIO(data)
    source.seek(3 if data.startswith(b"\xef\xbb\xbf") else 0)
    for number, line in enumerate(source, start=1):
        try:
            yield number, line.decode("utf-8").rstrip("\r\n")
        except UnicodeDecodeError as error:
            result.whole = False
            faults.add(Place(file, number), None, not_utf8(error))


def not_utf8(error: UnicodeDecodeError) -> Said:
    """Which byte of the line it is, and what to do."""
    byte = f"0x{error.object[error.start]:02X}"
    return Said(
        f"byte {error.start + 1} of the line ({byte}) is not UTF-8; save the file as UTF-8",
        f"byte {error.start + 1} på linjen ({byte}) er ikke UTF-8; gem filen som UTF-8",
    )


_NOT_UTF8_AT_ALL = Said(
    "the file is not UTF-8 (it looks like UTF-16); save it as UTF-8",
    "filen er ikke UTF-8 (den ligner UTF-16); gem den som UTF-8",
)


class _DuplicateKey(ValueError):
    """A JSON object says the same key twice."""


def _object(text: str) -> dict[str, Any]:
    try:
        value = json.loads(text, object_pairs_hook=_once)
    except _DuplicateKey as twice:
        key = shown(twice.args[0])
        raise refused(
            Said(f"the key {key} stands twice; keep one of them", f"feltet {key} står to gange; behold det ene")
        ) from None
    except RecursionError:
        raise refused(
            Said("is nested too deeply; write one flat object", "er indlejret for dybt; skriv ét fladt objekt")
        ) from None
    except json.JSONDecodeError as error:
        raise refused(_not_json(text, error)) from None
    except ValueError:
        raise refused(
            Said(
                "holds a number with thousands of digits; correct it",
                "indeholder et tal med tusindvis af cifre; ret det",
            )
        ) from None
    if not isinstance(value, dict):
        raise refused(wrong_type(value, "one JSON object a line: {…}", "ét JSON-objekt pr. linje: {…}"))
    return value


def _not_json(text: str, error: json.JSONDecodeError) -> Said:
    if error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated"):
        return Said(
            f"the JSON breaks off after {len(text)} characters; complete the line, or export the file again",
            f"JSON-linjen er afbrudt efter {len(text)} tegn; gør den færdig, eller eksportér filen igen",
        )
    return Said(
        f"is not JSON at character {error.pos + 1} ({error.msg}); correct it, or export the file again",
        f"er ikke JSON ved tegn {error.pos + 1}; ret det, eller eksportér filen igen",
    )


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise _DuplicateKey(key)
            seen.add(key)
    return found
