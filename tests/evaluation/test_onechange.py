from dataclasses import replace

import pytest

from evaluation import onechange
from evaluation.datasets import judged_of
from evaluation.onechange import one_change
from recommender.change import changes_for_task
from recommender.types import Dataset, Judgement
from tests.evaluation.bench import municipality, recommender, sight
from tests.support.builders import AS_OF, opening, task


def with_needs() -> Dataset:
    """b1 and b3 need a stool, which nobody offers: one adaptation opens t1 to both."""
    data = municipality()
    people = tuple(replace(one, needs=("sit_stand",)) if one.id in ("b1", "b3") else one for one in data.citizens)
    asked = task(demands={"standing": 2})
    return replace(
        data,
        citizens=people,
        openings=(opening(asked, task(id="t2", title="Koge suppe", description="Koge suppe og vaske op.")),),
        judgements=(Judgement("t1", "b1", 3), Judgement("t1", "b3", 0), Judgement("t1", "b2", 1)),
    )


def test_the_best_change_of_each_task_is_valued() -> None:
    engine = recommender(with_needs())
    judged = judged_of(engine.dataset)
    best = changes_for_task(engine, engine.place("t1"), AS_OF, 1)[0]
    found = one_change([sight(engine)], judged, seed=0)

    assert {one.citizen_id for one in best.opened} == {"b1", "b3"}
    assert (found.tasks, found.graded, found.suitable) == (1, 2, 1)
    assert found.value.value == pytest.approx(sum(one.score for one in best.opened))
    assert found.opening == (best.good > 0)


def test_where_everybody_can_no_change_opens_anything() -> None:
    engine = recommender()
    found = one_change([sight(engine)], judged_of(engine.dataset), seed=0)

    assert (found.tasks, found.opening, found.value.value, found.graded) == (2, 0, 0.0, 0)


def test_of_many_tasks_some_are_drawn_by_the_seed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(onechange, "MOST_TASKS", 1)
    engine = recommender()

    assert one_change([sight(engine)], judged_of(engine.dataset), seed=0).tasks == 1
