"""Golden texts: what people read, kept in files that a review can read too.

`REWRITE_GOLDEN=1 pytest …` writes them anew.
"""

from __future__ import annotations

import os
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "golden"


def golden_sections(file: str) -> dict[str, str]:
    """Name → text of a golden file in sections that begin with `## name`."""
    path = FOLDER / file
    if not path.exists():
        return {}
    parts = path.read_text(encoding="utf-8").split("## ")[1:]
    return {name: text.strip("\n") for name, _, text in (part.partition("\n") for part in parts)}


def check_section(file: str, name: str, text: str) -> None:
    """Compare a text with its section, or write it there when asked to."""
    sections = golden_sections(file)
    if os.environ.get("REWRITE_GOLDEN"):
        FOLDER.mkdir(exist_ok=True)
        written = {**sections, name: text}
        body = "\n".join(f"## {key}\n{value}\n" for key, value in sorted(written.items()))
        (FOLDER / file).write_text(body, encoding="utf-8")
        return
    assert name in sections, f"{file} has no section '{name}'; write it with REWRITE_GOLDEN=1 and read it"
    assert text == sections[name]


def check_file(file: str, text: str) -> None:
    """Compare a text with a whole golden file, or write it when asked to."""
    if os.environ.get("REWRITE_GOLDEN"):
        (FOLDER / file).write_text(text, encoding="utf-8")
        return
    assert text == (FOLDER / file).read_text(encoding="utf-8")
