"""The tokeniser: lower case, split at spaces and marks, and a unigram model whose pieces fit Danish compounds.

Pieces carry no mark of where a word begins, so that *gryde* is one row whether it stands alone, first or last
in a compound. (With such a mark, `suppegryde` and `gryde` share nothing.)
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers

from models.recipes.encoder import corpora as sources

UNKNOWN = "[UNK]"
WORD = r"[\p{L}\p{M}]+|\p{N}"


def empty_tokeniser(pieces: list[tuple[str, float]] | None = None) -> Tokenizer:
    """A unigram tokeniser without training; `pieces` are (piece, log probability), the unknown piece first."""
    vocabulary = pieces or [(UNKNOWN, 0.0)]
    tokeniser = Tokenizer(models.Unigram(vocabulary, unk_id=0, byte_fallback=False))
    tokeniser.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    tokeniser.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Split(Regex(WORD), behavior="removed", invert=True)]
    )
    return tokeniser


def word_counts(texts: Iterable[str], tokeniser: Tokenizer) -> Counter[str]:
    """How often each word stands in the texts, after the tokeniser's normalising and splitting."""
    counts: Counter[str] = Counter()
    for text in texts:
        normal = tokeniser.normalizer.normalize_str(text)
        counts.update(word for word, _ in tokeniser.pre_tokenizer.pre_tokenize_str(normal))
    return counts


def training_texts(corpora: Path, affinity: Path) -> Iterator[str]:
    """What the vocabulary is made from: the domain's texts twice, and running text once."""
    domain = [danish for danish, _ in sources.parallel(corpora)]
    domain += [text for pair in sources.taxonomy(corpora) for text in pair]
    for example in sources.affinity(affinity):
        domain += [example["task"], *example["good"], *example["weak"], *example["poor"]]
    yield from domain
    yield from domain
    yield from sources.running_text(corpora)


def vocabulary_counts(corpora: Path, affinity: Path) -> Counter[str]:
    """Words with damped counts, so that common words do not crowd out the vocabulary; dictionaries add one each."""
    bare = empty_tokeniser()
    counts = word_counts(training_texts(corpora, affinity), bare)
    for line in sources.open_text(corpora / "frequency" / "da_50k_opensubtitles2018.txt"):
        word, count = line.split(" ")
        counts[word] += 1 + int(count) // 200
    for pairs in sources.dannet(corpora).values():
        for first, _ in pairs[::4]:
            counts.update(word for word, _ in bare.pre_tokenizer.pre_tokenize_str(first.lower()))
    return Counter({word: round(4 * math.sqrt(count)) for word, count in counts.items() if len(word) < 40})


def train_tokeniser(counts: Counter[str], pieces: int) -> Tokenizer:
    """A unigram tokeniser of at most `pieces` pieces; its order of pieces depends on the counts alone."""
    tokeniser = empty_tokeniser()
    trainer = trainers.UnigramTrainer(
        vocab_size=pieces, unk_token=UNKNOWN, special_tokens=[UNKNOWN], show_progress=False, max_piece_length=20
    )
    words = sorted(counts)
    repeated = (" ".join([word] * min(counts[word], 400)) for word in words)
    tokeniser.train_from_iterator(repeated, trainer=trainer)
    return tokeniser
