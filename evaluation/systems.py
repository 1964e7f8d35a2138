"""Whatever ranks citizens for tasks, as the evaluation sees it: a name and lists."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from evaluation.datasets import Judged
from evaluation.metrics import Lists
from evaluation.views import Sight
from recommender.columns import FloatArray, IndexArray
from recommender.encoder import Encoder
from recommender.engine import Recommender
from recommender.errors import RequestFaulty
from recommender.ranker import Ranker

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
    """Task → scores of its list, 0..1, falling but among equals."""

    @property
    def system(self) -> System:
        """The engine as a system."""
        return System(ENGINE, "Opgaveværktøjet", "Opgaveværktøjet", lambda _draw: self.lists)


@dataclass(frozen=True)
class Model:
    """A ranker, an encoder or both, to be measured under a name."""

    name: str
    encoder: Encoder | None = None
    ranker: Ranker | None = None

    def over(self, recommender: Recommender) -> Recommender:
        """The recommender with this model in place; the index is made again where the encoder is another."""
        index = recommender.index if self.encoder is None else None
        return Recommender.of(
            recommender.dataset,
            self.encoder or recommender.encoder,
            self.ranker or recommender.ranker,
            recommender.vocabulary,
            index,
            recommender.tagger,
        )


def engine_run(sights: Sequence[Sight], judged: Judged, model: Model | None = None) -> EngineRun:
    """Everyone whom the engine would suggest for each judged task on its day, best first."""
    lists: dict[str, IndexArray] = {}
    scores: dict[str, FloatArray] = {}
    for sight in sights:
        recommender = sight.recommender if model is None else model.over(sight.recommender)
        to_dataset = np.array([judged.row_of[citizen] for citizen in recommender.index.ids], dtype=np.intp)
        for task in sight.tasks:
            ranked = recommender.listed(recommender.place(task), sight.day)
            lists[task], scores[task] = to_dataset[ranked.rows], ranked.scores
    return EngineRun(lists, scores)


def model_system(model: Model, sights: Sequence[Sight], judged: Judged) -> System:
    """The engine with another model, as a system; its lists are made when asked for."""
    return System(model.name, model.name, model.name, lambda _draw: engine_run(sights, judged, model).lists)


def across(parts: Sequence[System]) -> System:
    """One system over several views, whose lists belong to different tasks."""

    def lists(draw: int) -> Lists:
        return {task: rows for part in parts for task, rows in part.lists(draw).items()}

    return replace(parts[0], lists=lists)


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


def chosen(systems: Sequence[System], names: Sequence[str] | None) -> list[System]:
    """The systems of those names, in their own order; all when none are given. RequestFaulty for an unknown name."""
    known = [system.name for system in systems]
    for name in names or ():
        if name not in known:
            raise RequestFaulty(
                f"--systems: '{name}' is not known; use some of: {', '.join(known)}",
                f"--systems: '{name}' er ikke kendt; brug nogle af: {', '.join(known)}",
            )
    return [system for system in systems if names is None or system.name in names]


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
