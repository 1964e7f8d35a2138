"""Excel: one sheet, written row by row; every text is text, never a formula."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

from recommender.errors import OutputFaulty
from recommender.types import Suggestion
from service.writers.flat import HEADINGS, Cell, cells
from service.writers.forms import Batch

MOST_ROWS = 1_048_576
"""Rows of a sheet in Excel."""
LONGEST = 32_767
"""Letters of a cell in Excel."""
WIDE = 60
WIDTHS = {"B": 30, "C": 26, "J": WIDE, "K": WIDE, "L": WIDE, "M": WIDE, "N": WIDE}


def write(path: Path, suggestions: Iterable[Suggestion], batch: Batch) -> None:
    """Write them as they come; OutputFaulty when there are more than a sheet can hold."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Forslag")
    sheet.freeze_panes = "A2"
    for column, width in WIDTHS.items():
        sheet.column_dimensions[column].width = width
    with contextlib.closing(sheet):
        sheet.append([_bold(sheet, heading) for heading in HEADINGS])
        for row, suggestion in enumerate(suggestions, 2):
            if row > MOST_ROWS:
                raise _too_many()
            sheet.append([_cell(sheet, value) for value in cells(suggestion, batch)])
    book.save(path)


def _cell(sheet: Any, value: Cell) -> Any:
    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub(" ", value)[:LONGEST])
    cell.data_type = "s"
    return cell


def _bold(sheet: Any, heading: str) -> Any:
    cell = _cell(sheet, heading)
    cell.font = Font(bold=True)
    return cell


def _too_many() -> OutputFaulty:
    return OutputFaulty(
        f"an Excel sheet holds {MOST_ROWS} rows and there are more suggestions; ask for fewer with -k, or for csv",
        f"et Excel-ark rummer {MOST_ROWS} rækker, og der er flere forslag; bed om færre med -k, eller om csv",
    )
