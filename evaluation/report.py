"""What an evaluation found, as frozen values: every figure that the page shows and `report.json` holds."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from evaluation.calibration import Calibration
from evaluation.datasets import Judged
from evaluation.groups import Label
from evaluation.history import HistoryCounts
from evaluation.metrics import MAIN
from evaluation.onechange import OneChange
from evaluation.resampling import CITIZEN_ROUNDS
from evaluation.rules import Conduct
from evaluation.statistics import LEVEL, POWER, ROUNDS, Estimate
from evaluation.subgroups import ROUNDS as GROUP_ROUNDS
from evaluation.subgroups import GroupingReport
from evaluation.systems import ENGINE, EngineRun
from recommender.types import ModelVersions

if TYPE_CHECKING:
    from evaluation.counterfactual import Counterfactual
    from evaluation.gate import Baseline

FORM = 2
"""Version of the form of `report.json`."""
SOUGHT = 0.02
"""A difference in the main metric that would matter; the report says how many tasks would show it."""
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
    basis: Literal["judgements", "history"]
    """What is held to be right: readers' judgements, or what became of earlier matches."""
    as_of: date
    seed: int
    versions: ModelVersions
    tasks: int
    """Judged tasks."""
    tasks_without_suitable: int
    """Judged tasks for which nobody is suitable."""
    citizens: int
    pairs: int
    """Judged pairs."""
    grades: tuple[int, ...]
    """Judged pairs of each grade from 0 on."""
    suitable: int
    """The smallest grade that counts as suitable."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The engine against another system, task by task."""

    difference: Estimate
    """Engine minus the other, mean over tasks."""
    p: float
    """Paired randomisation test, two-sided."""
    p_holm: float
    """The same, corrected for being one of several systems."""
    detectable: float | None
    """The smallest true difference that so many tasks would show in four of five times."""


@dataclass(frozen=True, slots=True)
class Pool:
    """The main metric's intervals if other citizens had been in the pool."""

    citizens: Estimate
    both: Estimate
    """If the tasks had been others too."""
    difference_citizens: Estimate
    """Of the engine minus this system."""
    difference_both: Estimate


@dataclass(frozen=True, slots=True)
class SystemReport:
    """One system's figures."""

    name: str
    label: str
    label_en: str
    draws: int
    """Over how many draws of chance the figures are means."""
    figures: Mapping[str, Estimate]
    """Metric → mean over tasks with its interval."""
    pool: Pool
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
    reasons: tuple[str, ...] = ()
    """Danish: what spoke most for and against; of citizens that are among the first of the engine's list."""


@dataclass(frozen=True, slots=True)
class TaskReport:
    """One judged task."""

    task_id: str
    title: str
    graded: int
    suitable: int
    """Of the graded, those who are."""
    listed: int
    """Whom the engine lists."""
    value: float
    """The engine's main metric."""
    baseline: float
    """The best other system's."""
    top: tuple[Shown, ...]
    """The first five graded citizens of the engine's list."""
    missed: tuple[Shown, ...]
    """Suitable citizens that are not among those five, the best graded first."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that must not have become worse."""

    of: Literal["quality", "violations", "coverage", "group"]
    label: Label
    before: float
    now: float
    n: int
    """Tasks or citizens compared."""
    difference: Estimate
    """Now minus before."""
    p: float | None
    """Corrected for being one of several groups; None where nothing is left to chance."""
    worse: bool


@dataclass(frozen=True, slots=True)
class Gate:
    """A new evaluation held against an earlier one."""

    before: str
    """The earlier model."""
    now: str
    checks: tuple[Check, ...]

    @property
    def worse(self) -> tuple[Check, ...]:
        """What has become worse."""
        return tuple(check for check in self.checks if check.worse)


@dataclass(frozen=True, slots=True)
class HistoryReport:
    """How a history was used as a test."""

    split: date
    """The test begins on it."""
    until: date
    """The last day whose follow-up can be known."""
    counts: HistoryCounts


@dataclass(frozen=True)
class Report:
    """An evaluation."""

    about: About
    systems: tuple[SystemReport, ...]
    """The engine first, then the baselines, then run files."""
    tasks_needed: int | None
    """How many tasks would show a difference of SOUGHT to the best other system."""
    calibration: Calibration | None
    one_change: OneChange
    groups: tuple[GroupingReport, ...]
    smallest: int
    """Members of a group below which it is hidden."""
    history: HistoryReport | None
    """Where the grades come from what became of matches."""
    hidden: Counterfactual | None
    """What history hides; None for judgements, and where too little lies before the split."""
    gate: Gate | None
    """The engine held against an earlier evaluation, where one was given."""
    tasks: tuple[TaskReport, ...]
    """The worst first."""

    @property
    def engine(self) -> SystemReport:
        """The engine's figures."""
        return self.systems[0]

    @property
    def best_other(self) -> SystemReport | None:
        """Whichever other system has the highest main metric; None when there is none."""
        return max(self.systems[1:], key=lambda system: system.figures[MAIN].value, default=None)


@dataclass(frozen=True)
class Evaluation:
    """A report, and the lists and judgements that it was made from."""

    report: Report
    judged: Judged
    engine: EngineRun
    baseline: Baseline


def as_json(report: Report) -> str:
    """The report as JSON with sorted keys: the same evaluation gives the same bytes."""
    about = {
        "form": FORM,
        "main_metric": MAIN,
        "reference": ENGINE,
        "bootstrap": {"rounds": ROUNDS, "level": LEVEL, "over": "tasks", "interval": "expanded percentile"},
        "bootstrap_pool": {"rounds": CITIZEN_ROUNDS, "level": LEVEL, "over": "citizens; tasks and citizens"},
        "bootstrap_groups": {"rounds": GROUP_ROUNDS, "level": LEVEL},
        "randomisation": {"rounds": ROUNDS, "two_sided": True, "correction": "holm", "power": POWER},
        "sought_difference": SOUGHT,
    }
    return json.dumps(about | asdict(report), ensure_ascii=False, indent=1, sort_keys=True, default=_plain) + "\n"


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in a report")
