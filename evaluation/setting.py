"""What is evaluated: judgements, all asked about on one day, or a history, each task asked about on its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from evaluation.datasets import Judged, judged_of
from evaluation.history import History, history
from evaluation.remembering import remembering
from evaluation.views import Sight, View
from recommender.engine import Recommender
from recommender.types import Match


@dataclass(frozen=True)
class Setting:
    """Everything that systems are asked, and what is held against their answers."""

    judged: Judged
    sights: tuple[Sight, ...]
    past: tuple[Match, ...]
    """Matches before the first day of asking."""
    history: History | None = None
    """Where the grades come from what became of matches."""

    def sight_of(self, task: str) -> Sight:
        """Where a judged task is asked about."""
        return next(sight for sight in self.sights if task in sight.tasks)


def judged_setting(recommender: Recommender, as_of: date) -> Setting:
    """The judgements of the recommender's dataset, all asked about on one day; RequestFaulty when there are none."""
    judged = judged_of(recommender.dataset)
    past = tuple(match for match in recommender.dataset.matches if match.matched_on < as_of)
    return Setting(judged, (Sight(as_of, judged.tasks, recommender, past),), past)


def history_setting(recommender: Recommender, as_of: date, split: date) -> Setting:
    """The matches of the recommender's dataset from that day on; RequestFaulty, LeakFound."""
    found = history(recommender.dataset, as_of, split)
    sights: list[Sight] = []
    for view in found.views:
        nearest = sights[-1].recommender if sights else recommender
        sights.append(_seen(nearest, view, found.past))
    return Setting(found.judged, tuple(sights), found.past, found)


def _seen(nearest: Recommender, view: View, past: tuple[Match, ...]) -> Sight:
    """A view with a recommender over it: the nearest one's index, with citizens made new of whom more is known."""
    pairs = zip(view.dataset.citizens, nearest.dataset.citizens, strict=True)
    changed = [now for now, before in pairs if now is not before and now != before]
    index = nearest.index
    if changed:
        index = index.with_citizens(changed, view.dataset.course_by_code, nearest.encoder)
    own = Recommender.of(
        view.dataset,
        nearest.encoder,
        nearest.ranker,
        nearest.vocabulary,
        index,
        remembering(nearest.tagger),
    )
    return Sight(view.day, view.tasks, own, past)
