"""The bench's own arithmetic, on the shipped model and a handful of examples."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from benchmarks import encoder as bench
from models.recipes.encoder import corpora as sources
from recommender.encoder import load_encoder, shipped_encoder_folder


def test_ngrams_find_a_word_in_a_compound() -> None:
    scores = bench.character_ngrams(["rengøring"], ["rengøringsassistent", "murer"])

    assert scores[0, 0] > 3 * scores[0, 1]


def test_ngrams_are_added_with_their_weight() -> None:
    alone = bench.with_ngrams(lambda queries, texts: np.zeros((len(queries), len(texts))))

    scores = alone(["murer"], ["murer", "smed"])

    np.testing.assert_allclose(scores, bench.NGRAM_WEIGHT * bench.character_ngrams(["murer"], ["murer", "smed"]))


def test_chance_is_drawn_anew_for_no_one() -> None:
    np.testing.assert_array_equal(bench.chance(["a"], ["b", "c"]), bench.chance(["a"], ["b", "c"]))


@pytest.mark.parametrize(("value", "text"), [(None, ""), (0.6789, "0.679"), (6.54, "6.5"), (45678.9, "45679")])
def test_figures_are_written_briefly(value: float | None, text: str) -> None:
    assert bench.written(value) == text


def test_without_corpora_nothing_is_claimed() -> None:
    assert bench.text_figures(bench.chance, None) == {}


def test_running_figures_are_of_a_process_of_its_own() -> None:
    figures = bench.running_figures(shipped_encoder_folder())

    assert 0 < (figures["size MB"] or 0) < 30
    assert (figures["texts/s"] or 0) > 0
    assert (figures["memory MB"] or 0) > 0


def test_held_out_affinity_is_the_mean_over_folds_of_what_each_did_not_see(tmp_path: Path) -> None:
    keys = [row["id"] for row in sources.affinity(bench.AFFINITY)]
    for name, held in (("task-0", keys[:4]), ("task-1", keys[4:10]), ("part-part1", keys[:3])):
        shutil.copytree(shipped_encoder_folder(), tmp_path / name)
        (tmp_path / name / "held-out.json").write_text(json.dumps(held), encoding="utf-8")

    found = bench.held_out_affinity(tmp_path)

    each = [
        bench.fold_figures(tmp_path / name, {row["id"]: row for row in sources.affinity(bench.AFFINITY)})
        for name in ("task-0", "task-1")
    ]
    mean = np.mean([one["encoder"]["good>poor"] for one in each])
    assert found["encoder, by task"]["good>poor"] == pytest.approx(mean)
    assert set(found) == {f"{way}, by {kind}" for way in ("encoder", "n-grams", "random") for kind in ("task", "part")}


def test_all_ways_stand_in_one_table() -> None:
    encoder = load_encoder(shipped_encoder_folder())

    shown = bench.shown("texts", {"random": {"MRR": 0.1}, "shipped": {"MRR": 0.6, "size MB": encoder.dimension / 1}})

    assert [column.header for column in shown.columns] == ["", "MRR", "size MB"]
    assert shown.row_count == 2
