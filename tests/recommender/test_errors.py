from __future__ import annotations

import errno
import json
import os
from pathlib import Path

import pytest

from recommender.errors import DANISH_OF_SYSTEM, Cause, cause


@pytest.mark.parametrize("number", sorted(DANISH_OF_SYSTEM))
def test_what_the_system_says_is_told_in_each_language(number: int) -> None:
    told = cause(OSError(number, os.strerror(number)))
    assert told.en == os.strerror(number)
    assert told.da == DANISH_OF_SYSTEM[number] != told.en


def test_as_it_is_met(tmp_path: Path) -> None:
    def said(path: Path) -> str:
        with pytest.raises(OSError, match="Errno") as met:
            path.read_bytes()
        return cause(met.value).da

    assert said(tmp_path / "gone") == "stien findes ikke"
    assert said(tmp_path) == "det er en mappe"
    (tmp_path / "file").touch()
    assert said(tmp_path / "file" / "in") == "en del af stien er ikke en mappe"


def test_what_is_rare_is_told_by_its_number_and_never_in_english() -> None:
    assert cause(OSError(errno.EIO, "Input/output error")) == Cause("Input/output error", "systemfejl 5")
    assert cause(OSError("odd")) == Cause("odd", "systemfejl")


def test_what_a_library_raises_without_a_number_is_told_as_with_one() -> None:
    assert cause(FileNotFoundError("No such file: x")) == Cause("No such file: x", "stien findes ikke")
    assert cause(ValueError()).en == "ValueError"


def test_what_a_reader_says_of_the_content_stays_out_of_danish() -> None:
    with pytest.raises(ValueError, match="Expecting value") as met:
        json.loads("x")
    assert cause(met.value).en.startswith("Expecting value")
    assert cause(met.value).da == "indholdet er ødelagt eller har en forkert form"
