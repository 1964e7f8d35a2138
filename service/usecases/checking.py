"""What a dataset holds, and what is unknown in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from recommender.types import Citizen, Company, Dataset, Task
from recommender.vocabulary import shipped_vocabulary

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Line:
    """One fact about a dataset."""

    count: int
    of: int | None
    """Out of so many; None where that says nothing."""
    en: str
    da: str


def summary(dataset: Dataset) -> tuple[Line, ...]:
    """How much there is of everything, then how much of it nobody has said."""
    return (
        *_held(dataset),
        *_unknown_of_tasks(dataset),
        *_unknown_of_citizens(dataset),
        *_unknown_of_companies(dataset),
    )


def _held(dataset: Dataset) -> tuple[Line, ...]:
    openings, citizens, tasks = dataset.openings, dataset.citizens, len(dataset.task_by_id)
    open_openings = [opening for opening in openings if opening.status == "open"]
    open_tasks = sum(len(opening.tasks) for opening in open_openings)
    consenting = sum(citizen.consents for citizen in citizens)
    judged = len({judgement.task_id for judgement in dataset.judgements})
    return (
        Line(len(dataset.companies), None, "companies", "virksomheder"),
        Line(len(open_openings), len(openings), "openings that are open", "jobåbninger, som er åbne"),
        Line(open_tasks, tasks, "tasks in open openings", "opgaver i åbne jobåbninger"),
        Line(len(citizens), None, "citizens", "borgere"),
        Line(consenting, len(citizens), "citizens who consent", "borgere med samtykke"),
        Line(tasks * len(citizens), None, "pairs of a task and a citizen", "par af opgave og borger"),
        Line(len(dataset.courses), None, "courses and credentials", "kurser og beviser"),
        Line(len(dataset.matches), None, "matches in the history", "tidligere match"),
        Line(len(dataset.judgements), None, f"judgements of {judged} tasks", f"bedømmelser af {judged} opgaver"),
    )


def _unknown_of_tasks(dataset: Dataset) -> tuple[Line, ...]:
    tasks = tuple(dataset.task_by_id.values())
    asked = len(shipped_vocabulary().dimensions) * len(tasks)
    noted = sum(len(task.demands) for task in tasks)
    return (
        Line(asked - noted, asked, "demands of tasks not noted", "af opgavernes krav er ikke noteret"),
        _lacking(tasks, _no_demands, "tasks without any demand noted", "opgaver uden et eneste krav noteret"),
    )


def _unknown_of_citizens(dataset: Dataset) -> tuple[Line, ...]:
    citizens = dataset.citizens
    asked = len(shipped_vocabulary().dimensions) * len(citizens)
    noted = sum(len(citizen.capacities) for citizen in citizens)
    return (
        Line(asked - noted, asked, "capacities of citizens not noted", "af borgernes evner er ikke noteret"),
        _lacking(citizens, _no_place, "citizens without a location", "borgere uden sted"),
        _lacking(citizens, _no_reach, "citizens without a longest way to work", "borgere uden længste vej til arbejde"),
        _lacking(citizens, _no_experience, "citizens without experience in words", "borgere uden erfaring i ord"),
        _lacking(citizens, _no_wishes, "citizens without wishes", "borgere uden ønsker"),
    )


def _unknown_of_companies(dataset: Dataset) -> tuple[Line, ...]:
    companies = dataset.companies
    quota = ("companies without the numbers of the quota", "virksomheder uden tallene til rimelighedskravet")
    return (
        _lacking(companies, _no_place, "companies without a location", "virksomheder uden sted"),
        _lacking(companies, _no_quota, *quota),
    )


def _lacking(items: Iterable[Item], lacks: Callable[[Item], bool], en: str, da: str) -> Line:
    found = [lacks(item) for item in items]
    return Line(sum(found), len(found), en, da)


def _no_demands(task: Task) -> bool:
    return not task.demands


def _no_place(one: Citizen | Company) -> bool:
    return one.location is None


def _no_reach(citizen: Citizen) -> bool:
    return citizen.max_distance_km is None


def _no_experience(citizen: Citizen) -> bool:
    return not citizen.experience.strip()


def _no_wishes(citizen: Citizen) -> bool:
    return not (citizen.wishes or "").strip()


def _no_quota(company: Company) -> bool:
    return company.employees_fte is None or company.supported_fte is None
