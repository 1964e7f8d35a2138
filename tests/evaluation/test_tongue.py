import pytest

from evaluation.statistics import Estimate
from evaluation.tongue import DANISH, ENGLISH


@pytest.mark.parametrize(
    ("value", "places", "danish", "english"),
    [
        (0.745, 2, "0,74", "0.74"),
        (-0.05, 2, "−0,05", "−0.05"),
        (-0.001, 2, "0,00", "0.00"),
        (1, 0, "1", "1"),
        (0, 1, "0,0", "0.0"),
    ],
)
def test_decimals(value: float, places: int, danish: str, english: str) -> None:
    assert DANISH.decimal(value, places) == danish
    assert ENGLISH.decimal(value, places) == english


def test_shares() -> None:
    assert [DANISH.percent(share) for share in (0.125, 1.0, 0.0)] == ["12,5 %", "100 %", "0 %"]
    assert [ENGLISH.percent(share) for share in (0.125, 1.0, 0.0)] == ["12.5%", "100%", "0%"]


def test_thousands_and_intervals() -> None:
    assert (DANISH.count(6820.4), ENGLISH.count(6820.4), DANISH.count(12)) == ("6.820", "6,820", "12")
    assert DANISH.interval(Estimate(0.5, 0.4, 0.61)) == "0,40 til 0,61"
    assert ENGLISH.interval(Estimate(0.5, 0.4, 0.61)) == "0.40 to 0.61"


def test_names_in_a_row() -> None:
    assert DANISH.listed(["A", "B", "C"]) == "A, B og C"
    assert ENGLISH.listed(["A", "B"]) == "A and B"
    assert ENGLISH.listed(["A"]) == "A"


def test_each_speaks_its_language() -> None:
    assert (DANISH("ja", "yes"), ENGLISH("ja", "yes")) == ("ja", "yes")
