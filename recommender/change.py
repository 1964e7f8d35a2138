"""One change away, over the whole pool: what a broker brings back to the company, and what would help a citizen most.

Nothing is estimated: each change is made, the rules judge everyone again, and the engine scores those who come in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from recommender.alone import alone
from recommender.changewords import people_sentence, tasks_sentence
from recommender.columns import BoolArray, IndexArray, TaskColumns, citizen_columns, codes_of
from recommender.drafts import CitizenDraft, TaskDraft, grown, offering, otherwise, with_adaptation
from recommender.eligibility import ADAPT, VERDICTS, Verdicts, judge
from recommender.engine import Place, Recommender
from recommender.errors import UnknownId
from recommender.types import Citizen, Company, Course, Opening
from recommender.vocabulary import Vocabulary

GOOD_SCORE = 0.5
"""From here a careful reader more likely than not finds the pair good."""
MOST = 5
"""Changes told."""

Closed = tuple[Place, TaskColumns, Verdicts]
"""A place that is shut for one citizen, and why."""

_THE_ONE = np.zeros(1, dtype=np.intp)


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
    before = {place.task.id: _shut(recommender.judged(place, as_of))}
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
    company = recommender.dataset.company_by_id[opening.company_id]
    return changes_for_new_opening(recommender, company, opening, as_of, count, good)


def changes_for_new_opening(
    recommender: Recommender,
    company: Company,
    opening: Opening,
    as_of: date,
    count: int = MOST,
    good: float = GOOD_SCORE,
) -> tuple[Change, ...]:
    """The same for an opening that need not be in the dataset, as straight after a walkthrough."""
    places = [Place(task, opening, company) for task in opening.tasks]
    before = {place.task.id: _shut(recommender.judged(place, as_of)) for place in places}
    asked = [(draft, "opgaverne") for draft in offering(places, company.id, recommender.vocabulary)]
    asked += [(draft, f"«{place.task.title}»") for place in places for draft in otherwise(place)]
    return _best((_of_workplace(recommender, draft, before, as_of, good, what) for draft, what in asked), count)


def changes_for_citizen(
    recommender: Recommender, citizen_id: str, as_of: date, count: int = MOST, good: float = GOOD_SCORE
) -> tuple[Change, ...]:
    """What would open most good tasks of open openings to a citizen, best first; UnknownId.

    A course, an adaptation that companies would have to offer, or, where the citizen can and will: a day more, an hour
    more a day, an hour earlier or later, five kilometres more. A need is never dropped: that is not ours to propose.
    """
    citizen = recommender.citizen(citizen_id)
    own = alone(recommender, citizen)
    closed = tuple(_closed_to(own, as_of))
    drafts = tuple(grown(citizen, _courses_of((place for place, _, _ in closed), recommender), as_of))
    return _best((*_offered(own, citizen, closed, as_of, good), *_grown(own, drafts, closed, as_of, good)), count)


def _of_workplace(
    recommender: Recommender, draft: TaskDraft, before: dict[str, BoolArray], as_of: date, good: float, what: str
) -> Change:
    coming = (_newcomers(recommender, place, before[place.task.id], as_of) for place in draft.places)
    opened = _falling(one for own in coming for one in own)
    people, well = _count(opened, good, lambda one: one.citizen_id)
    text = people_sentence(draft.clause, what, people, well)
    return Change(draft.kind, draft.code, draft.of, text, opened, well)


def _closed_to(own: Recommender, as_of: date) -> Iterator[Closed]:
    """Open places that are shut for the one citizen of `own`."""
    for place in own.open_places():
        columns = own.columns(place)
        verdicts = judge(columns, own.citizens, as_of, own.vocabulary)
        if _shut(verdicts)[0]:
            yield place, columns, verdicts


def _grown(
    own: Recommender, drafts: Sequence[CitizenDraft], closed: Sequence[Closed], as_of: date, good: float
) -> Iterator[Change]:
    """What each draft of the citizen opens; every place judges them all at once."""
    versions = citizen_columns([draft.citizen for draft in drafts], own.dataset.courses, own.vocabulary)
    judged = [(place, _shut(judge(columns, versions, as_of, own.vocabulary))) for place, columns, _ in closed]
    for at, draft in enumerate(drafts):
        places = [place for place, shut in judged if not shut[at]]
        if places:
            changed = alone(own, draft.citizen, None if draft.kind == "course" else own.index)
            yield _of_citizen(changed, draft, places, as_of, good)


def _offered(
    own: Recommender, citizen: Citizen, closed: Sequence[Closed], as_of: date, good: float
) -> Iterator[Change]:
    """What each adaptation opens, offered by every workplace that lacks it."""
    opening: dict[str, list[Place]] = {}
    for place, columns, verdicts in closed:
        for code in _could_open(columns, verdicts, own.vocabulary):
            offering_it = replace(columns, on_offer=columns.on_offer | own.vocabulary.bit(code))
            if not _shut(judge(offering_it, own.citizens, as_of, own.vocabulary))[0]:
                opening.setdefault(code, []).append(with_adaptation(place, code))
    for code, places in opening.items():
        draft = CitizenDraft("adaptation", code, own.vocabulary.adaptation(code).opens, citizen)
        yield _of_citizen(own, draft, places, as_of, good)


def _could_open(columns: TaskColumns, verdicts: Verdicts, vocabulary: Vocabulary) -> Iterator[str]:
    """Adaptations that are not on offer and might lift what stands in the one citizen's way: rather one too many.

    A missing need is met by itself alone; what lowers a demand helps there, what lowers none with time and travel.
    """
    beyond = (verdicts.consent, verdicts.available_from, verdicts.contract, verdicts.credentials, verdicts.courses)
    missing = codes_of(int(verdicts.needs[0]), vocabulary.adaptation_codes)
    if len(missing) > 1 or any(bool(block.any()) for block in beyond):
        return
    for at, adaptation in enumerate(vocabulary.adaptations):
        lowers = bool(adaptation.lowers or adaptation.caps)
        helps = bool(verdicts.demands[0]) if lowers else bool(verdicts.hours[0] or verdicts.distance[0])
        if not columns.on_offer >> at & 1 and (adaptation.code in missing if missing else helps):
            yield adaptation.code


def _of_citizen(own: Recommender, draft: CitizenDraft, places: Sequence[Place], as_of: date, good: float) -> Change:
    """A draft of the one citizen of `own`, and the places that it opens."""
    opened = _falling(one for place in places for one in _scored(own, place, _THE_ONE, as_of))
    tasks, well = _count(opened, good, lambda one: one.task_id)
    text = tasks_sentence(draft.clause, tasks, well)
    return Change(draft.kind, draft.code, draft.citizen.id, text, opened, well)


def _newcomers(recommender: Recommender, place: Place, before: BoolArray, as_of: date) -> list[Opened]:
    """Those for whom the place was shut and is open as it stands now. `before`: (n,), shut."""
    coming = before & ~_shut(recommender.judged(place, as_of))
    return _scored(recommender, place, np.flatnonzero(coming), as_of) if coming.any() else []


def _scored(recommender: Recommender, place: Place, rows: IndexArray, as_of: date) -> list[Opened]:
    found, ids = recommender.ranked(place, as_of, rows), recommender.index.ids
    told = zip(found.rows.tolist(), found.scores.tolist(), found.verdicts.tolist(), strict=True)
    return [Opened(place.task.id, ids[row], score, VERDICTS[verdict]) for row, score, verdict in told]


def _shut(verdicts: Verdicts) -> BoolArray:
    """(n,), near misses and blocked."""
    shut: BoolArray = verdicts.verdict < ADAPT
    return shut


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
