from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from service.usecases.opening import README_LINES, is_synthetic
from service.usecases.scoring import score
from tests.support.builders import AS_OF
from tests.support.shipped import ROOT, demo


@pytest.mark.parametrize(
    "line",
    ["# Syntetisk kommune", "All data are SYNTHETIC.", "Opdigtede borgere", "Alt herinde er opfundet.", "Invented."],
)
def test_a_readme_that_says_so_makes_the_data_invented(tmp_path: Path, line: str) -> None:
    (tmp_path / "README.md").write_text(f"# Kommune\n\n{line}\n", encoding="utf-8")
    assert is_synthetic(tmp_path)


def test_only_the_first_lines_count(tmp_path: Path) -> None:
    for lines, expected in ((README_LINES - 1, True), (README_LINES, False)):
        (tmp_path / "README.md").write_text("\n" * lines + "synthetic\n", encoding="utf-8")
        assert is_synthetic(tmp_path) is expected


def test_a_readme_that_is_missing_or_cannot_be_read_says_nothing(tmp_path: Path) -> None:
    assert not is_synthetic(tmp_path)
    (tmp_path / "README.md").write_bytes("opfundet æ".encode("latin-1"))
    assert not is_synthetic(tmp_path)


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
