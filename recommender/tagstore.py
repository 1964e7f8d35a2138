"""Tags of many citizens, read from their texts when they are first asked for and kept."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from recommender.columns import BoolArray, IndexArray
from recommender.tagfeatures import LEAST
from recommender.tagmodel import Float32Array
from recommender.tags import CitizenTags, Tag, Tagger
from recommender.types import Citizen

SLOTS = ("experience_fields", "wish_fields", "wish_conditions", "avoid_fields", "avoid_conditions")


class TagStore:
    """Tags of n citizens; reading the same citizen twice costs nothing the second time."""

    def __init__(self, tagger: Tagger, citizens: Sequence[Citizen]) -> None:
        self._tagger, self._citizens = tagger, citizens
        self._known: BoolArray = np.zeros(len(citizens), dtype=np.bool_)
        self._arrays = {slot: np.zeros((len(citizens), len(tagger.codes(slot))), np.float32) for slot in SLOTS}
        self._told: dict[int, dict[str, tuple[Tag, ...]]] = {}

    def of(self, rows: IndexArray) -> CitizenTags:
        """The tags of those citizens, in that order."""
        new = rows[~self._known[rows]]
        if len(new):
            found = self._tagger.citizens([self._citizens[row] for row in new])
            for slot in SLOTS:
                chances = getattr(found, slot)
                self._arrays[slot][new] = np.where(chances >= LEAST, chances, 0.0)
            self._known[new] = True
        return CitizenTags(**{slot: self._arrays[slot][rows] for slot in SLOTS}, confirmed={})

    def told(self, row: int) -> dict[str, tuple[Tag, ...]]:
        """Slot → the tags of one citizen that count, the likeliest first, with the words that they were read from."""
        self.read(np.array([row]))
        return self._told[row]

    def read(self, rows: IndexArray) -> None:
        """Read the words of many at once, for `told`."""
        new = np.array([row for row in rows if int(row) not in self._told], dtype=np.intp)
        if len(new):
            own, read = self.of(new), self._tagger.explain_citizens([self._citizens[row] for row in new])
            for at, row in enumerate(new):
                self._told[int(row)] = {
                    slot: self._named(slot, getattr(own, slot)[at], read[at][slot]) for slot in SLOTS
                }

    def _named(self, slot: str, chances: Float32Array, read: Sequence[Tag]) -> tuple[Tag, ...]:
        known = {tag.code: tag for tag in read}
        codes = self._tagger.codes(slot)
        order = [int(at) for at in np.argsort(-chances, kind="stable") if chances[at] > 0]
        return tuple(known.get(codes[at], Tag(codes[at], float(chances[at]), "", False)) for at in order)
