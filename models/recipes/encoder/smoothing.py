"""Rows shared among neighbours: a piece that is rare speaks with the voice of those it is most alike."""

import numpy as np

from recommender.encoder import Float32Array, unit_rows

NEIGHBOURS = 10
OWN = 1.0
"""Weight of a row's own direction beside its neighbours' together."""

AT_ONCE = 2000


def smoothed(rows: Float32Array) -> Float32Array:
    """Each row's direction mixed with its nearest neighbours', by the square of their cosine.

    rows: (pieces, dimension) → the same shape; a row of zeros stays so. What a piece shares with kindred pieces grows
    and what is its own by accident shrinks: a row whose neighbours point its way becomes up to twice as long.
    """
    unit = unit_rows(rows)
    shared = np.zeros_like(rows)
    for start in range(0, len(rows), AT_ONCE):
        cosines = unit[start : start + AT_ONCE] @ unit.T
        cosines[np.arange(len(cosines)), start + np.arange(len(cosines))] = -1.0
        nearest = np.argpartition(-cosines, min(NEIGHBOURS, len(rows) - 1), axis=1)[:, :NEIGHBOURS]
        weights = np.maximum(np.take_along_axis(cosines, nearest, axis=1), 0.0) ** 2
        shared[start : start + AT_ONCE] = np.einsum("nk,nkd->nd", weights, unit[nearest])
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    mixed: Float32Array = ((unit_rows(shared) + np.float32(OWN) * unit) * lengths).astype(np.float32)
    return mixed
