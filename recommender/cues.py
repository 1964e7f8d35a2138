"""Cues that only the text tells: a dog at the workplace, an age limit, a colour code; questions, never scores.

Patterns and questions are data (`cues.toml`); here is how they are read. A cue is found only where the words stand and
nothing in the same clause denies them; precision comes before recall, for a question about nothing costs trust.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Literal

SHIPPED_CUES = Path(__file__).with_name("cues.toml")

Asked = Literal["citizen", "company"]
"""Whom the broker asks."""

PATTERN_LISTS = ("task", "offer", "limit", "avoid", "has", "decoy")
"""In the order of `_Kind`."""

SOURCES = ("Opgaven", "Opgaven", "Noterne fra rundturen")
"""Whose words are quoted, of a task's title and description and its opening's notes."""

REACH = 45
"""Characters quoted on each side of what was matched, at most."""

_CHOICE = re.compile(r"(?:\\b)?\(\?:([a-zæøå |]{2,})\)(?![?*{])")
"""A pattern that opens with a choice among plain words."""

LOOK_BACK = 120
"""Characters in which a clause is looked for to begin."""


@dataclass(frozen=True, slots=True)
class Cue:
    """Something that a text says and that a person should ask about."""

    kind: str
    """Code such as `colour_vision` or `animals.dog`; before the dot stands the family."""
    words: str
    """The exact words of the text that it was read from."""
    ask: str
    """A Danish question for the broker to put."""
    of: Asked
    """Whom to ask. A task's cue asks the citizen; a citizen's limit asks the company, and what a citizen says to have
    or manage (a language, a licence) asks the citizen, for it answers a task's cue."""
    offered: bool = False
    """Whether it is something that the workplace offers (a lift): a help, never a demand."""
    source: str = SOURCES[0]
    """Who says the words; opens «… siger»."""


@dataclass(frozen=True, slots=True)
class _Pattern:
    source: str
    """As a regular expression, compiled when a text first holds what it needs."""
    cased: bool
    """Whether it reads the text as written (it looks for a name), not in lower case."""
    needs: tuple[str, ...]
    """Lower-case strings of which a matching text holds one; empty when the pattern does not tell."""
    firm: bool
    """Whether a denial in the same clause leaves it standing (`ikke under 18`, `tåler ikke mel`)."""


@dataclass(frozen=True, slots=True)
class _Kind:
    code: str
    citizen: str
    """Completes «Spørg borgeren, om …»."""
    company: str
    """Completes «Spørg virksomheden, om …»."""
    unsaid: bool
    """Whether a citizen's limit must be asked about although the task says nothing of it."""
    near: tuple[str, ...]
    """Other kinds that answer to this one."""
    stems: tuple[str, ...]
    """Lower-case strings of which a text holds at least one, or no pattern of the kind can match."""
    offered: str
    """Completes «Spørg, om …» where the workplace offers it."""
    task: tuple[_Pattern, ...]
    offer: tuple[_Pattern, ...]
    limit: tuple[_Pattern, ...]
    avoid: tuple[_Pattern, ...]
    has: tuple[_Pattern, ...]
    decoy: tuple[_Pattern, ...]
    """Spans in which nothing is found (`som en hund`)."""


@dataclass(frozen=True, slots=True)
class _Said:
    """A text as written and in lower case, of the same length."""

    text: str
    lowered: str

    def spans(self, pattern: _Pattern) -> Iterable[tuple[int, int]]:
        """Where a pattern matches."""
        for need in pattern.needs:
            if need in self.lowered:
                break
        else:
            if pattern.needs:
                return ()
        return [
            match.span()
            for match in _compiled(pattern.source, pattern.cased).finditer(self.text if pattern.cased else self.lowered)
        ]


def task_cues(title: str, description: str, notes: str) -> tuple[Cue, ...]:
    """What a task and the notes of its opening say that the citizen should be asked about; each kind once."""
    texts = (title, description, notes)
    demanded = _found([("task", text) for text in texts])
    offered = _found([("offer", text) for text in texts])
    cues = [_ask_citizen(kind, words, SOURCES[at]) for kind, words, at in demanded]
    return tuple(_once([*cues, *(_ask_of_offer(kind, words) for kind, words, _ in offered)]))


def citizen_cues(experience: str, wishes: str, avoids: str) -> tuple[Cue, ...]:
    """What a profile says: limits to ask the company about, and what answers a task's cue; each kind once."""
    limits = _found([("limit", experience), ("limit", wishes), ("limit", avoids), ("avoid", avoids)])
    asked = [_ask_company(kind, words) for kind, words, _ in limits]
    limited = {cue.kind for cue in asked}
    answers = _found([("has", experience), ("has", wishes)])
    known = [_ask_citizen(kind, words, "Profilen") for kind, words, _ in answers]
    return tuple(_once([*asked, *(cue for cue in known if cue.kind not in limited)]))


def pair_questions(task: tuple[Cue, ...], citizen: tuple[Cue, ...]) -> tuple[Cue, ...]:
    """What to ask about a pair: the task's cues in the light of the profile, then limits that the task is silent on.

    A task's cue that the profile answers is to be confirmed; one that meets a limit quotes both sides and asks the
    company. Limits that a text seldom mentions (a dog, a lift, a start date) are asked about even when the task says
    nothing; others only when it does.
    """
    questions = [_in_the_light_of(cue, citizen) for cue in task]
    met = {other for cue in task for other in citizen if _related(cue.kind, other.kind)}
    silent = [cue for cue in citizen if cue.of == "company" and cue not in met and _kinds()[cue.kind].unsaid]
    return tuple(_once([*questions, *silent]))


def _in_the_light_of(cue: Cue, citizen: Iterable[Cue]) -> Cue:
    related = (other for other in citizen if _related(cue.kind, other.kind))
    said = min(related, key=lambda other: (other.of != "company", other.kind != cue.kind), default=None)
    if said is None:
        return cue
    if cue.offered:
        return cue if said.of == "citizen" else _offer_meets(cue, said)
    if said.of == "citizen":
        ask = f"{cue.source} siger «{cue.words}»: bekræft med borgeren, at profilens «{said.words}» dækker det."
        return replace(cue, ask=ask, of="citizen")
    ask = (
        f"{cue.source} siger «{cue.words}», det kan være en hindring: spørg virksomheden, om det kan løses anderledes."
    )
    return Cue(cue.kind, cue.words, f"{ask} Kun til dig: profilen siger «{said.words}».", "company")


def _related(task: str, citizen: str) -> bool:
    same_family = task.partition(".")[0] == citizen.partition(".")[0]
    general = task.endswith(".any") or citizen.endswith(".any")
    return task == citizen or (same_family and general) or citizen in _kinds()[task].near


def _ask_citizen(kind: _Kind, words: str, source: str) -> Cue:
    whom = "Spørg" if kind.citizen.startswith("borgeren ") else "Spørg borgeren"
    return Cue(kind.code, words, f"{whom}, om {kind.citizen}. {source} siger «{words}».", "citizen", source=source)


def _ask_of_offer(kind: _Kind, words: str) -> Cue:
    ask = f"Spørg borgeren, om det er en hjælp. Virksomheden tilbyder «{words}»."
    return Cue(kind.code, words, ask, "citizen", offered=True)


def _offer_meets(cue: Cue, said: Cue) -> Cue:
    """An offer beside what it helps with: the company says whether the citizen can have it."""
    ask = f"Spørg virksomheden, om {_kinds()[cue.kind].offered}: den tilbyder «{cue.words}»."
    return Cue(cue.kind, cue.words, f"{ask} Kun til dig: profilen siger «{said.words}».", "company", offered=True)


def _ask_company(kind: _Kind, words: str) -> Cue:
    ask = f"Spørg virksomheden, om {kind.company}. Kun til dig: profilen siger «{words}»."
    return Cue(kind.code, words, ask, "company")


def _once(cues: Iterable[Cue]) -> Iterator[Cue]:
    seen: set[tuple[str, str, bool]] = set()
    for cue in cues:
        if (cue.kind, cue.of, cue.offered) not in seen:
            seen.add((cue.kind, cue.of, cue.offered))
            yield cue


def _found(texts: Sequence[tuple[str, str]]) -> Iterator[tuple[_Kind, str, int]]:
    """For each list of patterns with its text: the kinds that it finds there, the words around each, and which text."""
    said = [(at, list_, _Said(text, _lowered(text))) for at, (list_, text) in enumerate(texts) if text]
    whole = "\n".join(part.lowered for _, _, part in said)
    present = {code for stem, code in _stems() if stem in whole}
    kinds = [kind for code, kind in _kinds().items() if code in present]
    for at, list_, part in said:
        for kind in kinds:
            span = _first_span(part, getattr(kind, list_), kind.decoy)
            if span is not None:
                yield kind, _quoted(part.text, *span), at


def _lowered(text: str) -> str:
    """In lower case, character for character, so that positions stay."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def _first_span(said: _Said, patterns: tuple[_Pattern, ...], decoys: tuple[_Pattern, ...]) -> tuple[int, int] | None:
    for pattern in patterns:
        for start, end in said.spans(pattern):
            if pattern.firm or not (_shadowed(said, start, end, decoys) or _denied(said.lowered, start, end)):
                return start, end
    return None


def _shadowed(said: _Said, start: int, end: int, decoys: tuple[_Pattern, ...]) -> bool:
    return any(left < end and start < right for decoy in decoys for left, right in said.spans(decoy))


def _denied(text: str, start: int, end: int) -> bool:
    clause = _clause_start(text, start)
    before, after = _reading("denied_before"), _reading("denied_after")
    return before.search(text, clause, start) is not None or after.match(text, end) is not None


def _clause_start(text: str, position: int) -> int:
    from_ = max(0, position - LOOK_BACK)
    return max((match.end() for match in _reading("boundary").finditer(text, from_, position)), default=from_)


def _quoted(text: str, start: int, end: int) -> str:
    """The clause around a span, at most `REACH` characters further on each side, cut between words; verbatim."""
    left = _clause_start(text, start)
    boundary = _reading("boundary").search(text, end)
    right = boundary.start() if boundary else len(text)
    if start - left > REACH:
        left = text.find(" ", start - REACH, start) + 1 or start
    if right - end > REACH:
        cut = text.rfind(" ", end, end + REACH)
        right = cut if cut >= 0 else end
    return text[left:right].strip()


@cache
def _compiled(source: str, cased: bool) -> re.Pattern[str]:
    return re.compile(source, re.IGNORECASE if cased else 0)


@cache
def _document() -> dict[str, Any]:
    return tomllib.loads(SHIPPED_CUES.read_text(encoding="utf-8"))


@cache
def _reading(name: str) -> re.Pattern[str]:
    """`boundary` of a clause; what denies before (`denied_before`) and after (`denied_after`) a match."""
    return re.compile("|".join(_document()["reading"][name]), re.IGNORECASE)


@cache
def _kinds() -> dict[str, _Kind]:
    """The shipped kinds by code, compiled on first use."""
    document = _document()
    merged: dict[str, dict[str, Any]] = {}
    for entry in document["kinds"]:
        for code, filled in _instances(entry):
            _merge(merged.setdefault(code, {}), filled)
    return {code: _kind(code, entry, document["macros"]) for code, entry in merged.items()}


@cache
def _stems() -> tuple[tuple[str, str], ...]:
    """Every stem with the code of its kind."""
    return tuple((stem, kind.code) for kind in _kinds().values() for stem in kind.stems)


def _instances(entry: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """An entry for itself, or once for each row of `each`: `@` in code, patterns and questions is what the row says."""
    for row in entry.get("each", [{}]):
        yield (
            _filled(entry["code"], row, "code"),
            {
                key: [_filled(item, row, "word") for item in value]
                if isinstance(value, list)
                else _filled(value, row, "label")
                for key, value in entry.items()
                if key not in ("code", "each")
            }
            | ({"stems": row["stems"]} if "stems" in row else {}),
        )


def _filled(value: Any, row: dict[str, Any], key: str) -> Any:
    return value.replace("@", row[key]) if isinstance(value, str) and key in row else value


def _merge(into: dict[str, Any], entry: dict[str, Any]) -> None:
    for key, value in entry.items():
        into[key] = [*into.get(key, []), *value] if isinstance(value, list) else value


def _kind(code: str, entry: dict[str, Any], macros: dict[str, str]) -> _Kind:
    asks: tuple[str, str, bool] = (entry["citizen"], entry["company"], entry.get("unsaid", False))
    near, stems, offered = tuple(entry.get("near", ())), tuple(entry["stems"]), entry.get("offered", "")
    lists = (tuple(_pattern(source, macros) for source in entry.get(name, ())) for name in PATTERN_LISTS)
    return _Kind(code, *asks, near, stems, offered, *lists)


def _pattern(source: str, macros: dict[str, str]) -> _Pattern:
    """`!` before a pattern makes it firm; `<NAME>` stands for a macro."""
    expanded = re.sub(r"<([A-Z]+)>", lambda match: macros[match[1]], source.removeprefix("!"))
    cased = "(?-i:" in expanded
    return _Pattern(expanded, cased, _needs(expanded), source.startswith("!"))


def _needs(expanded: str) -> tuple[str, ...]:
    """Strings of which every matching text holds one: a pattern's longest plain run, or the words it opens with."""
    bare = re.sub(r"\\.|\[[^]]*\]", "\0", expanded)
    while bare != (bare := re.sub(r"\([^()]*\)", "\0", bare)):
        pass
    if "|" in bare:
        return ()
    longest = max(re.findall(r"[a-zæøå ]+(?![a-zæøå ?*{])", bare), key=len, default="")
    choice = _CHOICE.match(expanded)
    if len(longest) > 2 or choice is None:
        return (longest,) if longest else ()
    return tuple(choice[1].split("|"))
