"""Rows of different lengths, and sparse rows times a matrix."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommender import ragged as module
from recommender.ragged import SparseRows, ragged


def test_ragged() -> None:
    positions, starts = ragged(np.array([0, 2, 2, 5]), np.array([2, 1, 0]))
    assert positions.tolist() == [2, 3, 4, 0, 1]
    assert starts.tolist() == [0, 3, 3, 5]


def rows_of(lists: list[list[int]], width: int) -> SparseRows:
    columns = np.array([column for row in lists for column in row], dtype=np.int64)
    starts = np.concatenate([[0], np.cumsum([len(row) for row in lists], dtype=np.int64)])
    return SparseRows(columns, np.arange(1, len(columns) + 1, dtype=np.float32), starts, width)


def test_product_by_hand() -> None:
    matrix = np.array([[1, 10], [2, 20], [3, 30]], dtype=np.float32)
    assert (rows_of([[0, 2], [], [1, 1]], 3) @ matrix).tolist() == [[7, 70], [0, 0], [14, 140]]


@given(st.lists(st.lists(st.integers(0, 6), max_size=9), max_size=12), st.integers(1, 40))
def test_product_is_scipys_whatever_is_gathered_at_a_time(lists: list[list[int]], at_once: int) -> None:
    rows, matrix = rows_of(lists, 7), np.arange(21, dtype=np.float32).reshape(7, 3)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "AT_ONCE", at_once)
        product = rows @ matrix
    assert product == pytest.approx(rows.csr() @ matrix)


def test_rows_are_taken_in_any_order() -> None:
    rows = rows_of([[0], [1, 2], [], [3]], 4)
    taken = rows[np.array([3, 1])]
    assert taken.csr().toarray().tolist() == rows.csr().toarray()[[3, 1]].tolist()
