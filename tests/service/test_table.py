from __future__ import annotations

from io import StringIO

import pytest
from rich.console import Console, Group

from service.writers.table import of_citizen, of_tasks
from tests.support import builders
from tests.support.golden import check_section
from tests.support.suggested import adapted, near_miss, suggestion

PEOPLE = tuple(builders.citizen(id=name) for name in ("b1", "b2", "b3"))
DATASET = builders.dataset(
    citizens=PEOPLE,
    openings=(builders.opening(builders.task(), builders.task(id="t2", title="Feje", hours_per_week=1)),),
)
ALL = (suggestion(), adapted(), near_miss())


def printed(shown: Group, width: int = 100) -> str:
    file = StringIO()
    Console(file=file, width=width, markup=False, emoji=False, highlight=False).print(shown)
    return "\n".join(line.rstrip() for line in file.getvalue().splitlines()).strip("\n")


@pytest.mark.parametrize("width", [80, 100, 120])
def test_tasks_word_for_word(width: int) -> None:
    shown = printed(of_tasks(ALL, ["t1", "t2"], DATASET, synthetic=True), width)
    assert max(map(len, shown.splitlines())) <= width
    check_section("suggest_table.txt", f"tasks at {width}", shown)


def test_a_citizens_tasks_word_for_word() -> None:
    shown = printed(of_citizen([suggestion(), suggestion(task_id="t2", rank=2)], "b1", DATASET, synthetic=False))
    check_section("suggest_table.txt", "citizen", shown)


def test_no_more_than_three_strengths_and_one_caution_are_told() -> None:
    lines = printed(of_tasks([adapted()], ["t1"], DATASET, synthetic=False), 120).splitlines()[5:]
    signs = [sign for line in lines for sign in "+−~→?" if f" {sign} " in line]
    assert signs == ["+", "+", "+", "~", "−", "?"]


def test_questions_are_counted_and_the_first_told() -> None:
    told = " ".join(printed(of_tasks([adapted()], ["t1"], DATASET, synthetic=False)).split())
    assert "? 3 spørgsmål: Støj og uro: Hvad kræver opgaven?" in told
    assert "Og 1 til." in told
    assert "Hvor langt" not in told
