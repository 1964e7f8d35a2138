"""A report's folder: the page, the figures, and run and judgements for trec_eval; written whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from evaluation.gate import as_text
from evaluation.page import page
from evaluation.pdf import as_pdf
from evaluation.report import Evaluation, as_json
from recommender.columns import FloatArray
from recommender.errors import OutputFaulty, cause
from recommender.folders import may_be_filled, written_whole_folder

FIGURES, PAGE, PRINTED, BASELINE = "report.json", "report.html", "report.pdf", "baseline.json"
RUN, JUDGED_RUN, QRELS = "run.trec", "run-judged.trec", "qrels.tsv"
TAG = "opgave"


def write(found: Evaluation, out: Path, *, pdf: bool = False) -> None:
    """Write the report to the folder; an older report there is replaced. OutputFaulty when it cannot be.

    `pdf` adds the page as a PDF file; RequestFaulty without the extra of that name.
    """
    require_report_folder(out)
    printed = as_pdf(found.report) if pdf else None
    try:
        with written_whole_folder(out) as made:
            for name, lines in files(found):
                with (made / name).open("w", encoding="utf-8", newline="\n") as file:
                    file.writelines(lines)
            if printed is not None:
                (made / PRINTED).write_bytes(printed)
    except OSError as fault:
        raise OutputFaulty(
            f"{out}: the report cannot be written ({cause(fault).en}); choose another folder with --out",
            f"{out}: rapporten kan ikke skrives ({cause(fault).da}); vælg en anden mappe med --out",
        ) from fault


def require_report_folder(out: Path) -> None:
    """OutputFaulty when the folder holds something other than a report: nothing but a report is ever replaced."""
    if may_be_filled(out, FIGURES):
        return
    raise OutputFaulty(
        f"{out}: holds something other than a report; choose a new or empty folder with --out",
        f"{out}: rummer andet end en rapport; vælg en ny eller tom mappe med --out",
    )


def files(found: Evaluation) -> Iterator[tuple[str, Iterable[str]]]:
    """Name and text, in pieces, of every text file of the report."""
    yield FIGURES, [as_json(found.report)]
    yield PAGE, [page(found.report)]
    yield BASELINE, [as_text(found.baseline)]
    yield RUN, run_lines(found, judged_only=False)
    yield JUDGED_RUN, run_lines(found, judged_only=True)
    yield QRELS, qrels_lines(found)


def run_lines(found: Evaluation, *, judged_only: bool) -> Iterable[str]:
    """The engine's lists as a TREC run, a task at a time, whole or with the graded citizens alone."""
    citizens = found.judged.dataset.citizens
    for task, listed in found.engine.lists.items():
        scores = falling(found.engine.scores[task])
        if judged_only:
            kept = np.isin(listed, found.judged.rows[task])
            listed, scores = listed[kept], scores[kept]
        ranked = enumerate(zip(listed.tolist(), scores.tolist(), strict=True), 1)
        yield "".join([f"{task} Q0 {citizens[row].id} {rank} {score:.9g} {TAG}\n" for rank, (row, score) in ranked])


def qrels_lines(found: Evaluation) -> Iterable[str]:
    """The judgements in TREC form."""
    judged = found.judged
    for task in judged.tasks:
        for row, grade in zip(judged.rows[task].tolist(), judged.grades[task].tolist(), strict=True):
            yield f"{task}\t0\t{judged.dataset.citizens[row].id}\t{grade}\n"


def falling(scores: FloatArray) -> NDArray[np.float32]:
    """Scores in 32 bits, each lowered by as little as makes it less than the one before.

    scores: (m,), none below 0, falling but among equals, who stand in the order of need → (m,). trec_eval reads 32
    bits, orders by score and not by rank, and equal scores by citizen id; so it sees the engine's order, and no score
    moves by more than equals differ and the length of their run in its last digit. What floats of one sign are in
    order, their bits read as whole numbers are too, and the next one is 1 away.
    """
    digits = scores.astype(np.float32).view(np.int32).astype(np.int64)
    place = np.arange(len(digits))
    lowered = np.minimum.accumulate(digits + place) - place
    return np.asarray(np.copysign(np.abs(lowered).astype(np.int32).view(np.float32), lowered), dtype=np.float32)
