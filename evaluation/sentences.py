"""What the report says, in Danish and English: the verdict first, and what to be careful of."""

from __future__ import annotations

from evaluation.concluding import MODEL, concluded
from evaluation.metrics import MAIN
from evaluation.report import CREDIBLE, SOUGHT, Check, Comparison, Report, SystemReport
from evaluation.tongue import Tongue

FEW_TASKS = 30
"""Judged tasks below which the report warns of chance."""


def verdict_labels(say: Tongue) -> dict[str, str]:
    """What the rules say of a pair."""
    return {
        "fits": say("passer", "fits"),
        "adapt": say("passer med hensyn", "fits, adapted"),
        "near_miss": say("næsten", "near miss"),
        "blocked": say("kan ikke", "blocked"),
    }


def grade_labels(report: Report, say: Tongue) -> tuple[str, ...]:
    """What each grade from 0 on means."""
    if report.about.basis == "history":
        return (
            say("foreslået", "proposed"),
            say("mødt", "met"),
            say("praktik eller løntilskud", "placed"),
            say("ansat i lønnede timer", "hired"),
            say("ansat mindst 26 uger", "held for 26 weeks"),
        )
    return (
        say("0, foreslå ikke", "0, do not suggest"),
        say("1, svag", "1, weak"),
        say("2, et møde værd", "2, worth a meeting"),
        say("3, ring først", "3, call first"),
    )


def label(system: SystemReport, say: Tongue) -> str:
    """A system's name in the report."""
    return say(system.label, system.label_en)


def headline(report: Report, say: Tongue) -> str:
    """Whether the engine ranks better than everything it was compared with: one sentence."""
    gaps = [(label(system, say), system.against[MAIN]) for system in report.systems[1:]]
    ahead = [name for name, gap in gaps if credible(gap) and gap.difference.value < 0]
    level = [name for name, gap in gaps if not credible(gap)]
    if not gaps:
        return say("Opgaveværktøjet er målt uden sammenligning.", "Opgaveværktøjet was measured beside nothing else.")
    if ahead:
        names = _quoted(ahead, say)
        return say(f"Opgaveværktøjet rangerer dårligere end {names}.", f"Opgaveværktøjet ranks worse than {names}.")
    if level:
        names = _quoted(level, say)
        return say(
            f"Det er ikke vist, at Opgaveværktøjet rangerer bedre end {names}.",
            f"It is not shown that Opgaveværktøjet ranks better than {names}.",
        )
    if len(gaps) == 1:
        names = _quoted([gaps[0][0]], say)
        return say(f"Opgaveværktøjet rangerer bedre end {names}.", f"Opgaveværktøjet ranks better than {names}.")
    every, all_of = ("begge", "both") if len(gaps) == 2 else (f"alle {len(gaps)}", f"all {len(gaps)}")
    return say(
        f"Opgaveværktøjet rangerer bedre end {every} sammenligninger.",
        f"Opgaveværktøjet ranks better than {all_of} that it was compared with.",
    )


def figures(report: Report, say: Tongue) -> str:
    """The main metric beside the best other's, with interval and p."""
    own, other = report.engine.figures[MAIN], report.best_other
    if other is None:
        return say(
            f"{MAIN} er {say.decimal(own.value)} ({say.interval(own)}).",
            f"{MAIN} is {say.decimal(own.value)} ({say.interval(own)}).",
        )
    gap, name, best = other.against[MAIN], label(other, say), say.decimal(other.figures[MAIN].value)
    lead = f"{say.decimal(gap.difference.value)} ({say.interval(gap.difference)}), p = {say.decimal(gap.p_holm, 4)}"
    return say(
        f"{MAIN} er {say.decimal(own.value)} ({say.interval(own)}) mod {best} for den bedste anden, »{name}«: "
        f"en forskel på {lead}.",
        f"{MAIN} is {say.decimal(own.value)} ({say.interval(own)}) against {best} of the best other, “{name}”: "
        f"a difference of {lead}.",
    )


def rules_kept(engine: SystemReport, say: Tongue) -> str:
    """How many of the engine's suggestions break a rule."""
    broken, listed = say.count(engine.conduct.broken), say.count(engine.conduct.listed)
    if engine.conduct.broken:
        return say(
            f"{broken} af {listed} forslag bryder en regel. Det må ikke ske: brug ikke denne udgave.",
            f"{broken} of {listed} suggestions break a rule. That must not happen: do not use this version.",
        )
    return say(f"Ingen af de {listed} forslag bryder en regel.", f"None of the {listed} suggestions breaks a rule.")


def detectable_told(report: Report, say: Tongue) -> str:
    """Which differences so many tasks can show at all."""
    other, tasks = report.best_other, report.about.tasks
    seen = other.against[MAIN].detectable if other else None
    if seen is None or seen >= 1 or report.tasks_needed is None:
        return say(
            "Der er for få opgaver til at sige, hvor små forskelle der kan ses.",
            "There are too few tasks to say how small a difference can be seen.",
        )
    size, sought = say.decimal(max(seen, 0.005)), say.decimal(SOUGHT)
    needed = say.count(report.tasks_needed)
    return say(
        f"Med {tasks} opgaver kan der ses en forskel på {size} i {MAIN} til den bedste anden (i fire af fem tilfælde, "
        f"på 5 %-niveau efter Holm); en mindre forskel kan være der uden at vise sig. For at se en forskel på {sought} "
        f"skal der omkring {needed} opgaver til.",
        f"With {tasks} tasks a difference of {size} in {MAIN} to the best other can be seen (four times of five, at "
        f"the 5% level after Holm); a smaller one may be there and not show. To see a difference of {sought} takes "
        f"about {needed} tasks.",
    )


def cautions(report: Report, say: Tongue) -> tuple[str, ...]:
    """What makes the figures say less than they seem to."""
    about, told = report.about, []
    if about.fitted_on:
        told.append(
            say(
                "Vægtene er tilpasset netop disse data. Tallene for Opgaveværktøjet er derfor for gode og siger ikke, "
                "hvordan det går på nye opgaver.",
                "The weights were fitted to these very data. The figures of Opgaveværktøjet are therefore too good and "
                "do not tell how it does on new tasks.",
            )
        )
    if about.synthetic:
        told.append(
            say(
                "Data er syntetiske: ingen af borgerne eller virksomhederne findes.",
                "The data are synthetic: none of the citizens or companies exists.",
            )
        )
    if about.tasks < FEW_TASKS:
        told.append(
            say(
                f"Kun {about.tasks} opgaver er bedømt. Intervallerne er derfor brede.",
                f"Only {about.tasks} tasks are judged. The intervals are therefore wide.",
            )
        )
    if about.tasks_without_suitable:
        few = about.tasks_without_suitable
        told.append(
            say(
                f"For {few} af {about.tasks} opgaver er ingen egnet. De tæller nul i de mål, der kun ser på egnede.",
                f"For {few} of {about.tasks} tasks nobody is suitable. They count as zero in metrics of the suitable.",
            )
        )
    return tuple(told)


def calibration_told(report: Report, say: Tongue) -> str:
    """Whether the score can be read as a probability."""
    found = report.calibration
    if found is None:
        return say(
            "Ingen af de foreslåede borgere er bedømt, så det kan ikke siges, om scoren passer.",
            "None of the suggested citizens is judged, so it cannot be said whether the score holds.",
        )
    better = found.brier < found.brier_of_base_rate
    pairs, off, ece = say.count(found.pairs), say.percent(found.ece), say.decimal(found.ece, 3)
    brier, base, rate = (
        say.decimal(found.brier, 3),
        say.decimal(found.brier_of_base_rate, 3),
        say.percent(found.base_rate),
    )
    return say(
        f"Scoren skal kunne læses som sandsynligheden for, at et par er egnet. Over {pairs} bedømte, mulige par rammer "
        f"den i gennemsnit {off} ved siden af (ECE {ece}). Brier-scoren er {brier}, "
        f"{'bedre' if better else 'ikke bedre'} end {base} for altid at sige {rate}.",
        f"The score is to be read as the probability that a pair is suitable. Over {pairs} judged, possible pairs it "
        f"is {off} off on average (ECE {ece}). The Brier score is {brier}, {'better' if better else 'not better'} "
        f"than {base} of always saying {rate}.",
    )


def exposure_told(report: Report, say: Tongue) -> str:
    """How attention is spread, and how many openings want the same citizen."""
    conduct = report.engine.conduct
    tenth, gini = say.percent(conduct.exposure.top_tenth), say.decimal(conduct.exposure.gini)
    covered, most = say.percent(conduct.coverage), say.count(conduct.congestion.most)
    shared = say.percent(conduct.congestion.shared)
    return say(
        f"{covered} af de borgere, der kan løse mindst én af opgaverne, er blandt de første ti for mindst én. Den "
        f"tiendedel, der ses mest, får {tenth} af al opmærksomhed (Gini {gini}). Den borger, som flest jobåbninger "
        f"har øverst, står øverst for {most}; {shared} af førstepladserne er delt med en anden jobåbning.",
        f"{covered} of the citizens who could do at least one of the tasks are among the first ten for at least one. "
        f"The tenth that is seen most gets {tenth} of all attention (Gini {gini}). The citizen whom most openings "
        f"have first is first for {most}; {shared} of the first places are shared with another opening.",
    )


def one_change_told(report: Report, say: Tongue) -> str:
    """What the best single change of each task would open."""
    found = report.one_change
    value = f"{say.decimal(found.value.value, 1)} ({say.interval(found.value, 1)})"
    told = say(
        f"For {found.opening} af {found.tasks} opgaver ville én ændring (et hensyn mere, en delt opgave, en dag mere, "
        f"et bredere tidsrum, færre timer) åbne for mindst én god kandidat. Den bedste ændring for hver opgave åbner "
        f"i gennemsnit for {value} egnede, efter scoren at dømme.",
        f"For {found.opening} of {found.tasks} tasks one change (an adaptation more, the task split, a day more, a "
        f"wider window, fewer hours) would open to at least one good candidate. The best change of each task opens "
        f"to {value} suitable people on average, as the score has it.",
    )
    if found.graded:
        told += say(
            f" Af dem er {found.graded} bedømt, som opgaven er nu; {found.suitable} er egnede.",
            f" Of them {found.graded} are judged, for the task as it is now; {found.suitable} are suitable.",
        )
    return told


def history_told(report: Report, say: Tongue) -> tuple[str, ...]:
    """How the history was used, and what it cannot tell; empty where judgements are the measure."""
    if report.history is None:
        return ()
    split, counts = report.history.split.isoformat(), report.history.counts
    past, test, graded = say.count(counts.past), say.count(counts.test), say.count(counts.graded)
    censored, hired, lasting = say.count(counts.censored), say.count(counts.hired), say.count(counts.lasting)
    return (
        say(
            f"Fortiden er {past} match før {split}; prøven er de {test} fra den dag. {graded} par har fået tid til at "
            f"vise, hvordan det gik; {hired} blev ansat i lønnede timer, {lasting} var der efter 26 uger. {censored} "
            f"match er for nye og er udeladt, ikke talt som mislykkede.",
            f"Matches before {split} are the past ({past}), those from then on the test ({test}). {graded} pairs have "
            f"had time to show how they went; {hired} came to paid hours, {lasting} were there after 26 weeks. "
            f"{censored} matches are too young and left out, not counted as failures.",
        ),
        say(
            "Historien er lavet af mennesker, der kun så nogle af kandidaterne. Om dem, ingen foreslog, siger den "
            "intet; tallene ovenfor gælder rækkefølgen blandt dem, der blev foreslået.",
            "The history was made by people who saw only some of the candidates. Of those whom nobody proposed it "
            "says nothing; the figures above are of the order among those who were proposed.",
        ),
        *_hidden_told(report, say),
    )


def _hidden_told(report: Report, say: Tongue) -> tuple[str, ...]:
    """What may be concluded of those whom nobody proposed."""
    if report.hidden is None:
        return (
            say(
                "Der er for lidt fortid til at anslå, hvad der ellers var sket.",
                "There is too little past to estimate what would have happened else.",
            ),
        )
    others = {system.name: label(system, say) for system in report.systems[1:]}
    return (*concluded(say, report.hidden, label(report.engine, say), others), say(*MODEL))


def gate_told(report: Report, say: Tongue) -> str | None:
    """Whether the engine is credibly worse than the earlier one; None where there is none."""
    if report.gate is None:
        return None
    worse = [check_label(check, say) for check in report.gate.worse]
    if worse:
        names = _quoted(worse, say)
        return say(
            f"Denne udgave er dårligere end den tidligere på {names}.",
            f"This version is worse than the earlier one on {names}.",
        )
    return say(
        "Denne udgave er ikke påviseligt dårligere end den tidligere på noget.",
        "This version is not credibly worse than the earlier one on anything.",
    )


def check_label(check: Check, say: Tongue) -> str:
    """What was compared."""
    return say(check.label.da, check.label.en)


def credible(comparison: Comparison) -> bool:
    """Whether a difference is told as one."""
    return comparison.p_holm < CREDIBLE


def _quoted(labels: list[str], say: Tongue) -> str:
    return say.listed([say(f"»{name}«", f"“{name}”") for name in labels])
