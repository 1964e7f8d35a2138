"""TREC run: `task_id Q0 citizen_id rank score tag`, for trec_eval and its like."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from recommender.types import Suggestion
from service.writers.forms import Batch

TAG = "opgave"


def write(path: Path, suggestions: Iterable[Suggestion], batch: Batch) -> None:
    """Write them as they come."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(run_lines(suggestions))


def run_lines(suggestions: Iterable[Suggestion]) -> Iterator[str]:
    """Lines whose scores fall strictly with the rank within a task.

    trec_eval reads scores as 32 bits, sorts by them and not by rank, and breaks ties by the name. So that it sees the
    order in which people are proposed, a score that is not below the one before it (the same, or an equal in the order
    of need) is written the smallest step below it that 32 bits know: it moves by no more than equals differ.
    """
    task, above = "", np.float32(np.inf)
    for suggestion in suggestions:
        if suggestion.task_id != task:
            task, above = suggestion.task_id, np.float32(np.inf)
        above = min(np.float32(suggestion.score), np.nextafter(above, np.float32(-np.inf)))
        yield f"{task} Q0 {suggestion.citizen_id} {suggestion.rank} {float(above)!r} {TAG}\n"
