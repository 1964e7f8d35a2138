"""The demo municipality with the shipped models, opened once."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from recommender.engine import Recommender, open_recommender

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "data" / "demo"
TRAINING = ROOT / "data" / "training"


@cache
def demo() -> Recommender:
    """A recommender over `data/demo`."""
    return open_recommender(DEMO)
