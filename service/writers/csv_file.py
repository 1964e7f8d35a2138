"""CSV as a Danish Excel opens it: semicolons, decimal comma, UTF-8 with a byte order mark."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from recommender.types import Suggestion
from service.writers.flat import HEADINGS, Cell, cells
from service.writers.forms import Batch

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""A text that begins so would be run as a formula when a spreadsheet opens the file."""


def write(path: Path, suggestions: Iterable[Suggestion], batch: Batch) -> None:
    """Write them as they come."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        rows = csv.writer(file, delimiter=";", lineterminator="\r\n")
        rows.writerow(HEADINGS)
        for suggestion in suggestions:
            rows.writerow([_shown(cell) for cell in cells(suggestion, batch)])


def _shown(cell: Cell) -> str:
    """Numbers with a comma; a text that would be a formula behind an apostrophe."""
    if not isinstance(cell, str):
        return repr(cell).replace(".", ",")
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell
