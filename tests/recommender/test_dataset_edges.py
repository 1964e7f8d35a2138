"""Openings sent in requests, TREC files, where a dataset may be written, and what reading costs."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from recommender.dataset import (
    RunLine,
    citizen_row,
    company_row,
    course_row,
    match_row,
    opening_row,
    read_dataset,
    read_opening,
    read_qrels,
    read_run,
    task_row,
    write_dataset,
)
from recommender.errors import DatasetFaulty, OutputFaulty
from recommender.types import Judgement, Match
from recommender.vocabulary import shipped_vocabulary
from tests.support import builders
from tests.support.files import valid_folder

BARE_TASK = {
    "title": "Pakke",
    "description": "",
    "hours_per_week": 3,
    "qualification": "instruction",
    "requires": [],
    "prefers": [],
    "demands": {},
    "adaptations": [],
}


def request(**over: Any) -> dict[str, Any]:
    """An opening straight after a walkthrough: no ids, no date, no status."""
    return {"company_id": "c1", "contract_types": ["internship"], "tasks": [BARE_TASK, BARE_TASK]} | over


def told(raw: Any, **more: Any) -> list[str]:
    with pytest.raises(DatasetFaulty) as caught:
        read_opening(raw, builders.dataset(), **more)
    return caught.value.en.splitlines()


def test_request_is_completed() -> None:
    company, opening = read_opening(request(), builders.dataset(), as_of=builders.AS_OF)
    assert company == builders.company()
    assert (opening.id, opening.company_id, opening.status) == ("ny-1", "c1", "open")
    assert opening.created_on == builders.AS_OF
    assert [task.id for task in opening.tasks] == ["ny-1", "ny-2"]


def test_request_keeps_the_ids_it_has() -> None:
    tasks = [BARE_TASK, BARE_TASK | {"id": "ny-1"}, BARE_TASK | {"id": "t1"}]
    _, opening = read_opening(request(id="o9", created_on="2026-01-02", tasks=tasks), builders.dataset())
    assert (opening.id, opening.created_on) == ("o9", date(2026, 1, 2))
    assert [task.id for task in opening.tasks] == ["ny-2", "ny-1", "t1"]


def test_request_with_a_company_of_its_own() -> None:
    sent = {"name": "Ny", "municipality": "Aabenraa", "adaptations": ["buddy"]}
    raw = request(company=sent, company_id=None)
    company, opening = read_opening(raw, builders.dataset(), as_of=builders.AS_OF)
    assert (company.id, company.adaptations, opening.company_id) == ("ny-1", ("buddy",), "ny-1")
    assert raw["company"] is sent
    assert "id" not in sent


def test_a_whole_opening_is_a_request() -> None:
    raw = opening_row(builders.opening())
    assert read_opening(raw, builders.dataset()) == (builders.company(), builders.opening())


def test_request_without_a_date() -> None:
    assert told(request()) == ["request, created_on: is missing; it must be filled in"]


def test_request_of_an_unknown_company() -> None:
    expected = "request, company_id: 'c7' is not in companies; add it there, or remove it here"
    assert told(request(company_id="c7"), as_of=builders.AS_OF) == [expected]


def test_request_without_company() -> None:
    expected = ["request, company_id: is missing; it must be filled in"]
    assert told(request(company_id=None), as_of=builders.AS_OF) == expected


@pytest.mark.parametrize(
    ("company_id", "expected"),
    [
        ("", "request, company_id: is empty; it must be filled in"),
        (7, "request, company_id: 7 cannot be used; write text"),
        ("010190-1234", "request, company_id: holds a CPR number; replace it by a pseudonym or leave it out"),
    ],
)
def test_request_with_a_bad_company_id(company_id: object, expected: str) -> None:
    assert told(request(company_id=company_id), as_of=builders.AS_OF) == [expected]


def test_request_with_two_companies() -> None:
    both = request(company={"name": "Ny", "municipality": "Aabenraa", "adaptations": []})
    assert told(both, as_of=builders.AS_OF) == ["request, company: stands beside company_id; send one of the two"]


def test_all_faults_of_a_request_are_told() -> None:
    raw = request(
        company_id=None,
        company={"name": "", "municipality": "Aabenraa", "adaptations": ["budy"]},
        tasks=[BARE_TASK | {"requires": ["hygejne"], "hours_per_week": -1, "title": "010190-1234"}, 7],
    )
    assert told(raw, as_of=builders.AS_OF) == [
        "request, company.name: is empty; it must be filled in",
        "request, company.adaptations[0]: 'budy' is not known; did you mean 'buddy'?",
        "request, tasks[0].title: holds a CPR number; replace it by a pseudonym or leave it out",
        "request, tasks[0].hours_per_week: -1 is out of range; write hours a week above 0 and at most 168",
        "request, tasks[1]: 7 cannot be used; write a task as an object: {…}",
        "request, tasks[0].requires[0]: 'hygejne' is not in courses; did you mean 'hygiejne'?",
    ]


@pytest.mark.parametrize("raw", [[], "x", None, 3])
def test_request_that_is_no_object(raw: object) -> None:
    assert told(raw)[0].endswith("cannot be used; write an opening as an object: {…}")


def test_task_twice_in_a_request() -> None:
    twice = request(tasks=[BARE_TASK | {"id": "t1"}] * 2)
    expected = ["request, tasks[1].id: 't1' is used twice; give each its own id"]
    assert told(twice, as_of=builders.AS_OF) == expected


def test_rows_are_the_contracts_json() -> None:
    assert task_row(builders.task(earliest=510, latest=960, days=("mon",), hours_per_week=7.5)) == {
        "id": "t1",
        "title": "Pakke ordrer",
        "description": "Pakke små ordrer i kasser og sætte etiket på.",
        "hours_per_week": 7.5,
        "splittable": False,
        "qualification": "instruction",
        "requires": [],
        "prefers": [],
        "days": ["mon"],
        "earliest": "08:30",
        "latest": "16:00",
        "demands": {},
        "adaptations": [],
    }
    assert company_row(builders.company(employees_fte=None))["location"] == {"lat": 55.04, "lon": 9.41}
    assert "employees_fte" not in company_row(builders.company(employees_fte=None))
    held = citizen_row(builders.citizen(courses=(builders.held(), builders.held("truckcertifikat", None))))
    assert held["courses"] == [{"code": "hygiejne", "completed_on": "2024-05-13"}, {"code": "truckcertifikat"}]
    assert course_row(builders.course())["hours"] == 14
    match = Match("m1", "t1", "b1", date(2026, 3, 2), "hired", retained_weeks=12)
    assert match_row(match)["matched_on"] == "2026-03-02"


def test_trec_files(tmp_path: Path) -> None:
    (tmp_path / "run").write_text("\ufefft1 Q0 b1 1 0.75 own\r\n\nt1\tQ0\tb2\t2\t-1e-3\town\n", encoding="utf-8")
    assert read_run(tmp_path / "run") == (RunLine("t1", "b1", 1, 0.75, "own"), RunLine("t1", "b2", 2, -0.001, "own"))
    (tmp_path / "qrels.tsv").write_text("t1\t0\tb1\t3\nt1 0 b2 0\n")
    assert read_qrels(tmp_path / "qrels.tsv") == (Judgement("t1", "b1", 3), Judgement("t1", "b2", 0))


def test_writing_replaces_the_same_files_and_leaves_others(tmp_path: Path) -> None:
    folder = valid_folder(tmp_path)
    (folder / "README.md").write_text("own")
    before = sorted(path.name for path in folder.iterdir())
    first = read_dataset(folder)
    second = replace(first, citizens=(first.citizens[0],))
    write_dataset(second, folder)
    assert read_dataset(folder) == second
    assert (folder / "README.md").read_text() == "own"
    assert sorted(path.name for path in folder.iterdir()) == before


@pytest.mark.parametrize("new", [True, False])
def test_a_full_disk_leaves_everything_as_it_was(new: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = valid_folder(tmp_path / "own")
    sound = read_dataset(folder)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    write, calls = Path.write_bytes, list[Path]()

    def full(path: Path, data: bytes) -> int:
        calls.append(path)
        if len(calls) == 3:
            raise OSError(28, "No space left on device")
        return write(path, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OutputFaulty, match=r"cannot be written \(No space left on device\)"):
        write_dataset(replace(sound, citizens=()), tmp_path / "new" if new else folder)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before
    assert [path.name for path in tmp_path.iterdir()] == ["own"]


def test_writing_beside_another_dataset_is_refused(tmp_path: Path) -> None:
    folder = valid_folder(tmp_path)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(OutputFaulty, match=r"matches\.jsonl of another dataset; choose an empty folder"):
        write_dataset(builders.dataset(), folder)
    with pytest.raises(OutputFaulty, match=r"citizens\.jsonl, companies\.jsonl"):
        write_dataset(builders.dataset(), folder, "csv")
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_writing_where_a_file_stands_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputFaulty, match=r"own cannot be written \(.+\); choose a folder that you may write in"):
        write_dataset(builders.dataset(), tmp_path / "file" / "own")


def test_text_too_long_for_excel_is_told_and_nothing_is_written(tmp_path: Path) -> None:
    long = builders.dataset(citizens=(builders.citizen(experience="x" * 32_768),))
    with pytest.raises(OutputFaulty, match=r"citizens\.xlsx: a text of 32768 characters"):
        write_dataset(long, tmp_path / "own", "xlsx")
    assert list(tmp_path.iterdir()) == []


def test_another_vocabulary(tmp_path: Path) -> None:
    own = shipped_vocabulary()
    fewer = replace(own, groups=tuple(group for group in own.groups if group.code != "aktivitetsparat"))
    folder = valid_folder(tmp_path)
    assert read_dataset(folder, own).citizens
    with pytest.raises(DatasetFaulty, match="'aktivitetsparat' is not known"):
        read_dataset(folder, fewer)


def test_reading_json_lines_imports_nothing_heavy() -> None:
    code = (
        "import sys; from pathlib import Path; from recommender.dataset import read_dataset;"
        "read_dataset(Path(sys.argv[1]));"
        "print(sorted({'numpy', 'pandas', 'openpyxl', 'python_calamine', 'torch'} & set(sys.modules)))"
    )
    demo = str(Path(__file__).parents[2] / "data" / "demo")
    done = subprocess.run([sys.executable, "-c", code, demo], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_reading_time_grows_with_the_rows_alone(tmp_path: Path) -> None:
    """Ten times the rows, all faulty in the ways that compare values: at most thirty times the time."""

    def seconds(rows: int) -> float:
        folder = valid_folder(tmp_path / str(rows))
        plain = json.loads((folder / "citizens.jsonl").read_text().splitlines()[1])
        courses = [{"code": f"kursus{number}"} for number in range(3)]
        bad = (plain | {"id": f"b{n // 2}", "group": f"g{n}", f"key{n}": 1, "courses": courses} for n in range(rows))
        (folder / "citizens.jsonl").write_text("".join(json.dumps(row) + "\n" for row in bad))
        begun = time.process_time()
        with pytest.raises(DatasetFaulty):
            read_dataset(folder)
        return time.process_time() - begun

    assert seconds(2000) < 30 * seconds(200)
