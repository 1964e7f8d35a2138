"""Character n-grams inside words."""

from __future__ import annotations

import numpy as np
import pytest

from recommender.ngrams import NGRAM_VERSION, joined_tables, ngram_table


def likeness(query: str, texts: list[str]) -> list[float]:
    return ngram_table(texts).likeness(query, np.arange(len(texts))).tolist()


def test_compounds_are_found() -> None:
    close, far, nothing = likeness("rengøring", ["rengøringsassistent på hotel", "kørte lastbil", ""])
    assert close > 0.3
    assert far < 0.1
    assert nothing == 0.0


def test_the_same_text_is_one_whatever_case_and_marks() -> None:
    assert likeness("Høns, køkkenhave!", ["høns køkkenhave"])[0] == pytest.approx(1.0)


def test_grams_stay_inside_words() -> None:
    """ " ab", "ab " and " ab " of a two-letter word: 3 distinct grams of sizes 3 and 4, none across the space."""
    assert NGRAM_VERSION == "char_wb-3-4-b18"
    assert len(ngram_table(["ab"]).grams) == 3
    assert len(ngram_table(["ab cd"]).grams) == 6
    assert len(ngram_table(["ab", "cd"]).grams) == 6


def test_weights_by_hand() -> None:
    """Two texts of one word: shared grams have idf ln(3/3) + 1 = 1, own grams ln(3/2) + 1."""
    table = ngram_table(["ab", "ab cd"])
    rare = (np.log(1.5) + 1) ** 2
    assert table.norms == pytest.approx([np.sqrt(3), np.sqrt(3 + 3 * rare)])
    assert table.likeness("ab", np.array([1]))[0] == pytest.approx(3 / np.sqrt(3) / np.sqrt(3 + 3 * rare))


def test_take_and_join_give_the_same_table() -> None:
    texts = ["har holdt høns", "", "kørt truck i ti år", "æblehave"]
    whole = ngram_table(texts)
    joined = joined_tables([ngram_table(texts[:2]), ngram_table(texts[2:])])
    assert joined.grams.tolist() == whole.grams.tolist()
    assert joined.starts.tolist() == whole.starts.tolist()
    assert whole.take(np.array([2, 0])).grams.tolist() == ngram_table([texts[2], texts[0]]).grams.tolist()
