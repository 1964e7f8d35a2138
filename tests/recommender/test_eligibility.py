"""The nine rules, each by hand; the quota's figures; and what must hold for every pair."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recommender.dataset import read_dataset
from recommender.eligibility import VERDICTS
from recommender.engine import Recommender
from recommender.judging import every_verdict
from recommender.types import Citizen, HeldCourse, Location, Task
from recommender.vocabulary import DAYS, shipped_vocabulary
from tests.support.builders import AS_OF, citizen, company, task
from tests.support.pairs import LetterEncoder, plain_ranker, verdict
from tests.support.shipped import DEMO, TRAINING

VOCABULARY = shipped_vocabulary()


def test_nothing_stands_between() -> None:
    assert verdict(task()) == ("fits", "")


@pytest.mark.parametrize(
    ("over", "cause"),
    [
        ({"consents": False}, "consent"),
        ({"available_from": AS_OF + timedelta(days=1)}, "available_from"),
        ({"contract_types": ("fleksjob",)}, "contract"),
        ({"location": Location(56.0, 9.42)}, "distance"),
    ],
)
def test_each_block_of_the_citizen(over: dict[str, Any], cause: str) -> None:
    assert verdict(task(), citizen(**over)) == ("blocked", cause)


def test_available_on_the_day_itself() -> None:
    assert verdict(task(), citizen(available_from=AS_OF)) == ("fits", "")


def test_missing_credential_blocks_and_missing_course_is_near() -> None:
    assert verdict(task(requires=("truckcertifikat",))) == ("blocked", "credential:truckcertifikat")
    assert verdict(task(requires=("hygiejne",))) == ("near_miss", "course:hygiejne")
    held = citizen(courses=(HeldCourse("hygiejne", date(2020, 1, 1)),))
    assert verdict(task(requires=("hygiejne",)), held) == ("fits", "")


def test_two_missing_courses_block() -> None:
    assert verdict(task(requires=("hygiejne", "lager"))) == ("blocked", "courses:hygiejne,lager")


@pytest.mark.parametrize(("over", "expected"), [(1, "near_miss"), (2, "near_miss"), (3, "blocked")])
def test_levels_above_capacity(over: int, expected: str) -> None:
    assert verdict(task(demands={"lifting": over}), citizen(capacities={"lifting": 0})) == (expected, f"demands+{over}")


def test_levels_add_up_over_dimensions_and_unknown_ones_do_not_count() -> None:
    asked = task(demands={"lifting": 2, "standing": 2, "noise": 3})
    assert verdict(asked, citizen(capacities={"lifting": 1, "standing": 1})) == ("near_miss", "demands+2")


def test_what_is_on_offer_lowers_and_is_told() -> None:
    asked = task(demands={"standing": 3})
    seated = citizen(capacities={"standing": 1})
    assert verdict(asked, seated) == ("near_miss", "demands+2")
    assert verdict(replace(asked, adaptations=("sit_stand",)), seated) == ("adapt", "")
    assert verdict(asked, seated, company(adaptations=("extra_breaks",))) == ("near_miss", "demands+1")


def test_caps() -> None:
    asked = task(demands={"social_contact": 3, "lifting": 3}, adaptations=("no_customers", "no_lifting"))
    assert verdict(asked, citizen(capacities={"social_contact": 1, "lifting": 0})) == ("near_miss", "demands+1")


def test_needs_met_missing_and_moot() -> None:
    asked = task(demands={"pace": 2})
    assert verdict(asked, citizen(needs=("own_pace",))) == ("near_miss", "need:own_pace")
    assert verdict(replace(asked, adaptations=("own_pace",)), citizen(needs=("own_pace",))) == ("adapt", "")
    assert verdict(task(demands={"pace": 0}), citizen(needs=("own_pace",))) == ("fits", "")
    assert verdict(asked, citizen(needs=("buddy", "own_pace"))) == ("blocked", "needs:buddy,own_pace")


@pytest.mark.parametrize(
    ("need", "over", "moot"),
    [
        ("no_customers", {"demands": {"social_contact": 2}}, True),
        ("no_customers", {"demands": {"social_contact": 3}}, False),
        ("no_customers", {}, False),
        ("flexible_start", {}, True),
        ("flexible_start", {"earliest": 480}, False),
        ("flexible_days", {}, True),
        ("flexible_days", {"days": ("mon", "tue")}, False),
        ("short_days", {}, False),
        ("gradual_hours", {}, False),
        ("transport_help", {}, False),
    ],
)
def test_when_a_need_is_moot(need: str, over: dict[str, Any], moot: bool) -> None:
    told = verdict(task(**over), citizen(needs=(need,)))
    assert told == (("fits", "") if moot else ("near_miss", f"need:{need}"))


def test_transport_help_lifts_the_distance() -> None:
    far = citizen(location=Location(56.0, 9.42))
    assert verdict(task(adaptations=("transport_help",)), far) == ("fits", "")


def test_distance_at_the_bound() -> None:
    """One degree of latitude is 6371.0 × π / 180 = 111.195 km."""
    north = citizen(location=Location(56.04, 9.41))
    assert verdict(task(), replace(north, max_distance_km=111.2))[0] == "fits"
    assert verdict(task(), replace(north, max_distance_km=111.19))[1] == "distance"


@pytest.mark.parametrize(
    ("over", "of_citizen", "expected"),
    [
        ({}, {"days": ("mon", "tue"), "hours_per_day_max": 3.0}, ("fits", "")),
        ({}, {"days": ("mon",), "hours_per_day_max": 3.0}, ("near_miss", "hours")),
        ({"splittable": True}, {"days": ("mon",), "hours_per_day_max": 1.0}, ("fits", "")),
        ({"splittable": True}, {"days": ("mon",), "hours_per_day_max": 0.5}, ("near_miss", "hours")),
        ({"adaptations": ("gradual_hours",)}, {"days": ("mon",), "hours_per_day_max": 3.0}, ("adapt", "")),
        ({"adaptations": ("gradual_hours",)}, {"days": ("mon",), "hours_per_day_max": 2.9}, ("near_miss", "hours")),
        ({"days": ("sat", "sun")}, {}, ("near_miss", "hours")),
        ({"days": ("sat", "sun"), "adaptations": ("flexible_days",)}, {}, ("adapt", "")),
        ({"earliest": 360, "latest": 480}, {"earliest": 480}, ("near_miss", "hours")),
        ({"earliest": 360, "latest": 480, "adaptations": ("flexible_start",)}, {"earliest": 480}, ("adapt", "")),
        ({"hours_per_week": 13.0}, {}, ("near_miss", "hours")),
    ],
)
def test_reachable_hours(over: dict[str, Any], of_citizen: dict[str, Any], expected: tuple[str, str]) -> None:
    assert verdict(task(**over), citizen(**of_citizen)) == expected


def test_quota_takes_subsidised_contracts_away() -> None:
    subsidised = {"contract_types": ("internship", "wage_subsidy")}
    full = company(employees_fte=9.0, supported_fte=0.9)
    assert verdict(task(), citizen(), full, subsidised) == ("blocked", "contract")
    assert verdict(task(hours_per_week=3.7), citizen(), full, subsidised) == ("fits", "")
    assert verdict(task(), citizen(), full) == ("fits", "")
    assert verdict(task(), citizen(), company(supported_fte=None), subsidised) == ("fits", "")


@pytest.mark.parametrize(("employees", "places"), [(3, 1), (9, 1), (10, 2), (20, 4), (50, 10), (100, 15), (59.9, 10)])
def test_quota_places(employees: float, places: int) -> None:
    assert VOCABULARY.quota(AS_OF).places(employees) == places


@pytest.mark.parametrize(("folder", "pairs"), [(DEMO, 6820), (TRAINING, 13600)])
def test_every_pair_of_the_judged_sets(folder: Path, pairs: int) -> None:
    found = every_verdict(read_dataset(folder), AS_OF)
    written = ["\t".join(line) for line in found]
    assert len(written) == pairs
    assert written == (folder / "verdicts.tsv").read_text(encoding="utf-8").splitlines()


LEVELS = st.dictionaries(st.sampled_from(VOCABULARY.dimension_codes), st.integers(0, 3), max_size=16)
OFFERS = st.lists(st.sampled_from(VOCABULARY.adaptation_codes), max_size=4, unique=True).map(tuple)
SOME_DAYS = st.none() | st.lists(st.sampled_from(DAYS), min_size=1, max_size=5, unique=True).map(tuple)
WINDOWS = st.tuples(st.integers(0, 12), st.integers(12, 23)).map(lambda hours: (hours[0] * 60, hours[1] * 60))


@st.composite
def tasks(draw: st.DrawFn) -> Task:
    earliest, latest = draw(WINDOWS)
    return task(
        hours_per_week=draw(st.floats(0.5, 37)),
        splittable=draw(st.booleans()),
        days=draw(SOME_DAYS),
        earliest=earliest,
        latest=latest,
        demands=draw(LEVELS),
        adaptations=draw(OFFERS),
        requires=draw(st.sampled_from([(), ("hygiejne",), ("hygiejne", "lager")])),
    )


@st.composite
def citizens(draw: st.DrawFn) -> Citizen:
    earliest, latest = draw(WINDOWS)
    return citizen(
        hours_per_week_max=draw(st.floats(1, 37)),
        hours_per_day_max=draw(st.none() | st.floats(1, 8)),
        days=draw(SOME_DAYS),
        earliest=earliest,
        latest=latest,
        capacities=draw(LEVELS),
        needs=draw(OFFERS),
        courses=draw(st.sampled_from([(), (HeldCourse("hygiejne", None),)])),
    )


def rank(task: Task, citizen: Citizen) -> int:
    """The verdict as a number, fits being highest; paid hours only, so that no quota is passed."""
    return VERDICTS.index(verdict(task, citizen, opening={"contract_types": ("ordinary_hours",)})[0])


@given(tasks(), citizens(), st.sampled_from(VOCABULARY.adaptation_codes))
def test_an_adaptation_more_never_worsens(asked: Task, who: Citizen, more: str) -> None:
    richer = replace(asked, adaptations=(*asked.adaptations, more))
    assert rank(richer, who) >= rank(asked, who)


@given(tasks(), citizens(), st.sampled_from(VOCABULARY.dimension_codes))
def test_a_higher_capacity_never_worsens(asked: Task, who: Citizen, dimension: str) -> None:
    level = who.capacities.get(dimension, 3)
    stronger = replace(who, capacities={**who.capacities, dimension: min(level + 1, 3)})
    assert rank(asked, stronger) >= rank(asked, who)


@given(tasks(), citizens(), st.sampled_from(VOCABULARY.dimension_codes))
def test_an_unknown_capacity_never_hinders(asked: Task, who: Citizen, dimension: str) -> None:
    unknown = replace(who, capacities={code: level for code, level in who.capacities.items() if code != dimension})
    assert rank(asked, unknown) >= rank(asked, who)


@given(tasks(), citizens())
def test_unknown_places_and_numbers_never_hinder(asked: Task, who: Citizen) -> None:
    known = verdict(asked, replace(who, max_distance_km=0.1))
    for over in ({"location": None}, {"max_distance_km": None}):
        told = verdict(asked, replace(who, **{"max_distance_km": 0.1, **over}))
        assert "distance" not in told[1]
        assert VERDICTS.index(told[0]) >= VERDICTS.index(known[0])


@settings(max_examples=30, deadline=None)
@given(st.dictionaries(st.sampled_from(plain_ranker().features), st.floats(-1e6, 1e6), max_size=8))
def test_nothing_a_score_says_lifts_a_block(weights: dict[str, float]) -> None:
    dataset = DEMO_DATA
    engine = Recommender.of(dataset, LetterEncoder(), plain_ranker(**weights), index=DEMO_INDEX)
    for task_id in ("tA011", "tA024", "tB019"):
        blocked = {who for t, who, told, _ in DEMO_VERDICTS if t == task_id and told == "blocked"}
        suggested = engine.for_task(task_id, AS_OF, count=len(dataset.citizens))
        assert len(suggested) == len(dataset.citizens) - len(blocked)
        assert not blocked & {suggestion.citizen_id for suggestion in suggested}


DEMO_DATA = read_dataset(DEMO)
DEMO_INDEX = Recommender.of(DEMO_DATA, LetterEncoder(), plain_ranker()).index
DEMO_VERDICTS = [tuple(line.split("\t")) for line in (DEMO / "verdicts.tsv").read_text(encoding="utf-8").splitlines()]
