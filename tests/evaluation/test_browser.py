"""The page opened in a real browser: nothing that axe finds, both languages without JavaScript, nothing fetched."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from evaluation.page import page
from tests.evaluation.on_demo import on_demo

CHROMIUM = shutil.which("chromium")

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine: apt-get install chromium")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_text(page(on_demo().report), encoding="utf-8")
    return path


@pytest.fixture
def opened(browser: Browser, file: Path, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The page at a width."""
    shown = browser.new_page(viewport={"width": request.param, "height": 900})
    shown.goto(file.as_uri())
    yield shown
    shown.close()


@pytest.mark.parametrize("language", [0, 1])
@pytest.mark.parametrize("opened", [1280, 360], indirect=True)
def test_axe_finds_nothing(opened: Page, language: int) -> None:
    opened.check(f"#language-{language}")
    found = Axe().run(opened)

    assert found.violations_count == 0, found.generate_report()
    assert len(found.response["passes"]) > 15


@pytest.mark.parametrize("opened", [1280, 360], indirect=True)
def test_nothing_is_wider_than_the_window(opened: Page) -> None:
    for language in (0, 1):
        opened.check(f"#language-{language}")
        assert opened.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_the_switch_works_without_javascript_and_by_keyboard(browser: Browser, file: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    shown = context.new_page()
    shown.goto(file.as_uri())
    danish, english = shown.locator("main[lang=da]"), shown.locator("main[lang=en]")
    assert (danish.is_visible(), english.is_visible()) == (True, False)

    shown.keyboard.press("Tab")
    shown.keyboard.press("ArrowRight")
    assert (danish.is_visible(), english.is_visible()) == (False, True)
    context.close()


def test_nothing_is_fetched_from_outside(browser: Browser, file: Path) -> None:
    shown = browser.new_page()
    asked: list[str] = []
    shown.on("request", lambda request: asked.append(request.url))
    shown.goto(file.as_uri())
    shown.wait_for_load_state("networkidle")

    assert [url for url in asked if not url.startswith("data:")] == [file.as_uri()]
    shown.close()


def test_every_picture_is_drawn(browser: Browser, file: Path) -> None:
    shown = browser.new_page()
    shown.goto(file.as_uri())
    widths = shown.locator("main[lang=da] img").evaluate_all("all => all.map(one => one.naturalWidth)")

    assert len(widths) == 5
    assert min(widths) > 200
    shown.close()


def test_printed_there_is_no_switch_and_no_table_is_cut_off(browser: Browser, file: Path) -> None:
    shown = browser.new_page(viewport={"width": 690, "height": 1000})  # A4 less its margins
    shown.goto(file.as_uri())
    shown.emulate_media(media="print")
    too_wide = "all => all.filter(one => one.scrollWidth > 690).map(one => one.caption.innerText)"

    assert not shown.locator("nav").is_visible()
    assert shown.locator("main[lang=da] table").evaluate_all(too_wide) == []
    shown.close()
