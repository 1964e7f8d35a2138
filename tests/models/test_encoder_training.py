"""What training minimises, and that it learns; needs torch."""

import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="the extra `encoders` is not installed")

from models.recipes.encoder.lessons import Example, Lessons, TextTable, bags  # noqa: E402
from models.recipes.encoder.objectives import (  # noqa: E402
    found_among_others,
    graded_fit,
    like_teacher,
    same_text,
    unevenness,
)
from models.recipes.encoder.recipe import folds  # noqa: E402
from models.recipes.encoder.teacher import reduced  # noqa: E402
from models.recipes.encoder.tokeniser import UNKNOWN, empty_tokeniser  # noqa: E402
from models.recipes.encoder.training import Stage, Trainer  # noqa: E402
from models.recipes.encoder.work import Work, progress_bar  # noqa: E402
from recommender.encoder import Float32Array  # noqa: E402

WORDS = ["luge", "ukrudt", "bede", "pudse", "ruder", "glas"]


def test_partners_that_are_alike_cost_less() -> None:
    unit = torch.eye(4)

    assert found_among_others(unit, unit, 0.1) < 0.01
    assert found_among_others(unit, unit.roll(1, 0), 0.1) > 5


def test_a_repeated_text_is_no_negative() -> None:
    same = same_text(np.array([[0, 1], [0, 2], [3, 4]]), torch.device("cpu"))

    assert same.tolist() == [[False, True, False], [True, False, False], [False, False, False]]


def test_agreement_with_the_teacher_is_best_when_equal() -> None:
    teacher = torch.nn.functional.normalize(torch.randn(6, 5, generator=torch.Generator().manual_seed(1)), dim=1)

    assert like_teacher(teacher, teacher) < like_teacher(teacher.flip(0), teacher)


def test_good_above_poor_costs_less_than_below() -> None:
    right = torch.zeros(2, 2, 7)
    right[[0, 1], [0, 1]] = torch.tensor([1.0, 1, 1, 0.5, 0.5, 0, 0])
    wrong = torch.zeros(2, 2, 7)
    wrong[[0, 1], [0, 1]] = torch.tensor([0.0, 0, 0, 0.5, 0.5, 1, 1])

    assert graded_fit(right, 0.1, 1.0) < graded_fit(wrong, 0.1, 1.0)


def test_style_that_tells_the_grade_to_other_tasks_costs() -> None:
    even, uneven = torch.zeros(3, 3, 7), torch.zeros(3, 3, 7)
    uneven[:, :, :3] = 0.4

    assert unevenness(even, 3) == 0
    assert unevenness(uneven, 3) > 0.1


def test_fewer_axes_keep_the_strongest_and_more_are_filled_with_zeros() -> None:
    vectors = np.random.default_rng(2).normal(size=(30, 4)).astype(np.float32) * [5, 1, 0.1, 0.1]

    np.testing.assert_allclose(np.linalg.norm(reduced(vectors, 2), axis=1), 1.0, atol=1e-5)
    assert not reduced(vectors, 6)[:, 4:].any()


def made_lessons() -> Lessons:
    table = TextTable()
    examples = [
        Example(
            f"e{number}",
            "part1" if number < 3 else "part2",
            table.add(f"{first} {second}"),
            tuple(table.add(f"{first} {word}") for word in WORDS[:3]),
            tuple(table.add(f"{word} {word}") for word in WORDS[:2]),
            tuple(table.add(f"{word} {second}") for word in WORDS[3:5]),
        )
        for number, (first, second) in enumerate(pairwise(WORDS))
    ]
    pairs = table.pairs([("luge", "ukrudt"), ("ukrudt", "bede"), ("pudse", "ruder"), ("ruder", "glas")])
    parallel = np.array([(table.add("luge bede"), 0), (table.add("pudse glas"), 1)])
    groups = {"labels": [[table.add("luge"), table.add("bede")], [table.add("pudse"), table.add("glas")]]}
    return Lessons(table, parallel, ["weed beds", "clean glass"], {"kindred": pairs}, groups, examples)


@pytest.fixture
def trainer() -> Trainer:
    lessons = made_lessons()
    tokeniser = empty_tokeniser([(UNKNOWN, 0.0), *((word, -1.0) for word in WORDS)])
    rows = np.random.default_rng(0).normal(size=(7, 4)).astype(np.float32)
    table = bags(tokeniser, lessons.table.texts)
    return Trainer(rows, table, lessons, np.eye(2, 4, dtype=np.float32), lessons.examples)


STAGE = Stage(
    steps=60,
    batch=4,
    rate=0.05,
    at_once=3,
    hard=0.3,
    weights={"teacher": 1.0, "kindred": 1.0, "labels": 1.0, "graded": 1.0},
)


def test_training_brings_kindred_texts_together(trainer: Trainer) -> None:
    seen: list[int] = []
    rows = trainer.fit(STAGE, 0, lambda step, losses: seen.append(step))
    unit = rows / np.linalg.norm(rows, axis=1, keepdims=True)

    assert seen == list(range(1, 61))
    assert unit[1] @ unit[2] > unit[1] @ unit[5]


def test_the_same_seed_trains_the_same_rows() -> None:
    lessons = made_lessons()
    tokeniser = empty_tokeniser([(UNKNOWN, 0.0), *((word, -1.0) for word in WORDS)])
    start = np.ones((7, 4), dtype=np.float32) + np.eye(7, 4, dtype=np.float32)
    runs = []
    for _ in range(2):
        table = bags(tokeniser, lessons.table.texts)
        fresh = Trainer(start, table, lessons, np.eye(2, 4, dtype=np.float32), lessons.examples)
        runs.append(fresh.fit(STAGE, 3, lambda step, losses: None))

    np.testing.assert_allclose(runs[0], runs[1], atol=1e-6)


def test_every_example_is_held_out_once_by_task_and_once_by_part() -> None:
    examples = made_lessons().examples
    by_kind: dict[str, list[str]] = {"task": [], "part": []}
    for name, held in folds(examples, 0):
        by_kind[name.split("-")[0]] += [example.key for example in held]

    assert sorted(by_kind["task"]) == sorted(by_kind["part"]) == sorted(e.key for e in examples)


def test_a_step_that_was_made_is_not_made_again(tmp_path: Path) -> None:
    work = Work(tmp_path, progress_bar())
    work.rows("start", lambda: np.ones((2, 2), dtype=np.float32))

    def never() -> Float32Array:
        raise RuntimeError("made twice")

    assert work.rows("start", never).sum() == 4


def test_a_work_folder_keeps_to_the_settings_it_was_begun_with(tmp_path: Path) -> None:
    work = Work(tmp_path, progress_bar())
    work.agree({"seed": 1})
    work.agree({"seed": 1})

    with pytest.raises(ValueError, match=r"begun with other settings; name another with --work"):
        work.agree({"seed": 2})


def test_losses_are_logged(tmp_path: Path) -> None:
    report = Work(tmp_path, progress_bar()).reporter("general", 60)
    for step in range(1, 61):
        report(step, {"teacher": 1 / step})

    lines = [json.loads(line) for line in (tmp_path / "log.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [line["step"] for line in lines] == [50, 60]
    assert lines[0]["losses"] == {"teacher": 0.02}
