"""A start from running text: which pieces stand near each other, weighed and reduced (PPMI and SVD)."""

from collections.abc import Iterable

import numpy as np
from scipy.sparse import coo_array, csr_array
from sklearn.utils.extmath import randomized_svd
from tokenizers import Tokenizer

from recommender.encoder import Float32Array

WINDOW = 6
"""Pieces to the right that count as near; a piece at distance k counts 1/k."""

RARITY = 1e-3
"""The `a` of the weights by rarity."""


def near_counts(tokeniser: Tokenizer, texts: Iterable[str]) -> csr_array:
    """How often two pieces stand within the window, nearer ones counting more; (pieces, pieces), symmetric."""
    rows = [encoding.ids + [-1] * WINDOW for encoding in tokeniser.encode_batch_fast(list(texts))]
    tokens = np.fromiter((token for row in rows for token in row), dtype=np.int32)
    size = tokeniser.get_vocab_size()
    total = csr_array((size, size), dtype=np.float64)
    for distance in range(1, WINDOW + 1):
        left, right = tokens[:-distance], tokens[distance:]
        kept = (left >= 0) & (right >= 0)
        weights = np.full(int(kept.sum()), 1.0 / distance)
        total = total + csr_array(coo_array((weights, (left[kept], right[kept])), shape=(size, size)))
    return csr_array(total + total.T)


def surprise(counts: csr_array, smoothing: float = 0.75, shift: float = 0.0) -> csr_array:
    """Positive pointwise mutual information, contexts smoothed as in Levy, Goldberg and Dagan (2015)."""
    table = coo_array(counts)
    left = counts.sum(axis=1)
    right = counts.sum(axis=0) ** smoothing
    share = right / right.sum()
    values = np.log(table.data / (left[table.row] * share[table.col])) - shift
    kept = values > 0
    return csr_array(coo_array((values[kept], (table.row[kept], table.col[kept])), shape=table.shape))


def distributional_start(tokeniser: Tokenizer, texts: Iterable[str], dimension: int, seed: int) -> Float32Array:
    """Rows for every piece, (pieces, dimension), of mean length about 1; a piece never seen has a row of zeros."""
    left, strengths, _ = randomized_svd(surprise(near_counts(tokeniser, texts)), dimension, n_iter=3, random_state=seed)
    rows = left * np.sqrt(strengths)
    lengths = np.linalg.norm(rows, axis=1)
    start: Float32Array = (rows / max(float(lengths[lengths > 0].mean()), 1e-9)).astype(np.float32)
    return start


def weighed_by_rarity(rows: Float32Array, tokeniser: Tokenizer, texts: Iterable[str]) -> Float32Array:
    """Rows scaled by `a / (a + share of the piece)`: a plain mean becomes a weighted one (Arora and others, 2017)."""
    counts = np.zeros(len(rows))
    for encoding in tokeniser.encode_batch_fast(list(texts)):
        np.add.at(counts, encoding.ids, 1.0)
    share = counts / max(counts.sum(), 1.0)
    weighed: Float32Array = (rows * (RARITY / (RARITY + share))[:, None]).astype(np.float32)
    return weighed
