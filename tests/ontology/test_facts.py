"""Each of the article's facts, held against a table of what it says: ``facts.tsv``, numbers and terms, no words.

The table was made from a reading of the article, apart from ``guidelines.ttl``.  Where it and a claim part, one of them
is wrong.  An empty cell means that the fact says nothing of the kind.
"""

import csv
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

from hemkg.reason import guidelines
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM

CONDITIONS = (HEM.cycle, HEM.currentDensity, HEM.cRate, HEM.voltageLow, HEM.voltageHigh, HEM.scanRate)
# Each says of some elements what it denies of others, so that one claim is asserted and one negated.
BOTH_WAYS = {"F045", "F046"}


def table():
    path = Path(__file__).with_name("facts.tsv")
    return list(csv.DictReader(path.read_text().splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))


def rows_with(column):
    return pytest.mark.parametrize("row", [r for r in table() if r[column]], ids=lambda row: row["fact"])


@cache
def claims_by_fact():
    found = defaultdict(list)
    for claim in guidelines.claims():
        for fact in claim.all(HEM.factId):
            found[fact].append(claim)
    return found


def claims_of(row):
    return claims_by_fact()[row["fact"]]


def terms_under(claims, *predicates):
    return {term for claim in claims for predicate in predicates for term in claim.all(predicate)}


@cache
def surfaces():
    """Return {node of the file: name of the material}."""
    index = guidelines._index()
    return {node: says[HEM.surface][0] for node, says in index.items() if HEM.surface in says}


def materials(claims, *predicates):
    return {surfaces()[node] for node in terms_under(claims, *predicates) if node in surfaces()}


def numbers(text):
    return {key: float(value) for key, value in (pair.split("=") for pair in text.split())}


def test_the_table_has_every_fact_once():
    assert [row["fact"] for row in table()] == [f"F{number:03d}" for number in range(1, 278)]


@rows_with("fact")
def test_polarity_is_that_of_the_fact(row):
    said = terms_under(claims_of(row), HEM.polarity)
    assert row["polarity"] in said
    assert len(said) == (2 if row["fact"] in BOTH_WAYS else 1)


@rows_with("fact")
def test_a_fact_is_attributed_to_the_works_that_it_cites_and_to_no_other(row):
    cited = {label for claim in claims_of(row) for label in claim.citation.references}
    assert cited == set(row["references"].split())
    assert row["attribution"] in terms_under(claims_of(row), HEM.attribution)


def test_a_cited_result_names_its_works_and_a_synthesis_names_none():
    for claim in guidelines.claims():
        kind, named = claim.one(HEM.attribution), bool(claim.citation.references)
        assert named or kind != HEM.CitedResult, claim.iri
        assert not named or kind != HEM.AuthorSynthesis, claim.iri


@rows_with("value")
def test_a_number_stands_in_one_claim_with_what_it_is_of(row):
    wanted = {"value": row["value"], "valueMax": row["valueMax"]}
    fitting = [
        claim
        for claim in claims_of(row)
        if all(shown(claim, key) == (float(number) if number else None) for key, number in wanted.items())
        and claim.one(HEM.comparator) == row["comparator"]
        and {key: claim.number(key) for key in numbers(row["conditions"])} == numbers(row["conditions"])
        and set(row["ions"].split()) <= set(claim.all(HEM.ion))
        and set(row["elements"].split()) <= set(claim.all(HEM.element))
        and set(filter(None, row["materials"].split("; "))) <= materials([claim], HEM.ofMaterial)
    ]
    assert fitting, row


def shown(claim, key):
    """Return a number as the article prints it."""
    printed = claim.number(HEM.printedValue) if key == "value" else None
    return claim.number(key) if printed is None else printed


@rows_with("conditions")
def test_every_condition_of_a_fact_stands_in_a_claim(row):
    for key, number in numbers(row["conditions"]).items():
        assert number in {claim.number(key) for claim in claims_of(row)}, key


@rows_with("fact")
def test_no_condition_is_added(row):
    told = numbers(row["conditions"])
    for claim in claims_of(row):
        assert {key for key in CONDITIONS if claim.number(key) not in (None, told.get(key))} == set()


@pytest.mark.parametrize(
    ("column", "predicates"),
    [
        ("ions", (HEM.ion, HEM.about)),
        ("elements", (HEM.element,)),
        ("roles", (HEM.role,)),
        ("mechanisms", (HEM.mechanism, HEM.about, HEM.object)),
        ("families", (HEM.anionFamily,)),
        ("direction", (HEM.direction,)),
    ],
)
def test_terms_of_a_fact_stand_in_its_claims(column, predicates):
    missing = {row["fact"]: left for row in table() if (left := missing_of(row, column, predicates))}
    assert missing == {}


def missing_of(row, column, predicates):
    return set(row[column].split()) - terms_under(claims_of(row), *predicates)


@rows_with("roles")
def test_all_elements_of_a_role_are_given_it(row):
    given = [claim for claim in claims_of(row) if row["roles"] in claim.all(HEM.role)]
    assert set(row["elements"].split()) <= terms_under(given, HEM.element)


@rows_with("fact")
def test_techniques_stand_with_their_mode_and_no_other(row):
    used = {(technique, claim.one(HEM.mode)) for claim in claims_of(row) for technique in claim.all(HEM.technique)}
    assert {f"{technique}/{mode}" if mode else technique for technique, mode in used} == set(row["techniques"].split())


def test_techniques_of_different_modes_share_no_claim():
    for claim in guidelines.claims():
        assert len(claim.all(HEM.mode)) <= 1, claim.iri


@rows_with("materials")
def test_materials_of_a_fact_stand_in_its_claims(row):
    found = materials(claims_of(row), HEM.ofMaterial, HEM.anode, HEM.cathode)
    assert set(row["materials"].split("; ")) <= found


@rows_with("phases")
def test_phases_that_form_are_named(row):
    assert set(row["phases"].split("; ")) <= materials(claims_of(row), HEM.object)


@rows_with("order")
def test_an_order_runs_as_in_the_fact(row):
    (claim,) = [c for c in claims_of(row) if c.all(HEM.rankEntry)]
    places = defaultdict(set)
    for node in claim.all(HEM.rankEntry):
        entry = guidelines._index()[node]
        places[entry[HEM.rankPosition][0]].add(entry[HEM.rankItem][0])
    assert [places[place] for place in sorted(places)] == [set(p.split(" = ")) for p in row["order"].split(" > ")]


# ---------------------------------------------------------------- nothing of it as an axiom


def test_what_has_to_come_first_is_a_claim():
    for later in terms.instances(HEM.IonStorageMechanism):
        for earlier in terms.objects(later, HEM.followsMechanism):
            assert guidelines.select(about=later, predicate=HEM.Requires, object=str(earlier)), (later, earlier)


def test_which_anions_conversion_needs_is_a_claim():
    for anion in terms.objects(HEM.Conversion, HEM.requiresAnion):
        assert guidelines.select(role=HEM.ConversionAnion, element=str(anion))


def test_what_a_lever_favours_is_a_claim():
    for lever in terms.instances(HEM.StructuralLever):
        for mechanism in terms.objects(lever, HEM.favours):
            assert guidelines.select(lever=lever, mechanism=str(mechanism), effect="positive")


def test_every_mechanism_is_defined_by_a_claim_with_its_equation():
    for mechanism in terms.instances(HEM.IonStorageMechanism):
        for equation in terms.objects(mechanism, HEM.equation):
            (claim,) = guidelines.select(about=mechanism, equation=str(equation))
            assert HEM.DefinitionClaim in claim.classes


@pytest.mark.parametrize("ion", ["LithiumIon", "SodiumIon", "PotassiumIon"])
def test_radii_of_the_vocabulary_are_those_of_a_claim(ion):
    (claim,) = guidelines.select(property=HEM.IonicRadius, ion=ion)
    assert [float(str(r)) for r in terms.objects(ion, HEM.ionicRadius_nm)] == [claim.number(HEM.value)]


def test_rivals_of_space_charge_are_named_by_claims():
    for rival in terms.objects(HEM.SpaceCharge, HEM.competesWith):
        told = [c for c in guidelines.claims() if str(rival) in terms_under([c], HEM.about, HEM.object, HEM.mechanism)]
        assert told, rival
