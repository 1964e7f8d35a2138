import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from ir_measures import parse_measure

from evaluation import output
from evaluation.metrics import MAIN, METRICS
from evaluation.output import falling, write
from evaluation.report import Evaluation, as_json
from evaluation.run import evaluate
from recommender.errors import OutputFaulty
from tests.evaluation.bench import evaluated, fresh
from tests.evaluation.on_demo import on_demo
from tests.support.builders import AS_OF
from tests.support.shipped import DEMO, ROOT

FILES = {"report.html", "report.json", "baseline.json", "run.trec", "run-judged.trec", "qrels.tsv"}


@pytest.fixture(scope="module")
def on_the_demo() -> Evaluation:
    return on_demo()


def by_command(folder: Path, run: str, *measures: str) -> dict[str, float]:
    """What ir-measures' own command says of the exported files."""
    command = [sys.executable, "-m", "ir_measures", "--places", "10", "qrels.tsv", run, *measures]
    said = subprocess.run(command, capture_output=True, text=True, check=True, cwd=folder).stdout
    return {name: float(value) for name, value in (line.split("\t") for line in said.splitlines())}


@pytest.fixture(scope="module")
def written(on_the_demo: Evaluation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "report"
    write(on_the_demo, folder)
    return folder


@pytest.mark.parametrize("exponential", [False, True])
def test_trec_eval_agrees_on_every_metric(on_the_demo: Evaluation, written: Path, exponential: bool) -> None:
    asked = {
        str(parse_measure(metric.measure(on_the_demo.judged))): on_the_demo.report.engine.figures[metric.name].value
        for metric in METRICS
        if metric.form and ("gains" in metric.form) is exponential
    }
    found = by_command(written, "run-judged.trec", *asked)

    assert len(asked) == (1 if exponential else 15)
    assert found == pytest.approx(asked, abs=1e-6)


def test_trec_eval_agrees_on_the_whole_run_when_asked_for_judged_citizens_alone(
    on_the_demo: Evaluation, written: Path
) -> None:
    found = by_command(written, "run.trec", "nDCG(judged_only=True)@10")
    assert list(found.values()) == pytest.approx([on_the_demo.report.engine.figures[MAIN].value], abs=1e-6)


def test_evaluating_a_folder_writes_the_files(tmp_path: Path) -> None:
    report = evaluate(DEMO, tmp_path / "deep" / "report", as_of=AS_OF)

    assert {path.name for path in (tmp_path / "deep" / "report").iterdir()} == FILES
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["report"]
    told = json.loads((tmp_path / "deep" / "report" / "report.json").read_text(encoding="utf-8"))
    assert told["systems"][0]["figures"][MAIN]["value"] == report.engine.figures[MAIN].value
    assert told["about"]["name"] == "demo"
    assert told["about"]["as_of"] == "2026-11-21"
    assert told["about"]["seed"] == 0
    assert told["about"]["synthetic"] is True


def test_nothing_written_names_a_place_on_the_machine(tmp_path: Path) -> None:
    write(evaluated(), tmp_path / "report")

    for path in (tmp_path / "report").iterdir():
        text = path.read_text(encoding="utf-8")
        assert str(tmp_path) not in text
        assert str(ROOT) not in text


def test_the_same_evaluation_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("first", "second"):
        write(fresh(), tmp_path / name)

    for file in FILES:
        assert (tmp_path / "first" / file).read_bytes() == (tmp_path / "second" / file).read_bytes()


def test_json_holds_the_rounds_and_the_form() -> None:
    told = json.loads(as_json(evaluated().report))

    assert told["form"] == 2
    assert told["main_metric"] == MAIN
    assert told["bootstrap"] == {
        "rounds": 10_000,
        "level": 0.95,
        "over": "tasks",
        "interval": "expanded percentile",
    }


def test_an_older_report_is_replaced_whole(tmp_path: Path) -> None:
    out = tmp_path / "report"
    write(evaluated(), out)
    (out / "left.txt").write_text("from the first", encoding="utf-8")

    write(evaluated(seed=5), out)
    assert {path.name for path in out.iterdir()} == FILES
    assert json.loads((out / "report.json").read_text(encoding="utf-8"))["about"]["seed"] == 5


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    (tmp_path / "report").mkdir()
    write(evaluated(), tmp_path / "report")

    assert {path.name for path in (tmp_path / "report").iterdir()} == FILES


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.odt").write_text("years of work", encoding="utf-8")

    with pytest.raises(OutputFaulty, match="holds something other than a report") as fault:
        write(evaluated(), tmp_path)
    assert "vælg en ny eller tom mappe" in fault.value.da
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.odt"]


def test_a_file_in_the_way_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "report").write_text("a file", encoding="utf-8")

    with pytest.raises(OutputFaulty, match="holds something other"):
        write(evaluated(), tmp_path / "report")
    assert (tmp_path / "report").read_text(encoding="utf-8") == "a file"


def test_a_report_that_fails_half_way_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "report"
    write(evaluated(), out)
    before = (out / "report.json").read_bytes()
    monkeypatch.setattr(output, "qrels_lines", _disk_full)

    with pytest.raises(OutputFaulty, match="cannot be written"):
        write(evaluated(seed=5), out)
    assert (out / "report.json").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["report"]


def test_an_old_report_comes_back_when_the_new_one_cannot_be_moved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "report"
    write(evaluated(), out)
    before = (out / "report.json").read_bytes()
    rename = Path.rename

    def refuse_the_new(path: Path, target: Path) -> Path:
        return _disk_full() if path.name == "new" else rename(path, target)

    monkeypatch.setattr(Path, "rename", refuse_the_new)
    with pytest.raises(OutputFaulty):
        write(evaluated(seed=5), out)
    assert (out / "report.json").read_bytes() == before


def test_equal_scores_are_parted_in_32_bits_and_barely_moved() -> None:
    found = falling(np.array([0.5, 0.5, 0.5, 0.2, 0.2 - 1e-12]))

    assert found.dtype == np.float32
    assert (np.diff(found) < 0).all()
    assert found == pytest.approx([0.5, 0.5, 0.5, 0.2, 0.2], abs=3e-7)


@given(st.lists(st.floats(0.0, 1.0), max_size=30))
@example([0.6, 0.604, 0.603, 0.602])
@example([1.0] * 30)
def test_exported_scores_only_fall_and_survive_being_written(scores: list[float]) -> None:
    """Equals (the same two decimals) stand in any order."""
    listed = np.array(sorted(scores, key=lambda score: -round(score / 0.01)))
    found = falling(listed)
    read = np.array([float(f"{score:.9g}") for score in found.tolist()], dtype=np.float32)

    assert (np.diff(read) < 0).all()
    assert np.allclose(read, listed, atol=0.01 + 1e-5)


def test_a_pdf_is_added_when_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(output, "as_pdf", lambda _report: b"%PDF-1.7 of the page")
    write(evaluated(), tmp_path / "report", pdf=True)

    assert {path.name for path in (tmp_path / "report").iterdir()} == FILES | {"report.pdf"}
    assert (tmp_path / "report" / "report.pdf").read_bytes() == b"%PDF-1.7 of the page"


def _disk_full(*_: object) -> Path:
    raise OSError(28, "No space left on device")
