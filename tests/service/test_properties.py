from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

import numpy as np
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from recommender.engine import Recommender
from service.api.app import create_app
from service.schemas import SuggestionsRequest
from service.writers.trec_file import run_lines
from tests.support import builders
from tests.support.pairs import LetterEncoder, plain_ranker
from tests.support.suggested import suggestion

CLIENT = TestClient(
    create_app(Recommender.of(builders.dataset(), LetterEncoder(), plain_ranker())),
    base_url="http://127.0.0.1",
    raise_server_exceptions=False,
)

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20) | st.just("t1"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)
OPENING_KEYS = ("id", "company", "company_id", "tasks", "contract_types", "status", "created_on", "notes")
TASK_KEYS = ("title", "description", "hours_per_week", "demands", "days", "earliest", "latest", "requires")
OPENINGS = st.dictionaries(
    st.sampled_from(OPENING_KEYS),
    VALUES | st.lists(st.dictionaries(st.sampled_from(TASK_KEYS), VALUES, max_size=4), max_size=2),
    max_size=4,
)
BODIES = st.dictionaries(st.sampled_from(tuple(SuggestionsRequest.model_fields)), VALUES, max_size=3) | st.builds(
    lambda opening: {"opening": opening}, OPENINGS
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.floats(0, 1), min_size=1, max_size=60))
@example([1.0] * 60)
@example([0.0] * 60)
@example([0.6, 0.604, 0.603, 0.602])
def test_run_scores_fall_strictly_in_thirty_two_bits_and_keep_the_order(scores: list[float]) -> None:
    """Equals (the same two decimals) stand in any order."""
    ordered = sorted(scores, key=lambda score: -round(score / 0.01))
    ranked = [suggestion(citizen_id=f"b{rank}", rank=rank, score=score) for rank, score in enumerate(ordered, 1)]
    rows = [line.split() for line in run_lines(ranked)]
    assert [row[2] for row in rows] == [one.citizen_id for one in ranked]
    told = [np.float32(row[4]) for row in rows]
    assert all(above > below for above, below in pairwise(told))
    assert np.allclose(told, ordered, atol=0.01 + 1e-5)


@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(BODIES)
@example({"task_id": "t1", "as_of": "0001-01-01"})
@example({"task_id": "t1", "as_of": "9999-12-31"})
@example({"opening": {"tasks": [{"hours_per_week": 1e308}]}})
@example({"opening": {"tasks": [{"hours_per_week": 10**400}]}})
def test_no_body_whatever_is_answered_by_a_bug(body: Any) -> None:
    answer = CLIENT.post("/v1/suggestions", content=json.dumps(body), headers={"content-type": "application/json"})
    assert answer.status_code in (200, 400, 404, 422), answer.text
    if answer.status_code != 200:
        assert answer.json()["error"]["message"]
