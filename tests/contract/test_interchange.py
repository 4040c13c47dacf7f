"""Exports of the whole corpus for other programs: nanopublications, GraphML, the table for orkg.org."""

import csv
import io
from collections import Counter, defaultdict

import networkx
import pyoxigraph
import pytest

from hemkg.rdf.nanopub import NP, PROV
from hemkg.review.graph import claim_graph
from hemkg.store.catalogue import Catalogue
from hemkg.vocab import terms

PARTS = {"Head", "assertion", "provenance", "pubinfo"}


@pytest.fixture(scope="module")
def catalogue(corpus_store):
    with Catalogue.open(corpus_store) as opened:
        yield opened


@pytest.fixture(scope="module")
def exported(hemkg, corpus_store, tmp_path_factory):
    folder = tmp_path_factory.mktemp("exports")

    def export(form):
        out = folder / form
        if not out.exists():
            ran = hemkg("export", "--store", corpus_store, "--format", form, "--out", out)
            assert ran.status == 0, ran.err
        return out.read_bytes()

    return export


# ---------------------------------------------------------------- nanopublications


@pytest.fixture(scope="module")
def nanopubs(exported):
    """Return {nanopublication: {graph: its triples}}."""
    found = defaultdict(lambda: defaultdict(list))
    for quad in pyoxigraph.parse(exported("nanopub"), format=pyoxigraph.RdfFormat.TRIG):
        name, _, part = quad.graph_name.value.partition("#")
        found[name][part].append(quad.triple)
    return found


def test_there_is_a_nanopublication_a_claim(nanopubs, catalogue):
    assert len(nanopubs) == catalogue.claims() > 500


def test_every_head_names_its_three_graphs_once(nanopubs):
    for name, parts in nanopubs.items():
        this = pyoxigraph.NamedNode(name)
        assert set(parts) == PARTS
        assert {(t.subject, t.predicate.value, t.object.value) for t in parts["Head"]} == {
            (this, terms.RDF_TYPE, NP + "Nanopublication"),
            (this, NP + "hasAssertion", f"{name}#assertion"),
            (this, NP + "hasProvenance", f"{name}#provenance"),
            (this, NP + "hasPublicationInfo", f"{name}#pubinfo"),
        }


def test_provenance_speaks_of_the_assertion_and_publication_info_of_the_whole(nanopubs):
    for name, parts in nanopubs.items():
        of_assertion = {t.predicate.value for t in parts["provenance"] if t.subject.value == f"{name}#assertion"}
        assert {PROV + "wasDerivedFrom", PROV + "wasAttributedTo", PROV + "wasGeneratedBy"} <= of_assertion
        assert name in {t.subject.value for t in parts["pubinfo"]}


def test_an_assertion_says_something_in_every_nanopublication(nanopubs):
    for parts in nanopubs.values():
        said = {t.predicate.value for t in parts["assertion"]} - {terms.RDF_TYPE, terms.iri("polarity")}
        assert said & {terms.iri(n) for n in ("value", "mechanism", "technique", "role", "method", "statement")}


def test_no_graph_holds_a_blank_node(nanopubs):
    nodes = [n for parts in nanopubs.values() for said in parts.values() for t in said for n in (t.subject, t.object)]
    assert not [node for node in nodes if isinstance(node, pyoxigraph.BlankNode)]


# ---------------------------------------------------------------- GraphML


def test_graphml_opens_again_with_as_many_nodes_and_edges(exported, catalogue):
    again = networkx.read_graphml(io.BytesIO(exported("graphml")), force_multigraph=True)
    made = claim_graph(catalogue.graph)
    assert (again.number_of_nodes(), again.number_of_edges()) == (made.number_of_nodes(), made.number_of_edges())
    assert Counter(dict(again.nodes(data="kind")).values()) == Counter(dict(made.nodes(data="kind")).values())


def test_graphml_labels_are_words_for_people(exported):
    again = networkx.read_graphml(io.BytesIO(exported("graphml")), force_multigraph=True)
    labels = dict(again.nodes(data="label")).values()
    assert all(labels)
    assert not [label for label in labels if "://" in label or "<su" in label or "hem:" in label]


def test_graphml_leads_from_a_paper_through_its_claims_to_a_material(exported):
    again = networkx.read_graphml(io.BytesIO(exported("graphml")), force_multigraph=True)
    kinds = again.nodes(data="kind")
    spoken = [(s, t, d) for s, t, d in again.edges(data=True) if (kinds[s], kinds[t]) == ("paper", "material")]
    assert spoken
    assert all(data["claims"] >= 1 and data["relation"] == "speaks of" for _, _, data in spoken)
    named = {again.nodes[s]["label"] for s, _, _ in spoken}
    assert "nr2025-feconicuzno-joule" in named


# ---------------------------------------------------------------- orkg.org


def test_the_table_for_orkg_has_a_row_a_measurement(exported):
    rows = list(csv.reader(io.StringIO(exported("orkg").decode())))
    table = list(csv.reader(io.StringIO(exported("csv").decode("utf-8-sig"))))
    assert len(rows) == len(table) > 100
    assert {len(row) for row in rows} == {len(rows[0])}
    assert {row[5] for row in rows[1:]} == {"automatic"}
