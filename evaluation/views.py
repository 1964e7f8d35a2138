"""A dataset as it was known on a day: what systems are asked with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from recommender.engine import Recommender
from recommender.types import Dataset, Match


@dataclass(frozen=True)
class View:
    """A dataset as it was known on a day, and the judged tasks that are asked about then."""

    day: date
    dataset: Dataset
    tasks: tuple[str, ...]


@dataclass(frozen=True)
class Sight:
    """A view with a recommender over it."""

    day: date
    tasks: tuple[str, ...]
    recommender: Recommender
    past: tuple[Match, ...]
    """Matches known on the day."""
