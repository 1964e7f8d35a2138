"""What is written is read back the same; whatever the bytes, a fault is a `DatasetFaulty`."""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recommender.dataset import Form, read_dataset, read_qrels, read_run, write_dataset
from recommender.errors import DatasetFaulty
from recommender.types import Dataset
from tests.support.files import valid_folder
from tests.support.strategies import datasets

FORMS: tuple[Form, ...] = ("jsonl", "csv", "xlsx")
DEMO = Path(__file__).parents[2] / "data" / "demo"


@pytest.mark.parametrize("form", FORMS)
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(dataset=datasets())
def test_round_trip(form: Form, dataset: Dataset) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write_dataset(dataset, Path(folder) / "own", form)
        assert read_dataset(Path(folder) / "own") == dataset


@pytest.mark.parametrize("form", FORMS)
@settings(deadline=None, max_examples=80)
@given(data=st.binary(max_size=300) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_rows_or_a_fault(form: str, data: bytes) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = valid_folder(Path(name) / "own")
        (folder / "courses.jsonl").unlink()
        (folder / f"courses.{form}").write_bytes(data)
        with pytest.raises(DatasetFaulty):
            read_dataset(folder)


@settings(deadline=None)
@given(data=st.binary(max_size=200) | st.text("t1 0b\t\n-.", max_size=60).map(str.encode))
def test_any_bytes_are_a_trec_file_or_a_fault(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "file"
        path.write_bytes(data)
        for read in (read_qrels, read_run):
            assert read_or_told(read, path)


def read_or_told(read: Callable[[Path], object], path: Path) -> object:
    """What was read, or what the fault says; any other error goes through."""
    try:
        return read(path)
    except DatasetFaulty as faulty:
        return str(faulty)


def spoil(data: bytes, chance: random.Random) -> bytes:
    """A few bytes changed, removed or repeated."""
    spoilt = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(spoilt))
        kind = chance.randrange(4)
        if kind == 0:
            spoilt[at] = chance.randrange(256)
        elif kind == 1:
            del spoilt[at : at + chance.randint(1, 60)]
        elif kind == 2:
            spoilt[at:at] = spoilt[at : at + chance.randint(1, 60)]
        else:
            spoilt[at:at] = chance.choice([b'"', b"\x00", b"{", b";", b"\n", b"\xff", b"1e999", b"NaN", b"\\u0000"])
    return bytes(spoilt)


@pytest.mark.parametrize("form", FORMS)
def test_spoilt_demo_files_are_read_or_told(form: Form, tmp_path: Path) -> None:
    whole = read_dataset(DEMO)
    part = Dataset(whole.companies, whole.openings, whole.citizens[:5], whole.courses)
    write_dataset(part, tmp_path / "sound", form)
    chance, told = random.Random(20261121), 0
    for number in range(100):
        folder = tmp_path / "spoilt"
        shutil.copytree(tmp_path / "sound", folder)
        path = sorted(folder.iterdir())[number % 4]
        path.write_bytes(spoil(path.read_bytes(), chance))
        outcome = read_or_told(read_dataset, folder)
        assert outcome
        told += isinstance(outcome, str)
        shutil.rmtree(folder)
    assert told > 40
