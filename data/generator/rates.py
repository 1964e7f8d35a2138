"""Chances in truth: of being proposed for a task, and of getting from each stage to the next.

propensity = σ(level + 0.8 affinity − 0.3 tens of kilometres + 0.8 popularity × visibility), 0 where the rules block
chance of stage = σ(level of the stage and track + weight × affinity (+ 0.4 motivation from hired on))

Brokers go by affinity, way and whom they know. Motivation is not written down anywhere and moves outcomes alone, so
that given affinity and way, who was proposed tells nothing of how it went: the condition under which history can be
corrected.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

import numpy as np

from data.generator.affinity import Crowd, Fit
from recommender.columns import FloatArray

BY_AFFINITY, BY_WAY, BY_VISIBILITY = 0.8, -0.3, 0.8
STAGES = ("met", "placed", "hired", "lasting")
SLOPES = {"met": 0.5, "placed": 0.8, "hired": 1.0, "lasting": 0.8}
"""Stage → weight of the affinity in the chance of getting there from the stage before."""
MOTIVATION = {"met": 0.0, "placed": 0.0, "hired": 0.4, "lasting": 0.4}


@dataclass(frozen=True, slots=True)
class Levels:
    """Where the chances lie, set by `funnel`."""

    proposed: float
    near: Mapping[str, float]
    """Stage → level, for the target groups of the first project."""
    far: Mapping[str, float]
    """The same, of the second."""

    def as_row(self) -> dict[str, object]:
        """For `truth/world.json`."""
        return asdict(self)


def propensities(fit: Fit, people: Crowd, level: float, popularity: float) -> FloatArray:
    """Chance of each of n people to be proposed for the task, were nobody blocked → (n,), 0..1."""
    logits = level + BY_AFFINITY * fit.affinity + BY_WAY * fit.km / 10
    return sigmoid(logits + BY_VISIBILITY * popularity * people.visibility)


def chances(stage: str, fit: Fit, people: Crowd, levels: Levels) -> FloatArray:
    """Chance of each of n people, once at the stage before, to get to the stage → (n,), 0..1."""
    level = np.where(people.far_track > 0, levels.far[stage], levels.near[stage])
    return sigmoid(level + SLOPES[stage] * fit.affinity + MOTIVATION[stage] * people.motivation)


def reaching(fit: Fit, people: Crowd, levels: Levels) -> FloatArray:
    """Chance of each of n people, once proposed, to reach each stage at least → (n, 4), 0..1, falling."""
    steps = np.column_stack([chances(stage, fit, people, levels) for stage in STAGES])
    return np.cumprod(steps, axis=1, dtype=np.float64)


def sigmoid(logits: FloatArray) -> FloatArray:
    """1 / (1 + e^−x)."""
    found: FloatArray = 1.0 / (1.0 + np.exp(-np.clip(logits, -60, 60)))
    return found
