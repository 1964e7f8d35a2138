"""TREC files: judgements (`task 0 citizen grade`) and runs (`task Q0 citizen rank score tag`)."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from recommender.reading.faults import Faults, Place
from recommender.reading.lines import Row, Rows, decoded
from recommender.reading.said import Refused, Said, refused, shown, wrong_type
from recommender.reading.scalars import Whole
from recommender.reading.texts import Id
from recommender.types import Judgement

_GRADE = Whole(0, 3, unit="a grade", unit_da="en karakter")
_INT = re.compile(r"-?\d{1,9}", re.ASCII)


class RunLine(NamedTuple):
    """One line of a run file."""

    task_id: str
    citizen_id: str
    rank: int
    score: float
    tag: str


def qrels_rows(file: str, data: bytes, faults: Faults) -> Rows:
    """Judgements as rows: `task_id`, `citizen_id`, `grade`."""
    return _rows(file, data, faults, 4, "task_id 0 citizen_id grade", _judgement)


def run_rows(file: str, data: bytes, faults: Faults) -> Rows:
    """A run as rows: `task_id`, `citizen_id`, `rank`, `score`, `tag`."""
    return _rows(file, data, faults, 6, "task_id Q0 citizen_id rank score tag", _run_line)


def judgements(rows: Rows) -> tuple[Judgement, ...]:
    """The judgements of rows."""
    return tuple(Judgement(**row.values) for row in rows.rows)


def run_lines(rows: Rows) -> tuple[RunLine, ...]:
    """The lines of rows."""
    return tuple(RunLine(**row.values) for row in rows.rows)


def qrels_text(given: tuple[Judgement, ...]) -> str:
    """Judgements as TREC has them."""
    return "".join(f"{task}\t0\t{citizen}\t{grade}\n" for task, citizen, grade in given)


def _rows(
    file: str, data: bytes, faults: Faults, width: int, form: str, parse: Callable[[list[str]], Mapping[str, Any]]
) -> Rows:
    result, first_lines = Rows(file), dict[tuple[str, str], int]()
    for line, text in decoded(file, data, faults, result):
        cells = text.split()
        if not cells:
            continue
        place = Place(file, line)
        try:
            if len(cells) != width:
                raise refused(_width(text, len(cells), width, form))
            values = parse(cells)
            pair = (values["task_id"], values["citizen_id"])
            if (first := first_lines.setdefault(pair, line)) != line:
                raise Refused(("citizen_id", _twice(pair, first)))
            result.rows.append(Row(place, values))
        except Refused as refusal:
            result.whole = False
            for path, said in refusal.said:
                faults.add(place, path or None, said)
    return result


def _judgement(cells: list[str]) -> Mapping[str, Any]:
    grade = cells[3]
    return _read(cells) | _at("grade", lambda: {"grade": _GRADE.read(int(grade) if _INT.fullmatch(grade) else grade)})


def _run_line(cells: list[str]) -> Mapping[str, Any]:
    rank = _at("rank", lambda: {"rank": _rank(cells[3])})
    return _read(cells) | rank | _at("score", lambda: {"score": _score(cells[4])}) | {"tag": cells[5]}


def _read(cells: list[str]) -> dict[str, Any]:
    task = _at("task_id", lambda: {"task_id": Id().read(cells[0])})
    return task | _at("citizen_id", lambda: {"citizen_id": Id().read(cells[2])})


def _at(key: str, read: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What `read` gives; its refusal told at the key."""
    try:
        return read()
    except Refused as refusal:
        raise Refused(*((key + at, said) for at, said in refusal.said)) from None


def _rank(cell: str) -> int:
    if not cell.isascii() or not cell.isdecimal() or len(cell) > 9:
        raise refused(wrong_type(cell, "a rank as a whole number", "en placering som et helt tal"))
    return int(cell)


def _score(cell: str) -> float:
    try:
        score = float(cell)
    except ValueError:
        score = math.nan
    if not math.isfinite(score):
        raise refused(wrong_type(cell, "a score as a finite number", "en score som et endeligt tal"))
    return score


def _width(text: str, cells: int, width: int, form: str) -> Said:
    return Said(
        f"{shown(text)} has {cells} columns; write {width}: {form}",
        f"{shown(text)} har {cells} kolonner; skriv {width}: {form}",
    )


def _twice(pair: tuple[str, str], line: int) -> Said:
    task, citizen = map(shown, pair)
    return Said(
        f"the pair {task} and {citizen} stands already on line {line}; keep one of them",
        f"parret {task} og {citizen} står allerede på linje {line}; behold det ene",
    )
