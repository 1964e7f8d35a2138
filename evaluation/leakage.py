"""Whether past and test are apart, and no system is asked with what came later: if not, the evaluation stops.

same pair       a task and a citizen stand in both the past that is learnt from and the test
later in past   a match of the past that was made on or after the first day of the test
course          a citizen shows a course that was completed after the match
opening         a match of a task whose opening did not exist yet, or an opening shown before it existed
future shown    a match of the test, or a judgement, stands in the dataset that a system is shown
outcome told    a text tells how it went: the citizen's names the workplace or the task, the task's names the citizen,
                or either says that somebody got the job
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from evaluation.views import View
from recommender.errors import RequestFaulty
from recommender.types import Citizen, Company, Dataset, Match, Opening, Task

SHOWN = 5
"""Leaks of a kind that are told; the rest are counted."""
_SHORTEST_NAME = 5
"""Letters; a shorter name of a company stands in texts by chance."""
_OUTCOME = re.compile(
    r"\b(?:er nu ansat|blev ansat efter praktik|fik jobbet|har fået (?:små)?jobbet"
    r"|startede? i småjob(?:bet)? (?:hos|på)|opgaven er (?:nu )?besat|(?:blev|er) matchet med|er fastholdt i)\b",
    re.IGNORECASE,
)


class LeakFound(RequestFaulty):
    """The test can see what it should foretell."""


@dataclass(frozen=True, slots=True)
class Leak:
    """One place where the future shows."""

    en: str
    da: str


def require_no_leak(train: Sequence[Match], test: Sequence[Match], views: Sequence[View]) -> None:
    """LeakFound, with the first leaks and how many there are, unless past and test are apart."""
    found = [*_of_parts(train, test), *_of_views(test, views)]
    if found:
        more = len(found) - SHOWN
        raise LeakFound(
            "; ".join(leak.en for leak in found[:SHOWN]) + (f"; and {more} more" if more > 0 else ""),
            "; ".join(leak.da for leak in found[:SHOWN]) + (f"; og {more} mere" if more > 0 else ""),
        )


def _of_parts(train: Sequence[Match], test: Sequence[Match]) -> Iterator[Leak]:
    first = min((match.matched_on for match in test), default=None)
    tested = {(match.task_id, match.citizen_id): match.id for match in test}
    for match in train:
        other = tested.get((match.task_id, match.citizen_id))
        if other is not None:
            yield Leak(
                f"match {match.id} of the past and match {other} of the test are the same task and citizen: "
                "leave one out",
                f"match {match.id} fra fortiden og match {other} i prøven er samme opgave og borger: udelad det ene",
            )
        if first is not None and match.matched_on >= first:
            yield Leak(
                f"match {match.id} of the past was made on {match.matched_on}, after the test began on {first}: "
                "split by time",
                f"match {match.id} fra fortiden er fra {match.matched_on}, efter at prøven begyndte {first}: "
                "del efter tid",
            )


def _of_views(test: Sequence[Match], views: Sequence[View]) -> Iterator[Leak]:
    by_task: dict[str, list[Match]] = {}
    for match in test:
        by_task.setdefault(match.task_id, []).append(match)
    ids = {match.id for match in test}
    for view in views:
        yield from _shown(view, ids)
        for task in view.tasks:
            for match in by_task.get(task, []):
                yield from _of_match(match, view.dataset)


def _shown(view: View, test_ids: set[str]) -> Iterator[Leak]:
    for match in view.dataset.matches:
        if match.id in test_ids:
            yield Leak(
                f"match {match.id} of the test is shown to the systems: take it out of their dataset",
                f"match {match.id} i prøven vises for systemerne: tag det ud af deres datasæt",
            )
    if view.dataset.judgements:
        yield Leak(
            "judgements are shown to the systems: take them out of their dataset",
            "bedømmelser vises for systemerne: tag dem ud af deres datasæt",
        )
    asked = {view.dataset.opening_of_task[task].id for task in view.tasks}
    for opening in view.dataset.openings:
        if opening.created_on > view.day and opening.id not in asked:
            yield Leak(
                f"opening {opening.id} is shown on {view.day}, before it was created on {opening.created_on}",
                f"jobåbning {opening.id} vises {view.day}, før den blev oprettet {opening.created_on}",
            )


def _of_match(match: Match, dataset: Dataset) -> Iterator[Leak]:
    citizen, task = dataset.citizen_by_id[match.citizen_id], dataset.task_by_id[match.task_id]
    opening = dataset.opening_of_task[match.task_id]
    for held in citizen.courses:
        if held.completed_on is not None and held.completed_on > match.matched_on:
            yield Leak(
                f"match {match.id} of {match.matched_on}: citizen {citizen.id} shows the course {held.code}, completed "
                f"later, on {held.completed_on}",
                f"match {match.id} fra {match.matched_on}: borger {citizen.id} vises med kurset {held.code}, som først "
                f"blev fuldført {held.completed_on}",
            )
    if opening.created_on > match.matched_on:
        yield Leak(
            f"match {match.id} of {match.matched_on} is older than its opening {opening.id} of {opening.created_on}: "
            "correct the dates",
            f"match {match.id} fra {match.matched_on} er ældre end sin jobåbning {opening.id} fra "
            f"{opening.created_on}: ret datoerne",
        )
    told = _outcome_told(citizen, task, opening, dataset.company_by_id[opening.company_id])
    if told is not None:
        yield Leak(
            f"match {match.id}: a text tells how it went ('{told}'): take it out of the text, or the match out of "
            "matches",
            f"match {match.id}: en tekst fortæller, hvordan det gik (»{told}«): tag det ud af teksten, eller matchet "
            "ud af matches",
        )


def _outcome_told(citizen: Citizen, task: Task, opening: Opening, company: Company) -> str | None:
    """The words that tell the outcome, None without any."""
    of_citizen = " ".join(filter(None, (citizen.experience, citizen.wishes, citizen.avoids)))
    of_task = " ".join(filter(None, (task.title, task.description, opening.notes)))
    names = [name for name in (company.name, task.id, opening.id) if len(name) >= _SHORTEST_NAME]
    for text, words in ((of_citizen, names), (of_task, [citizen.id] if len(citizen.id) >= _SHORTEST_NAME else [])):
        for word in words:
            if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE):
                return word
        if said := _OUTCOME.search(text):
            return said[0]
    return None
