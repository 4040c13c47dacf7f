"""Phrasings of one thing are read alike, and only what names a strange thing makes a question unanswerable."""

import pytest

from hemkg.ask.plainer import put_plainly


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("after one hundred and fifty cycles", "after 150 cycles"),
        ("twelve A/g", "12 A/g"),
        ("less than five per cent", "less than 5 per cent"),
        ("at 5k mA/g", "at 5000 mA/g"),
        ("XRD during operation of the cell", "XRD operando"),
        ("after 40 and after 80 cycles", "after 40 cycles and after 80 cycles"),
    ],
)
def test_numbers_and_modes_are_written_as_papers_write_them(said, written):
    assert put_plainly(said) == written


@pytest.mark.parametrize(
    "question",
    [
        "What does SnS2@C still deliver when pushed to 0.2 A/g?",
        "At 0.2 A/g, what is SnS2@C's capacity?",
        "I am a student and would like to know the capacity of SnS2@C in a sodium cell.",
        "As a referee I would ask which capacity was found for SnS2@C.",
    ],
)
def test_talk_refuses_no_question(cells, question):
    assert cells("capacity", question) == [540]


@pytest.mark.parametrize(
    "question",
    [
        "Which binder was used with GeP3?",
        "How large are the particles of GeP3?",
        "What is the capacity of GeP3 in a fuel cell?",
        "Who invented GeP3?",
        "In which year was GeP3 published?",
        "How many grams of germanium are there?",
    ],
)
def test_a_strange_thing_refuses_a_question(ask, question):
    assert ask(question).abstained


@pytest.mark.parametrize(
    "question",
    [
        "Who keeps more than 80 per cent over 500 cycles or more?",
        "Which materials lose less than twenty per cent within 500 cycles?",
    ],
)
def test_a_share_is_kept_or_lost(cells, question):
    assert cells("material", question) == ["SnS2@C"]


def test_papers_are_picked_by_their_ion_and_their_numbers(ask):
    assert ask("Operando XRD on sodium cells: which papers?").abstained
    answer = ask("Which papers report more than 800 mAh/g for lithium?")
    assert {row.cells["doc"] for row in answer.rows} == {"oxide", "phosphide"}


def test_a_follow_up_swaps_the_ion(cells):
    assert cells("material", "Which materials were tested with lithium above 500 mAh/g?", "Same for sodium.") == [
        "SnS2@C"
    ]


def test_what_is_set_aside_is_not_asked_for(cells):
    question = "Conversion in sodium cells: name the materials where it is shown rather than merely suspected."
    assert cells("material", question) == ["SnS2@C"]


@pytest.mark.parametrize(
    ("question", "capacity"),
    [
        ("How many mAh/g would antimony give if it went to Na3Sb?", 660.4),
        ("CoO + 2 Li: mAh/g?", 715.4),
        ("How much would tin store as Li4.4Sn?", 993.4),
    ],
)
def test_a_product_is_enough_to_compute_a_capacity(cells, question, capacity):
    assert cells("capacity", question) == [capacity]


def test_a_class_of_entropy_is_computed(ask):
    assert ask("Would (Fe0.2Co0.2Ni0.2Cr0.2Mn0.2)3O4 count as high-entropy?").yesno is True
    assert ask("Is (CoNiZn)O medium-entropy?").yesno is True
    limits = ask("Between which values of the configurational entropy is a material called medium-entropy?")
    assert {row.cells["value"] for row in limits.rows} == {1.0, 1.5}


def test_a_claim_that_is_told_first_is_asked_about(ask):
    told = ask("I have read that zinc is not converted in (FeCoNiCuZn)3O4. Is that true?")
    assert told.yesno is True


def test_the_noun_after_which_is_what_is_asked(ask):
    assert ask("Which capacity does the literature report for GeP3?").rows[0].cells["capacity"] == 1400
    assert {row.cells["doc"] for row in ask("Has anyone run XRD on these anodes? Which documents?").rows} == {"oxide"}


def test_the_best_are_as_many_as_asked_for(cells):
    assert cells("material", "Name the two best lithium anodes.") == ["GeP3", "SnP3"]


def test_most_often_counts_papers(ask):
    first = ask("Which storage mechanism is reported most often?").rows[0]
    assert (first.cells["mechanism"], first.cells["count"]) == ("conversion", 2)
