"""What is unknown between a task and a citizen, as questions that a person asks before a match. Danish."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from recommender.columns import UNKNOWN
from recommender.cues import Cue, citizen_cues, pair_questions, task_cues
from recommender.pair import Pair
from recommender.types import Question


def questions(pair: Pair) -> tuple[Question, ...]:
    """What the task demands and nobody knows of the citizen, what the texts hint at, and what nobody has noted."""
    return (*_of_citizen(pair), *_of_texts(pair), *_of_company(pair), *_of_place(pair), *_of_quota(pair))


def _of_citizen(pair: Pair) -> list[Question]:
    lowered = pair.lowered
    return [
        Question(f"capacity.{dimension.code}", f"Spørg, om borgeren {dimension.can[lowered[at]]}.", "citizen")
        for at, dimension in enumerate(pair.vocabulary.dimensions)
        if lowered[at] > 0 and pair.capacities[at] == UNKNOWN
    ]


def _of_texts(pair: Pair) -> list[Question]:
    task = _task_cues(pair.task.title, pair.task.description, pair.opening.notes or "")
    citizen = _citizen_cues(pair.citizen.experience, pair.citizen.wishes or "", pair.citizen.avoids or "")
    return [Question(f"text.{cue.kind}", cue.ask, cue.of) for cue in pair_questions(task, citizen)]


@lru_cache(maxsize=1 << 10)
def _task_cues(title: str, description: str, notes: str) -> tuple[Cue, ...]:
    return task_cues(title, description, notes)


@lru_cache(maxsize=1 << 14)
def _citizen_cues(experience: str, wishes: str, avoids: str) -> tuple[Cue, ...]:
    return citizen_cues(experience, wishes, avoids)


def _of_company(pair: Pair) -> list[Question]:
    """Only where the answer could matter: the citizen is low in a dimension that the task leaves out."""
    fragile = np.flatnonzero((pair.columns.demands == UNKNOWN) & (pair.capacities >= 0) & (pair.capacities <= 1))
    dimensions = [pair.vocabulary.dimensions[at] for at in fragile]
    return [
        Question(
            f"demand.{dimension.code}",
            f"{dimension.label}: Hvad kræver opgaven? Borgeren {dimension.can[pair.capacities[at]]}.",
            "company",
        )
        for at, dimension in zip(fragile, dimensions, strict=True)
    ]


def _of_place(pair: Pair) -> list[Question]:
    found = []
    if pair.company.location is None:
        found.append(Question("location.company", "Hvor ligger arbejdspladsen?", "company"))
    if pair.citizen.location is None:
        found.append(Question("location.citizen", "Hvor skal borgeren rejse fra?", "citizen"))
    if pair.citizen.max_distance_km is None:
        found.append(Question("max_distance_km", "Hvor langt kan borgeren rejse?", "citizen"))
    return found


def _of_quota(pair: Pair) -> list[Question]:
    limited = {contract.code for contract in pair.vocabulary.contract_types if contract.under_quota}
    shared = set(pair.opening.contract_types) & set(pair.citizen.contract_types)
    if not shared & limited or (pair.company.employees_fte is not None and pair.company.supported_fte is not None):
        return []
    text = "Hvor mange ansatte har virksomheden, og hvor mange er der i løntilskud eller praktik? (rimelighedskravet)"
    return [Question("quota", text, "company")]
