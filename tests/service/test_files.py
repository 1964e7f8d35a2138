from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np
import openpyxl
import pyarrow.parquet as pq
import pytest

from recommender.dataset import read_run
from recommender.errors import OutputFaulty
from recommender.types import Suggestion
from service.wire import suggestion_row
from service.writers import xlsx_file
from service.writers.flat import HEADINGS
from service.writers.forms import FORMS, Batch, writer_of
from service.writers.trec_file import run_lines
from service.writers.whole import written_whole
from tests.support import builders
from tests.support.command import Opgave
from tests.support.shipped import DEMO
from tests.support.suggested import adapted, near_miss, suggestion

DAY = ("--as-of", "2026-11-21")
FORMULA = "=1+1"

DATASET = builders.dataset(
    openings=(builders.opening(builders.task(title=FORMULA, hours_per_week=7.5)),),
    citizens=tuple(builders.citizen(id=name) for name in ("b1", "b2", "b3")),
)
BATCH = Batch(DATASET, date(2026, 11, 21), synthetic=True)
ALL = (suggestion(), adapted(), near_miss())


def written(form: str, folder: Path, suggestions: tuple[Suggestion, ...] = ALL) -> Path:
    path = folder / f"out.{form}"
    writer_of(form)(path, iter(suggestions), BATCH)
    return path


def test_jsonl_is_one_suggestion_a_line_with_the_contracts_keys(tmp_path: Path) -> None:
    lines = written("jsonl", tmp_path).read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in lines] == [suggestion_row(one) for one in ALL]
    assert "ståstol" in lines[1]


def test_csv_opens_in_a_danish_excel(tmp_path: Path) -> None:
    raw = written("csv", tmp_path).read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(raw.decode("utf-8-sig").splitlines(), delimiter=";"))
    assert list(rows[0]) == list(HEADINGS)
    assert [row["Borger"] for row in rows] == ["b1", "b2", "b3"]
    assert rows[0]["Score"] == "0,8173"
    assert rows[0]["Timer om ugen"] == "7,5"
    assert [row["Vurdering"] for row in rows] == ["passer", "passer med hensyn", "næsten"]
    assert rows[0]["Data"] == "Opdigtede data"
    assert rows[0]["Taler imod"] == ""
    assert rows[1]["Spørg virksomheden"].startswith("Støj og uro")
    assert rows[2]["Åbnes med"].startswith("efter kurset Almen fødevarehygiejne | hvis")


def test_a_text_that_would_be_a_formula_is_text_in_csv(tmp_path: Path) -> None:
    rows = list(csv.DictReader(written("csv", tmp_path).read_text("utf-8-sig").splitlines(), delimiter=";"))
    assert {row["Opgave"] for row in rows} == {f"'{FORMULA}"}


def test_excel_has_numbers_as_numbers_and_texts_as_texts(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(written("xlsx", tmp_path))
    rows = list(book.worksheets[0].iter_rows())
    assert [cell.value for cell in rows[0]] == list(HEADINGS)
    first = dict(zip(HEADINGS, rows[1], strict=True))
    assert (first["Opgave"].value, first["Opgave"].data_type) == (FORMULA, "s")
    assert (first["Score"].value, first["Score"].data_type) == (0.8173, "n")
    assert first["Plads"].value == 1
    assert len(rows) == 4
    book.close()


def test_excel_takes_no_letters_that_it_cannot_hold(tmp_path: Path) -> None:
    odd = suggestion(opens_with=("\x07" + "å" * 40_000,))
    book = openpyxl.load_workbook(written("xlsx", tmp_path, (odd,)))
    cell = book.worksheets[0].cell(2, HEADINGS.index("Åbnes med") + 1).value
    assert isinstance(cell, str)
    assert len(cell) == 32_767
    book.close()


def test_excel_refuses_more_than_a_sheet_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_file, "MOST_ROWS", 3)
    with pytest.raises(OutputFaulty, match="an Excel sheet holds 3 rows"):
        written("xlsx", tmp_path)


def test_parquet_holds_the_contracts_keys(tmp_path: Path) -> None:
    table = pq.read_table(written("parquet", tmp_path))
    assert table.to_pylist() == [suggestion_row(one) for one in ALL]
    assert table.schema.metadata[b"synthetic"] == b"true"
    assert table.schema.metadata[b"as_of"] == b"2026-11-21"


def test_a_run_is_read_back(tmp_path: Path) -> None:
    lines = read_run(written("trec", tmp_path))
    assert [(line.task_id, line.citizen_id, line.rank) for line in lines] == [
        ("t1", "b1", 1),
        ("t1", "b2", 2),
        ("t1", "b3", 3),
    ]


def test_equal_scores_still_fall_in_thirty_two_bits() -> None:
    equal = [suggestion(citizen_id=f"b{rank}", rank=rank, score=1.0) for rank in range(1, 60)]
    scores = [np.float32(line.split()[4]) for line in run_lines(equal)]
    assert scores[0] == 1.0
    assert all(above > below for above, below in pairwise(scores))


def test_each_task_begins_anew_in_a_run() -> None:
    low, high = suggestion(task_id="t1", score=0.1), suggestion(task_id="t2", score=0.9)
    assert [float(line.split()[4]) for line in run_lines([low, high])] == pytest.approx([0.1, 0.9])


@pytest.mark.parametrize("form", FORMS)
def test_score_writes_every_open_opening(opgave: Opgave, tmp_path: Path, form: str) -> None:
    out = tmp_path / "new" / f"all.{form}"
    said = opgave("score", DEMO, "--out", out, "-k", 2, *DAY)
    assert said.code == 0, said.err
    assert said.out == ""
    assert said.err.splitlines() == ["Invented data: nobody in it exists.", f"31 tasks scored: {out}"]
    assert out.stat().st_size > 0
    assert [path.name for path in out.parent.iterdir()] == [out.name]


def test_score_has_the_best_of_each_task_and_nobody_who_is_blocked(opgave: Opgave, tmp_path: Path) -> None:
    out = tmp_path / "all.jsonl"
    assert opgave("score", DEMO, "--out", out, *DAY).code == 0
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    expected = {tuple(line.split("\t")[:2]): line.split("\t")[2] for line in _verdict_lines()}
    assert all(expected[row["task_id"], row["citizen_id"]] == row["verdict"] != "blocked" for row in rows)
    possible = [pair for pair, verdict in expected.items() if verdict != "blocked"]
    per_task = {task: sum(pair[0] == task for pair in possible) for task, _ in possible}
    assert len(rows) == sum(min(count, 50) for count in per_task.values())


def test_score_passes_over_what_is_not_open(opgave: Opgave, folder: Path, tmp_path: Path) -> None:
    rows = [json.loads(line) for line in (folder / "openings.jsonl").read_text(encoding="utf-8").splitlines()]
    rows[1]["status"] = "filled"
    _rewrite(folder / "openings.jsonl", rows)
    out = tmp_path / "some.jsonl"
    assert opgave("score", folder, "--out", out, *DAY).code == 0
    assert {json.loads(line)["task_id"] for line in out.read_text(encoding="utf-8").splitlines()} == {"t1"}
    rows[0]["status"] = "closed"
    _rewrite(folder / "openings.jsonl", rows)
    said = opgave("score", folder, "--out", out, *DAY)
    assert said.code == 2
    assert said.err == "no opening in the dataset is open; set `status` to `open` for those to be scored\n"


def test_the_form_may_be_named(opgave: Opgave, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "file.txt"
    assert opgave("score", folder, "--out", out, "--format", "trec", *DAY).code == 0
    assert out.read_text(encoding="utf-8").startswith("t1 Q0 b")


def test_verdicts_are_the_expected_file_byte_for_byte(opgave: Opgave, tmp_path: Path) -> None:
    out = tmp_path / "verdicts.tsv"
    said = opgave("verdicts", DEMO, "--out", out, *DAY)
    assert said.code == 0
    assert out.read_bytes() == (DEMO / "verdicts.tsv").read_bytes()


def test_a_file_is_there_whole_or_as_it_was(tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    target.write_text("before", encoding="utf-8")
    with pytest.raises(KeyboardInterrupt):
        _interrupted(target)
    assert target.read_text(encoding="utf-8") == "before"
    assert list(tmp_path.iterdir()) == [target]


def test_a_full_disk_is_told_in_a_sentence(tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    with pytest.raises(OutputFaulty, match=r"cannot be written \(No space left on device\)"), written_whole(target):
        raise OSError(28, "No space left on device")
    assert list(tmp_path.iterdir()) == []


def test_writing_streams(tmp_path: Path) -> None:
    """The writer takes one suggestion at a time: the second is not made before the first is written."""
    path = tmp_path / "out.jsonl"
    sizes: list[int] = []

    def coming() -> Iterator[Suggestion]:
        for rank in range(1, 400):
            sizes.append(path.stat().st_size if path.exists() else 0)
            yield suggestion(rank=rank)

    writer_of("jsonl")(path, coming(), BATCH)
    assert 0 < sizes[200] < sizes[-1]


def test_a_link_is_followed_and_stays(opgave: Opgave, folder: Path, tmp_path: Path) -> None:
    real, link = tmp_path / "real.tsv", tmp_path / "link.tsv"
    real.touch()
    link.symlink_to(real)
    assert opgave("verdicts", folder, "--out", link, *DAY).code == 0
    assert link.is_symlink()
    assert real.stat().st_size > 0


def _interrupted(target: Path) -> None:
    with written_whole(target) as draft:
        draft.write_text("half", encoding="utf-8")
        raise KeyboardInterrupt


def _verdict_lines() -> list[str]:
    return (DEMO / "verdicts.tsv").read_text(encoding="utf-8").splitlines()


def _rewrite(path: Path, rows: list[dict[str, object]]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
