"""A small job as frozen values: the tasks in it, its week, and whose hours it sets free."""

from __future__ import annotations

from dataclasses import dataclass

NOBODY = "ingen"
"""In `done_by`: nobody does the task today."""


@dataclass(frozen=True, slots=True)
class Bundling:
    """What is asked of small jobs, and what the objective weighs.

    The objective is Σ score × hours − `task_cost` × tasks − `day_cost` × days − `thin_day_cost` × hours that days of
    one kind lack to `thin_day` each − `below_least_cost` × hours below the citizen's least.
    """

    proposals: int = 5
    """The most proposals, each with another set of tasks."""
    most_tasks: int = 5
    """The most tasks in one job; above 7 the drawing of the week grows slow."""
    near_misses: bool = False
    """Whether one near miss may be among the tasks; it is marked by its verdict."""
    full_day: float = 7.5
    """Hours of the longest day where the citizen has said none: 37 hours over five days, in half hours."""
    task_cost: float = 0.1
    """What each task costs, in hours of certain fit: few tasks are better than many."""
    day_cost: float = 0.02
    """What each day costs, in hours of certain fit; above 0."""
    thin_day: float = 2.0
    """Hours below which coming in for the day is little; never a bound."""
    thin_day_cost: float = 0.02
    """What each hour below that costs, in hours of certain fit."""
    below_least_cost: float = 0.1
    """What each hour below the citizen's least costs, in hours of certain fit."""
    seconds: float = 2.0
    """Time limit of one search; where it strikes, the proposal says so, and how far it may be from the best."""


@dataclass(frozen=True, slots=True)
class WeekPart:
    """One stretch of work in the week."""

    day: str
    """`mon` to `sun`."""
    task_id: str
    start: int
    """Minutes after midnight."""
    end: int
    """Minutes after midnight, above `start`."""

    @property
    def hours(self) -> float:
        """Its length."""
        return (self.end - self.start) / 60.0


@dataclass(frozen=True, slots=True)
class JobTask:
    """A task in a small job, with as much of it as the citizen takes."""

    task_id: str
    opening_id: str
    company_id: str
    title: str
    hours: float
    """A week, in this job."""
    of_hours: float
    """A week, in the whole task."""
    done_by: str | None
    score: float
    """Of the task alone, 0 to 1."""
    verdict: str
    """Of the task alone: `fits`, `adapt`, or `near_miss` where those were asked for."""


@dataclass(frozen=True, slots=True)
class SmallJob:
    """Tasks that one citizen could do together, with the week drawn up."""

    citizen_id: str
    tasks: tuple[JobTask, ...]
    """In the order of the opening."""
    week: tuple[WeekPart, ...]
    """In the order of the week."""
    hours: float
    """A week."""
    contract_types: tuple[tuple[str, tuple[str, ...]], ...]
    """Company id → contract types that the job can be held under, the quota counted for its hours together."""
    frees: tuple[tuple[str, float], ...]
    """Who is set free today → hours a week, most first."""
    value: float
    """The objective, in hours of certain fit."""
    status: str
    """`optimal`, or `time_limit` where a better set may exist."""
    gap: float
    """How far the best bound is above `value`, as a share of it; 0 where optimal."""
    text: str
    """Danish: the tasks, the hours and the week."""
    frees_text: str
    """Danish: whose hours it sets free; empty where nobody's."""
    short_text: str
    """Danish: that the hours are below the citizen's least; empty where they are not."""

    @property
    def task_ids(self) -> tuple[str, ...]:
        """The set of tasks."""
        return tuple(task.task_id for task in self.tasks)


@dataclass(frozen=True, slots=True)
class Proposals:
    """Small jobs for one citizen, best first."""

    citizen_id: str
    jobs: tuple[SmallJob, ...]
    seconds: float
    """Time limit of each search for a job."""
    unsettled: tuple[tuple[str, ...], ...] = ()
    """Openings (one, or two neighbours) whose search ran out of time before it found a further job."""


def freed(tasks: tuple[JobTask, ...]) -> tuple[tuple[str, float], ...]:
    """Who does the tasks today, and the hours that each gets back, most first."""
    hours: dict[str, float] = {}
    for task in tasks:
        if task.done_by and task.done_by.strip().lower() != NOBODY:
            hours[task.done_by] = hours.get(task.done_by, 0.0) + task.hours
    return tuple(sorted(hours.items(), key=lambda one: (-one[1], one[0])))
