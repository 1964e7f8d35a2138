from dataclasses import replace

from recommender.fingerprint import dataset_fingerprint
from recommender.types import Judgement
from tests.support.builders import citizen, dataset, opening, task

DATA = dataset(citizens=(citizen(id="b1"), citizen(id="b2")))


def test_a_fingerprint_is_64_hexadecimal_digits() -> None:
    assert len(dataset_fingerprint(DATA)) == 64
    assert int(dataset_fingerprint(DATA), 16) > 0


def test_the_order_of_rows_does_not_count() -> None:
    turned = replace(DATA, citizens=DATA.citizens[::-1])

    assert dataset_fingerprint(turned) == dataset_fingerprint(DATA)


def test_judgements_do_not_count() -> None:
    assert dataset_fingerprint(replace(DATA, judgements=(Judgement("t1", "b1", 3),))) == dataset_fingerprint(DATA)


def test_one_word_of_a_citizen_or_a_task_counts() -> None:
    other_citizen = dataset(citizens=(citizen(id="b1", wishes="Ro"), citizen(id="b2")))
    other_task = replace(DATA, openings=(opening(task(title="Pakke kasser")),))

    assert len({dataset_fingerprint(one) for one in (DATA, other_citizen, other_task)}) == 3
