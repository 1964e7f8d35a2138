"""A folder of JSON Lines, CSV or Excel files ↔ a dataset; every fault names file, line, field, value and remedy.

Nothing of a faulty dataset is used: reading gives a whole dataset, or raises `DatasetFaulty` with every fault there is.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from recommender.errors import DatasetFaulty
from recommender.reading import references, request, trec, writing
from recommender.reading.faults import Faults, Place
from recommender.reading.folder import Folder, read_bytes, read_folder
from recommender.reading.keys import Tables, tables
from recommender.reading.lines import Rows
from recommender.reading.records import Reader
from recommender.reading.references import Known
from recommender.reading.said import Said
from recommender.reading.trec import RunLine
from recommender.types import Citizen, Company, Course, Dataset, Judgement, Match, Opening, Task
from recommender.vocabulary import Vocabulary, shipped_vocabulary

Form = Literal["jsonl", "csv", "xlsx"]

__all__ = [
    "Form",
    "RunLine",
    "citizen_row",
    "company_row",
    "course_row",
    "match_row",
    "opening_row",
    "read_dataset",
    "read_opening",
    "read_qrels",
    "read_run",
    "task_row",
    "write_dataset",
]


def read_dataset(folder: Path, vocabulary: Vocabulary | None = None) -> Dataset:
    """The dataset in a folder, each file in one of the three forms; other files in it are passed over."""
    words = vocabulary or shipped_vocabulary()
    faults, known_keys = Faults(), tables(words)
    with _collector_at_rest():
        found = read_folder(folder, known_keys, faults)
        dataset = _records(found, Reader(words, known_keys, faults))
        _check_references(found, faults)
    if faults.found:
        raise DatasetFaulty(faults.in_order(found.order))
    return dataset


def write_dataset(dataset: Dataset, folder: Path, form: Form = "jsonl") -> None:
    """Write a dataset that reads back the same; files of the same names are replaced, none of them half written."""
    writing.write_files(writing.files(dataset, form, _tables()), folder)


def read_opening(
    raw: Mapping[str, object], dataset: Dataset, vocabulary: Vocabulary | None = None, as_of: date | None = None
) -> tuple[Company, Opening]:
    """An opening sent in a request, as straight after a walkthrough, and its company.

    raw: the contract's keys; `company` with a company's keys may stand in place of `company_id`. Ids that are missing
    become `ny-1`, `ny-2` …, a missing `created_on` becomes `as_of`, a missing `status` is `open`.
    """
    words = vocabulary or shipped_vocabulary()
    return request.opening(raw, dataset, Reader(words, tables(words), Faults()), as_of)


def task_row(task: Task) -> dict[str, object]:
    """A task in the contract's JSON form."""
    return writing.raw_row(task, _tables().tasks)


def opening_row(opening: Opening) -> dict[str, object]:
    """An opening with its tasks in the contract's JSON form."""
    return writing.raw_opening(opening, _tables())


def company_row(company: Company) -> dict[str, object]:
    """A company in the contract's JSON form."""
    return writing.raw_row(company, _tables().companies)


def citizen_row(citizen: Citizen) -> dict[str, object]:
    """A citizen in the contract's JSON form."""
    return writing.raw_row(citizen, _tables().citizens)


def course_row(course: Course) -> dict[str, object]:
    """A course in the contract's JSON form."""
    return writing.raw_row(course, _tables().courses)


def match_row(match: Match) -> dict[str, object]:
    """A match in the contract's JSON form."""
    return writing.raw_row(match, _tables().matches)


def read_qrels(path: Path) -> tuple[Judgement, ...]:
    """Judgements of a file in TREC's form."""
    faults = Faults()
    data = read_bytes(path, faults)
    rows = Rows(path.name) if data is None else trec.qrels_rows(path.name, data, faults)
    return trec.judgements(_sound(rows, faults))


def read_run(path: Path) -> tuple[RunLine, ...]:
    """A run of any system in TREC's form."""
    faults = Faults()
    data = read_bytes(path, faults)
    rows = Rows(path.name) if data is None else trec.run_rows(path.name, data, faults)
    return trec.run_lines(_sound(rows, faults))


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Millions of new objects without one cycle: looking through them for cycles takes half of the reading time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@cache
def _tables() -> Tables:
    """Writing needs the keys and no codes, so that any vocabulary's rows are written alike."""
    return tables(shipped_vocabulary())


def _sound(rows: Rows, faults: Faults) -> Rows:
    if not rows.rows and not faults.found:
        said = Said("holds no rows; fill it in", "har ingen rækker; udfyld den")
        faults.add(Place(rows.file, None), None, said)
    if faults.found:
        raise DatasetFaulty(faults.found)
    return rows


def _records(found: Folder, reader: Reader) -> Dataset:
    """What the rows say; only to be used when no fault was noted."""

    def rows(name: str) -> Rows:
        return found.files.get(name, Rows(name))

    return Dataset(
        companies=reader.companies(rows("companies")),
        openings=reader.openings(rows("openings")),
        citizens=reader.citizens(rows("citizens")),
        courses=reader.courses(rows("courses")),
        matches=reader.matches(rows("matches")),
        judgements=trec.judgements(rows("qrels")),
    )


def _check_references(found: Folder, faults: Faults) -> None:
    """Nothing is called dangling that might stand in a file or a row that could not be read."""
    missing = {name: Rows(name, whole=False) for name in ("companies", "openings", "citizens", "courses")}
    files = missing | dict(found.files)
    companies, courses = Known.of(files["companies"]), Known.of(files["courses"], "code")
    tasks, citizens = Known.tasks(files["openings"]), Known.of(files["citizens"])
    references.check_openings(files["openings"], companies, courses, faults)
    references.check_citizens(files["citizens"], courses, faults)
    for name in ("matches", "qrels"):
        if name in found.files:
            references.check_pairs(found.files[name], tasks, citizens, faults)
