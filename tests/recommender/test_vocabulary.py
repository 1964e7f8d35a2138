"""The words of the contract, whole, and the law's dated parameters."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from recommender.vocabulary import SHIPPED_VOCABULARY, load_vocabulary, shipped_vocabulary

VOCABULARY = shipped_vocabulary()


def test_everything_that_the_contract_names_is_here_once() -> None:
    for terms, count in (
        (VOCABULARY.dimensions, 16),
        (VOCABULARY.adaptations, 20),
        (VOCABULARY.fields, 40),
        (VOCABULARY.conditions, 22),
        (VOCABULARY.groups, 9),
        (VOCABULARY.contract_types, 4),
    ):
        assert len(terms) == len({term.code for term in terms}) == count
        assert all(term.label for term in terms)


def test_every_level_is_told_of_tasks_and_of_people() -> None:
    for dimension in VOCABULARY.dimensions:
        assert len(dimension.levels) == len(dimension.can) == 4
        assert all(phrase.startswith("kan ") for phrase in dimension.can)
        assert not [phrase for phrase in dimension.can if "klare" in phrase or "begrænset" in phrase]


def test_every_adaptation_can_be_proposed() -> None:
    for adaptation in VOCABULARY.adaptations:
        assert adaptation.opens.startswith("hvis ")
        assert adaptation.lowers.keys() | adaptation.caps.keys() <= set(VOCABULARY.dimension_codes)


def test_the_quota_in_force_is_chosen_by_date(tmp_path: Path) -> None:
    later = SHIPPED_VOCABULARY.read_text(encoding="utf-8") + (
        "\n[[quotas]]\nvalid_from = 2027-01-01\nleast = 2\nfirst_up_to = 50\nfirst_each = 5\nthen_each = 10\n"
        "full_time_hours = 37\n"
    )
    (tmp_path / "own.toml").write_text(later, encoding="utf-8")
    own = load_vocabulary(tmp_path / "own.toml")
    assert own.quota(date(2026, 12, 31)).least == 1
    assert own.quota(date(2027, 1, 1)).least == 2
    assert own.quota(date(1999, 1, 1)).least == 1
