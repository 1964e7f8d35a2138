"""Vectors and character n-grams of citizens: add, change, remove, save, load, search under a mask.

One vector for each distinct part of a facet, and n-grams beside them; a flat FAISS index (exact) is made of the vectors
when somebody searches. An index is a value: adding and removing give a new one. It remembers its encoder and refuses
another.

Vectors are rounded to a grid of 1/2048. Products of two such numbers are whole multiples of 2⁻²², and sums of them stay
below 4 for unit vectors, so 32 bits hold every partial sum exactly: a likeness is the same in whatever order a machine
adds it up, whoever else is asked about. Rounding moves a likeness by some 0.0002.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recommender.columns import BoolArray, IndexArray, Int32Array
from recommender.encoder import Encoder
from recommender.errors import ArtefactFaulty, IndexMismatch
from recommender.ngrams import NGRAM_VERSION, NgramTable, joined_tables, ngram_table
from recommender.ragged import ragged
from recommender.text import FACETS, TEXT_VERSION, facet_parts
from recommender.types import Citizen, Course, Dataset

Float32Array = NDArray[np.float32]

GRID = 2048.0
"""Steps in one, of the numbers in a vector."""
AT_ONCE = 4096
"""Citizens whose texts are encoded together; a text that stands in several places has one vector among them."""

FEW = 0.25
"""Share of the vectors up to which gathering beats running through all."""

_FORM = 2


@dataclass(frozen=True)
class CitizenIndex:
    """What the texts of n citizens say, ready to be compared with a task."""

    encoder: str
    """Identity of the encoder that made the vectors."""
    ids: tuple[str, ...]
    vectors: Float32Array
    """(distinct parts, dimension), unit rows on the grid."""
    parts: Int32Array
    """(parts,), the vector of each part; a text that stands in several places has one vector."""
    starts: NDArray[np.int64]
    """(n × 4 + 1,), parts of facet f of citizen i begin at starts[4 i + f]; the first part is the whole facet."""
    ngrams: NgramTable
    """Experience, wishes and courses of each citizen as one text."""

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def row_of(self) -> dict[str, int]:
        """Row of each pseudonym."""
        return {citizen: row for row, citizen in enumerate(self.ids)}

    @cached_property
    def flat(self) -> Any:
        """faiss.IndexFlatIP over a copy of the vectors: for search alone, so that ranking needs neither."""
        import faiss

        flat = faiss.IndexFlatIP(self.vectors.shape[1])
        flat.add(np.ascontiguousarray(self.vectors))
        return flat

    def affinities(self, query: Float32Array, rows: IndexArray) -> Affinities:
        """Likeness of a task's parts with each facet of those citizens.

        query: (q, dimension), unit rows, the first being the whole task. A facet that says nothing is 0.
        """
        picked, starts = ragged(self.starts, _facets_of(rows))
        likeness = self._likeness(on_grid(query), self.parts[picked])
        said = starts[1:] > starts[:-1]
        shape = (len(rows), len(FACETS))
        whole, best = np.zeros(len(said), np.float32), np.zeros(len(said), np.float32)
        if said.any():
            whole[said] = likeness[0][starts[:-1][said]]
            best[said] = np.maximum.reduceat(likeness[1], starts[:-1][said])
        return Affinities(whole.reshape(shape), best.reshape(shape), said.reshape(shape))

    def _likeness(self, query: Float32Array, wanted: Int32Array) -> tuple[Float32Array, Float32Array]:
        """Of each wanted vector: likeness with the whole task, and the best with any part of it.

        A few are gathered; for many it is quicker to run through all of them where they lie.
        """
        few = len(wanted) < len(self.vectors) * FEW
        likeness = (self.vectors[wanted] if few else self.vectors) @ query.T
        whole, best = likeness[:, 0], likeness.max(axis=1) if likeness.size else likeness[:, 0]
        return (whole, best) if few else (whole[wanted], best[wanted])

    def search(self, query: Float32Array, possible: BoolArray, count: int) -> list[tuple[str, float]]:
        """The `count` citizens among the possible whose experience, wishes or courses come nearest; exact.

        query: (dimension,), possible: (n,) → pseudonym and cosine, nearest first.
        """
        rows = np.flatnonzero(possible)
        facets = _facets_of(rows).reshape(-1, len(FACETS))[:, [facet != "avoids" for facet in FACETS]]
        picked, starts = ragged(self.starts, facets.ravel())
        if not len(picked):
            return []
        wanted = self.parts[picked]
        of_citizen = starts[:: facets.shape[1]]
        found = self._nearest(on_grid(query), np.unique(wanted), count * int(np.diff(of_citizen).max()))
        says = np.diff(of_citizen) > 0
        best = np.maximum.reduceat(found[wanted], of_citizen[:-1][says])
        first = [at for at in np.argsort(-best, kind="stable")[:count] if np.isfinite(best[at])]
        return [(self.ids[rows[says][at]], float(best[at])) for at in first]

    def search_words(self, text: str, possible: BoolArray, count: int) -> list[tuple[str, float]]:
        """The `count` citizens among the possible who share most character n-grams with the text; exact.

        possible: (n,) → pseudonym and cosine, nearest first; those who share none are left out.
        """
        rows = np.flatnonzero(possible)
        likeness = self.ngrams.likeness(text, rows)
        best = np.argsort(-likeness, kind="stable")[:count]
        return [(self.ids[rows[at]], float(likeness[at])) for at in best if likeness[at] > 0]

    def _nearest(self, query: Float32Array, among: Int32Array, count: int) -> Float32Array:
        """Likeness of the `count` nearest of those vectors, −∞ elsewhere → (distinct parts,)."""
        import faiss

        chosen = faiss.SearchParameters(sel=faiss.IDSelectorBatch(among.astype(np.int64)))  # type: ignore[call-arg]
        likeness, found = self.flat.search(query[None], min(count, len(among)), params=chosen)
        nearest = np.full(len(self.vectors), -np.inf, np.float32)
        nearest[found[0]] = likeness[0]
        return nearest

    def part_likeness(self, citizen: str, facet: str, query: Float32Array) -> Float32Array:
        """Likeness of each part of one facet with each of the query's parts → (parts, q)."""
        at = self.row_of[citizen] * len(FACETS) + FACETS.index(facet)
        own: Float32Array = self.vectors[self.parts[self.starts[at] : self.starts[at + 1]]] @ on_grid(query).T
        return own

    def without(self, ids: Sequence[str]) -> CitizenIndex:
        """The index without those citizens."""
        gone = set(ids)
        rows = np.array([row for row, citizen in enumerate(self.ids) if citizen not in gone], dtype=np.intp)
        picked, starts = ragged(self.starts, _facets_of(rows))
        used, parts = np.unique(self.parts[picked], return_inverse=True)
        kept = tuple(self.ids[row] for row in rows)
        return CitizenIndex(
            self.encoder, kept, self.vectors[used], parts.astype(np.int32), starts, self.ngrams.take(rows)
        )

    def with_citizens(
        self, citizens: Sequence[Citizen], courses: Mapping[str, Course], encoder: Encoder
    ) -> CitizenIndex:
        """The index with those citizens added at the end, or changed where they were already in it."""
        require_encoder(self.encoder, encoder)
        own = {citizen.id for citizen in citizens}
        left = self.without(tuple(own)) if own & self.row_of.keys() else self
        new = build_index(citizens, courses, encoder)
        return CitizenIndex(
            self.encoder,
            left.ids + new.ids,
            np.concatenate([left.vectors, new.vectors]),
            np.concatenate([left.parts, new.parts + np.int32(len(left.vectors))]),
            np.concatenate([left.starts, left.starts[-1] + new.starts[1:]]),
            joined_tables([left.ngrams, new.ngrams]),
        )

    def save(self, folder: Path) -> None:
        """Write the index to a folder that `load_index` reads."""
        folder.mkdir(parents=True, exist_ok=True)
        np.save(folder / "vectors.npy", self.vectors)
        np.savez(
            folder / "tables.npz",
            parts=self.parts,
            starts=self.starts,
            grams=self.ngrams.grams,
            gram_starts=self.ngrams.starts,
        )
        about = {"form": _FORM, "encoder": self.encoder, "text": TEXT_VERSION, "ngrams": NGRAM_VERSION, "ids": self.ids}
        (folder / "index.json").write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Affinities:
    """Cosines of one task with the facets of n citizens, columns in the order of FACETS."""

    whole: Float32Array
    """(n, 4), whole task with whole facet, −1..1."""
    best: Float32Array
    """(n, 4), the best of any part of the task with any part of the facet."""
    said: BoolArray
    """(n, 4), whether the facet says anything."""


def build_index(citizens: Sequence[Citizen], courses: Mapping[str, Course], encoder: Encoder) -> CitizenIndex:
    """Encode every part of every facet, a batch at a time, so that memory holds texts and vectors once."""
    vectors, numbers, lengths, tables, found = list[Float32Array](), [], [], [], 0
    for first in range(0, len(citizens), AT_ONCE):
        facets = [facet_parts(citizen, courses) for citizen in citizens[first : first + AT_ONCE]]
        parts = [facet[name] for facet in facets for name in FACETS]
        distinct: dict[str, int] = {}
        number = [distinct.setdefault(text, len(distinct)) for part in parts for text in part]
        numbers.append(np.array(number, dtype=np.int32) + np.int32(found))
        lengths.append(np.array([len(part) for part in parts], dtype=np.int64))
        vectors.append(on_grid(encoder.encode(list(distinct)).reshape(-1, encoder.dimension)))
        found += len(distinct)
        tables.append(ngram_table([_spoken(facet) for facet in facets]))
    return CitizenIndex(
        encoder.identity,
        tuple(citizen.id for citizen in citizens),
        _stacked(vectors, found, encoder.dimension),
        np.concatenate([np.zeros(0, np.int32), *numbers]),
        np.concatenate([np.zeros(1, np.int64), np.cumsum(np.concatenate([np.zeros(0, np.int64), *lengths]))]),
        joined_tables(tables),
    )


def on_grid(vectors: Float32Array) -> Float32Array:
    """Unit vectors with every number rounded to the grid, of the same shape."""
    rounded: Float32Array = np.rint(vectors * np.float32(GRID)) / np.float32(GRID)
    return rounded


def _spoken(facet: Mapping[str, tuple[str, ...]]) -> str:
    """What a citizen has done, wishes and has learnt, as one text."""
    return " ".join((*facet["experience"][:1], *facet["wishes"][:1], *facet["courses"]))


def load_index(folder: Path, encoder: Encoder) -> CitizenIndex:
    """Read a saved index; IndexMismatch when another encoder or text version made it."""
    try:
        about = json.loads((folder / "index.json").read_text(encoding="utf-8"))
        tables = np.load(folder / "tables.npz")
        vectors = np.load(folder / "vectors.npy")
    except (OSError, ValueError) as error:
        raise ArtefactFaulty(
            f"{folder}: no whole index here; build it again from the dataset",
            f"{folder}: her er ikke et helt indeks; byg det igen fra datasættet",
        ) from error
    require_encoder(about["encoder"], encoder)
    if (about["form"], about["text"], about["ngrams"]) != (_FORM, TEXT_VERSION, NGRAM_VERSION):
        raise IndexMismatch(
            f"{folder}: the index was built by another version of the software; build it again from the dataset",
            f"{folder}: indekset er bygget af en anden version af programmet; byg det igen fra datasættet",
        )
    table = NgramTable(tables["grams"], tables["gram_starts"])
    return CitizenIndex(about["encoder"], tuple(about["ids"]), vectors, tables["parts"], tables["starts"], table)


def require_encoder(built_with: str, encoder: Encoder) -> None:
    """IndexMismatch unless the encoder in use is the one that the index was built with."""
    if built_with != encoder.identity:
        raise IndexMismatch(
            f"the index was built with the encoder {built_with}, not {encoder.identity}; "
            "build it again from the dataset with the encoder in use",
            f"indekset er bygget med sprogmodellen {built_with}, ikke {encoder.identity}; "
            "byg det igen fra datasættet med den model, der er i brug",
        )


def require_citizens(index: CitizenIndex, dataset: Dataset) -> None:
    """IndexMismatch unless the index holds just the dataset's citizens."""
    if other := set(index.ids) ^ {citizen.id for citizen in dataset.citizens}:
        one = min(other)
        raise IndexMismatch(
            f"the index and the dataset differ in {len(other)} citizens, '{one}' among them; "
            "add and remove them, or build the index again",
            f"indeks og datasæt er forskellige for {len(other)} borgere, blandt dem '{one}'; "
            "tilføj og fjern dem, eller byg indekset igen",
        )


def _facets_of(rows: IndexArray) -> IndexArray:
    """Positions in `starts` of all facets of those citizens, facet by facet."""
    every: IndexArray = (rows[:, None] * len(FACETS) + np.arange(len(FACETS))).ravel()
    return every


def _stacked(batches: list[Float32Array], total: int, dimension: int) -> Float32Array:
    """The batches as one array; each is let go as soon as it is copied, so that memory holds the vectors once."""
    whole = np.empty((total, dimension), np.float32)
    batches.reverse()
    first = 0
    while batches:
        own = batches.pop()
        whole[first : first + len(own)] = own
        first += len(own)
    return whole
