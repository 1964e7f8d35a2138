from __future__ import annotations

import json
import math
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from service.writers.table import NOBODY, NOTHING
from tests.support.command import Opgave
from tests.support.files import raw_files, write_jsonl
from tests.support.shipped import DEMO
from tests.support.suggested import CONTRACT_KEYS

DAY = ("--as-of", "2026-11-21")

TASK = "tA041"
"""A task of the demo that many citizens could do."""


def answered(opgave: Opgave, *arguments: object) -> dict[str, Any]:
    said = opgave("suggest", *arguments, *DAY, "--format", "json")
    assert said.code == 0, said.err
    answer: dict[str, Any] = json.loads(said.out)
    return answer


def test_a_table_names_task_company_hours_and_why(opgave: Opgave) -> None:
    said = opgave("suggest", DEMO, "--task", "tA011", "-k", 2, *DAY)
    assert said.code == 0
    lines = said.out.splitlines()
    assert lines[0].strip() == "Rydde op ved miljøgården"
    assert lines[1].strip() == "Vadehavskanten Camping, 6 timer om ugen (tA011, jobåbning oA03) [Opdigtede data]"
    assert "bB002" in said.out
    assert "Har Grønt Mindset, som er en fordel i opgaven" in " ".join(said.out.split())


def test_no_line_of_a_piped_table_is_wider_than_a_hundred(opgave: Opgave) -> None:
    out = opgave("suggest", DEMO, "--opening", "oA06", *DAY).out
    assert 80 < max(map(len, out.splitlines())) <= 100
    assert "\x1b" not in out


def test_the_table_of_an_opening_has_all_its_tasks_in_order(opgave: Opgave) -> None:
    out = opgave("suggest", DEMO, "--opening", "oA03", "-k", 1, *DAY).out
    places = [out.index(f"({task}, jobåbning oA03)") for task in ("tA010", "tA011", "tA012", "tA013")]
    assert places == sorted(places)


def test_the_table_of_a_citizen_names_tasks_and_companies(opgave: Opgave) -> None:
    out = opgave("suggest", DEMO, "--citizen", "bA078", "-k", 1, *DAY).out
    assert out.startswith("Borger bA078")
    assert "op til 30 timer om ugen [Opdigtede data]" in out
    assert "Vadehavskanten" in out


def test_a_near_miss_says_what_would_open_it(opgave: Opgave) -> None:
    answer = answered(opgave, DEMO, "--task", "tA010")
    near = [one for one in answer["suggestions"] if one["verdict"] == "near_miss"]
    assert near
    assert all(one["opens_with"] for one in near)
    table = opgave("suggest", DEMO, "--task", "tA010", *DAY).out
    assert "→ Kan åbnes, hvis" in table
    assert "næsten" in table


def test_a_fit_that_rests_on_an_offer_says_so(opgave: Opgave) -> None:
    suggestions = answered(opgave, DEMO, "--opening", "oA06")["suggestions"]
    adapted = next(one for one in suggestions if one["verdict"] == "adapt")
    table = opgave("suggest", DEMO, "--task", adapted["task_id"], *DAY).out
    assert "~ Kan lade sig gøre med det, virksomheden tilbyder" in table
    assert "passer med" in table


def test_where_nobody_can_the_table_says_so(opgave: Opgave, tmp_path: Path) -> None:
    files = raw_files()
    for citizen in files["citizens"]:
        citizen["consents"] = False
    folder = write_jsonl(tmp_path / "nobody", files)
    table = " ".join(opgave("suggest", folder, "--task", "t1").out.split())
    assert f"{NOBODY} Oftest i vejen, med antal borgere: samtykke mangler (2)." in table
    assert NOTHING in " ".join(opgave("suggest", folder, "--citizen", "b1").out.split())
    assert answered(opgave, folder, "--task", "t1")["suggestions"] == []


def test_markup_and_escapes_in_data_are_shown_as_they_are(opgave: Opgave, tmp_path: Path) -> None:
    files = raw_files()
    files["openings"][0]["tasks"][0]["title"] = "[bold]Pakke[/bold] :smile:"
    out = opgave("suggest", write_jsonl(tmp_path / "markup", files), "--task", "t1").out
    assert "[bold]Pakke[/bold] :smile:" in out


def test_json_has_the_contracts_keys_and_adds_up_to_the_score(opgave: Opgave) -> None:
    answer = answered(opgave, DEMO, "--task", TASK)
    assert answer["synthetic"] is True
    assert answer["as_of"] == "2026-11-21"
    assert len(answer["suggestions"]) == 10
    for place, one in enumerate(answer["suggestions"], 1):
        assert list(one) == CONTRACT_KEYS
        assert one["rank"] == place
        logit = sum(reason["contribution"] for reason in one["reasons"])
        assert 1 / (1 + math.exp(-logit)) == pytest.approx(one["score"], abs=1e-6)
        assert {"code", "text", "contribution"} == one["reasons"][0].keys()
        assert "base" in [reason["code"] for reason in one["reasons"]]
        assert list(one["model"]) == ["encoder", "ranker", "rules"]
        assert all(question.keys() == {"code", "text", "of"} for question in one["questions"])


def test_k_is_the_number_of_suggestions_a_task(opgave: Opgave) -> None:
    suggestions = answered(opgave, DEMO, "--opening", "oA06", "-k", 3)["suggestions"]
    ranks: dict[str, list[int]] = {}
    for one in suggestions:
        ranks.setdefault(one["task_id"], []).append(one["rank"])
    assert len(ranks) > 1
    assert all(found == list(range(1, len(found) + 1)) and len(found) <= 3 for found in ranks.values())


def test_data_are_not_called_invented_unless_they_say_so(opgave: Opgave, folder: Path) -> None:
    said = opgave("suggest", folder, "--task", "t1", *DAY)
    assert "Opdigtede" not in said.out
    assert said.err == ""
    assert answered(opgave, folder, "--task", "t1")["synthetic"] is False
    (folder / "README.md").write_text("# Syntetisk kommune\n", encoding="utf-8")
    said = opgave("suggest", folder, "--task", "t1", *DAY, spoken="da_DK.UTF-8")
    assert "[Opdigtede data]" in said.out
    assert said.err == "Opdigtede data: ingen i dem findes.\n"


def test_trec_scores_fall_strictly_with_the_rank(opgave: Opgave) -> None:
    out = opgave("suggest", DEMO, "--task", TASK, *DAY, "--format", "trec").out
    rows = [line.split(" ") for line in out.splitlines()]
    assert len(rows) == 10
    assert all(row[0] == TASK and row[1] == "Q0" and row[5] == "opgave" and len(row) == 6 for row in rows)
    assert [int(row[3]) for row in rows] == list(range(1, 11))
    scores = [float(row[4]) for row in rows]
    assert all(above > below for above, below in pairwise(scores))


def test_the_day_of_asking_decides(opgave: Opgave, tmp_path: Path) -> None:
    files = raw_files()
    files["citizens"][0]["available_from"] = "2026-12-01"
    folder = write_jsonl(tmp_path / "later", files)
    asked = ("suggest", folder, "--task", "t1", "--format", "json", "--as-of")
    before, after = (json.loads(opgave(*asked, day).out)["suggestions"] for day in ("2026-11-30", "2026-12-01"))
    assert [one["citizen_id"] for one in before] == ["b2"]
    assert {one["citizen_id"] for one in after} == {"b1", "b2"}
