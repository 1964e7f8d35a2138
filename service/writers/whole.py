"""A file is there whole or not at all: written beside its place, then renamed."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterator
from pathlib import Path

from recommender.cpr import mask
from recommender.errors import Cause, OutputFaulty, cause


@contextlib.contextmanager
def written_whole(target: Path) -> Iterator[Path]:
    """A path beside `target`, in a folder that exists; renamed to it at the end, removed when anything goes wrong.

    OutputFaulty when the file cannot be written; what stood there before is then untouched.
    """
    place = _place(target)
    draft = place.with_name(f".{place.name}.{os.getpid()}.part")
    try:
        draft.touch(exist_ok=False)
        yield draft
        draft.replace(place)
    except OSError as error:
        raise _unwritable(target, cause(error)) from error
    finally:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)


def require_place(target: Path) -> None:
    """Make the folder, or OutputFaulty at once, before the work is done, where the file could not be written."""
    place = _place(target)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        raise _unwritable(target, _cause_of(errno.ENOTDIR)) from error
    except OSError as error:
        raise _unwritable(target, cause(error)) from error
    if not os.access(place.parent, os.W_OK):
        raise _unwritable(target, _cause_of(errno.EACCES))


def _place(target: Path) -> Path:
    place = Path(os.path.realpath(target))
    shown = mask(str(target))
    if place.is_dir():
        raise OutputFaulty(f"'{shown}' is a folder; name a file in it", f"'{shown}' er en mappe; angiv en fil i den")
    if place.exists() and not place.is_file():
        raise OutputFaulty(f"'{shown}' is not a file; name a file", f"'{shown}' er ikke en fil; angiv en fil")
    return place


def _cause_of(number: int) -> Cause:
    return cause(OSError(number, os.strerror(number)))


def _unwritable(target: Path, why: Cause) -> OutputFaulty:
    shown = mask(str(target))
    return OutputFaulty(
        f"'{shown}' cannot be written ({why.en}); choose another place with --out",
        f"'{shown}' kan ikke skrives ({why.da}); vælg et andet sted med --out",
    )
