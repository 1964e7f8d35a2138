"""A folder of files → their rows, whatever form each has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from recommender.errors import DatasetFaulty, cause
from recommender.reading.faults import Faults, Place
from recommender.reading.flat import read_sheet
from recommender.reading.keys import FORMS, Tables, column_words
from recommender.reading.lines import Rows, read_lines
from recommender.reading.said import Said, nearest
from recommender.reading.sheets import read_csv
from recommender.reading.trec import qrels_rows

REQUIRED = ("companies", "openings", "citizens", "courses")
OPTIONAL = ("matches",)
QRELS = "qrels.tsv"
_MAY_BE_EMPTY = ("courses",)
"""A municipality may have no courses; nobody has no citizens."""


@dataclass(frozen=True)
class Folder:
    """The rows of every file that is there."""

    files: Mapping[str, Rows]
    """By name without ending; `qrels` among them."""
    order: tuple[str, ...]
    """File names, as faults are told."""


def read_folder(folder: Path, tables: Tables, faults: Faults) -> Folder:
    """Every file of the dataset that is there; what is missing is told."""
    if not folder.is_dir():
        faults.add(Place(folder.name or str(folder), None), None, _no_folder())
        raise DatasetFaulty(faults.found)
    files: dict[str, Rows] = {}
    for name in (*REQUIRED, *OPTIONAL):
        if (path := _path(folder, name, faults)) is not None and (data := read_bytes(path, faults)) is not None:
            files[name] = rows_of(path.name, name, data, tables, faults)
    if (folder / QRELS).exists() and (data := read_bytes(folder / QRELS, faults)) is not None:
        files["qrels"] = qrels_rows(QRELS, data, faults)
    for name, rows in files.items():
        _not_empty(name, rows, faults)
    return Folder(files, tuple(dict.fromkeys([*(rows.file for rows in files.values())])))


def rows_of(file: str, name: str, data: bytes, tables: Tables, faults: Faults) -> Rows:
    """The rows of one file, by its ending."""
    if file.endswith(".jsonl"):
        return read_lines(file, data, faults)
    if file.endswith(".csv"):
        return read_sheet(read_csv(file, data, column_words(tables.columns(name)), faults), name, tables, faults)
    from recommender.reading.excel import read_excel

    return read_sheet(read_excel(file, data, faults), name, tables, faults)


def read_bytes(path: Path, faults: Faults) -> bytes | None:
    """What the file holds; what hinders reading it is told."""
    try:
        return path.read_bytes()
    except OSError as error:
        why = cause(error)
        said = Said(
            f"cannot be read ({why.en}); check that it is a file that you may open",
            f"kan ikke læses ({why.da}); se efter, at det er en fil, du må åbne",
        )
        faults.add(Place(path.name, None), None, said)
        return None


def _path(folder: Path, name: str, faults: Faults) -> Path | None:
    there = [path for form in FORMS if (path := folder / f"{name}.{form}").exists()]
    if len(there) == 1:
        return there[0]
    if there:
        names = ", ".join(path.name for path in there)
        said = Said(f"stands in more than one form ({names}); keep one", f"findes i flere former ({names}); behold én")
        faults.add(Place(there[0].name, None), None, said)
    elif name in REQUIRED:
        faults.add(Place(f"{name}.jsonl", None), None, _no_file(folder, name))
    return None


def _no_folder() -> Said:
    return Said(
        "there is no such folder; give the folder that holds the dataset's files",
        "mappen findes ikke; angiv den mappe, der rummer datasættets filer",
    )


def _no_file(folder: Path, name: str) -> Said:
    forms = ", ".join(f"{name}.{form}" for form in FORMS)
    others = sorted(path.name for path in folder.iterdir())
    if (like := nearest(f"{name}.jsonl", others)) is not None and like.partition(".")[0] not in (*REQUIRED, *OPTIONAL):
        return Said(
            f"is missing; is it the file '{like}'? Name it one of {forms}",
            f"mangler; er det filen '{like}'? Kald den en af {forms}",
        )
    return Said(f"is missing; put one of {forms} in the folder", f"mangler; læg en af {forms} i mappen")


def _not_empty(name: str, rows: Rows, faults: Faults) -> None:
    if not rows.rows and rows.whole and name not in _MAY_BE_EMPTY:
        remedy_en, remedy_da = ("fill it in", "udfyld den") if name in REQUIRED else ("remove it", "fjern den")
        said = Said(f"holds no rows; {remedy_en}", f"har ingen rækker; {remedy_da}")
        faults.add(Place(rows.file, None), None, said)
        rows.whole = False
