"""The page as a PDF file."""

from __future__ import annotations

import builtins
import re
import zlib
from typing import Any

import pytest

from evaluation.pdf import as_pdf
from recommender.errors import RequestFaulty
from tests.evaluation.bench import evaluated

try:
    import weasyprint  # noqa: F401

    MISSING = None
except OSError as fault:
    MISSING = f"no Pango on this machine: {fault}"


@pytest.mark.skipif(MISSING is not None, reason=str(MISSING))
def test_the_page_is_printed_with_structure_and_language() -> None:
    printed = as_pdf(evaluated().report)
    streams = re.findall(rb"/FlateDecode.*?stream\n(.*?)\nendstream", printed, re.DOTALL)
    told = b"\n".join(zlib.decompress(stream) for stream in streams)

    assert printed.startswith(b"%PDF-1.7")
    assert b"/MarkInfo" in told
    assert b"/StructTreeRoot" in told
    assert re.search(rb"/Lang \(da\)", told)
    assert len(re.findall(rb"/Type /Page\b", told)) >= 3


def test_without_the_extra_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    importing = builtins.__import__

    def refuse(name: str, *rest: Any) -> Any:
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
        return importing(name, *rest)

    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(RequestFaulty, match="--pdf needs the extra 'pdf' and Pango: pip install") as fault:
        as_pdf(evaluated().report)
    assert "--pdf kræver tilvalget" in fault.value.da
