"""Both steps fitted together, and what they are worth on texts that neither has seen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from models.recipes.tags.fitting import Fitter, Labels, Rows, Settings, labels_of, threshold_for, usual_of
from recommender.tagevidence import DENYING, VOICE_OF, group_of
from recommender.tagmodel import Float32Array, SlotModel, Topics
from recommender.tags import GROUPS


@dataclass(frozen=True)
class Fitted:
    """A tagger's parameters."""

    topics: dict[str, Topics]
    slots: dict[str, SlotModel]


@dataclass(frozen=True)
class Judged:
    """Probabilities and labels of one slot, on texts that were held out."""

    chances: Float32Array
    """(n, codes)"""
    labels: Labels
    codes: tuple[str, ...]


def fit(fitter: Fitter, left_out: Labels) -> Fitted:
    """Fit both steps to all texts but those left out ((labelled,) bool).

    The thresholds are set where the second step, seeing what it was not fitted to, is as precise as asked.
    """
    topics = {group: fitter.topics(group, left_out) for group in GROUPS}
    folds = inner_folds(fitter, left_out)
    unseen = {
        (group, fold): fitter.topics(group, left_out | (folds == fold))
        for group in GROUPS
        for fold in range(fitter.settings.folds)
    }
    slots = {slot: _slot(fitter, slot, folds, unseen) for slot in VOICE_OF}
    return Fitted(topics, slots)


def inner_folds(fitter: Fitter, left_out: Labels) -> Rows:
    """Fold of each labelled text that the second step learns from; −1 for what is left out."""
    drawn = np.random.default_rng(fitter.settings.seed).permutation(len(fitter.labelled)) % fitter.settings.folds
    folds: Rows = np.where(left_out, -1, drawn)
    return folds


def _slot(fitter: Fitter, slot: str, folds: Rows, unseen: dict[tuple[str, int], Topics]) -> SlotModel:
    rows, codes = fitter.voices[VOICE_OF[slot]].rows, fitter.codes(group_of(slot))
    in_fold = np.array([folds[row] if slot in fitter.labelled[row].tags else -1 for row in rows])
    places = np.concatenate([np.flatnonzero(in_fold == fold) for fold in range(fitter.settings.folds)])
    real = np.array([fitter.labelled[rows[place]].origin != "examples" for place in places])
    labels = labels_of(fitter.labelled, slot, rows, codes)[places]
    usual = usual_of(labels[real])
    features = np.concatenate(
        [
            fitter.features(slot, unseen[group_of(slot), fold], usual, np.flatnonzero(in_fold == fold))
            for fold in range(fitter.settings.folds)
        ]
    )
    weights = np.where(real, 1.0, example_weight(fitter.settings, slot))
    chances = np.zeros(labels.shape, dtype=np.float32)
    for fold in range(fitter.settings.folds):
        out = in_fold[places] == fold
        chances[out] = fitter.slot_model(features[~out], labels[~out], usual, weights[~out]).probabilities(
            features[out]
        )
    threshold = threshold_for(chances[real], labels[real], fitter.settings.precision)
    return replace(fitter.slot_model(features, labels, usual, weights), threshold=threshold)


def example_weight(settings: Settings, slot: str) -> float:
    """Of an example beside a whole text, in the second step of a slot."""
    return settings.avoid_example_weight if VOICE_OF[slot] in DENYING else settings.slot_example_weight


def held_out(fitter: Fitter, fitted: Fitted, kept: Labels) -> dict[str, Judged]:
    """Probabilities of the texts kept ((labelled,) bool), slot by slot."""
    judged = {}
    for slot, voice in VOICE_OF.items():
        read, codes = fitter.voices[voice], fitter.codes(group_of(slot))
        places = np.array(
            [p for p, row in enumerate(read.rows) if kept[row] and slot in fitter.labelled[row].tags], dtype=np.int64
        )
        model = fitted.slots[slot]
        features = fitter.features(slot, fitted.topics[group_of(slot)], model.usual, places)
        chances = model.probabilities(features)
        if voice != "task":
            chances[(read.own.words[places] == 0) & (read.side.words[places] == 0)] = 0.0
        judged[slot] = Judged(chances, labels_of(fitter.labelled, slot, [read.rows[p] for p in places], codes), codes)
    return judged


def by_writer(fitter: Fitter) -> tuple[dict[str, Judged], dict[str, tuple[float, float]]]:
    """Every writer's texts judged by a tagger that has seen none; and precision, recall at its own threshold."""
    writers = sorted({each.writer for each in fitter.labelled if each.origin != "examples"})
    parts, counts = [], {slot: np.zeros(3) for slot in VOICE_OF}
    for writer in writers:
        out = np.array([each.writer == writer for each in fitter.labelled])
        fitted = fit(fitter, out)
        part = held_out(fitter, fitted, out)
        parts.append(part)
        for slot, judged in part.items():
            counts[slot] += counted(judged, fitted.slots[slot].threshold)
    return joined(parts), {slot: _rates(*counts[slot]) for slot in VOICE_OF}


def joined(parts: Iterable[dict[str, Judged]]) -> dict[str, Judged]:
    """Several parts' texts as one."""
    listed = list(parts)
    return {
        slot: Judged(
            np.concatenate([part[slot].chances for part in listed]),
            np.concatenate([part[slot].labels for part in listed]),
            listed[0][slot].codes,
        )
        for slot in listed[0]
    }


def counted(judged: Judged, threshold: float) -> Float32Array:
    """Rightly proposed, proposed, and read by a person: (3,)."""
    proposed = judged.chances >= threshold
    return np.array([(proposed & judged.labels).sum(), proposed.sum(), judged.labels.sum()], dtype=np.float32)


def _rates(right: float, proposed: float, read: float) -> tuple[float, float]:
    return right / max(proposed, 1.0), right / max(read, 1.0)
