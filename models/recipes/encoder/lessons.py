"""What training learns from: texts as bags of tokens, and named lists of pairs of texts that belong together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from tokenizers import Tokenizer

from models.recipes.encoder import corpora as sources
from models.recipes.encoder.titles import esco_groups, esco_titles

Int64Array = npt.NDArray[np.int64]

LONGEST = 64
"""Tokens of a text that training looks at."""

SKILLS_KEPT = 25
"""Skills of an occupation that become pairs with it, essential ones first."""


@dataclass(frozen=True, slots=True)
class Example:
    """An affinity example as numbers of texts: a task, and citizens of three grades of fit."""

    key: str
    part: str
    task: int
    good: tuple[int, ...]
    weak: tuple[int, ...]
    poor: tuple[int, ...]


class TextTable:
    """Texts, each once, by number."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._numbers: dict[str, int] = {}

    def add(self, text: str) -> int:
        """The text's number; the same text always has the same."""
        number = self._numbers.setdefault(text, len(self.texts))
        if number == len(self.texts):
            self.texts.append(text)
        return number

    def pairs(self, pairs: Iterable[sources.Pair]) -> Int64Array:
        """Pairs of texts as pairs of numbers, (n, 2)."""
        rows = [(self.add(first), self.add(second)) for first, second in pairs if first and second]
        return np.array(rows, dtype=np.int64).reshape(-1, 2)

    def groups(self, groups: Iterable[Sequence[str]]) -> list[list[int]]:
        """Groups of texts as groups of numbers."""
        return [[self.add(text) for text in group] for group in groups]


@dataclass(frozen=True, slots=True)
class Bags:
    """All texts' tokens, end to end, on one device."""

    tokens: torch.Tensor
    """(all tokens,) int64"""
    starts: torch.Tensor
    """(texts,) where each text begins"""
    lengths: torch.Tensor
    """(texts,) tokens in each, at most LONGEST"""

    def take(self, numbers: Int64Array | torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Tokens of these texts end to end, and the offset where each begins, as `embedding_bag` takes them."""
        rows = torch.as_tensor(numbers, device=self.tokens.device)
        lengths = self.lengths[rows]
        ends = torch.cumsum(lengths, 0)
        offsets = ends - lengths
        places = torch.repeat_interleave(self.starts[rows] - offsets, lengths)
        return self.tokens[places + torch.arange(len(places), device=places.device)], offsets


def bags(tokeniser: Tokenizer, texts: Sequence[str], device: str = "cpu") -> Bags:
    """Tokens of the texts, for a device."""
    rows = [encoding.ids[:LONGEST] for encoding in tokeniser.encode_batch_fast(texts)]
    lengths = np.array([len(row) for row in rows], dtype=np.int64)
    tokens = np.fromiter((token for row in rows for token in row), dtype=np.int64, count=int(lengths.sum()))
    starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
    return Bags(*(torch.from_numpy(part).to(device) for part in (tokens, starts, lengths)))


@dataclass(frozen=True, slots=True)
class Lessons:
    """Everything training reads, as numbers of texts."""

    table: TextTable
    parallel: Int64Array
    """(n, 2): a Danish text, and the row of its English translation among the teacher's vectors"""
    english: list[str]
    pairs: dict[str, Int64Array]
    """By source: pairs of kindred Danish texts, (n, 2)"""
    groups: dict[str, list[list[int]]]
    """By source: groups of kindred Danish texts"""
    examples: list[Example]
    families: dict[str, Int64Array] = field(default_factory=dict)
    """By source: (n,) a number for each pair; pairs of the same number are no negatives of each other"""


def halves(corpora: Path, shortest: int = 12) -> list[sources.Pair]:
    """Running text cut in two: what stands together in a paragraph speaks of the same."""
    found = []
    for text in sources.running_text(corpora):
        words = text.split()
        if len(words) >= shortest:
            words = words[:50]
            found.append((" ".join(words[: len(words) // 2]), " ".join(words[len(words) // 2 :])))
    return found


def danish_pairs(corpora: Path) -> dict[str, list[sources.Pair]]:
    """All lists of kindred Danish texts, by the name under which a weight is given."""
    wordnet = sources.dannet(corpora)
    jobs = sources.occupation_skills(corpora)
    titles = esco_titles(corpora)
    return {
        "skills": list(sources.esco_skill_pairs(corpora)),
        "occupation_skills": [(job, skill) for job, skills in jobs.items() for skill in skills[:SKILLS_KEPT]],
        "synonyms": wordnet.get("synonym", []),
        "hypernyms": wordnet.get("overbegreb", []),
        "gloss": wordnet.get("gloss", []),
        "titles": [pair for wordings in titles for pair in wordings],
        "groups": list(esco_groups(corpora)),
        "paraphrases": sources.paraphrases(corpora),
        "claims": sources.claims(corpora),
        "taxonomy": sources.taxonomy(corpora),
        "halves": halves(corpora),
    }


def lessons(corpora: Path, affinity: Path) -> Lessons:
    """Read every source once."""
    table = TextTable()
    parallel = sources.parallel(corpora)
    titles = esco_titles(corpora)
    labels = [group for group in sources.esco_synonyms(corpora) if len(group) > 1]
    english = list(dict.fromkeys(text for _, text in parallel))
    rows = {text: row for row, text in enumerate(english)}
    return Lessons(
        table=table,
        parallel=np.array([(table.add(danish), rows[text]) for danish, text in parallel], dtype=np.int64),
        english=english,
        pairs={name: table.pairs(pairs) for name, pairs in danish_pairs(corpora).items()},
        groups={"labels": table.groups(labels), "kin": table.groups(sources.kin(affinity))},
        examples=[example(table, row) for row in sources.affinity(affinity)],
        families={"titles": np.repeat(np.arange(len(titles)), [len(wordings) for wordings in titles])},
    )


def example(table: TextTable, row: sources.AffinityRow) -> Example:
    """An affinity row with its texts as numbers."""
    good, weak, poor = (tuple(table.add(text) for text in row[grade]) for grade in ("good", "weak", "poor"))
    return Example(row["id"], row["part"], table.add(row["task"]), good, weak, poor)
