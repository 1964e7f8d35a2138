"""Small jobs in Danish: the tasks, the hours and the week in one sentence, and whose hours it sets free in another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from recommender.danish import hours_of, listed
from recommender.smalljob import NOBODY, JobTask, WeekPart
from recommender.vocabulary import DAY_LABELS

COUNTS = ("Ingen opgaver", "Én opgave", "To opgaver", "Tre opgaver", "Fire opgaver", "Fem opgaver")

Span = tuple[int, int]


def job_sentence(tasks: Sequence[JobTask], week: Sequence[WeekPart], names: Mapping[str, str]) -> str:
    """Three tasks, nine hours a week, and the days and times; by company where there are two. `names`: of companies."""
    count = COUNTS[len(tasks)] if len(tasks) < len(COUNTS) else f"{len(tasks)} opgaver"
    total = sum(part.end - part.start for part in week)
    companies = list(dict.fromkeys(task.company_id for task in tasks))
    told = []
    for company in companies:
        own = {task.task_id for task in tasks if task.company_id == company}
        days = _days([part for part in week if part.task_id in own])
        told.append(days if len(companies) == 1 else f"hos {names[company]} {days}")
    return f"{count}, {hours(total)} om ugen: {'; '.join(told)}"


def short_sentence(total: float, least: float) -> str:
    """That the hours a week are below the citizen's least; empty where they are not."""
    if total >= least - 1e-9:
        return ""
    return f"Borgeren vil helst have mindst {hours(round(least * 60))} om ugen; her er {hours(round(total * 60))}"


def freed_sentence(tasks: Sequence[JobTask], frees: Sequence[tuple[str, float]]) -> str:
    """Whose hours are set free, and what nobody does today; empty where nobody has said who does the tasks."""
    told = []
    if frees:
        first, *rest = frees
        parts = [f"{hours(round(first[1] * 60))} om ugen ({first[0]})"]
        parts += [f"{hours(round(own * 60))} ({who})" for who, own in rest]
        told.append(f"Frigør {listed(parts)}")
    undone = sum(task.hours for task in tasks if (task.done_by or "").strip().lower() == NOBODY)
    if undone:
        told.append(f"{hours(round(undone * 60))} om ugen er arbejde, som ingen når i dag")
    return ". ".join(told)


def hours(minutes: int) -> str:
    """1 time, 1,5 timer, 9 timer; minutes are told where a decimal cannot."""
    whole, rest = divmod(minutes, 60)
    if minutes % 6:
        return f"{hours(whole * 60)} og {rest} minutter" if whole else f"{rest} minutter"
    return hours_of(minutes / 60)


def _days(week: Sequence[WeekPart]) -> str:
    """Days with the same times together: mandag og onsdag kl. 9–12, fredag kl. 10–13."""
    spans: dict[str, list[Span]] = {}
    for part in week:
        own = spans.setdefault(part.day, [])
        if own and own[-1][1] == part.start:
            own[-1] = (own[-1][0], part.end)
        else:
            own.append((part.start, part.end))
    alike: dict[tuple[Span, ...], list[str]] = {}
    for day, own in spans.items():
        alike.setdefault(tuple(own), []).append(DAY_LABELS[day])
    return ", ".join(f"{listed(days)} kl. {listed([_span(span) for span in own])}" for own, days in alike.items())


def _span(span: Span) -> str:
    return f"{_clock(span[0])}–{_clock(span[1])}"


def _clock(minutes: int) -> str:
    return f"{minutes // 60}.{minutes % 60:02d}" if minutes % 60 else str(minutes // 60)
