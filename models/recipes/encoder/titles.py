"""Other wordings of an occupation's title, made by rule: apprentices, inversions, what is said beside the trade.

Registers write *Assistent, bibliotek* for *biblioteksassistent*, *Murerlærling* for one who learns to be a *murer*, and
*Operatør, ikke uddannet*. Training finds the title by such a wording, so that the trade counts and not what is hung on
it. Which kinds of wording are needed was seen from the queries of MELO's development half that failed; the wordings are
made from ESCO's own labels, and no query and no answer of MELO is among them.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from models.recipes.encoder import corpora as sources

LEARNERS = ("elev", "lærling", "-elev", "-lærling", "aspirant", "praktikant", "svend", "vikar")
"""Hung on the end of a title of one word."""

BESIDE_EACH = 8
"""Of these, so many are made of each title, others of the next."""

BESIDE = (
    "{}, ikke uddannet", "{}, uddannet", "{}, faglært", "{}, ufaglært", "faglært {}", "ufaglært {}", "udlært {}",
    "{}, deltid", "{} (deltid)", "{}, vikar", "selvstændig {}", "erfaren {}", "{} m/k",
    "{} under uddannelse", "{}, offentlig", "{}, kommunal", "{} søges", "tidligere {}", "{} i fleksjob", "{}, senior",
    "{}, kontor", "arbejde som {}", "{} i praktik", "ung {}", "assisterende {}",
)  # fmt: skip
"""Said beside a title."""

HEADS = (
    "medarbejder", "arbejder", "assistent", "operatør", "tekniker", "konsulent", "leder", "chef", "lærer", "ekspedient",
    "chauffør", "sælger", "mester", "specialist", "ingeniør", "konstruktør", "montør", "instruktør", "rådgiver",
    "koordinator", "inspektør", "designer", "passer", "fører", "sygeplejerske", "pædagog", "sekretær", "mekaniker",
    "snedker", "smed", "gartner", "vagt", "handler", "analytiker", "terapeut", "plejer", "udvikler", "kontrollør",
)  # fmt: skip
"""Last parts of compounds that a register may put first; a longer one before those that it ends in."""

MIDDLE = re.compile(r" (?:inden for|i|på|af|til|for|ved|med ansvar for|der arbejder med) (?:et |en )?| [-–—] |, ")
"""Between who and of what."""

WORKERS = ("arbejder", "medarbejder", "assistent", "medhjælper", "ansat", "hjælper")
"""Endings that say little but that somebody works there."""

VOWELS = frozenset("aeiouyæøå")

SEXES = (("mand", "kvinde"), ("mand", "dame"), ("mester", "mesterske"))


def variants(title: str, turn: int = 0) -> list[str]:
    """Other wordings of a title, each once and never itself; `turn` says which of those beside it are made."""
    forms = [BESIDE[(turn * BESIDE_EACH + step) % len(BESIDE)] for step in range(BESIDE_EACH)]
    found = [form.format(title) for form in forms]
    if " " not in title and "," not in title:
        found += [title + ending for ending in LEARNERS]
        found += [bound(title) + ending for ending in ("elev", "lærling")]
    found += [*inverted_compound(title), *inverted_phrase(title), *other_workers(title)]
    return [wording for wording in dict.fromkeys(found) if wording != title]


def bound(title: str) -> str:
    """The form before a further part: *kok* → *kokke*, *smed* → *smede*, *maler* → *maler*."""
    if title.endswith(("er", "or", "ør", "e", "ent", "ist", "ant", "log")):
        return title
    short = 2 < len(title) < 5 and title[-1] in "kpt" and title[-2] in VOWELS and title[-3] not in VOWELS
    return title + (title[-1] if short else "") + "e"


def inverted_compound(title: str) -> Iterator[str]:
    """*biblioteksassistent* → *assistent, bibliotek*; for workers *specialarbejder, bibliotek* too."""
    head = next((head for head in HEADS if title.endswith(head)), None)
    first = title.removesuffix(head or "").rstrip("-")
    if head is None or len(first) < 3 or " " in first:
        return
    stem = first[:-1] if first[-1] == "s" and first[-2:] not in ("ss", "us", "is") else first
    yield f"{head}, {stem}"
    yield f"{head} inden for {stem}"
    yield f"{head} - {stem}"
    if head in ("arbejder", "medarbejder", "operatør"):
        yield f"specialarbejder, {stem}"
        yield f"operatør, {stem}"


def inverted_phrase(title: str) -> Iterator[str]:
    """*operatør af plasmaskærer* → *operatør, plasmaskærer*; *klinisk psykolog* → *psykolog, klinisk*."""
    parts = MIDDLE.split(title, maxsplit=1)
    if len(parts) == 2 and all(len(part) > 2 for part in parts):
        who, what = parts
        yield f"{who}, {what}"
        yield f"{who} - {what}"
        yield f"{who} inden for {what}"
        if who.endswith(("arbejder", "operatør", "passer")):
            yield f"specialarbejder, {what}"
            yield f"operatør, {what}"
        if " " not in who and " " not in what and what.isalpha():
            yield f"{what}{who}"
            yield f"{what}s{who}"
    words = title.split()
    if len(words) == 2 and words[0].isalpha() and words[0].endswith(("sk", "ig", "isk", "el", "ret")):
        yield f"{words[1]}, {words[0]}"
    if len(words) == 2 and len(parts) == 1:
        yield "".join(words)


def other_workers(title: str) -> Iterator[str]:
    """*bagerimedarbejder* → *bageriarbejder*, *bageriassistent*; *formand* → *forkvinde*."""
    ending = next((ending for ending in sorted(WORKERS, key=len, reverse=True) if title.endswith(ending)), None)
    if ending and len(title) > len(ending) + 3:
        yield from (title.removesuffix(ending) + other for other in WORKERS if other != ending)
    for one, other in SEXES:
        if title.endswith(one) and len(title) > len(one) + 3:
            yield title.removesuffix(one) + other


def esco_titles(corpora: Path) -> list[list[sources.Pair]]:
    """By occupation: wordings, each with the label that it is of; occupations that are held out are left out."""
    found, turn = [], 0
    for labels in sources.esco_synonyms(corpora):
        found.append(
            [(wording, label) for place, label in enumerate(labels) for wording in variants(label, turn + place)]
        )
        turn += len(labels)
    return found


def esco_groups(corpora: Path) -> Iterator[sources.Pair]:
    """An occupation's label and the name of its ISCO group, as ESCO has them; held-out occupations left out."""
    names = {row["code"]: row["label_da"] for row in sources.plain_rows(corpora / "esco" / "isco_da_en.tsv")}
    for row in sources.occupations(corpora):
        name = names.get(row["iscoGroup"])
        if name and not sources.held_out(row["uri"]):
            yield from ((label, name) for label in [row["label_da"], *sources.parts(row["alt_da"])])
