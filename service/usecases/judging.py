"""The verdict of every pair, with what stands between."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from recommender.judging import every_verdict
from service.usecases.opening import read


def judge_dataset(folder: Path, as_of: date) -> Iterator[str]:
    """Lines `task, citizen, verdict, causes`, tab separated, without a heading; tasks in the dataset's order."""
    for pair in every_verdict(read(folder), as_of):
        yield "\t".join(pair) + "\n"
