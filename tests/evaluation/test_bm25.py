from __future__ import annotations

from math import log

import pytest

from evaluation.bm25 import BM25

TEXTS = ["pakke varer og pakke ordrer", "koge suppe", "Pakke."]


def test_the_formula_by_hand() -> None:
    """Three texts of 5, 2 and 1 words, mean 8/3; "pakke" stands in two of them, twice in the first."""
    idf = log(1 + (3 - 2 + 0.5) / (2 + 0.5))
    first = idf * 2 * 2.2 / (2 + 1.2 * (0.25 + 0.75 * 5 / (8 / 3)))
    last = idf * 1 * 2.2 / (1 + 1.2 * (0.25 + 0.75 * 1 / (8 / 3)))
    assert BM25.of(TEXTS).scores("Pakke pakke!").tolist() == pytest.approx([first, 0.0, last])


def test_rarer_words_count_more() -> None:
    table = BM25.of(["a b", "a c", "a d"])
    assert table.scores("b")[0] > table.scores("a")[0] > 0


def test_unknown_words_and_empty_texts_say_nothing() -> None:
    assert BM25.of(TEXTS).scores("tag").tolist() == [0.0, 0.0, 0.0]
    assert BM25.of(["", ""]).scores("pakke").tolist() == [0.0, 0.0]
