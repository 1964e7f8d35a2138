"""One citizen, as they are or as they could be, in a recommender of their own."""

from __future__ import annotations

from dataclasses import replace

from recommender.engine import Recommender
from recommender.index import CitizenIndex, build_index
from recommender.types import Citizen


def alone(recommender: Recommender, citizen: Citizen, index: CitizenIndex | None = None) -> Recommender:
    """A recommender over that citizen alone, whose scores are those of the pool.

    A score is of one pair and knows no other, so the rest of the pool need not be there. `index`: of the same texts,
    made before.
    """
    if index is None:
        index = build_index((citizen,), recommender.dataset.course_by_code, recommender.encoder)
    return replace(recommender, dataset=replace(recommender.dataset, citizens=(citizen,)), index=index)
