from __future__ import annotations

import sys

import pytest

from benchmarks.process import run


def test_what_a_command_took_and_on_which_machine() -> None:
    told = run([sys.executable, "-c", "b = bytearray(50_000_000)"]).told()
    assert list(told) == ["seconds", "cpu_seconds", "peak_mb", "cores", "load"]
    assert told["cpu_seconds"] > 0
    assert 0 < told["seconds"] < 60
    assert 50 < told["peak_mb"] < 50_000
    assert told["cores"] >= 1


def test_a_command_that_fails_is_told() -> None:
    with pytest.raises(RuntimeError, match="failed with 3"):
        run([sys.executable, "-c", "raise SystemExit(3)"])
