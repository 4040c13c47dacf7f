"""What who asks tells of themselves is no part of the question; what they want, and under which conditions, is."""

import pytest

OXIDE = "(FeCoNiCuZn)3O4"


@pytest.mark.parametrize(
    "question",
    [
        "We draft a press release. Which phosphides exceed 1000 mAh/g?",
        "Which phosphides exceed 1000 mAh/g? Prestige doesn't bother us.",
        "I'm no crystallographer - which phosphides exceed 1000 mAh/g?",
        "We prepare a patent, so which phosphides exceed 1000 mAh/g?",
        "Name the phosphides that exceed 1000 mAh/g; envy is our driver.",
        "This is for a policy brief. Name the phosphides that exceed 1000 mAh/g.",
        "I'd wonder which phosphides exceed 1000 mAh/g.",
    ],
)
def test_who_asks_and_what_for_does_not_matter(cells, question):
    assert cells("material", question) == ["GeP3", "SnP3"]


def test_a_denial_in_an_aside_denies_nothing(cells):
    asked = f"Name the elements of {OXIDE} that are converted. I do not care about elegance."
    assert sorted(cells("element", asked)) == ["Co", "Fe", "Ni"]


def test_what_was_not_heeded_is_told(ask):
    told = ask("My landlord is curious. Which phosphides exceed 1000 mAh/g?").interpretation
    assert "“My landlord is curious” not heeded" in told


@pytest.mark.parametrize(
    "question",
    [
        "We care about toxicity. How toxic is GeP3, and what is its toxicity?",
        "I am looking for the toxicity. Which phosphides exceed 1000 mAh/g?",
        "I need the price. Which phosphides exceed 1000 mAh/g?",
        "The price is high. Which phosphides exceed 1000 mAh/g?",
        "Our lab suffers from moths. Which phosphides exceed 1000 mAh/g under such conditions?",
    ],
)
def test_what_is_wanted_and_conditions_are_heeded(ask, question):
    assert ask(question).abstained


def test_an_aside_that_names_a_thing_of_the_lexicon_stays(cells):
    assert cells("material", "We work on sodium cells. Which anodes exceed 500 mAh/g?") == ["SnS2@C"]


def test_modes_that_are_set_aside_pick_nothing(slots):
    def technique(question):
        return slots.ask(question).answer.interpretation

    assert "ex situ" not in technique("Which papers used operando XRD, not only ex situ?")
    assert "ex situ" in technique("Which papers used XRD not only ex situ but also operando?")


def test_techniques_with_modes_are_wanted_together(slots):
    asked = "Which papers combine ex situ XRD and ex situ TEM?"
    assert slots.ask(asked).answer.abstained
    assert not slots.ask("Which papers used ex situ XRD or ex situ TEM?").answer.abstained
