"""Excel ↔ rows of cells: calamine reads, openpyxl writes, and both are imported only then."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

from recommender.reading.faults import Faults, Place
from recommender.reading.kinds import Cell
from recommender.reading.said import Said
from recommender.reading.sheets import Sheet, is_blank, misfit
from recommender.reading.texts import as_text

CELL_CHARACTERS = 32_767
"""What a cell of Excel holds at most."""
_UNPACKED_BYTES = 1_000_000_000
_REFERENCE = re.compile(rb"\br=[\"']([A-Z]{1,9})([0-9]{1,9})[\"']")
_ERROR_CELL = re.compile(rb"<(?:\w+:)?c\b(?=[^>]*\bt=[\"']e[\"'])[^>]*\br=[\"']([A-Z]{1,3})([0-9]{1,7})[\"']")
_SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^>]*\b\w+:id=[\"']([^\"']+)[\"']")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
"""Excel reads `_x0041_` as A."""
_NO_HEADING = Said(
    "give every column a heading, or empty the cells outside the table",
    "giv hver kolonne en overskrift, eller tøm cellerne uden for tabellen",
)


class NotExcel(Exception):
    """Why a file cannot be read as a workbook, or a cell not be written in one."""

    def __init__(self, en: str, da: str) -> None:
        super().__init__(en)
        self.said = Said(en, da)


def read_excel(file: str, data: bytes, faults: Faults) -> Sheet:
    """The cells of the first sheet; later sheets are for people."""
    try:
        xml = _first_sheet(data)
        _check_spread(xml)
        cells = _cells(data)
    except NotExcel as reason:
        faults.add(Place(file, None), None, reason.said)
        return Sheet(file, 1, (), (), whole=False)
    return _sheet(file, cells, _no_error_cells(file, xml, faults), faults)


def write_excel(title: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """A workbook of one sheet, every text a text and never a formula."""
    from openpyxl import Workbook

    fitting = [[_fitting(cell) for cell in row] for row in chain([headings], rows)]
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for row in fitting:
        sheet.append([typed_cell(sheet, cell) for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def typed_cell(sheet: object, cell: Cell) -> Any:
    """A cell for openpyxl: texts forced to be text, numbers with all of their digits."""
    from openpyxl.cell import WriteOnlyCell

    if is_blank(cell):
        return None
    number = isinstance(cell, int | float) and not isinstance(cell, bool)
    text = repr(cell) if number else _ESCAPED.sub("_x005F_", str(cell))
    typed = WriteOnlyCell(sheet, value=text)
    typed.data_type = "n" if number else "s"
    return typed


def _fitting(cell: Cell) -> Cell:
    """The cell, if Excel can hold it; openpyxl would cut it off, and fault a sheet begun and not saved."""
    if isinstance(cell, str) and len(cell) > CELL_CHARACTERS:
        raise NotExcel(
            f"a text of {len(cell)} characters, and a cell of Excel holds {CELL_CHARACTERS}; write JSON Lines or CSV",
            f"en tekst på {len(cell)} tegn, og en celle i Excel rummer {CELL_CHARACTERS}; skriv JSON Lines eller CSV",
        )
    return cell


def _first_sheet(data: bytes) -> bytes:
    """The XML of the first sheet, once the file is known to be a sound workbook."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(member.file_size for member in archive.infolist()) > _UNPACKED_BYTES:
                raise NotExcel(
                    "is larger than 1 GB when unpacked; split it, or write CSV or JSON Lines",
                    "fylder over 1 GB udpakket; del den, eller skriv CSV eller JSON Lines",
                )
            if archive.testzip() is not None:
                raise _damaged()
            return archive.read(_first_sheet_name(archive))
    except NotExcel:
        raise
    except Exception as error:  # zipfile and zlib have a dozen ways to say that the bytes are wrong
        raise _damaged() from error


def _first_sheet_name(archive: zipfile.ZipFile) -> str:
    sheet = _SHEET.search(archive.read("xl/workbook.xml"))
    if sheet is None:
        raise _damaged()
    for relation in _RELATION.findall(archive.read("xl/_rels/workbook.xml.rels")):
        if _attribute(relation, b"Id") == sheet[1].decode():
            target = _attribute(relation, b"Target")
            return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    raise _damaged()


def _attribute(tag: bytes, name: bytes) -> str:
    found = re.search(rb"\b" + name + rb"=[\"']([^\"']*)[\"']", tag)
    return found[1].decode() if found else ""


def _check_spread(xml: bytes) -> None:
    """Refuse a sheet of few cells spread so far that reading it would fill the memory."""
    cells, widest, last = 0, 0, 0
    for letters, row in _REFERENCE.findall(xml):
        cells += 1
        widest, last = max(widest, _column_number(letters)), max(last, int(row))
    if widest * last > 50 * cells + 1_000_000:
        raise NotExcel(
            f"has cells as far out as row {last} and column {widest}; delete the stray cells outside the table",
            f"har celler helt ude i række {last} og kolonne {widest}; slet de løse celler uden for tabellen",
        )


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _cells(data: bytes) -> list[list[Any]]:
    from python_calamine import CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return [*book.get_sheet_by_index(0).to_python(skip_empty_area=False)]
    except Exception as error:  # calamine's errors have no common class, and ValueError and OSError occur besides
        raise _damaged() from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # Rust's panic, whose class cannot be imported
            raise
        raise _damaged() from error


def _no_error_cells(file: str, xml: bytes, faults: Faults) -> bool:
    """Note cells that show `#N/A` and the like: they would read as blank."""
    errors = _ERROR_CELL.findall(xml)
    for letters, row in errors:
        cell = f"{letters.decode()}{row.decode()}"
        said = Said(
            f"cell {cell} shows an error of Excel; correct its formula, or write the value",
            f"celle {cell} viser en fejl fra Excel; ret formlen, eller skriv værdien",
        )
        faults.add(Place(file, int(row)), None, said)
    return not errors


def _sheet(file: str, cells: list[list[Any]], whole: bool, faults: Faults) -> Sheet:
    rows = [(number, row) for number, row in enumerate(cells, start=1) if not all(is_blank(cell) for cell in row)]
    if not rows:
        return Sheet(file, 1, (), (), whole)
    heading_line, first = rows[0]
    width = max(number for number, cell in enumerate(first, start=1) if not is_blank(cell))
    fitting: list[tuple[int, Sequence[Cell]]] = []
    for line, row in rows[1:]:
        if all(is_blank(cell) for cell in row[width:]):
            fitting.append((line, row[:width]))
        else:
            whole = False
            last = max(number for number, cell in enumerate(row, start=1) if not is_blank(cell))
            faults.add(Place(file, line), None, misfit(last, width, _NO_HEADING))
    headings = tuple(as_text(cell).strip() for cell in first[:width])
    return Sheet(file, heading_line, headings, fitting, whole)


def _damaged() -> NotExcel:
    return NotExcel(
        "is not a readable Excel workbook (.xlsx), or is protected by a password; open it in Excel and save it again",
        "er ikke en læsbar Excel-projektmappe (.xlsx), eller er låst med adgangskode; åbn den i Excel, og gem den igen",
    )
