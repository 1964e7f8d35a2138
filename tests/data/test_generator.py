from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from data.generator import write
from data.generator.funnel import FAR, NEAR
from data.generator.people import person
from data.generator.rates import STAGES
from data.generator.settings import UNTIL, Settings
from data.generator.truth import Truth
from data.generator.workplaces import visit
from recommender.dataset import read_dataset
from recommender.errors import OutputFaulty, RequestFaulty
from recommender.fitting import STAGES as MATCH_STAGES
from recommender.synthetic import says_synthetic
from recommender.types import Dataset

SMALL = Settings(citizens=400, openings=60, months=18, seed=5)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("generated") / "kommune"
    write.generate(SMALL, out)
    return out


@pytest.fixture(scope="module")
def dataset(folder: Path) -> Dataset:
    return read_dataset(folder)


@pytest.fixture(scope="module")
def truth(folder: Path) -> Truth:
    return Truth.read(folder)


def rows(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_it_is_a_sound_dataset_of_the_size_asked_for_that_says_what_it_is(folder: Path, dataset: Dataset) -> None:
    assert (len(dataset.citizens), len(dataset.openings)) == (400, 60)
    assert dataset.matches
    assert dataset.judgements == ()
    assert says_synthetic(folder)


def test_the_same_seed_gives_the_same_bytes_and_another_seed_other_people(folder: Path, tmp_path: Path) -> None:
    write.generate(SMALL, tmp_path / "again")
    names = sorted(path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    assert len(names) == 11
    for name in names:
        assert (folder / name).read_bytes() == (tmp_path / "again" / name).read_bytes(), name
    assert person(SMALL, 7).citizen.experience != person(replace(SMALL, seed=6), 7).citizen.experience


def test_a_citizen_and_an_opening_do_not_rest_on_how_many_others_there_are() -> None:
    larger = replace(SMALL, citizens=100_000)
    assert person(SMALL, 7) == person(larger, 7)
    assert visit(SMALL, 7) == visit(larger, 7)


def test_the_expected_funnel_is_the_published_one(truth: Truth) -> None:
    """Of the citizens ever proposed, the expected share that reaches each stage; exact here: the pilot is everybody."""
    never = np.ones((SMALL.citizens, 5))
    for task in truth.tasks:
        pairs = truth.pairs(task)
        reach = np.column_stack([np.ones(SMALL.citizens), pairs.reaching]) * pairs.propensity[:, None]
        never *= 1 - reach
    far = truth.people.crowd.far_track > 0
    for own, wanted in ((~far, NEAR), (far, FAR)):
        ever = (1 - never[own]).sum(axis=0)
        for at, stage in enumerate(STAGES, 1):
            assert ever[at] / ever[0] == pytest.approx(wanted[stage], abs=0.01), stage


def test_the_published_shares_are_those_of_the_reports() -> None:
    assert (NEAR["met"] * 681, NEAR["hired"] * 681) == pytest.approx((413, 287))
    assert (FAR["placed"] * 138, FAR["hired"] * 138, FAR["lasting"] * 138) == pytest.approx((85, 34, 18))


def test_citizens_are_proposed_as_often_as_their_propensities_say(dataset: Dataset, truth: Truth) -> None:
    """In bins of the true propensity; those whom the rules block never are."""
    proposed = {(match.task_id, match.citizen_id) for match in dataset.matches}
    row_of = {citizen.id: row for row, citizen in enumerate(dataset.citizens)}
    chances, drawn = [], []
    for task, asked in truth.tasks.items():
        if asked.on > UNTIL - timedelta(days=10):
            continue
        own = np.zeros(len(dataset.citizens))
        own[[row_of[citizen] for one, citizen in proposed if one == task]] = 1
        chances.append(truth.pairs(task).propensity)
        drawn.append(own)
    chance, was = np.concatenate(chances), np.concatenate(drawn)
    assert was[chance == 0].sum() == 0
    edges = np.quantile(chance[chance > 0], np.linspace(0, 1, 6))
    for low, high in pairwise(edges):
        inside = (chance > low) & (chance <= high)
        expected, deviation = chance[inside].sum(), np.sqrt((chance[inside] * (1 - chance[inside])).sum())
        assert abs(was[inside].sum() - expected) < 4 * deviation
    assert was.sum() / len(truth.tasks) == pytest.approx(SMALL.proposals, abs=0.8)


def test_what_has_not_had_time_to_happen_has_not_been_seen(dataset: Dataset, folder: Path) -> None:
    ends = {row["id"]: row["reached"] for row in rows(folder / "truth" / "matches.jsonl")}
    for match in dataset.matches:
        assert MATCH_STAGES.index(match.stage) <= ends[match.id]  # type: ignore[operator]
        days = (UNTIL - match.matched_on).days
        assert days >= {"proposed": 0, "met": 3, "placed": 14, "hired": 28}[match.stage]
        assert (match.retained_weeks is not None) == (match.stage == "hired")
        assert (match.retained_weeks or 0) * 7 <= days
        if days >= 84:
            assert MATCH_STAGES.index(match.stage) == min(3, ends[match.id])  # type: ignore[call-overload]
    assert any(MATCH_STAGES.index(match.stage) < min(3, ends[match.id]) for match in dataset.matches)  # type: ignore[call-overload]


def test_without_censoring_every_match_is_followed_to_its_end(tmp_path: Path) -> None:
    write.generate(replace(SMALL, citizens=120, censoring=False), tmp_path / "whole")
    ends = {row["id"]: row["reached"] for row in rows(tmp_path / "whole" / "truth" / "matches.jsonl")}
    matches = read_dataset(tmp_path / "whole").matches
    assert matches
    for match in matches:
        lasting = match.stage == "hired" and (match.retained_weeks or 0) >= 26
        assert MATCH_STAGES.index(match.stage) + lasting == ends[match.id]


def test_popularity_decides_how_much_the_well_known_are_proposed() -> None:
    def visible(popularity: float) -> float:
        truth = Truth.of(replace(SMALL, popularity=popularity))
        weights = sum((truth.pairs(task).propensity for task in list(truth.tasks)[:40]), np.zeros(SMALL.citizens))
        return float(np.average(truth.people.crowd.visibility, weights=weights))

    assert visible(0.0) < 0.2
    assert visible(2.0) > 0.8


def test_missing_decides_how_much_is_left_out() -> None:
    def told(missing: float) -> int:
        return sum(len(person(replace(SMALL, missing=missing), at).citizen.capacities) for at in range(100))

    whole, half = told(0.0), told(0.5)
    assert whole / 1600 == pytest.approx(0.7, abs=0.05)
    assert half / whole == pytest.approx(0.5, abs=0.06)


def test_what_a_person_truly_wishes_for_is_told_by_the_text_alone(dataset: Dataset, truth: Truth) -> None:
    wishes = {tuple(one.wishes) for one in truth.people.people}
    assert len(wishes) == 41  # 40 fields, or none
    assert all(citizen.wish_fields is None and citizen.experience_fields is None for citizen in dataset.citizens)
    assert len({citizen.experience for citizen in dataset.citizens}) > 350


def test_attributes_are_told_of_everybody(folder: Path) -> None:
    lines = [line.split("\t") for line in (folder / "attributes.tsv").read_text(encoding="utf-8").splitlines()]
    assert len(lines) == 4 * SMALL.citizens
    assert {name for _, name, _ in lines} == {"sex", "age_band", "origin", "need_type"}


@pytest.mark.parametrize(
    ("wrong", "told"),
    [({"citizens": 0}, "--citizens 0"), ({"missing": 0.95}, "--missing 0.95"), ({"seed": -1}, "--seed")],
)
def test_numbers_out_of_bounds_are_refused(wrong: dict[str, int], told: str, tmp_path: Path) -> None:
    with pytest.raises(RequestFaulty, match=told):
        write.generate(replace(SMALL, **wrong), tmp_path / "no")
    assert not (tmp_path / "no").exists()


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mit", encoding="utf-8")
    with pytest.raises(OutputFaulty, match="holds something already"):
        write.generate(SMALL, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_nothing_is_left_behind_when_it_breaks_off(tmp_path: Path) -> None:
    def stop() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write.generate(replace(SMALL, citizens=30), tmp_path / "half", stop)
    assert list(tmp_path.iterdir()) == []
