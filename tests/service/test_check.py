from __future__ import annotations

from pathlib import Path

from service.usecases.checking import summary
from tests.support import builders
from tests.support.command import Opgave
from tests.support.shipped import DEMO


def test_check_counts_what_is_there_and_what_is_unknown(opgave: Opgave) -> None:
    said = opgave("check", DEMO)
    assert said.code == 0
    lines = [" ".join(line.split()) for line in said.out.splitlines()]
    assert "8 of 8 openings that are open" in lines
    assert "6820 pairs of a task and a citizen" in lines
    assert "209 of 220 citizens who consent" in lines
    assert "1266 of 3520 capacities of citizens not noted" in lines
    assert "1 of 8 companies without the numbers of the quota" in lines
    assert lines[-1] == "No faults."
    assert said.err == "Invented data: nobody in it exists.\n"


def test_check_speaks_danish(opgave: Opgave, folder: Path) -> None:
    lines = [" ".join(line.split()) for line in opgave("check", folder, spoken="da_DK.UTF-8").out.splitlines()]
    assert "2 af 2 jobåbninger, som er åbne" in lines
    assert "6 par af opgave og borger" in lines
    assert lines[-1] == "Ingen fejl."


def test_every_line_counts_what_it_says() -> None:
    tasks = (builders.task(id="t1", demands={"pace": 1}), builders.task(id="t2"))
    openings = (builders.opening(tasks[0]), builders.opening(tasks[1], id="o2", status="closed"))
    citizens = (
        builders.citizen(id="b1", location=None, wishes="Ro", capacities={"pace": 1, "noise": 2}),
        builders.citizen(id="b2", max_distance_km=None, consents=False, experience=" "),
    )
    companies = (builders.company(employees_fte=None), builders.company(id="c2", location=None))
    found = summary(builders.dataset(openings=openings, citizens=citizens, companies=companies))
    assert {line.en: (line.count, line.of) for line in found} == {
        "companies": (2, None),
        "openings that are open": (1, 2),
        "tasks in open openings": (1, 2),
        "citizens": (2, None),
        "citizens who consent": (1, 2),
        "pairs of a task and a citizen": (4, None),
        "courses and credentials": (2, None),
        "matches in the history": (0, None),
        "judgements of 0 tasks": (0, None),
        "demands of tasks not noted": (31, 32),
        "tasks without any demand noted": (1, 2),
        "capacities of citizens not noted": (30, 32),
        "citizens without a location": (1, 2),
        "citizens without a longest way to work": (1, 2),
        "citizens without experience in words": (1, 2),
        "citizens without wishes": (1, 2),
        "companies without a location": (1, 2),
        "companies without the numbers of the quota": (1, 2),
    }
