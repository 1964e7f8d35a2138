"""Precision and recall of the text's cues on hand-written Danish examples, family by family, and the time it takes.

    python -m benchmarks.cues [--half held_out|develop] [--mistakes] [--json FILE]

The held-out half was written before the patterns; by the same hands, so it flatters. A kind counts once per text.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from recommender.cues import citizen_cues, task_cues

EXAMPLES = Path(__file__).parents[1] / "tests" / "recommender" / "cue_examples.jsonl"
TASK_TEXTS = ("title", "description", "notes")
CITIZEN_TEXTS = ("experience", "wishes", "avoids")

Found = set[tuple[str, str]]
"""Kind and whom to ask."""


@dataclass
class Counts:
    """How often a cue was rightly found, wrongly found, and missed."""

    right: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)

    def add(self, expected: Found, found: Found) -> None:
        """Count one text, by family."""
        for counter, pairs in (
            (self.right, expected & found),
            (self.wrong, found - expected),
            (self.missed, expected - found),
        ):
            counter.update(kind.partition(".")[0] for kind, _ in pairs)

    def families(self) -> list[str]:
        """Families seen on either side, in alphabetical order."""
        return sorted({*self.right, *self.wrong, *self.missed})

    def row(self, families: Iterable[str]) -> tuple[int, int, int, float | None, float | None]:
        """Right, wrong, missed, precision and recall over the families; None where nothing was found or expected."""
        chosen = list(families)
        right, wrong, missed = (sum(c[name] for name in chosen) for c in (self.right, self.wrong, self.missed))
        precision = right / (right + wrong) if right + wrong else None
        recall = right / (right + missed) if right + missed else None
        return right, wrong, missed, precision, recall


def read_examples(half: str | None = None) -> list[dict[str, Any]]:
    examples = [json.loads(line) for line in EXAMPLES.read_text(encoding="utf-8").splitlines()]
    return [example for example in examples if half in (None, example["half"])]


def expected(example: dict[str, Any]) -> Found:
    return {(cue["kind"], cue["of"]) for cue in example["cues"]}


def found(example: dict[str, Any]) -> Found:
    texts = TASK_TEXTS if example["where"] in TASK_TEXTS else CITIZEN_TEXTS
    said = [example["text"] if name == example["where"] else "" for name in texts]
    cues = task_cues(said[0], said[1], said[2]) if texts is TASK_TEXTS else citizen_cues(said[0], said[1], said[2])
    return {(cue.kind, cue.of) for cue in cues}


def count(examples: list[dict[str, Any]]) -> Counts:
    counts = Counts()
    for example in examples:
        counts.add(expected(example), found(example))
    return counts


def milliseconds_a_task(examples: list[dict[str, Any]], rounds: int = 20) -> float:
    """Mean time of `task_cues` on a task of 5 examples in its description and 5 in its notes."""
    texts = [example["text"] for example in examples if example["where"] in TASK_TEXTS]
    tasks = [(" ".join(texts[i : i + 5]), " ".join(texts[i + 5 : i + 10])) for i in range(0, len(texts) - 10, 10)]
    task_cues("", *tasks[0])
    start = time.perf_counter()
    for _ in range(rounds):
        for description, notes in tasks:
            task_cues("", description, notes)
    return 1000 * (time.perf_counter() - start) / (rounds * len(tasks))


def table(counts: Counts) -> str:
    lines = [f"{'family':<18}{'right':>6}{'wrong':>6}{'missed':>7}{'precision':>11}{'recall':>8}"]
    for name, families in [*((name, [name]) for name in counts.families()), ("all", counts.families())]:
        right, wrong, missed, *ratios = counts.row(families)
        shown = ["–" if ratio is None else f"{ratio:.3f}" for ratio in ratios]
        lines.append(f"{name:<18}{right:>6}{wrong:>6}{missed:>7}{shown[0]:>11}{shown[1]:>8}")
    return "\n".join(lines)


def mistakes(examples: list[dict[str, Any]]) -> Iterable[str]:
    for example in examples:
        wrong, missed = found(example) - expected(example), expected(example) - found(example)
        if wrong or missed:
            yield f"{example['text']}  wrong: {sorted(wrong)}  missed: {sorted(missed)}"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--half", choices=("held_out", "develop"), default="held_out")
    parser.add_argument("--mistakes", action="store_true", help="list the texts that were read wrongly")
    parser.add_argument("--json", type=Path, help="write the figures here as well")
    options = parser.parse_args()
    examples = read_examples(options.half)
    counts, speed = count(examples), milliseconds_a_task(read_examples())
    print(f"{len(examples)} texts, {options.half}; {speed:.2f} ms a task\n{table(counts)}")
    if options.mistakes:
        print("\n".join(mistakes(examples)))
    if options.json:
        names = ("right", "wrong", "missed", "precision", "recall")
        figures = {name: dict(zip(names, counts.row([name]), strict=True)) for name in counts.families()}
        figures["all"] = dict(zip(names, counts.row(counts.families()), strict=True))
        options.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
