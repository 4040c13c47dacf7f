"""Slips of the keyboard are mended; words of English and of the papers are not."""

import pytest

from hemkg.ask.spelling import mend


def known(_word):
    return False


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("capcity", "capacity"), ("aloying", "alloying"), ("inital", "initial"), ("spectrosopy", "spectroscopy")],
)
def test_a_slip_is_mended_and_told(typed, meant):
    spelt = mend(typed, known)
    assert spelt.text == meant
    assert spelt.mended == ((typed, meant),)


@pytest.mark.parametrize("word", ["explode", "weigh", "world", "restaurant", "curious"])
def test_a_word_of_english_is_not_mended_into_another(word):
    assert mend(word, known).text == word


@pytest.mark.parametrize("name", ["HEO-9", "CuSbSy@C", "Bi/FeS@NSC", "SiPs"])
def test_names_are_left_alone(name):
    assert mend(f"capacity of {name}", known).text == f"capacity of {name}"
