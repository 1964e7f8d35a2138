import pytest

from evaluation.datasets import judged_of
from evaluation.rules import conduct, verdict_table
from recommender.eligibility import BLOCKED, FITS
from recommender.vocabulary import shipped_vocabulary
from tests.evaluation.bench import municipality, rows
from tests.support.builders import AS_OF

DATA = municipality()
JUDGED = judged_of(DATA)
VERDICTS = verdict_table(DATA, JUDGED.tasks, AS_OF, shipped_vocabulary())
B6 = 5
"""Row of the citizen without consent."""


def test_every_pair_is_judged_again_from_the_dataset() -> None:
    assert set(VERDICTS) == {"t1", "t2"}
    assert VERDICTS["t1"].tolist() == [FITS] * 5 + [BLOCKED]


def test_broken_rules_reach_and_judged_share_by_hand() -> None:
    # t1: b6 (blocked), b1, b5 (ungraded); t2: b3 (ungraded). Possible: b1 to b5; reached of them: b1, b5, b3.
    found = conduct({"t1": rows(B6, 0, 4), "t2": rows(2)}, JUDGED, VERDICTS)

    assert (found.listed, found.broken) == (4, 1)
    assert found.violations == found.violations_first == pytest.approx(1 / 4)
    assert found.coverage == pytest.approx(3 / 5)
    assert found.judged_first == pytest.approx(2 / 4)


def test_a_blocked_citizen_is_no_coverage() -> None:
    assert conduct({"t1": rows(B6)}, JUDGED, VERDICTS).coverage == 0.0


def test_only_the_first_ten_reach_anybody() -> None:
    padded = rows(*[B6] * 10, 0)

    found = conduct({"t1": padded}, JUDGED, VERDICTS)
    assert found.coverage == 0.0
    assert found.violations == pytest.approx(10 / 11)
    assert found.violations_first == 1.0


def test_no_lists_at_all() -> None:
    found = conduct({}, JUDGED, VERDICTS)

    assert (found.listed, found.broken, found.violations, found.coverage, found.judged_first) == (0, 0, 0.0, 0.0, 0.0)
    assert found.exposure.gini == found.congestion.most == 0.0
