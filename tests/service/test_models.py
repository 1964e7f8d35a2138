from __future__ import annotations

import json
from pathlib import Path

import pytest

from recommender.encoder import load_encoder, shipped_encoder_folder
from recommender.ranker import save_ranker
from tests.support.command import Opgave
from tests.support.pairs import plain_ranker

DAY = ("--as-of", "2026-11-21", "--format", "json")


def test_a_ranker_of_your_own_is_used_and_named(opgave: Opgave, folder: Path, tmp_path: Path) -> None:
    save_ranker(plain_ranker(experience_text=3.0), tmp_path / "ranker")
    said = opgave("suggest", folder, "--task", "t1", "--ranker", tmp_path / "ranker", *DAY)
    assert said.code == 0
    assert json.loads(said.out)["suggestions"][0]["model"]["ranker"].startswith("test+sha256:")


def test_a_ranker_of_another_encoder_is_used_with_a_warning(opgave: Opgave, folder: Path, tmp_path: Path) -> None:
    save_ranker(plain_ranker(), tmp_path / "ranker")
    asked = ("suggest", folder, "--task", "t1", "--ranker", tmp_path / "ranker", *DAY)
    assert opgave(*asked).err == (
        "The ranker was fitted to another encoder: fit it again before its order is relied on.\n"
    )
    assert opgave(*asked, spoken="da_DK.UTF-8").err.startswith("Rangordneren er lavet til en anden sprogmodel")


def test_an_encoder_folder_is_used_and_named(opgave: Opgave, folder: Path) -> None:
    shipped = shipped_encoder_folder()
    said = opgave("suggest", folder, "--task", "t1", "--encoder", shipped, *DAY)
    assert said.code == 0
    told = json.loads(said.out)["suggestions"][0]["model"]["encoder"]
    assert told == load_encoder(shipped).identity


@pytest.mark.parametrize("option", ["--encoder", "--ranker"])
def test_a_folder_that_is_no_model_is_refused(opgave: Opgave, folder: Path, tmp_path: Path, option: str) -> None:
    said = opgave("suggest", folder, "--task", "t1", option, tmp_path, *DAY)
    assert said.code == 2
    assert str(tmp_path) in said.err
    assert len(said.err.splitlines()) == 1
