"""Answers on standard output."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from rich.table import Table

from recommender.errors import language
from recommender.types import Suggestion
from service.usecases.checking import Line
from service.usecases.suggesting import Query
from service.wire import answer

if TYPE_CHECKING:
    from rich.console import Console

    from service.usecases.opening import Opened

ANSWER_FORMS = ("table", "json", "trec")


def print_answer(
    console: Console, form: str, found: Sequence[Suggestion], query: Query, as_of: date, opened: Opened
) -> None:
    """The suggestions as a table, as JSON, or as a TREC run."""
    if form == "json":
        console.file.write(
            json.dumps(answer(found, as_of, synthetic=opened.synthetic), ensure_ascii=False, indent=1) + "\n"
        )
    elif form == "trec":
        from service.writers.trec_file import run_lines

        console.file.writelines(run_lines(found))
    else:
        _print_table(console, found, query, as_of, opened)


def _print_table(console: Console, found: Sequence[Suggestion], query: Query, as_of: date, opened: Opened) -> None:
    from service.usecases.hindering import in_the_way
    from service.writers.table import of_citizen, of_tasks

    dataset = opened.recommender.dataset
    if query.citizen_id is not None:
        console.print(of_citizen(found, query.citizen_id, dataset, synthetic=opened.synthetic))
        return
    tasks = [query.task_id or ""]
    if query.opening_id is not None:
        tasks = [task.id for task in dataset.opening_by_id[query.opening_id].tasks]
    causes = partial(in_the_way, opened.recommender, as_of=as_of)
    console.print(of_tasks(found, tasks, dataset, causes, synthetic=opened.synthetic))


def print_summary(console: Console, lines: Sequence[Line]) -> None:
    """What a dataset holds: a number, what it is out of, and what it counts."""
    danish = language() == "da"
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(justify="right")
    grid.add_column()
    for line in lines:
        out_of = "" if line.of is None else f" {'af' if danish else 'of'} {line.of}"
        grid.add_row(f"{line.count}{out_of}", line.da if danish else line.en)
    console.print(grid)
    console.print("Ingen fejl." if danish else "No faults.")
