"""The same figures on one thread and on two."""

import os
import subprocess
import sys
from pathlib import Path

from tests.support.shipped import DEMO, ROOT


def written(out: Path, threads: str) -> bytes:
    """`report.json` of the demo, made in a process with so many threads."""
    command = [sys.executable, "-m", "service.cli", "evaluate", str(DEMO), "--out", str(out), "--as-of", "2026-11-21"]
    environment = os.environ | {"OMP_NUM_THREADS": threads, "OPENBLAS_NUM_THREADS": threads}
    subprocess.run([*command, "--systems", "random,bm25,encoder"], check=True, cwd=ROOT, env=environment)
    return (out / "report.json").read_bytes()


def test_figures_do_not_rest_on_threads(tmp_path: Path) -> None:
    assert written(tmp_path / "one", "1") == written(tmp_path / "two", "2")
