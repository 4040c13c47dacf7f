"""What is said in the ways of speech, written in the ways of papers."""

import pytest

from hemkg.ask.plainer import put_plainly


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("200 milliamp hours per gram", "200 mAh/g"),
        ("500 milliamps per gram", "500 mA/g"),
        ("ten amperes per gram", "10 A/g"),
        ("over half an amp hour per gram", "over 0.5 Ah/g"),
        ("300 ampere-hours per kilogram", "300 Ah/kg"),
        ("an amp per gram", "1 A/g"),
    ],
)
def test_units_that_are_spoken_become_symbols(said, written):
    assert put_plainly(said) == written


@pytest.mark.parametrize(
    ("said", "written"),
    [("2k cycles", "2000 cycles"), ("1e3 cycles", "1000 cycles"), ("twelve hundred mAh/g", "1200 mAh/g")],
)
def test_numbers_in_words_and_with_letters_become_digits(said, written):
    assert put_plainly(said) == written


def test_times_are_cycles_only_where_something_is_cycled():
    assert put_plainly("cycled 500 times") == "cycled 500 cycles"
    assert put_plainly("mentioned 500 times") == "mentioned 500 times"


@pytest.mark.parametrize("said", ["K anodes", "Na storage", "Li cells"])
def test_the_symbol_of_a_carrier_before_a_cell_is_its_ion(said):
    symbol, noun = said.split()
    assert put_plainly(said) == f"{symbol}-ion {noun}"


@pytest.mark.parametrize("said", ["Si anodes", "SiPs at 5 A g-1", "a gram of tin", "(Mg0.2K0.8)O", "4.0 V vs. Li+/Li"])
def test_what_papers_write_themselves_is_left_alone(said):
    assert put_plainly(said) == said


@pytest.mark.parametrize(
    ("said", "written"), [("xrd", "XRD"), ("ice of GeP3", "ICE of GeP3"), ("a sib anode", "a SIB anode")]
)
def test_abbreviations_may_be_typed_small(said, written):
    assert put_plainly(said) == written


def test_words_of_english_are_no_abbreviations():
    assert put_plainly("which cells stem from it") == "which cells stem from it"
