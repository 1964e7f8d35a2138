"""Texts to unit vectors.

The shipped model is a static one: a vector for each piece of a word, averaged over the text and normalised. It is
stored as a sentence-transformers folder and read here with `tokenizers`, `safetensors` and numpy, which gives the
same vectors without importing torch. Any other sentence-transformers model is run by that package.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from recommender.artefacts import content_hash, read_json, shipped_folder, verify
from recommender.errors import ArtefactFaulty, cause
from recommender.ragged import SparseRows

Float32Array = npt.NDArray[np.float32]

PROMPTS_FILE = "config_sentence_transformers.json"
MODULES_FILE = "modules.json"
STATIC_MODULE = "StaticEmbedding"
BATCH = 2048


class Encoder(Protocol):
    """Anything that turns texts into vectors whose dot product is their likeness."""

    @property
    def identity(self) -> str:
        """Name, version and start of the content's hash: an index stores it and refuses another."""

    @property
    def dimension(self) -> int:
        """Length of every vector."""

    def encode(self, texts: Sequence[str], *, query: bool = False) -> Float32Array:
        """Unit rows, (n, dimension) float32; a text without any known piece becomes a row of zeros.

        `query` marks what is searched with (a task), for models that word a query and a passage differently.
        """


@dataclass(frozen=True, slots=True)
class EncoderOptions:
    """What a model does not say about itself; everything left out is read from its folder."""

    query_prompt: str | None = None
    """Put before a query, as E5's `query: `."""

    passage_prompt: str | None = None
    """Put before everything else, as E5's `passage: `."""

    pooling: str | None = None
    """`mean`, `cls` or `max`: how a transformer's tokens become one vector."""

    max_tokens: int | None = None
    """Longer texts are cut here."""

    name: str | None = None
    """Name in the identity, instead of the folder's."""


@dataclass(frozen=True, slots=True)
class StaticEncoder:
    """Token vectors, averaged and normalised."""

    identity: str
    tokeniser: Tokenizer = field(repr=False)
    weights: Float32Array = field(repr=False)
    """(pieces, dimension)"""

    query_prompt: str = ""
    passage_prompt: str = ""

    @property
    def dimension(self) -> int:
        """Length of every vector."""
        return int(self.weights.shape[1])

    def encode(self, texts: Sequence[str], *, query: bool = False) -> Float32Array:
        """Unit rows, (n, dimension) float32; a text without any known piece becomes a row of zeros."""
        prompt = self.query_prompt if query else self.passage_prompt
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for start in range(0, len(texts), BATCH):
            batch = [prompt + text for text in texts[start : start + BATCH]]
            vectors[start : start + len(batch)] = self._means(batch)
        return unit_rows(vectors)

    def _means(self, texts: list[str]) -> Float32Array:
        """Mean of the token vectors of each text, (n, dimension)."""
        rows = [encoding.ids for encoding in self.tokeniser.encode_batch_fast(texts, add_special_tokens=False)]
        lengths = np.fromiter(map(len, rows), dtype=np.int64, count=len(rows))
        ids = np.fromiter((token for row in rows for token in row), dtype=np.int64, count=int(lengths.sum()))
        share = np.repeat(1.0 / np.maximum(lengths, 1), lengths).astype(np.float32)
        starts = np.concatenate([[0], np.cumsum(lengths)])
        return SparseRows(ids, share, starts, len(self.weights)) @ self.weights


@dataclass(frozen=True, slots=True)
class SentenceTransformersEncoder:
    """A model run by the sentence-transformers package, with its prompts."""

    identity: str
    model: Any = field(repr=False)
    query_prompt: str = ""
    passage_prompt: str = ""

    @property
    def dimension(self) -> int:
        """Length of every vector."""
        return int(self.model.get_embedding_dimension())

    def encode(self, texts: Sequence[str], *, query: bool = False) -> Float32Array:
        """Unit rows, (n, dimension) float32; an empty text becomes a row of zeros."""
        prompt = self.query_prompt if query else self.passage_prompt
        raw = self.model.encode(
            list(texts), prompt=prompt, normalize_embeddings=False, convert_to_numpy=True, show_progress_bar=False
        )
        vectors = np.asarray(raw, dtype=np.float32).reshape(len(texts), self.dimension).copy()
        vectors[[not text.strip() for text in texts]] = 0.0
        return unit_rows(vectors)


def unit_rows(vectors: Float32Array) -> Float32Array:
    """Rows divided by their lengths, (n, d) → (n, d); a row of zeros stays so."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: Float32Array = np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 1e-12)
    return unit


def shipped_encoder_folder() -> Path:
    """The model that travels with the project, `models/encoder` beside the packages.

    Raises ArtefactFaulty when the folder is missing.
    """
    return shipped_folder("encoder", MODULES_FILE)


@cache
def shipped_encoder() -> Encoder:
    """The encoder that travels with the project, read once."""
    return load_encoder(shipped_encoder_folder())


def load_encoder(folder: Path | str, options: EncoderOptions | None = None) -> Encoder:
    """The encoder in a sentence-transformers folder, or of that name.

    A static model is read without torch; anything else needs the extra `encoders`. Raises ArtefactFaulty when the
    folder is not a model, does not match its hashes, or needs a package that is not installed.
    """
    options = options or EncoderOptions()
    path = Path(folder)
    if path.is_dir():
        verify(path)
        if is_static(path):
            return load_static(path, options)
    return load_sentence_transformers(str(folder), options)


def is_static(folder: Path) -> bool:
    """Whether a sentence-transformers folder holds a static embedding and, at most, its normalising."""
    if not (folder / MODULES_FILE).is_file():
        raise ArtefactFaulty(
            en=f"{folder}: no {MODULES_FILE} there; name a sentence-transformers folder",
            da=f"{folder}: der er ingen {MODULES_FILE}; angiv en sentence-transformers-mappe",
        )
    kinds = [str(module["type"]).rsplit(".", 1)[-1] for module in read_json(folder / MODULES_FILE)]
    return kinds[:1] == [STATIC_MODULE] and set(kinds[1:]) <= {"Normalize"}


def prompts_of(folder: Path, options: EncoderOptions) -> tuple[str, str]:
    """Query and passage prompt: from the options, else from the folder's own configuration, else none."""
    path = folder / PROMPTS_FILE
    known: dict[str, str] = (read_json(path).get("prompts") or {}) if path.is_file() else {}
    passage = known.get("passage", known.get("document", ""))
    query = options.query_prompt if options.query_prompt is not None else known.get("query", "")
    return query or "", (options.passage_prompt if options.passage_prompt is not None else passage) or ""


def load_static(folder: Path, options: EncoderOptions) -> StaticEncoder:
    """A static model's tokeniser and token vectors, as sentence-transformers would load them."""
    module = folder / str(read_json(folder / MODULES_FILE)[0]["path"])
    try:
        tokeniser = Tokenizer.from_file(str(module / "tokenizer.json"))
        weights = token_weights(load_file(str(module / "model.safetensors")))
    except Exception as fault:
        raise ArtefactFaulty(
            en=f"{module}: the static model cannot be read ({cause(fault).en}); fetch it again",
            da=f"{module}: den statiske model kan ikke læses ({cause(fault).da}); hent den igen",
        ) from fault
    tokeniser.no_padding()
    query, passage = prompts_of(folder, options)
    return StaticEncoder(identity_of(folder, options), tokeniser, weights, query, passage)


def token_weights(tensors: dict[str, npt.NDArray[Any]]) -> Float32Array:
    """One float32 row for each token: `embedding.weight`, or `embeddings` by `mapping` times `weights`.

    The second form is model2vec's, which sentence-transformers reads too; it lets rows be stored in 8 bits.
    """
    if "embedding.weight" in tensors:
        return np.ascontiguousarray(tensors["embedding.weight"], dtype=np.float32)
    rows = np.asarray(tensors["embeddings"])
    if "mapping" in tensors:
        rows = rows[tensors["mapping"]]
    scales = tensors.get("weights")
    full = rows.astype(np.float32)
    return full if scales is None else full * scales.astype(np.float32)[:, None]


def identity_of(folder: Path, options: EncoderOptions) -> str:
    """Name, version and the first twelve digits of the content's hash, with whatever options change the vectors."""
    name = options.name or folder.resolve().name
    path = folder / PROMPTS_FILE
    if options.name is None and path.is_file():
        name = str(read_json(path).get("model_name") or name)
    marks = {key: value for key, value in prompt_marks(options).items() if value is not None}
    suffix = "+" + json.dumps(marks, ensure_ascii=False, sort_keys=True) if marks else ""
    return f"{name}+sha256:{content_hash(folder)[:12]}{suffix}"


def prompt_marks(options: EncoderOptions) -> dict[str, str | int | None]:
    """The options that change what a text's vector is."""
    return {
        "query": options.query_prompt,
        "passage": options.passage_prompt,
        "pooling": options.pooling,
        "max_tokens": options.max_tokens,
    }


def load_sentence_transformers(name: str, options: EncoderOptions) -> SentenceTransformersEncoder:
    """A model that only sentence-transformers can run, on the CPU, from a folder or by name."""
    try:
        from sentence_transformers import SentenceTransformer
    except ImportError as fault:
        install = "pip install 'opgavevaerktoejet[encoders]'"
        raise ArtefactFaulty(
            en=f"{name}: this encoder needs sentence-transformers; install it with {install}",
            da=f"{name}: denne model kræver sentence-transformers; installer med {install}",
        ) from fault
    try:
        model = SentenceTransformer(name, device="cpu")
    except (OSError, ValueError) as fault:
        raise ArtefactFaulty(
            en=f"{name}: not a sentence-transformers folder or a name that can be fetched",
            da=f"{name}: ikke en sentence-transformers-mappe eller et navn, der kan hentes",
        ) from fault
    return configured(name, model, options)


def configured(name: str, model: Any, options: EncoderOptions) -> SentenceTransformersEncoder:
    """The model with the options' pooling and length, and the prompts of options or folder."""
    if options.max_tokens is not None:
        model.max_seq_length = options.max_tokens
    if options.pooling is not None:
        set_pooling(name, model, options.pooling)
    folder = Path(name)
    if folder.is_dir():
        query, passage = prompts_of(folder, options)
        return SentenceTransformersEncoder(identity_of(folder, options), model, query, passage)
    prompts = dict(model.prompts or {})
    query = options.query_prompt if options.query_prompt is not None else prompts.get("query", "")
    passage = options.passage_prompt if options.passage_prompt is not None else prompts.get("passage", "")
    return SentenceTransformersEncoder(options.name or name, model, query or "", passage or "")


def set_pooling(name: str, model: Any, pooling: str) -> None:
    """Change how a transformer's tokens become one vector."""
    from sentence_transformers.sentence_transformer.modules import Pooling

    places = [place for place, module in enumerate(model) if isinstance(module, Pooling)]
    if not places or pooling not in {"mean", "cls", "max"}:
        raise ArtefactFaulty(
            en=f"{name}: pooling '{pooling}' cannot be set; choose mean, cls or max for a transformer",
            da=f"{name}: pooling '{pooling}' kan ikke sættes; vælg mean, cls eller max til en transformer",
        )
    model[places[0]] = Pooling(model[places[0] - 1].get_embedding_dimension(), pooling_mode=pooling)
