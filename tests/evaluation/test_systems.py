from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from evaluation.datasets import judged_of
from evaluation.systems import engine_run, free_name, run_file_system
from recommender.errors import RequestFaulty
from tests.evaluation.bench import municipality, recommender, sight
from tests.support.builders import AS_OF

JUDGED = judged_of(municipality())


def run_file(folder: Path, *lines: str) -> Path:
    path = folder / "other.trec"
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def test_the_engine_lists_everyone_who_is_not_blocked_in_the_order_proposed() -> None:
    run = engine_run([sight(recommender())], JUDGED)

    assert set(run.lists) == {"t1", "t2"}
    assert sorted(run.lists["t1"].tolist()) == [0, 1, 2, 3, 4]
    shown = np.rint(run.scores["t1"] / 0.01)
    assert all(first >= second for first, second in pairwise(shown))
    told = recommender().for_task("t1", AS_OF)
    assert [JUDGED.row_of[one.citizen_id] for one in told] == run.lists["t1"].tolist()
    assert [one.score for one in told] == run.scores["t1"].tolist()
    assert run.system.lists(7) is run.lists


def test_an_index_in_another_order_gives_the_same_lists() -> None:
    plain = recommender()
    turned = plain.index.without(["b1"]).with_citizens(plain.dataset.citizens[:1], {}, plain.encoder)
    other = type(plain).of(plain.dataset, plain.encoder, plain.ranker, index=turned)

    assert turned.ids[-1] == "b1"
    assert (
        engine_run([sight(other)], JUDGED).lists["t1"].tolist()
        == engine_run([sight(plain)], JUDGED).lists["t1"].tolist()
    )


def test_a_run_file_is_read_by_score_as_trec_eval_does(tmp_path: Path) -> None:
    path = run_file(tmp_path, "t1 Q0 b1 1 0.2 andre", "t1 Q0 b2 2 0.9 andre", "t1 Q0 b3 3 0.2 andre")

    system = run_file_system(path, JUDGED, ["engine"])
    assert (system.name, system.label, system.draws) == ("andre", "andre (other.trec)", 1)
    assert system.lists(0)["t1"].tolist() == [1, 2, 0]  # b2 .9, then b3 before b1: equal scores by falling id


def test_scores_that_differ_in_64_bits_alone_are_equal(tmp_path: Path) -> None:
    path = run_file(tmp_path, "t1 Q0 b1 1 0.50000000001 x", "t1 Q0 b2 2 0.5 x")

    assert run_file_system(path, JUDGED, [])
    assert run_file_system(path, JUDGED, []).lists(0)["t1"].tolist() == [1, 0]


def test_tasks_that_nobody_judged_are_passed_over(tmp_path: Path) -> None:
    path = run_file(tmp_path, "t3 Q0 b1 1 0.2 x", "t2 Q0 b1 1 0.2 x")

    assert set(run_file_system(path, JUDGED, []).lists(0)) == {"t2"}


@pytest.mark.parametrize(
    ("line", "told"), [("t1 Q0 b99 1 0.2 x", "citizen 'b99'"), ("t99 Q0 b1 1 0.2 x", "task 't99'")]
)
def test_a_run_of_another_dataset_is_refused(tmp_path: Path, line: str, told: str) -> None:
    with pytest.raises(RequestFaulty, match=f"{told} is not in the dataset"):
        run_file_system(run_file(tmp_path, line), JUDGED, [])


def test_names_are_numbered_where_they_are_taken() -> None:
    assert free_name("x", []) == "x"
    assert free_name("x", ["x"]) == "x-2"
    assert free_name("x", ["x", "x-2", "y"]) == "x-3"
