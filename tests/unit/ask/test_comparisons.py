"""Which synthesis, structure or family is best: the best of each; what the graph does not hold compares nothing."""

import pytest


def test_each_synthesis_has_its_best_value(told):
    question = "Which synthesis gives the highest capacity?"
    assert told("synthesis", question) == ["hydrothermal synthesis", "mechanochemical synthesis"]
    assert told("capacity", question) == [900, 700]


def test_a_comparison_keeps_the_other_slots(told):
    assert told("capacity", "Which synthesis gives the highest capacity for sodium?") == [800]
    assert told("capacity", "Which synthesis gives the highest capacity after 2019?") == [700]
    assert told("capacity", "What is the lowest capacity by synthesis method?") == [620, 800]


def test_a_comparison_cites_the_value_and_how_it_was_made(slots):
    row = slots.answer("Which synthesis gives the highest capacity?").rows[0]
    assert len(row.citations) == 2


def test_families_and_structures_are_compared_too(told, slots):
    assert told("family", "Which anion family gives the best capacity?")[:2] == ["oxide", "sulfide"]
    assert told("structure", "Which crystal structure gives the highest capacity?") == ["spinel"]
    assert "no cause" in slots.answer("Which anion family gives the best capacity?").text


@pytest.mark.parametrize(
    "question",
    [
        "Which electrolyte gives the best capacity?",
        "Which binder gives the best result?",
        "Which morphology leads to the highest capacity?",
        "What is the highest capacity by electrolyte?",
        "In which electrolyte was Sb2S3@C measured?",
    ],
)
def test_what_is_not_recorded_compares_nothing(slots, question):
    answer = slots.answer(question)
    assert answer.abstained
    assert "is not recorded" in answer.text


def test_a_condition_that_is_not_recorded_is_told(slots):
    answer = slots.answer("What is the capacity of Sb2S3@C in an ether electrolyte?")
    assert "electrolyte not recorded" in answer.interpretation


def test_most_often_still_counts(told):
    assert told("count", "Which synthesis method is used most often?") == [2, 2]
