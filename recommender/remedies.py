"""What would open a near miss: the smallest changes, each of which would lift its one hindrance. Danish."""

from __future__ import annotations

from recommender.danish import hours_of, listed
from recommender.eligibility import LEAST_SPLIT_HOURS, NEAR_MISS, lower, on_offer
from recommender.pair import Pair
from recommender.vocabulary import Adaptation

MOST = 3
"""Proposals told for one near miss."""

TIMING = ("flexible_start", "flexible_days", "gradual_hours")


def opens_with(pair: Pair) -> tuple[str, ...]:
    """Clauses that each open the near miss; empty for any other verdict."""
    if pair.verdict != NEAR_MISS:
        return ()
    if pair.verdicts.demands[pair.row]:
        return _for_demands(pair)
    if needs := pair.missing_needs():
        return tuple(pair.vocabulary.adaptation(code).opens for code in needs)
    if courses := pair.lacking():
        return tuple(f"efter kurset {title}" for title in courses)
    return _for_hours(pair)


def _for_demands(pair: Pair) -> tuple[str, ...]:
    over = pair.exceeded(pair.lowered)
    offers = [one for one in pair.vocabulary.adaptations if not on_offer(pair.columns, one.code, pair.vocabulary)]
    opening = [adaptation for adaptation in offers if _lifts(pair, adaptation)]
    opening.sort(key=lambda adaptation: len(adaptation.lowers) + len(adaptation.caps))
    if opening:
        return tuple(adaptation.opens for adaptation in opening[:MOST])
    enough = [f"at man {dimension.can[capacity]}" for dimension, _, capacity in over]
    return (f"hvis opgaven kan lægges til rette, så det er nok, {listed(enough)}",)


def _lifts(pair: Pair, adaptation: Adaptation) -> bool:
    offers = pair.columns.on_offer | pair.vocabulary.bit(adaptation.code)
    return not pair.exceeded(lower(pair.columns.demands, offers, pair.vocabulary))


def _for_hours(pair: Pair) -> tuple[str, ...]:
    found = [pair.vocabulary.adaptation(code).opens for code in TIMING if _gives_hours(pair, code)]
    if pair.reachable >= LEAST_SPLIT_HOURS and not pair.task.splittable:
        found.append(f"hvis opgaven kan deles, så borgeren tager {hours_of(pair.reachable)} om ugen")
    if found:
        return tuple(found[:MOST])
    most = pair.citizen.hours_per_week_max
    if most < pair.task.hours_per_week and most <= pair.reachable:
        return (f"hvis opgaven kan skæres ned til {hours_of(most)} om ugen",) if most > 0 else ()
    return ("hvis dage og tidspunkter kan lægges om, så borgeren kan møde",)


def _gives_hours(pair: Pair, code: str) -> bool:
    offered = on_offer(pair.columns, code, pair.vocabulary)
    return not offered and pair.enough_hours(pair.columns.on_offer | pair.vocabulary.bit(code))
