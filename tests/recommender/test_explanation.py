"""What a suggestion says: golden texts for whole pairs, and each sentence where it must stand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from recommender.engine import Recommender
from recommender.explanation import SIDES, TEXTS, faint, sides
from recommender.features import FEATURES
from recommender.tagreasons import FAINT
from recommender.types import Citizen, HeldCourse, Suggestion, Task
from tests.support.builders import AS_OF, citizen, company, course, credential, dataset, opening, task
from tests.support.golden import check_file
from tests.support.pairs import LetterEncoder, plain_ranker
from tests.support.shipped import demo

TASKS = ("tA011", "tA023", "tA024", "tA041", "tB005", "tB007", "tB009", "tB019")
"""Three suggestions of each: the first, and further ones of other verdicts."""


SIGNS = {1: "+", 0: "~", -1: "−"}


def told(one: Suggestion) -> str:
    lines = [f"## {one.task_id} {one.citizen_id}: nr. {one.rank}, {one.verdict}"]
    lines += [f"- {SIGNS[int(np.sign(reason.contribution))]} {reason.text}" for reason in one.reasons]
    lines += [f"- → {clause}" for clause in one.opens_with]
    lines += [f"- ? ({question.of}) {question.text}" for question in one.questions]
    return "\n".join(lines)


def chosen(task_id: str) -> list[Suggestion]:
    """The best of each verdict."""
    found: dict[str, Suggestion] = {}
    for one in demo().for_task(task_id, AS_OF, 40):
        found.setdefault(one.verdict, one)
    return sorted(found.values(), key=lambda one: one.rank)


def test_golden_explanations() -> None:
    """Rewrite with `REWRITE_GOLDEN=1 pytest` and read the difference line by line."""
    pairs = [one for task_id in TASKS for one in chosen(task_id)]
    assert len(pairs) >= 20
    place = demo().place
    texts = [
        f"# {task_id} {place(task_id).task.title}\n\n" + "\n\n".join(map(told, chosen(task_id))) for task_id in TASKS
    ]
    now = "\n\n".join(texts) + "\n"
    check_file("explanations.md", now)


def suggestion(asked: Task, who: Citizen, where: dict[str, Any] | None = None, **weights: float) -> Suggestion:
    """The one suggestion of a small dataset."""
    data = dataset(
        companies=(company(**(where or {})),),
        openings=(opening(asked),),
        citizens=(who,),
        courses=(course(), course(code="lager", title="Lagerintroduktion"), credential()),
    )
    (one,) = Recommender.of(data, LetterEncoder(), plain_ranker(**weights)).for_task(asked.id, AS_OF)
    return one


def reason(one: Suggestion, code: str) -> str:
    return next(reason.text for reason in one.reasons if reason.code == code)


def test_levels_above_capacity_are_told_as_what_people_can() -> None:
    one = suggestion(task(demands={"lifting": 2}), citizen(capacities={"lifting": 1}), over_demand=-1.0)
    assert reason(one, "over_demand") == (
        "Opgaven kræver, at man kan løfte op til 20 kg (borgeren kan løfte op til 10 kg)"
    )
    assert one.opens_with == ("hvis der kan skaffes et løftehjælpemiddel", "hvis kolleger kan tage løftene")


def test_what_made_it_possible_is_told_even_at_no_cost() -> None:
    asked = task(demands={"standing": 3}, adaptations=("sit_stand", "buddy"))
    one = suggestion(asked, citizen(capacities={"standing": 1}, needs=("buddy",)))
    assert one.verdict == "adapt"
    assert reason(one, "adapted") == (
        "Kan lade sig gøre med det, virksomheden tilbyder: ståstol eller siddeplads og fast buddy eller mentor"
    )


def test_courses_are_named() -> None:
    asked = task(prefers=("hygiejne",), requires=("lager",))
    who = citizen(courses=(HeldCourse("hygiejne", None),))
    one = suggestion(asked, who, preferred_course=1.0, missing=-1.0)
    assert reason(one, "preferred_course") == "Har Almen fødevarehygiejne, som er en fordel i opgaven"
    assert reason(one, "missing") == "Mangler Lagerintroduktion, som opgaven kræver"
    assert one.opens_with == ("efter kurset Lagerintroduktion",)


def test_one_hour_is_an_hour() -> None:
    one = suggestion(task(hours_per_week=1), citizen(hours_per_week_max=30.0), hours_filled=-1.0, hours_covered=1.0)
    assert reason(one, "hours_filled") == "1 time om ugen er lidt for en borger, der kan op til 30"
    assert reason(one, "hours_covered") == "Opgavens 1 time om ugen kan nås"


def test_the_way_is_told_as_it_was_measured() -> None:
    told = reason(suggestion(task(), citizen(), travel=-1.0), "travel")
    assert told == "Der er 1,3 km i luftlinje til arbejdet (borgeren kan rejse op til 20 km)"


def test_a_way_beyond_the_citizens_is_told_with_what_bridges_it() -> None:
    one = suggestion(task(adaptations=("transport_help",)), citizen(max_distance_km=1.0), travel=-1.0)
    assert reason(one, "travel") == (
        "Der er 1,3 km i luftlinje til arbejdet "
        "(borgeren kan rejse op til 1 km; virksomheden tilbyder hjælp til transport)"
    )


def test_likeness_is_told_beside_what_is_usual_and_never_as_a_fact_of_the_citizen() -> None:
    who = citizen(avoids="Larm", courses=(HeldCourse("hygiejne", None), HeldCourse("lager", None)))
    for weight, usual in ((1.0, "mere, end man oftest ser"), (-1.0, "mindre, end man oftest ser")):
        one = suggestion(task(), who, experience_text=weight)
        assert reason(one, "experience_text") == f"Det, der står om erfaringen, ligner opgaven {usual}"
    assert reason(suggestion(task(), who, avoid_text=1.0), "avoid_text") == (
        "Det, borgeren vil undgå, ligner opgaven mindre, end man oftest ser"
    )
    nearest = reason(suggestion(task(), who, course_text=1.0), "course_text")
    assert nearest.startswith("Nærmest opgaven blandt borgerens kurser og beviser: ")
    assert reason(suggestion(task(), who, course_text=-1.0), "course_text") == (
        "Det, borgerens kurser handler om, ligner opgaven mindre, end man oftest ser"
    )


def test_hours_are_told_in_danish_numbers() -> None:
    one = suggestion(task(hours_per_week=7.5), citizen(hours_per_week_max=30.0), hours_filled=-1.0)
    assert reason(one, "hours_filled") == "7,5 timer om ugen er lidt for en borger, der kan op til 30"


@pytest.mark.parametrize(
    ("over", "of_citizen", "opens"),
    [
        (
            {"hours_per_week": 12.0},
            {"hours_per_week_max": 7.0},
            ("hvis timerne kan trappes op", "hvis opgaven kan deles, så borgeren tager 7 timer om ugen"),
        ),
        ({"days": ("sat",)}, {}, ("hvis timerne frit kan fordeles på ugens dage",)),
        ({"earliest": 300, "latest": 400}, {"earliest": 500}, ("hvis mødetiden kan være fleksibel",)),
        (
            {"hours_per_week": 12.0},
            {"hours_per_week_max": 0.5, "hours_per_week_min": 0.0},
            ("hvis opgaven kan skæres ned til 0,5 timer om ugen",),
        ),
        ({"hours_per_week": 12.0}, {"hours_per_week_max": 0.0, "hours_per_week_min": 0.0}, ()),
        (
            {"days": ("sat",), "earliest": 300, "latest": 400},
            {"earliest": 500},
            ("hvis dage og tidspunkter kan lægges om, så borgeren kan møde",),
        ),
        ({}, {"needs": ("short_days",)}, ("hvis dagene kan være korte",)),
        (
            {"demands": {"digital": 3}},
            {"capacities": {"digital": 1}},
            ("hvis opgaven kan lægges til rette, så det er nok, at man kan bruge en skanner eller en enkel skærm",),
        ),
    ],
)
def test_what_opens_a_near_miss(over: dict[str, Any], of_citizen: dict[str, Any], opens: tuple[str, ...]) -> None:
    one = suggestion(task(**over), citizen(**of_citizen))
    assert one.verdict == "near_miss"
    assert one.opens_with == opens


def test_both_sides_are_told_and_with_the_base_they_are_the_logit() -> None:
    one = suggestion(
        task(prefers=("hygiejne",)),
        citizen(courses=(HeldCourse("hygiejne", None),), hours_per_week_max=12.0),
        preferred_course=2.0,
        hours_filled=1.0,
        travel=-3.0,
    )
    both = sides(one.reasons)
    assert both["task"] == pytest.approx(2.0)
    assert both["citizen"] == pytest.approx(0.5 - 3.0 * 0.1282**1.5, abs=0.01)
    assert both["task"] + both["citizen"] - 1.0 == pytest.approx(sum(reason.contribution for reason in one.reasons))


def test_what_names_nothing_stands_last_however_much_it_weighs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(TEXTS, "travel", lambda _pair, _good: f"{FAINT}, at vejen er kort")
    one = suggestion(task(), citizen(), travel=-50.0, hours_filled=0.1, hours_covered=0.2)
    assert [reason.code for reason in one.reasons] == ["hours_covered", "hours_filled", "travel", "base"]
    assert [faint(reason) for reason in one.reasons] == [False, False, True, False]
    assert abs(one.reasons[2].contribution) > abs(one.reasons[0].contribution)


def test_over_the_demo_nothing_that_names_something_stands_behind_what_does_not() -> None:
    seen = 0
    for place in demo().open_places():
        for one in demo().for_place(place, AS_OF, 10):
            terms = [reason for reason in one.reasons if reason.contribution and reason.code != "base"]
            seen += sum(map(faint, terms))
            assert terms == sorted(terms, key=lambda reason: (faint(reason), -abs(reason.contribution)))
    assert seen > 100


def test_every_group_of_features_belongs_to_a_side() -> None:
    assert {feature.group for feature in FEATURES} == SIDES.keys()


def test_only_near_misses_are_opened() -> None:
    assert suggestion(task(), citizen()).opens_with == ()


def test_unknowns_become_questions() -> None:
    asked = task(demands={"standing": 2, "noise": 0})
    who = citizen(capacities={"lifting": 0, "danish": 3}, location=None, max_distance_km=None)
    one = suggestion(asked, who, {"location": None, "supported_fte": None})
    assert [(question.code, question.of) for question in one.questions] == [
        ("capacity.standing", "citizen"),
        ("demand.lifting", "company"),
        ("location.company", "company"),
        ("location.citizen", "citizen"),
        ("max_distance_km", "citizen"),
        ("quota", "company"),
    ]
    assert one.questions[0].text == "Spørg, om borgeren kan stå det meste af tiden."
    assert one.questions[1].text == "Løft og bæring: Hvad kræver opgaven? Borgeren kan løfte op til 3 kg."


def test_nothing_unknown_nothing_asked() -> None:
    assert suggestion(task(demands={"standing": 2}), citizen(capacities={"standing": 3})).questions == ()


def test_what_an_offer_covers_is_not_asked() -> None:
    one = suggestion(task(demands={"standing": 2}, adaptations=("sit_stand",)), citizen())
    assert one.questions == ()


def test_no_sentence_of_the_experience_is_held_up_as_what_the_number_came_from() -> None:
    """The likeness is of wholes; the nearest sentence may be about illness."""
    who = citizen(experience="Har pakket æbler. Mistede synet på det ene øje.")
    assert (
        reason(suggestion(task(), who, experience_text=1.0), "experience_text")
        == "Det, der står om erfaringen, ligner opgaven mere, end man oftest ser"
    )


def test_a_wish_that_was_read_from_the_experience_is_told_with_care() -> None:
    who = citizen(experience="Har passet høns og grise i tyve år.", wishes="Bare noget i nærheden")
    one = suggestion(task(fields=("wood",)), who, wish_elsewhere=-1.0)
    told_of = [r.text for r in one.reasons if r.code == "wish_elsewhere"]
    assert all("dyr" not in text for text in told_of)


def test_a_wish_for_other_work_is_named_and_costs_only_where_none_of_it_is_in_the_task() -> None:
    who = citizen(wishes="Noget med dyr eller træ", wish_fields=("animals", "wood"))
    elsewhere = suggestion(task(fields=("shop",)), who, wish_elsewhere=-1.0)
    assert reason(elsewhere, "wish_elsewhere") == "Ønsker sig noget andet: træ; dyr"
    for met in (suggestion(task(fields=("shop", "wood")), who, wish_elsewhere=-1.0),
                suggestion(task(fields=("shop",)), citizen(wish_fields=()), wish_elsewhere=-1.0)):  # fmt: skip
        assert not [r for r in met.reasons if r.code == "wish_elsewhere"]


def test_what_the_task_is_about_is_never_something_else() -> None:
    """A field of the task is not named as what the citizen has done or wishes instead."""
    for place in demo().open_places():
        labels = demo().vocabulary.field_labels
        for one in demo().for_place(place, AS_OF, 10):
            about = {labels[code].lower() for code in (place.task.fields or ())}
            for r in one.reasons:
                if r.text.startswith(("Ønsker sig noget andet: ", "Har erfaring fra andet: ")):
                    assert not about & set(r.text.split(": ", 1)[1].split(" (")[0].split("; "))


def test_hours_that_cannot_be_reached_are_not_told_as_the_tasks() -> None:
    who = citizen(days=("mon",), hours_per_day_max=3.0, hours_per_week_min=5.0)
    one = suggestion(task(splittable=True), who, hours_below_least=-1.0)
    assert reason(one, "hours_below_least") == ("Borgeren kan nå 3 timer om ugen i opgaven og vil helst have mindst 5")


TAGS: dict[str, Any] = {
    "experience_fields": ("packing", "driving"),
    "wish_fields": ("packing",),
    "wish_conditions": ("outdoors", "quiet"),
    "avoid_fields": ("warehouse",),
    "avoid_conditions": ("noisy",),
}
"""As a person said them."""


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("experience_field", "Har erfaring med det, opgaven handler om: pakning og småmontage"),
        ("wish_field", "Ønsker sig det, opgaven handler om: pakning og småmontage"),
        ("wish_condition", "Vil gerne have det, som det er i opgaven: stille"),
        ("opposite_condition", "Vil hellere have: ude; i opgaven er det: inde"),
        ("avoid_field", "Vil undgå det, opgaven handler om: lager"),
        ("avoid_condition", "Vil undgå noget, der er i opgaven: larm"),
    ],
)
def test_tags_are_named(code: str, told: str) -> None:
    asked = task(fields=("packing", "warehouse"), conditions=("indoors", "quiet", "noisy"))
    one = suggestion(asked, citizen(**TAGS), **{code: 1.0})
    assert reason(one, code) == told


def test_a_proposed_tag_shows_the_words_that_it_was_read_from() -> None:
    one = suggestion(
        task(fields=("animals",)), citizen(experience="Har passet høns og grise i tyve år."), experience_field=1.0
    )
    assert "(læst af «Har passet høns" in reason(one, "experience_field")
    assert "dyr" in reason(one, "experience_field")


FORBIDDEN_WORDS = ("begrænset", "handicap", "diagnose", "svag", "problemborger", "None", "nan")


def test_respectful_and_whole_sentences() -> None:
    """Over every suggestion of the demo: nothing disrespectful, no leftovers of code."""
    for place in demo().open_places():
        for one in demo().for_place(place, AS_OF, 20):
            texts = [r.text for r in one.reasons] + [q.text for q in one.questions] + list(one.opens_with)
            for text in texts:
                assert text == text.strip()
                assert text
                without_quotes = text.split("«")[0]
                assert not [word for word in FORBIDDEN_WORDS if word in without_quotes.split()], text
