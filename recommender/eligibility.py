"""What may stand between a task and a citizen: the nine rules of the data contract, over arrays.

Rules decide what is possible. Nothing here reads a score, and nothing that a score says lifts a block.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

import numpy as np

from recommender.columns import (
    TOP,
    UNKNOWN,
    BoolArray,
    CitizenColumns,
    FloatArray,
    IndexArray,
    Int8Array,
    Int16Array,
    Int32Array,
    TaskColumns,
    codes_of,
)
from recommender.types import Course
from recommender.vocabulary import Vocabulary

RULES_VERSION = "contract-1"

BLOCKED, NEAR_MISS, ADAPT, FITS = range(4)
VERDICTS = ("blocked", "near_miss", "adapt", "fits")

DEMANDS_BLOCK = 3
"""Levels above capacity from which the sum is a block."""
MANY = 2
"""Missing needs or courses from which they are a block."""
LEAST_SPLIT_HOURS = 1.0
EARTH_KM = 6371.0


@dataclass(frozen=True, slots=True)
class Verdicts:
    """The verdict of one task for n citizens, and everything that it rests on."""

    verdict: Int8Array
    """(n,), BLOCKED < NEAR_MISS < ADAPT < FITS."""
    consent: BoolArray
    """(n,), block 1: has not consented."""
    available_from: BoolArray
    """(n,), block 2: not available yet."""
    contract: BoolArray
    """(n,), block 3: no contract type shared."""
    credentials: BoolArray
    """(n, required credentials), block 4: lacks it."""
    distance: BoolArray
    """(n,), block 5: too far."""
    demands: Int16Array
    """(n,), rule 6: levels above capacity after what is on offer."""
    demands_plain: Int16Array
    """(n,), the same before what is on offer."""
    needs: Int32Array
    """(n,), rule 7: bits of the needs that are neither on offer nor moot."""
    needs_met: Int32Array
    """(n,), bits of the needs that are met by what is on offer, and not moot."""
    courses: BoolArray
    """(n, required courses), rule 8: lacks it."""
    hours: BoolArray
    """(n,), rule 9: too few reachable hours."""
    hours_plain: BoolArray
    """(n,), the same before what is on offer."""
    reachable: FloatArray
    """(n,), reachable hours a week with what is on offer."""
    km: FloatArray
    """(n,), great-circle kilometres, NaN where unknown."""
    helped_there: BoolArray
    """(n,), too far but for the help with transport on offer."""

    @property
    def possible(self) -> IndexArray:
        """(m,), rows of everyone who is not blocked."""
        return np.flatnonzero(self.verdict > BLOCKED)

    def take(self, rows: IndexArray) -> Verdicts:
        """The verdicts of those citizens alone, in that order."""
        return Verdicts(**{name: getattr(self, name)[rows] for name in Verdicts.__dataclass_fields__})


def judge(task: TaskColumns, citizens: CitizenColumns, as_of: date, vocabulary: Vocabulary) -> Verdicts:
    """The verdict of every citizen for the task on that day."""
    plain_demands = task.demands
    lowered = lower(plain_demands, task.on_offer, vocabulary)
    hindering, met = _needs(task, citizens, vocabulary)
    reachable = reachable_hours(task, citizens, vocabulary, task.on_offer)
    km = kilometres(task.place, citizens.place)
    with np.errstate(invalid="ignore"):
        too_far = km > citizens.max_km
    transport = on_offer(task, "transport_help", vocabulary)
    demands = over_demand(lowered, citizens.capacities)
    unhelped = over_demand(plain_demands, citizens.capacities)
    hours = too_few_hours(task, reachable, gradual=on_offer(task, "gradual_hours", vocabulary))
    hours_plain = too_few_hours(task, reachable_hours(task, citizens, vocabulary, 0), gradual=False)
    lacked = ~citizens.courses
    courses = lacked[:, task.required_courses]
    credentials = lacked[:, task.required_credentials]
    consent = ~citizens.consents
    not_yet = citizens.available_from > as_of.toordinal()
    contract = _no_contract(task, citizens, reachable, as_of, vocabulary)
    distance = np.zeros_like(too_far) if transport else too_far
    helped_there = too_far if transport else np.zeros_like(too_far)

    missing_needs, missing_courses = np.bitwise_count(hindering), courses.sum(axis=1)
    blocked = consent | not_yet | contract | distance | credentials.any(axis=1)
    blocked |= (demands >= DEMANDS_BLOCK) | (missing_needs >= MANY) | (missing_courses >= MANY)
    hindrances = (demands > 0).astype(np.int8) + (missing_needs > 0) + (missing_courses > 0) + hours
    helped = (unhelped > demands) | (met != 0) | (hours_plain & ~hours)
    verdict = np.where(helped, ADAPT, FITS)
    verdict = np.where(hindrances == 1, NEAR_MISS, verdict)
    verdict = np.where(blocked | (hindrances > 1), BLOCKED, verdict).astype(np.int8)
    return Verdicts(
        verdict=verdict,
        consent=consent,
        available_from=not_yet,
        contract=contract,
        credentials=credentials,
        distance=distance,
        demands=demands,
        demands_plain=unhelped,
        needs=hindering,
        needs_met=met,
        courses=courses,
        hours=hours,
        hours_plain=hours_plain,
        reachable=reachable,
        km=km,
        helped_there=helped_there,
    )


def lower(demands: Int8Array, on_offer: int, vocabulary: Vocabulary) -> Int8Array:
    """Demands after what is on offer: all that lowers is added up, then the caps hold; never below 0.

    demands: (16,), 0..3 with −1 for unknown, which stays unknown → (16,).
    """
    lowers, caps = lowering(vocabulary)
    offered = (on_offer >> np.arange(len(lowers))) & 1 == 1
    lowered = np.maximum(demands - lowers[offered].sum(axis=0), 0)
    capped = np.minimum(lowered, caps[offered].min(axis=0, initial=TOP))
    return np.where(demands == UNKNOWN, UNKNOWN, capped).astype(np.int8)


@cache
def lowering(vocabulary: Vocabulary) -> tuple[Int8Array, Int8Array]:
    """What each adaptation takes off each dimension, and the level that it caps it at; both (20, 16)."""
    lowers = [[offer.lowers.get(code, 0) for code in vocabulary.dimension_codes] for offer in vocabulary.adaptations]
    caps = [[offer.caps.get(code, TOP) for code in vocabulary.dimension_codes] for offer in vocabulary.adaptations]
    return np.array(lowers, dtype=np.int8), np.array(caps, dtype=np.int8)


def over_demand(demands: Int8Array, capacities: Int8Array) -> Int16Array:
    """Levels by which demands exceed capacities, added over the dimensions known to both.

    demands: (16,), capacities: (n, 16), both 0..3 with −1 for unknown → (n,), 0..48.
    Profile comparison as in IMBA (miro GmbH).
    """
    over = np.zeros(len(capacities), dtype=np.int16)
    for dimension in np.flatnonzero(demands > 0):
        capacity = capacities[:, dimension]
        known = np.where(capacity == UNKNOWN, np.int8(TOP), capacity)
        over += np.maximum(demands[dimension] - known, 0)
    return over


def reachable_hours(task: TaskColumns, citizens: CitizenColumns, vocabulary: Vocabulary, offers: int) -> FloatArray:
    """Hours a week that each citizen can reach in the task, with those offers → (n,), hours."""
    every_day = offers & vocabulary.bit("flexible_days")
    any_time = offers & vocabulary.bit("flexible_start")
    task_days = np.int8(0x7F if every_day else task.days)
    start, end = (0, 24 * 60) if any_time else (task.earliest, task.latest)
    days = np.bitwise_count(citizens.days & task_days)
    minutes = np.minimum(citizens.latest, np.int16(end)) - np.maximum(citizens.earliest, np.int16(start))
    a_day = np.minimum(np.maximum(minutes, 0) / 60.0, citizens.hours_day)
    return np.asarray(np.minimum(days * a_day, citizens.hours_week), dtype=np.float64)


def too_few_hours(task: TaskColumns, reachable: FloatArray, *, gradual: bool) -> BoolArray:
    """Whether the reachable hours are a hindrance (rule 9); `gradual`: hours may start at half."""
    enough = reachable >= task.hours - 1e-9
    if task.splittable:
        enough |= reachable >= LEAST_SPLIT_HOURS - 1e-9
    if gradual:
        enough |= reachable >= task.hours / 2 - 1e-9
    return ~enough


def kilometres(place: FloatArray, places: FloatArray) -> FloatArray:
    """Great-circle distance by the haversine formula, Earth radius 6371.0 km.

    place: (2,), places: (n, 2), latitude and longitude in radians, NaN for unknown → (n,), km, NaN where unknown.
    """
    half = np.sin((places - place) / 2.0) ** 2
    chord = half[:, 0] + np.cos(place[0]) * np.cos(places[:, 0]) * half[:, 1]
    return np.asarray(2 * EARTH_KM * np.arcsin(np.sqrt(np.minimum(chord, 1.0))), dtype=np.float64)


def on_offer(task: TaskColumns, code: str, vocabulary: Vocabulary) -> bool:
    """Whether the company or the task offers the adaptation."""
    return bool(task.on_offer & vocabulary.bit(code))


def moot_needs(task: TaskColumns, vocabulary: Vocabulary) -> int:
    """Bits of the needs that the task asks nothing of (rule 7)."""
    demands = dict(zip(vocabulary.dimension_codes, task.demands.tolist(), strict=True))
    moot = 0
    for i, adaptation in enumerate(vocabulary.adaptations):
        limits = dict.fromkeys(adaptation.lowers, 0) | adaptation.caps
        if limits and all(0 <= demands[code] <= limit for code, limit in limits.items()):
            moot |= 1 << i
    if not task.has_window:
        moot |= vocabulary.bit("flexible_start")
    if not task.lists_days:
        moot |= vocabulary.bit("flexible_days")
    return moot


def causes(
    verdicts: Verdicts,
    row: int,
    task: TaskColumns,
    own_needs: Sequence[str],
    courses: Sequence[Course],
    vocabulary: Vocabulary,
) -> str:
    """What stands between the task and citizen `row`, in the form of `verdicts.tsv`; empty where nothing does.

    Blocks come first. `own_needs`: the citizen's needs, in whose order the missing ones are told.
    """
    missing = set(codes_of(int(verdicts.needs[row]), vocabulary.adaptation_codes))
    needs = [code for code in own_needs if code in missing]
    lacks = _lacking(task.required_courses, verdicts.courses[row], courses)
    over = int(verdicts.demands[row])
    blocks = [name for name in ("consent", "available_from", "contract") if getattr(verdicts, name)[row]]
    blocks += [f"credential:{code}" for code in _lacking(task.required_credentials, verdicts.credentials[row], courses)]
    blocks += ["distance"] if verdicts.distance[row] else []
    hindrances: list[str] = []
    (blocks if len(lacks) >= MANY else hindrances).extend(_one_or_many("course", lacks))
    (blocks if over >= DEMANDS_BLOCK else hindrances).extend([f"demands+{over}"] if over else [])
    (blocks if len(needs) >= MANY else hindrances).extend(_one_or_many("need", needs))
    hindrances += ["hours"] if verdicts.hours[row] else []
    return ";".join(blocks + hindrances)


def _lacking(positions: IndexArray, lacked: BoolArray, courses: Sequence[Course]) -> list[str]:
    return [courses[at].code for at, missing in zip(positions, lacked, strict=True) if missing]


def _one_or_many(word: str, codes: list[str]) -> list[str]:
    if not codes:
        return []
    return [f"{word}:{codes[0]}" if len(codes) == 1 else f"{word}s:{','.join(codes)}"]


def _needs(task: TaskColumns, citizens: CitizenColumns, vocabulary: Vocabulary) -> tuple[Int32Array, Int32Array]:
    real = citizens.needs & np.int32(~moot_needs(task, vocabulary) & 0x7FFFFFFF)
    return real & np.int32(~task.on_offer & 0x7FFFFFFF), real & np.int32(task.on_offer)


def _no_contract(
    task: TaskColumns, citizens: CitizenColumns, reachable: FloatArray, as_of: date, vocabulary: Vocabulary
) -> BoolArray:
    shared = citizens.contracts & np.int8(task.contracts)
    if np.isnan(task.employees_fte) or np.isnan(task.supported_fte):
        none_shared: BoolArray = shared == 0
        return none_shared
    quota = vocabulary.quota(as_of)
    taken = np.minimum(task.hours, reachable) / quota.full_time_hours
    passed = task.supported_fte + taken > quota.places(task.employees_fte) + 1e-9
    limited = sum(1 << i for i, contract in enumerate(vocabulary.contract_types) if contract.under_quota)
    none_left: BoolArray = np.where(passed, shared & np.int8(~limited & 0x7F), shared) == 0
    return none_left
