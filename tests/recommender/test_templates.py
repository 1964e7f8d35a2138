"""The templates are what `make.py` makes, the example rows are a dataset, and the headings are one table."""

from __future__ import annotations

import io
import shutil
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from data.templates import make
from recommender.dataset import read_dataset
from recommender.errors import DatasetFaulty
from recommender.reading.keys import column_words, folded, tables
from recommender.vocabulary import shipped_vocabulary

KNOWN = tables(shipped_vocabulary())
MADE = dict(make.made())


def cells(data: bytes) -> dict[str, list[tuple[object, ...]]]:
    book = openpyxl.load_workbook(io.BytesIO(data))
    return {sheet.title: list(sheet.values) for sheet in book.worksheets}


@pytest.mark.parametrize("below", MADE)
def test_files_are_what_the_table_makes(below: str) -> None:
    """When this fails: `python -m data.templates.make`, and read the change."""
    found = (make.FOLDER / below).read_bytes()
    if below.endswith(".xlsx"):
        assert cells(found) == cells(MADE[below])
    else:
        assert found == MADE[below]


def test_no_other_files_lie_there() -> None:
    there = {path.relative_to(make.FOLDER).as_posix() for path in make.FOLDER.rglob("*") if path.is_file()}
    assert {path for path in there if not path.endswith((".py", ".pyc"))} == set(MADE)


def test_excel_and_csv_hold_the_same_dataset(tmp_path: Path) -> None:
    shutil.copytree(make.FOLDER / "csv", tmp_path / "csv")
    shutil.copytree(make.FOLDER / "excel", tmp_path / "excel")
    from_csv = read_dataset(tmp_path / "csv")
    assert read_dataset(tmp_path / "excel") == from_csv
    task, citizen = from_csv.task_by_id["o1"], from_csv.citizen_by_id["b1"]
    assert (task.hours_per_week, task.days, task.earliest) == (7.5, ("mon", "wed", "fri"), 480)
    assert (citizen.group, citizen.needs, citizen.consents) == ("aktivitetsparat", ("own_pace",), True)
    assert (citizen.wish_fields, citizen.avoid_conditions) == (("wood", "reuse_repair"), ("telephone",))
    assert from_csv.matches[0].stage == "hired"


def test_an_empty_template_holds_no_rows_but_its_headings_are_known(tmp_path: Path) -> None:
    shutil.copytree(make.FOLDER / "csv", tmp_path / "csv")
    (tmp_path / "csv" / "matches.csv").unlink()
    path = tmp_path / "csv" / "citizens.csv"
    path.write_bytes(path.read_bytes().splitlines(keepends=True)[0])
    with pytest.raises(DatasetFaulty, match=r"^citizens\.csv: holds no rows; fill it in$"):
        read_dataset(tmp_path / "csv")


@pytest.mark.parametrize("name", make.FILES)
def test_headings_are_unique_and_known(name: str) -> None:
    columns = KNOWN.columns(name)
    words = column_words(columns)
    assert len({folded(column.heading) for column in columns}) == len(columns)
    assert all(words[folded(column.heading)] == column == words[column.name] for column in columns)


@pytest.mark.parametrize("name", make.FILES)
def test_every_key_is_explained(name: str) -> None:
    page = MADE["README.md"].decode()
    for table, _ in KNOWN.parts(name):
        for key in table.keys:
            assert key.meaning.endswith(".")
            assert key.meaning in page
            assert key.example


def test_drop_down_lists_fit_excel() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(MADE["excel/citizens.xlsx"])).worksheets[0]
    lists = {str(listed.sqref): listed.formula1 for listed in sheet.data_validations.dataValidation}
    assert '"ja,nej"' in lists.values()
    assert '"0,1,2,3"' in lists.values()
    assert all(len(formula) <= 257 for formula in lists.values())
    groups = next(formula for formula in lists.values() if "Aktivitetsparat" in formula)
    assert groups.count(",") == len(shipped_vocabulary().groups) - 1


def test_another_vocabulary_makes_other_templates() -> None:
    own = shipped_vocabulary()
    renamed = (replace(own.dimensions[0], label="Tunge ting"), *own.dimensions[1:])
    other = tables(replace(own, dimensions=renamed))
    assert "Kan: Tunge ting" in make.headings("citizens", other)
