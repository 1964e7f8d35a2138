"""An earlier evaluation as a measure: the same ranker passes, a damaged one does not."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from evaluation.datasets import judged_of
from evaluation.gate import FILE, Baseline, as_text, fingerprint, held_against, read_baseline
from evaluation.groups import Label
from evaluation.report import Evaluation
from evaluation.run import Options, Request, measure
from evaluation.subgroups import GroupingReport, GroupReport
from recommender.errors import RequestFaulty
from tests.evaluation.bench import evaluated, municipality
from tests.evaluation.on_demo import on_demo
from tests.support.builders import AS_OF
from tests.support.shipped import ROOT, demo

GROUP = GroupReport(Label("a", "a"), 12, 9, {}, {}, {"t1": 0.5})
GROUPS = (GroupingReport("sex", Label("Køn", "Sex"), "citizens", (GROUP, replace(GROUP, n=None))),)
SIZE = 40


def baseline(quality: float = 0.6, group: float = 0.5, reached: int = SIZE, violations: float = 0.0) -> Baseline:
    """Forty tasks around those means, forty citizens of whom so many are reached."""
    wave = np.sin(np.arange(SIZE)) / 10
    return Baseline(
        form=1,
        data="d",
        model="m",
        quality={f"t{at}": quality + float(wave[at]) for at in range(SIZE)},
        violations=violations,
        reached={f"b{at}": int(at < reached) for at in range(SIZE)},
        groups={"sex: a": {f"t{at}": group - float(wave[at]) for at in range(SIZE)}},
    )


def worse(now: Baseline, before: Baseline) -> list[str]:
    return [check.of for check in held_against(now, before, GROUPS, seed=1).worse]


def test_the_same_is_not_worse() -> None:
    gate = held_against(baseline(), baseline(), GROUPS, seed=1)

    assert [check.of for check in gate.checks] == ["quality", "violations", "coverage", "group"]
    assert [check.n for check in gate.checks] == [SIZE] * 4
    assert gate.worse == ()
    assert [check.p for check in gate.checks] == [1.0, None, 1.0, 1.0]


@pytest.mark.parametrize(
    ("now", "named"),
    [
        (baseline(quality=0.55), ["quality"]),
        (baseline(violations=0.001), ["violations"]),
        (baseline(reached=SIZE - 12), ["coverage"]),
        (baseline(group=0.4), ["group"]),
        (baseline(quality=0.65, group=0.6), []),
        (baseline(reached=SIZE - 1), []),  # one citizen fewer may be chance
    ],
)
def test_each_thing_can_become_worse(now: Baseline, named: list[str]) -> None:
    assert worse(now, baseline()) == named


@pytest.mark.parametrize("damaged", [
    replace(baseline(), quality={"t1": 0.5}),
    replace(baseline(), reached={"b1": 1}),
])  # fmt: skip
def test_a_baseline_that_lacks_tasks_or_citizens_is_refused(damaged: Baseline) -> None:
    with pytest.raises(RequestFaulty, match="lacks tasks or citizens"):
        held_against(baseline(), damaged, GROUPS, seed=1)


@pytest.mark.parametrize("value", [float("nan"), 5.0, -0.1, float("inf")])
def test_a_baseline_of_numbers_that_are_no_shares_is_refused(value: float, tmp_path: Path) -> None:
    sound = baseline()
    for damaged in (replace(sound, quality={**sound.quality, "t1": value}), replace(sound, violations=value),
                    replace(sound, groups={"sex: a": {"t1": value}})):  # fmt: skip
        (tmp_path / FILE).write_text(as_text(damaged), encoding="utf-8")
        with pytest.raises(RequestFaulty, match="not a baseline"):
            read_baseline(tmp_path / FILE)


def test_a_worse_group_is_named_with_its_grouping() -> None:
    (check,) = held_against(baseline(group=0.4), baseline(), GROUPS, seed=1).worse

    assert (check.label.da, check.label.en) == ("Køn: a", "Sex: a")
    assert check.before == pytest.approx(0.5, abs=0.01)
    assert check.difference.value == pytest.approx(-0.1)


def test_groups_are_corrected_for_being_many() -> None:
    """One group that falls by chance at p near .03 is no finding among ten."""
    drawn = np.random.default_rng(10).normal(size=SIZE)
    gaps = 0.1 * (drawn - drawn.mean()) / drawn.std() - 0.035  # t = −.035 / .1 · √40 = −2.2
    names = [f"g{at}" for at in range(10)]
    groups = (
        GroupingReport(
            "x", Label("x", "x"), "citizens", tuple(replace(GROUP, label=Label(name, name)) for name in names)
        ),
    )
    before = {f"x: {name}": {f"t{at}": 0.5 for at in range(SIZE)} for name in names}
    now = before | {"x: g0": {f"t{at}": 0.5 + float(gaps[at]) for at in range(SIZE)}}
    old, new = replace(baseline(), groups=before), replace(baseline(), groups=now)

    alone = (replace(groups[0], groups=groups[0].groups[:1]),)
    assert [check.of for check in held_against(new, old, alone, seed=1).worse] == ["group"]
    assert held_against(new, old, groups, seed=1).worse == ()


def test_other_data_are_refused() -> None:
    with pytest.raises(RequestFaulty, match="made from other data, judgements or another day") as fault:
        held_against(baseline(), replace(baseline(), data="other"), GROUPS, seed=1)
    assert "bedøm den tidligere model igen" in fault.value.da


def test_the_fingerprint_is_of_data_judgements_and_day() -> None:
    judged = judged_of(municipality())
    other = judged_of(municipality({"t1": {"b1": 2}}))

    found = fingerprint("x", judged, AS_OF)
    others = (fingerprint("y", judged, AS_OF), fingerprint("x", other, AS_OF))
    assert found == fingerprint("x", judged_of(municipality()), AS_OF)
    assert len({found, *others, fingerprint("x", judged, AS_OF.replace(day=20))}) == 4


def test_what_is_written_reads_back_the_same(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(as_text(evaluated().baseline), encoding="utf-8")

    assert read_baseline(tmp_path / FILE) == evaluated().baseline
    assert set(evaluated().baseline.quality) == {"t1", "t2"}
    assert evaluated().baseline.reached == {f"b{at}": 1 for at in range(1, 6)}


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"form": 1}', '{"quality": 3}'])
def test_something_else_is_no_baseline(tmp_path: Path, text: str) -> None:
    (tmp_path / "x.json").write_text(text, encoding="utf-8")

    with pytest.raises(RequestFaulty, match=r"x\.json: not a baseline; give the baseline\.json of an earlier report"):
        read_baseline(tmp_path / "x.json")


def test_a_baseline_of_another_form_is_refused(tmp_path: Path) -> None:
    told = json.loads(as_text(baseline())) | {"form": 0}
    (tmp_path / FILE).write_text(json.dumps(told), encoding="utf-8")

    with pytest.raises(RequestFaulty):
        read_baseline(tmp_path / FILE)


def against_the_shipped(seed: int, sign: float) -> Evaluation:
    """The shipped ranker with its weights times `sign`, held against itself."""
    engine = demo()
    weights = tuple(sign * weight for weight in engine.ranker.weights)
    options = Options(seed=seed, systems=("random",), against=on_demo().baseline)
    return measure(replace(engine, ranker=replace(engine.ranker, weights=weights)), Request("demo", AS_OF, options))


def test_the_shipped_ranker_is_not_worse_than_itself() -> None:
    gate = against_the_shipped(3, 1.0).report.gate

    assert gate is not None
    assert gate.worse == ()
    assert len([check for check in gate.checks if check.of == "group"]) >= 5


def test_the_shipped_ranker_turned_round_is_worse_in_quality_and_in_groups_but_breaks_no_rule() -> None:
    gate = against_the_shipped(0, -1.0).report.gate

    assert gate is not None
    named = {check.of for check in gate.worse}
    assert {"quality", "group"} <= named
    assert "violations" not in named


def test_the_shipped_models_hold_against_the_committed_baseline() -> None:
    found, before = on_demo(), read_baseline(ROOT / "models" / "baseline.json")

    assert held_against(found.baseline, before, found.report.groups, seed=0).worse == ()
