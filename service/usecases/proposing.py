"""What one change would open, and small jobs put together from several tasks."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from recommender.errors import RequestFaulty
from service.usecases.known import require_known
from service.usecases.suggesting import Query, require_count, sent_opening

if TYPE_CHECKING:
    from recommender.change import Change
    from recommender.engine import Recommender
    from recommender.smalljob import Proposals


def changes(recommender: Recommender, query: Query, as_of: date, count: int) -> tuple[Change, ...]:
    """The changes that would open most good matches for a task, an opening or a citizen; UnknownId, RequestFaulty."""
    from recommender.change import (
        changes_for_citizen,
        changes_for_new_opening,
        changes_for_opening,
        changes_for_task,
    )

    require_count(count)
    dataset = recommender.dataset
    if query.task_id is not None:
        place = recommender.place(require_known(dataset, "task", query.task_id))
        return changes_for_task(recommender, place, as_of, count)
    if query.citizen_id is not None:
        return changes_for_citizen(recommender, require_known(dataset, "citizen", query.citizen_id), as_of, count)
    if query.opening is not None:
        company, sent = sent_opening(recommender, query.opening, as_of)
        return changes_for_new_opening(recommender, company, sent, as_of, count)
    opening = require_known(dataset, "opening", query.opening_id or "")
    return changes_for_opening(recommender, opening, as_of, count)


def jobs(recommender: Recommender, citizen_id: str, as_of: date, near_km: float | None) -> Proposals:
    """Small jobs for a citizen within one opening, and over two companies at most `near_km` apart; UnknownId."""
    from recommender.bundling import jobs_for_citizen

    citizen = require_known(recommender.dataset, "citizen", citizen_id)
    if near_km is not None and not 0 < near_km < float("inf"):
        raise RequestFaulty(
            f"--near is {near_km}; give a distance in kilometres above 0",
            f"--near er {near_km}; angiv en afstand i kilometer over 0",
        )
    return jobs_for_citizen(recommender, citizen, as_of, near_km)
