from __future__ import annotations

from collections import Counter

from service.usecases.hindering import in_the_way
from tests.support.builders import AS_OF
from tests.support.shipped import DEMO, demo

WORDS = {"needs": "need", "courses": "course"}


def test_the_counts_are_those_of_the_verdicts() -> None:
    """Counted anew from the expected file, in which every pair has its causes in words."""
    counted: dict[str, Counter[str]] = {}
    for line in (DEMO / "verdicts.tsv").read_text(encoding="utf-8").splitlines():
        task, _, _, causes = line.split("\t")
        kinds = {cause.partition(":")[0].partition("+")[0] for cause in causes.split(";") if cause}
        counted.setdefault(task, Counter()).update(WORDS.get(kind, kind) for kind in kinds)
    for task, expected in counted.items():
        found = in_the_way(demo(), task, AS_OF)
        assert [count for _, count in found] == [count for _, count in expected.most_common(3)], task
        assert all(expected[kind] == count for kind, count in found), task
