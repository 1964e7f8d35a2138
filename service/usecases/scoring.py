"""All open openings against all citizens, one task at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from recommender.errors import RequestFaulty
from recommender.types import Suggestion
from service.usecases.suggesting import require_count

if TYPE_CHECKING:
    from recommender.engine import Place, Recommender

DEFAULT_COUNT = 50


def score(
    recommender: Recommender, as_of: date, count: int = DEFAULT_COUNT, on_task: Callable[[], None] = lambda: None
) -> Iterator[Suggestion]:
    """The best citizens for each open task, in the dataset's order; `on_task` is called after each.

    One task is held in memory at a time. RequestFaulty when nothing is open.
    """
    require_count(count)
    for place in require_open(recommender):
        yield from recommender.for_place(place, as_of, count)
        on_task()


def require_open(recommender: Recommender) -> tuple[Place, ...]:
    """Every task of an open opening; RequestFaulty when there is none."""
    places = tuple(recommender.open_places())
    if not places:
        raise RequestFaulty(
            "no opening in the dataset is open; set `status` to `open` for those to be scored",
            "ingen jobåbning i datasættet er åben; sæt `status` til `open` for dem, der skal med",
        )
    return places
