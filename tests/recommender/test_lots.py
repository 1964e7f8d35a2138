"""Lots rest on a name and a salt alone, and are even."""

from __future__ import annotations

import numpy as np
import pytest

from recommender.lots import hashes, salt, shuffled


def test_a_lot_asks_nobody_else() -> None:
    """Leaving one out, or adding one with a longer name, keeps the order of the others."""
    people = [f"b{at}" for at in range(100)]
    order = np.argsort(shuffled(hashes(people), salt("17")))
    for others in (people[:-1], [*people[:-1], "b-" + "æ" * 40]):
        without = np.argsort(shuffled(hashes(others), salt("17")))
        assert [row for row in order if row != 99] == [row for row in without if row != 99]


def test_names_that_are_much_alike_have_hashes_of_their_own() -> None:
    people = ["b", "bb", "b1", "1b", "B1", "bø", "b" * 30, *(f"b{at:05}" for at in range(20_000))]
    assert len(set(hashes(people).tolist())) == len(people)
    assert hashes([]).shape == (0,)


def test_another_salt_is_another_lot() -> None:
    hashed = hashes([f"b{at}" for at in range(100)])
    assert (shuffled(hashed, salt("0 t1")) == shuffled(hashed, salt("0 t1"))).all()
    assert np.argsort(shuffled(hashed, salt("0 t1"))).tolist() != np.argsort(shuffled(hashed, salt("0 t2"))).tolist()


def test_lots_are_even() -> None:
    """Each of four places is met by each of four people about a quarter of the time."""
    hashed = hashes(["b1", "b2", "b3", "b4"])
    drawn = np.array([np.argsort(shuffled(hashed, salt(f"t{task}"))) for task in range(4000)])
    for place in range(4):
        shares = np.bincount(drawn[:, place], minlength=4) / len(drawn)
        assert shares == pytest.approx([0.25] * 4, abs=0.03)
