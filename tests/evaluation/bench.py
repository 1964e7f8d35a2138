"""A tiny judged municipality whose figures can be worked out by hand."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np

from evaluation.datasets import judged_of
from evaluation.report import Evaluation
from evaluation.run import Options, Request, measure
from evaluation.views import Sight
from recommender.engine import Recommender
from recommender.types import Dataset, Judgement
from tests.support.builders import AS_OF, citizen, dataset, opening, task
from tests.support.pairs import LetterEncoder, plain_ranker

GRADES = {
    "t1": {"b1": 3, "b2": 0, "b3": 2, "b4": 1, "b6": 3},
    "t2": {"b1": 0, "b2": 2, "b5": 1},
}


def municipality(grades: dict[str, dict[str, int]] = GRADES) -> Dataset:
    """Three tasks, two of them judged, and six citizens, of whom b6 has not consented."""
    texts = {
        "b1": "Pakke små ordrer i kasser og sætte etiket på.",
        "b2": "Koge suppe og vaske gryder op.",
        "b3": "Pakke varer i kasser.",
        "b4": "Sætte skilte op.",
        "b5": "Male stakit.",
        "b6": "Pakke ordrer.",
    }
    people = tuple(citizen(id=name, experience=text, consents=name != "b6") for name, text in texts.items())
    tasks = (task(), task(id="t2", title="Koge suppe", description="Koge suppe og vaske op."), task(id="t3"))
    judgements = tuple(
        Judgement(name, person, grade) for name, judged in grades.items() for person, grade in judged.items()
    )
    return dataset(openings=(opening(*tasks),), citizens=people, judgements=judgements)


def recommender(data: Dataset | None = None) -> Recommender:
    """An engine that counts letters and looks at experience alone."""
    return Recommender.of(data or municipality(), LetterEncoder(), plain_ranker(experience_text=6.0))


@cache
def evaluated(runs: tuple[Path, ...] = (), seed: int = 0) -> Evaluation:
    """An evaluation of that engine, made once for the same question."""
    return fresh(runs, seed)


def fresh(runs: tuple[Path, ...] = (), seed: int = 0) -> Evaluation:
    """An evaluation of that engine, made anew."""
    return measure(recommender(), Request("lille", AS_OF, Options(seed=seed, runs=runs)))


def sight(engine: Recommender) -> Sight:
    """Everything that is judged in the engine's dataset, asked about on one day."""
    return Sight(AS_OF, judged_of(engine.dataset).tasks, engine, ())


def rows(*places: int) -> np.ndarray:
    """A list of citizens by their rows."""
    return np.array(places, dtype=np.intp)
