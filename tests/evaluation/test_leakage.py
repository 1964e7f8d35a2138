from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from evaluation.leakage import LeakFound, require_no_leak
from evaluation.views import View
from recommender.types import Dataset, Judgement, Match
from tests.support.builders import citizen, dataset, held, opening, task

DAY = date(2026, 3, 1)
PAST = Match("m1", "t2", "b00002", date(2025, 6, 1), "met")
TESTED = Match("m2", "t1", "b00001", date(2026, 3, 9), "hired")


def shown(**over: object) -> Dataset:
    own: dict[str, object] = {
        "openings": (opening(task(), task(id="t2"), created_on=date(2025, 5, 1)),),
        "citizens": (citizen(id="b00001", courses=(held(completed_on=date(2026, 2, 1)),)), citizen(id="b00002")),
        "matches": (PAST,),
    }
    return dataset(**(own | over))


def leaks(train: tuple[Match, ...] = (PAST,), test: tuple[Match, ...] = (TESTED,), **over: object) -> str:
    with pytest.raises(LeakFound) as fault:
        require_no_leak(train, test, (View(DAY, shown(**over), ("t1",)),))
    assert len(fault.value.da) > 20
    return fault.value.en


def test_past_and_test_that_are_apart_pass() -> None:
    require_no_leak((PAST,), (TESTED,), (View(DAY, shown(), ("t1",)),))


def test_the_same_pair_in_both_parts() -> None:
    assert "m9 of the past and match m2 of the test are the same" in leaks(
        train=(replace(TESTED, id="m9", matched_on=date(2025, 1, 1)),)
    )


def test_a_past_that_lies_in_the_test() -> None:
    assert "after the test began" in leaks(train=(replace(PAST, matched_on=date(2026, 4, 1)),))


def test_a_course_completed_after_the_match() -> None:
    late = (citizen(id="b00001", courses=(held(completed_on=date(2026, 3, 10)),)), citizen(id="b00002"))
    assert "shows the course hygiejne, completed later, on 2026-03-10" in leaks(citizens=late)


def test_a_course_of_the_day_of_the_match_is_no_leak() -> None:
    same = (citizen(id="b00001", courses=(held(completed_on=date(2026, 3, 9)),)), citizen(id="b00002"))
    require_no_leak((PAST,), (TESTED,), (View(DAY, shown(citizens=same), ("t1",)),))


def test_a_match_older_than_its_opening() -> None:
    late = (opening(task(), task(id="t2"), created_on=date(2026, 3, 10)),)
    assert "older than its opening" in leaks(openings=late)


def test_an_opening_of_the_future() -> None:
    later = opening(task(id="t7"), id="o7", created_on=date(2026, 5, 1))
    assert "opening o7 is shown on 2026-03-01" in leaks(openings=(*shown().openings, later))


def test_a_match_of_the_test_or_a_judgement_that_is_shown() -> None:
    assert "match m2 of the test is shown" in leaks(matches=(PAST, TESTED))
    assert "judgements are shown" in leaks(judgements=(Judgement("t1", "b00001", 3),))


@pytest.mark.parametrize(
    "experience",
    [
        "Pakker ordrer hos Fjordens Lager tre dage om ugen.",
        "Har været i praktik og fik jobbet.",
        "Er nu ansat to dage om ugen.",
        "Startede i småjob hos et lager.",
    ],
)
def test_a_profile_that_tells_how_it_went(experience: str) -> None:
    people = (citizen(id="b00001", experience=experience), citizen(id="b00002"))
    assert "a text tells how it went" in leaks(citizens=people)


@pytest.mark.parametrize("notes", ["B00001 er rigtig glad for at være der.", "Opgaven er nu besat."])
def test_notes_that_tell_how_it_went(notes: str) -> None:
    told = (opening(task(), task(id="t2"), created_on=date(2025, 5, 1), notes=notes),)
    assert "a text tells how it went" in leaks(openings=told)


@pytest.mark.parametrize(
    "experience", ["Blev ansat på et lager i 1998.", "Har fjordens lagerhaller som udsigt.", "Var i småjob som ung."]
)
def test_ordinary_profiles_are_no_leak(experience: str) -> None:
    people = (citizen(id="b00001", experience=experience), citizen(id="b00002"))
    require_no_leak((PAST,), (TESTED,), (View(DAY, shown(citizens=people), ("t1",)),))


def test_many_leaks_are_counted() -> None:
    tests = tuple(replace(TESTED, id=f"m{at}", matched_on=date(2026, 1, 1)) for at in range(10, 18))
    assert leaks(test=tests).endswith("and 3 more")
