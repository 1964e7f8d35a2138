"""The report as one HTML page that needs nothing beside itself: style inline, plots inside, no scripts.

Both languages stand in the page; two radio buttons and the style show one of them, also without JavaScript.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from evaluation import plots, sentences
from evaluation.cases import WHOLE
from evaluation.concluding import METHOD_LABELS
from evaluation.exposure import FIRST, REACHES
from evaluation.metrics import MAIN, METRICS
from evaluation.offpolicy import METHODS
from evaluation.report import Report, TaskReport
from evaluation.subgroups import GroupingReport
from evaluation.tongue import Language, Tongue

TEMPLATE = Path(__file__).with_name("page.html.jinja")
LANGUAGES: tuple[Language, ...] = ("da", "en")

ORDER_METRICS = ("nDCG@5", "nDCG@10", "nDCG@20", "nDCG_exp@10", "AP", "RR", "regret@10")
HIT_METRICS = ("P@1", "P@3", "P@5", "P@10", "top3_suitable")
FOUND_METRICS = ("R@5", "R@10", "R@20", "Success@3", "Success@5", "Success@10")
GROUP_METRICS = (MAIN, "P@3", "R@10")


def page(report: Report, languages: Sequence[Language] = LANGUAGES) -> str:
    """The page, in one language or with a switch between several."""
    import jinja2

    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    pages = [_content(report, Tongue(language)) for language in languages]
    template = environment.from_string(TEMPLATE.read_text(encoding="utf-8"))
    return template.render(report=report, about=report.about, pages=pages, main=MAIN, first=FIRST, reaches=REACHES)


def _content(report: Report, say: Tongue) -> dict[str, Any]:
    worst, best = cases(report.tasks)
    headings = _headings(say)
    return {
        "say": say,
        "headline": sentences.headline(report, say),
        "leads": [sentences.figures(report, say), sentences.rules_kept(report.engine, say)],
        "gate_told": sentences.gate_told(report, say),
        "check_label": sentences.check_label,
        "cautions": sentences.cautions(report, say),
        "detectable_told": sentences.detectable_told(report, say),
        "calibration_told": sentences.calibration_told(report, say),
        "exposure_told": sentences.exposure_told(report, say),
        "one_change_told": sentences.one_change_told(report, say),
        "history_told": sentences.history_told(report, say),
        "methods": METHODS,
        "method_headings": tuple((say(*METHOD_LABELS[method]), 1) for method in METHODS),
        "label": sentences.label,
        "plots": _plots(report, say),
        "tables": (
            (say("Rækkefølgen", "Order"), ORDER_METRICS),
            (say("De første på listen", "The first of the list"), HIT_METRICS),
            (say("De egnede, der findes", "The suitable who are found"), FOUND_METRICS),
        ),
        "shown_groupings": [one for one in report.groups if shown(one)],
        "hidden_groupings": ", ".join(
            say(one.label.da, one.label.en).lower() for one in report.groups if not shown(one)
        ),
        "group_metrics": GROUP_METRICS,
        "headings": headings,
        "numbers": lambda names: tuple((headings[name], 1) for name in names),
        "meanings": METRICS,
        "verdicts": sentences.verdict_labels(say),
        "grades": sentences.grade_labels(report, say),
        "cases": (
            (say("De opgaver, hvor det gik dårligst", "The tasks that went worst"), worst),
            (say("De opgaver, hvor det gik bedst", "The tasks that went best"), best),
        ),
    }


def _plots(report: Report, say: Tongue) -> dict[str, str | None]:
    """Name → image for a page, None where there is nothing to draw."""
    compared = [report.engine, *([report.best_other] if report.best_other else [])]
    drawn = {
        "systems": plots.systems_plot(report.systems, say),
        "reliability": plots.reliability_plot(report.calibration, say) if report.calibration else None,
        "exposure": plots.exposure_plot(compared, say),
        "differences": plots.differences_plot(report.tasks, say) if report.best_other else None,
        "forest": plots.forest_plot(report, say),
    }
    return {name: svg and _image(svg) for name, svg in drawn.items()}


def _headings(say: Tongue) -> dict[str, str]:
    short = {
        "AP": "MAP",
        "RR": "MRR",
        "nDCG_exp@10": "nDCG@10 (2ᵍ − 1)",
        "top3_suitable": say("Egnede af top 3", "Suitable of top 3"),
        "regret@10": say("Tab@10", "Regret@10"),
    }
    return {metric.name: short.get(metric.name, metric.name) for metric in METRICS}


def shown(grouping: GroupingReport) -> bool:
    """Whether any group of it may be shown."""
    return any(group.n is not None for group in grouping.groups)


def cases(tasks: tuple[TaskReport, ...]) -> tuple[tuple[TaskReport, ...], tuple[TaskReport, ...]]:
    """The worst and the best tasks for which somebody is suitable, no task in both; `tasks` has the worst first."""
    tasks = tuple(task for task in tasks if task.suitable)
    shown = min(WHOLE, len(tasks) // 2)
    return tasks[: max(shown, 1)], tuple(reversed(tasks[len(tasks) - shown :]))


def _image(svg: str) -> str:
    return f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"
