"""One citizen, as they are or as they could be, in a recommender of their own; and verdicts without scores."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from recommender.columns import IndexArray, TaskColumns, task_columns
from recommender.eligibility import Verdicts, judge
from recommender.engine import Place, Recommender
from recommender.errors import UnknownId
from recommender.index import CitizenIndex, build_index
from recommender.ranker import logistic
from recommender.types import Citizen


def alone(recommender: Recommender, citizen: Citizen, index: CitizenIndex | None = None) -> Recommender:
    """A recommender over that citizen alone, whose scores are those of the pool.

    A score is of one pair and knows no other, so the rest of the pool need not be there. `index`: of the same texts,
    made before.
    """
    if index is None:
        index = build_index((citizen,), recommender.dataset.course_by_code, recommender.encoder)
    return replace(recommender, dataset=replace(recommender.dataset, citizens=(citizen,)), index=index)


def columns_of(recommender: Recommender, place: Place) -> TaskColumns:
    """The task as small arrays."""
    courses = recommender.dataset.courses
    return task_columns(place.task, place.opening, place.company, courses, recommender.vocabulary)


def verdicts_of(recommender: Recommender, place: Place, as_of: date) -> Verdicts:
    """What the rules say of the task and everyone, quicker than a ranking: no text is read."""
    return judge(columns_of(recommender, place), recommender.citizens, as_of, recommender.vocabulary)


def scores_of(recommender: Recommender, place: Place, rows: IndexArray, as_of: date) -> list[tuple[int, float, int]]:
    """Row of the index, score and verdict of those of the rows who are not blocked, best first.

    The engine's own features, ranker and logistic, of a few: what `ranked` gives of everyone.
    """
    asked = recommender.ask(place, as_of, rows)
    logits = recommender.ranker(recommender.features(asked)).sum(axis=1) + recommender.ranker.base
    found = zip(asked.rows.tolist(), logistic(logits).tolist(), asked.verdicts.verdict.tolist(), strict=True)
    return sorted(found, key=lambda one: (-one[1], one[0]))


def unknown_citizen(citizen_id: str) -> UnknownId:
    """That there is no such citizen."""
    return UnknownId(f"no citizen '{citizen_id}' in the dataset", f"der er ingen borger '{citizen_id}' i datasættet")
