"""Makes the templates and their page from the table of keys: `python -m data.templates.make`.

A test holds the files to what this makes.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from data.templates import page
from recommender.reading.compounds import Levels
from recommender.reading.keys import Tables, tables
from recommender.reading.kinds import Column, Key
from recommender.reading.scalars import Choice, Flag, Level, Number
from recommender.reading.sheets import write_csv
from recommender.reading.texts import Text
from recommender.vocabulary import shipped_vocabulary

FOLDER = Path(__file__).parent
FILES = ("companies", "openings", "citizens", "courses", "matches")

_ROWS = 2000
"""Rows that the drop-down lists of Excel reach."""
_SHOWN_LEVELS = 3
"""Dimensions that the example fills in: the others show that a cell may be left empty."""
_COURSES = (
    ("groent_mindset", "Grønt Mindset", "Kursus", "Klima, affaldssortering og grønne opgaver på arbejdspladsen", "25"),
    ("truckcertifikat", "Gaffeltruckcertifikat", "Bevis", "Føre gaffeltruck", ""),
)
"""Courses that the other examples refer to."""
_HEAD = PatternFill("solid", fgColor="DCE6F0")


def example_rows(name: str, known: Tables) -> list[list[str]]:
    """What a broker might have typed; the examples of all sheets make a dataset."""
    row = [value for table, _ in known.parts(name) for key in table.keys for value in _examples(key)]
    return [row, *(list(course) for course in _COURSES)] if name == "courses" else [row]


def headings(name: str, known: Tables) -> list[str]:
    """Danish headings, with `*` where something must be written."""
    required = [key.required for table, _ in known.parts(name) for key in table.keys for _ in key.columns]
    pairs = zip(known.columns(name), required, strict=True)
    return [f"{column.heading} *" if must and not _may_be_blank(column) else column.heading for column, must in pairs]


def csv_template(name: str, known: Tables) -> bytes:
    """The sheet as CSV for Danish Excel."""
    return write_csv(headings(name, known), example_rows(name, known))


def excel_template(name: str, known: Tables) -> bytes:
    """The sheet as a workbook, with drop-down lists and a second sheet that explains the columns."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = name
    for number, row in enumerate([headings(name, known), *example_rows(name, known)], start=1):
        for place, (text, column) in enumerate(zip(row, known.columns(name), strict=True), start=1):
            if number > 1 and isinstance(column.kind, Number | Level):
                sheet.cell(number, place, column.kind.from_cell(text) if text else None)
            elif text:
                sheet.cell(number, place, text).data_type = "s"
    _dress(sheet, known.columns(name))
    _explain(book.create_sheet("Vejledning"), page.column_table(name, known))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def made() -> Iterator[tuple[str, bytes]]:
    """Every file by its path below the folder."""
    known = tables(shipped_vocabulary())
    for name in FILES:
        yield f"csv/{name}.csv", csv_template(name, known)
        yield f"excel/{name}.xlsx", excel_template(name, known)
    yield "README.md", page.text(FILES, known, shipped_vocabulary()).encode()


def _examples(key: Key) -> list[str]:
    if isinstance(key.kind, Levels):
        return [key.example if number < _SHOWN_LEVELS else "" for number, _ in enumerate(key.columns)]
    parts = key.example.split("|")
    return parts if len(parts) == len(key.columns) else [key.example]


def _may_be_blank(column: Column) -> bool:
    return isinstance(column.kind, Level) or column.kind.blank is not None


def _dress(sheet: Worksheet, columns: tuple[Column, ...]) -> None:
    sheet.freeze_panes = "A2"
    for place, column in enumerate(columns, start=1):
        letter = get_column_letter(place)
        head = sheet.cell(1, place)
        head.font, head.fill = Font(bold=True), _HEAD
        head.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[letter].width = 40 if type(column.kind) is Text else 18
        if isinstance(column.kind, Text):
            sheet.column_dimensions[letter].number_format = "@"
        if choices := _choices(column):
            listed = DataValidation(type="list", formula1=f'"{",".join(choices)}"', allow_blank=True)
            listed.showErrorMessage = True
            listed.add(f"{letter}2:{letter}{_ROWS}")
            sheet.add_data_validation(listed)


def _choices(column: Column) -> list[str]:
    """What a drop-down list offers; Excel takes at most 255 characters, and commas only between."""
    if isinstance(column.kind, Flag):
        return ["ja", "nej"]
    if isinstance(column.kind, Level):
        return ["0", "1", "2", "3"]
    labels: Mapping[str, str] = column.kind.labels if isinstance(column.kind, Choice) else {}
    fit = len(",".join(labels.values())) <= 255 and not any("," in label for label in labels.values())
    return list(labels.values()) if fit else []


def _explain(sheet: Worksheet, rows: list[list[str]]) -> None:
    for number, row in enumerate(rows, start=1):
        for place, text in enumerate(row, start=1):
            cell = sheet.cell(number, place, text)
            cell.data_type = "s"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if number == 1:
                cell.font, cell.fill = Font(bold=True), _HEAD
    for letter, width in zip("ABCDE", (32, 28, 14, 60, 36), strict=True):
        sheet.column_dimensions[letter].width = width


if __name__ == "__main__":
    for below, content in made():
        path = FOLDER / below
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
