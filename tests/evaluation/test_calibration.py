import numpy as np
import pytest

from evaluation.calibration import calibration, wilson


def test_brier_ece_and_bins_by_hand() -> None:
    found = calibration(np.array([0.1, 0.15, 0.8, 0.9]), np.array([False, True, True, True]))

    assert found is not None
    assert found.pairs == 4
    assert found.base_rate == 0.75
    assert found.brier == pytest.approx((0.01 + 0.7225 + 0.04 + 0.01) / 4)
    assert found.brier_of_base_rate == pytest.approx(0.1875)
    # bins .1–.2: two pairs, score .125, share .5; .8–.9: one, .8 and 1; .9–1: one, .9 and 1
    assert found.ece == pytest.approx((2 * 0.375 + 0.2 + 0.1) / 4)
    assert [(one.low, one.pairs, one.suitable) for one in found.bins] == [(0.1, 2, 0.5), (0.8, 1, 1.0), (0.9, 1, 1.0)]
    assert found.bins[0].score == pytest.approx(0.125)


def test_a_perfect_forecast_misses_nothing() -> None:
    found = calibration(np.array([0.0, 1.0, 1.0]), np.array([False, True, True]))

    assert found is not None
    assert (found.brier, found.ece) == (0.0, 0.0)


def test_the_score_1_belongs_to_the_last_bin() -> None:
    found = calibration(np.array([1.0]), np.array([True]))

    assert found is not None
    assert (found.bins[0].low, found.bins[0].high) == (0.9, 1.0)


def test_without_pairs_there_is_no_calibration() -> None:
    assert calibration(np.zeros(0), np.zeros(0, dtype=np.bool_)) is None


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    [(5, 10, 0.23659, 0.76341), (0, 10, 0.0, 0.27753), (10, 10, 0.72247, 1.0), (1, 1, 0.20654, 1.0)],
)
def test_wilsons_interval(hits: int, of: int, low: float, high: float) -> None:
    """Reference values: Brown, Cai and DasGupta's formula, (p + z²/2n ± z √(pq/n + z²/4n²)) / (1 + z²/n)."""
    assert wilson(hits, of) == pytest.approx((low, high), abs=1e-5)
