"""Suggestions by hand, so that what is printed and written does not move with the weights."""

from __future__ import annotations

from typing import Any

from recommender.explanation import standing
from recommender.types import ModelVersions, Question, Reason, Suggestion

MODEL = ModelVersions("dansk-statisk-1", "additive-1", "contract-1")
BASE = Reason("base", "Udgangspunktet for alle, der kan komme i betragtning", -0.7)

CONTRACT_KEYS = [
    "task_id",
    "citizen_id",
    "rank",
    "score",
    "verdict",
    "reasons",
    "questions",
    "opens_with",
    "model",
]
"""Of a suggestion, as the data contract lists them."""


def suggestion(**over: Any) -> Suggestion:
    """Citizen `b1` for task `t1`, a fit with two reasons and a question."""
    own: dict[str, Any] = {
        "task_id": "t1",
        "citizen_id": "b1",
        "rank": 1,
        "score": 0.8173,
        "verdict": "fits",
        "reasons": (
            Reason(
                "experience_field",
                "Har erfaring med det, opgaven handler om: lager (læst af «Har pakket varer på et lager»)",
                1.5,
            ),
            Reason("travel", "Der er 1,3 km i luftlinje til arbejdet (borgeren kan rejse op til 20 km)", 0.7),
            BASE,
        ),
        "questions": (Question("capacity.pace", "Spørg, om borgeren kan arbejde i et roligt tempo.", "citizen"),),
        "opens_with": (),
        "model": MODEL,
    }
    return Suggestion(**(own | over))


def adapted() -> Suggestion:
    """Second, thanks to what is on offer, with more of everything than is shown."""
    return suggestion(
        citizen_id="b2",
        rank=2,
        score=0.5,
        verdict="adapt",
        reasons=(
            Reason("wish_field", "Ønsker sig det, opgaven handler om: lager (læst af «Gerne på et lager»)", 0.9),
            Reason("avoid_text", "Opgaven kan minde om noget, borgeren vil undgå: «Tunge løft»", -0.8),
            Reason("preferred_course", "Har Almen fødevarehygiejne, som er en fordel i opgaven", 0.5),
            Reason("hours_filled", "6 timer om ugen er lidt for en borger, der kan op til 30", -0.4),
            Reason("course_text", "Nærmest opgaven blandt borgerens kurser og beviser: Lagerintroduktion", 0.3),
            Reason("hours_covered", "Opgavens 6 timer om ugen kan nås", 0.2),
            Reason("adapted", "Kan lade sig gøre med det, virksomheden tilbyder: ståstol eller siddeplads", 0.0),
            standing(1, 4, needy=True, drawn=False),
            BASE,
        ),
        questions=(
            Question(
                "demand.noise",
                "Støj og uro: Hvad kræver opgaven? Borgeren kan arbejde med almindelige lyde omkring sig.",
                "company",
            ),
            Question("capacity.pace", "Spørg, om borgeren kan arbejde i et roligt tempo.", "citizen"),
            Question("max_distance_km", "Hvor langt kan borgeren rejse?", "citizen"),
        ),
    )


def near_miss() -> Suggestion:
    """Third, with what would open it."""
    return suggestion(
        citizen_id="b3",
        rank=3,
        score=0.0449,
        verdict="near_miss",
        reasons=(Reason("missing", "Mangler Almen fødevarehygiejne, som opgaven kræver", -1.1), BASE),
        questions=(),
        opens_with=("efter kurset Almen fødevarehygiejne", "hvis der kan gives hjælp på borgerens eget sprog"),
    )
