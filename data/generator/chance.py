"""Draws that rest on the seed and on the item alone: item 7 is the same whoever comes before it, and however many."""

from __future__ import annotations

import random

import numpy as np
from numpy.typing import NDArray

from recommender.columns import FloatArray

_GOLDEN = 0x9E3779B97F4A7C15
_MASK = (1 << 64) - 1


def drawn(seed: int, kind: str, number: int) -> random.Random:
    """Chance of one item: a citizen, a company, an opening."""
    return random.Random(f"{seed} {kind} {number}")


def uniforms(seed: int, kind: str, task: int, citizens: NDArray[np.int64]) -> FloatArray:
    """A number of each pair of the task with those citizens → (n,), 0 ≤ u < 1.

    splitmix64's finaliser (Steele, Lea and Flood, OOPSLA 2014) over seed, kind, task and citizen.
    """
    salt = seed
    for part in (*kind.encode(), task):
        salt = _mixed_int((salt + part + _GOLDEN) & _MASK)
    mixed = citizens.astype(np.uint64) * np.uint64(_GOLDEN) ^ np.uint64(salt)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed = (mixed ^ (mixed >> np.uint64(31))) >> np.uint64(11)
    return mixed.astype(np.float64) * 2.0**-53


def _mixed_int(value: int) -> int:
    value = ((value ^ (value >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    value = ((value ^ (value >> 27)) * 0x94D049BB133111EB) & _MASK
    return value ^ (value >> 31)
