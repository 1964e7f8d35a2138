"""Ways of parting citizens, or tasks, into groups: attributes that only the evaluation knows, and what profiles say."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np

from evaluation.attributes import Attributes
from recommender.columns import IndexArray
from recommender.types import Citizen, Dataset, Match, Task
from recommender.vocabulary import Vocabulary

NOWHERE = -1
"""Of whoever is in no group: nothing is known of them."""
_ATTRIBUTES = {
    "sex": ("Køn", "Sex"),
    "age_band": ("Alder", "Age"),
    "origin": ("Herkomst", "Origin"),
    "need_type": ("Type af hensyn", "Type of need"),
}
_VALUES = {
    ("sex", "kvinde"): ("kvinder", "women"),
    ("sex", "mand"): ("mænd", "men"),
}


@dataclass(frozen=True, slots=True)
class Label:
    """Words in both languages."""

    da: str
    en: str


@dataclass(frozen=True)
class Grouping:
    """One way of parting."""

    code: str
    label: Label
    of: Literal["citizens", "tasks"]
    names: tuple[Label, ...]
    """Of the groups."""
    member: IndexArray
    """(n,) or (tasks,), the group of each citizen or judged task, −1 of none."""


def citizen_groupings(
    citizens: Sequence[Citizen], attributes: Attributes, past: Sequence[Match], vocabulary: Vocabulary
) -> tuple[Grouping, ...]:
    """Every way of parting the citizens that has at least two groups. `past`: matches before the day of asking."""
    known, dimensions = {match.citizen_id for match in past}, len(vocabulary.dimensions)
    found = [_of_attribute(name, values, citizens) for name, values in attributes.items()]
    found += [
        _named("group", Label("Målgruppe", "Target group"), [vocabulary.labels[one.group] for one in citizens]),
        _banded("hours", _HOURS, [one.hours_per_week_max for one in citizens], (5, 10, 15, 25), _hours),
        _banded("needs", _NEEDS, [len(one.needs) for one in citizens], (1, 2, 3), _number),
        _banded("unknowns", _UNKNOWNS, [dimensions - len(one.capacities) for one in citizens], (3, 6, 9), _number),
        _banded("travel", _TRAVEL, [one.max_distance_km for one in citizens], (5, 15, 30), _km),
    ]
    if past:
        found.append(_newness("citizen", Label("Ny borger", "New citizen"), [one.id in known for one in citizens]))
    return tuple(one for one in found if len(np.unique(one.member[one.member != NOWHERE])) > 1)


def task_groupings(dataset: Dataset, tasks: Sequence[str], past: Sequence[Match]) -> tuple[Grouping, ...]:
    """Every way of parting the judged tasks that has at least two groups."""
    asked = [dataset.task_by_id[task] for task in tasks]
    companies = {dataset.opening_of_task[match.task_id].company_id for match in past}
    seen = [dataset.opening_of_task[task].company_id in companies for task in tasks]
    found = [
        _banded("task_hours", _TASK_HOURS, [task.hours_per_week for task in asked], (5, 10, 15), _hours),
        _named("qualification", Label("Opgavens niveau", "The task's level"), [_level(task) for task in asked]),
    ]
    if past:
        found.append(_newness("company", Label("Ny virksomhed", "New company"), seen))
    return tuple(_of_tasks(one) for one in found if len(np.unique(one.member)) > 1)


_HOURS = Label("Borgerens timer om ugen", "The citizen's hours a week")
_TASK_HOURS = Label("Opgavens timer om ugen", "The task's hours a week")
_NEEDS = Label("Antal hensyn", "Number of needs")
_UNKNOWNS = Label("Ukendte i profilen", "Unknowns in the profile")
_TRAVEL = Label("Hvor langt borgeren kan rejse", "How far the citizen can travel")
_LEVELS = {
    "instruction": "almindelig instruktion",
    "in_house_training": "intern oplæring",
    "formal_education": "formel uddannelse",
}
_ENGLISH = {
    "almindelig instruktion": "plain instruction",
    "intern oplæring": "in-house training",
    "formel uddannelse": "formal education",
}


def _level(task: Task) -> str:
    return _LEVELS[task.qualification]


def _of_attribute(name: str, held: Mapping[str, str], citizens: Sequence[Citizen]) -> Grouping:
    label = Label(*_ATTRIBUTES.get(name, (name, name)))
    kinds = sorted(set(held.values()))
    place = {kind: at for at, kind in enumerate(kinds)}
    member = np.array([place[held[one.id]] if one.id in held else NOWHERE for one in citizens], dtype=np.intp)
    names = tuple(Label(*_VALUES.get((name, kind), (kind, kind))) for kind in kinds)
    return Grouping(f"attribute.{name}", label, "citizens", names, member)


def _named(code: str, label: Label, values: Iterable[str]) -> Grouping:
    """By a word that everyone has."""
    told = list(values)
    kinds = sorted(set(told))
    member = np.array([kinds.index(value) for value in told], dtype=np.intp)
    return Grouping(code, label, "citizens", tuple(Label(kind, _ENGLISH.get(kind, kind)) for kind in kinds), member)


def _banded(
    code: str,
    label: Label,
    values: Sequence[float | None],
    bounds: tuple[int, ...],
    told: Callable[[int | None, int | None], Label],
) -> Grouping:
    """By a number: up to the first bound, from each bound on, and unknown last."""
    member = [len(bounds) + 1 if value is None else bisect_right(bounds, value) for value in values]
    edges = (None, *bounds, None)
    names = [told(low, high) for low, high in pairwise(edges)]
    names.append(Label("ukendt", "unknown"))
    return Grouping(code, label, "citizens", tuple(names), np.array(member, dtype=np.intp))


def _newness(code: str, label: Label, seen: Sequence[bool]) -> Grouping:
    names = (Label("ny", "new"), Label("kendt fra tidligere match", "known from an earlier match"))
    return Grouping(f"new_{code}", label, "citizens", names, np.array(seen, dtype=np.intp))


def _of_tasks(one: Grouping) -> Grouping:
    return Grouping(one.code, one.label, "tasks", one.names, one.member)


def _hours(low: int | None, high: int | None) -> Label:
    return _range(low, high, "timer", "hours")


def _km(low: int | None, high: int | None) -> Label:
    return _range(low, high, "km", "km")


def _range(low: int | None, high: int | None, da: str, en: str) -> Label:
    if low is None:
        return Label(f"under {high} {da}", f"under {high} {en}")
    if high is None:
        return Label(f"{low} {da} eller mere", f"{low} {en} or more")
    return Label(f"{low} til under {high} {da}", f"{low} to under {high} {en}")


def _number(low: int | None, high: int | None) -> Label:
    """Whole numbers."""
    if low is None:
        return Label("ingen", "none") if high == 1 else Label(f"0 til {_last(high)}", f"0 to {_last(high)}")
    if high is None:
        return Label(f"{low} eller flere", f"{low} or more")
    return (
        Label(str(low), str(low)) if high == low + 1 else Label(f"{low} til {_last(high)}", f"{low} to {_last(high)}")
    )


def _last(high: int | None) -> int:
    return (high or 1) - 1
