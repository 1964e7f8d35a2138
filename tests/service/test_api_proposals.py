"""Changes and small jobs over HTTP."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from starlette.testclient import TestClient

from recommender.bundling import jobs_for_citizen
from recommender.change import changes_for_task
from recommender.dataset import opening_row
from recommender.engine import Recommender
from recommender.types import Location
from service.api import examples
from service.wire import changes_answer, jobs_answer
from tests.support import builders
from tests.support.api import CPR, client_of
from tests.support.pairs import LetterEncoder, plain_ranker

STANDS = builders.task(demands={"standing": 3}, done_by="lagermand", splittable=True)
FAR_TASK = builders.task(id="t2", title="Feje gården", hours_per_week=4.0, done_by="pedel")
NEIGHBOUR = builders.company(id="c2", name="Naboen", location=Location(55.041, 9.411))
DATASET = builders.dataset(
    companies=(builders.company(), NEIGHBOUR),
    openings=(builders.opening(STANDS), builders.opening(FAR_TASK, id="o2", company_id="c2")),
    citizens=(
        builders.citizen(capacities={"standing": 1}),
        builders.citizen(id="b2", capacities={"standing": 3}),
        builders.citizen(id="b3", available_from=date(2026, 12, 1)),
    ),
)


def recommender() -> Recommender:
    return Recommender.of(DATASET, LetterEncoder(), plain_ranker(experience_text=2.0))


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with client_of(recommender()) as running:
        yield running


def ask(client: TestClient, route: str, body: Any) -> dict[str, Any]:
    answer = client.post(f"/v1/{route}", json=body)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def refused(client: TestClient, route: str, body: Any, language: str = "en") -> tuple[int, dict[str, Any]]:
    answer = client.post(f"/v1/{route}", json=body, headers={"accept-language": language})
    error: dict[str, Any] = answer.json()["error"]
    return answer.status_code, error


def test_changes_of_a_task_are_the_engines(client: TestClient) -> None:
    own = recommender()
    found = changes_for_task(own, own.place("t1"), builders.AS_OF)
    answer = json.loads(json.dumps(changes_answer(found, builders.AS_OF, synthetic=True)))
    assert ask(client, "changes", {"task_id": "t1"}) == answer
    first = ask(client, "changes", {"task_id": "t1"})["changes"][0]
    assert (first["kind"], first["code"], first["of"]) == ("adaptation", "sit_stand", "t1")
    assert first["text"].startswith(
        "Hvis der kan skaffes en ståstol eller en siddeplads, åbner opgaven for 1 borger mere"
    )
    assert [(one["task_id"], one["citizen_id"], one["verdict"]) for one in first["opened"]] == [("t1", "b1", "adapt")]


def test_changes_of_an_opening_known_or_sent_are_the_same(client: TestClient) -> None:
    known = ask(client, "changes", {"opening_id": "o1", "k": 2})
    assert known["changes"]
    assert ask(client, "changes", {"opening": opening_row(DATASET.openings[0]), "k": 2}) == known
    assert known["changes"][0]["of"] == "c1"


def test_changes_straight_after_a_walkthrough(client: TestClient) -> None:
    task = examples.SENT_OPENING["tasks"][0] | {"adaptations": [], "demands": {"standing": 3}}  # type: ignore[index]
    found = ask(client, "changes", {"opening": examples.SENT_OPENING | {"tasks": [task]}})
    assert {one["task_id"] for change in found["changes"] for one in change["opened"]} == {"ny-1"}


def test_changes_of_a_citizen(client: TestClient) -> None:
    found = ask(client, "changes", {"citizen_id": "b1"})
    assert "sit_stand" in {change["code"] for change in found["changes"]}
    assert all(one["citizen_id"] == "b1" for change in found["changes"] for one in change["opened"])


def test_as_many_changes_as_asked_for(client: TestClient) -> None:
    assert len(ask(client, "changes", {"task_id": "t1", "k": 1})["changes"]) == 1


def test_jobs_are_the_engines_with_week_and_whose_hours_are_freed(client: TestClient) -> None:
    found = jobs_for_citizen(recommender(), "b2", builders.AS_OF)
    told = ask(client, "jobs", {"citizen_id": "b2"})
    assert told == json.loads(json.dumps(jobs_answer(found, builders.AS_OF, synthetic=True)))
    job = next(job for job in told["jobs"] if job["tasks"][0]["task_id"] == "t1")
    assert told["time_limit_s"] == 2.0
    assert (job["status"], job["gap"]) == ("optimal", 0)
    assert job["frees"] == [{"done_by": "lagermand", "hours": job["hours"]}]
    assert job["contract_types"] == {"c1": ["ordinary_hours", "internship"]}
    assert all(part["start"] < part["end"] for part in job["week"])
    assert all(len({task["company_id"] for task in one["tasks"]}) == 1 for one in told["jobs"])


def test_jobs_over_two_companies_only_when_asked_for_and_beside_the_others(client: TestClient) -> None:
    jobs = ask(client, "jobs", {"citizen_id": "b2", "near_km": 3})["jobs"]
    companies = [{task["company_id"] for task in job["tasks"]} for job in jobs]
    assert {"c1", "c2"} in companies
    assert {"c1"} in companies
    assert [job["value"] for job in jobs] == sorted((job["value"] for job in jobs), reverse=True)
    assert len(jobs) <= 5


def test_the_day_of_asking_can_be_given(client: TestClient) -> None:
    assert ask(client, "jobs", {"citizen_id": "b3"})["jobs"] == []
    later = ask(client, "jobs", {"citizen_id": "b3", "as_of": "2026-12-01"})
    assert later["as_of"] == "2026-12-01"
    assert later["jobs"]


@pytest.mark.parametrize(
    ("route", "body", "field"),
    [
        ("changes", {"task_id": "t1", "colour": 1}, "colour"),
        ("changes", {"task_id": "t1", "k": 0}, "k"),
        ("changes", {"task_id": "t1", "k": 101}, "k"),
        ("changes", {"task_id": "t1", "as_of": 7}, "as_of"),
        ("jobs", {}, "citizen_id"),
        ("jobs", {"citizen_id": "b1", "near_km": 0}, "near_km"),
        ("jobs", {"citizen_id": "b1", "near_km": -3}, "near_km"),
        ("jobs", {"citizen_id": "b1", "near_km": 1e9}, "near_km"),
        ("jobs", {"citizen_id": "b1", "near_km": "3"}, "near_km"),
        ("jobs", {"citizen_id": "b1", "near_km": True}, "near_km"),
    ],
)
@pytest.mark.parametrize("language", ["en", "da"])
def test_a_request_that_is_not_as_it_should_be(
    client: TestClient, route: str, body: Any, field: str, language: str
) -> None:
    status, error = refused(client, route, body, language)
    assert (status, error["code"]) == (422, "request_invalid")
    assert [fault["field"] for fault in error["faults"]] == [field]
    if language == "da":
        assert "Input should" not in error["faults"][0]["message"]


@pytest.mark.parametrize("body", [{}, {"task_id": "t1", "citizen_id": "b1"}])
def test_exactly_one_thing_is_asked_about(client: TestClient, body: Any) -> None:
    status, error = refused(client, "changes", body)
    assert (status, error["code"]) == (422, "request_faulty")


def test_unknown_ids_get_the_nearest(client: TestClient) -> None:
    for route, body in (
        ("changes", {"task_id": "t1x"}),
        ("changes", {"opening_id": "o1x"}),
        ("changes", {"citizen_id": "b1x"}),
        ("jobs", {"citizen_id": "b1x"}),
    ):
        status, error = refused(client, route, body)
        assert (status, error["code"]) == (404, "unknown_id")
        assert "did you mean" in error["message"]


@pytest.mark.parametrize(
    ("route", "body"),
    [
        ("changes", {"citizen_id": CPR}),
        ("jobs", {"citizen_id": CPR}),
        ("jobs", {"citizen_id": "b1", "near_km": CPR}),
        ("changes", {"opening": {**examples.SENT_OPENING, "notes": f"Ring til {CPR}"}}),
    ],
)
def test_a_cpr_number_is_refused_and_not_repeated(client: TestClient, route: str, body: Any) -> None:
    answer = client.post(f"/v1/{route}", json=body)
    assert answer.status_code == 422
    assert "1234" not in answer.text


def test_every_fault_of_a_sent_opening_is_told(client: TestClient) -> None:
    task = examples.SENT_OPENING["tasks"][0] | {"hours_per_week": -1}  # type: ignore[index]
    status, error = refused(client, "changes", {"opening": examples.SENT_OPENING | {"tasks": [task]}})
    assert (status, error["code"]) == (422, "dataset_faulty")
    assert {fault["file"] for fault in error["faults"]} == {"request"}
