"""A claim as a nanopublication: what is said, apart from who says it, in the form that nanopub.org asks for."""

import io

import pyoxigraph
import pytest

from hemkg import pipeline
from hemkg.rdf import iris
from hemkg.rdf.nanopub import NP, OA, PROV, nanopublications, write_nanopublications
from hemkg.read import read_paper
from hemkg.store.oxigraph import OxigraphStore
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM

TEXT = """---
title: Oxides
doi: 10.1234/oxides
year: 2024
authors: Wu, C.; Yang, D.
---
## Results
CoO delivers 650 mAh g-1 at 0.1 A g-1 after 300 cycles in a lithium-ion cell. It does not store lithium by alloying [3].
"""


@pytest.fixture(scope="module")
def graph():
    paper = read_paper(TEXT.encode(), path="oxides.md")
    return pipeline.make(paper, pipeline.understand(paper)).graph


@pytest.fixture(scope="module")
def quads(graph):
    return list(nanopublications(graph.lines))


def one(quads, kind):
    """Return the parts of the nanopublication of the claim of a kind, as sets of (subject, predicate, object)."""
    claim = next(
        q.subject for q in quads
        if q.predicate.value == terms.RDF_TYPE and q.object == pyoxigraph.NamedNode(terms.iri(kind))
    )  # fmt: skip
    name = "nanopub/" + claim.value.rsplit("/", 1)[-1] + "#"
    parts = {"Head": set(), "assertion": set(), "provenance": set(), "pubinfo": set()}
    for q in quads:
        if name in q.graph_name.value:
            parts[q.graph_name.value.split("#")[1]].add((short(q.subject), short(q.predicate), short(q.object)))
    return parts


def short(node):
    for namespace, prefix in ((terms.BASE, ""), (NP, "np:"), (OA, "oa:"), (PROV, "prov:"), (terms.RDF_TYPE, "a")):
        if node.value.startswith(namespace):
            return prefix + node.value.removeprefix(namespace)
    return node.value.rsplit("#", 1)[-1] if "#" in node.value else node.value


def said(part):
    return {predicate: value for _, predicate, value in part}


def test_the_assertion_says_what_was_measured_and_nothing_of_the_paper(quads):
    found = said(one(quads, HEM.CapacityClaim)["assertion"])
    assert (float(found["value"]), int(found["cycle"]), float(found["currentDensity"])) == (650, 300, 0.1)
    assert (found["property"], found["unit"], found["ion"]) == (
        "SpecificCapacity", "MilliampereHourPerGram", "LithiumIon",
    )  # fmt: skip
    assert {"surface", "composition", "component", "share"} <= set(found)
    assert not set(found) & {"inPaper", "confidence", "evidence", "quote", "attribution", "asWritten", "nameKey"}


def test_a_denial_is_marked_in_the_assertion_itself(quads):
    assert said(one(quads, HEM.MechanismClaim)["assertion"])["polarity"] == "Negated"


def test_the_provenance_names_work_authors_evidence_and_the_reading(quads):
    part = one(quads, HEM.CapacityClaim)["provenance"]
    derived = {value for subject, predicate, value in part if predicate == "prov:wasDerivedFrom"}
    assert "https://doi.org/10.1234/oxides" in derived
    assert any(iris.ID + "evidence/" in value for value in derived)
    assert ("assertion", "prov:wasAttributedTo", "authors") in part
    assert ("authors", "label", "Wu, C.; Yang, D.") in part
    assert ("reading", "prov:wasAssociatedWith", f"{iris.ID}software/hemkg/0.1.0") in part


def test_the_quote_and_its_place_are_selectors(quads, graph):
    part = one(quads, HEM.CapacityClaim)["provenance"]
    assert {("quote", "a", "oa:TextQuoteSelector"), ("position", "a", "oa:TextPositionSelector")} <= part
    exact = next(value for _, predicate, value in part if predicate == "oa:exact")
    assert exact.startswith("CoO delivers 650")
    start, end = (int(next(v for _, p, v in part if p == f"oa:{key}")) for key in ("start", "end"))
    assert end - start == len(exact)


def test_the_publication_info_names_the_program_and_no_time(quads):
    part = one(quads, HEM.CapacityClaim)["pubinfo"]
    assert {predicate for _, predicate, _ in part} == {"prov:wasAttributedTo", "a", "label", "versionInfo"}
    assert "prov:SoftwareAgent" in said(part).values()


def test_a_paper_without_a_doi_stands_for_itself():
    paper = read_paper(b"CoO delivers 650 mAh g-1 after 300 cycles.", path="nameless.txt")
    graph = pipeline.make(paper, pipeline.understand(paper)).graph
    part = one(list(nanopublications(graph.lines)), HEM.CapacityClaim)["provenance"]
    assert ("assertion", "prov:wasDerivedFrom", graph.paper) in part


def test_a_cited_claim_names_its_primary_source():
    cited = "CoO was reported to deliver 650 mAh g-1 after 300 cycles [2]."
    text = f"{cited}\n\n## References\n\n[2] A. Author, Title, 2019.\n"
    paper = read_paper(text.encode(), path="review.md")
    graph = pipeline.make(paper, pipeline.understand(paper)).graph
    part = one(list(nanopublications(graph.lines)), HEM.CapacityClaim)["provenance"]
    sources = {value for _, predicate, value in part if predicate == "prov:hadPrimarySource"}
    assert len(sources) == 1
    assert any(predicate == "referenceLabel" and value == "2" for _, predicate, value in part)


def test_the_same_store_gives_the_same_bytes(graph):
    store = OxigraphStore.in_memory()
    store.replace({graph.iri: graph.lines})
    first, second = io.BytesIO(), io.BytesIO()
    write_nanopublications(store, first)
    write_nanopublications(store, second)
    assert first.getvalue() == second.getvalue()
    assert b"np:Nanopublication" in first.getvalue()
