"""How long small jobs and changes take: everybody × every opening of the demo, and one task over 10,000 citizens.

    python -m benchmarks.bundling [--repeats 3] [--citizens 10000]

One process. Processor seconds stand beside wall seconds, for on a shared machine the latter say more of the neighbours.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

import numpy as np

from benchmarks.process import ROOT
from benchmarks.repeated import ABOUT, write_repeated
from recommender.bundling import every_job, jobs_for_citizen
from recommender.change import changes_for_citizen, changes_for_opening, changes_for_task
from recommender.engine import open_recommender

DEMO = ROOT / "data" / "demo"
AS_OF = date(2026, 11, 21)
ASKED = 12
"""Tasks, openings and citizens asked about, evenly over the dataset."""
NEAR_KM = 15.0
"""Between two companies: the demo's lie far apart."""


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds of repeated runs, or of different questions of one kind."""

    what: str
    wall: tuple[float, ...]
    processor: tuple[float, ...]

    def __str__(self) -> str:
        """Median, slowest and total."""
        return (
            f"{self.what}: median {statistics.median(self.wall):.3f} s, slowest {max(self.wall):.3f} s, "
            f"total {sum(self.wall):.2f} s of {len(self.wall)}; "
            f"processor median {statistics.median(self.processor):.3f} s"
        )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--citizens", type=int, default=10_000)
    asked = parser.parse_args()
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    bundles(asked.repeats)
    changes(asked.citizens)


def bundles(repeats: int) -> None:
    """Small jobs over the demo; the solver is imported before."""
    own = open_recommender(DEMO)
    few = own.dataset.citizens[:: len(own.dataset.citizens) // ASKED][:ASKED]
    jobs_for_citizen(own, few[0].id, AS_OF)
    found = [proposals for _, proposals in every_job(own, AS_OF)]
    jobs = [job for proposals in found for job in proposals.jobs]
    pairs = len(own.dataset.citizens) * sum(opening.status == "open" for opening in own.dataset.openings)
    optimal = sum(job.status == "optimal" for job in jobs)
    print(f"{pairs} pairs of citizen and opening: {len(jobs)} jobs, {optimal} of them proven best")
    print(timed(f"all {pairs} pairs", [lambda: list(every_job(own, AS_OF))] * repeats))
    print(timed("jobs of one citizen", [partial(jobs_for_citizen, own, who.id, AS_OF) for who in few]))
    print(timed("with two companies too", [partial(jobs_for_citizen, own, who.id, AS_OF, NEAR_KM) for who in few]))


def changes(citizens: int) -> None:
    """One change away, over a larger pool."""
    with tempfile.TemporaryDirectory() as room:
        write_repeated(DEMO, Path(room), citizens)
        own = open_recommender(Path(room))
    print(ABOUT)
    everybody = np.arange(len(own.citizens))
    print(f"{len(everybody):,} citizens")
    print(timed("once: reading the fields and conditions of all", [partial(own.tags.of, everybody)]))
    places = list(own.open_places())[::3][:ASKED]
    people = own.dataset.citizens[:: citizens // ASKED][:ASKED]
    print(timed("changes of a task", [partial(changes_for_task, own, at, AS_OF) for at in places]))
    print(
        timed(
            "changes of an opening", [partial(changes_for_opening, own, one.id, AS_OF) for one in own.dataset.openings]
        )
    )
    print(timed("changes of a citizen", [partial(changes_for_citizen, own, who.id, AS_OF) for who in people]))


def timed(what: str, runs: Sequence[Callable[[], object]]) -> Times:
    wall, processor = list[float](), list[float]()
    for run in runs:
        started, busy = time.perf_counter(), time.process_time()
        run()
        wall.append(time.perf_counter() - started)
        processor.append(time.process_time() - busy)
    return Times(what, tuple(wall), tuple(processor))


if __name__ == "__main__":
    main()
