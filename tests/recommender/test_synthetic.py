"""Whether a dataset says of itself that nobody in it exists."""

from __future__ import annotations

from pathlib import Path

import pytest

from recommender.synthetic import HEAD_LINES, says_synthetic


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# Demo\n\nEt opdigtet datasæt.", True),
        ("# Demo\n\nAlt herinde er opfundet.", True),
        ("# Demo\n\nAn invented dataset.", True),
        ("SYNTETISK", True),
        ("# Aabenraa\n\nUdtræk af fagsystemet.", False),
        ("\n" * (HEAD_LINES - 1) + "synthetic", True),
        ("\n" * HEAD_LINES + "synthetic", False),
        ("", False),
    ],
)
def test_a_readme_says_whether_the_people_exist(tmp_path: Path, text: str, expected: bool) -> None:
    (tmp_path / "README.md").write_text(text, encoding="utf-8")
    assert says_synthetic(tmp_path) is expected


def test_a_missing_readme_says_nothing_and_another_encoding_is_read(tmp_path: Path) -> None:
    assert not says_synthetic(tmp_path)
    (tmp_path / "README.md").write_bytes("opfundet æ".encode("latin-1"))
    assert says_synthetic(tmp_path)
