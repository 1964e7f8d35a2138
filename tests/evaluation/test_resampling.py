from math import log2

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.datasets import Judged, judged_of
from evaluation.metrics import METRIC_NAMES, Scorer
from evaluation.resampling import Ranked, resampled
from tests.evaluation.bench import municipality, rows

JUDGED = judged_of(municipality())
# Grades of t1: b1 3, b2 0, b3 2, b4 1, b6 3; of t2: b1 0, b2 2, b5 1. Rows: b1 0 … b6 5.
ORDERS = [rows(1, 2, 0), rows(4, 1)]
ONCE = np.array([1.0] * 6 + [0.0])


def values(orders: list[np.ndarray], weights: np.ndarray, k: int = 10) -> np.ndarray:
    return Ranked.of(JUDGED, [orders], k).ndcg(weights)[0][:, 0]


def scored(k: int) -> list[float]:
    lists = dict(zip(JUDGED.tasks, ORDERS, strict=True))
    return Scorer.of(JUDGED)(lists)[:, METRIC_NAMES.index(f"nDCG@{k}")].tolist()


@pytest.mark.parametrize("k", [5, 10, 20])
def test_drawing_everybody_once_is_the_metric_itself(k: int) -> None:
    assert values(ORDERS, ONCE, k).tolist() == pytest.approx(scored(k), abs=1e-12)


def test_a_citizen_who_is_drawn_twice_stands_twice() -> None:
    """b3 (2) twice and b1 (3) once: 2, 2, 3 against 3, 2, 2; b2, b4 and b6 are not drawn."""
    weights = np.array([1.0, 0, 2, 0, 0, 0, 0])
    listed = 2 + 2 / log2(3) + 3 / 2
    best = 3 + 2 / log2(3) + 2 / 2

    assert values(ORDERS, weights)[0] == pytest.approx(listed / best)


def test_the_cutoff_may_fall_inside_a_citizen() -> None:
    weights = np.array([1.0, 0, 3, 0, 0, 0, 0])

    assert values(ORDERS, weights, k=2)[0] == pytest.approx((2 + 2 / log2(3)) / (3 + 2 / log2(3)))


def test_a_task_of_which_nobody_is_left_is_passed_over() -> None:
    found, counts = Ranked.of(JUDGED, [ORDERS], 10).ndcg(np.array([2.0, 0, 0, 1, 0, 0, 0]))

    assert counts.tolist() == [1.0, 0.0]  # of t2 only b1 is left, graded 0
    assert found[1, 0] == 0.0


@given(st.lists(st.integers(0, 4), min_size=6, max_size=6), st.integers(0, 5))
def test_drawing_is_the_same_as_writing_the_list_out(drawn: list[int], seed: int) -> None:
    """Against lists in which everybody is written as often as drawn."""
    order = np.random.default_rng(seed).permutation(np.array(JUDGED.rows["t1"]))
    weights = np.array([*drawn, 0], dtype=np.float64)
    grade = dict(zip(JUDGED.rows["t1"].tolist(), JUDGED.grades["t1"].tolist(), strict=True))
    written = [grade[row] for row in order.tolist() for _ in range(drawn[row])]

    def dcg(grades: list[int]) -> float:
        return sum(g / log2(place + 2) for place, g in enumerate(grades[:10]))

    best = dcg(sorted(written, reverse=True))
    expected = dcg(written) / best if best else 0.0
    assert values([order, rows()], weights)[0] == pytest.approx(expected)


def wide_pool() -> tuple[Judged, list[np.ndarray]]:
    """Thirty judged tasks over sixty citizens, ranked by a noisy score."""
    rng = np.random.default_rng(2)
    names = tuple(f"t{at}" for at in range(30))
    people = [np.sort(rng.choice(60, 8, replace=False)) for _ in names]
    grades = [rng.integers(0, 4, 8).astype(np.int8) for _ in names]
    orders = [row[np.argsort(-(grade + rng.normal(0, 1.5, 8)))] for row, grade in zip(people, grades, strict=True)]
    data = municipality()
    wide = type(data)((), (), data.citizens * 10, ())
    return Judged(wide, names, dict(zip(names, people, strict=True)), dict(zip(names, grades, strict=True))), orders


def test_intervals_over_both_are_wider_than_over_either_and_hold_the_value() -> None:
    judged, orders = wide_pool()
    ranked = Ranked.of(judged, [orders, [order[::-1] for order in orders]], 10)
    value = ranked.ndcg(np.append(np.ones(60), 0.0))[0].mean(axis=0)
    found = resampled(ranked, value, seed=4, rounds=600)

    for citizens, both, own in zip(found.over_citizens(), found.over_both(), value, strict=True):
        assert both.low < citizens.low < own < citizens.high < both.high
    gap = found.less().over_citizens()[1]
    assert gap.value == pytest.approx(value[0] - value[1])
    assert gap.low > 0  # the other system is the first one turned round
    assert found.less().over_both()[0].high == 0.0  # of itself


def test_the_seed_decides() -> None:
    judged, orders = wide_pool()
    ranked = Ranked.of(judged, [orders], 10)
    first, again, other = (resampled(ranked, np.array([0.5]), seed, 50).citizens for seed in (1, 1, 2))

    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)
