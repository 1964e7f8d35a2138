"""What is said to the encoder."""

from __future__ import annotations

import pytest

from recommender.text import facet_parts, sentences, task_parts
from tests.support.builders import citizen, course, held, task


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", ()),
        ("   ", ()),
        ("Har holdt høns i 20 år", ("Har holdt høns i 20 år",)),
        ("Har holdt høns. Kan lide at gå ude. Ja!", ("Har holdt høns.", "Kan lide at gå ude. Ja!")),
        ("Løfter højst 5 kg. ca. 3 timer ad gangen", ("Løfter højst 5 kg. ca. 3 timer ad gangen",)),
        ("Kørte truck på lager; passede børn bagefter", ("Kørte truck på lager", "passede børn bagefter")),
        ("Første linje her\nanden linje her", ("Første linje her", "anden linje her")),
        ("Vil ud at køre – helst ikke alene", ("Vil ud at køre", "helst ikke alene")),
        (
            "Ærlig og fast mand. Østfra som barn. Åben for alt nyt",
            ("Ærlig og fast mand.", "Østfra som barn.", "Åben for alt nyt"),
        ),
    ],
)
def test_sentences(text: str, parts: tuple[str, ...]) -> None:
    assert sentences(text) == parts


def test_a_task_is_whole_title_and_sentences() -> None:
    told = task_parts(task(title="Kludeposer", description="Klippes i stykker. Vejes og pakkes i poser."))
    assert told == (
        "Kludeposer. Klippes i stykker. Vejes og pakkes i poser.",
        "Kludeposer",
        "Klippes i stykker.",
        "Vejes og pakkes i poser.",
    )


def test_facets_are_kept_apart() -> None:
    who = citizen(experience="Har syet gardiner. Har kørt taxa.", wishes="Ud i det fri", courses=(held(), held("væk")))
    assert facet_parts(who, {"hygiejne": course()}) == {
        "experience": ("Har syet gardiner. Har kørt taxa.", "Har syet gardiner.", "Har kørt taxa."),
        "wishes": ("Ud i det fri",),
        "avoids": (),
        "courses": ("Almen fødevarehygiejne: Rengøring, temperaturer og egenkontrol.",),
    }
