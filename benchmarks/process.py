"""One command as a process of its own: wall time and peak memory."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Cost:
    """What a process took."""

    seconds: float
    """Wall time, from start to exit."""
    cpu_seconds: float
    """Time on the processors; with other work on the machine, nearer to what wall time would be without it."""
    megabytes: float
    """Peak resident memory, 10⁶ bytes."""

    def told(self) -> dict[str, float]:
        """As a benchmark's file says it, with the machine that it was measured on."""
        return {
            "seconds": self.seconds,
            "cpu_seconds": self.cpu_seconds,
            "peak_mb": self.megabytes,
            "cores": os.cpu_count() or 0,
            "load": os.getloadavg()[0],
        }


def opgave(*arguments: str) -> Cost:
    """Run the command line with those arguments."""
    return run([sys.executable, "-m", "service.cli", *arguments])


def run(command: Sequence[str]) -> Cost:
    """Run a command and wait; RuntimeError when it fails.

    Linux counts the parent's memory before the exec into the child's peak, so the parent must be small: import no numpy
    in the process that calls this.
    """
    began = time.perf_counter()
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as child:
        said = child.stderr.read() if child.stderr else b""
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise RuntimeError(f"{' '.join(command)} failed with {child.returncode}: {said.decode(errors='replace')}")
    return Cost(time.perf_counter() - began, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024 / 1e6)
