"""A dataset's folder, a row at a time: memory does not grow with the citizens; there whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from data.generator.funnel import levels
from data.generator.history import Told, history
from data.generator.people import Person
from data.generator.rates import STAGES, Levels
from data.generator.settings import UNTIL, Settings, require_sound
from data.generator.words import HERE, words
from data.generator.workplaces import Visit, companies_of, company, visits
from data.generator.world import Asked, asked, block
from recommender.dataset import citizen_row, company_row, course_row, match_row, opening_row
from recommender.errors import OutputFaulty, cause
from recommender.folders import may_be_filled, written_whole_folder

BLOCK = 2_000
"""People in memory at a time."""
TRUTH = "truth"
"""Folder beside the dataset's files; reading a dataset passes over it."""
Progress = Callable[[], None]


def generate(settings: Settings, out: Path, on_citizen: Progress = lambda: None) -> None:
    """Write the municipality to the folder `out`, which must be new or empty; `on_citizen` is called after each.

    RequestFaulty when the settings are out of bounds; OutputFaulty when the folder holds something or the disk is full.
    """
    require_sound(settings)
    require_empty(out)
    try:
        with written_whole_folder(out) as made:
            (made / TRUTH).mkdir()
            _write(settings, made, on_citizen)
    except OSError as fault:
        raise OutputFaulty(
            f"{out}: the municipality cannot be written ({cause(fault).en}); choose another folder with --out",
            f"{out}: kommunen kan ikke skrives ({cause(fault).da}); vælg en anden mappe med --out",
        ) from fault


def require_empty(out: Path) -> None:
    """OutputFaulty unless the folder is new or empty."""
    if not may_be_filled(out):
        raise OutputFaulty(
            f"{out}: holds something already; choose a new or empty folder with --out",
            f"{out}: rummer allerede noget; vælg en ny eller tom mappe med --out",
        )


def _write(settings: Settings, out: Path, on_citizen: Progress) -> None:
    seen = tuple(visits(settings))
    tasks = tuple(task for number, one in enumerate(seen) for task in asked(settings, number, one))
    chances = levels(settings)
    _lines(out / "companies.jsonl", (company_row(company(settings, at)[0]) for at in range(companies_of(settings))))
    _lines(out / "courses.jsonl", map(course_row, words().courses))
    _lines(out / "openings.jsonl", (opening_row(one.opening) for one in seen))
    _lines(out / TRUTH / "tasks.jsonl", _tasks(seen))
    (out / TRUTH / "world.json").write_text(
        json.dumps({"synthetic": True, "settings": settings.as_row(), "levels": chances.as_row()}, indent=1) + "\n",
        encoding="utf-8",
    )
    matches = _people(settings, out, chances, tasks, on_citizen)
    if not matches:
        (out / "matches.jsonl").unlink()
    (out / "README.md").write_text(_readme(settings, len(tasks), matches), encoding="utf-8")


def _people(settings: Settings, out: Path, chances: Levels, tasks: Sequence[Asked], on_citizen: Progress) -> int:
    """Citizens, their attributes and their history, block by block → the number of matches."""
    count = 0
    names = ("citizens.jsonl", "attributes.tsv", "matches.jsonl", f"{TRUTH}/citizens.jsonl", f"{TRUTH}/matches.jsonl")
    citizens, attributes, matches, true_people, true_matches = (
        (out / name).open("w", encoding="utf-8") for name in names
    )
    with citizens, attributes, matches, true_people, true_matches:
        for first in range(0, settings.citizens, BLOCK):
            here = block(settings, first, BLOCK)
            citizens.writelines(_json(citizen_row(one.citizen)) for one in here.people)
            attributes.writelines(_attributes(here.people))
            true_people.writelines(_json(_true_person(one)) for one in here.people)
            for told in history(settings, chances, here, tasks):
                matches.write(_json(match_row(told.match)))
                true_matches.write(_json(_true_match(told)))
                count += 1
            for _ in here.people:
                on_citizen()
    return count


def _attributes(people: Iterable[Person]) -> Iterator[str]:
    for one in people:
        for name, value in one.attributes:
            yield f"{one.citizen.id}\t{name}\t{value}\n"


def _tasks(seen: Sequence[Visit]) -> Iterator[Mapping[str, object]]:
    for one in seen:
        for work in one.works:
            yield {
                "task_id": work.task.id,
                "asked_on": one.asked_on.isoformat(),
                "fields": work.fields,
                "conditions": work.conditions,
            }


def _true_person(one: Person) -> dict[str, object]:
    return {
        "citizen_id": one.citizen.id,
        "experience": one.experience,
        "wishes": one.wishes,
        "avoids": one.avoids,
        "wish_conditions": one.wish_conditions,
        "avoid_conditions": one.avoid_conditions,
        "visibility": round(one.visibility, 4),
        "motivation": round(one.motivation, 4),
    }


def _true_match(told: Told) -> dict[str, object]:
    reaching = {stage: round(chance, 6) for stage, chance in zip(STAGES, told.reaching, strict=True)}
    return {
        "id": told.match.id,
        "propensity": told.propensity,
        "affinity": round(told.affinity, 6),
        "reaching": reaching,
        "reached": told.reached,
    }


def _lines(path: Path, rows: Iterable[Mapping[str, object]]) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.writelines(_json(row) for row in rows)


def _json(row: Mapping[str, object]) -> str:
    return json.dumps(row, ensure_ascii=False) + "\n"


def _readme(settings: Settings, tasks: int, matches: int) -> str:
    given = " ".join(
        f"--{name} {value}" for name, value in settings.as_row().items() if name not in ("censoring", "proposals")
    )
    return (
        (HERE / "dataset_readme.md")
        .read_text(encoding="utf-8")
        .format(
            given=given,
            censoring="med" if settings.censoring else "uden",
            citizens=settings.citizens,
            openings=settings.openings,
            tasks=tasks,
            matches=matches,
            until=UNTIL.isoformat(),
        )
    )
