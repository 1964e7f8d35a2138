"""What identifies a dataset: a hash of what is said of its citizens and its openings."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict

from recommender.types import Citizen, Dataset, Opening


def dataset_fingerprint(dataset: Dataset) -> str:
    """SHA-256 over citizens and openings, 64 hexadecimal digits.

    The order of the rows and the form of the files (JSON Lines, CSV, Excel) do not count: equal content, equal
    fingerprint. Judgements and history are left out, so that a ranker knows its training data whoever judged it.
    """
    digest = hashlib.sha256()
    for kind, records in (("citizen", dataset.citizens), ("opening", dataset.openings)):
        for line in _lines(records):
            digest.update(f"{kind} {line}\n".encode())
    return digest.hexdigest()


def _lines(records: Iterable[Citizen | Opening]) -> Iterable[str]:
    ordered = sorted(records, key=lambda record: record.id)
    return (json.dumps(asdict(record), ensure_ascii=False, sort_keys=True, default=str) for record in ordered)
