"""Which tasks make the best small job, and how much of each: an integer program for HiGHS.

Days on which the same tasks can be done are counted together: hours of task k on days of kind g, and how many of those
days are used. Within a day hours may be broken off and taken up again, so a day's hours fit when, for every stretch
between the start of one window and the end of another, the hours of the tasks whose windows lie inside it are at most
its length, and all hours together at most the day. Those limits form a polymatroid; a total that keeps n times the
limits therefore falls apart into n days that each keep them (Baum and Trotter 1981), which `week` does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from recommender.columns import FloatArray
from recommender.pieces import Piece
from recommender.smalljob import Bundling
from recommender.vocabulary import DAYS

OPTIMAL, TIME_LIMIT = "optimal", "time_limit"

_HIGHS_OPTIMAL, _HIGHS_LIMIT, _HIGHS_INFEASIBLE = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Limits:
    """What bounds one job, in minutes."""

    day: int
    week: int
    least_week: float
    """Below which each hour costs; not a bound."""
    company: tuple[tuple[str, int | None], ...]
    """Each company that must be in the job → the most minutes that its quota leaves, None for no bound."""
    unit: int


@dataclass(frozen=True, slots=True)
class Stint:
    """Days of one kind given to one company."""

    days: tuple[str, ...]
    """Days of that kind."""
    company: str
    used: int
    """How many of them are used."""
    minutes: tuple[tuple[int, int], ...]
    """Piece → minutes over those days."""


@dataclass(frozen=True, slots=True)
class Solution:
    """The best set and its hours, or how the search ended without one."""

    stints: tuple[Stint, ...]
    value: float
    status: str
    gap: float


@dataclass(frozen=True)
class Program:
    """The columns, in this order.

    y: whether a piece is taken; x: units of a piece on days of a kind; n: days of a kind used by a company;
    thin: hours that those days lack to be worth coming in for; short: hours below the citizen's least.
    """

    pieces: tuple[Piece, ...]
    limits: Limits
    rules: Bundling

    @cached_property
    def kinds(self) -> tuple[tuple[str, ...], ...]:
        """Days grouped by the pieces that can be done on them."""
        found: dict[tuple[int, ...], list[str]] = {}
        for day in DAYS:
            able = tuple(at for at, piece in enumerate(self.pieces) if day in piece.days)
            if able:
                found.setdefault(able, []).append(day)
        return tuple(tuple(days) for days in found.values())

    @cached_property
    def shares(self) -> tuple[tuple[int, int], ...]:
        """(piece, kind) of each x."""
        return tuple(
            (at, kind)
            for at, piece in enumerate(self.pieces)
            for kind, days in enumerate(self.kinds)
            if days[0] in piece.days
        )

    @cached_property
    def uses(self) -> tuple[tuple[int, str], ...]:
        """(kind, company) of each n."""
        return tuple(dict.fromkeys((kind, self.pieces[at].company) for at, kind in self.shares))

    @property
    def width(self) -> int:
        """Number of columns."""
        return len(self.pieces) + len(self.shares) + 2 * len(self.uses) + 1

    def solve(self, forbidden: Sequence[frozenset[int]]) -> Solution | None:
        """The best set that is none of those; None where there is no other."""
        from scipy.optimize import Bounds, LinearConstraint, milp

        rows, most = self._rows(forbidden)
        integral = np.ones(self.width)
        integral[-1 - len(self.uses) :] = 0
        found = milp(
            self._costs(),
            integrality=integral,
            bounds=Bounds(np.zeros(self.width), self._upper()),
            constraints=LinearConstraint(rows, np.full(len(most), -np.inf), most),
            options={"time_limit": self.rules.seconds, "mip_rel_gap": 0.0},
        )
        if found.status == _HIGHS_INFEASIBLE:
            return None
        if found.status not in (_HIGHS_OPTIMAL, _HIGHS_LIMIT):
            raise RuntimeError(f"HiGHS: {found.message}")
        if found.x is None:
            return Solution((), -np.inf, TIME_LIMIT, np.inf)
        status, gap = (OPTIMAL, 0.0) if found.status == _HIGHS_OPTIMAL else (TIME_LIMIT, float(found.mip_gap))
        return Solution(self._stints(found.x), -float(found.fun), status, gap)

    def _costs(self) -> FloatArray:
        hour = self.limits.unit / 60.0
        taken = [self.rules.task_cost] * len(self.pieces)
        worth = [-self.pieces[at].candidate.score * hour for at, _ in self.shares]
        days = [self.rules.day_cost] * len(self.uses) + [self.rules.thin_day_cost] * len(self.uses)
        return np.array([*taken, *worth, *days, self.rules.below_least_cost])

    def _upper(self) -> FloatArray:
        amounts = [self.pieces[at].most // self.limits.unit for at, _ in self.shares]
        days = [len(self.kinds[kind]) for kind, _ in self.uses]
        soft = [np.inf] * (len(self.uses) + 1)
        return np.array([*[1] * len(self.pieces), *amounts, *days, *soft], dtype=np.float64)

    def _rows(self, forbidden: Sequence[frozenset[int]]) -> tuple[FloatArray, FloatArray]:
        """All limits as rows · columns ≤ most."""
        rows = [*self._amounts(), *self._days(), *self._weeks(), *self._sets(forbidden)]
        return np.array([row for row, _ in rows]), np.array([most for _, most in rows])

    def _row(self, y: Sequence[tuple[int, float]] = (), x: Sequence[int] = (), sign: float = 1.0) -> FloatArray:
        """Those coefficients of y, and `sign` × minutes of those x."""
        row = np.zeros(self.width)
        for at, value in y:
            row[at] = value
        row[[len(self.pieces) + at for at in x]] = sign * self.limits.unit
        return row

    def _amounts(self) -> list[tuple[FloatArray, float]]:
        """A piece that is taken is taken between its least and its most."""
        found: list[tuple[FloatArray, float]] = []
        for at, piece in enumerate(self.pieces):
            own = [x for x, (other, _) in enumerate(self.shares) if other == at]
            found.append((self._row([(at, -piece.most)], own), 0.0))
            found.append((self._row([(at, piece.least)], own, -1.0), 0.0))
        return found

    def _days(self) -> list[tuple[FloatArray, float]]:
        """Hours fit into the days used; a day has one company."""
        found: list[tuple[FloatArray, float]] = []
        first = len(self.pieces) + len(self.shares)
        for n, (kind, company) in enumerate(self.uses):
            own = [
                x for x, (at, other) in enumerate(self.shares) if other == kind and self.pieces[at].company == company
            ]
            for inside, length in self._stretches(own):
                row = self._row((), inside)
                row[first + n] = -length
                found.append((row, 0.0))
            row = self._row((), own, -1.0)
            row[first + n], row[first + len(self.uses) + n] = self.rules.thin_day * 60.0, -60.0
            found.append((row, 0.0))
        for kind, days in enumerate(self.kinds):
            row = np.zeros(self.width)
            row[[first + n for n, (other, _) in enumerate(self.uses) if other == kind]] = 1.0
            found.append((row, float(len(days))))
        return found

    def _stretches(self, own: list[int]) -> list[tuple[list[int], int]]:
        """Those x, and each part of them whose windows lie in one stretch, with the minutes of a day they may fill."""
        windows = {x: (self.pieces[self.shares[x][0]].start, self.pieces[self.shares[x][0]].end) for x in own}
        found = [(own, self.limits.day)]
        for start in sorted({start for start, _ in windows.values()}):
            for end in sorted({end for _, end in windows.values()}):
                inside = [x for x, (first, last) in windows.items() if start <= first and last <= end]
                if inside and end - start < self.limits.day:
                    found.append((inside, end - start))
        return found

    def _weeks(self) -> list[tuple[FloatArray, float]]:
        """The week's most, its least (softly), and what each company's quota leaves."""
        every = list(range(len(self.shares)))
        below = self._row((), every, -1.0)
        below[-1] = -60.0
        found = [(self._row((), every), float(self.limits.week)), (below, -self.limits.least_week)]
        for company, most in self.limits.company:
            if most is not None:
                own = [x for x, (at, _) in enumerate(self.shares) if self.pieces[at].company == company]
                found.append((self._row((), own), float(most)))
        return found

    def _sets(self, forbidden: Sequence[frozenset[int]]) -> list[tuple[FloatArray, float]]:
        """Few tasks, one near miss at most, every company there, and none of the sets told before."""
        numbers = range(len(self.pieces))
        found = [(self._row([(at, 1.0) for at in numbers]), float(self.rules.most_tasks))]
        near = [(at, 1.0) for at in numbers if self.pieces[at].near_miss]
        found.append((self._row(near), 1.0))
        for company, _ in self.limits.company:
            found.append((self._row([(at, -1.0) for at in numbers if self.pieces[at].company == company]), -1.0))
        for gone in forbidden:
            found.append((self._row([(at, 1.0 if at in gone else -1.0) for at in numbers]), len(gone) - 1.0))
        return found

    def _stints(self, values: FloatArray) -> tuple[Stint, ...]:
        whole = np.rint(values).astype(int).tolist()
        amounts = whole[len(self.pieces) : len(self.pieces) + len(self.shares)]
        used = whole[len(self.pieces) + len(self.shares) :][: len(self.uses)]
        found = list[Stint]()
        for (kind, company), days in zip(self.uses, used, strict=True):
            own = tuple(
                (at, units * self.limits.unit)
                for (at, other), units in zip(self.shares, amounts, strict=True)
                if units and other == kind and self.pieces[at].company == company
            )
            if own:
                found.append(Stint(self.kinds[kind], company, days, own))
        return tuple(found)
