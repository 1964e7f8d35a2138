"""Texts with the tags that a person read from them: a dataset beside its `tags.jsonl`, and short examples.

Each becomes a task or a citizen of the contract, so that recipe, benchmark and service read text in the same way.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from recommender.dataset import read_dataset
from recommender.tagevidence import CITIZEN_SLOTS, TASK_SLOTS, workplace_of
from recommender.types import Citizen, Task

TAGS_FILE = "tags.jsonl"


@dataclass(frozen=True)
class Labelled:
    """A task or a citizen without its tags, and the tags by slot; slots that were not read are left out."""

    of: Task | Citizen
    tags: dict[str, tuple[str, ...]]
    origin: str
    """`examples`, or the dataset's folder name."""
    workplace: str
    """Of a task: what its company is; else empty."""
    writer: str
    """Who wrote it, as far as ids tell: folds hold out whole writers."""


def read_labelled(folder: Path) -> list[Labelled]:
    """Tasks and citizens of a dataset that its `tags.jsonl` tells of."""
    dataset = read_dataset(folder)
    found = []
    for row in _rows(folder / TAGS_FILE):
        of = dataset.task_by_id.get(row["id"]) or dataset.citizen_by_id[row["id"]]
        slots = TASK_SLOTS if isinstance(of, Task) else CITIZEN_SLOTS
        unsaid: dict[str, Any] = dict.fromkeys(slots)
        bare = replace(of, **unsaid)
        tags = {slot: tuple(row[slot]) for slot in slots if slot in row}
        place = ""
        if isinstance(of, Task):
            place = workplace_of(dataset.company_by_id[dataset.opening_of_task[of.id].company_id])
        found.append(Labelled(bare, tags, folder.name, place, row["id"][1]))
    return found


def read_examples(path: Path) -> list[Labelled]:
    """Short examples: `kind`, `text` and its tags."""
    return [_example(f"example{place}", row) for place, row in enumerate(_rows(path))]


def _example(name: str, row: dict[str, Any]) -> Labelled:
    kind, text = row["kind"], row["text"]
    if kind == "task":
        task = Task(name, "", text, 1.0)
        return Labelled(task, {slot: tuple(row[slot]) for slot in TASK_SLOTS}, "examples", "", "examples")
    citizen = Citizen(name, "", "", 37.0)
    if kind == "experience":
        tags = {"experience_fields": tuple(row["fields"])}
        return Labelled(replace(citizen, experience=text), tags, "examples", "", "examples")
    tags = {slot: tuple(row[slot]) for slot in CITIZEN_SLOTS if slot in row}
    said = replace(citizen, wishes=text) if kind == "wishes" else replace(citizen, avoids=text)
    return Labelled(said, tags, "examples", "", "examples")


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            yield json.loads(line)
