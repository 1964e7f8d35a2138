"""People and tasks as arrays."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from recommender.columns import bits, citizen_columns, codes_of, task_columns
from recommender.types import HeldCourse, Location
from recommender.vocabulary import DAYS, shipped_vocabulary
from tests.support.builders import citizen, company, course, credential, opening, task

VOCABULARY = shipped_vocabulary()
COURSES = (course(), credential())


def test_a_silent_citizen_has_defaults_that_hinder_nothing() -> None:
    who = citizen(hours_per_day_max=None, location=None, max_distance_km=None)
    columns = citizen_columns([who], COURSES, VOCABULARY)
    assert columns.capacities.tolist() == [[-1] * 16]
    assert columns.days[0] == 0b0011111
    assert (columns.earliest[0], columns.latest[0], columns.hours_day[0]) == (0, 1440, 24.0)
    assert np.isnan(columns.place).all()
    assert np.isnan(columns.max_km).all()
    assert columns.available_from[0] == 0
    assert not columns.days_known[0]
    assert not columns.window_known[0]


def test_everything_said_is_where_it_should_be() -> None:
    who = citizen(
        capacities={"lifting": 2, "digital": 0},
        days=("mon", "sun"),
        earliest=0,
        latest=600,
        location=Location(90.0, 180.0),
        needs=("sit_stand", "transport_help"),
        available_from=date(2027, 1, 1),
        courses=(HeldCourse("truckcertifikat", None), HeldCourse("ukendt", None)),
    )
    columns = citizen_columns([who], COURSES, VOCABULARY)
    assert (columns.capacities[0, 0], columns.capacities[0, 15]) == (2, 0)
    assert columns.days[0] == 0b1000001
    assert columns.window_known[0]
    assert columns.place[0] == pytest.approx([np.pi / 2, np.pi])
    assert columns.needs[0] == 1 | 1 << 19
    assert columns.available_from[0] == date(2027, 1, 1).toordinal()
    assert columns.courses.tolist() == [[False, True]]


def test_take_keeps_rows_together() -> None:
    people = [citizen(id=f"b{at}", hours_per_week_max=float(at + 1), capacities={"lifting": at}) for at in range(3)]
    taken = citizen_columns(people, COURSES, VOCABULARY).take(np.array([2, 0]))
    assert taken.ids.tolist() == ["b2", "b0"]
    assert taken.hours_week.tolist() == [3.0, 1.0]
    assert taken.capacities[:, 0].tolist() == [2, 0]
    assert len(taken) == 2


def test_no_citizens() -> None:
    columns = citizen_columns([], COURSES, VOCABULARY)
    assert len(columns) == 0
    assert columns.capacities.shape == (0, 16)
    assert columns.place.shape == (0, 2)


def test_offers_of_company_and_task_are_joined_and_courses_split_by_kind() -> None:
    asked = task(requires=("hygiejne", "truckcertifikat"), adaptations=("buddy",), days=("sat",), latest=600)
    columns = task_columns(asked, opening(asked), company(adaptations=("own_pace",)), COURSES, VOCABULARY)
    assert codes_of(columns.on_offer, VOCABULARY.adaptation_codes) == ("own_pace", "buddy")
    assert columns.required_courses.tolist() == [0]
    assert columns.required_credentials.tolist() == [1]
    assert (columns.days, columns.lists_days, columns.has_window) == (1 << 5, True, True)


def test_bits_and_codes_are_each_others_inverse() -> None:
    assert codes_of(bits(("sun", "tue"), DAYS), DAYS) == ("tue", "sun")
