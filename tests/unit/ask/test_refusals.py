"""What is not there is said, with what is nearest and how it could be added."""

import pytest


@pytest.mark.parametrize(
    "question",
    [
        "Who won the World Cup?",
        "How much does a kilogram of GeP3 cost?",
        "What is the capacity of Li7La3Zr2O12?",
        "Potassium capacity of GeP3",
        "Coulombic efficiency of SnP3",
        "Why does GeP3 explode?",
        "Density of SnS2@C",
        "GeP3 at 100 A/g",
        "What voltage does GeP3 have?",
        "",
        "?!",
    ],
)
def test_what_no_paper_tells_is_refused(ask, question):
    answer = ask(question)
    assert answer.abstained
    assert not answer.rows


def test_a_strange_premise_is_named(ask):
    assert "concerns “cost”" in ask("How much does a kilogram of GeP3 cost?").text


def test_an_unknown_material_comes_with_those_most_alike(ask):
    text = ask("What is the capacity of (FeCoNiCuMn)3O4?").text
    assert text.startswith("Not in this corpus")
    assert "(FeCoNiCuZn)3O4" in text


def test_a_missing_value_comes_with_the_nearest_ones(ask):
    assert "Nearest: GeP3 with 1400 mAh g-1" in ask("Potassium capacity of GeP3").text


def test_every_refusal_says_how_to_add_papers(ask):
    assert "hemkg build" in ask("What is the capacity of Li7La3Zr2O12?").text
