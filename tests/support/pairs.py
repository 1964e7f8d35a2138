"""Judging one pair, and a fake encoder, for tests."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recommender.columns import citizen_columns, task_columns
from recommender.eligibility import VERDICTS, causes, judge
from recommender.features import FEATURES
from recommender.ranker import Ranker
from recommender.types import Citizen, Company, Course, Opening, Task
from recommender.vocabulary import shipped_vocabulary
from tests.support.builders import AS_OF, course, credential
from tests.support.builders import citizen as a_citizen
from tests.support.builders import company as a_company
from tests.support.builders import opening as an_opening

COURSES: tuple[Course, ...] = (course(), course(code="lager"), course(code="pedel"), credential())


def verdict(
    task: Task,
    citizen: Citizen | None = None,
    company: Company | None = None,
    opening: dict[str, Any] | None = None,
    as_of: date = AS_OF,
) -> tuple[str, str]:
    """Verdict and causes of one pair."""
    vocabulary = shipped_vocabulary()
    who, where = citizen or a_citizen(), company or a_company()
    at: Opening = an_opening(task, **(opening or {}))
    columns = task_columns(task, at, where, COURSES, vocabulary)
    told = judge(columns, citizen_columns([who], COURSES, vocabulary), as_of, vocabulary)
    return VERDICTS[told.verdict[0]], causes(told, 0, columns, who.needs, COURSES, vocabulary)


class LetterEncoder:
    """Counts letters: similar spelling is similar meaning. Enough to see that texts reach the score."""

    identity = "letters-1"
    dimension = 32

    def encode(self, texts: Sequence[str], *, query: bool = False) -> NDArray[np.float32]:
        """(n, 32) unit rows, zero for an empty text."""
        counts = np.zeros((len(texts), self.dimension), np.float32)
        for row, text in enumerate(texts):
            for letter in text.lower():
                counts[row, ord(letter) % self.dimension] += 1.0
        return counts / np.maximum(np.linalg.norm(counts, axis=1, keepdims=True), 1e-9)


def plain_ranker(**weights: float) -> Ranker:
    """A ranker with those weights and 0 elsewhere; every feature neutral at 0 with scale 1."""
    if unknown := weights.keys() - {feature.name for feature in FEATURES}:
        raise ValueError(f"no such features: {sorted(unknown)}")
    return Ranker(
        name="test",
        features=tuple(feature.name for feature in FEATURES),
        weights=tuple(weights.get(feature.name, 0.0) for feature in FEATURES),
        neutral=(0.0,) * len(FEATURES),
        scales=(1.0,) * len(FEATURES),
        base=-1.0,
        encoder="letters-1",
    )
