"""Open a dataset with its models."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from recommender.cpr import mask
from recommender.errors import RequestFaulty
from recommender.synthetic import says_synthetic
from recommender.types import Dataset

if TYPE_CHECKING:
    from recommender.encoder import Encoder
    from recommender.engine import Recommender
    from recommender.ranker import Ranker


@dataclass(frozen=True, slots=True)
class Opened:
    """A dataset ready to be asked."""

    recommender: Recommender
    synthetic: bool
    """Whether the dataset's README says that its people are invented."""

    @property
    def strangers(self) -> bool:
        """Whether the ranker was fitted to another encoder than the one in use."""
        return self.recommender.ranker.encoder != self.recommender.encoder.identity


@dataclass(frozen=True, slots=True)
class Models:
    """Which models to use; None is the shipped one."""

    encoder: Path | None = None
    """A sentence-transformers folder."""
    ranker: Path | None = None


def open_dataset(folder: Path, models: Models | None = None) -> Opened:
    """Read the dataset and open it with the models; RequestFaulty, DatasetFaulty, ArtefactFaulty."""
    dataset = read(folder)
    from recommender.engine import Recommender

    return Opened(Recommender.of(dataset, *load_models(models or Models())), says_synthetic(folder))


def load_models(models: Models) -> tuple[Encoder | None, Ranker | None]:
    """Encoder and ranker, None for the shipped one; RequestFaulty, ArtefactFaulty."""
    from recommender.encoder import load_encoder
    from recommender.ranker import load_ranker

    encoder = None if models.encoder is None else load_encoder(_model_folder(models.encoder))
    return encoder, None if models.ranker is None else load_ranker(models.ranker)


def _model_folder(folder: Path) -> Path:
    """The folder; RequestFaulty when it is none, for a name would be looked for on the network."""
    if not folder.is_dir():
        shown = mask(str(folder))
        raise RequestFaulty(
            f"the encoder folder '{shown}' does not exist; give a sentence-transformers folder on this machine",
            f"mappen '{shown}' med en sprogmodel findes ikke; angiv en sentence-transformers-mappe på maskinen",
        )
    return folder


def read(folder: Path) -> Dataset:
    """The dataset in the folder; RequestFaulty when there is no such folder, DatasetFaulty when it is faulty."""
    from recommender.dataset import read_dataset

    require_folder(folder)
    return read_dataset(folder)


def require_folder(folder: Path) -> None:
    """RequestFaulty unless it is a folder."""
    shown = mask(str(folder))
    if not folder.exists():
        raise RequestFaulty(
            f"the folder '{shown}' does not exist; give the folder that holds companies, openings and citizens",
            f"mappen '{shown}' findes ikke; angiv mappen med virksomheder, jobåbninger og borgere",
        )
    if not folder.is_dir():
        raise RequestFaulty(
            f"'{shown}' is a file; give the folder that it lies in",
            f"'{shown}' er en fil; angiv den mappe, som den ligger i",
        )
