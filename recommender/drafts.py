"""Changes of one thing that a broker could ask for, as changed tasks and citizens; not judged here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from recommender.danish import hours_of, number
from recommender.engine import Place
from recommender.types import Citizen, Course, HeldCourse, Task
from recommender.vocabulary import DAY_LABELS, DAYS, WEEKDAYS, Vocabulary

LAST_MINUTE = 24 * 60 - 1
HOUR = 60
WIDER = ((1, "en time"), (2, "to timer"))
"""Hours by which a task's window could be wider at one end."""
FEWER = (0.75, 0.5)
"""Shares of its hours that a task could be cut to, in half hours, never below one."""
KM_MORE = 5.0


@dataclass(frozen=True, slots=True)
class TaskDraft:
    """A changed workplace."""

    kind: str
    code: str
    of: str
    """Id of the task or company that changes."""
    clause: str
    """Danish: "hvis der kan skaffes en ståstol"."""
    places: tuple[Place, ...]
    """After the change."""


@dataclass(frozen=True, slots=True)
class CitizenDraft:
    """A changed citizen."""

    kind: str
    code: str
    clause: str
    citizen: Citizen
    """After the change."""


def offering(places: Sequence[Place], of: str, vocabulary: Vocabulary) -> Iterator[TaskDraft]:
    """Each adaptation that is not on offer everywhere, offered in all of the places. `of`: the task or the company."""
    for adaptation in vocabulary.adaptations:
        code = adaptation.code
        without = [one for one in places if code not in (*one.company.adaptations, *one.task.adaptations)]
        after = tuple(with_adaptation(place, code) for place in without)
        if after:
            yield TaskDraft("adaptation", code, of, adaptation.opens, after)


def with_adaptation(place: Place, code: str) -> Place:
    """The task with that adaptation on offer too."""
    return replace(place, task=replace(place.task, adaptations=(*place.task.adaptations, code)))


def otherwise(place: Place) -> Iterator[TaskDraft]:
    """The task split, on one day more, in a wider window, or with fewer hours."""
    task = place.task
    for kind, code, clause, changed in (*_split(task), *_days(task), *_windows(task), *_fewer_hours(task)):
        yield TaskDraft(kind, code, task.id, clause, (replace(place, task=changed),))


def grown(citizen: Citizen, courses: Sequence[Course], as_of: date) -> Iterator[CitizenDraft]:
    """The citizen with one of those courses, a day more, a longer day, a wider window, or five kilometres more."""
    held = {course.code for course in citizen.courses}
    for course in courses:
        if course.code not in held:
            taken = replace(citizen, courses=(*citizen.courses, HeldCourse(course.code, as_of)))
            what = "beviset" if course.kind == "credential" else "kurset"
            yield CitizenDraft("course", course.code, f"med {what} {course.title}", taken)
    own_days = WEEKDAYS if citizen.days is None else citizen.days
    for day in DAYS:
        if day not in own_days:
            clause = f"hvis borgeren også kan arbejde {DAY_LABELS[day]}"
            yield CitizenDraft("day", day, clause, replace(citizen, days=(*own_days, day)))
    yield from _longer(citizen)


def _longer(citizen: Citizen) -> Iterator[CitizenDraft]:
    if citizen.hours_per_day_max is not None:
        longer = replace(citizen, hours_per_day_max=min(citizen.hours_per_day_max + 1.0, 24.0))
        yield CitizenDraft("hours_day", "+1", "hvis dagen kan være en time længere", longer)
    if citizen.earliest:
        earlier = replace(citizen, earliest=max(citizen.earliest - HOUR, 0))
        yield CitizenDraft("window", f"-{HOUR}", "hvis borgeren kan begynde en time tidligere", earlier)
    if citizen.latest is not None and citizen.latest < LAST_MINUTE:
        later = replace(citizen, latest=min(citizen.latest + HOUR, LAST_MINUTE))
        yield CitizenDraft("window", f"+{HOUR}", "hvis borgeren kan blive en time længere", later)
    if citizen.max_distance_km is not None:
        farther = replace(citizen, max_distance_km=citizen.max_distance_km + KM_MORE)
        yield CitizenDraft("distance", f"+{KM_MORE:g}", f"hvis vejen må være {number(KM_MORE)} km længere", farther)


_Changed = Iterator[tuple[str, str, str, Task]]
"""Kind, code, Danish clause, the task after."""


def _split(task: Task) -> _Changed:
    if not task.splittable:
        yield "split", "splittable", "hvis opgaven kan deles", replace(task, splittable=True)


def _days(task: Task) -> _Changed:
    for day in DAYS:
        if task.days is not None and day not in task.days:
            clause = f"hvis opgaven også kan løses {DAY_LABELS[day]}"
            yield "day", day, clause, replace(task, days=(*task.days, day))


def _windows(task: Task) -> _Changed:
    for hours, much in WIDER:
        if task.earliest:
            earlier = replace(task, earliest=max(task.earliest - hours * HOUR, 0))
            yield "window", f"-{hours * HOUR}", f"hvis opgaven kan begynde {much} tidligere", earlier
        if task.latest is not None and task.latest < LAST_MINUTE:
            later = replace(task, latest=min(task.latest + hours * HOUR, LAST_MINUTE))
            yield "window", f"+{hours * HOUR}", f"hvis opgaven kan slutte {much} senere", later


def _fewer_hours(task: Task) -> _Changed:
    for share in FEWER:
        fewer = max(int(task.hours_per_week * share * 2) / 2, 1.0)
        if fewer < task.hours_per_week:
            clause = f"hvis opgaven kan nøjes med {hours_of(fewer)} om ugen"
            yield "hours", f"{fewer:g}", clause, replace(task, hours_per_week=fewer)
