"""The forms in which scored suggestions can be written."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from pathlib import Path

from recommender.cpr import mask
from recommender.errors import RequestFaulty
from recommender.types import Dataset, Suggestion

FORMS = ("jsonl", "csv", "xlsx", "parquet", "trec")
SUFFIXES = {".jsonl": "jsonl", ".csv": "csv", ".xlsx": "xlsx", ".parquet": "parquet", ".trec": "trec", ".run": "trec"}


@dataclass(frozen=True, slots=True)
class Batch:
    """What a file of suggestions tells beside them."""

    dataset: Dataset
    as_of: date
    synthetic: bool


Writer = Callable[[Path, Iterable[Suggestion], Batch], None]
"""Writes all suggestions to a file, one at a time."""


def writer_of(form: str) -> Writer:
    """The writer of a form; only its own libraries are imported."""
    found: Writer = import_module(f"service.writers.{form}_file").write
    return found


def form_of(out: Path, asked: str | None) -> str:
    """The form that was asked for, else that of the file's ending; RequestFaulty when neither is known."""
    if asked is not None:
        return one_of(asked, FORMS)
    form = SUFFIXES.get(out.suffix.lower())
    if form is None:
        known = ", ".join(SUFFIXES)
        raise RequestFaulty(
            f"the form of '{mask(out.name)}' cannot be seen from its ending; end it in {known}, or give --format",
            f"formatet af '{mask(out.name)}' fremgår ikke af endelsen; brug {known}, eller angiv --format",
        )
    return form


def one_of(asked: str, known: Sequence[str]) -> str:
    """The form itself; RequestFaulty with the nearest when it is not known."""
    if asked in known:
        return asked
    near = difflib.get_close_matches(asked.lower(), known, n=1, cutoff=0.5)
    listed, shown = ", ".join(known), mask(asked)[:60]
    raise RequestFaulty(
        f"the format '{shown}' is not known; " + (f"did you mean '{near[0]}'?" if near else f"choose one of {listed}"),
        f"formatet '{shown}' kendes ikke; " + (f"mente du '{near[0]}'?" if near else f"vælg et af {listed}"),
    )
