from __future__ import annotations

import subprocess
import sys

from tests.support.shipped import DEMO, ROOT

FORBIDDEN = (
    "torch",
    "sentence_transformers",
    "sklearn",
    "pandas",
    "scipy",
    "fastapi",
    "pyarrow",
    "matplotlib",
    "openpyxl",
)

MOST_KIB = 400 * 1024

ASK = f"""
import sys
from service.cli import main
try:
    main(["suggest", {str(DEMO)!r}, "--opening", "oA06", "--as-of", "2026-11-21"])
finally:
    print(*sorted({{name.split(".")[0] for name in sys.modules}}), file=sys.stderr)
"""


def test_a_cold_suggest_is_light() -> None:
    """Nothing heavy is imported on the way to the table; how long it takes is for `benchmarks.suggest`."""
    done = subprocess.run([sys.executable, "-c", ASK], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "Vurdering" in done.stdout
    loaded = set(done.stderr.splitlines()[-1].split())
    assert "numpy" in loaded
    assert sorted(loaded & set(FORBIDDEN)) == []


def test_a_cold_suggest_needs_little_memory() -> None:
    """The peak as the kernel has it of this program alone; `ru_maxrss` would count the process that started it too."""
    told = "print(open('/proc/self/status').read().partition('VmHWM:')[2].split()[0], file=sys.stderr)"
    code = ASK.replace("print(*sorted", f"{told}; print(*sorted", 1)
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert 10_000 < int(done.stderr.splitlines()[-2]) < MOST_KIB
