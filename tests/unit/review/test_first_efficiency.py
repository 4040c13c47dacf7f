"""A first efficiency is held against the two capacities beside it where the words leave no choice, and only there."""

# ruff: noqa: E501  a sentence stands on one line

import pytest

from hemkg.model.claim import ClaimType
from hemkg.review.findings import Severity
from hemkg.review.manuscript import check_manuscript
from hemkg.vocab.terms import HEM

from .papers import OXIDE, SULFIDE, capacity, efficiency, paper, retention


def found(*said):
    """Return how much the findings on efficiencies weigh."""
    findings = check_manuscript(*paper("mine", *said)).findings
    return [finding.severity for finding in findings if finding.check == HEM.EfficiencyCheck]


def one_sentence(words, share, values=(600, 480), **more):
    """Return two capacities of untold halves and an efficiency that stand in one sentence."""
    sentence = words.format(name=OXIDE, share=share)
    return (*(capacity(sentence, OXIDE, value, **more) for value in values), efficiency(sentence, OXIDE, share))


PAIRED = (
    "{name} shows 600 mAh/g (discharge) and 480 mAh/g (charge) at 0.1 A/g, an initial Coulombic efficiency of {share}%.",
    "Of 600 mAh/g taken up by {name} in the first cycle, 480 mAh/g are released, an initial efficiency of {share}%.",
    "The initial efficiency of {name} is {share}%, as it discharges to 600 mAh/g and charges to 480 mAh/g.",
)


@pytest.mark.parametrize("words", PAIRED)
def test_two_capacities_in_the_sentence_of_an_efficiency_are_its_halves(words):
    assert found(*one_sentence(words, "80")) == []
    assert found(*one_sentence(words, "90")) == [Severity.WARNING]


@pytest.mark.parametrize(
    "words",
    [
        # a second current, a later cycle, a third capacity, a second share, one half only
        "{name} shows 600 mAh/g (discharge at 0.1 A/g) and 480 mAh/g (charge at 1 A/g), an initial efficiency of {share}%.",
        "{name} shows 600 mAh/g on discharge and 480 mAh/g on charge in the 5th cycle, after an initial efficiency of {share}%.",
        "{name} shows 600 mAh/g (discharge) and 480 mAh/g (charge) of 700 mAh/g, an initial efficiency of {share}%.",
        "{name} shows 600 mAh/g (discharge) and 480 mAh/g (charge), an initial efficiency of {share}%, then 99%.",
        "{name} shows 600 mAh/g on discharge, 480 mAh/g in theory, and an initial efficiency of {share}%.",
    ],
)
def test_where_the_words_leave_a_choice_nothing_is_concluded(words):
    assert found(*one_sentence(words, "90")) == []


def test_a_capacity_of_another_material_is_none_of_its_halves():
    sentence = f"{OXIDE} shows 600 mAh/g (discharge), {SULFIDE} 480 mAh/g (charge), at an initial efficiency of 90%."
    said = (capacity(sentence, OXIDE, 600), capacity(sentence, SULFIDE, 480), efficiency(sentence, OXIDE, "90"))
    assert found(*said) == []


def test_a_capacity_of_a_later_cycle_is_none_of_its_halves():
    sentence = PAIRED[0].format(name=OXIDE, share="90")
    later = capacity(sentence, OXIDE, 480, cycle=100, kind=HEM.CapacityAfterCycling)
    assert found(capacity(sentence, OXIDE, 600), later, efficiency(sentence, OXIDE, "90")) == []


def test_halves_that_were_read_make_it_an_error():
    sentence = PAIRED[0].format(name=OXIDE, share="90")
    told = (
        capacity(sentence, OXIDE, 600, cycle=1, kind=HEM.InitialDischargeCapacity),
        capacity(sentence, OXIDE, 480, cycle=1, kind=HEM.InitialChargeCapacity),
    )
    assert found(*told, efficiency(sentence, OXIDE, "90")) == [Severity.ERROR]


def test_a_share_that_its_sentence_calls_an_efficiency_was_no_retention():
    sentence = PAIRED[0].format(name=OXIDE, share="90")
    words, fields = retention(sentence, OXIDE, "90", cycle=None)
    assert fields["claim_type"] is ClaimType.RETENTION
    assert found(capacity(sentence, OXIDE, 600), capacity(sentence, OXIDE, 480), (words, fields)) == [Severity.WARNING]
