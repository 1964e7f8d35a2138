"""Whatever ranks citizens for tasks, as the evaluation sees it: a name and lists."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from evaluation.datasets import Judged
from evaluation.metrics import Lists
from recommender.columns import FloatArray, IndexArray
from recommender.engine import Recommender
from recommender.errors import RequestFaulty

ENGINE = "engine"


@dataclass(frozen=True)
class System:
    """One way to rank."""

    name: str
    label: str
    """Danish, for the report."""
    label_en: str
    """The same in English."""
    lists: Callable[[int], Lists]
    """Draw → lists; without chance in it, the same for every draw."""
    draws: int = 1
    """How often it is asked; the figures are means over the draws."""


@dataclass(frozen=True)
class EngineRun:
    """The engine's whole lists."""

    lists: Lists
    scores: Mapping[str, FloatArray]
    """Task → scores of its list, falling, 0..1."""

    @property
    def system(self) -> System:
        """The engine as a system."""
        return System(ENGINE, "Opgaveværktøjet", "Opgaveværktøjet", lambda _draw: self.lists)


def engine_run(recommender: Recommender, judged: Judged, as_of: date) -> EngineRun:
    """Everyone whom the engine would suggest for each judged task, best first."""
    to_dataset = np.array([judged.row_of[citizen] for citizen in recommender.index.ids], dtype=np.intp)
    lists: dict[str, IndexArray] = {}
    scores: dict[str, FloatArray] = {}
    for task in judged.tasks:
        ranked = recommender.ranked(recommender.place(task), as_of)
        lists[task], scores[task] = to_dataset[ranked.rows], ranked.scores
    return EngineRun(lists, scores)


def run_file_system(path: Path, judged: Judged, taken: Sequence[str]) -> System:
    """Another system's run in TREC form; `taken` are the names in use.

    Read as trec_eval reads it: by falling score in 32 bits, equal scores by falling citizen id, ranks passed over.
    Tasks that nobody judged are passed over. RequestFaulty when it names a task or citizen that is not in the dataset.
    """
    from recommender.dataset import read_run

    lines = read_run(path)
    _require_known(path.name, "task", "opgaven", [line.task_id for line in lines], judged.dataset.task_by_id)
    _require_known(path.name, "citizen", "borgeren", [line.citizen_id for line in lines], judged.row_of)
    found: dict[str, list[tuple[float, str]]] = {}
    for line in lines:
        if line.task_id in judged.rows:
            found.setdefault(line.task_id, []).append((float(np.float32(line.score)), line.citizen_id))
    lists = {
        task: np.array([judged.row_of[citizen] for _, citizen in sorted(scored, reverse=True)], dtype=np.intp)
        for task, scored in found.items()
    }
    name = free_name(lines[0].tag, taken)
    label = f"{name} ({path.name})"
    return System(name, label, label, lambda _draw: lists)


def free_name(wanted: str, taken: Sequence[str]) -> str:
    """The name, numbered where it is taken: run, run-2, run-3."""
    numbered = (wanted if number == 1 else f"{wanted}-{number}" for number in range(1, len(taken) + 2))
    return next(name for name in numbered if name not in taken)


def _require_known(file: str, en: str, da: str, named: Sequence[str], known: Mapping[str, object]) -> None:
    strangers = [name for name in dict.fromkeys(named) if name not in known]
    if strangers:
        raise RequestFaulty(
            f"{file}: {en} '{strangers[0]}' is not in the dataset ({len(strangers)} such); "
            "evaluate the run on the dataset that it was made from",
            f"{file}: {da} '{strangers[0]}' er ikke i datasættet ({len(strangers)} i alt); "
            "bedøm kørslen på det datasæt, den er lavet af",
        )
