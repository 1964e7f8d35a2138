"""stub"""

from evaluation.report import Report


def page(report: Report) -> str:
    return "<html></html>"
