"""The report as a PDF file, by WeasyPrint: the extra `pdf`, with Debian's Pango beside it."""

from __future__ import annotations

from evaluation.page import page
from evaluation.report import Report
from evaluation.tongue import Language
from recommender.errors import RequestFaulty


def as_pdf(report: Report, language: Language = "da") -> bytes:
    """The page in one language, printed, with a tagged structure for screen readers (PDF/UA-1).

    RequestFaulty when WeasyPrint or the libraries below it are not installed.
    """
    require_printer()
    from weasyprint import HTML

    printed: bytes = HTML(string=page(report, (language,))).write_pdf(pdf_variant="pdf/ua-1")
    return printed


def require_printer() -> None:
    """RequestFaulty when WeasyPrint or the libraries below it are not installed."""
    try:
        import weasyprint  # noqa: F401
    except (ImportError, OSError):
        raise RequestFaulty(
            "--pdf needs the extra 'pdf' and Pango: pip install 'opgavevaerktoejet[pdf]'; "
            "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
            "--pdf kræver tilvalget 'pdf' og Pango: pip install 'opgavevaerktoejet[pdf]'; "
            "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
        ) from None
