"""The index of citizens: change, remove, save, load, search under a mask."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from recommender.encoder import unit_rows
from recommender.errors import ArtefactFaulty, IndexMismatch
from recommender.index import CitizenIndex, build_index, load_index, on_grid
from recommender.text import FACETS
from tests.support.builders import citizen, course, held
from tests.support.pairs import LetterEncoder

ENCODER = LetterEncoder()
COURSES = {"hygiejne": course()}
HENS = citizen(id="b1", experience="Har holdt høns. Kører truck til daglig.", wishes="Ud i det fri", courses=(held(),))
SEWS = citizen(id="b2", experience="Syr gardiner", avoids="Aldrig mere køkken")
SILENT = citizen(id="b3", experience="")


def index() -> CitizenIndex:
    return build_index([HENS, SEWS, SILENT], COURSES, ENCODER)


def same(one: CitizenIndex, other: CitizenIndex) -> bool:
    return (
        one.ids == other.ids
        and one.starts.tolist() == other.starts.tolist()
        and np.allclose(one.vectors[one.parts], other.vectors[other.parts])
        and len(one.vectors) == len(other.vectors)
        and one.ngrams.grams.tolist() == other.ngrams.grams.tolist()
    )


def test_parts_of_every_facet() -> None:
    """Whole and two sentences of the experience, one wish, no avoid, one course; and so on."""
    assert np.diff(index().starts).tolist() == [3, 1, 0, 1, 1, 0, 1, 0, 0, 0, 0, 0]


def test_a_text_in_several_places_has_one_vector() -> None:
    twins = build_index([HENS, replace(HENS, id="b4")], COURSES, ENCODER)
    assert len(twins.parts) == 10
    assert len(twins.vectors) == 5
    assert len(twins.without(["b4"]).vectors) == 5


def test_few_or_many_rows_give_the_same_affinities() -> None:
    crowd = build_index(
        [replace(HENS, id=f"b{at}", experience=f"Har holdt {at} høns") for at in range(20)], {}, ENCODER
    )
    query = ENCODER.encode(["høns", "truck"])
    every = crowd.affinities(query, np.arange(20))
    for row in range(20):
        alone = crowd.affinities(query, np.array([row]))
        assert alone.best[0].tolist() == every.best[row].tolist()
        assert alone.whole[0].tolist() == every.whole[row].tolist()


def test_likeness_is_exact_whatever_the_order_of_adding() -> None:
    """Of unit vectors of real numbers: forwards, backwards and by BLAS give the same bits, and near the unrounded."""
    draw = np.random.default_rng(0)
    vectors = unit_rows(draw.standard_normal((300, 256)).astype(np.float32))
    one, rounded = vectors[0], on_grid(vectors)
    likeness = rounded @ rounded[0]
    backwards = np.array([sum((row * rounded[0])[::-1].tolist()) for row in rounded])
    assert likeness.tolist() == backwards.tolist()
    assert likeness.tolist() == [float(row @ rounded[0]) for row in rounded]
    assert np.abs(likeness - vectors @ one).max() < 1e-3
    assert (vectors @ one).tolist() != likeness.tolist()


def test_a_crowd_in_batches_is_as_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two to a batch: the same vectors, n-grams and places, but for twins in different batches."""
    monkeypatch.setattr("recommender.index.AT_ONCE", 2)
    crowd = [HENS, SEWS, SILENT, replace(HENS, id="b4", experience="Kører gravko")]
    batched = build_index(crowd, COURSES, ENCODER)
    monkeypatch.undo()
    whole = build_index(crowd, COURSES, ENCODER)
    assert (batched.ids, batched.starts.tolist()) == (whole.ids, whole.starts.tolist())
    assert batched.vectors[batched.parts].tolist() == whole.vectors[whole.parts].tolist()
    assert batched.ngrams.grams.tolist() == whole.ngrams.grams.tolist()
    assert batched.ngrams.starts.tolist() == whole.ngrams.starts.tolist()


def test_affinities_take_the_best_part_and_leave_silence_at_zero() -> None:
    query = ENCODER.encode(["Har holdt høns.", "Aldrig mere køkken"])
    found = index().affinities(query, np.array([2, 0, 1]))
    at = FACETS.index("experience")
    assert found.said[:, at].tolist() == [False, True, True]
    assert found.best[1, at] == pytest.approx(1.0, abs=1e-3)
    assert found.whole[1, at] < 0.999
    assert found.best[0].tolist() == [0, 0, 0, 0]
    assert found.best[2, FACETS.index("avoids")] == pytest.approx(1.0, abs=1e-3)


def test_search_under_a_mask_is_exact() -> None:
    query = ENCODER.encode(["Syr gardiner"])[0]
    everyone = index().search(query, np.array([True, True, True]), 5)
    assert [who for who, _ in everyone] == ["b2", "b1"]
    assert everyone[0][1] == pytest.approx(1.0, abs=1e-3)
    assert [who for who, _ in index().search(query, np.array([True, False, True]), 1)] == ["b1"]
    assert index().search(query, np.array([False, False, True]), 3) == []


def test_search_by_words_under_a_mask() -> None:
    found = index().search_words("gardinsyning", np.array([True, True, True]), 5)
    assert found[0][0] == "b2"
    assert found[0][1] > 2 * found[1][1]
    masked = index().search_words("gardinsyning", np.array([True, False, True]), 5)
    assert [who for who, _ in masked] == ["b1"]
    assert [who for who, _ in index().search_words("hønseavl og truck", np.array([True, True, True]), 1)] == ["b1"]


def test_search_does_not_find_what_is_avoided() -> None:
    query = ENCODER.encode(["Aldrig mere køkken"])[0]
    assert dict(index().search(query, np.array([False, True, False]), 1))["b2"] < 0.999


def test_add_change_remove_is_as_building_anew() -> None:
    new = replace(SEWS, experience="Syr sejl nu")
    assert same(index().with_citizens([new], COURSES, ENCODER), build_index([HENS, SILENT, new], COURSES, ENCODER))
    assert same(index().without(["b1"]), build_index([SEWS, SILENT], COURSES, ENCODER))
    assert same(index().without(["b1", "b2", "b3"]), build_index([], COURSES, ENCODER))


def test_save_and_load(tmp_path: Path) -> None:
    index().save(tmp_path / "indeks æøå")
    assert same(load_index(tmp_path / "indeks æøå", ENCODER), index())


def test_another_encoder_is_refused(tmp_path: Path) -> None:
    index().save(tmp_path)
    other = LetterEncoder()
    other.identity = "letters-2"
    with pytest.raises(IndexMismatch, match="built with the encoder letters-1, not letters-2; build it again"):
        load_index(tmp_path, other)
    with pytest.raises(IndexMismatch, match="letters-2"):
        index().with_citizens([HENS], COURSES, other)


def test_a_folder_without_an_index(tmp_path: Path) -> None:
    with pytest.raises(ArtefactFaulty, match="no whole index here"):
        load_index(tmp_path, ENCODER)
