"""Files that cannot be read as they stand: every message is in `tests/golden/bad_files.txt`."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from recommender.dataset import read_dataset, read_qrels, read_run, write_dataset
from recommender.errors import DatasetFaulty
from recommender.reading.keys import tables
from recommender.vocabulary import shipped_vocabulary
from tests.support import builders
from tests.support.files import valid_folder
from tests.support.golden import check_section, golden_sections

GOOD_COURSE = b'{"code": "hygiejne", "title": "Hygiejne", "kind": "course", "teaches": "Orden"}\n'
COURSES = """code;title;kind;teaches;hours
hygiejne;Hygiejne;course;Orden;7,5
truckcertifikat;Truck;credential;Kørsel;
"""


def citizen_headings() -> list[str]:
    return [column.name for column in tables(shipped_vocabulary()).columns("citizens")]


def instead(name: str, data: bytes, replacing: str | None = None) -> Callable[[Path], None]:
    """A file in place of another form of it."""

    def spoil(folder: Path) -> None:
        stem = name.partition(".")[0]
        (folder / (replacing or f"{stem}.jsonl")).unlink(missing_ok=True)
        (folder / name).write_bytes(data)

    return spoil


def csv_courses(text: str) -> Callable[[Path], None]:
    return instead("courses.csv", text.encode())


def workbook(*rows: list[object]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def openings_csv(change: Callable[[list[list[str]]], None]) -> Callable[[Path], None]:
    """The openings as CSV, its cells changed; the second opening has two rows, lines 3 and 4."""

    def spoil(folder: Path) -> None:
        sound = read_dataset(folder)
        write_dataset(sound, folder / "csv", "csv")
        text = (folder / "csv" / "openings.csv").read_text("utf-8-sig")
        cells = list(csv.reader(io.StringIO(text), delimiter=";"))
        change(cells)
        out = io.StringIO()
        csv.writer(out, delimiter=";").writerows(cells)
        instead("openings.csv", out.getvalue().encode())(folder)

    return spoil


def set_cell(line: int, column: str, value: str) -> Callable[[list[list[str]]], None]:
    def change(cells: list[list[str]]) -> None:
        cells[line - 1][cells[0].index(column)] = value

    return change


def drop_column(gone: str, column: str, value: str) -> Callable[[list[list[str]]], None]:
    """One column fewer, and a value in another of the fourth line."""

    def change(cells: list[list[str]]) -> None:
        set_cell(4, column, value)(cells)
        at = cells[0].index(gone)
        for row in cells:
            del row[at]

    return change


def sparse_workbook() -> bytes:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["code", "title", "kind", "teaches", "hours"])
    book.worksheets[0].cell(1_048_576, 16_384).value = "x"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def cut_workbook() -> bytes:
    """A workbook whose sheet was changed after its checksum was taken."""
    data = bytearray(workbook(["code", "title", "kind", "teaches", "hours"]))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheet = archive.getinfo("xl/worksheets/sheet1.xml")
    data[sheet.header_offset + 70] ^= 0xFF
    return bytes(data)


def remove(name: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).unlink()


def rename(name: str, to: str) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        (folder / name).rename(folder / to)

    return spoil


def make_folder(name: str) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        (folder / name).unlink(missing_ok=True)
        (folder / name).mkdir()

    return spoil


BAD: dict[str, Callable[[Path], None]] = {
    "file missing": remove("citizens.jsonl"),
    "file under another name": rename("citizens.jsonl", "citizen.jsonl"),
    "two forms": lambda folder: (folder / "courses.csv").write_text(COURSES) and None,
    "folder in place of a file": make_folder("courses.jsonl"),
    "empty file": instead("citizens.jsonl", b""),
    "blank lines alone": instead("companies.jsonl", b"\n\n  \n"),
    "empty matches": instead("matches.jsonl", b""),
    "Latin-1": instead("courses.jsonl", GOOD_COURSE + '{"code": "køl"}\n'.encode("latin-1") + b'{"code": 7}'),
    "UTF-16": instead("courses.jsonl", GOOD_COURSE.decode().encode("utf-16")),
    "truncated JSON": instead("courses.jsonl", GOOD_COURSE + GOOD_COURSE[:40]),
    "truncated text in JSON": instead("courses.jsonl", GOOD_COURSE[:16]),
    "not JSON": instead("courses.jsonl", GOOD_COURSE + b"{'code': 1}"),
    "rest after JSON": instead("courses.jsonl", GOOD_COURSE.strip() + b" {}"),
    "JSON array": instead("courses.jsonl", b"[" + GOOD_COURSE.strip() + b"]"),
    "JSON number": instead("courses.jsonl", b"101901234"),
    "key twice": instead("courses.jsonl", b'{"code": "a", "code": "b"}'),
    "key twice that is a CPR number": instead("courses.jsonl", b'{"0101901234": 1, "0101901234": 2}'),
    "deep JSON": instead("courses.jsonl", b'{"code": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"),
    "number of thousands of digits": instead("courses.jsonl", b'{"hours": ' + b"1" * 5000 + b"}"),
    "half a surrogate": instead("courses.jsonl", GOOD_COURSE.replace(b"Orden", b"\\ud800")),
    "not a workbook": instead("courses.xlsx", b"code;title"),
    "damaged workbook": instead("courses.xlsx", cut_workbook()),
    "half a workbook": instead("courses.xlsx", workbook(["code"])[:2000]),
    "other zip": instead("courses.xlsx", b"PK\x05\x06" + bytes(18)),
    "far cell": instead("courses.xlsx", sparse_workbook()),
    "error in a cell": instead(
        "courses.xlsx",
        workbook(["code", "title", "kind", "teaches", "hours"], ["hygiejne", "Hygiejne", "course", "Orden", "#N/A"]),
    ),
    "value in Excel": instead(
        "courses.xlsx",
        workbook(["Kode", "Titel", "Slags", "Indhold", "Timer i alt"], ["hygiejne", "Orden", "Kursus", "x", "mange"]),
    ),
    "number as a course code that was a CPR number": instead(
        "courses.xlsx", workbook(["code", "title", "kind", "teaches"], [101901234, "Orden", "course", "x"])
    ),
    "row too wide in Excel": instead(
        "courses.xlsx", workbook(["code", "title", "kind", "teaches"], ["a", "b", "course", "d", None, "f"])
    ),
    "row too wide": csv_courses(COURSES + "a;b;course;d;5;6\n"),
    "row too short": csv_courses(COURSES + "a;b;course\n"),
    "quotation mark left open": csv_courses(COURSES + 'a;"b;course;d;5\r\n'),
    "text after a quotation mark": csv_courses(COURSES + 'a;"b"c;course;d;5\r\n'),
    "CSV in Latin-1": instead("courses.csv", COURSES.encode("latin-1")),
    "CSV of two columns": instead("citizens.csv", b"id;municipality\n"),
    "unknown heading": csv_courses(COURSES.replace("hours", "hors")),
    "unknown Danish heading": csv_courses(COURSES.replace("hours", "Timer ialt")),
    "heading like no other": csv_courses(COURSES.replace("hours", "qqqqqq")),
    "heading that is a CPR number": csv_courses(COURSES.replace("hours", "010190-1234")),
    "no heading": csv_courses(COURSES.replace("teaches", "")),
    "CSV without rows": instead("citizens.csv", (";".join(citizen_headings()) + "\r\n").encode()),
    "heading twice": csv_courses(COURSES.replace("hours", "Kode")),
    "column missing": csv_courses(COURSES.replace("kind;", "").replace("course;", "").replace("credential;", "")),
    "column missing and faults in others": csv_courses("code;kind;hours\nhygiejne;kursuss;sju\nhygiejne;course;3\n"),
    "column of openings missing and a fault of a task": openings_csv(drop_column("opening.status", "demand.pace", "7")),
    "column of ids missing": openings_csv(drop_column("opening.id", "demand.pace", "7")),
    "Danish label misspelt": csv_courses(COURSES.replace("credential", "Beviis").replace("course", "Kursuss")),
    "word of a long list in CSV": openings_csv(set_cell(2, "task.adaptations", "trampolin")),
    "neither yes nor no in CSV": openings_csv(set_cell(2, "task.splittable", "måske")),
    "Danish label like none": csv_courses(COURSES.replace("credential", "xx")),
    "value in CSV under a Danish heading": csv_courses(COURSES.replace("hours", "Timer i alt").replace("7,5", "sju")),
    "NaN in CSV": csv_courses(COURSES.replace("7,5", "NaN")),
    "infinite in CSV": csv_courses(COURSES.replace("7,5", "1e999")),
    "rows of an opening that differ": openings_csv(set_cell(4, "opening.status", "closed")),
    "row without its opening": openings_csv(set_cell(4, "opening.id", "")),
    "level in CSV": openings_csv(set_cell(4, "demand.pace", "7")),
    "task twice in CSV": openings_csv(set_cell(4, "task.id", "t1")),
    "course of a task in CSV": openings_csv(set_cell(2, "task.requires", "hygiejne, svejsning")),
    "qrels of three columns": lambda folder: (folder / "qrels.tsv").write_text("t1 0 b1\n") and None,
    "qrels with wrong grades": lambda folder: (
        (folder / "qrels.tsv").write_text("t1\t0\tb1\t4\nt1\t0\tb2\t-1\nt2\t0\tb1\tx\n") and None
    ),
    "qrels of a pair twice": lambda folder: (folder / "qrels.tsv").write_text("t1\t0\tb1\t1\nt1\t0\tb1\t2\n") and None,
    "qrels that dangle": lambda folder: (folder / "qrels.tsv").write_text("t9\t0\tb1\t1\nt1\t0\tb9\t2\n") and None,
    "qrels with a CPR number": lambda folder: (
        (folder / "qrels.tsv").write_text("t1\t0\t010190-1234\t1\n010190-1234 b 3\n") and None
    ),
    "empty qrels": lambda folder: (folder / "qrels.tsv").write_bytes(b"") and None,
}


@pytest.mark.parametrize("name", BAD)
def test_bad_file_is_told(name: str, tmp_path: Path) -> None:
    folder = valid_folder(tmp_path / "folder")
    BAD[name](folder)
    with pytest.raises(DatasetFaulty) as caught:
        read_dataset(folder)
    check_section("bad_files.txt", name, f"{caught.value.en}\n{caught.value.da}")


def test_every_golden_message_has_its_case() -> None:
    assert set(golden_sections("bad_files.txt")) == set(BAD)


def test_no_message_repeats_a_cpr_number() -> None:
    text = "\n".join(golden_sections("bad_files.txt").values())
    assert not any(digits in text for digits in ("901234", "010190", "101901234"))


def test_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(DatasetFaulty) as caught:
        read_dataset(tmp_path / "hjem-0101901234")
    assert caught.value.en == (
        "hjem-••••••-••••: there is no such folder; give the folder that holds the dataset's files"
    )
    assert caught.value.da == "hjem-••••••-••••: mappen findes ikke; angiv den mappe, der rummer datasættets filer"


def test_a_spoilt_row_hides_no_other_and_makes_no_reference_dangle(tmp_path: Path) -> None:
    folder = valid_folder(tmp_path)
    lines = (folder / "citizens.jsonl").read_text().splitlines()
    (folder / "citizens.jsonl").write_text(lines[0][:30] + "\n" + json.dumps(json.loads(lines[1]) | {"days": 7}))
    with pytest.raises(DatasetFaulty) as caught:
        read_dataset(folder)
    assert [(fault.file, fault.line, fault.field) for fault in caught.value.faults] == [
        ("citizens.jsonl", 1, None),
        ("citizens.jsonl", 2, "days"),
    ]


def test_run_file_faults(tmp_path: Path) -> None:
    path = tmp_path / "own.trec"
    path.write_text("t1 Q0 b1 1 0.5 x\nt1 Q0 b1 2 0.4 x\nt1 Q0 b2 a 0.4 x\nt1 Q0 b3 3 nan x\nt1 Q0 b4 4 0.1\n")
    with pytest.raises(DatasetFaulty) as caught:
        read_run(path)
    assert caught.value.en.splitlines() == [
        "own.trec line 2, citizen_id: the pair 't1' and 'b1' stands already on line 1; keep one of them",
        "own.trec line 3, rank: 'a' cannot be used; write a rank as a whole number",
        "own.trec line 4, score: 'nan' cannot be used; write a score as a finite number",
        "own.trec line 5: 't1 Q0 b4 4 0.1' has 5 columns; write 6: task_id Q0 citizen_id rank score tag",
    ]


@pytest.mark.parametrize("read", [read_run, read_qrels])
def test_trec_file_that_is_missing_or_empty(read: Callable[[Path], object], tmp_path: Path) -> None:
    with pytest.raises(DatasetFaulty, match=r"gone: cannot be read \(No such file or directory\); check"):
        read(tmp_path / "gone")
    (tmp_path / "empty").write_bytes(b"\n")
    with pytest.raises(DatasetFaulty, match="empty: holds no rows; fill it in"):
        read(tmp_path / "empty")


def test_shipped_builders_are_sound(tmp_path: Path) -> None:
    write_dataset(builders.dataset(), tmp_path / "own")
    assert read_dataset(tmp_path / "own") == builders.dataset()
