"""History as a test: split by time, so that no system sees what came later, and graded by how far matches came.

The past is what lies before the day of the split, as it was known on that day; the test is what came after. Each
task of the test is asked about on the day of its first match, with citizens as they were known at the beginning of
that month's test: courses completed later are not there, nor openings created later, and old ones are closed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from evaluation.datasets import Judged
from evaluation.leakage import require_no_leak
from evaluation.outcomes import HIRED, LASTED, grade, known_on, may_last
from evaluation.views import View
from recommender.errors import RequestFaulty
from recommender.types import Citizen, Dataset, Match, Opening

FRESH = timedelta(days=90)
"""Age of an opening up to which it is at hand, beside those that are asked about."""
PAST_SHARE = 0.7
"""Share of the matches that lie before the split where no day is named."""


@dataclass(frozen=True, slots=True)
class HistoryCounts:
    """How the history was used."""

    past: int
    """Matches before the split."""
    train: int
    """Of those, the ones whose outcome was known on the day of the split, and whose pair is not in the test."""
    repeated: int
    """Of those, left out because the same task and citizen stand in the test."""
    test: int
    """Matches from the split on."""
    graded: int
    """Of those, the pairs whose outcome has had time to happen."""
    censored: int
    """Of those, left out because it has not."""
    hired: int
    """Graded pairs that came to paid hours."""
    undecided: int
    """Of the hired, those for whom 26 weeks have not had time to pass: they count as hired."""
    lasting: int
    """Of the hired, those who were there for 26 weeks."""
    undated: int
    """Courses of citizens without a date: they are seen on every day."""


@dataclass(frozen=True)
class History:
    """The past, and the test."""

    split: date
    until: date
    """The last day whose follow-up can be known."""
    judged: Judged
    """Pairs of the test that are graded, 0 to 4; hired (3) counts as a success."""
    views: tuple[View, ...]
    """What is asked when; citizens stand in the same order in all."""
    train: tuple[Match, ...]
    """What could be learnt from on the day of the split."""
    past: tuple[Match, ...]
    """Everybody matched before the split, whatever became of it: who is known to brokers."""
    whole: tuple[str, ...]
    """Tasks of the test whose every match has had its time."""
    counts: HistoryCounts


def history(dataset: Dataset, as_of: date, split: date | None = None) -> History:
    """The dataset's matches as past and test; RequestFaulty when nothing can be tested, LeakFound when they overlap.

    as_of: nothing after that day is used. split: the test begins on it; where it is left out, the day that most nearly
    has 70 % of the matches before it.
    """
    seen = sorted((match for match in dataset.matches if match.matched_on <= as_of), key=lambda m: (m.matched_on, m.id))
    if not seen:
        raise _no_history()
    until = min(as_of, max(match.matched_on for match in dataset.matches))
    split = split or seen[int(PAST_SHARE * len(seen))].matched_on
    before = tuple(match for match in seen if match.matched_on < split)
    after = tuple(match for match in seen if match.matched_on >= split)
    graded = {match.id: found for match in after if (found := grade(match, until)) is not None}
    if not graded:
        raise _nothing_to_test(split, until)
    tested = {(match.task_id, match.citizen_id) for match in after}
    known = [own for match in before if (own := known_on(match, split)) is not None]
    train = tuple(match for match in known if (match.task_id, match.citizen_id) not in tested)
    judged = _judged(dataset, after, graded)
    views = _views(dataset, judged.tasks, after, before)
    require_no_leak(train, after, views)
    return History(
        split=split,
        until=until,
        judged=judged,
        views=views,
        train=train,
        past=before,
        whole=_whole(judged.tasks, after, graded),
        counts=_counts(dataset, judged, (before, train, after), graded, len(known), until),
    )


def _judged(dataset: Dataset, after: Sequence[Match], graded: dict[str, int]) -> Judged:
    """The furthest that each pair of the test came; a task is in it when one of its pairs is."""
    row_of = {citizen.id: row for row, citizen in enumerate(dataset.citizens)}
    found: dict[str, dict[int, int]] = {}
    for match in after:
        if match.id in graded:
            own = found.setdefault(match.task_id, {})
            row = row_of[match.citizen_id]
            own[row] = max(own.get(row, 0), graded[match.id])
    ordered = {task: sorted(found[task].items()) for task in dataset.task_by_id if task in found}
    return Judged(
        dataset=replace(dataset, matches=(), judgements=()),
        tasks=tuple(ordered),
        rows={task: np.array([row for row, _ in pairs], dtype=np.intp) for task, pairs in ordered.items()},
        grades={task: np.array([grade for _, grade in pairs], dtype=np.int8) for task, pairs in ordered.items()},
        suitable=HIRED,
        top=LASTED,
    )


def _views(
    dataset: Dataset, tasks: Sequence[str], after: Sequence[Match], before: tuple[Match, ...]
) -> tuple[View, ...]:
    """One view a month, of the first day that something is asked in it."""
    asked_on: dict[str, date] = {}
    for match in after:  # in the order of days
        asked_on.setdefault(match.task_id, match.matched_on)
    months: dict[tuple[int, int], list[str]] = {}
    for task in sorted(tasks, key=lambda task: asked_on[task]):
        months.setdefault((asked_on[task].year, asked_on[task].month), []).append(task)
    views: list[View] = []
    citizens = dataset.citizens
    for own in months.values():
        day = asked_on[own[0]]
        known = tuple(known_citizen(citizen, day) for citizen in dataset.citizens)
        citizens = citizens if known == citizens else known
        asked = {dataset.opening_of_task[task].id for task in own}
        known_by_then = (one for one in dataset.openings if one.created_on <= day or one.id in asked)
        openings = tuple(one if one.id in asked else _known_opening(one, day) for one in known_by_then)
        view = replace(dataset, citizens=citizens, openings=openings, matches=before, judgements=())
        views.append(View(day, view, tuple(own)))
    return tuple(views)


def _known_opening(opening: Opening, day: date) -> Opening:
    """Closed when it was no longer fresh and nobody asks about it: it is no choice of anybody's any more."""
    return opening if day - opening.created_on <= FRESH else replace(opening, status="closed")


def known_citizen(citizen: Citizen, day: date) -> Citizen:
    """The citizen without the courses completed after that day; a course without a date stays."""
    held = tuple(one for one in citizen.courses if one.completed_on is None or one.completed_on <= day)
    return citizen if len(held) == len(citizen.courses) else replace(citizen, courses=held)


def _whole(tasks: Sequence[str], after: Sequence[Match], graded: dict[str, int]) -> tuple[str, ...]:
    young = {match.task_id for match in after if match.id not in graded}
    return tuple(task for task in tasks if task not in young)


def _counts(
    dataset: Dataset,
    judged: Judged,
    parts: tuple[Sequence[Match], Sequence[Match], Sequence[Match]],
    graded: dict[str, int],
    known: int,
    until: date,
) -> HistoryCounts:
    before, train, after = parts
    hired = [match for match in after if graded.get(match.id, 0) >= HIRED]
    return HistoryCounts(
        past=len(before),
        train=len(train),
        repeated=known - len(train),
        test=len(after),
        graded=judged.pairs,
        censored=len(after) - len(graded),
        hired=len(hired),
        undecided=sum(not may_last(match, until) for match in hired),
        lasting=sum(graded[match.id] == LASTED for match in hired),
        undated=sum(held.completed_on is None for citizen in dataset.citizens for held in citizen.courses),
    )


def _no_history() -> RequestFaulty:
    return RequestFaulty(
        "the dataset has no matches up to the day of asking; put a matches.jsonl in its folder, or choose a later "
        "--as-of",
        "datasættet har ingen match til og med den dag, der spørges om; læg en matches.jsonl i mappen, eller vælg en "
        "senere --as-of",
    )


def _nothing_to_test(split: date, until: date) -> RequestFaulty:
    return RequestFaulty(
        f"no match from {split} on has had twelve weeks by {until}, the last day of the history: choose an earlier day "
        "to split on",
        f"ingen match fra {split} og frem har haft tolv uger ved historiens sidste dag, {until}: vælg en tidligere dag "
        "at dele ved",
    )
