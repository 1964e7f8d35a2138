"""What each group of features is worth, beside a challenger that is not additive.

    python -m benchmarks.ranking [--out FILE.json]

Everything is fitted to `data/training` (tags by a person) with the same procedure; measured there by cross-validation
over tasks, and on `data/demo`, which nothing is fitted to, from text alone; a third time by cross-validation on
`data/demo`, from text alone (nothing that ships is fitted so). Both are invented (synthetic) data.
Intervals: 95 %, percentile bootstrap over tasks, of the difference to all features.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.process import ROOT
from models.recipes.ranker import AS_OF, DIVISIONS, TAGS, with_tags
from recommender.columns import FloatArray
from recommender.dataset import read_dataset
from recommender.engine import Recommender
from recommender.features import FEATURES, Feature
from recommender.fitting import Fitting, JudgedPairs, divided, fit_weights, judged_pairs

ROUNDS = 2000
SEED = 20261121
DEPTH = 10
MEASURED = {
    "training": "training, cross-validated",
    "demo": "demo, from text alone",
    "among": "demo, cross-validated, from text alone",
}
"""Where it is measured, and how the table says it."""

Scorer = Callable[[JudgedPairs, JudgedPairs], FloatArray]
"""Fit to the first pairs, score the second."""


def main() -> None:
    """Measure, print a table, and write JSON where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path)
    asked = parser.parse_args()
    rows = measure()
    print(table(rows))
    if asked.out:
        asked.out.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")


def measure() -> list[dict[str, Any]]:
    """One row for each choice of features, the whole first, and the challenger last."""
    training, every = _pairs(ROOT / "data" / "training", tagged=True)
    demo, ideal = _pairs(ROOT / "data" / "demo", tagged=False)
    rows = []
    for name, scorer in _scorers():
        own = _cross_validated(training, scorer, every)
        other = _by_task(demo, scorer(training, demo), ideal)
        among = _cross_validated(demo, scorer, ideal)
        rows.append({"what": name, "training": own, "demo": other, "among": among})
    whole = rows[0]
    return [_summary(row, whole) for row in rows]


def _scorers() -> list[tuple[str, Scorer]]:
    groups = list(dict.fromkeys(feature.group for feature in FEATURES))
    chosen: list[tuple[str, Sequence[Feature]]] = [("all features", FEATURES)]
    chosen += [(f"without {group}", [f for f in FEATURES if f.group != group]) for group in groups]
    chosen += [
        ("without the encoder's likenesses", [f for f in FEATURES if not f.name.endswith("_text")]),
        ("without fields and conditions", [f for f in FEATURES if not f.name.endswith(TAGGED)]),
        ("without anything read from text", [f for f in FEATURES if not f.name.endswith(READ)]),
    ]
    return [(name, _additive(features)) for name, features in chosen] + [("challenger: boosted trees", _boosted)]


TAGGED = ("_field", "_elsewhere", "_condition")
READ = ("_text", *TAGGED)
"""How the names of those features end that rest on tags, and on any text."""


def _additive(features: Sequence[Feature]) -> Scorer:
    columns = [FEATURES.index(feature) for feature in features]

    def scorer(seen: JudgedPairs, asked: JudgedPairs) -> FloatArray:
        fitting = Fitting(features=tuple(features))
        return fit_weights(seen.values[:, columns], seen.grades, fitting).score(asked.values[:, columns])

    return scorer


def _boosted(seen: JudgedPairs, asked: JudgedPairs) -> FloatArray:
    """Gradient-boosted trees with the known signs held; sees all interactions, explains none."""
    from sklearn.ensemble import HistGradientBoostingRegressor

    model = HistGradientBoostingRegressor(
        max_iter=150,
        learning_rate=0.05,
        max_leaf_nodes=6,
        min_samples_leaf=20,
        l2_regularization=1.0,
        monotonic_cst=[feature.sign for feature in FEATURES],
        random_state=SEED,
    )
    return np.asarray(model.fit(seen.values, seen.grades).predict(asked.values), dtype=np.float64)


def _cross_validated(pairs: JudgedPairs, scorer: Scorer, grades: dict[str, list[int]], folds: int = 10) -> list[float]:
    """nDCG@10 of each task by weights that have not seen it, the mean over DIVISIONS ways to divide the tasks."""
    found = []
    for division in range(1, DIVISIONS + 1):
        fold = divided(pairs.tasks, folds, division)
        scores = np.zeros(len(fold))
        for part in np.unique(fold):
            scores[fold == part] = scorer(_where(pairs, fold != part), _where(pairs, fold == part))
        found.append(_by_task(pairs, scores, grades))
    averaged: list[float] = np.mean(found, axis=0).tolist()
    return averaged


def _where(pairs: JudgedPairs, kept: NDArray[np.bool_]) -> JudgedPairs:
    return JudgedPairs(pairs.values[kept], pairs.grades[kept], pairs.tasks[kept], pairs.citizens[kept])


def _pairs(folder: Path, tagged: bool) -> tuple[JudgedPairs, dict[str, list[int]]]:
    """The judged pairs that are possible, and all grades of each task (a blocked pair gains nothing)."""
    data = read_dataset(folder)
    recommender = Recommender.of(with_tags(data, folder / TAGS) if tagged else data)
    grades: dict[str, list[int]] = {}
    for judgement in data.judgements:
        grades.setdefault(judgement.task_id, []).append(judgement.grade)
    return judged_pairs(recommender, AS_OF), grades


def _by_task(pairs: JudgedPairs, scores: FloatArray, grades: dict[str, list[int]]) -> list[float]:
    """nDCG@10 of each task that has anybody to find (Järvelin & Kekäläinen 2002, linear gain)."""
    discount = 1 / np.log2(np.arange(2, DEPTH + 2))
    found = []
    for task, every in grades.items():
        best = np.sort(every)[::-1][:DEPTH]
        if not best[0]:
            continue
        own = pairs.tasks == task
        got = pairs.grades[own][np.argsort(-scores[own], kind="stable")][:DEPTH]
        found.append(float(got @ discount[: len(got)] / (best @ discount[: len(best)])))
    return found


def _summary(row: dict[str, Any], whole: dict[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = {"what": row["what"]}
    for where in MEASURED:
        own, all_of = np.array(row[where]), np.array(whole[where])
        draw = np.random.default_rng(SEED).integers(0, len(own), (ROUNDS, len(own)))
        low, high = np.percentile((own - all_of)[draw].mean(axis=1), [2.5, 97.5])
        told[where] = {"ndcg": own.mean(), "difference": (own - all_of).mean(), "low": low, "high": high}
    return told


def table(rows: list[dict[str, Any]]) -> str:
    """Markdown."""
    lines = [f"| features | {' | '.join(f'{said} | difference' for said in MEASURED.values())} |"]
    lines.append(f"| --- {'| --- | --- ' * len(MEASURED)}|")
    for row in rows:
        cells = [row["what"]]
        for where in MEASURED:
            own = row[where]
            gap = f"{own['difference']:+.3f} ({own['low']:+.3f} to {own['high']:+.3f})"
            cells += [f"{own['ndcg']:.3f}", "" if row is rows[0] else gap]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
