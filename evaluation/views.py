"""What is evaluated: judged tasks, each asked about on its day with what was known then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from evaluation.datasets import Judged, judged_of
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


@dataclass(frozen=True)
class Setting:
    """Everything that systems are asked, and what is held against their answers."""

    judged: Judged
    sights: tuple[Sight, ...]
    past: tuple[Match, ...]
    """Matches before the first day of asking."""

    def sight_of(self, task: str) -> Sight:
        """Where a judged task is asked about."""
        return next(sight for sight in self.sights if task in sight.tasks)


def judged_setting(recommender: Recommender, as_of: date) -> Setting:
    """The judgements of the recommender's dataset, all asked about on one day; RequestFaulty when there are none."""
    judged = judged_of(recommender.dataset)
    past = tuple(match for match in recommender.dataset.matches if match.matched_on < as_of)
    return Setting(judged, (Sight(as_of, judged.tasks, recommender, past),), past)


def seen(recommender: Recommender, view: View, past: tuple[Match, ...]) -> Sight:
    """A view with the recommender's models over it; its index is kept where the citizens are the same."""
    same = view.dataset.citizens == recommender.dataset.citizens
    index = recommender.index if same and view.dataset.courses == recommender.dataset.courses else None
    own = Recommender.of(
        view.dataset, recommender.encoder, recommender.ranker, recommender.vocabulary, index, recommender.tagger
    )
    return Sight(view.day, view.tasks, own, past)
