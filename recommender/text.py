"""What a task, or one facet of a citizen, says to the encoder; the version is part of what an index remembers.

Texts are compared facet by facet, and long texts by their parts: one sentence that fits must not drown in others.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from recommender.types import Citizen, Course, Task

TEXT_VERSION = "text-1"

FACETS = ("experience", "wishes", "avoids", "courses")

_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+(?=[A-ZÆØÅ\"»«'])|[;\n]+|\s[–—]\s")
SHORTEST_PART = 3
"""Words; a shorter sentence is read together with the one before it."""


def task_parts(task: Task) -> tuple[str, ...]:
    """The task as a whole (title and description), then its title, then each sentence of its description."""
    whole = f"{task.title}. {task.description}".strip()
    return (whole, task.title, *sentences(task.description))


def facet_parts(citizen: Citizen, courses: Mapping[str, Course]) -> dict[str, tuple[str, ...]]:
    """For each facet, the whole text and then its sentences; an empty facet has no parts."""
    held = [courses[course.code] for course in citizen.courses if course.code in courses]
    return {
        "experience": _parts(citizen.experience),
        "wishes": _parts(citizen.wishes or ""),
        "avoids": _parts(citizen.avoids or ""),
        "courses": tuple(course_text(course) for course in held),
    }


def course_text(course: Course) -> str:
    """A course's title and what it teaches."""
    return f"{course.title}: {course.teaches}"


@lru_cache(maxsize=1 << 15)
def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text; very short ones joined to the one before."""
    parts: list[str] = []
    for piece in _SENTENCE_END.split(text):
        piece = piece.strip()
        if not piece:
            continue
        if parts and len(piece.split()) < SHORTEST_PART:
            parts[-1] = f"{parts[-1]} {piece}"
        else:
            parts.append(piece)
    return tuple(parts)


def _parts(text: str) -> tuple[str, ...]:
    own = sentences(text)
    return (text.strip(), *own) if len(own) > 1 else own
