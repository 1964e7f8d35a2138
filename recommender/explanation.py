"""Why a citizen stands where it stands: one Danish sentence for each term of the score, and nothing beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from recommender.danish import first_lower, hours_of, listed, number, quoted
from recommender.features import FEATURES
from recommender.pair import Pair
from recommender.questions import questions
from recommender.remedies import opens_with
from recommender.tagreasons import FAINT, TAG_TEXTS
from recommender.types import Question, Reason

ADAPTED, EQUALS = "adapted", "equals"
"""Codes of what is told at no cost: what the fit rests on, and why equals stand as they do."""

SMALLEST = 1e-9
"""A contribution below this is none."""

SIDES = {
    "experience": "task",
    "courses": "task",
    "demands": "task",
    "wishes": "citizen",
    "hours": "citizen",
    "travel": "citizen",
}
"""Group of features → whether it tells how the citizen suits the task, or how the task suits the citizen."""

MORE, LESS = "mere, end man oftest ser", "mindre, end man oftest ser"
"""Above and below the likeness at which a text says nothing: the mean of the pairs that the ranker was fitted to."""

BASE_TEXT = "Udgangspunktet for alle, der kan komme i betragtning"


_GROUPS = {feature.name: feature.group for feature in FEATURES}


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a suggestion says of itself."""

    reasons: tuple[Reason, ...]
    """The terms of the score, the largest first, those that name nothing last; what adds nothing; then the base.
    Their contributions add up to the logit."""
    questions: tuple[Question, ...]
    opens_with: tuple[str, ...]


def faint(reason: Reason) -> bool:
    """Whether a reason names nothing that a person could act on: it stands last, and is shown where nothing else is."""
    return reason.text.startswith(FAINT)


def sides(reasons: Iterable[Reason]) -> dict[str, float]:
    """What each side adds to the logit: `task`, how the citizen suits the task, and `citizen`, the other way round."""
    found = {"task": 0.0, "citizen": 0.0}
    for reason in reasons:
        if reason.code in _GROUPS:
            found[SIDES[_GROUPS[reason.code]]] += reason.contribution
    return found


def explain(pair: Pair, contributions: Mapping[str, float], base: float, remarks: Sequence[Reason] = ()) -> Explanation:
    """Sentences for the terms of one pair's score; what made it fit is told even where it costs nothing.

    `remarks`: what else is told before the base, without a contribution of its own.
    """
    told = [
        Reason(name, TEXTS[name](pair, value > 0), value)
        for name, value in sorted(contributions.items(), key=lambda term: -abs(term[1]))
        if abs(value) > SMALLEST
    ]
    told.sort(key=faint)
    helped = [Reason(ADAPTED, _adapted(pair), 0.0)] if pair.adapted else []
    reasons = (*told, *helped, *remarks, Reason("base", BASE_TEXT, base))
    return Explanation(reasons, questions(pair), opens_with(pair))


def standing(peers: int, openings: int, *, needy: bool, drawn: bool) -> Reason:
    """Why somebody stands where they do among equals; it adds nothing to the score.

    peers: how many others are equal; openings: other open tasks that the citizen could do; `needy`: the equals differ
    in that; `drawn`: one of them has just as many.
    """
    others, count = "en anden" if peers == 1 else f"{peers} andre", str(openings or "ingen")
    same = f"Har stort set samme score som {others}"
    if not needy:
        text = f"{same} og lige så mange andre åbne opgaver at vælge imellem ({count}); rækkefølgen er trukket ved lod"
    else:
        first = f"de, der har færrest andre åbne opgaver at vælge imellem, står først (denne borger har {count})"
        text = f"{same}; {first}{'; mellem dem med lige mange er der trukket lod' if drawn else ''}"
    return Reason(EQUALS, text, 0.0)


def _experience_text(pair: Pair, good: bool) -> str:
    return f"Det, der står om erfaringen, ligner opgaven {MORE if good else LESS}"


def _avoid_text(pair: Pair, good: bool) -> str:
    if good:
        return f"Det, borgeren vil undgå, ligner opgaven {LESS}"
    return f"Opgaven kan minde om noget, borgeren vil undgå: {quoted(pair.best_part('avoids'))}"


def _course_text(pair: Pair, good: bool) -> str:
    if good:
        return f"Nærmest opgaven blandt borgerens kurser og beviser: {pair.best_course()}"
    return f"Det, borgerens kurser handler om, ligner opgaven {LESS}"


def _preferred_course(pair: Pair, good: bool) -> str:
    return f"Har {listed(pair.held(pair.task.prefers))}, som er en fordel i opgaven"


def _required_course(pair: Pair, good: bool) -> str:
    return f"Har {listed(pair.held(pair.task.requires))}, som opgaven kræver"


def _over_demand(pair: Pair, good: bool) -> str:
    over = [
        f"at man {dimension.can[demand]} (borgeren {dimension.can[capacity]})"
        for dimension, demand, capacity in pair.exceeded(pair.lowered)
    ]
    return f"Opgaven kræver, {listed(over)}"


def _missing(pair: Pair, good: bool) -> str:
    if needs := pair.missing_needs():
        labels = [first_lower(pair.vocabulary.labels[code]) for code in needs]
        return f"Har brug for noget, som ikke er på tilbud endnu: {listed(labels)}"
    if courses := pair.lacking():
        return f"Mangler {listed(courses)}, som opgaven kræver"
    return "Borgerens og opgavens dage og timer passer ikke sammen endnu"


def _adapted(pair: Pair) -> str:
    return f"Kan lade sig gøre med det, virksomheden tilbyder: {listed([first_lower(x) for x in pair.helped_by()])}"


def _reached(pair: Pair) -> str:
    return f"Kan nå {number(pair.reachable)} af opgavens {hours_of(pair.task.hours_per_week)} om ugen"


def _hours_covered(pair: Pair, good: bool) -> str:
    if good:
        return f"Opgavens {hours_of(pair.task.hours_per_week)} om ugen kan nås"
    return _reached(pair)


def _hours_filled(pair: Pair, good: bool) -> str:
    worked = hours_of(min(pair.task.hours_per_week, pair.reachable))
    most = number(pair.citizen.hours_per_week_max)
    if good:
        return f"{worked} om ugen passer til en borger, der kan op til {most}"
    return f"{worked} om ugen er lidt for en borger, der kan op til {most}"


def _hours_below_least(pair: Pair, good: bool) -> str:
    least = f"vil helst have mindst {number(pair.citizen.hours_per_week_min)}"
    if pair.reachable < pair.task.hours_per_week:
        return f"Borgeren kan nå {hours_of(pair.reachable)} om ugen i opgaven og {least}"
    return f"Opgaven giver {hours_of(pair.task.hours_per_week)} om ugen; borgeren {least}"


def _travel(pair: Pair, good: bool) -> str:
    most = pair.citizen.max_distance_km
    help_with = "; virksomheden tilbyder hjælp til transport" if most is not None and pair.km > most else ""
    limit = "" if most is None else f" (borgeren kan rejse op til {number(most)} km{help_with})"
    return f"Der er {number(pair.km)} km i luftlinje til arbejdet{limit}"


TEXTS: dict[str, Callable[[Pair, bool], str]] = {
    **TAG_TEXTS,
    "experience_text": _experience_text,
    "preferred_course": _preferred_course,
    "required_course": _required_course,
    "course_text": _course_text,
    "avoid_text": _avoid_text,
    "over_demand": _over_demand,
    "missing": _missing,
    "hours_covered": _hours_covered,
    "hours_filled": _hours_filled,
    "hours_below_least": _hours_below_least,
    "travel": _travel,
}
"""Feature → its sentence, given whether it speaks for."""
