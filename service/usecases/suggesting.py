"""Who could do a task, or the tasks of an opening; or what a citizen could do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING

from recommender.errors import RequestFaulty
from recommender.types import Company, Opening, Suggestion
from service.usecases.known import require_known

if TYPE_CHECKING:
    from recommender.engine import Recommender


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked about: exactly one of the three."""

    task_id: str | None = None
    opening_id: str | None = None
    citizen_id: str | None = None

    def __post_init__(self) -> None:
        given = [name for name in (self.task_id, self.opening_id, self.citizen_id) if name is not None]
        if len(given) != 1:
            raise RequestFaulty(
                f"ask for exactly one of a task, an opening or a citizen, not {len(given)}",
                f"spørg om netop én opgave, jobåbning eller borger, ikke {len(given)}",
            )


def suggest(recommender: Recommender, query: Query, as_of: date, count: int) -> tuple[Suggestion, ...]:
    """The best pairs, best first; for an opening task by task, in its order. UnknownId."""
    require_count(count)
    dataset = recommender.dataset
    if query.task_id is not None:
        return recommender.for_task(require_known(dataset, "task", query.task_id), as_of, count)
    if query.citizen_id is not None:
        return recommender.for_citizen(require_known(dataset, "citizen", query.citizen_id), as_of, count)
    opening = require_known(dataset, "opening", query.opening_id or "")
    return tuple(chain.from_iterable(recommender.for_opening(opening, as_of, count).values()))


def suggest_for_new(
    recommender: Recommender, company: Company, opening: Opening, as_of: date, count: int
) -> tuple[Suggestion, ...]:
    """The same for an opening that is not in the dataset, as straight after a walkthrough."""
    require_count(count)
    return tuple(chain.from_iterable(recommender.for_new_opening(company, opening, as_of, count).values()))


def require_count(count: int) -> None:
    """RequestFaulty when fewer than one suggestion is asked for."""
    if count < 1:
        raise RequestFaulty(f"-k is {count}; ask for at least 1 suggestion", f"-k er {count}; bed om mindst 1 forslag")
