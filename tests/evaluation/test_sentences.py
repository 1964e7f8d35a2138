from dataclasses import replace

import pytest

from evaluation import sentences
from evaluation.calibration import Calibration
from evaluation.metrics import MAIN
from evaluation.report import Comparison, Report, SystemReport
from evaluation.rules import Conduct
from evaluation.statistics import Estimate
from tests.evaluation.bench import evaluated

BASE = evaluated().report


def other(label: str, gap: float, p_holm: float) -> SystemReport:
    """A system that the engine leads by `gap`."""
    comparison = Comparison(Estimate(gap, gap - 0.05, gap + 0.05), p_holm / 2, p_holm)
    figures = {MAIN: Estimate(0.75 - gap, 0.4, 0.6)}
    return SystemReport("x", label, 1, figures, BASE.engine.conduct, {MAIN: comparison}, {})


def report(*others: SystemReport, conduct: Conduct | None = None) -> Report:
    engine = replace(
        BASE.engine, figures={MAIN: Estimate(0.75, 0.67, 0.824)}, conduct=conduct or Conduct(662, 0, 0, 0, 0.5, 0.7)
    )
    return replace(BASE, systems=(engine, *others))


def test_better_than_everything() -> None:
    told = sentences.headline(report(other("A", 0.2, 0.001), other("B", 0.1, 0.04)))

    assert told == "Opgaveværktøjet rangerer bedre end alle 2 sammenligninger."


def test_what_is_not_shown_is_said_not_to_be_shown() -> None:
    told = sentences.headline(report(other("A", 0.2, 0.001), other("B", 0.1, 0.06), other("C", -0.1, 0.4)))

    assert told == "Det er ikke vist, at Opgaveværktøjet rangerer bedre end »B« og »C«."


def test_worse_than_something_is_said_first() -> None:
    told = sentences.headline(report(other("A", -0.2, 0.001), other("B", 0.1, 0.06)))

    assert told == "Opgaveværktøjet rangerer dårligere end »A«."


def test_the_figures_name_the_best_other() -> None:
    told = sentences.figures(report(other("A", 0.2, 0.0012), other("B", 0.1, 0.04)))

    assert told == (
        "nDCG@10 er 0,75 (0,67 til 0,82) mod 0,65 for den bedste anden, »B«: "
        "en forskel på 0,10 (0,05 til 0,15), p = 0,0400."
    )


def test_broken_rules_are_said_plainly() -> None:
    kept, broken = report().engine, report(conduct=Conduct(1234, 3, 3 / 1234, 0, 0, 0)).engine

    assert sentences.rules_kept(kept) == "Ingen af de 662 forslag bryder en regel."
    assert sentences.rules_kept(broken) == (
        "3 af 1.234 forslag bryder en regel. Det må ikke ske: brug ikke denne udgave."
    )


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"fitted_on": True}, "Vægtene er tilpasset netop disse data."),
        ({"synthetic": True}, "Data er syntetiske: ingen af borgerne eller virksomhederne findes."),
        ({"tasks": 29}, "Kun 29 opgaver er bedømt"),
        ({"tasks_without_suitable": 3}, "For 3 af 40 opgaver er ingen bedømt til 2 eller 3."),
    ],
)
def test_each_caution_is_told_when_it_is_due_and_only_then(change: dict[str, object], told: str) -> None:
    quiet = replace(BASE.about, synthetic=False, fitted_on=False, tasks=40, tasks_without_suitable=0)

    assert sentences.cautions(replace(BASE, about=quiet)) == ()
    (found,) = sentences.cautions(replace(BASE, about=replace(quiet, **change)))  # type: ignore[arg-type]
    assert found.startswith(told)


def test_calibration_in_words() -> None:
    found = Calibration(pairs=301, base_rate=0.196, brier=0.1357, brier_of_base_rate=0.1576, ece=0.054, bins=())

    assert sentences.calibration_told(replace(BASE, calibration=found)) == (
        "Scoren skal kunne læses som sandsynligheden for, at et par bedømmes til 2 eller 3. Over 301 bedømte, mulige "
        "par rammer den i gennemsnit 5,4 % ved siden af (ECE 0,054). Brier-scoren er 0,136, bedre end 0,158 for altid "
        "at sige 19,6 %."
    )
    worse = replace(found, brier=0.2)
    assert "0,200, ikke bedre end 0,158" in sentences.calibration_told(replace(BASE, calibration=worse))
    assert "er bedømt, så det kan ikke siges" in sentences.calibration_told(replace(BASE, calibration=None))


@pytest.mark.parametrize(
    ("value", "places", "told"),
    [(0.745, 2, "0,74"), (-0.05, 2, "−0,05"), (-0.001, 2, "0,00"), (1, 0, "1"), (0, 1, "0,0")],
)
def test_danish_decimals(value: float, places: int, told: str) -> None:
    assert sentences.decimal(value, places) == told


def test_shares_and_thousands() -> None:
    assert sentences.percent(0.125) == "12,5 %"
    assert sentences.percent(1.0) == "100 %"
    assert sentences.percent(0.0) == "0 %"
    assert sentences.count(6820.4) == "6.820"
    assert sentences.count(12) == "12"
