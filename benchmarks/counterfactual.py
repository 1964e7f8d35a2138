"""Do the estimates of what history hides find the truth? Seeded synthetic worlds whose truth is known.

python -m benchmarks.counterfactual [--worlds 200] [--workers 2]          arrays of the truth, four ways of knowing
python -m benchmarks.counterfactual --whole [--worlds 200] [--workers 2]  from the files, with the engine

A world is a municipality of the generator; its history puts each possible pair forward with its true propensity. Half
of the tasks (with --whole, those before 2025-12-01) are the past that models are fitted to; the value of a system's
first ten on the others is estimated and held against the truth of just those lists.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from data.generator.settings import UNTIL, Settings
from data.generator.truth import Truth
from evaluation.calibration import wilson
from evaluation.offpolicy import METHODS, Hidden, Places, hidden
from evaluation.propensity import fit_logistic
from recommender.columns import BoolArray, FloatArray

K = 10
ARRAYS = Settings(citizens=300, openings=150, months=24, seed=0, proposals=12.0, censoring=False)
WHOLE = Settings(citizens=300, openings=160, months=24, seed=0, proposals=10.0)
NOISE = 0.8
"""Deviation of the error of the ranking under test, in the unit of the affinity."""
KNOWN = {
    "propensities logged (the truth)": None,
    "estimated, all that moved brokers is recorded": ("affinity", "way", "fame"),
    "estimated, fame is not recorded": ("affinity", "way"),
    "estimated, affinity is not recorded": ("way", "fame"),
}
"""Way of knowing → what the models are given; with None the propensities are those that history was drawn by."""
Row = tuple[str, str, float, float, float, float, float, float, float]
"""Way, method, truth, value, low, high, effective size, clipped share, balance."""


@dataclass(frozen=True, slots=True)
class World:
    """Every pair of a municipality, (tasks, citizens) each."""

    propensity: FloatArray
    possible: BoolArray
    chance: FloatArray
    """Of success, once put forward."""
    numbers: Mapping[str, FloatArray]
    """Affinity, way and fame."""


def world(settings: Settings) -> World:
    truth = Truth.of(settings)
    pairs = [truth.pairs(task) for task in truth.tasks]
    affinity = np.array([one.affinity for one in pairs])
    fame = np.broadcast_to(truth.people.crowd.visibility, affinity.shape)
    return World(
        propensity=np.array([one.propensity for one in pairs]),
        possible=np.array([one.possible for one in pairs]),
        chance=np.array([one.reaching[:, 2] for one in pairs]),
        numbers={"affinity": affinity, "way": np.array([one.km for one in pairs]), "fame": fame},
    )


def arrays(seed: int) -> list[Row]:
    """One world, every way of knowing."""
    own = world(Settings(**{**ARRAYS.as_row(), "seed": seed}))  # type: ignore[arg-type]
    rng = np.random.default_rng([seed, 77])
    proposed = rng.random(own.propensity.shape) < own.propensity
    success = proposed & (rng.random(own.propensity.shape) < own.chance)
    score = own.numbers["affinity"] + rng.normal(0, NOISE, own.propensity.shape)
    order = np.argsort(np.where(own.possible, -score, np.inf), axis=1)
    past = np.arange(len(order)) % 2 == 0
    rows: list[Row] = []
    for way, names in KNOWN.items():
        given = np.stack([own.numbers[name] for name in names or ("affinity", "way", "fame")], axis=-1)
        fitted = own.possible & past[:, None]
        tried = fitted & proposed
        model = fit_logistic(given[tried], success[tried])
        propensity = own.propensity
        if names is not None:
            found = fit_logistic(given[fitted], proposed[fitted])
            propensity = found(given.reshape(-1, given.shape[-1])).reshape(propensity.shape)
        chances = model(given.reshape(-1, given.shape[-1])).reshape(propensity.shape)
        places = _places(own, order, ~past, proposed, success, propensity, chances)
        first = order[~past, :K]
        truth = np.take_along_axis(own.chance * own.possible, order, axis=1)[~past, :K].sum() / first.size
        rows += _rows(way, float(truth), hidden(places, seed))
    return rows


def _places(
    own: World,
    order: np.ndarray,
    tested: BoolArray,
    proposed: BoolArray,
    success: BoolArray,
    propensity: FloatArray,
    chances: FloatArray,
) -> Places:
    def listed(values: np.ndarray) -> np.ndarray:
        return np.asarray(np.take_along_axis(values, order, axis=1)[tested])

    tried, hired, possible = listed(proposed), listed(success), listed(own.possible)[:, :K]
    early = tried & (np.cumsum(tried, axis=1) <= K)
    seen = early.sum(axis=1)
    judged = np.where(seen > 0, (early & hired).sum(axis=1) / np.maximum(seen, 1), np.nan)
    at = np.nonzero(possible)
    return Places(
        lists=len(possible),
        k=K,
        task=at[0],
        proposed=tried[:, :K][at],
        success=hired[:, :K][at],
        propensity=listed(propensity)[:, :K][at],
        model=listed(chances)[:, :K][at],
        judged=judged,
    )


def whole(seed: int) -> list[Row]:
    """One world written to files, read, split, ranked and estimated, as `opgave evaluate --history` does."""
    from data.generator.write import generate
    from evaluation.baselines import FAME, Baselines
    from evaluation.counterfactual import Top, counterfactual
    from evaluation.metrics import Lists
    from evaluation.setting import history_setting
    from evaluation.systems import engine_run
    from recommender.dataset import read_dataset
    from recommender.engine import Recommender

    with tempfile.TemporaryDirectory() as room:
        folder = Path(room, "municipality")
        generate(Settings(**{**WHOLE.as_row(), "seed": seed}), folder)  # type: ignore[arg-type]
        dataset, truth = read_dataset(folder), Truth.read(folder)
    setting = history_setting(Recommender.of(dataset), UNTIL, date(2025, 12, 1))
    found: dict[str, Lists] = {"engine": engine_run(setting.sights, setting.judged).lists, FAME: {}}
    for sight in setting.sights:
        judged = setting.judged.narrowed(sight.tasks, sight.recommender.dataset)
        systems = Baselines(sight.recommender, judged, {}, seed, draws=1, past=sight.past).all()
        famous = next(one for one in systems if one.name == FAME)
        found[FAME] = {**found[FAME], **famous.lists(0)}
    past = setting.history
    if past is None:
        raise RuntimeError("a setting of a history holds the history")
    tops = {
        name: Top(
            {task: rows[:K] for task, rows in lists.items()},
            {task: setting.judged.condensed(task, rows) for task, rows in lists.items()},
        )
        for name, lists in found.items()
    }
    told = counterfactual(past, setting.sights, tops, seed)
    if told is None:
        raise RuntimeError(f"world {seed} has too little history to fit by; make it larger")
    rows: list[Row] = []
    for name, lists in found.items():
        true = [
            float((pairs.reaching[lists[task][:K], 2] * pairs.possible[lists[task][:K]]).sum()) / K
            for task in past.whole
            for pairs in (truth.pairs(task),)
        ]
        rows += _rows(name, float(np.mean(true)), told.systems[name])
    return rows


def _rows(way: str, truth: float, found: Hidden) -> list[Row]:
    about = (found.effective, found.clipped, found.balance)
    return [(way, method, truth, own.value, own.low, own.high, *about) for method, own in found.values.items()]


def table(rows: Sequence[Row], worlds: int) -> str:
    """A line for each way of knowing and method."""
    lines = [
        "| | method | truth | mean estimate | bias | mean error | mean interval | holds the truth | 95 % of that |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for way in dict.fromkeys(row[0] for row in rows):
        for method in METHODS:
            own = np.array([row[2:] for row in rows if row[:2] == (way, method)])
            if len(own):
                lines.append(_line(way, method, own))
        about = np.array([row[6:] for row in rows if row[0] == way and row[1] == "ips"])
        effective, clipped, balance = about.mean(axis=0)
        lines.append(
            f"| {way} | | | effective size {effective:.0f}, clipped {clipped:.1%}, balance {balance:.2f} | | | | | |"
        )
    return "\n".join([*lines, "", f"{worlds} worlds."])


def _line(way: str, method: str, own: FloatArray) -> str:
    truth, value, low, high = own[:, :4].T
    inside = int(((low <= truth) & (truth <= high)).sum())
    between = wilson(inside, len(own))
    error = float(np.sqrt(((value - truth) ** 2).mean()))
    return (
        f"| {way} | {method} | {truth.mean():.4f} | {value.mean():.4f} | {(value - truth).mean():+.4f} | {error:.4f} | "
        f"{low.mean():.4f} to {high.mean():.4f} | {inside / len(own):.1%} | {between[0]:.1%} to {between[1]:.1%} |"
    )


def _asked(ask: Callable[[int], list[Row]], seeds: Iterable[int], workers: int) -> list[Row]:
    """FAISS hangs after fork: processes are spawned."""
    if workers == 1:
        return [row for seed in seeds for row in ask(seed)]
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        return [row for rows in pool.map(ask, seeds) for row in rows]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--worlds", type=int, default=200)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--whole", action="store_true")
    asked = parser.parse_args()
    rows = _asked(whole if asked.whole else arrays, range(1, asked.worlds + 1), asked.workers)
    print("Synthetic worlds: the figures tell whether the method works, nothing of people.\n", file=sys.stderr)
    print(table(rows, asked.worlds))


if __name__ == "__main__":
    main()
