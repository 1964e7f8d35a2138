"""Lots: numbers that look drawn at random, yet rest on a name and a salt alone, whoever else is there."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

UInt64Array = NDArray[np.uint64]


def hashes(names: Sequence[str]) -> UInt64Array:
    """A number for each name → (n,); a letter after the other is mixed in, of all names at once.

    Takes as much room as n times the longest name: ids are short words (and hold no NUL, which would be passed over).
    """
    letters = np.array(names, dtype=np.str_)
    mixed = np.zeros(len(names), np.uint64)
    for column in letters.view(np.uint32).reshape(len(names), -1).T if len(names) else ():
        mixed = np.where(column > 0, shuffled(mixed, column), mixed)
    return mixed


def salt(text: str) -> np.uint64:
    """What a text adds to the lots drawn under it."""
    return np.uint64(int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest()))


def shuffled(hashed: UInt64Array, salted: np.uint64 | NDArray[np.unsignedinteger]) -> UInt64Array:
    """Hashes mixed with a salt by splitmix64's finaliser (Steele, Lea and Flood, OOPSLA 2014) → the same shape."""
    mixed = hashed ^ salted
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    result: UInt64Array = mixed ^ (mixed >> np.uint64(31))
    return result
