"""One citizen, as they are or as they could be, in a recommender of their own: scored as in the pool."""

from __future__ import annotations

from dataclasses import replace

from recommender.engine import Recommender
from recommender.errors import UnknownId
from recommender.index import CitizenIndex, build_index
from recommender.types import Citizen


def alone(recommender: Recommender, citizen: Citizen, index: CitizenIndex | None = None) -> Recommender:
    """A recommender over that citizen alone, whose scores are those of the pool.

    Words weigh as they do in the pool, however rare they are in one text. `index`: of the same texts, made before.
    """
    if index is None:
        index = build_index((citizen,), recommender.dataset.course_by_code, recommender.encoder)
        vars(index.ngrams)["squared_idf"] = recommender.index.ngrams.squared_idf
    return replace(recommender, dataset=replace(recommender.dataset, citizens=(citizen,)), index=index)


def unknown_citizen(citizen_id: str) -> UnknownId:
    """That there is no such citizen."""
    return UnknownId(f"no citizen '{citizen_id}' in the dataset", f"der er ingen borger '{citizen_id}' i datasættet")
