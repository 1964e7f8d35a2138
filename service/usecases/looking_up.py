"""One task, opening or citizen of the dataset, in the contract's form; and how much there is."""

from __future__ import annotations

from recommender.dataset import citizen_row, company_row, opening_row, task_row
from recommender.types import Dataset
from service.usecases.known import require_known


def task(dataset: Dataset, task_id: str) -> dict[str, object]:
    """The task with the id of its opening, and its company; UnknownId."""
    known = require_known(dataset, "task", task_id)
    opening = dataset.opening_of_task[known]
    company = dataset.company_by_id[opening.company_id]
    return {"task": task_row(dataset.task_by_id[known]), "opening_id": opening.id, "company": company_row(company)}


def opening(dataset: Dataset, opening_id: str) -> dict[str, object]:
    """The opening with its tasks, and its company; UnknownId."""
    found = dataset.opening_by_id[require_known(dataset, "opening", opening_id)]
    return {"opening": opening_row(found), "company": company_row(dataset.company_by_id[found.company_id])}


def citizen(dataset: Dataset, citizen_id: str) -> dict[str, object]:
    """The citizen's working profile; UnknownId."""
    return {"citizen": citizen_row(dataset.citizen_by_id[require_known(dataset, "citizen", citizen_id)])}


def counts(dataset: Dataset) -> dict[str, int]:
    """Rows of each kind."""
    return {
        "companies": len(dataset.companies),
        "openings": len(dataset.openings),
        "openings_open": sum(opening.status == "open" for opening in dataset.openings),
        "tasks": len(dataset.task_by_id),
        "citizens": len(dataset.citizens),
        "courses": len(dataset.courses),
        "matches": len(dataset.matches),
        "judgements": len(dataset.judgements),
    }
