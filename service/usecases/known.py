"""Ids that were asked for: known, or refused with the nearest known one."""

from __future__ import annotations

import difflib
from collections.abc import Collection
from typing import Literal

from recommender.cpr import holds_cpr
from recommender.errors import RequestFaulty, UnknownId
from recommender.types import Dataset

Kind = Literal["task", "opening", "citizen", "company"]

KINDS: tuple[Kind, ...] = ("task", "opening", "citizen", "company")
DANISH: dict[Kind, str] = {"task": "opgave", "opening": "jobåbning", "citizen": "borger", "company": "virksomhed"}

LONGEST_SHOWN = 60
"""Letters of an unknown id that a message repeats."""


def require_known(dataset: Dataset, kind: Kind, asked: str) -> str:
    """The id itself; UnknownId, with the nearest known one, or RequestFaulty for a CPR number."""
    refuse_cpr(asked)
    known = ids_of(dataset, kind)
    if asked in known:
        return asked
    other = next((other for other in KINDS if other != kind and asked in ids_of(dataset, other)), None)
    raise _of_another_kind(kind, other, asked) if other else _unknown(kind, asked, known)


def ids_of(dataset: Dataset, kind: Kind) -> Collection[str]:
    """All ids of that kind."""
    held: dict[Kind, Collection[str]] = {
        "task": dataset.task_by_id.keys(),
        "opening": dataset.opening_by_id.keys(),
        "citizen": dataset.citizen_by_id.keys(),
        "company": dataset.company_by_id.keys(),
    }
    return held[kind]


def refuse_cpr(*texts: str) -> None:
    """RequestFaulty when a CPR number is among them; the number is not repeated."""
    if any(holds_cpr(text) for text in texts):
        raise RequestFaulty(
            "a CPR number was typed; it is not used and not kept: use the citizen's pseudonym",
            "der er skrevet et CPR-nummer; det bruges ikke og gemmes ikke: brug borgerens pseudonym",
        )


def _unknown(kind: Kind, asked: str, known: Collection[str]) -> UnknownId:
    near = _nearest(asked, known)
    en = f"; did you mean '{near}'?" if near else f"; the dataset has {len(known)}"
    da = f"; mente du '{near}'?" if near else f"; datasættet har {len(known)}"
    shown = asked[:LONGEST_SHOWN]
    return UnknownId(
        f"no {kind} '{shown}' in the dataset{en}", f"der er ingen {DANISH[kind]} '{shown}' i datasættet{da}"
    )


def _nearest(asked: str, known: Collection[str]) -> str | None:
    """The known id that is most like it; among equals, the one that begins with it."""
    near = difflib.get_close_matches(asked, known, n=20, cutoff=0.5)

    def likeness(one: str) -> tuple[float, bool]:
        return difflib.SequenceMatcher(None, one, asked).ratio(), one.startswith(asked)

    return max(sorted(near), key=likeness, default=None)


def _of_another_kind(kind: Kind, other: Kind, asked: str) -> UnknownId:
    return UnknownId(
        f"the id '{asked}' is of kind {other}, not {kind}; ask for that instead",
        f"id '{asked}' er af typen {DANISH[other]}, ikke {DANISH[kind]}; spørg efter den i stedet",
    )
