from __future__ import annotations

import pytest

from recommender.errors import RequestFaulty, UnknownId
from service.usecases.known import LONGEST_SHOWN, Kind, ids_of, require_known
from tests.support import builders

TASKS = tuple(builders.task(id=name) for name in ("tA010", "tA041", "tB011", "tA100"))
DATASET = builders.dataset(openings=(builders.opening(*TASKS),))


@pytest.mark.parametrize(
    ("kind", "asked"), [("task", "tA010"), ("opening", "o1"), ("citizen", "b1"), ("company", "c1")]
)
def test_what_is_known_is_given_back(kind: Kind, asked: str) -> None:
    assert require_known(DATASET, kind, asked) == asked
    assert asked in ids_of(DATASET, kind)


@pytest.mark.parametrize(
    ("asked", "near"),
    [("tA01", "tA010"), ("ta010", "tA010"), ("tA04", "tA041"), ("tB11", "tB011"), ("tA0100", "tA010")],
)
def test_the_nearest_is_named(asked: str, near: str) -> None:
    with pytest.raises(UnknownId, match=f"did you mean '{near}'"):
        require_known(DATASET, "task", asked)


def test_what_is_like_nothing_gets_a_count_and_is_cut() -> None:
    with pytest.raises(UnknownId) as refused:
        require_known(DATASET, "task", "ø" * 500)
    assert refused.value.en == f"no task '{'ø' * LONGEST_SHOWN}' in the dataset; the dataset has 4"
    assert refused.value.da == f"der er ingen opgave '{'ø' * LONGEST_SHOWN}' i datasættet; datasættet har 4"


def test_an_id_of_another_kind_is_told_as_such() -> None:
    with pytest.raises(UnknownId, match="the id 'c1' is of kind company, not citizen"):
        require_known(DATASET, "citizen", "c1")


@pytest.mark.parametrize("asked", ["150482-1234", "1504821234", " 150482 1234 ", "b1504821234"])
def test_a_cpr_number_is_refused_before_it_is_looked_for(asked: str) -> None:
    with pytest.raises(RequestFaulty) as refused:
        require_known(DATASET, "citizen", asked)
    assert "1234" not in refused.value.en + refused.value.da
