"""Measure the suggestions against the dataset's judgements or history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from recommender.cpr import mask
from recommender.errors import RequestFaulty
from service.usecases.opening import Models, load_models, require_folder

if TYPE_CHECKING:
    from evaluation.report import Report
    from evaluation.systems import Model

ENGINE = "engine"


@dataclass(frozen=True, slots=True)
class Measuring:
    """What was asked for."""

    as_of: date
    runs: Sequence[Path] = ()
    models: Sequence[str] = ()
    """`NAME=FOLDER`, each a ranker's or an encoder's."""
    systems: str | None = None
    """Names of baselines with commas between."""
    split: date | None = None
    """The history from this day on is the measure, instead of judgements."""
    smallest: int = 10
    seed: int = 0
    against: Path | None = None
    must_hold: bool = False
    """Whether being worse than `against` is to fail."""
    pdf: bool = False
    encoder: Path | None = None
    ranker: Path | None = None


def evaluate_dataset(folder: Path, out: Path, asked: Measuring) -> Report:
    """Write the analyst's report to the folder `out`; RequestFaulty when nothing is judged or a file is missing."""
    require_folder(folder)
    for run in asked.runs:
        _require_file(run, "--run")
    if asked.against is not None:
        _require_file(asked.against, "--against")
    _require_sense(asked)
    from evaluation.gate import read_baseline
    from evaluation.run import Options, evaluate

    engine = _model(ENGINE, Models(asked.encoder, asked.ranker))
    options = Options(
        seed=asked.seed,
        runs=tuple(asked.runs),
        models=tuple(_named(typed) for typed in asked.models),
        systems=None if asked.systems is None else tuple(name.strip() for name in asked.systems.split(",")),
        split=asked.split,
        smallest=asked.smallest,
        against=None if asked.against is None else read_baseline(asked.against),
    )
    return evaluate(folder, out, options, as_of=asked.as_of, engine=engine, pdf=asked.pdf)


def verdict_told(report: Report) -> tuple[str, str]:
    """In English and Danish, what the report comes to, and how much history it rests on."""
    from evaluation.sentences import headline, history_told
    from evaluation.tongue import DANISH, ENGLISH

    english, danish = (" ".join((headline(report, say), *history_told(report, say)[:1])) for say in (ENGLISH, DANISH))
    return english, danish


def worse_told(report: Report) -> tuple[str, str] | None:
    """In English and Danish, on what the engine is credibly worse than the earlier one; None when on nothing."""
    from evaluation.sentences import gate_told
    from evaluation.tongue import DANISH, ENGLISH

    english, danish = gate_told(report, ENGLISH), gate_told(report, DANISH)
    if report.gate is None or not report.gate.worse or english is None or danish is None:
        return None
    return english, danish


def _require_sense(asked: Measuring) -> None:
    """RequestFaulty where options do not go together."""
    if asked.must_hold and asked.against is None:
        raise RequestFaulty(
            "--fail-if-worse needs an earlier report to be held against; add --against BASELINE.json",
            "--fail-if-worse kræver en tidligere rapport at holde op imod; tilføj --against BASELINE.json",
        )
    if asked.smallest < 1:
        raise RequestFaulty(
            f"--smallest {asked.smallest} is no size; write a whole number from 1",
            f"--smallest {asked.smallest} er ingen størrelse; skriv et helt tal fra 1",
        )
    if asked.seed < 0:
        raise RequestFaulty(
            f"--seed {asked.seed} is below 0; write a whole number from 0",
            f"--seed {asked.seed} er under 0; skriv et helt tal fra 0",
        )


def _named(typed: str) -> Model:
    """The model that `NAME=FOLDER` names; RequestFaulty, ArtefactFaulty."""
    name, mark, folder = typed.partition("=")
    path = Path(folder)
    if not mark or not name or not name.replace("-", "").replace("_", "").isalnum() or not path.is_dir():
        shown = mask(typed)
        raise RequestFaulty(
            f"--model '{shown}' cannot be read; write NAME=FOLDER with a folder that holds a ranker or an encoder",
            f"--model '{shown}' kan ikke læses; skriv NAVN=MAPPE, en mappe med en rangordner eller sprogmodel",
        )
    if name == ENGINE:
        raise RequestFaulty(
            f"--model '{mask(typed)}': the name '{ENGINE}' is taken by the engine itself; give another name, "
            "or measure it in the engine's place with --ranker or --encoder",
            f"--model '{mask(typed)}': navnet '{ENGINE}' er optaget af værktøjet selv; giv et andet navn, "
            "eller mål den i værktøjets sted med --ranker eller --encoder",
        )
    from recommender.ranker import FILE

    ranks = (path / FILE).is_file()
    return _model(name, Models(None if ranks else path, path if ranks else None))


def _model(name: str, models: Models) -> Model:
    from evaluation.systems import Model

    return Model(name, *load_models(models))


def _require_file(path: Path, option: str) -> None:
    if not path.is_file():
        shown = mask(str(path))
        raise RequestFaulty(
            f"the file '{shown}' does not exist; check the path after {option}",
            f"filen '{shown}' findes ikke; se efter stien efter {option}",
        )
