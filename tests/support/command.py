"""Run `opgave` in this process and see what it says."""

from __future__ import annotations

import os
from dataclasses import dataclass
from unittest import mock

import pytest

from service.cli import main


@dataclass(frozen=True, slots=True)
class Said:
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str


class Opgave:
    """The command; calling it runs it."""

    def __init__(self, streams: pytest.CaptureFixture[str]) -> None:
        self._streams = streams

    def __call__(self, *arguments: object, spoken: str = "en_GB.UTF-8") -> Said:
        """Run it in that locale."""
        with mock.patch.dict(os.environ, {"LC_ALL": spoken}), pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        said = self._streams.readouterr()
        code = ended.value.code
        assert code is None or isinstance(code, int), f"ended with {code!r}"
        return Said(code or 0, said.out, said.err)
