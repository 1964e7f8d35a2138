"""Saving a static model as a sentence-transformers folder, its rows in 8 bits, with hashes."""

import json
from pathlib import Path

import numpy as np
import numpy.typing as npt
from safetensors.numpy import save_file
from tokenizers import Tokenizer

from recommender.artefacts import write_hashes
from recommender.encoder import Float32Array

STATIC_FOLDER = "0_StaticEmbedding"
PACKAGE = "sentence_transformers"
STATIC_TYPE = f"{PACKAGE}.sentence_transformer.modules.static_embedding.StaticEmbedding"
NORMALIZE_TYPE = f"{PACKAGE}.base.modules.normalize.Normalize"
MODULES = [
    {"idx": 0, "name": "0", "path": STATIC_FOLDER, "type": STATIC_TYPE},
    {"idx": 1, "name": "1", "path": "1_Normalize", "type": NORMALIZE_TYPE},
]
CONFIGURATION: dict[str, object] = {
    "model_type": "SentenceTransformer",
    "prompts": {},
    "default_prompt_name": None,
    "similarity_fn_name": "cosine",
}


def eight_bits(rows: Float32Array) -> tuple[npt.NDArray[np.int8], Float32Array]:
    """Rows as whole numbers −127..127 and one scale each: (n, d) → (n, d) int8, (n,) float32; error ≤ scale / 2."""
    scales = np.abs(rows).max(axis=1) / 127.0
    whole = np.divide(rows, scales[:, None], out=np.zeros_like(rows), where=scales[:, None] > 0)
    return np.rint(whole).astype(np.int8), scales.astype(np.float32)


def write_json(path: Path, content: object) -> None:
    """Indented JSON with a final newline."""
    path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def save_static(folder: Path, name: str, tokeniser: Tokenizer, rows: Float32Array) -> None:
    """Write the model under `folder`: tokeniser, (pieces, dimension) rows, configuration and hashes.

    The tensors carry model2vec's names, `embeddings` and `weights`, which sentence-transformers multiplies.
    """
    module = folder / STATIC_FOLDER
    module.mkdir(parents=True, exist_ok=True)
    (folder / "1_Normalize").mkdir(exist_ok=True)
    embeddings, weights = eight_bits(rows)
    save_file({"embeddings": embeddings, "weights": weights}, module / "model.safetensors")
    (module / "model.safetensors").chmod(0o644)
    tokeniser.save(str(module / "tokenizer.json"), pretty=False)
    write_json(folder / "modules.json", MODULES)
    write_json(folder / "1_Normalize" / "config.json", {})
    write_json(folder / "config_sentence_transformers.json", {"model_name": name, **CONFIGURATION})
    write_hashes(folder)
