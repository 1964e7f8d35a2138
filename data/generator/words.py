"""What everything is put together from: sentences by field of work, phrases, towns and courses, written by hand."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from recommender.types import Course

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Field:
    """What is written of one field of work."""

    code: str
    kin: tuple[str, ...]
    """Fields whose people partly know this one."""
    industry: tuple[str, ...]
    done_by: str
    conditions: tuple[str, ...]
    demands: Mapping[str, int]
    experience: tuple[str, ...]
    wishes: tuple[str, ...]
    avoids: tuple[str, ...]
    tasks: tuple[tuple[str, str], ...]
    """Title and description."""


@dataclass(frozen=True, slots=True)
class Town:
    """Where people live and companies lie."""

    name: str
    municipality: str
    lat: float
    lon: float
    weight: int
    """Share of people, in any unit."""


@dataclass(frozen=True)
class Words:
    """All of it."""

    fields: tuple[Field, ...]
    towns: tuple[Town, ...]
    courses: tuple[Course, ...]
    phrases: Mapping[str, tuple[str, ...]]
    """Kind → sentences."""
    condition_wishes: Mapping[str, str]
    condition_avoids: Mapping[str, str]
    course_fields: Mapping[str, tuple[str, ...]]
    """Course → fields that it is of."""


@cache
def words() -> Words:
    """Read once."""
    phrases = _toml("phrases.toml")
    lines = (HERE.parent / "demo" / "courses.jsonl").read_text(encoding="utf-8").splitlines()
    return Words(
        fields=tuple(_field(code, raw) for code, raw in _toml("fields.toml").items()),
        towns=tuple(Town(**raw) for raw in _toml("places.toml")["towns"]),
        courses=tuple(Course(**json.loads(line)) for line in lines),
        phrases={kind: tuple(lines) for kind, lines in phrases.items() if isinstance(lines, list)},
        condition_wishes=phrases["condition_wishes"],
        condition_avoids=phrases["condition_avoids"],
        course_fields={code: tuple(fields) for code, fields in phrases["courses"].items()},
    )


def _field(code: str, raw: Mapping[str, Any]) -> Field:
    lists = {key: tuple(raw[key]) for key in ("kin", "industry", "conditions", "experience", "wishes", "avoids")}
    tasks = tuple((title, description) for title, description in raw["tasks"])
    return Field(code=code, done_by=raw["done_by"], demands=raw["demands"], tasks=tasks, **lists)


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))
