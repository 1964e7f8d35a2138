"""A folder of JSON Lines, CSV or Excel files ↔ a dataset; every fault names file, line, field, value and remedy.

Nothing of a faulty dataset is used: reading gives a whole dataset, or raises `DatasetFaulty` with all faults of all files.
"""

from __future__ import annotations

from pathlib import Path

from recommender.errors import DatasetFaulty
from recommender.reading import references, trec
from recommender.reading.faults import Faults, Place
from recommender.reading.folder import Folder, read_bytes, read_folder
from recommender.reading.keys import tables
from recommender.reading.lines import Rows
from recommender.reading.records import Reader
from recommender.reading.references import Known
from recommender.reading.said import Said
from recommender.reading.trec import RunLine
from recommender.types import Dataset, Judgement
from recommender.vocabulary import Vocabulary, shipped_vocabulary

__all__ = ["RunLine", "read_dataset", "read_qrels", "read_run"]


def read_dataset(folder: Path, vocabulary: Vocabulary | None = None) -> Dataset:
    """The dataset in a folder, each file in one of the three forms; other files in it are passed over."""
    words = vocabulary or shipped_vocabulary()
    faults, known_keys = Faults(), tables(words)
    found = read_folder(folder, known_keys, faults)
    dataset = _records(found, Reader(words, known_keys, faults))
    _check_references(found, faults)
    if faults.found:
        raise DatasetFaulty(faults.in_order(found.order))
    return dataset


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
