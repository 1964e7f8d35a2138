"""The page as a browser, a screen reader and a printer would meet it."""

import base64
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from evaluation.cases import WHOLE
from evaluation.page import cases, page
from evaluation.plots import BEHIND, OTHER, OWN, differences_plot, exposure_plot, reliability_plot, systems_plot
from evaluation.tongue import DANISH, ENGLISH
from recommender.types import ModelVersions
from tests.evaluation.bench import evaluated
from tests.support.golden import check_file

REPORT = evaluated().report
PAGE = page(REPORT)
VOID = {"meta", "img", "br", "link", "hr", "input"}


class Reader(HTMLParser):
    """Tags in order with their attributes, and the text between them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, f"</{tag}> closes something else"

    def handle_data(self, data: str) -> None:
        if data.strip() and "style" not in self.open:
            self.words.append(data.strip())

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


READ = Reader(PAGE)
DANISH_PAGE, ENGLISH_PAGE = (Reader(page(REPORT, (language,))) for language in ("da", "en"))  # type: ignore[arg-type]
BOTH = pytest.mark.parametrize("read", [DANISH_PAGE, ENGLISH_PAGE], ids=["da", "en"])


def test_every_tag_is_closed() -> None:
    assert READ.open == []


def test_the_page_is_danish_and_has_english_on_a_switch() -> None:
    assert READ.all("html") == [{"lang": "da"}]
    assert "Bedømmelse af rækkefølgen: lille" in READ.words
    assert [(main["lang"], main["class"]) for main in READ.all("main")] == [("da", "first"), ("en", "second")]
    assert [("checked" in button, button["id"]) for button in READ.all("input")] == [
        (True, "language-0"),
        (False, "language-1"),
    ]


def test_a_page_in_one_language_has_no_switch() -> None:
    assert ENGLISH_PAGE.all("html") == [{"lang": "en"}]
    assert ENGLISH_PAGE.all("input") == []
    assert "Evaluation of the order: lille" in ENGLISH_PAGE.words


@BOTH
def test_headings_go_down_one_step_at_a_time(read: Reader) -> None:
    levels = [int(tag[1]) for tag, _ in read.tags if re.fullmatch("h[1-6]", tag)]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert max(levels) == 4
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_the_verdict_comes_before_every_figure_and_table() -> None:
    tags = [(tag, attributes.get("class")) for tag, attributes in READ.tags]

    assert tags.index(("p", "verdict")) < tags.index(("figure", None)) < tags.index(("table", None))


def test_the_page_needs_nothing_beside_itself() -> None:
    assert READ.all("script") == READ.all("link") == []
    assert "@import" not in PAGE
    assert "url(" not in PAGE
    assert all(str(image["src"]).startswith("data:image/svg+xml;base64,") for image in READ.all("img"))


def test_every_picture_says_in_words_what_it_shows() -> None:
    first, second, *others = DANISH_PAGE.all("img")

    assert "nDCG@10 med 95 %-interval for hver rækkefølge: Opgaveværktøjet" in str(first["alt"])
    assert "Tilfældig rækkefølge" in str(first["alt"])
    assert str(second["alt"]).startswith("Andel egnede mod gennemsnitlig score")
    assert all(len(str(one["alt"])) > 60 for one in others)
    assert "Chance" in str(ENGLISH_PAGE.all("img")[0]["alt"])


def test_every_table_has_a_caption_and_headings_with_scope() -> None:
    assert len(READ.all("table")) == len(READ.all("caption")) > 5
    assert all(heading.get("scope") in {"row", "col"} for heading in READ.all("th"))


def test_wide_tables_can_be_scrolled_by_keyboard() -> None:
    regions = [attributes for attributes in READ.all("div") if attributes.get("class") == "scroll"]

    assert len(regions) == len(READ.all("table"))
    assert all(region["tabindex"] == "0" and region["aria-label"] for region in regions)


@BOTH
def test_regions_are_told_apart(read: Reader) -> None:
    names = [region["aria-label"] for region in read.all("div") if region.get("class") == "scroll"]

    assert len(set(names)) == len(names)


def test_what_comes_from_the_dataset_is_text_and_never_markup() -> None:
    worst = replace(REPORT.tasks[0], title="<script>alert(1)</script>")
    found = page(replace(REPORT, tasks=(worst, *REPORT.tasks[1:])))

    assert Reader(found).all("script") == []
    assert any(word.startswith("<script>alert(1)</script>") for word in Reader(found).words)


@pytest.mark.parametrize("colour", ["#1a1a1a", "#4a4a4a", OWN, OTHER, BEHIND])
def test_colours_of_text_and_marks_stand_out_from_white(colour: str) -> None:
    """WCAG 2.1, 1.4.3: at least 4.5 to 1."""
    drawn = systems_plot(REPORT.systems, DANISH) + differences_plot(REPORT.tasks, DANISH)
    assert colour in PAGE or colour in drawn
    assert 1.05 / (luminance(colour) + 0.05) >= 4.5


def test_the_words_of_the_page() -> None:
    about = replace(REPORT.about, versions=ModelVersions("bogstaver-1", "prøve-1", "contract-1"))
    check_file("evaluation_page.txt", "\n".join(Reader(page(replace(REPORT, about=about))).words) + "\n")


def test_without_calibration_its_picture_is_left_out() -> None:
    found = Reader(page(replace(REPORT, calibration=None), ("da",)))

    assert len(found.all("img")) == len(DANISH_PAGE.all("img")) - 1


def test_cases_are_the_worst_and_the_best_and_none_is_both() -> None:
    tasks = tuple(replace(REPORT.tasks[0], task_id=f"t{number}") for number in range(30))
    worst, best = cases(tasks)

    assert [task.task_id for task in worst] == [f"t{number}" for number in range(WHOLE)]
    assert [task.task_id for task in best] == [f"t{29 - number}" for number in range(WHOLE)]
    assert [[task.task_id for task in some] for some in cases(tasks[:3])] == [["t0"], ["t2"]]
    assert [[task.task_id for task in some] for some in cases(tasks[:1])] == [["t0"], []]


def test_a_task_in_which_nobody_is_suitable_is_no_case() -> None:
    hopeless, fair = (replace(REPORT.tasks[0], task_id=name, suitable=at) for at, name in enumerate(("t0", "t1")))

    assert [[task.task_id for task in some] for some in cases((hopeless, fair))] == [["t1"], []]
    assert cases((hopeless,)) == ((), ())


def test_plots_are_well_formed_and_the_same_every_time() -> None:
    assert REPORT.calibration is not None
    calibration, systems = REPORT.calibration, REPORT.systems
    first, second = (
        (
            systems_plot(systems, DANISH),
            reliability_plot(calibration, DANISH),
            exposure_plot(systems[:2], ENGLISH),
            differences_plot(REPORT.tasks, ENGLISH),
        )
        for _ in range(2)
    )

    assert first == second
    for svg in first:
        assert ET.fromstring(svg).tag == "{http://www.w3.org/2000/svg}svg"
    assert base64.b64encode(first[0].encode()).decode() in PAGE


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb`, WCAG 2.1."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
