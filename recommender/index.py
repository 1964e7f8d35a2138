"""Vectors and character n-grams of citizens: add, change, remove, save, load, search under a mask.

Vectors lie in a flat FAISS index (exact), one for each part of each facet; n-grams beside them. An index is a value:
adding and removing give a new one. It remembers its encoder and refuses another.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from recommender.columns import BoolArray, IndexArray
from recommender.encoder import Encoder
from recommender.errors import ArtefactFaulty, IndexMismatch
from recommender.ngrams import NGRAM_VERSION, NgramTable, ngram_table, ragged
from recommender.text import FACETS, TEXT_VERSION, facet_parts
from recommender.types import Citizen, Course

Float32Array = NDArray[np.float32]

_FORM = 1


@dataclass(frozen=True)
class CitizenIndex:
    """What the texts of n citizens say, ready to be compared with a task."""

    encoder: str
    """Identity of the encoder that made the vectors."""
    ids: tuple[str, ...]
    flat: Any
    """faiss.IndexFlatIP over all parts, unit vectors, in the order of `starts`."""
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
    def vectors(self) -> Float32Array:
        """(parts, dimension), a view of the vectors that FAISS holds; not a copy."""
        total, dimension = self.flat.ntotal, self.flat.d
        if total == 0:
            return np.zeros((0, dimension), np.float32)
        held: Float32Array = faiss.rev_swig_ptr(self.flat.get_xb(), total * dimension).reshape(total, dimension)
        return held

    def affinities(self, query: Float32Array, rows: IndexArray) -> Affinities:
        """Likeness of a task's parts with each facet of those citizens.

        query: (q, dimension), unit rows, the first being the whole task. A facet that says nothing is 0.
        """
        facets = (rows[:, None] * len(FACETS) + np.arange(len(FACETS))).ravel()
        picked, starts = ragged(self.starts, facets)
        likeness = self.vectors[picked] @ query.T if len(picked) else np.zeros((0, len(query)), np.float32)
        said = starts[1:] > starts[:-1]
        shape = (len(rows), len(FACETS))
        whole, best = np.zeros(len(facets), np.float32), np.zeros(len(facets), np.float32)
        if said.any():
            whole[said] = likeness[starts[:-1][said], 0]
            best[said] = np.maximum.reduceat(likeness.max(axis=1), starts[:-1][said])
        return Affinities(whole.reshape(shape), best.reshape(shape), said.reshape(shape))

    def search(self, query: Float32Array, possible: BoolArray, count: int) -> list[tuple[str, float]]:
        """The `count` citizens among the possible whose experience, wishes or courses come nearest; exact.

        query: (dimension,), possible: (n,) → pseudonym and cosine, nearest first.
        """
        speaking = np.array([facet != "avoids" for facet in FACETS])
        facets = np.flatnonzero((possible[:, None] & speaking).ravel())
        parts, _ = ragged(self.starts, facets)
        if not len(parts):
            return []
        owner = np.searchsorted(self.starts, parts, side="right") - 1
        most = int(np.bincount(owner // len(FACETS)).max())
        chosen = faiss.SearchParameters(sel=faiss.IDSelectorBatch(parts))  # type: ignore[call-arg]
        likeness, found = self.flat.search(query[None], min(count * most, len(parts)), params=chosen)
        citizen = (np.searchsorted(self.starts, found[0], side="right") - 1) // len(FACETS)
        _, first = np.unique(citizen, return_index=True)
        return [(self.ids[citizen[at]], float(likeness[0][at])) for at in np.sort(first)[:count]]

    def part_likeness(self, citizen: str, facet: str, query: Float32Array) -> Float32Array:
        """Likeness of each part of one facet with each of the query's parts → (parts, q)."""
        at = self.row_of[citizen] * len(FACETS) + FACETS.index(facet)
        own: Float32Array = self.vectors[self.starts[at] : self.starts[at + 1]] @ query.T
        return own

    def without(self, ids: Sequence[str]) -> CitizenIndex:
        """The index without those citizens."""
        gone = set(ids)
        rows = np.array([row for row, citizen in enumerate(self.ids) if citizen not in gone], dtype=np.intp)
        facets = (rows[:, None] * len(FACETS) + np.arange(len(FACETS))).ravel()
        picked, starts = ragged(self.starts, facets)
        kept = tuple(self.ids[row] for row in rows)
        return CitizenIndex(self.encoder, kept, _flat(self.vectors[picked]), starts, self.ngrams.take(rows))

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
            _flat(np.concatenate([left.vectors, new.vectors])),
            np.concatenate([left.starts, left.starts[-1] + new.starts[1:]]),
            left.ngrams.joined(new.ngrams),
        )

    def save(self, folder: Path) -> None:
        """Write the index to a folder that `load_index` reads."""
        folder.mkdir(parents=True, exist_ok=True)
        faiss.write_index(self.flat, str(folder / "vectors.faiss"))
        np.savez(folder / "tables.npz", starts=self.starts, grams=self.ngrams.grams, gram_starts=self.ngrams.starts)
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
    """Encode every part of every facet, each distinct text once."""
    facets = [facet_parts(citizen, courses) for citizen in citizens]
    parts = [facet[name] for facet in facets for name in FACETS]
    starts = np.concatenate([np.zeros(1, np.int64), np.cumsum([len(part) for part in parts], dtype=np.int64)])
    texts = list(chain.from_iterable(parts))
    distinct = {text: at for at, text in enumerate(dict.fromkeys(texts))}
    vectors = encoder.encode(list(distinct))[[distinct[text] for text in texts]]
    spoken = [" ".join((*facet["experience"][:1], *facet["wishes"][:1], *facet["courses"])) for facet in facets]
    return CitizenIndex(
        encoder.identity,
        tuple(citizen.id for citizen in citizens),
        _flat(vectors.reshape(-1, encoder.dimension)),
        starts,
        ngram_table(spoken),
    )


def load_index(folder: Path, encoder: Encoder) -> CitizenIndex:
    """Read a saved index; IndexMismatch when another encoder or text version made it."""
    try:
        about = json.loads((folder / "index.json").read_text(encoding="utf-8"))
        tables = np.load(folder / "tables.npz")
        flat = faiss.read_index(str(folder / "vectors.faiss"))
    except (OSError, ValueError, RuntimeError) as error:
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
    return CitizenIndex(about["encoder"], tuple(about["ids"]), flat, tables["starts"], table)


def require_encoder(built_with: str, encoder: Encoder) -> None:
    """IndexMismatch unless the encoder in use is the one that the index was built with."""
    if built_with != encoder.identity:
        raise IndexMismatch(
            f"the index was built with the encoder {built_with}, not {encoder.identity}; "
            "build it again from the dataset with the encoder in use",
            f"indekset er bygget med sprogmodellen {built_with}, ikke {encoder.identity}; "
            "byg det igen fra datasættet med den model, der er i brug",
        )


def _flat(vectors: Float32Array) -> Any:
    flat = faiss.IndexFlatIP(vectors.shape[1])
    flat.add(np.ascontiguousarray(vectors, dtype=np.float32))
    return flat
