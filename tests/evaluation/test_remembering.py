from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from evaluation.remembering import remembering
from recommender.tagevidence import CITIZEN_SLOTS, TASK_SLOTS
from recommender.tags import CitizenTags, Tagger, load_tagger, shipped_tagger_folder
from tests.support.builders import citizen, company, task


@pytest.fixture(scope="module")
def shipped() -> Tagger:
    return load_tagger(shipped_tagger_folder())


PEOPLE = (
    citizen(id="b1", experience="Har syet gardiner i ti år.", wishes="Gerne ude.", avoids="Ikke telefoner."),
    citizen(id="b2", experience="Kok på en kro."),
    citizen(id="b3", experience="Kok på en kro.", wish_fields=("wood",)),
)


def same(one: CitizenTags, other: CitizenTags) -> bool:
    return all(
        np.allclose(getattr(one, slot), getattr(other, slot), rtol=0, atol=1e-6)
        and one.confirmed[slot].tolist() == other.confirmed[slot].tolist()
        for slot in CITIZEN_SLOTS
    )


def test_remembering_changes_no_figure(shipped: Tagger) -> None:
    own = remembering(shipped)
    assert own.identity == shipped.identity
    for people in (PEOPLE[:2], PEOPLE, PEOPLE[::-1], ()):
        assert same(own.citizens(people), shipped.citizens(people))


def test_a_text_is_read_once(shipped: Tagger, monkeypatch: pytest.MonkeyPatch) -> None:
    own = remembering(shipped)
    own.citizens(PEOPLE)
    own.tasks([task()], [company()])
    monkeypatch.setattr(Tagger, "citizens", None)
    monkeypatch.setattr(Tagger, "tasks", None)
    moved = [replace(one, hours_per_week_max=3.0, courses=()) for one in PEOPLE]
    assert len(own.citizens(moved).wish_fields) == 3
    assert len(own.tasks([task()], [company()]).fields) == 1


def test_a_task_in_another_shape_or_at_another_company_is_read_again(shipped: Tagger) -> None:
    own = remembering(shipped)
    for asked, place in ((task(), company()), (task(days=("sat",)), company()), (task(), company(industry="slagteri"))):
        found, expected = own.tasks([asked], [place]), shipped.tasks([asked], [place])
        assert all(np.array_equal(getattr(found, slot), getattr(expected, slot)) for slot in TASK_SLOTS)


def test_what_has_a_memory_keeps_it(shipped: Tagger) -> None:
    own = remembering(shipped)
    assert remembering(own) is own
