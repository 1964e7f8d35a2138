"""Small jobs: the best of all against trying everything, weeks that can be held, and each rule of the contract."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recommender.bundling import best_jobs, every_job, jobs_for_citizen, neighbours
from recommender.eligibility import FITS
from recommender.engine import Place, Recommender
from recommender.errors import UnknownId
from recommender.pieces import Candidate
from recommender.smalljob import Bundling, Proposals, SmallJob
from recommender.types import Citizen, Location, Task
from recommender.vocabulary import DAYS, shipped_vocabulary
from recommender.weekcheck import week_faults
from tests.support.builders import AS_OF, citizen, company, dataset, opening, task
from tests.support.jobs import best_by_trying, judged, weekdays
from tests.support.pairs import LetterEncoder, plain_ranker
from tests.support.shipped import demo

WORDS = shipped_vocabulary()
MORNING = {"earliest": 540, "latest": 720}


def places(*tasks: Task, at: dict[str, Any] | None = None, terms: dict[str, Any] | None = None) -> list[Place]:
    """Tasks of one opening."""
    own = opening(*tasks, **(terms or {}))
    return [Place(one, own, company(**(at or {}))) for one in tasks]


def jobs(
    who: Citizen, where: Sequence[Place], scores: Sequence[float] | None = None, **rules: Any
) -> tuple[SmallJob, ...]:
    """Proposals over those places, each week checked."""
    candidates = judged(who, where, scores or [0.5] * len(where))
    found = best_jobs(who, [candidates], AS_OF, WORDS, Bundling(**rules))
    hold(found, who, where)
    return found.jobs


def hold(found: Proposals, who: Citizen, where: Sequence[Place]) -> None:
    by_id = {place.task.id: place for place in where}
    for job in found.jobs:
        assert week_faults(job, who, by_id, AS_OF, WORDS) == ()


half_hours = st.integers(1, 6).map(lambda slots: slots / 2)
a_window = st.tuples(st.integers(0, 6), st.integers(0, 6)).map(
    lambda ends: (540 + 30 * min(ends), 540 + 30 * max(ends) + (30 if ends[0] == ends[1] else 0))
)


@st.composite
def small_cases(draw: st.DrawFn) -> tuple[Citizen, list[Candidate]]:
    """Up to three tasks on up to three days of up to two and a half hours, on half hours."""
    days = tuple(weekdays(draw(st.sets(st.sampled_from(("mon", "tue", "wed")), min_size=1))))
    who = citizen(
        days=days,
        **MORNING,
        hours_per_day_max=draw(st.integers(1, 5)) / 2,
        hours_per_week_max=draw(st.integers(1, 12)) / 2,
        hours_per_week_min=draw(st.integers(0, 6)) / 2,
    )
    own = []
    for at in range(draw(st.integers(1, 3))):
        earliest, latest = draw(st.none() | a_window) or (None, None)
        own.append(
            task(
                id=f"t{at}",
                hours_per_week=draw(half_hours),
                splittable=draw(st.booleans()),
                days=draw(st.none() | st.sampled_from([("mon",), ("tue", "wed"), ("mon", "wed")])),
                earliest=earliest,
                latest=latest,
            )
        )
    scores = [draw(st.integers(1, 99)) / 100 for _ in own]
    sure = [one for one in judged(who, places(*own), scores) if one.verdict == FITS]
    return who, sure


@settings(max_examples=60, deadline=None)
@given(small_cases(), st.integers(1, 3))
def test_as_good_as_trying_everything(case: tuple[Citizen, list[Candidate]], most_tasks: int) -> None:
    """The same sets' values in the same order, to the last; so each next proposal is the best of the rest."""
    who, candidates = case
    rules = Bundling(most_tasks=most_tasks, seconds=60.0)
    found = best_jobs(who, [candidates], AS_OF, WORDS, rules).jobs
    best = best_by_trying(who, candidates, rules)
    wanted = sorted(best.values(), reverse=True)
    wanted = wanted[:1] + [value for value in wanted[1 : rules.proposals] if value > 1e-6]
    assert [job.value for job in found] == pytest.approx(wanted, abs=1e-6)
    for job in found:
        assert job.value == pytest.approx(best[frozenset(job.task_ids)], abs=1e-6)
        assert (job.status, job.gap) == ("optimal", 0.0)
    hold(Proposals(who.id, found, rules.seconds), who, [one.place for one in candidates])


def test_trying_everything_finds_more_than_one_task() -> None:
    """The comparison above is of jobs worth comparing."""
    who = citizen(days=("mon", "tue"), **MORNING, hours_per_day_max=2.0, hours_per_week_max=4.0)
    own = places(task(id="a", hours_per_week=2.0), task(id="b", hours_per_week=3.0, splittable=True))
    best = best_by_trying(who, judged(who, own, [0.5, 0.5]), Bundling())
    assert best[frozenset(("a", "b"))] == pytest.approx(2.0 - 0.2 - 0.04)
    assert max(best, key=lambda chosen: best[chosen]) == {"a", "b"}


clocks = st.none() | st.integers(360, 1140)
some_days = st.none() | st.sets(st.sampled_from(DAYS), min_size=1).map(lambda days: tuple(weekdays(days)))


@st.composite
def any_cases(draw: st.DrawFn) -> tuple[Citizen, list[Place], list[float]]:
    """Awkward minutes, all that is flexible on offer or not, quotas, two companies."""
    ends = sorted(draw(st.tuples(st.integers(300, 800), st.integers(801, 1300))))
    who = citizen(
        days=draw(some_days),
        earliest=draw(st.none() | st.just(ends[0])),
        latest=draw(st.none() | st.just(ends[1])),
        hours_per_day_max=draw(st.none() | st.sampled_from([1.0, 2.75, 4.0, 5.2, 7.4])),
        hours_per_week_max=draw(st.sampled_from([2.0, 5.5, 9.0, 15.0, 37.0])),
        hours_per_week_min=2.0,
        contract_types=draw(st.sampled_from([("internship",), ("ordinary_hours", "internship")])),
    )
    found: list[Place] = []
    for where in range(draw(st.integers(1, 2))):
        size = {"employees_fte": draw(st.none() | st.just(20.0)), "supported_fte": draw(st.sampled_from([0.0, 3.8]))}
        tasks = [_any_task(draw, f"t{where}{at}") for at in range(draw(st.integers(1, 4)))]
        terms = {"id": f"o{where}", "company_id": f"c{where}"}
        found += places(*tasks, at={"id": f"c{where}", **size}, terms=terms)
    return who, found, [draw(st.integers(1, 99)) / 100 for _ in found]


def _any_task(draw: st.DrawFn, own: str) -> Task:
    earliest = draw(st.none() | st.integers(360, 900))
    return task(
        id=own,
        hours_per_week=draw(st.sampled_from([0.5, 1.0, 2.0, 3.7, 6.0, 10.0, 15.0])),
        splittable=draw(st.booleans()),
        days=draw(some_days),
        earliest=earliest,
        latest=draw(st.none() | st.integers((earliest or 400) + 20, 1200)),
        adaptations=tuple(
            draw(st.sets(st.sampled_from(("flexible_start", "flexible_days", "gradual_hours")), max_size=2))
        ),
    )


@settings(max_examples=80, deadline=None)
@given(any_cases(), st.booleans())
def test_every_week_can_be_held(case: tuple[Citizen, list[Place], list[float]], near_misses: bool) -> None:
    who, where, scores = case
    candidates = judged(who, where, scores)
    rules = Bundling(near_misses=near_misses)
    found = best_jobs(who, [candidates] if candidates else [], AS_OF, WORDS, rules)
    hold(found, who, where)
    assert len({job.task_ids for job in found.jobs}) == len(found.jobs) <= 5
    assert all(later.value <= earlier.value + 1e-6 for earlier, later in pairwise(found.jobs))


@settings(max_examples=60, deadline=None)
@given(any_cases())
def test_what_fits_alone_is_a_job(case: tuple[Citizen, list[Place], list[float]]) -> None:
    """The program is no narrower than the rules, where the citizen has said how long a day may be."""
    who, where, scores = case
    who = replace(who, hours_per_day_max=who.hours_per_day_max or 24.0)
    for candidate in judged(who, where, scores):
        if candidate.verdict == FITS:
            assert len(best_jobs(who, [[candidate]], AS_OF, WORDS).jobs) == 1


def test_an_hour_is_used_once() -> None:
    """Both tasks fit alone between nine and eleven; together there is room for one of them a day."""
    who = citizen(days=("mon",), hours_per_day_max=4.0)
    two = places(*[task(id=name, hours_per_week=2.0, earliest=540, latest=660) for name in ("a", "b")])
    assert [job.task_ids for job in jobs(who, two, [0.6, 0.5])] == [("a",), ("b",)]


def test_windows_decide_the_order_of_the_day() -> None:
    who = citizen(days=("mon",), hours_per_day_max=4.0, earliest=480)
    late = task(id="late", hours_per_week=2.0)
    early = task(id="early", hours_per_week=2.0, earliest=480, latest=600)
    (both, *_) = jobs(who, places(late, early))
    assert [(part.task_id, part.start, part.end) for part in both.week] == [("early", 480, 600), ("late", 600, 720)]


def test_a_task_waits_for_the_one_that_must_begin_in_the_middle() -> None:
    who = citizen(days=("mon",), hours_per_day_max=4.0, earliest=480, latest=720)
    long, fixed = task(id="long", hours_per_week=3.0), task(id="fixed", hours_per_week=1.0, earliest=540, latest=600)
    (both, *_) = jobs(who, places(long, fixed))
    assert [(part.task_id, part.hours) for part in both.week] == [("long", 1.0), ("fixed", 1.0), ("long", 2.0)]


def test_whole_tasks_are_taken_whole_and_splittable_ones_fill_the_rest() -> None:
    who = citizen(hours_per_week_max=8.0)
    whole, split = task(id="a", hours_per_week=6.0), task(id="b", hours_per_week=6.0, splittable=True)
    (best, *_) = jobs(who, places(whole, split), [0.5, 0.9])
    assert [(one.task_id, one.hours, one.of_hours) for one in best.tasks] == [("b", 6.0, 6.0)]
    (best, *_) = jobs(who, places(whole, split), [0.9, 0.5])
    assert [(one.task_id, one.hours) for one in best.tasks] == [("a", 6.0), ("b", 2.0)]
    assert best.hours == 8.0


def test_never_beyond_what_the_citizen_wants_and_never_under_an_hour() -> None:
    """Half an hour is left beside the whole task: too little for the other; an hour and a half is not."""
    where = places(task(id="a"), task(id="b", splittable=True))
    (best, *_) = jobs(citizen(hours_per_week_max=6.5), where, [0.9, 0.8])
    assert [(one.task_id, one.hours) for one in best.tasks] == [("a", 6.0)]
    (best, *_) = jobs(citizen(hours_per_week_max=7.5), where, [0.9, 0.8])
    assert [(one.task_id, one.hours) for one in best.tasks] == [("a", 6.0), ("b", 1.5)]


def test_gradual_hours_may_begin_at_half() -> None:
    who = citizen(hours_per_week_max=4.0)
    (best, *_) = jobs(who, places(task(hours_per_week=8.0, adaptations=("gradual_hours",))))
    assert best.hours == 4.0
    assert best.tasks[0].verdict == "adapt"


def test_a_day_that_nobody_has_set_is_an_ordinary_one() -> None:
    who = citizen(hours_per_day_max=None, hours_per_week_max=20.0)
    (best, *_) = jobs(who, places(task(hours_per_week=15.0)))
    assert [(part.day, part.start, part.hours) for part in best.week] == [("mon", 480, 7.5), ("thu", 480, 7.5)]
    assert jobs(who, places(task(hours_per_week=15.0, days=("fri",)))) == ()


def test_near_misses_only_when_asked_one_at_most_and_marked() -> None:
    who = citizen(capacities={"lifting": 1})
    heavy = [task(id=name, hours_per_week=3.0, demands={"lifting": 2}) for name in ("b", "c")]
    where = places(task(id="a", hours_per_week=3.0), *heavy)
    assert [job.task_ids for job in jobs(who, where)] == [("a",)]
    told = jobs(who, where, near_misses=True)
    assert {job.task_ids for job in told} == {("a",), ("b",), ("c",), ("a", "b"), ("a", "c")}
    assert {one.task_id: one.verdict for one in told[0].tasks} == {"a": "fits", told[0].task_ids[1]: "near_miss"}


def test_blocked_tasks_are_in_no_job() -> None:
    who = citizen(capacities={"lifting": 0})
    assert jobs(who, places(task(id="a"), task(id="b", demands={"lifting": 3})), near_misses=True)[0].task_ids == ("a",)


def test_the_quota_is_counted_for_the_hours_together() -> None:
    """20 employees give 4 places; 3.8 are taken, so 7.4 hours are left: one task of 4 hours, not two."""
    who = citizen(contract_types=("internship",), hours_per_week_max=8.0)
    two = [task(id=name, hours_per_week=4.0) for name in ("a", "b")]
    tight, roomy = {"supported_fte": 3.8}, {"supported_fte": 3.7}
    assert {job.task_ids for job in jobs(who, places(*two, at=tight))} == {("a",), ("b",)}
    assert jobs(who, places(*two, at=roomy))[0].task_ids == ("a", "b")
    assert jobs(who, places(*two, at={"supported_fte": None}))[0].task_ids == ("a", "b")


def test_paid_hours_are_outside_the_quota_and_it_is_told_what_is_left() -> None:
    who = citizen(hours_per_week_max=8.0)
    both, *_ = jobs(who, places(*[task(id=n, hours_per_week=4.0) for n in ("a", "b")], at={"supported_fte": 3.8}))
    assert both.contract_types == (("c1", ("ordinary_hours",)),)
    alone, *_ = jobs(who, places(task(hours_per_week=4.0), at={"supported_fte": 3.8}))
    assert alone.contract_types == (("c1", ("ordinary_hours", "internship")),)


@pytest.mark.parametrize(
    ("least", "told"),
    [
        (0.0, ""),
        (6.0, ""),
        (6.5, "Borgeren vil helst have mindst 6,5 timer om ugen; her er 6 timer"),
        (12.0, "Borgeren vil helst have mindst 12 timer om ugen; her er 6 timer"),
    ],
)
def test_hours_below_the_citizens_least_are_said(least: float, told: str) -> None:
    who = citizen(hours_per_week_min=least)
    (job,) = best_jobs(who, [judged(who, places(task()), [0.5])], AS_OF, WORDS).jobs
    assert (job.hours, job.short_text) == (6.0, told)


def test_few_tasks_before_many() -> None:
    who = citizen(hours_per_week_max=6.0)
    same = [task(id=name, hours_per_week=6.0, splittable=True) for name in ("a", "b", "c")]
    told = jobs(who, places(*same))
    assert [len(job.task_ids) for job in told] == [1, 1, 1, 2, 2]
    assert {len(job.task_ids) for job in jobs(who, places(*same), task_cost=-0.1, most_tasks=2)[:3]} == {2}


def test_a_low_score_is_not_worth_another_task_but_the_best_is_always_told() -> None:
    who = citizen(hours_per_week_min=0.0)
    two = places(task(id="a", hours_per_week=1.0), task(id="b", hours_per_week=1.0))
    assert [job.task_ids for job in jobs(who, two, [0.02, 0.01])] == [("a",)]


def test_time_that_runs_out_is_told() -> None:
    who = citizen()
    candidates = judged(who, places(task(id="a"), task(id="b")), [0.5, 0.4])
    found = best_jobs(who, [candidates], AS_OF, WORDS, Bundling(seconds=0.0))
    assert found == Proposals("b1", (), 0.0, (("o1",),))


def test_a_set_found_before_time_ran_out_is_told_with_its_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    from scipy import optimize

    real = optimize.milp

    def stopped(*given: Any, **named: Any) -> Any:
        return optimize.OptimizeResult(real(*given, **named) | {"status": 1, "mip_gap": 0.25})

    monkeypatch.setattr(optimize, "milp", stopped)
    (job,) = jobs(citizen(), places(task()))
    assert (job.status, job.gap) == ("time_limit", 0.25)


def test_a_fault_of_the_solver_is_not_taken_for_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    from scipy import optimize

    broken = optimize.OptimizeResult(status=4, x=None, message="numerical trouble")
    monkeypatch.setattr(optimize, "milp", lambda *_given, **_named: broken)
    with pytest.raises(RuntimeError, match="numerical trouble"):
        jobs(citizen(), places(task()))


def neighbourhood(**second: Any) -> Recommender:
    """Two companies a kilometre apart, with one task each, and one citizen."""
    there = company(id="c2", name="Fjordens Køkken", **({"location": Location(55.049, 9.41)} | second))
    openings = (
        opening(task(id="a", hours_per_week=4.0)),
        opening(task(id="b", hours_per_week=4.0), id="o2", company_id="c2"),
    )
    data = dataset(companies=(company(), there), openings=openings)
    return Recommender.of(data, LetterEncoder(), plain_ranker())


def test_two_neighbours_on_different_days() -> None:
    own = neighbourhood()
    job, *alone = jobs_for_citizen(own, "b1", AS_OF, near_km=3.0).jobs
    assert job.task_ids == ("a", "b")
    assert {one.task_ids for one in alone} == {("a",), ("b",)}
    days = {one: {part.day for part in job.week if part.task_id == one} for one in ("a", "b")}
    assert not days["a"] & days["b"]
    assert [who for who, _ in job.contract_types] == ["c1", "c2"]
    assert "hos Fjordens Lager mandag kl. 8–12; hos Fjordens Køkken tirsdag kl. 8–12" in job.text


def test_neighbours_are_near_known_and_two() -> None:
    assert neighbours(neighbourhood().dataset, 3.0) == (("o1", "o2"),)
    assert neighbours(neighbourhood().dataset, 0.5) == ()
    assert neighbours(neighbourhood(location=None).dataset, 100.0) == ()
    same = dataset(openings=(opening(), opening(task(id="t2"), id="o2")))
    assert neighbours(same, 100.0) == ()
    closed = replace(same, openings=(opening(), opening(task(id="t2"), id="o2", status="closed")))
    assert neighbours(closed, 100.0) == ()


def test_no_job_across_where_one_is_out_of_reach() -> None:
    who = replace(neighbourhood().dataset.citizens[0], max_distance_km=1.5)
    far = replace(neighbourhood(location=Location(55.3, 9.41)).dataset, citizens=(who,))
    own = Recommender.of(far, LetterEncoder(), plain_ranker())
    assert [job.task_ids for job in jobs_for_citizen(own, "b1", AS_OF, near_km=100.0).jobs] == [("a",)]


def test_the_best_of_all_openings_first() -> None:
    own = neighbourhood()
    told = jobs_for_citizen(own, "b1", AS_OF).jobs
    assert {job.task_ids for job in told} == {("a",), ("b",)}
    with pytest.raises(UnknownId):
        jobs_for_citizen(own, "b9", AS_OF)


def test_jobs_of_the_demo_can_be_held() -> None:
    where = {place.task.id: place for place in demo().open_places()}
    told = across = 0
    for who in demo().dataset.citizens[::20]:
        every = jobs_for_citizen(demo(), who.id, AS_OF, near_km=15.0).jobs
        told += len(every)
        across += sum(len(job.contract_types) == 2 for job in every)
        for job in every:
            assert week_faults(job, who, where, AS_OF, WORDS) == ()
            assert job.text
    assert told > 10
    assert across > 5


def test_everybody_in_every_opening() -> None:
    """The batch tells of each pair what is told when it is asked alone."""
    few = replace(demo().dataset, citizens=demo().dataset.citizens[:10])
    own = Recommender.of(few, demo().encoder, demo().ranker)
    batch: dict[str, list[SmallJob]] = {}
    for _, found in every_job(own, AS_OF, Bundling(proposals=2)):
        batch.setdefault(found.citizen_id, []).extend(found.jobs)
    for who in few.citizens:
        one = jobs_for_citizen(own, who.id, AS_OF, rules=Bundling(proposals=2)).jobs
        best = sorted(batch.get(who.id, []), key=lambda job: -job.value)[:2]
        assert [job.value for job in one] == pytest.approx([job.value for job in best])
