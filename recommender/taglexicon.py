"""Which entries of the tag lexicon stand in a text, and where.

An entry of five letters or more stands anywhere in a word, for Danish compounds; a shorter one where a word begins, if
what follows is an ending or the second part of a compound: *sti* stands in *stien* and *stiarbejde*, not in *stille*.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from recommender.errors import ArtefactFaulty, cause

WORD = re.compile(r"[^\W_]+(?:[-'’./][^\W_]+)*-?")
SHORT = 4
"""Letters up to which an entry stands only where a word begins."""
ENDINGS = frozenset(
    ("", "en", "e", "et", "er", "ene", "erne", "s", "ens", "ets", "ernes", "ende", "ede", "edes", "es", "te", "ere",
     "eren", "ing", "inger", "ingen", "ning", "ninger", "ningen", "eri", "eriet", "erier")
)  # fmt: skip
"""What may follow a short entry; its last letter may stand twice: *ryg*, *ryggen*."""
AFTER_E = frozenset(("r", "n", "t", "s", "rne", "rnes", "de", "des", "nde", "re", "ren", "rens"))
"""What may besides where it ends in e."""
JOINTS = ("-", "'", "’", "/")
"""After which anything may follow."""
LINKS = ("", "e", "s", "er")
"""Between the parts of a compound."""
SECOND = 4
"""Letters from which an entry may begin the second part."""
LONG_PARTS = (
    "arbejd", "medarbejd", "medhjælp", "assistent", "konsulent", "tekniker", "plads", "hold", "vagt", "folk", "stald",
    "opgave", "ting", "værk", "køkken", "butik", "center", "time", "skift", "kasse", "skab", "maskin", "redskab",
    "udstyr", "fabrik", "afdeling", "firma", "klub", "skole", "bane", "kursus", "mester", "hjælp", "pleje", "pasning",
    "passer", "salg", "bord", "bænk", "sæk", "spand", "lugt", "støv", "vogn", "bunke", "stak", "hvalp", "dage",
    "huse", "madlav", "sorter", "bakke", "kage", "klip", "saks", "følsom", "gene", "smert", "skade", "besvær",
    "operation", "niveau", "omdel", "handl", "praksis", "klinik", "mand",
)  # fmt: skip
"""How a longer second part may begin beside the entries themselves."""
SECOND_PARTS = frozenset(("bod", "job", "hus", "rum", "dag", "fag", "avl", "bil", "tur", "kød", "mad", "fri"))
"""Second parts of fewer letters."""
WHOLE = 3
"""Letters up to which a word of a phrase must be the whole word."""
STRONG, WEAK, VOID = 1.0, 0.4, 0.0


class Hit(NamedTuple):
    """An entry found in a text."""

    entry: int
    start: int
    """Characters from the beginning of the text, to the start of the word it stands in."""
    end: int


class _Place(NamedTuple):
    entry: int
    start: int
    end: int


@dataclass(frozen=True)
class Lexicon:
    """Entries, the codes that each speaks of, and how strongly."""

    entries: tuple[str, ...]
    codes: dict[str, dict[int, float]]
    """Code → entry → STRONG or WEAK."""
    speaks: tuple[tuple[tuple[str, float], ...], ...]
    """The same the other way: for each entry, the codes it speaks of and how strongly."""
    _anywhere: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    _begins: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    _ends: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    _whole: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    _phrases: dict[str, list[tuple[tuple[str, ...], int]]] = field(default_factory=lambda: defaultdict(list))
    _void: frozenset[int] = frozenset()
    _seen: dict[str, tuple[_Place, ...]] = field(default_factory=dict)
    _opened: dict[str, tuple[tuple[tuple[str, ...], int], ...]] = field(default_factory=dict)

    def hits(self, text: str) -> list[Hit]:
        """Entries in the order of the text; one hidden by a longer void entry is left out."""
        words = [(match.group().lower(), match.start(), match.end()) for match in WORD.finditer(text)]
        places = [
            (_Place(p.entry, start + p.start, start + p.end), start, end)
            for word, start, end in words
            for p in self._in_word(word)
        ]
        places.extend(self._phrase_places(words))
        hidden = [p for p, _, _ in places if p.entry in self._void]
        return sorted(
            (
                Hit(p.entry, start, end)
                for p, start, end in places
                if p.entry not in self._void and not _hides(hidden, p)
            ),
            key=lambda hit: (hit.start, hit.entry),
        )

    def _in_word(self, word: str) -> tuple[_Place, ...]:
        found = self._seen.get(word)
        if found is None:
            found = tuple(self._search(word))
            if len(self._seen) < 200_000:
                self._seen[word] = found
        return found

    def _search(self, word: str) -> Iterator[_Place]:
        length = len(word)
        yield from (_Place(entry, 0, length) for entry in self._whole.get(word, ()))
        for start in range(length):
            yield from (_Place(entry, start, length) for entry in self._ends.get(word[start:], ()))
            for end in range(start + 1, length + 1):
                piece = word[start:end]
                if start == 0 and piece in self._begins and self._may_follow(piece, word[end:]):
                    yield from (_Place(entry, 0, end) for entry in self._begins[piece])
                yield from (_Place(entry, start, end) for entry in self._anywhere.get(piece, ()))

    def _may_follow(self, entry: str, rest: str) -> bool:
        """Whether what stands after a short entry is an ending, or the second part of a compound.

        *Børne-* in *børne- og ungearbejde* is a first part as *børnearbejde* has it.
        """
        if entry.endswith("-") or rest.startswith(JOINTS):
            return True
        rest = rest.removesuffix("-")
        follows = (rest, rest.removeprefix(entry[-1]))
        if any(one in ENDINGS for one in follows) or (entry[-1] == "e" and rest in AFTER_E):
            return True
        linked = (one.removeprefix(link) for one in follows for link in LINKS if one.startswith(link))
        return any(map(self._second_part, linked))

    def _second_part(self, part: str) -> bool:
        if len(part) < SECOND:
            return part in SECOND_PARTS
        begun = (part[:end] for end in range(SECOND, len(part) + 1))
        return part.startswith(LONG_PARTS) or any(one in self._anywhere or one in self._begins for one in begun)

    def _phrase_places(self, words: list[tuple[str, int, int]]) -> Iterator[tuple[_Place, int, int]]:
        for place, (word, start, _) in enumerate(words):
            for phrase, entry in self._opening(word):
                following = words[place : place + len(phrase)]
                if len(following) == len(phrase) and all(
                    _begins(part, other) for part, (other, _, _) in zip(phrase, following, strict=True)
                ):
                    end = following[-1][2]
                    yield _Place(entry, start, end), start, end

    def _opening(self, word: str) -> tuple[tuple[tuple[str, ...], int], ...]:
        """The phrases whose first word this may be."""
        found = self._opened.get(word)
        if found is None:
            found = tuple(one for one in self._phrases.get(word[:2], ()) if _begins(one[0][0], word))
            if len(self._opened) < 200_000:
                self._opened[word] = found
        return found


def load_lexicon(path: Path) -> Lexicon:
    """Read a lexicon; its own head tells the form."""
    try:
        raw: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as fault:
        raise ArtefactFaulty(
            en=f"{path}: the tag lexicon cannot be read ({cause(fault).en}); fetch the model again",
            da=f"{path}: ordlisten kan ikke læses ({cause(fault).da}); hent modellen igen",
        ) from fault
    return build_lexicon(raw)


def build_lexicon(raw: dict[str, Any]) -> Lexicon:
    """A lexicon from its parsed file: `void`, and `strong` and `weak` for each field and condition."""
    names: dict[str, int] = {}
    codes: dict[str, dict[int, float]] = {}
    for group in ("fields", "conditions"):
        for code, lists in raw.get(group, {}).items():
            weights = codes.setdefault(code, {})
            for key, weight in (("weak", WEAK), ("strong", STRONG)):
                for name in _split(lists.get(key, "")):
                    weights[names.setdefault(name, len(names))] = weight
    first_void = len(names)
    for name in _split(raw.get("void", "")):
        names.setdefault(f"void {name}", len(names))
    lexicon = Lexicon(tuple(names), codes, _speaks(codes, len(names)), _void=frozenset(range(first_void, len(names))))
    for name, entry in names.items():
        _file(lexicon, name.removeprefix("void "), entry)
    return lexicon


def _speaks(codes: dict[str, dict[int, float]], entries: int) -> tuple[tuple[tuple[str, float], ...], ...]:
    spoken: list[list[tuple[str, float]]] = [[] for _ in range(entries)]
    for code, weights in codes.items():
        for entry, weight in weights.items():
            spoken[entry].append((code, weight))
    return tuple(tuple(of) for of in spoken)


def _file(lexicon: Lexicon, name: str, entry: int) -> None:
    parts = tuple(name.split())
    if len(parts) > 1:
        lexicon._phrases[parts[0].lstrip("=")[:2]].append((parts, entry))
    elif name[0] == "=":
        lexicon._whole[name[1:]].append(entry)
    elif name[0] == "-":
        lexicon._ends[name[1:]].append(entry)
    elif name[0] == "~" or len(name) > SHORT:
        lexicon._anywhere[name.lstrip("~")].append(entry)
    else:
        lexicon._begins[name].append(entry)


def _split(listed: str) -> list[str]:
    return [" ".join(name.lower().split()) for name in listed.split(",") if name.strip()]


def _begins(part: str, word: str) -> bool:
    if part[0] == "=":
        return word == part[1:]
    return word == part if len(part) <= WHOLE else word.startswith(part)


def _hides(hidden: list[_Place], place: _Place) -> bool:
    length = place.end - place.start
    return any(h.start <= place.start and place.end <= h.end and length < h.end - h.start for h in hidden)
