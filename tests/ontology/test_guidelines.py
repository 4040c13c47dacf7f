"""The review's facts have a place each, as claims that can be cited and corrected."""

import re

import pytest

from hemkg.rdf import iris
from hemkg.rdf.validate import Severity, validate
from hemkg.reason import guidelines
from hemkg.vocab.terms import HEM

FACTS = {f"F{number:03d}" for number in range(1, 278)}
REVIEW = "10.1039/d5ee05507e"


def covered():
    return {fact for claim in guidelines.claims() for fact in claim.all("factId")}


def test_all_277_facts_are_covered():
    uncovered = sorted(FACTS - covered())
    assert uncovered == [], f"{len(FACTS) - len(uncovered)} of 277 facts are covered"
    assert covered() <= FACTS


def test_a_fact_is_said_of_the_review_and_every_other_claim_of_its_own_work():
    for claim in guidelines.claims():
        assert (claim.citation.doi == REVIEW) == bool(claim.all("factId"))
        assert claim.citation.doi or claim.citation.title


def test_every_statement_is_one_plain_sentence():
    for claim in guidelines.claims():
        assert re.fullmatch(r"[A-Z(].*\.", claim.statement), claim.statement
        assert len(claim.statement) <= 220, claim.statement


def test_statements_differ():
    statements = [claim.statement for claim in guidelines.claims()]
    assert len(statements) == len(set(statements))


def test_the_guidelines_are_valid():
    assert [v for v in validate(guidelines.lines()) if v.severity is Severity.VIOLATION] == []


@pytest.mark.parametrize(
    ("role", "elements"),
    [
        ("AlloyingElement", "Sn Bi Sb Zn In Ge Si"),
        ("ConvertingElement", "Si Fe Co Ni Cu Zn In Sn Mn Ge Ru Bi Sb V Cr"),
        ("SpaceChargeElement", "Fe Co Ni"),
        ("ConversionAnion", "P S O Se Te"),
        ("IntercalationHostElement", "Li Mg Al Si Ca Ti V Cr Mn Fe Co Ni Cu Zn Ge Sr Mo Ru Ag In Sn Sb La Ce W Bi"),
    ],
)
def test_table_1_lists_these_elements(role, elements):
    (row,) = [c for c in guidelines.select(role=role) if "Table 1" in c.citation.section]
    assert row.all("element") == tuple(elements.split())


@pytest.mark.parametrize(
    ("fact", "order"),
    [
        ("F214", "P S O Se Te"),
        ("F215", "Si Ge Sn Sb Zn Bi In"),
        ("F217", "Se Te P S O"),
        ("F218", "Si Ge Sn Sb Zn Bi In"),
        ("F145", "Fe Co Ni"),
        ("F151", "LithiumIon SodiumIon PotassiumIon"),
    ],
)
def test_orderings_stand_as_printed(fact, order):
    (claim,) = guidelines.select(factId=fact)
    assert guidelines.ranking(claim) == tuple(order.split())


def test_what_table_1_says_of_space_charge_in_high_entropy_anodes_is_only_supposed():
    (claim,) = guidelines.select(factId="F212")
    assert claim.one("polarity") == HEM.Hypothesised


def test_denials_are_not_selected():
    assert guidelines.select(factId="F044") == ()


@pytest.mark.parametrize(
    ("element", "ion", "low", "high"),
    [
        ("Si", "LithiumIon", 3.75, 4.4), ("Sn", "SodiumIon", 2.25, 3.75), ("Sb", "PotassiumIon", 3.0, 3.0),
        ("In", "LithiumIon", 1.0, 13 / 3), ("Zn", "LithiumIon", 1.0, 1.0), ("Zn", "SodiumIon", 0.0, 1 / 13),
        ("Bi", "MagnesiumIon", 1.5, 1.5), ("Sn", "PotassiumIon", 1.0, 1.0), ("C", "LithiumIon", 1 / 6, 1 / 6),
    ],
)  # fmt: skip
def test_ions_per_atom_run_from_what_cells_reach_to_the_richest_compound(element, ion, low, high):
    (claim,) = guidelines.select(property="IonsPerAtom", element=element, ion=ion, comparator="=")
    assert claim.number("value") == pytest.approx(low, abs=1e-6)
    assert (claim.number("valueMax") or low) == pytest.approx(high, abs=1e-6)


def test_a_material_becomes_the_node_that_the_same_words_of_the_paper_would_become():
    oxide = iris.material("doi:" + REVIEW, "(MgCoNiCuZn)O")
    assert oxide in guidelines.compositions()
    assert any(
        line.startswith(f"<{oxide}>") and "entropyPerCation" in line and '"1.6094"' in line
        for line in guidelines.lines()
    )
    assert not any("guideline/material" in line for line in guidelines.lines())


def test_two_spellings_share_their_composition():
    one, other = (iris.material("doi:" + REVIEW, s) for s in ("(MgCoNiCuZn)O", "(Mg0.2Co0.2Ni0.2Cu0.2Zn0.2)O"))
    assert guidelines.compositions()[one].key() == guidelines.compositions()[other].key()
