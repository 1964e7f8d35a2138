"""One change away: what the best single change of each task would open, and whether readers agree about who comes in.

For a task, the change (an adaptation more, the task split, a day more, a wider window, fewer hours) that brings most
good candidates in by `recommender.change`: everybody is judged again by the rules, and the engine scores the newcomers.

value   mean over tasks of Σ score of those who come in: suitable people expected by the best single change
right   of the newcomers who are graded, the share that is suitable
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from evaluation.datasets import UNGRADED, Judged
from evaluation.statistics import Estimate, bootstrap
from evaluation.views import Sight
from recommender.change import GOOD_SCORE, changes_for_task

MOST_TASKS = 50
"""Tasks that are looked at, drawn by the seed where there are more: each change judges everybody again."""


@dataclass(frozen=True, slots=True)
class OneChange:
    """What single changes would open."""

    tasks: int
    """Tasks looked at."""
    opening: int
    """Of them, those that some change opens to a good candidate."""
    value: Estimate
    graded: int
    """Newcomers of the best changes who are graded."""
    suitable: int
    """Of those, suitable ones."""


def one_change(sights: Sequence[Sight], judged: Judged, seed: int) -> OneChange:
    """The value of the best single change, over the judged tasks."""
    asked = [(sight, task) for sight in sights for task in sight.tasks]
    if len(asked) > MOST_TASKS:
        kept = np.sort(np.random.default_rng([seed, 6]).choice(len(asked), MOST_TASKS, replace=False))
        asked = [asked[at] for at in kept]
    values, opening, graded, suitable = [], 0, 0, 0
    for sight, task in asked:
        best = changes_for_task(sight.recommender, sight.recommender.place(task), sight.day, 1)
        newcomers = best[0].opened if best else ()
        values.append(sum(one.score for one in newcomers))
        opening += any(one.score >= GOOD_SCORE for one in newcomers)
        grades = judged.grade_of(task)[[judged.row_of[one.citizen_id] for one in newcomers]]
        graded += int((grades != UNGRADED).sum())
        suitable += int((grades >= judged.suitable).sum())
    return OneChange(len(asked), opening, bootstrap(np.array(values)[:, None], seed)[0], graded, suitable)
