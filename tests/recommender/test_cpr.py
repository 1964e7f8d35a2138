"""CPR numbers are found however they are typed; other numbers are left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommender.cpr import HIDDEN, holds_cpr, mask

NUMBERS = [
    "010190-1234",
    "0101901234",
    "010190 1234",
    "010190 - 1234",
    "010190–1234",
    "010190_1234",
    "010190\u00a01234",
    "01.01.90-1234",
    "01 01 90-1234",
    "01 01 90 1234",
    "010190.1234",
    "010190/1234",
    "0101-90-1234",
    "01011990-1234",
    "01-01-1990-1234",
    "290200-1234",
    "311299-0000",
    "101901234",
]
"""The last is the second, less the zero that Excel drops."""

OTHERS = [
    "",
    "12345678",
    "20 30 40 50",
    "+45 21112611",
    "4521112611",
    "004521112611",
    "2026-11-21",
    "21-11-2026",
    "21.11.26 kl. 0830",
    "20261121",
    "2026-11-21T08:30",
    "310290-1234",
    "001290-1234",
    "011390-1234",
    "290201-1234",
    "0101901234567",
    "90101901234",
    "010190-12345",
    "010190   1234",
    "550e8400-e29b-41d4-a716-010190123456",
    "550e8400-e29b-41d4-a716-a0101901234b",
    "da39a3ee5e6b4b0d3255bfef95601890a0101901234b",
    "P-nr. 1003388394",
    "1019012345678",
    "999999999",
]


@pytest.mark.parametrize("number", NUMBERS)
def test_found_alone(number: str) -> None:
    assert holds_cpr(number)
    assert mask(number) == HIDDEN


@pytest.mark.parametrize("number", NUMBERS[:-1])
@pytest.mark.parametrize("around", ["ring til {} nu", "b{}", "({})", "cpr:{},", "{}.", "æ{}ø", "\n{}\n"])
def test_found_in_a_text(number: str, around: str) -> None:
    assert holds_cpr(around.format(number))
    assert mask(around.format(number)) == around.format(HIDDEN)


@pytest.mark.parametrize("number", OTHERS)
def test_other_numbers_are_left_alone(number: str) -> None:
    assert not holds_cpr(number)
    assert mask(number) == number


def test_every_number_of_a_text_is_masked() -> None:
    assert mask("0101901234;020290-1234 og 310290-1234") == f"{HIDDEN};{HIDDEN} og 310290-1234"


def test_production_unit_is_told_apart_only_when_named() -> None:
    assert holds_cpr("1003388394")
    assert not holds_cpr("P-nummer 1003388394")


@given(st.text(alphabet="0123456789- .ab/", max_size=40))
def test_masked_text_holds_no_number(text: str) -> None:
    assert not holds_cpr(mask(text))


@given(st.dates(), st.integers(0, 9999), st.sampled_from(["", "-", " ", " - "]), st.text("xyzæøå ", max_size=5))
def test_every_date_makes_a_number(day: object, last: int, between: str, around: str) -> None:
    number = f"{day:%d%m%y}{between}{last:04}"
    assert HIDDEN in mask(f"{around}{number}{around}")
