"""The order among equals: need before lots, and never past a verdict or a plain difference in score."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommender.eligibility import VERDICTS
from recommender.engine import Recommender
from recommender.explanation import EQUALS, standing
from recommender.lots import hashes
from recommender.spread import Spread
from recommender.types import Citizen, Suggestion
from tests.support.builders import AS_OF, citizen, dataset, opening, task
from tests.support.pairs import LetterEncoder, plain_ranker
from tests.support.shipped import demo

LISTS = st.lists(st.tuples(st.floats(0, 1), st.sampled_from((1, 2, 3)), st.integers(0, 4)), max_size=30)
"""Score, verdict, openings."""


def engine(*citizens: Citizen, spread: Spread | None = None, **over: Any) -> Recommender:
    data = dataset(citizens=citizens, **over)
    return Recommender.of(data, LetterEncoder(), plain_ranker(hours_filled=0.02), spread=spread)


def names(told: tuple[Suggestion, ...]) -> list[str]:
    return [one.citizen_id for one in told]


def remarks(told: tuple[Suggestion, ...]) -> dict[str, str]:
    return {one.citizen_id: r.text for one in told for r in one.reasons if r.code == EQUALS}


SUBSIDY = ("ordinary_hours", "internship", "wage_subsidy")
SUBSIDISED = opening(task(id="t2"), id="o2", contract_types=("wage_subsidy",))
"""Open only to those who can be employed with a subsidy."""


def test_those_with_fewest_other_openings_come_first() -> None:
    """The busy one has a score that is higher by less than anybody sees."""
    busy = citizen(id="b1", contract_types=SUBSIDY, hours_per_week_max=12.0)
    calm = citizen(id="b2", hours_per_week_max=12.4)
    told = engine(busy, calm, openings=(opening(), SUBSIDISED)).for_task("t1", AS_OF)
    assert names(told) == ["b2", "b1"]
    assert told[0].score < told[1].score
    assert [one.rank for one in told] == [1, 2]
    same = "Har stort set samme score som en anden; "
    first = "de, der har færrest andre åbne opgaver at vælge imellem, står først"
    assert remarks(told) == {
        "b2": f"{same}{first} (denne borger har ingen)",
        "b1": f"{same}{first} (denne borger har 1)",
    }


def test_a_plain_difference_in_score_stands() -> None:
    busy = citizen(id="b1", contract_types=SUBSIDY, hours_per_week_max=6.0)
    calm = citizen(id="b2", hours_per_week_max=37.0)
    data = dataset(citizens=(busy, calm), openings=(opening(), SUBSIDISED))
    told = Recommender.of(data, LetterEncoder(), plain_ranker(hours_filled=1.0)).for_task("t1", AS_OF)
    assert names(told) == ["b1", "b2"]
    assert not remarks(told)


def test_a_verdict_is_never_passed() -> None:
    """Two of the same score, the one who has fewest openings a near miss: the rules stand before need."""
    fits = citizen(id="b1", contract_types=SUBSIDY)
    near = citizen(id="b2", needs=("short_days",))
    told = engine(fits, near, openings=(opening(), SUBSIDISED)).for_task("t1", AS_OF)
    assert [(one.citizen_id, one.verdict) for one in told] == [("b1", "fits"), ("b2", "near_miss")]
    assert told[0].score == told[1].score
    assert not remarks(told)


def test_a_lot_decides_where_need_does_not_and_says_so() -> None:
    alike = [citizen(id=f"b{at}") for at in range(6)]
    told = engine(*alike).for_task("t1", AS_OF)
    assert names(told) != sorted(names(told))
    assert set(remarks(told).values()) == {
        "Har stort set samme score som 5 andre og lige så mange andre åbne opgaver at vælge imellem (ingen); "
        "rækkefølgen er trukket ved lod"
    }


def test_the_lot_is_another_for_another_task_and_another_seed_and_else_the_same() -> None:
    alike = [citizen(id=f"b{at}") for at in range(8)]
    tasks = (opening(task(id="t1"), task(id="t2", title="Pakke ordrer")),)
    own = engine(*alike, openings=tasks)
    assert names(own.for_task("t1", AS_OF)) != names(own.for_task("t2", AS_OF))
    assert own.for_task("t1", AS_OF) == engine(*reversed(alike), openings=tasks).for_task("t1", AS_OF)
    other = engine(*alike, openings=tasks, spread=Spread(seed=1))
    assert names(other.for_task("t1", AS_OF)) != names(own.for_task("t1", AS_OF))


def test_nobody_stands_first_everywhere_because_of_a_name() -> None:
    spread, people = Spread(), hashes([f"b{at}" for at in range(4)])
    none, together = np.zeros(4, np.int32), np.zeros(4, np.intp)
    first = Counter(int(spread(f"t{at}", people, none, together).order[0]) for at in range(400))
    assert all(70 < times < 130 for times in first.values()), first


def test_those_who_are_drawn_among_others_are_told_both() -> None:
    assert standing(2, 3, needy=True, drawn=True).text == (
        "Har stort set samme score som 2 andre; de, der har færrest andre åbne opgaver at vælge imellem, står først "
        "(denne borger har 3); mellem dem med lige mange er der trukket lod"
    )


@given(LISTS, st.sampled_from((0.0, 0.01, 0.05)))
def test_ranks_agree_with_scores_but_for_equals(rows: list[tuple[float, int, int]], tolerance: float) -> None:
    falling = sorted(rows, key=lambda row: -row[0])
    scores = np.array([score for score, _, _ in falling])
    verdicts = np.array([verdict for _, verdict, _ in falling], dtype=np.int8)
    openings = np.array([count for _, _, count in falling], dtype=np.int32)
    spread = Spread(tolerance)
    groups = spread.groups(scores, verdicts)
    people = hashes([f"b{at}" for at in range(len(falling))])
    found = spread("t1", people, openings, groups)
    assert sorted(found.order.tolist()) == list(range(len(falling)))
    for place, at in enumerate(found.order.tolist()):
        assert found.peers[place] == np.sum(groups == groups[at]) - 1
        assert found.openings[place] == openings[at]
        for later in found.order[place + 1 :].tolist():
            assert scores[later] - scores[at] <= tolerance
            if scores[later] > scores[at]:
                assert verdicts[later] == verdicts[at]
                assert openings[at] <= openings[later]
            if groups[later] == groups[at]:
                assert openings[at] <= openings[later]


def test_no_chain_of_near_equals_carries_anybody_past_a_plain_difference() -> None:
    scores = np.arange(0.6, 0.5, -0.004)
    groups = Spread(0.01).groups(scores, np.full(len(scores), 3, np.int8))
    for group in np.unique(groups):
        assert np.ptp(scores[groups == group]) <= 0.01


@pytest.fixture(scope="module")
def night() -> list[Suggestion]:
    return [one for place in demo().open_places() for one in demo().for_place(place, AS_OF, 50)]


def test_over_the_demo_remarks_are_told_and_cost_nothing(night: list[Suggestion]) -> None:
    told = [reason for one in night for reason in one.reasons if reason.code == EQUALS]
    assert len(told) > 50
    assert all(reason.contribution == 0.0 for reason in told)
    for one in night:
        logit = math.log(one.score / (1 - one.score))
        assert logit == pytest.approx(sum(reason.contribution for reason in one.reasons), abs=1e-6)


def test_over_the_demo_ranks_agree_with_what_is_shown(night: list[Suggestion]) -> None:
    for place in demo().open_places():
        own = [one for one in night if one.task_id == place.task.id]
        assert [one.rank for one in own] == list(range(1, len(own) + 1))
        shown = [round(one.score / 0.01) for one in own]
        assert shown == sorted(shown, reverse=True)


def test_the_beginning_of_a_list_is_the_same_however_long_it_is() -> None:
    place = demo().place("tA042")
    assert demo().for_place(place, AS_OF, 4) == demo().for_place(place, AS_OF, 50)[:4]
    assert demo().for_place(place, AS_OF, 3) == demo().for_place(place, AS_OF, 50)[:3]


def test_openings_are_counted_as_the_rules_have_them() -> None:
    """Other tasks of open openings that the citizen is not blocked from, near misses among them."""
    recommender = demo()
    possible = Counter(
        who
        for place in recommender.open_places()
        for who, verdict in zip(recommender.index.ids, recommender.judged(place, AS_OF).verdict.tolist(), strict=True)
        if VERDICTS[verdict] != "blocked"
    )
    counted = dict(zip(recommender.index.ids, recommender.choices(AS_OF).tolist(), strict=True))
    assert counted == {who: possible[who] for who in recommender.index.ids}
    listed = recommender.listed(recommender.place("tA042"), AS_OF)
    assert listed.equals is not None
    for row, others in zip(listed.rows.tolist(), listed.equals.openings.tolist(), strict=True):
        assert others == possible[recommender.index.ids[row]] - 1


def test_a_task_that_is_not_in_the_dataset_is_not_taken_off_the_other_openings() -> None:
    own = engine(citizen(id="b1"), citizen(id="b2"))
    new = replace(own.dataset.openings[0], id="ny", tasks=(task(id="ny-1"),))
    told = own.for_new_opening(own.dataset.companies[0], new, AS_OF)["ny-1"]
    assert all("vælge imellem (1)" in text for text in remarks(told).values())
    assert len(remarks(told)) == 2
