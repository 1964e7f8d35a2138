"""One company; one opening with its tasks."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from data.generator.chance import drawn
from data.generator.people import DEGREES_A_KM
from data.generator.settings import UNTIL, Settings
from data.generator.words import Field, Words, words
from recommender.types import Company, Location, Opening, Task
from recommender.vocabulary import WEEKDAYS

EVERYWHERE = ("cleaning", "caretaking", "office_admin", "warehouse", "sorting_waste", "plants_green", "serving")
"""Fields that any company has some work in."""
OPENINGS_A_COMPANY = 1.5
TASKS = ((1, 2, 3, 4), (25, 35, 25, 15))
"""Tasks of an opening, and how often."""
OPEN_DAYS = 75
"""An opening is open for so long, whatever became of its tasks: the status tells nothing of outcomes."""
OFFERS = (
    "sit_stand",
    "lifting_aid",
    "no_lifting",
    "own_pace",
    "extra_breaks",
    "fixed_routine",
    "visual_steps",
    "buddy",
    "quiet_spot",
    "hearing_protection",
    "work_alone",
    "no_customers",
    "language_support",
    "indoors",
    "flexible_start",
    "flexible_days",
    "gradual_hours",
    "transport_help",
)
CREDENTIALS = {"cooking": "hygiejne", "food_production": "hygiejne", "driving": "koerekort_b", "metal": "svejs_mag"}
"""Field → what some of its tasks require by law."""
GREEN = ("green_product", "circular_economy", "greener_operations")


@dataclass(frozen=True, slots=True)
class Work:
    """A task with what is true of it."""

    task: Task
    fields: tuple[str, ...]
    """Most central first."""
    conditions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Visit:
    """A walkthrough: its opening, its tasks in truth, and the day that the broker looked for people."""

    opening: Opening
    works: tuple[Work, ...]
    asked_on: date


def companies_of(settings: Settings) -> int:
    """How many companies there are."""
    return max(1, round(settings.openings / OPENINGS_A_COMPANY))


def company(settings: Settings, number: int) -> tuple[Company, Field]:
    """Company of that number, from 0, and what it does."""
    chance, said = drawn(settings.seed, "company", number), words()
    field = chance.choice(said.fields)
    town = chance.choices(said.towns, [one.weight for one in said.towns])[0]
    employees = round(min(400.0, max(2.0, chance.lognormvariate(2.8, 1.0))), 1)
    industry = chance.choice(field.industry)
    lat, lon = town.lat + chance.gauss(0, 1.5) * DEGREES_A_KM, town.lon + chance.gauss(0, 1.5) * DEGREES_A_KM / 0.57
    known = chance.random() > settings.missing
    return (
        Company(
            id=f"c{number + 1:06d}",
            name=f"{chance.choice(said.phrases['firsts'])} {industry} {number + 1} (opdigtet)",
            municipality=town.municipality,
            industry=industry,
            employees_fte=employees if known else None,
            supported_fte=round(chance.random() * min(2.0, employees / 12), 1) if known else None,
            location=Location(round(lat, 4), round(lon, 4)),
            adaptations=tuple(chance.sample(OFFERS, chance.randint(2, 7))),
        ),
        field,
    )


def visit(settings: Settings, number: int) -> Visit:
    """Opening of that number, from 0."""
    chance, said = drawn(settings.seed, "opening", number), words()
    whose, field = company(settings, chance.randrange(companies_of(settings)))
    days = (UNTIL - settings.first_day).days
    created = settings.first_day + timedelta(days=chance.randint(0, max(0, days - 8)))
    works = tuple(_work(chance, said, field, f"t{number + 1:06d}-{at + 1}") for at in range(chance.choices(*TASKS)[0]))
    status = "open" if (UNTIL - created).days <= OPEN_DAYS else chance.choice(("filled", "closed"))
    note = chance.choice(said.phrases["notes"]).replace("{navn}", chance.choice(said.phrases["people"]))
    opening = Opening(
        id=f"o{number + 1:06d}",
        company_id=whose.id,
        created_on=created,
        contract_types=_contracts(chance),
        status=status,
        tasks=tuple(work.task for work in works),
        notes=note,
    )
    return Visit(opening, works, created + timedelta(days=chance.randint(0, 7)))


def visits(settings: Settings) -> Iterator[Visit]:
    """Every opening, one at a time."""
    return (visit(settings, number) for number in range(settings.openings))


def _work(chance: random.Random, said: Words, own: Field, task_id: str) -> Work:
    by_code = {field.code: field for field in said.fields}
    field = own if chance.random() < 0.65 else by_code[chance.choice(EVERYWHERE)]
    title, description = chance.choice(field.tasks)
    fields = (field.code, *(code for code in (chance.choice(field.kin),) if chance.random() < 0.3))
    conditions = tuple(code for code in field.conditions if chance.random() < 0.9)
    splittable = chance.random() < 0.35
    days = sorted(chance.sample(range(5), chance.choice((2, 3, 4))))
    task = Task(
        id=task_id,
        title=title,
        description=" ".join((description, *_context(chance, said))),
        hours_per_week=float(chance.choice((2, 3, 3, 4, 5, 6, 6, 8, 10, 12, 15))),
        qualification=chance.choices(("instruction", "in_house_training", "formal_education"), (75, 22, 3))[0],
        splittable=splittable,
        done_by=field.done_by if chance.random() < 0.8 else None,
        requires=_requires(chance, field.code),
        prefers=_prefers(chance, said, field.code),
        green=chance.choice(GREEN) if "green_purpose" in conditions else None,
        days=tuple(WEEKDAYS[at] for at in days) if chance.random() < 0.3 else None,
        earliest=chance.choice((7, 8, 9)) * 60 if chance.random() < 0.4 else None,
        latest=chance.choice((14, 15, 16)) * 60 if chance.random() < 0.4 else None,
        demands=_demands(chance, field),
        adaptations=tuple(chance.sample(OFFERS, chance.choice((0, 0, 1, 2)))),
    )
    return Work(task, fields, conditions)


def _contracts(chance: random.Random) -> tuple[str, ...]:
    also = [
        kind
        for kind, share in (("fleksjob", 0.6), ("wage_subsidy", 0.4), ("internship", 0.7))
        if chance.random() < share
    ]
    return ("ordinary_hours", *also)


def _context(chance: random.Random, said: Words) -> list[str]:
    chosen = chance.sample(said.phrases["context"], chance.choice((0, 1, 2)))
    name, number = chance.choice(said.phrases["people"]), str(chance.randint(3, 60))
    return [line.replace("{navn}", name).replace("{n}", number) for line in chosen]


def _requires(chance: random.Random, field: str) -> tuple[str, ...]:
    credential = CREDENTIALS.get(field)
    return (credential,) if credential is not None and chance.random() < 0.35 else ()


def _prefers(chance: random.Random, said: Words, field: str) -> tuple[str, ...]:
    near = [code for code, fields in said.course_fields.items() if field in fields]
    return tuple(code for code in near if chance.random() < 0.3)


def _demands(chance: random.Random, field: Field) -> dict[str, int]:
    """The field's usual demands, each a level off now and then, a quarter of them not noted."""
    noted = [code for code in field.demands if chance.random() < 0.75]
    return {code: min(3, max(0, field.demands[code] + chance.choice((-1, 0, 0, 0, 1)))) for code in noted}
