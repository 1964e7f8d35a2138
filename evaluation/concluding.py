"""What may be concluded from a history that saw only some of it: sentences, in two languages."""

from __future__ import annotations

from collections.abc import Mapping

from evaluation.counterfactual import Counterfactual
from evaluation.offpolicy import Hidden
from evaluation.statistics import Estimate
from evaluation.tongue import Tongue

METHOD_LABELS: Mapping[str, tuple[str, str]] = {
    "naive": ("Naivt: ikke prøvet er ikke lykkedes", "Naive: not tried is not succeeded"),
    "judged_only": ("Kun de prøvede", "Only those tried"),
    "ips": ("Vægtet efter chancen for at blive prøvet (IPS)", "Weighted by the chance of being tried (IPS)"),
    "snips": ("Det samme, vægtene bragt til 1 (SNIPS)", "The same, weights brought to 1 (SNIPS)"),
    "dr": ("Dobbelt robust: model rettet med vægtede udfald", "Doubly robust: model corrected by weighted outcomes"),
}
"""Method → what it is called, in Danish and in English."""
MODEL = (
    "Chancen for at blive foreslået er anslået ved logistisk regression blandt alle, som reglerne tillod, på opgaver "
    "før delingen: ud fra motorens navngivne træk ved parret (fagområder, tekster, kurser, timer, krav, vej), hvor tit "
    "borgeren er foreslået før, og hvor meget profilen fortæller. Modellen for udfaldet bruger det samme.",
    "The chance of being proposed is estimated by logistic regression among everybody whom the rules allowed, on tasks "
    "before the split: from the engine's named features of the pair (fields, texts, courses, hours, demands, way), how "
    "often the citizen was proposed before, and how much the profile tells. The model of the outcome uses the same.",
)
"""The propensity model, in Danish and in English."""


def concluded(t: Tongue, found: Counterfactual, label: str, others: Mapping[str, str]) -> tuple[str, ...]:
    """What history says of the first system, of its difference from the others, and on what that rests.

    label: of the first system; others: name → label of the systems that it is compared with.
    """
    own = next(iter(found.systems.values()))
    if not own.sound:
        return (_unknown(t, own, label),)
    return (_value(t, found, own, label), *_gaps(t, found, label, others), _rests_on(t, own))


def _value(t: Tongue, found: Counterfactual, own: Hidden, label: str) -> str:
    value = own.values["dr"]
    naive = own.values.get("naive")
    told = t(
        f"Blev de første {found.k} på hver liste fra »{label}« foreslået, ville omkring {t.percent(value.value)} af "
        f"pladserne føre til lønnede timer ({_between(t, value)})",
        f'If the first {found.k} of every list of "{label}" were proposed, about {t.percent(value.value)} of the '
        f"places would lead to paid hours ({_between(t, value)})",
    )
    if naive is None:
        return f"{told}."
    return told + t(
        f", anslået ud fra de {t.count(own.proposed)} af {t.count(own.places)} pladser, som historien prøvede. Naivt "
        f"ser det ud som {t.percent(naive.value)}, fordi de ikke prøvede tælles som fejl.",
        f", estimated from the {t.count(own.proposed)} of {t.count(own.places)} places that history tried. Naively it "
        f"looks like {t.percent(naive.value)}, for those not tried are counted as failures.",
    )


def _gaps(t: Tongue, found: Counterfactual, label: str, others: Mapping[str, str]) -> tuple[str, ...]:
    """Whom the first system is credibly better or worse than, among those of whom anything can be said."""
    sound = {name: gap for name, gap in found.gaps.items() if name in others and found.systems[name].sound}
    better = [_quoted(t, others[name]) for name, gap in sound.items() if gap.low > 0]
    worse = [_quoted(t, others[name]) for name, gap in sound.items() if gap.high < 0]
    told = []
    if better:
        told.append(t(f"Det er mere end {t.listed(better)}.", f"That is more than {t.listed(better)}."))
    if worse:
        told.append(t(f"Det er mindre end {t.listed(worse)}.", f"That is less than {t.listed(worse)}."))
    if sound and not told:
        own = _quoted(t, label)
        told.append(
            t(
                f"Historien viser ingen sikker forskel på {own} og de andre.",
                f"History shows no sure difference of {own} and the others.",
            )
        )
    return tuple(told)


def _rests_on(t: Tongue, own: Hidden) -> str:
    return t(
        f"Tallet svarer til {t.count(own.effective)} lige vægtede udfald, og {t.percent(own.clipped)} af vægtene er "
        "kappet. Det holder kun, hvis alt det, der både påvirkede, hvem der blev foreslået, og hvordan det gik, står i "
        "data. Det kan ingen beregning vise.",
        f"The figure is worth {t.count(own.effective)} equally weighted outcomes, and {t.percent(own.clipped)} of the "
        "weights are clipped. It holds only if everything that moved both who was proposed and how it went is in the "
        "data. No computation can show that.",
    )


def _unknown(t: Tongue, own: Hidden, label: str) -> str:
    return t(
        f"Historien kan ikke sige, hvad listerne fra »{label}« ville have ført til: af {t.count(own.places)} pladser "
        f"blev {t.count(own.proposed)} prøvet, og de svarer til {t.count(own.effective)} lige vægtede (balance "
        f"{t.decimal(own.balance)}, som skal være tæt på 1). Brug ikke tallene til at vælge efter; prøv i stedet nogle "
        "af forslagene.",
        f'History cannot say what the lists of "{label}" would have led to: of {t.count(own.places)} places '
        f"{t.count(own.proposed)} were tried, worth {t.count(own.effective)} equally weighted (balance "
        f"{t.decimal(own.balance)}, which should be near 1). Do not choose by these figures; try some of the "
        "suggestions instead.",
    )


def _quoted(t: Tongue, label: str) -> str:
    return t(f"»{label}«", f'"{label}"')


def _between(t: Tongue, value: Estimate) -> str:
    return f"{t.percent(value.low)} {t('til', 'to')} {t.percent(value.high)}"
