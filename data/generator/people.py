"""One citizen: a working profile that hangs together, and what is true of the person that no profile tells."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from data.generator.chance import drawn
from data.generator.settings import UNTIL, Settings
from data.generator.words import Town, Words, words
from recommender.types import Citizen, HeldCourse, Location
from recommender.vocabulary import WEEKDAYS, shipped_vocabulary

GROUPS = {
    "jobparat": 12,
    "aktivitetsparat": 30,
    "uddannelseshjaelp": 8,
    "ledighedsydelse": 20,
    "ressourceforloeb": 7,
    "sygedagpenge": 11,
    "integration": 6,
    "dagpenge": 4,
    "foertidspension": 2,
}
"""Group → share of a hundred citizens."""
HOURS = {"jobparat": (15, 37), "dagpenge": (20, 37), "ledighedsydelse": (4, 20), "foertidspension": (2, 8)}
OTHER_HOURS = (3, 15)
"""Lowest and highest of the most hours a week."""
STRAINS = (
    ("lifting", ("lifting_aid", "no_lifting"), "physical"),
    ("standing", ("sit_stand", "extra_breaks"), "physical"),
    ("bending", ("extra_breaks",), "physical"),
    ("reaching", (), "physical"),
    ("fine_motor", (), "physical"),
    ("climate", ("indoors",), "physical"),
    ("pace", ("own_pace", "extra_breaks"), "mental"),
    ("concentration", ("visual_steps", "quiet_spot"), "mental"),
    ("variation", ("fixed_routine", "buddy"), "mental"),
    ("social_contact", ("no_customers", "quiet_spot"), "mental"),
    ("noise", ("hearing_protection", "quiet_spot"), "mental"),
    ("independence", ("buddy",), "mental"),
)
"""What may be hard: dimension, adaptations that help with it, kind of need."""
UNSAID = 0.3
"""Share of the dimensions that a profile commonly says nothing of."""
DEGREES_A_KM = 1 / 111.2


@dataclass(frozen=True, slots=True)
class Person:
    """A citizen with what is true beside the profile."""

    citizen: Citizen
    experience: tuple[str, ...]
    """Fields that the person knows."""
    wishes: tuple[str, ...]
    avoids: tuple[str, ...]
    wish_conditions: tuple[str, ...]
    avoid_conditions: tuple[str, ...]
    visibility: float
    """How well brokers know the person: mean 0, deviation 1."""
    motivation: float
    """What nobody has written down: mean 0, deviation 1."""
    attributes: tuple[tuple[str, str], ...]
    """For the evaluation by subgroup; no chance in this world rests on them."""


def person(settings: Settings, number: int) -> Person:
    """Citizen of that number, from 0."""
    chance, said = drawn(settings.seed, "citizen", number), words()
    group = _weighted(chance, GROUPS)
    town = chance.choices(said.towns, [one.weight for one in said.towns])[0]
    truths = _Truths.of(chance, said)
    hours, (capacities, needs, kinds) = _hours(chance, group), _profile(chance, group)
    visible = chance.gauss(0, 1)
    citizen = Citizen(
        id=f"b{number + 1:07d}",
        municipality=town.municipality,
        group=group,
        hours_per_week_max=hours.most,
        hours_per_week_min=hours.least,
        hours_per_day_max=hours.a_day,
        days=hours.days,
        earliest=hours.earliest,
        latest=hours.latest,
        location=_near(chance, town),
        max_distance_km=float(chance.choice((6, 10, 15, 20, 25, 30, 40))),
        experience=_experience(chance, said, truths),
        wishes=_wishes(chance, said, truths),
        avoids=_avoids(chance, said, truths),
        courses=_courses(chance, said, truths.experience, settings),
        capacities=capacities,
        needs=needs,
        contract_types=_contracts(chance, group),
        available_from=UNTIL + timedelta(days=chance.randint(5, 90)) if chance.random() < 0.02 else None,
        consents=chance.random() > 0.03,
    )
    return Person(
        citizen=_with_gaps(chance, citizen, settings.missing),
        experience=truths.experience,
        wishes=truths.wishes,
        avoids=truths.avoids,
        wish_conditions=truths.wish_conditions,
        avoid_conditions=truths.avoid_conditions,
        visibility=visible,
        motivation=chance.gauss(0, 1),
        attributes=_attributes(chance, group, kinds),
    )


def people(settings: Settings) -> Iterator[Person]:
    """Everybody, one at a time."""
    return (person(settings, number) for number in range(settings.citizens))


@dataclass(frozen=True, slots=True)
class _Hours:
    most: float
    least: float
    a_day: float | None
    days: tuple[str, ...] | None
    earliest: int | None
    latest: int | None


@dataclass(frozen=True, slots=True)
class _Truths:
    experience: tuple[str, ...]
    wishes: tuple[str, ...]
    avoids: tuple[str, ...]
    wish_conditions: tuple[str, ...]
    avoid_conditions: tuple[str, ...]

    @staticmethod
    def of(chance: random.Random, said: Words) -> _Truths:
        first = chance.choice(said.fields)
        others = [field.code for field in said.fields if field.code != first.code]
        second = chance.choice(first.kin if chance.random() < 0.5 else others)
        experience = (first.code, second)[: 2 if chance.random() < 0.7 else 1]
        wish = chance.choice([first.code, *first.kin] if chance.random() < 0.6 else others)
        left = [code for code in others if code not in (*experience, wish)]
        wished = chance.sample(sorted(said.condition_wishes), chance.choice((0, 1, 1, 2)))
        avoided = [code for code in sorted(said.condition_avoids) if code not in wished]
        return _Truths(
            experience=experience,
            wishes=(wish,) if chance.random() < 0.85 else (),
            avoids=(chance.choice(left),) if chance.random() < 0.5 else (),
            wish_conditions=tuple(wished),
            avoid_conditions=tuple(chance.sample(avoided, chance.choice((0, 0, 1)))),
        )


def _weighted(chance: random.Random, shares: dict[str, int]) -> str:
    return chance.choices(list(shares), list(shares.values()))[0]


def _near(chance: random.Random, town: Town) -> Location:
    """A point some two kilometres around the town's middle."""
    lat = town.lat + chance.gauss(0, 2.0) * DEGREES_A_KM
    lon = town.lon + chance.gauss(0, 2.0) * DEGREES_A_KM / 0.57
    return Location(round(lat, 4), round(lon, 4))


def _hours(chance: random.Random, group: str) -> _Hours:
    most = chance.randint(*HOURS.get(group, OTHER_HOURS))
    least = chance.choice((0, 2, 3, max(1, most // 2)))
    start, end = chance.choice((6, 7, 8, 9, 9, 10)), chance.choice((12, 13, 14, 15, 16, 17))
    days = sorted(chance.sample(range(5), chance.choice((2, 3, 3, 4, 5))))
    return _Hours(
        most=float(most),
        least=float(min(least, most)),
        a_day=float(chance.choice((2, 3, 4, 5, 7))) if chance.random() < 0.7 else None,
        days=tuple(WEEKDAYS[at] for at in days) if chance.random() < 0.5 else None,
        earliest=start * 60 if chance.random() < 0.6 else None,
        latest=end * 60 if chance.random() < 0.6 else None,
    )


def _profile(chance: random.Random, group: str) -> tuple[dict[str, int], tuple[str, ...], tuple[str, ...]]:
    """Capacities, needs and kinds of need."""
    strains = chance.sample(STRAINS, chance.choices((0, 1, 2, 3), (15, 35, 35, 15))[0])
    levels = {code: chance.choice((2, 2, 3, 3, 3)) for code in shipped_vocabulary().dimension_codes}
    levels |= {code: chance.choice((0, 1, 1)) for code, _, _ in strains}
    levels["danish"] = chance.choice((0, 1, 1, 2)) if group == "integration" else chance.choice((2, 3, 3, 3))
    levels["digital"] = chance.choice((0, 1, 1, 2, 2, 3))
    helped = [chance.choice(helps) for _, helps, _ in strains if helps and chance.random() < 0.45]
    if group == "integration" and chance.random() < 0.5:
        helped.append("language_support")
    kinds = [kind for _, _, kind in strains] + (["language"] if levels["danish"] < 2 else [])
    said = {code: level for code, level in levels.items() if chance.random() > UNSAID}
    return said, tuple(dict.fromkeys(helped)), tuple(dict.fromkeys(kinds))


def _contracts(chance: random.Random, group: str) -> tuple[str, ...]:
    if group == "ledighedsydelse":
        return ("fleksjob",) if chance.random() < 0.5 else ("fleksjob", "internship")
    if chance.random() < 0.3:
        return ("ordinary_hours", "wage_subsidy", "internship")
    return ("ordinary_hours", "internship")


def _experience(chance: random.Random, said: Words, truths: _Truths) -> str:
    by_code = {field.code: field for field in said.fields}
    told = []
    for code in truths.experience:
        told.append(chance.choice(by_code[code].experience).replace("{n}", str(chance.randint(2, 24))))
        if chance.random() < 0.4:
            told.append(_stint(chance, said))
    told += chance.sample(said.phrases["traits"], chance.choice((0, 1, 1, 2)))
    return " ".join(told)


def _stint(chance: random.Random, said: Words) -> str:
    return chance.choice(said.phrases["stints"]).replace("{by}", chance.choice(said.towns).name)


def _wishes(chance: random.Random, said: Words, truths: _Truths) -> str | None:
    by_code = {field.code: field for field in said.fields}
    parts = [chance.choice(by_code[code].wishes) for code in truths.wishes]
    parts += [said.condition_wishes[code] for code in truths.wish_conditions]
    if chance.random() < 0.5:
        parts.append(chance.choice(said.phrases["wish_tails"]))
    return _sentence(parts)


def _avoids(chance: random.Random, said: Words, truths: _Truths) -> str | None:
    by_code = {field.code: field for field in said.fields}
    parts = [chance.choice(by_code[code].avoids) for code in truths.avoids]
    parts += [said.condition_avoids[code] for code in truths.avoid_conditions]
    return f"Ikke {' og ikke '.join(parts)}." if parts else None


def _sentence(parts: Sequence[str]) -> str | None:
    if not parts:
        return None
    whole = ", ".join(parts)
    return f"{whole[0].upper()}{whole[1:]}."


def _courses(chance: random.Random, said: Words, fields: Sequence[str], settings: Settings) -> tuple[HeldCourse, ...]:
    near = [code for code, own in said.course_fields.items() if set(own) & set(fields)]
    held = [code for code in near if chance.random() < 0.45]
    if chance.random() < 0.5:
        held.append("koerekort_b")
    return tuple(HeldCourse(code, _completed(chance, settings)) for code in dict.fromkeys(held))


def _completed(chance: random.Random, settings: Settings) -> date:
    """Two of three before the history began, one while it ran."""
    if chance.random() < 2 / 3:
        return settings.first_day - timedelta(days=chance.randint(1, 3650))
    return settings.first_day + timedelta(days=chance.randint(0, max(1, (UNTIL - settings.first_day).days)))


def _with_gaps(chance: random.Random, citizen: Citizen, missing: float) -> Citizen:
    """The profile with that share of what may be missing left out; what is true of the person stays."""
    no_reach, no_place, no_wishes, no_avoids = (chance.random() < missing / 2 for _ in range(4))
    return replace(
        citizen,
        max_distance_km=None if no_reach else citizen.max_distance_km,
        location=None if no_place else citizen.location,
        wishes=None if no_wishes else citizen.wishes,
        avoids=None if no_avoids else citizen.avoids,
        capacities={code: level for code, level in citizen.capacities.items() if chance.random() >= missing},
    )


def _attributes(chance: random.Random, group: str, kinds: Sequence[str]) -> tuple[tuple[str, str], ...]:
    origin = (
        "ikke-vestlig"
        if group == "integration"
        else chance.choices(("dansk", "vestlig", "ikke-vestlig"), (82, 8, 10))[0]
    )
    return (
        ("sex", chance.choice(("kvinde", "mand"))),
        ("age_band", chance.choices(("18-29", "30-39", "40-49", "50-59", "60+"), (16, 20, 24, 26, 14))[0]),
        ("origin", origin),
        ("need_type", "+".join(kinds) or "ingen"),
    )
