"""Runs become one string in one spelling, with marks that stay on their characters."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hemkg.model.paper import MarkKind
from hemkg.read.flow import Flow, Run, cut, flow, join, plain, stopped

SUB, SUP, CITE = MarkKind.SUBSCRIPT, MarkKind.SUPERSCRIPT, MarkKind.CITATION


def spelled(written: Flow) -> list[tuple[str, str]]:
    return [(mark.kind.value, mark.span.of(written.text)) for mark in written.marks]


def cited(label: str) -> Run:
    return Run(label, CITE, raised=True)


def test_lowered_and_raised_characters_stay_in_line_and_are_marked():
    written = flow([Run("Co"), Run("3", SUB), Run("O"), Run("4", SUB), Run(" at 1 A g"), Run("−1", SUP)])
    assert written.text == "Co3O4 at 1 A g−1"
    assert spelled(written) == [("subscript", "3"), ("subscript", "4"), ("superscript", "−1")]


def test_white_space_is_single_across_runs():
    assert flow([Run("a \n "), Run("  b"), Run("\u2009c\u00a0\u00ad"), Run(" ")]).text == "a b c"


def test_invisible_characters_and_ligatures_are_spelled_out():
    assert plain("e\ufb03cient\u200b lithium\u2010ion") == "efficient lithium-ion"


def test_a_raised_citation_is_set_off_from_a_number():
    written = flow([Run("650 mAh g"), Run("−1", SUP), cited("41"), Run(" was seen")])
    assert written.text == "650 mAh g−1 [41] was seen"
    assert ("citation", "[41]") in spelled(written)


@pytest.mark.parametrize("stop", [".", ",", ";", ":"])
def test_a_raised_citation_comes_before_the_stop_of_its_clause(stop):
    assert flow([Run(f"long life{stop}"), cited("1,2"), Run(" More")]).text == f"long life [1,2]{stop} More"


def test_a_raised_citation_stays_behind_an_abbreviation():
    assert flow([Run("Li et al."), cited("57"), Run(" found")]).text == "Li et al. [57] found"


def test_raised_citations_parted_by_commas_and_dashes_are_one():
    runs = [Run("organic ones."), cited("1"), Run("–"), cited("4"), Run(","), cited("9"), Run(" And")]
    assert flow(runs).text == "organic ones [1–4,9]. And"


def test_raised_citations_with_nothing_between_do_not_make_a_new_number():
    assert flow([Run("here"), cited("1"), cited("2")]).text == "here [1,2]"


def test_brackets_printed_with_a_raised_citation_are_not_doubled():
    assert flow([Run("here"), cited("[6c,15]"), Run(".")]).text == "here [6c,15]."


def test_marks_stay_in_place_when_characters_are_composed():
    written = flow([Run("e\u0301 Fe"), Run("2", SUB), Run("A\u030a")])
    assert written.text == "é Fe2Å"
    assert spelled(written) == [("subscript", "2")]


def test_flows_join_and_are_cut_with_their_marks():
    whole = join([Flow("Fig. 1."), Flow(), flow([Run("Fe"), Run("3", SUB), Run("O"), Run("4", SUB)])])
    assert whole.text == "Fig. 1. Fe3O4"
    assert spelled(cut(whole, 8, 13)) == [("subscript", "3"), ("subscript", "4")]


def test_a_label_is_closed_once():
    assert stopped(Flow("Figure 1")).text == "Figure 1."
    assert stopped(Flow("Table 1.")).text == "Table 1."


runs = st.lists(
    st.builds(Run, st.text(max_size=8), st.sampled_from([None, SUB, SUP]))
    | st.builds(cited, st.sampled_from(["1", "2,3"])),
    max_size=12,
)


@given(runs)
def test_whatever_the_runs_the_text_is_nfc_and_the_marks_lie_inside_in_order(given_runs):
    written = flow(given_runs)
    assert unicodedata.is_normalized("NFC", written.text)
    assert "  " not in written.text
    assert list(written.marks) == sorted(written.marks, key=lambda mark: mark.span)
    assert all(mark.span.end <= len(written.text) for mark in written.marks)
