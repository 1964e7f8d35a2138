"""Parquet for analysts: the contract's keys, reasons and questions as lists of records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from recommender.types import Suggestion
from service.wire import suggestion_row
from service.writers.forms import Batch

ROWS_AT_ONCE = 5_000

_TEXT = pa.string()
SCHEMA = pa.schema(
    [
        ("task_id", _TEXT),
        ("citizen_id", _TEXT),
        ("rank", pa.int32()),
        ("score", pa.float64()),
        ("verdict", _TEXT),
        ("reasons", pa.list_(pa.struct([("code", _TEXT), ("text", _TEXT), ("contribution", pa.float64())]))),
        ("questions", pa.list_(pa.struct([("code", _TEXT), ("text", _TEXT), ("of", _TEXT)]))),
        ("opens_with", pa.list_(_TEXT)),
        ("model", pa.struct([("encoder", _TEXT), ("ranker", _TEXT), ("rules", _TEXT)])),
    ]
)


def write(path: Path, suggestions: Iterable[Suggestion], batch: Batch) -> None:
    """Write them some thousands at a time; the file's metadata holds `as_of` and `synthetic`."""
    told = {"as_of": batch.as_of.isoformat(), "synthetic": str(batch.synthetic).lower()}
    schema = SCHEMA.with_metadata(told)
    with pq.ParquetWriter(path, schema) as writer:
        for rows in _groups(map(suggestion_row, suggestions)):
            writer.write_table(pa.Table.from_pylist(rows, schema=schema))


def _groups(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    while group := list(islice(rows, ROWS_AT_ONCE)):
        yield group
