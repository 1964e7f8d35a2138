"""How numbers, lists and quotations stand in Danish sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence

QUOTED = 110
"""Letters of a quotation before it is cut at a word."""

_COMMON = frozenset(
    """
    alle altid andet andre arbejde arbejdet bare blev blevet bliver borger borgeren bruge bruger disse efter eller
    ellers endnu faste flere foran fordi først første gange gerne gjort gode godt gøre haft havde helst helt herfra
    hvad hver hvis hvor hvordan igen ikke inden indtil ingen kunne lidt lige ligge ligger lille mange meget mellem
    mens mere mindre mindst måske nogen noget nogle næste næsten opgave opgaven opgaver ordne over samme selv siden
    sidste siger skal skulle stor store stort sådan tage tager timer uden ugen under vant ved vil ville være været
    """.split()  # noqa: SIM905
)
_WORD = re.compile(r"[a-zæøåéü]{5,}")


def number(value: float) -> str:
    """At most one decimal, with a comma: 3, 7,5."""
    rounded = round(value, 1)
    return str(int(rounded)) if rounded == int(rounded) else f"{rounded:.1f}".replace(".", ",")


def listed(words: Sequence[str]) -> str:
    """a, b og c."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} og {words[-1]}" if words else ""


def quoted(text: str) -> str:
    """The text in «», cut at a word where it is long."""
    plain = " ".join(text.split()).rstrip(".")
    if len(plain) > QUOTED:
        plain = plain[: plain.rfind(" ", 0, QUOTED)] + " …"
    return f"«{plain}»"


def first_lower(text: str) -> str:
    """The text with its first letter small, for the inside of a sentence; an abbreviation (IT) stays as it is."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


def shared_words(one: str, other: str, most: int = 3) -> list[tuple[str, str]]:
    """Words of the two texts that share their first five letters or contain each other: (from one, from other)."""
    mine, theirs = (
        [w for w in dict.fromkeys(_WORD.findall(text.lower())) if w not in _COMMON] for text in (one, other)
    )
    found: dict[str, tuple[str, str]] = {}
    for word in mine:
        like = next((its for its in theirs if its[:5] == word[:5] or its in word or word in its), None)
        if like is not None:
            found.setdefault(word[:5], (word, like))
    return list(found.values())[:most]
