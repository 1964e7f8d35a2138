"""Examples that stand in OpenAPI; a test sends each of them."""

from __future__ import annotations

from typing import Any

MODEL = {
    "encoder": "dansk-statisk-1+sha256:0a1b2c3d4e5f",
    "ranker": "additive-1+sha256:0a1b2c3d4e5f",
    "rules": "contract-1",
}

COMPANY = {
    "id": "cA03",
    "name": "Vadehavskanten Camping",
    "municipality": "Tønder",
    "employees_fte": 5,
    "supported_fte": 0,
    "location": {"lat": 55.165, "lon": 8.722},
    "adaptations": ["extra_breaks"],
}

TASK = {
    "id": "tA010",
    "title": "Badehuset formiddag og aften",
    "description": "To runder, fredag, lørdag og søndag i sæsonen.",
    "hours_per_week": 12,
    "splittable": True,
    "qualification": "instruction",
    "days": ["fri", "sat", "sun"],
    "earliest": "10:00",
    "latest": "21:00",
    "demands": {"standing": 3, "danish": 1},
    "adaptations": [],
}

OPENING = {
    "id": "oA03",
    "company_id": "cA03",
    "created_on": "2026-08-11",
    "contract_types": ["ordinary_hours", "internship"],
    "status": "open",
    "tasks": [TASK],
}

CITIZEN = {
    "id": "bA001",
    "municipality": "Aabenraa",
    "group": "ledighedsydelse",
    "hours_per_week_max": 12,
    "experience": "Udlært tømrer, 24 år på byggepladser.",
    "capacities": {"lifting": 1, "standing": 1},
    "needs": ["sit_stand"],
    "contract_types": ["fleksjob"],
    "consents": True,
}

SENT_OPENING = {
    "company": {
        "name": "Fjordens Lager",
        "municipality": "Aabenraa",
        "location": {"lat": 55.04, "lon": 9.41},
        "adaptations": [],
    },
    "contract_types": ["ordinary_hours"],
    "tasks": [
        {
            "title": "Pakke ordrer",
            "description": "Pakke små ordrer i kasser og sætte etiket på.",
            "hours_per_week": 6,
            "qualification": "instruction",
            "requires": [],
            "prefers": [],
            "demands": {"standing": 2, "lifting": 1, "pace": 1},
            "adaptations": ["sit_stand", "own_pace"],
        }
    ],
}

REQUESTS: dict[str, Any] = {
    "task": {"summary": "Who could do a task?", "value": {"task_id": "tA010", "k": 5}},
    "opening": {"summary": "Who could do each task of an opening?", "value": {"opening_id": "oA03", "k": 3}},
    "citizen": {"summary": "Which open tasks could a citizen do?", "value": {"citizen_id": "bA001", "k": 5}},
    "walkthrough": {"summary": "Straight after a walkthrough", "value": {"opening": SENT_OPENING, "k": 5}},
}

SUGGESTIONS = {
    "as_of": "2026-11-21",
    "synthetic": True,
    "suggestions": [
        {
            "task_id": "tA010",
            "citizen_id": "bB002",
            "rank": 1,
            "score": 0.5,
            "verdict": "near_miss",
            "reasons": [
                {"code": "travel", "text": "Der er 2,9 km i luftlinje til arbejdet", "contribution": 0.7},
                {"code": "base", "text": "Udgangspunktet for alle, der kan komme i betragtning", "contribution": -0.7},
            ],
            "questions": [
                {
                    "code": "capacity.reaching",
                    "text": "Spørg, om borgeren kan række og løfte armene ofte.",
                    "of": "citizen",
                }
            ],
            "opens_with": ["hvis der kan holdes ekstra pauser"],
            "model": MODEL,
        }
    ],
}

CHANGES_REQUESTS: dict[str, Any] = {
    "task": {"summary": "What would open a task?", "value": {"task_id": "tA022", "k": 3}},
    "opening": {"summary": "What would open the tasks of an opening?", "value": {"opening_id": "oA06"}},
    "citizen": {"summary": "What would open tasks to a citizen?", "value": {"citizen_id": "bA107"}},
    "walkthrough": {"summary": "Straight after a walkthrough", "value": {"opening": SENT_OPENING}},
}

CHANGES = {
    "as_of": "2026-11-21",
    "synthetic": True,
    "changes": [
        {
            "kind": "adaptation",
            "code": "own_pace",
            "of": "tA010",
            "text": "Hvis opgaven kan løses i eget tempo, åbner opgaven for 1 borger mere, med god score",
            "opened": [{"task_id": "tA010", "citizen_id": "bB002", "score": 0.5, "verdict": "adapt"}],
            "good": 1,
        }
    ],
}

JOBS_REQUESTS: dict[str, Any] = {
    "one": {"summary": "Within one opening", "value": {"citizen_id": "bA107"}},
    "neighbours": {"summary": "Over two companies too", "value": {"citizen_id": "bA107", "near_km": 15}},
}

JOBS = {
    "as_of": "2026-11-21",
    "synthetic": True,
    "time_limit_s": 2.0,
    "jobs": [
        {
            "citizen_id": "bA107",
            "tasks": [
                {
                    "task_id": "tA010",
                    "opening_id": "oA03",
                    "company_id": "cA03",
                    "title": "Badehuset formiddag og aften",
                    "hours": 6,
                    "of_hours": 12,
                    "done_by": "campingværten",
                    "score": 0.5,
                    "verdict": "fits",
                }
            ],
            "week": [
                {"day": "fri", "task_id": "tA010", "start": "10:00", "end": "13:00"},
                {"day": "sat", "task_id": "tA010", "start": "10:00", "end": "13:00"},
            ],
            "hours": 6,
            "contract_types": {"cA03": ["ordinary_hours"]},
            "frees": [{"done_by": "campingværten", "hours": 6}],
            "value": 2.86,
            "status": "optimal",
            "gap": 0,
            "text": "Én opgave, 6 timer om ugen: fredag og lørdag kl. 10–13",
            "frees_text": "Frigør 6 timer om ugen (campingværten)",
            "short_text": "",
        }
    ],
    "unsettled": [],
}

HEALTH = {
    "status": "ok",
    "synthetic": True,
    "model": MODEL,
    "counts": {
        "companies": 8,
        "openings": 8,
        "openings_open": 8,
        "tasks": 31,
        "citizens": 220,
        "courses": 24,
        "matches": 0,
        "judgements": 474,
    },
}


def error(code: str, message: str) -> dict[str, Any]:
    """An error of that code."""
    return {"error": {"code": code, "message": message, "faults": []}}


def ok(example: Any) -> dict[str, Any]:
    """An answer's example, as OpenAPI has it."""
    return {"content": {"application/json": {"example": example}}}
