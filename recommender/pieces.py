"""What a citizen can take of each task, in minutes: the days, the shared window, the least and the most a week."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from recommender.columns import MINUTES_A_DAY
from recommender.eligibility import ADAPT, LEAST_SPLIT_HOURS
from recommender.engine import Place
from recommender.smalljob import Bundling
from recommender.types import Citizen, Company, Task
from recommender.vocabulary import DAYS, WEEKDAYS, Vocabulary

HALF_HOUR = 30
_SLACK = 1e-6


@dataclass(frozen=True, slots=True)
class Candidate:
    """A task that is not blocked for the citizen."""

    place: Place
    verdict: int
    """NEAR_MISS, ADAPT or FITS."""
    score: float
    """0 to 1, the engine's."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A candidate in minutes."""

    candidate: Candidate
    days: tuple[str, ...]
    """On which both can, in the order of the week."""
    start: int
    """Of the window that both share, minutes after midnight."""
    end: int
    least: int
    """Minutes a week that must be taken if anything is."""
    most: int
    """Minutes a week in the task."""

    @property
    def company(self) -> str:
        """The company's id."""
        return self.candidate.place.company.id

    @property
    def near_miss(self) -> bool:
        """Whether something stands in the way that must be opened first."""
        return self.candidate.verdict < ADAPT


def pieces(citizen: Citizen, candidates: Sequence[Candidate], rules: Bundling) -> tuple[Piece, ...]:
    """The candidates in minutes; those without a day or a window in common with the citizen fall away."""
    wanted = [one for one in candidates if one.verdict >= ADAPT or rules.near_misses]
    made = [_piece(citizen, one) for one in wanted]
    return tuple(piece for piece in made if piece.days and piece.end > piece.start)


def offers(task: Task, company: Company) -> frozenset[str]:
    """What is on offer: the company's adaptations and the task's."""
    return frozenset((*company.adaptations, *task.adaptations))


def day_minutes(citizen: Citizen, rules: Bundling) -> int:
    """The longest day: what the citizen said, else a full working day."""
    said = citizen.hours_per_day_max
    return _minutes(rules.full_day if said is None else min(said, 24.0))


def week_minutes(citizen: Citizen) -> int:
    """The most minutes a week."""
    return _minutes(citizen.hours_per_week_max)


def unit(own: Sequence[Piece], day: int) -> int:
    """Minutes in which hours are counted: half hours, or the finer measure that windows, days and whole tasks need."""
    needed = [bound for piece in own for bound in (piece.start, piece.end, piece.least)]
    whole = [piece.most for piece in own if not piece.candidate.place.task.splittable]
    return math.gcd(HALF_HOUR, day, *needed, *whole)


def shared_contracts(citizen: Citizen, place: Place) -> tuple[str, ...]:
    """Contract types that the citizen and the opening share, in the opening's order."""
    return tuple(code for code in place.opening.contract_types if code in citizen.contract_types)


def quota_minutes(company: Company, as_of: date, vocabulary: Vocabulary) -> int | None:
    """Minutes a week that rimelighedskravet leaves for subsidised work; None where a number is unknown."""
    if company.employees_fte is None or company.supported_fte is None:
        return None
    quota = vocabulary.quota(as_of)
    left = quota.places(company.employees_fte) - company.supported_fte
    return max(_minutes(left * quota.full_time_hours), 0)


def limited_codes(vocabulary: Vocabulary) -> frozenset[str]:
    """Contract types under the quota."""
    return frozenset(contract.code for contract in vocabulary.contract_types if contract.under_quota)


def _piece(citizen: Citizen, candidate: Candidate) -> Piece:
    task, offered = candidate.place.task, offers(candidate.place.task, candidate.place.company)
    task_days = DAYS if task.days is None or "flexible_days" in offered else task.days
    own_days = WEEKDAYS if citizen.days is None else citizen.days
    any_time = "flexible_start" in offered
    first = 0 if any_time or task.earliest is None else task.earliest
    last = MINUTES_A_DAY if any_time or task.latest is None else task.latest
    whole = round(task.hours_per_week * 60)
    return Piece(
        candidate=candidate,
        days=tuple(day for day in DAYS if day in task_days and day in own_days),
        start=max(first, citizen.earliest or 0),
        end=min(last, MINUTES_A_DAY if citizen.latest is None else citizen.latest),
        least=_least(task, whole, offered),
        most=whole,
    )


def _least(task: Task, whole: int, offered: frozenset[str]) -> int:
    """A splittable task may be taken from an hour, one with gradual hours from half, any other whole."""
    choices = [whole]
    if task.splittable:
        choices.append(round(LEAST_SPLIT_HOURS * 60))
    if "gradual_hours" in offered:
        choices.append(math.ceil(whole / 2))
    return max(min(choices), 1)


def _minutes(hours: float) -> int:
    return int(hours * 60 + _SLACK)
