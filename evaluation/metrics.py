"""Ranking metrics by ir-measures (trec_eval's definitions), one value for each judged task.

Every list is first restricted to the graded citizens (`Judged.condensed`). With gᵢ the grade at rank i of that list:

nDCG@k      Σᵢ₌₁ᵏ gᵢ / log₂(i + 1), divided by the same sum for the best possible order. The gain is the grade itself,
            as in trec_eval. Järvelin and Kekäläinen, "Cumulated gain-based evaluation of IR techniques", TOIS 2002.
nDCG_exp@k  the same with the gain 2^gᵢ − 1, which asks more for the best to come first. Burges et al., ICML 2005.
AP          mean over all suitable citizens of the precision at their rank, 0 for those not listed; its mean over tasks
            is MAP. Buckley and Voorhees in "TREC: Experiment and Evaluation in Information Retrieval", 2005.
RR          1 / rank of the first suitable citizen, 0 without one; its mean is MRR. Voorhees, TREC-8, 1999.
P@k         suitable citizens among the first k, divided by k, also where fewer are listed.
R@k         the same, divided by the number of suitable citizens.
Success@k   1 when a suitable citizen is among the first k.

regret@k    Σᵢ₌₁ᵏ gᵢ / log₂(i + 1) of the best possible order minus that of the list: grades lost, not a share.
top3_suitable  suitable citizens among the first 3, divided by 3, or by as many as are listed.

Suitable is grade 2 or 3 of a judgement, and from "hired" on in a history (`Judged.suitable`): AP, RR, P, R and Success
are computed with that level of relevance. An unanswered task scores zero in all; its regret is all there was to gain.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np

from evaluation.datasets import Judged
from recommender.columns import FloatArray, IndexArray, Int8Array

Lists = Mapping[str, IndexArray]
"""Task → rows of citizens, best first; a task may be missing."""

EXPONENTIAL = "gains"


@dataclass(frozen=True, slots=True)
class Metric:
    """One figure for each task."""

    name: str
    """As ir-measures writes it, without the level of relevance."""
    form: str | None
    """ir-measures' own name, with `{rel}` for the level of relevance and `{gains}` for the gains; None for our own."""
    meaning: str
    """Danish, for the report."""
    meaning_en: str
    """The same in English."""
    best_low: bool = False
    """Whether less is better."""

    def measure(self, judged: Judged) -> str:
        """ir-measures' own name for those judgements."""
        gains = ",".join(f"{grade}:{2**grade - 1}" for grade in range(judged.top + 1))
        return (self.form or self.name).format(rel=f"(rel={judged.suitable})", gains=f"(gains={{{gains}}})")


METRICS = (
    *(
        Metric(
            f"nDCG@{k}",
            f"nDCG@{k}",
            f"Rækkefølgen blandt de første {k}; 1 er den bedst mulige",
            f"Order among the first {k}; 1 is the best possible",
        )
        for k in (5, 10, 20)
    ),
    Metric(
        "nDCG_exp@10",
        "nDCG{gains}@10",
        "Det samme for 10, med vægten 2ᵍ − 1 for grad g: det bedste skal først",
        "The same for 10, with the weight 2ᵍ − 1 for grade g: the best must come first",
    ),
    Metric(
        "AP",
        "AP{rel}",
        "Gennemsnitlig præcision over alle egnede (MAP)",
        "Average precision over all suitable (MAP)",
    ),
    Metric(
        "RR",
        "RR{rel}",
        "1 delt med pladsen for den første egnede (MRR)",
        "1 divided by the rank of the first suitable (MRR)",
    ),
    Metric("P@1", "P{rel}@1", "Andel egnede på første plads", "Share of suitable in the first place"),
    *(
        Metric(
            f"P@{k}",
            f"P{{rel}}@{k}",
            f"Egnede blandt de første {k}, delt med {k}",
            f"Suitable among the first {k}, divided by {k}",
        )
        for k in (3, 5, 10)
    ),
    *(
        Metric(
            f"R@{k}",
            f"R{{rel}}@{k}",
            f"Andel af alle egnede, der er blandt de første {k}",
            f"Share of all suitable that are among the first {k}",
        )
        for k in (5, 10, 20)
    ),
    *(
        Metric(
            f"Success@{k}",
            f"Success{{rel}}@{k}",
            f"Andel opgaver med mindst én egnet blandt de første {k}",
            f"Share of tasks with a suitable one among the first {k}",
        )
        for k in (3, 5, 10)
    ),
    Metric(
        "top3_suitable",
        None,
        "Andel egnede af de første 3, eller færre hvor færre er foreslået",
        "Suitable share of the first 3, or of fewer where fewer are suggested",
    ),
    Metric(
        "regret@10",
        None,
        "Grader tabt mod den bedst mulige rækkefølge; 0 er bedst",
        "Grades lost against the best possible order; 0 is best",
        best_low=True,
    ),
)
METRIC_NAMES = tuple(metric.name for metric in METRICS)
MAIN = "nDCG@10"
MAIN_COLUMN = METRIC_NAMES.index(MAIN)
CUT = 10
TOP = 3


@dataclass(frozen=True)
class Scorer:
    """Scores lists against the judgements; made once, called for every list."""

    judged: Judged
    evaluators: tuple[Any, ...]
    """ir_measures.providers.Evaluator, one for the grades as they stand and one for exponential gains."""
    columns: Mapping[Any, int]
    """ir-measures' measure → its column."""

    @staticmethod
    def of(judged: Judged) -> Scorer:
        """A scorer for those judgements.

        Measures with gains of their own have an evaluator of their own: in ir-measures 0.4.3 a plain nDCG beside them
        can be computed with their gains.
        """
        import ir_measures

        measures = {
            ir_measures.parse_measure(metric.measure(judged)): column
            for column, metric in enumerate(METRICS)
            if metric.form is not None
        }
        qrels = _qrels(judged)
        gained = [measure for measure, column in measures.items() if EXPONENTIAL in str(METRICS[column].form)]
        plain = [measure for measure in measures if measure not in gained]
        evaluators = tuple(ir_measures.evaluator(some, qrels) for some in (plain, gained))
        return Scorer(judged, evaluators, measures)

    def __call__(self, lists: Lists) -> FloatArray:
        """Every metric of every judged task → (tasks, metrics), in the orders of `judged.tasks` and METRICS.

        All but regret lie in 0..1.
        """
        judged, at = self.judged, {task: row for row, task in enumerate(self.judged.tasks)}
        condensed = {task: judged.condensed(task, lists[task]) for task in judged.tasks if task in lists}
        values = np.zeros((len(judged.tasks), len(METRICS)))
        run = _falling(condensed)
        for found in chain.from_iterable(evaluator.iter_calc(run) for evaluator in self.evaluators):
            values[at[found.query_id], self.columns[found.measure]] = found.value
        for task in judged.tasks:
            grades = judged.grade_of(task)[condensed[task]] if task in condensed else np.empty(0, dtype=np.int8)
            values[at[task], METRIC_NAMES.index("top3_suitable")] = top_suitable(grades, judged.suitable)
            values[at[task], METRIC_NAMES.index("regret@10")] = regret(grades, judged.grades[task])
        return values


def top_suitable(grades: Int8Array, suitable: int) -> float:
    """Suitable share of the first three, or of all where fewer are listed; 0 for an empty list."""
    top = grades[:TOP]
    return float(np.mean(top >= suitable)) if len(top) else 0.0


def regret(grades: Int8Array, possible: Int8Array) -> float:
    """Discounted grades that the order of `grades` loses against the best order of all `possible` ones, from 0 up."""
    return gain(np.sort(possible)[::-1]) - gain(grades)


def gain(grades: Int8Array) -> float:
    """Σ gᵢ / log₂(i + 1) over the first ten places."""
    first = grades[:CUT]
    return float((first / np.log2(np.arange(2, len(first) + 2))).sum())


def _qrels(judged: Judged) -> dict[str, dict[str, int]]:
    return {
        task: {str(row): int(grade) for row, grade in zip(judged.rows[task], judged.grades[task], strict=True)}
        for task in judged.tasks
    }


def _falling(lists: Lists) -> dict[str, dict[str, float]]:
    """Lists as runs whose scores only fall: trec_eval orders by score, and equal ones by name."""
    return {task: {str(row): float(-rank) for rank, row in enumerate(listed)} for task, listed in lists.items()}
