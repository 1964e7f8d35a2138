from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from evaluation.offpolicy import Places, clipped_weights, doubly_robust, hidden


def places(**over: object) -> Places:
    """Three lists of two places: four filled, three tried, two of them with success."""
    own: dict[str, object] = {
        "lists": 3,
        "k": 2,
        "task": np.array([0, 0, 1, 2]),
        "proposed": np.array([True, True, True, False]),
        "success": np.array([True, False, True, False]),
        "propensity": np.array([0.5, 0.25, 0.2, 0.1]),
        "model": np.array([0.6, 0.2, 0.5, 0.3]),
        "judged": np.array([0.5, 1.0, np.nan]),
    }
    return Places(**(own | over))  # type: ignore[arg-type]


def values(given: Places) -> dict[str, float]:
    return {name: estimate.value for name, estimate in hidden(given, 0, 200).values.items()}


def test_the_five_estimates_by_hand() -> None:
    """Weights 2, 4 and 5; six places in all, four of them filled. Forty times the same, so that there are intervals."""
    found = values(repeated(places(), 40))
    assert found["naive"] == pytest.approx(2 / 6)
    assert found["judged_only"] == pytest.approx(0.75)
    assert found["ips"] == pytest.approx((2 + 5) / 6)
    assert found["snips"] == pytest.approx(7 / 11 * 4 / 6)
    model = 0.6 + 0.2 + 0.5 + 0.3
    assert found["dr"] == pytest.approx((model + 2 * 0.4 - 4 * 0.2 + 5 * 0.5) / 6)


def repeated(given: Places, times: int) -> Places:
    task = np.concatenate([given.task + at * given.lists for at in range(times)])
    tiled = {
        name: np.tile(getattr(given, name), times) for name in ("proposed", "success", "propensity", "model", "judged")
    }
    return Places(given.lists * times, given.k, task, **tiled)


def test_what_the_estimates_rest_on() -> None:
    found = hidden(places(), 0, 200)
    assert (found.places, found.proposed) == (4, 3)
    assert found.effective == pytest.approx(11**2 / (4 + 16 + 25))
    assert found.balance == pytest.approx(11 / 4)
    assert found.clipped == 0
    assert not found.sound


def test_no_weight_is_above_root_n_times_the_mean() -> None:
    propensity = np.array([0.5, 0.5, 0.5, 0.001])
    weights, cap = clipped_weights(propensity, np.array([True, True, True, True]))
    assert cap == pytest.approx(2 * (2 + 2 + 2 + 1000) / 4)
    assert weights.tolist() == pytest.approx([2, 2, 2, cap])
    assert clipped_weights(propensity, np.zeros(4, dtype=np.bool_))[0].tolist() == [0, 0, 0, 0]


def test_the_clipped_are_counted() -> None:
    given = places(
        task=np.array([0, 0, 1, 2]),
        proposed=np.array([True, True, True, True]),
        propensity=np.array([0.5, 0.5, 0.5, 0.001]),
    )
    assert hidden(given, 0, 200).clipped == pytest.approx(0.25)


def test_dr_is_right_when_the_model_is_even_where_nobody_was_tried() -> None:
    """With a model that is the truth, what history tried only corrects by chance."""
    given = places(proposed=np.zeros(4, dtype=np.bool_), success=np.zeros(4, dtype=np.bool_))
    assert doubly_robust(given).tolist() == pytest.approx([0.4, 0.25, 0.15])


def test_the_estimates_of_one_world_and_how_sure_they_are() -> None:
    """Many lists with known chances: each corrected interval holds the truth, and narrows with more lists."""
    given, truth = drawn_world(np.random.default_rng(11), 800)
    whole = hidden(given, 0)
    for method in ("ips", "snips", "dr"):
        estimate = whole.values[method]
        assert estimate.low < truth < estimate.high, method
        assert estimate.high - estimate.low < 0.5 * truth
    assert whole.values["naive"].high < truth / 2
    assert whole.sound
    half = hidden(drawn_world(np.random.default_rng(11), 200)[0], 0).values["dr"]
    assert half.high - half.low > 1.5 * (whole.values["dr"].high - whole.values["dr"].low)


def test_a_wrong_model_does_not_move_dr_but_wrong_propensities_move_ips() -> None:
    given, truth = drawn_world(np.random.default_rng(5), 3000)
    wrong_model = hidden(replace(given, model=np.full(len(given.task), 0.9)), 0, 300)
    assert wrong_model.values["dr"].low < truth < wrong_model.values["dr"].high
    wrong_propensity = hidden(replace(given, propensity=given.propensity / 2), 0, 300)
    assert wrong_propensity.values["ips"].low > truth
    assert wrong_propensity.values["dr"].low < truth < wrong_propensity.values["dr"].high
    assert not wrong_propensity.sound


def test_the_same_seed_gives_the_same_intervals() -> None:
    given, _ = drawn_world(np.random.default_rng(1), 100)
    assert hidden(given, 3, 300) == hidden(given, 3, 300) != hidden(given, 4, 300)


def test_what_cannot_be_told_is_missing() -> None:
    nobody = places(
        proposed=np.zeros(4, dtype=np.bool_),
        success=np.zeros(4, dtype=np.bool_),
        judged=np.full(3, np.nan),
        model=np.full(4, 0.2),
    )
    found = hidden(nobody, 0, 200)
    assert set(found.values) <= {"dr"}
    assert (found.proposed, found.effective, found.sound) == (0, 0.0, False)


def drawn_world(rng: np.random.Generator, lists: int) -> tuple[Places, float]:
    """Five places a list; success is likelier where being tried is, so that the naive figures are wrong."""
    task = np.repeat(np.arange(lists), 5)
    hidden_cause = rng.random(len(task))
    propensity, chance = 0.1 + 0.3 * hidden_cause, 0.1 + 0.5 * hidden_cause
    proposed = rng.random(len(task)) < propensity
    success = proposed & (rng.random(len(task)) < chance)
    given = Places(lists, 5, task, proposed, success, propensity, chance, np.full(lists, np.nan))
    return given, float(chance.mean())
