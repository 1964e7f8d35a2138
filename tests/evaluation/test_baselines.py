from collections import Counter
from dataclasses import replace

import pytest

from evaluation.baselines import MANY_LISTS, Baselines, draws_for
from evaluation.datasets import judged_of
from evaluation.rules import verdict_table
from evaluation.systems import System
from recommender.index import on_grid
from recommender.types import Dataset, Match
from tests.evaluation.bench import municipality, recommender
from tests.support.builders import AS_OF, citizen

NAMES = ["random", "popularity", "hours", "ngrams", "bm25", "encoder", "verdict", "verdict_ngrams"]
B6 = 5
"""Row of the citizen without consent."""


def baselines(seed: int = 0, data: Dataset | None = None) -> dict[str, System]:
    engine = recommender(data)
    judged = judged_of(engine.dataset)
    verdicts = verdict_table(engine.dataset, judged.tasks, AS_OF, engine.vocabulary)
    return {system.name: system for system in Baselines(engine, judged, verdicts, seed).all()}


def test_the_baselines_and_their_order() -> None:
    assert list(baselines()) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_every_baseline_ranks_every_citizen_once(name: str) -> None:
    lists = baselines()[name].lists(0)

    assert set(lists) == {"t1", "t2"}
    assert all(sorted(listed.tolist()) == list(range(6)) for listed in lists.values())


def test_words_alone_put_the_same_words_first() -> None:
    assert baselines()["ngrams"].lists(0)["t1"][0] == 0
    assert baselines()["ngrams"].lists(0)["t2"][0] == 1


def test_shared_words_put_whole_words_first() -> None:
    listed = baselines()["bm25"].lists(0)["t2"].tolist()
    assert listed[0] == 1
    assert baselines()["bm25"].lists(0)["t1"][0] in (0, 5)  # both say pakke and ordrer


def test_popularity_counts_what_was_known_and_leaves_the_rest_to_chance() -> None:
    engine = recommender()
    judged = judged_of(engine.dataset)
    past = tuple(Match(str(at), "t1", citizen, AS_OF, "met") for at, citizen in enumerate(("b4", "b2", "b4")))
    systems = {system.name: system for system in Baselines(engine, judged, {}, 0, draws=30, past=past).all()}
    drawn = [systems["popularity"].lists(draw)["t1"].tolist() for draw in range(30)]
    assert systems["popularity"].draws == 30
    assert {tuple(listed[:2]) for listed in drawn} == {(3, 1)}
    assert len({listed[2] for listed in drawn}) == 4


def test_hours_alone_look_at_the_hours_alone() -> None:
    people = tuple(citizen(id=f"b{at}", hours_per_week_max=hours) for at, hours in enumerate((37.0, 7.0, 4.0), 1))
    data = replace(municipality({"t1": {"b1": 1}}), citizens=people)
    assert baselines(data=data)["hours"].lists(0)["t1"].tolist() == [1, 2, 0]


def test_the_encoder_alone_takes_the_nearest_of_experience_wishes_and_courses() -> None:
    engine = recommender()
    judged = judged_of(engine.dataset)
    found = Baselines(engine, judged, {}, 0).meaning("t1")

    whole = "Pakke ordrer. Pakke små ordrer i kasser og sætte etiket på."
    query = engine.encoder.encode([whole])[0]
    for row, one in enumerate(engine.dataset.citizens):
        own = engine.encoder.encode([one.experience])
        assert found[row] == float(on_grid(query[None])[0] @ on_grid(own)[0])


def test_rules_alone_put_the_blocked_last_and_leave_the_rest_to_chance() -> None:
    system = baselines()["verdict"]
    drawn = [system.lists(draw)["t1"].tolist() for draw in range(system.draws)]

    assert {listed[-1] for listed in drawn} == {B6}
    firsts = Counter(listed[0] for listed in drawn)
    assert set(firsts) == {0, 1, 2, 3, 4}
    assert max(firsts.values()) < system.draws * 0.35


def test_rules_then_words_keep_the_order_of_words_among_equals() -> None:
    found = baselines()
    words = [row for row in found["ngrams"].lists(0)["t1"].tolist() if row != B6]

    assert found["verdict_ngrams"].lists(0)["t1"].tolist() == [*words, B6]


def test_chance_is_the_seeds_and_the_draws() -> None:
    first, again, other = (baselines(seed)["random"] for seed in (1, 1, 2))
    drawn = [[one.lists(draw)["t1"].tolist() for draw in range(20)] for one in (first, again, other)]

    assert drawn[0] == drawn[1] != drawn[2]
    assert len({tuple(listed) for listed in drawn[0]}) > 10
    assert any(first.lists(draw)["t1"].tolist() != first.lists(draw)["t2"].tolist() for draw in range(5))


@pytest.mark.parametrize(("tasks", "draws"), [(1, 200), (20, 100), (61, 33), (1000, 2), (10**6, 2)])
def test_fewer_tasks_take_more_draws(tasks: int, draws: int) -> None:
    assert draws_for(tasks) == draws
    assert draws == 200 or tasks * draws >= MANY_LISTS
