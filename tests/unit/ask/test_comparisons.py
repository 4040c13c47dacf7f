"""Which synthesis, structure or family is best: the best of each; what the graph does not hold compares nothing."""

from copy import deepcopy

import pytest

from hemkg.assistant import Assistant

from .slots_world import OXIDE, PASSAGES, SKEWED, store_of


@pytest.fixture(scope="module")
def shaped():
    """Return an assistant over papers that tell the morphology of two materials."""
    passages = deepcopy(PASSAGES)
    for name, morphology in (("oxide", "nanosheet"), ("skewed", "nanowire")):
        passages[name]["gold"]["materials"][0]["morphology"] = morphology
    return Assistant(store_of(passages.items()))


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
        "Which microstructure leads to the highest capacity?",
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


@pytest.mark.parametrize(
    "question",
    ["Which morphology gives the best capacity?", "Which particle shape leads to the highest capacity?"],
)
def test_morphologies_are_compared(shaped, question):
    rows = shaped.answer(question).rows
    assert [(row.cells["morphology"], row.cells["capacity"]) for row in rows] == [("nanosheet", 900), ("nanowire", 700)]


@pytest.mark.parametrize(
    "question", ["Which morphology gives the best capacity?", "Which particle shape leads to the highest capacity?"]
)
def test_a_morphology_that_no_paper_tells_compares_nothing(slots, question):
    answer = slots.answer(question)
    assert answer.abstained
    assert "has a morphology that its paper tells" in answer.text


def test_materials_are_picked_by_their_morphology(shaped):
    assert [row.cells["material"] for row in shaped.answer("Which materials are nanosheets?").rows] == [OXIDE]
    assert [row.cells["material"] for row in shaped.answer("What is the highest capacity of nanowires?").rows] == [
        SKEWED
    ]
    assert [row.cells["morphology"] for row in shaped.answer(f"What morphology does {OXIDE} have?").rows] == [
        "nanosheet"
    ]


def test_a_morphology_that_is_not_told_of_a_named_material_is_not_held_against_it(shaped):
    answer = shaped.answer(f"What is the capacity of {OXIDE} nanowires?")
    assert answer.rows[0].cells["capacity"] == 900
    assert "nanowire not told of it" in answer.interpretation


def test_one_anion_family_is_held_against_another_by_its_best(ask):
    assert ask("Are sulfides better than oxides?").yesno is False
    assert ask("Do oxides have a higher capacity than sulfides?").yesno is True
    assert ask("Which is better, oxides or sulfides?").text.startswith("oxide is higher")


def test_a_family_without_a_value_is_named(ask):
    assert "No paper here gives one of a selenide." in ask("Compare oxides and selenides by capacity.").text


def test_classes_that_nobody_compared_are_not_compared(ask):
    assert ask("Do high-entropy oxides outperform simple oxides?").abstained
