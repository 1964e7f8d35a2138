"""A municipality asked pair by pair: who is at hand, and for whom the rules leave a task possible on the day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from data.generator.affinity import Crowd, crowd
from data.generator.people import Person, person
from data.generator.settings import Settings
from data.generator.words import words
from data.generator.workplaces import Visit, Work, company
from recommender.columns import BoolArray, CitizenColumns, IndexArray, TaskColumns, citizen_columns, task_columns
from recommender.eligibility import BLOCKED, judge
from recommender.types import Company
from recommender.vocabulary import shipped_vocabulary

FAR_GROUPS = ("aktivitetsparat", "ressourceforloeb")
"""Target groups of the second project: those furthest from the labour market."""
NEVER = np.iinfo(np.int32).max


@dataclass(frozen=True, slots=True)
class Block:
    """People of consecutive numbers."""

    people: tuple[Person, ...]
    crowd: Crowd
    columns: CitizenColumns
    completed: NDArray[np.int32]
    """(n, number of courses), ordinal of the day that each course was completed; NEVER where it was not."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A task where it stands, and the day that the broker looked for people."""

    work: Work
    company: Company
    columns: TaskColumns
    number: int
    """Of the task, for its chances."""
    on: date


def block(settings: Settings, first: int, count: int) -> Block:
    """That many people from that number on, or as many as there are."""
    people = tuple(person(settings, number) for number in range(first, min(first + count, settings.citizens)))
    citizens, courses = [one.citizen for one in people], words().courses
    at = {course.code: place for place, course in enumerate(courses)}
    completed = np.full((len(people), len(courses)), NEVER, dtype=np.int32)
    for row, citizen in enumerate(citizens):
        for held in citizen.courses:
            completed[row, at[held.code]] = held.completed_on.toordinal() if held.completed_on else 0
    columns = citizen_columns(citizens, courses, shipped_vocabulary())
    return Block(people, crowd(people, first, settings, FAR_GROUPS), columns, completed)


def asked(settings: Settings, number: int, seen: Visit) -> tuple[Asked, ...]:
    """The tasks of the opening of that number."""
    whose, _ = company(settings, int(seen.opening.company_id[1:]) - 1)
    return tuple(
        Asked(
            work,
            whose,
            task_columns(work.task, seen.opening, whose, words().courses, shipped_vocabulary()),
            number * 8 + at,
            seen.asked_on,
        )
        for at, work in enumerate(seen.works)
    )


def allowed(task: Asked, people: Block, rows: IndexArray | None = None) -> BoolArray:
    """Whether the rules leave the task possible for each (of those rows), by what was known on the day → (n,)."""
    columns = people.columns if rows is None else people.columns.take(rows)
    completed = people.completed if rows is None else people.completed[rows]
    known = replace(columns, courses=completed <= task.on.toordinal())
    possible: BoolArray = judge(task.columns, known, task.on, shipped_vocabulary()).verdict > BLOCKED
    return possible
