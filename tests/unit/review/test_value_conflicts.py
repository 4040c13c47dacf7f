"""A value that another paper of the same composition denies under the same conditions is told with both sentences."""

from dataclasses import replace

import pytest

from hemkg.review.findings import Severity
from hemkg.review.manuscript import check_manuscript
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM

from .papers import OXIDE, SULFIDE, capacity, efficiency, paper, retention, store_of

MINE = f"{OXIDE} gives 800 mAh/g after 100 cycles at 1 A/g."
THEIRS = f"After 100 cycles at 1 A/g, {OXIDE} has 500 mAh/g."


def mine(value=800, **more):
    return capacity(MINE, OXIDE, value, **({"cycle": 100, "current": 1} | more))


def theirs(value=500, **more):
    return capacity(THEIRS, OXIDE, value, **({"cycle": 100, "current": 1} | more))


def conflicts(said, *others):
    """Return the conflicts of a manuscript with papers of the store."""
    store = store_of(*(paper(f"other{number}", *claims) for number, claims in enumerate(others)), guided=False)
    found = check_manuscript(*paper("mine", *said), store)
    return [finding for finding in found.findings if finding.check == HEM.ValueConflictCheck]


def test_another_capacity_under_the_same_conditions_is_told_with_both_sentences():
    (found,) = conflicts([mine()], [theirs()])
    assert found.severity is Severity.WARNING
    assert [citation.quote for citation in found.quotes] == [MINE, THEIRS]
    assert "800 mAh g-1 here" in found.message
    assert "500 mAh g-1" in found.message


@pytest.mark.parametrize(
    "other",
    [
        theirs(700),
        theirs(cycle=200),
        theirs(current=2),
        theirs(ion="Na"),
        theirs(cycle=None),
        theirs(current=None),
        theirs(ion=None),
        theirs(unit="mAh cm-3"),
        theirs(kind=HEM.TheoreticalCapacity),
    ],
)
def test_near_values_other_conditions_and_conditions_not_stated_are_no_conflict(other):
    assert conflicts([mine()], [other]) == []


def test_currents_and_cycles_within_their_tolerance_are_the_same():
    assert conflicts([mine()], [theirs(current=1.05, cycle=103)]) != []


def test_other_windows_are_other_conditions():
    assert conflicts([mine(window=("0.01", "3.0"))], [theirs(window=("0.01", "3.0"))]) != []
    assert conflicts([mine(window=("0.01", "3.0"))], [theirs(window=("1.0", "3.0"))]) == []


def test_a_second_paper_that_agrees_settles_it():
    assert conflicts([mine()], [theirs()], [theirs(820)]) == []


def test_another_composition_is_no_witness():
    sentence = f"{SULFIDE} has 500 mAh/g after 100 cycles at 1 A/g."
    assert conflicts([mine()], [capacity(sentence, SULFIDE, 500, cycle=100, current=1)]) == []


def test_retentions_are_compared_in_percentage_points():
    ours = retention(f"{OXIDE} keeps 92% after 300 cycles at 1 A/g.", OXIDE, 92, cycle=300, current=1)
    far, near = (retention(f"{OXIDE} kept {v}%.", OXIDE, v, cycle=300, current=1) for v in (70, 85))
    assert len(conflicts([ours], [far])) == 1
    assert conflicts([ours], [near]) == []


def test_first_efficiencies_need_no_current():
    ours = efficiency(f"The first efficiency of {OXIDE} is 85%.", OXIDE, 85)
    assert len(conflicts([ours], [efficiency(f"{OXIDE} begins with 60%.", OXIDE, 60)])) == 1
    assert conflicts([ours], [efficiency(f"{OXIDE} begins with 80%.", OXIDE, 80)]) == []


def test_a_first_discharge_is_not_held_against_a_later_one():
    first = mine(cycle=1, kind=HEM.InitialDischargeCapacity)
    assert conflicts([first], [theirs(cycle=1, kind=HEM.InitialChargeCapacity)]) == []
    assert len(conflicts([first], [theirs(cycle=1, kind=HEM.InitialDischargeCapacity)])) == 1


def labelled(name, said, **labels):
    made, reading = paper(name, said)
    return made, replace(reading, materials=tuple(replace(material, **labels) for material in reading.materials))


def told_of_labels(ours, others):
    given = labelled("mine", mine(), **ours)
    store = store_of(labelled("other", theirs(790), **others), guided=False)
    found = check_manuscript(*given, store)
    return [finding.message for finding in found.findings if finding.check == HEM.ValueConflictCheck]


def test_another_structure_or_entropy_class_of_the_same_composition_is_told():
    (structure,) = told_of_labels({"structure": HEM.RockSalt}, {"structure": HEM.Spinel})
    assert f"{terms.label(HEM.RockSalt)} here and {terms.label(HEM.Spinel)} by" in structure
    (entropy,) = told_of_labels({"entropy_label": HEM.HighEntropy}, {"entropy_label": HEM.MediumEntropy})
    assert "high entropy here and medium entropy by" in entropy


@pytest.mark.parametrize("there", [HEM.RockSalt, HEM.Cubic, None])
def test_the_same_structure_a_bare_symmetry_and_none_are_no_conflict(there):
    assert told_of_labels({"structure": HEM.RockSalt}, {"structure": there}) == []


def test_a_material_of_the_guidelines_is_no_paper_to_contradict():
    given = labelled("mine", mine(), structure=HEM.Spinel, entropy_label=HEM.MediumEntropy)
    found = check_manuscript(*given, store_of(guided=True))
    assert [finding for finding in found.findings if finding.check == HEM.ValueConflictCheck] == []
