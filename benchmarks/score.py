"""How long a night's scoring takes: every open opening against every citizen, from files to a file.

    python -m benchmarks.score [--openings 100] [--citizens 10000] [--out FILE.json]

`opgave score` as a process of its own: reading, encoding, ranking, explaining and writing JSON Lines.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

from benchmarks.process import opgave
from benchmarks.repeated import ABOUT, write_repeated
from benchmarks.suggest import AS_OF, DEMO


def main() -> None:
    """Measure, print one line, and write JSON where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--openings", type=int, default=100)
    parser.add_argument("--citizens", type=int, default=10_000)
    parser.add_argument("-k", type=int, default=50, help="suggestions for each task")
    parser.add_argument("--out", type=Path)
    asked = parser.parse_args()
    found = score(asked.openings, asked.citizens, asked.k)
    print(f"{ABOUT}\n")
    print(
        f"{found['openings']} openings with {found['tasks']} tasks × {found['citizens']:,} citizens, "
        f"k = {found['k']}: {found['seconds']:.1f} s ({found['cpu_seconds']:.1f} s of processor), "
        f"peak {found['peak_mb']:.0f} MB, {found['written_mb']:.1f} MB written; "
        f"{found['cores']} cores, load {found['load']:.1f}"
    )
    if asked.out:
        asked.out.write_text(json.dumps({"about": ABOUT, **found}, indent=1) + "\n", encoding="utf-8")


def score(openings: int, citizens: int, count: int) -> dict[str, float]:
    """Make the dataset, score it, and say what it took."""
    with tempfile.TemporaryDirectory() as room:
        data, out = Path(room, "data"), Path(room, "suggestions.jsonl")
        write_repeated(DEMO, data, citizens, openings)
        with (data / "openings.jsonl").open(encoding="utf-8") as lines:
            tasks = sum(len(json.loads(line)["tasks"]) for line in lines)
        cost = opgave("score", str(data), "--out", str(out), "-k", str(count), "--as-of", AS_OF)
        written = out.stat().st_size / 1e6
    return {
        "openings": openings,
        "tasks": tasks,
        "citizens": citizens,
        "k": count,
        "written_mb": written,
        **cost.told(),
    }


if __name__ == "__main__":
    main()
