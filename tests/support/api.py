"""The HTTP interface for tests, in this process."""

from __future__ import annotations

from starlette.testclient import TestClient

from recommender.engine import Recommender
from service.api.app import create_app
from tests.support.builders import AS_OF

CPR = "150482-1234"
HOME = "http://127.0.0.1:8000"


def client_of(recommender: Recommender, *, synthetic: bool = True) -> TestClient:
    """A client, which gets answers to bugs too, of an application on the builders' day."""
    app = create_app(recommender, synthetic=synthetic, today=lambda: AS_OF)
    return TestClient(app, base_url=HOME, raise_server_exceptions=False)
