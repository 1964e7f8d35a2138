from __future__ import annotations

from dataclasses import replace
from io import StringIO

import pytest
from rich.console import Console, Group

from recommender.types import Reason
from service.writers.table import CAUSES, of_citizen, of_tasks
from tests.support import builders
from tests.support.golden import check_section
from tests.support.shipped import DEMO
from tests.support.suggested import adapted, near_miss, suggestion

PEOPLE = tuple(builders.citizen(id=name) for name in ("b1", "b2", "b3"))
DATASET = builders.dataset(
    citizens=PEOPLE,
    openings=(builders.opening(builders.task(), builders.task(id="t2", title="Feje", hours_per_week=1)),),
)
ALL = (suggestion(), adapted(), near_miss())


def in_the_way(task: str) -> list[tuple[str, int]]:
    assert task == "t2"
    return [("distance", 3), ("hours", 2), ("need", 1)]


def printed(shown: Group, width: int = 100) -> str:
    file = StringIO()
    Console(file=file, width=width, markup=False, emoji=False, highlight=False).print(shown)
    return "\n".join(line.rstrip() for line in file.getvalue().splitlines()).strip("\n")


@pytest.mark.parametrize("width", [80, 100, 120])
def test_tasks_word_for_word(width: int) -> None:
    shown = printed(of_tasks(ALL, ["t1", "t2"], DATASET, in_the_way, synthetic=True), width)
    assert max(map(len, shown.splitlines())) <= width
    check_section("suggest_table.txt", f"tasks at {width}", shown)


def test_a_citizens_tasks_word_for_word() -> None:
    shown = printed(of_citizen([suggestion(), suggestion(task_id="t2", rank=2)], "b1", DATASET, synthetic=False))
    check_section("suggest_table.txt", "citizen", shown)


def test_no_more_than_three_strengths_and_one_caution_are_told() -> None:
    lines = printed(of_tasks([adapted()], ["t1"], DATASET, in_the_way, synthetic=False), 120).splitlines()[5:]
    signs = [sign for line in lines for sign in "+−~→?" if f" {sign} " in line]
    assert signs == ["+", "+", "+", "~", "−", "?"]


def test_what_names_nothing_is_shown_only_where_nothing_else_is() -> None:
    weak = Reason("wish_condition", "Et svagt tegn på, at vilkårene passer med ønskerne", 0.9)
    against = Reason("avoid_field", "Et svagt tegn på, at opgaven er noget, borgeren vil undgå", -0.9)
    base = suggestion().reasons[-1]
    beside = replace(near_miss(), reasons=(*adapted().reasons[:2], *near_miss().reasons[:1], weak, against, base))
    alone = replace(near_miss(), reasons=(weak, against, base))
    told = [printed(of_tasks([one], ["t1"], DATASET, in_the_way, synthetic=False), 120) for one in (beside, alone)]
    assert ["svagt tegn" in text for text in told] == [False, True]
    assert "+ Et svagt tegn" in told[1]
    assert "− Et svagt tegn" in told[1]


def test_questions_are_counted_and_the_first_told() -> None:
    told = " ".join(printed(of_tasks([adapted()], ["t1"], DATASET, in_the_way, synthetic=False)).split())
    assert "? 3 spørgsmål: Støj og uro: Hvad kræver opgaven?" in told
    assert "Og 1 til." in told
    assert "Hvor langt" not in told


def test_every_kind_of_cause_has_a_danish_name() -> None:
    causes = (line.split("\t")[3] for line in (DEMO / "verdicts.tsv").read_text(encoding="utf-8").splitlines())
    kinds = {
        one.partition(":")[0].partition("+")[0].removesuffix("s") for told in causes for one in told.split(";") if one
    }
    named = {kind.removesuffix("s") for kind in CAUSES}
    assert len(kinds) > 5
    assert kinds <= named
