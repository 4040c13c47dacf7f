"""What a question was taken to mean is changed slot by slot, and asked again with every other slot as it was."""

import pytest

from hemkg.ask.editing import ASKED_FOR, SLOTS, Edit, edit_of, edited, slots_of, words_to_read
from hemkg.ask.intent import Intent
from hemkg.errors import InputError

LITHIUM = "Which materials give more than 650 mAh/g for lithium?"


def test_slots_are_shown_with_their_values(slots):
    intent = slots.ask("What is the highest capacity of an oxide for lithium published after 2019?").intent
    shown = slots_of(intent)
    assert shown["ion"] == "Li+"
    assert shown["year"] == "after 2019"
    assert shown["order"] == "the highest"
    assert shown["family"].startswith("oxide")


@pytest.mark.parametrize(
    ("question", "command", "column", "values"),
    [
        (LITHIUM, "/drop ion", "capacity", [900, 800, 700]),
        (LITHIUM, "/set ion Na", "capacity", [800]),
        (LITHIUM, "/set ion sodium", "capacity", [800]),
        (LITHIUM, "/set value > 850", "capacity", [900]),
        (LITHIUM, "/set value 600 to 650 mAh/g", "capacity", [620]),
        (LITHIUM, "/drop value", "capacity", [900, 700, 620]),
        (LITHIUM, "/set year >= 2021", "capacity", [700]),
        ("What is the highest capacity of an oxide?", "/set order lowest", "capacity", [700]),
        ("What is the highest capacity of an oxide?", "/set family sulfide", "capacity", [800]),
        ("What is the capacity of Sb2S3@C?", "/set material CoS1.5Se0.5", "capacity", [620]),
        ("Which materials have at least five cations?", "/set cations 2", "material", []),
        ("Which papers used operando XRD?", "/set technique in situ TEM", "doc", ["skewed"]),
        ("Which papers used operando XRD and ex situ TEM?", "/drop technique", "doc", []),
        ("Which papers on conversion appeared after 2019?", "/drop year", "doc", ["mixed", "oxide"]),
        ("Which oxides store lithium by conversion?", "/set polarity negated", "material", []),
        ("Which oxides contain iron?", "/set without iron", "material", []),
    ],
)
def test_one_slot_is_changed(told, question, command, column, values):
    assert told(column, question, command) == values


def test_changes_follow_one_another(told):
    assert told("capacity", LITHIUM, "/drop value", "/set ion Na") == [800]


def test_a_change_is_shown_in_how_it_is_understood(slots):
    before = slots.ask(LITHIUM)
    assert "Na+" in slots.ask("/set ion Na", before).answer.interpretation


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("/drop colour", "there is no slot"),
        ("/drop mechanism", "says nothing of mechanism"),
        ("/drop quantity", "is what is asked for"),
        ("/set ion purple", "was not understood as ion"),
        ("/set ion", "give a value"),
    ],
)
def test_what_cannot_be_changed_is_told(slots, command, told):
    before = slots.ask(LITHIUM)
    with pytest.raises(InputError, match=told):
        slots.ask(command, before)


def test_nothing_can_be_changed_before_a_question(slots):
    with pytest.raises(InputError, match="no question before"):
        slots.ask("/drop ion")


@pytest.mark.parametrize("name", sorted(set(SLOTS) - ASKED_FOR))
def test_an_empty_slot_cannot_be_taken_away(name):
    with pytest.raises(InputError):
        edited(Intent(), Edit(name))


def test_other_words_are_no_command():
    assert edit_of("drop the ion") is None
    assert edit_of("and for sodium?") is None
    assert words_to_read(Edit("cations", ">5")) == "materials with > 5 cations"
