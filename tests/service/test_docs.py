from __future__ import annotations

import re

import pytest
import typer.main
from fastapi.routing import APIRoute

from recommender import errors
from recommender.engine import Recommender
from recommender.errors import OpgaveError
from service.api.app import create_app
from service.api.errors import TOLD
from service.cli import app
from service.schemas import ChangesRequest, JobsRequest, SuggestionsRequest
from service.wire import VERDICT_LABELS
from service.writers.forms import FORMS, SUFFIXES
from service.writers.printed import ANSWER_FORMS
from tests.support import builders
from tests.support.pairs import LetterEncoder, plain_ranker
from tests.support.shipped import ROOT

CLI = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
API = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
GUIDE = (ROOT / "docs" / "vejledning.md").read_text(encoding="utf-8")

COMMANDS = typer.main.get_command(app).commands  # type: ignore[attr-defined]


def section(name: str) -> str:
    """What the page says under a command's heading, and under what holds for all."""
    parts = {part.partition("\n")[0]: part for part in CLI.split("\n## ")}
    return parts[f"`opgave {name}`"] + parts["The same everywhere"]


def test_there_are_commands_to_document() -> None:
    assert {"suggest", "score", "verdicts", "evaluate", "check", "serve"} <= COMMANDS.keys()


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_is_documented(name: str) -> None:
    told = section(name)
    below = getattr(COMMANDS[name], "commands", {})
    for inner in below:
        assert f"opgave {name} {inner}" in " ".join(told.split())
    for parameter in [*COMMANDS[name].params, *(one for inner in below.values() for one in inner.params)]:
        for option in [option for option in parameter.opts if option.startswith("-") and option != "--help"]:
            assert re.search(rf"`{re.escape(option)}[ `]", told), f"opgave {name} {option}"


def test_every_form_is_documented() -> None:
    for form in (*FORMS, *ANSWER_FORMS, *SUFFIXES):
        assert f"`{form}`" in CLI, form


def test_every_route_is_documented() -> None:
    own = create_app(_recommender())
    routes = [route for route in own.routes if isinstance(route, APIRoute)]
    assert len(routes) == 7
    for route in routes:
        for method in route.methods or ():
            assert f"`{method} {route.path}`" in API


def test_every_key_of_a_request_is_documented() -> None:
    parts = {part.partition("\n")[0]: part for part in API.split("\n## ")}
    for route, form in (("suggestions", SuggestionsRequest), ("changes", ChangesRequest), ("jobs", JobsRequest)):
        for key in form.model_fields:
            assert f"| `{key}` |" in parts[f"`POST /v1/{route}`"], (route, key)


def test_every_error_is_documented_with_its_status() -> None:
    own = {kind.code: kind.http_status for kind in vars(errors).values() if _is_error(kind)}
    assert len(own) >= 6
    for code, status in own.items():
        assert f"| `{code}` | {status} |" in API
    for code in TOLD:
        assert f"| `{code}` |" in API
    told = set(re.findall(r"^\| `([a-z_]+)` \| \d{3} \|", API, re.MULTILINE))
    assert told == own.keys() | TOLD.keys(), "the page tells of an error that does not exist"


def test_the_guide_explains_every_verdict_that_is_shown() -> None:
    for verdict in ("fits", "adapt", "near_miss"):
        assert f"| {VERDICT_LABELS[verdict]} |" in GUIDE


def _is_error(kind: object) -> bool:
    return isinstance(kind, type) and issubclass(kind, OpgaveError) and kind is not OpgaveError


def _recommender() -> Recommender:
    return Recommender.of(builders.dataset(), LetterEncoder(), plain_ranker())
