from __future__ import annotations

from pathlib import Path

from tests.support.command import Opgave

SIZE = ("--citizens", 30, "--openings", 6, "--months", 6, "--seed", 2)


def test_generate_makes_a_municipality_that_every_command_reads_and_calls_synthetic(
    opgave: Opgave, tmp_path: Path
) -> None:
    said = opgave("generate", *SIZE, "--out", tmp_path / "kommune", spoken="da_DK.UTF-8")
    assert (said.code, said.out) == (0, "")
    assert said.err.startswith("Syntetisk kommune, ingen i den findes:")
    assert opgave("check", tmp_path / "kommune").code == 0
    assert "Opdigtede data" in opgave("suggest", tmp_path / "kommune", "--task", "t000001-1").out


def test_generate_refuses_in_one_sentence(opgave: Opgave, tmp_path: Path) -> None:
    said = opgave("generate", "--citizens", 0, *SIZE[2:], "--out", tmp_path / "kommune")
    assert said.code == 2
    assert said.err == "--citizens 0 is out of bounds; choose 1 to 1000000\n"
    assert not (tmp_path / "kommune").exists()
