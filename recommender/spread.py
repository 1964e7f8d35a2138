"""Who stands first among equals: those with the fewest other openings, then a lot. A score or verdict is never passed.

A score is an estimate, and two that look the same are the same to whoever reads them. Where the score has nothing to
say, need and spread may: nobody is forgotten, and nobody stands first everywhere because of how a pseudonym is spelt.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recommender.columns import BoolArray, FloatArray, IndexArray, Int8Array, Int32Array
from recommender.lots import UInt64Array, salt, shuffled


@dataclass(frozen=True, slots=True)
class Equals:
    """The order among equals of the h best of a list; all are (h,), best first."""

    order: IndexArray
    """Places in the list by falling score."""
    peers: Int32Array
    """How many others are equal."""
    openings: Int32Array
    """How many other open tasks each could do."""
    needy: BoolArray
    """Whether the equals differ in how many openings they have, so that need decided."""
    drawn: BoolArray
    """Whether an equal has just as many openings, so that the lot decided."""


@dataclass(frozen=True, slots=True)
class Spread:
    """How equals are told apart; calling it orders a list anew."""

    tolerance: float = 0.01
    """Scores that round to the same multiple of this are equals, 0 only those that are the same.

    0.01: what people see has two decimals, so the order never contradicts a number on the page, and a score is off by
    more than that (the calibration error on the card). Equality is of the two scores alone: it does not depend on who
    else is in the list, and no chain of near equals carries anybody past a plain difference.
    """
    seed: int = 0
    """Of the lot; another one for another draw."""

    def groups(self, scores: FloatArray, verdicts: Int8Array) -> IndexArray:
        """Number of the group of equals, 0 for the best: (m,) falling scores and their verdicts → (m,), rising.

        Equals stand next to each other and have the same verdict; where another verdict stands between, it parts them.
        """
        level = np.rint(scores / self.tolerance) if self.tolerance > 0 else scores
        apart = (level[1:] != level[:-1]) | (verdicts[1:] != verdicts[:-1])
        return np.concatenate([np.zeros(min(1, len(scores)), np.intp), np.cumsum(apart, dtype=np.intp)])

    def __call__(self, task: str, hashed: UInt64Array, openings: Int32Array, groups: IndexArray) -> Equals:
        """The order of h people in whole groups of equals, best first.

        hashed: (h,), `lots.hashes` of their pseudonyms; openings: (h,), other open tasks that each could do;
        groups: (h,), as `groups` gives.
        """
        lots = shuffled(hashed, salt(f"{self.seed} {task}"))
        order = np.lexsort((lots, openings, groups))
        as_many = _others(groups * (int(openings.max(initial=0)) + 1) + openings, order)
        peers = _others(groups, order)
        return Equals(order, peers, openings[order], as_many < peers, as_many > 0)


def _others(values: IndexArray, order: IndexArray) -> Int32Array:
    """How many others have the same value, in an order in which these stand together: (h,) → (h,)."""
    ordered = values[order]
    starts = np.flatnonzero(np.concatenate([np.ones(min(1, len(ordered)), np.bool_), ordered[1:] != ordered[:-1]]))
    sizes = np.diff(starts, append=len(ordered))
    return np.repeat(sizes - 1, sizes).astype(np.int32)
