"""What an evaluation found, as frozen values: every figure that the page shows and `report.json` holds."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date

from evaluation.calibration import Calibration
from evaluation.datasets import Judged
from evaluation.metrics import MAIN
from evaluation.rules import Conduct
from evaluation.statistics import LEVEL, ROUNDS, Estimate
from evaluation.systems import ENGINE, EngineRun
from recommender.types import ModelVersions

FORM = 1
"""Version of the form of `report.json`."""
CREDIBLE = 0.05
"""A corrected p below this is told as a difference."""


@dataclass(frozen=True, slots=True)
class About:
    """What was measured, and on what."""

    name: str
    """Of the dataset's folder."""
    fingerprint: str
    """SHA-256 of the dataset's citizens and openings."""
    synthetic: bool
    """Whether the dataset's README.md says that nobody in it exists."""
    fitted_on: bool
    """Whether the ranker was fitted to these very data: then the engine's figures flatter it."""
    as_of: date
    seed: int
    versions: ModelVersions
    tasks: int
    """Judged tasks."""
    tasks_without_suitable: int
    """Judged tasks for which nobody is graded 2 or 3."""
    citizens: int
    pairs: int
    """Judged pairs."""
    grades: tuple[int, ...]
    """Judged pairs of grade 0, 1, 2 and 3."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The engine against another system, task by task."""

    difference: Estimate
    """Engine minus the other, mean over tasks."""
    p: float
    """Paired randomisation test, two-sided."""
    p_holm: float
    """The same, corrected for being one of several systems."""


@dataclass(frozen=True, slots=True)
class SystemReport:
    """One system's figures."""

    name: str
    label: str
    draws: int
    """Over how many draws of chance the figures are means."""
    figures: Mapping[str, Estimate]
    """Metric → mean over tasks with its interval."""
    conduct: Conduct
    against: Mapping[str, Comparison]
    """Metric → the engine against it; empty for the engine."""
    per_task: Mapping[str, Mapping[str, float]]
    """Task → metric → value."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One graded citizen in the case of a task."""

    citizen_id: str
    grade: int
    rank: int | None
    """In the engine's whole list; None where the engine does not list the citizen."""
    score: float | None
    verdict: str


@dataclass(frozen=True, slots=True)
class TaskReport:
    """One judged task."""

    task_id: str
    title: str
    graded: int
    suitable: int
    """Graded 2 or 3."""
    listed: int
    """Whom the engine lists."""
    value: float
    """The engine's main metric."""
    baseline: float
    """The best baseline's."""
    top: tuple[Shown, ...]
    """The first five graded citizens of the engine's list."""
    missed: tuple[Shown, ...]
    """Suitable citizens that are not among those five, the best graded first."""


@dataclass(frozen=True)
class Report:
    """An evaluation."""

    about: About
    systems: tuple[SystemReport, ...]
    """The engine first, then the baselines, then run files."""
    calibration: Calibration | None
    tasks: tuple[TaskReport, ...]
    """The worst first."""

    @property
    def engine(self) -> SystemReport:
        """The engine's figures."""
        return self.systems[0]

    @property
    def best_other(self) -> SystemReport:
        """Whichever other system has the highest main metric."""
        return max(self.systems[1:], key=lambda system: system.figures[MAIN].value)


@dataclass(frozen=True)
class Evaluation:
    """A report, and the lists and judgements that it was made from."""

    report: Report
    judged: Judged
    engine: EngineRun


def as_json(report: Report) -> str:
    """The report as JSON with sorted keys: the same evaluation gives the same bytes."""
    about = {
        "form": FORM,
        "main_metric": MAIN,
        "reference": ENGINE,
        "bootstrap": {"rounds": ROUNDS, "level": LEVEL, "over": "tasks"},
        "randomisation": {"rounds": ROUNDS, "two_sided": True, "correction": "holm"},
    }
    return json.dumps(about | asdict(report), ensure_ascii=False, indent=1, sort_keys=True, default=_plain) + "\n"


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in a report")
