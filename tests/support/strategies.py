"""Hypothesis: any dataset that the contract allows."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from recommender.cpr import holds_cpr
from recommender.reading import people_keys, workplace_keys
from recommender.types import (
    Citizen,
    Company,
    Course,
    Dataset,
    HeldCourse,
    Judgement,
    Location,
    Match,
    Opening,
    Task,
)
from recommender.vocabulary import DAYS, shipped_vocabulary

WORDS = shipped_vocabulary()

texts = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cn"]) | st.sampled_from("\n\t;,\"'=+-@_x0"), max_size=30
)
texts = texts.filter(lambda text: not text.isspace() and not holds_cpr(text))
filled = texts.filter(bool)
maybe_text = st.none() | filled
ids = st.text(st.characters(categories=["L", "N"]) | st.sampled_from("-_=+@'"), min_size=1, max_size=6)
ids = ids.filter(lambda text: not holds_cpr(text))
hours = st.floats(0, 168).map(lambda number: number + 0.0)
levels = st.dictionaries(st.sampled_from(WORDS.dimension_codes), st.integers(0, 3))
places = st.none() | st.builds(Location, st.floats(-90, 90), st.floats(-180, 180))
moments = st.tuples(*[st.none() | st.integers(0, 1439)] * 2).map(
    lambda pair: pair if None in pair else tuple(sorted(pair))  # type: ignore[type-var]
)
dates = st.dates(date(1900, 1, 1), date(2199, 12, 31))


def codes(known: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(known), unique=True, max_size=4).map(tuple)


adaptations = codes(WORDS.adaptation_codes)
contracts = codes(WORDS.contract_codes)
days = st.none() | codes(DAYS)
fields = st.none() | codes(tuple(WORDS.field_labels))
conditions = st.none() | codes(tuple(WORDS.condition_labels))


@st.composite
def datasets(draw: st.DrawFn) -> Dataset:
    """A dataset whose references hold; every optional key may be there or not."""
    known = draw(st.lists(st.from_regex(r"[a-z0-9][a-z0-9_.\-]{0,5}", fullmatch=True), unique=True, max_size=3))
    known = [code for code in known if code not in ("none", "ingen") and not holds_cpr(code)]
    courses = tuple(draw(_course(code)) for code in known)
    companies = tuple(draw(_company(own)) for own in draw(_unique(2)))
    citizens = tuple(draw(_citizen(own, known)) for own in draw(_unique(3)))
    task_ids = draw(_unique(4))
    openings = [
        draw(_opening(own, draw(st.sampled_from(companies)).id, task_ids[number::2], known))
        for number, own in enumerate(draw(_unique(2)))
    ]
    held = [task.id for opening in openings for task in opening.tasks]
    pairs = (
        st.tuples(st.sampled_from(held), st.sampled_from([citizen.id for citizen in citizens]))
        if held
        else st.nothing()
    )
    matched = draw(st.lists(pairs, max_size=2, unique=True)) if held else []
    matches = tuple(draw(_match(own, *pair)) for own, pair in zip(draw(_unique(2)), matched, strict=False))
    judged = tuple(Judgement(*pair, draw(st.integers(0, 3))) for pair in matched)
    return Dataset(companies, tuple(openings), citizens, courses, matches, judged)


def _unique(most: int) -> st.SearchStrategy[list[str]]:
    return st.lists(ids, min_size=1, max_size=most, unique=True)


def _course(code: str) -> st.SearchStrategy[Course]:
    kinds = st.sampled_from(sorted(people_keys.COURSE_KINDS))
    return st.builds(Course, st.just(code), filled, kinds, texts, st.none() | hours)


def _company(own: str) -> st.SearchStrategy[Company]:
    size = st.none() | st.floats(0, 1e6)
    return st.builds(Company, st.just(own), filled, filled, maybe_text, size, size, places, adaptations)


def _match(own: str, task: str, citizen: str) -> st.SearchStrategy[Match]:
    stages = st.sampled_from(sorted(people_keys.STAGES))
    weeks = st.none() | st.integers(0, 600)
    return st.builds(
        Match, st.just(own), st.just(task), st.just(citizen), dates, stages, st.none() | hours, weeks, maybe_text
    )


@st.composite
def _opening(draw: st.DrawFn, own: str, company: str, task_ids: list[str], known: list[str]) -> Opening:
    tasks = tuple(draw(_task(task, known)) for task in task_ids)
    status = draw(st.sampled_from(sorted(workplace_keys.STATUSES)))
    return Opening(own, company, draw(dates), draw(contracts), status, tasks, draw(maybe_text))


@st.composite
def _task(draw: st.DrawFn, own: str, known: list[str]) -> Task:
    earliest, latest = draw(moments)
    chosen = codes(tuple(known)) if known else st.just(())
    return Task(
        id=own,
        title=draw(filled),
        description=draw(texts),
        hours_per_week=draw(st.floats(0, 168, exclude_min=True)),
        qualification=draw(st.sampled_from(sorted(workplace_keys.QUALIFICATIONS))),
        splittable=draw(st.booleans()),
        done_by=draw(maybe_text),
        requires=draw(chosen),
        prefers=draw(chosen),
        green=draw(st.none() | st.sampled_from(sorted(workplace_keys.GREEN))),
        days=draw(days),
        earliest=earliest,
        latest=latest,
        demands=draw(levels),
        adaptations=draw(adaptations),
        fields=draw(fields),
        conditions=draw(conditions),
    )


@st.composite
def _citizen(draw: st.DrawFn, own: str, known: list[str]) -> Citizen:
    earliest, latest = draw(moments)
    least, most = sorted(draw(st.tuples(hours, hours)))
    held = st.builds(HeldCourse, st.sampled_from(known), st.none() | dates) if known else st.nothing()
    return Citizen(
        id=own,
        municipality=draw(filled),
        group="ledighedsydelse",
        hours_per_week_max=most,
        hours_per_week_min=least,
        hours_per_day_max=draw(st.none() | st.floats(0, 24)),
        days=draw(days),
        earliest=earliest,
        latest=latest,
        location=draw(places),
        max_distance_km=draw(st.none() | st.floats(0, 2e4)),
        experience=draw(texts),
        wishes=draw(maybe_text),
        avoids=draw(maybe_text),
        experience_fields=draw(fields),
        wish_fields=draw(fields),
        wish_conditions=draw(conditions),
        avoid_fields=draw(fields),
        avoid_conditions=draw(conditions),
        courses=tuple(draw(st.lists(held, max_size=2))) if known else (),
        capacities=draw(levels),
        needs=draw(adaptations),
        contract_types=draw(contracts),
        available_from=draw(st.none() | dates),
        consents=draw(st.booleans()),
    )
