"""Tags of a task beside those of citizens, by numbers worked out by hand."""

from dataclasses import fields

import numpy as np
import pytest

from recommender.tagfeatures import tag_features, tagged_task
from recommender.tags import CitizenTags, TaskTags
from recommender.vocabulary import shipped_vocabulary
from tests.support.builders import task

VOCABULARY = shipped_vocabulary()
CODES = [term.code for term in VOCABULARY.fields]


def wishing(*wished: dict[str, float]) -> CitizenTags:
    """Citizens who wish for fields with these probabilities, and for nothing else."""
    sizes = {
        f.name: len(CODES if f.name.endswith("fields") else VOCABULARY.conditions) for f in fields(CitizenTags)[:-1]
    }
    slots = {name: np.zeros((len(wished), size), dtype=np.float32) for name, size in sizes.items()}
    for row, chances in enumerate(wished):
        for code, chance in chances.items():
            slots["wish_fields"][row, CODES.index(code)] = chance
    return CitizenTags(**slots, confirmed={})


def test_wishes_elsewhere_by_hand() -> None:
    own = np.zeros((1, len(CODES)), dtype=np.float32)
    own[0, CODES.index("wood")], own[0, CODES.index("shop")] = 0.8, 0.5
    tags = TaskTags(fields=own, conditions=np.zeros((1, len(VOCABULARY.conditions)), dtype=np.float32), confirmed={})
    told = tagged_task(task(fields=None), tags, VOCABULARY)
    people = wishing({"wood": 0.5, "shop": 1.0}, {"animals": 1.0}, {"wood": 1.0}, {}, {"animals": 0.2})
    found = tag_features(told, people, VOCABULARY)["wish_elsewhere"]
    assert found == pytest.approx([(1 - 0.4) * (1 - 0.5), 1.0, 0.2, 0.0, 0.0], abs=1e-6)
