from collections import Counter

import pytest

from evaluation.groups import NOWHERE, Grouping, citizen_groupings, task_groupings
from recommender.types import Citizen, Match
from recommender.vocabulary import shipped_vocabulary
from tests.support.builders import AS_OF, citizen, company, dataset, opening, task

WORDS = shipped_vocabulary()


def of_citizens(*people: Citizen, past: tuple[Match, ...] = (), **attributes: dict[str, str]) -> dict[str, Grouping]:
    return {one.code: one for one in citizen_groupings(people, attributes, past, WORDS)}


def named(one: Grouping) -> list[str]:
    """The Danish group of everyone, "" of those in none."""
    return ["" if at == NOWHERE else one.names[at].da for at in one.member.tolist()]


def test_hours_needs_unknowns_and_travel() -> None:
    found = of_citizens(
        citizen(id="b1", hours_per_week_max=4.5, needs=(), capacities={}, max_distance_km=None),
        citizen(
            id="b2",
            hours_per_week_max=5,
            needs=("sit_stand",),
            capacities=dict.fromkeys([one.code for one in WORDS.dimensions], 1),
            max_distance_km=40.0,
        ),
        citizen(id="b3", hours_per_week_max=37, needs=("sit_stand", "extra_breaks", "own_pace"), max_distance_km=5.0),
    )

    assert named(found["hours"]) == ["under 5 timer", "5 til under 10 timer", "25 timer eller mere"]
    assert named(found["needs"]) == ["ingen", "1", "3 eller flere"]
    assert named(found["unknowns"])[:2] == ["9 eller flere", "0 til 2"]
    assert named(found["travel"]) == ["ukendt", "30 km eller mere", "5 til under 15 km"]
    assert found["travel"].names[1].en == "5 to under 15 km"


def test_attributes_part_those_of_whom_they_are_known() -> None:
    found = of_citizens(
        citizen(id="b1"),
        citizen(id="b2"),
        citizen(id="b3"),
        sex={"b1": "mand", "b3": "kvinde"},
        skole={"b1": "9. klasse", "b2": "gymnasium"},
    )

    assert named(found["attribute.sex"]) == ["mænd", "", "kvinder"]
    assert [name.en for name in found["attribute.sex"].names] == ["women", "men"]
    assert named(found["attribute.skole"]) == ["9. klasse", "gymnasium", ""]
    assert found["attribute.skole"].label.da == "skole"


def test_what_parts_nobody_is_left_out() -> None:
    found = of_citizens(citizen(id="b1"), citizen(id="b2"), sex={"b1": "mand"})

    assert found == {}


def test_new_citizens_are_those_without_an_earlier_match() -> None:
    past = (Match("m1", "t1", "b2", AS_OF, "met"),)
    found = of_citizens(citizen(id="b1"), citizen(id="b2"), past=past)

    assert named(found["new_citizen"]) == ["ny", "kendt fra tidligere match"]


def test_tasks_by_hours_level_and_new_company() -> None:
    one = opening(task(id="t1", hours_per_week=3.0), task(id="t2", hours_per_week=20.0), id="o1", company_id="v1")
    other = opening(task(id="t3", qualification="in_house_training"), id="o2", company_id="v2")
    data = dataset(companies=(company(id="v1"), company(id="v2")), openings=(one, other))
    found = {
        grouping.code: grouping
        for grouping in task_groupings(data, ["t1", "t2", "t3"], (Match("m1", "t2", "b1", AS_OF, "met"),))
    }

    assert {grouping.of for grouping in found.values()} == {"tasks"}
    assert named(found["task_hours"])[:2] == ["under 5 timer", "15 timer eller mere"]
    assert Counter(named(found["qualification"])) == {"almindelig instruktion": 2, "intern oplæring": 1}
    assert found["qualification"].names[0].en == "plain instruction"
    assert named(found["new_company"]) == ["kendt fra tidligere match"] * 2 + ["ny"]


@pytest.mark.parametrize("count", range(6))
def test_every_number_of_needs_has_its_group(count: int) -> None:
    needs = tuple(one.code for one in WORDS.adaptations[:count])
    found = of_citizens(citizen(id="b1", needs=needs), citizen(id="b2", needs=() if count else ("sit_stand",)))

    told = named(found["needs"])[0]
    assert told == {0: "ingen", 1: "1", 2: "2"}.get(count, "3 eller flere")
