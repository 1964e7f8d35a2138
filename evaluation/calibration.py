"""Whether the score is the probability that it says it is: of a pair being graded 2 or 3."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recommender.columns import BoolArray, FloatArray

BINS = 10
_Z = 1.959963984540054
"""97.5 % point of the standard normal distribution."""


@dataclass(frozen=True, slots=True)
class Bin:
    """Pairs whose scores lie between two bounds."""

    low: float
    high: float
    pairs: int
    score: float
    """Mean score."""
    suitable: float
    """Share graded 2 or 3."""
    suitable_low: float
    """Wilson's 95 % interval of that share."""
    suitable_high: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """Scores as probabilities, on the judged pairs that are listed."""

    pairs: int
    base_rate: float
    """Share graded 2 or 3."""
    brier: float
    """Mean of (score − outcome)²; 0 is best. Brier, Monthly Weather Review 1950."""
    brier_of_base_rate: float
    """The same for a score that always says the base rate."""
    ece: float
    """Σ pairs in bin / pairs × |share suitable − mean score|. Naeini, Cooper and Hauskrecht, AAAI 2015."""
    bins: tuple[Bin, ...]
    """Ten of equal width, empty ones left out."""


def calibration(scores: FloatArray, suitable: BoolArray) -> Calibration | None:
    """Brier score, expected calibration error and a table of reliability; None without pairs.

    scores: (m,), 0..1; suitable: (m,). A score on a bound belongs to the bin above it, 1 to the last.
    """
    if not len(scores):
        return None
    outcome = suitable.astype(np.float64)
    number = np.minimum((scores * BINS).astype(np.int64), BINS - 1)
    bins = tuple(_bin(at, scores[number == at], outcome[number == at]) for at in np.unique(number).tolist())
    rate = float(outcome.mean())
    return Calibration(
        pairs=len(scores),
        base_rate=rate,
        brier=float(((scores - outcome) ** 2).mean()),
        brier_of_base_rate=rate * (1 - rate),
        ece=sum(one.pairs * abs(one.suitable - one.score) for one in bins) / len(scores),
        bins=bins,
    )


def wilson(hits: int, of: int) -> tuple[float, float]:
    """95 % interval of a share; Wilson, JASA 1927. It stays within 0..1 and is right for small numbers too."""
    share, extra = hits / of, _Z * _Z / of
    middle = share + extra / 2
    half = _Z * float(np.sqrt(share * (1 - share) / of + extra / (4 * of)))
    return max(0.0, (middle - half) / (1 + extra)), min(1.0, (middle + half) / (1 + extra))


def _bin(at: int, scores: FloatArray, outcome: FloatArray) -> Bin:
    low, high = wilson(int(outcome.sum()), len(outcome))
    return Bin(at / BINS, (at + 1) / BINS, len(scores), float(scores.mean()), float(outcome.mean()), low, high)
