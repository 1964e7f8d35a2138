"""Which room may import which, that every room exists, and that nothing heavy is imported before it is needed."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

ROOMS = {
    "recommender": {"recommender"},
    "evaluation": {"evaluation", "recommender"},
    "service": {"service", "evaluation", "recommender", "models", "data"},
    "models": {"models", "evaluation", "recommender"},
    "data": {"data", "recommender"},
}
"""Room → the rooms that it may import."""

INSIDE_SERVICE = {
    "service.usecases": {"service.writers", "service.api", "service.cli"},
    "service.writers": {"service.api", "service.cli"},
    "service.api": {"service.writers", "service.cli"},
}
"""Part of the service → the parts that it must not import."""

TOP_LEVEL = ("recommender", "models", "data", "service", "evaluation", "tests", "docs", "benchmarks")

HEAVY = (  # of scipy, only scipy.sparse is quick enough
    "scipy.optimize",
    "scipy.stats",
    "torch",
    "sentence_transformers",
    "sklearn",
    "pandas",
    "matplotlib",
    "pyarrow",
    "fastapi",
    "openpyxl",
)


def sources(room: str) -> list[Path]:
    return sorted((ROOT / room).rglob("*.py"))


def imported(source: Path) -> set[str]:
    """Modules that the file imports anywhere, by full name."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{source}: relative import"
            found.add(node.module or "")
            found |= {f"{node.module}.{name.name}" for name in node.names}
    return found


@pytest.mark.parametrize("room", TOP_LEVEL)
def test_every_room_exists(room: str) -> None:
    assert (ROOT / room).is_dir()


@pytest.mark.parametrize("room", ROOMS)
def test_imports_point_one_way(room: str) -> None:
    assert sources(room)
    for source in sources(room):
        rooms = {name.split(".")[0] for name in imported(source)} & ROOMS.keys()
        assert rooms <= ROOMS[room], f"{source.relative_to(ROOT)} imports {sorted(rooms - ROOMS[room])}"


@pytest.mark.parametrize("part", INSIDE_SERVICE)
def test_inside_the_service(part: str) -> None:
    own = [source for source in sources("service") if _module(source).startswith(part)]
    assert own, f"{part} is gone: rename it here too"
    for source in own:
        for name in imported(source):
            assert not any(name == other or name.startswith(f"{other}.") for other in INSIDE_SERVICE[part]), (
                f"{_module(source)} imports {name}"
            )


def test_the_engine_knows_no_http_and_no_sql() -> None:
    outside = {"fastapi", "starlette", "uvicorn", "sqlalchemy", "typer", "rich", "jinja2"}
    for source in sources("recommender"):
        assert not {name.split(".")[0] for name in imported(source)} & outside, source


def test_nothing_heavy_is_imported_with_the_engine() -> None:
    """A cold `opgave suggest` must print within seconds."""
    code = "import sys, recommender.engine, recommender.dataset; print(*sys.modules)"
    modules = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT).stdout
    assert not set(modules.split()) & set(HEAVY)


def _module(source: Path) -> str:
    return ".".join(source.relative_to(ROOT).with_suffix("").parts)
