"""Conditions of a test are slots where they are recorded; where they are not, that is said."""

import pytest

OXIDE, SKEWED, MIXED, COATED = "(FeCoNiCuZn)3O4", "(Fe0.8Co0.05Ni0.05Cu0.05Zn0.05)3O4", "CoS1.5Se0.5", "Sb2S3@C"


@pytest.mark.parametrize(
    ("question", "materials"),
    [
        ("Which capacities were measured between 0.01 and 3 V?", [OXIDE]),
        ("Which capacities were measured in a voltage window of 0.01-1.5 V?", [SKEWED]),
        ("What is the highest capacity with a cut-off of 1.5 V?", [SKEWED]),
        ("Which capacities were measured up to 2 V?", [SKEWED]),
        ("Which materials were tested at 60 °C?", [SKEWED]),
        ("Which materials were tested in full cells?", [MIXED]),
        ("Which materials have particles under 10 nm?", [MIXED]),
        ("Which materials have a particle size below 5 nm?", []),
        ("Which carbon-coated materials are there?", [COATED]),
        ("What is the highest capacity of a carbon-coated sulfide?", [COATED]),
        ("Which materials are coated with carbon?", [COATED]),
    ],
)
def test_values_are_picked_by_their_conditions(told, question, materials):
    assert told("material", question) == materials


def test_a_window_is_told(told):
    assert told("voltage_window", f"Which voltage window was used for {OXIDE}?") == ["0.01 to 3 V"]


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("What is the highest capacity at 60 °C?", "The temperature is not recorded"),
        ("Which voltage window was used for GeP3?", "The voltage window is not recorded"),
        ("Which materials were tested in full cells?", "The kind of cell is not recorded"),
        ("What is the highest capacity of nanosheets?", "The morphology is not told of any"),
    ],
)
def test_a_condition_that_no_paper_tells_is_said(ask, question, missing):
    answer = ask(question)
    assert answer.abstained
    assert missing in answer.text


def test_a_loading_beside_a_capacity_is_not_held_against_it(ask):
    answer = ask("What is the capacity of GeP3 at a mass loading above 2 mg/cm2?")
    assert answer.rows[0].cells["capacity"] == 1400
    assert "mass loading not recorded" in answer.interpretation


def test_levers_are_told_by_the_guidelines(cells):
    levers = cells("lever", "Which levers favour conversion?")
    assert "smaller particle size of conversion products" in levers
    assert "conversion" in cells("mechanism", "Which levers favour conversion?")[0]
