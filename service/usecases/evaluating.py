"""Measure the suggestions against the dataset's judgements."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from recommender.errors import RequestFaulty
from service.usecases.opening import read


def evaluate_dataset(folder: Path, runs: Sequence[Path], out: Path, as_of: date) -> None:
    """Write the analyst's report to the folder `out`; RequestFaulty when nothing is judged."""
    if not read(folder).judgements:
        raise RequestFaulty(
            f"'{folder}' has no judgements; put them in qrels.tsv (task_id 0 citizen_id grade)",
            f"'{folder}' har ingen bedømmelser; læg dem i qrels.tsv (task_id 0 citizen_id grade)",
        )
    for run in runs:
        if not run.is_file():
            raise RequestFaulty(
                f"the run file '{run}' does not exist; check the path after --run",
                f"kørselsfilen '{run}' findes ikke; se efter stien efter --run",
            )
    from evaluation.run import evaluate

    evaluate(folder, out, runs, as_of)
