from __future__ import annotations

import io
import sys

import pytest

from service.console import NARROWEST, PIPED, WIDEST, results, settle, tell
from service.writers.progress import counting


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("columns", "width"), [("40", NARROWEST), ("95", 95), ("250", WIDEST)])
def test_a_terminal_gives_eighty_to_a_hundred_and_twenty(
    monkeypatch: pytest.MonkeyPatch, columns: str, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    monkeypatch.setattr(sys, "stdout", Terminal())
    assert results().width == width


def test_a_pipe_gives_a_hundred(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "250")
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    assert results().width == PIPED


def test_a_pipe_is_utf_8_and_a_terminal_keeps_its_letters() -> None:
    pipe = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    settle(pipe)
    assert pipe.encoding == "utf-8"

    class Old(io.TextIOWrapper):
        def isatty(self) -> bool:
            return True

    held = io.BytesIO()
    old = Old(held, encoding="latin-1")
    settle(old)
    old.write("å →")
    old.flush()
    assert held.getvalue() == "å ?".encode("latin-1")


@pytest.mark.parametrize(("spoken", "said"), [("da_DK.UTF-8", "Hej"), ("de_DE.UTF-8", "Hello"), ("", "Hello")])
def test_a_note_is_in_the_language_of_the_environment(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], spoken: str, said: str
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.setenv(name, spoken)
    tell("Hello", "Hej")
    assert capsys.readouterr() == ("", f"{said}\n")


def test_progress_is_drawn_in_a_terminal_only(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with counting(2) as on_task:
        on_task()
    assert capsys.readouterr() == ("", "")
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("LC_ALL", "da_DK.UTF-8")
    with counting(2) as on_task:
        on_task()
        on_task()
    assert "Opgaver" in terminal.getvalue()
    assert "2/2" in terminal.getvalue()
