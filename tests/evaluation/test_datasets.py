from dataclasses import replace

import numpy as np
import pytest

from evaluation.datasets import judged_of
from recommender.errors import RequestFaulty
from tests.evaluation.bench import municipality, rows


def test_judged_tasks_stand_in_the_order_of_the_dataset_and_unjudged_ones_do_not() -> None:
    judged = judged_of(municipality({"t2": {"b2": 2}, "t1": {"b6": 3, "b1": 0}}))

    assert judged.tasks == ("t1", "t2")
    assert judged.rows["t1"].tolist() == [0, 5]
    assert judged.grades["t1"].tolist() == [0, 3]
    assert judged.pairs == 3


def test_grades_of_all_citizens_mark_the_ungraded() -> None:
    assert judged_of(municipality()).grade_of("t2").tolist() == [0, 2, -1, -1, 1, -1]


def test_a_condensed_list_keeps_the_order_of_the_graded() -> None:
    condensed = judged_of(municipality()).condensed("t2", rows(5, 4, 3, 1, 2))

    assert condensed.tolist() == [4, 1]
    assert condensed.dtype == np.intp


def test_without_judgements_the_remedy_is_told_in_both_languages() -> None:
    with pytest.raises(RequestFaulty, match=r"put a qrels\.tsv in its folder") as fault:
        judged_of(replace(municipality(), judgements=()))

    assert "læg en qrels.tsv i mappen" in fault.value.da
