"""The shipped model and the ways to bring another."""

import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file
from tokenizers import Tokenizer, models, pre_tokenizers

from models.recipes.encoder.export import eight_bits, save_static
from recommender.encoder import (
    EncoderOptions,
    StaticEncoder,
    load_encoder,
    shipped_encoder_folder,
    token_weights,
    unit_rows,
)
from recommender.errors import ArtefactFaulty

TEXTS = ["luge ukrudt", "luge", "Luge, ukrudt!", "ukrudt feje"]
ROWS = np.array([[0, 0, 0], [2, 0, 0], [0, 1, 0], [0, 0, 4]], dtype=np.float32)

needs_sentence_transformers = pytest.mark.skipif(
    importlib.util.find_spec("sentence_transformers") is None, reason="the extra `encoders` is not installed"
)


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    tokeniser = Tokenizer(models.WordLevel({"[UNK]": 0, "luge": 1, "ukrudt": 2, "feje": 3}, unk_token="[UNK]"))
    tokeniser.pre_tokenizer = pre_tokenizers.Whitespace()
    save_static(tmp_path / "tiny", "tiny-1", tokeniser, ROWS)
    return tmp_path / "tiny"


@pytest.fixture(scope="module")
def shipped() -> StaticEncoder:
    encoder = load_encoder(shipped_encoder_folder())
    assert isinstance(encoder, StaticEncoder)
    return encoder


def test_a_text_is_the_normalised_mean_of_its_pieces(tiny: Path) -> None:
    vectors = load_encoder(tiny).encode(["luge ukrudt", "luge luge ukrudt"])

    np.testing.assert_allclose(vectors[0], np.array([2, 1, 0]) / np.sqrt(5), atol=1e-6)
    np.testing.assert_allclose(vectors[1], np.array([4, 1, 0]) / np.sqrt(17), atol=1e-6)


@pytest.mark.parametrize("text", ["", "   ", "ukendt"])
def test_an_empty_or_unknown_text_is_a_row_of_zeros(tiny: Path, text: str) -> None:
    vectors = load_encoder(tiny).encode([text, "luge"])

    assert not vectors[0].any()
    assert np.linalg.norm(vectors[1]) == pytest.approx(1.0)


def test_no_texts_give_no_rows(tiny: Path) -> None:
    assert load_encoder(tiny).encode([]).shape == (0, 3)


def test_prompts_come_from_the_folder_and_the_options_come_before_them(tiny: Path) -> None:
    path = tiny / "config_sentence_transformers.json"
    config = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**config, "prompts": {"query": "feje ", "passage": "ukrudt "}}), encoding="utf-8")
    (tiny / "hashes.json").unlink()

    asked = load_encoder(tiny).encode(["luge"], query=True)
    stored = load_encoder(tiny).encode(["luge"])
    plain = load_encoder(tiny, EncoderOptions(query_prompt="")).encode(["luge"], query=True)

    np.testing.assert_allclose(asked[0], np.array([1, 0, 2]) / np.sqrt(5), atol=1e-6)
    np.testing.assert_allclose(stored[0], np.array([2, 1, 0]) / np.sqrt(5), atol=1e-6)
    np.testing.assert_allclose(plain[0], [1, 0, 0], atol=1e-6)


def test_the_identity_follows_content_and_options(tiny: Path) -> None:
    plain = load_encoder(tiny).identity

    assert plain.startswith("tiny-1+sha256:")
    assert len(plain) == len("tiny-1+sha256:") + 12
    assert load_encoder(tiny, EncoderOptions(passage_prompt="passage: ")).identity != plain


def test_an_altered_model_is_refused(tiny: Path) -> None:
    weights = tiny / "0_StaticEmbedding" / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1] + b"\x01")

    with pytest.raises(ArtefactFaulty, match=r"model\.safetensors: SHA-256 is"):
        load_encoder(tiny)


def test_a_folder_that_is_no_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ArtefactFaulty, match=r"no modules\.json there; name a sentence-transformers folder"):
        load_encoder(tmp_path)


def test_a_broken_tensor_file_is_told_in_one_sentence(tiny: Path) -> None:
    (tiny / "0_StaticEmbedding" / "model.safetensors").write_bytes(b"not tensors")
    (tiny / "hashes.json").unlink()

    with pytest.raises(ArtefactFaulty, match="the static model cannot be read"):
        load_encoder(tiny)


def test_without_the_extra_another_model_names_it(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    modules = json.loads((tiny / "modules.json").read_text(encoding="utf-8"))
    modules[0]["type"] = "sentence_transformers.models.Transformer"
    (tiny / "modules.json").write_text(json.dumps(modules), encoding="utf-8")
    (tiny / "hashes.json").unlink()
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)

    with pytest.raises(ArtefactFaulty, match=r"pip install 'opgavevaerktoejet\[encoders\]'") as told:
        load_encoder(tiny)
    assert "kræver sentence-transformers" in told.value.told("da")


def test_token_weights_follow_a_mapping_and_scales() -> None:
    tensors = {
        "embeddings": np.array([[1, 2], [3, 4]], dtype=np.int8),
        "mapping": np.array([1, 0, 1]),
        "weights": np.array([1.0, 0.5, 2.0], dtype=np.float32),
    }

    np.testing.assert_array_equal(token_weights(tensors), [[3, 4], [0.5, 1], [6, 8]])


def test_token_weights_read_sentence_transformers_own_name(tmp_path: Path) -> None:
    weights = token_weights({"embedding.weight": np.array([[1, 2]], dtype=np.float16)})

    assert weights.dtype == np.float32
    np.testing.assert_array_equal(weights, [[1, 2]])


def test_eight_bits_err_by_at_most_half_a_step() -> None:
    rows = np.random.default_rng(5).normal(size=(50, 7)).astype(np.float32)
    rows[3] = 0.0

    whole, scales = eight_bits(rows)

    assert np.all(np.abs(whole * scales[:, None] - rows) <= scales[:, None] * 0.5001)
    assert not whole[3].any()


def test_unit_rows_leave_zeros_alone() -> None:
    unit = unit_rows(np.array([[3, 4], [0, 0]], dtype=np.float32))

    np.testing.assert_allclose(unit, np.array([[0.6, 0.8], [0.0, 0.0]]), atol=1e-6)


def test_the_shipped_model_is_small() -> None:
    size = sum(path.stat().st_size for path in shipped_encoder_folder().rglob("*") if path.is_file())

    assert size <= 30 * 2**20


def test_the_shipped_model_gives_unit_rows(shipped: StaticEncoder) -> None:
    vectors = shipped.encode(["Rengøring af kontorer", "Har holdt høns og køkkenhave i 20 år"])

    assert vectors.dtype == np.float32
    assert vectors.shape == (2, shipped.dimension)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)


@pytest.mark.parametrize(
    ("task", "near", "far"),
    [
        ("rengøring af kontorer", "rengøringsassistent", "regnskabsmedarbejder"),
        ("pleje af blomsterbede", "gartnerarbejde", "programmering"),
        ("reparere cykler", "cykelmekaniker", "frisør"),
        ("bage brød", "bager i et bageri", "kørsel med lastbil"),
    ],
)
def test_the_shipped_model_knows_what_is_alike(shipped: StaticEncoder, task: str, near: str, far: str) -> None:
    vectors = shipped.encode([task, near, far])

    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2]


def test_the_order_and_company_of_texts_does_not_change_a_vector(shipped: StaticEncoder) -> None:
    texts = [f"opgave nummer {number} i køkkenet" for number in range(2500)]

    np.testing.assert_allclose(shipped.encode(texts)[[2400]], shipped.encode([texts[2400]]), atol=1e-6)


def test_the_shipped_model_loads_without_torch() -> None:
    code = (
        "import sys; from recommender.encoder import load_encoder, shipped_encoder_folder; "
        "load_encoder(shipped_encoder_folder()).encode(['luge']); "
        "sys.exit('torch' in sys.modules or 'sentence_transformers' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@needs_sentence_transformers
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_sentence_transformers_gives_the_same_vectors(shipped: StaticEncoder) -> None:
    from sentence_transformers import SentenceTransformer

    texts = ["Æblegrød & rød-grød, 25 %!", "", "svejse", "Har holdt høns og køkkenhave i 20 år."]
    other = SentenceTransformer(str(shipped_encoder_folder()), device="cpu").encode(texts)

    np.testing.assert_allclose(other, shipped.encode(texts), atol=1e-5)


@needs_sentence_transformers
def test_a_model_that_is_not_static_is_run_by_sentence_transformers(tmp_path: Path) -> None:
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import BoW

    SentenceTransformer(modules=[BoW(vocab=["luge", "ukrudt", "feje"])], device="cpu").save(str(tmp_path / "bow"))

    encoder = load_encoder(tmp_path / "bow")

    assert encoder.dimension == 3
    np.testing.assert_allclose(encoder.encode(["luge ukrudt"])[0], np.array([1, 1, 0]) / np.sqrt(2), atol=1e-6)
    assert not encoder.encode([""]).any()


@needs_sentence_transformers
def test_an_unknown_name_is_told_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")

    with pytest.raises(ArtefactFaulty, match="not a sentence-transformers folder or a name that can be fetched"):
        load_encoder("no-such/model")


def test_a_weight_file_in_sentence_transformers_form_is_read(tiny: Path) -> None:
    save_file({"embedding.weight": ROWS}, tiny / "0_StaticEmbedding" / "model.safetensors")
    (tiny / "hashes.json").unlink()

    assert load_encoder(tiny).encode(["feje"])[0].tolist() == [0, 0, 1]
