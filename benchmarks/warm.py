"""One size of `benchmarks.suggest`, in a process of its own: `python -m benchmarks.warm DATASET OUT.json AS_OF`."""

from __future__ import annotations

import json
import os
import resource
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from recommender.columns import citizen_columns, task_columns
from recommender.dataset import read_dataset
from recommender.eligibility import judge
from recommender.encoder import load_encoder, shipped_encoder_folder
from recommender.engine import Place, Recommender
from recommender.features import pair_features
from recommender.index import build_index
from recommender.ngrams import ngram_table
from recommender.tagfeatures import tag_features, tagged_task
from recommender.text import FACETS, facet_parts, task_parts
from recommender.vocabulary import shipped_vocabulary

REPEATS = 5
COUNT = 10
SAMPLE = 10_000
"""Citizens of whom a build is taken apart."""

T = TypeVar("T")
Times = dict[str, list[float]]


def main(dataset: str, out: str, as_of: str) -> None:
    """Measure and write."""
    engine, seconds = opened(Path(dataset))
    Path(out).write_text(json.dumps(measured(engine, date.fromisoformat(as_of), seconds)), encoding="utf-8")


def opened(folder: Path) -> tuple[Recommender, dict[str, float]]:
    """A warm engine, and the seconds that it took to read, build and line up."""
    taken: Times = defaultdict(list)
    data = timed(taken, "read", lambda: read_dataset(folder))
    encoder = timed(taken, "load encoder", lambda: load_encoder(shipped_encoder_folder()))
    index = timed(taken, "build index", lambda: build_index(data.citizens, data.course_by_code, encoder))
    timed(taken, "columns", lambda: citizen_columns(data.citizens, data.courses, shipped_vocabulary()))
    engine = Recommender.of(data, encoder, index=index)
    timed(taken, "first suggestion", lambda: engine.for_task(next(iter(data.task_by_id)), date.today(), COUNT))
    return engine, {name: values[0] for name, values in taken.items()}


def build_stages(engine: Recommender) -> dict[str, Any]:
    """Where the time of a build goes, over the first citizens."""
    taken: Times = defaultdict(list)
    some, courses = engine.dataset.citizens[:SAMPLE], engine.dataset.course_by_code
    facets = timed(taken, "parts", lambda: [facet_parts(citizen, courses) for citizen in some])
    texts = list(dict.fromkeys(text for facet in facets for name in FACETS for text in facet[name]))
    timed(taken, "encoding", lambda: engine.encoder.encode(texts))
    spoken = [" ".join((*facet["experience"][:1], *facet["wishes"][:1], *facet["courses"])) for facet in facets]
    timed(taken, "n-grams", lambda: ngram_table(spoken))
    return {"citizens": len(some), "seconds": {name: values[0] for name, values in taken.items()}}


def measured(engine: Recommender, as_of: date, seconds: dict[str, float]) -> dict[str, Any]:
    """Latencies over every task, and where they go."""
    places = [engine.place(task) for task in engine.dataset.task_by_id]
    possible = [one_task(engine, place, as_of, defaultdict(list)) for place in places]
    rounds: list[Times] = [defaultdict(list) for _ in range(REPEATS)]
    for taken in rounds:
        for place in places:
            one_task(engine, place, as_of, taken)
    vectors = engine.index.vectors
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
    return {
        "tasks": len(places),
        "repeats": REPEATS,
        "possible": statistics.median(possible),
        "cores": os.cpu_count(),
        "load": os.getloadavg()[0],
        "peak_mb": peak,
        "index": {
            "vectors": len(vectors),
            "dimension": vectors.shape[1],
            "seconds": seconds,
            "build": build_stages(engine),
        },
        "median": told({name: np.median([taken[name] for taken in rounds]) for name in rounds[0]}),
        "undisturbed": told({name: np.median(np.min([taken[name] for taken in rounds], 0)) for name in rounds[0]}),
    }


def told(seconds: dict[str, Any]) -> dict[str, Any]:
    """Milliseconds of the whole, the floor and the stages."""
    ms = {name: 1000 * float(value) for name, value in seconds.items()}
    floor = ms["floor encode"] + ms["floor product"]
    stages = {name.removeprefix("stage "): value for name, value in ms.items() if name.startswith("stage ")}
    return {
        "suggest": ms["suggest"],
        "floor": floor,
        "floor_encode": ms["floor encode"],
        "floor_product": ms["floor product"],
        "ratio": ms["suggest"] / floor,
        "stages": stages | {"explanation": ms["suggest"] - ms["ranked"]},
    }


def one_task(engine: Recommender, place: Place, as_of: date, taken: Times) -> int:
    """Ask about one task: whole, the floor, and stage by stage; how many could do it."""
    parts = task_parts(place.task)
    query = timed(taken, "floor encode", lambda: engine.encoder.encode(parts[:1], query=True))[0]
    timed(taken, "floor product", lambda: engine.index.vectors @ query)
    timed(taken, "suggest", lambda: engine.for_place(place, as_of, COUNT))
    timed(taken, "ranked", lambda: engine.ranked(place, as_of))
    return by_stages(engine, place, as_of, taken)


def by_stages(engine: Recommender, place: Place, as_of: date, taken: Times) -> int:
    """What `Recommender.ranked` does, each stage by itself."""
    words, task = engine.vocabulary, place.task
    columns = task_columns(task, place.opening, place.company, engine.dataset.courses, words)
    verdicts = timed(taken, "stage eligibility", lambda: judge(columns, engine.citizens, as_of, words))
    rows = verdicts.possible
    citizens, own = timed(taken, "stage selection", lambda: (engine.citizens.take(rows), verdicts.take(rows)))
    query = timed(taken, "stage encoding", lambda: engine.encoder.encode(task_parts(task), query=True))
    tagged = timed(taken, "stage task's tags", lambda: tagged_task(task, engine.tagger.tasks([task]), words))
    tags = timed(taken, "stage citizens' tags", lambda: tag_features(tagged, engine.tags.of(rows), words))
    affinities = timed(taken, "stage affinities", lambda: engine.index.affinities(query, rows))
    values = timed(taken, "stage features", lambda: pair_features(columns, citizens, own, affinities, tags))
    timed(taken, "stage ranking", lambda: np.argsort(-engine.ranker(values).sum(axis=1), kind="stable"))
    return len(rows)


def timed(taken: Times, name: str, work: Callable[[], T]) -> T:
    """What the work gives; its seconds are noted."""
    began = time.perf_counter()
    result = work()
    taken[name].append(time.perf_counter() - began)
    return result


if __name__ == "__main__":
    main(*sys.argv[1:])
