"""What a written dataset never tells, for checks of estimators: the true chances of every pair.

Nothing of the engine or of the evaluation may import this; a test holds that.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from data.generator.affinity import fit
from data.generator.funnel import levels
from data.generator.rates import Levels, propensities, reaching
from data.generator.settings import Settings
from data.generator.workplaces import visits
from data.generator.world import Asked, Block, allowed, asked, block
from recommender.columns import BoolArray, FloatArray


@dataclass(frozen=True, slots=True)
class TruePairs:
    """One task with every citizen of the municipality, in the dataset's order."""

    possible: BoolArray
    """(n,), whether the rules left it possible on the day that the broker looked."""
    propensity: FloatArray
    """(n,), chance of being proposed; 0 where not possible."""
    affinity: FloatArray
    km: FloatArray
    """(n,), 0 where unknown."""
    reaching: FloatArray
    """(n, 4), chance, once proposed, of reaching met, placed, hired and lasting."""


@dataclass(frozen=True)
class Truth:
    """A municipality as it is."""

    settings: Settings
    levels: Levels

    @staticmethod
    def of(settings: Settings) -> Truth:
        """The truth of the municipality that those settings make."""
        return Truth(settings, levels(settings))

    @staticmethod
    def read(folder: Path) -> Truth:
        """The truth beside a written dataset."""
        world = json.loads((folder / "truth" / "world.json").read_text(encoding="utf-8"))
        return Truth(Settings(**world["settings"]), Levels(**world["levels"]))

    @cached_property
    def people(self) -> Block:
        """Everybody."""
        return block(self.settings, 0, self.settings.citizens)

    @cached_property
    def tasks(self) -> dict[str, Asked]:
        """Every task, by id."""
        found = (
            task for number, seen in enumerate(visits(self.settings)) for task in asked(self.settings, number, seen)
        )
        return {task.work.task.id: task for task in found}

    def pairs(self, task_id: str) -> TruePairs:
        """The true chances of that task with everybody."""
        task = self.tasks[task_id]
        own = fit(task.work, task.company, self.people.crowd)
        possible = allowed(task, self.people)
        chance = propensities(own, self.people.crowd, self.levels.proposed, self.settings.popularity)
        reach = reaching(own, self.people.crowd, self.levels)
        return TruePairs(possible, np.where(possible, chance, 0.0), own.affinity, own.km, reach)
