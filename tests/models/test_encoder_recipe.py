"""The encoder's recipe on sources small enough to check by hand."""

import lzma
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from benchmarks import encoder_measures as measures
from models.recipes.encoder import corpora as sources
from models.recipes.encoder.__main__ import main
from models.recipes.encoder.smoothing import smoothed
from models.recipes.encoder.start import distributional_start, near_counts, surprise, weighed_by_rarity
from models.recipes.encoder.tokeniser import UNKNOWN, empty_tokeniser, train_tokeniser
from recommender.encoder import StaticEncoder, load_encoder, shipped_encoder_folder, unit_rows

SKILLS = """uri\tskillType\treuseLevel\tlabel_da\talt_da\tdesc_da\tlabel_en\talt_en\tdesc_en
skill/a\ts\tr\tluge bede\t\t"Fjerne ukrudt\nfra bede."\tweed beds\t\tRemove weeds.
skill/b\ts\tr\tpudse ruder\tvaske vinduer | rense glas\tGøre ruder rene.\tclean windows\t\tClean panes.
skill/c\ts\tr\t\t\t\tno Danish\t\tx
"""
OCCUPATIONS = """uri\tiscoGroup\tcode\tlabel_da\talt_da\tlabel_en\talt_en\tdesc_en
http://data.europa.eu/esco/isco/C9\t\t\tAndet arbejde\t\t\t\t
occupation/g\t6113\t6113.1\tgartner\tanlægsgartner | gartneriarbejder\tgardener\t\tGardeners garden.
"""
RELATIONS = "occupation\trelation\tskill\ng\to\tb\ng\te\ta\n"


@pytest.fixture
def corpora(tmp_path: Path) -> Path:
    (tmp_path / "esco").mkdir()
    with lzma.open(tmp_path / "esco" / "skills_da_en.tsv.xz", "wt", encoding="utf-8") as lines:
        lines.write(SKILLS)
    (tmp_path / "esco" / "occupations_da_en.tsv").write_text(OCCUPATIONS, encoding="utf-8")
    with lzma.open(tmp_path / "esco" / "occupation_skill_relations.tsv.xz", "wt", encoding="utf-8") as lines:
        lines.write(RELATIONS)
    return tmp_path


@pytest.fixture
def nothing_held_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "held_out", lambda uri: False)


def test_about_one_concept_in_twenty_is_held_out_and_never_moves() -> None:
    held = [uri for uri in (f"skill/{number}" for number in range(4000)) if sources.held_out(uri)]

    assert 140 < len(held) < 260
    assert sources.held_out(f"http://data.europa.eu/esco/{held[0]}")


def test_quoted_cells_may_hold_newlines_and_concepts_without_danish_are_left_out(corpora: Path) -> None:
    rows = sources.skills(corpora)

    assert [row["label_da"] for row in rows] == ["luge bede", "pudse ruder"]
    assert rows[0]["desc_da"] == "Fjerne ukrudt\nfra bede."


@pytest.mark.usefixtures("nothing_held_out")
def test_pairs_of_skills_are_label_and_description_and_other_labels(corpora: Path) -> None:
    assert list(sources.esco_skill_pairs(corpora))[1:] == [
        ("pudse ruder", "Gøre ruder rene."),
        ("pudse ruder", "vaske vinduer"),
        ("pudse ruder", "rense glas"),
    ]


@pytest.mark.usefixtures("nothing_held_out")
def test_groups_are_no_occupations(corpora: Path) -> None:
    assert sources.esco_synonyms(corpora) == [["gartner", "anlægsgartner", "gartneriarbejder"]]


@pytest.mark.usefixtures("nothing_held_out")
def test_essential_skills_come_first(corpora: Path) -> None:
    assert sources.occupation_skills(corpora) == {"gartner": ["luge bede", "pudse ruder"]}


def test_held_out_concepts_are_in_no_pair(corpora: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "held_out", lambda uri: uri.endswith(("a", "g")))

    texts = [text for pair in (*sources.esco_skill_pairs(corpora), *sources.esco_parallel(corpora)) for text in pair]

    assert not any("luge" in text or "gartner" in text for text in texts)
    assert sources.occupation_skills(corpora) == {}


def test_the_speaker_of_a_debate_is_taken_off() -> None:
    assert sources.SPEAKER.sub("", "Peder Hansen (SF): Tak for ordet.") == "Tak for ordet."
    assert sources.SPEAKER.sub("", "Det er sådan: vi kommer.") == "Det er sådan: vi kommer."


def test_kin_are_the_words_after_the_name(tmp_path: Path) -> None:
    (tmp_path / "kin.txt").write_text("have: luge, bede, så frø\n", encoding="utf-8")

    assert sources.kin(tmp_path) == [["luge", "bede", "så frø"]]


def test_the_shipped_examples_are_whole() -> None:
    examples = sources.affinity(Path(__file__).parents[2] / "data" / "affinity")

    assert len(examples) >= 550
    assert all(len(e["good"]) >= 3 and len(e["weak"]) >= 2 and len(e["poor"]) >= 2 for e in examples)
    assert len({e["id"] for e in examples}) == len(examples)


def test_a_trained_tokeniser_is_of_the_size_asked_for_and_reads_in_lower_case() -> None:
    words = {"suppe": 40, "gryde": 40, "suppegryde": 2, "kasse": 40, "kassegryde": 1, "suppekasse": 1}

    tokeniser = train_tokeniser(Counter(words), 40)

    assert tokeniser.get_vocab_size() <= 40
    assert tokeniser.token_to_id(UNKNOWN) == 0
    assert tokeniser.encode("GRYDE").ids == tokeniser.encode("gryde").ids


def test_in_the_shipped_tokeniser_a_compound_shares_its_pieces_with_its_parts() -> None:
    encoder = load_encoder(shipped_encoder_folder())
    assert isinstance(encoder, StaticEncoder)

    assert encoder.tokeniser.encode("Suppegryde").tokens == ["suppe", "gryde"]


def test_marks_are_no_pieces_and_strange_letters_are_one_unknown_piece() -> None:
    tokeniser = empty_tokeniser([(UNKNOWN, 0.0), ("luge", -1.0)])

    assert tokeniser.encode("luge, luge!").tokens == ["luge", "luge"]
    assert set(tokeniser.encode("жж").ids) == {0}
    assert tokeniser.encode(" … ").ids == []


def test_near_counts_fall_with_distance_and_do_not_cross_texts() -> None:
    tokeniser = empty_tokeniser([(UNKNOWN, 0.0), ("a", -1.0), ("b", -1.0), ("c", -1.0)])

    counts = near_counts(tokeniser, ["a b c", "c"]).toarray()

    assert counts[1, 2] == counts[2, 1] == counts[2, 3] == 1.0
    assert counts[1, 3] == 0.5
    assert counts[3, 3] == 0.0


def test_surprise_is_positive_and_leaves_out_what_is_expected() -> None:
    tokeniser = empty_tokeniser([(UNKNOWN, 0.0), ("a", -1.0), ("b", -1.0), ("c", -1.0), ("d", -1.0)])

    table = surprise(near_counts(tokeniser, ["a b", "a b", "c d", "c d"])).toarray()

    assert table[1, 2] > 0
    assert table[1, 3] == 0


def test_words_of_the_same_company_start_near_each_other() -> None:
    words = ("hund", "kat", "gulv", "spand", "fodre", "pels", "vaske", "klud")
    pieces = [(UNKNOWN, 0.0), *((word, -1.0) for word in words)]
    tokeniser = empty_tokeniser(pieces)
    texts = ["hund fodre pels", "kat fodre pels", "gulv vaske klud", "spand vaske klud"] * 5

    rows = distributional_start(tokeniser, texts, dimension=4, seed=0)

    assert rows[1] @ rows[2] > rows[1] @ rows[3]
    np.testing.assert_array_equal(rows, distributional_start(tokeniser, texts, dimension=4, seed=0))


def test_rare_pieces_keep_their_length_and_common_ones_lose_it() -> None:
    tokeniser = empty_tokeniser([(UNKNOWN, 0.0), ("a", -1.0), ("b", -1.0)])

    rows = weighed_by_rarity(np.ones((3, 2), dtype=np.float32), tokeniser, ["a"])

    assert rows[1, 0] == pytest.approx(1e-3 / 1.001)
    assert rows[2, 0] == pytest.approx(1.0)


def test_smoothing_turns_a_row_towards_its_neighbours_and_leaves_zeros_alone() -> None:
    rows = np.array([[1, 0, 0], [3, 1, 0], [0, 0, 2], [0, 0, 0]], dtype=np.float32)

    smooth = smoothed(rows)

    np.testing.assert_allclose(unit_rows(smooth)[0], unit_rows(rows[:1] + unit_rows(rows[1:2]))[0], atol=1e-6)
    np.testing.assert_array_equal(smooth[3], 0.0)
    assert smooth[0] @ smooth[1] / np.prod(np.linalg.norm(smooth[:2], axis=1)) > 0.99


def test_ranked_figures_by_hand() -> None:
    scores = np.array([[0.9, 0.8, 0.7], [0.1, 0.2, 0.3]])
    relevant = np.array([[False, True, True], [False, False, True]])

    figures = measures.ranked(scores, relevant)

    assert figures["MAP"] == pytest.approx(((1 / 2 + 2 / 3) / 2 + 1) / 2)
    assert figures["MRR"] == pytest.approx((1 / 2 + 1) / 2)
    assert figures["hit@1"] == 0.5
    assert figures["hit@10"] == 1.0


def test_the_same_label_has_the_same_score_and_ties_keep_their_order() -> None:
    scores = measures.scores_of_each(lambda queries, texts: np.array([[0.5, 0.7, 0.5 + 1e-9]]), ["q"], ["a", "b", "a"])

    assert scores[0, 0] == scores[0, 2]
    assert measures.ranked(np.array([[0.5, 0.5 + 1e-9]]), np.array([[True, False]]))["MRR"] == 1.0


def test_a_query_without_relevant_texts_counts_as_zero() -> None:
    figures = measures.ranked(np.array([[0.9, 0.8]]), np.zeros((1, 2), dtype=bool))

    assert set(figures.values()) == {0.0}


def test_graded_figures_by_hand_and_their_control() -> None:
    own = [3.0, 3.0, 1.0, 2.0, 0.0, 1.0, 0.0]
    other = [0.0] * 7

    figures = measures.graded(np.array([[own, other], [other, own]]))

    assert figures["good>poor"] == pytest.approx((2 + 2 + 0.5 + 1) / 6)
    assert figures["good>weak"] == pytest.approx((2 + 2 + 0 + 1) / 6)
    assert figures["control good>poor"] == figures["control good>weak"] == 0.5


def test_a_missing_folder_of_sources_is_told_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["recipe", "--corpora", "no-such-folder"])

    assert main() == 2
    assert capsys.readouterr().err == "--corpora: no-such-folder; name the folder of the sources\n"
