"""What a task's or a citizen's texts hold for each kind of tag: clauses that speak for it, and their numbers.

A *slot* is one list of the data contract (`wish_fields`). Each slot has its own clauses and others that only lean
towards it: what a citizen avoids is read from `avoids`, and from what `wishes` says no to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from recommender.encoder import Encoder
from recommender.ragged import SparseRows
from recommender.taglexicon import STRONG, WORD, Hit, Lexicon
from recommender.tagtext import Clause, Kind, clauses, standard
from recommender.types import Citizen, Company, Task

Float32Array = NDArray[np.float32]

CITIZEN_SLOTS = ("experience_fields", "wish_fields", "wish_conditions", "avoid_fields", "avoid_conditions")
TASK_SLOTS = ("fields", "conditions")
VOICE_OF = {
    "experience_fields": "experience",
    "wish_fields": "wish",
    "wish_conditions": "wish",
    "avoid_fields": "avoid",
    "avoid_conditions": "limit",
    "fields": "task",
    "conditions": "task",
}
"""Which voice's evidence a slot is read from."""

DENYING = ("avoid", "limit")
"""Voices that speak of what is avoided: short lists, of which each clause is heard by itself too."""

VOICES = ("experience", "wish", "avoid", "limit", "task")
"""Who says it and why; `avoid` of fields, `limit` of conditions, which what a citizen has done tells of as well."""

GRAMS = (3, 4, 5)
GRAM_BUCKETS = 1 << 14
"""Hashed character n-grams: the model's rows."""


class Piece(NamedTuple):
    """A clause of one of the texts."""

    facet: str
    """`experience`, `wishes`, `avoids`, `title`, `description` or `workplace`."""
    clause: Clause


class Bag(NamedTuple):
    """The evidence of one voice of one task or citizen."""

    own: tuple[Piece, ...]
    """What speaks for the slot by itself."""
    side: tuple[Piece, ...]
    """What leans towards it: wishes that say no, of what is avoided; the workplace, of a task."""


@dataclass(frozen=True)
class Measures:
    """Numbers of n bags' clauses, one row each."""

    strength: Float32Array
    """(n, codes): lexicon entries of each code, strong ones whole, weak ones in part, at most one for each word."""
    strong: Float32Array
    """(n, codes): words with a strong entry."""
    entries: SparseRows
    """(n, entries): 1 where the entry stands."""
    grams: SparseRows
    """(n, GRAM_BUCKETS): hashed n-grams over the square root of the number of words."""
    vectors: Float32Array
    """(n, dimension): the encoder's."""
    words: NDArray[np.int64]
    """(n,): how many words there are."""


@dataclass(frozen=True)
class Parts:
    """The clauses of n bags, each measured by itself."""

    each: Measures
    """(clauses)"""
    owner: NDArray[np.int64]
    """(clauses,): the bag that each is of, rising."""


@dataclass(frozen=True, slots=True)
class _Read:
    text: str
    hits: list[Hit]
    words: list[str]


KEPT_CLAUSES = 20_000
"""Clauses kept, so that one that is measured for several voices is read once."""


@dataclass(frozen=True)
class Reader:
    """Reads bags into numbers with a lexicon and an encoder."""

    lexicon: Lexicon
    encoder: Encoder
    codes: tuple[str, ...]
    _grams: dict[str, NDArray[np.int64]] = field(default_factory=dict, repr=False)
    _clauses: dict[str, _Read] = field(default_factory=dict, repr=False)

    def measure(self, bags: Sequence[Sequence[Piece]]) -> Measures:
        """Numbers of each list of pieces; an empty list has only zeros."""
        read = [[self._read(piece.clause.text) for piece in bag] for bag in bags]
        hits = [[clause.hits for clause in each] for each in read]
        words = [[word for clause in each for word in clause.words] for each in read]
        strength, strong = self._strengths(hits)
        return Measures(
            strength,
            strong,
            _sparse([[h.entry for found in each for h in found] for each in hits], len(self.lexicon.entries)),
            self._gram_rows(words),
            self.encoder.encode([" . ".join(clause.text for clause in each) for each in read]),
            np.array([len(each) for each in words], dtype=np.int64),
        )

    def parts(self, bags: Sequence[Sequence[Piece]]) -> Parts:
        """Numbers of each clause by itself."""
        owner = np.repeat(np.arange(len(bags), dtype=np.int64), [len(bag) for bag in bags])
        return Parts(self.measure([[piece] for bag in bags for piece in bag]), owner)

    def _read(self, clause: str) -> _Read:
        """A clause with its hits and words; the same one is measured for several voices."""
        found = self._clauses.get(clause)
        if found is None:
            text = standard(clause)
            found = _Read(text, self.lexicon.hits(text), [word.lower() for word in WORD.findall(text)])
            if len(self._clauses) >= KEPT_CLAUSES:
                self._clauses.clear()
            self._clauses[clause] = found
        return found

    def _strengths(self, hits: list[list[list[Hit]]]) -> tuple[Float32Array, Float32Array]:
        total = np.zeros((len(hits), len(self.codes)), dtype=np.float32)
        strong = np.zeros_like(total)
        speaks = self.lexicon.speaks
        column = {code: place for place, code in enumerate(self.codes)}
        for row, found in enumerate(hits):
            for in_clause in found:
                best: dict[tuple[int, str], float] = {}
                for hit in in_clause:
                    for code, weight in speaks[hit.entry]:
                        best[hit.start, code] = max(weight, best.get((hit.start, code), 0.0))
                for (_, code), weight in best.items():
                    total[row, column[code]] += weight
                    strong[row, column[code]] += weight >= STRONG
        return total, strong

    def _gram_rows(self, words: list[list[str]]) -> SparseRows:
        counts = np.array([len(each) for each in words])
        ids = [np.concatenate([self._grams_of(w) for w in each]) if each else np.zeros(0, np.int64) for each in words]
        lengths = np.array([len(each) for each in ids], dtype=np.int64)
        starts = np.concatenate([[0], np.cumsum(lengths)])
        share = np.repeat(1.0 / np.sqrt(np.maximum(counts, 1)), lengths).astype(np.float32)
        columns = np.concatenate(ids) if ids else np.zeros(0, np.int64)
        return SparseRows(columns, share, starts, GRAM_BUCKETS)

    def _grams_of(self, word: str) -> NDArray[np.int64]:
        found = self._grams.get(word)
        if found is None:
            found = np.array(sorted(set(_buckets(f" {word} "))), dtype=np.int64)
            if len(self._grams) < 200_000:
                self._grams[word] = found
        return found


def citizen_bags(citizen: Citizen) -> dict[str, Bag]:
    """The evidence of a citizen, by voice."""
    read = {
        "experience": _pieces("experience", citizen.experience, "experience"),
        "wishes": _pieces("wishes", citizen.wishes or "", "wishes"),
        "avoids": _pieces("avoids", citizen.avoids or "", "avoids"),
    }
    yes = {facet: tuple(p for p in pieces if not p.clause.denies) for facet, pieces in read.items()}
    no = {facet: tuple(p for p in pieces if p.clause.denies) for facet, pieces in read.items()}
    return {
        "experience": Bag(yes["experience"], ()),
        "wish": Bag(yes["wishes"] + yes["avoids"], yes["experience"]),
        "avoid": Bag(no["avoids"], no["wishes"]),
        "limit": Bag(no["avoids"], no["wishes"] + no["experience"]),
    }


def task_bags(task: Task, workplace: str = "") -> dict[str, Bag]:
    """The evidence of a task: what its title and description do not deny; at the side, what the workplace is."""
    said = _pieces("title", task.title, "task") + _pieces("description", task.description, "task")
    around = _pieces("workplace", workplace, "task")
    return {"task": Bag(tuple(p for p in said if p.facet == "title" or not p.clause.denies), around)}


def group_of(slot: str) -> str:
    """`fields` or `conditions`."""
    return "fields" if slot.endswith("fields") else "conditions"


def workplace_of(company: Company) -> str:
    """What a company says of itself that tells of its tasks: an egg packer's tasks are about food."""
    return f"{company.industry or ''}. {company.name}".strip(". ")


def _pieces(facet: str, text: str, kind: Kind) -> tuple[Piece, ...]:
    return tuple(Piece(facet, clause) for clause in clauses(text, kind))


def _buckets(padded: str) -> list[int]:
    """Hashes 0..GRAM_BUCKETS−1 of the n-grams of a padded word; stable between runs and machines."""
    raw = [padded[i : i + n] for n in GRAMS for i in range(len(padded) - n + 1)]
    return [_hash(gram) % GRAM_BUCKETS for gram in raw]


def _hash(gram: str) -> int:
    """FNV-1a over the code points, 32 bits, mixed."""
    value = 2166136261
    for letter in gram:
        value = ((value ^ ord(letter)) * 16777619) & 0xFFFFFFFF
    return value ^ (value >> 15)


def _sparse(rows: list[list[int]], width: int) -> SparseRows:
    unique = [sorted(set(row)) for row in rows]
    lengths = np.array([len(row) for row in unique], dtype=np.int64)
    starts = np.concatenate([[0], np.cumsum(lengths)])
    columns = np.array([entry for row in unique for entry in row], dtype=np.int64)
    return SparseRows(columns, np.ones(len(columns), dtype=np.float32), starts, width)
