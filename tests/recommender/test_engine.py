"""The whole way from a dataset to suggestions, on the demo and on small cases."""

from __future__ import annotations

import math
import random
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from recommender.alone import alone
from recommender.engine import Recommender
from recommender.errors import IndexMismatch, UnknownId
from recommender.explanation import EQUALS
from recommender.tags import Tagger
from recommender.types import Citizen, Dataset, Suggestion
from tests.support.builders import AS_OF, citizen, dataset, opening, task
from tests.support.pairs import LetterEncoder, plain_ranker
from tests.support.shipped import demo


def engine(data: Dataset, **weights: float) -> Recommender:
    return Recommender.of(data, LetterEncoder(), plain_ranker(**weights))


def people(*citizens: Citizen, **over: Any) -> Dataset:
    return dataset(citizens=citizens, **over)


def test_ranks_count_from_one_in_any_order_of_the_citizens() -> None:
    alike = [citizen(id=name) for name in ("b3", "b1", "b2")]
    told = engine(people(*alike)).for_task("t1", AS_OF)
    assert sorted(one.citizen_id for one in told) == ["b1", "b2", "b3"]
    assert [one.rank for one in told] == [1, 2, 3]
    assert told == engine(people(*sorted(alike, key=lambda who: who.id))).for_task("t1", AS_OF)


def test_weights_decide_the_order() -> None:
    filled, spare = citizen(id="b1", hours_per_week_max=6.0), citizen(id="b2", hours_per_week_max=30.0)
    assert ids(engine(people(filled, spare), hours_filled=2.0)) == ["b1", "b2"]
    assert ids(engine(people(filled, spare), hours_filled=-2.0)) == ["b2", "b1"]


def ids(recommender: Recommender, count: int = 10) -> list[str]:
    return [one.citizen_id for one in recommender.for_task("t1", AS_OF, count)]


def test_count_cuts_and_blocked_people_are_nowhere() -> None:
    crowd = [citizen(id=f"b{at}") for at in range(5)] + [citizen(id="b9", consents=False)]
    assert len(ids(engine(people(*crowd)), 3)) == 3
    assert "b9" not in ids(engine(people(*crowd)), 100)


@pytest.fixture(scope="module")
def every_suggestion() -> list[Suggestion]:
    return [one for task_id in demo().dataset.task_by_id for one in demo().for_task(task_id, AS_OF, 300)]


def test_contributions_and_base_add_up_to_the_logit(every_suggestion: list[Suggestion]) -> None:
    assert len(every_suggestion) == 729
    for one in every_suggestion:
        total = sum(reason.contribution for reason in one.reasons)
        assert math.log(one.score / (1 - one.score)) == pytest.approx(total, abs=1e-6)


def test_both_directions_tell_the_same(every_suggestion: list[Suggestion]) -> None:
    by_pair = {(one.task_id, one.citizen_id): one for one in every_suggestion}
    for who in ("bA107", "bB027", "bA001"):
        told = demo().for_citizen(who, AS_OF, 100)
        assert len(told) == sum(citizen_id == who for _, citizen_id in by_pair)
        for at, one in enumerate(told, 1):
            other = by_pair[one.task_id, who]
            assert one.rank == at
            assert (one.verdict, one.questions, one.opens_with) == (other.verdict, other.questions, other.opens_with)
            assert one.score == other.score
            assert one.reasons == tuple(reason for reason in other.reasons if reason.code != EQUALS)


def test_a_pair_has_one_score_to_the_last_digit_however_it_is_asked_about(every_suggestion: list[Suggestion]) -> None:
    """With the pool, alone in it, in a recommender of their own, and as a citizen's own question; read anew."""
    by_pair = {(one.task_id, one.citizen_id): one.score for one in every_suggestion}
    fresh = Recommender.of(demo().dataset, index=demo().index)
    for (task_id, who), score in list(by_pair.items())[::23]:
        row = np.array([fresh.index.row_of[who]])
        assert fresh.ranked(fresh.place(task_id), AS_OF, row).scores.tolist() == [score]
        own = alone(fresh, fresh.citizen(who))
        assert own.ranked(own.place(task_id), AS_OF).scores.tolist() == [score]
        assert {one.task_id: one.score for one in own.for_citizen(who, AS_OF, 100)}[task_id] == score


def test_when_prepared_no_question_reads_a_citizens_tags(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("recommender.engine.PREPARED_AT_ONCE", 50)
    own = Recommender.of(demo().dataset, index=demo().index)
    own.prepare(AS_OF)
    wanted = [demo().ranked(place, AS_OF).scores.tolist() for place in own.open_places()]
    monkeypatch.delattr(Tagger, "citizens")
    assert [own.ranked(place, AS_OF).scores.tolist() for place in own.open_places()] == wanted


def test_an_opening_is_all_its_tasks() -> None:
    told = demo().for_opening("oA06", AS_OF, 3)
    assert list(told) == ["tA022", "tA023", "tA024", "tA025"]
    assert told["tA024"] == demo().for_task("tA024", AS_OF, 3)


def test_a_new_opening_needs_no_place_in_the_dataset() -> None:
    data = demo().dataset
    new = replace(data.opening_by_id["oA06"], id="ny-1")
    assert demo().for_new_opening(data.companies[0], new, AS_OF, 2).keys() == {"tA022", "tA023", "tA024", "tA025"}


def test_closed_openings_are_not_proposed_to_a_citizen() -> None:
    closed = opening(task(id="t2"), id="o2", status="closed")
    told = engine(dataset(openings=(opening(), closed))).for_citizen("b1", AS_OF)
    assert [one.task_id for one in told] == ["t1"]


def test_unknown_ids() -> None:
    with pytest.raises(UnknownId, match="no task 't9' in the dataset"):
        engine(dataset()).for_task("t9", AS_OF)
    with pytest.raises(UnknownId, match="no opening 'o9'"):
        engine(dataset()).for_opening("o9", AS_OF)
    with pytest.raises(UnknownId, match="no citizen 'b9'"):
        engine(dataset()).for_citizen("b9", AS_OF)


def test_nobody_possible_is_an_empty_list() -> None:
    assert engine(people(citizen(consents=False))).for_task("t1", AS_OF) == ()
    assert engine(people()).for_task("t1", AS_OF) == ()


def test_an_index_of_another_encoder_is_refused() -> None:
    index = engine(dataset()).index
    other = LetterEncoder()
    other.identity = "letters-2"
    with pytest.raises(IndexMismatch):
        Recommender.of(dataset(), other, plain_ranker(), index=index)


def test_an_index_of_other_citizens_is_refused() -> None:
    index = engine(people(citizen(id="b1"), citizen(id="b2"))).index
    with pytest.raises(IndexMismatch, match="differ in 1 citizens, 'b2' among them; add and remove them"):
        Recommender.of(people(citizen(id="b1")), LetterEncoder(), plain_ranker(), index=index)


def test_an_index_in_another_order_gives_the_same_answer() -> None:
    """Added and changed citizens stand last in an index."""
    one, two = citizen(id="b1", experience="Pakke ordrer"), citizen(id="b2", experience="Ud i skoven")
    turned = engine(people(two, one)).index
    other = Recommender.of(people(one, two), LetterEncoder(), plain_ranker(experience_text=9.0), index=turned)
    assert other.for_task("t1", AS_OF) == engine(people(one, two), experience_text=9.0).for_task("t1", AS_OF)


def test_the_same_question_gives_the_same_answer() -> None:
    again = Recommender.of(demo().dataset)
    assert again.for_task("tA024", AS_OF) == demo().for_task("tA024", AS_OF)


OPTIONAL = ("days", "earliest", "latest", "hours_per_day_max", "location", "max_distance_km", "wishes", "avoids")


def forget(who: Citizen, draw: random.Random) -> Citizen:
    """The citizen with 40 % of the optional fields and of the profile's dimensions deleted."""
    gone = {name: None for name in OPTIONAL if draw.random() < 0.4}
    kept = {code: level for code, level in who.capacities.items() if draw.random() >= 0.4}
    return replace(who, **gone, capacities=kept)


def test_missing_fields_do_not_hide_people() -> None:
    """With 40 % of optional fields deleted, at least 95 % of those who had a suggestion still have one.

    Counted in the nightly list (fifty to a task), where everybody's fields are deleted at once.
    """
    full = demo().dataset
    draw = random.Random(20261121)
    sparse = replace(full, citizens=tuple(forget(who, draw) for who in full.citizens))
    before, after = suggested(demo()), suggested(Recommender.of(sparse))
    assert len(before) > 100
    assert len(before & after) >= 0.95 * len(before)


def test_a_citizen_who_has_a_suggestion_keeps_one_whatever_is_deleted() -> None:
    """Unknown never hinders, so the citizen's own list never empties."""
    draw = random.Random(7)
    data = demo().dataset
    for who in data.citizens[::10]:
        had = demo().for_citizen(who.id, AS_OF, 1)
        alone = replace(data, citizens=(forget(who, draw),))
        assert bool(Recommender.of(alone).for_citizen(who.id, AS_OF, 1)) >= bool(had)


def suggested(recommender: Recommender) -> set[str]:
    """Everyone among the fifty best of any task."""
    return {
        recommender.index.ids[row]
        for place in recommender.open_places()
        for row in recommender.ranked(place, AS_OF).rows[:50]
    }


ANY_HOURS = {
    "hours_per_week_max": 37.0,
    "hours_per_day_max": None,
    "days": ("mon", "tue", "wed", "thu", "fri", "sat", "sun"),
    "earliest": None,
    "latest": None,
}


@pytest.mark.parametrize(
    ("over", "code"),
    [
        ({"courses": ()}, "preferred_course"),
        ({"courses": ()}, "required_course"),
        ({"courses": ()}, "course_text"),
        ({"wishes": None, "avoids": None}, "wish_field"),
        ({"wishes": None, "avoids": None}, "wish_condition"),
        ({"wishes": None, "avoids": None}, "opposite_condition"),
        ({"wishes": None, "avoids": None}, "avoid_text"),
        ({"wishes": None, "avoids": None}, "avoid_field"),
        ({"wishes": None, "avoids": None}, "avoid_condition"),
        ({"experience": "", "wishes": None, "avoids": None}, "experience_text"),
        ({"experience": "", "wishes": None, "avoids": None}, "experience_field"),
        ({"location": None}, "travel"),
        ({"needs": (), **ANY_HOURS}, "missing"),
        ({"capacities": {}}, "over_demand"),
        ({"hours_per_week_min": 0.0}, "hours_below_least"),
    ],
)
def test_a_reason_never_outlives_its_fact(every_suggestion: list[Suggestion], over: dict[str, Any], code: str) -> None:
    """Delete the named fact and its term is gone (or the pair is, where a required course was deleted)."""
    one = next(one for one in every_suggestion if abs(terms(one).get(code, 0.0)) > 1e-6)
    data = demo().dataset
    changed = tuple(replace(who, **over) if who.id == one.citizen_id else who for who in data.citizens)
    again = Recommender.of(replace(data, citizens=changed)).for_task(one.task_id, AS_OF, 300)
    told = [terms(other) for other in again if other.citizen_id == one.citizen_id]
    assert all(own.get(code, 0.0) == 0.0 for own in told)
    assert told or code == "required_course"


def terms(one: Suggestion) -> dict[str, float]:
    """Contribution of each reason."""
    return {reason.code: reason.contribution for reason in one.reasons}


def test_features_are_finite_or_silent() -> None:
    values = np.vstack([demo().features(demo().ask(place, AS_OF)) for place in demo().open_places()])
    assert not np.isinf(values).any()
