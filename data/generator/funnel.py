"""The chances set so that the published figures come out: of the citizens ever proposed, how many got how far.

First project (Sønderjylland 2023–25): 413 of 681 matched, 287 in ordinary hours. Second (Roskilde 2021–23): 85 of 138
placed, 34 in small jobs, 18 still there after six months. The reports leave three shares open, chosen here:
placed in the first, met in the second, and lasting in the first as in the second.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from data.generator.affinity import fit
from data.generator.chance import drawn
from data.generator.rates import STAGES, Levels, chances, propensities
from data.generator.settings import Settings
from data.generator.workplaces import visit
from data.generator.world import allowed, asked, block
from recommender.columns import BoolArray, FloatArray

NEAR: Mapping[str, float] = {
    "met": 413 / 681,
    "placed": (413 + 287) / 2 / 681,
    "hired": 287 / 681,
    "lasting": 287 / 681 * 18 / 34,
}
"""Share of the first project's citizens who reached each stage with some match."""
FAR: Mapping[str, float] = {"met": (138 + 85) / 2 / 138, "placed": 85 / 138, "hired": 34 / 138, "lasting": 18 / 138}
"""The same of the second."""
PILOT_PEOPLE, PILOT_TASKS = 1_000, 300
"""People and tasks that the levels are set on."""
_STEPS = 50


@dataclass(frozen=True, slots=True)
class _Pilot:
    """Every pair of some tasks and some people."""

    possible: BoolArray
    """(tasks, people)"""
    free: FloatArray
    """(tasks, people), logit of the propensity at level 0."""
    steps: Mapping[str, FloatArray]
    """Stage → (tasks, people), logit of the chance at level 0."""
    far: BoolArray
    """(people,)"""
    scale_people: float
    """All people for each of the pilot."""
    scale_tasks: float


def levels(settings: Settings) -> Levels:
    """Levels of the chances for this municipality: bisection on a pilot of its own people and tasks."""
    pilot = _pilot(settings)
    mean = settings.proposals * len(pilot.free) / pilot.scale_people
    most = 0.9 * float(pilot.possible.sum())
    wanted = min(mean, most)

    def proposed(level: float) -> float:
        return float((_sigmoid(pilot.free + level) * pilot.possible).sum())

    level = _bisected(proposed, wanted)
    rate = _sigmoid(pilot.free + level) * pilot.possible * pilot.scale_tasks
    found: dict[bool, dict[str, float]] = {}
    for far, wanted_shares in ((False, NEAR), (True, FAR)):
        own = pilot.far == far
        found[far] = _stages(
            rate[:, own], {stage: logits[:, own] for stage, logits in pilot.steps.items()}, wanted_shares
        )
    return Levels(level, found[False], found[True])


def _stages(rate: FloatArray, steps: Mapping[str, FloatArray], wanted: Mapping[str, float]) -> dict[str, float]:
    """Level of each stage in turn, so that the expected share of those ever proposed reaches it."""
    ever = _ever(rate)
    found: dict[str, float] = {}
    for stage in STAGES:

        def share(level: float, stage: str = stage, rate: FloatArray = rate) -> float:
            return _ever(rate * _sigmoid(steps[stage] + level))

        found[stage] = _bisected(share, wanted[stage] * ever)
        rate = rate * _sigmoid(steps[stage] + found[stage])
    return found


def _ever(rate: FloatArray) -> float:
    """Expected number of people with at least one, when each person's number is close to Poisson."""
    return float((1 - np.exp(-rate.sum(axis=0))).sum())


def _pilot(settings: Settings) -> _Pilot:
    count = min(PILOT_PEOPLE, settings.citizens)
    people = block(settings, 0, count)
    numbers = drawn(settings.seed, "pilot", 0).sample(range(settings.openings), settings.openings)
    possible, free, tasks = [], [], 0
    steps: dict[str, list[FloatArray]] = {stage: [] for stage in STAGES}
    nothing = Levels(0.0, dict.fromkeys(STAGES, 0.0), dict.fromkeys(STAGES, 0.0))
    opened = 0
    for number in numbers:
        if tasks >= PILOT_TASKS:
            break
        opened += 1
        for task in asked(settings, number, visit(settings, number)):
            own = fit(task.work, task.company, people.crowd)
            possible.append(allowed(task, people))
            free.append(_logit(propensities(own, people.crowd, 0.0, settings.popularity)))
            for stage in STAGES:
                steps[stage].append(_logit(chances(stage, own, people.crowd, nothing)))
            tasks += 1
    return _Pilot(
        possible=np.array(possible),
        free=np.array(free),
        steps={stage: np.array(logits) for stage, logits in steps.items()},
        far=people.crowd.far_track > 0,
        scale_people=settings.citizens / count,
        scale_tasks=settings.openings / opened,
    )


def _bisected(rising: Callable[[float], float], wanted: float) -> float:
    low, high = -40.0, 40.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if rising(middle) < wanted else (low, middle)
    return (low + high) / 2


def _sigmoid(logits: FloatArray) -> FloatArray:
    found: FloatArray = 1.0 / (1.0 + np.exp(-np.clip(logits, -60, 60)))
    return found


def _logit(chance: FloatArray) -> FloatArray:
    found: FloatArray = np.log(chance) - np.log1p(-chance)
    return found
