import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.statistics import bootstrap, holm, randomisation_test


def test_the_interval_of_a_constant_is_that_constant() -> None:
    (found,) = bootstrap(np.full((7, 1), 0.25), seed=3, rounds=100)

    assert (found.value, found.low, found.high) == (0.25, 0.25, 0.25)


def test_the_interval_of_zeros_and_ones_is_the_binomials() -> None:
    """The mean of 100 draws of a fair coin: 2.5 % and 97.5 % points of Binomial(100, ½) / 100 are .40 and .60."""
    values = np.repeat([0.0, 1.0], 50)[:, None]
    (found,) = bootstrap(values, seed=1)

    assert found.value == 0.5
    assert found.low == pytest.approx(0.40, abs=0.011)
    assert found.high == pytest.approx(0.60, abs=0.011)


def test_columns_are_estimated_each_for_itself_over_the_same_tasks() -> None:
    values = np.random.default_rng(5).random((12, 1))
    first, second = bootstrap(np.hstack([values, 1 - values]), seed=2, rounds=500)

    assert second.value == pytest.approx(1 - first.value)
    assert second.low == pytest.approx(1 - first.high)
    assert second.high == pytest.approx(1 - first.low)


def test_a_wider_level_gives_a_wider_interval() -> None:
    values = np.random.default_rng(5).random((12, 1))
    (narrow,), (wide,) = (bootstrap(values, seed=2, rounds=2000, level=level) for level in (0.5, 0.99))

    assert wide.low < narrow.low < narrow.value < narrow.high < wide.high


def test_the_seed_decides_the_figures() -> None:
    values = np.random.default_rng(5).random((12, 1))

    assert bootstrap(values, seed=2, rounds=300) == bootstrap(values, seed=2, rounds=300)
    assert bootstrap(values, seed=2, rounds=300) != bootstrap(values, seed=3, rounds=300)


def test_p_is_the_share_of_sign_flips_that_reach_as_far() -> None:
    """Three equal differences: 2 of the 8 ways to flip signs reach the sum, so p is near ¼."""
    p = randomisation_test(np.array([0.1, 0.1, 0.1]), seed=4, rounds=20_000)

    assert p == pytest.approx(0.25, abs=0.01)


def test_p_is_never_zero() -> None:
    assert randomisation_test(np.full(40, 0.3), seed=1, rounds=99) == pytest.approx(1 / 100)


def test_no_difference_gives_p_one() -> None:
    assert randomisation_test(np.zeros(9), seed=1, rounds=50) == 1.0


def test_the_sign_of_the_difference_does_not_matter() -> None:
    differences = np.random.default_rng(8).normal(0.1, 0.2, 15)

    assert randomisation_test(differences, 3) == randomisation_test(-differences, 3)


def test_chance_alone_is_called_a_difference_as_often_as_the_level_says() -> None:
    draws = np.random.default_rng(11).normal(size=(200, 12))
    found = [randomisation_test(draw, seed=1, rounds=400) for draw in draws]

    assert 0.02 <= np.mean(np.array(found) < 0.05) <= 0.09


def test_holm_by_hand() -> None:
    """Of four: .01 × 4 = .04; .02 × 3 = .06; .03 × 2 = .06; .2 × 1 = .2."""
    assert holm([0.03, 0.01, 0.2, 0.02]) == pytest.approx((0.06, 0.04, 0.2, 0.06))


def test_holm_of_one_changes_nothing_and_of_none_is_none() -> None:
    assert holm([0.4]) == (0.4,)
    assert holm([]) == ()


@given(st.lists(st.floats(0.001, 1.0), min_size=1, max_size=8))
def test_holm_never_lowers_p_and_keeps_the_order(p: list[float]) -> None:
    corrected = holm(p)

    assert all(own <= new <= 1.0 for own, new in zip(p, corrected, strict=True))
    ordered = [new for _, new in sorted(zip(p, corrected, strict=True))]
    assert ordered == sorted(ordered)
