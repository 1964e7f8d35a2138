"""Cues that only the text tells: what is found, what must not be, how it is quoted, and what is asked about a pair."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.cues import count, expected, found, read_examples
from recommender.cues import REACH, Cue, _kinds, _lowered, citizen_cues, pair_questions, task_cues

DEVELOP = read_examples("develop")
HELD_OUT = read_examples("held_out")


def kinds(cues: tuple[Cue, ...]) -> set[str]:
    return {cue.kind for cue in cues}


def only(cues: tuple[Cue, ...]) -> Cue:
    assert len(cues) == 1
    return cues[0]


@pytest.mark.parametrize("example", DEVELOP, ids=lambda example: example["text"])
def test_develop_examples_are_read_exactly(example: dict[str, object]) -> None:
    assert found(example) == expected(example)


def test_held_out_examples_keep_precision_before_recall() -> None:
    counts = count(HELD_OUT)
    _, _, _, precision, recall = counts.row(counts.families())
    assert precision is not None
    assert recall is not None
    assert precision >= 0.97
    assert recall >= 0.95


def test_examples_are_many_and_varied() -> None:
    texts = [example["text"] for example in [*DEVELOP, *HELD_OUT]]
    assert len(set(texts)) == len(texts) >= 400
    for half in (DEVELOP, HELD_OUT):
        silent = sum(not example["cues"] for example in half)
        assert 0.25 < silent / len(half) < 0.6


def test_every_kind_of_the_brief_is_expected_in_the_held_out_half() -> None:
    families = {kind.partition(".")[0] for example in HELD_OUT for kind, _ in expected(example)}
    assert families == {code.partition(".")[0] for code in _kinds()}


def test_expected_kinds_exist() -> None:
    assert {kind for example in [*DEVELOP, *HELD_OUT] for kind, _ in expected(example)} <= set(_kinds())


@pytest.mark.parametrize(("list_", "least"), [("task", 10), ("offer", 3), ("limit", 10), ("avoid", 10), ("has", 10)])
def test_stems_and_needs_never_hide_a_match(list_: str, least: int) -> None:
    texts = [_lowered(example["text"]) for example in [*DEVELOP, *HELD_OUT]]
    matched = 0
    for kind in _kinds().values():
        for pattern in getattr(kind, list_):
            for text in texts:
                if re.search(pattern.source, text, re.IGNORECASE if pattern.cased else 0):
                    matched += 1
                    assert any(stem in text for stem in kind.stems), (kind.code, pattern.source, text)
                    assert not pattern.needs or any(need in text for need in pattern.needs), pattern.source
    assert matched > least


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("Fint sted. Hund i værkstedet, spørg først.", "animals.dog", "Hund i værkstedet"),
        ("pap i presse, larm. skal være fyldt 18", "age_limit", "skal være fyldt 18"),
        ("SKÆGGET SKAL AF ellers slutter masken ikke", "beard_mask", "SKÆGGET SKAL AF ellers slutter masken ikke"),
        ("Mest på tysk, så man peger.", "language.german", "Mest på tysk"),
        ("Opgaven starter først i uge 43.", "start_date", "Opgaven starter først i uge 43"),
    ],
)
def test_words_are_the_clause_as_written(text: str, kind: str, words: str) -> None:
    cue = next(cue for cue in task_cues("", text, "") if cue.kind == kind)
    assert cue.words == words
    assert f"«{words}»" in cue.ask


def test_long_clauses_are_cut_between_words() -> None:
    text = "vi går og går og går " * 6 + "forbi hunden der ligger i solen " + "og sover hele dagen " * 6
    words = only(task_cues("", text, "")).words
    assert len(words) <= 2 * REACH + len("hunden")
    assert "hunden" in words.split()
    assert set(words.split()) <= set(text.split())


def test_a_denial_counts_only_in_its_clause() -> None:
    assert kinds(task_cues("", "Der er ikke travlt, men hunden følger med.", "")) == {"animals.dog"}
    assert task_cues("", "Der er ikke nogen hund at følge med.", "") == ()


def test_a_denial_far_before_in_a_long_clause_is_out_of_sight() -> None:
    far = "ikke " + "noget at tale om her " * 7
    assert kinds(task_cues("", far + "hunden ligger", "")) == {"animals.dog"}


def test_capitals_and_danish_letters() -> None:
    assert kinds(task_cues("", "BØRNEATTEST PÅ ALLE", "")) == {"child_check"}
    assert kinds(task_cues("", "ÆG OG MÆLK: MÆLKEALLERGI GÅR IKKE", "")) == {"allergen.milk"}


def test_letters_that_grow_in_lower_case_do_not_shift_the_quotation() -> None:
    assert [cue.words for cue in task_cues("", "İİİİİİİİ! Hund, kat", "")] == ["Hund", "kat"]


def test_each_kind_once_and_the_title_first() -> None:
    assert only(task_cues("Hund i butikken", "Hunden sover", "En hund til")).words == "Hund i butikken"


LIFT = "Firmabil kører via Rødekro hver morgen 6.40 og kan tage en med"


def test_an_offered_lift_is_a_help_and_not_a_demand() -> None:
    cue = only(task_cues("", "Siddende arbejde.", LIFT))
    assert (cue.kind, cue.of, cue.offered) == ("transport", "citizen", True)
    assert cue.ask == f"Spørg borgeren, om det er en hjælp. Virksomheden tilbyder «{LIFT}»."


def test_an_offered_lift_answers_somebody_without_a_car() -> None:
    cue = only(pair_questions(task_cues("", "", LIFT), citizen_cues("Har ikke bil, kun bus", "", "")))
    assert cue.of == "company"
    assert cue.ask.startswith(f"Spørg virksomheden, om borgeren kan køre med: den tilbyder «{LIFT}». Kun til dig: ")
    assert "hindring" not in cue.ask


def test_a_lift_and_what_it_is_needed_for_are_both_told() -> None:
    cues = task_cues("", "", f"Der går ingen bus. {LIFT}.")
    assert [cue.offered for cue in cues] == [False, True]


def test_what_can_be_offered_has_words_for_it() -> None:
    offering = [kind for kind in _kinds().values() if kind.offer]
    assert offering
    assert all(kind.offered for kind in offering)


def test_a_task_asks_the_citizen() -> None:
    cue = only(task_cues("", "", "Ren straffeattest før start."))
    assert (cue.kind, cue.of) == ("criminal_record", "citizen")
    assert cue.ask.startswith("Spørg borgeren, om ")


def test_a_limit_asks_the_company_and_an_answer_the_citizen() -> None:
    limit = only(citizen_cues("", "", "hunde"))
    answer = only(citizen_cues("Taler flydende tysk.", "", ""))
    assert (limit.kind, limit.of) == ("animals.dog", "company")
    assert limit.ask.startswith("Spørg virksomheden, om ")
    assert (answer.kind, answer.of) == ("language.german", "citizen")


def test_nouns_are_limits_only_where_the_citizen_avoids_them() -> None:
    assert citizen_cues("Har malet stiger og trapper.", "", "") == ()
    assert kinds(citizen_cues("", "", "Stiger og trapper.")) == {"heights", "stairs"}


def test_a_limit_silences_what_would_answer_it() -> None:
    both = citizen_cues("Har passet hunde i en kennel.", "", "hunde")
    assert only(both).of == "company"


def test_pair_without_anything_in_the_profile_asks_the_citizen() -> None:
    task = task_cues("", "Man skal have kørekort.", "")
    assert pair_questions(task, ()) == task


def test_pair_confirms_what_the_profile_answers() -> None:
    task = task_cues("", "Lidt tysk er en fordel.", "")
    cue = only(pair_questions(task, citizen_cues("Taler flydende tysk.", "", "")))
    assert cue.of == "citizen"
    assert cue.words == "Lidt tysk er en fordel"
    assert "bekræft" in cue.ask
    assert "«Taler flydende tysk»" in cue.ask


def test_pair_quotes_both_sides_of_a_clash_and_asks_the_company() -> None:
    task = task_cues("", "", "Hunden er med overalt.")
    cue = only(pair_questions(task, citizen_cues("", "", "store hunde")))
    assert cue.of == "company"
    assert "«Hunden er med overalt»" in cue.ask
    assert cue.ask.endswith("Kun til dig: profilen siger «store hunde».")


def test_what_the_broker_noted_is_told_as_the_notes_and_what_the_task_says_as_the_task() -> None:
    for text, whose in (("task", "Opgaven"), ("notes", "Noterne fra rundturen")):
        own = ("", "", "Hund på lageret.") if text == "notes" else ("", "Hund på lageret.", "")
        said = f"{whose} siger «Hund på lageret»"
        assert said in only(task_cues(*own)).ask
        assert said in only(pair_questions(task_cues(*own), citizen_cues("Har passet hunde.", "", ""))).ask
        assert said in only(pair_questions(task_cues(*own), citizen_cues("", "", "store hunde"))).ask


def test_the_general_meets_the_particular_of_its_family_alone() -> None:
    task = task_cues("", "Dyr overalt.", "")
    assert only(pair_questions(task, citizen_cues("", "", "katte"))).of == "company"
    cats = task_cues("", "Katten sover på disken.", "")
    asked = pair_questions(cats, citizen_cues("", "", "hunde"))
    assert [(cue.kind, cue.of) for cue in asked] == [("animals.cat", "citizen"), ("animals.dog", "company")]


def test_asthma_in_a_task_meets_dust_in_a_profile() -> None:
    task = task_cues("", "Ikke en med astma.", "")
    assert only(pair_questions(task, citizen_cues("Tåler ikke støv.", "", ""))).of == "company"


def test_silent_tasks_are_asked_about_a_dog_but_not_about_heights() -> None:
    assert kinds(pair_questions((), citizen_cues("", "", "hunde, stiger"))) == {"animals.dog"}


def test_answers_to_nothing_are_not_asked() -> None:
    assert pair_questions((), citizen_cues("Taler flydende tysk. Har kørekort til bil.", "", "")) == ()


def test_every_question_reads_as_one() -> None:
    for kind in _kinds().values():
        for half in (kind.citizen, kind.company):
            assert half.strip() == half != ""
            assert not half.endswith((".", "?"))
            assert "@" not in half


@given(
    st.lists(st.sampled_from([example["text"] for example in [*DEVELOP, *HELD_OUT]]), max_size=4), st.text(max_size=40)
)
def test_words_stand_verbatim_in_any_text(parts: list[str], noise: str) -> None:
    text = noise.join(parts)
    for cue in (*task_cues("", text, ""), *citizen_cues(text, "", "")):
        assert cue.words
        assert cue.words in text


def test_empty_texts_say_nothing() -> None:
    assert task_cues("", "", "") == citizen_cues("", "", "") == ()


def test_importing_is_light() -> None:
    script = "import sys, recommender.cues; print(*sorted({'numpy', 'sklearn', 'faiss', 'torch'} & set(sys.modules)))"
    assert (
        subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.strip() == ""
    )
