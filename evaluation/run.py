"""One evaluation from end to end: read, ask every system, measure, write."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from evaluation.baselines import Baselines
from evaluation.calibration import Calibration, calibration
from evaluation.cases import Cases
from evaluation.datasets import UNGRADED, Judged, judged_of
from evaluation.metrics import MAIN, METRIC_NAMES, Scorer
from evaluation.output import require_report_folder, write
from evaluation.report import About, Comparison, Evaluation, Report, SystemReport, TaskReport
from evaluation.rules import Conduct, VerdictTable, conduct, mean_conduct, verdict_table
from evaluation.statistics import bootstrap, holm, randomisation_test
from evaluation.systems import EngineRun, System, engine_run, run_file_system
from recommender.columns import FloatArray
from recommender.engine import Recommender
from recommender.fingerprint import dataset_fingerprint
from recommender.ranker import SUITABLE
from recommender.synthetic import says_synthetic


@dataclass(frozen=True, slots=True)
class Request:
    """What to evaluate, beside the recommender."""

    name: str
    """Of the dataset."""
    as_of: date
    seed: int = 0
    synthetic: bool = False
    runs: Sequence[Path] = ()
    """Run files of other systems, TREC form."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A system with its figures, before they are compared."""

    system: System
    values: FloatArray
    """(tasks, metrics), means over the draws."""
    conduct: Conduct


def evaluate(folder: Path, out: Path, runs: Sequence[Path] = (), *, as_of: date, seed: int = 0) -> Report:
    """Evaluate the shipped engine on a dataset folder, and write the report to the folder `out`.

    `runs` are other systems' run files in TREC form. RequestFaulty when nothing in the dataset is judged or a run is
    of another dataset; OutputFaulty when `out` cannot be written or holds something else than a report.
    """
    from recommender.dataset import read_dataset

    require_report_folder(out)
    dataset = read_dataset(folder)
    judged_of(dataset)
    request = Request(folder.resolve().name, as_of, seed, says_synthetic(folder), tuple(runs))
    found = measure(Recommender.of(dataset), request)
    write(found, out)
    return found.report


def measure(recommender: Recommender, request: Request) -> Evaluation:
    """Ask every system about every judged task, and compare them with the engine."""
    judged = judged_of(recommender.dataset)
    verdicts = verdict_table(judged.dataset, judged.tasks, request.as_of, recommender.vocabulary)
    engine = engine_run(recommender, judged, request.as_of)
    baselines = Baselines(recommender, judged, verdicts, request.seed).all()
    systems = [engine.system, *baselines]
    for path in request.runs:
        systems.append(run_file_system(path, judged, [system.name for system in systems]))
    scorer = Scorer.of(judged)
    measured = [_measured(system, scorer, verdicts) for system in systems]
    best = max((one.values[:, _main()] for one in measured[1 : len(baselines) + 1]), key=lambda v: float(v.mean()))
    report = Report(
        about=_about(recommender, request, judged),
        systems=_compared(measured, judged.tasks, request.seed),
        calibration=_calibration(engine, judged),
        tasks=_tasks(Cases(judged, verdicts, engine), measured[0].values[:, _main()], best),
    )
    return Evaluation(report, judged, engine)


def _measured(system: System, scorer: Scorer, verdicts: VerdictTable) -> Measured:
    values, conducts = np.zeros((len(scorer.judged.tasks), len(METRIC_NAMES))), []
    for draw in range(system.draws):
        lists = system.lists(draw)
        values += scorer(lists)
        conducts.append(conduct(lists, scorer.judged, verdicts))
    return Measured(system, values / system.draws, mean_conduct(conducts))


def _compared(measured: Sequence[Measured], tasks: Sequence[str], seed: int) -> tuple[SystemReport, ...]:
    engine, *others = measured
    against = _against(engine, others, seed)
    return tuple(
        SystemReport(
            name=one.system.name,
            label=one.system.label,
            draws=one.system.draws,
            figures=dict(zip(METRIC_NAMES, bootstrap(one.values, seed), strict=True)),
            conduct=one.conduct,
            against=comparison,
            per_task={
                task: dict(zip(METRIC_NAMES, row.tolist(), strict=True))
                for task, row in zip(tasks, one.values, strict=True)
            },
        )
        for one, comparison in zip(measured, [{}, *against], strict=True)
    )


def _against(engine: Measured, others: Sequence[Measured], seed: int) -> list[Mapping[str, Comparison]]:
    """The engine against each other system; p corrected over the systems, one metric at a time."""
    gaps = [engine.values - other.values for other in others]
    p = np.array([[randomisation_test(column, seed) for column in gap.T] for gap in gaps])
    corrected = np.array([holm(column) for column in p.T.tolist()]).T
    return [
        {
            name: Comparison(interval, float(own[at]), float(held[at]))
            for at, (name, interval) in enumerate(zip(METRIC_NAMES, bootstrap(gap, seed), strict=True))
        }
        for gap, own, held in zip(gaps, p, corrected, strict=True)
    ]


def _calibration(engine: EngineRun, judged: Judged) -> Calibration | None:
    scores, suitable = [], []
    for task, listed in engine.lists.items():
        grades = judged.grade_of(task)[listed]
        scores.append(engine.scores[task][grades != UNGRADED])
        suitable.append(grades[grades != UNGRADED] >= SUITABLE)
    return calibration(np.concatenate(scores), np.concatenate(suitable))


def _tasks(cases: Cases, values: FloatArray, best: FloatArray) -> tuple[TaskReport, ...]:
    told = [
        cases(task, float(value), float(baseline))
        for task, value, baseline in zip(cases.judged.tasks, values, best, strict=True)
    ]
    return tuple(sorted(told, key=lambda task: (task.value, task.task_id)))


def _about(recommender: Recommender, request: Request, judged: Judged) -> About:
    fingerprint = dataset_fingerprint(judged.dataset)
    fitted_on: Sequence[str] = getattr(recommender.ranker, "fitted_on", ())
    grades = np.concatenate([judged.grades[task] for task in judged.tasks])
    return About(
        name=request.name,
        fingerprint=fingerprint,
        synthetic=request.synthetic,
        fitted_on=fingerprint in fitted_on or request.name in fitted_on,
        as_of=request.as_of,
        seed=request.seed,
        versions=recommender.versions,
        tasks=len(judged.tasks),
        tasks_without_suitable=sum(int(judged.grades[task].max()) < SUITABLE for task in judged.tasks),
        citizens=len(judged.dataset.citizens),
        pairs=judged.pairs,
        grades=tuple(np.bincount(grades, minlength=4).tolist()),
    )


def _main() -> int:
    return METRIC_NAMES.index(MAIN)
