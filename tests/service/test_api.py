from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from starlette.testclient import TestClient

from recommender.dataset import citizen_row, company_row, opening_row, task_row
from recommender.engine import Recommender
from service.api import examples
from service.api.app import create_app
from service.api.gate import LARGEST_BODY
from tests.support import builders
from tests.support.api import CPR, HOME, client_of
from tests.support.pairs import LetterEncoder, plain_ranker
from tests.support.shipped import demo
from tests.support.suggested import CONTRACT_KEYS

DATASET = builders.dataset(
    openings=(
        builders.opening(builders.task(), builders.task(id="t2", title="Feje gården")),
        builders.opening(builders.task(id="t3"), id="o2", status="closed"),
    ),
    citizens=(builders.citizen(), builders.citizen(id="b2", experience="Har fejet gårde."), builders.citizen(id="b3")),
)


def recommender() -> Recommender:
    return Recommender.of(DATASET, LetterEncoder(), plain_ranker(experience_text=2.0))


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with client_of(recommender()) as running:
        yield running


def ask(client: TestClient, body: Any, language: str = "en") -> Any:
    return client.post("/v1/suggestions", json=body, headers={"accept-language": language})


def suggested(client: TestClient, body: Any) -> list[dict[str, Any]]:
    answer = ask(client, body)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["suggestions"]
    return found


def refused(answer: Any, status: int, code: str) -> dict[str, Any]:
    """The error, in the one form that every error has."""
    assert answer.status_code == status, answer.text
    assert list(answer.json()) == ["error"]
    error: dict[str, Any] = answer.json()["error"]
    assert list(error) == ["code", "message", "faults"]
    assert error["code"] == code
    assert all(list(fault) == ["file", "line", "field", "message"] for fault in error["faults"])
    return error


def test_for_a_task(client: TestClient) -> None:
    answer = ask(client, {"task_id": "t1", "k": 2}).json()
    assert answer["as_of"] == builders.AS_OF.isoformat()
    assert answer["synthetic"] is True
    assert [one["rank"] for one in answer["suggestions"]] == [1, 2]
    assert list(answer["suggestions"][0]) == CONTRACT_KEYS
    assert answer["suggestions"][0]["model"]["encoder"] == "letters-1"


def test_for_an_opening_task_by_task(client: TestClient) -> None:
    assert [(one["task_id"], one["rank"]) for one in suggested(client, {"opening_id": "o1", "k": 2})] == [
        ("t1", 1),
        ("t1", 2),
        ("t2", 1),
        ("t2", 2),
    ]


def test_for_a_citizen_open_tasks_only(client: TestClient) -> None:
    found = suggested(client, {"citizen_id": "b2"})
    assert {one["task_id"] for one in found} == {"t1", "t2"}
    assert [one["rank"] for one in found] == [1, 2]


def test_ten_is_the_default() -> None:
    with client_of(demo()) as own:
        assert len(suggested(own, {"task_id": "tA041"})) == 10


def test_for_an_opening_straight_after_a_walkthrough(client: TestClient) -> None:
    found = suggested(client, {"opening": examples.SENT_OPENING, "k": 2})
    assert [(one["task_id"], one["rank"]) for one in found] == [("ny-1", 1), ("ny-1", 2)]


def test_a_sent_opening_of_a_known_company_ranks_as_the_same_in_the_dataset(client: TestClient) -> None:
    raw = opening_row(DATASET.openings[0])
    assert suggested(client, {"opening": raw}) == suggested(client, {"opening_id": "o1"})


def test_the_day_of_asking_can_be_given() -> None:
    later = builders.citizen(id="b9", available_from=date(2026, 12, 1))
    dataset = builders.dataset(citizens=(builders.citizen(), later))
    own_recommender = Recommender.of(dataset, LetterEncoder(), plain_ranker())
    with client_of(own_recommender, synthetic=False) as own:
        today, after = ({"task_id": "t1"} | day for day in ({}, {"as_of": "2026-12-01"}))
        assert [one["citizen_id"] for one in suggested(own, today)] == ["b1"]
        assert {one["citizen_id"] for one in suggested(own, after)} == {"b1", "b9"}
        assert ask(own, after).json()["as_of"] == "2026-12-01"
        assert ask(own, after).json()["synthetic"] is False


def test_a_task_an_opening_and_a_citizen_are_looked_up(client: TestClient) -> None:
    opening, company = DATASET.openings[0], company_row(DATASET.companies[0])
    task = {"task": task_row(opening.tasks[0]), "opening_id": "o1", "company": company}
    assert client.get("/v1/tasks/t1").json() == task
    assert client.get("/v1/openings/o1").json() == {"opening": opening_row(opening), "company": company}
    assert client.get("/v1/citizens/b1").json() == {"citizen": citizen_row(DATASET.citizens[0])}


def test_health_tells_versions_and_counts(client: TestClient) -> None:
    told = client.get("/healthz").json()
    assert told["status"] == "ok"
    assert told["model"]["encoder"] == "letters-1"
    assert told["model"]["ranker"].startswith("test+sha256:")
    assert told["model"]["rules"] == "contract-1"
    assert told["counts"] == {
        "companies": 1,
        "openings": 2,
        "openings_open": 1,
        "tasks": 3,
        "citizens": 3,
        "courses": 2,
        "matches": 0,
        "judgements": 0,
    }


@pytest.mark.parametrize("kind", ["task", "opening", "citizen"])
def test_an_unknown_id_gets_the_nearest(client: TestClient, kind: str) -> None:
    known = {"task": "t1", "opening": "o1", "citizen": "b1"}[kind]
    for answer in (client.get(f"/v1/{kind}s/{known}x"), ask(client, {f"{kind}_id": f"{known}x"})):
        assert f"did you mean '{known}'?" in refused(answer, 404, "unknown_id")["message"]


@pytest.mark.parametrize(
    ("body", "field", "said"),
    [
        ({"task_id": "t1", "colour": 1}, "colour", "Extra inputs are not permitted"),
        ({"task_id": 7}, "task_id", "Input should be a valid string"),
        ({"task_id": ""}, "task_id", "String should have at least 1 character"),
        ({"task_id": "t1", "k": 0}, "k", "Input should be greater than or equal to 1"),
        ({"task_id": "t1", "k": 1001}, "k", "Input should be less than or equal to 1000"),
        ({"task_id": "t1", "k": "5"}, "k", "Input should be a valid integer"),
        ({"task_id": "t1", "k": True}, "k", "Input should be a valid integer"),
        ({"task_id": "t1", "as_of": 20261121}, "as_of", "Input should be a date as text, like 2026-11-21"),
        ({"opening": ["x"]}, "opening", "Input should be a valid dictionary"),
    ],
)
def test_a_request_that_is_not_as_it_should_be(client: TestClient, body: Any, field: str, said: str) -> None:
    error = refused(ask(client, body), 422, "request_invalid")
    assert [(fault["field"], fault["message"]) for fault in error["faults"]] == [(field, said)]


def test_faults_are_told_in_danish_too(client: TestClient) -> None:
    error = refused(ask(client, {"task_id": "t1", "colour": 1, "k": 0}, "da-DK,da;q=0.9"), 422, "request_invalid")
    assert error["message"] == "kaldet er ikke, som det skal være"
    assert {fault["message"] for fault in error["faults"]} == {"kendes ikke; fjern feltet", "er for lille"}
    assert refused(ask(client, {"task_id": "q"}, "da"), 404, "unknown_id")["message"].startswith("der er ingen opgave")


@pytest.mark.parametrize("body", [{}, {"task_id": "t1", "citizen_id": "b1"}, {"task_id": "t1", "opening": {}}])
def test_exactly_one_thing_is_asked_about(client: TestClient, body: Any) -> None:
    message = refused(ask(client, body), 422, "request_faulty")["message"]
    assert message.startswith("ask about exactly one task, one opening or one citizen, not about")


def test_every_fault_of_a_sent_opening_is_told(client: TestClient) -> None:
    task = examples.SENT_OPENING["tasks"][0] | {"hours_per_week": -1, "adaptations": ["sitstand"]}  # type: ignore[index]
    error = refused(ask(client, {"opening": examples.SENT_OPENING | {"tasks": [task]}}), 422, "dataset_faulty")
    assert error["message"] == "2 faults; they stand in faults"
    assert {fault["file"] for fault in error["faults"]} == {"request"}
    told = {fault["field"]: fault["message"] for fault in error["faults"]}
    assert len(told) == 2
    assert any("sit_stand" in message for message in told.values())
    assert any("hours_per_week" in field for field in told)


@pytest.mark.parametrize("language", ["en", "da"])
@pytest.mark.parametrize(
    "body",
    [
        {"task_id": CPR},
        {"citizen_id": "1504821234"},
        {"task_id": "t1", CPR: 1},
        {"task_id": "t1", "as_of": CPR},
        {"task_id": "t1", "k": CPR},
        {"opening": {**examples.SENT_OPENING, "notes": f"Ring til {CPR}"}},
        {"opening": {**examples.SENT_OPENING, CPR: 1}},
        {"opening": {**examples.SENT_OPENING, "company": {"name": CPR, "municipality": "Aabenraa"}}},
        {"opening": {**examples.SENT_OPENING, "contract_types": [CPR]}},
    ],
)
def test_a_cpr_number_is_refused_and_not_repeated(client: TestClient, body: Any, language: str) -> None:
    answer = ask(client, body, language)
    assert answer.status_code == 422
    assert "1234" not in answer.text
    assert answer.json()["error"]["message"]


@pytest.mark.parametrize("kind", ["tasks", "openings", "citizens"])
def test_a_cpr_number_in_an_address_is_refused_and_not_repeated(client: TestClient, kind: str) -> None:
    answer = client.get(f"/v1/{kind}/{CPR}")
    assert "CPR" in refused(answer, 422, "request_faulty")["message"]
    assert "1234" not in answer.text


@pytest.mark.parametrize("content", [b"{", b"\xff\xfe", b"", b"[]", b'"x"', b"null", b"[" * 100_000])
def test_what_is_no_json_object_is_refused_and_not_repeated(client: TestClient, content: bytes) -> None:
    answer = client.post("/v1/suggestions", content=content, headers={"content-type": "application/json"})
    assert answer.status_code in (400, 422)
    assert answer.json()["error"]["code"] in ("bad_request", "request_invalid")
    assert "[[" not in answer.text


def test_a_form_from_a_web_page_elsewhere_is_refused(client: TestClient) -> None:
    content = json.dumps({"task_id": "t1"})
    answer = client.post("/v1/suggestions", content=content, headers={"content-type": "text/plain"})
    refused(answer, 422, "request_invalid")


def test_an_id_that_utf_8_cannot_write_is_unknown_like_any_other(client: TestClient) -> None:
    answer = client.post(
        "/v1/suggestions", content=b'{"task_id": "\\ud800"}', headers={"content-type": "application/json"}
    )
    assert answer.status_code in (404, 422)


def test_a_sent_text_that_utf_8_cannot_write_is_a_fault_of_the_request(client: TestClient) -> None:
    task = examples.SENT_OPENING["tasks"][0] | {"title": "Pakke \ud800 ordrer"}  # type: ignore[index]
    body = json.dumps({"opening": examples.SENT_OPENING | {"tasks": [task]}})
    answer = client.post("/v1/suggestions", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 422, answer.text


def test_a_request_that_is_too_large_is_refused(client: TestClient) -> None:
    largest = {"opening": {"notes": "x" * LARGEST_BODY}}
    refused(ask(client, largest), 413, "request_too_large")

    def chunks() -> Iterator[bytes]:
        for _ in range(20):
            yield b" " * (LARGEST_BODY // 16)

    answer = client.post("/v1/suggestions", content=chunks(), headers={"content-type": "application/json"})
    refused(answer, 413, "request_too_large")


def test_a_request_of_nearly_that_size_is_read(client: TestClient) -> None:
    notes = "Ro og orden. " * (LARGEST_BODY // 20)
    assert ask(client, {"opening": examples.SENT_OPENING | {"notes": notes}}).status_code in (200, 422)


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "10.0.0.1:8000"])
def test_only_this_machines_own_names_are_answered(client: TestClient, host: str) -> None:
    refused(client.get("/healthz", headers={"host": host}), 400, "host_refused")


@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "127.0.0.1:9", "[::1]:8000", "LOCALHOST"])
def test_this_machines_names(client: TestClient, host: str) -> None:
    assert client.get("/healthz", headers={"host": host}).status_code == 200


def test_addresses_and_methods_that_do_not_exist(client: TestClient) -> None:
    refused(client.get("/v2/suggestions"), 404, "not_found")
    answer = client.get("/v1/suggestions")
    refused(answer, 405, "method_not_allowed")
    assert answer.headers["allow"] == "POST"


def test_a_bug_is_told_without_its_details() -> None:
    app = create_app(recommender())

    @app.get("/broken")
    def broken() -> None:
        raise ZeroDivisionError(f"secret {CPR}")

    with TestClient(app, base_url=HOME, raise_server_exceptions=False) as own:
        answer = own.get("/broken", headers={"accept-language": "en"})
    assert refused(answer, 500, "internal_error")["message"] == "a fault of ours; the log has it"
    assert "secret" not in answer.text


def test_answers_about_people_are_not_kept_in_caches(client: TestClient) -> None:
    assert client.get("/v1/citizens/b1").headers["cache-control"] == "no-store"


def test_the_environments_language_where_none_is_asked_for(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "da_DK.UTF-8")
    answer = client.get("/v1/tasks/q", headers={"accept-language": "*"})
    assert refused(answer, 404, "unknown_id")["message"].startswith("der er ingen opgave")
