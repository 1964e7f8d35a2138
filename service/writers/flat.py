"""Suggestions as flat rows with Danish headings, for people who read them in a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence

from recommender.types import Question, Reason, Suggestion
from service.wire import SYNTHETIC_NOTE, VERDICT_LABELS, among_equals, cautions, strengths, thanks_to
from service.writers.forms import Batch

Cell = str | int | float

HEADINGS = (
    "Opgave-id",
    "Opgave",
    "Virksomhed",
    "Jobåbning",
    "Timer om ugen",
    "Plads",
    "Borger",
    "Score",
    "Vurdering",
    "Taler for",
    "Takket være",
    "Taler imod",
    "Lige med",
    "Åbnes med",
    "Spørg borgeren",
    "Spørg virksomheden",
    "Opgjort",
    "Data",
    "Sprogmodel",
    "Rangordner",
    "Regler",
)

BETWEEN = " | "
"""Between several reasons or questions in one cell."""


def cells(suggestion: Suggestion, batch: Batch) -> tuple[Cell, ...]:
    """One row, in the order of HEADINGS."""
    task = batch.dataset.task_by_id[suggestion.task_id]
    opening = batch.dataset.opening_of_task[suggestion.task_id]
    return (
        task.id,
        task.title,
        batch.dataset.company_by_id[opening.company_id].name,
        opening.id,
        float(task.hours_per_week),
        suggestion.rank,
        suggestion.citizen_id,
        round(suggestion.score, 4),
        VERDICT_LABELS[suggestion.verdict],
        _joined(strengths(suggestion)),
        _joined(thanks_to(suggestion)),
        _joined(cautions(suggestion)),
        _joined(among_equals(suggestion)),
        BETWEEN.join(suggestion.opens_with),
        _joined([question for question in suggestion.questions if question.of == "citizen"]),
        _joined([question for question in suggestion.questions if question.of == "company"]),
        batch.as_of.isoformat(),
        SYNTHETIC_NOTE if batch.synthetic else "",
        suggestion.model.encoder,
        suggestion.model.ranker,
        suggestion.model.rules,
    )


def _joined(told: Sequence[Reason | Question]) -> str:
    return BETWEEN.join(one.text for one in told)
