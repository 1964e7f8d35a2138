from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.command import Opgave
from tests.support.files import valid_folder


@pytest.fixture
def opgave(capsys: pytest.CaptureFixture[str]) -> Opgave:
    """The command `opgave`."""
    return Opgave(capsys)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small valid dataset on disk, which does not say that it is invented."""
    return valid_folder(tmp_path / "kommune")
