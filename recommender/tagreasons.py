"""Danish sentences for fields of work and conditions: named, with the words that a proposal was read from."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from recommender.danish import first_lower, quoted
from recommender.pair import Pair
from recommender.tags import Tag

FAINT = "Et svagt tegn på"
"""How a sentence begins that names nothing: many chances too small to be told one by one."""
NAMED = 2
"""Tags named in one sentence."""
MENTIONED = 0.3
"""Probability from which a proposed tag is named."""
SURE = 0.5
"""Probability below which a proposed tag is told with *måske*."""


def experience_field(pair: Pair, good: bool) -> str:
    """What the citizen has worked in, beside what the task is about."""
    if not good:
        own = _elsewhere(pair, "experience_fields")
        return f"Har erfaring fra andet: {_fields(pair, own)}" if own else "Erfaringen peger kun lidt mod opgaven"
    met = _shared(pair, "experience_fields")
    if not met:
        return f"{FAINT} erfaring med det, opgaven handler om"
    return f"Har {_maybe(met)}erfaring med det, opgaven handler om: {_fields(pair, met)}{_read_from(met)}"


def wish_field(pair: Pair, good: bool) -> str:
    """What the citizen wishes for, beside what the task is about."""
    if not good:
        return "Ønskerne peger kun lidt mod opgaven"
    met = _shared(pair, "wish_fields")
    if not met:
        return f"{FAINT}, at borgeren ønsker sig det, opgaven handler om"
    return (
        f"Ønsker sig {_said_in(pair.citizen.wishes, met)}det, opgaven handler om: {_fields(pair, met)}{_read_from(met)}"
    )


def wish_elsewhere(pair: Pair, good: bool) -> str:
    """What the citizen wishes for, where the task is of none of it."""
    own = [tag for tag in _elsewhere(pair, "wish_fields") if _stands_in(pair.citizen.wishes, tag)]
    if not own:
        return f"{FAINT}, at ønskerne går i en anden retning"
    return f"Ønsker sig noget andet: {_fields(pair, own)}{_read_from(own)}"


def avoid_field(pair: Pair, good: bool) -> str:
    """What the citizen avoids and the task is about."""
    met = _shared(pair, "avoid_fields")
    if not met:
        return f"{FAINT}, at opgaven er noget, borgeren vil undgå"
    return (
        f"Vil {_said_in(pair.citizen.avoids, met)}undgå det, opgaven handler om: {_fields(pair, met)}{_read_from(met)}"
    )


def wish_condition(pair: Pair, good: bool) -> str:
    """Conditions that the citizen wishes for and the task has."""
    met = _having(pair.citizen_tags["wish_conditions"], pair.task_conditions)
    if not met:
        return f"{FAINT}, at vilkårene passer med ønskerne"
    said = _said_in(pair.citizen.wishes, met)
    return f"Vil {said}gerne have det, som det er i opgaven: {_conditions(pair, met)}{_read_from(met)}"


def opposite_condition(pair: Pair, good: bool) -> str:
    """Wishes that the task's conditions speak against."""
    against = {condition.code: condition.against for condition in pair.vocabulary.conditions}
    likely = {code: chance for code, chance in pair.task_conditions.items() if chance >= MENTIONED}
    wished = _likely(pair.citizen_tags["wish_conditions"], MENTIONED)
    met = [tag for tag in wished if set(against[tag.code]) & likely.keys() and tag.code not in likely]
    if not met:
        return f"{FAINT}, at vilkårene går imod ønskerne"
    facing = [code for code in likely if any(code in against[tag.code] for tag in met)]
    facing.sort(key=lambda code: -likely[code])
    labels = [pair.vocabulary.condition_labels[code] for code in facing[:NAMED]]
    wish = f"{_conditions(pair, met)}{_read_from(met)}"
    said = _said_in(pair.citizen.wishes, met)
    return f"Vil {said}hellere have: {wish}; i opgaven er det: {'; '.join(labels)}"


def avoid_condition(pair: Pair, good: bool) -> str:
    """Conditions that the citizen avoids and the task has."""
    met = _having(pair.citizen_tags["avoid_conditions"], pair.task_conditions)
    if not met:
        return f"{FAINT}, at vilkårene er noget, borgeren vil undgå"
    said = _said_in(pair.citizen.avoids, met)
    return f"Vil {said}undgå noget, der er i opgaven: {_conditions(pair, met)}{_read_from(met)}"


TAG_TEXTS: dict[str, Callable[[Pair, bool], str]] = {
    "experience_field": experience_field,
    "wish_field": wish_field,
    "wish_elsewhere": wish_elsewhere,
    "avoid_field": avoid_field,
    "wish_condition": wish_condition,
    "opposite_condition": opposite_condition,
    "avoid_condition": avoid_condition,
}


def _shared(pair: Pair, slot: str) -> list[Tag]:
    """The citizen's likely tags that the task is about, those that weigh most in the score first."""
    return _having(pair.citizen_tags[slot], pair.task_fields)


def _having(tags: Sequence[Tag], weights: dict[str, float]) -> list[Tag]:
    met = [tag for tag in _likely(tags, MENTIONED) if weights.get(tag.code, 0.0) > 0]
    return sorted(met, key=lambda tag: -tag.probability * weights[tag.code])


def _elsewhere(pair: Pair, slot: str) -> list[Tag]:
    """The citizen's sure tags that the task is not about."""
    return [tag for tag in _likely(pair.citizen_tags[slot], SURE) if tag.code not in pair.task_fields]


def _likely(tags: Sequence[Tag], least: float) -> list[Tag]:
    return [tag for tag in tags if tag.probability >= least]


def _fields(pair: Pair, tags: Sequence[Tag]) -> str:
    """Labels hold *og* themselves, so a semicolon stands between them."""
    return "; ".join(first_lower(pair.vocabulary.field_labels[tag.code]) for tag in _named(tags))


def _conditions(pair: Pair, tags: Sequence[Tag]) -> str:
    return "; ".join(pair.vocabulary.condition_labels[tag.code] for tag in _named(tags))


def _maybe(tags: Sequence[Tag]) -> str:
    """*måske* where it is not likely, or where neither a person nor words can be shown for it."""
    shown = tags[0].confirmed or bool(tags[0].words)
    return "" if shown and tags[0].probability >= SURE else "måske "


def _said_in(text: str | None, tags: Sequence[Tag]) -> str:
    """*måske* too where it was read from another facet: a wish from what the citizen has done."""
    return _maybe(tags) if _stands_in(text, tags[0]) else "måske "


def _stands_in(text: str | None, tag: Tag) -> bool:
    """Whether a person said it, or the words that it was read from stand in that text."""
    return tag.confirmed or bool(tag.words and tag.words in (text or ""))


def _named(tags: Sequence[Tag]) -> Sequence[Tag]:
    """The tags of one sentence: the first, and the next where it was read from the same words."""
    return [tag for tag in tags[:NAMED] if tag.words == tags[0].words]


def _read_from(tags: Sequence[Tag]) -> str:
    return f" (læst af {quoted(tags[0].words)})" if tags and tags[0].words else ""
