from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter
from starlette.testclient import TestClient

from service import schemas
from service.api import examples
from service.api.app import create_app
from tests.support.shipped import demo

HOME = "http://127.0.0.1"


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(create_app(demo(), synthetic=True), base_url=HOME)


@pytest.fixture(scope="module")
def described(client: TestClient) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/openapi.json").json()
    return found


def test_every_answer_of_every_route_has_an_example(described: dict[str, Any]) -> None:
    assert len(described["paths"]) == 7
    for path, methods in described["paths"].items():
        for method, route in methods.items():
            for status, answer in route["responses"].items():
                assert "example" in answer["content"]["application/json"], f"{method} {path} {status}"


def test_every_answer_names_its_form(described: dict[str, Any]) -> None:
    for methods in described["paths"].values():
        for route in methods.values():
            for status, answer in route["responses"].items():
                form = answer["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
                assert (form == "ErrorAnswer") == (status != "200")


@pytest.mark.parametrize("name", examples.REQUESTS)
def test_every_example_of_a_request_can_be_sent(client: TestClient, name: str) -> None:
    answer = client.post("/v1/suggestions", json=examples.REQUESTS[name]["value"])
    assert answer.status_code == 200, answer.text
    assert answer.json()["suggestions"]


@pytest.mark.parametrize(
    ("route", "found", "requests"),
    [("changes", "changes", examples.CHANGES_REQUESTS), ("jobs", "jobs", examples.JOBS_REQUESTS)],
)
def test_every_example_of_a_request_for_proposals_can_be_sent(
    client: TestClient, route: str, found: str, requests: dict[str, Any]
) -> None:
    for one in requests.values():
        answer = client.post(f"/v1/{route}", json=one["value"])
        assert answer.status_code == 200, answer.text
        assert answer.json()[found]


@pytest.mark.parametrize(
    ("example", "form"),
    [
        (examples.SUGGESTIONS, schemas.SuggestionsAnswer),
        (examples.CHANGES, schemas.ChangesAnswer),
        (examples.JOBS, schemas.JobsAnswer),
        (examples.HEALTH, schemas.Health),
        (examples.error("unknown_id", "no task"), schemas.ErrorAnswer),
    ],
)
def test_every_example_of_an_answer_has_its_form(example: Any, form: type[Any]) -> None:
    TypeAdapter(form).validate_python(example, strict=False)


def test_the_examples_of_rows_are_of_the_demo(client: TestClient) -> None:
    """Shortened, but with keys and values that the demo has."""
    for route, key, example in (
        ("tasks/tA010", "task", examples.TASK),
        ("openings/oA03", "opening", examples.OPENING),
        ("openings/oA03", "company", examples.COMPANY),
        ("citizens/bA001", "citizen", examples.CITIZEN),
    ):
        row = client.get(f"/v1/{route}").json()[key]
        assert example.keys() <= row.keys(), set(example) - set(row)
        assert row["id"] == example["id"]


def test_no_page_fetches_scripts_from_elsewhere(client: TestClient) -> None:
    assert client.get("/docs").status_code == 404
    assert client.get("/redoc").status_code == 404
