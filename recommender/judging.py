"""The verdict of every pair of a dataset, with what stands between; no text is read and no model needed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from recommender.columns import citizen_columns, task_columns
from recommender.eligibility import VERDICTS, causes, judge
from recommender.types import Dataset
from recommender.vocabulary import Vocabulary, shipped_vocabulary


def every_verdict(
    dataset: Dataset, as_of: date, vocabulary: Vocabulary | None = None
) -> Iterator[tuple[str, str, str, str]]:
    """Task, citizen, verdict and causes of every pair, in the dataset's order."""
    words, courses = vocabulary or shipped_vocabulary(), dataset.courses
    columns = citizen_columns(dataset.citizens, courses, words)
    for opening in dataset.openings:
        for task in opening.tasks:
            asked = task_columns(task, opening, dataset.company_by_id[opening.company_id], courses, words)
            told = judge(asked, columns, as_of, words)
            for row, citizen in enumerate(dataset.citizens):
                why = causes(told, row, asked, citizen.needs, courses, words)
                yield task.id, citizen.id, VERDICTS[told.verdict[row]], why
