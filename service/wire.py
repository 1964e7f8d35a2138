"""Answers as JSON: suggestions with exactly the contract's keys, changes, small jobs; and the words that people see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from recommender.explanation import ADAPTED, EQUALS
from recommender.types import Reason, Suggestion

if TYPE_CHECKING:
    from recommender.change import Change
    from recommender.smalljob import Proposals, SmallJob

VERDICT_LABELS = {"fits": "passer", "adapt": "passer med hensyn", "near_miss": "næsten", "blocked": "kan ikke"}
BASE = "base"
SYNTHETIC_NOTE = "Opdigtede data"


def suggestion_row(suggestion: Suggestion) -> dict[str, Any]:
    """The suggestion as JSON has it; contributions and base add up to the logit of the score."""
    return {
        "task_id": suggestion.task_id,
        "citizen_id": suggestion.citizen_id,
        "rank": suggestion.rank,
        "score": suggestion.score,
        "verdict": suggestion.verdict,
        "reasons": [{"code": r.code, "text": r.text, "contribution": r.contribution} for r in suggestion.reasons],
        "questions": [{"code": q.code, "text": q.text, "of": q.of} for q in suggestion.questions],
        "opens_with": list(suggestion.opens_with),
        "model": {
            "encoder": suggestion.model.encoder,
            "ranker": suggestion.model.ranker,
            "rules": suggestion.model.rules,
        },
    }


def answer(suggestions: Sequence[Suggestion], as_of: date, *, synthetic: bool) -> dict[str, Any]:
    """Suggestions with the day of asking, and whether the people are invented."""
    rows = [suggestion_row(suggestion) for suggestion in suggestions]
    return {"as_of": as_of.isoformat(), "synthetic": synthetic, "suggestions": rows}


def changes_answer(changes: Sequence[Change], as_of: date, *, synthetic: bool) -> dict[str, Any]:
    """Changes with the day of asking, and whether the people are invented."""
    return {"as_of": as_of.isoformat(), "synthetic": synthetic, "changes": [asdict(change) for change in changes]}


def jobs_answer(proposals: Proposals, as_of: date, *, synthetic: bool) -> dict[str, Any]:
    """Small jobs with the day of asking; `unsettled` names openings whose search ran out of time without an answer."""
    return {
        "as_of": as_of.isoformat(),
        "synthetic": synthetic,
        "time_limit_s": proposals.seconds,
        "jobs": [job_row(job) for job in proposals.jobs],
        "unsettled": [list(openings) for openings in proposals.unsettled],
    }


def job_row(job: SmallJob) -> dict[str, Any]:
    """The job as JSON has it; times of day as the contract writes them."""
    return asdict(job) | {
        "week": [
            {"day": part.day, "task_id": part.task_id, "start": _clock(part.start), "end": _clock(part.end)}
            for part in job.week
        ],
        "contract_types": {company: list(types) for company, types in job.contract_types},
        "frees": [{"done_by": who, "hours": hours} for who, hours in job.frees],
    }


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def strengths(suggestion: Suggestion) -> list[Reason]:
    """What speaks for, the strongest first."""
    return [reason for reason in _told(suggestion) if reason.contribution > 0]


def cautions(suggestion: Suggestion) -> list[Reason]:
    """What speaks against, the strongest first."""
    return [reason for reason in _told(suggestion) if reason.contribution < 0]


def thanks_to(suggestion: Suggestion) -> list[Reason]:
    """What on offer made it fit; it costs nothing."""
    return [reason for reason in suggestion.reasons if reason.code == ADAPTED]


def among_equals(suggestion: Suggestion) -> list[Reason]:
    """Why it stands where it does among those with the same score; it adds nothing to it."""
    return [reason for reason in suggestion.reasons if reason.code == EQUALS]


def _told(suggestion: Suggestion) -> list[Reason]:
    """The reasons but the base, in the engine's order: the largest term first, those that name nothing last."""
    return [reason for reason in suggestion.reasons if reason.code != BASE]
