"""Why a citizen stands where it stands: one Danish sentence for each term of the score, and nothing beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from recommender.danish import first_lower, listed, number, quoted, shared_words
from recommender.pair import Pair
from recommender.questions import questions
from recommender.remedies import opens_with
from recommender.text import task_parts
from recommender.types import Question, Reason

SMALLEST = 1e-9
"""A contribution below this is none."""

BASE_TEXT = "Udgangspunktet for alle, der kan komme i betragtning"


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a suggestion says of itself."""

    reasons: tuple[Reason, ...]
    """The terms of the score, the largest first, then the base; with it they add up to the logit."""
    questions: tuple[Question, ...]
    opens_with: tuple[str, ...]


def explain(pair: Pair, contributions: Mapping[str, float], base: float) -> Explanation:
    """Sentences for the terms of one pair's score; what made it fit is told even where it costs nothing."""
    told = [
        Reason(name, TEXTS[name](pair, value > 0), value)
        for name, value in sorted(contributions.items(), key=lambda term: -abs(term[1]))
        if abs(value) > SMALLEST or (name == "adapted" and pair.adapted)
    ]
    opening = opens_with(pair)
    return Explanation((*told, Reason("base", BASE_TEXT, base)), questions(pair), opening)


def _experience(pair: Pair, good: bool) -> str:
    if good:
        return f"Erfaringen ligger tæt på opgaven: {quoted(pair.best_part('experience'))}"
    return "Ingen enkelt del af erfaringen ligger tæt på opgaven"


def _experience_whole(pair: Pair, good: bool) -> str:
    return "Erfaringen som helhed minder om opgaven" if good else "Erfaringen som helhed er fra andet arbejde"


def _wishes(pair: Pair, good: bool) -> str:
    wish = quoted(pair.best_part("wishes"))
    return f"Ønsket peger mod opgaven: {wish}" if good else f"Ønsket peger et andet sted hen: {wish}"


def _avoids(pair: Pair, good: bool) -> str:
    avoided = quoted(pair.best_part("avoids"))
    if good:
        return f"Det, borgeren vil undgå, ligner ikke opgaven: {avoided}"
    return f"Opgaven kan ligne noget, borgeren vil undgå: {avoided}"


def _words(pair: Pair, good: bool) -> str:
    own = " ".join((pair.citizen.experience, pair.citizen.wishes or ""))
    shared = [theirs for _, theirs in shared_words(task_parts(pair.task)[0], own)]
    if good and shared:
        return f"Profilen bruger ord, der går igen i opgaven: {listed(shared)}"
    return "Profil og opgave ligner hinanden i ordvalg" if good else "Profil og opgave har få ord til fælles"


def _course_text(pair: Pair, good: bool) -> str:
    title = pair.best_course()
    return (
        f"Har et kursus eller bevis tæt på opgaven: {title}" if good else "Kurserne handler om noget andet end opgaven"
    )


def _preferred_course(pair: Pair, good: bool) -> str:
    return f"Har {listed(pair.held(pair.task.prefers))}, som er en fordel i opgaven"


def _required_course(pair: Pair, good: bool) -> str:
    return f"Har {listed(pair.held(pair.task.requires))}, som opgaven kræver"


def _course_missing(pair: Pair, good: bool) -> str:
    return f"Mangler {listed(pair.lacking())}, som opgaven kræver"


def _over_demand(pair: Pair, good: bool) -> str:
    over = [
        f"at man {dimension.can[demand]} (borgeren {dimension.can[capacity]})"
        for dimension, demand, capacity in pair.exceeded(pair.lowered)
    ]
    return f"Opgaven beder om, {listed(over)}"


def _need_missing(pair: Pair, good: bool) -> str:
    labels = [first_lower(pair.vocabulary.labels[code]) for code in pair.missing_needs()]
    return f"Har brug for noget, som ikke er på tilbud endnu: {listed(labels)}"


def _adapted(pair: Pair, good: bool) -> str:
    return f"Kan lade sig gøre med det, virksomheden tilbyder: {listed([first_lower(x) for x in pair.helped_by()])}"


def _margin(pair: Pair, good: bool) -> str:
    return (
        "Der er luft mellem opgavens krav og det, borgeren kan" if good else "Kravene ligger tæt på det, borgeren kan"
    )


def _over_able(pair: Pair, good: bool) -> str:
    return "Borgeren kan mere, end opgaven beder om, på flere områder"


def _hours_missing(pair: Pair, good: bool) -> str:
    return f"Kan nå {number(pair.reachable)} af opgavens {number(pair.task.hours_per_week)} timer om ugen"


def _hours_covered(pair: Pair, good: bool) -> str:
    if good:
        return f"Opgavens {number(pair.task.hours_per_week)} timer om ugen kan nås"
    return _hours_missing(pair, good)


def _hours_filled(pair: Pair, good: bool) -> str:
    worked = number(min(pair.task.hours_per_week, pair.reachable))
    most = number(pair.citizen.hours_per_week_max)
    if good:
        return f"{worked} timer om ugen passer til de op til {most}, borgeren kan"
    return f"{worked} timer om ugen er få for en borger, der kan op til {most}"


def _hours_below_least(pair: Pair, good: bool) -> str:
    worked, least = number(min(pair.task.hours_per_week, pair.reachable)), number(pair.citizen.hours_per_week_min)
    return f"Opgaven giver {worked} timer om ugen; borgeren vil helst have mindst {least}"


def _travel_share(pair: Pair, good: bool) -> str:
    most, km = number(pair.citizen.max_distance_km or 0.0), number(pair.km)
    return f"Vejen er {km} km; borgeren kan tage op til {most} km"


def _travel_km(pair: Pair, good: bool) -> str:
    return f"Kort vej til arbejdet: {number(pair.km)} km" if good else f"Der er et stykke vej: {number(pair.km)} km"


def _unknown_share(pair: Pair, good: bool) -> str:
    return "Noget af det, opgaven kræver, ved vi ikke endnu om borgeren: spørg først"


TEXTS: dict[str, Callable[[Pair, bool], str]] = {
    "experience": _experience,
    "experience_whole": _experience_whole,
    "wishes": _wishes,
    "avoids": _avoids,
    "words": _words,
    "course_text": _course_text,
    "preferred_course": _preferred_course,
    "required_course": _required_course,
    "course_missing": _course_missing,
    "over_demand": _over_demand,
    "need_missing": _need_missing,
    "adapted": _adapted,
    "margin": _margin,
    "over_able": _over_able,
    "hours_missing": _hours_missing,
    "hours_covered": _hours_covered,
    "hours_filled": _hours_filled,
    "hours_below_least": _hours_below_least,
    "travel_share": _travel_share,
    "travel_km": _travel_km,
    "unknown_share": _unknown_share,
}
"""Feature → its sentence, given whether it speaks for."""
