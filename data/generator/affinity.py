"""How well tasks and citizens fit in truth: what the ranking is to find out from texts, and never sees.

affinity = 0.9 experience + 1.1 wish + 0.4 wished conditions − 1.2 avoided field − 0.5 avoided conditions
           + 0.5 hours filled − 0.15 tens of kilometres, about −2 to 2.5.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from data.generator.people import UNSAID, Person
from data.generator.settings import Settings
from data.generator.words import words
from data.generator.workplaces import Work
from recommender.columns import FloatArray, IndexArray
from recommender.eligibility import kilometres
from recommender.types import Company, Location
from recommender.vocabulary import shipped_vocabulary

KIN = 0.5
"""How far a neighbouring field of work counts."""
SECOND = 0.3
"""Weight of a task's second field; the first has the rest."""
WEIGHTS = {"experience": 0.9, "wishes": 1.1, "wish_conditions": 0.4, "avoids": -1.2, "avoid_conditions": -0.5}
HOURS, TRAVEL = 0.5, -0.15
DIMENSIONS = 16


@dataclass(frozen=True, slots=True)
class Crowd:
    """n people as arrays."""

    numbers: IndexArray
    """(n,), whose they are, from 0."""
    said: FloatArray
    """(n, fields and conditions), what each brings to a task of each field and condition, weighted."""
    visibility: FloatArray
    """(n,), how well brokers know them: how much the profile says, and chance; deviation 1."""
    motivation: FloatArray
    hours: FloatArray
    """(n,), the most hours a week."""
    place: FloatArray
    """(n, 2), radians."""
    far_track: FloatArray
    """(n,), 1 where the person belongs to the target group of the second project."""

    def take(self, rows: IndexArray) -> Crowd:
        """Those people alone."""
        return Crowd(*(getattr(self, name)[rows] for name in Crowd.__dataclass_fields__))


@dataclass(frozen=True, slots=True)
class Fit:
    """One task with n people."""

    affinity: FloatArray
    km: FloatArray
    """(n,), 0 where a place is unknown."""

    def take(self, rows: IndexArray) -> Fit:
        """Those people alone."""
        return Fit(self.affinity[rows], self.km[rows])


def crowd(people: Sequence[Person], first: int, settings: Settings, far_groups: Sequence[str]) -> Crowd:
    """People of consecutive numbers from `first` as arrays."""
    known = np.array([len(one.citizen.capacities) for one in people], dtype=np.float64)
    share = (1 - UNSAID) * (1 - settings.missing)
    told = (known - DIMENSIONS * share) / np.sqrt(DIMENSIONS * share * (1 - share))
    visible = np.array([one.visibility for one in people])
    return Crowd(
        numbers=np.arange(first, first + len(people)),
        said=np.array([_brings(one) for one in people]),
        visibility=0.6 * told + 0.8 * visible,
        motivation=np.array([one.motivation for one in people]),
        hours=np.array([one.citizen.hours_per_week_max for one in people]),
        place=np.array([_radians(one.citizen.location) for one in people]),
        far_track=np.array([one.citizen.group in far_groups for one in people], dtype=np.float64),
    )


def fit(work: Work, whose: Company, people: Crowd) -> Fit:
    """The true affinity of a task with people, and the way there."""
    at, wants = _positions(), np.zeros(people.said.shape[1])
    for number, code in enumerate(work.fields):
        weight = SECOND if number else 1.0 - SECOND * (len(work.fields) > 1)
        wants[at["field", code]] = weight
    for code in work.conditions:
        wants[at["condition", code]] = 1.0
    km = np.nan_to_num(kilometres(np.array(_radians(whose.location)), people.place), nan=0.0)
    filled = np.minimum(work.task.hours_per_week / people.hours, 1.0)
    affinity: FloatArray = people.said @ wants + HOURS * filled + TRAVEL * km / 10
    return Fit(affinity, km)


@cache
def _positions() -> dict[tuple[str, str], int]:
    fields = [("field", field.code) for field in words().fields]
    conditions = [("condition", term.code) for term in shipped_vocabulary().conditions]
    return {name: at for at, name in enumerate([*fields, *conditions])}


@cache
def _kin() -> dict[str, dict[str, float]]:
    """Field of a person → field of a task → how far the one is the other."""
    return {one.code: {**dict.fromkeys(one.kin, KIN), one.code: 1.0} for one in words().fields}


def _brings(one: Person) -> FloatArray:
    """What the person brings to each field (experience and wish at their best, kin counting half) and condition."""
    at = _positions()
    found = np.zeros(len(at))
    for slot, codes in (("experience", one.experience), ("wishes", one.wishes)):
        best = np.zeros(len(at))
        for code in codes:
            for field, share in _kin()[code].items():
                best[at["field", field]] = max(best[at["field", field]], share)
        found += WEIGHTS[slot] * best
    for code in one.avoids:
        found[at["field", code]] += WEIGHTS["avoids"]
    for slot, codes in (("wish_conditions", one.wish_conditions), ("avoid_conditions", one.avoid_conditions)):
        for code in codes:
            found[at["condition", code]] += WEIGHTS[slot]
    return found


def _radians(location: Location | None) -> tuple[float, float]:
    return (np.nan, np.nan) if location is None else (float(np.radians(location.lat)), float(np.radians(location.lon)))
