"""Named numbers for pairs of one task and many citizens: all that the ranker may see.

Group, sex, age, origin, municipality, length of unemployment and name are not here and never may be: a test holds that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from recommender.columns import CitizenColumns, FloatArray, TaskColumns
from recommender.eligibility import Verdicts
from recommender.index import Affinities
from recommender.text import FACETS

FEATURES_VERSION = "features-4"

FARTHEST = 6.0
"""Tens of kilometres beyond which the way no longer counts more."""

STEEPER = 1.5
"""Power of the way: of two ways for few hours, the twice as long is more than twice the trouble."""

Named = Mapping[str, ArrayLike]


@dataclass(frozen=True, slots=True)
class Feature:
    """One named number of a pair."""

    name: str
    group: str
    """What it is about: `experience`, `courses`, `wishes`, `demands`, `hours` or `travel`."""
    sign: int
    """1 where more can only speak for, −1 where more can only speak against, 0 where data decides."""
    meaning: str
    """English, for the card."""
    neutral_at_mean: bool = False
    """Whether the feature says nothing at its mean (likenesses, shares) instead of at 0."""


FEATURES = (
    Feature("experience_field", "experience", 1, "share of the task's fields that the citizen has worked in", True),
    Feature("experience_text", "experience", 1, "likeness of the whole task with the whole experience", True),
    Feature("preferred_course", "courses", 1, "share of the preferred courses that is held"),
    Feature("required_course", "courses", 1, "1 when the task requires courses or credentials and all are held"),
    Feature("course_text", "courses", 1, "likeness with the best of the courses held", True),
    Feature("wish_field", "wishes", 1, "share of the task's fields that the citizen wishes for", True),
    Feature("wish_elsewhere", "wishes", -1, "chance that wishes name fields of work and the task is of none of them"),
    Feature("wish_condition", "wishes", 1, "conditions of the task that the citizen wishes for"),
    Feature("opposite_condition", "wishes", -1, "conditions of the task that speak against a wish"),
    Feature("avoid_field", "wishes", -1, "how plainly the task is of a field that the citizen avoids, 0 to 1"),
    Feature("avoid_condition", "wishes", -1, "conditions of the task that the citizen avoids"),
    Feature("avoid_text", "wishes", -1, "likeness with the best part of what the citizen avoids", True),
    Feature("over_demand", "demands", -1, "levels of demand above capacity, after what is on offer: 0, 1 or 2"),
    Feature("missing", "demands", -1, "1 when one need, one required course or the hours are missing"),
    Feature("hours_covered", "hours", 1, "reachable hours as a share of the task's, at most 1", True),
    Feature("hours_filled", "hours", 1, "hours in the task as a share of the most that the citizen wants", True),
    Feature("hours_below_least", "hours", -1, "hours that the task lacks to the citizen's least, as a share of it"),
    Feature("travel", "travel", -1, "kilometres, in tens, at most 6, to the power 1.5; unknown says nothing", True),
)

FEATURE_NAMES = tuple(feature.name for feature in FEATURES)


def pair_features(
    task: TaskColumns,
    citizens: CitizenColumns,
    verdicts: Verdicts,
    affinities: Affinities,
    tags: Named,
) -> FloatArray:
    """The features of one task with m citizens; citizens, verdicts, affinities and tag features are of those m.

    → (m, number of features), columns in the order of FEATURES; NaN where a feature has nothing to say.
    """
    named = (
        dict(tags)
        | _text(affinities)
        | _courses(task, citizens)
        | _demands(verdicts)
        | _hours(task, citizens, verdicts)
        | {"travel": np.minimum(verdicts.km / 10.0, FARTHEST) ** STEEPER}
    )
    return np.column_stack([np.asarray(named[name], dtype=np.float64) for name in FEATURE_NAMES])


def _text(affinities: Affinities) -> dict[str, ArrayLike]:
    at = {facet: column for column, facet in enumerate(FACETS)}
    best = np.where(affinities.said, affinities.best, np.nan)
    whole = np.where(affinities.said, affinities.whole, np.nan)
    return {
        "experience_text": whole[:, at["experience"]],
        "avoid_text": best[:, at["avoids"]],
        "course_text": best[:, at["courses"]],
    }


def _courses(task: TaskColumns, citizens: CitizenColumns) -> dict[str, ArrayLike]:
    held = citizens.courses
    preferred = held[:, task.preferred].mean(axis=1) if len(task.preferred) else np.zeros(len(citizens))
    required = np.concatenate([task.required_courses, task.required_credentials])
    has_all = held[:, required].all(axis=1) if len(required) else np.zeros(len(citizens))
    return {"preferred_course": preferred, "required_course": has_all}


def _demands(verdicts: Verdicts) -> dict[str, ArrayLike]:
    return {
        "over_demand": verdicts.demands,
        "missing": (verdicts.needs != 0) | verdicts.courses.any(axis=1) | verdicts.hours,
    }


def _hours(task: TaskColumns, citizens: CitizenColumns, verdicts: Verdicts) -> dict[str, ArrayLike]:
    most, least = np.maximum(citizens.hours_week, 0.5), citizens.hours_week_min
    worked = np.minimum(task.hours, verdicts.reachable)
    return {
        "hours_covered": worked / task.hours,
        "hours_filled": np.minimum(worked / most, 1.0),
        "hours_below_least": np.maximum(least - worked, 0.0) / np.maximum(least, 1.0),
    }
