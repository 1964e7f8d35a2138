"""How long a suggestion takes: warm at three sizes beside its floor, and a cold process over the demo.

    python -m benchmarks.suggest [--sizes 1000 10000 100000] [--out FILE.json]

The floor, measured in the same process: encoding the task and one numpy matrix-vector product over all vectors of the
index. Each size runs in a process of its own, so that its peak memory is its own.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.process import ROOT, opgave, run
from benchmarks.repeated import ABOUT, write_repeated

DEMO = ROOT / "data" / "demo"
AS_OF = "2026-11-21"
COLD_RUNS = 5


def main() -> None:
    """Measure, print a table, and write JSON where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="*", default=[1_000, 10_000, 100_000])
    parser.add_argument("--out", type=Path)
    parser.add_argument("--no-cold", action="store_true", help="leave the cold process out")
    asked = parser.parse_args()
    found: dict[str, Any] = {"about": ABOUT, "warm": [warm(size) for size in asked.sizes]}
    if not asked.no_cold:
        found["cold"] = cold()
    print(table(found))
    if asked.out:
        asked.out.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def warm(citizens: int) -> dict[str, Any]:
    """Everything of one size, measured in a child."""
    print(f"{citizens:,} citizens …", file=sys.stderr)
    with tempfile.TemporaryDirectory() as room:
        write_repeated(DEMO, Path(room, "data"), citizens)
        told = Path(room, "told.json")
        run([sys.executable, "-m", "benchmarks.warm", str(Path(room, "data")), str(told), AS_OF])
        return {"citizens": citizens, **json.loads(told.read_text())}


def cold() -> dict[str, Any]:
    """`opgave suggest` over the demo from nothing to the printed table, median of five."""
    with (DEMO / "openings.jsonl").open(encoding="utf-8") as lines:
        task = json.loads(next(lines))["tasks"][0]["id"]
    costs = [opgave("suggest", str(DEMO), "--task", task, "--as-of", AS_OF) for _ in range(COLD_RUNS)]
    return {
        "runs": COLD_RUNS,
        "seconds": statistics.median(cost.seconds for cost in costs),
        "cpu_seconds": statistics.median(cost.cpu_seconds for cost in costs),
        "peak_mb": statistics.median(cost.megabytes for cost in costs),
    }


def table(found: dict[str, Any]) -> str:
    """The figures for a terminal."""
    lines = [found["about"], ""]
    for one in found["warm"]:
        lines += _size(one)
    if "cold" in found:
        own = found["cold"]
        lines.append(
            f"cold `opgave suggest` over the demo, median of {own['runs']}: "
            f"{own['seconds']:.2f} s ({own['cpu_seconds']:.2f} s of processor), peak {own['peak_mb']:.0f} MB"
        )
    return "\n".join(lines)


def _size(one: dict[str, Any]) -> list[str]:
    index = one["index"]
    seconds = ", ".join(f"{name} {value:.2f}" for name, value in index["seconds"].items())
    build = ", ".join(f"{name} {value:.2f}" for name, value in index["build"]["seconds"].items())
    return [
        f"{one['citizens']:,} citizens, {index['vectors']:,} vectors of {index['dimension']}; "
        f"peak {one['peak_mb']:.0f} MB; {one['cores']} cores, load {one['load']:.1f}",
        f"  seconds: {seconds}",
        f"  seconds of a build, first {index['build']['citizens']:,} citizens: {build}",
        f"  suggest, k = 10 with explanations; {one['tasks']} tasks × {one['repeats']}; "
        f"{one['possible']:.0f} citizens possible for the median task",
        *_times("median of all", one["median"]),
        *_times("median over tasks of the fastest repetition", one["undisturbed"]),
        "",
    ]


def _times(what: str, ms: dict[str, Any]) -> list[str]:
    return [
        f"  {what}: {ms['suggest']:.2f} ms = {ms['ratio']:.2f} × the floor of {ms['floor']:.2f} ms "
        f"(encode {ms['floor_encode']:.2f}, product {ms['floor_product']:.2f})",
        "    " + ", ".join(f"{name} {value:.2f}" for name, value in ms["stages"].items()),
    ]


if __name__ == "__main__":
    main()
