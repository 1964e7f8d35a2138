"""`attributes.tsv`: what the evaluation alone may know of citizens, to see for whom a ranking fails.

One line is `citizen_id`, `attribute` and `value` with tabs between and no heading: `b1`, `age_band`, `50+`. The engine,
the service and the training never read it; a test holds that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from recommender.cpr import holds_cpr
from recommender.errors import DatasetFaulty, Fault
from recommender.reading.said import Said, cpr_found, dangling, shown
from recommender.types import Citizen

FILE = "attributes.tsv"
FORM = "citizen_id, attribute, value"
HEADINGS = frozenset(("citizen_id", "citizen", "citizens", "id", "borger_id", "borger-id", "borger", "borgere"))
"""How a first line begins that is a heading, where no citizen is called so."""

Attributes = Mapping[str, Mapping[str, str]]
"""Attribute → citizen → value, attributes in the order of the file."""


def read_attributes(folder: Path, citizens: Sequence[Citizen]) -> Attributes:
    """The attributes of a dataset folder, empty without the file; DatasetFaulty with every fault of it."""
    path = folder / FILE
    if not path.exists():
        return {}
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        raise DatasetFaulty(
            [Fault(FILE, None, None, "cannot be read as UTF-8; save it so", "kan ikke læses som UTF-8; gem den sådan")]
        ) from None
    known = {citizen.id for citizen in citizens}
    found: dict[str, dict[str, str]] = {}
    faults: list[Fault] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        wrong = list(_faults(number, cells, known, found))
        faults += [Fault(FILE, number, field, said.en, said.da) for field, said in wrong]
        if not wrong:
            citizen, attribute, value = cells
            found.setdefault(attribute, {})[citizen] = value
    if faults:
        raise DatasetFaulty(faults)
    return found


def _heading(cells: list[str]) -> Said:
    text = shown(" ".join(cells))
    return Said(
        f"{text} is a heading; delete the line, for the file holds {FORM} from its first line, parted by tabs",
        f"{text} er en overskrift; slet linjen, for filen rummer {FORM} fra første linje, adskilt af tabulatorer",
    )


def _faults(number: int, cells: list[str], known: set[str], found: Attributes) -> Iterator[tuple[str | None, Said]]:
    """What is wrong with a line."""
    if any(holds_cpr(cell) for cell in cells):
        yield None, cpr_found()
        return
    if number == 1 and cells[0] not in known and re.split("[;,]", cells[0])[0].strip('" ').lower() in HEADINGS:
        yield None, _heading(cells)
        return
    if len(cells) != 3 or not all(cells):
        text = shown(" ".join(cells))
        yield (
            None,
            Said(
                f"{text} does not hold three values parted by tabs; write {FORM}",
                f"{text} rummer ikke tre værdier adskilt af tabulatorer; skriv {FORM}",
            ),
        )
        return
    citizen, attribute, _ = cells
    if citizen not in known:
        yield "citizen_id", dangling(citizen, "citizens", sorted(known))
    elif citizen in found.get(attribute, {}):
        who, what = shown(citizen), shown(attribute)
        yield (
            "attribute",
            Said(
                f"{who} has a value of {what} on an earlier line; keep one of them",
                f"{who} har en værdi af {what} på en tidligere linje; behold den ene",
            ),
        )
