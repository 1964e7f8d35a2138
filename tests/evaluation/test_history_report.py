"""A history as the measure, from a synthetic municipality's files to the report."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from ir_measures import parse_measure

from data.generator.settings import UNTIL, Settings
from data.generator.write import generate
from evaluation.metrics import METRICS
from evaluation.offpolicy import METHODS
from evaluation.run import Options, evaluate

SPLIT = date(2026, 3, 1)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of a history of 250 citizens and 45 openings over two years."""
    room = tmp_path_factory.mktemp("history")
    generate(Settings(citizens=250, openings=45, months=24, seed=5), room / "data")
    options = Options(split=SPLIT, systems=("random", "popularity", "verdict"))
    evaluate(room / "data", room / "report", options, as_of=UNTIL)
    return room / "report"


@pytest.fixture(scope="module")
def told(written: Path) -> dict[str, object]:
    def refuse(constant: str) -> float:
        raise AssertionError(f"{constant} is no JSON")

    found: dict[str, object] = json.loads((written / "report.json").read_text("utf-8"), parse_constant=refuse)
    return found


def test_grades_come_from_what_became_of_matches(told: dict[str, object]) -> None:
    about, counts = told["about"], told["history"]["counts"]  # type: ignore[index]

    assert (about["basis"], about["suitable"], about["synthetic"]) == ("history", 3, True)  # type: ignore[index]
    assert sum(about["grades"]) == about["pairs"] == counts["graded"]  # type: ignore[index]
    assert about["grades"][3] + about["grades"][4] == counts["hired"] > 5  # type: ignore[index]
    assert counts["censored"] > 0
    assert told["history"]["split"] == SPLIT.isoformat()  # type: ignore[index]


def test_every_system_has_what_history_hides(told: dict[str, object]) -> None:
    hidden = told["hidden"]

    assert set(hidden["systems"]) == {"engine", "random", "popularity", "verdict"}  # type: ignore[index]
    assert set(hidden["gaps"]) == {"random", "popularity", "verdict"}  # type: ignore[index]
    for system in hidden["systems"].values():  # type: ignore[index]
        assert set(system["values"]) <= set(METHODS)
        assert 0 <= system["proposed"] <= system["places"]


def test_the_engine_breaks_no_rule_on_any_of_its_days(told: dict[str, object]) -> None:
    engine, random = told["systems"][:2]  # type: ignore[index]

    assert engine["conduct"]["broken"] == 0
    assert engine["conduct"]["listed"] > 100
    assert random["conduct"]["violations"] > 0.2


def test_attributes_and_newness_part_the_citizens(told: dict[str, object]) -> None:
    groupings = {one["code"]: one for one in told["groups"]}  # type: ignore[attr-defined]

    assert {"attribute.sex", "attribute.age_band", "new_citizen", "new_company", "group", "hours"} <= set(groupings)
    for grouping in groupings.values():
        for group in grouping["groups"]:
            assert group["n"] is None or group["n"] >= 10
            assert group["n"] is not None or not (group["figures"] or group["rates"] or group["per_task"])


def test_the_page_tells_what_history_hides(written: Path) -> None:
    page = (written / "report.html").read_text(encoding="utf-8")

    for words in ("Hvad historien skjuler", "What history hides", "Dobbelt robust", "ansat i lønnede timer", "hired"):
        assert words in page
    assert "Data er syntetiske" in page


def test_trec_eval_agrees_on_grades_up_to_four(written: Path, told: dict[str, object]) -> None:
    plain = [metric for metric in METRICS if metric.form and "gains" not in metric.form]
    names = {metric.name: metric.measure(Levels()) for metric in plain}  # type: ignore[arg-type]
    command = [sys.executable, "-m", "ir_measures", "--places", "10", "qrels.tsv", "run-judged.trec", *names.values()]
    said = subprocess.run(command, capture_output=True, text=True, check=True, cwd=written).stdout
    found = {str(name): float(value) for name, value in (line.split("\t") for line in said.splitlines())}
    figures = told["systems"][0]["figures"]  # type: ignore[index]

    assert names["AP"] == "AP(rel=3)"
    assert len(found) == 15
    for name, measure in names.items():
        assert found[str(parse_measure(measure))] == pytest.approx(figures[name]["value"], abs=1e-6), name


class Levels:
    """Of a history: hired is a success, and grades go to four."""

    suitable, top = 3, 4
