"""Danish sentences for fields of work and conditions: named, with the words that a proposal was read from."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from recommender.danish import first_lower, listed, quoted
from recommender.pair import Pair
from recommender.tags import Tag

NAMED = 2
"""Tags named in one sentence."""
UNSURE = 0.5
"""Probability below which a proposed tag is told with *måske*."""


def experience_field(pair: Pair, good: bool) -> str:
    """What the citizen has worked in, beside what the task is about."""
    if good:
        met = _shared(pair, "experience_fields")
        return f"Har erfaring med det, opgaven handler om: {_fields(pair, met)}{_read_from(met)}"
    own = pair.citizen_tags["experience_fields"]
    return f"Erfaringen er fra andet: {_fields(pair, own)}" if own else "Erfaringen er fra andre slags opgaver"


def wish_field(pair: Pair, good: bool) -> str:
    """What the citizen wishes for, beside what the task is about."""
    if good:
        met = _shared(pair, "wish_fields")
        return f"Ønsker sig det, opgaven handler om: {_fields(pair, met)}{_read_from(met)}"
    own = pair.citizen_tags["wish_fields"]
    return f"Ønsker sig noget andet: {_fields(pair, own)}{_read_from(own)}" if own else "Ønsker sig noget andet"


def avoid_field(pair: Pair, good: bool) -> str:
    """What the citizen avoids and the task is about."""
    met = _shared(pair, "avoid_fields")
    return f"Vil {_maybe(met)}undgå det, opgaven handler om: {_fields(pair, met)}{_read_from(met)}"


def wish_condition(pair: Pair, good: bool) -> str:
    """Conditions that the citizen wishes for and the task has."""
    met = _having(pair.citizen_tags["wish_conditions"], pair.task_conditions)
    return f"Vil {_maybe(met)}gerne have det, som det er i opgaven: {_conditions(pair, met)}{_read_from(met)}"


def opposite_condition(pair: Pair, good: bool) -> str:
    """Wishes that the task's conditions speak against."""
    against = {condition.code: condition.against for condition in pair.vocabulary.conditions}
    met = [
        tag
        for tag in pair.citizen_tags["wish_conditions"]
        if any(pair.task_conditions.get(code, 0.0) > 0 for code in against[tag.code])
    ]
    facing = {
        code: chance for code, chance in pair.task_conditions.items() if any(code in against[tag.code] for tag in met)
    }
    labels = [pair.vocabulary.condition_labels[code] for code in sorted(facing, key=lambda code: -facing[code])[:NAMED]]
    told = f"; i opgaven er det: {listed(labels)}" if labels else ""
    return f"Vil {_maybe(met)}hellere have: {_conditions(pair, met)}{_read_from(met)}{told}"


def avoid_condition(pair: Pair, good: bool) -> str:
    """Conditions that the citizen avoids and the task has."""
    met = _having(pair.citizen_tags["avoid_conditions"], pair.task_conditions)
    return f"Vil {_maybe(met)}undgå noget, der er i opgaven: {_conditions(pair, met)}{_read_from(met)}"


TAG_TEXTS: dict[str, Callable[[Pair, bool], str]] = {
    "experience_field": experience_field,
    "wish_field": wish_field,
    "avoid_field": avoid_field,
    "wish_condition": wish_condition,
    "opposite_condition": opposite_condition,
    "avoid_condition": avoid_condition,
}


def _shared(pair: Pair, slot: str) -> list[Tag]:
    """The citizen's tags that the task is about, those that weigh most in the score first."""
    return _having(pair.citizen_tags[slot], pair.task_fields)


def _having(tags: Sequence[Tag], weights: dict[str, float]) -> list[Tag]:
    met = [tag for tag in tags if weights.get(tag.code, 0.0) > 0]
    return sorted(met, key=lambda tag: -tag.probability * weights[tag.code])


def _fields(pair: Pair, tags: Sequence[Tag]) -> str:
    return listed([first_lower(pair.vocabulary.field_labels[tag.code]) for tag in tags[:NAMED]])


def _conditions(pair: Pair, tags: Sequence[Tag]) -> str:
    return listed([pair.vocabulary.condition_labels[tag.code] for tag in tags[:NAMED]])


def _maybe(tags: Sequence[Tag]) -> str:
    return "måske " if tags and tags[0].probability < UNSURE else ""


def _read_from(tags: Sequence[Tag]) -> str:
    words = next((tag.words for tag in tags[:NAMED] if tag.words), "")
    return f" (læst af {quoted(words)})" if words else ""
