"""One change away: what is told is what happens when the change is made; nothing is left out, nothing is guessed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from recommender.alone import alone
from recommender.change import Change, changes_for_citizen, changes_for_opening, changes_for_task
from recommender.changewords import people_sentence, tasks_sentence
from recommender.columns import citizen_columns, task_columns
from recommender.drafts import grown, offering, otherwise
from recommender.eligibility import VERDICTS, judge
from recommender.engine import Place, Recommender
from recommender.errors import UnknownId
from recommender.types import Citizen, Dataset, HeldCourse, Task
from recommender.vocabulary import shipped_vocabulary
from tests.support.builders import AS_OF, citizen, company, course, credential, dataset, opening, task
from tests.support.pairs import LetterEncoder, plain_ranker, verdict
from tests.support.shipped import demo

WORDS = shipped_vocabulary()
OPEN = ("fits", "adapt")
ALL = 100


def engine(*citizens: Citizen, **over: Any) -> Recommender:
    data: Dataset = dataset(citizens=citizens or (citizen(),), **over)
    return Recommender.of(data, LetterEncoder(), plain_ranker(hours_filled=2.0))


def for_task(recommender: Recommender, task_id: str = "t1", **over: Any) -> dict[tuple[str, str], Change]:
    told = changes_for_task(recommender, recommender.place(task_id), AS_OF, count=ALL, **over)
    return {(change.kind, change.code): change for change in told}


def for_citizen(recommender: Recommender, who: str = "b1", **over: Any) -> dict[tuple[str, str], Change]:
    told = changes_for_citizen(recommender, who, AS_OF, count=ALL, **over)
    return {(change.kind, change.code): change for change in told}


def who_comes(change: Change) -> list[str]:
    return [one.citizen_id for one in change.opened]


def open_now(recommender: Recommender, place: Place) -> dict[str, tuple[float, str]]:
    """Score and verdict of everybody for whom it fits, by the engine's own suggestions."""
    told = recommender.for_place(place, AS_OF, len(recommender.index.ids))
    return {one.citizen_id: (one.score, one.verdict) for one in told if one.verdict in OPEN}


def after(place: Place) -> Iterator[tuple[str, str, Place]]:
    """Every change that could be told of a task."""
    for draft in (*offering((place,), place.task.id, WORDS), *otherwise(place)):
        yield draft.kind, draft.code, draft.places[0]


@pytest.mark.parametrize("task_id", ["tA022", "tB021"])
def test_what_is_told_is_what_the_engine_says_when_it_is_done(task_id: str) -> None:
    """For every change that there is: those who come in, their scores and verdicts, and no other."""
    place = demo().place(task_id)
    before, told = open_now(demo(), place), for_task(demo(), task_id)
    opening_something = 0
    for kind, code, changed in after(place):
        wanted = {who: own for who, own in open_now(demo(), changed).items() if who not in before}
        found = told[kind, code].opened if (kind, code) in told else ()
        assert {one.citizen_id: one.verdict for one in found} == {who: own[1] for who, own in wanted.items()}
        assert {one.citizen_id: one.score for one in found} == pytest.approx({w: own[0] for w, own in wanted.items()})
        opening_something += bool(wanted)
    assert opening_something == len(told) > 3


def test_best_first_and_as_many_as_asked() -> None:
    place = demo().place("tB021")
    told = changes_for_task(demo(), place, AS_OF, ALL, good=0.2)
    worth = [(change.good, sum(one.score for one in change.opened)) for change in told]
    assert worth == sorted(worth, reverse=True)
    assert len({good for good, _ in worth}) > 1
    assert changes_for_task(demo(), place, AS_OF, 2, good=0.2) == told[:2]


def test_a_good_score_is_counted_from_its_threshold() -> None:
    near, far = citizen(id="b1", capacities={"standing": 0}), citizen(id="b2", capacities={"standing": 0})
    far = replace(far, hours_per_week_max=37.0)
    own = engine(near, far, openings=(opening(task(demands={"standing": 2})),))
    change = for_task(own)["adaptation", "sit_stand"]
    assert who_comes(change) == ["b1", "b2"]
    high, low = (one.score for one in change.opened)
    assert high > low
    assert [for_task(own, good=good)["adaptation", "sit_stand"].good for good in (0.0, low, high, 1.0)] == [2, 2, 1, 0]


def test_the_one_adaptation_that_opens() -> None:
    """Standing 2 against 0: a stool opens it; breaks lower by one only, which leaves a near miss."""
    own = engine(citizen(capacities={"standing": 0}), openings=(opening(task(demands={"standing": 2})),))
    told = for_task(own, good=0.0)
    assert set(told) == {("adaptation", "sit_stand")}
    change = told["adaptation", "sit_stand"]
    assert (change.of, change.good, who_comes(change)) == ("t1", 1, ["b1"])
    assert change.opened[0].verdict == "adapt"
    sentence = "Hvis der kan skaffes en ståstol eller en siddeplads, åbner opgaven for 1 borger mere, med god score"
    assert change.text == sentence


def test_two_hindrances_are_two_changes_away() -> None:
    both = citizen(capacities={"standing": 0}, needs=("own_pace",))
    assert for_task(engine(both, openings=(opening(task(demands={"standing": 2})),))) == {}


def test_what_is_on_offer_is_not_proposed() -> None:
    own = engine(
        citizen(needs=("buddy",)), companies=(company(adaptations=("sit_stand",)),), openings=(opening(task()),)
    )
    assert set(for_task(own)) == {("adaptation", "buddy")}
    codes = [draft.code for draft in offering((own.place("t1"),), "t1", WORDS)]
    assert "sit_stand" not in codes
    assert len(codes) == 19


@pytest.mark.parametrize(
    ("own_task", "who", "wanted"),
    [
        ({"hours_per_week": 8.0}, {"hours_per_week_max": 4.0}, {("split", "splittable"), ("hours", "4")}),
        ({"days": ("fri",)}, {"days": ("thu", "fri")}, {("day", "thu"), ("split", "splittable"), ("hours", "3")}),
        (
            {"hours_per_week": 2.0, "earliest": 360, "latest": 480},
            {"earliest": 480, "latest": 720, "days": ("mon", "tue")},
            {("window", "+60"), ("window", "+120")},
        ),
        (
            {"hours_per_week": 2.0, "earliest": 960, "latest": 1080},
            {"earliest": 480, "latest": 840, "days": ("mon", "tue")},
            set(),
        ),
        (
            {"hours_per_week": 2.0, "earliest": 900, "latest": 1080},
            {"earliest": 480, "latest": 840, "days": ("mon", "tue")},
            {("window", "-120")},
        ),
    ],
)
def test_split_days_windows_and_hours(
    own_task: dict[str, Any], who: dict[str, Any], wanted: set[tuple[str, str]]
) -> None:
    own = engine(citizen(**({"hours_per_day_max": 4.0} | who)), openings=(opening(task(**own_task)),))
    told = set(for_task(own))
    assert {key for key in told if key[0] != "adaptation"} == wanted


def test_every_draft_changes_one_thing_and_is_a_task_that_can_be() -> None:
    own = task(days=("mon",), earliest=30, latest=1420, hours_per_week=1.0)
    place = Place(own, opening(own), company())
    for _, code, changed in after(place):
        differs = [name for name in Task.__dataclass_fields__ if getattr(changed.task, name) != getattr(own, name)]
        assert len(differs) == 1, code
        assert 0 <= (changed.task.earliest or 0) < (changed.task.latest or 0) <= 1439
    codes = [(kind, code) for kind, code, _ in after(place)]
    assert [code for kind, code in codes if kind == "day"] == ["tue", "wed", "thu", "fri", "sat", "sun"]
    assert not [code for kind, code in codes if kind == "hours"], "an hour is the least"
    assert len(codes) == len(set(codes))


def test_who_has_not_consented_is_opened_by_nothing() -> None:
    closed = citizen(capacities={"standing": 0}, consents=False)
    own = engine(closed, openings=(opening(task(demands={"standing": 2})),))
    assert for_task(own) == {}
    assert for_citizen(own) == {}


def test_an_opening_takes_its_tasks_together() -> None:
    """The company's stool opens both tasks; a person who gains two counts once."""
    standing = [task(id=name, title=name.upper(), demands={"standing": 2}) for name in ("t1", "t2")]
    plain = task(id="t3", hours_per_week=20.0)
    low = citizen(capacities={"standing": 0})
    own = engine(low, citizen(id="b2", capacities={"standing": 0}), openings=(opening(*standing, plain),))
    told = changes_for_opening(own, "o1", AS_OF, ALL, good=0.0)
    assert (told[0].kind, told[0].code, told[0].of, told[0].good) == ("adaptation", "sit_stand", "c1", 2)
    assert sorted((one.task_id, one.citizen_id) for one in told[0].opened) == [
        ("t1", "b1"),
        ("t1", "b2"),
        ("t2", "b1"),
        ("t2", "b2"),
    ]
    assert told[0].text.endswith("åbner opgaverne for 2 borgere mere, alle med god score")
    split = next(change for change in told if change.kind == "split")
    assert (split.of, split.text) == (
        "t3",
        "Hvis opgaven kan deles, åbner «Pakke ordrer» for 2 borgere mere, alle med god score",
    )


def test_unknown_ids() -> None:
    with pytest.raises(UnknownId, match="no opening 'o9'"):
        changes_for_opening(engine(), "o9", AS_OF)
    with pytest.raises(UnknownId, match="no citizen 'b9'"):
        changes_for_citizen(engine(), "b9", AS_OF)


@pytest.mark.parametrize("who", ["bA001", "bA020", "bA047", "bB013", "bB040", "bB062"])
def test_what_a_citizen_gains_is_what_the_rules_say(who: str) -> None:
    """Each told change, done: the contract's own judge of one pair says that every task told opens, and no other."""
    person = demo().dataset.citizen_by_id[who]
    told = for_citizen(demo(), who)
    courses = [one for one in demo().dataset.courses if one.code not in {own.code for own in person.courses}]
    for draft in grown(person, courses, AS_OF):
        found = told[draft.kind, draft.code].opened if (draft.kind, draft.code) in told else ()
        wanted = {
            place.task.id
            for place in demo().open_places()
            if verdict_of(place, person) not in OPEN and verdict_of(place, draft.citizen) in OPEN
        }
        assert {one.task_id for one in found} == wanted
    for code in WORDS.adaptation_codes:
        found = told["adaptation", code].opened if ("adaptation", code) in told else ()
        wanted = {
            place.task.id
            for place in demo().open_places()
            if verdict_of(place, person) not in OPEN and verdict_of(place, person, (code,)) in OPEN
        }
        assert {one.task_id for one in found} == wanted


def verdict_of(place: Place, who: Citizen, more: tuple[str, ...] = ()) -> str:
    own = replace(place.task, adaptations=(*place.task.adaptations, *more))
    courses = demo().dataset.courses
    columns = task_columns(own, place.opening, place.company, courses, WORDS)
    return VERDICTS[judge(columns, citizen_columns([who], courses, WORDS), AS_OF, WORDS).verdict[0]]


def test_alone_scores_as_in_the_pool() -> None:
    everyone = {
        task_id: {one.citizen_id: one.score for one in demo().for_task(task_id, AS_OF, 300)}
        for task_id in ("tA023", "tA024", "tB007")
    }
    for person in demo().dataset.citizens[::9]:
        own = alone(demo(), person)
        for task_id, scores in everyone.items():
            told = own.ranked(own.place(task_id), AS_OF).scores.tolist()
            assert told == pytest.approx([scores[person.id]] if person.id in scores else [])


def test_a_course_opens_and_its_words_count() -> None:
    """The score is that of somebody who has the course: the text of the course speaks too."""
    kitchen = opening(task(requires=("hygiejne",)))
    data = dataset(openings=(kitchen,))
    own = Recommender.of(data, LetterEncoder(), plain_ranker(course_text=1.0, required_course=0.5))
    change = for_citizen(own, good=0.0)["course", "hygiejne"]
    assert change.text == "Med kurset Almen fødevarehygiejne åbner 1 opgave mere for borgeren, med god score"
    trained = replace(data, citizens=(citizen(courses=(HeldCourse("hygiejne", AS_OF),)),))
    (done,) = replace_data(own, trained).for_task("t1", AS_OF)
    assert change.opened[0].score == pytest.approx(done.score)
    assert change.opened[0].score > 1 / (1 + 2.718281828**0.5) + 0.01, "more than the 0.5 of the course alone"


def replace_data(own: Recommender, data: Dataset) -> Recommender:
    return Recommender.of(data, own.encoder, own.ranker)


def test_a_credential_is_a_proof() -> None:
    own = engine(openings=(opening(task(requires=("truckcertifikat",))),), courses=(course(), credential()))
    text = for_citizen(own, good=0.99)["course", "truckcertifikat"].text
    assert text == "Med beviset Gaffeltruckcertifikat åbner 1 opgave mere for borgeren, men uden god score"


@pytest.mark.parametrize(
    ("who", "own_task", "key"),
    [
        ({"days": ("mon", "tue"), "hours_per_day_max": 2.0}, {}, ("day", "wed")),
        ({"days": ("mon", "tue"), "hours_per_day_max": 2.0}, {}, ("hours_day", "+1")),
        ({"max_distance_km": 0.1}, {}, ("distance", "+5")),
        ({"earliest": 600, "days": ("mon",)}, {"hours_per_week": 2.0, "latest": 660}, ("window", "-60")),
        ({"latest": 660, "days": ("mon",)}, {"hours_per_week": 2.0, "earliest": 600}, ("window", "+60")),
    ],
)
def test_what_a_citizen_could_stretch(who: dict[str, Any], own_task: dict[str, Any], key: tuple[str, str]) -> None:
    person, own = citizen(**who), task(**own_task)
    assert verdict(own, person)[0] not in OPEN
    change = for_citizen(engine(person, openings=(opening(own),)))[key]
    assert [(one.task_id, one.citizen_id) for one in change.opened] == [("t1", "b1")]
    assert change.of == "b1"


def test_a_need_is_never_dropped() -> None:
    person = citizen(needs=("buddy", "quiet_spot"), capacities={"standing": 1})
    for draft in grown(person, (course(), credential()), AS_OF):
        assert draft.citizen.needs == person.needs
        assert draft.citizen.capacities == person.capacities
        assert draft.citizen.consents == person.consents


def test_only_open_openings_count_and_what_is_held_is_not_proposed() -> None:
    closed = opening(task(id="t2", requires=("hygiejne",)), id="o2", status="closed")
    assert for_citizen(engine(openings=(opening(), closed))) == {}
    held = citizen(courses=(HeldCourse("hygiejne", None),))
    assert "hygiejne" not in [draft.code for draft in grown(held, (course(),), AS_OF)]


@pytest.mark.parametrize(
    ("people", "good", "told"),
    [
        (7, 3, "7 borgere mere, 3 af dem med god score"),
        (7, 0, "7 borgere mere, ingen af dem med god score"),
        (2, 2, "2 borgere mere, alle med god score"),
        (1, 1, "1 borger mere, med god score"),
        (1, 0, "1 borger mere, men uden god score"),
    ],
)
def test_the_sentence(people: int, good: int, told: str) -> None:
    assert (
        people_sentence("hvis der er en stol", "opgaven", people, good)
        == f"Hvis der er en stol, åbner opgaven for {told}"
    )


def test_the_sentence_of_a_citizen() -> None:
    assert (
        tasks_sentence("med kurset X", 4, 2) == "Med kurset X åbner 4 opgaver mere for borgeren, 2 af dem med god score"
    )
