"""Changes and small jobs on standard output: a sentence each, or JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, TextIO

from recommender.change import Change
from recommender.danish import number
from recommender.smalljob import Proposals, SmallJob
from service.wire import SYNTHETIC_NOTE, changes_answer, jobs_answer

if TYPE_CHECKING:
    from service.usecases.opening import Opened

SHOWN = 3
"""Pairs that are named under a change."""

FORMS = ("text", "json")
NO_CHANGE = "Ingen enkelt ændring åbner for flere."
NO_JOB = "Ingen opgaver kan samles til et småjob for borgeren i dag."


def print_changes(file: TextIO, form: str, changes: Sequence[Change], as_of: date, opened: Opened) -> None:
    """One change a paragraph, with the best that it opens."""
    if form == "json":
        _json(file, changes_answer(changes, as_of, synthetic=opened.synthetic))
        return
    file.write(_heading(opened))
    file.writelines(f"{at}. {_change(change)}\n" for at, change in enumerate(changes, 1))
    if not changes:
        file.write(f"{NO_CHANGE}\n")


def print_jobs(file: TextIO, form: str, proposals: Proposals, as_of: date, opened: Opened) -> None:
    """One small job a paragraph: tasks, hours, week, and whose hours it sets free."""
    if form == "json":
        _json(file, jobs_answer(proposals, as_of, synthetic=opened.synthetic))
        return
    file.write(_heading(opened))
    file.writelines(f"{at}. {_job(job)}\n" for at, job in enumerate(proposals.jobs, 1))
    if not proposals.jobs:
        file.write(f"{NO_JOB}\n")
    if proposals.unsettled:
        file.write("Tiden slap op for nogle jobåbninger; der kan være flere forslag.\n")


def _heading(opened: Opened) -> str:
    return f"[{SYNTHETIC_NOTE}]\n" if opened.synthetic else ""


def _change(change: Change) -> str:
    scores = [f"{one.score:.2f}".replace(".", ",") for one in change.opened[:SHOWN]]
    best = [f"   {one.task_id} {one.citizen_id} {told}" for one, told in zip(change.opened, scores, strict=False)]
    return "\n".join([change.text, *best])


def _job(job: SmallJob) -> str:
    lines = [job.text, "; ".join(f"{one.title}, {number(one.hours)} t. ({one.task_id})" for one in job.tasks)]
    lines += [job.frees_text, job.short_text]
    if job.status != "optimal":
        lines.append(f"Der kan findes et bedre (højst {number(100 * job.gap)} % bedre): tiden slap op.")
    return "\n   ".join(line for line in lines if line)


def _json(file: TextIO, told: dict[str, Any]) -> None:
    file.write(json.dumps(told, ensure_ascii=False, indent=1) + "\n")
