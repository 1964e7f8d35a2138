"""Small jobs for tests: candidates that the rules have judged, and the best job by trying everything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product

from recommender.columns import citizen_columns, task_columns
from recommender.eligibility import BLOCKED, judge
from recommender.engine import Place
from recommender.pieces import Candidate
from recommender.smalljob import Bundling
from recommender.types import Citizen
from recommender.vocabulary import DAYS, WEEKDAYS, shipped_vocabulary
from tests.support.builders import AS_OF
from tests.support.pairs import COURSES

SLOT = 30
"""Minutes."""

Hours = tuple[int, ...]
"""Slots of each task."""


def judged(citizen: Citizen, places: Sequence[Place], scores: Sequence[float]) -> list[Candidate]:
    """Those of the places that are not blocked for the citizen."""
    words = shipped_vocabulary()
    own = citizen_columns([citizen], COURSES, words)
    found = []
    for place, score in zip(places, scores, strict=True):
        columns = task_columns(place.task, place.opening, place.company, COURSES, words)
        verdict = int(judge(columns, own, AS_OF, words).verdict[0])
        if verdict > BLOCKED:
            found.append(Candidate(place, verdict, score))
    return found


def best_by_trying(citizen: Citizen, candidates: Sequence[Candidate], rules: Bundling) -> dict[frozenset[str], float]:
    """The best value of every set of tasks, by giving each half hour of each day to each task or to none.

    For one company, windows on half hours, and a citizen who has said the longest day.
    """
    kinds: dict[tuple[bool, ...], int] = {}
    for day in WEEKDAYS if citizen.days is None else citizen.days:
        able = tuple(one.place.task.days is None or day in one.place.task.days for one in candidates)
        kinds[able] = kinds.get(able, 0) + 1
    by_kind = [_over_days(_one_day(citizen, candidates, able), count) for able, count in kinds.items()]
    best: dict[frozenset[str], float] = {}
    for chosen in product(*(kind.items() for kind in by_kind)):
        totals = [sum(hours[at] for hours, _ in chosen) for at in range(len(candidates))]
        if _allowed(citizen, candidates, totals, rules):
            own = frozenset(one.place.task.id for one, slots in zip(candidates, totals, strict=True) if slots)
            best[own] = max(best.get(own, -1e9), _value(citizen, candidates, totals, chosen, rules))
    return best


def _one_day(citizen: Citizen, candidates: Sequence[Candidate], able: tuple[bool, ...]) -> set[Hours]:
    """What one day can hold: every way of giving its half hours away."""
    assert citizen.earliest is not None
    assert citizen.latest is not None
    assert citizen.hours_per_day_max is not None
    slots = []
    for start in range(citizen.earliest, citizen.latest, SLOT):
        free = [at for at, one in enumerate(candidates) if able[at] and _in_window(one, start)]
        slots.append([None, *free])
    held = {_counted(given, len(candidates)) for given in product(*slots)}
    return {hours for hours in held if sum(hours) * SLOT <= citizen.hours_per_day_max * 60}


def _in_window(candidate: Candidate, start: int) -> bool:
    task = candidate.place.task
    return (task.earliest or 0) <= start and start + SLOT <= (1440 if task.latest is None else task.latest)


def _counted(given: Iterable[int | None], tasks: int) -> Hours:
    every = list(given)
    return tuple(every.count(at) for at in range(tasks))


def _over_days(day: set[Hours], count: int) -> Mapping[Hours, int]:
    """Totals that so many days can hold → the fewest days that are used for them."""
    held = {tuple([0] * len(next(iter(day)))): 0}
    for _ in range(count):
        longer = dict(held)
        for hours, used in held.items():
            for more in day:
                if any(more):
                    total = tuple(a + b for a, b in zip(hours, more, strict=True))
                    longer[total] = min(longer.get(total, 99), used + 1)
        held = longer
    return held


def _allowed(citizen: Citizen, candidates: Sequence[Candidate], totals: Sequence[int], rules: Bundling) -> bool:
    if not any(totals) or sum(totals) / 2 > citizen.hours_per_week_max:
        return False
    if sum(slots > 0 for slots in totals) > rules.most_tasks:
        return False
    return all(
        not slots
        or slots / 2 == one.place.task.hours_per_week
        or (one.place.task.splittable and 1 <= slots / 2 <= one.place.task.hours_per_week)
        for one, slots in zip(candidates, totals, strict=True)
    )


def _value(
    citizen: Citizen,
    candidates: Sequence[Candidate],
    totals: Sequence[int],
    chosen: Sequence[tuple[Hours, int]],
    rules: Bundling,
) -> float:
    fit = sum(one.score * slots / 2 for one, slots in zip(candidates, totals, strict=True))
    thin = sum(max(rules.thin_day * used - sum(hours) / 2, 0.0) for hours, used in chosen)
    short = max(citizen.hours_per_week_min - sum(totals) / 2, 0.0)
    tasks, days = sum(slots > 0 for slots in totals), sum(used for _, used in chosen)
    costs = rules.task_cost * tasks + rules.day_cost * days
    return fit - costs - rules.thin_day_cost * thin - rules.below_least_cost * short


def weekdays(days: Iterable[str]) -> Iterator[str]:
    """Those days in the order of the week."""
    return (day for day in DAYS if day in set(days))
