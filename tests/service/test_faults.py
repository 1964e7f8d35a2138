from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.command import Opgave
from tests.support.shipped import DEMO, ROOT

CPR = "150482-1234"

FAULTS = [
    (
        ("suggest", "nowhere", "--task", "t1"),
        "the folder 'nowhere' does not exist; give the folder that holds companies, openings and citizens",
        "mappen 'nowhere' findes ikke; angiv mappen med virksomheder, jobåbninger og borgere",
    ),
    (
        ("suggest", "{folder}/citizens.jsonl", "--task", "t1"),
        "'{folder}/citizens.jsonl' is a file; give the folder that it lies in",
        "'{folder}/citizens.jsonl' er en fil; angiv den mappe, som den ligger i",
    ),
    (
        ("suggest", "{folder}"),
        "ask about exactly one task, one opening or one citizen, not about 0",
        "spørg om netop én opgave, én jobåbning eller én borger, ikke om 0",
    ),
    (
        ("suggest", "{folder}", "--task", "t1", "--citizen", "b1"),
        "ask about exactly one task, one opening or one citizen, not about 2",
        "spørg om netop én opgave, én jobåbning eller én borger, ikke om 2",
    ),
    (
        ("suggest", "{folder}", "--task", "t11"),
        "no task 't11' in the dataset; did you mean 't1'?",
        "der er ingen opgave 't11' i datasættet; mente du 't1'?",
    ),
    (
        ("suggest", "{folder}", "--citizen", "unlike"),
        "no citizen 'unlike' in the dataset; the dataset has 2",
        "der er ingen borger 'unlike' i datasættet; datasættet har 2",
    ),
    (
        ("suggest", "{folder}", "--task", "o1"),
        "the id 'o1' is of kind opening, not task; ask for that instead",
        "id 'o1' er af typen jobåbning, ikke opgave; spørg efter den i stedet",
    ),
    (
        ("suggest", "{folder}", "--opening", "c1"),
        "the id 'c1' is of kind company, not opening; ask for that instead",
        "id 'c1' er af typen virksomhed, ikke jobåbning; spørg efter den i stedet",
    ),
    (
        ("suggest", "{folder}", "--task", "t1", "-k", "0"),
        "k is 0; ask for at least 1 suggestion",
        "k er 0; bed om mindst 1 forslag",
    ),
    (
        ("score", "{folder}", "--out", "{folder}/s.csv", "-k", "-3"),
        "k is -3; ask for at least 1 suggestion",
        "k er -3; bed om mindst 1 forslag",
    ),
    (
        ("suggest", "{folder}", "--task", "t1", "--as-of", "21/11/2026"),
        "--as-of '21/11/2026' is not a date; write it as 2026-11-21",
        "--as-of '21/11/2026' er ikke en dato; skriv den som 2026-11-21",
    ),
    (
        ("verdicts", "{folder}", "--out", "{folder}/v.tsv", "--as-of", "2026-02-30"),
        "--as-of '2026-02-30' is not a date; write it as 2026-11-21",
        "--as-of '2026-02-30' er ikke en dato; skriv den som 2026-11-21",
    ),
    (
        ("suggest", "{folder}", "--task", "t1", "--format", "tabel"),
        "the format 'tabel' is not known; did you mean 'table'?",
        "formatet 'tabel' kendes ikke; mente du 'table'?",
    ),
    (
        ("score", "{folder}", "--out", "{folder}/s.csv", "--format", "pdf"),
        "the format 'pdf' is not known; choose one of jsonl, csv, xlsx, parquet, trec",
        "formatet 'pdf' kendes ikke; vælg et af jsonl, csv, xlsx, parquet, trec",
    ),
    (
        ("score", "{folder}", "--out", "{folder}/s.docx"),
        "the form of 's.docx' cannot be seen from its ending; end it in .jsonl, .csv, .xlsx, .parquet, .trec, .run, "
        "or give --format",
        "formatet af 's.docx' fremgår ikke af endelsen; brug .jsonl, .csv, .xlsx, .parquet, .trec, .run, "
        "eller angiv --format",
    ),
    (
        ("score", "{folder}", "--out", "{folder}", "--format", "csv"),
        "'{folder}' is a folder; name a file in it",
        "'{folder}' er en mappe; angiv en fil i den",
    ),
    (
        ("verdicts", "{folder}", "--out", "/dev/null"),
        "'/dev/null' is not a file; name a file",
        "'/dev/null' er ikke en fil; angiv en fil",
    ),
    (
        ("verdicts", "{folder}", "--out", "{folder}/citizens.jsonl/v.tsv"),
        "'{folder}/citizens.jsonl/v.tsv' cannot be written (Not a directory); choose another place with --out",
        "'{folder}/citizens.jsonl/v.tsv' kan ikke skrives (en del af stien er ikke en mappe); "
        "vælg et andet sted med --out",
    ),
    (
        ("evaluate", "{folder}", "--out", "{folder}/report", "--run", "none.trec"),
        "the file 'none.trec' does not exist; check the path after --run",
        "filen 'none.trec' findes ikke; se efter stien efter --run",
    ),
    (
        ("suggest", "{folder}", "--task", "t1", "--encoder", "some/model"),
        "the encoder folder 'some/model' does not exist; give a sentence-transformers folder on this machine",
        "mappen 'some/model' med en sprogmodel findes ikke; angiv en sentence-transformers-mappe på maskinen",
    ),
    (
        ("serve", "{folder}", "--host", "0.0.0.0"),
        "--host '0.0.0.0' is refused: there are no logins yet, so only 127.0.0.1 may be served",
        "--host '0.0.0.0' afvises: der er endnu ikke login, så der må kun svares på 127.0.0.1",
    ),
    (
        ("serve", "{folder}", "--port", "70000"),
        "--port 70000 is no port; choose one from 1024 to 65535",
        "--port 70000 er ikke en port; vælg en fra 1024 til 65535",
    ),
    (
        ("suggest", "{folder}", "--citizen", CPR),
        "a CPR number was typed; it is not used and not kept: use the citizen's pseudonym",
        "der er skrevet et CPR-nummer; det bruges ikke og gemmes ikke: brug borgerens pseudonym",
    ),
    (
        ("suggest", "{folder}", "--task", "t1", "--as-of", "1504821234"),
        "a CPR number was typed; it is not used and not kept: use the citizen's pseudonym",
        "der er skrevet et CPR-nummer; det bruges ikke og gemmes ikke: brug borgerens pseudonym",
    ),
]


@pytest.mark.parametrize(("arguments", "en", "da"), FAULTS)
def test_one_sentence_with_its_remedy(
    opgave: Opgave, folder: Path, arguments: tuple[str, ...], en: str, da: str
) -> None:
    given = [argument.format(folder=folder) for argument in arguments]
    for spoken, sentence in (("en_GB.UTF-8", en), ("da_DK.UTF-8", da)):
        said = opgave(*given, spoken=spoken)
        assert said.code == 2
        assert said.out == ""
        assert said.err == sentence.format(folder=folder) + "\n"
        assert "1504" not in said.err


def test_every_fault_of_a_dataset_is_told_on_its_own_line(opgave: Opgave, folder: Path) -> None:
    rows = (folder / "citizens.jsonl").read_text(encoding="utf-8").splitlines()
    spoilt = [json.dumps(json.loads(row) | {"group": "nogen", "colour": "red"}) for row in rows]
    (folder / "citizens.jsonl").write_text("\n".join(spoilt) + "\n", encoding="utf-8")
    said = opgave("check", folder)
    assert said.code == 2
    assert said.out == ""
    lines = said.err.splitlines()
    assert len(lines) == 4
    assert all(line.startswith("citizens.jsonl line ") for line in lines)
    assert "colour" in said.err
    assert opgave("check", folder, spoken="da_DK.UTF-8").err.startswith("citizens.jsonl linje ")


@pytest.mark.parametrize(
    "arguments",
    [("suggest",), ("suggest", str(DEMO), "--task", "tA010", "-k", "x"), ("nonsense",), ("score", str(DEMO))],
)
def test_a_wrong_use_ends_with_2_too(opgave: Opgave, arguments: tuple[str, ...]) -> None:
    said = opgave(*arguments)
    assert said.code == 2
    assert "Usage: opgave" in said.err
    assert "Traceback" not in said.err


def test_a_port_that_is_taken(opgave: Opgave, folder: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        said = opgave("serve", folder, "--port", port)
    assert said.code == 2
    assert said.err == f"port {port} cannot be used (Address already in use); choose another with --port\n"


def test_a_reader_that_goes_away_is_no_fault(folder: Path) -> None:
    command = [sys.executable, "-m", "service.cli", "suggest", str(DEMO), "--opening", "oA06", "--format", "json"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.read(1)
        running.stdout.close()
        err = running.stderr.read().decode()
    assert running.returncode == 0
    assert "Traceback" not in err
    assert "BrokenPipe" not in err


def test_pipes_are_utf_8_whatever_the_locale(folder: Path) -> None:
    command = [sys.executable, "-m", "service.cli", "suggest", str(DEMO), "--task", "tA011", "-k", "1"]
    surroundings = os.environ | {"PYTHONIOENCODING": "latin-1", "LC_ALL": "C"}
    done = subprocess.run(command, cwd=ROOT, capture_output=True, env=surroundings, check=True)
    assert "Rydde op ved miljøgården" in done.stdout.decode("utf-8")
