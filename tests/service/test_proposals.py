"""`opgave changes` and `opgave jobs`, from the command line."""

from __future__ import annotations

import io
import json

import pytest

from recommender.change import Change, Opened
from service.cli import main
from service.usecases.opening import Opened as OpenedDataset
from service.writers.proposals import print_changes
from tests.support.builders import AS_OF
from tests.support.shipped import DEMO, demo

ON = ["--as-of", "2026-11-21"]


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Exit status, output and messages of one call."""
    with pytest.raises(SystemExit) as ended:
        main([*arguments, *ON])
    said = capsys.readouterr()
    return int(ended.value.code or 0), said.out, said.err


def test_changes_of_a_task_are_sentences_and_json(capsys: pytest.CaptureFixture[str]) -> None:
    status, text, _ = told(capsys, "changes", str(DEMO), "--task", "tA022", "-k", "2")
    assert status == 0
    assert text.startswith("[Opdigtede data]\n1. Hvis ")
    assert "\n2. Hvis " in text
    status, raw, _ = told(capsys, "changes", str(DEMO), "--task", "tA022", "-k", "2", "--format", "json")
    answer = json.loads(raw)
    assert status == 0
    assert answer["synthetic"] is True
    assert [change["text"] in text for change in answer["changes"]] == [True, True]
    assert answer["changes"][0]["opened"]


@pytest.mark.parametrize("about", [("--opening", "oA06"), ("--citizen", "bA107")])
def test_changes_of_an_opening_and_of_a_citizen(capsys: pytest.CaptureFixture[str], about: tuple[str, str]) -> None:
    status, text, _ = told(capsys, "changes", str(DEMO), *about)
    assert status == 0
    assert "1. " in text


def test_jobs_have_a_week(capsys: pytest.CaptureFixture[str]) -> None:
    status, raw, _ = told(capsys, "jobs", str(DEMO), "--citizen", "bA107", "--format", "json")
    jobs = json.loads(raw)["jobs"]
    assert status == 0
    assert jobs
    assert all(job["week"] and job["status"] == "optimal" for job in jobs)
    _, text, _ = told(capsys, "jobs", str(DEMO), "--citizen", "bA107")
    assert all(job["text"] in text for job in jobs)
    status, _, _ = told(capsys, "jobs", str(DEMO), "--citizen", "bA107", "--near", "20")
    assert status == 0


def test_faults_are_sentences(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    assert told(capsys, "jobs", str(DEMO), "--citizen", "bA1070")[0] == 2
    status, out, err = told(capsys, "jobs", str(DEMO), "--citizen", "bA107", "--near", "-1")
    assert (status, out) == (2, "")
    assert "--near is -1.0; give a distance in kilometres above 0" in err
    status, _, err = told(capsys, "changes", str(DEMO), "--task", "tA022", "-k", "0")
    assert status == 2
    assert "k is 0; ask for at least 1" in err
    assert told(capsys, "changes", str(DEMO))[0] == 2


def test_ids_are_told_as_they_are() -> None:
    change = Change("split", "", "o.1", "Hvis …", (Opened("o.1", "b.1", 0.81, "fits"),), 1)
    out = io.StringIO()
    print_changes(out, "text", [change], AS_OF, OpenedDataset(demo(), synthetic=False))
    assert "o.1 b.1 0,81" in out.getvalue()


def test_nobody_possible_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    """bA008 is not available on the day."""
    status, text, _ = told(capsys, "jobs", str(DEMO), "--citizen", "bA008")
    assert status == 0
    assert "Ingen opgaver kan samles" in text
