"""Types → raw rows → files; what is written is read back the same."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from recommender.errors import OutputFaulty, cause
from recommender.reading.flat import cells
from recommender.reading.folder import OPTIONAL, QRELS, REQUIRED
from recommender.reading.keys import FORMS, Tables
from recommender.reading.kinds import Cell, Column, Table
from recommender.reading.sheets import write_csv
from recommender.reading.trec import qrels_text
from recommender.types import Dataset, Opening


def raw_row(record: object, table: Table) -> dict[str, object]:
    """A record in the contract's JSON form; what is unknown is left out."""
    values = ((key, getattr(record, key.name)) for key in table.keys)
    return {key.name: key.kind.raw(value) for key, value in values if value is not None}


def raw_opening(opening: Opening, tables: Tables) -> dict[str, object]:
    """An opening with its tasks."""
    return raw_row(opening, tables.openings) | {"tasks": [raw_row(task, tables.tasks) for task in opening.tasks]}


def files(dataset: Dataset, form: str, tables: Tables) -> dict[str, bytes]:
    """File name → content; optional files only when they hold something."""
    rows = {
        "companies": (raw_row(company, tables.companies) for company in dataset.companies),
        "openings": (raw_opening(opening, tables) for opening in dataset.openings),
        "citizens": (raw_row(citizen, tables.citizens) for citizen in dataset.citizens),
        "courses": (raw_row(course, tables.courses) for course in dataset.courses),
        "matches": (raw_row(match, tables.matches) for match in dataset.matches),
    }
    if not dataset.matches:
        del rows["matches"]
    written = {f"{name}.{form}": _content(name, raw, form, tables) for name, raw in rows.items()}
    return written | ({QRELS: qrels_text(dataset.judgements).encode()} if dataset.judgements else {})


def write_files(written: Mapping[str, bytes], folder: Path) -> None:
    """No file half written: all are written aside, on the same disk, and moved when the last one is whole."""
    _check_free(written, folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = (folder if folder.exists() else folder.parent) / f".{folder.name}-{os.urandom(4).hex()}"
        beside.mkdir()
        try:
            for name, content in written.items():
                (beside / name).write_bytes(content)
            _move(beside, folder)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    except OSError as error:
        why = cause(error)
        raise OutputFaulty(
            f"{folder} cannot be written ({why.en}); choose a folder that you may write in",
            f"{folder} kan ikke skrives ({why.da}); vælg en mappe, du må skrive i",
        ) from error


def _move(beside: Path, folder: Path) -> None:
    if not folder.exists():
        beside.rename(folder)
        return
    for path in sorted(beside.iterdir()):
        path.replace(folder / path.name)


def _check_free(written: Mapping[str, bytes], folder: Path) -> None:
    """Refuse a folder whose other files would be read together with those to be written."""
    names = {QRELS} | {f"{name}.{form}" for name in (*REQUIRED, *OPTIONAL) for form in FORMS}
    if others := sorted(name for name in names - written.keys() if (folder / name).exists()):
        raise OutputFaulty(
            f"{folder} holds {', '.join(others)} of another dataset; choose an empty folder",
            f"{folder} rummer {', '.join(others)} fra et andet datasæt; vælg en tom mappe",
        )


def _content(name: str, rows: Iterable[dict[str, object]], form: str, tables: Tables) -> bytes:
    if form == "jsonl":
        return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()
    parts = [columns for _, columns in tables.parts(name)]
    headings = [column.name for columns in parts for column in columns]
    table = _by_task(rows, *parts) if name == "openings" else (cells(row, parts[0]) for row in rows)
    return write_csv(headings, table) if form == "csv" else _workbook(name, headings, table)


def _workbook(name: str, headings: Sequence[str], table: Iterable[Sequence[Cell]]) -> bytes:
    from recommender.reading.excel import NotExcel, write_excel

    try:
        return write_excel(name, headings, table)
    except NotExcel as reason:
        raise OutputFaulty(f"{name}.xlsx: {reason.said.en}", f"{name}.xlsx: {reason.said.da}") from reason


def _by_task(
    rows: Iterable[Mapping[str, Any]], of_opening: Sequence[Column], of_task: Sequence[Column]
) -> Iterator[list[Cell]]:
    """A row a task, the opening's cells repeated; an opening without tasks has one row."""
    for row in rows:
        own = cells(row, of_opening)
        for task in row["tasks"] or [{}]:
            yield own + cells(task, of_task)
