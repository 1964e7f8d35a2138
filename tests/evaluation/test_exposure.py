from math import log2

import numpy as np
import pytest

from evaluation.exposure import (
    Congestion,
    Exposure,
    congestion,
    exposure,
    exposures,
    first_places,
    gini,
    mean_of,
    reached_citizens,
)
from recommender.types import Dataset
from tests.evaluation.bench import rows
from tests.support.builders import citizen, dataset, opening, task

EVERYONE = np.ones(4, dtype=np.bool_)


def three_openings() -> Dataset:
    """Openings o1 (t1, t2), o2 (t3) and o3 (t4), four citizens."""
    openings = (
        opening(task(id="t1"), task(id="t2"), id="o1"),
        opening(task(id="t3"), id="o2"),
        opening(task(id="t4"), id="o3"),
    )
    return dataset(openings=openings, citizens=tuple(citizen(id=f"b{at}") for at in range(4)))


def test_exposure_is_discounted_by_rank_and_added_over_lists() -> None:
    seen = exposures({"t1": rows(0, 1), "t2": rows(0, 2)}, 4)

    assert seen.tolist() == pytest.approx([2.0, 1 / log2(3), 1 / log2(3), 0.0])


def test_only_the_first_ten_are_read() -> None:
    first = first_places({"t1": rows(*range(12)), "t9": rows(0)}, ["t1", "t2"])

    assert list(first) == ["t1"]
    assert first["t1"].tolist() == list(range(10))


@pytest.mark.parametrize(
    ("values", "expected"),
    [([1.0, 1.0, 1.0], 0.0), ([0.0, 0.0, 1.0], 2 / 3), ([0.0, 1.0, 3.0], 0.5), ([0.0, 0.0], 0.0), ([], 0.0)],
)
def test_gini_by_hand(values: list[float], expected: float) -> None:
    """0, 1, 3: (−2·0 + 0·1 + 2·3) / (3 · 4) = ½."""
    assert gini(np.array(values)) == pytest.approx(expected)


def test_exposure_of_citizens_who_can_do_something() -> None:
    first = {"t1": rows(0), "t2": rows(0), "t3": rows(1)}
    found = exposure(first, np.array([True, True, True, False]))  # 2, 1 and 0; the fourth can do nothing

    assert found.gini == pytest.approx((-2 * 0 + 0 * 1 + 2 * 2) / (3 * 3))
    assert found.lorenz[0] == 0.0
    assert found.lorenz[-1] == pytest.approx(1.0)
    assert found.lorenz[5] == pytest.approx(0.5 / 3)  # half of three citizens: all of the 0 and half of the 1
    assert found.top_tenth == pytest.approx(0.3 * 2 / 3)
    assert found.reach == pytest.approx((2 / 3, 2 / 3, 2 / 3))


def test_nobody_seen_is_shared_evenly() -> None:
    found = exposure({}, EVERYONE)

    assert (found.gini, found.top_tenth) == pytest.approx((0.0, 0.1))
    assert found.reach == (0.0, 0.0, 0.0)


def test_congestion_counts_openings_not_tasks() -> None:
    # b0 is first in both tasks of o1, and in o2: wanted by two openings; b1 by o3 alone.
    first = {"t1": rows(0, 1), "t2": rows(0), "t3": rows(0), "t4": rows(1)}
    found = congestion(first, three_openings())

    assert found == Congestion(most=2.0, shared=pytest.approx(2 / 3), mean=pytest.approx((4 + 1) / 3))


def test_without_lists_there_is_no_congestion() -> None:
    assert congestion({"t1": rows()}, three_openings()) == Congestion(0.0, 0.0, 0.0)


def test_reached() -> None:
    assert reached_citizens({"t1": rows(2, 0)}, 4).tolist() == [True, False, True, False]


def test_the_mean_of_draws_goes_into_every_figure() -> None:
    first = Exposure(0.2, 0.4, (0.0, 1.0), (1.0, 0.5, 0.25))
    second = Exposure(0.4, 0.8, (0.5, 1.0), (0.0, 0.5, 0.75))

    assert mean_of([first, second]) == Exposure(pytest.approx(0.3), pytest.approx(0.6), (0.25, 1.0), (0.5, 0.5, 0.5))
