from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from data.generator.settings import UNTIL, Settings
from data.generator.write import generate
from evaluation.counterfactual import Counterfactual, K, Top, counterfactual
from evaluation.history import History
from evaluation.metrics import Lists
from evaluation.rules import every_verdict
from evaluation.setting import Setting, history_setting
from recommender.dataset import read_dataset
from recommender.eligibility import BLOCKED
from recommender.engine import Recommender
from tests.support.pairs import LetterEncoder, plain_ranker

SPLIT = date(2025, 12, 1)


@pytest.fixture(scope="module")
def setting(tmp_path_factory: pytest.TempPathFactory) -> Setting:
    folder = tmp_path_factory.mktemp("history") / "kommune"
    generate(Settings(citizens=150, openings=70, months=24, seed=8), folder)
    return history_setting(Recommender.of(read_dataset(folder), LetterEncoder(), plain_ranker()), UNTIL, SPLIT)


@pytest.fixture(scope="module")
def past(setting: Setting) -> History:
    assert setting.history is not None
    return setting.history


@pytest.fixture(scope="module")
def lists(setting: Setting, past: History) -> dict[str, Lists]:
    """Those whom the rules allow, in the order of the file; those whom they block; those whom history proposed."""
    verdicts, judged = every_verdict(setting.sights), past.judged
    return {
        "allowed": {task: np.flatnonzero(verdicts[task] > BLOCKED)[:30] for task in judged.tasks},
        "blocked": {task: np.flatnonzero(verdicts[task] == BLOCKED)[:30] for task in judged.tasks},
        "proposed": dict(judged.rows),
        "nothing": {},
    }


@pytest.fixture(scope="module")
def found(setting: Setting, past: History, lists: dict[str, Lists]) -> Counterfactual:
    tops = {name: top(past, own) for name, own in lists.items()}
    told = counterfactual(past, setting.sights, tops, seed=1)
    assert told is not None
    return told


def top(past: History, own: Lists) -> Top:
    return Top(
        {task: rows[:K] for task, rows in own.items()},
        {task: past.judged.condensed(task, rows) for task, rows in own.items()},
    )


def test_only_tasks_whose_every_match_has_had_its_time_count(
    found: Counterfactual, setting: Setting, past: History
) -> None:
    assert found.tasks == len(past.whole)
    fewer = counterfactual(replace(past, whole=past.whole[:10]), setting.sights, {"nothing": Top({}, {})})
    assert fewer is not None
    assert fewer.tasks == 10
    assert found.fitted_tasks >= 20
    assert found.fitted_successes >= 10


def test_places_are_those_that_the_rules_allow(found: Counterfactual, past: History, lists: dict[str, Lists]) -> None:
    allowed = sum(min(K, len(lists["allowed"][task])) for task in past.whole)
    assert found.systems["allowed"].places == allowed
    assert found.systems["blocked"].places == 0
    assert found.systems["nothing"].places == 0


def test_what_history_proposed_is_counted_with_its_success(
    found: Counterfactual, past: History, lists: dict[str, Lists]
) -> None:
    own = found.systems["proposed"]
    rows = {task: lists["proposed"][task][:K] for task in past.whole}
    hired = sum(int((past.judged.grade_of(task)[row] >= 3).sum()) for task, row in rows.items())
    assert own.proposed == own.places > 0.9 * sum(len(row) for row in rows.values())
    assert own.values["naive"].value == pytest.approx(hired / (K * len(past.whole)), rel=0.15)


def test_the_first_system_is_held_against_the_others(found: Counterfactual) -> None:
    assert list(found.gaps) == ["blocked", "proposed", "nothing"]
    assert found.gaps["nothing"].value == pytest.approx(found.systems["allowed"].values["dr"].value)


def test_chances_of_the_tried_are_higher_than_of_the_others(found: Counterfactual) -> None:
    """History proposed a few of a hundred: each of them stands for many, together for about as many as there are."""
    assert found.systems["allowed"].cap > 10
    assert 0.5 < found.systems["allowed"].balance < 2.0


def test_it_is_the_same_each_time(
    setting: Setting, past: History, lists: dict[str, Lists], found: Counterfactual
) -> None:
    tops = {name: top(past, own) for name, own in lists.items()}
    assert counterfactual(past, setting.sights, tops, seed=1) == found


def test_too_little_past_is_told_as_nothing(setting: Setting, past: History) -> None:
    tops = {"nothing": Top({}, {})}
    assert counterfactual(replace(past, past=past.past[:5]), setting.sights, tops) is None
    assert counterfactual(replace(past, train=()), setting.sights, tops) is None
    assert counterfactual(replace(past, whole=()), setting.sights, tops) is None
