"""What the report says in Danish: the verdict first, and what to be careful of."""

from __future__ import annotations

from evaluation.metrics import MAIN
from evaluation.report import CREDIBLE, Comparison, Report, SystemReport
from evaluation.statistics import Estimate
from recommender.danish import listed

FEW_TASKS = 30
"""Judged tasks below which the report warns of chance."""

VERDICT_LABELS = {"fits": "passer", "adapt": "passer med hensyn", "near_miss": "næsten", "blocked": "kan ikke"}


def decimal(value: float, places: int = 2) -> str:
    """Danish decimals: 0,75; a true minus, and never minus zero."""
    text = f"{value:.{places}f}"
    rounded_away = text.strip("-0.") == ""
    return text.replace("-", "" if rounded_away else "−").replace(".", ",")


def percent(share: float) -> str:
    """A share in per cent: 12,5 %; one decimal, none where it is whole."""
    return f"{decimal(100 * share, 1).removesuffix(',0')} %"


def interval(estimate: Estimate) -> str:
    """0,67 til 0,82."""
    return f"{decimal(estimate.low)} til {decimal(estimate.high)}"


def count(value: float) -> str:
    """A number with dots between thousands: 6.820."""
    return f"{round(value):,}".replace(",", ".")


def headline(report: Report) -> str:
    """Whether the engine ranks better than everything it was compared with: one sentence."""
    gaps = [(system.label, system.against[MAIN]) for system in report.systems[1:]]
    ahead = [label for label, gap in gaps if credible(gap) and gap.difference.value < 0]
    level = [label for label, gap in gaps if not credible(gap)]
    if ahead:
        return f"Opgaveværktøjet rangerer dårligere end {listed(_quoted(ahead))}."
    if level:
        return f"Det er ikke vist, at Opgaveværktøjet rangerer bedre end {listed(_quoted(level))}."
    return f"Opgaveværktøjet rangerer bedre end alle {len(gaps)} sammenligninger."


def figures(report: Report) -> str:
    """The main metric beside the best other's, with interval and p."""
    own, other = report.engine.figures[MAIN], report.best_other
    gap = other.against[MAIN]
    return (
        f"{MAIN} er {decimal(own.value)} ({interval(own)}) mod {decimal(other.figures[MAIN].value)} for den bedste "
        f"anden, »{other.label}«: en forskel på {decimal(gap.difference.value)} ({interval(gap.difference)}), "
        f"p = {decimal(gap.p_holm, 4)}."
    )


def rules_kept(engine: SystemReport) -> str:
    """How many of the engine's suggestions break a rule."""
    conduct = engine.conduct
    if conduct.broken:
        return (
            f"{count(conduct.broken)} af {count(conduct.listed)} forslag bryder en regel. Det må ikke ske: "
            "brug ikke denne udgave."
        )
    return f"Ingen af de {count(conduct.listed)} forslag bryder en regel."


def cautions(report: Report) -> tuple[str, ...]:
    """What makes the figures say less than they seem to."""
    about, told = report.about, []
    if about.fitted_on:
        told.append(
            "Vægtene er tilpasset netop disse data. Tallene for Opgaveværktøjet er derfor for gode og siger ikke, "
            "hvordan det går på nye opgaver."
        )
    if about.synthetic:
        told.append("Data er syntetiske: ingen af borgerne eller virksomhederne findes.")
    if about.tasks < FEW_TASKS:
        told.append(
            f"Kun {about.tasks} opgaver er bedømt. Intervallerne er derfor brede, og i virkeligheden lidt bredere."
        )
    if about.tasks_without_suitable:
        told.append(
            f"For {about.tasks_without_suitable} af {about.tasks} opgaver er ingen bedømt til 2 eller 3. "
            "De tæller nul i de mål, der kun ser på egnede."
        )
    return tuple(told)


def calibration_told(report: Report) -> str:
    """Whether the score can be read as a probability."""
    found = report.calibration
    if found is None:
        return "Ingen af de foreslåede borgere er bedømt, så det kan ikke siges, om scoren passer."
    better = "bedre" if found.brier < found.brier_of_base_rate else "ikke bedre"
    return (
        f"Scoren skal kunne læses som sandsynligheden for, at et par bedømmes til 2 eller 3. Over {count(found.pairs)} "
        f"bedømte, mulige par rammer den i gennemsnit {percent(found.ece)} ved siden af (ECE {decimal(found.ece, 3)}). "
        f"Brier-scoren er {decimal(found.brier, 3)}, {better} end {decimal(found.brier_of_base_rate, 3)} for altid at "
        f"sige {percent(found.base_rate)}."
    )


def credible(comparison: Comparison) -> bool:
    """Whether a difference is told as one."""
    return comparison.p_holm < CREDIBLE


def _quoted(labels: list[str]) -> list[str]:
    return [f"»{label}«" for label in labels]
