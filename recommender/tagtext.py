"""Clauses of a text, and whether each says yes or no to what it speaks of.

"vil skrue, ikke sidde stille" wishes for the first and avoids the second; "væk fra køkken, opvask og servering" avoids
all three; "ikke bange for snavs" avoids nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

Kind = Literal["experience", "wishes", "avoids", "task"]

_BREAK = re.compile(
    r"""(?P<end> (?<!\bm)(?<!\bel)(?<!\bca)(?<!\bkl)(?<!\bpr)(?<!\bnr)(?<!\bstr)(?<!\bstk)(?<!\bmdr)(?<!\bevt)(?<!\bfx)
        (?<!\bpga)(?<!\bca)(?<!\bgr)(?<!\bbl\.a)(?<!\bf\.eks)(?<!\bp\.t)(?<!\bincl)(?<!\binkl)(?<!\btlf)(?<!\bml)
        [.!?…]+(?=\s|$|["»)]) | [;\n()] | :(?!-?\))\s )
    | (?P<turn>
        ,?\s*\b(?:men|dog|derimod|til\sgengæld)\b
      | (?<!\w)(?:frem\sfor|fremfor|i\sstedet\sfor|hellere\send|andet\send)\b
      | ,\s+(?:bare|og|eller|helst|blot|undtagen)?\s*(?=(?:ikke|ik'?k?|it'|ingen|intet|aldrig|uden|hverken|slet)\b)
      | \b(?:og|bare)\s+(?=(?:ikke|it'|ingen|aldrig|slet\sikke|helst\sikke)\b)
      | \s(?=uden\b)
      | ,?\s+\bend\b(?=\s)
      )
    | (?P<comma> ,\s | \s[-–—/]\s )""",
    re.VERBOSE | re.IGNORECASE,
)

_WEST_NOT = (
    r"(?-i:(?<=\s)it'(?!\w)|(?:(?<=ska)|(?<=ska')|(?<=ka)|(?<=ka')|(?<=vil)|(?<=helst)|(?<=[Åå])|(?<=er)|(?<=må)"
    r"|(?<=har)|(?<=wær)|(?<=bare)|(?<=gider))\s+it\b)"
)
"""West Jutish *not*: "A ka it ha larm"; not IT, "noget med it"."""

_WEST = re.compile(_WEST_NOT)

_NO = re.compile(
    r"""\b(?:ikke|ik'?k?|ingen|intet|uden|aldrig|hverken|undgår?|undgås|slippe(?:\sfor)?|slipper|fri\sfor|nødig\w*
    |væk\s+fra|ud\saf|slut\s+med|færdig\s+med|stoppet\s+med|træt\s+af|nok\s+af|nej\s+tak|nej\s+til|hader|gider\sik\w*
    |tåler\s+(?:ikke|hverken)|bange\s+for|skyr|afskyr|forbudt|udelukket|minus|stopper?|sygemeldt|umuligt?|undtagen
    |frem\s+for|fremfor|i\sstedet\sfor|andet\send|no|not|færre|mindre|dårlig(?:t)?\s(?:af|til|ved)|dur\sikke|vælter
    |svært\s(?:ved|med)|må\s+ikke|kan\s+ikke|magter|overstået|fortid|for\s+mange|for\s+meget)\b"""
    + f"|{_WEST_NOT}",
    re.VERBOSE | re.IGNORECASE,
)

_NOT_NO = re.compile(
    r"""\b(?:ikke\s+(?:kun|bare|blot|alene\sden|noget\simod|bange|sart|kræsen|fin\spå|så\snøje|nogen\shindring
        |det\sstore|et\sproblem|problem|værst|mindst|nødvendigvis|ræd|sarte|udelukke\w*|glemme\w*|kun)
    |gør\s+(?:mig\s+)?ikke\s+noget|ingen\s+(?:problem\w*|hindring|tvivl)|hvorfor\s+ikke|ligegyldigt|det\s+er\s+ok
    |hvor\s+ingen|ingen\s+(?:der|som)\s+(?!ring|råb|larm)|uden\s+at\s+(?:nogen|blive|skulle)|så\s+\w+\s+ikke
    |(?:nogen|dem|folk|de)\s+der\s+ikke|går\s+ikke\s+ned\s+på|hvis\s+ikke|uden\s+for|udenfor|ikke\s+mindst|intet\s+problem|ikke\s+før|kan\s+ikke\s+lade\s+være|kan\s+ikke\s+undvære
    |kan\s+ikke\s+få\s+nok|går\s+ikke\s+af\s+vejen|ikke\s+alene\s+(?:om|hjemme))\b""",
    re.VERBOSE | re.IGNORECASE,
)

_YES = re.compile(
    r"""\b(?:gerne|helst|hellere|vil\s+(?:godt|gerne|hellere)|elsker|drømmer|ønsker|savner|glad\sfor|kun\s(?:hvis|med)
    |kan\s+godt\s+lide|trives|foretrækker|bedst)\b""",
    re.VERBOSE | re.IGNORECASE,
)

_ASPIRES = re.compile(
    r"\b(?:vil|ville|ønsker|ønske|drømmer|drøm|søger|overvejer|håber|kunne\s+tænke|går\s+efter|brænder\s+for\s+at)\b",
    re.IGNORECASE,
)
"""Of what somebody has done, this tells nothing: "Tastede ordrer, vil lære at svejse"."""

_VERB = re.compile(
    r"\b(?:vil|skal|kan|må|er|bliver|har|tager|gør|går|kommer|synes|trives|passer|klarer|bare|så|fordi|da|at jeg|jeg|a)"
    r"\b",
    re.IGNORECASE,
)

_TAIL_NO = re.compile(
    r"^\W*(?:nej\s+tak|ellers\s+tak|aldrig\s+mere|niks|helst\s+ikke|det\s+er\s+slut)\W*$", re.IGNORECASE
)

_BREATH = 6
"""Words up to which a piece after a comma goes on with what the piece before it said."""


LONGEST_QUOTE = 60
"""Characters of a clause up to which it is quoted whole."""


class Clause(NamedTuple):
    """A piece of a text that says one thing."""

    start: int
    end: int
    text: str
    """Verbatim, without the white space around it."""
    denies: bool
    """Whether it says no to what it speaks of."""


@lru_cache(maxsize=1 << 14)
def clauses(text: str, kind: Kind) -> tuple[Clause, ...]:
    """The clauses of a text in order; in what a citizen avoids, everything is denied but what is plainly wished for."""
    read: list[Clause] = []
    follows = False
    denied = False
    for start, end, brk in _pieces(text):
        piece = text[start:end]
        denied = _denies(piece, kind, before=denied if follows else None)
        if denied and _TAIL_NO.match(piece) and read:
            read[-1] = read[-1]._replace(denies=True)
        read.append(Clause(start, end, piece, denied))
        follows = brk == "comma"
    return tuple(read)


def standard(text: str) -> str:
    """The same text, as long, with the West Jutish *it* (not) written *ik*."""
    return _WEST.sub(lambda match: match.group().replace("it", "ik"), text)


def _pieces(text: str) -> Iterator[tuple[int, int, str]]:
    """Start and end of each piece, without space around it, and how it ends."""
    begin = 0
    for match in _BREAK.finditer(text):
        kind = match.lastgroup or "end"
        cut = match.start() if kind != "turn" else _turn_cut(match)
        if text[begin:cut].strip():
            yield *_trimmed(text, begin, cut), kind
        begin = cut if kind == "turn" else match.end()
    if text[begin:].strip():
        yield *_trimmed(text, begin, len(text)), "end"


def _turn_cut(match: re.Match[str]) -> int:
    """A turning word belongs to the piece that it opens."""
    lead = re.match(r"[,\s]*", match.group())
    return match.start() + (lead.end() if lead else 0)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip(" \t,-–—/"))
    return start, start + len(text[start:end].rstrip(" \t,-–—/"))


def _denies(piece: str, kind: Kind, before: bool | None) -> bool:
    """Whether a piece denies; `before` is what the piece before it said, None after a full stop."""
    negative = bool(_NO.search(_NOT_NO.sub(" ", piece))) or bool(re.match(r"(?:end|frem)\b", piece, re.IGNORECASE))
    positive = bool(_YES.search(piece))
    if kind == "avoids":
        return negative or not positive
    if kind == "experience" and _ASPIRES.search(piece):
        return True
    if negative:
        return True
    goes_on = before and not positive and not _VERB.search(piece) and len(piece.split()) <= _BREATH
    return bool(goes_on)


def quote(text: str, spans: list[tuple[int, int]]) -> str:
    """A short clause whole; of a long one the words from the first span on, cut between words. Always verbatim."""
    if len(text) <= LONGEST_QUOTE:
        return text
    start = spans[0][0] if spans else 0
    end = max((e for _, e in spans if e - start <= LONGEST_QUOTE), default=start)
    return text[start : _word_end(text, max(end, start + LONGEST_QUOTE // 2))]


def _word_end(text: str, place: int) -> int:
    following = text.find(" ", place)
    return len(text) if following < 0 or following > place + LONGEST_QUOTE // 2 else following
