from __future__ import annotations

import numpy as np
import pytest

from evaluation.propensity import fit_logistic


def drawn(seed: int, pairs: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    values = rng.normal(size=(pairs, 2)) * (1.0, 20.0) + (0.0, 100.0)
    chance = 1 / (1 + np.exp(-(-2 + 1.0 * values[:, 0] - 0.03 * (values[:, 1] - 100))))
    return values, rng.random(pairs) < chance, chance


def test_the_chances_that_drew_the_outcomes_are_found() -> None:
    values, outcomes, chance = drawn(3, 20_000)
    found = fit_logistic(values, outcomes)
    assert np.abs(found(values) - chance).max() < 0.04
    assert found.weights / found.scales == pytest.approx([1.0, -0.03], abs=0.08)


def test_at_the_optimum_the_expected_number_is_the_observed() -> None:
    values, outcomes, _ = drawn(4, 500)
    assert fit_logistic(values, outcomes)(values).sum() == pytest.approx(outcomes.sum(), rel=1e-4)


def test_a_pair_that_stands_for_many_counts_as_many() -> None:
    values, outcomes, _ = drawn(5, 300)
    twice = fit_logistic(np.repeat(values, 3, axis=0), np.repeat(outcomes, 3))
    weighted = fit_logistic(values, outcomes, np.full(300, 3.0))
    assert weighted(values) == pytest.approx(twice(values))


def test_a_number_that_is_not_said_counts_as_its_mean() -> None:
    values, outcomes, _ = drawn(6, 400)
    found = fit_logistic(values, outcomes)
    unsaid, mean = np.array([[np.nan, 90.0]]), np.array([[values[:, 0].mean(), 90.0]])
    assert found(unsaid) == pytest.approx(found(mean))
    values[::3, 0] = np.nan
    assert np.isfinite(fit_logistic(values, outcomes)(values)).all()


def test_outcomes_that_are_all_the_same_give_one_cautious_chance() -> None:
    values = drawn(7, 9)[0]
    assert fit_logistic(values, np.ones(9, dtype=np.bool_))(values) == pytest.approx(np.full(9, 9.5 / 10))
    assert fit_logistic(values, np.zeros(9, dtype=np.bool_))(values) == pytest.approx(np.full(9, 0.05))


def test_outcomes_that_a_line_parts_stay_finite_and_a_constant_says_nothing() -> None:
    values = np.column_stack([np.linspace(-1, 1, 40), np.ones(40)])
    found = fit_logistic(values, values[:, 0] > 0)
    assert np.isfinite(found.weights).all()
    assert found.weights[1] == pytest.approx(0.0)
    assert found(values)[-1] > 0.95
