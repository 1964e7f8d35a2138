from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from evaluation.history import FRESH, History, history
from evaluation.leakage import LeakFound
from recommender.errors import RequestFaulty
from recommender.types import Dataset, Judgement, Match
from tests.support.builders import citizen, dataset, held, opening, task

END = date(2026, 11, 21)
SPLIT = date(2026, 3, 1)

MATCHES = (
    Match("m1", "t1", "b1", date(2025, 6, 1), "hired", 6, 40),
    Match("m2", "t1", "b2", date(2026, 2, 1), "met"),  # not settled on the day of the split
    Match("m3", "t2", "b1", date(2026, 3, 1), "placed"),
    Match("m4", "t2", "b3", date(2026, 3, 9), "hired", 6, 30),
    Match("m5", "t3", "b2", date(2026, 4, 20), "proposed"),
    Match("m6", "t3", "b1", date(2026, 11, 1), "hired", 6, 1),  # too young
    Match("m7", "t4", "b1", date(2026, 11, 21), "proposed"),  # too young, alone
)


def municipality(**over: object) -> Dataset:
    tasks = {
        "o1": (task(id="t1"), task(id="t2")),
        "o3": (task(id="t3"),),
        "o4": (task(id="t4"),),
        "o5": (task(id="t5"),),
    }
    days = {"o1": (2025, 5, 1), "o3": (2026, 4, 18), "o4": (2026, 9, 1), "o5": (2026, 4, 10)}
    people = (
        citizen(id="b1", courses=(held(completed_on=date(2026, 4, 15)),)),
        citizen(id="b2", courses=(held(completed_on=date(2024, 1, 1)), held("truckcertifikat", None))),
        citizen(id="b3"),
    )
    own: dict[str, object] = {
        "openings": tuple(opening(*own, id=name, created_on=date(*days[name])) for name, own in tasks.items()),
        "citizens": people,
        "matches": MATCHES,
        "judgements": (Judgement("t1", "b1", 3),),
    }
    return dataset(**(own | over))


def found(**over: object) -> History:
    return history(municipality(**over), END, SPLIT)


def test_the_past_is_what_was_known_on_the_day_of_the_split() -> None:
    own = found()
    assert [match.id for match in own.past] == ["m1", "m2"]
    assert own.train == (replace(MATCHES[0], retained_weeks=39),)


def test_grades_come_from_outcomes_and_what_is_too_young_is_left_out() -> None:
    judged = found().judged
    assert judged.tasks == ("t2", "t3")
    assert {name: judged.rows[name].tolist() for name in judged.tasks} == {"t2": [0, 2], "t3": [1]}
    assert {name: judged.grades[name].tolist() for name in judged.tasks} == {"t2": [2, 3], "t3": [0]}
    assert (judged.suitable, judged.top) == (3, 4)


def test_lasting_is_told_once_everybody_has_had_the_time() -> None:
    later = Match("m8", "t5", "b3", date(2027, 1, 1), "proposed")
    own = history(municipality(matches=(*MATCHES, later)), date(2027, 1, 1), SPLIT)
    assert own.judged.grades["t2"].tolist() == [2, 4]
    assert (own.counts.hired, own.counts.lasting, own.counts.undecided) == (1, 1, 0)


def test_tasks_with_a_young_match_are_not_whole() -> None:
    """t3 has a match of November beside the one that is graded."""
    assert found().whole == ("t2",)


def test_everything_is_counted() -> None:
    counts = found().counts
    assert (counts.past, counts.train, counts.repeated, counts.undated) == (2, 1, 0, 1)
    assert (counts.test, counts.graded, counts.censored) == (5, 3, 2)
    assert (counts.hired, counts.undecided, counts.lasting) == (1, 1, 0)


def test_each_task_is_asked_about_in_the_month_of_its_first_match_with_what_was_known_then() -> None:
    march, april = found().views
    assert (march.day, march.tasks) == (date(2026, 3, 1), ("t2",))
    assert (april.day, april.tasks) == (date(2026, 4, 20), ("t3",))
    assert march.dataset.citizens[0].courses == ()
    assert len(april.dataset.citizens[0].courses) == 1
    assert len(march.dataset.citizens[1].courses) == 2
    assert [one.id for one in march.dataset.openings] == ["o1"]
    assert [one.id for one in april.dataset.openings] == ["o1", "o3", "o5"]
    age = {one.id: april.day - one.created_on for one in april.dataset.openings}
    assert age["o1"] > FRESH >= age["o5"]
    assert [one.status for one in april.dataset.openings] == ["closed", "open", "open"]
    for view in (march, april):
        assert [one.id for one in view.dataset.citizens] == ["b1", "b2", "b3"]
        assert [match.id for match in view.dataset.matches] == ["m1", "m2"]
        assert view.dataset.judgements == ()


def test_views_share_their_citizens_where_nothing_has_changed() -> None:
    people = tuple(citizen(id=name) for name in ("b1", "b2", "b3"))
    views = found(citizens=people).views
    assert views[0].dataset.citizens is views[1].dataset.citizens is not None


def test_nothing_after_the_day_of_asking_is_used() -> None:
    own = history(municipality(), date(2026, 8, 1), SPLIT)
    assert own.until == date(2026, 8, 1)
    assert own.counts.test == 3


def test_the_last_day_of_follow_up_is_the_historys_not_todays() -> None:
    """Asked years later, what was young when the history was taken is still not failure."""
    assert history(municipality(), date(2030, 1, 1), SPLIT).judged.tasks == ("t2", "t3")


def test_without_a_day_seven_of_ten_lie_before() -> None:
    own = history(municipality(), END)
    assert own.split == date(2026, 4, 20)
    assert len(own.past) == 4


def test_a_pair_of_the_test_is_not_learnt_from() -> None:
    again = Match("m9", "t1", "b1", date(2026, 3, 5), "placed")
    own = found(matches=(*MATCHES, again))
    assert own.train == ()
    assert (own.counts.train, own.counts.repeated) == (0, 1)


def test_of_two_matches_of_a_pair_the_furthest_counts() -> None:
    own = found(matches=(*MATCHES, Match("m9", "t2", "b1", date(2026, 4, 1), "hired", 5, 2)))
    assert own.judged.grades["t2"].tolist() == [3, 3]


@pytest.mark.parametrize(
    ("matches", "split", "told"),
    [((), SPLIT, "no matches up to the day"), (MATCHES, date(2026, 10, 1), "no match from 2026-10-01 on")],
)
def test_history_that_cannot_be_used_is_refused(matches: tuple[Match, ...], split: date, told: str) -> None:
    with pytest.raises(RequestFaulty, match=told):
        history(municipality(matches=matches), END, split)


def test_a_leak_in_the_data_stops_the_evaluation() -> None:
    people = (citizen(id="b1", experience="Pakker nu hos Fjordens Lager."), citizen(id="b2"), citizen(id="b3"))
    with pytest.raises(LeakFound, match="Fjordens Lager"):
        found(citizens=people)


def test_rows_rise_and_are_of_the_types_that_metrics_read() -> None:
    judged = found().judged
    assert judged.rows["t2"].dtype == np.intp
    assert judged.grades["t2"].dtype == np.int8
