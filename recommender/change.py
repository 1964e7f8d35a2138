"""One change away, over the whole pool: what a broker brings back to the company, and what would help a citizen most.

Nothing is estimated: each change is made, the rules judge everyone again, and the engine scores those who come in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from recommender.alone import alone, unknown_citizen
from recommender.changewords import people_sentence, tasks_sentence
from recommender.columns import BoolArray, task_columns
from recommender.drafts import CitizenDraft, TaskDraft, grown, offering, otherwise, with_adaptation
from recommender.eligibility import ADAPT, VERDICTS, Verdicts, judge
from recommender.engine import Place, Recommender
from recommender.errors import UnknownId
from recommender.types import Citizen, Course

GOOD_SCORE = 0.5
"""From here a careful reader more likely than not finds the pair good."""
MOST = 5
"""Changes told."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A pair that a change makes possible."""

    task_id: str
    citizen_id: str
    score: float
    """After the change, 0 to 1."""
    verdict: str
    """After the change: `fits` or `adapt`."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change, and everything that it opens."""

    kind: str
    """At a workplace `adaptation`, `split`, `day`, `window` or `hours`; of a citizen `course`, `day`, `window`,
    `hours_day` or `distance`, or an `adaptation` that companies would have to offer."""
    code: str
    """Which: an adaptation, a course, a day, minutes earlier (`-60`) or later (`+60`), hours or kilometres."""
    of: str
    """Id of the task, the company or the citizen."""
    text: str
    """Danish: the change, and how many it opens for."""
    opened: tuple[Opened, ...]
    """The best score first."""
    good: int
    """How many citizens (of a workplace's change) or tasks (of a citizen's) come in with a good score."""


def changes_for_task(
    recommender: Recommender, place: Place, as_of: date, count: int = MOST, good: float = GOOD_SCORE
) -> tuple[Change, ...]:
    """The changes of one task that open it to most good candidates, best first; what opens nothing is not told.

    One adaptation more, the task split, a day more, a window an hour or two wider, or fewer hours. Good candidates
    first, then the sum of the scores, which is how many of those who come in are expected to be good.
    """
    drafts = (*offering((place,), place.task.id, recommender.vocabulary), *otherwise(place))
    before = {place.task.id: _closed(_judged(recommender, place, as_of))}
    return _best((_of_workplace(recommender, draft, before, as_of, good, "opgaven") for draft in drafts), count)


def changes_for_opening(
    recommender: Recommender, opening_id: str, as_of: date, count: int = MOST, good: float = GOOD_SCORE
) -> tuple[Change, ...]:
    """The same over all tasks of an opening; an adaptation is then the company's, for all of them. UnknownId."""
    opening = recommender.dataset.opening_by_id.get(opening_id)
    if opening is None:
        raise UnknownId(
            f"no opening '{opening_id}' in the dataset", f"der er ingen jobåbning '{opening_id}' i datasættet"
        )
    places = [recommender.place(task.id) for task in opening.tasks]
    before = {place.task.id: _closed(_judged(recommender, place, as_of)) for place in places}
    asked = [(draft, "opgaverne") for draft in offering(places, opening.company_id, recommender.vocabulary)]
    asked += [(draft, f"«{place.task.title}»") for place in places for draft in otherwise(place)]
    return _best((_of_workplace(recommender, draft, before, as_of, good, what) for draft, what in asked), count)


def changes_for_citizen(
    recommender: Recommender, citizen_id: str, as_of: date, count: int = MOST, good: float = GOOD_SCORE
) -> tuple[Change, ...]:
    """What would open most good tasks of open openings to a citizen, best first; UnknownId.

    A course, an adaptation that companies would have to offer, or, where the citizen can and will: a day more, an hour
    more a day, an hour earlier or later, five kilometres more. A need is never dropped: that is not ours to propose.
    """
    citizen = recommender.dataset.citizen_by_id.get(citizen_id)
    if citizen is None:
        raise unknown_citizen(citizen_id)
    own = alone(recommender, citizen)
    judged = [(place, _judged(own, place, as_of)) for place in own.open_places()]
    closed = [(place, verdicts) for place, verdicts in judged if verdicts.verdict[0] < ADAPT]
    found = _offers_for(own, citizen, closed, as_of, good)
    wanted = _courses_of([place for place, _ in closed], recommender)
    for draft in grown(citizen, wanted, as_of):
        changed = alone(recommender, draft.citizen, None if draft.kind == "course" else own.index)
        found.append(_of_citizen(changed, draft, [place for place, _ in closed], as_of, good))
    return _best(found, count)


def _of_workplace(
    recommender: Recommender, draft: TaskDraft, before: dict[str, BoolArray], as_of: date, good: float, what: str
) -> Change:
    coming = (_newcomers(recommender, place, before[place.task.id], as_of) for place in draft.places)
    opened = _falling(one for own in coming for one in own)
    people, well = _count(opened, good, lambda one: one.citizen_id)
    text = people_sentence(draft.clause, what, people, well)
    return Change(draft.kind, draft.code, draft.of, text, opened, well)


def _of_citizen(changed: Recommender, draft: CitizenDraft, closed: Sequence[Place], as_of: date, good: float) -> Change:
    opened = _falling(one for place in closed for one in _newcomers(changed, place, _EVERYONE, as_of))
    tasks, well = _count(opened, good, lambda one: one.task_id)
    text = tasks_sentence(draft.clause, tasks, well)
    return Change(draft.kind, draft.code, draft.citizen.id, text, opened, well)


def _offers_for(
    own: Recommender, citizen: Citizen, closed: Sequence[tuple[Place, Verdicts]], as_of: date, good: float
) -> list[Change]:
    """Each adaptation, offered by every workplace that lacks it."""
    reachable = [place for place, verdicts in closed if not _beyond_offers(verdicts)]
    found = []
    for adaptation in own.vocabulary.adaptations:
        code = adaptation.code
        without = [one for one in reachable if code not in (*one.company.adaptations, *one.task.adaptations)]
        places = [with_adaptation(place, code) for place in without]
        draft = CitizenDraft("adaptation", code, adaptation.opens, citizen)
        found.append(_of_citizen(own, draft, places, as_of, good))
    return found


_EVERYONE = np.ones(1, dtype=np.bool_)
"""Of one citizen: closed before."""


def _newcomers(recommender: Recommender, place: Place, closed: BoolArray, as_of: date) -> list[Opened]:
    """Those for whom the place was closed and is open as it stands now, with the engine's scores. `closed`: (n,)."""
    coming = closed & ~_closed(_judged(recommender, place, as_of))
    if not coming.any():
        return []
    ranked = recommender.ranked(place, as_of)
    verdicts = ranked.asked.verdicts.verdict[ranked.order]
    return [
        Opened(place.task.id, recommender.index.ids[row], float(score), VERDICTS[verdict])
        for row, score, verdict in zip(ranked.rows, ranked.scores, verdicts, strict=True)
        if coming[row]
    ]


def _judged(recommender: Recommender, place: Place, as_of: date) -> Verdicts:
    columns = task_columns(
        place.task, place.opening, place.company, recommender.dataset.courses, recommender.vocabulary
    )
    return judge(columns, recommender.citizens, as_of, recommender.vocabulary)


def _closed(verdicts: Verdicts) -> BoolArray:
    """(n,), near misses and blocked."""
    shut: BoolArray = verdicts.verdict < ADAPT
    return shut


def _beyond_offers(verdicts: Verdicts) -> bool:
    """Whether something stands in the one citizen's way that no adaptation lifts."""
    blocks = (verdicts.consent, verdicts.available_from, verdicts.contract, verdicts.credentials, verdicts.courses)
    return any(bool(block.any()) for block in blocks)


def _courses_of(places: Iterable[Place], recommender: Recommender) -> list[Course]:
    required = dict.fromkeys(code for place in places for code in place.task.requires)
    return [recommender.dataset.course_by_code[code] for code in required]


def _falling(opened: Iterable[Opened]) -> tuple[Opened, ...]:
    return tuple(sorted(opened, key=lambda one: (-one.score, one.task_id, one.citizen_id)))


def _count(opened: Sequence[Opened], good: float, of: Callable[[Opened], str]) -> tuple[int, int]:
    """How many different ones, and how many with a good score."""
    return len({of(one) for one in opened}), len({of(one) for one in opened if one.score >= good})


def _best(changes: Iterable[Change], count: int) -> tuple[Change, ...]:
    opening = [change for change in changes if change.opened]
    opening.sort(key=lambda change: (-change.good, -sum(one.score for one in change.opened)))
    return tuple(opening[:count])
