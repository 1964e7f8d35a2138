"""Suggestions as a table that a job broker reads in a terminal. Danish."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from recommender.danish import hours_of, listed, number
from recommender.explanation import faint, sides
from recommender.types import Dataset, Reason, Suggestion
from service.wire import SYNTHETIC_NOTE, VERDICT_LABELS, among_equals, cautions, strengths, thanks_to

MOST_STRENGTHS = 3
MOST_CAUTIONS = 1
MOST_QUESTIONS = 2
AVOIDS = ("avoid_field", "avoid_condition")
"""Reasons that are shown however little they weigh."""

NOBODY = "Ingen borgere kan komme i betragtning til opgaven i dag."
CAUSES = {
    "consent": "samtykke mangler",
    "available_from": "ikke ledig endnu",
    "contract": "ansættelsesformen",
    "credential": "et bevis, som opgaven kræver",
    "distance": "vejen til arbejdet",
    "demands": "opgavens krav",
    "need": "hensyn, som ikke er på tilbud",
    "course": "et kursus, som opgaven kræver",
    "hours": "dage og timer",
}
"""Kinds of cause in Danish."""

InTheWay = Callable[[str], Sequence[tuple[str, int]]]
"""Task → what most often stands in the way, with the citizens that it concerns."""

NOTHING = "Ingen åbne opgaver passer til borgeren i dag. `opgave verdicts` viser, hvad der står i vejen."
VERDICT_STYLES = {"fits": "green", "adapt": "cyan", "near_miss": "yellow"}


def of_tasks(
    suggestions: Sequence[Suggestion], tasks: Sequence[str], dataset: Dataset, in_the_way: InTheWay, *, synthetic: bool
) -> Group:
    """A table for each of the tasks, one after another; where there is nobody, what most often stands in the way."""
    found = {task: list(own) for task, own in groupby(suggestions, key=lambda one: one.task_id)}
    shown: list[RenderableType] = []
    for task in tasks:
        shown.append(_task_title(task, dataset, synthetic))
        shown.append(_people(found[task]) if task in found else Text(_nobody(in_the_way(task))))
    return Group(*shown)


def of_citizen(suggestions: Sequence[Suggestion], citizen: str, dataset: Dataset, *, synthetic: bool) -> Group:
    """A table of the tasks that a citizen could do."""
    most = number(dataset.citizen_by_id[citizen].hours_per_week_max)
    title = _title(f"Borger {citizen}", f"op til {most} timer om ugen", synthetic)
    if not suggestions:
        return Group(title, Text(f"{NOTHING}\n"))
    table = _table("Opgave")
    for suggestion in suggestions:
        _add(table, suggestion, _task_label(suggestion.task_id, dataset))
    return Group(title, table)


def _task_title(task_id: str, dataset: Dataset, synthetic: bool) -> Text:
    task, opening = dataset.task_by_id[task_id], dataset.opening_of_task[task_id]
    company = dataset.company_by_id[opening.company_id]
    about = f"{company.name}, {hours_of(task.hours_per_week)} om ugen ({task.id}, jobåbning {opening.id})"
    return _title(task.title, about, synthetic)


def _people(suggestions: Sequence[Suggestion]) -> Table:
    table = _table("Borger")
    for suggestion in suggestions:
        _add(table, suggestion, Text(suggestion.citizen_id))
    return table


def _nobody(causes: Sequence[tuple[str, int]]) -> str:
    told = listed([f"{CAUSES[kind]} ({count})" for kind, count in causes])
    return f"{NOBODY} Oftest i vejen, med antal borgere: {told}.\n" if told else f"{NOBODY}\n"


def _title(heading: str, about: str, synthetic: bool) -> Text:
    note = f" [{SYNTHETIC_NOTE}]" if synthetic else ""
    return Text.assemble((heading, "bold"), "\n", about, (note, "italic"))


def _table(subject: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, expand=True, show_lines=False, pad_edge=False)
    table.add_column("Nr.", justify="right", no_wrap=True)
    table.add_column(subject, max_width=24)
    table.add_column("Score", justify="right", no_wrap=True)
    table.add_column("Vurdering", max_width=11)
    table.add_column("+ for  − imod  ~ takket være  = lige med  → åbner  ? spørg", ratio=1)
    return table


def _add(table: Table, suggestion: Suggestion, subject: Text) -> None:
    table.add_row(
        str(suggestion.rank),
        subject,
        _score(suggestion),
        Text(VERDICT_LABELS[suggestion.verdict], style=VERDICT_STYLES.get(suggestion.verdict, "")),
        _details(suggestion),
        end_section=False,
    )


def _score(suggestion: Suggestion) -> str:
    """The score, and below it what each side adds to its logit."""
    both = sides(suggestion.reasons)
    lines = [f"{suggestion.score:.2f}", f"opgave {both['task']:+.1f}", f"borger {both['citizen']:+.1f}"]
    return "\n".join(lines).replace(".", ",").replace("-", "−")


def _details(suggestion: Suggestion) -> RenderableType:
    """Each line hangs under its sign, so that a wrapped line is not taken for a new one."""
    grid = Table.grid(padding=(0, 1, 0, 0), expand=True)
    grid.add_column(width=1)
    grid.add_column(ratio=1)
    for sign, line in _lines(suggestion):
        grid.add_row(sign, Text(line))
    grid.add_row("", "")
    return grid


def _lines(suggestion: Suggestion) -> Iterator[tuple[str, str]]:
    """The sign and the sentence of each line."""
    yield from (("+", reason.text) for reason in _first(strengths(suggestion), MOST_STRENGTHS))
    yield from (("~", reason.text) for reason in thanks_to(suggestion))
    against = cautions(suggestion)
    first = _first(against, MOST_CAUTIONS)
    avoided = [reason for reason in against if reason.code in AVOIDS and reason not in first and not faint(reason)]
    yield from (("−", reason.text) for reason in [*first, *avoided])
    yield from (("=", reason.text) for reason in among_equals(suggestion))
    if suggestion.opens_with:
        comma = "," if suggestion.opens_with[0].startswith("hvis ") else ""
        yield "→", f"Kan åbnes{comma} {', eller '.join(suggestion.opens_with)}"
    if suggestion.questions:
        yield "?", _questions(suggestion)


def _first(reasons: Sequence[Reason], most: int) -> Sequence[Reason]:
    """The largest that name something; where none does, the largest."""
    return [reason for reason in reasons if not faint(reason)][:most] or reasons[:1]


def _questions(suggestion: Suggestion) -> str:
    asked, count = suggestion.questions, len(suggestion.questions)
    first = " ".join(question.text for question in asked[:MOST_QUESTIONS])
    more = f" Og {count - MOST_QUESTIONS} til." if count > MOST_QUESTIONS else ""
    return f"{count} spørgsmål: {first}{more}"


def _task_label(task_id: str, dataset: Dataset) -> Text:
    task, opening = dataset.task_by_id[task_id], dataset.opening_of_task[task_id]
    company = dataset.company_by_id[opening.company_id]
    return Text(f"{task.title}\n{company.name}, {number(task.hours_per_week)} t. ({task.id})")
