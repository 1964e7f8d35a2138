"""How long a whole evaluation takes: a synthetic municipality's history, five systems, from files to the report.

    python -m benchmarks.evaluation [--citizens 10000] [--openings 900] [--split 2025-09-01] [--out FILE.json]

`opgave generate`, then `opgave evaluate --history` as a process of its own. Nobody in the municipality exists.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

from benchmarks.process import opgave

OTHERS = "random,popularity,bm25,encoder"
"""Four systems beside the engine."""
ABOUT = "A synthetic municipality: speed and memory only."
LAST_DAY = "2026-11-21"


def main() -> None:
    """Measure, print one line, and write JSON where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--citizens", type=int, default=10_000)
    parser.add_argument("--openings", type=int, default=900)
    parser.add_argument("--months", type=int, default=24)
    parser.add_argument("--split", default="2025-09-01")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--out", type=Path)
    asked = parser.parse_args()
    found = evaluation(asked.citizens, asked.openings, asked.months, asked.split, asked.seed)
    print(f"{ABOUT}\n")
    print(
        f"{found['tasks']} judged tasks × {found['citizens']:,} citizens, five systems: {found['seconds']:.0f} s "
        f"({found['cpu_seconds']:.0f} s of processor), peak {found['peak_mb']:.0f} MB, report of "
        f"{found['report_mb']:.1f} MB; {found['cores']} cores, load {found['load']:.1f}"
    )
    if asked.out:
        asked.out.write_text(json.dumps({"about": ABOUT, **found}, indent=1) + "\n", encoding="utf-8")


def evaluation(citizens: int, openings: int, months: int, split: str, seed: int) -> dict[str, float]:
    """Make the municipality, evaluate it, and say what it took."""
    with tempfile.TemporaryDirectory() as room:
        data, out = Path(room, "data"), Path(room, "report")
        size = ("--citizens", citizens, "--openings", openings, "--months", months, "--seed", seed, "--out", data)
        opgave("generate", *map(str, size))
        asked = ("--history", split, "--as-of", LAST_DAY, "--systems", OTHERS, "--out", str(out))
        cost = opgave("evaluate", str(data), *asked)
        report = json.loads((out / "report.json").read_text(encoding="utf-8"))
        size_mb = sum(path.stat().st_size for path in out.iterdir()) / 1e6
    return {
        "tasks": report["about"]["tasks"],
        "citizens": citizens,
        "systems": len(report["systems"]),
        "report_mb": size_mb,
        **cost.told(),
    }


if __name__ == "__main__":
    main()
