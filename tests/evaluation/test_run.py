"""An evaluation from end to end."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from evaluation.metrics import MAIN, METRIC_NAMES
from evaluation.run import Request, evaluate, measure
from recommender.errors import RequestFaulty
from recommender.fingerprint import dataset_fingerprint
from tests.evaluation.bench import evaluated, fresh, municipality, recommender
from tests.evaluation.on_demo import on_demo
from tests.support.builders import AS_OF
from tests.support.shipped import DEMO, ROOT


def test_the_engine_stands_first_and_the_others_follow(tmp_path: Path) -> None:
    path = tmp_path / "other.trec"
    path.write_text("t1 Q0 b6 1 3 engine\nt1 Q0 b2 2 2 engine\n", encoding="utf-8")
    report = evaluated(runs=(path,)).report

    names = ["engine", "random", "hours", "ngrams", "bm25", "encoder", "verdict", "verdict_ngrams", "engine-2"]
    assert [system.name for system in report.systems] == names
    assert report.engine is report.systems[0]
    assert report.engine.against == {}
    assert all(set(system.against) == set(METRIC_NAMES) for system in report.systems[1:])


def test_a_run_file_is_measured_as_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "other.trec"
    path.write_text("t1 Q0 b6 1 3 x\nt1 Q0 b2 2 2 x\n", encoding="utf-8")
    found = evaluated(runs=(path,)).report.systems[-1]

    assert found.figures["P@1"].value == 0.5  # t1's first is b6, grade 3; t2 is unanswered
    assert found.per_task["t2"][MAIN] == 0.0
    assert (found.conduct.listed, found.conduct.broken) == (2, 1)  # b6 has not consented


def test_figures_are_means_over_tasks_and_differences_are_the_engine_minus_the_other() -> None:
    report = evaluated().report

    for system in report.systems:
        own = [values[MAIN] for values in system.per_task.values()]
        assert system.figures[MAIN].value == pytest.approx(np.mean(own))
        assert system.figures[MAIN].low <= np.mean(own) <= system.figures[MAIN].high
    for system in report.systems[1:]:
        gap = report.engine.figures[MAIN].value - system.figures[MAIN].value
        assert system.against[MAIN].difference.value == pytest.approx(gap)
        assert 0 < system.against[MAIN].p <= system.against[MAIN].p_holm <= 1


def test_chance_is_averaged_over_many_draws() -> None:
    """The expected share of suitable first places: 3 of t1's 5 graded, 1 of t2's 3."""
    random = evaluated().report.systems[1]

    assert random.draws == 200
    assert random.figures["P@1"].value == pytest.approx((3 / 5 + 1 / 3) / 2, abs=0.07)


def test_the_same_seed_gives_the_same_report_and_another_seed_another() -> None:
    assert fresh(seed=1).report == fresh(seed=1).report
    assert evaluated(seed=1).report.systems[1] != evaluated(seed=2).report.systems[1]


def test_tasks_stand_with_the_worst_first() -> None:
    values = [task.value for task in evaluated().report.tasks]

    assert len(values) == 2
    assert values == sorted(values)


def test_about_says_what_was_measured() -> None:
    about = evaluated().report.about

    assert (about.tasks, about.tasks_without_suitable, about.citizens, about.pairs) == (2, 0, 6, 8)
    assert (about.basis, about.suitable) == ("judgements", 2)
    assert about.grades == (2, 2, 2, 2)
    assert about.fingerprint == dataset_fingerprint(municipality())
    assert about.versions == recommender().versions
    assert not about.fitted_on


def test_calibration_looks_at_listed_and_graded_pairs_alone() -> None:
    found = evaluated().report.calibration

    assert found is not None
    assert found.pairs == 7  # eight graded, of whom b6 is blocked
    assert found.base_rate == pytest.approx(3 / 7)


@pytest.mark.parametrize("known", [dataset_fingerprint(municipality()), "lille"])
def test_data_that_the_ranker_was_fitted_to_are_known(known: str) -> None:
    class Fitted:
        """A ranker that remembers."""

        fitted_on = (known,)

        def __getattr__(self, name: str) -> object:
            return getattr(plain, name)

        def __call__(self, values: np.ndarray) -> np.ndarray:
            return plain(values)

    engine = recommender()
    plain = engine.ranker
    fitted = replace(engine, ranker=Fitted())  # type: ignore[arg-type]

    assert measure(fitted, Request("lille", AS_OF)).report.about.fitted_on
    assert not measure(engine, Request("lille", AS_OF)).report.about.fitted_on


def test_nothing_judged_is_told_before_anything_is_written(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    for name in ("companies", "openings", "citizens", "courses"):
        (data / f"{name}.jsonl").write_bytes((DEMO / f"{name}.jsonl").read_bytes())

    with pytest.raises(RequestFaulty, match=r"no judgements; put a qrels\.tsv"):
        evaluate(data, tmp_path / "report", as_of=AS_OF)
    assert not (tmp_path / "report").exists()


def test_the_shipped_engine_on_the_demo_breaks_no_rule_and_beats_every_baseline() -> None:
    report = on_demo().report

    assert report.engine.conduct.broken == 0
    assert report.engine.figures[MAIN].value >= 0.70
    assert report.engine.figures["nDCG_exp@10"].value >= 0.70
    assert all(system.against[MAIN].p_holm < 0.05 for system in report.systems[1:])


def test_importing_the_evaluation_is_light() -> None:
    code = "import sys, evaluation.run; print(*sys.modules)"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT).stdout
    names = {name.split(".")[0] for name in found.split()}

    assert "evaluation" in names
    assert not names & {"matplotlib", "ir_measures", "pytrec_eval", "jinja2", "torch", "pandas", "sklearn"}
