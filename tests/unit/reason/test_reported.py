"""What papers say of the composition that is checked, and how it fits what is computed."""
# ruff: noqa: E501  (a claim a line)

import json

import pytest

from hemkg.annotate.formula_grammar import parse
from hemkg.rdf import iris
from hemkg.reason.check import check_formula, to_json, to_text

from .worlds import world

OXIDE = iris.composition(parse("Fe3O4").key())
PAPER = f"""
e:p a hem:Paper ; hem:doi "10.1/x" . e:m a hem:Material ; hem:surface "magnetite" ; hem:composition <{OXIDE}> ; hem:inPaper e:p ; hem:entropyLabel hem:HighEntropy .
e:s a hem:MechanismClaim ; hem:ofMaterial e:m ; hem:mechanism hem:Conversion ; hem:polarity hem:Asserted ; hem:inPaper e:p ; hem:evidence e:q1 . e:q1 hem:quote "It converts." .
e:c a hem:CapacityClaim ; hem:ofMaterial e:m ; hem:property hem:SpecificCapacity ; hem:value 1300.0e0 ; hem:unit hem:MilliampereHourPerGram ;
  hem:ion hem:LithiumIon ; hem:polarity hem:Asserted ; hem:inPaper e:p ; hem:evidence e:q2 . e:q2 hem:quote "It stores 1300." .
"""


def papers(turtle, ion="Li"):
    """Return what the check finds in a store, as JSON."""
    return json.loads(json.dumps(to_json(check_formula("Fe3O4", ion, store=world(turtle)))))["papers"]


def test_claims_of_the_composition_stand_with_their_sentence_and_source():
    capacity, mechanism = papers(PAPER)
    assert (mechanism["says"], mechanism["quote"], mechanism["source"]) == (
        "conversion, asserted",
        "It converts.",
        "10.1/x",
    )
    assert (capacity["says"], capacity["quote"]) == ("1300 mAh g-1", "It stores 1300.")


def test_a_capacity_is_held_against_the_limit_of_the_mechanisms_that_papers_assert():
    assert papers(PAPER)[0]["verdict"] == "impossible for the stated mechanism"
    denied = PAPER.replace("hem:Conversion ; hem:polarity hem:Asserted", "hem:Conversion ; hem:polarity hem:Negated")
    assert papers(denied)[0]["verdict"] == "needs explaining"
    assert papers(PAPER.replace("1300.0e0", "900.0e0"))[0]["verdict"] == "within"


@pytest.mark.parametrize("kind", ["TheoreticalCapacity", "ContributedCapacity", "InitialDischargeCapacity"])
def test_what_no_limit_binds_gets_no_verdict(kind):
    assert (
        papers(PAPER.replace("hem:CapacityClaim ;", f"hem:CapacityClaim ; hem:capacityKind hem:{kind} ;"))[0]["verdict"]
        is None
    )


def test_claims_with_another_ion_are_left_out():
    assert [found["says"] for found in papers(PAPER, "Na")] == ["conversion, asserted"]


def test_what_papers_call_it_stands_beside_what_it_computes_to():
    found = check_formula("Fe3O4", "Li", store=world(PAPER))
    assert to_json(found)["called"] == [{"class": "high", "source": "10.1/x", "agrees_with_computed": False}]
    assert "10.1/x calls it high entropy, which does not agree with the computed class." in to_text(found)


def test_without_a_store_the_works_behind_the_guidelines_are_asked():
    (called,) = to_json(check_formula("Cu0.88Sn0.02Sb0.02Bi0.02Mn0.02S0.9Se0.1", "Na"))["called"]
    assert called == {"class": "high", "source": "10.1039/d5ee05507e", "agrees_with_computed": False}
    assert to_json(check_formula("Fe3O4", "Li"))["papers"] == []


def test_a_work_that_spells_a_composition_twice_calls_it_once():
    assert len(to_json(check_formula("(MgCoNiCuZn)O", "Li"))["called"]) == 1
