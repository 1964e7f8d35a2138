"""A model folder: what it holds, verified by hashes, and its version.

`hashes.json` in the folder names its format, and the SHA-256 of every file that decides what the model computes.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

from recommender.errors import ArtefactFaulty, cause

PACKAGE_ROOT = Path(__file__).resolve().parent.parent
"""Where `models` and `data` stand beside the packages, in a clone as in an installation."""

HASHES_FILE = "hashes.json"
FORMAT = 1


def shipped_folder(name: str, marker: str) -> Path:
    """The model of that name that travels with the project, `models/<name>`.

    Raises ArtefactFaulty when the file `marker`, which every such folder has, is not there.
    """
    folder = PACKAGE_ROOT / "models" / name
    if not (folder / marker).is_file():
        raise ArtefactFaulty(
            en=f"{folder}: the shipped model is missing; reinstall, or make it with models/recipes/{name}",
            da=f"{folder}: den medfølgende model mangler; installer igen, eller lav den med models/recipes/{name}",
        )
    return folder


def read_json(path: Path) -> Any:
    """The JSON in a file of a model folder. Raises ArtefactFaulty when it is missing or broken."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as fault:
        raise ArtefactFaulty(
            en=f"{path}: cannot be read as JSON ({cause(fault).en}); fetch the model again",
            da=f"{path}: kan ikke læses som JSON ({cause(fault).da}); hent modellen igen",
        ) from fault


def file_hash(path: Path) -> str:
    """SHA-256 of a file's bytes, 64 hexadecimal digits."""
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def hashes_of(folder: Path) -> dict[str, str]:
    """SHA-256 of every file under the folder but cards (`.md`), sources (`.py`) and `hashes.json`, by relative path."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and "__pycache__" not in path.parts)
    kept = (path for path in files if path.name != HASHES_FILE and path.suffix not in {".md", ".py"})
    return {path.relative_to(folder).as_posix(): file_hash(path) for path in kept}


def write_hashes(folder: Path) -> None:
    """Write `hashes.json` for the folder as it is now."""
    content = {"format": FORMAT, "sha256": hashes_of(folder)}
    (folder / HASHES_FILE).write_text(json.dumps(content, indent=2, sort_keys=True) + "\n", encoding="utf-8")


def verify(folder: Path) -> None:
    """Refuse a folder whose files differ from its `hashes.json`; a folder without that file passes.

    Raises ArtefactFaulty, which names the file, both hashes and the remedy.
    """
    if not (folder / HASHES_FILE).is_file():
        return
    recorded = read_json(folder / HASHES_FILE)
    if recorded.get("format") != FORMAT:
        raise ArtefactFaulty(
            en=f"{folder}: model format {recorded.get('format')} is not {FORMAT}; update the software or the model",
            da=f"{folder}: modelformat {recorded.get('format')} er ikke {FORMAT}; opdater programmet eller modellen",
        )
    for name, expected in recorded["sha256"].items():
        path = folder / name
        if not path.is_file():
            raise ArtefactFaulty(
                en=f"{path}: missing from the model; fetch it again", da=f"{path}: mangler i modellen; hent den igen"
            )
        if (found := file_hash(path)) != expected:
            raise ArtefactFaulty(
                en=f"{path}: SHA-256 is {found[:12]}…, expected {expected[:12]}…; fetch the model again",
                da=f"{path}: SHA-256 er {found[:12]}…, ventet {expected[:12]}…; hent modellen igen",
            )


def content_hash(folder: Path) -> str:
    """One SHA-256 over all files that decide what the model computes, 64 hexadecimal digits."""
    listing = "".join(f"{name} {digest}\n" for name, digest in sorted(hashes_of(folder).items()))
    return hashlib.sha256(listing.encode()).hexdigest()
