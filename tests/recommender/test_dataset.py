"""Reading and writing datasets: the demo, the three forms, and what brokers type."""

from __future__ import annotations

import csv
import io
import unicodedata
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from recommender.dataset import Form, read_dataset, write_dataset
from recommender.errors import DatasetFaulty
from recommender.types import HeldCourse
from tests.support import builders
from tests.support.files import raw_files, valid_folder, write_jsonl

DATA = Path(__file__).parents[2] / "data"
FORMS: tuple[Form, ...] = ("jsonl", "csv", "xlsx")


@pytest.mark.parametrize(
    ("name", "companies", "tasks", "citizens", "courses", "judged"),
    [("demo", 8, 31, 220, 24, 474), ("training", 20, 80, 170, 24, 1452)],
)
def test_shipped_datasets(name: str, companies: int, tasks: int, citizens: int, courses: int, judged: int) -> None:
    found = read_dataset(DATA / name)
    counts = [len(found.companies), len(found.task_by_id), len(found.citizens), len(found.courses)]
    assert [*counts, len(found.judgements)] == [companies, tasks, citizens, courses, judged]


def test_values_of_the_demo() -> None:
    demo = read_dataset(DATA / "demo")
    task, citizen = demo.task_by_id["tA010"], demo.citizen_by_id["bA001"]
    assert (task.earliest, task.latest, task.days, task.splittable) == (600, 1260, ("fri", "sat", "sun"), True)
    assert (task.requires, task.prefers, task.green, task.fields) == ((), ("rengoering",), None, None)
    assert demo.opening_of_task["tA010"].created_on == date(2026, 8, 11)
    assert citizen.courses[0] == HeldCourse("koerekort_b", date(1989, 5, 12))
    assert citizen.capacities["reaching"] == 0
    assert citizen.location is not None
    assert citizen.location.lat == 55.0779
    assert citizen.consents


@pytest.mark.parametrize("form", FORMS)
def test_demo_round_trip(form: Form, tmp_path: Path) -> None:
    demo = read_dataset(DATA / "demo")
    write_dataset(demo, tmp_path / "new" / "demo", form)
    assert sorted(path.suffix for path in (tmp_path / "new" / "demo").iterdir()) == sorted([f".{form}"] * 4 + [".tsv"])
    assert read_dataset(tmp_path / "new" / "demo") == demo


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_texts_that_sheets_would_change(form: Form, tmp_path: Path) -> None:
    texts = ["=1+1", "'=1+1", "-kan løfte", "@home", "_x0041_", "0045", "ja", "ingen", "1;2|3", ' "a"\n b ', "TRUE"]
    citizens = tuple(builders.citizen(id=f"b{number}", experience=text) for number, text in enumerate(texts))
    own = builders.dataset(citizens=citizens)
    write_dataset(own, tmp_path / "own", form)
    assert [citizen.experience for citizen in read_dataset(tmp_path / "own").citizens] == texts


def test_no_cell_of_a_workbook_is_a_formula(tmp_path: Path) -> None:
    write_dataset(builders.dataset(citizens=(builders.citizen(experience="=1+1"),)), tmp_path / "own", "xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "own" / "citizens.xlsx").worksheets[0]
    found = {cell.value: cell.data_type for row in sheet.iter_rows() for cell in row}
    assert found["=1+1"] == "s"
    assert "f" not in found.values()


def test_csv_is_for_danish_excel(tmp_path: Path) -> None:
    write_dataset(builders.dataset(citizens=(builders.citizen(experience="=1+1"),)), tmp_path / "own", "csv")
    data = (tmp_path / "own" / "citizens.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbfid;municipality;group;")
    assert b";55,05;9,42;" in data
    assert b";'=1+1;" in data


def test_missing_and_empty_lists_stay_apart(tmp_path: Path) -> None:
    said = builders.citizen(id="b1", wish_fields=(), avoid_fields=("cleaning",))
    unsaid = builders.citizen(id="b2")
    for form in FORMS:
        write_dataset(builders.dataset(citizens=(said, unsaid)), tmp_path / form, form)
        found = read_dataset(tmp_path / form).citizens
        assert [citizen.wish_fields for citizen in found] == [(), None]
    assert ";ingen;" in (tmp_path / "csv" / "citizens.csv").read_text("utf-8-sig")


@pytest.mark.parametrize("form", FORMS)
def test_opening_without_tasks(form: Form, tmp_path: Path) -> None:
    own = builders.dataset(openings=(replace(builders.opening(), tasks=()), builders.opening(id="o2")))
    write_dataset(own, tmp_path / "own", form)
    assert read_dataset(tmp_path / "own") == own


def danish_row(**over: Any) -> dict[str, Any]:
    """A citizen as a broker fills in the template."""
    return {
        "Borger-id": "b7",
        "Kommune": "Aabenraa",
        "Målgruppe": "Aktivitetsparat",
        "Højst timer om ugen": "7,5",
        "Dage": "mandag; tir",
        "Tidligst": "8.30",
        "Senest": "14:00",
        "Erfaring": "Har bagt.",
        "Erfaring i fagområder": "Kontor, arkiv og registrering; wood",
        "Kurser og beviser": "hygiejne@13-05-2024; truckcertifikat",
        "Kan: Løft og bæring": "2",
        "Skånehensyn": "Eget tempo",
        "Ansættelsesformer": "Lønnede timer, Virksomhedspraktik",
        "Klar fra": "1/12/2026",
        "Samtykke": "Ja",
    } | over


def read_citizen(folder: Path, row: dict[str, Any], delimiter: str = ";") -> Any:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerows([list(row), list(row.values())])
    return read_citizen_file(folder, "citizens.csv", out.getvalue().encode())


def read_citizen_file(folder: Path, name: str, data: bytes) -> Any:
    files = raw_files()
    del files["citizens"], files["matches"]
    write_jsonl(folder, files)
    (folder / name).write_bytes(data)
    return read_dataset(folder).citizens[0]


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_danish_headings_and_words_in_csv(delimiter: str, tmp_path: Path) -> None:
    citizen = read_citizen(tmp_path, danish_row(), delimiter)
    assert citizen == builders.citizen(
        id="b7",
        hours_per_week_max=7.5,
        hours_per_week_min=0.0,
        hours_per_day_max=None,
        days=("mon", "tue"),
        earliest=510,
        latest=840,
        location=None,
        max_distance_km=None,
        experience="Har bagt.",
        experience_fields=("office_admin", "wood"),
        courses=(HeldCourse("hygiejne", date(2024, 5, 13)), HeldCourse("truckcertifikat", None)),
        capacities={"lifting": 2},
        needs=("own_pace",),
        available_from=date(2026, 12, 1),
    )


def test_headings_may_be_marked_shouted_or_spaced(tmp_path: Path) -> None:
    row = danish_row()
    marked = {unicodedata.normalize("NFD", f" {heading.upper()} *"): value for heading, value in row.items()}
    assert read_citizen(tmp_path / "a", marked) == read_citizen(tmp_path / "b", row)


def test_sep_line_of_excel(tmp_path: Path) -> None:
    row = danish_row(**{"Erfaring": "Bagt; solgt"})
    text = "sep=|\r\n" + "|".join(row) + "\r\n" + "|".join(row.values()) + "\r\n"
    assert read_citizen_file(tmp_path, "citizens.csv", text.encode()).experience == "Bagt; solgt"


def test_blank_rows_and_cells_beyond_the_headings_do_no_harm(tmp_path: Path) -> None:
    row = danish_row()
    text = f"\n{';'.join(row)};;\n\n;;;\n" + ";".join(f'"{value}"' for value in row.values()) + ";;\n\n"
    assert read_citizen_file(tmp_path, "citizens.csv", text.encode("utf-8-sig")).id == "b7"


def test_typed_cells_of_excel(tmp_path: Path) -> None:
    typed = danish_row(
        **{
            "Borger-id": 1007,
            "Højst timer om ugen": 7.5,
            "Tidligst": time(8, 30),
            "Senest": timedelta(hours=14),
            "Klar fra": datetime(2026, 12, 1),
            "Kan: Løft og bæring": 2,
            "Samtykke": True,
        }
    )
    book = openpyxl.Workbook()
    book.worksheets[0].append([])
    book.worksheets[0].append(list(typed))
    book.worksheets[0].append(list(typed.values()))
    book.create_sheet("Vejledning").append(["Slet ikke", "et skema"])
    out = io.BytesIO()
    book.save(out)
    citizen = read_citizen_file(tmp_path / "a", "citizens.xlsx", out.getvalue())
    assert citizen == read_citizen(tmp_path / "b", danish_row(**{"Borger-id": "1007"}))


def test_rows_of_an_opening_may_leave_its_columns_blank_and_stand_apart(tmp_path: Path) -> None:
    folder = valid_folder(tmp_path / "own")
    sound = read_dataset(folder)
    write_dataset(sound, tmp_path / "csv", "csv")
    with (tmp_path / "csv" / "openings.csv").open(encoding="utf-8-sig", newline="") as lines:
        head, first, second, third = csv.reader(lines, delimiter=";")
    width = len([heading for heading in head if heading.startswith("opening.")])
    third[1:width] = [""] * (width - 1)
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows([head, second, first, third])
    (tmp_path / "csv" / "openings.csv").write_text(out.getvalue(), encoding="utf-8")
    found = read_dataset(tmp_path / "csv").openings
    assert [opening.id for opening in found] == ["o2", "o1"]
    assert sorted(found, key=lambda opening: opening.id) == list(sound.openings)


def test_line_ends_and_repeated_codes_are_made_plain(tmp_path: Path) -> None:
    files = raw_files()
    held = {"code": "hygiejne"}
    files["citizens"][0] |= {
        "experience": "a\r\nb\rc",
        "needs": ["buddy", "own_pace", "buddy"],
        "courses": [held, held],
    }
    files["openings"][1]["tasks"][0]["requires"] = ["hygiejne", "hygiejne"]
    found = read_dataset(write_jsonl(tmp_path, files))
    assert found.citizens[0].experience == "a\nb\nc"
    assert found.citizens[0].needs == ("buddy", "own_pace")
    assert found.citizens[0].courses == (HeldCourse("hygiejne", None),) * 2
    assert found.task_by_id["t2"].requires == ("hygiejne",)


def test_lines_are_counted_as_an_editor_counts(tmp_path: Path) -> None:
    row = danish_row(Erfaring="Har bagt.\nHar solgt.\n\nHar vasket op.")
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows([list(row), list(row.values()), [*row.values(), "for", "meget"]])
    with pytest.raises(DatasetFaulty) as caught:
        read_citizen_file(tmp_path, "citizens.csv", out.getvalue().encode())
    assert [(fault.line, fault.en[:12]) for fault in caught.value.faults] == [(6, "has 17 cells")]


@pytest.mark.parametrize(
    ("column", "cell", "told"),
    [
        ("Klar fra", datetime(2026, 12, 1, 8, 30), "Klar fra: '2026-12-01T08:30:00' is not a date of the calendar"),
        ("Klar fra", 46357.5, "Klar fra: '46357.5' is not a date of the calendar"),
        ("Tidligst", time(8, 30, 15), "Tidligst: '08:30:15' is not a time of day"),
        ("Senest", timedelta(hours=25), "Senest: '1 day, 1:00:00' is not a time of day"),
        ("Samtykke", "måske", "Samtykke: 'måske' cannot be used; write true or false"),
        ("Borger-id", 101901234, "Borger-id: holds a CPR number"),
        ("Kan: Løft og bæring", 2.5, "Kan: Løft og bæring: 2.5 is not a level"),
        ("Højst timer om ugen", "1.234,5", "Højst timer om ugen: '1.234,5' cannot be used"),
    ],
)
def test_cells_of_excel_that_cannot_be_used(column: str, cell: object, told: str, tmp_path: Path) -> None:
    typed = danish_row(**{column: cell})
    book = openpyxl.Workbook()
    book.worksheets[0].append(list(typed))
    book.worksheets[0].append(list(typed.values()))
    out = io.BytesIO()
    book.save(out)
    with pytest.raises(DatasetFaulty) as caught:
        read_citizen_file(tmp_path, "citizens.xlsx", out.getvalue())
    assert caught.value.en.startswith(f"citizens.xlsx line 2, {told}")


def test_what_differs_in_an_opening_names_the_line_that_said_it_first(tmp_path: Path) -> None:
    tasks = [builders.task(id=f"t{number}") for number in (1, 2, 3)]
    write_dataset(builders.dataset(openings=(builders.opening(*tasks),)), tmp_path, "csv")
    path = tmp_path / "openings.csv"
    head, *rows = csv.reader(io.StringIO(path.read_text("utf-8-sig")), delimiter=";")
    for row, said in zip(rows, ("", "Rolig leder", "Travl leder"), strict=True):
        row[head.index("opening.notes")] = said
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows([head, *rows])
    path.write_text(out.getvalue(), encoding="utf-8")
    with pytest.raises(
        DatasetFaulty, match=r"line 4, opening\.notes: 'Travl leder' differs from 'Rolig leder' on line 3"
    ):
        read_dataset(tmp_path)
