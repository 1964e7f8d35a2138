"""A week drawn up: hours over days of one kind → days, and the hours of one day → stretches from clock to clock."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations

Window = tuple[int, int]
"""Start and end, minutes after midnight."""
Stretch = tuple[int, int, int]
"""Number of a task, start, end."""
Room = Callable[[frozenset[int]], int]
"""Tasks → the minutes of one day that they can fill together."""

ORDINARY_START = 8 * 60
"""A day begins as near to this as the windows allow."""


def split_over_days(
    totals: Mapping[int, int], days: int, windows: Mapping[int, Window], step: int = 1
) -> list[dict[int, int]]:
    """Totals of each task, minutes, as that many days of equal length, to the next `step`.

    Needs totals that keep `days` times the limits of one day. Each day takes as much of one task after another as
    leaves the remaining days able to hold the rest: the limits are polymatroids, so the bound in `_one_day` is exact,
    and one day has few tasks.
    """
    longest = -(-sum(totals.values()) // (days * step)) * step

    def room(tasks: frozenset[int]) -> int:
        return min(longest, _covered([windows[task] for task in tasks]))

    left, found = dict(totals), []
    for remaining in range(days, 0, -1):
        own = _one_day(left, remaining, room)
        left = {task: minutes - own[task] for task, minutes in left.items()}
        found.append({task: minutes for task, minutes in own.items() if minutes})
    return found


def spread(days: Sequence[str], count: int) -> tuple[str, ...]:
    """So many of the days, evenly: two of Monday to Friday are Monday and Thursday, three Monday, Wednesday, Friday."""
    return tuple(days[-(-at * len(days) // count)] for at in range(count))


@cache
def clock(amounts: tuple[tuple[int, int], ...], windows: tuple[Window, ...]) -> tuple[Stretch, ...]:
    """One day: (task, minutes) each within its window, one at a time.

    The task whose window ends first goes first, and gives way when another that ends earlier can begin: if any order
    fits, this one does (Horn 1974). Of the moments at which the day could begin, the one with the least waiting, the
    fewest stretches, and nearest to eight o'clock. Needs minutes that fit.
    """
    total = sum(minutes for _, minutes in amounts)
    starts = {start for start, _ in windows}
    before = {sum(m for (_, m), (s, _) in zip(amounts, windows, strict=True) if s < start) for start in starts}
    moments = {ORDINARY_START, *starts, *(end - total for _, end in windows)}
    moments |= {start - earlier for start in starts for earlier in before}
    drawn = [_earliest_deadline(amounts, windows, moment) for moment in sorted(moments)]
    return min((day for day in drawn if day), key=_trouble)


def _trouble(day: tuple[Stretch, ...]) -> tuple[int, int, int]:
    waiting = day[-1][2] - day[0][1] - sum(end - start for _, start, end in day)
    return waiting, len(day), abs(day[0][1] - ORDINARY_START)


def _earliest_deadline(
    amounts: tuple[tuple[int, int], ...], windows: tuple[Window, ...], begin: int
) -> tuple[Stretch, ...]:
    """Empty where beginning then comes too late for a window."""
    left = dict(amounts)
    open_at = {task: (max(start, begin), end) for (task, _), (start, end) in zip(amounts, windows, strict=True)}
    now, running, day = max(begin, 0), -1, list[Stretch]()
    while left:
        ready = [task for task in left if open_at[task][0] <= now]
        later = [open_at[task][0] for task in left if open_at[task][0] > now]
        if not ready:
            now = min(later)
            continue
        task = min(ready, key=lambda one, last=running: (open_at[one][1], one != last))  # type: ignore[misc]
        until = min([now + left[task], *later])
        if until > open_at[task][1]:
            return ()
        _append(day, (task, now, until))
        left[task] -= until - now
        left = {one: minutes for one, minutes in left.items() if minutes}
        now, running = until, task
    return tuple(day)


def _append(day: list[Stretch], new: Stretch) -> None:
    if day and day[-1][0] == new[0] and day[-1][2] == new[1]:
        day[-1] = (new[0], day[-1][1], new[2])
    else:
        day.append(new)


def _one_day(left: Mapping[int, int], remaining: int, room: Room) -> dict[int, int]:
    own: dict[int, int] = {}
    order = sorted(left, key=lambda task: (-left[task], task))
    for at, task in enumerate(order):
        own[task] = min(
            [
                left[task],
                *(
                    _today(rest, task, own, room) + _later(rest, left, own, remaining - 1, room) - _sum(left, rest)
                    for rest in _subsets(order[at + 1 :])
                ),
            ]
        )
    return own


def _today(rest: frozenset[int], task: int, own: Mapping[int, int], room: Room) -> int:
    """What `task` and the rest can still fill of today, once the tasks before them have theirs."""
    return min(room(rest | done | {task}) - _sum(own, done) for done in _subsets(list(own)))


def _later(rest: frozenset[int], left: Mapping[int, int], own: Mapping[int, int], days: int, room: Room) -> int:
    """What the rest can fill of the later days, once what is left of the tasks before them is there."""
    return min(days * room(rest | done) - (_sum(left, done) - _sum(own, done)) for done in _subsets(list(own)))


def _subsets(tasks: Sequence[int]) -> Iterator[frozenset[int]]:
    for size in range(len(tasks) + 1):
        yield from map(frozenset, combinations(tasks, size))


def _sum(minutes: Mapping[int, int], tasks: frozenset[int]) -> int:
    return sum(minutes[task] for task in tasks)


def _covered(windows: Sequence[Window]) -> int:
    """Minutes that lie in at least one of the windows."""
    total, until = 0, 0
    for start, end in sorted(windows):
        total += max(end - max(start, until), 0)
        until = max(until, end)
    return total
