from dataclasses import replace

import pytest

from evaluation import sentences
from evaluation.calibration import Calibration
from evaluation.groups import Label
from evaluation.metrics import MAIN
from evaluation.report import Check, Comparison, Gate, Pool, Report, SystemReport
from evaluation.rules import Conduct
from evaluation.statistics import Estimate
from evaluation.tongue import DANISH, ENGLISH
from tests.evaluation.bench import evaluated

BASE = evaluated().report


def other(label: str, gap: float, p_holm: float) -> SystemReport:
    """A system that the engine leads by `gap`."""
    estimate = Estimate(gap, gap - 0.05, gap + 0.05)
    comparison = Comparison(estimate, p_holm / 2, p_holm, 0.0612)
    pool = Pool(estimate, estimate, estimate, estimate)
    figures = {MAIN: Estimate(0.75 - gap, 0.4, 0.6)}
    return SystemReport("x", label, label.lower(), 1, figures, pool, BASE.engine.conduct, {MAIN: comparison}, {})


def kept(listed: int, broken: int) -> Conduct:
    return replace(BASE.engine.conduct, listed=listed, broken=broken)


def report(*others: SystemReport, conduct: Conduct | None = None) -> Report:
    engine = replace(BASE.engine, figures={MAIN: Estimate(0.75, 0.67, 0.824)}, conduct=conduct or kept(662, 0))
    return replace(BASE, systems=(engine, *others))


def test_better_than_everything() -> None:
    told = sentences.headline(report(other("A", 0.2, 0.001), other("B", 0.1, 0.04)), DANISH)

    assert told == "Opgaveværktøjet rangerer bedre end begge sammenligninger."


def test_what_is_not_shown_is_said_not_to_be_shown() -> None:
    told = sentences.headline(report(other("A", 0.2, 0.001), other("B", 0.1, 0.06), other("C", -0.1, 0.4)), DANISH)

    assert told == "Det er ikke vist, at Opgaveværktøjet rangerer bedre end »B« og »C«."


def test_worse_than_something_is_said_first() -> None:
    told = sentences.headline(report(other("A", -0.2, 0.001), other("B", 0.1, 0.06)), DANISH)

    assert told == "Opgaveværktøjet rangerer dårligere end »A«."


def test_the_figures_name_the_best_other() -> None:
    told = sentences.figures(report(other("A", 0.2, 0.0012), other("B", 0.1, 0.04)), DANISH)

    assert told == (
        "nDCG@10 er 0,75 (0,67 til 0,82) mod 0,65 for den bedste anden, »B«: "
        "en forskel på 0,10 (0,05 til 0,15), p = 0,0400."
    )


def test_broken_rules_are_said_plainly() -> None:
    fine, broken = report().engine, report(conduct=kept(1234, 3)).engine

    assert sentences.rules_kept(fine, DANISH) == "Ingen af de 662 forslag bryder en regel."
    assert sentences.rules_kept(broken, DANISH) == (
        "3 af 1.234 forslag bryder en regel. Det må ikke ske: brug ikke denne udgave."
    )


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"fitted_on": True}, "Vægtene er tilpasset netop disse data."),
        ({"synthetic": True}, "Data er syntetiske: ingen af borgerne eller virksomhederne findes."),
        ({"tasks": 29}, "Kun 29 opgaver er bedømt"),
        ({"tasks_without_suitable": 3}, "For 3 af 40 opgaver er ingen egnet."),
    ],
)
def test_each_caution_is_told_when_it_is_due_and_only_then(change: dict[str, object], told: str) -> None:
    quiet = replace(BASE.about, synthetic=False, fitted_on=False, tasks=40, tasks_without_suitable=0)

    assert sentences.cautions(replace(BASE, about=quiet), DANISH) == ()
    (found,) = sentences.cautions(replace(BASE, about=replace(quiet, **change)), DANISH)  # type: ignore[arg-type]
    assert found.startswith(told)


def test_calibration_in_words() -> None:
    found = Calibration(pairs=301, base_rate=0.196, brier=0.1357, brier_of_base_rate=0.1576, ece=0.054, bins=())

    assert sentences.calibration_told(replace(BASE, calibration=found), DANISH) == (
        "Scoren skal kunne læses som sandsynligheden for, at et par er egnet. Over 301 bedømte, mulige "
        "par rammer den i gennemsnit 5,4 % ved siden af (ECE 0,054). Brier-scoren er 0,136, bedre end 0,158 for altid "
        "at sige 19,6 %."
    )
    worse = replace(found, brier=0.2)
    assert "0,200, ikke bedre end 0,158" in sentences.calibration_told(replace(BASE, calibration=worse), DANISH)
    assert "er bedømt, så det kan ikke siges" in sentences.calibration_told(replace(BASE, calibration=None), DANISH)


def test_english_says_the_same() -> None:
    found = report(other("A", 0.2, 0.001), other("B", 0.1, 0.04))

    assert sentences.headline(found, ENGLISH) == "Opgaveværktøjet ranks better than both that it was compared with."
    assert sentences.figures(found, ENGLISH) == (
        "nDCG@10 is 0.75 (0.67 to 0.82) against 0.65 of the best other, “b”: "
        "a difference of 0.10 (0.05 to 0.15), p = 0.0400."
    )
    worse = report(other("A", -0.2, 0.001))
    assert sentences.headline(worse, ENGLISH) == "Opgaveværktøjet ranks worse than “a”."


def test_alone_there_is_nothing_to_be_better_than() -> None:
    assert sentences.headline(report(), DANISH) == "Opgaveværktøjet er målt uden sammenligning."
    assert sentences.figures(report(), DANISH) == "nDCG@10 er 0,75 (0,67 til 0,82)."


def test_what_can_be_seen_with_so_many_tasks() -> None:
    found = replace(report(other("A", 0.2, 0.001)), tasks_needed=1234, about=replace(BASE.about, tasks=40))

    assert sentences.detectable_told(found, DANISH).startswith("Med 40 opgaver kan der ses en forskel på 0,06")
    assert "omkring 1.234 opgaver" in sentences.detectable_told(found, DANISH)
    assert "about 1,234 tasks" in sentences.detectable_told(found, ENGLISH)
    assert "for få opgaver" in sentences.detectable_told(replace(found, tasks_needed=None), DANISH)


def test_the_gate_names_what_has_become_worse() -> None:
    label = Label("Dækning", "Coverage")
    check = Check("coverage", label, 0.5, 0.4, 9, Estimate(-0.1, -0.2, 0.0), 0.01, worse=True)

    worse, held = (replace(BASE, gate=Gate("a", "b", (replace(check, worse=bad),))) for bad in (True, False))
    assert sentences.gate_told(worse, DANISH) == "Denne udgave er dårligere end den tidligere på »Dækning«."
    assert sentences.gate_told(held, ENGLISH) == "This version is not credibly worse than the earlier one on anything."
    assert sentences.gate_told(replace(BASE, gate=None), DANISH) is None
