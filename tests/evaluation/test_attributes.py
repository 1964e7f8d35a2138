import ast
from dataclasses import replace
from pathlib import Path

import pytest

from evaluation.attributes import FILE, read_attributes
from evaluation.run import Request, measure
from recommender.dataset import read_dataset
from recommender.errors import DatasetFaulty
from tests.evaluation.bench import recommender
from tests.support.builders import AS_OF, citizen
from tests.support.shipped import ROOT

PEOPLE = (citizen(id="b1"), citizen(id="b2"))


def read(folder: Path, text: str) -> dict[str, dict[str, str]]:
    (folder / FILE).write_text(text, encoding="utf-8")
    return {name: dict(values) for name, values in read_attributes(folder, PEOPLE).items()}


def test_attributes_by_citizen(tmp_path: Path) -> None:
    found = read(tmp_path, "b1\tsex\tkvinde\nb2\tsex\tmand\n\nb1\tage_band\t50-59\n")

    assert found == {"sex": {"b1": "kvinde", "b2": "mand"}, "age_band": {"b1": "50-59"}}


def test_without_the_file_nothing_is_known(tmp_path: Path) -> None:
    assert read_attributes(tmp_path, PEOPLE) == {}


@pytest.mark.parametrize(
    ("line", "told", "danish"),
    [
        ("b3\tsex\tm", "attributes.tsv line 2, citizen_id: 'b3' is not in citizens; add it there", "findes ikke i"),
        ("b1\tsex", "attributes.tsv line 2: 'b1 sex' does not hold three values parted by tabs", "ikke tre værdier"),
        ("b1\tsex\t ", "does not hold three values", "ikke tre værdier"),
        ("b1 sex m", "does not hold three values", "ikke tre værdier"),
        ("b1\tage_band\tx\tmore", "does not hold three values", "ikke tre værdier"),
        ("b2\tsex\tm", "attributes.tsv line 2, attribute: 'b2' has a value of 'sex' on an earlier line", "tidligere"),
        ("b1\torigin\t010190-1234", "attributes.tsv line 2: holds a CPR number", "CPR-nummer"),
    ],
)
def test_each_fault_is_one_sentence(tmp_path: Path, line: str, told: str, danish: str) -> None:
    with pytest.raises(DatasetFaulty) as fault:
        read(tmp_path, f"b2\tsex\tf\n{line}\n")

    assert told in fault.value.en
    assert danish in fault.value.da
    assert len(fault.value.en.splitlines()) == 1
    assert "010190" not in fault.value.en


@pytest.mark.parametrize("heading", ["citizen_id\tattribute\tvalue", "Borger\tEgenskab", "citizen_id;attribute;value"])
def test_a_heading_is_told_as_one(tmp_path: Path, heading: str) -> None:
    with pytest.raises(DatasetFaulty) as fault:
        read(tmp_path, f"{heading}\nb1\tsex\tf\n")

    told = heading.replace("\t", " ")
    assert fault.value.en == (
        f"attributes.tsv line 1: '{told}' is a heading; delete the line, "
        "for the file holds citizen_id, attribute, value from its first line, parted by tabs"
    )
    assert fault.value.da == (
        f"attributes.tsv linje 1: '{told}' er en overskrift; slet linjen, "
        "for filen rummer citizen_id, attribute, value fra første linje, adskilt af tabulatorer"
    )


def test_a_heading_with_a_cpr_number_is_not_repeated(tmp_path: Path) -> None:
    with pytest.raises(DatasetFaulty, match="holds a CPR number") as fault:
        read(tmp_path, "citizen_id\tattribute\t010190-1234\n")

    assert "010190" not in fault.value.en


def test_a_citizen_may_be_called_like_a_heading(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("id\tsex\tf\n", encoding="utf-8")

    assert read_attributes(tmp_path, [citizen(id="id")]) == {"sex": {"id": "f"}}


def test_all_faults_are_told_together(tmp_path: Path) -> None:
    with pytest.raises(DatasetFaulty) as fault:
        read(tmp_path, "b8\tsex\tf\nb9\tsex\tf\n")

    assert len(fault.value.faults) == 2


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"b1\tsex\t\xe6\n")

    with pytest.raises(DatasetFaulty, match="cannot be read as UTF-8"):
        read_attributes(tmp_path, PEOPLE)


def test_the_engine_cannot_read_them() -> None:
    """Neither the engine, the service nor a recipe imports their reader or names their file."""
    looked_at = [source for room in ("recommender", "service", "models") for source in (ROOT / room).rglob("*.py")]
    assert len(looked_at) > 60
    for source in looked_at:
        text = source.read_text(encoding="utf-8")
        named = {
            name
            for node in ast.walk(ast.parse(text))
            if isinstance(node, ast.ImportFrom)
            for name in (node.module or "", *(f"{node.module}.{one.name}" for one in node.names))
        }
        assert "evaluation.attributes" not in named, source
        assert FILE not in text, source


def test_a_dataset_with_the_file_is_read_the_same(tmp_path: Path) -> None:
    demo = ROOT / "data" / "demo"
    for name in ("companies", "openings", "citizens", "courses"):
        (tmp_path / f"{name}.jsonl").write_bytes((demo / f"{name}.jsonl").read_bytes())
    before = read_dataset(tmp_path)
    (tmp_path / FILE).write_text("bA001\tsex\tmand\n", encoding="utf-8")

    assert read_dataset(tmp_path) == before


def test_attributes_change_no_list_and_no_figure_of_all() -> None:
    plain = measure(recommender(), Request("lille", AS_OF)).report
    attributes = {"sex": {f"b{at}": "kvinde" if at % 2 else "mand" for at in range(1, 7)}}
    found = measure(recommender(), Request("lille", AS_OF, attributes=attributes)).report

    assert [one.code for one in found.groups if one.code not in {old.code for old in plain.groups}] == ["attribute.sex"]
    assert replace(found, groups=plain.groups) == plain
