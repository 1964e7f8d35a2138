"""Numbers, lists and quotations in Danish sentences."""

from __future__ import annotations

import pytest

from recommender.danish import QUOTED, first_lower, listed, number, quoted


@pytest.mark.parametrize(
    ("value", "told"), [(3.0, "3"), (7.5, "7,5"), (0.04, "0"), (12.96, "13"), (1234.5, "1234,5"), (-0.5, "-0,5")]
)
def test_number(value: float, told: str) -> None:
    assert number(value) == told


def test_listed() -> None:
    assert [listed(words) for words in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a og b", "a, b og c"]


def test_quoted_is_cut_at_a_word() -> None:
    assert quoted(" Har   holdt\nhøns. ") == "«Har holdt høns»"
    long = quoted("rengøring " * 40)
    assert long.endswith("rengøring …»")
    assert len(long) <= QUOTED + 4
    assert quoted("æ" * 300).endswith(" …»")


def test_first_lower_leaves_abbreviations() -> None:
    assert [first_lower(text) for text in ("Eget tempo", "IT-færdigheder", "Åben", "")] == [
        "eget tempo",
        "IT-færdigheder",
        "åben",
        "",
    ]
