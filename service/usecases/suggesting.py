"""Who could do a task, or the tasks of an opening; or what a citizen could do."""

from __future__ import annotations

from collections.abc import Mapping
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
    """What is asked about: exactly one of the four."""

    task_id: str | None = None
    opening_id: str | None = None
    citizen_id: str | None = None
    opening: Mapping[str, object] | None = None
    """An opening that is sent along, in the contract's form, with its `company` or `company_id`."""

    def __post_init__(self) -> None:
        asked = (self.task_id, self.opening_id, self.citizen_id, self.opening)
        count = sum(one is not None for one in asked)
        if count != 1:
            raise RequestFaulty(
                f"ask about exactly one task, one opening or one citizen, not about {count}",
                f"spørg om netop én opgave, én jobåbning eller én borger, ikke om {count}",
            )


def suggest(recommender: Recommender, query: Query, as_of: date, count: int) -> tuple[Suggestion, ...]:
    """The best pairs, best first; for an opening task by task. UnknownId, RequestFaulty, DatasetFaulty."""
    require_count(count)
    dataset = recommender.dataset
    if query.task_id is not None:
        return recommender.for_task(require_known(dataset, "task", query.task_id), as_of, count)
    if query.citizen_id is not None:
        return recommender.for_citizen(require_known(dataset, "citizen", query.citizen_id), as_of, count)
    if query.opening is not None:
        return _for_sent(recommender, query.opening, as_of, count)
    opening = require_known(dataset, "opening", query.opening_id or "")
    return tuple(chain.from_iterable(recommender.for_opening(opening, as_of, count).values()))


def require_count(count: int) -> None:
    """RequestFaulty when fewer than one suggestion is asked for."""
    if count < 1:
        raise RequestFaulty(f"k is {count}; ask for at least 1 suggestion", f"k er {count}; bed om mindst 1 forslag")


def sent_opening(recommender: Recommender, raw: Mapping[str, object], as_of: date) -> tuple[Company, Opening]:
    """An opening that is not in the dataset, as straight after a walkthrough, and its company; DatasetFaulty."""
    from recommender.dataset import read_opening

    return read_opening(raw, recommender.dataset, recommender.vocabulary, as_of=as_of)


def _for_sent(recommender: Recommender, raw: Mapping[str, object], as_of: date, count: int) -> tuple[Suggestion, ...]:
    company, opening = sent_opening(recommender, raw, as_of)
    return tuple(chain.from_iterable(recommender.for_new_opening(company, opening, as_of, count).values()))
