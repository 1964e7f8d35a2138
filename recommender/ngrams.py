"""Character n-grams inside words (`char_wb`): what finds *rengøring* in *rengøringsassistent*.

Each text is a set of hashed n-grams; likeness is the cosine of the sets weighted by inverse document frequency. Written
over arrays here because importing a vectoriser of scikit-learn takes longer than the whole of `opgave suggest` may.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from recommender.columns import FloatArray, IndexArray, Int32Array
from recommender.ragged import ragged

NGRAM_VERSION = "char_wb-3-4-b18"
SIZES = (3, 4)
BUCKETS = 1 << 18

_NOT_WORD = re.compile(r"[\W_]+")
_SPACE = ord(" ")
_AT_ONCE = 4096
_PRIME = np.uint64(0x100000001B3)
_MIX = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True)
class NgramTable:
    """The n-gram sets of n texts, one after another."""

    grams: Int32Array
    """(total,), hashed n-grams 0..BUCKETS−1, sorted within a text."""
    starts: NDArray[np.int64]
    """(n + 1,), text i holds grams[starts[i]:starts[i + 1]]."""

    def __len__(self) -> int:
        return len(self.starts) - 1

    @cached_property
    def squared_idf(self) -> NDArray[np.float32]:
        """(BUCKETS,), smoothed inverse document frequency, squared: (ln((1 + n) / (1 + df)) + 1)²."""
        frequency = np.bincount(self.grams, minlength=BUCKETS)
        idf = np.log((1.0 + len(self)) / (1.0 + frequency)) + 1.0
        squared: NDArray[np.float32] = (idf * idf).astype(np.float32)
        return squared

    @cached_property
    def norms(self) -> FloatArray:
        """(n,), length of each text's weighted set; 1 for an empty one."""
        return np.sqrt(_sums(self.squared_idf[self.grams], self.starts)).clip(min=1e-9)

    def likeness(self, text: str, rows: IndexArray) -> FloatArray:
        """Cosine of `text` with those rows, 0..1 → (len(rows),)."""
        query = ngram_table([text]).grams
        weights = np.zeros(BUCKETS, dtype=np.float32)
        weights[query] = self.squared_idf[query]
        picked, starts = ragged(self.starts, rows)
        norm = float(np.sqrt(weights.sum(dtype=np.float64))) or 1.0
        return _sums(weights[self.grams[picked]], starts) / (self.norms[rows] * norm)

    def take(self, rows: IndexArray) -> NgramTable:
        """Those texts alone, in that order."""
        picked, starts = ragged(self.starts, rows)
        return NgramTable(self.grams[picked], starts)


def joined_tables(tables: Sequence[NgramTable]) -> NgramTable:
    """The tables one after another."""
    lengths = [np.diff(table.starts) for table in tables]
    starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(np.concatenate([np.zeros(0, np.int64), *lengths]))])
    return NgramTable(np.concatenate([np.zeros(0, np.int32), *(table.grams for table in tables)]), starts)


def ngram_table(texts: Sequence[str]) -> NgramTable:
    """The n-gram sets of the texts, lower-cased, punctuation read as space."""
    grams, counts = [np.zeros(0, np.int32)], [np.zeros(1, np.int64)]
    for first in range(0, len(texts), _AT_ONCE):
        keys = _keys(texts[first : first + _AT_ONCE])
        grams.append((keys % BUCKETS).astype(np.int32))
        counts.append(np.bincount((keys // BUCKETS).astype(np.intp), minlength=len(texts[first : first + _AT_ONCE])))
    return NgramTable(np.concatenate(grams), np.cumsum(np.concatenate(counts)))


def _keys(texts: Sequence[str]) -> NDArray[np.uint64]:
    """Distinct text number × BUCKETS + hashed n-gram, sorted."""
    spaced = [f" {_NOT_WORD.sub(' ', text.lower()).strip()} " for text in texts]
    letters = np.frombuffer("".join(spaced).encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    owner = np.repeat(np.arange(len(spaced), dtype=np.uint64), [len(text) for text in spaced])
    space = letters == _SPACE
    found = [np.zeros(0, np.uint64)]
    for size in SIZES:
        if len(letters) < size:
            continue
        last = len(letters) - size + 1
        broken = np.zeros(last, dtype=np.bool_)
        hashed = np.full(last, size, dtype=np.uint64)
        for at in range(size):
            hashed = (hashed ^ letters[at : at + last]) * _PRIME
            if 0 < at < size - 1:
                broken |= space[at : at + last]
        whole = ~broken
        bucket = ((hashed[whole] * _MIX) >> np.uint64(20)) % np.uint64(BUCKETS)
        found.append(owner[:last][whole] * np.uint64(BUCKETS) + bucket)
    keys = np.sort(np.concatenate(found))
    distinct: NDArray[np.uint64] = keys[np.concatenate([[True], keys[1:] != keys[:-1]])] if len(keys) else keys
    return distinct


def _sums(values: NDArray[np.float32], starts: NDArray[np.int64]) -> FloatArray:
    """Sum of each row of a ragged array; 0 for an empty row."""
    totals = np.zeros(len(starts) - 1)
    full = starts[1:] > starts[:-1]
    if full.any():
        totals[full] = np.add.reduceat(values, starts[:-1][full], dtype=np.float64)
    return totals
