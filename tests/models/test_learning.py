"""Learning from a municipality's own history, and the recipe of the shipped ranker."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from models.recipes.learning import learn, learnt_from
from models.recipes.ranker import ndcg, train, with_tags
from recommender.dataset import read_dataset, write_dataset
from recommender.errors import RequestFaulty
from recommender.features import FEATURE_NAMES, FEATURES
from recommender.fitting import JudgedPairs, joined, matched_pairs
from recommender.ranker import Ranker, load_ranker, shipped_ranker_folder
from recommender.types import Match
from tests.support.builders import AS_OF
from tests.support.shipped import DEMO, TRAINING, demo


def outcomes(count: int, sign: float, seed: int = 3) -> JudgedPairs:
    """Outcomes that follow `wish_field` with that sign, twenty to a task."""
    draw = np.random.default_rng(seed)
    values = np.full((count, len(FEATURES)), np.nan)
    at = FEATURE_NAMES.index("wish_field")
    values[:, at] = draw.random(count)
    came = sign * (values[:, at] - 0.5) * 8 + draw.normal(0, 1, count)
    tasks = np.array([f"t{i // 20}" for i in range(count)], dtype=object)
    citizens = np.array([f"b{i}" for i in range(count)], dtype=object)
    return JudgedPairs(values, np.clip(np.round(came + 1.5), 0, 3).astype(np.intp), tasks, citizens)


def weight(ranker: Ranker) -> float:
    return ranker.weights[FEATURE_NAMES.index("experience_field")]


def shipped() -> Ranker:
    return load_ranker(shipped_ranker_folder())


def moved(count: int) -> float:
    """How far the weights go from the shipped ones."""
    new = learnt_from(outcomes(count, 1.0), shipped()).ranker
    return float(np.abs(np.array(new.weights) - np.array(shipped().weights)).max())


def test_ten_outcomes_change_little_and_a_thousand_change_much() -> None:
    assert moved(10) < 0.1
    assert moved(1000) > 0.5
    assert moved(10) < moved(100) < moved(1000)


def test_a_thousand_outcomes_that_agree_make_it_better() -> None:
    learnt = learnt_from(outcomes(1000, 1.0), shipped())
    assert not learnt.worse
    assert learnt.loss < learnt.loss_in_use
    assert learnt.outcomes == 1000
    assert learnt.tasks == 50


def test_known_signs_hold_whatever_the_history_says() -> None:
    new = learnt_from(outcomes(1000, -1.0), shipped()).ranker
    assert new.weights[FEATURE_NAMES.index("wish_field")] == pytest.approx(0.0, abs=1e-9)


def test_history_is_graded_by_how_far_it_came(tmp_path: Path) -> None:
    possible = demo().for_task("tA024", AS_OF, 4)
    stages = ("proposed", "met", "placed", "hired")
    matches = tuple(
        Match(f"m{at}", "tA024", one.citizen_id, AS_OF, stage)
        for at, (one, stage) in enumerate(zip(possible, stages, strict=True))
    )
    again = replace(matches[0], id="m9", stage="met", matched_on=date(2026, 11, 22))
    blocked = Match("m10", "tA024", "bA001", AS_OF, "met")
    history = replace(demo(), dataset=replace(demo().dataset, matches=(again, *matches, blocked)))
    pairs = matched_pairs(history)
    graded = dict(zip(pairs.citizens, pairs.grades, strict=True))
    assert graded == {one.citizen_id: grade for one, grade in zip(possible, (1, 1, 2, 3), strict=True)}


def test_joined_pairs_are_told_once() -> None:
    one, other = outcomes(20, 1.0), outcomes(40, 1.0, seed=5)
    both = joined(one, other)
    assert len(both.grades) == 40
    assert both.grades[:20].tolist() == one.grades.tolist()


def test_ndcg_by_hand_and_only_where_grades_differ() -> None:
    """Two pairs, the wrong first: 1 / log2(3) of the best possible."""
    pairs = outcomes(3, 1.0)
    two = replace(pairs, grades=np.array([0, 1, 2]), tasks=np.array(["a", "a", "b"], dtype=object))
    assert ndcg(two, np.array([2.0, 1.0, 0.0])) == pytest.approx(1 / np.log2(3))
    assert ndcg(replace(two, grades=np.array([1, 1, 2])), np.array([2.0, 1.0, 0.0])) is None


@pytest.mark.parametrize("days", [-1, 30])
def test_what_comes_later_or_is_too_young_is_not_learnt_from(days: int, tmp_path: Path) -> None:
    possible = demo().for_task("tA024", AS_OF, 20)
    when = AS_OF - timedelta(days=days)
    matches = tuple(Match(f"m{at}", "tA024", one.citizen_id, when, "proposed") for at, one in enumerate(possible))
    write_dataset(replace(demo().dataset, judgements=(), matches=matches), tmp_path / "data")
    with pytest.raises(RequestFaulty, match="0 outcomes that the rules allow"):
        learn(tmp_path / "data", tmp_path / "out", AS_OF)


def test_what_was_settled_by_then_is_learnt_from(tmp_path: Path) -> None:
    possible = demo().for_task("tA024", AS_OF, 20)
    when = AS_OF - timedelta(days=200)
    matches = tuple(
        Match(f"m{at}", "tA024", one.citizen_id, when, ("hired", "proposed")[at // 10])
        for at, one in enumerate(possible)
    )
    now = Match("now", "tA024", "bA001", AS_OF, "proposed")
    write_dataset(replace(demo().dataset, judgements=(), matches=(*matches, now)), tmp_path / "data")
    assert learn(tmp_path / "data", tmp_path / "out", AS_OF).outcomes == 20


def test_too_little_to_learn_from(tmp_path: Path) -> None:
    data = replace(demo().dataset, judgements=())
    write_dataset(data, tmp_path / "data")
    with pytest.raises(RequestFaulty, match="0 outcomes that the rules allow; at least 10 are needed"):
        learn(tmp_path / "data", tmp_path / "out", AS_OF)
    assert not (tmp_path / "out").exists()


def test_a_worse_ranker_is_refused_and_nothing_written(tmp_path: Path) -> None:
    """Judgements turned round: what suits is graded 0, what does not 3. The known signs cannot follow."""
    data = read_dataset(DEMO)
    turned = tuple(one._replace(grade=3 - one.grade) for one in data.judgements)
    write_dataset(replace(data, judgements=turned), tmp_path / "data")
    with pytest.raises(RequestFaulty, match=r"is worse on tasks held out .*nothing was written, keep the one in use"):
        learn(tmp_path / "data", tmp_path / "out", AS_OF, BALANCED)
    assert not (tmp_path / "out").exists()


BALANCED = replace(
    shipped(), weights=tuple(-weight for weight in shipped().weights), neutral=shipped().neutral, name="turned"
)
"""A ranker that orders turned judgements well, though no fit may: it breaks the known signs."""


def test_the_recipe_gives_the_shipped_weights_again(tmp_path: Path) -> None:
    again = train(TRAINING, tmp_path)
    assert again.weights == pytest.approx(shipped().weights, abs=1e-3)
    assert again.base == pytest.approx(shipped().base, abs=1e-3)
    assert load_ranker(tmp_path) == again
    assert "| `travel` |" in (tmp_path / "README.md").read_text(encoding="utf-8")


def test_tags_beside_a_dataset_are_filled_in() -> None:
    data = with_tags(read_dataset(TRAINING), TRAINING / "tags.jsonl")
    assert all(task.fields is not None for task in data.task_by_id.values())
    assert data.citizen_by_id["bC001"].wish_fields is not None
    assert with_tags(data, TRAINING / "none.jsonl") is data
