"""Measure encoders beside character n-grams and chance, in one run: a table, and JSON.

    python -m benchmarks.encoder --corpora FOLDER [--model NAME=FOLDER …] [--folds FOLDER] [--json FILE]

Measures that need a folder which is not there are left out, and the run says so. Every model is measured by its own
cosine and with character n-grams added (`+ n-grams`). Held-out affinity is measured with models of the recipe's
folds (`--folds`), each on the examples that it did not see; the shipped model has seen all. `data/affinity/unseen`,
by two further writers, is trained on by none: there the models themselves are measured.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table
from sklearn.feature_extraction.text import TfidfVectorizer

from benchmarks import encoder_measures as measures
from models.recipes.encoder import corpora as sources
from recommender.encoder import Encoder, load_encoder, shipped_encoder_folder

ROOT = Path(__file__).resolve().parent.parent
AFFINITY = ROOT / "data" / "affinity"
UNSEEN = AFFINITY / "unseen"
WIDTH = 220
"""Columns of the printed tables."""

NGRAM_WEIGHT = 0.3
"""Of the n-grams' cosine, beside the encoder's; the same for every model and measure."""

Figures = dict[str, float | None]


def character_ngrams(queries: Sequence[str], texts: Sequence[str]) -> measures.FloatArray:
    """Cosine of `char_wb` TF-IDF of 2 to 5 characters, fitted on the texts, as published with MELO."""
    vectoriser = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), lowercase=True)
    rows = vectoriser.fit_transform(texts)
    scores: measures.FloatArray = (vectoriser.transform(queries) @ rows.T).toarray()
    return scores


def chance(queries: Sequence[str], texts: Sequence[str]) -> measures.FloatArray:
    """Scores drawn from a seed."""
    return np.random.default_rng(len(queries) + len(texts)).random((len(queries), len(texts)))


BASELINES: dict[str, measures.Likeness] = {"n-grams": character_ngrams, "random": chance}


def cosine(encoder: Encoder) -> measures.Likeness:
    """The encoder's cosine between queries and texts."""
    return lambda queries, texts: encoder.encode(queries, query=True) @ encoder.encode(texts).T


def with_ngrams(likeness: measures.Likeness) -> measures.Likeness:
    """A likeness with the n-grams' cosine added."""
    return lambda queries, texts: likeness(queries, texts) + NGRAM_WEIGHT * character_ngrams(queries, texts)


def text_figures(likeness: measures.Likeness, corpora: Path | None) -> Figures:
    """MELO, held-out ESCO and word likeness of one way to compare texts; empty without the corpora."""
    if corpora is None:
        return {}
    linked = measures.melo(likeness, corpora / "melo-dev" / "dnk_q_da_c_da")
    words = measures.word_likeness(likeness, corpora / "eval-lexical")
    return {
        **{f"MELO {name}": value for name, value in linked.items()},
        "ESCO MRR": measures.held_out_descriptions(likeness, corpora),
        **words,
        "odd one out": measures.odd_one_out(likeness, corpora / "eval-lexical"),
    }


def running_figures(folder: Path) -> Figures:
    """Megabytes on disk, seconds to load, texts a second and peak memory, in a process of its own.

    Memory is Linux' high-water mark since the process began; the usual counter starts with the parent's.
    """
    code = (
        "import json, sys, time\n"
        "from pathlib import Path\n"
        "began = time.perf_counter()\n"
        "from recommender.encoder import load_encoder\n"
        "encoder = load_encoder(Path(sys.argv[1]))\n"
        "loaded = time.perf_counter()\n"
        "texts = [f'Har passet {what} i {years} år og vil gerne ud at arbejde' for years in range(2000)"
        " for what in ('høns', 'køkken', 'maskiner', 'børn', 'grøntsager')]\n"
        "encoder.encode(texts[:100]); start, used = time.perf_counter(), time.process_time(); encoder.encode(texts)\n"
        "print(json.dumps({'load s': loaded - began, 'texts/s': len(texts) / (time.perf_counter() - start),"
        " 'texts/CPU s': len(texts) / (time.process_time() - used),"
        " 'memory MB': int(open('/proc/self/status').read().split('VmHWM:')[1].split()[0]) / 1024}))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(folder)], capture_output=True, text=True, check=True, cwd=ROOT
    )
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return {"size MB": size / 2**20, **json.loads(done.stdout)}


def held_out_affinity(folds: Path) -> dict[str, Figures]:
    """Graded fit of the folds' models on what they did not see, the mean over folds, by task and by part.

    folds: holds `task-*` and `part-*`, model folders each with a `held-out.json` that lists the examples' ids.
    """
    by_id = {row["id"]: row for row in sources.affinity(AFFINITY)}
    found: dict[str, Figures] = {}
    for kind in ("task", "part"):
        results = [fold_figures(folder, by_id) for folder in sorted(folds.glob(f"{kind}-*"))]
        for name in results[0] if results else ():
            found[f"{name}, by {kind}"] = mean_of([result[name] for result in results])
    return found


def unseen_affinity(models: dict[str, Path]) -> dict[str, Figures]:
    """Graded fit of the models themselves, and of the baselines, on the writers that no model was trained on."""
    ways: dict[str, measures.Likeness] = {name: cosine(load_encoder(folder)) for name, folder in models.items()}
    return graded_by({**ways, **BASELINES}, sources.affinity(UNSEEN))


def fold_figures(folder: Path, by_id: dict[str, sources.AffinityRow]) -> dict[str, Figures]:
    """One fold's model, and the baselines, on the fold's held-out examples."""
    examples = [by_id[key] for key in json.loads((folder / "held-out.json").read_text(encoding="utf-8"))]
    return graded_by({"encoder": cosine(load_encoder(folder)), **BASELINES}, examples)


def graded_by(ways: dict[str, measures.Likeness], examples: Sequence[sources.AffinityRow]) -> dict[str, Figures]:
    """Each way's graded fit on the same examples."""
    return {name: dict(measures.graded(measures.fit_scores(way, examples))) for name, way in ways.items()}


def mean_of(figures: Sequence[Figures]) -> Figures:
    """The mean of each figure over folds."""
    return {name: float(np.mean([one[name] or 0.0 for one in figures])) for name in figures[0]}


def all_figures(models: dict[str, Path], corpora: Path | None) -> dict[str, Figures]:
    """Every model, alone and with n-grams, beside n-grams alone and chance."""
    found: dict[str, Figures] = {"random": text_figures(chance, corpora)}
    found["n-grams"] = text_figures(character_ngrams, corpora)
    for name, folder in models.items():
        likeness = cosine(load_encoder(folder))
        found[name] = {**text_figures(likeness, corpora), **running_figures(folder)}
        found[f"{name} + n-grams"] = text_figures(with_ngrams(likeness), corpora)
    return found


def shown(title: str, results: dict[str, Figures]) -> Table:
    """Results as a table: a row for each way, a column for each figure."""
    columns = list(dict.fromkeys(name for figures in results.values() for name in figures))
    table = Table("", *columns, title=title)
    for name, figures in results.items():
        table.add_row(name, *(written(figures.get(column)) for column in columns))
    return table


def written(value: float | None) -> str:
    """Three decimals below one, one up to a hundred, whole numbers above; nothing where not measured."""
    if value is None:
        return ""
    return f"{value:.3f}" if abs(value) < 1 else f"{value:.0f}" if value >= 100 else f"{value:.1f}"


def arguments() -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, help="folder of the Danish sources (melo-dev, esco, eval-lexical)")
    parser.add_argument("--model", action="append", default=[], metavar="NAME=FOLDER", help="further models")
    parser.add_argument("--folds", type=Path, help="folder of the recipe's fold models")
    parser.add_argument("--json", type=Path, help="file to write the figures to")
    return parser.parse_args()


def timed(work: Callable[[], dict[str, Figures]], what: str, console: Console) -> dict[str, Figures]:
    """The work's results, with a line on standard error that says how long it took."""
    began = time.perf_counter()
    results = work()
    console.print(f"{what}: {time.perf_counter() - began:.0f} s")
    return results


def main() -> None:
    """Measure, print, write."""
    asked, console = arguments(), Console(stderr=True)
    models = {"shipped": shipped_encoder_folder()}
    models.update((name, Path(folder)) for name, folder in (text.split("=", 1) for text in asked.model))
    if asked.corpora is None:
        console.print("No --corpora: linking, descriptions and word likeness are left out.")
    results = {"texts": timed(lambda: all_figures(models, asked.corpora), "texts", console)}
    results["unseen affinity"] = timed(lambda: unseen_affinity(models), "unseen", console)
    if asked.folds is not None:
        results["held-out affinity"] = timed(lambda: held_out_affinity(asked.folds), "affinity", console)
    wide = Console(width=WIDTH)
    for title, figures in results.items():
        wide.print(shown(title, figures))
    console.print(f"peak memory of the bench: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    if asked.json is not None:
        measures.as_json(asked.json, results)


if __name__ == "__main__":
    main()
