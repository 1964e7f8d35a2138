"""Fit the shipped tagger on `data/training` and `data/tags`, and on nothing else.

    python -m models.recipes.tags [--out models/tags] [--encoder models/encoder]

Takes about three minutes on one core. The lexicon is hand-written: `lexicon.toml` in this folder, copied beside it.
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

import numpy as np

from models.recipes.tags.fitting import Fitter, Settings, read_voices
from models.recipes.tags.labelled import read_examples, read_labelled
from models.recipes.tags.whole import Fitted, fit
from recommender.artefacts import PACKAGE_ROOT, write_hashes
from recommender.encoder import load_encoder
from recommender.tagevidence import Reader
from recommender.taglexicon import load_lexicon
from recommender.tagmodel import SLOT_FEATURES, save_arrays
from recommender.tags import ARRAYS_FILE, FORMAT, LEXICON_FILE, MODEL_FILE
from recommender.vocabulary import shipped_vocabulary

NAME = "maerker-1"
TRAINING = PACKAGE_ROOT / "data" / "training"
LEXICON = Path(__file__).with_name(LEXICON_FILE)
EXAMPLES = tuple(
    PACKAGE_ROOT / "data" / "tags" / name
    for name in ("examples.jsonl", "affinity.jsonl", "people.jsonl", "tasks.jsonl", "avoids.jsonl")
)
DECIMALS = 5


def shipped_fitter(encoder: Path, settings: Settings) -> Fitter:
    """A fitter that has read all labelled texts."""
    vocabulary = shipped_vocabulary()
    codes = tuple(term.code for term in (*vocabulary.fields, *vocabulary.conditions))
    reader = Reader(load_lexicon(LEXICON), load_encoder(encoder), codes)
    labelled = read_labelled(TRAINING) + [each for path in EXAMPLES for each in read_examples(path)]
    return Fitter(labelled, read_voices(labelled, reader), reader, settings)


def save(out: Path, fitter: Fitter, fitted: Fitted) -> None:
    """Write parameters, lexicon and hashes."""
    out.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(LEXICON, out / LEXICON_FILE)
    save_arrays(out / ARRAYS_FILE, fitted.topics)
    slots = {
        slot: {
            "threshold": model.threshold,
            "bias": round(model.bias, DECIMALS),
            "weights": dict(zip(SLOT_FEATURES, np.round(model.weights.astype(float), DECIMALS).tolist(), strict=True)),
            "usual": np.round(model.usual.astype(float), DECIMALS).tolist(),
        }
        for slot, model in fitted.slots.items()
    }
    content = {
        "format": FORMAT,
        "name": NAME,
        "encoder": fitter.reader.encoder.identity,
        "codes": list(fitter.reader.codes),
        "slots": slots,
    }
    (out / MODEL_FILE).write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    write_hashes(out)


def main() -> None:
    """Fit and save."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=PACKAGE_ROOT / "models" / "tags")
    parser.add_argument("--encoder", type=Path, default=PACKAGE_ROOT / "models" / "encoder")
    given = parser.parse_args()
    fitter = shipped_fitter(given.encoder, Settings())
    save(given.out, fitter, fit(fitter, np.zeros(len(fitter.labelled), dtype=np.bool_)))


if __name__ == "__main__":
    main()
