"""Named numbers for pairs of one task and many citizens: all that the ranker may see.

Group, sex, age, origin, municipality, length of unemployment and name are not here and never may be: a test holds that.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from recommender.columns import UNKNOWN, CitizenColumns, FloatArray, TaskColumns
from recommender.eligibility import ADAPT, Verdicts, lower
from recommender.index import Affinities
from recommender.text import FACETS
from recommender.vocabulary import Vocabulary

FEATURES_VERSION = "features-1"

Named = dict[str, ArrayLike]


@dataclass(frozen=True, slots=True)
class Feature:
    """One named number of a pair."""

    name: str
    group: str
    """What it is about: `text`, `courses`, `demands`, `hours`, `travel` or `unknown`."""
    sign: int
    """1 where more can only speak for, −1 where more can only speak against, 0 where data decides."""
    meaning: str
    """English, for the card."""
    neutral_at_mean: bool = False
    """Whether the feature says nothing at its mean (likenesses, shares) instead of at 0."""


FEATURES = (
    Feature("experience", "text", 1, "likeness of the task with the best part of the experience", True),
    Feature("experience_whole", "text", 1, "likeness of the whole task with the whole experience", True),
    Feature("wishes", "text", 1, "likeness with the best part of the wishes", True),
    Feature("avoids", "text", -1, "likeness with the best part of what the citizen avoids", True),
    Feature("words", "text", 1, "character n-grams shared with experience, wishes and courses", True),
    Feature("course_text", "courses", 1, "likeness with the best of the courses held", True),
    Feature("preferred_course", "courses", 1, "share of the preferred courses that is held"),
    Feature("required_course", "courses", 1, "1 when the task requires courses or credentials and all are held"),
    Feature("course_missing", "courses", -1, "1 when one required course is missing"),
    Feature("over_demand", "demands", -1, "levels of demand above capacity, after what is on offer: 0, 1 or 2"),
    Feature("need_missing", "demands", -1, "1 when one need is not on offer"),
    Feature("adapted", "demands", -1, "1 when adaptations on offer were needed"),
    Feature("margin", "demands", 1, "mean levels to spare over the dimensions demanded and known, 0 to 3", True),
    Feature("over_able", "demands", 0, "share of the dimensions known to both with two levels or more to spare"),
    Feature("hours_missing", "hours", -1, "1 when the reachable hours are too few"),
    Feature("hours_covered", "hours", 1, "reachable hours as a share of the task's, at most 1", True),
    Feature(
        "hours_filled", "hours", 1, "hours in the task as a share of what the citizen wants at most, at most 1", True
    ),
    Feature("hours_below_least", "hours", -1, "hours that the task lacks to the citizen's least, as a share of it"),
    Feature(
        "travel_share", "travel", -1, "distance as a share of what the citizen accepts, unknown says nothing", True
    ),
    Feature("travel_km", "travel", -1, "kilometres, in tens, at most 6; unknown says nothing", True),
    Feature("unknown_share", "unknown", 0, "share of the task's demands that are unknown for the citizen"),
)

FEATURE_NAMES = tuple(feature.name for feature in FEATURES)


def pair_features(
    task: TaskColumns,
    citizens: CitizenColumns,
    verdicts: Verdicts,
    affinities: Affinities,
    words: FloatArray,
    vocabulary: Vocabulary,
) -> FloatArray:
    """The features of one task with m citizens; citizens, verdicts, affinities and words are of those m.

    → (m, number of features), columns in the order of FEATURES; NaN where a feature has nothing to say.
    """
    named = (
        _text(affinities, words)
        | _courses(task, citizens, verdicts, affinities)
        | _demands(task, citizens, verdicts, vocabulary)
        | _hours(task, citizens, verdicts)
        | _travel(citizens, verdicts)
    )
    return np.column_stack([np.asarray(named[name], dtype=np.float64) for name in FEATURE_NAMES])


def _text(affinities: Affinities, words: FloatArray) -> Named:
    at = {facet: column for column, facet in enumerate(FACETS)}
    best = np.where(affinities.said, affinities.best, np.nan)
    whole = np.where(affinities.said, affinities.whole, np.nan)
    return {
        "experience": best[:, at["experience"]],
        "experience_whole": whole[:, at["experience"]],
        "wishes": best[:, at["wishes"]],
        "avoids": best[:, at["avoids"]],
        "words": np.where(affinities.said[:, at["experience"]] | affinities.said[:, at["wishes"]], words, np.nan),
    }


def _courses(task: TaskColumns, citizens: CitizenColumns, verdicts: Verdicts, affinities: Affinities) -> Named:
    held, at = citizens.courses, FACETS.index("courses")
    preferred = held[:, task.preferred].mean(axis=1) if len(task.preferred) else np.zeros(len(citizens))
    required = np.concatenate([task.required_courses, task.required_credentials])
    has_all = held[:, required].all(axis=1) if len(required) else np.zeros(len(citizens))
    return {
        "course_text": np.where(affinities.said[:, at], affinities.best[:, at], np.nan),
        "preferred_course": preferred,
        "required_course": has_all.astype(np.float64),
        "course_missing": verdicts.courses.any(axis=1).astype(np.float64),
    }


def _demands(task: TaskColumns, citizens: CitizenColumns, verdicts: Verdicts, vocabulary: Vocabulary) -> Named:
    lowered = lower(task.demands, task.on_offer, vocabulary)
    asked = lowered > 0
    capacities = citizens.capacities[:, asked]
    known = capacities != UNKNOWN
    spare = np.where(known, np.maximum(capacities - lowered[asked], 0), 0)
    count = np.maximum(known.sum(axis=1), 1)
    return {
        "over_demand": verdicts.demands.astype(np.float64),
        "need_missing": (verdicts.needs != 0).astype(np.float64),
        "adapted": (verdicts.verdict == ADAPT).astype(np.float64),
        "margin": np.where(known.any(axis=1), spare.sum(axis=1) / count, np.nan),
        "over_able": (spare >= 2).sum(axis=1) / count,
        "unknown_share": 1.0 - known.mean(axis=1) if asked.any() else np.zeros(len(citizens)),
    }


def _hours(task: TaskColumns, citizens: CitizenColumns, verdicts: Verdicts) -> Named:
    reachable, most = verdicts.reachable, np.maximum(citizens.hours_week, 0.5)
    least = citizens.hours_week_min
    worked = np.minimum(task.hours, reachable)
    return {
        "hours_missing": verdicts.hours.astype(np.float64),
        "hours_covered": np.minimum(reachable / task.hours, 1.0),
        "hours_filled": np.minimum(worked / most, 1.0),
        "hours_below_least": np.maximum(least - worked, 0.0) / np.maximum(least, 1.0),
    }


def _travel(citizens: CitizenColumns, verdicts: Verdicts) -> Named:
    km = verdicts.km
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.clip(km / citizens.max_km, 0.0, 2.0)
    return {
        "travel_share": np.where(np.isinf(share), 2.0, share),
        "travel_km": np.minimum(km / 10.0, 6.0),
    }
