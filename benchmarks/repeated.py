"""A larger municipality for measuring: the demo's people and openings repeated with jitter. Nobody in it exists."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Json = dict[str, Any]

ABOUT = (
    "Synthetic: the demo's citizens repeated; place, distance, hours and capacities jittered; sentences shuffled, "
    "a random number put into each so that no text is encoded twice. Speed and memory only: quality means nothing here."
)

_SENTENCE = re.compile(r"(?<=[.!?…])\s+(?=[A-ZÆØÅ0-9\"»«'])")
_TEXTS = ("experience", "wishes", "avoids")


def write_repeated(source: Path, target: Path, citizens: int, openings: int | None = None, seed: int = 0) -> None:
    """Write a dataset of that many citizens; as many openings as the source, or as said."""
    target.mkdir(parents=True, exist_ok=True)
    (target / "README.md").write_text(f"# Syntetisk\n\n{ABOUT}\n", encoding="utf-8")
    own = {name: _read(source / f"{name}.jsonl") for name in ("companies", "courses", "openings", "citizens")}
    rng = random.Random(seed)
    _write(target / "companies.jsonl", iter(own["companies"]))
    _write(target / "courses.jsonl", iter(own["courses"]))
    _write(target / "citizens.jsonl", (_citizen(own["citizens"], at, rng) for at in range(citizens)))
    wanted = len(own["openings"]) if openings is None else openings
    _write(target / "openings.jsonl", (_opening(own["openings"], at) for at in range(wanted)))


def _citizen(known: list[Json], at: int, rng: random.Random) -> Json:
    """Citizen `at`: one of the known with other numbers and another order of sentences."""
    citizen: Json = json.loads(json.dumps(known[at % len(known)]))
    citizen["id"] = f"b{at:07d}"
    if place := citizen.get("location"):
        citizen["location"] = {axis: round(value + rng.uniform(-0.1, 0.1), 5) for axis, value in place.items()}
    if citizen.get("max_distance_km"):
        citizen["max_distance_km"] = max(1, citizen["max_distance_km"] + rng.randint(-5, 5))
    most = max(1, citizen["hours_per_week_max"] + rng.randint(-2, 2))
    citizen |= {"hours_per_week_max": most, "hours_per_week_min": min(most, citizen.get("hours_per_week_min") or 0)}
    citizen["capacities"] = {
        code: min(3, max(0, level + rng.choice((-1, 0, 0, 0, 1)))) for code, level in citizen["capacities"].items()
    }
    return citizen | {name: _reworded(citizen[name], rng) for name in _TEXTS if citizen.get(name)}


def _opening(known: list[Json], at: int) -> Json:
    opening: Json = json.loads(json.dumps(known[at % len(known)]))
    opening |= {"id": f"o{at:05d}", "status": "open"}
    for number, task in enumerate(opening["tasks"]):
        task["id"] = f"t{at:05d}-{number}"
    return opening


def _reworded(text: str, rng: random.Random) -> str:
    sentences = [sentence for sentence in _SENTENCE.split(text.strip()) if sentence]
    rng.shuffle(sentences)
    return " ".join(f"{one.rstrip('.')} ({rng.randint(0, 9999)})." for one in sentences)


def _read(path: Path) -> list[Json]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _write(path: Path, records: Iterator[Json]) -> None:
    with path.open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
