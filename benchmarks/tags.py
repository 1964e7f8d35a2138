"""Precision and recall of proposed tags, slot by slot and field by field.

    python -m benchmarks.tags [--held-out] [--by-code] [--json FILE]

Without `--held-out`: `data/training`, where each of two writers' texts are judged by a tagger fitted without them (the
lexicon and the examples were written by people who knew the training texts, which flatters). With it: the
shipped tagger on `data/demo`, other writers, people and companies, which nothing was fitted to; look seldom.
"""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from models.recipes.tags.__main__ import shipped_fitter
from models.recipes.tags.fitting import Settings
from models.recipes.tags.labelled import read_labelled
from models.recipes.tags.whole import Judged, by_writer
from recommender.artefacts import PACKAGE_ROOT
from recommender.dataset import read_dataset
from recommender.encoder import shipped_encoder_folder
from recommender.tagevidence import VOICE_OF
from recommender.tags import Tagger, load_tagger, shipped_tagger_folder
from recommender.types import Citizen, Task

DEMO = PACKAGE_ROOT / "data" / "demo"


def held_out(tagger: Tagger, folder: Path) -> dict[str, Judged]:
    """The tagger's probabilities of a dataset's tasks and citizens that a person has tagged."""
    dataset = read_dataset(folder)
    labelled = read_labelled(folder)
    companies = {task: dataset.company_by_id[opening.company_id] for task, opening in dataset.opening_of_task.items()}
    judged = {}
    for slot, voice in VOICE_OF.items():
        chosen = [each for each in labelled if slot in each.tags]
        if voice == "task":
            tasks = [each.of for each in chosen if isinstance(each.of, Task)]
            found: Any = tagger.tasks(tasks, [companies[task.id] for task in tasks])
        else:
            found = tagger.citizens([each.of for each in chosen if isinstance(each.of, Citizen)])
        codes = tagger.codes(slot)
        labels = np.array([[code in each.tags[slot] for code in codes] for each in chosen])
        judged[slot] = Judged(getattr(found, slot), labels, codes)
    return judged


def row(judged: Judged, threshold: float) -> dict[str, float]:
    """Precision and recall at the threshold, average precision, precision at recall 0.55, calibration error."""
    proposed = judged.chances >= threshold
    right = float((proposed & judged.labels).sum())
    hit, recall = curve(judged)
    return {
        "threshold": threshold,
        "precision": right / max(1.0, float(proposed.sum())),
        "recall": right / max(1.0, float(judged.labels.sum())),
        "average_precision": float(np.sum(hit * np.diff(recall, prepend=0.0))),
        "precision_at_recall_0.55": float(hit[np.searchsorted(recall, 0.55)]),
        "calibration_error": calibration_error(judged),
        "read": float(judged.labels.sum()),
    }


def curve(judged: Judged) -> tuple[np.ndarray, np.ndarray]:
    """Precision and recall after each tag, the likeliest first, all codes together."""
    right = np.cumsum(judged.labels.ravel()[np.argsort(-judged.chances.ravel(), kind="stable")])
    return right / np.arange(1, len(right) + 1), right / max(1, right[-1])


def calibration_error(judged: Judged) -> float:
    """Mean distance of probability and share of right ones in ten bins, over the pairs with probability above 0.05."""
    chances, labels = judged.chances.ravel(), judged.labels.ravel()
    chances, labels = chances[chances > 0.05], labels[chances > 0.05]
    bins = np.minimum((chances * 10).astype(int), 9)
    gaps = [abs(chances[bins == b].mean() - labels[bins == b].mean()) * (bins == b).mean() for b in np.unique(bins)]
    return float(sum(gaps))


def by_code(judged: Judged, threshold: float) -> list[tuple[str, int, int, int]]:
    """For each code: rightly proposed, proposed, read by a person."""
    proposed = judged.chances >= threshold
    return [
        (code, int((proposed & judged.labels)[:, p].sum()), int(proposed[:, p].sum()), int(judged.labels[:, p].sum()))
        for p, code in enumerate(judged.codes)
    ]


def show(rows: dict[str, dict[str, float]]) -> None:
    print(f"{'':18} threshold precision recall   AP  P@R.55 cal.err   read")
    for slot, r in rows.items():
        print(
            f"{slot:18} {r['threshold']:9.2f} {r['precision']:9.2f} {r['recall']:6.2f} {r['average_precision']:5.2f}"
            f" {r['precision_at_recall_0.55']:7.2f} {r['calibration_error']:7.3f} {r['read']:6.0f}"
        )


def show_codes(judged: dict[str, Judged], thresholds: dict[str, float]) -> None:
    for group in ("fields", "conditions"):
        slots = [slot for slot in judged if slot.endswith(group)]
        print(f"\n{'right/proposed/read':20}" + "".join(f"{slot:>20}" for slot in slots))
        tables = {slot: by_code(judged[slot], thresholds[slot]) for slot in slots}
        for place, code in enumerate(judged[slots[0]].codes):
            cells = ["/".join(map(str, tables[slot][place][1:])) for slot in slots]
            print(f"{code:20}" + "".join(f"{cell:>20}" for cell in cells))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--held-out", action="store_true")
    parser.add_argument("--by-code", action="store_true")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    tagger = load_tagger(shipped_tagger_folder())
    thresholds = {slot: tagger.threshold(slot) for slot in VOICE_OF}
    if given.held_out:
        judged = held_out(tagger, DEMO)
    else:
        judged, _ = by_writer(shipped_fitter(shipped_encoder_folder(), Settings()))
    rows = {slot: row(judged[slot], thresholds[slot]) for slot in judged}
    show(rows)
    if given.by_code:
        show_codes(judged, thresholds)
    people = [replace(person, id=f"x{n}") for n in range(4) for person in read_dataset(DEMO).citizens]
    started = time.perf_counter()
    tagger.citizens(people)
    print(f"\n{len(people)} citizens read in {time.perf_counter() - started:.1f} s")
    if given.json:
        given.json.write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
