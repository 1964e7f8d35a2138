from __future__ import annotations

import json
from pathlib import Path

from tests.support.command import Opgave

DAY = ("--as-of", "2026-11-21")


def test_the_report_is_written(opgave: Opgave, folder: Path, tmp_path: Path) -> None:
    (folder / "qrels.tsv").write_text("t1\t0\tb1\t3\nt1\t0\tb2\t0\n", encoding="utf-8")
    (tmp_path / "other.trec").write_text("t1 Q0 b2 1 0.9 other\nt1 Q0 b1 2 0.1 other\n", encoding="utf-8")
    out = tmp_path / "report"
    said = opgave("evaluate", folder, "--out", out, "--run", tmp_path / "other.trec", *DAY)
    assert said.code == 0, said.err
    assert said.err == f"the report is in {out}\n"
    assert (out / "report.html").stat().st_size > 0
    assert "other" in json.dumps(json.loads((out / "report.json").read_text(encoding="utf-8")))


def test_without_judgements_there_is_nothing_to_measure(opgave: Opgave, folder: Path, tmp_path: Path) -> None:
    said = opgave("evaluate", folder, "--out", tmp_path / "report", *DAY)
    assert said.code == 2
    assert "qrels.tsv" in said.err
    assert len(said.err.splitlines()) == 1
    assert not (tmp_path / "report").exists() or not list((tmp_path / "report").iterdir())
