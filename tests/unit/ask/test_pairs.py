"""Two samples side by side: how far apart, in which direction, an element beside a compound, before and after."""

import pytest
from annotated import store_of

from hemkg.assistant import Assistant

ALLOY = "Sb0.5Bi0.5"


def _value(kind, material, value, evidence, **more):
    return {"type": kind, "material": material, "value": value, "evidence": evidence, "ion": "K", **more}


def _material(surface, formula):
    return {"surface": surface, "formula": formula, "role": "anode"}


PASSAGES = {
    "alloy": {
        "title": "An alloy and its metal for potassium",
        "text": "Sb0.5Bi0.5 starts at 640 mAh g-1 and holds 410 mAh g-1 after 50 cycles. Bismuth holds 230 mAh g-1 "
        "after 50 cycles. Sb0.5Bi0.5 keeps 88% over 50 cycles, bismuth 61%.",
        "gold": {
            "materials": [_material(ALLOY, ALLOY), _material("Bismuth", "Bi")],
            "claims": [
                _value("capacity", ALLOY, 640, "starts at 640 mAh g-1", cycle=1),
                _value("capacity", ALLOY, 410, "410 mAh g-1 after 50 cycles", cycle=50),
                _value("capacity", "Bismuth", 230, "Bismuth holds 230 mAh g-1 after 50 cycles", cycle=50),
                _value("retention", ALLOY, 88, "keeps 88% over 50 cycles", cycles=50),
                _value("retention", "Bismuth", 61, "bismuth 61%", cycles=50),
            ],
        },
    },
    "vanadate": {
        "title": "A vanadate in the furnace",
        "text": "KV3O8 holds 90 mAh g-1. The calcined flakes hold 120 mAh g-1.",
        "gold": {
            "materials": [_material("KV3O8", "KV3O8"), _material("The calcined flakes", "KV3O8")],
            "claims": [
                _value("capacity", "KV3O8", 90, "KV3O8 holds 90 mAh g-1"),
                _value("capacity", "The calcined flakes", 120, "flakes hold 120 mAh g-1"),
            ],
        },
    },
}


@pytest.fixture(scope="module")
def pairs():
    return Assistant(store_of(PASSAGES.items()))


@pytest.fixture(scope="module")
def values(pairs):
    return lambda column, question: [row.cells.get(column) for row in pairs.answer(question).rows]


def test_a_difference_is_of_values_under_the_same_conditions(pairs, values):
    asked = f"By how much is the potassium capacity of {ALLOY} above that of plain bismuth?"
    assert values("capacity", asked) == [410, 230]
    assert "180 mAh g-1 above" in pairs.answer(asked).text


def test_percentage_points_are_points_of_the_share_that_is_kept(pairs, values):
    asked = f"After 50 cycles, how many percentage points more than bismuth does {ALLOY} keep?"
    assert values("retention", asked) == [88, 61]
    assert "27 percentage points" in pairs.answer(asked).text


def test_a_difference_under_other_conditions_is_said_to_be_one(pairs):
    answer = pairs.answer("What is the difference in capacity between Sb0.5Bi0.5 and KV3O8?")
    assert "not told to be the same" in answer.text


@pytest.mark.parametrize("treated", ["before and after calcination", "before and after it had been calcined"])
def test_a_treatment_pairs_a_material_with_what_it_makes_of_it(values, treated):
    assert sorted(values("capacity", f"What was the capacity of KV3O8 {treated}?")) == [90, 120]


@pytest.mark.parametrize(
    ("question", "found"),
    [
        (f"From worst to best, how do {ALLOY} and KV3O8 line up in capacity?", [90, 640]),
        (f"From best to worst, how do {ALLOY} and KV3O8 line up in capacity?", [640, 90]),
        ("What are the two lowest capacities for potassium?", [90, 120]),
        ("What are the two highest capacities for potassium?", [640, 230]),
    ],
)
def test_an_order_goes_the_way_that_is_asked(values, question, found):
    assert values("capacity", question) == found
