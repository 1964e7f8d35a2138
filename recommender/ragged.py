"""Rows of different lengths, one after another in one array, and sparse rows times a matrix.

What scipy.sparse would do; importing it takes longer than the products that a suggestion needs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recommender.columns import IndexArray

Float32Array = NDArray[np.float32]
Starts = NDArray[np.int64]
"""(n + 1,), row i holds the elements starts[i] to starts[i + 1]."""

AT_ONCE = 1 << 22
"""Numbers gathered at a time: 16 MiB."""


def ragged(starts: Starts, rows: IndexArray) -> tuple[IndexArray, Starts]:
    """Positions of the elements of those rows, and where each row then starts."""
    lengths = starts[rows + 1] - starts[rows]
    new_starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)])
    positions = np.arange(new_starts[-1]) + np.repeat(starts[rows] - new_starts[:-1], lengths)
    return positions, new_starts


@dataclass(frozen=True, slots=True)
class SparseRows:
    """n sparse rows of `width` columns."""

    columns: NDArray[np.int64]
    """(total,); a column that stands twice in a row counts twice."""
    weights: Float32Array
    """(total,)"""
    starts: Starts
    width: int

    def __matmul__(self, matrix: Float32Array) -> Float32Array:
        """(n, width) times (width, k) → (n, k); an empty row gives zeros."""
        total = np.zeros((len(self.starts) - 1, matrix.shape[1]), np.float32)
        step = max(AT_ONCE // matrix.shape[1], 1)
        first = 0
        while first < len(total):
            last = int(np.searchsorted(self.starts, self.starts[first] + step, side="right")) - 1
            last = min(max(last, first + 1), len(total))
            self._add(matrix, first, last, total)
            first = last
        return total

    def _add(self, matrix: Float32Array, first: int, last: int, total: Float32Array) -> None:
        begin, end = self.starts[first], self.starts[last]
        own = self.starts[first : last + 1] - begin
        full = np.flatnonzero(own[1:] > own[:-1])
        if len(full):
            gathered = matrix[self.columns[begin:end]] * self.weights[begin:end, None]
            total[first + full] = np.add.reduceat(gathered, own[full], axis=0)

    def __getitem__(self, rows: IndexArray) -> SparseRows:
        """Those rows alone, in that order."""
        picked, starts = ragged(self.starts, rows)
        return SparseRows(self.columns[picked], self.weights[picked], starts, self.width)

    def csr(self) -> Any:
        """As scipy's csr_array, duplicates added up; for fitting."""
        from scipy.sparse import csr_array

        shape = (len(self.starts) - 1, self.width)
        table = csr_array((self.weights.copy(), self.columns.copy(), self.starts.copy()), shape=shape)
        table.sum_duplicates()
        return table
