"""Every fault that a value can have, told in both languages: the messages are in `tests/golden/bad_values.txt`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from recommender.dataset import read_dataset
from recommender.errors import DatasetFaulty
from recommender.reading.faults import Faults, Place
from recommender.reading.said import Said
from tests.support.files import raw_files, valid_folder, write_jsonl
from tests.support.golden import check_section, golden_sections

DROPPED = object()
"""The key is left out."""

TASK = ("openings", 0, "tasks", 0)

BAD: dict[str, tuple[tuple[str | int, ...], Any]] = {
    "unknown key": (("citizens", 0, "wish"), "x"),
    "key like no other": (("citizens", 0, "zzzz"), "x"),
    "unknown key of a task": ((*TASK, "hours"), 3),
    "missing key": (("citizens", 0, "consents"), DROPPED),
    "missing list": (("companies", 0, "adaptations"), DROPPED),
    "missing tasks": (("openings", 0, "tasks"), DROPPED),
    "null where a value must be": ((*TASK, "title"), None),
    "empty name": (("companies", 0, "name"), "  "),
    "unknown adaptations": (("companies", 0, "adaptations"), ["sitstand", "buddy", "hhhhhhhh"]),
    "unknown group": (("citizens", 1, "group"), "jobpart"),
    "group like no other": (("citizens", 1, "group"), "x"),
    "unknown dimension": (("citizens", 1, "capacities"), {"lift": 1}),
    "unknown condition": ((*TASK, "conditions"), ["outdors"]),
    "unknown field": (("citizens", 0, "wish_fields"), ["woood"]),
    "unknown day": (("citizens", 1, "days"), ["man"]),
    "unknown status": (("openings", 0, "status"), "opened"),
    "unknown qualification": ((*TASK, "qualification"), "instructions"),
    "unknown stage": (("matches", 0, "stage"), "hire"),
    "unknown kind of course": (("courses", 0, "kind"), "kursus"),
    "not levels": ((*TASK, "demands"), {"lifting": 4, "pace": -1, "noise": 1.5, "air": True, "danish": "2"}),
    "profile as a list": ((*TASK, "demands"), [1, 2]),
    "number as text": (("citizens", 0, "hours_per_week_max"), "12"),
    "flag as number": (("citizens", 0, "hours_per_week_max"), True),
    "text for a flag": (("citizens", 0, "consents"), "ja"),
    "text for a list": (("citizens", 0, "needs"), "own_pace"),
    "number in a list of codes": (("citizens", 0, "needs"), [3]),
    "number for a text": ((*TASK, "description"), 3),
    "NaN": (("citizens", 0, "hours_per_week_max"), float("nan")),
    "infinite": (("companies", 0, "employees_fte"), float("inf")),
    "NaN for a level": ((*TASK, "demands"), {"pace": float("nan")}),
    "negative hours": (("citizens", 0, "hours_per_week_min"), -1),
    "negative employees": (("companies", 0, "employees_fte"), -0.5),
    "no hours": ((*TASK, "hours_per_week"), 0),
    "more hours than a week": ((*TASK, "hours_per_week"), 169),
    "more hours than a day": (("citizens", 0, "hours_per_day_max"), 25),
    "number of many digits": (("citizens", 0, "max_distance_km"), 10**300),
    "least above most": (("citizens", 0, "hours_per_week_min"), 13),
    "latitude beyond the pole": (("companies", 0, "location"), {"lat": 91, "lon": 9}),
    "longitude beyond the date line": (("companies", 0, "location"), {"lat": 55, "lon": -181}),
    "half a location": (("companies", 0, "location"), {"lat": 55, "long": 9}),
    "place name for a location": (("companies", 0, "location"), "Aabenraa"),
    "impossible date": (("openings", 0, "created_on"), "2026-02-30"),
    "Danish date in JSON": (("openings", 0, "created_on"), "21-11-2026"),
    "date as a number": (("citizens", 0, "available_from"), 20261121),
    "impossible time": (("citizens", 0, "earliest"), "25:00"),
    "time without a zero": ((*TASK, "earliest"), "8:30"),
    "fleksjob for another group": (("citizens", 0, "contract_types"), ["fleksjob"]),
    "company twice": (("companies",), [{"id": "c1"}, {"id": "c1"}]),
    "citizen twice": (("citizens", 1, "id"), "b1"),
    "opening twice": (("openings", 1, "id"), "o1"),
    "task twice": (("openings", 1, "tasks", 0, "id"), "t1"),
    "course twice": (("courses", 1, "code"), "hygiejne"),
    "dangling company": (("openings", 0, "company_id"), "c2"),
    "dangling course": ((*TASK, "requires"), ["hygejne"]),
    "dangling course preferred": ((*TASK, "prefers"), ["svejsning"]),
    "dangling course held": (("citizens", 0, "courses"), [{"code": "svejsning"}]),
    "dangling task of a match": (("matches", 0, "task_id"), "t9"),
    "dangling citizen of a match": (("matches", 0, "citizen_id"), "b9"),
    "negative weeks": (("matches", 0, "retained_weeks"), -1),
    "half a week": (("matches", 0, "retained_weeks"), 1.5),
    "negative hours of a match": (("matches", 0, "hours_per_week"), -2),
    "id with a space": (("citizens", 1, "id"), "b 1"),
    "course code in capitals": (("courses", 0, "code"), "HYGIEJNE"),
    "course code that means none": (("courses", 0, "code"), "ingen"),
    "course held as text": (("citizens", 0, "courses"), ["hygiejne"]),
    "course held without code": (("citizens", 0, "courses"), [{"completed_on": "2020-02-31", "grade": 7}]),
    "CPR number as id": (("citizens", 1, "id"), "010190-1234"),
    "CPR number in a text": (("citizens", 1, "experience"), "Ring til 0101901234 nu"),
    "CPR number in a task": ((*TASK, "description"), "Spørg 010190 1234"),
    "CPR number in notes": (("openings", 0, "notes"), "010190-1234"),
    "CPR number as key": (("citizens", 1, "0101901234"), "x"),
    "CPR number as code": (("citizens", 1, "group"), "0101901234"),
    "CPR number that lost its zero": (("citizens", 1, "group"), 101901234),
    "CPR number inside a list": (("citizens", 1, "needs"), ["010190-1234"]),
    "CPR number in an object": (("citizens", 1, "id"), {"cpr": "010190-1234"}),
    "CPR number over two lines in a list": (("citizens", 1, "id"), ["010190\n1234"]),
    "CPR number over two lines as a key": (("citizens", 1, "id"), {"010190\n1234": ["010190\n1234"]}),
    "CPR number where a message is cut off": (("citizens", 1, "id"), ["x" * 70 + "010190-1234"]),
    "CPR number as dimension": (("citizens", 1, "capacities"), {"010190-1234": 1}),
    "CPR number as reference": (("openings", 0, "company_id"), "010190-1234"),
    "task that is no object": (TASK, "x"),
    "tasks that are no list": (("openings", 0, "tasks"), {}),
    "invisible character": (("citizens", 0, "experience"), "a\x1b[31m"),
    "long value": (("citizens", 1, "group"), "x" * 200),
    "line break in a value": (("citizens", 1, "group"), "job\nparat"),
}


def faults_of(folder: Path) -> DatasetFaulty:
    with pytest.raises(DatasetFaulty) as caught:
        read_dataset(folder)
    return caught.value


def spoilt(path: tuple[str | int, ...], value: Any) -> dict[str, list[dict[str, Any]]]:
    files = raw_files()
    *way, last = path
    at: Any = files
    for part in way:
        at = at[part]
    if value is DROPPED:
        del at[last]
    else:
        at[last] = value
    return files


@pytest.mark.parametrize("name", BAD)
def test_bad_value_is_told(name: str, tmp_path: Path) -> None:
    faulty = faults_of(write_jsonl(tmp_path, spoilt(*BAD[name])))
    check_section("bad_values.txt", name, f"{faulty.en}\n{faulty.da}")


def test_every_golden_message_has_its_case() -> None:
    assert set(golden_sections("bad_values.txt")) == set(BAD)


def test_no_message_repeats_a_cpr_number() -> None:
    text = "\n".join(golden_sections("bad_values.txt").values())
    assert "••••••-••••" in text
    assert not any(digits in text for digits in ("1234", "010190", "101901234"))


def test_a_fault_masks_whatever_it_is_given() -> None:
    faults = Faults()
    faults.add(Place("010190-1234.csv", 1), "020290-1234", Said("is 0101901234", "er 0101901234"))
    assert faults.found[0].told("da") == "••••••-••••.csv linje 1, ••••••-••••: er ••••••-••••"
    assert faults.found[0].told("en") == "••••••-••••.csv line 1, ••••••-••••: is ••••••-••••"


def test_window_that_ends_before_it_begins(tmp_path: Path) -> None:
    files = raw_files()
    files["citizens"][0] |= {"earliest": "12:00", "latest": "08:00"}
    files["openings"][1]["tasks"][0] |= {"earliest": "12:00", "latest": "11:59"}
    faulty = faults_of(write_jsonl(tmp_path, files))
    assert faulty.en.splitlines() == [
        "openings.jsonl line 2, tasks[0].latest: 11:59 is before earliest 12:00; "
        "let the time window end after it begins",
        "citizens.jsonl line 1, latest: 08:00 is before earliest 12:00; let the time window end after it begins",
    ]


def test_window_of_no_length_is_allowed(tmp_path: Path) -> None:
    files = raw_files()
    files["citizens"][0] |= {"earliest": "12:00", "latest": "12:00"}
    assert read_dataset(write_jsonl(tmp_path, files)).citizens[0].latest == 720


def test_all_faults_of_all_files_are_told_in_order(tmp_path: Path) -> None:
    files = raw_files()
    files["citizens"][1] |= {"group": "nobody", "hours_per_week_max": -1}
    files["citizens"][0] |= {"courses": [{"code": "svejsning"}]}
    files["companies"][0]["employees_fte"] = -1
    faults = faults_of(write_jsonl(tmp_path, files)).faults
    assert [(fault.file, fault.line, fault.field) for fault in faults] == [
        ("companies.jsonl", 1, "employees_fte"),
        ("citizens.jsonl", 1, "courses[0].code"),
        ("citizens.jsonl", 2, "group"),
        ("citizens.jsonl", 2, "hours_per_week_max"),
    ]


def test_first_fifty_faults_and_a_count(tmp_path: Path) -> None:
    files = raw_files()
    plain = files["citizens"][1]
    files["citizens"] = [plain | {"id": f"b{number}", "consents": 7} for number in range(1, 61)]
    faulty = faults_of(write_jsonl(tmp_path, files))
    lines = faulty.da.splitlines()
    assert len(faulty.faults) == 60
    assert len(lines) == 51
    assert lines[-1] == "citizens.jsonl: og 10 fejl mere"


def test_the_folder_that_is_spoilt_is_sound(tmp_path: Path) -> None:
    dataset = read_dataset(valid_folder(tmp_path))
    assert [len(dataset.citizens), len(dataset.task_by_id), len(dataset.matches)] == [2, 3, 1]
