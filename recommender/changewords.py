"""One change in one Danish sentence: what it opens, for how many, and how many of them are good."""

from __future__ import annotations


def people_sentence(clause: str, what: str, people: int, good: int) -> str:
    """Hvis der kan skaffes en ståstol, åbner opgaven for 7 borgere mere, 3 af dem med god score."""
    counted = "1 borger" if people == 1 else f"{people} borgere"
    return f"{_opening(clause)} åbner {what} for {counted} mere, {_goodness(people, good)}"


def tasks_sentence(clause: str, tasks: int, good: int) -> str:
    """Med kurset Almen fødevarehygiejne åbner 4 opgaver mere for borgeren, 2 af dem med god score."""
    counted = "1 opgave" if tasks == 1 else f"{tasks} opgaver"
    return f"{_opening(clause)} åbner {counted} mere for borgeren, {_goodness(tasks, good)}"


def _opening(clause: str) -> str:
    """The clause at the head of the sentence; a subordinate one takes its comma."""
    return f"{clause[:1].upper()}{clause[1:]}{',' if clause.startswith('hvis ') else ''}"


def _goodness(count: int, good: int) -> str:
    if count == 1:
        return "med god score" if good else "men uden god score"
    if good == count:
        return "alle med god score"
    return f"{good} af dem med god score" if good else "ingen af dem med god score"
