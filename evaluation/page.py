"""The report as one HTML page that needs nothing beside itself: style inline, plots inside, no scripts."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path
from typing import Any

from evaluation import sentences
from evaluation.metrics import MAIN, METRICS
from evaluation.plots import reliability_plot, systems_plot
from evaluation.report import Report, TaskReport
from evaluation.rules import FIRST

TEMPLATE = Path(__file__).with_name("page.html.jinja")
CASES = 5
"""Best and worst tasks that are shown whole."""

ORDER_METRICS = ("nDCG@5", "nDCG@10", "nDCG@20", "nDCG_exp@10", "AP", "RR")
HIT_METRICS = ("P@1", "P@3", "P@5", "R@10", "Success@3", "Success@10", "top3_suitable")
HEADINGS = {"AP": "MAP", "RR": "MRR", "nDCG_exp@10": "nDCG@10 (1, 3, 7)", "top3_suitable": "Egnede af top 3"}


def page(report: Report) -> str:
    """The page."""
    import jinja2

    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {"tal": sentences.decimal, "procent": sentences.percent, "antal": sentences.count}
    environment.filters |= {"interval": sentences.interval}
    return environment.from_string(TEMPLATE.read_text(encoding="utf-8")).render(_content(report))


def _content(report: Report) -> dict[str, Any]:
    worst, best = cases(report.tasks)
    return {
        "report": report,
        "about": report.about,
        "headline": sentences.headline(report),
        "figures": sentences.figures(report),
        "rules_kept": sentences.rules_kept(report.engine),
        "cautions": sentences.cautions(report),
        "calibration_told": sentences.calibration_told(report),
        "systems_plot": _image(systems_plot(report.systems)),
        "reliability_plot": _image(reliability_plot(report.calibration)) if report.calibration else None,
        "main": MAIN,
        "first": FIRST,
        "tables": (("Rækkefølgen", ORDER_METRICS), ("De første på listen", HIT_METRICS)),
        "headings": {metric.name: HEADINGS.get(metric.name, metric.name) for metric in METRICS},
        "meanings": METRICS,
        "verdicts": sentences.VERDICT_LABELS,
        "cases": (("De opgaver, hvor det gik dårligst", worst), ("De opgaver, hvor det gik bedst", best)),
    }


def cases(tasks: tuple[TaskReport, ...]) -> tuple[tuple[TaskReport, ...], tuple[TaskReport, ...]]:
    """The worst and the best tasks, no task in both; `tasks` has the worst first."""
    shown = min(CASES, len(tasks) // 2)
    return tasks[: max(shown, 1)], tuple(reversed(tasks[len(tasks) - shown :]))


def _image(svg: str) -> str:
    return f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"
