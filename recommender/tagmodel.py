"""The parameters of the tagger, and from evidence to probabilities.

Two additive steps. A *topic* score for each code, the same whoever speaks: lexicon entries, character n-grams and the
encoder's vector, each with a weight. Then, for each slot, a logistic regression over a few numbers of a code (its topic
score, its strong words, its share of all, how usual it is), with the same weights for every code: rare codes borrow.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from recommender.tagevidence import VOICES, Measures, Parts
from recommender.types import Task
from recommender.vocabulary import Vocabulary

Float32Array = NDArray[np.float32]

STRENGTH_CAP = 3.0
TOPIC_CAP = 8.0
FACT_LEVELS = 3
EARLY, LATE = 7 * 60 + 30, 17 * 60
"""Minutes after midnight: a task that starts before, or ends after, is early or late."""

SLOT_FEATURES = (
    "topic",
    "strong",
    "strong_twice",
    "strength",
    "share",
    "highest",
    "usual",
    "words",
    "silent",
    "side_topic",
    "side_strong",
    "side_silent",
    "clause",
    "wished",
)


@dataclass(frozen=True)
class Topics:
    """The first step's weights for one group of codes."""

    lexical: Float32Array
    """(3, codes): of strength, one strong word, two."""
    entries: Float32Array
    """(entries, codes)"""
    grams: Float32Array
    """(buckets, codes)"""
    vectors: Float32Array
    """(dimension, codes)"""
    voices: Float32Array
    """(voices, codes)"""
    facts: Float32Array
    """(facts, codes): of what a task states outside its text."""
    bias: Float32Array
    """(codes,)"""

    def score(self, measures: Measures, columns: slice, voice: str, facts: Float32Array | None = None) -> Float32Array:
        """Logits of the codes for each bag, (n, codes)."""
        logit = measures.entries @ self.entries + measures.grams @ self.grams + _by_row(measures.vectors, self.vectors)
        for weights, values in zip(self.lexical, lexical(measures, columns), strict=True):
            logit = logit + weights * values
        if facts is not None:
            logit = logit + _by_row(facts, self.facts)
        scored: Float32Array = (logit + self.voices[VOICES.index(voice)] + self.bias).astype(np.float32)
        return scored


@dataclass(frozen=True)
class SlotModel:
    """The second step's weights for one slot."""

    weights: Float32Array
    """(SLOT_FEATURES,)"""
    bias: float
    usual: Float32Array
    """(codes,): logit of how often the code is in this slot."""
    threshold: float
    """Probability from which a tag is proposed."""

    def probabilities(self, features: Float32Array) -> Float32Array:
        """(n, codes, SLOT_FEATURES) → (n, codes), 0..1."""
        chance: Float32Array = (1.0 / (1.0 + np.exp(-(features @ self.weights + self.bias)))).astype(np.float32)
        return chance


def lexical(measures: Measures, columns: slice) -> tuple[Float32Array, Float32Array, Float32Array]:
    """Strength up to its cap, and whether there is one strong word, and two; each (n, codes)."""
    strength = np.minimum(measures.strength[:, columns], STRENGTH_CAP)
    strong = measures.strong[:, columns]
    return strength, (strong >= 1).astype(np.float32), (strong >= 2).astype(np.float32)


def slot_features(
    own: Measures,
    topic: Float32Array,
    side: Measures,
    side_topic: Float32Array,
    columns: slice,
    usual: Float32Array,
    clause: Float32Array | None = None,
    wished: Measures | None = None,
) -> Float32Array:
    """The second step's numbers, (n, codes, SLOT_FEATURES).

    clause: (n, codes), `loudest` of what is avoided; wished: what the same people wish for, of the same n. Both are
    None of other voices, which leaves their numbers at 0. Who wishes to bake and avoids a bakery's nights avoids a
    circumstance and not the field.
    """
    strength, once, twice = lexical(own, columns)
    total = strength.sum(axis=1, keepdims=True)
    share = np.divide(strength, total, out=np.zeros_like(strength), where=total > 0)
    silent = (own.words == 0)[:, None].astype(np.float32)
    side_silent = (side.words == 0)[:, None].astype(np.float32)
    heard, side_heard = 1.0 - silent, 1.0 - side_silent
    topic = np.clip(topic, -TOPIC_CAP, TOPIC_CAP) * heard
    columns_of = [
        topic,
        once,
        twice,
        strength,
        share,
        (topic - topic.max(axis=1, keepdims=True)) * heard,
        np.broadcast_to(usual, topic.shape),
        np.log1p(own.words)[:, None] * np.ones_like(topic),
        silent * np.ones_like(topic),
        np.clip(side_topic, -TOPIC_CAP, TOPIC_CAP) * side_heard,
        (side.strong[:, columns] >= 1).astype(np.float32),
        side_silent * np.ones_like(topic),
        clause if clause is not None else np.zeros_like(topic),
        lexical(wished, columns)[0] if wished is not None else np.zeros_like(topic),
    ]
    return np.stack(columns_of, axis=-1).astype(np.float32)


def loudest(parts: Parts, topics: Topics, columns: slice, voice: str, bags: int) -> Float32Array:
    """Of each bag, the highest topic score that one of its clauses has alone, (bags, codes); −TOPIC_CAP without any.

    "Larm. Køkken. Bus i myldretid": the list as a whole speaks of no field as clearly as its one word does.
    """
    heard = np.full((bags, columns.stop - columns.start), -TOPIC_CAP, dtype=np.float32)
    if len(parts.owner):
        scores = np.clip(topics.score(parts.each, columns, voice), -TOPIC_CAP, TOPIC_CAP)
        np.maximum.at(heard, parts.owner, scores)
    return heard


def _by_row(rows: Float32Array, matrix: Float32Array) -> Float32Array:
    """(n, d) times (d, k), each row by itself: the last digit would else depend on how many are asked about at once."""
    product: Float32Array = np.matmul(rows[:, None, :], matrix)[:, 0]
    return product


def task_facts(tasks: list[Task], vocabulary: Vocabulary) -> Float32Array:
    """What tasks state outside their text, (n, facts): known levels and beyond, times, days, green, training.

    Nothing that is unknown is counted as anything: its columns are 0.
    """
    return np.array([_facts(task, vocabulary) for task in tasks], dtype=np.float32)


def _facts(task: Task, vocabulary: Vocabulary) -> list[float]:
    facts: list[float] = []
    for code in vocabulary.dimension_codes:
        level = task.demands.get(code)
        facts.append(float(level == 0))
        facts.extend(float(level is not None and level >= step) for step in range(1, FACT_LEVELS + 1))
    return [
        *facts,
        float(task.earliest is not None and task.earliest < EARLY),
        float(task.latest is not None and task.latest > LATE),
        float(task.days is not None and bool({"sat", "sun"} & set(task.days))),
        float(task.green is not None),
        float(task.qualification == "in_house_training"),
        float(task.qualification == "formal_education"),
        float(task.splittable),
    ]


def fact_names(vocabulary: Vocabulary) -> tuple[str, ...]:
    """Names of the columns of `task_facts`."""
    levels = [f"{code}_{step}" for code in vocabulary.dimension_codes for step in range(FACT_LEVELS + 1)]
    return (*levels, "early", "late", "weekend", "green", "in_house_training", "formal_education", "splittable")


def save_arrays(path: Path, topics: Mapping[str, Topics]) -> None:
    """All topic weights in one file, 16 bits."""
    arrays = {
        f"{group}_{name}": value.astype(np.float16)
        for group, weights in topics.items()
        for name, value in vars(weights).items()
    }
    np.savez_compressed(path, **arrays)


def load_arrays(path: Path, groups: tuple[str, ...]) -> dict[str, Topics]:
    """Read what `save_arrays` wrote."""
    with np.load(path) as stored:
        return {
            group: Topics(**{name: stored[f"{group}_{name}"].astype(np.float32) for name in Topics.__annotations__})
            for group in groups
        }
