"""BM25 over whole words: what a search engine of the shelf would rank by."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.sparse import csc_matrix

from recommender.columns import FloatArray

K1, B = 1.2, 0.75
"""Saturation of a word's frequency, and weight of the length: the usual values."""
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class BM25:
    """n texts, ready to be asked; make one with `BM25.of`."""

    position: dict[str, int]
    """Word → its column."""
    counts: csc_matrix
    """(n, words), how often each word stands in each text."""

    @staticmethod
    def of(texts: Sequence[str]) -> BM25:
        """Words lower-cased, punctuation read as space."""
        position: dict[str, int] = {}
        rows, columns, counts = [], [], []
        for row, text in enumerate(texts):
            for word, count in Counter(_words(text)).items():
                rows.append(row)
                columns.append(position.setdefault(word, len(position)))
                counts.append(float(count))
        shape = (len(texts), max(1, len(position)))
        return BM25(position, csc_matrix((counts, (rows, columns)), shape=shape))

    def scores(self, query: str) -> FloatArray:
        """Σ idf × f (k₁ + 1) / (f + k₁ (1 − b + b length / mean length)) over the query's distinct words → (n,), ≥ 0.

        idf = ln(1 + (n − df + ½) / (df + ½)). Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and
        Beyond", 2009, with the idf that is never negative.
        """
        known = [self.position[word] for word in dict.fromkeys(_words(query)) if word in self.position]
        found = self._weighted[:, known].sum(axis=1)
        return np.asarray(found, dtype=np.float64).ravel()

    @cached_property
    def _weighted(self) -> csc_matrix:
        """(n, words), what each word adds to each text."""
        texts = self.counts.shape[0]
        lengths = np.asarray(self.counts.sum(axis=1)).ravel()
        often = np.diff(self.counts.indptr)
        idf = np.log1p((texts - often + 0.5) / (often + 0.5))
        norm = K1 * (1 - B + B * lengths / max(lengths.mean(), 1e-9))
        frequency, of_word = self.counts.data, np.repeat(idf, often)
        added = of_word * frequency * (K1 + 1) / (frequency + norm[self.counts.indices])
        return csc_matrix((added, self.counts.indices, self.counts.indptr), shape=self.counts.shape)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())
