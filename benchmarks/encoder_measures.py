"""What is measured of an encoder: linking titles, finding descriptions, graded fit, word likeness."""

import csv
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.stats import spearmanr

from models.recipes.encoder import corpora as sources

FloatArray = npt.NDArray[np.floating]
Likeness = Callable[[Sequence[str], Sequence[str]], FloatArray]
"""Queries and texts → (queries, texts) scores, higher is more alike."""

DIGITS = 5
"""Decimals of a score that count: the last bits of a product differ with the number of threads; a tie must be one."""

GOOD, WEAK, POOR = slice(0, 3), slice(3, 5), slice(5, 7)


def table(path: Path) -> list[list[str]]:
    """Cells of a tab-separated file without heading."""
    return [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]


def melo(likeness: Likeness, folder: Path) -> dict[str, float]:
    """MELO (Retyk and others, 2024): every label of the corpus is ranked on its own for each query.

    folder: `melo-dev/dnk_q_da_c_da`. Gives `MAP`, `MRR`, `hit@1`, `hit@10`, shares 0..1; ties keep the corpus' order.
    """
    queries, labels = table(folder / "queries.tsv"), table(folder / "corpus_elements.tsv")
    rows = {cells[0]: row for row, cells in enumerate(queries)}
    columns = {cells[0]: column for column, cells in enumerate(labels)}
    relevant = np.zeros((len(queries), len(labels)), dtype=bool)
    for query, _, label, grade in table(folder / "annotations.tsv"):
        relevant[rows[query], columns[label]] = int(grade) > 0
    scores = scores_of_each(likeness, [cells[1] for cells in queries], [cells[1] for cells in labels])
    return ranked(scores, relevant)


def scores_of_each(likeness: Likeness, queries: Sequence[str], texts: Sequence[str]) -> FloatArray:
    """(queries, texts) scores; texts that are the same letter for letter have one score to the last bit."""
    first: dict[str, int] = {}
    places = [first.setdefault(text, place) for place, text in enumerate(texts)]
    scores: FloatArray = likeness(queries, texts)[:, places]
    return scores


def ranked(scores: FloatArray, relevant: npt.NDArray[np.bool_]) -> dict[str, float]:
    """MAP, MRR, hit@1 and hit@10 of (queries, texts) scores; a query without a relevant text counts as zero."""
    order = np.argsort(-np.round(scores, DIGITS), axis=1, kind="stable")
    hits = np.take_along_axis(relevant, order, axis=1)
    places = np.arange(1, hits.shape[1] + 1)
    first = np.where(hits.any(axis=1), hits.argmax(axis=1) + 1.0, np.inf)
    average = (hits * hits.cumsum(axis=1) / places).sum(axis=1) / np.maximum(hits.sum(axis=1), 1)
    return {
        "MAP": float(average.mean()),
        "MRR": float((1.0 / first).mean()),
        "hit@1": float((first <= 1).mean()),
        "hit@10": float((first <= 10).mean()),
    }


def held_out_descriptions(likeness: Likeness, corpora: Path) -> float:
    """MRR of finding the description of a held-out ESCO skill by its label, among the descriptions of all held out."""
    rows = [row for row in sources.skills(corpora) if sources.held_out(row["uri"]) and row["desc_da"]]
    scores = likeness([row["label_da"] for row in rows], [row["desc_da"] for row in rows])
    return ranked(scores, np.eye(len(rows), dtype=bool))["MRR"]


def fit_scores(likeness: Likeness, examples: Sequence[sources.AffinityRow]) -> FloatArray:
    """(tasks, tasks, 7): every task against every task's three good, two weak and two poor people."""
    people = [text for e in examples for text in (*e["good"][:3], *e["weak"][:2], *e["poor"][:2])]
    return likeness([e["task"] for e in examples], people).reshape(len(examples), len(examples), 7)


def graded(scores: FloatArray) -> dict[str, float]:
    """Share of comparisons in which good stands above poor and above weak, a tie counting half; and the control.

    scores: (tasks, tasks, 7). The control scores the same people against every *other* task, so that only the
    citizen's own text can tell; 0.5 is chance.
    """
    tasks = len(scores)
    own = scores[np.arange(tasks), np.arange(tasks)]
    others = scores[~np.eye(tasks, dtype=bool)]
    return {
        "good>poor": above(own, GOOD, POOR),
        "good>weak": above(own, GOOD, WEAK),
        "control good>poor": above(others, GOOD, POOR),
        "control good>weak": above(others, GOOD, WEAK),
    }


def above(scores: FloatArray, upper: slice, lower: slice) -> float:
    """Share of pairs in which a column of `upper` exceeds one of `lower`, a tie counting half; scores (n, 7)."""
    first, second = scores[..., upper][..., :, None], scores[..., lower][..., None, :]
    return float(((first > second) + 0.5 * (first == second)).mean())


def word_likeness(likeness: Likeness, folder: Path) -> dict[str, float]:
    """Spearman's correlation with people's judgement of pairs of words: WordSim-353 in Danish, and the Danish set.

    folder: `eval-lexical`. Pairs that the translators marked as a problem are left out.
    """
    with (folder / "wordsim353-da_combined.csv").open(encoding="utf-8-sig", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if not row["Problem"] and row["da1"] and row["da2"]]
    translated = [(row["da1"], row["da2"], float(row["Human (mean)"])) for row in rows]
    with (folder / "Danish-Similarity-Dataset_gold_sims_da.csv").open(encoding="utf-8-sig", newline="") as lines:
        danish = [(r["word1"], r["word2"], float(r["similarity"])) for r in csv.DictReader(lines, delimiter="\t")]
    return {"WordSim-353": correlation(likeness, translated), "Danish similarity": correlation(likeness, danish)}


def correlation(likeness: Likeness, pairs: Sequence[tuple[str, str, float]]) -> float:
    """Spearman's correlation of the likeness with the judgement, −1..1; 0 for a likeness that is always the same."""
    found = [float(likeness([first], [second])[0, 0]) for first, second, _ in pairs]
    if len(set(found)) < 2:
        return 0.0
    return float(spearmanr(found, [judged for _, _, judged in pairs])[0])


def odd_one_out(likeness: Likeness, folder: Path) -> float:
    """Share of rows of four words whose last, the stranger, is found as the least like the other three."""
    rows = [line.split(",") for line in (folder / "four_words_da.csv").read_text(encoding="utf-8").splitlines()[1:]]
    found = [int(np.argmin(likeness(row, row).sum(axis=1))) == 3 for row in rows]
    return float(np.mean(found))


def as_json(path: Path, results: object) -> None:
    """Write results as indented JSON."""
    path.write_text(json.dumps(results, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
