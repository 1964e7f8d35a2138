"""The HTTP interface, made by a factory: no state but the recommender it is given."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

from fastapi import Body, FastAPI
from fastapi import Path as InPath

from recommender.engine import Recommender
from service.api import examples
from service.api.errors import handle_errors
from service.api.gate import Gate
from service.schemas import (
    LONGEST_ID,
    ChangesAnswer,
    ChangesRequest,
    CitizenAnswer,
    ErrorAnswer,
    Health,
    JobsAnswer,
    JobsRequest,
    OpeningAnswer,
    SuggestionsAnswer,
    SuggestionsRequest,
    TaskAnswer,
)
from service.usecases import looking_up, proposing
from service.usecases.suggesting import Query, suggest
from service.wire import answer, changes_answer, jobs_answer

API_VERSION = "1"

DESCRIPTION = (
    "Which citizens could do which small tasks, in which order, why, and what to ask. A person decides. "
    "There are no logins yet: the service listens on this machine only."
)

AskedId = Annotated[str, InPath(max_length=LONGEST_ID)]
Asked = Annotated[SuggestionsRequest, Body(openapi_examples=examples.REQUESTS)]
AskedChanges = Annotated[ChangesRequest, Body(openapi_examples=examples.CHANGES_REQUESTS)]
AskedJobs = Annotated[JobsRequest, Body(openapi_examples=examples.JOBS_REQUESTS)]


def create_app(recommender: Recommender, *, synthetic: bool = False, today: Callable[[], date] = date.today) -> FastAPI:
    """The app over a recommender; `today` tells the day of asking where a request does not."""
    app = FastAPI(title="Opgaveværktøjet", version=API_VERSION, description=DESCRIPTION, docs_url=None, redoc_url=None)
    handle_errors(app)
    app.add_middleware(Gate)
    _add_suggestions(app, recommender, synthetic, today)
    _add_proposals(app, recommender, synthetic, today)
    _add_look_ups(app, recommender)
    _add_health(app, recommender, synthetic)
    return app


def _add_suggestions(app: FastAPI, recommender: Recommender, synthetic: bool, today: Callable[[], date]) -> None:
    @app.post("/v1/suggestions", responses=_responses(examples.SUGGESTIONS, 404, 413, 422), tags=["suggestions"])
    def suggestions(asked: Asked) -> SuggestionsAnswer:
        """Rank citizens for a task or for the tasks of an opening, or open tasks for a citizen."""
        query = Query(asked.task_id, asked.opening_id, asked.citizen_id, asked.opening)
        as_of = asked.as_of or today()
        found = suggest(recommender, query, as_of, asked.k)
        return SuggestionsAnswer.model_validate(answer(found, as_of, synthetic=synthetic))


def _add_proposals(app: FastAPI, recommender: Recommender, synthetic: bool, today: Callable[[], date]) -> None:
    @app.post("/v1/changes", responses=_responses(examples.CHANGES, 404, 413, 422), tags=["suggestions"])
    def changes(asked: AskedChanges) -> ChangesAnswer:
        """Tell which one change would open a task, an opening or a citizen's way to most good matches."""
        query = Query(asked.task_id, asked.opening_id, asked.citizen_id, asked.opening)
        as_of = asked.as_of or today()
        found = proposing.changes(recommender, query, as_of, asked.k)
        return ChangesAnswer.model_validate(changes_answer(found, as_of, synthetic=synthetic))

    @app.post("/v1/jobs", responses=_responses(examples.JOBS, 404, 413, 422), tags=["suggestions"])
    def jobs(asked: AskedJobs) -> JobsAnswer:
        """Put tasks together to small jobs of the hours that a citizen can reach, each with its week drawn up."""
        as_of = asked.as_of or today()
        found = proposing.jobs(recommender, asked.citizen_id, as_of, asked.near_km)
        return JobsAnswer.model_validate(jobs_answer(found, as_of, synthetic=synthetic))


def _add_look_ups(app: FastAPI, recommender: Recommender) -> None:
    dataset = recommender.dataset
    in_opening = {"task": examples.TASK, "opening_id": "oA03", "company": examples.COMPANY}
    of_company = {"opening": examples.OPENING, "company": examples.COMPANY}

    @app.get("/v1/tasks/{id}", responses=_responses(in_opening, 404, 422), tags=["dataset"])
    def task(id: AskedId) -> TaskAnswer:
        """A task of the dataset with its company."""
        return TaskAnswer.model_validate(looking_up.task(dataset, id))

    @app.get("/v1/openings/{id}", responses=_responses(of_company, 404, 422), tags=["dataset"])
    def opening(id: AskedId) -> OpeningAnswer:
        """An opening of the dataset with its tasks and its company."""
        return OpeningAnswer.model_validate(looking_up.opening(dataset, id))

    @app.get("/v1/citizens/{id}", responses=_responses({"citizen": examples.CITIZEN}, 404, 422), tags=["dataset"])
    def citizen(id: AskedId) -> CitizenAnswer:
        """A citizen's working profile, under a pseudonym."""
        return CitizenAnswer.model_validate(looking_up.citizen(dataset, id))


def _add_health(app: FastAPI, recommender: Recommender, synthetic: bool) -> None:
    @app.get("/healthz", responses=_responses(examples.HEALTH), tags=["service"])
    def healthz() -> Health:
        """That the service answers: the versions of its models, and what the dataset holds."""
        model, counts = recommender.versions, looking_up.counts(recommender.dataset)
        told = {"encoder": model.encoder, "ranker": model.ranker, "rules": model.rules}
        return Health.model_validate({"status": "ok", "synthetic": synthetic, "model": told, "counts": counts})


_ERROR_EXAMPLES = {
    404: ("There is nothing of that id.", examples.error("unknown_id", "no task 'tA01' in the dataset")),
    413: ("Larger than 1 MiB.", examples.error("request_too_large", "the request is larger than 1 MiB")),
    422: ("Not as it should be.", examples.error("request_invalid", "the request is not as it should be")),
}


def _responses(example: Any, *errors: int) -> dict[int | str, dict[str, Any]]:
    """The examples of a route's answer and of its errors."""
    told: dict[int | str, dict[str, Any]] = {200: examples.ok(example)}
    for status in errors:
        description, shown = _ERROR_EXAMPLES[status]
        told[status] = {"model": ErrorAnswer, "description": description, **examples.ok(shown)}
    return told
