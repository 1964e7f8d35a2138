"""Small jobs: tasks of one opening, or of two neighbouring companies, combined for one citizen.

Each task on its own must be possible for the citizen by the nine rules; together they must fit into the citizen's days,
hours and times and into the company's quota. The best set is found exactly (`jobprogram`), its week is drawn (`week`).
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import combinations, islice

import numpy as np

from recommender.alone import alone
from recommender.eligibility import BLOCKED, VERDICTS, kilometres
from recommender.engine import Recommender
from recommender.jobprogram import Limits, Program, Solution
from recommender.jobwords import freed_sentence, job_sentence, short_sentence
from recommender.pieces import (
    Candidate,
    Piece,
    day_minutes,
    limited_codes,
    pieces,
    quota_minutes,
    shared_contracts,
    unit,
    week_minutes,
)
from recommender.smalljob import Bundling, JobTask, Proposals, SmallJob, WeekPart, freed
from recommender.types import Citizen, Company, Dataset
from recommender.vocabulary import DAYS, Vocabulary
from recommender.week import clock, split_over_days, spread

AS_ASKED = Bundling()

Settle = Callable[[tuple[str, ...]], None]
"""Told of the openings whose search ran out of time."""


def jobs_for_citizen(
    recommender: Recommender,
    citizen_id: str,
    as_of: date,
    near_km: float | None = None,
    rules: Bundling = AS_ASKED,
) -> Proposals:
    """The best small jobs of all open openings for a citizen, each within one opening; UnknownId.

    With `near_km`, jobs over two companies at most so far apart compete with them, at most one company a day.
    """
    by_opening = _by_opening(_candidates_of(recommender, citizen_id, as_of))
    citizen = recommender.dataset.citizen_by_id[citizen_id]
    near = [] if near_km is None else _pairs(by_opening, recommender, near_km)
    return best_jobs(citizen, [*by_opening.values(), *near], as_of, recommender.vocabulary, rules)


def every_job(recommender: Recommender, as_of: date, rules: Bundling = AS_ASKED) -> Iterator[tuple[str, Proposals]]:
    """Every open opening with every citizen who could do any of it: opening id, proposals; each task ranked once."""
    found: dict[str, dict[str, list[Candidate]]] = {}
    for place in recommender.open_places():
        ranked = recommender.ranked(place, as_of)
        verdicts = ranked.asked.verdicts.verdict[ranked.order]
        by_citizen = found.setdefault(place.opening.id, defaultdict(list))
        for row, verdict, score in zip(ranked.rows.tolist(), verdicts.tolist(), ranked.scores.tolist(), strict=True):
            by_citizen[recommender.index.ids[row]].append(Candidate(place, verdict, score))
    for opening_id, by_citizen in found.items():
        for citizen_id, candidates in sorted(by_citizen.items()):
            citizen = recommender.dataset.citizen_by_id[citizen_id]
            yield opening_id, best_jobs(citizen, [candidates], as_of, recommender.vocabulary, rules)


def best_jobs(
    citizen: Citizen,
    choices: Sequence[Sequence[Candidate]],
    as_of: date,
    vocabulary: Vocabulary,
    rules: Bundling = AS_ASKED,
) -> Proposals:
    """The best jobs, each from one of the choices; every company of a choice must be in its jobs.

    Of each choice the best is always told, more only while they are worth anything.
    """
    unsettled: list[tuple[str, ...]] = []
    falling = [_falling(citizen, choice, as_of, vocabulary, rules, unsettled.append) for choice in choices]
    merged = heapq.merge(*falling, key=lambda job: -job.value)
    return Proposals(citizen.id, tuple(islice(merged, rules.proposals)), rules.seconds, tuple(unsettled))


def neighbours(dataset: Dataset, within_km: float) -> tuple[tuple[str, str], ...]:
    """Pairs of open openings whose companies are two, known to lie so near each other, in the dataset's order."""
    open_now = [opening for opening in dataset.openings if opening.status == "open"]
    return tuple(
        (one.id, other.id)
        for one, other in combinations(open_now, 2)
        if one.company_id != other.company_id
        and _km(dataset.company_by_id[one.company_id], dataset.company_by_id[other.company_id]) <= within_km
    )


def _pairs(by_opening: dict[str, list[Candidate]], recommender: Recommender, within_km: float) -> list[list[Candidate]]:
    """What the citizen could do at each two neighbours."""
    return [
        by_opening[one] + by_opening[other]
        for one, other in neighbours(recommender.dataset, within_km)
        if one in by_opening and other in by_opening
    ]


def _km(one: Company, other: Company) -> float:
    if one.location is None or other.location is None:
        return float("inf")
    return float(kilometres(np.radians(one.location), np.radians([other.location]))[0])


def _candidates_of(recommender: Recommender, citizen_id: str, as_of: date) -> list[Candidate]:
    own = alone(recommender, recommender.citizen(citizen_id))
    possible = [place for place in own.open_places() if own.judged(place, as_of).verdict[0] > BLOCKED]
    ranked = [own.ranked(place, as_of) for place in possible]
    return [Candidate(found.asked.place, int(found.verdicts[0]), float(found.scores[0])) for found in ranked]


def _by_opening(candidates: Sequence[Candidate]) -> dict[str, list[Candidate]]:
    found: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        found.setdefault(candidate.place.opening.id, []).append(candidate)
    return found


def _falling(
    citizen: Citizen,
    candidates: Sequence[Candidate],
    as_of: date,
    vocabulary: Vocabulary,
    rules: Bundling,
    unsettled: Settle,
) -> Iterator[SmallJob]:
    """Jobs of falling value, each with another set of tasks."""
    own = pieces(citizen, candidates, rules)
    if {piece.company for piece in own} != {candidate.place.company.id for candidate in candidates}:
        return
    limits = _limits(citizen, own, as_of, vocabulary, rules)
    program, told = Program(own, limits, rules), list[frozenset[int]]()
    while len(told) < min(rules.proposals, 2 ** len(own) - 1):
        solution = program.solve(told)
        if solution is None or (told and solution.stints and solution.value <= 0):
            return
        if not solution.stints:
            unsettled(tuple(dict.fromkeys(candidate.place.opening.id for candidate in candidates)))
            return
        told.append(frozenset(at for stint in solution.stints for at, _ in stint.minutes))
        yield _job(citizen, program, solution, as_of, vocabulary)


def _limits(citizen: Citizen, own: Sequence[Piece], as_of: date, vocabulary: Vocabulary, rules: Bundling) -> Limits:
    day = day_minutes(citizen, rules)
    places = {piece.company: piece.candidate.place for piece in own}
    bounds = []
    for company, place in places.items():
        free = set(shared_contracts(citizen, place)) - limited_codes(vocabulary)
        bounds.append((company, None if free else quota_minutes(place.company, as_of, vocabulary)))
    return Limits(
        day=day,
        week=week_minutes(citizen),
        least_week=citizen.hours_per_week_min * 60.0,
        company=tuple(bounds),
        unit=unit(own, day),
    )


def _job(citizen: Citizen, program: Program, solution: Solution, as_of: date, vocabulary: Vocabulary) -> SmallJob:
    minutes: dict[int, int] = {}
    for stint in solution.stints:
        for at, own in stint.minutes:
            minutes[at] = minutes.get(at, 0) + own
    tasks = tuple(_task(program.pieces[at], minutes[at]) for at in sorted(minutes))
    week, frees = _week(program, solution), freed(tasks)
    names = {one.company: one.candidate.place.company.name for one in program.pieces}
    total = sum(minutes.values()) / 60.0
    return SmallJob(
        citizen_id=citizen.id,
        tasks=tasks,
        week=week,
        hours=total,
        contract_types=_contracts(citizen, program, minutes, as_of, vocabulary),
        frees=frees,
        value=solution.value,
        status=solution.status,
        gap=solution.gap,
        text=job_sentence(tasks, week, names),
        frees_text=freed_sentence(tasks, frees),
        short_text=short_sentence(total, citizen.hours_per_week_min),
    )


def _task(piece: Piece, minutes: int) -> JobTask:
    place = piece.candidate.place
    return JobTask(
        task_id=place.task.id,
        opening_id=place.opening.id,
        company_id=place.company.id,
        title=place.task.title,
        hours=minutes / 60.0,
        of_hours=place.task.hours_per_week,
        done_by=place.task.done_by,
        score=piece.candidate.score,
        verdict=VERDICTS[piece.candidate.verdict],
    )


def _week(program: Program, solution: Solution) -> tuple[WeekPart, ...]:
    parts, taken = list[WeekPart](), set[str]()
    for stint in solution.stints:
        windows = {at: (program.pieces[at].start, program.pieces[at].end) for at, _ in stint.minutes}
        days = split_over_days(dict(stint.minutes), stint.used, windows, program.limits.unit)
        free = [day for day in stint.days if day not in taken]
        for day, amounts in zip(spread(free, stint.used), days, strict=True):
            taken.add(day)
            drawn = clock(tuple(amounts.items()), tuple(windows[at] for at in amounts))
            parts += [WeekPart(day, program.pieces[at].candidate.place.task.id, start, end) for at, start, end in drawn]
    return tuple(sorted(parts, key=lambda part: (DAYS.index(part.day), part.start)))


def _contracts(
    citizen: Citizen, program: Program, minutes: dict[int, int], as_of: date, vocabulary: Vocabulary
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What each company's part of the job can be held under, the quota counted for its hours together."""
    found = []
    for company, _ in program.limits.company:
        own = [at for at in minutes if program.pieces[at].company == company]
        place = program.pieces[own[0]].candidate.place
        left = quota_minutes(place.company, as_of, vocabulary)
        passed = left is not None and sum(minutes[at] for at in own) > left
        limited = limited_codes(vocabulary) if passed else frozenset()
        found.append((company, tuple(code for code in shared_contracts(citizen, place) if code not in limited)))
    return tuple(found)
