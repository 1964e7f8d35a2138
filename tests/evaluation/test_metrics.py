"""Every metric against numbers worked out by hand."""

from dataclasses import replace
from math import log2
from typing import Any

import numpy as np
import pytest

from evaluation.datasets import judged_of
from evaluation.metrics import METRIC_NAMES, METRICS, Lists, Scorer, regret, top_suitable
from tests.evaluation.bench import municipality, rows

# Grades of t1: b1 3, b2 0, b3 2, b4 1, b6 3 (b5 ungraded); of t2: b1 0, b2 2, b5 1.
IDEAL_T1 = 3 + 3 / log2(3) + 2 / 2 + 1 / log2(5)


def scored(lists: Lists, grades: dict[str, dict[str, int]] | None = None) -> dict[str, dict[str, float]]:
    judged = judged_of(municipality(grades) if grades else municipality())
    values = Scorer.of(judged)(lists)
    return {
        task: dict(zip(METRIC_NAMES, row.tolist(), strict=True)) for task, row in zip(judged.tasks, values, strict=True)
    }


def test_ndcg_takes_the_grade_as_gain_and_passes_over_the_ungraded() -> None:
    # b2 (0), b5 (ungraded, passed over), b3 (2), b1 (3): 0 + 2 / log₂ 3 + 3 / log₂ 4
    found = scored({"t1": rows(1, 4, 2, 0)})["t1"]

    expected = (2 / log2(3) + 3 / 2) / IDEAL_T1
    for name in ("nDCG@5", "nDCG@10", "nDCG@20"):
        assert found[name] == pytest.approx(expected, abs=1e-12)


def test_exponential_gains_are_seven_three_and_one() -> None:
    found = scored({"t1": rows(1, 4, 2, 0)})["t1"]

    ideal = 7 + 7 / log2(3) + 3 / 2 + 1 / log2(5)
    assert found["nDCG_exp@10"] == pytest.approx((3 / log2(3) + 7 / 2) / ideal, abs=1e-12)


def test_the_best_order_gains_everything() -> None:
    found = scored({"t1": rows(5, 0, 2, 3, 1), "t2": rows(1, 4, 0)})

    for task in ("t1", "t2"):
        for name in (
            "nDCG@5",
            "nDCG@10",
            "nDCG@20",
            "nDCG_exp@10",
            "AP",
            "RR",
            "P@1",
            "R@10",
            "Success@3",
            "Success@10",
        ):
            assert found[task][name] == pytest.approx(1.0)
        assert found[task]["regret@10"] == pytest.approx(0.0)


def test_regret_is_what_the_best_order_gains_more() -> None:
    # b2 (0), b5 (ungraded, passed over), b3 (2), b1 (3)
    found = scored({"t1": rows(1, 4, 2, 0)})["t1"]

    assert found["regret@10"] == pytest.approx(IDEAL_T1 - (2 / log2(3) + 3 / 2))


def test_regret_sees_ten_places() -> None:
    grades = np.zeros(11, dtype=np.int8)
    grades[10] = 3

    assert regret(grades, grades) == pytest.approx(3.0)


def test_levels_and_gains_follow_the_judgements() -> None:
    judged = replace(judged_of(municipality()), suitable=3, top=4)
    named = {metric.name: metric.measure(judged) for metric in METRICS if metric.form}

    assert named["AP"] == "AP(rel=3)"
    assert named["nDCG_exp@10"] == "nDCG(gains={0:0,1:1,2:3,3:7,4:15})@10"
    assert Scorer.of(judged)({"t1": rows(2, 0), "t2": rows(1)})[:, METRIC_NAMES.index("RR")].tolist() == [0.5, 0.0]


def test_binary_metrics_count_grades_2_and_3() -> None:
    # b4 (1), b3 (2), b2 (0), b1 (3); the third suitable, b6, is not listed.
    found = scored({"t1": rows(3, 2, 1, 0)})["t1"]

    assert found["AP"] == pytest.approx((1 / 2 + 2 / 4) / 3)
    assert found["RR"] == pytest.approx(1 / 2)
    assert found["P@1"] == 0.0
    assert found["P@3"] == pytest.approx(1 / 3)
    assert found["P@5"] == pytest.approx(2 / 5)
    assert found["R@10"] == pytest.approx(2 / 3)
    assert found["Success@3"] == 1.0


def test_precision_divides_by_k_and_the_share_of_the_top_3_by_what_is_listed() -> None:
    found = scored({"t1": rows(0)})["t1"]

    assert found["P@3"] == pytest.approx(1 / 3)
    assert found["top3_suitable"] == 1.0


def test_a_cutoff_sees_nothing_below_it() -> None:
    grades = {"t1": {"b1": 0, "b2": 0, "b3": 0, "b4": 0, "b5": 0, "b6": 3}}
    found = scored({"t1": rows(0, 1, 2, 3, 4, 5)}, grades)["t1"]

    assert found["nDCG@5"] == 0.0
    assert found["nDCG@10"] == pytest.approx(1 / log2(7))
    assert found["Success@3"] == 0.0
    assert found["Success@10"] == 1.0


@pytest.mark.parametrize("lists", [{"t1": rows(0, 2)}, {"t1": rows(0, 2), "t2": rows()}])
def test_an_unanswered_task_scores_zero_in_every_metric(lists: dict[str, Any]) -> None:
    found = scored(lists)

    lost = found["t2"].pop("regret@10")
    assert lost == pytest.approx(2 + 1 / log2(3))  # all there was to gain: b2 (2), then b5 (1)
    assert set(found["t2"].values()) == {0.0}
    assert found["t1"]["P@1"] == 1.0


def test_a_task_without_suitable_citizens_scores_zero_in_binary_metrics() -> None:
    found = scored({"t1": rows(3, 1)}, {"t1": {"b4": 1, "b2": 0}})["t1"]

    assert found["nDCG@10"] == 1.0
    assert {found[name] for name in ("AP", "RR", "P@1", "R@10", "Success@10", "top3_suitable")} == {0.0}


@pytest.mark.parametrize(
    ("grades", "expected"), [([3, 2, 0, 3], 2 / 3), ([1, 2], 1 / 2), ([], 0.0), ([0, 1, 1, 3], 0.0)]
)
def test_share_of_the_first_three(grades: list[int], expected: float) -> None:
    assert top_suitable(np.array(grades, dtype=np.int8), 2) == pytest.approx(expected)


def test_every_metric_has_its_own_name_and_says_in_danish_what_it_means() -> None:
    assert len(set(METRIC_NAMES)) == len(METRICS)
    assert all(metric.meaning and metric.meaning_en for metric in METRICS)
