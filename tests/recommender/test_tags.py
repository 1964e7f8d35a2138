"""Tags proposed from the text: clauses and their polarity, the lexicon, the shipped tagger, what a person said."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from recommender.errors import ArtefactFaulty
from recommender.tagevidence import citizen_bags
from recommender.taglexicon import STRONG, build_lexicon
from recommender.tagmodel import TOPIC_CAP, loudest
from recommender.tags import CITIZEN_SLOTS, Tagger, load_tagger, shipped_tagger_folder
from recommender.tagtext import Kind, clauses, standard
from recommender.types import Citizen, Company, Task
from tests.recommender.tag_cases import CITIZEN_CASES, TASK_CASES, Case


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return load_tagger(shipped_tagger_folder())


def citizen(experience: str = "", wishes: str | None = None, avoids: str | None = None) -> Citizen:
    return Citizen("c1", "Ikast-Brande", "jobparat", 20.0, experience=experience, wishes=wishes, avoids=avoids)


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("wishes", "vil skrue, ikke sidde stille", ["+vil skrue", "-ikke sidde stille"]),
        ("wishes", "Gerne kedeligt, uden telefon", ["+Gerne kedeligt", "-uden telefon"]),
        ("wishes", "væk fra køkken, opvask. Gerne ude", ["-væk fra køkken", "-opvask", "+Gerne ude"]),
        ("wishes", "Hellere ude end inde", ["+Hellere ude", "-end inde"]),
        ("wishes", "ikke bange for snavs", ["+ikke bange for snavs"]),
        ("wishes", "A ka it ha larm", ["-A ka it ha larm"]),
        ("wishes", "noget med it og tal", ["+noget med it og tal"]),
        ("avoids", "Telefon. Helst en stille plads", ["-Telefon", "+Helst en stille plads"]),
        ("avoids", "Ikke rengøring", ["-Ikke rengøring"]),
        ("experience", "Kok i ti år. Tåler ikke damp", ["+Kok i ti år", "-Tåler ikke damp"]),
    ],
)
def test_clauses_and_whether_they_deny(kind: Kind, text: str, expected: list[str]) -> None:
    assert [("-" if clause.denies else "+") + clause.text for clause in clauses(text, kind)] == expected


@pytest.mark.parametrize("text", ["", "  ", "...", "Vil sy; gerne ude (ikke regn)\nog ro — tak!", "a, b, c"])
def test_a_clause_is_a_verbatim_part_of_the_text(text: str) -> None:
    found = clauses(text, "wishes")
    assert all(text[clause.start : clause.end] == clause.text != "" for clause in found)
    assert [clause.start for clause in found] == sorted(clause.start for clause in found)


def test_west_jutish_not_is_no_computer() -> None:
    assert standard("A ka it ha larm") == "A ka ik ha larm"
    assert standard("noget med it") == "noget med it"


def test_lexicon_entries_stand_in_compounds_and_at_the_start_of_words() -> None:
    lexicon = build_lexicon(
        {
            "void": "syrin",
            "fields": {
                "textiles": {"strong": "=sy, syerske", "weak": "sy, syri"},
                "care_elderly": {"strong": "læse højt"},
            },
        }
    )

    def read(text: str) -> list[str]:
        return [lexicon.entries[hit.entry] for hit in lexicon.hits(text)]

    assert read("Industrisyersken") == ["syerske"]
    assert read("vil sy") == ["sy", "=sy"]
    assert read("syrien") == ["syri"]
    assert read("syringer") == []
    assert read("at læse højt") == ["læse højt"]
    assert read("at læse bøger højt") == []


STI = "sti stien stier sti- stie- stiarbejde sti-noget sti'en sti/vej stihus stilukning stielukning stislukning"


@pytest.mark.parametrize("word", [*STI.split(), "stierlukning", "stiilukning"])
def test_a_short_entry_stands_before_an_ending_or_a_second_part(word: str) -> None:
    """Its last letter may stand twice; e, s or er may link the parts."""
    lexicon = build_lexicon({"fields": {"forest_nature": {"strong": "sti", "weak": "lukning"}}})
    assert "sti" in [lexicon.entries[hit.entry] for hit in lexicon.hits(word)]


@pytest.mark.parametrize("word", ["stille", "stige", "stikker", "stil", "stinker", "misti", "stihusk"])
def test_a_short_entry_does_not_stand_in_any_word_that_begins_like_it(word: str) -> None:
    lexicon = build_lexicon({"fields": {"forest_nature": {"strong": "sti"}}})
    assert not lexicon.hits(word)


@pytest.mark.parametrize(
    ("entry", "word"),
    [
        ("ryg", "ryggen"),
        ("sid", "sidder"),
        ("bage", "bageren"),
        ("fisk", "fiskeri"),
        ("nat", "nat"),
        ("it-", "it-medarbejder"),
        ("kat", "kattepasning"),
        ("støj", "støjfølsom"),
        ("lim", "limning"),
    ],
)
def test_a_short_entry_in_its_forms(entry: str, word: str) -> None:
    lexicon = build_lexicon({"fields": {"cooking": {"strong": entry}}})
    assert lexicon.hits(word)


def test_a_phrase_may_begin_with_a_whole_word() -> None:
    lexicon = build_lexicon({"fields": {"driving": {"strong": "=gang i"}}})
    assert lexicon.hits("gang i den")
    assert not lexicon.hits("gange i den")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("jeg vil bare have en pause, så får vi se", "serving"),
        ("skal ikke have skæld ud", "plants_green"),
        ("det får jeg hovedpine af", "animals"),
        ("kan ikke høre noget", "textiles"),
        ("trapper", "music_stage"),
        ("papirer", "sorting_waste"),
        ("planlægge billeder i kælderen", "care_elderly"),
        ("offentlig transport", "sports"),
    ],
)
def test_common_words_speak_of_no_field(tagger: Tagger, text: str, code: str) -> None:
    lexicon = tagger.reader.lexicon
    assert not [hit for hit in lexicon.hits(text) if lexicon.codes[code].get(hit.entry) == STRONG]


def test_each_clause_of_what_is_avoided_is_heard_by_itself(tagger: Tagger) -> None:
    bags = [citizen_bags(citizen(avoids=text))["avoid"].own for text in ("Larm. Opvask", "", "Opvask")]
    parts, topics, columns = tagger.reader.parts(bags), tagger.topics["fields"], tagger.columns("avoid_fields")
    assert parts.owner.tolist() == [0, 0, 2]
    found = loudest(parts, topics, columns, "avoid", 3)
    place = tagger.codes("avoid_fields").index("dishwashing")
    assert found[0, place] == pytest.approx(found[2, place], abs=1e-4)
    assert (found[1] == -TOPIC_CAP).all()
    assert (found[0] >= found[2] - 1e-4).all()


def test_evidence_of_what_is_avoided_is_also_in_the_wishes() -> None:
    bags = citizen_bags(citizen(wishes="vil skrue, ikke sidde stille", avoids="Larm. Vil hellere ud"))
    assert [piece.clause.text for piece in bags["wish"].own] == ["vil skrue", "Vil hellere ud"]
    assert [piece.clause.text for piece in bags["avoid"].own] == ["Larm"]
    assert [piece.clause.text for piece in bags["avoid"].side] == ["ikke sidde stille"]


@pytest.mark.parametrize(
    ("avoids", "wishes", "code"),
    [
        ("Snedkerbukke der vakler", "Vil bygge møbler i et snedkeri", "wood"),
        ("At bage om natten", "Gerne bage, bare om dagen", "cooking"),
        ("Vasketøj der er vådt og tungt", "Lægge vasketøj sammen", "laundry"),
    ],
)
def test_who_wishes_for_a_field_avoids_a_circumstance(tagger: Tagger, avoids: str, wishes: str, code: str) -> None:
    place = tagger.codes("avoid_fields").index(code)
    alone, wished = tagger.citizens([citizen(avoids=avoids), citizen(avoids=avoids, wishes=wishes)]).avoid_fields
    assert wished[place] < alone[place]


@pytest.mark.parametrize("case", CITIZEN_CASES, ids=lambda case: case.text)
def test_reads_a_citizen(tagger: Tagger, case: Case) -> None:
    found = tagger.explain_citizen(replace(citizen(), **{case.facet: case.text}))
    tags = {tag.code: tag for tag in found[case.slot]}
    assert set(case.codes) <= set(tags)
    assert not set(case.not_codes) & set(tags)
    assert all(tags[code].words in case.text and tags[code].words for code in case.codes)


@pytest.mark.parametrize("case", TASK_CASES, ids=lambda case: case.text)
def test_reads_a_task(tagger: Tagger, case: Case) -> None:
    found = tagger.explain_task(Task("t1", "", case.text, 4.0))
    tags = {tag.code for tag in found[case.slot]}
    assert set(case.codes) <= tags
    assert not set(case.not_codes) & tags


def test_what_a_person_said_wins(tagger: Tagger) -> None:
    said = replace(citizen("Syerske på systue i ti år"), experience_fields=("animals",), wish_fields=())
    silent = citizen("Syerske på systue i ti år")
    tags = tagger.citizens([said, silent])
    codes = tagger.codes("experience_fields")
    assert tags.confirmed["experience_fields"].tolist() == [True, False]
    assert tags.experience_fields[0, codes.index("animals")] == 1.0
    assert tags.experience_fields[0].sum() == 1.0
    assert tags.wish_fields[0].sum() == 0.0
    assert tags.experience_fields[1, codes.index("textiles")] > 0.5
    (tag,) = tagger.explain_citizen(said)["experience_fields"]
    assert (tag.code, tag.probability, tag.words, tag.confirmed) == ("animals", 1.0, "", True)


def test_nothing_is_read_from_no_text(tagger: Tagger) -> None:
    tags = tagger.citizens([citizen()])
    for slot in CITIZEN_SLOTS:
        assert getattr(tags, slot).sum() == 0.0
        assert not tags.confirmed[slot][0]


def test_no_citizens_and_no_tasks(tagger: Tagger) -> None:
    assert tagger.citizens([]).wish_fields.shape == (0, 40)
    assert tagger.tasks([]).conditions.shape == (0, 22)


def test_a_citizen_is_read_the_same_in_any_company(tagger: Tagger) -> None:
    people = [citizen("Murer", "Gerne ude"), citizen("Kok på kro"), citizen("", None, "Telefon")]
    together = tagger.citizens(people)
    for place, one in enumerate(people):
        alone = tagger.citizens([one])
        for slot in CITIZEN_SLOTS:
            np.testing.assert_allclose(getattr(together, slot)[place], getattr(alone, slot)[0], atol=1e-5)


def test_probabilities_are_probabilities(tagger: Tagger) -> None:
    found = tagger.tasks([Task("t1", "Gøre rent", "Gulve og toiletter efter fyraften", 5.0)])
    for array in (found.fields, found.conditions):
        assert array.dtype == np.float32
        assert ((array >= 0) & (array <= 1)).all()
        assert 0 < array.max() < 1


def test_a_workplace_tells_what_its_tasks_are_about(tagger: Tagger) -> None:
    task = Task("t1", "Kasser hjem", "Tomme kasser stables i køler", 5.0)
    dairy = Company("c1", "Ådalens Mejeri", "Holstebro", industry="Mejeri")
    place = tagger.codes("fields").index("food_production")
    assert tagger.tasks([task], [dairy]).fields[0, place] > tagger.tasks([task]).fields[0, place]


def test_what_a_task_states_outside_its_text_counts(tagger: Tagger) -> None:
    task = Task("t1", "Hjælp", "Hjælp til lidt af hvert", 5.0)
    place = tagger.codes("conditions").index("outdoors")
    colder = [replace(task, demands={"climate": level}) for level in range(4)]
    chances = [float(chance) for chance in tagger.tasks(colder).conditions[:, place]]
    assert chances == sorted(set(chances))
    assert chances[3] > 2 * chances[0]


def test_a_changed_model_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "tags"
    shutil.copytree(shipped_tagger_folder(), folder)
    lexicon = folder / "lexicon.toml"
    lexicon.write_text(lexicon.read_text(encoding="utf-8") + "\n# changed\n", encoding="utf-8")
    with pytest.raises(ArtefactFaulty, match=r"lexicon\.toml"):
        load_tagger(folder)


def test_another_encoder_is_refused() -> None:
    class Other:
        identity = "another+sha256:0"
        dimension = 256

        def encode(self, texts: list[str], *, query: bool = False) -> np.ndarray:
            raise AssertionError

    with pytest.raises(ArtefactFaulty, match=r"another\+sha256:0"):
        load_tagger(shipped_tagger_folder(), Other())
