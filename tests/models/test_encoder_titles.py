"""Other wordings of titles, which the encoder's recipe learns to see through."""

from pathlib import Path

import pytest

from models.recipes.encoder import corpora as sources
from models.recipes.encoder.titles import BESIDE, bound, esco_groups, esco_titles, variants


@pytest.mark.parametrize(
    ("title", "wording"),
    [
        ("murer", "murerlærling"),
        ("kok", "kokkeelev"),
        ("smed", "smedelærling"),
        ("biblioteksassistent", "assistent, bibliotek"),
        ("bagerimedarbejder", "specialarbejder, bageri"),
        ("bagerimedarbejder", "bageriarbejder"),
        ("operatør af plasmaskærer", "operatør, plasmaskærer"),
        ("salgsassistent, fiskebutik", "fiskebutikssalgsassistent"),
        ("medarbejder i fiskebutik", "fiskebutiksmedarbejder"),
        ("klinisk psykolog", "psykolog, klinisk"),
        ("bådsmand", "bådskvinde"),
    ],
)
def test_titles_are_worded_as_registers_do(title: str, wording: str) -> None:
    assert wording in variants(title)


def test_no_wording_is_the_title_itself_or_stands_twice() -> None:
    for title in ("kok", "bagerimedarbejder", "operatør af plasmaskærer", "faglært kok"):
        found = variants(title)
        assert title not in found
        assert len(found) == len(set(found))


def test_turns_go_through_all_that_is_said_beside_a_title() -> None:
    found = {wording for turn in range(len(BESIDE)) for wording in variants("kok", turn)}

    assert {form.format("kok") for form in BESIDE} <= found


@pytest.mark.parametrize(
    ("title", "form"), [("kok", "kokke"), ("smed", "smede"), ("maler", "maler"), ("kontor", "kontor")]
)
def test_the_form_before_a_further_part(title: str, form: str) -> None:
    assert bound(title) == form


def test_held_out_occupations_are_in_no_pair(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "esco").mkdir()
    heading = "uri\tiscoGroup\tcode\tlabel_da\talt_da\tlabel_en\talt_en\tdesc_en\n"
    rows = "occupation/g\t6113\t1\tgartner\tanlægsgartner\t\t\t\noccupation/k\t5120\t1\tkok\t\t\t\t\n"
    (tmp_path / "esco" / "occupations_da_en.tsv").write_text(heading + rows, encoding="utf-8")
    (tmp_path / "esco" / "isco_da_en.tsv").write_text(
        "code\tlabel_da\talt_da\tlabel_en\tdesc_en\n6113\tGartnerarbejde\t\t\t\n5120\tKokkearbejde\t\t\t\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(sources, "held_out", lambda uri: uri.endswith("k"))

    assert {title for wordings in esco_titles(tmp_path) for _, title in wordings} == {"gartner", "anlægsgartner"}
    assert list(esco_groups(tmp_path)) == [("gartner", "Gartnerarbejde"), ("anlægsgartner", "Gartnerarbejde")]
