"""Where things are told: results on standard output, everything else on standard error."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, TextIO

from recommender.errors import language

if TYPE_CHECKING:
    from rich.console import Console

NARROWEST, WIDEST = 80, 120
PIPED = 100
"""Columns of a table that goes to a file or a pipe."""


def results() -> Console:
    """A console on standard output: at most 120 columns, and plain where it is no terminal."""
    from rich.console import Console

    console = Console(highlight=False, emoji=False, markup=False)
    width = min(max(console.width, NARROWEST), WIDEST) if sys.stdout.isatty() else PIPED
    console.width = width
    return console


def tell(en: str, da: str) -> None:
    """One line on standard error, in the language of the environment."""
    print(da if language() == "da" else en, file=sys.stderr)


def settle(stream: TextIO) -> None:
    """UTF-8 into files and pipes, whatever the locale; letters that cannot be written become `?` or an escape.

    The path of a file may hold bytes that are no letters at all.
    """
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="replace") if stream.isatty() else reconfigure(encoding="utf-8", errors="backslashreplace")
