"""The words of the data contract: codes, Danish labels, what adaptations lower, and the dated parameters of the law."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Any

SHIPPED_VOCABULARY = Path(__file__).with_name("vocabulary.toml")

LEVELS = 4
"""Levels of a dimension: 0 to 3."""

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WEEKDAYS = DAYS[:5]

DAY_LABELS = {
    "mon": "mandag",
    "tue": "tirsdag",
    "wed": "onsdag",
    "thu": "torsdag",
    "fri": "fredag",
    "sat": "lørdag",
    "sun": "søndag",
}


@dataclass(frozen=True, slots=True)
class Term:
    """A code of the contract with the label that people see."""

    code: str
    label: str
    """Danish."""


@dataclass(frozen=True, slots=True)
class Dimension(Term):
    """One of the 16 dimensions of the profile."""

    levels: tuple[str, ...]
    """Danish descriptions of the levels 0 to 3, of a task."""
    can: tuple[str, ...]
    """The same of a citizen: "kan stå op til en time ad gangen"."""


@dataclass(frozen=True, slots=True)
class Adaptation(Term):
    """Something a workplace can offer and a citizen may need."""

    opens: str
    """Danish clause that proposes it: "hvis der kan holdes ekstra pauser"."""
    lowers: dict[str, int]
    """Dimension code → levels by which the demand falls (never below 0)."""
    caps: dict[str, int]
    """Dimension code → highest level that the demand can then have."""


@dataclass(frozen=True, slots=True)
class Condition(Term):
    """What the days of a task are like."""

    against: tuple[str, ...]
    """Conditions of a task that speak against a wish for this one."""


@dataclass(frozen=True, slots=True)
class Group(Term):
    """A target group of the employment law, with its dates of validity."""

    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class ContractType(Term):
    """A form of employment."""

    only_groups: tuple[str, ...]
    """Groups that alone may have it; empty means any."""
    under_quota: bool
    """Whether rimelighedskravet limits it."""


@dataclass(frozen=True, slots=True)
class Quota:
    """Rimelighedskravet: people in subsidised places per ordinary employee, valid from a date."""

    valid_from: date
    least: int
    first_up_to: int
    first_each: int
    then_each: int
    full_time_hours: float

    def places(self, employees_fte: float) -> int:
        """Subsidised full-time places for so many ordinary full-time equivalents: 9→1, 20→4, 50→10, 100→15."""
        first = int(min(employees_fte, self.first_up_to) // self.first_each)
        then = int(max(employees_fte - self.first_up_to, 0) // self.then_each)
        return max(self.least, first + then)


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """Everything that is named by code, in the contract's order."""

    dimensions: tuple[Dimension, ...]
    adaptations: tuple[Adaptation, ...]
    fields: tuple[Term, ...]
    conditions: tuple[Condition, ...]
    groups: tuple[Group, ...]
    contract_types: tuple[ContractType, ...]
    quotas: tuple[Quota, ...]

    @cached_property
    def dimension_codes(self) -> tuple[str, ...]:
        """The 16 codes in the order of every (n, 16) array."""
        return tuple(dimension.code for dimension in self.dimensions)

    @cached_property
    def adaptation_codes(self) -> tuple[str, ...]:
        """The 20 codes; their positions are the bits of `needs`."""
        return tuple(adaptation.code for adaptation in self.adaptations)

    @cached_property
    def contract_codes(self) -> tuple[str, ...]:
        """The contract types; their positions are the bits of `contracts`."""
        return tuple(contract.code for contract in self.contract_types)

    @cached_property
    def labels(self) -> dict[str, str]:
        """Danish label of dimensions, adaptations, groups and contract types by code."""
        terms: tuple[Term, ...] = (*self.dimensions, *self.adaptations, *self.groups, *self.contract_types)
        return {term.code: term.label for term in terms}

    @cached_property
    def field_labels(self) -> dict[str, str]:
        """Danish label of each field of work."""
        return {term.code: term.label for term in self.fields}

    @cached_property
    def condition_labels(self) -> dict[str, str]:
        """Danish label of each condition (`indoors` is an adaptation too, with another label)."""
        return {term.code: term.label for term in self.conditions}

    def adaptation(self, code: str) -> Adaptation:
        """The adaptation of that code."""
        return self.adaptations[self.adaptation_codes.index(code)]

    def bit(self, code: str) -> int:
        """The adaptation's bit in `needs` and `on_offer`."""
        return 1 << self.adaptation_codes.index(code)

    def quota(self, as_of: date) -> Quota:
        """The quota in force on that day; before the first one, the first."""
        in_force = [quota for quota in self.quotas if quota.valid_from <= as_of]
        return max(in_force, key=lambda quota: quota.valid_from, default=self.quotas[0])


def load_vocabulary(path: Path) -> Vocabulary:
    """Read a vocabulary file of the form of the shipped `vocabulary.toml`."""
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    return Vocabulary(
        dimensions=tuple(
            Dimension(r["code"], r["label"], tuple(r["levels"]), tuple(r["can"])) for r in raw["dimensions"]
        ),
        adaptations=tuple(
            Adaptation(r["code"], r["label"], r["opens"], r.get("lowers", {}), r.get("caps", {}))
            for r in raw["adaptations"]
        ),
        fields=tuple(_terms(raw["fields"])),
        conditions=tuple(Condition(r["code"], r["label"], tuple(r.get("against", ()))) for r in raw["conditions"]),
        groups=tuple(Group(r["code"], r["label"], r.get("valid_from"), r.get("valid_to")) for r in raw["groups"]),
        contract_types=tuple(
            ContractType(r["code"], r["label"], tuple(r.get("only_groups", ())), r.get("under_quota", False))
            for r in raw["contract_types"]
        ),
        quotas=tuple(Quota(**r) for r in raw["quotas"]),
    )


@cache
def shipped_vocabulary() -> Vocabulary:
    """The vocabulary that travels with the package, read once."""
    return load_vocabulary(SHIPPED_VOCABULARY)


def _terms(rows: list[dict[str, Any]]) -> list[Term]:
    return [Term(row["code"], row["label"]) for row in rows]
