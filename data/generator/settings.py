"""What is asked of the generator."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from datetime import date, timedelta

from recommender.errors import RequestFaulty

UNTIL = date(2026, 11, 21)
"""The last day of every history: a dataset of the same seed is the same on any day."""
MOST_CITIZENS = 1_000_000
DAYS_A_MONTH = 365.25 / 12


@dataclass(frozen=True, slots=True)
class Settings:
    """Size, seed and switches; the same settings give the same bytes."""

    citizens: int
    openings: int
    months: int
    seed: int
    proposals: float = 6.0
    """Mean proposals for a task, over its citizens."""
    popularity: float = 1.0
    """How much more often brokers propose those whom they know well; 0 is not at all."""
    missing: float = 0.15
    """Share of what a profile may say that nobody has said, beside what is commonly unsaid."""
    censoring: bool = True
    """Whether follow-up ends on the last day; without it every match is followed to its end."""

    @property
    def first_day(self) -> date:
        """The day that the history begins."""
        return UNTIL - timedelta(days=round(self.months * DAYS_A_MONTH))

    def as_row(self) -> dict[str, int | float | bool]:
        """For `truth/world.json`."""
        return asdict(self)


def require_sound(settings: Settings) -> Settings:
    """The settings, or RequestFaulty with the option, its value and its bounds."""
    bounds: dict[str, tuple[float, float]] = {
        "citizens": (1, MOST_CITIZENS),
        "openings": (1, 100_000),
        "months": (1, 120),
        "seed": (0, 2**63 - 1),
        "proposals": (0.1, 1000),
        "popularity": (0, 5),
        "missing": (0, 0.9),
    }
    for name in (one.name for one in fields(settings) if one.name in bounds):
        low, high = bounds[name]
        value = getattr(settings, name)
        if not low <= value <= high:
            raise RequestFaulty(
                f"--{name} {value} is out of bounds; choose {low} to {high}",
                f"--{name} {value} er uden for grænserne; vælg {low} til {high}",
            )
    return settings
