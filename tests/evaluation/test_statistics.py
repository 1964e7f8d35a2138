import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.statistics import (
    bootstrap,
    counts_mean,
    detectable,
    drawn,
    expanded,
    holm,
    randomisation_test,
    tasks_needed,
)


def p_of(differences: np.ndarray, seed: int, rounds: int = 10_000) -> float:
    """Of one column."""
    return float(randomisation_test(differences[:, None], seed, rounds)[0])


def test_the_interval_of_a_constant_is_that_constant() -> None:
    (found,) = bootstrap(np.full((7, 1), 0.25), seed=3, rounds=100)

    assert (found.value, found.low, found.high) == (0.25, 0.25, 0.25)


def test_the_interval_of_zeros_and_ones_is_the_binomials() -> None:
    """100 draws of a fair coin: the 2.5 % and 97.5 % points of Binomial(100, ½) / 100 are .40 and .60."""
    values = np.repeat([0.0, 1.0], 50)[:, None]
    (found,) = bootstrap(values, seed=1)

    assert found.value == 0.5
    assert found.low == pytest.approx(0.40, abs=0.011)
    assert found.high == pytest.approx(0.60, abs=0.011)


def test_tails_are_smaller_for_few_tasks() -> None:
    """Φ(−√(5/4) · 2.776): t's 97.5 % point with 4 degrees of freedom is 2.776, so −3.104 and .00095."""
    assert expanded(5) == pytest.approx(0.000954, abs=2e-5)
    assert expanded(10_000) == pytest.approx(0.025, abs=1e-4)


def test_one_task_has_no_interval() -> None:
    (found,) = bootstrap(np.array([[0.4]]), seed=1, rounds=50)

    assert (found.low, found.high) == (0.4, 0.4)


def test_counts_draw_as_many_as_there_are() -> None:
    counts = np.concatenate(list(drawn(np.random.default_rng(3), 7, 1200)))

    assert counts.shape == (1200, 7)
    assert set(counts.sum(axis=1)) == {7.0}
    assert counts.mean(axis=0) == pytest.approx(np.ones(7), abs=0.12)


def test_means_by_counts() -> None:
    values = np.array([[1.0, 0.0], [0.5, 1.0]])

    assert counts_mean(values, np.array([[2.0, 0.0], [1.0, 1.0]])).tolist() == [[1.0, 0.0], [0.75, 0.5]]


def test_the_detectable_difference_is_found_four_times_in_five() -> None:
    """Of 400 samples of 20 differences that are so large in truth, a t-test at 5 % finds about 80 %."""
    size = detectable(np.array([-1.0, 1.0] * 10) * np.sqrt(19 / 20))
    assert size is not None
    rng = np.random.default_rng(12)
    samples = rng.normal(size, 1.0, size=(400, 20))
    t = samples.mean(axis=1) / (samples.std(axis=1, ddof=1) / np.sqrt(20))

    assert np.mean(np.abs(t) > 2.093) == pytest.approx(0.8, abs=0.06)


def test_more_comparisons_hide_more_and_more_tasks_show_more() -> None:
    gaps = np.random.default_rng(6).normal(size=30)
    alone, among_eight, twice = detectable(gaps), detectable(gaps, 8), detectable(np.concatenate([gaps, gaps]))

    assert alone is not None
    assert among_eight is not None
    assert twice is not None
    assert twice < alone < among_eight
    assert detectable(gaps[:1]) is None


def test_the_tasks_needed_rise_with_the_square_of_the_spread() -> None:
    """Differences of ±.1: near (t(.975) + t(.8))² · .1² / .05², which is (2.03 + .85)² · 4 = 33, and a few more."""
    gaps = np.array([-0.1, 0.1] * 8)
    tasks = tasks_needed(gaps, 0.05)

    assert tasks == pytest.approx(35, abs=2)
    assert tasks_needed(gaps * 4, 0.05) == pytest.approx(16 * 33, rel=0.08)
    assert tasks_needed(gaps, 10.0) == 2
    assert tasks_needed(gaps[:1], 0.05) is None


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
    p = p_of(np.array([0.1, 0.1, 0.1]), seed=4, rounds=20_000)

    assert p == pytest.approx(0.25, abs=0.01)


def test_p_is_never_zero() -> None:
    assert p_of(np.full(40, 0.3), seed=1, rounds=99) == pytest.approx(1 / 100)


def test_no_difference_gives_p_one() -> None:
    assert p_of(np.zeros(9), seed=1, rounds=50) == 1.0


def test_the_sign_of_the_difference_does_not_matter() -> None:
    differences = np.random.default_rng(8).normal(0.1, 0.2, 15)

    assert p_of(differences, 3) == p_of(-differences, 3)


def test_chance_alone_is_called_a_difference_as_often_as_the_level_says() -> None:
    draws = np.random.default_rng(11).normal(size=(200, 12))
    found = [p_of(draw, seed=1, rounds=400) for draw in draws]

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
