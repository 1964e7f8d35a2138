"""The data contract as frozen values: what goes in, and the suggestions that come out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple

Levels = Mapping[str, int]
"""Dimension code → level 0 to 3; a missing dimension is unknown."""


class Location(NamedTuple):
    """A point, WGS 84."""

    lat: float
    """Degrees, −90 to 90."""
    lon: float
    """Degrees, −180 to 180."""


@dataclass(frozen=True, slots=True)
class Company:
    """A workplace."""

    id: str
    name: str
    municipality: str
    industry: str | None = None
    employees_fte: float | None = None
    """Ordinary employees, full-time equivalents."""
    supported_fte: float | None = None
    """People there now in wage subsidy or internship, full-time equivalents."""
    location: Location | None = None
    adaptations: tuple[str, ...] = ()
    """On offer for all of its tasks."""


@dataclass(frozen=True, slots=True)
class Task:
    """A small piece of work, in the walkthrough's own words."""

    id: str
    title: str
    description: str
    hours_per_week: float
    """Above 0."""
    qualification: str = "instruction"
    """`instruction`, `in_house_training` or `formal_education`."""
    splittable: bool = False
    """May be shared between several citizens, or days of any length."""
    done_by: str | None = None
    """Who does it today."""
    requires: tuple[str, ...] = ()
    """Course codes that must be held."""
    prefers: tuple[str, ...] = ()
    """Course codes that are good to have."""
    green: str | None = None
    """None, `green_product`, `circular_economy` or `greener_operations`."""
    days: tuple[str, ...] | None = None
    """Days on which it can be done; None is any."""
    earliest: int | None = None
    """Minutes after midnight."""
    latest: int | None = None
    """Minutes after midnight, at least `earliest`."""
    demands: Levels = field(default_factory=dict)
    adaptations: tuple[str, ...] = ()
    """On offer beside the company's."""
    fields: tuple[str, ...] | None = None
    """Fields of work, most central first; None means that nobody has said."""
    conditions: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Opening:
    """The outcome of one walkthrough of a company."""

    id: str
    company_id: str
    created_on: date
    contract_types: tuple[str, ...]
    status: str
    """`open`, `filled` or `closed`."""
    tasks: tuple[Task, ...]
    notes: str | None = None


class HeldCourse(NamedTuple):
    """A course or credential that a citizen has."""

    code: str
    completed_on: date | None


@dataclass(frozen=True, slots=True)
class Citizen:
    """A citizen's working profile, under a pseudonym."""

    id: str
    municipality: str
    group: str
    hours_per_week_max: float
    hours_per_week_min: float = 0.0
    """The least that is worth it to the citizen."""
    hours_per_day_max: float | None = None
    days: tuple[str, ...] | None = None
    """Available days; None is any weekday."""
    earliest: int | None = None
    """Minutes after midnight."""
    latest: int | None = None
    """Minutes after midnight."""
    location: Location | None = None
    max_distance_km: float | None = None
    """As the crow flies."""
    experience: str = ""
    wishes: str | None = None
    avoids: str | None = None
    experience_fields: tuple[str, ...] | None = None
    wish_fields: tuple[str, ...] | None = None
    wish_conditions: tuple[str, ...] | None = None
    avoid_fields: tuple[str, ...] | None = None
    avoid_conditions: tuple[str, ...] | None = None
    courses: tuple[HeldCourse, ...] = ()
    capacities: Levels = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    """Adaptations that must be on offer."""
    contract_types: tuple[str, ...] = ()
    available_from: date | None = None
    consents: bool = False


@dataclass(frozen=True, slots=True)
class Course:
    """A course or a credential that tasks and citizens can refer to."""

    code: str
    title: str
    kind: str
    """`course` (can be learnt: a hindrance when missing) or `credential` (a block)."""
    teaches: str
    hours: float | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """History: who was matched with what, and how it went."""

    id: str
    task_id: str
    citizen_id: str
    matched_on: date
    stage: str
    """The furthest reached: `proposed`, `met`, `placed` or `hired`."""
    hours_per_week: float | None = None
    retained_weeks: int | None = None
    ended_because: str | None = None


class Judgement(NamedTuple):
    """One line of `qrels.tsv`."""

    task_id: str
    citizen_id: str
    grade: int
    """0 to 3."""


@dataclass(frozen=True)
class Dataset:
    """A whole dataset, checked: every reference in it holds."""

    companies: tuple[Company, ...]
    openings: tuple[Opening, ...]
    citizens: tuple[Citizen, ...]
    courses: tuple[Course, ...]
    matches: tuple[Match, ...] = ()
    judgements: tuple[Judgement, ...] = ()

    @cached_property
    def company_by_id(self) -> dict[str, Company]:
        """Companies by id."""
        return {company.id: company for company in self.companies}

    @cached_property
    def opening_by_id(self) -> dict[str, Opening]:
        """Openings by id."""
        return {opening.id: opening for opening in self.openings}

    @cached_property
    def opening_of_task(self) -> dict[str, Opening]:
        """The opening that holds each task, by task id."""
        return {task.id: opening for opening in self.openings for task in opening.tasks}

    @cached_property
    def task_by_id(self) -> dict[str, Task]:
        """Tasks by id, in the order of the openings."""
        return {task.id: task for opening in self.openings for task in opening.tasks}

    @cached_property
    def citizen_by_id(self) -> dict[str, Citizen]:
        """Citizens by pseudonym."""
        return {citizen.id: citizen for citizen in self.citizens}

    @cached_property
    def course_by_code(self) -> dict[str, Course]:
        """Courses by code."""
        return {course.code: course for course in self.courses}


@dataclass(frozen=True, slots=True)
class Reason:
    """One term of the score, told in Danish."""

    code: str
    """The feature (or `base`) that it tells of."""
    text: str
    contribution: float
    """To the logit of the score."""


@dataclass(frozen=True, slots=True)
class Question:
    """Something unknown that a person must ask before a match."""

    code: str
    text: str
    of: str
    """`citizen` or `company`: whom to ask."""


@dataclass(frozen=True, slots=True)
class ModelVersions:
    """What made a suggestion, so that it can be made again."""

    encoder: str
    ranker: str
    """With the tagger, whose proposals it weighs."""
    rules: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One ranked pair of a task and a citizen."""

    task_id: str
    citizen_id: str
    rank: int
    """From 1."""
    score: float
    """0 to 1; logit(score) = base + sum of the contributions."""
    verdict: str
    """`fits`, `adapt` or `near_miss`; blocked pairs are never suggested."""
    reasons: tuple[Reason, ...]
    questions: tuple[Question, ...]
    opens_with: tuple[str, ...]
    """For a near miss: Danish sentences on what would open it."""
    model: ModelVersions
