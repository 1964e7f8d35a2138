"""Weeks: hours over days, days by the clock, sentences, and the checker, which must find what is wrong."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from recommender.bundling import best_jobs
from recommender.engine import Place
from recommender.jobwords import freed_sentence, hours, job_sentence
from recommender.pieces import quota_minutes
from recommender.smalljob import JobTask, SmallJob, WeekPart, freed
from recommender.vocabulary import DAYS, shipped_vocabulary
from recommender.week import clock, split_over_days, spread
from recommender.weekcheck import week_faults
from tests.support.builders import AS_OF, citizen, company, opening, task
from tests.support.jobs import judged

WORDS = shipped_vocabulary()

windows = st.tuples(st.integers(300, 900), st.integers(1, 400)).map(lambda own: (own[0], own[0] + own[1]))


@st.composite
def given_days(draw: st.DrawFn) -> tuple[dict[int, int], dict[int, tuple[int, int]], int, int]:
    """Totals of up to four tasks that come from days which can be held; their windows, the days, the longest day."""
    own = dict(enumerate(draw(st.lists(windows, min_size=1, max_size=4))))
    totals, longest = dict.fromkeys(own, 0), 0
    count = draw(st.integers(1, 4))
    for _ in range(count):
        now = day = 0
        for at in sorted(own, key=lambda one: own[one][1]):
            start, end = own[at]
            length = draw(st.integers(0, max(end - max(now, start), 0)))
            now = max(now, start) + length
            totals[at], day = totals[at] + length, day + length
        longest = max(longest, day)
    held = {at: minutes for at, minutes in totals.items() if minutes}
    assume(held)
    return held, {at: own[at] for at in held}, count, longest


@given(given_days())
def test_totals_fall_apart_into_days_that_can_be_held(
    case: tuple[dict[int, int], dict[int, tuple[int, int]], int, int],
) -> None:
    totals, own, count, longest = case
    days = split_over_days(totals, count, own)
    assert len(days) == count
    assert {at: sum(day.get(at, 0) for day in days) for at in totals} == totals
    for day in days:
        assert sum(day.values()) <= min(longest, -(-sum(totals.values()) // count))
        if day:
            held_by_the_clock(day, own)


def held_by_the_clock(day: dict[int, int], own: dict[int, tuple[int, int]]) -> None:
    drawn = clock(tuple(day.items()), tuple(own[at] for at in day))
    assert {at: sum(end - start for task, start, end in drawn if task == at) for at in day} == day
    assert all(own[at][0] <= start < end <= own[at][1] for at, start, end in drawn)
    assert all(one[2] <= other[1] for one, other in pairwise(drawn))


def test_days_are_even_to_the_step() -> None:
    week = {0: (540, 960)}
    assert split_over_days({0: 540}, 2, week, 30) == [{0: 270}, {0: 270}]
    assert split_over_days({0: 510}, 3, week, 30) == [{0: 180}, {0: 180}, {0: 150}]


def test_one_day_has_few_tasks() -> None:
    both = {0: (480, 960), 1: (480, 960)}
    assert split_over_days({0: 240, 1: 240}, 2, both, 30) == [{0: 240}, {1: 240}]


@pytest.mark.parametrize(
    ("window", "minutes", "start"),
    [
        ((0, 1440), 240, 480),
        ((600, 1440), 240, 600),
        ((0, 600), 240, 360),
        ((1000, 1300), 60, 1000),
        ((0, 300), 60, 240),
    ],
)
def test_a_day_begins_near_eight(window: tuple[int, int], minutes: int, start: int) -> None:
    assert clock(((0, minutes),), (window,)) == ((0, start, start + minutes),)


def test_a_day_has_no_waiting_that_it_need_not_have() -> None:
    """Two hours at any time and two between two and four: from noon, not from eight."""
    assert clock(((0, 120), (1, 120)), ((480, 960), (840, 960))) == ((0, 720, 840), (1, 840, 960))
    waiting = clock(((0, 60), (1, 60)), ((480, 540), (840, 900)))
    assert waiting == ((0, 480, 540), (1, 840, 900))


@pytest.mark.parametrize(
    ("count", "days"), [(1, "mon"), (2, "mon thu"), (3, "mon wed fri"), (5, "mon tue wed thu fri")]
)
def test_days_are_spread(count: int, days: str) -> None:
    assert spread(DAYS[:5], count) == tuple(days.split())


def a_task(**over: Any) -> JobTask:
    own: dict[str, Any] = {
        "task_id": "t1",
        "opening_id": "o1",
        "company_id": "c1",
        "title": "Pakke ordrer",
        "hours": 3.0,
        "of_hours": 6.0,
        "done_by": "tømrer",
        "score": 0.5,
        "verdict": "fits",
    }
    return JobTask(**(own | over))


def test_the_job_in_a_sentence() -> None:
    tasks = [a_task(), a_task(task_id="t2"), a_task(task_id="t3")]
    week = [
        WeekPart("mon", "t1", 540, 630),
        WeekPart("mon", "t2", 630, 720),
        WeekPart("wed", "t2", 540, 720),
        WeekPart("fri", "t1", 480, 570),
        WeekPart("fri", "t3", 780, 870),
    ]
    told = job_sentence(tasks, week, {})
    assert told == "Tre opgaver, 9 timer om ugen: mandag og onsdag kl. 9–12, fredag kl. 8–9.30 og 13–14.30"
    assert job_sentence(tasks[:1], week[:1], {}) == "Én opgave, 1,5 timer om ugen: mandag kl. 9–10.30"
    six = [a_task(task_id=f"t{at}") for at in range(6)]
    assert job_sentence(six, week, {}).startswith("6 opgaver, 9 timer")


def test_two_companies_in_a_sentence() -> None:
    tasks = [a_task(), a_task(task_id="t2", company_id="c2")]
    week = [WeekPart("mon", "t1", 540, 720), WeekPart("wed", "t2", 540, 600)]
    told = job_sentence(tasks, week, {"c1": "Lageret", "c2": "Køkkenet"})
    assert told == "To opgaver, 4 timer om ugen: hos Lageret mandag kl. 9–12; hos Køkkenet onsdag kl. 9–10"


@pytest.mark.parametrize(
    ("minutes", "told"),
    [(60, "1 time"), (30, "0,5 timer"), (222, "3,7 timer"), (75, "1 time og 15 minutter"), (20, "20 minutter")],
)
def test_hours_are_told_exactly(minutes: int, told: str) -> None:
    assert hours(minutes) == told


def test_whose_hours_are_set_free() -> None:
    tasks = (
        a_task(done_by="køkkenleder"),
        a_task(hours=4.0),
        a_task(hours=2.0),
        a_task(done_by=None),
        a_task(done_by="ingen", hours=1.0),
    )
    assert freed(tasks) == (("tømrer", 6.0), ("køkkenleder", 3.0))
    told = "Frigør 6 timer om ugen (tømrer) og 3 timer (køkkenleder). 1 time om ugen er arbejde, som ingen når i dag"
    assert freed_sentence(tasks, freed(tasks)) == told
    assert freed_sentence(tasks[3:4], ()) == ""
    assert freed_sentence(tasks[4:], ()) == "1 time om ugen er arbejde, som ingen når i dag"


def test_what_the_quota_leaves() -> None:
    assert quota_minutes(company(supported_fte=3.0), AS_OF, WORDS) == 37 * 60
    assert quota_minutes(company(supported_fte=9.0), AS_OF, WORDS) == 0
    assert quota_minutes(company(employees_fte=None), AS_OF, WORDS) is None


WHO = citizen(days=("mon", "tue", "wed"), earliest=540, latest=780, hours_per_day_max=3.0, hours_per_week_max=6.0)
TASKS = (
    task(id="a", hours_per_week=3.0, days=("mon", "tue")),
    task(id="b", hours_per_week=4.0, splittable=True, days=("wed",)),
)
OFFICE = Place(task(id="x", hours_per_week=1.0), opening(id="o2", company_id="c2"), company(id="c2"))
WHERE = {one.id: Place(one, opening(*TASKS), company()) for one in TASKS} | {"x": OFFICE}


@pytest.fixture
def job() -> SmallJob:
    """Three hours Monday, three Wednesday."""
    candidates = judged(WHO, [WHERE["a"], WHERE["b"]], [0.9, 0.8])
    (best, *_) = best_jobs(WHO, [candidates], AS_OF, WORDS).jobs
    assert week_faults(best, WHO, WHERE, AS_OF, WORDS) == ()
    assert [(part.day, part.task_id, part.start, part.end) for part in best.week] == [
        ("mon", "a", 540, 720),
        ("wed", "b", 540, 720),
    ]
    return best


def faults(job: SmallJob, who: Any = WHO, **place: Any) -> str:
    where = {name: replace(one, **place) if one is not OFFICE else one for name, one in WHERE.items()}
    return "; ".join(week_faults(job, who, where, AS_OF, WORDS))


def moved(job: SmallJob, at: int, **over: Any) -> SmallJob:
    week = list(job.week)
    week[at] = replace(week[at], **over)
    return replace(job, week=tuple(week))


@pytest.mark.parametrize(
    ("at", "over", "told"),
    [
        (1, {"day": "thu"}, "thu: the citizen cannot"),
        (0, {"day": "wed"}, "wed: not a day of a"),
        (1, {"day": "mon"}, "mon: two stretches at once"),
        (1, {"day": "mon", "start": 720, "end": 900}, "mon: 6.0 hours, the citizen can 3.0"),
        (0, {"start": 600, "end": 840}, "outside 540–780"),
        (0, {"start": 480}, "outside 540–780"),
        (0, {"end": 540}, "a stretch of a that does not last"),
        (0, {"end": 660}, "the week has 5.0 hours, the job 6.0"),
        (0, {"end": 660}, "a: 2.0 hours, it can be had from 3.0 to 3.0"),
        (1, {"end": 570}, "b: 0.5 hours, it can be had from 1.0 to 4.0"),
        (1, {"task_id": "a"}, "the week and the job have different tasks"),
        (1, {"task_id": "x", "day": "mon"}, "mon: two companies"),
    ],
)
def test_the_checker_finds_what_is_wrong_with_a_week(job: SmallJob, at: int, over: dict[str, Any], told: str) -> None:
    assert told in faults(moved(job, at, **over))


def test_the_checker_finds_too_many_hours_and_contracts_that_cannot_be(job: SmallJob) -> None:
    assert "6.0 hours a week, the citizen can 5.0" in faults(job, replace(WHO, hours_per_week_max=5.0))
    full = company(supported_fte=4.0)
    assert "c1: told ('ordinary_hours', 'internship'), allowed ['ordinary_hours']" in faults(job, company=full)
    unpaid = replace(job, contract_types=())
    assert "c1: told None" in faults(unpaid)
    assert "outside 600–None" in faults(job, opening=opening(), task=task(id="a", earliest=600))


def test_what_is_flexible_is_no_fault(job: SmallJob) -> None:
    bent = moved(job, 0, day="tue", start=560, end=740)
    assert faults(bent) == ""
    elsewhere = company(adaptations=("flexible_days", "flexible_start"))
    assert faults(moved(job, 0, day="wed", start=720, end=780), company=elsewhere).count("not a day") == 0
