"""The recipe of the shipped ranker: fit to judged pairs, measure on held-out tasks, write the card.

python -m models.recipes.ranker data/training --held-out data/demo --out models/ranker
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from recommender.columns import BoolArray, FloatArray
from recommender.dataset import read_dataset
from recommender.engine import Recommender
from recommender.features import FEATURE_NAMES, FEATURES
from recommender.fingerprint import dataset_fingerprint
from recommender.fitting import JudgedPairs, fit_ranker, judged_pairs, out_of_fold
from recommender.ranker import SUITABLE, Ranker, logistic, save_ranker, shipped_ranker_folder
from recommender.types import Dataset, Judgement, Opening

AS_OF = date(2026, 11, 21)
"""The day of asking in the judged sets."""
NAME = "additive-2"
TAGS = "tags.jsonl"
"""Fields and conditions as a person read them, by `id`; beside a dataset, not in it."""
DIVISIONS = 10
"""Ways in which the tasks are divided for cross-validation."""
CARD = Path(__file__).with_name("ranker_card.md")


def train(folder: Path, out: Path, held_out: Path | None = None, as_of: date = AS_OF) -> Ranker:
    """Fit to the judgements of one dataset, measure, and write `ranker.json` and its card to `out`."""
    none = (0.0,) * len(FEATURES)
    blank = Ranker("blank", FEATURE_NAMES, none, none, (1.0,) * len(FEATURES), 0.0, "")
    data = read_dataset(folder)
    recommender = Recommender.of(with_tags(data, folder / TAGS), ranker=blank)
    pairs = judged_pairs(recommender, as_of)
    ranker = fit_ranker(pairs, NAME, recommender.encoder.identity, fitted_on=(dataset_fingerprint(data),))
    told = f"{folder.name}, cross-validated by task, tags by a person"
    rows = [(told, _cross_validated(pairs, recommender))]
    if held_out is not None:
        plain = read_dataset(held_out)
        for what, data in (("from text alone", plain), ("tags by a person", with_tags(plain, held_out / TAGS))):
            other = Recommender.of(data, recommender.encoder, blank, tagger=recommender.tagger)
            theirs = judged_pairs(other, as_of)
            logits = ranker(theirs.values).sum(axis=1) + ranker.base
            told = f"{held_out.name}, never fitted to, {what}"
            rows.append((told, _figures(theirs, logits, other, logistic(logits))))
    save_ranker(ranker, out)
    (out / "README.md").write_text(card(ranker, folder.name, pairs, rows), encoding="utf-8")
    return ranker


def with_tags(dataset: Dataset, path: Path) -> Dataset:
    """The dataset with the tags of a file filled in, as if a broker had confirmed them; itself without the file."""
    if not path.is_file():
        return dataset
    rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
    tags: dict[str, dict[str, Any]] = {
        row.pop("id"): {slot: tuple(codes) for slot, codes in row.items()} for row in rows
    }

    def filled(opening: Opening) -> Opening:
        return replace(opening, tasks=tuple(replace(task, **tags.get(task.id, {})) for task in opening.tasks))

    citizens = tuple(replace(citizen, **tags.get(citizen.id, {})) for citizen in dataset.citizens)
    return replace(dataset, citizens=citizens, openings=tuple(map(filled, dataset.openings)))


def card(ranker: Ranker, fitted_on: str, pairs: JudgedPairs, rows: Sequence[tuple[str, dict[str, float]]]) -> str:
    """The model card: what it was fitted to, every weight, and what was measured."""
    names = list(rows[0][1] | rows[-1][1])
    told = {
        "identity": ranker.identity,
        "features": len(FEATURES),
        "pairs": len(pairs.grades),
        "tasks": len(set(pairs.tasks)),
        "fitted_on": fitted_on,
        "encoder": ranker.encoder,
        "base": f"{ranker.base:.3f}",
        "figures": _table(["measured on", *names], [[what, *map(_cell, map(own.get, names))] for what, own in rows]),
        "weights": _table(["feature", "group", "weight", "neutral", "scale", "meaning"], _weights(ranker)),
    }
    return CARD.read_text(encoding="utf-8").format(**told)


def _weights(ranker: Ranker) -> list[list[str]]:
    columns = zip(FEATURES, ranker.weights, ranker.neutral, ranker.scales, strict=True)
    return [
        [f"`{feature.name}`", feature.group, f"{weight:+.3f}", f"{neutral:.3f}", f"{scale:.3f}", feature.meaning]
        for feature, weight, neutral, scale in columns
    ]


def _table(heading: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [heading, ["---"] * len(heading), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cross_validated(pairs: JudgedPairs, recommender: Recommender) -> dict[str, float]:
    """Means over DIVISIONS ways to divide the tasks: one way alone is off by some thousandths either way."""
    divisions = range(1, DIVISIONS + 1)
    found = [_figures(pairs, out_of_fold(pairs, division=one), recommender, None) for one in divisions]
    return {name: float(np.mean([figures[name] for figures in found])) for name in found[0]}


def _figures(
    pairs: JudgedPairs, scores: FloatArray, recommender: Recommender, chances: FloatArray | None
) -> dict[str, float]:
    import ir_measures

    order, top = ir_measures.nDCG @ 10, ir_measures.P(rel=SUITABLE) @ 3
    qrels = [_qrel(one) for one in recommender.dataset.judgements]
    found = ir_measures.calc_aggregate([order, top], qrels, _run(pairs, scores))
    figures = {"nDCG@10": float(found[order]), "top 3": float(found[top])}
    if chances is not None:
        suitable = pairs.grades >= SUITABLE
        figures |= {"Brier": float(np.mean((chances - suitable) ** 2)), "ECE": _ece(chances, suitable)}
    return figures


def ndcg(pairs: JudgedPairs, scores: FloatArray) -> float | None:
    """nDCG@10 over the tasks whose pairs have different grades; None without such tasks."""
    import ir_measures

    told = {task for task in set(pairs.tasks) if len(set(pairs.grades[pairs.tasks == task])) > 1}
    if not told:
        return None
    columns = zip(pairs.tasks, pairs.citizens, pairs.grades, strict=True)
    qrels = [ir_measures.Qrel(task, citizen, int(grade)) for task, citizen, grade in columns if task in told]
    run = [one for one in _run(pairs, scores) if one.query_id in told]
    order = ir_measures.nDCG @ 10
    return float(ir_measures.calc_aggregate([order], qrels, run)[order])


def _run(pairs: JudgedPairs, scores: FloatArray) -> list[Any]:
    import ir_measures

    columns = zip(pairs.tasks, pairs.citizens, scores, strict=True)
    return [ir_measures.ScoredDoc(task, citizen, float(score)) for task, citizen, score in columns]


def _qrel(judgement: Judgement) -> Any:
    import ir_measures

    return ir_measures.Qrel(judgement.task_id, judgement.citizen_id, judgement.grade)


def _ece(chances: FloatArray, suitable: BoolArray, bins: int = 10) -> float:
    """Expected calibration error over bins of equal count (Naeini et al. 2015)."""
    parts = np.array_split(np.argsort(chances), bins)
    gaps = [len(part) * abs(float(np.mean(chances[part]) - np.mean(suitable[part]))) for part in parts if len(part)]
    return sum(gaps) / len(chances)


def _cell(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the arguments and fit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("dataset", type=Path)
    parser.add_argument("--held-out", type=Path)
    parser.add_argument("--out", type=Path, default=shipped_ranker_folder())
    given = parser.parse_args(arguments)
    ranker = train(given.dataset, given.out, given.held_out)
    print(f"{ranker.identity} → {given.out}", file=sys.stderr)


if __name__ == "__main__":
    main()
