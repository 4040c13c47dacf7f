"""A term that is given up stays: it says what replaces it, and keeps its labels so that old texts still match."""

import re

import pyoxigraph
import pytest

from hemkg.vocab import terms

from .worlds import ONTOLOGY

DEPRECATED = "http://www.w3.org/2002/07/owl#deprecated"
REPLACED = "http://purl.org/dc/terms/isReplacedBy"
LABELS = ("http://www.w3.org/2000/01/rdf-schema#label", "http://www.w3.org/2004/02/skos/core#prefLabel")
PREFIXES = """@prefix hem: <https://w3id.org/hemkg/ont#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix dcterms: <http://purl.org/dc/terms/> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
# The example of ontology/README.md, with the term that it is replaced by.
EXAMPLE = re.search(r"```turtle\n(.*?)```", (ONTOLOGY / "README.md").read_text(), re.S)[1]
RIGHT = f'{PREFIXES}{EXAMPLE}hem:ChemicalSodiation a hem:SynthesisMethod ; skos:prefLabel "chemical sodiation"@en .'


def said(turtle):
    """Return {subject: {predicate: values}}."""
    found = {}
    for quad in pyoxigraph.parse(turtle.encode(), format=pyoxigraph.RdfFormat.TURTLE):
        found.setdefault(quad.subject.value, {}).setdefault(quad.predicate.value, []).append(quad.object.value)
    return found


def faults(found):
    """Return what is wrong with the terms that are given up."""
    wrong = []
    gone = {term for term, says in found.items() if "true" in says.get(DEPRECATED, ())}
    for term in sorted(gone):
        after = found[term].get(REPLACED, [])
        wrong += [f"{term} does not say what replaces it"] * (not after)
        wrong += [f"{term} is replaced by {new}, which is not there" for new in after if new not in found]
        wrong += [f"{term} is replaced by {new}, which is given up too" for new in after if new in gone]
        wrong += [f"{term} lost its labels"] * (not any(label in found[term] for label in LABELS))
    return wrong


def test_terms_that_are_given_up_keep_to_the_policy():
    every = "\n".join((ONTOLOGY / entry.name).read_text("utf-8") for entry in terms.vocabulary_files())
    assert faults(said(every)) == []


def test_the_example_of_the_page_is_right():
    assert faults(said(RIGHT)) == []


@pytest.mark.parametrize(
    ("was", "becomes", "fault"),
    [
        (" ;\n  dcterms:isReplacedBy hem:ChemicalSodiation", "", "does not say what replaces it"),
        ("isReplacedBy hem:ChemicalSodiation", "isReplacedBy hem:ChemicalSodiatoin", "which is not there"),
        ('"chemical sodiation"@en', '"chemical sodiation"@en ; owl:deprecated true', "which is given up too"),
        (' ; skos:prefLabel "sodiation"@en', "", "lost its labels"),
    ],
)
def test_what_breaks_the_policy_is_found(was, becomes, fault):
    assert was in RIGHT
    assert any(fault in found for found in faults(said(RIGHT.replace(was, becomes))))


def test_nothing_that_is_given_up_is_still_used():
    every = said("\n".join((ONTOLOGY / entry.name).read_text("utf-8") for entry in terms.vocabulary_files()))
    gone = {term for term, says in every.items() if "true" in says.get(DEPRECATED, ())}
    used = {value for says in every.values() for p, values in says.items() if p != REPLACED for value in values}
    assert gone & used == set()
