from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from recommender.ranker import load_ranker, save_ranker, shipped_ranker_folder
from tests.support.command import Opgave
from tests.support.shipped import DEMO

DAY = ("--as-of", "2026-11-21")


@pytest.fixture
def judged(folder: Path) -> Path:
    """A small dataset with judgements."""
    (folder / "qrels.tsv").write_text("t1\t0\tb1\t3\nt1\t0\tb2\t0\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def turned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped ranker with every weight turned round."""
    folder, shipped = tmp_path_factory.mktemp("turned"), load_ranker(shipped_ranker_folder())
    save_ranker(replace(shipped, name="turned", weights=tuple(-weight for weight in shipped.weights)), folder)
    return folder


def told(out: Path) -> dict[str, object]:
    found: dict[str, object] = json.loads((out / "report.json").read_text(encoding="utf-8"))
    return found


def names(out: Path) -> list[str]:
    return [system["name"] for system in told(out)["systems"]]  # type: ignore[attr-defined]


def test_the_report_is_written(opgave: Opgave, judged: Path, tmp_path: Path) -> None:
    (tmp_path / "other.trec").write_text("t1 Q0 b2 1 0.9 other\nt1 Q0 b1 2 0.1 other\n", encoding="utf-8")
    out = tmp_path / "report"
    said = opgave("evaluate", judged, "--out", out, "--run", tmp_path / "other.trec", *DAY)
    assert said.code == 0, said.err
    verdict, place = said.err.splitlines()
    assert verdict.startswith("It is not shown that Opgaveværktøjet ranks better than “Chance”, ")
    assert place == f"the report is in {out}"
    assert (out / "report.html").stat().st_size > 0
    assert names(out)[-1] == "other"


def test_systems_and_models_by_name(opgave: Opgave, judged: Path, tmp_path: Path, turned: Path) -> None:
    out = tmp_path / "report"
    said = opgave(
        *("evaluate", judged, "--out", out, "--systems", "bm25, random", "--model", f"turned={turned}", *DAY),
        *("--model", f"random={turned}", "--seed", "4", "--smallest", "2"),
    )
    assert said.code == 0, said.err
    assert names(out) == ["engine", "random", "bm25", "turned", "random-2"]
    assert (told(out)["about"]["seed"], told(out)["smallest"]) == (4, 2)  # type: ignore[index]


def test_a_history_is_the_measure_when_asked_for(opgave: Opgave, folder: Path, tmp_path: Path) -> None:
    rows = [
        {"id": "m1", "task_id": "t1", "citizen_id": "b1", "matched_on": "2026-01-10", "stage": "met"},
        {"id": "m2", "task_id": "t1", "citizen_id": "b2", "matched_on": "2026-04-10", "stage": "hired"},
        {"id": "m3", "task_id": "t2", "citizen_id": "b1", "matched_on": "2026-10-30", "stage": "proposed"},
    ]
    (folder / "matches.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    openings = folder / "openings.jsonl"
    openings.write_text(openings.read_text(encoding="utf-8").replace("2026-11-02", "2025-11-02"), encoding="utf-8")
    out = tmp_path / "report"
    said = opgave("evaluate", folder, "--out", out, "--history", "2026-03-01", *DAY)
    assert said.code == 0, said.err
    assert "Matches before 2026-03-01 are the past (1)" in said.err
    found = told(out)
    assert found["about"]["basis"] == "history"  # type: ignore[index]
    counts = found["history"]["counts"]  # type: ignore[index]
    assert (counts["past"], counts["test"], counts["graded"], counts["hired"]) == (1, 2, 1, 1)
    assert "popularity" in names(out)
    assert "Hvad historien skjuler" in (out / "report.html").read_text(encoding="utf-8")


def test_a_worse_model_fails_the_gate_and_the_same_passes(opgave: Opgave, tmp_path: Path, turned: Path) -> None:
    first, again, worse = (tmp_path / name for name in ("first", "again", "worse"))
    alone = ("--systems", "random", *DAY)
    assert opgave("evaluate", DEMO, "--out", first, *alone).code == 0
    against = ("--against", first / "baseline.json", "--fail-if-worse")

    same = opgave("evaluate", DEMO, "--out", again, *alone, *against)
    assert same.code == 0, same.err
    assert told(again)["gate"]["checks"]  # type: ignore[index]

    failed = opgave("evaluate", DEMO, "--out", worse, *alone, *against, "--ranker", turned)
    assert failed.code == 1
    assert "This version is worse than the earlier one on “Quality”" in failed.err
    assert (worse / "report.html").exists()
    passed = opgave("evaluate", DEMO, "--out", worse, *alone, *against[:2], "--ranker", turned, spoken="da_DK.UTF-8")
    assert passed.code == 0, "without --fail-if-worse it is told in the report alone"
    assert "er dårligere end den tidligere på »Kvalitet«" in (worse / "report.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("options", "said_of_it"),
    [
        (("--systems", "bm52"), "--systems: 'bm52' is not known; use some of: random, popularity, hours"),
        (("--model", "nameless"), "--model 'nameless' cannot be read; write NAME=FOLDER"),
        (("--model", "engine={folder}"), "the name 'engine' is taken by the engine itself; give another name"),
        (("--model", "x=/nowhere"), "--model 'x=/nowhere' cannot be read"),
        (("--against", "gone.json"), "the file 'gone.json' does not exist; check the path after --against"),
        (("--run", "gone.trec"), "the file 'gone.trec' does not exist; check the path after --run"),
        (("--fail-if-worse",), "--fail-if-worse needs an earlier report"),
        (("--smallest", "0"), "--smallest 0 is no size"),
        (("--seed", "-1"), "--seed -1 is below 0"),
        (("--history", "marts"), "--history 'marts' is not a date"),
        (("--history", "2026-01-01"), "no match from 2026-01-01 on has had twelve weeks"),
    ],
)
def test_each_fault_is_one_sentence_and_nothing_is_written(
    opgave: Opgave, judged: Path, tmp_path: Path, options: tuple[str, ...], said_of_it: str
) -> None:
    out = tmp_path / "report"
    said = opgave("evaluate", judged, "--out", out, *(one.format(folder=judged) for one in options), *DAY)
    assert said.code == 2
    assert said_of_it in said.err
    assert len(said.err.splitlines()) == 1
    assert not out.exists()


def test_a_baseline_of_other_data_is_refused(opgave: Opgave, judged: Path, tmp_path: Path) -> None:
    assert opgave("evaluate", judged, "--out", tmp_path / "first", *DAY).code == 0
    (judged / "qrels.tsv").write_text("t1\t0\tb1\t2\nt1\t0\tb2\t0\n", encoding="utf-8")
    said = opgave(
        "evaluate", judged, "--out", tmp_path / "second", "--against", tmp_path / "first" / "baseline.json", *DAY
    )
    assert said.code == 2
    assert "made from other data" in said.err


def test_attributes_that_are_wrong_are_told(opgave: Opgave, judged: Path, tmp_path: Path) -> None:
    (judged / "attributes.tsv").write_text("b99\tsex\tf\n", encoding="utf-8")
    said = opgave("evaluate", judged, "--out", tmp_path / "report", *DAY)
    assert said.code == 2
    assert said.err.startswith("attributes.tsv line 1, citizen_id: 'b99' is not in citizens")
    shutil.rmtree(tmp_path / "report", ignore_errors=True)


def test_without_judgements_there_is_nothing_to_measure(opgave: Opgave, folder: Path, tmp_path: Path) -> None:
    said = opgave("evaluate", folder, "--out", tmp_path / "report", *DAY)
    assert said.code == 2
    assert "qrels.tsv" in said.err
    assert len(said.err.splitlines()) == 1
    assert not (tmp_path / "report").exists() or not list((tmp_path / "report").iterdir())
