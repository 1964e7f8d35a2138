"""A folder that is written whole or not at all, and never over something that is not ours."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path


def may_be_filled(out: Path, mark: str | None = None) -> bool:
    """Whether a folder is new, empty, or (where a `mark` is given) holds the file by which an earlier one is known."""
    if not out.exists():
        return True
    return out.is_dir() and ((mark is not None and (out / mark).is_file()) or not any(out.iterdir()))


@contextlib.contextmanager
def written_whole_folder(out: Path) -> Iterator[Path]:
    """An empty folder to write to, which takes the place of `out` when the block ends well; OSError.

    What stood there before is gone then, and stays, or comes back, when anything fails.
    """
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{out.name}-", dir=out.parent) as room:
        made, aside = Path(room, "new"), Path(room, "old")
        made.mkdir()
        yield made
        if out.exists():
            out.rename(aside)
        try:
            made.rename(out)
        except OSError:
            if aside.exists():
                aside.rename(out)
            raise
