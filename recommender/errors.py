"""What can go wrong, each fault with its wire code, HTTP status and one sentence in two languages.

OpgaveError
├── DatasetFaulty     faults of the files, all told together      dataset_faulty    422
├── UnknownId         no task, opening or citizen of that id      unknown_id        404
├── ArtefactFaulty    a model folder that is missing or changed   artefact_faulty   500
├── IndexMismatch     an index built with another encoder         index_mismatch    409
├── RequestFaulty     a call that cannot be answered              request_faulty    422
└── OutputFaulty      a result that cannot be written             output_faulty     500
"""

from __future__ import annotations

import errno
import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal, NamedTuple

Language = Literal["da", "en"]

DANISH_OF_SYSTEM = {
    errno.ENOENT: "stien findes ikke",
    errno.EACCES: "du har ikke adgang",
    errno.EPERM: "du har ikke adgang",
    errno.EISDIR: "det er en mappe",
    errno.ENOTDIR: "en del af stien er ikke en mappe",
    errno.EEXIST: "navnet er allerede brugt",
    errno.ENOTEMPTY: "mappen er ikke tom",
    errno.ENAMETOOLONG: "navnet er for langt",
    errno.ENOSPC: "der er ikke mere plads på disken",
    errno.EDQUOT: "der er ikke mere plads til dig på disken",
    errno.EROFS: "disken er skrivebeskyttet",
    errno.EADDRINUSE: "porten er allerede i brug",
}
"""What the operating system says most often, where it stands in a Danish sentence."""

WITHOUT_NUMBER = (
    (FileNotFoundError, errno.ENOENT),
    (PermissionError, errno.EACCES),
    (IsADirectoryError, errno.EISDIR),
    (NotADirectoryError, errno.ENOTDIR),
)
"""What a library raises without a number, and the number that it would have."""

BROKEN_DANISH = "indholdet er ødelagt eller har en forkert form"

SHOWN_FAULTS = 50
"""Faults of one file that are told; the rest are counted."""


def language() -> Language:
    """Danish where the environment asks for it (`LC_ALL`, `LC_MESSAGES`, `LANG`), else English."""
    spoken = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "da" if spoken.lower().startswith("da") else "en"


class OpgaveError(Exception):
    """A fault that a user can mend: one sentence, never a traceback."""

    code: ClassVar[str] = "error"
    http_status: ClassVar[int] = 500

    def __init__(self, en: str, da: str) -> None:
        super().__init__(en)
        self.en = en
        self.da = da

    def told(self, spoken: Language) -> str:
        """The sentence in that language."""
        return self.da if spoken == "da" else self.en


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of a file."""

    file: str
    line: int | None
    """From 1, as an editor counts; None when the fault is of the whole file."""
    field: str | None
    en: str
    """What is wrong, with the value, and the remedy."""
    da: str

    def told(self, spoken: Language) -> str:
        """`openings.jsonl line 14, adaptations: …` or its Danish like."""
        word = "linje" if spoken == "da" else "line"
        where = self.file if self.line is None else f"{self.file} {word} {self.line}"
        of = f", {self.field}" if self.field else ""
        return f"{where}{of}: {self.da if spoken == 'da' else self.en}"


class DatasetFaulty(OpgaveError):
    """The files cannot be used: every fault of every file, the first 50 of each and a count."""

    code = "dataset_faulty"
    http_status = 422

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(self._all("en"), self._all("da"))

    def _all(self, spoken: Language) -> str:
        lines: list[str] = []
        for file in dict.fromkeys(fault.file for fault in self.faults):
            own = [fault for fault in self.faults if fault.file == file]
            lines += [fault.told(spoken) for fault in own[:SHOWN_FAULTS]]
            if (more := len(own) - SHOWN_FAULTS) > 0:
                lines.append(_and_more(file, more, spoken))
        return "\n".join(lines)


class UnknownId(OpgaveError):
    """No such task, opening or citizen in the dataset."""

    code = "unknown_id"
    http_status = 404


class ArtefactFaulty(OpgaveError):
    """A model folder that is missing, of another version, or changed since it was made."""

    code = "artefact_faulty"
    http_status = 500


class IndexMismatch(OpgaveError):
    """An index that was built with another encoder than the one in use."""

    code = "index_mismatch"
    http_status = 409


class RequestFaulty(OpgaveError):
    """A call that cannot be answered as it stands."""

    code = "request_faulty"
    http_status = 422


class OutputFaulty(OpgaveError):
    """A result that cannot be written where it should."""

    code = "output_faulty"
    http_status = 500


class Cause(NamedTuple):
    """Why something could not be done, for the inside of a sentence in either language."""

    en: str
    da: str


def cause(fault: Exception) -> Cause:
    """What the operating system said, or what a reader said of the content; the rare ones by their number."""
    if not isinstance(fault, OSError):
        return Cause(str(fault) or type(fault).__name__, BROKEN_DANISH)
    number = fault.errno or next((code for kind, code in WITHOUT_NUMBER if isinstance(fault, kind)), None)
    danish = DANISH_OF_SYSTEM.get(number or 0, f"systemfejl {number}" if number else "systemfejl")
    return Cause(fault.strerror or str(fault) or type(fault).__name__, danish)


def _and_more(file: str, more: int, spoken: Language) -> str:
    return f"{file}: og {more} fejl mere" if spoken == "da" else f"{file}: and {more} more faults"
