"""Which digits are citations, by shape and surroundings."""

import pytest

from hemkg.model.paper import Mark, MarkKind, Span
from hemkg.read.citations import author_years, bracketed, is_number_list, numbers, raised_is_citation, widened
from hemkg.read.flow import Flow
from hemkg.read.glued import glued_citations, weigh


@pytest.mark.parametrize("text", ["1", "5–7", "[6c,15]", "16, 20-24", "1c,2", "qv: 34b"])
def test_lists_of_reference_numbers(text):
    assert is_number_list(text)


@pytest.mark.parametrize("text", ["−1", "2+", "", "a", "1/2", "0.5", "3−", "x1"])
def test_what_is_no_list_of_reference_numbers(text):
    assert not is_number_list(text)


def test_ranges_are_written_out():
    assert numbers("[9, 31–34]") == [9, 31, 32, 33, 34]


@pytest.mark.parametrize(
    ("before", "raised"),
    [
        ("a long life.", "1"),
        ("of the batteries", "5"),
        ("found by Li et al.", "41"),
        ("SIBs", "12"),
        ("oxides,", "3"),
        ("so", "1,2"),
    ],
)
def test_raised_numbers_that_cite(before, raised):
    assert raised_is_citation(before, raised)


@pytest.mark.parametrize(
    ("before", "raised"),
    [
        ("650 mAh g", "−1"),
        ("in cm", "3"),
        ("about 10", "5"),
        ("Fe", "3+"),
        ("of ", "57"),
        ("R", "2"),
        ("(", "7"),
        ("Li", "+"),
        ("", "1"),
    ],
)
def test_raised_characters_that_do_not_cite(before, raised):
    assert not raised_is_citation(before, raised)


def test_a_raised_number_behind_a_subscript_cites():
    assert raised_is_citation("with LiFePO4", "47", before_is_lowered=True)


def test_bracketed_numbers_cite_and_crystal_directions_do_not():
    text = "as in [3, 5–7] along [110] and [011] at [12]"
    assert [span.of(text) for span in bracketed(text)] == ["[3, 5–7]", "[12]"]


def test_numbers_beyond_the_reference_list_do_not_cite():
    text = "see [12] and [412]"
    assert [span.of(text) for span in bracketed(text, highest=60)] == ["[12]"]


def test_authors_and_years_in_brackets_cite():
    text = "It grew (Ho and Wu, 2010; Li et al., 2019b) in Ulm (since 2012) as Ho et al. (2011) said."
    assert [span.of(text) for span in author_years(text)] == ["(Ho and Wu, 2010; Li et al., 2019b)", "(2011)"]


def test_marks_on_numbers_widen_to_their_bracket():
    text = "before [2,3] after"
    links = tuple(Mark(MarkKind.CITATION, Span(n, n + 1)) for n in (8, 10))
    assert [m.span.of(text) for m in widened(Flow(text, links)).marks] == ["[2,3]"]


def test_marks_on_years_widen_to_the_names_beside_them():
    text = "known (Cabana et al., 2010; Choi and Aurbach, 2016) well"
    links = tuple(Mark(MarkKind.CITATION, Span(text.index(y), text.index(y) + 4)) for y in ("2010", "2016"))
    assert [m.span.of(text) for m in widened(Flow(text, links)).marks] == [
        "(Cabana et al., 2010; Choi and Aurbach, 2016)"
    ]


def test_a_bracket_that_says_more_than_its_citation_keeps_a_mark_on_the_number_only():
    text = "(as in the method of 12)"
    assert [m.span.of(text) for m in widened(Flow(text, (Mark(MarkKind.CITATION, Span(21, 23)),))).marks] == ["12"]


HABIT = "Ho et al.17 and Wu et al.18 met.1, 2 Then it rained.3 Li et al.20 left.4 Others came.5-7 All saw.8 We too.9 "


def glued(text: str) -> list[str]:
    whole = HABIT + text
    return [s.of(whole) for s in glued_citations(whole, weigh(HABIT * 2 + text)) if s.start >= len(HABIT)]


def test_a_text_shows_first_that_it_glues_its_citations():
    assert weigh("Fe2O3 delivers 650 mAh g-1. Super P was used.").highest == 0
    assert 20 <= weigh(HABIT).highest < 25


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a capacity of 1733 mAh g-1.17 The", ["17"]),
        ("in oxides20, sulfides19, and borides18, finding", ["20", "19", "18"]),
        ("(including Si17, Fe14, Co14, and Cr16) take part", ["17", "14", "14", "16"]),
        ("such as Fe13, 14, 18, Co16, and Ni", ["13, 14, 18", "16"]),
        ("the area13 (Fig. 8c)", ["13"]),
        ("Notably, Ho et al. 14 revealed", ["14"]),
        ("(Fig. 8d).14 Han", ["14"]),
    ],
)
def test_glued_citations_are_found(text, found):
    assert glued(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "Co3O4, Fe2O3 and SnO2",
        "of Na9Sn4, Na3Sb, and Na3Bi",
        "C60, which is round",
        "at 0.5 A g-1, then",
        "shown in Fig.1 The",
        "the (PO4)3 group",
        "charged to 3.0 V. Then",
        "a value of 1.23 The",
        "in 3d metals",
        "about 900 mAh g-1. The",
    ],
)
def test_digits_of_formulas_and_values_are_left_alone(text):
    assert glued(text) == []


def test_words_that_carry_numbers_of_their_own_are_left_alone():
    assert glued("step1, step2 and step3 follow; in step4 it ends") == []
