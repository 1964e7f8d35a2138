"""Does the generator's memory grow with the citizens? Municipalities of rising size, each made by a process of its own.

python -m benchmarks.generate [--openings 20] [--citizens 10000 100000]
"""

from __future__ import annotations

import argparse
import os
import tempfile
from pathlib import Path

from benchmarks.process import opgave


def main() -> None:
    """Measure, and print a line for each size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--openings", type=int, default=20)
    parser.add_argument("--citizens", type=int, nargs="+", default=[10_000, 100_000])
    asked = parser.parse_args()
    for citizens in asked.citizens:
        with tempfile.TemporaryDirectory() as room:
            size = ("--citizens", citizens, "--openings", asked.openings, "--months", 12, "--seed", 1)
            cost = opgave("generate", *map(str, size), "--out", str(Path(room, "made")))
            written = sum(path.stat().st_size for path in Path(room).rglob("*") if path.is_file()) / 1e6
        print(
            f"{citizens:,} citizens, {asked.openings} openings: {cost.seconds:.0f} s ({cost.cpu_seconds:.0f} s of "
            f"processor), peak {cost.megabytes:.0f} MB, {written:.0f} MB written; {os.cpu_count()} cores, "
            f"load {os.getloadavg()[0]:.1f}"
        )


if __name__ == "__main__":
    main()
