"""What a match has become by a day: a grade, or nothing yet where it has not had time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from recommender.fitting import STAGES
from recommender.types import Match

SETTLED = timedelta(weeks=12)
"""After the match: what has not become paid hours by then seldom does. The second follow-up falls then."""
LASTING_WEEKS = 26
LASTING = SETTLED + timedelta(weeks=LASTING_WEEKS)
"""After the match: whoever was hired late has by then had the time to stay for 26 weeks."""
HIRED = STAGES.index("hired")
LASTED = HIRED + 1
"""The highest grade: hired, and there for 26 weeks."""


def grade(match: Match, until: date) -> int | None:
    """proposed 0, met 1, placed 2, hired 3, hired and held for 26 weeks 4; None where follow-up is too young.

    A match counts once its time has passed, whatever it had reached before: otherwise what succeeds fast would be
    counted, and what fails slowly would not. Held for 26 weeks is likewise told apart once that much time has passed
    for everybody hired; until then hired is hired. (A fixed follow-up, as in Kalbfleisch and Prentice, "The Statistical
    Analysis of Failure Time Data", 2002, chapter 3: leaving out what is censored early is then independent of how it
    would have ended.)
    """
    if until - match.matched_on < SETTLED:
        return None
    if match.stage != "hired":
        return STAGES.index(match.stage)
    return LASTED if may_last(match, until) and (match.retained_weeks or 0) >= LASTING_WEEKS else HIRED


def may_last(match: Match, until: date) -> bool:
    """Whether the match has had the time to last."""
    return until - match.matched_on >= LASTING


def known_matches(matches: Sequence[Match], day: date) -> tuple[Match, ...]:
    """Those whose outcome was known on that day, as it was known; the last day of follow-up is the last match's."""
    until = min(day, max((match.matched_on for match in matches), default=day))
    return tuple(own for match in matches if match.matched_on <= until and (own := known_on(match, until)) is not None)


def known_on(match: Match, day: date) -> Match | None:
    """The match as it was known on that day; None where its outcome was not.

    Weeks held are cut to those that had passed, and an end that may have come later is left out.
    """
    if day - match.matched_on < SETTLED:
        return None
    weeks = match.retained_weeks
    if weeks is None or weeks <= (passed := (day - match.matched_on).days // 7):
        return match
    return replace(match, retained_weeks=passed, ended_because=None)
