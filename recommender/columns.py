"""Many citizens, and one task with what its workplace offers, as arrays: what the rules and the features read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recommender.types import Citizen, Company, Course, Location, Opening, Task
from recommender.vocabulary import DAYS, WEEKDAYS, Vocabulary

BoolArray = NDArray[np.bool_]
Int8Array = NDArray[np.int8]
Int16Array = NDArray[np.int16]
Int32Array = NDArray[np.int32]
FloatArray = NDArray[np.float64]
IndexArray = NDArray[np.intp]

UNKNOWN = -1
TOP = 3
MINUTES_A_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class CitizenColumns:
    """n citizens as columns; row i of each is citizen `ids[i]`."""

    ids: NDArray[np.object_]
    """(n,), pseudonyms."""
    capacities: Int8Array
    """(n, 16), 0..3, −1 unknown; Fortran order, so that one dimension is contiguous."""
    needs: Int32Array
    """(n,), bits in the order of the vocabulary's adaptations."""
    days: Int8Array
    """(n,), bits Monday to Sunday; Monday to Friday where none are listed."""
    days_known: BoolArray
    """(n,), whether the citizen lists days."""
    earliest: Int16Array
    """(n,), minutes after midnight; 0 where unsaid."""
    latest: Int16Array
    """(n,), minutes after midnight; 1440 where unsaid."""
    window_known: BoolArray
    """(n,), whether either end is said."""
    hours_week: FloatArray
    """(n,), the most hours a week."""
    hours_week_min: FloatArray
    """(n,), the fewest that are worth it."""
    hours_day: FloatArray
    """(n,), the most hours a day; 24 where unsaid."""
    place: FloatArray
    """(n, 2), latitude and longitude in radians; NaN where unknown."""
    max_km: FloatArray
    """(n,), NaN where unknown."""
    contracts: Int8Array
    """(n,), bits in the order of the vocabulary's contract types."""
    available_from: Int32Array
    """(n,), proleptic ordinal of the date; 0 where already available."""
    consents: BoolArray
    """(n,)"""
    courses: BoolArray
    """(n, number of courses), in the order of the course list."""

    def __len__(self) -> int:
        return len(self.ids)

    def take(self, rows: IndexArray) -> CitizenColumns:
        """Those citizens alone, in that order."""
        return CitizenColumns(
            capacities=np.asfortranarray(self.capacities[rows]),
            **{name: getattr(self, name)[rows] for name in _PLAIN},
        )


_PLAIN = tuple(name for name in CitizenColumns.__dataclass_fields__ if name != "capacities")


@dataclass(frozen=True, slots=True)
class TaskColumns:
    """One task, its opening's contracts and its company's offers, as small arrays."""

    demands: Int8Array
    """(16,), 0..3, −1 unknown."""
    on_offer: int
    """Bits of the adaptations of the company and the task together."""
    hours: float
    splittable: bool
    days: int
    """Bits; all seven where the task lists none."""
    lists_days: bool
    earliest: int
    latest: int
    has_window: bool
    contracts: int
    """Bits."""
    required_courses: IndexArray
    """Positions in the course list, of kind `course`."""
    required_credentials: IndexArray
    """Positions in the course list, of kind `credential`."""
    preferred: IndexArray
    place: FloatArray
    """(2,), radians; NaN where unknown."""
    employees_fte: float
    """NaN where unknown."""
    supported_fte: float
    """NaN where unknown."""


def citizen_columns(citizens: Sequence[Citizen], courses: Sequence[Course], vocabulary: Vocabulary) -> CitizenColumns:
    """Citizens as columns.

    Courses that a citizen holds but the list lacks are left out: no rule can ask for them.
    """
    dimensions = {code: i for i, code in enumerate(vocabulary.dimension_codes)}
    capacities = np.full((len(citizens), len(dimensions)), UNKNOWN, dtype=np.int8, order="F")
    held = np.zeros((len(citizens), len(courses)), dtype=np.bool_)
    course_at = {course.code: i for i, course in enumerate(courses)}
    for row, citizen in enumerate(citizens):
        for code, level in citizen.capacities.items():
            capacities[row, dimensions[code]] = level
        for course in citizen.courses:
            if course.code in course_at:
                held[row, course_at[course.code]] = True
    return CitizenColumns(
        ids=np.array([c.id for c in citizens], dtype=np.object_),
        capacities=capacities,
        needs=np.array([bits(c.needs, vocabulary.adaptation_codes) for c in citizens], dtype=np.int32),
        days=np.array([bits(c.days if c.days is not None else WEEKDAYS, DAYS) for c in citizens], dtype=np.int8),
        days_known=np.array([c.days is not None for c in citizens], dtype=np.bool_),
        earliest=np.array([c.earliest or 0 for c in citizens], dtype=np.int16),
        latest=np.array([MINUTES_A_DAY if c.latest is None else c.latest for c in citizens], dtype=np.int16),
        window_known=np.array([c.earliest is not None or c.latest is not None for c in citizens], dtype=np.bool_),
        hours_week=np.array([c.hours_per_week_max for c in citizens], dtype=np.float64),
        hours_week_min=np.array([c.hours_per_week_min for c in citizens], dtype=np.float64),
        hours_day=_floats((c.hours_per_day_max for c in citizens), 24.0),
        place=np.array([_radians(c.location) for c in citizens], dtype=np.float64).reshape(len(citizens), 2),
        max_km=_floats((c.max_distance_km for c in citizens), np.nan),
        contracts=np.array([bits(c.contract_types, vocabulary.contract_codes) for c in citizens], dtype=np.int8),
        available_from=np.array(
            [c.available_from.toordinal() if c.available_from else 0 for c in citizens], dtype=np.int32
        ),
        consents=np.array([c.consents for c in citizens], dtype=np.bool_),
        courses=held,
    )


def task_columns(
    task: Task, opening: Opening, company: Company, courses: Sequence[Course], vocabulary: Vocabulary
) -> TaskColumns:
    """A task with its opening and company as small arrays."""
    demands = np.full(len(vocabulary.dimensions), UNKNOWN, dtype=np.int8)
    for code, level in task.demands.items():
        demands[vocabulary.dimension_codes.index(code)] = level
    kinds = {course.code: (i, course.kind) for i, course in enumerate(courses)}
    required = [kinds[code] for code in dict.fromkeys(task.requires)]
    return TaskColumns(
        demands=demands,
        on_offer=bits((*company.adaptations, *task.adaptations), vocabulary.adaptation_codes),
        hours=task.hours_per_week,
        splittable=task.splittable,
        days=bits(DAYS if task.days is None else task.days, DAYS),
        lists_days=task.days is not None,
        earliest=task.earliest or 0,
        latest=MINUTES_A_DAY if task.latest is None else task.latest,
        has_window=task.earliest is not None or task.latest is not None,
        contracts=bits(opening.contract_types, vocabulary.contract_codes),
        required_courses=_positions(at for at, kind in required if kind != "credential"),
        required_credentials=_positions(at for at, kind in required if kind == "credential"),
        preferred=_positions(kinds[code][0] for code in dict.fromkeys(task.prefers)),
        place=np.array(_radians(company.location), dtype=np.float64),
        employees_fte=np.nan if company.employees_fte is None else company.employees_fte,
        supported_fte=np.nan if company.supported_fte is None else company.supported_fte,
    )


def bits(codes: Iterable[str], order: Sequence[str]) -> int:
    """Codes as bits, the first of `order` being the lowest."""
    mask = 0
    for code in codes:
        mask |= 1 << order.index(code)
    return mask


def codes_of(mask: int, order: Sequence[str]) -> tuple[str, ...]:
    """The codes whose bits are set, in that order."""
    return tuple(code for i, code in enumerate(order) if mask >> i & 1)


def _positions(values: Iterable[int]) -> IndexArray:
    return np.fromiter(values, dtype=np.intp)


def _floats(values: Iterable[float | None], missing: float) -> FloatArray:
    return np.array([missing if value is None else value for value in values], dtype=np.float64)


def _radians(location: Location | None) -> tuple[float, float]:
    return (np.nan, np.nan) if location is None else (float(np.radians(location.lat)), float(np.radians(location.lon)))
