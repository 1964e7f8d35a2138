"""What is typed on the command line, read and refused in one sentence each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from recommender.cpr import mask
from recommender.errors import RequestFaulty
from service.usecases.known import refuse_cpr

LONGEST_SHOWN = 60


def refuse_cpr_numbers(arguments: Sequence[str]) -> None:
    """RequestFaulty when a CPR number stands anywhere among what was typed."""
    refuse_cpr(*arguments)


def day(typed: str | None, option: str = "--as-of") -> date:
    """The day of asking, today when none is typed; RequestFaulty when it is no date."""
    if typed is None:
        return date.today()
    try:
        return date.fromisoformat(typed)
    except ValueError:
        shown = mask(typed)[:LONGEST_SHOWN]
        raise RequestFaulty(
            f"{option} '{shown}' is not a date; write it as 2026-11-21",
            f"{option} '{shown}' er ikke en dato; skriv den som 2026-11-21",
        ) from None
