"""What is asked before a ranker is learnt: where from, where to, and what has no date."""

from __future__ import annotations

from pathlib import Path

from recommender.cpr import mask
from recommender.errors import OutputFaulty
from service.usecases.opening import require_folder

RANKER, JUDGEMENTS = "ranker.json", "qrels.tsv"


def require_places(dataset: Path, out: Path) -> None:
    """RequestFaulty without a dataset; OutputFaulty unless `out` is new, empty or an earlier ranker's folder."""
    require_folder(dataset)
    if not out.exists() or (out.is_dir() and ((out / RANKER).is_file() or not any(out.iterdir()))):
        return
    shown = mask(str(out))
    raise OutputFaulty(
        f"'{shown}' holds something other than a ranker; choose a new or empty folder with --out",
        f"'{shown}' rummer andet end en rangordner; vælg en ny eller tom mappe med --out",
    )


def undated(dataset: Path) -> bool:
    """Whether the dataset has judgements: they carry no date, and `--as-of` can leave none of them out."""
    return (dataset / JUDGEMENTS).is_file()
