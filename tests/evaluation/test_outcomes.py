from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from evaluation.outcomes import grade, known_matches, known_on
from recommender.types import Match

DAY = date(2026, 11, 21)


def match(stage: str, days: int, weeks: int | None = None, why: str | None = None) -> Match:
    return Match("m1", "t1", "b1", DAY - timedelta(days=days), stage, None, weeks, why)


@pytest.mark.parametrize(
    ("stage", "days", "weeks", "expected"),
    [
        ("proposed", 84, None, 0),
        ("met", 84, None, 1),
        ("placed", 84, None, 2),
        ("hired", 84, 10, 3),
        ("hired", 84 + 182, 25, 3),
        ("hired", 84 + 182, 26, 4),
        ("hired", 84 + 181, 26, 3),
        ("hired", 400, None, 3),
    ],
)
def test_a_match_is_graded_by_how_far_it_came_once_its_time_has_passed(
    stage: str, days: int, weeks: int | None, expected: int
) -> None:
    assert grade(match(stage, days, weeks), DAY) == expected


@pytest.mark.parametrize("stage", ["proposed", "met", "placed", "hired"])
def test_what_is_too_young_is_no_failure_and_no_success_either(stage: str) -> None:
    assert grade(match(stage, 83, 8, "det gik ikke"), DAY) is None


def test_what_is_known_of_the_past_is_what_was_known_then() -> None:
    old = match("hired", 200, 28, "sæsonen sluttede")
    assert known_on(old, DAY) == old
    then = known_on(old, DAY - timedelta(days=60))
    assert then == replace(old, retained_weeks=20, ended_because=None)
    assert known_on(old, DAY - timedelta(days=117)) is None


def test_what_can_be_learnt_from_on_a_day_is_neither_later_nor_too_young() -> None:
    old, young, last = match("met", 200), match("placed", 60), match("proposed", 0)
    assert known_matches((young, old, last), DAY) == (old,)
    assert known_matches((old, last), DAY - timedelta(days=150)) == ()
    assert known_matches((), DAY) == ()


def test_a_file_that_ends_early_does_not_age_its_matches() -> None:
    assert known_matches((match("met", 200), match("met", 190)), DAY) == ()
