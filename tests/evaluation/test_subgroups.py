from dataclasses import replace

import numpy as np
import pytest

from evaluation.datasets import judged_of
from evaluation.groups import Grouping, Label
from evaluation.metrics import METRIC_NAMES, Scorer
from evaluation.run import Options, Request, measure
from evaluation.subgroups import Found, GroupReport, by_group, hidden_groups, narrowed
from tests.evaluation.bench import municipality, recommender, rows
from tests.support.builders import AS_OF

JUDGED = judged_of(municipality())
# Grades of t1: b1 3, b2 0, b3 2, b4 1, b6 3; of t2: b1 0, b2 2, b5 1. Rows: b1 0 … b6 5; b6 is blocked.
LISTS = {"t1": rows(1, 0, 4, 2, 3), "t2": rows(0, 4, 1)}
ORDERS = {task: JUDGED.condensed(task, listed) for task, listed in LISTS.items()}
SCORES = {"t1": np.array([0.9, 0.8, 0.4, 0.2]), "t2": np.array([0.7, 0.5, 0.3])}
HALVES = Grouping(
    "half", Label("Halvdel", "Half"), "citizens", (Label("a", "a"), Label("b", "b")), rows(0, 0, 0, 1, 1, 1)
)


def found(first: dict[str, np.ndarray] = LISTS) -> Found:
    possible = np.array([True] * 5 + [False])
    return Found(JUDGED, ORDERS, first, SCORES, Scorer.of(JUDGED)(LISTS), possible)


def groups(one: Grouping = HALVES, smallest: int = 1, **over: object) -> dict[str, GroupReport]:
    (report,) = by_group(replace(found(), **over), [one], smallest, seed=1)  # type: ignore[arg-type]
    return {group.label.da: group for group in report.groups}


def test_order_within_a_group_is_of_its_own_citizens() -> None:
    """Of a in t1: b2 (0), b1 (3), b3 (2); in t2: b1 (0), b2 (2). Of b in t1: b4 (1), b6 (3); in t2 none is suitable."""
    shown = groups()

    assert (shown["a"].n, shown["a"].tasks) == (3, 2)
    assert shown["a"].per_task["t1"] == pytest.approx((3 / np.log2(3) + 2 / 2) / (3 + 2 / np.log2(3)))
    assert shown["a"].per_task["t2"] == pytest.approx(1 / np.log2(3))
    assert set(shown["a"].figures) == set(METRIC_NAMES)
    assert shown["a"].figures["RR"].value == pytest.approx(0.5)
    assert (shown["b"].n, shown["b"].tasks, shown["b"].figures) == (3, 1, {})
    assert list(shown["b"].per_task) == ["t1"]


def test_hit_rate_and_its_ratio_by_hand() -> None:
    """Suitable pairs of a: b1 and b3 for t1, b2 for t2; all read. Of b: b6 for t1, not listed."""
    shown = groups()
    assert shown["a"].rates["hit_rate"].value == 1.0
    assert shown["b"].rates["hit_rate"].value == 0.0
    assert shown["b"].rates["hit_ratio"].value == 0.0
    assert "hit_ratio" not in shown["a"].rates  # 1 / 0


def test_exposure_is_shared_by_those_who_can() -> None:
    """Of b, b4 and b5 can do a task (b6 is blocked): b4 in place 5, b5 in places 3 and 2."""
    shown = groups()
    own = 1 / np.log2(6) + 1 / np.log2(4) + 1 / np.log2(3)
    other = 1 + 1 / np.log2(3) + 1 / np.log2(5) + 1 + 1 / np.log2(4)

    assert shown["b"].rates["exposure"].value == pytest.approx(own / 2)
    assert shown["b"].rates["exposure_ratio"].value == pytest.approx((own / 2) / (other / 3))


def test_the_calibration_gap_is_promise_less_outcome() -> None:
    """Listed and graded of b: b4 for t1 at .2, b5 for t2 at .5; neither is suitable."""
    assert groups()["b"].rates["calibration_gap"].value == pytest.approx(0.35)


def test_intervals_hold_the_value() -> None:
    for group in groups().values():
        for one in (*group.rates.values(), *group.figures.values()):
            assert one.low <= one.value <= one.high


def test_groups_of_tasks_are_means_over_their_tasks() -> None:
    by_task = Grouping("kind", Label("Slags", "Kind"), "tasks", (Label("x", "x"), Label("y", "y")), rows(0, 1))
    shown = groups(by_task)

    assert (shown["x"].n, shown["y"].n) == (1, 1)
    assert shown["x"].per_task == {"t1": pytest.approx(found().values[0, METRIC_NAMES.index("nDCG@10")])}
    assert shown["x"].rates["hit_rate"].value == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    ("sizes", "subtract", "expected"),
    [
        ([12, 30, 3], True, [True, False, True]),  # 3 is alone, so 12 is hidden beside it
        ([12, 30, 3], False, [False, False, True]),
        ([12, 9, 3], True, [False, True, True]),
        ([12, 30, 0], True, [False, False, False]),
        ([4, 0, 0], True, [True, False, False]),
        ([10, 10], True, [False, False]),
    ],
)
def test_small_groups_are_hidden_and_never_one_alone(sizes: list[int], subtract: bool, expected: list[bool]) -> None:
    assert hidden_groups(np.array(sizes), 10, subtract=subtract).tolist() == expected


def test_a_hidden_group_tells_nothing() -> None:
    for group in groups(smallest=4).values():
        assert (group.n, group.tasks, group.figures, group.rates, group.per_task) == (None, 0, {}, {}, {})


def test_narrowed_keeps_tasks_with_something_to_put_in_order() -> None:
    members = np.array([True, False, True, False, False, True])
    narrow = narrowed(JUDGED, members)

    assert narrow.tasks == ("t1",)  # of t2 only b1 is left
    assert narrow.rows["t1"].tolist() == [0, 2, 5]
    assert narrow.grades["t1"].tolist() == [3, 2, 3]


def test_the_report_takes_the_size_that_was_asked_for() -> None:
    attributes = {"sex": {f"b{at}": "kvinde" if at < 4 else "mand" for at in range(1, 7)}}
    request = Request("lille", AS_OF, Options(smallest=3), attributes=attributes)
    shown = {one.code: one for one in measure(recommender(), request).report.groups}["attribute.sex"]

    assert [(group.label.da, group.n) for group in shown.groups] == [("kvinder", 3), ("mænd", 3)]
    hidden = {one.code: one for one in measure(recommender(), replace(request, options=Options())).report.groups}
    assert [group.n for group in hidden["attribute.sex"].groups] == [None, None]
