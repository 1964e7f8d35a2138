from __future__ import annotations

from datetime import date

from service.wire import among_equals, answer, cautions, strengths, suggestion_row, thanks_to
from tests.support.suggested import adapted, near_miss, suggestion


def test_strengths_and_cautions_share_the_reasons_but_the_base() -> None:
    for one in (suggestion(), adapted(), near_miss()):
        told = [*strengths(one), *thanks_to(one), *cautions(one), *among_equals(one)]
        assert sorted(told, key=id) == sorted((r for r in one.reasons if r.code != "base"), key=id)
    assert [reason.code for reason in strengths(adapted())] == [
        "wish_field",
        "preferred_course",
        "course_text",
        "hours_covered",
    ]
    assert [reason.code for reason in cautions(adapted())] == ["avoid_text", "hours_filled"]
    assert [reason.code for reason in thanks_to(adapted())] == ["adapted"]
    assert [reason.code for reason in among_equals(adapted())] == ["equals"]


def test_a_row_is_plain_and_whole() -> None:
    row = suggestion_row(near_miss())
    assert row["reasons"][0] == {
        "code": "missing",
        "text": "Mangler Almen fødevarehygiejne, som opgaven kræver",
        "contribution": -1.1,
    }
    assert row["opens_with"] == list(near_miss().opens_with)
    assert row["model"] == {"encoder": "dansk-statisk-1", "ranker": "additive-1", "rules": "contract-1"}
    assert suggestion_row(suggestion())["questions"] == [
        {"code": "capacity.pace", "text": "Spørg, om borgeren kan arbejde i et roligt tempo.", "of": "citizen"}
    ]


def test_an_answer_tells_the_day_and_whether_people_are_invented() -> None:
    told = answer([suggestion(), near_miss()], date(2026, 11, 21), synthetic=True)
    assert list(told) == ["as_of", "synthetic", "suggestions"]
    assert told["as_of"] == "2026-11-21"
    assert [row["rank"] for row in told["suggestions"]] == [1, 3]
