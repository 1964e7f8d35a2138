"""One task and one citizen with everything that the rules found between them: what an explanation is told from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recommender.columns import UNKNOWN, CitizenColumns, FloatArray, Int8Array, TaskColumns, codes_of
from recommender.eligibility import ADAPT, Verdicts, lower, reachable_hours, too_few_hours
from recommender.tagfeatures import TaggedTask
from recommender.tags import Tag
from recommender.text import course_text, facet_parts
from recommender.types import Citizen, Company, Course, Opening, Task
from recommender.vocabulary import Dimension, Term, Vocabulary


@dataclass(frozen=True, slots=True)
class Pair:
    """A task where it stands, a citizen, and row `row` of the verdicts."""

    task: Task
    opening: Opening
    company: Company
    citizen: Citizen
    columns: TaskColumns
    one: CitizenColumns
    """The citizen alone, as columns."""
    verdicts: Verdicts
    row: int
    courses: dict[str, Course]
    vocabulary: Vocabulary
    tagged: TaggedTask
    """What the task is about, and what its days are like."""
    citizen_tags: Mapping[str, Sequence[Tag]]
    """Slot → the citizen's tags that count in the score, the likeliest first."""
    likeness: Callable[[str], NDArray[np.float32]]
    """Facet → likeness of each of its parts with each part of the task, (parts, q)."""

    @property
    def capacities(self) -> Int8Array:
        """(16,), the citizen's, −1 unknown."""
        own: Int8Array = self.one.capacities[0]
        return own

    def enough_hours(self, offers: int) -> bool:
        """Whether the hours could be reached with those adaptations on offer."""
        reachable = reachable_hours(self.columns, self.one, self.vocabulary, offers)
        gradual = bool(offers & self.vocabulary.bit("gradual_hours"))
        return not too_few_hours(self.columns, reachable, gradual=gradual)[0]

    @property
    def verdict(self) -> int:
        """BLOCKED, NEAR_MISS, ADAPT or FITS."""
        return int(self.verdicts.verdict[self.row])

    @property
    def km(self) -> float:
        """Kilometres between them, NaN where unknown."""
        return float(self.verdicts.km[self.row])

    @property
    def reachable(self) -> float:
        """Hours a week that the citizen can reach with what is on offer."""
        return float(self.verdicts.reachable[self.row])

    @property
    def lowered(self) -> Int8Array:
        """(16,), what the task demands after what is on offer."""
        return lower(self.columns.demands, self.columns.on_offer, self.vocabulary)

    def exceeded(self, demands: Int8Array) -> list[tuple[Dimension, int, int]]:
        """Dimensions in which the demands are above what the citizen can: dimension, demanded, capacity."""
        return [
            (self.vocabulary.dimensions[at], int(demands[at]), int(self.capacities[at]))
            for at in np.flatnonzero((self.capacities != UNKNOWN) & (demands > self.capacities))
        ]

    def missing_needs(self) -> tuple[str, ...]:
        """Needs that are neither on offer nor moot."""
        return codes_of(int(self.verdicts.needs[self.row]), self.vocabulary.adaptation_codes)

    def lacking(self) -> list[str]:
        """Titles of the required courses that the citizen lacks."""
        missing = self.verdicts.courses[self.row]
        required = [code for code in dict.fromkeys(self.task.requires) if self.courses[code].kind != "credential"]
        return [self.courses[code].title for code, lacks in zip(required, missing, strict=True) if lacks]

    def held(self, codes: Sequence[str]) -> list[str]:
        """Titles of those courses that the citizen holds."""
        own = {course.code for course in self.citizen.courses}
        return [self.courses[code].title for code in codes if code in own]

    def helped_by(self) -> list[str]:
        """Labels of the adaptations on offer without which this would not fit."""
        vocabulary, found = self.vocabulary, codes_of(self.columns.on_offer, self.vocabulary.adaptation_codes)
        met = set(codes_of(int(self.verdicts.needs_met[self.row]), vocabulary.adaptation_codes))
        over = {dimension.code for dimension, _, _ in self.exceeded(self.columns.demands)}
        timing = bool(self.verdicts.hours_plain[self.row] and not self.verdicts.hours[self.row])
        helpful = [
            code
            for code in found
            if code in met
            or over & (vocabulary.adaptation(code).lowers.keys() | vocabulary.adaptation(code).caps.keys())
            or (timing and code in ("flexible_start", "flexible_days", "gradual_hours"))
            or (code == "transport_help" and self.verdicts.helped_there[self.row])
        ]
        return [vocabulary.labels[code] for code in helpful]

    @property
    def task_fields(self) -> dict[str, float]:
        """Field → its share in the task, above 0."""
        return _above_zero(self.vocabulary.fields, self.tagged.emphasis)

    @property
    def task_conditions(self) -> dict[str, float]:
        """Condition → its probability in the task, above 0."""
        return _above_zero(self.vocabulary.conditions, self.tagged.conditions)

    @property
    def adapted(self) -> bool:
        """Whether it fits only thanks to what is on offer."""
        return self.verdict == ADAPT

    def best_part(self, facet: str) -> str:
        """The sentence of a facet that comes nearest to any part of the task; empty where the facet says nothing."""
        parts = facet_parts(self.citizen, self.courses)[facet]
        first = 1 if len(parts) > 1 and facet != "courses" else 0
        return parts[first + int(self.likeness(facet)[first:].max(axis=1).argmax())] if parts else ""

    def best_course(self) -> str:
        """The title of the held course that comes nearest to the task; empty without courses."""
        best = self.best_part("courses")
        held = (self.courses[course.code] for course in self.citizen.courses)
        return next((course.title for course in held if course_text(course) == best), "")


def _above_zero(terms: Sequence[Term], values: FloatArray) -> dict[str, float]:
    return {term.code: float(value) for term, value in zip(terms, values, strict=True) if value > 0}
