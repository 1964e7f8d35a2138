"""Reading of the Danish sources: running text, Danish-English pairs, Danish pairs of kindred meaning.

Nothing here is shipped; the folder of sources is an argument. Every reader returns plain strings, in the
order of the files, so that a seed alone decides what training sees.
"""

import csv
import hashlib
import json
import lzma
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import TypedDict, cast

Pair = tuple[str, str]
"""Two texts that belong together; the second may be English where a reader says so."""

HELD_OUT_SHARE = 20
"""One ESCO concept in this many is never trained on."""

SPEAKER = re.compile(r"^[^:]{3,90}\([A-ZÆØÅ]{1,5}\)[^:]{0,40}:\s*|^[^:]{3,60}(minister|formand)[^:]{0,60}:\s*", re.I)
"""Who speaks, at the start of a paragraph of a debate."""

TAG = re.compile(r"<[^>]*>")

csv.field_size_limit(sys.maxsize)


def held_out(uri: str) -> bool:
    """Whether an ESCO concept is kept for measuring: by the hash of its URI's last part, so that it never moves."""
    digest = hashlib.sha256(uri.rsplit("/", 1)[-1].encode()).digest()
    return digest[0] * 256 + digest[1] < 65536 // HELD_OUT_SHARE


def open_text(path: Path) -> Iterator[str]:
    """Lines of a UTF-8 file without their ends, `.xz` or plain."""
    if path.suffix == ".xz":
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            yield from (line.rstrip("\n") for line in lines)
    else:
        with path.open(encoding="utf-8") as lines:
            yield from (line.rstrip("\n") for line in lines)


def plain_rows(path: Path) -> Iterator[dict[str, str]]:
    """Rows of an unquoted tab-separated file with a heading; short rows are padded with empty text."""
    lines = open_text(path)
    heading = next(lines).split("\t")
    for line in lines:
        cells = line.split("\t")
        yield dict(zip(heading, cells + [""] * (len(heading) - len(cells)), strict=False))


def quoted_rows(path: Path) -> Iterator[dict[str, str]]:
    """Rows of a quoted tab-separated file with a heading, as ESCO's tables are."""
    if path.suffix == ".xz":
        with lzma.open(path, "rt", encoding="utf-8", newline="") as lines:
            yield from csv.DictReader(lines, delimiter="\t")
    else:
        with path.open(encoding="utf-8", newline="") as lines:
            yield from csv.DictReader(lines, delimiter="\t")


def parts(cell: str) -> list[str]:
    """The parts of a cell that holds several labels, separated by ` | `."""
    return [part.strip() for part in cell.split(" | ") if part.strip()]


def skills(corpora: Path) -> list[dict[str, str]]:
    """ESCO skills with a Danish label."""
    return [row for row in quoted_rows(corpora / "esco" / "skills_da_en.tsv.xz") if row["label_da"]]


def occupations(corpora: Path) -> list[dict[str, str]]:
    """ESCO occupations with a Danish label (the groups of ISCO left out)."""
    rows = quoted_rows(corpora / "esco" / "occupations_da_en.tsv")
    return [row for row in rows if row["uri"].startswith("occupation/") and row["label_da"]]


def sentences(text: str) -> list[str]:
    """A paragraph's sentences, split where a full stop, question or exclamation mark meets a capital."""
    return [part.strip() for part in re.split(r"(?<=[.!?])\s+(?=[A-ZÆØÅ\"»])", text) if part.strip()]


def running_text(corpora: Path) -> Iterator[str]:
    """Danish running text, a paragraph or sentence at a time, from the free corpora."""
    for line in open_text(corpora / "folketinget-debates" / "folketinget_2022-2023_paragraphs.txt.xz"):
        yield SPEAKER.sub("", line)
    for name in ("dan_mixed_2014_10K-sentences.csv", "dan_newscrawl_2011_10K-sentences.csv"):
        with (corpora / "lcc-sentences" / name).open(encoding="utf-8", newline="") as lines:
            yield from (row["text"] for row in csv.DictReader(lines) if row["text"])
    for row in plain_rows(corpora / "danfever" / "dawiki_abstracts_sample.tsv"):
        yield row["abstract"]
    for path in sorted((corpora / "danish-laws").glob("*.md")):
        yield from (line for line in open_text(path) if len(line) > 40)
    for folder, name in (
        ("cdt", "cdt_da_sentences.txt"),
        ("common-voice-sentences", "sentence-collector_da.txt"),
        ("kompetencer", "da_train_sentences.txt"),
        ("ud-danish-ddt", "ddt_dev_sentences.txt"),
    ):
        yield from (TAG.sub(" ", line) for line in open_text(corpora / folder / name))


def esco_parallel(corpora: Path) -> Iterator[Pair]:
    """Danish and English labels and descriptions of the ESCO concepts that are not held out."""
    for row in skills(corpora):
        if held_out(row["uri"]):
            continue
        yield row["label_da"], row["label_en"]
        yield row["desc_da"], row["desc_en"]
        yield from ((alt, row["label_en"]) for alt in parts(row["alt_da"]))
    for row in occupations(corpora):
        if held_out(row["uri"]):
            continue
        yield from ((label, row["label_en"]) for label in [row["label_da"], *parts(row["alt_da"])])
        yield row["label_da"], f"{row['label_en']}: {row['desc_en']}"


def xsid_parallel(corpora: Path) -> Iterator[Pair]:
    """Danish and English utterances of xSID, read from the comment lines."""
    for name in ("da.valid.conll", "da.test.conll"):
        lines = [line for line in open_text(corpora / "xsid" / name) if line.startswith("# text")]
        for first, second in pairwise(lines):
            if first.startswith("# text-en = ") and second.startswith("# text = "):
                yield second.removeprefix("# text = "), first.removeprefix("# text-en = ")


def osm_parallel(corpora: Path) -> Iterator[Pair]:
    """Danish and English names of kinds of places; each Danish search term stands for the English name."""
    for row in plain_rows(corpora / "osm-presets" / "osm_presets_da_en.tsv"):
        for name in dict.fromkeys([row["name_da"], *parts(row["terms_da"])]):
            yield name, row["name_en"]


def parallel(corpora: Path) -> list[Pair]:
    """All Danish-English pairs, Danish first, without repeats or empty sides."""
    pairs = [*esco_parallel(corpora), *xsid_parallel(corpora), *osm_parallel(corpora)]
    pairs += [(row["label_da"], row["label_en"]) for row in plain_rows(corpora / "cpv" / "cpv_da_en.tsv")]
    pairs += [(row["da"], row["en"]) for row in plain_rows(corpora / "tatoeba" / "tatoeba_da_en.tsv")]
    pairs += [(row["da"], row["en"]) for row in plain_rows(corpora / "ntrex" / "ntrex_da_en.tsv")]
    pairs += [(row["da"], row["en"]) for row in plain_rows(corpora / "cdt" / "cdt_da_en_paragraphs.tsv")]
    return [pair for pair in dict.fromkeys(pairs) if pair[0] and pair[1]]


def esco_skill_pairs(corpora: Path) -> Iterator[Pair]:
    """Label and description, label and alternative label, of skills that are not held out."""
    for row in skills(corpora):
        if not held_out(row["uri"]):
            if row["desc_da"]:
                yield row["label_da"], row["desc_da"]
            yield from ((row["label_da"], alt) for alt in parts(row["alt_da"]))


def esco_synonyms(corpora: Path) -> list[list[str]]:
    """Every occupation's Danish labels, preferred first, for occupations that are not held out."""
    rows = [row for row in occupations(corpora) if not held_out(row["uri"])]
    return [list(dict.fromkeys([row["label_da"], *parts(row["alt_da"])])) for row in rows]


def occupation_skills(corpora: Path) -> dict[str, list[str]]:
    """Danish occupation label → Danish labels of its skills, essential first; held-out concepts left out."""
    skill_labels = {r["uri"].rsplit("/", 1)[-1]: r["label_da"] for r in skills(corpora) if not held_out(r["uri"])}
    jobs = {r["uri"].rsplit("/", 1)[-1]: r["label_da"] for r in occupations(corpora) if not held_out(r["uri"])}
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: {"e": [], "o": []})
    for row in plain_rows(corpora / "esco" / "occupation_skill_relations.tsv.xz"):
        if row["occupation"] in jobs and row["skill"] in skill_labels:
            found[jobs[row["occupation"]]][row["relation"]].append(skill_labels[row["skill"]])
    return {job: kinds["e"] + kinds["o"] for job, kinds in found.items()}


def dannet(corpora: Path) -> dict[str, list[Pair]]:
    """DanNet's headword and target words, by relation: `synonym`, `overbegreb`, `underbegreb`, and `gloss`."""
    found: dict[str, dict[Pair, None]] = defaultdict(dict)
    for row in plain_rows(corpora / "dannet" / "dannet_thesaurus.tsv.xz"):
        word = row["headword"].strip("-")
        if row["target"] and word != row["target"]:
            found[row["relation"]][(word, row["target"])] = None
        if len(row["gloss30"]) > 9:
            found["gloss"][(word, row["gloss30"])] = None
    return {relation: list(pairs) for relation, pairs in found.items()}


def paraphrases(corpora: Path) -> list[Pair]:
    """Danish sentences of Tatoeba that translate the same English sentence."""
    by_english: dict[str, list[str]] = defaultdict(list)
    for row in plain_rows(corpora / "tatoeba" / "tatoeba_da_en.tsv"):
        by_english[row["en"]].append(row["da"])
    return [pair for texts in by_english.values() for pair in pairwise(dict.fromkeys(texts))]


def claims(corpora: Path) -> list[Pair]:
    """DanFEVER's claims with the first 300 characters of their evidence, and encyclopaedia titles with openings."""
    rows = plain_rows(corpora / "danfever" / "danfever_claims_evidence.tsv")
    pairs = [(row["claim"], row["evidence"][:300]) for row in rows if row["evidence"]]
    openings = plain_rows(corpora / "danfever" / "dawiki_abstracts_sample.tsv")
    return pairs + [(row["title"].replace("_", " "), row["abstract"][:300]) for row in openings if row["abstract"]]


def taxonomy(corpora: Path) -> list[Pair]:
    """Parent and child titles of CPV and the municipal task plan (KLE)."""
    rows = list(plain_rows(corpora / "cpv" / "cpv_da_en.tsv"))
    labels = {(row["version"], row["code"]): row["label_da"] for row in rows}
    pairs = [(labels.get((row["version"], row["parent"]), ""), row["label_da"]) for row in rows]
    plan = {row["emnenr"]: row["titel"] for row in plain_rows(corpora / "kle" / "kle_emneplan.tsv")}
    pairs += [(plan.get(number.rpartition(".")[0], ""), title) for number, title in plan.items()]
    return [pair for pair in dict.fromkeys(pairs) if pair[0] and pair[1] and pair[0] != pair[1]]


class AffinityRow(TypedDict):
    """A task and texts about people of three grades of fit, as in `data/affinity`."""

    id: str
    part: str
    industry: str
    task: str
    good: list[str]
    weak: list[str]
    poor: list[str]


def affinity(folder: Path) -> list[AffinityRow]:
    """Graded examples of all `*.jsonl` files, each with its file's name under `part`."""
    rows: list[AffinityRow] = []
    for path in sorted(folder.glob("*.jsonl")):
        rows += [cast(AffinityRow, {"part": path.stem, **json.loads(line)}) for line in open_text(path) if line]
    return rows


def kin(folder: Path) -> list[list[str]]:
    """Groups of words of one field of work, from `kin.txt`: a line is `name: word, word, …`; the name is left out."""
    lines = (line for line in open_text(folder / "kin.txt") if ":" in line)
    return [[word.strip() for word in line.split(":", 1)[1].split(",")] for line in lines]
