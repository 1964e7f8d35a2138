"""Fields of work and conditions of a task beside those of citizens, as numbers that the ranker may see.

Each tag is a probability: exactly 0 or 1 where a person has said, else as proposed from the text.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from recommender.columns import FloatArray
from recommender.tags import CitizenTags, TaskTags
from recommender.types import Task
from recommender.vocabulary import Vocabulary

LEAST = 0.1
"""Probability from which a proposed tag counts in the score."""
CLEAR = 0.3
"""Probability of the likeliest tag below which a facet says nothing of fields."""


@dataclass(frozen=True, slots=True)
class TaggedTask:
    """What one task is about, and what its days are like."""

    emphasis: FloatArray
    """(40,), share of each field in the task, most central most; adds up to 1, or 0 for a task without fields."""
    plainly: FloatArray
    """(40,), how plainly the task is of each field: its probability over its place in order of centrality, 0..1."""
    fields: FloatArray
    """(40,), probability of each field."""
    conditions: FloatArray
    """(22,), probability of each condition."""


def tagged_task(task: Task, tags: TaskTags, vocabulary: Vocabulary) -> TaggedTask:
    """The tags of one task, given as one row; a field weighs 1 / its place in order of centrality."""
    fields, conditions = _counting(tags.fields[0]), _counting(tags.conditions[0])
    if task.fields:
        codes = [term.code for term in vocabulary.fields]
        order = np.array([codes.index(code) for code in task.fields], dtype=np.intp)
    else:
        order = np.argsort(-fields, kind="stable")
    weights = np.zeros(len(fields))
    weights[order] = fields[order] / np.arange(1, len(order) + 1)
    return TaggedTask(weights / max(weights.sum(), 1e-9), weights, fields, conditions)


def tag_features(task: TaggedTask, citizens: CitizenTags, vocabulary: Vocabulary) -> dict[str, FloatArray]:
    """The tag features of one task with m citizens, each (m,), NaN where a facet says nothing of fields."""
    opposed = opposites(vocabulary)
    wished, limits = citizens.wish_conditions, citizens.avoid_conditions
    return {
        "experience_field": _share(task.emphasis, citizens.experience_fields),
        "wish_field": _share(task.emphasis, citizens.wish_fields),
        "wish_elsewhere": _elsewhere(task.fields, citizens.wish_fields),
        "avoid_field": (citizens.avoid_fields * task.plainly).max(axis=1, initial=0.0).astype(np.float64),
        "wish_condition": (wished @ task.conditions).astype(np.float64),
        "opposite_condition": (wished @ np.minimum(opposed @ task.conditions, 1.0)).astype(np.float64),
        "avoid_condition": (limits @ task.conditions).astype(np.float64),
    }


@cache
def _opposites(conditions: tuple[tuple[str, tuple[str, ...]], ...]) -> FloatArray:
    codes = [code for code, _ in conditions]
    return np.array([[float(other in against) for other in codes] for _, against in conditions])


def opposites(vocabulary: Vocabulary) -> FloatArray:
    """(22, 22): row wished for, column of the task, 1 where the one speaks against the other."""
    return _opposites(tuple((condition.code, condition.against) for condition in vocabulary.conditions))


def _counting(chances: NDArray[np.float32]) -> FloatArray:
    return np.where(chances >= LEAST, chances, 0.0).astype(np.float64)


def _share(emphasis: FloatArray, fields: NDArray[np.float32]) -> FloatArray:
    share = (fields @ emphasis).astype(np.float64)
    return np.where(fields.max(axis=1, initial=0.0) >= CLEAR, share, np.nan)


def _elsewhere(task: FloatArray, wished: NDArray[np.float32]) -> FloatArray:
    """Chance that none of the wished fields is among the task's, each by itself; 0 where no field is wished for."""
    none = np.prod(1.0 - wished * task, axis=1, dtype=np.float64)
    return np.where(wished.max(axis=1, initial=0.0) >= CLEAR, none, 0.0)
