from __future__ import annotations

import subprocess
import sys

from service.usecases.scoring import score
from tests.support.builders import AS_OF
from tests.support.shipped import ROOT, demo


def test_scoring_is_lazy_and_counts_its_tasks() -> None:
    done: list[int] = []
    coming = score(demo(), AS_OF, 2, lambda: done.append(1))
    assert done == []
    first = next(coming)
    assert done == []
    assert first.rank == 1
    assert len(list(coming)) > 31
    assert len(done) == len(list(demo().open_places())) == 31


def test_the_command_line_imports_no_engine_before_it_is_asked() -> None:
    code = "import sys, service.cli; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT).stdout
    assert "typer" in loaded.split()
    assert not {"numpy", "faiss", "recommender.engine", "fastapi", "rich"} & set(loaded.split())
