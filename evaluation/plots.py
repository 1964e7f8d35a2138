"""The report's plots, as SVG text that says the same for the same figures."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from evaluation.calibration import Calibration
from evaluation.metrics import MAIN
from evaluation.report import Report, SystemReport, TaskReport
from evaluation.sentences import label
from evaluation.systems import ENGINE
from evaluation.tongue import Tongue

OWN, OTHER, FAINT = "#0b5c8a", "#4a4a4a", "#9a9a9a"
BEHIND = "#9c3d00"
"""Of tasks in which another system is ahead."""

_STYLE: dict[Any, Any] = {
    "svg.fonttype": "path",
    "svg.hashsalt": "opgave",
    "font.size": 11,
    "font.family": "DejaVu Sans",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": FAINT,
}


def systems_plot(systems: tuple[SystemReport, ...], say: Tongue) -> str:
    """The main metric of every system with its interval, the best at the top."""
    ordered = sorted(systems, key=lambda system: system.figures[MAIN].value)

    def draw(figure: Any) -> None:
        axes = figure.add_subplot()
        for place, system in enumerate(ordered):
            found, own = system.figures[MAIN], system.name == ENGINE
            _bar(axes, found.low, found.high, found.value, place, OWN if own else OTHER, "o" if own else "s")
            axes.annotate(
                say.decimal(found.value),
                (found.value, place),
                (0, 9),
                textcoords="offset points",
                ha="center",
                color=OWN if own else OTHER,
            )
        axes.set_yticks(range(len(ordered)), [label(system, say) for system in ordered])
        axes.set_ylim(-0.6, len(ordered) - 0.3)
        _unit_axis(axes, "x", say)
        axes.set_xlabel(
            say(f"{MAIN}, gennemsnit over opgaver med 95 %-interval", f"{MAIN}, mean over tasks with 95% interval")
        )

    return _svg(draw, 8.0, 0.9 + 0.52 * len(ordered))


def reliability_plot(found: Calibration, say: Tongue) -> str:
    """Share suitable against mean score, with the number of pairs behind each point."""

    def draw(figure: Any) -> None:
        axes = figure.add_subplot()
        axes.plot([0, 1], [0, 1], color=FAINT, linestyle="--", linewidth=1.5)
        for one in found.bins:
            axes.plot([one.score] * 2, [one.suitable_low, one.suitable_high], color=OWN, linewidth=2, alpha=0.55)
            axes.plot(one.score, one.suitable, marker="o", color=OWN, markersize=8, clip_on=False)
            axes.annotate(str(one.pairs), (one.score, one.suitable), (8, 4), textcoords="offset points", fontsize=9)
        _unit_square(axes, say)
        axes.set_xlabel(say("Gennemsnitlig score", "Mean score"))
        axes.set_ylabel(say("Andel egnede", "Share suitable"))

    return _svg(draw, 5.2, 4.8)


def exposure_plot(systems: Sequence[SystemReport], say: Tongue) -> str:
    """Lorenz curves: share of attention of the least seen share of the citizens."""

    def draw(figure: Any) -> None:
        axes = figure.add_subplot()
        axes.plot([0, 1], [0, 1], color=FAINT, linestyle="--", linewidth=1.5)
        tenths = np.linspace(0, 1, 11)
        for system, dashes in zip(systems, ("-", "-.", ":"), strict=False):
            own = system.name == ENGINE
            axes.plot(
                tenths,
                system.conduct.exposure.lorenz,
                color=OWN if own else OTHER,
                linestyle=dashes,
                linewidth=2.5 if own else 1.8,
                label=label(system, say),
            )
        _unit_square(axes, say)
        axes.set_xlabel(say("Andel af borgerne, de mindst sete først", "Share of citizens, the least seen first"))
        axes.set_ylabel(say("Andel af al opmærksomhed", "Share of all attention"))
        axes.legend(loc="upper left", frameon=False, fontsize=10)

    return _svg(draw, 5.2, 4.8)


def differences_plot(tasks: Sequence[TaskReport], say: Tongue) -> str:
    """The engine minus the best other system, task by task, the worst first."""
    gaps = np.sort([task.value - task.baseline for task in tasks])

    def draw(figure: Any) -> None:
        axes = figure.add_subplot()
        places = np.arange(len(gaps) + 1) - 0.5
        for part, colour in ((np.minimum(gaps, 0), BEHIND), (np.maximum(gaps, 0), OWN)):
            axes.stairs(part, places, fill=True, color=colour)
        axes.axhline(0, color=OTHER, linewidth=1)
        axes.set_xlim(-0.7, len(gaps) - 0.3)
        reach = max(0.1, float(np.abs(gaps).max()) * 1.08)
        axes.set_ylim(-reach, reach)
        axes.yaxis.get_major_locator().set_params(steps=[1, 2, 5, 10])
        axes.yaxis.set_major_formatter(lambda value, _place: say.decimal(value))
        axes.grid(axis="y", color="#dddddd", linewidth=0.8)
        axes.set_axisbelow(True)
        axes.xaxis.get_major_locator().set_params(integer=True)
        axes.set_xlabel(say("Opgaver efter forskel", "Tasks by difference"))
        axes.set_ylabel(say(f"Forskel i {MAIN}", f"Difference in {MAIN}"))

    return _svg(draw, 8.0, 3.4)


def forest_plot(report: Report, say: Tongue) -> str | None:
    """The main metric of every group with its interval beside that of all; None where no group can be shown."""
    rows: list[tuple[str, Any]] = []
    for grouping in report.groups:
        shown = [group for group in grouping.groups if MAIN in group.figures]
        if shown:
            rows.append((say(grouping.label.da, grouping.label.en), None))
            rows += [(f"{say(group.label.da, group.label.en)} ({group.n})", group.figures[MAIN]) for group in shown]
    if not rows:
        return None
    everyone = report.engine.figures[MAIN].value

    def draw(figure: Any) -> None:
        axes = figure.add_subplot()
        axes.axvline(everyone, color=FAINT, linestyle="--", linewidth=1.5)
        for place, (_, found) in enumerate(reversed(rows)):
            if found is not None:
                _bar(axes, found.low, found.high, found.value, place, OWN, "o", 7)
        axes.set_yticks(range(len(rows)), [name for name, _ in reversed(rows)])
        for tick, (_, found) in zip(axes.get_yticklabels(), reversed(rows), strict=True):
            tick.set_fontweight("bold" if found is None else "normal")
        axes.tick_params(axis="y", length=0)
        axes.set_ylim(-0.6, len(rows) - 0.4)
        _unit_axis(axes, "x", say)
        axes.set_xlabel(say(f"{MAIN} inden for gruppen, 95 %-interval", f"{MAIN} within the group, 95% interval"))

    return _svg(draw, 8.0, 0.9 + 0.3 * len(rows))


def _bar(axes: Any, low: float, high: float, value: float, place: int, colour: str, mark: str, size: int = 9) -> None:
    axes.plot([low, high], [place, place], color=colour, linewidth=3, solid_capstyle="butt")
    axes.plot(value, place, marker=mark, color=colour, markersize=size, clip_on=False)


def _unit_square(axes: Any, say: Tongue) -> None:
    for axis in ("x", "y"):
        _unit_axis(axes, axis, say)
    axes.set_aspect("equal")


def _unit_axis(axes: Any, axis: str, say: Tongue) -> None:
    """From 0 to 1 with numbers of the language and a faint grid."""
    ticks = [tick / 5 for tick in range(6)]
    getattr(axes, f"set_{axis}lim")(0, 1.02)
    getattr(axes, f"set_{axis}ticks")(ticks, [say.decimal(tick, 1) for tick in ticks])
    axes.grid(axis=axis, color="#dddddd", linewidth=0.8)
    axes.set_axisbelow(True)


def _svg(draw: Callable[[Any], None], width: float, height: float) -> str:
    import matplotlib
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    with matplotlib.rc_context(_STYLE):
        figure = Figure(figsize=(width, height), layout="constrained")
        FigureCanvasSVG(figure)
        draw(figure)
        held = io.StringIO()
        figure.savefig(held, format="svg", metadata={"Date": None, "Creator": None})
    return held.getvalue()
