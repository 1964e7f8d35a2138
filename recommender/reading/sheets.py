"""CSV ↔ rows of cells."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from recommender.reading.faults import Faults, Place
from recommender.reading.kinds import Cell
from recommender.reading.lines import Rows, decoded
from recommender.reading.said import Said

_DELIMITERS = ";,\t"
_SEP_LINE = re.compile(r"\ufeff?sep=(.)\r?\n?")
"""What Excel understands as the first line of a CSV file."""
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
"""What Excel would take for a formula in a text."""
_QUOTED_FORMULA = re.compile(r"'+[=+\-@\t\r]")

_TOO_MANY = Said(
    "put texts that hold the delimiter in quotation marks", "sæt tekster, der rummer skilletegnet, i anførselstegn"
)
_TOO_FEW = Said("complete the row, or export the file again", "gør rækken færdig, eller eksportér filen igen")


@dataclass(frozen=True)
class Sheet:
    """The cells of a file as they stand."""

    file: str
    heading_line: int
    headings: tuple[str, ...]
    rows: Sequence[tuple[int, Sequence[Cell]]]
    """Line and cells of every row that is not blank, each as long as the headings."""
    whole: bool = True
    """Whether every row could be read."""


def read_csv(file: str, data: bytes, known: Collection[str], faults: Faults) -> Sheet:
    """The cells of a CSV file; `known` are folded headings, which tell the delimiter from other marks."""
    rows = Rows(file)
    lines = [line for _, line in decoded(file, data, faults, rows)]
    if not rows.whole:
        return Sheet(file, 1, (), (), whole=False)
    text = "\n".join(lines)
    delimiter, skipped = _delimiter(text, known)
    return _sheet(file, text, delimiter, skipped, faults)


def write_csv(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """CSV for Danish Excel: `;`, decimal comma, byte order mark; a text that looks like a formula gets a `'` before."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(headings)
    for row in rows:
        writer.writerow([_typed(cell) for cell in row])
    return out.getvalue().encode("utf-8-sig")


def is_blank(cell: Cell) -> bool:
    """Whether nobody has written in the cell."""
    return cell is None or (isinstance(cell, str) and (not cell or cell.isspace()))


def misfit(cells: int, headings: int, remedy: Said) -> Said:
    """A row that does not fit its headings."""
    return Said(
        f"has {cells} cells under {headings} headings; {remedy.en}",
        f"har {cells} celler under {headings} overskrifter; {remedy.da}",
    )


def _delimiter(text: str, known: Collection[str]) -> tuple[str, int]:
    """The delimiter that gives most known headings, and how many lines to skip before them."""
    if said := _SEP_LINE.match(text):
        return said[1], 1
    first = next((line for line in text[:100_000].splitlines() if line.strip()), "")

    def recognised(delimiter: str) -> tuple[int, int]:
        cells = first.split(delimiter)
        return sum(cell.strip('" ').casefold() in known for cell in cells), len(cells)

    return max(_DELIMITERS, key=recognised), 0


def _sheet(file: str, text: str, delimiter: str, skipped: int, faults: Faults) -> Sheet:
    source = io.StringIO(text, newline="")
    for _ in range(skipped):
        source.readline()
    reader = csv.reader(source, delimiter=delimiter, strict=True)
    headings: tuple[str, ...] = ()
    heading_line, rows, whole, line = 1, list[tuple[int, Sequence[Cell]]](), True, 0
    try:
        for cells in reader:
            line, begins = reader.line_num, line + 1 + skipped
            if all(is_blank(cell) for cell in cells):
                continue
            if not headings:
                headings, heading_line = tuple(_trimmed(cells)), begins
            elif (fitting := _fitting(cells, len(headings))) is None:
                whole = False
                remedy = _TOO_FEW if len(cells) < len(headings) else _TOO_MANY
                faults.add(Place(file, begins), None, misfit(len(cells), len(headings), remedy))
            else:
                rows.append((begins, [_untyped(cell) for cell in fitting]))
    except csv.Error as error:
        whole = False
        faults.add(Place(file, line + 1 + skipped), None, _not_csv(error))
    return Sheet(file, heading_line, headings, rows, whole)


def _fitting(cells: list[str], width: int) -> list[str] | None:
    """The cells of a row; blank ones beyond the headings do no harm."""
    if len(cells) < width or not all(is_blank(cell) for cell in cells[width:]):
        return None
    return cells[:width]


def _trimmed(cells: Sequence[str]) -> list[str]:
    """Headings without blank ones at the end."""
    last = max((number for number, cell in enumerate(cells) if not is_blank(cell)), default=-1)
    return [cell.strip() for cell in cells[: last + 1]]


def _not_csv(error: csv.Error) -> Said:
    if "end of data" in str(error):
        return Said(
            "a quotation mark is opened here and never closed; close it, or export the file again",
            "et anførselstegn åbnes her og lukkes aldrig; luk det, eller eksportér filen igen",
        )
    return Said(
        f"is not CSV from here on ({error}); correct it, or export the file again",
        "er ikke CSV herfra; ret det, eller eksportér filen igen",
    )


def _typed(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float):
        return repr(cell).replace(".", ",")
    text = str(cell)
    return "'" + text if isinstance(cell, str) and _FORMULA.match(text) else text


def _untyped(cell: str) -> str:
    return cell[1:] if _QUOTED_FORMULA.match(cell) else cell
