"""A tagger that reads each text once: an evaluation asks about the same people and tasks again and again.

What a tagger says of a text does not depend on what else is asked for with it, so that remembering changes
no figure but in its last digit, where numbers are added in another order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields

import numpy as np
from numpy.typing import NDArray

from recommender.tagevidence import CITIZEN_SLOTS
from recommender.tags import CitizenTags, Tagger, TaskTags
from recommender.types import Citizen, Company, Task

Row = tuple[NDArray[np.float32], bool]
"""Probabilities of one slot, and whether a person has said."""


@dataclass(frozen=True)
class RememberingTagger(Tagger):
    """The tagger that it is made of, with a memory; make one with `remembering`."""

    known_citizens: dict[tuple[object, ...], dict[str, Row]] = field(default_factory=dict)
    known_tasks: dict[str, tuple[Task, Company | None, TaskTags]] = field(default_factory=dict)
    """By id; a task that is asked about in another shape is read again."""

    def citizens(self, citizens: Sequence[Citizen]) -> CitizenTags:
        """Tags of citizens; only texts that are new are read."""
        keys = [_key(citizen) for citizen in citizens]
        new = {key: citizen for key, citizen in zip(keys, citizens, strict=True) if key not in self.known_citizens}
        if new:
            found = super().citizens(list(new.values()))
            for at, key in enumerate(new):
                self.known_citizens[key] = {
                    slot: (getattr(found, slot)[at], bool(found.confirmed[slot][at])) for slot in CITIZEN_SLOTS
                }
        rows = [self.known_citizens[key] for key in keys]
        return CitizenTags(
            **{slot: self._stacked([row[slot][0] for row in rows], slot) for slot in CITIZEN_SLOTS},
            confirmed={slot: np.array([row[slot][1] for row in rows], dtype=np.bool_) for slot in CITIZEN_SLOTS},
        )

    def tasks(self, tasks: Sequence[Task], companies: Sequence[Company] | None = None) -> TaskTags:
        """Tags of tasks; a single task is read once."""
        if len(tasks) != 1:
            return super().tasks(tasks, companies)
        task, company = tasks[0], companies[0] if companies else None
        held = self.known_tasks.get(task.id)
        if held is None or held[:2] != (task, company):
            held = self.known_tasks[task.id] = (task, company, super().tasks(tasks, companies))
        return held[2]

    def _stacked(self, rows: Sequence[NDArray[np.float32]], slot: str) -> NDArray[np.float32]:
        if not rows:
            return np.zeros((0, len(self.codes(slot))), np.float32)
        return np.stack(rows)


def remembering(tagger: Tagger) -> Tagger:
    """The tagger with a memory of its own; one that has a memory stays as it is."""
    if isinstance(tagger, RememberingTagger):
        return tagger
    return RememberingTagger(**{one.name: getattr(tagger, one.name) for one in fields(Tagger)})


def _key(citizen: Citizen) -> tuple[object, ...]:
    """All that tags of a citizen rest on."""
    lists = (getattr(citizen, slot) for slot in CITIZEN_SLOTS)
    return (citizen.experience, citizen.wishes, citizen.avoids, *lists)
