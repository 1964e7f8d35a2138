"""The glass-box ranker: a logistic score that is a sum of named terms, with signs that are known held.

score = 1 / (1 + exp(−logit)), logit = base + Σ weightⱼ (xⱼ − neutralⱼ) / scaleⱼ. A feature that has nothing to say
(NaN) contributes 0. The score estimates the share of pairs like this that a careful reader would grade 2 or 3.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from recommender.artefacts import PACKAGE_ROOT
from recommender.columns import FloatArray
from recommender.errors import ArtefactFaulty
from recommender.features import FEATURE_NAMES, FEATURES_VERSION

FILE = "ranker.json"
SUITABLE = 2
"""The grade from which a pair counts as suitable: a sound suggestion worth a match meeting. The score is its chance."""


@dataclass(frozen=True)
class Ranker:
    """Weights of the additive score; calling it gives the terms of every pair."""

    name: str
    features: tuple[str, ...]
    weights: tuple[float, ...]
    """One a feature, to the logit for one scale of difference from neutral."""
    neutral: tuple[float, ...]
    """The value at which a feature says nothing."""
    scales: tuple[float, ...]
    """Standard deviation in the data that it was fitted to; above 0."""
    base: float
    """Logit of a pair about which no feature says anything."""
    encoder: str
    """Identity of the encoder whose likenesses the weights were fitted to."""
    fitted_on: tuple[str, ...] = ()
    """Fingerprints of the datasets that it was fitted to: no figure on them counts."""

    def __call__(self, values: FloatArray) -> FloatArray:
        """Contributions to the logit: (m, number of features) → the same shape, 0 for NaN.

        The logit is `base` plus the sum of a row.
        """
        said = np.isfinite(values)
        terms = (np.where(said, values, 0.0) - np.array(self.neutral)) / np.array(self.scales) * np.array(self.weights)
        return np.where(said, terms, 0.0)

    @property
    def identity(self) -> str:
        """Name and a hash of everything that decides a score."""
        told = json.dumps(asdict(self), sort_keys=True).encode()
        return f"{self.name}+sha256:{hashlib.sha256(told).hexdigest()[:12]}"


def logistic(logits: FloatArray) -> FloatArray:
    """1 / (1 + exp(−x)), without overflow."""
    return np.asarray(0.5 * (1.0 + np.tanh(0.5 * logits)), dtype=np.float64)


def save_ranker(ranker: Ranker, folder: Path) -> None:
    """Write `ranker.json`."""
    folder.mkdir(parents=True, exist_ok=True)
    about = {"features_version": FEATURES_VERSION, **asdict(ranker)}
    (folder / FILE).write_text(json.dumps(about, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def load_ranker(folder: Path) -> Ranker:
    """Read `ranker.json`; ArtefactFaulty when it is missing, broken or of other features than the code's."""
    try:
        about = json.loads((folder / FILE).read_text(encoding="utf-8"))
        version = about.pop("features_version")
        values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in about.items()}
        ranker = Ranker(**values)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise ArtefactFaulty(
            f"{folder / FILE}: not a ranker; fit one with `opgave train ranker`",
            f"{folder / FILE}: ikke en rangordner; lav en med `opgave train ranker`",
        ) from error
    if version != FEATURES_VERSION or ranker.features != FEATURE_NAMES:
        raise ArtefactFaulty(
            f"{folder / FILE}: fitted to {version}, the code computes {FEATURES_VERSION}; fit it again",
            f"{folder / FILE}: lavet til {version}, koden regner med {FEATURES_VERSION}; lav den igen",
        )
    return ranker


def shipped_ranker_folder() -> Path:
    """The ranker that travels with the packages."""
    return PACKAGE_ROOT / "models" / "ranker"
