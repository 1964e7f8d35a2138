"""What became of whom: who was proposed for every task, how far it came, and what of it was seen by the last day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from data.generator.affinity import fit
from data.generator.chance import drawn, uniforms
from data.generator.rates import STAGES, Levels, propensities, reaching
from data.generator.settings import UNTIL, Settings
from data.generator.words import words
from data.generator.world import Asked, Block, allowed
from recommender.types import Match

LASTING_WEEKS = 26
MET_WITHIN, PLACED_WITHIN, HIRED_WITHIN = (3, 21), (14, 42), (28, 84)
"""Days from the match to each stage, fewest and most: what has not come after 84 days does not come."""
WHY_TOLD = 0.6
"""Share of the ends whose reason somebody wrote down."""


@dataclass(frozen=True, slots=True)
class Told:
    """A match with what is true of it."""

    match: Match
    propensity: float
    affinity: float
    reaching: tuple[float, ...]
    """Chance, once proposed, of reaching met, placed, hired and lasting."""
    reached: int
    """How far it goes in the end: 0 proposed to 4 lasting; the match may not have got there yet."""


def history(settings: Settings, levels: Levels, people: Block, tasks: Sequence[Asked]) -> Iterator[Told]:
    """Every match of those people, task by task."""
    for task in tasks:
        own = fit(task.work, task.company, people.crowd)
        chance = propensities(own, people.crowd, levels.proposed, settings.popularity)
        drawn_for = uniforms(settings.seed, "proposed", task.number, people.crowd.numbers)
        rows = np.flatnonzero(drawn_for < chance)
        if not len(rows):
            continue
        rows = rows[allowed(task, people, rows)]
        reach = reaching(own.take(rows), people.crowd.take(rows), levels)
        fate = uniforms(settings.seed, "reached", task.number, people.crowd.numbers[rows])
        reached = (fate[:, None] < reach).sum(axis=1)
        for row, far, chances_of in zip(rows.tolist(), reached.tolist(), reach.tolist(), strict=True):
            match = _match(settings, task, people.people[row].citizen.id, far)
            if match is not None:
                yield Told(match, float(chance[row]), float(own.affinity[row]), tuple(chances_of), far)


def _match(settings: Settings, task: Asked, citizen: str, reached: int) -> Match | None:
    """The match as it stood on the last day; None where it had not been made by then."""
    task_id, chance = task.work.task.id, drawn(settings.seed, f"match {task.number}", int(citizen[1:]))
    matched = task.on + timedelta(days=chance.randint(0, 10))
    if matched > UNTIL:
        return None
    days = [chance.randint(*within) for within in (MET_WITHIN, PLACED_WITHIN, HIRED_WITHIN)]
    held = chance.randint(LASTING_WEEKS, 90) if reached == len(STAGES) else chance.randint(1, LASTING_WEEKS - 1)
    hours = min(task.work.task.hours_per_week, task.columns.hours)
    last = date.max if not settings.censoring else UNTIL
    far = sum(_passed(matched, day, last) for day in days[: min(reached, 3)])
    weeks, over = None, False
    if far == 3:
        so_far = held if not settings.censoring else min(held, (UNTIL - matched).days // 7 - days[2] // 7)
        weeks, over = max(0, so_far), so_far >= held
    elif far == min(reached, 3):
        over = _passed(matched, days[min(far, 2)], last)
    why = chance.choice(words().phrases["ended"])
    return Match(
        id=f"m-{task_id}-{citizen}",
        task_id=task_id,
        citizen_id=citizen,
        matched_on=matched,
        stage=("proposed", "met", "placed", "hired")[far],
        hours_per_week=hours if far == 3 else None,
        retained_weeks=weeks,
        ended_because=why if over and chance.random() < WHY_TOLD else None,
    )


def _passed(matched: date, days: int, last: date) -> bool:
    return matched <= last - timedelta(days=days) if last != date.max else True
