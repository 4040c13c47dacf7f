"""What materials must be: numbers of cations and anions, equal amounts, an entropy computed or claimed."""

import pytest

from hemkg.assistant import Assistant

from .world import PASSAGES, store_of

OXIDE, SKEWED, MIXED, COATED = "(FeCoNiCuZn)3O4", "(Fe0.8Co0.05Ni0.05Cu0.05Zn0.05)3O4", "CoS1.5Se0.5", "Sb2S3@C"


@pytest.mark.parametrize(
    ("question", "materials"),
    [
        ("Which materials have more than one anion?", {MIXED}),
        ("Which materials contain two kinds of anion?", {MIXED}),
        ("Which materials have at least two different anions?", {MIXED}),
        ("Which mixed-anion materials are there?", {MIXED}),
        ("Which single-anion materials are there?", {OXIDE, SKEWED, COATED}),
        ("Which materials with a number of anions of two store lithium?", {MIXED}),
        ("Which materials have a number of cations of at least five?", {OXIDE, SKEWED}),
        ("Which materials have at least five cations?", {OXIDE, SKEWED}),
        ("Which materials call themselves high-entropy but are not by computed entropy?", {SKEWED}),
        ("Which materials are called high-entropy although their computed entropy is below 1.5 R?", {SKEWED}),
        ("Which materials are called high-entropy?", {OXIDE, SKEWED}),
        ("Which materials are high-entropy by computation?", {OXIDE}),
        ("Which oxides have an entropy above 1.5R?", {OXIDE}),
        ("Which oxides are equimolar?", {OXIDE}),
        ("Which oxides are not equimolar?", {SKEWED}),
        ("Which non-equimolar oxides are there?", {SKEWED}),
    ],
)
def test_materials_are_picked_by_numbers_and_by_whose_word(told, question, materials):
    assert set(told("material", question)) == materials


def test_whose_word_it_is_stands_beside_the_material(told):
    question = "Which materials call themselves high-entropy but are not by computed entropy?"
    assert (told("called", question), told("computed", question)) == (["high"], ["low"])


def test_slots_of_materials_go_with_measurements(told):
    assert told("capacity", "What is the highest capacity of an equimolar oxide?") == [900]
    assert told("capacity", "What is the highest capacity of a mixed-anion material?") == [620]


def test_a_mixed_family_that_nobody_made_is_refused_with_others_of_two_anions(slots):
    answer = slots.answer("Which oxyfluorides have been made?")
    assert answer.abstained
    assert MIXED in answer.text


def test_where_a_class_begins_is_still_told(slots):
    assert "1.5 R" in slots.answer("From which entropy on is a material called high-entropy?").text


@pytest.mark.parametrize(
    "words", ["high-entropy oxides", "HEOs", "high-entropy materials", "high-entropy oxide anodes"]
)
def test_a_class_of_which_a_review_speaks_is_still_a_class(words):
    review = {
        "title": f"Advances in {words}",
        "text": f"Of {words} little is known.",
        "gold": {"materials": [{"surface": words, "role": "anode"}], "claims": []},
    }
    both = Assistant(store_of([*PASSAGES.items(), ("review", review)]))
    assert [row.cells["capacity"] for row in both.answer(f"Which {words} reach more than 600 mAh/g?").rows] == [
        900,
        610,
    ]
