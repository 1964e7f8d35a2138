from __future__ import annotations

from dataclasses import replace

from evaluation.concluding import METHOD_LABELS, concluded
from evaluation.counterfactual import Counterfactual
from evaluation.offpolicy import METHODS, Hidden
from evaluation.statistics import Estimate
from evaluation.tongue import DANISH, ENGLISH

OWN = Hidden(
    values={"naive": Estimate(0.006, 0.003, 0.009), "dr": Estimate(0.167, 0.105, 0.235)},
    places=2280,
    proposed=84,
    effective=50.2,
    clipped=0.0,
    balance=0.9,
    cap=900.0,
)
OTHERS = {"random": "Tilfældig", "hours": "Timer alene", "popularity": "Oftest foreslået"}


def found(own: Hidden = OWN, **gaps: Estimate) -> Counterfactual:
    return Counterfactual(10, 228, 357, 208, {"engine": own} | dict.fromkeys(gaps, OWN), gaps)


def test_the_value_beside_the_naive_one_and_what_it_rests_on() -> None:
    told = " ".join(concluded(DANISH, found(), "Motoren", {}))
    assert told.startswith(
        "Blev de første 10 på hver liste fra »Motoren« foreslået, ville omkring 16,7 % af pladserne føre til lønnede "
        "timer (10,5 % til 23,5 %), anslået ud fra de 84 af 2.280 pladser, som historien prøvede. Naivt ser det ud som "
        "0,6 %"
    )
    assert "Tallet svarer til 50 lige vægtede udfald" in told
    assert told.endswith("Det kan ingen beregning vise.")


def test_whom_it_is_better_and_worse_than() -> None:
    gaps = {
        "random": Estimate(0.1, 0.05, 0.2),
        "hours": Estimate(0.02, -0.01, 0.05),
        "popularity": Estimate(-0.1, -0.2, -0.05),
    }
    told = concluded(ENGLISH, found(**gaps), "The engine", OTHERS)
    assert told[1:3] == ('That is more than "Tilfældig".', 'That is less than "Oftest foreslået".')


def test_no_sure_difference_is_told_as_that() -> None:
    told = concluded(ENGLISH, found(hours=Estimate(0.02, -0.01, 0.05)), "The engine", OTHERS)
    assert told[1] == 'History shows no sure difference of "The engine" and the others.'


def test_too_little_is_told_as_unknown_and_without_the_figure() -> None:
    for weak in (
        replace(OWN, effective=12.0),
        replace(OWN, clipped=0.2),
        replace(OWN, balance=0.5),
        replace(OWN, values={"naive": Estimate(0.0, 0.0, 0.01)}),
    ):
        told = concluded(DANISH, found(weak), "Motoren", {})
        assert len(told) == 1
        assert told[0].startswith("Historien kan ikke sige, hvad listerne fra »Motoren« ville have ført til")
        assert "16,7" not in told[0]


def test_every_method_has_a_name_in_both_languages() -> None:
    assert set(METHOD_LABELS) == set(METHODS)
    assert all(len(label) > 10 for labels in METHOD_LABELS.values() for label in labels)
