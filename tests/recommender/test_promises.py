"""What holds of every suggestion, over any dataset that the contract allows and any weights."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recommender.change import changes_for_citizen, changes_for_task
from recommender.engine import Recommender
from recommender.features import FEATURE_NAMES
from recommender.judging import every_verdict
from recommender.types import Citizen, Dataset, Suggestion, Task
from tests.support.builders import AS_OF
from tests.support.pairs import LetterEncoder, plain_ranker
from tests.support.shipped import demo
from tests.support.strategies import datasets as any_datasets

WEIGHTS = st.dictionaries(st.sampled_from(FEATURE_NAMES), st.floats(-3, 3))
SETTINGS = settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow])

PAID = ("ordinary_hours",)
FORGETTABLE = ("location", "max_distance_km", "wishes", "avoids", "available_from")
TAG_LISTS = ("experience_fields", "wish_fields", "wish_conditions", "avoid_fields", "avoid_conditions")


@st.composite
def datasets(draw: st.DrawFn) -> Dataset:
    """Whatever the contract allows, but where most have consented, share a contract and could do the hours.

    Drawn blindly, nearly every pair is blocked. Tasks last a minute at least: by the shortest float there is, hours
    divide to infinity.
    """
    data = draw(any_datasets())
    openings = tuple(
        replace(one, contract_types=PAID, status="open", tasks=tuple(draw(_light(task)) for task in one.tasks))
        for one in data.openings
    )
    asked = tuple(dict.fromkeys(code for one in openings for task in one.tasks for code in task.demands))
    return replace(data, openings=openings, citizens=tuple(draw(_willing(who, asked)) for who in data.citizens))


SELDOM = st.integers(0, 7).map(lambda number: number == 7)


@st.composite
def _light(draw: st.DrawFn, task: Task) -> Task:
    return replace(
        task,
        hours_per_week=max(task.hours_per_week, 1 / 60) if draw(SELDOM) else 4.0,
        requires=task.requires if draw(SELDOM) else (),
        days=task.days if draw(SELDOM) else draw(st.sampled_from((None, ("mon", "tue")))),
        demands=task.demands if draw(SELDOM) else dict(list(task.demands.items())[:2]),
    )


@st.composite
def _willing(draw: st.DrawFn, who: Citizen, asked: tuple[str, ...]) -> Citizen:
    """`asked`: dimensions that some task demands."""
    return replace(
        who,
        consents=not draw(SELDOM),
        contract_types=("wage_subsidy",) if draw(SELDOM) else PAID,
        available_from=date(2030, 1, 1) if draw(SELDOM) else draw(st.sampled_from((None, AS_OF))),
        max_distance_km=who.max_distance_km if draw(SELDOM) else draw(st.sampled_from((None, 2e4))),
        days=who.days if draw(SELDOM) else None,
        hours_per_week_max=who.hours_per_week_max if draw(SELDOM) else max(who.hours_per_week_max, 12.0),
        needs=who.needs if draw(SELDOM) else who.needs[:1],
        capacities=who.capacities if draw(SELDOM) else {code: draw(st.integers(1, 3)) for code in asked[:4]},
    )


def opened(data: Dataset, weights: dict[str, float]) -> Recommender:
    return Recommender.of(data, LetterEncoder(), plain_ranker(**weights), tagger=demo().tagger)


def everything(own: Recommender) -> list[Suggestion]:
    """Of every task whatever its opening's status, and of every citizen."""
    crowd = len(own.dataset.citizens)
    told = [one for task in own.dataset.task_by_id for one in own.for_task(task, AS_OF, crowd)]
    return told + [one for who in own.dataset.citizens for one in own.for_citizen(who.id, AS_OF, 100)]


@SETTINGS
@given(datasets(), WEIGHTS)
def test_contributions_add_up_to_the_logit(data: Dataset, weights: dict[str, float]) -> None:
    for one in everything(opened(data, weights)):
        total = math.fsum(reason.contribution for reason in one.reasons)
        assert 0.0 <= one.score <= 1.0
        if 1e-9 < one.score < 1 - 1e-9:
            assert math.log(one.score / (1 - one.score)) == pytest.approx(total, abs=1e-6)
        else:
            assert total < -20 or total > 20


@SETTINGS
@given(datasets(), WEIGHTS)
def test_whoever_is_blocked_is_never_suggested_and_everybody_else_can_be(
    data: Dataset, weights: dict[str, float]
) -> None:
    """Judged anew, pair by pair; the weights lift nobody over a block and drop nobody who is not blocked."""
    own = opened(data, weights)
    verdicts = {(task, who): verdict for task, who, verdict, _ in every_verdict(data, AS_OF)}
    told = everything(own)
    assert all(verdicts[one.task_id, one.citizen_id] == one.verdict != "blocked" for one in told)
    assert {(one.task_id, one.citizen_id) for one in told} == {
        pair for pair, verdict in verdicts.items() if verdict != "blocked"
    }


@SETTINGS
@given(datasets(), WEIGHTS)
def test_a_change_never_opens_what_it_does_not_open(data: Dataset, weights: dict[str, float]) -> None:
    """Nobody who does not consent, or whom the task fits already, comes in by a change."""
    own = opened(data, weights)
    verdicts = {(task, who): verdict for task, who, verdict, _ in every_verdict(data, AS_OF)}
    changes = [change for place in own.open_places() for change in changes_for_task(own, place, AS_OF, 100)]
    changes += [change for who in data.citizens for change in changes_for_citizen(own, who.id, AS_OF, 100)]
    for one in (one for change in changes for one in change.opened):
        assert data.citizen_by_id[one.citizen_id].consents
        assert verdicts[one.task_id, one.citizen_id] in ("near_miss", "blocked")
        assert one.verdict in ("fits", "adapt")


@st.composite
def forgotten(draw: st.DrawFn, who: Citizen) -> Citizen:
    """The citizen with any of what nobody need know deleted."""
    gone = {name: None for name in (*FORGETTABLE, *TAG_LISTS) if draw(st.booleans())}
    kept = {code: level for code, level in who.capacities.items() if draw(st.booleans())}
    return replace(who, **gone, capacities=kept)


@SETTINGS
@given(datasets(), st.data())
def test_what_is_not_known_never_stands_in_the_way(data: Dataset, draw: st.DataObject) -> None:
    """Levels, place, distance, wishes, fields and conditions deleted: no verdict worsens, and nobody drops out."""
    before = everything(opened(data, {}))
    sparse = replace(data, citizens=tuple(draw.draw(forgotten(who)) for who in data.citizens))
    after = {(one.task_id, one.citizen_id): one.verdict for one in everything(opened(sparse, {}))}
    order = ("blocked", "near_miss", "adapt", "fits")
    for one in before:
        assert order.index(after.get((one.task_id, one.citizen_id), "blocked")) >= order.index(one.verdict)


@SETTINGS
@given(datasets(), WEIGHTS)
def test_features_are_finite_or_silent(data: Dataset, weights: dict[str, float]) -> None:
    own = opened(data, weights)
    for task in data.task_by_id:
        assert not np.isinf(own.features(own.ask(own.place(task), AS_OF))).any()


def test_there_is_something_to_hold_them_to() -> None:
    """Most of the datasets drawn have suggestions, near misses and blocked pairs among them."""
    seen = Counter[str]()

    @settings(deadline=None, max_examples=60, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(datasets())
    def look(data: Dataset) -> None:
        verdicts = {verdict for _, _, verdict, _ in every_verdict(data, AS_OF)}
        seen.update(verdicts | {"any" for _ in verdicts - {"blocked"}})

    look()
    assert seen["any"] > 30
    assert all(seen[verdict] > 5 for verdict in ("fits", "adapt", "near_miss", "blocked"))
