"""Whether a small job can be held: its week against the data contract, read anew from citizen, tasks and companies.

Shares no code with the program that finds jobs, so that each can find the other wrong; also for a week that a person
has moved about by hand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import pairwise

from recommender.engine import Place
from recommender.smalljob import SmallJob, WeekPart
from recommender.types import Citizen
from recommender.vocabulary import DAYS, WEEKDAYS, Vocabulary

MINUTE = 1 / 60
_SLACK = 0.6 * MINUTE


def week_faults(
    job: SmallJob, citizen: Citizen, places: Mapping[str, Place], as_of: date, vocabulary: Vocabulary
) -> tuple[str, ...]:
    """What is wrong with the job, in English; empty where it can be held. `places`: task id → where it stands."""
    return (
        *_times(job, citizen, places),
        *_days(job, citizen, places),
        *_hours(job, citizen, places),
        *_contracts(job, citizen, places, as_of, vocabulary),
    )


def _times(job: SmallJob, citizen: Citizen, places: Mapping[str, Place]) -> Iterator[str]:
    """Each stretch lies on a day and in a window of both."""
    for part in job.week:
        task, offered = places[part.task_id].task, _offered(places[part.task_id])
        own_days = WEEKDAYS if citizen.days is None else citizen.days
        if part.day not in own_days:
            yield f"{part.day}: the citizen cannot"
        if task.days is not None and "flexible_days" not in offered and part.day not in task.days:
            yield f"{part.day}: not a day of {part.task_id}"
        if part.end <= part.start:
            yield f"{part.day}: a stretch of {part.task_id} that does not last"
        windows = [(citizen.earliest, citizen.latest)]
        if "flexible_start" not in offered:
            windows.append((task.earliest, task.latest))
        for earliest, latest in windows:
            if part.start < (earliest or 0) or part.end > (24 * 60 if latest is None else latest):
                yield f"{part.day}: {part.task_id} from {part.start} to {part.end} is outside {earliest}–{latest}"


def _days(job: SmallJob, citizen: Citizen, places: Mapping[str, Place]) -> Iterator[str]:
    """One thing at a time, one company a day, no day too long."""
    for day in DAYS:
        parts = sorted((part for part in job.week if part.day == day), key=lambda part: part.start)
        if any(later.start < earlier.end for earlier, later in pairwise(parts)):
            yield f"{day}: two stretches at once"
        if len({places[part.task_id].company.id for part in parts}) > 1:
            yield f"{day}: two companies"
        total, most = _total(parts), citizen.hours_per_day_max
        if most is not None and total > most + _SLACK:
            yield f"{day}: {total} hours, the citizen can {most}"


def _hours(job: SmallJob, citizen: Citizen, places: Mapping[str, Place]) -> Iterator[str]:
    """The week adds up, within the citizen's most; each task whole, or in a part that it can be had in."""
    if abs(_total(job.week) - job.hours) > _SLACK or abs(sum(task.hours for task in job.tasks) - job.hours) > _SLACK:
        yield f"the week has {_total(job.week)} hours, the job {job.hours}"
    if job.hours > citizen.hours_per_week_max + _SLACK:
        yield f"{job.hours} hours a week, the citizen can {citizen.hours_per_week_max}"
    for task in job.tasks:
        place = places[task.task_id]
        drawn = _total([part for part in job.week if part.task_id == task.task_id])
        if abs(drawn - task.hours) > _SLACK:
            yield f"{task.task_id}: {drawn} hours in the week, {task.hours} in the job"
        whole = place.task.hours_per_week
        least = min(whole, 1.0) if place.task.splittable else whole
        least = min(least, whole / 2) if "gradual_hours" in _offered(place) else least
        if not least - _SLACK <= drawn <= whole + _SLACK:
            yield f"{task.task_id}: {drawn} hours, it can be had from {least} to {whole}"
    if {part.task_id for part in job.week} != set(job.task_ids):
        yield "the week and the job have different tasks"


def _contracts(
    job: SmallJob, citizen: Citizen, places: Mapping[str, Place], as_of: date, vocabulary: Vocabulary
) -> Iterator[str]:
    """Every contract type told is shared and within the quota for the job's hours together, and there is one."""
    quota = vocabulary.quota(as_of)
    limited = {contract.code for contract in vocabulary.contract_types if contract.under_quota}
    told = dict(job.contract_types)
    for company in {places[task].company.id: places[task].company for task in job.task_ids}.values():
        own = [task for task in job.tasks if task.company_id == company.id]
        opening = places[own[0].task_id].opening
        allowed = set(opening.contract_types) & set(citizen.contract_types)
        if company.employees_fte is not None and company.supported_fte is not None:
            there = company.supported_fte + sum(task.hours for task in own) / quota.full_time_hours
            if there > quota.places(company.employees_fte) + 1e-9:
                allowed -= limited
        if not told.get(company.id) or set(told[company.id]) != allowed:
            yield f"{company.id}: told {told.get(company.id)}, allowed {sorted(allowed)}"


def _offered(place: Place) -> set[str]:
    return {*place.company.adaptations, *place.task.adaptations}


def _total(parts: list[WeekPart] | tuple[WeekPart, ...]) -> float:
    return sum(part.end - part.start for part in parts) / 60
