"""The report's two plots, as SVG text that says the same for the same figures."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from evaluation.calibration import Calibration
from evaluation.metrics import MAIN
from evaluation.report import SystemReport
from evaluation.sentences import decimal
from evaluation.systems import ENGINE

OWN, OTHER, FAINT = "#0b5c8a", "#4a4a4a", "#9a9a9a"

_STYLE: dict[Any, Any] = {
    "svg.fonttype": "path",
    "svg.hashsalt": "opgave",
    "font.size": 11,
    "font.family": "DejaVu Sans",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": FAINT,
}


def systems_plot(systems: tuple[SystemReport, ...]) -> str:
    """The main metric of every system with its interval, the best at the top."""
    ordered = sorted(systems, key=lambda system: system.figures[MAIN].value)

    def draw(figure: Any) -> None:
        axes = figure.add_subplot()
        for place, system in enumerate(ordered):
            found, colour = system.figures[MAIN], OWN if system.name == ENGINE else OTHER
            axes.plot([found.low, found.high], [place, place], color=colour, linewidth=3, solid_capstyle="butt")
            marker = "o" if system.name == ENGINE else "s"
            axes.plot(found.value, place, marker=marker, color=colour, markersize=9)
            axes.annotate(
                decimal(found.value),
                (found.value, place),
                (0, 9),
                textcoords="offset points",
                ha="center",
                color=colour,
            )
        axes.set_yticks(range(len(ordered)), [system.label for system in ordered])
        axes.set_ylim(-0.6, len(ordered) - 0.3)
        _unit_axis(axes, "x")
        axes.set_xlabel(f"{MAIN}, gennemsnit over opgaver med 95 %-interval")

    return _svg(draw, 8.0, 0.9 + 0.52 * len(ordered))


def reliability_plot(found: Calibration) -> str:
    """Share graded 2 or 3 against mean score, with the number of pairs behind each point."""

    def draw(figure: Any) -> None:
        axes = figure.add_subplot()
        axes.plot([0, 1], [0, 1], color=FAINT, linestyle="--", linewidth=1.5)
        for one in found.bins:
            axes.plot([one.score] * 2, [one.suitable_low, one.suitable_high], color=OWN, linewidth=2, alpha=0.55)
            axes.plot(one.score, one.suitable, marker="o", color=OWN, markersize=8, clip_on=False)
            axes.annotate(str(one.pairs), (one.score, one.suitable), (8, 4), textcoords="offset points", fontsize=9)
        for axis in ("x", "y"):
            _unit_axis(axes, axis)
        axes.set_aspect("equal")
        axes.set_xlabel("Gennemsnitlig score")
        axes.set_ylabel("Andel bedømt til 2 eller 3")

    return _svg(draw, 5.2, 4.8)


def _unit_axis(axes: Any, axis: str) -> None:
    """From 0 to 1 with Danish numbers and a faint grid."""
    ticks = [tick / 5 for tick in range(6)]
    getattr(axes, f"set_{axis}lim")(0, 1.02)
    getattr(axes, f"set_{axis}ticks")(ticks, [decimal(tick, 1) for tick in ticks])
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
