from evaluation.cases import Cases
from evaluation.datasets import judged_of
from evaluation.report import Shown, TaskReport
from evaluation.rules import verdict_table
from evaluation.setting import Setting
from evaluation.systems import EngineRun
from recommender.vocabulary import shipped_vocabulary
from tests.evaluation.bench import municipality, rows
from tests.support.builders import AS_OF


def case(grades: dict[str, dict[str, int]], *listed: int) -> TaskReport:
    """The case of t1 when the engine lists those rows with scores .9, .8, …"""
    data = municipality(grades)
    judged = judged_of(data)
    setting = Setting(judged, (), ())
    verdicts = verdict_table(data, judged.tasks, AS_OF, shipped_vocabulary())
    scores = 0.9 - 0.1 * rows(*range(len(listed)))
    cases = Cases(setting, verdicts, EngineRun({"t1": rows(*listed)}, {"t1": scores}))
    return cases("t1", 0.5, 0.25, {"b1": ("Kort vej",)})


def test_a_case_shows_the_first_graded_with_their_place_in_the_whole_list() -> None:
    found = case({"t1": {"b1": 3, "b3": 1}}, 4, 0, 2)

    assert found.title == "Pakke ordrer"
    assert (found.graded, found.suitable, found.listed) == (2, 1, 3)
    assert [(one.citizen_id, one.rank, one.grade, one.verdict) for one in found.top] == [
        ("b1", 2, 3, "fits"),
        ("b3", 3, 1, "fits"),
    ]
    assert found.top[0].score == 0.8
    assert [one.reasons for one in found.top] == [("Kort vej",), ()]
    assert found.missed == ()


def test_suitable_citizens_who_are_not_listed_are_told_with_what_the_rules_say() -> None:
    found = case({"t1": {"b2": 2, "b6": 3}}, 0)

    assert found.top == ()
    assert found.missed == (Shown("b6", 3, None, None, "blocked"), Shown("b2", 2, None, None, "fits"))


def test_five_are_shown_and_the_suitable_below_them_are_missed() -> None:
    grades = {"t1": {"b1": 0, "b2": 0, "b3": 0, "b4": 0, "b5": 0, "b6": 2}}
    found = case(grades, 0, 1, 2, 3, 4, 5)

    assert [one.citizen_id for one in found.top] == ["b1", "b2", "b3", "b4", "b5"]
    assert [(one.citizen_id, one.rank) for one in found.missed] == [("b6", 6)]
