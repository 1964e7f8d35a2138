"""The score is the sum of its terms; what may be a term; fitting, calibration and the shipped weights."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from recommender.encoder import load_encoder, shipped_encoder_folder
from recommender.errors import ArtefactFaulty
from recommender.explanation import TEXTS
from recommender.features import FEATURE_NAMES, FEATURES
from recommender.fitting import Fitting, JudgedPairs, fit_ranker, fit_weights, out_of_fold
from recommender.ranker import load_ranker, logistic, save_ranker, shipped_ranker_folder
from tests.support.pairs import plain_ranker

FORBIDDEN = (
    "group", "sex", "gender", "age", "birth", "origin", "ethnic", "citizenship", "municipality", "unemployment", "name"
)  # fmt: skip
"""Never ranking features (fairness); `language` skills are, as a demand of the task."""


def test_no_forbidden_feature() -> None:
    for feature in FEATURES:
        words = set(feature.name.split("_"))
        assert not words & set(FORBIDDEN), feature.name


def test_features_do_not_read_forbidden_columns() -> None:
    source = (Path(__file__).parents[2] / "recommender" / "features.py").read_text(encoding="utf-8")
    columns = (Path(__file__).parents[2] / "recommender" / "columns.py").read_text(encoding="utf-8")
    for attribute in ("group", "municipality", "citizen.id"):
        assert f".{attribute}" not in source
    assert ".group" not in columns
    assert ".municipality" not in columns


def test_every_feature_has_a_sentence() -> None:
    assert TEXTS.keys() == set(FEATURE_NAMES)


def test_contributions_by_hand_and_nothing_said_adds_nothing() -> None:
    ranker = replace(plain_ranker(experience_text=2.0, travel=-1.0), neutral=(0.5,) * len(FEATURES))
    values = np.full((2, len(FEATURES)), np.nan)
    values[0, FEATURE_NAMES.index("experience_text")] = 0.75
    values[1, FEATURE_NAMES.index("travel")] = 2.5
    terms = ranker(values)
    assert terms.sum(axis=1).tolist() == [0.5, -2.0]
    assert np.count_nonzero(terms) == 2


def test_logistic() -> None:
    assert logistic(np.array([0.0, np.log(3), -1000.0, 1000.0])) == pytest.approx([0.5, 0.75, 0.0, 1.0])


def judged(seed: int = 7, tasks: int = 40) -> JudgedPairs:
    """Grades that follow `preferred_course` up and `over_demand` up too (against its known sign), with noise."""
    draw = np.random.default_rng(seed)
    values = np.zeros((tasks * 20, len(FEATURES)))
    values[:, FEATURE_NAMES.index("preferred_course")] = draw.integers(0, 2, len(values))
    values[:, FEATURE_NAMES.index("over_demand")] = draw.integers(0, 3, len(values))
    liking = 2 * values[:, FEATURE_NAMES.index("preferred_course")] + values[:, FEATURE_NAMES.index("over_demand")]
    grades = np.clip(np.round(liking + draw.normal(0, 0.8, len(values)) - 1), 0, 3).astype(np.intp)
    names = np.repeat([f"t{at}" for at in range(tasks)], 20).astype(object)
    return JudgedPairs(values, grades, names, np.array([f"b{at}" for at in range(len(values))], dtype=object))


def test_fitting_finds_the_sign_and_holds_the_known_ones() -> None:
    ranker = fit_ranker(judged(), "test", "letters-1")
    weights = dict(zip(ranker.features, ranker.weights, strict=True))
    assert weights["preferred_course"] > 0.5
    assert weights["over_demand"] == 0.0
    for feature in FEATURES:
        assert weights[feature.name] * feature.sign >= 0


def test_fitting_is_calibrated_on_tasks_it_has_not_seen() -> None:
    ranker = fit_ranker(judged(), "test", "letters-1")
    other = judged(seed=8)
    chances = logistic(ranker(other.values).sum(axis=1) + ranker.base)
    assert np.mean(chances) == pytest.approx(np.mean(other.grades >= 2), abs=0.05)


def test_the_same_data_gives_the_same_ranker() -> None:
    assert fit_ranker(judged(), "test", "e").identity == fit_ranker(judged(), "test", "e").identity


def test_a_prior_weighs_more_than_few_pairs_and_less_than_many() -> None:
    prior = plain_ranker(preferred_course=-1.5)
    held = Fitting(penalty=20.0)
    at = FEATURE_NAMES.index("preferred_course")

    def moved(tasks: int) -> float:
        pairs = judged(tasks=tasks)
        free = replace(prior, weights=tuple(0.0 if name != "preferred_course" else 0.2 for name in FEATURE_NAMES))
        return abs(float(fit_weights(pairs.values, pairs.grades, held, free).weights[at]) - 0.2)

    assert moved(1) < 0.4
    assert moved(60) > 1.0


def test_out_of_fold_scores_do_not_see_their_own_task() -> None:
    """One task alone says that a course speaks for: without it, nothing is known of the course."""
    pairs = judged(tasks=10)
    at = FEATURE_NAMES.index("preferred_course")
    own = pairs.tasks == "t0"
    values = pairs.values.copy()
    values[~own, at] = 0.0
    only_there = replace(pairs, values=values)
    weight = np.polyfit(only_there.values[own, at], out_of_fold(only_there, Fitting(folds=10))[own], 1)[0]
    assert weight == pytest.approx(0.0, abs=1e-6)


def test_save_and_load(tmp_path: Path) -> None:
    ranker = fit_ranker(judged(tasks=5), "test", "letters-1")
    save_ranker(ranker, tmp_path)
    assert load_ranker(tmp_path) == ranker
    assert load_ranker(tmp_path).identity == ranker.identity


def test_a_ranker_of_other_features_is_refused(tmp_path: Path) -> None:
    save_ranker(plain_ranker(), tmp_path)
    about = json.loads((tmp_path / "ranker.json").read_text(encoding="utf-8"))
    (tmp_path / "ranker.json").write_text(json.dumps(about | {"features_version": "features-0"}), encoding="utf-8")
    with pytest.raises(ArtefactFaulty, match="fitted to features-0, the code computes features-4; fit it again"):
        load_ranker(tmp_path)


@pytest.mark.parametrize("content", [None, "{", '{"features_version": "features-3"}', "[]"])
def test_a_broken_ranker_is_refused(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "ranker.json").write_text(content, encoding="utf-8")
    with pytest.raises(ArtefactFaulty, match="not a ranker; fit one with `opgave train ranker`"):
        load_ranker(tmp_path)


def test_the_shipped_ranker_was_fitted_to_the_shipped_encoder() -> None:
    ranker = load_ranker(shipped_ranker_folder())
    assert ranker.encoder == load_encoder(shipped_encoder_folder()).identity
    for feature, weight in zip(FEATURES, ranker.weights, strict=True):
        assert weight * feature.sign >= 0, feature.name
