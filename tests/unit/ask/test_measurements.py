"""Numbers that are asked for, in as many ways as people ask for them."""

import pytest


@pytest.mark.parametrize(
    "question",
    [
        "What capacity does SnS2@C have?",
        "capacity SnS2@C",
        "SnS2@C, how many mAh/g?",
        "What does SnS2@C deliver?",
        "tell me the sodium capacity of SnS2@C please",
        "How much charge can SnS2@C hold per gram, if I may ask?",
        "capcity of SnS2@C at 200 milliamps per gram",
    ],
)
def test_one_value_is_found_however_it_is_asked_for(cells, question):
    assert cells("capacity", question) == [540]


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("(FeCoNiCuZn)3O4 at 1 A/g", [610]),
        ("What is left of (FeCoNiCuZn)3O4 after 300 cycles?", [610]),
        ("Anodes above 1000 mAh/g", [1400, 1100]),
        ("Who gets over 1.2 Ah per gram?", []),
        ("Lithium anodes with 700 to 1200 mAh/g", []),
        ("Lithium anodes between 700 and 1200 mAh/g", [1100, 900]),
    ],
)
def test_conditions_and_bounds_pick_values(cells, question, values):
    assert not values or cells("capacity", question) == values


def test_the_highest_comes_with_the_runner_up_in_words(ask):
    answer = ask("Which anode has the highest lithium capacity?")
    assert [row.cells["material"] for row in answer.rows] == ["GeP3"]
    assert "Next comes SnP3 with 1100 mAh g-1" in answer.text


def test_two_materials_are_compared_and_the_better_one_comes_first(cells):
    assert cells("material", "SnP3 versus GeP3: which stores more?") == ["GeP3", "SnP3"]


@pytest.mark.parametrize(
    "question",
    [
        "What percentage of its capacity does SnS2@C keep?",
        "capacity retention of SnS2@C",
        "How much percent does SnS2@C retain?",
    ],
)
def test_a_share_of_the_capacity_is_a_retention(cells, question):
    assert cells("retention", question) == [83]


@pytest.mark.parametrize(
    ("question", "yes"),
    [
        ("Does GeP3 exceed 1200 mAh/g?", True),
        ("Does SnP3 exceed 1200 mAh/g?", False),
        ("GeP3 over 1200 mAh/g?", True),
        ("Is SnP3 better than GeP3 in capacity?", False),
    ],
)
def test_yes_or_no_is_decided_by_the_number(ask, question, yes):
    assert ask(question).yesno is yes


def test_the_most_stable_is_what_keeps_most(ask):
    answer = ask("Which anode is the most stable?")
    assert [(row.cells["material"], row.cells["retention"]) for row in answer.rows] == [("SnS2@C", 83)]
