"""What most often stands in the way where nobody can do a task: what a broker could negotiate."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from recommender.eligibility import Verdicts
    from recommender.engine import Recommender

MOST = 3
"""Kinds that are told."""


def in_the_way(recommender: Recommender, task_id: str, as_of: date) -> tuple[tuple[str, int], ...]:
    """The most frequent kinds of cause, in the contract's words, with the citizens that each concerns."""
    from recommender.columns import task_columns
    from recommender.eligibility import judge

    place, dataset, vocabulary = recommender.place(task_id), recommender.dataset, recommender.vocabulary
    columns = task_columns(place.task, place.opening, place.company, dataset.courses, vocabulary)
    counts = _counted(judge(columns, recommender.citizens, as_of, vocabulary))
    found = sorted(((kind, count) for kind, count in counts.items() if count), key=lambda one: -one[1])
    return tuple(found[:MOST])


def _counted(verdicts: Verdicts) -> dict[str, int]:
    """Citizens whom each kind of cause concerns."""
    return {
        "consent": int(verdicts.consent.sum()),
        "available_from": int(verdicts.available_from.sum()),
        "contract": int(verdicts.contract.sum()),
        "credential": int(verdicts.credentials.any(axis=1).sum()),
        "distance": int(verdicts.distance.sum()),
        "demands": int((verdicts.demands > 0).sum()),
        "need": int((verdicts.needs != 0).sum()),
        "course": int(verdicts.courses.any(axis=1).sum()),
        "hours": int(verdicts.hours.sum()),
    }
