"""Whether a dataset says of itself that nobody in it exists: then every output says so too."""

from __future__ import annotations

from pathlib import Path

WORDS = ("syntetisk", "opdigt", "opfund", "synthetic", "invented")
HEAD_LINES = 8


def says_synthetic(folder: Path) -> bool:
    """Whether the first lines of the folder's README.md say that the data are synthetic or invented."""
    try:
        text = (folder / "README.md").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return any(word in line.lower() for line in text.splitlines()[:HEAD_LINES] for word in WORDS)
