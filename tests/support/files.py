"""Folders of raw dataset files for tests of reading: a valid one, to be spoilt one value at a time."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from recommender import dataset as datasets
from tests.support import builders

Raw = dict[str, Any]


def raw_files() -> dict[str, list[Raw]]:
    """A small valid dataset in raw form: two openings, two citizens, two courses, a match."""
    second = builders.opening(builders.task(id="t2"), builders.task(id="t3", requires=("truckcertifikat",)), id="o2")
    openings = (builders.opening(), second)
    citizens = (builders.citizen(courses=(builders.held(),)), builders.citizen(id="b2"))
    match: Raw = {"id": "m1", "task_id": "t1", "citizen_id": "b1", "matched_on": "2026-03-02", "stage": "hired"}
    return {
        "companies": [datasets.company_row(builders.company())],
        "openings": [datasets.opening_row(opening) for opening in openings],
        "citizens": [datasets.citizen_row(citizen) for citizen in citizens],
        "courses": [datasets.course_row(course) for course in (builders.course(), builders.credential())],
        "matches": [match],
    }


def write_jsonl(folder: Path, files: Mapping[str, Sequence[Raw]]) -> Path:
    """Each list of rows as a JSON Lines file; NaN and the like as Python's json writes them."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in files.items():
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (folder / f"{name}.jsonl").write_text(text, encoding="utf-8")
    return folder


def valid_folder(folder: Path) -> Path:
    """The small valid dataset on disk."""
    return write_jsonl(folder, raw_files())
