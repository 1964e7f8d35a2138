import json
from pathlib import Path

import pytest

from recommender.artefacts import content_hash, hashes_of, read_json, verify, write_hashes
from recommender.errors import ArtefactFaulty


@pytest.fixture
def model(tmp_path: Path) -> Path:
    (tmp_path / "part").mkdir()
    (tmp_path / "part" / "weights.bin").write_bytes(b"\x00\x01")
    (tmp_path / "config.json").write_text("{}", encoding="utf-8")
    write_hashes(tmp_path)
    return tmp_path


def test_an_untouched_folder_passes(model: Path) -> None:
    verify(model)


def test_a_folder_without_hashes_passes(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}", encoding="utf-8")

    verify(tmp_path)


def test_hashes_name_every_file_but_cards_and_themselves(model: Path) -> None:
    (model / "README.md").write_text("A card.", encoding="utf-8")

    assert sorted(hashes_of(model)) == ["config.json", "part/weights.bin"]


def test_an_altered_file_is_named_with_both_hashes(model: Path) -> None:
    (model / "part" / "weights.bin").write_bytes(b"\x00\x02")

    with pytest.raises(ArtefactFaulty, match=r"weights\.bin: SHA-256 is [0-9a-f]{12}…, expected [0-9a-f]{12}…"):
        verify(model)


def test_a_missing_file_is_named(model: Path) -> None:
    (model / "config.json").unlink()

    with pytest.raises(ArtefactFaulty, match=r"config\.json: missing from the model; fetch it again"):
        verify(model)


def test_another_format_is_refused(model: Path) -> None:
    recorded = json.loads((model / "hashes.json").read_text(encoding="utf-8"))
    (model / "hashes.json").write_text(json.dumps({**recorded, "format": 99}), encoding="utf-8")

    with pytest.raises(ArtefactFaulty, match="model format 99 is not 1"):
        verify(model)


def test_broken_json_is_told_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{", encoding="utf-8")

    with pytest.raises(ArtefactFaulty, match=r"config\.json: cannot be read as JSON") as told:
        read_json(tmp_path / "config.json")
    assert "kan ikke læses som JSON" in told.value.told("da")


def test_the_content_hash_follows_the_content_and_not_the_card(model: Path) -> None:
    before = content_hash(model)
    (model / "README.md").write_text("A card.", encoding="utf-8")
    assert content_hash(model) == before

    (model / "config.json").write_text('{"a": 1}', encoding="utf-8")
    assert content_hash(model) != before
