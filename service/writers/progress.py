"""A progress bar on standard error."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

from recommender.errors import language


@contextlib.contextmanager
def counting(total: int, en: str = "Tasks", da: str = "Opgaver") -> Iterator[Callable[[], None]]:
    """A function to call after each of so many."""
    import sys

    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    said = da if language() == "da" else en
    columns = (TextColumn(said), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as progress:
        bar = progress.add_task(said, total=total)
        yield lambda: progress.advance(bar)
