"""An opening sent in a request: what a person has just typed, with ids still to be given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import count
from typing import Any

from recommender.errors import DatasetFaulty
from recommender.reading import references
from recommender.reading.faults import Faults, Place
from recommender.reading.lines import Row, Rows
from recommender.reading.records import Ids, Reader
from recommender.reading.references import Known
from recommender.reading.said import Said, missing, wrong_type
from recommender.types import Company, Dataset, Opening

FILE = "request"
"""What the faults call it."""

_PLACE = Place(FILE, None)


def opening(raw: Mapping[str, object], dataset: Dataset, reader: Reader, as_of: date | None) -> tuple[Company, Opening]:
    """The opening and its company, or `DatasetFaulty`."""
    faults = reader.faults
    if not isinstance(raw, Mapping):
        faults.add(_PLACE, None, wrong_type(raw, "an opening as an object: {…}", "en jobåbning som et objekt: {…}"))
        raise DatasetFaulty(faults.found)
    values = dict(raw)
    company = _company(values, dataset, reader)
    row = Row(_PLACE, _completed(values, company, as_of))
    read = reader.opening(row, Ids(faults), Ids(faults))
    _check_courses(row, dataset, faults)
    if faults.found or company is None or read is None:
        raise DatasetFaulty(faults.found)
    return company, read


def _company(values: dict[str, Any], dataset: Dataset, reader: Reader) -> Company | None:
    """The company that is named or sent; takes `company` out of the values."""
    sent = values.pop("company", None)
    if sent is None:
        return _known_company(values.get("company_id"), dataset, reader.faults)
    if values.get("company_id") is not None:
        both = Said(
            "stands beside company_id; send one of the two", "står ved siden af company_id; send den ene af dem"
        )
        reader.faults.add(_PLACE, "company", both)
        return None
    if not isinstance(sent, dict):
        reader.faults.add(
            _PLACE, "company", wrong_type(sent, "a company as an object: {…}", "en virksomhed som et objekt: {…}")
        )
        return None
    place = Place(FILE, None, prefix="company.")
    return reader.company(Row(place, _with_id(sent, _fresh(dataset.company_by_id))))


def _known_company(company_id: object, dataset: Dataset, faults: Faults) -> Company | None:
    if company_id is None:
        faults.add(_PLACE, "company_id", missing())
        return None
    known = Known("companies", dict.fromkeys(dataset.company_by_id), whole=True)
    known.check(company_id, _PLACE, "company_id", faults)
    return dataset.company_by_id.get(company_id) if isinstance(company_id, str) else None


def _completed(values: dict[str, Any], company: Company | None, as_of: date | None) -> dict[str, Any]:
    """With what a request may leave out."""
    given = _with_id(values, _fresh(()))
    if given.get("company_id") is None:
        given["company_id"] = company.id if company else "?"  # that it is missing has been told
    if given.get("status") is None:
        given["status"] = "open"
    if given.get("created_on") is None and as_of is not None:
        given["created_on"] = as_of.isoformat()
    if isinstance(tasks := given.get("tasks"), list):
        given["tasks"] = _with_ids(tasks)
    return given


def _with_ids(tasks: list[Any]) -> list[Any]:
    fresh = _fresh(task.get("id") for task in tasks if isinstance(task, dict))
    return [_with_id(task, fresh) if isinstance(task, dict) else task for task in tasks]


def _with_id(raw: Mapping[str, Any], fresh: Iterator[str]) -> dict[str, Any]:
    return dict(raw) if raw.get("id") is not None else {**raw, "id": next(fresh)}


def _fresh(taken: Iterable[object]) -> Iterator[str]:
    """Those of `ny-1`, `ny-2` … that are free."""
    used = {item for item in taken if isinstance(item, str)}
    return (fresh for number in count(1) if (fresh := f"ny-{number}") not in used)


def _check_courses(row: Row, dataset: Dataset, faults: Faults) -> None:
    courses = Known("courses", dict.fromkeys(dataset.course_by_code), whole=True)
    anything = Known("companies", {}, whole=False)
    references.check_openings(Rows(FILE, [row]), anything, courses, faults)
