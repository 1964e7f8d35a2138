"""The steps from sources to a saved model, and the models of the held-out folds."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from models.recipes.encoder import corpora as sources
from models.recipes.encoder.export import save_static
from models.recipes.encoder.lessons import Bags, Example, Lessons, bags, lessons
from models.recipes.encoder.smoothing import smoothed
from models.recipes.encoder.start import distributional_start, weighed_by_rarity
from models.recipes.encoder.teacher import reduced, teacher_vectors
from models.recipes.encoder.tokeniser import train_tokeniser, vocabulary_counts
from models.recipes.encoder.training import Stage, Trainer
from models.recipes.encoder.work import Settings, Work
from recommender.encoder import Float32Array

NAME = "dansk-statisk-1"
FOLDS = 5
"""Folds by task; folds by part are as many as the parts."""

GENERAL_RUNS = 6
"""Runs of the first stage from the same start, each with its own seed, whose rows are averaged (Wortsman and others,
2022): what a run has by accident cancels out, what all learn stays. It is the largest single gain on every measure."""

GENERAL = Stage(
    steps=1000,
    rate=2e-2,
    at_once=4,
    weights={
        "teacher": 3.0,
        "skills": 1.0,
        "labels": 1.0,
        "occupation_skills": 0.7,
        "synonyms": 0.5,
        "hypernyms": 0.5,
        "gloss": 0.5,
        "titles": 1.5,
        "groups": 0.5,
        "paraphrases": 0.3,
        "claims": 0.4,
        "taxonomy": 0.4,
        "halves": 0.7,
        "kin": 0.7,
    },
)
"""The first stage: meaning in general and of work."""

GRADED = Stage(
    steps=200,
    batch=256,
    rate=1e-2,
    hard=0.0,
    weights={"graded": 4.0, "teacher": 2.0, "labels": 1.0, "skills": 0.5, "occupation_skills": 0.5, "kin": 0.5},
)
"""The second stage: who fits a task, with the first stage's lessons kept up."""


@dataclass(frozen=True, slots=True)
class Kitchen:
    """What all stages share."""

    settings: Settings
    work: Work
    read: Lessons
    tokeniser: Tokenizer
    bags: Bags
    teacher: Float32Array


def cook(corpora: Path, affinity: Path, out: Path, settings: Settings, work: Work) -> None:
    """Make the model from its sources and save it, then the models of the folds under the work folder."""
    torch.manual_seed(settings.seed)
    torch.set_num_threads(settings.threads)
    work.agree(
        {
            "settings": (settings.pieces, settings.dimension, settings.seed),
            "stages": (repr(GENERAL), GENERAL_RUNS, repr(GRADED)),
        }
    )
    kitchen = prepare(corpora, affinity, settings, work)
    start = work.rows("start", lambda: started(corpora, kitchen))
    general = work.rows("general", lambda: averaged(kitchen, "general", GENERAL, start, GENERAL_RUNS))
    smooth = work.rows("smoothed", lambda: smoothed(general))
    final = work.rows("graded", lambda: trained(kitchen, "graded", GRADED, smooth, kitchen.read.examples))
    save_static(out, NAME, kitchen.tokeniser, final)
    save_static(work.folder / "general-model", f"{NAME}-general", kitchen.tokeniser, general)
    if settings.folds:
        for name, held in folds(kitchen.read.examples, settings.seed):
            cook_fold(kitchen, smooth, name, held)


def prepare(corpora: Path, affinity: Path, settings: Settings, work: Work) -> Kitchen:
    """Read the sources, make the tokeniser, ask the teacher."""
    read = lessons(corpora, affinity)
    tokeniser = work.tokeniser(
        f"tokeniser-{settings.pieces}",
        lambda: train_tokeniser(vocabulary_counts(corpora, affinity), settings.pieces),
    )
    vectors = teacher_vectors(read.english, work.folder, work.advance("teacher", len(read.english)))
    table = bags(tokeniser, read.table.texts)
    return Kitchen(settings, work, read, tokeniser, table, reduced(vectors, settings.dimension))


def started(corpora: Path, kitchen: Kitchen) -> Float32Array:
    """Rows from running text and all other Danish texts, rarer pieces longer."""
    running = list(sources.running_text(corpora))
    texts = [*running, *kitchen.read.table.texts[:: max(1, len(kitchen.read.table.texts) // 150_000)]]
    settings = kitchen.settings
    rows = distributional_start(kitchen.tokeniser, texts, settings.dimension, settings.seed)
    return weighed_by_rarity(rows, kitchen.tokeniser, running[::4]) * np.float32(0.3)


def trained(
    kitchen: Kitchen, name: str, stage: Stage, rows: Float32Array, examples: Sequence[Example], run: int = 0
) -> Float32Array:
    """A stage's rows, from the rows it begins with; each run draws by a seed of its own."""
    trainer = Trainer(rows, kitchen.bags, kitchen.read, kitchen.teacher, examples)
    return trainer.fit(stage, kitchen.settings.seed + 100 * run, kitchen.work.reporter(name, stage.steps))


def averaged(kitchen: Kitchen, name: str, stage: Stage, rows: Float32Array, runs: int) -> Float32Array:
    """The mean of several runs of a stage from the same rows; each run is kept, so that a broken-off one goes on."""
    total = np.zeros_like(rows)
    for run in range(runs):
        label = f"{name}-{run}"
        total += kitchen.work.rows(label, partial(trained, kitchen, label, stage, rows, (), run))
    mean: Float32Array = total / np.float32(runs)
    return mean


def folds(examples: Sequence[Example], seed: int) -> Iterator[tuple[str, list[Example]]]:
    """Names of folds and the examples that each holds out: by task, then by part (one writer, one set of trades)."""
    shuffled = np.random.default_rng(seed).permutation(len(examples))
    for fold in range(FOLDS):
        yield f"task-{fold}", [examples[place] for place in sorted(shuffled[fold::FOLDS])]
    for part in sorted({example.part for example in examples}):
        yield f"part-{part}", [example for example in examples if example.part == part]


def cook_fold(kitchen: Kitchen, smooth: Float32Array, name: str, held: Sequence[Example]) -> None:
    """The second stage without the held-out examples, saved beside the list of them."""
    out = {example.key for example in held}
    kept = [example for example in kitchen.read.examples if example.key not in out]
    rows = kitchen.work.rows(f"graded-{name}", lambda: trained(kitchen, name, GRADED, smooth, kept))
    folder = kitchen.work.folder / "folds" / name
    save_static(folder, f"{NAME}-{name}", kitchen.tokeniser, rows)
    listing = json.dumps([example.key for example in held]) + "\n"
    (folder / "held-out.json").write_text(listing, encoding="utf-8")
