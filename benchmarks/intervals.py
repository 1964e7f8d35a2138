"""Do the bootstrap's intervals of nDCG@10 hold the truth as often as they say? In worlds where the truth is known.

A world is a pool of citizens and some tasks, twelve citizens graded for each, ranked by a score that knows part of
the truth. For the interval over tasks the truth is the mean over 2,000 more tasks and the same pool; for those over
citizens, and over both, it is the mean over 300 more worlds, with pools of their own. The worlds are synthetic.

    python -m benchmarks.intervals [--worlds 200]
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from evaluation.datasets import Judged
from evaluation.resampling import Ranked, resampled
from evaluation.statistics import Estimate, bootstrap, counts_mean, drawn
from recommender.columns import FloatArray, IndexArray
from recommender.types import Citizen, Dataset

TASKS = (5, 10, 20, 40, 100)
MORE_TASKS, MORE_WORLDS, ROUNDS = 2_000, 300, 600
POOL, TRAITS, ASKED, K = 200, 6, 12, 10
THRESHOLDS = (0.2, 0.7, 1.2)
"""Affinities from which the grade is 1, 2 and 3."""
DOUBT = 1.2
"""Standard deviation of what the score does not know; of an affinity it is about 1."""


@dataclass(frozen=True)
class World:
    """A pool of citizens, (POOL, TRAITS)."""

    pool: FloatArray

    def tasks(self, rng: np.random.Generator, tasks: int) -> tuple[Judged, list[IndexArray]]:
        """So many judged tasks, and the system's order of the graded citizens of each."""
        affinity = rng.normal(size=(tasks, TRAITS)) @ self.pool.T / np.sqrt(TRAITS)
        rows = np.sort(rng.random((tasks, POOL)).argpartition(ASKED, axis=1)[:, :ASKED], axis=1)
        known = np.take_along_axis(affinity, rows, axis=1)
        grades = np.digitize(known + 0.3 * rng.normal(size=rows.shape), THRESHOLDS).astype(np.int8)
        orders = np.take_along_axis(rows, np.argsort(-(known + DOUBT * rng.normal(size=rows.shape)), axis=1), axis=1)
        names = tuple(str(task) for task in range(tasks))
        dataset = Dataset((), (), tuple(Citizen(str(row), "", "", 0.0) for row in range(POOL)), ())
        judged = Judged(dataset, names, dict(zip(names, rows, strict=True)), dict(zip(names, grades, strict=True)))
        return judged, list(orders)


def ndcg(judged: Judged, orders: list[IndexArray]) -> FloatArray:
    """(tasks,), of the tasks for which anybody is graded above 0."""
    found, counts = Ranked.of(judged, [orders], K).ndcg(np.append(np.ones(POOL), 0.0))
    values: FloatArray = found[counts > 0, 0]
    return values


def world(rng: np.random.Generator) -> World:
    return World(rng.normal(size=(POOL, TRAITS)))


def plain(values: FloatArray, seed: int) -> Estimate:
    """The percentile interval, not expanded: what is usually printed."""
    means = np.concatenate(
        [counts_mean(values[:, None], c) for c in drawn(np.random.default_rng(seed), len(values), ROUNDS)]
    )
    low, high = np.percentile(means, [2.5, 97.5])
    return Estimate(float(values.mean()), float(low), float(high))


def intervals(seed: int, tasks: int, everywhere: float) -> Iterator[tuple[str, Estimate, float]]:
    """Each kind of interval in one world, with the truth that it should hold."""
    rng = np.random.default_rng([seed, tasks])
    here = world(rng)
    judged, orders = here.tasks(rng, tasks)
    values = ndcg(judged, orders)
    truth = float(ndcg(*here.tasks(rng, MORE_TASKS)).mean())
    yield "tasks, plain percentiles", plain(values, seed), truth
    yield "tasks, as reported", bootstrap(values[:, None], seed, ROUNDS)[0], truth
    again = resampled(Ranked.of(judged, [orders], K), values.mean(keepdims=True), seed, ROUNDS)
    yield "citizens", again.over_citizens()[0], everywhere
    yield "tasks and citizens", again.over_both()[0], everywhere


def table(worlds: int) -> None:
    """Coverage and mean width of every kind of interval, for every number of tasks."""
    rng = np.random.default_rng(20_261_127)
    everywhere = float(np.mean([ndcg(*world(rng).tasks(rng, 200)).mean() for _ in range(MORE_WORLDS)]))
    print(
        f"synthetic worlds: {worlds}, pool of {POOL}, {ASKED} graded a task, nDCG@{K} {everywhere:.3f}, {ROUNDS} rounds"
    )
    print(f"{'tasks':>5}  {'interval':<26}{'coverage':>9}  {'95 % of it':>16}{'width':>8}")
    for tasks in TASKS:
        found: dict[str, list[tuple[bool, float]]] = {}
        for seed in range(worlds):
            for kind, one, truth in intervals(seed, tasks, everywhere):
                found.setdefault(kind, []).append((one.low <= truth <= one.high, one.high - one.low))
        for kind, told in found.items():
            held, width = (float(np.mean(column)) for column in zip(*told, strict=True))
            around = 1.96 * np.sqrt(max(held * (1 - held), 1e-9) / worlds)
            sure = f"{held - around:>7.1%} to {min(1, held + around):>6.1%}"
            print(f"{tasks:>5}  {kind:<26}{held:>9.1%}  {sure}{width:>8.3f}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--worlds", type=int, default=200)
    table(parser.parse_args().worlds)


if __name__ == "__main__":
    main()
