"""JSON Lines: one suggestion a line, with exactly the contract's keys."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from recommender.types import Suggestion
from service.wire import suggestion_row
from service.writers.forms import Batch


def write(path: Path, suggestions: Iterable[Suggestion], batch: Batch) -> None:
    """Write them as they come."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for suggestion in suggestions:
            file.write(json.dumps(suggestion_row(suggestion), ensure_ascii=False) + "\n")
