"""What papers are counted by may be said in many ways, and what most of them tell as well."""

import pytest

OXIDE = "(FeCoNiCuZn)3O4"


@pytest.mark.parametrize(
    "question",
    [
        "Number of papers by working ion that give a capacity?",
        "Per working ion, how many papers give a capacity?",
        "How many papers give a capacity, for lithium and for sodium separately?",
        "Count the papers that state a capacity for Li and for Na individually.",
    ],
)
def test_papers_are_counted_by_ion(ask, question):
    assert {row.cells["ion"]: row.cells["count"] for row in ask(question).rows} == {"Li": 2, "Na": 1}


@pytest.mark.parametrize(
    "question",
    [
        "Which mechanism is asserted by the largest number of papers?",
        "The mechanism that most papers assert - which one is it?",
    ],
)
def test_what_most_papers_tell_comes_first(ask, question):
    first = ask(question).rows[0].cells
    assert (first["mechanism"], first["count"]) == ("conversion", 2)


def test_every_element_that_a_claim_names_is_counted(cells):
    asked = "Among the elements that convert with lithium, which one is reported in the most papers?"
    assert sorted(cells("element", asked)) == ["Co", "Fe", "Ni"]


def test_what_a_metal_forms_is_a_mechanism(cells):
    assert cells("element", "Which elements form alloys with sodium?") == ["Sn"]


def test_papers_that_say_something_are_counted(ask):
    answer = ask("How many papers say that conversion takes place?")
    assert len(answer.rows) == 2
    assert answer.columns[0] != "quote"


def test_from_a_cycle_onwards_is_a_bound(cells):
    assert cells("capacity", f"Capacity of {OXIDE} from cycle 200 onwards?") == [610]


def test_by_means_of_is_no_mean(cells):
    asked = f"By means of which method was the conversion in {OXIDE} brought to light?"
    assert cells("technique", asked) == ["operando XRD"]


def test_the_mean_of_a_quantity_is_no_definition(cells):
    assert cells("statistic", "What is the mean of the capacities with lithium?") == ["mean"]
