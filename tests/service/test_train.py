"""`opgave train ranker`: where it writes, and what it says of judgements without a date."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.command import Opgave

UNDATED = {
    "en": "The judgements in qrels.tsv have no dates: all of them are learnt from, whatever --as-of says.",
    "da": "Vurderingerne i qrels.tsv har ingen datoer: der læres af dem alle, uanset --as-of.",
}


def test_a_folder_that_holds_something_else_is_left_alone(opgave: Opgave, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "papers"
    out.mkdir()
    (out / "letter.txt").write_text("mine", encoding="utf-8")
    for place in (out, out / "letter.txt"):
        said = opgave("train", "ranker", folder, "--out", place)
        assert (said.code, said.err) == (
            2,
            f"'{place}' holds something other than a ranker; choose a new or empty folder with --out\n",
        )
        told = opgave("train", "ranker", folder, "--out", place, spoken="da_DK.UTF-8")
        assert told.err == f"'{place}' rummer andet end en rangordner; vælg en ny eller tom mappe med --out\n"
    assert [path.name for path in out.iterdir()] == ["letter.txt"]


@pytest.mark.parametrize("held", [None, (), ("ranker.json",), ("ranker.json", "README.md")])
def test_a_new_an_empty_and_a_rankers_own_folder_are_used(
    opgave: Opgave, folder: Path, tmp_path: Path, held: tuple[str, ...] | None
) -> None:
    out = tmp_path / "own"
    for name in held or ():
        out.mkdir(exist_ok=True)
        (out / name).write_text("{}", encoding="utf-8")
    if held == ():
        out.mkdir()
    assert "at least 10 are needed to learn from" in opgave("train", "ranker", folder, "--out", out).err


def test_a_dataset_that_is_not_there(opgave: Opgave, tmp_path: Path) -> None:
    said = opgave("train", "ranker", tmp_path / "gone", "--out", tmp_path / "own")
    assert (said.code, "does not exist; give the folder" in said.err) == (2, True)


@pytest.mark.parametrize("spoken", ["en", "da"])
def test_judgements_have_no_date_and_that_is_said_where_a_day_is_given(
    opgave: Opgave, folder: Path, tmp_path: Path, spoken: str
) -> None:
    def said(*day: str) -> list[str]:
        return opgave("train", "ranker", folder, "--out", tmp_path / "own", *day, spoken=spoken).err.splitlines()

    assert UNDATED[spoken] not in said("--as-of", "2026-03-01")
    (folder / "qrels.tsv").write_text("t1\t0\tb1\t2\n", encoding="utf-8")
    assert UNDATED[spoken] in said("--as-of", "2026-03-01")
    assert UNDATED[spoken] not in said()
