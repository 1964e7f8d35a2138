"""Measure the suggestions against the dataset's judgements."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from recommender.cpr import mask
from recommender.errors import RequestFaulty
from service.usecases.opening import require_folder


def evaluate_dataset(folder: Path, runs: Sequence[Path], out: Path, as_of: date) -> None:
    """Write the analyst's report to the folder `out`; RequestFaulty when nothing is judged or a run is missing."""
    require_folder(folder)
    for run in runs:
        _require_run(run)
    from evaluation.run import evaluate

    evaluate(folder, out, runs, as_of=as_of)


def _require_run(run: Path) -> None:
    if not run.is_file():
        shown = mask(str(run))
        raise RequestFaulty(
            f"the run file '{shown}' does not exist; check the path after --run",
            f"kørselsfilen '{shown}' findes ikke; se efter stien efter --run",
        )
