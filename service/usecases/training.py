"""What is asked before a ranker is learnt: where from, where to, and what has no date."""

from __future__ import annotations

from pathlib import Path

from recommender.cpr import mask
from recommender.errors import OutputFaulty
from recommender.folders import may_be_filled
from recommender.ranker import FILE
from recommender.reading.folder import QRELS
from service.usecases.opening import require_folder


def require_places(dataset: Path, out: Path) -> None:
    """RequestFaulty without a dataset; OutputFaulty unless `out` is new, empty or an earlier ranker's folder."""
    require_folder(dataset)
    if may_be_filled(out, FILE):
        return
    shown = mask(str(out))
    raise OutputFaulty(
        f"'{shown}' holds something other than a ranker; choose a new or empty folder with --out",
        f"'{shown}' rummer andet end en rangordner; vælg en ny eller tom mappe med --out",
    )


def undated(dataset: Path) -> bool:
    """Whether the dataset has judgements: they carry no date, and `--as-of` can leave none of them out."""
    return (dataset / QRELS).is_file()
