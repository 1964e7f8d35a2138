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

Suitable is grade 2 or 3: AP, RR, P, R and Success are computed with rel=2. An unanswered task scores zero in all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np

from evaluation.datasets import Judged
from recommender.columns import FloatArray, IndexArray
from recommender.ranker import SUITABLE

Lists = Mapping[str, IndexArray]
"""Task → rows of citizens, best first; a task may be missing."""

RELATIVE = f"(rel={SUITABLE})"
EXPONENTIAL = "(gains={0:0,1:1,2:3,3:7})"


@dataclass(frozen=True, slots=True)
class Metric:
    """One figure for each task."""

    name: str
    """As ir-measures writes it, without the level of relevance."""
    measure: str | None
    """ir-measures' own name; None for our own."""
    meaning: str
    """Danish, for the report."""


METRICS = (
    Metric("nDCG@5", "nDCG@5", "Rækkefølgen blandt de første 5; 1 er den bedst mulige"),
    Metric("nDCG@10", "nDCG@10", "Rækkefølgen blandt de første 10; 1 er den bedst mulige"),
    Metric("nDCG@20", "nDCG@20", "Rækkefølgen blandt de første 20; 1 er den bedst mulige"),
    Metric("nDCG_exp@10", f"nDCG{EXPONENTIAL}@10", "Det samme for 10, med vægtene 1, 3 og 7 for grad 1, 2 og 3"),
    Metric("AP", f"AP{RELATIVE}", "Gennemsnitlig præcision over alle egnede (MAP)"),
    Metric("RR", f"RR{RELATIVE}", "1 delt med pladsen for den første egnede (MRR)"),
    Metric("P@1", f"P{RELATIVE}@1", "Andel egnede på første plads"),
    Metric("P@3", f"P{RELATIVE}@3", "Egnede blandt de første 3, delt med 3"),
    Metric("P@5", f"P{RELATIVE}@5", "Egnede blandt de første 5, delt med 5"),
    Metric("R@10", f"R{RELATIVE}@10", "Andel af alle egnede, der er blandt de første 10"),
    Metric("Success@3", f"Success{RELATIVE}@3", "Andel opgaver med mindst én egnet blandt de første 3"),
    Metric("Success@10", f"Success{RELATIVE}@10", "Andel opgaver med mindst én egnet blandt de første 10"),
    Metric("top3_suitable", None, "Andel egnede af de første 3, eller færre hvor færre er foreslået"),
)
METRIC_NAMES = tuple(metric.name for metric in METRICS)
MAIN = "nDCG@10"
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
            ir_measures.parse_measure(metric.measure): column
            for column, metric in enumerate(METRICS)
            if metric.measure is not None
        }
        qrels = _qrels(judged)
        gained = [measure for measure, column in measures.items() if EXPONENTIAL in str(METRICS[column].measure)]
        plain = [measure for measure in measures if measure not in gained]
        evaluators = tuple(ir_measures.evaluator(some, qrels) for some in (plain, gained))
        return Scorer(judged, evaluators, measures)

    def __call__(self, lists: Lists) -> FloatArray:
        """Every metric of every judged task → (tasks, metrics), 0..1, in the orders of `judged.tasks` and METRICS."""
        judged, at = self.judged, {task: row for row, task in enumerate(self.judged.tasks)}
        condensed = {task: judged.condensed(task, lists[task]) for task in judged.tasks if task in lists}
        values = np.zeros((len(judged.tasks), len(METRICS)))
        run = _falling(condensed)
        for found in chain.from_iterable(evaluator.iter_calc(run) for evaluator in self.evaluators):
            values[at[found.query_id], self.columns[found.measure]] = found.value
        for task, listed in condensed.items():
            values[at[task], METRIC_NAMES.index("top3_suitable")] = top_suitable(judged.grade_of(task)[listed])
        return values


def top_suitable(grades: Sequence[int] | Any) -> float:
    """Share of the first three, or of all where fewer are listed, graded 2 or 3; 0 for an empty list."""
    top = np.asarray(grades)[:TOP]
    return float(np.mean(top >= SUITABLE)) if len(top) else 0.0


def _qrels(judged: Judged) -> dict[str, dict[str, int]]:
    return {
        task: {str(row): int(grade) for row, grade in zip(judged.rows[task], judged.grades[task], strict=True)}
        for task in judged.tasks
    }


def _falling(lists: Lists) -> dict[str, dict[str, float]]:
    """Lists as runs whose scores only fall: trec_eval orders by score, and equal ones by name."""
    return {task: {str(row): float(-rank) for rank, row in enumerate(listed)} for task, listed in lists.items()}
