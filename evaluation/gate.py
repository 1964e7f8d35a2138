"""Is a new model credibly worse than an earlier one? What an evaluation leaves for the next, and the comparison.

Quality, coverage and every group are compared pair by pair with a two-sided randomisation test: tasks of the main
metric, citizens reached or not. Groups are corrected among themselves after Holm. A difference below 0 whose p is under
.05 is credibly worse. Rules are not a matter of chance: a larger share of suggestions that break one is worse.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

import numpy as np

from evaluation.datasets import Judged
from evaluation.exposure import reached_citizens
from evaluation.groups import Label
from evaluation.metrics import MAIN
from evaluation.report import CREDIBLE, Check, Gate, SystemReport
from evaluation.statistics import Estimate, bootstrap, holm, randomisation_test
from evaluation.subgroups import Found, GroupingReport, GroupReport
from recommender.errors import RequestFaulty

FORM = 1
FILE = "baseline.json"


@dataclass(frozen=True, slots=True)
class Baseline:
    """What a later evaluation of the same data needs to be held against this one."""

    form: int
    data: str
    """SHA-256 of the dataset's citizens and openings, of the judgements and of the day of asking."""
    model: str
    """Encoder, ranker and rules."""
    quality: Mapping[str, float]
    """Task → main metric."""
    violations: float
    """Share of suggestions that break a rule."""
    reached: Mapping[str, int]
    """Citizen for whom some judged task is possible → 1 when among the first ten for any, else 0."""
    groups: Mapping[str, Mapping[str, float]]
    """Group that is shown → task → main metric within the group."""


def baseline_of(
    judged: Judged, data: str, model: str, engine: SystemReport, found: Found, groups: Sequence[GroupingReport]
) -> Baseline:
    """What this evaluation leaves for the next. `data`: its fingerprint."""
    reached = reached_citizens(found.first, len(found.possible))
    citizens = judged.dataset.citizens
    return Baseline(
        form=FORM,
        data=data,
        model=model,
        quality={task: values[MAIN] for task, values in engine.per_task.items()},
        violations=engine.conduct.violations,
        reached={citizens[row].id: int(reached[row]) for row in np.flatnonzero(found.possible).tolist()},
        groups={name: dict(group.per_task) for name, _, group in _shown(groups) if group.per_task},
    )


def _shown(groups: Sequence[GroupingReport]) -> Iterator[tuple[str, Label, GroupReport]]:
    """Name, label and report of every group that is not hidden."""
    for one in groups:
        for group in one.groups:
            if group.n is not None:
                label = Label(f"{one.label.da}: {group.label.da}", f"{one.label.en}: {group.label.en}")
                yield f"{one.code}: {group.label.en}", label, group


def fingerprint(dataset: str, judged: Judged, as_of: date) -> str:
    """SHA-256 of all that decides what is asked and what is held to be right. `dataset`: the dataset's own."""
    told = hashlib.sha256(f"{dataset} {as_of} {judged.suitable}\n".encode())
    for task in judged.tasks:
        told.update(f"{task} {judged.rows[task].tolist()} {judged.grades[task].tolist()}\n".encode())
    return told.hexdigest()


def require_same(data: str, before: Baseline) -> None:
    """RequestFaulty when the baseline is not of the data with that fingerprint."""
    if data != before.data:
        raise RequestFaulty(
            "the baseline after --against was made from other data, judgements or another day; "
            "evaluate the earlier model again on these",
            "målestokken efter --against er lavet af andre data, bedømmelser eller en anden dag; "
            "bedøm den tidligere model igen på disse",
        )


def held_against(now: Baseline, before: Baseline, groups: Sequence[GroupingReport], seed: int) -> Gate:
    """Every check; RequestFaulty when the two are not of the same data. `groups`: the new evaluation's."""
    require_same(now.data, before)
    if now.quality.keys() != before.quality.keys() or now.reached.keys() != before.reached.keys():
        raise RequestFaulty(
            "the baseline after --against lacks tasks or citizens, or has too many, though it names the same data; "
            "it was changed, or made under other rules: evaluate the earlier model again",
            "målestokken efter --against mangler opgaver eller borgere, eller har for mange, selv om den nævner "
            "de samme data; den er ændret eller lavet under andre regler: bedøm den tidligere model igen",
        )
    quality = _check("quality", Label("Kvalitet", "Quality"), now.quality, before.quality, seed)
    reached = _check("coverage", Label("Dækning", "Coverage"), now.reached, before.reached, seed)
    found = (
        _check("group", label, now.groups[name], before.groups[name], seed)
        for name, label, _ in _shown(groups)
        if name in now.groups and name in before.groups
    )
    kept = [one for one in found if one is not None]
    corrected = holm([one.p or 0.0 for one in kept])
    return Gate(
        before.model,
        now.model,
        (
            *(one for one in (quality, _violations(now, before), reached) if one is not None),
            *(_with_p(one, p) for one, p in zip(kept, corrected, strict=True)),
        ),
    )


def _check(
    of: Literal["quality", "coverage", "group"],
    label: Label,
    now: Mapping[str, float],
    before: Mapping[str, float],
    seed: int,
) -> Check | None:
    """Now against before over what both have; None where that is nothing."""
    shared = [name for name in now if name in before]
    if not shared:
        return None
    pairs = np.array([[now[name], before[name]] for name in shared], dtype=np.float64)
    gaps = pairs[:, :1] - pairs[:, 1:]
    p = float(randomisation_test(gaps, seed)[0])
    difference = bootstrap(gaps, seed)[0]
    own, other = pairs.mean(axis=0).tolist()
    return Check(of, label, other, own, len(shared), difference, p, difference.value < 0 and p < CREDIBLE)


def _with_p(check: Check, p: float) -> Check:
    worse = check.difference.value < 0 and p < CREDIBLE
    return Check(check.of, check.label, check.before, check.now, check.n, check.difference, p, worse)


def _violations(now: Baseline, before: Baseline) -> Check:
    gap = now.violations - before.violations
    label = Label("Forslag, der bryder en regel", "Suggestions that break a rule")
    exact = Estimate(gap, gap, gap)
    return Check("violations", label, before.violations, now.violations, len(now.quality), exact, None, gap > 0)


def as_text(baseline: Baseline) -> str:
    """JSON with sorted keys; floats as short as they read back the same."""
    return json.dumps(asdict(baseline), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def read_baseline(path: Path) -> Baseline:
    """A baseline that an evaluation has left; RequestFaulty when it is none."""
    try:
        told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        baseline = Baseline(**told)
        sound = baseline.form == FORM and all(_is_share(value) for value in _numbers(baseline))
    except (OSError, ValueError, TypeError, AttributeError):
        sound = False
    if not sound:
        raise RequestFaulty(
            f"{path.name}: not a baseline; give the {FILE} of an earlier report after --against",
            f"{path.name}: ikke en målestok; angiv {FILE} fra en tidligere rapport efter --against",
        )
    return baseline


def _is_share(value: object) -> bool:
    """Whether a number is from 0 to 1; NaN is not."""
    return isinstance(value, float | int) and 0.0 <= value <= 1.0


def _numbers(baseline: Baseline) -> Iterator[object]:
    yield baseline.violations
    for values in (baseline.quality, baseline.reached, *baseline.groups.values()):
        yield from values.values()
