"""What a list would have led to, from a history that saw only some of it: five estimates of one number.

The number is the *value* of a system: put the first k of every list forward, and what share of those places would
succeed? Places are numbered over all lists; T lists, O 1 where the place was put forward in history, Y 1 where that
succeeded, e the propensity (the chance that history put it forward), m a model's chance of success. A place that is
empty, or that the rules block, succeeds nowhere and counts 0.

naive        Σ O Y / kT                            whoever was not put forward counts as a failure
judged only  mean over lists of the success of the first k of those put forward (a condensed list, Sakai, SIGIR 2007)
IPS          Σ O Y w / kT, w = 1 / e               Horvitz and Thompson, JASA 1952; rankings: Schnabel et al., ICML 2016
SNIPS        (Σ O Y w / Σ O w) · share of places   Hájek 1971; Swaminathan and Joachims, NIPS 2015
DR           Σ (m + O (Y − m) w) / kT              Robins, Rotnitzky and Zhao, JASA 1994; Dudík et al., ICML 2011

Weights are clipped at √n times their mean over the n places put forward (truncated importance sampling, Ionides, JCGS
2008). The effective sample size is (Σ w)² / Σ w² over them (Kish, "Survey Sampling", 1965): of how many equally
weighted places the estimate is worth. Intervals: bootstrap-t over lists (Efron and Tibshirani, "An Introduction to the
Bootstrap", 1993, section 12.5), for sums of a few large weights are skewed; the models are held as they are.

IPS and SNIPS are right when the propensities are; DR when the propensities or the model are. All three need every place
to have had some chance (positivity), and success to rest on nothing that also moved who was put forward and that the
propensities leave out (no unmeasured confounding): no figure can show that this holds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from evaluation.statistics import LEVEL, Estimate, drawn
from recommender.columns import BoolArray, FloatArray, IndexArray

METHODS = ("naive", "judged_only", "ips", "snips", "dr")
ROUNDS = 2_000
LEAST_PROPENSITY = 1e-9
ENOUGH, FEW_CLIPPED, OUT_OF_BALANCE = 30.0, 0.1, 0.35
"""Effective size from which, share of clipped weights up to which, and distance of the balance from 1 within which the
weighted estimates are told as figures; outside they are told as unknown."""
_NO_ERROR = 1e-12
_MOSTLY = 0.9
"""Share of the rounds that must have an error of their own: with a success or two there is no interval to tell."""


@dataclass(frozen=True, slots=True)
class Places:
    """The first k places of a system's T lists, as far as they are filled with somebody whom the rules allow."""

    lists: int
    k: int
    task: IndexArray
    """(m,), which list, 0..T−1."""
    proposed: BoolArray
    """(m,), O."""
    success: BoolArray
    """(m,), Y; false where it was not put forward."""
    propensity: FloatArray
    """(m,), e, 0..1."""
    model: FloatArray
    """(m,), the model's chance of success, 0..1."""
    judged: FloatArray
    """(T,), success of the first k of those put forward; NaN where nobody in the list was."""


@dataclass(frozen=True, slots=True)
class Hidden:
    """What one system's lists would lead to, each way of asking history."""

    values: Mapping[str, Estimate]
    """Method → share of the places that would succeed, with its 95 % interval."""
    places: int
    """Filled places."""
    proposed: int
    """Of those, the ones put forward in history."""
    effective: float
    """Effective sample size of the weights."""
    clipped: float
    """Share of the weights that were clipped, 0..1."""
    balance: float
    """Σ O w / filled places: near 1 where the propensities are right on average."""
    cap: float
    """The highest weight that was allowed."""

    @property
    def sound(self) -> bool:
        """Whether the weighted estimates rest on enough places, on none too heavily, and in balance."""
        enough = self.effective >= ENOUGH and self.clipped <= FEW_CLIPPED
        return enough and abs(self.balance - 1) <= OUT_OF_BALANCE and "dr" in self.values


def hidden(places: Places, seed: int, rounds: int = ROUNDS) -> Hidden:
    """The five estimates; a method whose interval cannot be told (hardly a success) is missing."""
    weights, cap = clipped_weights(places.propensity, places.proposed)
    parts = _parts(places, weights)
    chosen = {name: part for name, part in parts.items() if part.divisor.sum() > 0}
    squares = float((weights**2).sum())
    seen = int(places.proposed.sum())
    return Hidden(
        values=_estimated(chosen, seed, rounds),
        places=len(places.task),
        proposed=seen,
        effective=float(weights.sum()) ** 2 / squares if squares else 0.0,
        clipped=float((weights[places.proposed] >= cap).mean()) if seen else 0.0,
        balance=float(weights.sum()) / len(weights) if len(weights) else 0.0,
        cap=cap,
    )


def doubly_robust(places: Places) -> FloatArray:
    """The DR estimate of each list, for comparing systems list by list → (T,)."""
    return _parts(places, clipped_weights(places.propensity, places.proposed)[0])["dr"].share


def clipped_weights(propensity: FloatArray, proposed: BoolArray) -> tuple[FloatArray, float]:
    """1 / e where put forward, 0 elsewhere, none above √n times the mean of the n; and that bound → (m,), float."""
    weights = np.where(proposed, 1.0 / np.maximum(propensity, LEAST_PROPENSITY), 0.0)
    seen = int(proposed.sum())
    if not seen:
        return weights, 0.0
    cap = float(np.sqrt(seen) * weights.sum() / seen)
    clipped: FloatArray = np.minimum(weights, cap)
    return clipped, cap


@dataclass(frozen=True, slots=True)
class _Part:
    """A value as Σ share / Σ divisor · mean of factor over the lists, each (T,)."""

    share: FloatArray
    divisor: FloatArray
    factor: FloatArray

    def values(self, counts: FloatArray) -> tuple[FloatArray, FloatArray]:
        """The value when each list is drawn so often, and its standard error by linearisation (the delta method).

        counts: (rounds, T) → (rounds,), (rounds,). With s, d, f the means and r = s / d the value is r f, and it moves
        with f (s − r d) / d + r f.
        """
        columns = np.stack([self.share, self.divisor, self.factor], axis=1)
        products = columns[:, :, None] * columns[:, None, :]
        total = counts.sum(axis=1)
        means = np.einsum("rt,tc->rc", counts, columns, optimize=False) / total[:, None]
        seconds = np.einsum("rt,tab->rab", counts, products, optimize=False) / total[:, None, None]
        spread = seconds - means[:, :, None] * means[:, None, :]
        share, divisor, factor = means.T
        there = divisor > 0
        ratio = np.divide(share, divisor, out=np.zeros_like(share), where=there)
        slope = np.divide(factor, divisor, out=np.zeros_like(factor), where=there)
        moves = np.stack([slope, -ratio * slope, ratio], axis=1)
        variance = np.einsum("ra,rab,rb->r", moves, spread, moves, optimize=False)
        return ratio * factor, np.sqrt(np.maximum(variance, 0.0) / total)


def _parts(places: Places, weights: FloatArray) -> dict[str, _Part]:
    one = np.ones(places.lists)
    success, model = places.success.astype(np.float64), places.model

    def by_list(values: FloatArray) -> FloatArray:
        return np.bincount(places.task, weights=values, minlength=places.lists).astype(np.float64)

    known = ~np.isnan(places.judged)
    return {
        "naive": _Part(by_list(success) / places.k, one, one),
        "judged_only": _Part(np.where(known, places.judged, 0.0), known.astype(np.float64), one),
        "ips": _Part(by_list(success * weights) / places.k, one, one),
        "snips": _Part(by_list(success * weights), by_list(weights), by_list(np.ones_like(model)) / places.k),
        "dr": _Part(by_list(model + (success - model) * weights) / places.k, one, one),
    }


def _estimated(parts: Mapping[str, _Part], seed: int, rounds: int) -> dict[str, Estimate]:
    """Values with bootstrap-t intervals, the lists drawn alike for all methods."""
    lists = len(next(iter(parts.values())).share)
    rng = np.random.default_rng([seed, 5])
    drawings = list(drawn(rng, lists, rounds))
    found = {name: _interval(part, drawings, lists) for name, part in parts.items()}
    return {name: estimate for name, estimate in found.items() if estimate is not None}


def _interval(part: _Part, drawings: Sequence[FloatArray], lists: int) -> Estimate | None:
    value, error = (float(one[0]) for one in part.values(np.ones((1, lists))))
    found = [part.values(counts) for counts in drawings]
    values, errors = (np.concatenate(own) for own in zip(*found, strict=True))
    sound = errors > _NO_ERROR
    if error <= _NO_ERROR or sound.mean() < _MOSTLY:
        return None
    ratios = (values[sound] - value) / errors[sound]
    tail = 100 * (1 - LEVEL) / 2
    low, high = np.percentile(ratios, [tail, 100 - tail])
    return Estimate(value, max(0.0, value - float(high) * error), min(1.0, value - float(low) * error))
