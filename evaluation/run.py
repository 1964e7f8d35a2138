"""One evaluation from end to end: read, ask every system, measure, write."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass, field, replace
from datetime import date
from pathlib import Path

import numpy as np

from evaluation.attributes import Attributes, read_attributes
from evaluation.baselines import FAME, Baselines, draws_for
from evaluation.calibration import Calibration, calibration
from evaluation.cases import Cases
from evaluation.comparing import Measured, compared, measured, needed
from evaluation.counterfactual import Counterfactual, Top, counterfactual
from evaluation.datasets import Judged, judged_of
from evaluation.gate import Baseline, baseline_of, fingerprint, held_against, require_same
from evaluation.groups import citizen_groupings, task_groupings
from evaluation.metrics import MAIN_COLUMN, Scorer
from evaluation.onechange import one_change
from evaluation.output import require_report_folder, write
from evaluation.pdf import require_printer
from evaluation.report import About, Evaluation, HistoryReport, Report, TaskReport
from evaluation.rules import VerdictTable, every_verdict, possible_citizens
from evaluation.setting import Setting, history_setting, judged_setting
from evaluation.subgroups import SMALLEST, Found, by_group
from evaluation.systems import (
    ENGINE,
    EngineRun,
    Model,
    System,
    across,
    chosen,
    engine_run,
    free_name,
    model_system,
    run_file_system,
)
from recommender.columns import FloatArray
from recommender.engine import Recommender
from recommender.fingerprint import dataset_fingerprint
from recommender.synthetic import says_synthetic
from recommender.types import Dataset


@dataclass(frozen=True, slots=True)
class Options:
    """What the analyst may choose."""

    seed: int = 0
    runs: Sequence[Path] = ()
    """Run files of other systems, TREC form."""
    models: Sequence[Model] = ()
    """Other models to measure beside the engine's."""
    systems: Sequence[str] | None = None
    """Names of the baselines to compare with; all when None."""
    split: date | None = None
    """Evaluate the history from this day on instead of the judgements."""
    smallest: int = SMALLEST
    """Members of a group below which it is hidden."""
    against: Baseline | None = None
    """An earlier evaluation to be held against."""


@dataclass(frozen=True, slots=True)
class Request:
    """What to evaluate, beside the recommender."""

    name: str
    """Of the dataset."""
    as_of: date
    options: Options = field(default_factory=Options)
    synthetic: bool = False
    attributes: Attributes = field(default_factory=dict)


OPTIONS = Options()


def evaluate(
    folder: Path,
    out: Path,
    options: Options = OPTIONS,
    *,
    as_of: date,
    engine: Model | None = None,
    pdf: bool = False,
) -> Report:
    """Evaluate an engine (the shipped one) on a dataset folder, and write the report to the folder `out`.

    RequestFaulty when nothing in the dataset is judged or a run is of another dataset; OutputFaulty when `out` cannot
    be written or holds something other than a report.
    """
    from recommender.dataset import read_dataset

    require_report_folder(out)
    if pdf:
        require_printer()
    dataset = read_dataset(folder)
    if options.split is None:
        judged_of(dataset)
    attributes = read_attributes(folder, dataset.citizens)
    request = Request(folder.resolve().name, as_of, options, says_synthetic(folder), attributes)
    found = measure(_recommender(dataset, engine), request)
    write(found, out, pdf=pdf)
    return found.report


def measure(recommender: Recommender, request: Request) -> Evaluation:
    """Ask every system about every judged task, and compare them with the engine."""
    options = request.options
    setting = _setting(recommender, request)
    judged, about = setting.judged, _about(recommender, request, setting)
    data = fingerprint(about.fingerprint, judged, request.as_of)
    if options.against is not None:
        require_same(data, options.against)
    verdicts = every_verdict(setting.sights)
    others = _others(setting, verdicts, options)
    engine = engine_run(setting.sights, judged)
    systems = [engine.system, *others]
    scorer = Scorer.of(judged)
    found = [measured(system, scorer, verdicts) for system in systems]
    own = _found(found[0], engine, judged, verdicts)
    groupings = (
        *citizen_groupings(judged.dataset.citizens, request.attributes, setting.past, recommender.vocabulary),
        *task_groupings(judged.dataset, judged.tasks, setting.past),
    )
    reports = compared(found, judged, options.seed)
    groups = by_group(own, groupings, options.smallest, options.seed)
    model = " ".join(astuple(recommender.versions))
    baseline = baseline_of(judged, data, model, reports[0], own, groups)
    best = max(range(1, len(found)), key=lambda at: float(found[at].values[:, MAIN_COLUMN].mean()), default=0)
    report = Report(
        about=about,
        systems=reports,
        tasks_needed=needed(found[0], found[best], len(found) - 1) if best else None,
        calibration=_calibration(own),
        one_change=one_change(setting.sights, judged, options.seed),
        groups=groups,
        smallest=options.smallest,
        gate=held_against(baseline, options.against, groups, options.seed) if options.against else None,
        history=_history(setting),
        hidden=_hidden(setting, found, options.seed),
        tasks=_tasks(setting, verdicts, engine, found[0].values[:, MAIN_COLUMN], found[best].values[:, MAIN_COLUMN]),
    )
    return Evaluation(report, judged, engine, baseline)


def _recommender(dataset: Dataset, engine: Model | None) -> Recommender:
    return Recommender.of(dataset) if engine is None else Recommender.of(dataset, engine.encoder, engine.ranker)


def _setting(recommender: Recommender, request: Request) -> Setting:
    if (split := request.options.split) is None:
        return judged_setting(recommender, request.as_of)
    return history_setting(recommender, request.as_of, split)


def _others(setting: Setting, verdicts: VerdictTable, options: Options) -> list[System]:
    """Everything that the engine is compared with, each under a name of its own."""
    systems = _baselines(setting, verdicts, options)
    for model in options.models:
        name = free_name(model.name, [ENGINE, *(system.name for system in systems)])
        systems.append(model_system(replace(model, name=name), setting.sights, setting.judged))
    for path in options.runs:
        systems.append(run_file_system(path, setting.judged, [ENGINE, *(system.name for system in systems)]))
    return systems


def _baselines(setting: Setting, verdicts: VerdictTable, options: Options) -> list[System]:
    """The baselines that were asked for, each over all views."""
    judged, draws = setting.judged, draws_for(len(setting.judged.tasks))
    by_view = [
        Baselines(
            sight.recommender,
            judged.narrowed(sight.tasks, sight.recommender.dataset),
            verdicts,
            options.seed,
            draws=draws,
            past=sight.past,
        ).all()
        for sight in setting.sights
    ]
    merged = [across(parts) for parts in zip(*by_view, strict=True)]
    return chosen([one for one in merged if setting.past or one.name != FAME], options.systems)


def _found(engine: Measured, run: EngineRun, judged: Judged, verdicts: VerdictTable) -> Found:
    scores = {task: run.scores[task][np.isin(listed, judged.rows[task])] for task, listed in run.lists.items()}
    possible = possible_citizens(judged, verdicts)
    return Found(judged, engine.orders, engine.first, scores, engine.values, possible)


def _calibration(own: Found) -> Calibration | None:
    judged = own.judged
    scores = [own.scores[task] for task in own.orders]
    suitable = [judged.grade_of(task)[order] >= judged.suitable for task, order in own.orders.items()]
    return calibration(np.concatenate(scores), np.concatenate(suitable))


def _tasks(
    setting: Setting, verdicts: VerdictTable, engine: EngineRun, values: FloatArray, best: FloatArray
) -> tuple[TaskReport, ...]:
    told = zip(setting.judged.tasks, values.tolist(), best.tolist(), strict=True)
    return Cases(setting, verdicts, engine).all(sorted(told, key=lambda one: (one[1], one[0])))


def _history(setting: Setting) -> HistoryReport | None:
    found = setting.history
    return None if found is None else HistoryReport(found.split, found.until, found.counts)


def _hidden(setting: Setting, found: Sequence[Measured], seed: int) -> Counterfactual | None:
    """What the systems' first places would have led to, where a history is the measure."""
    if setting.history is None:
        return None
    tops = {one.system.name: Top(one.first, one.orders) for one in found}
    return counterfactual(setting.history, setting.sights, tops, seed)


def _about(recommender: Recommender, request: Request, setting: Setting) -> About:
    judged = setting.judged
    fingerprint = dataset_fingerprint(recommender.dataset)
    fitted_on: Sequence[str] = getattr(recommender.ranker, "fitted_on", ())
    grades = np.concatenate([judged.grades[task] for task in judged.tasks])
    return About(
        name=request.name,
        fingerprint=fingerprint,
        synthetic=request.synthetic,
        fitted_on=fingerprint in fitted_on or request.name in fitted_on,
        basis="judgements" if setting.history is None else "history",
        as_of=request.as_of,
        seed=request.options.seed,
        versions=recommender.versions,
        tasks=len(judged.tasks),
        tasks_without_suitable=sum(int(judged.grades[task].max()) < judged.suitable for task in judged.tasks),
        citizens=len(judged.dataset.citizens),
        pairs=judged.pairs,
        grades=tuple(np.bincount(grades, minlength=judged.top + 1).tolist()),
        suitable=judged.suitable,
    )
