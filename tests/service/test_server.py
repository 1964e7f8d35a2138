from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from tests.support.files import valid_folder
from tests.support.shipped import ROOT


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """A server in a process of its own on a free port: its address, and what it said when it started."""
    folder: Path = valid_folder(tmp_path_factory.mktemp("served"))
    command = [sys.executable, "-m", "service.cli", "serve", str(folder), "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as running:
        assert running.stderr is not None
        said = running.stderr.readline() + running.stderr.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+", said)
        assert found is not None, said + running.stderr.read()
        yield found[0], said
        running.send_signal(signal.SIGINT)
        running.wait(20)
        assert "Traceback" not in running.stderr.read()


def test_it_says_where_and_that_there_are_no_logins(served: tuple[str, str]) -> None:
    address, said = served
    assert f"Serving on {address}" in said or f"Svarer på {address}" in said
    assert "no logins yet" in said or "endnu ikke login" in said


def test_it_answers(served: tuple[str, str]) -> None:
    address, _ = served
    assert httpx2.get(f"{address}/healthz").json()["status"] == "ok"
    answer = httpx2.post(f"{address}/v1/suggestions", json={"task_id": "t1"})
    assert {one["citizen_id"] for one in answer.json()["suggestions"]} == {"b1", "b2"}
    assert "server" not in answer.headers


def test_it_answers_several_at_once(served: tuple[str, str]) -> None:
    from concurrent.futures import ThreadPoolExecutor

    address, _ = served

    def ask(_: int) -> str:
        return httpx2.post(f"{address}/v1/suggestions", json={"opening_id": "o1"}).text

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(ask, range(32)))) == 1
