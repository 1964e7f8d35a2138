"""Small valid datasets for tests: every argument left out has a plain default."""

from __future__ import annotations

from datetime import date
from typing import Any

from recommender.types import Citizen, Company, Course, Dataset, HeldCourse, Location, Opening, Task

AS_OF = date(2026, 11, 21)
"""The day of asking in the tests."""


def company(**over: Any) -> Company:
    """A workplace of twenty, where the quota leaves room."""
    own: dict[str, Any] = {
        "id": "c1",
        "name": "Fjordens Lager",
        "municipality": "Aabenraa",
        "industry": "lager",
        "employees_fte": 20.0,
        "supported_fte": 0.0,
        "location": Location(55.04, 9.41),
        "adaptations": (),
    }
    return Company(**(own | over))


def task(**over: Any) -> Task:
    """Six hours a week that anybody may do on any day."""
    own: dict[str, Any] = {
        "id": "t1",
        "title": "Pakke ordrer",
        "description": "Pakke små ordrer i kasser og sætte etiket på.",
        "hours_per_week": 6.0,
    }
    return Task(**(own | over))


def opening(*tasks: Task, **over: Any) -> Opening:
    """An open walkthrough of company `c1`, for paid hours or internship; one plain task when none is given."""
    own: dict[str, Any] = {
        "id": "o1",
        "company_id": "c1",
        "created_on": date(2026, 11, 2),
        "contract_types": ("ordinary_hours", "internship"),
        "status": "open",
        "tasks": tasks or (task(),),
    }
    return Opening(**(own | over))


def citizen(**over: Any) -> Citizen:
    """Somebody who consents, lives near company `c1` and can do twelve hours."""
    own: dict[str, Any] = {
        "id": "b1",
        "municipality": "Aabenraa",
        "group": "aktivitetsparat",
        "hours_per_week_max": 12.0,
        "hours_per_week_min": 2.0,
        "hours_per_day_max": 4.0,
        "location": Location(55.05, 9.42),
        "max_distance_km": 20.0,
        "experience": "Har pakket varer på et lager i fem år.",
        "contract_types": ("ordinary_hours", "internship"),
        "consents": True,
    }
    return Citizen(**(own | over))


def course(**over: Any) -> Course:
    """A course that can be learnt in two days."""
    own: dict[str, Any] = {
        "code": "hygiejne",
        "title": "Almen fødevarehygiejne",
        "kind": "course",
        "teaches": "Rengøring, temperaturer og egenkontrol.",
        "hours": 14.0,
    }
    return Course(**(own | over))


def credential(**over: Any) -> Course:
    """A credential that the law asks for."""
    own: dict[str, Any] = {"code": "truckcertifikat", "title": "Gaffeltruckcertifikat", "kind": "credential"}
    return course(**(own | over))


def held(code: str = "hygiejne", completed_on: date | None = date(2024, 5, 13)) -> HeldCourse:
    """A course that a citizen has."""
    return HeldCourse(code, completed_on)


def dataset(**over: Any) -> Dataset:
    """One company, one opening, one citizen, a course and a credential."""
    own: dict[str, Any] = {
        "companies": (company(),),
        "openings": (opening(),),
        "citizens": (citizen(),),
        "courses": (course(), credential()),
    }
    return Dataset(**(own | over))
