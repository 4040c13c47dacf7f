"""JSON-LD with the ontology's short names: what stands plain, what keeps its datatype, and that it is streamed."""

import io
import json

import pyoxigraph
import pytest

from hemkg.rdf import jsonld
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM

CLAIM = pyoxigraph.NamedNode("https://w3id.org/hemkg/id/claim/1")
GRAPH = pyoxigraph.NamedNode("https://w3id.org/hemkg/id/claims/a")


def typed(digits, kind):
    return pyoxigraph.Literal(digits, datatype=pyoxigraph.NamedNode(jsonld.XSD + kind))


def quad(predicate, value, subject=CLAIM):
    return pyoxigraph.Quad(subject, pyoxigraph.NamedNode(terms.iri(predicate)), value, GRAPH)


def node(*quads):
    """Return the one node that quads are written as."""
    out = io.BytesIO()
    jsonld.write([(GRAPH.value, quads)], out)
    (graph,) = json.loads(out.getvalue())["@graph"]
    (found,) = graph["@graph"]
    return found


def test_the_context_names_every_property_of_the_ontology():
    properties = {name for kind in jsonld.PROPERTIES for name in terms.instances(kind)}
    assert len(properties) > 150
    assert properties | set(terms.prefixes()) | {"hd"} == set(jsonld.context())


@pytest.mark.parametrize(
    ("name", "kind"),
    [("value", "xsd:double"), ("cycle", "xsd:integer"), ("confidence", "xsd:double"), ("isHighEntropy", "xsd:boolean"),
     ("printedValue", "xsd:double"), ("start", "xsd:integer"), ("evidence", "@id")],
)  # fmt: skip
def test_the_context_takes_datatypes_from_the_shapes_and_links_from_the_ontology(name, kind):
    assert jsonld.context()[name] == {"@id": f"hem:{name}", "@type": kind}


def test_a_claim_reads_like_json():
    assert node(
        quad(HEM.value, typed("650", "double")),
        quad(HEM.cycle, typed("300", "integer")),
        quad(HEM.isHighEntropy, typed("true", "boolean")),
        quad(HEM.polarity, pyoxigraph.NamedNode(terms.iri(HEM.Asserted))),
        quad(HEM.statement, pyoxigraph.Literal("words")),
    ) == {
        "@id": "hd:claim/1", "value": 650.0, "cycle": 300, "isHighEntropy": True, "polarity": "hem:Asserted",
        "statement": "words",
    }  # fmt: skip


def test_several_values_stand_in_a_list_in_one_order():
    elements = [pyoxigraph.NamedNode(terms.iri(name)) for name in (HEM.Zn, HEM.Co)]
    assert node(*(quad(HEM.element, e) for e in elements))["element"] == ["hem:Co", "hem:Zn"]


@pytest.mark.parametrize("digits", ["0.30000000000000004", "INF", "NaN", "-0"])
def test_a_number_that_json_would_round_keeps_its_digits_as_text(digits):
    assert node(quad(HEM.value, typed(digits, "double"))) == {"@id": "hd:claim/1", "value": digits}


def test_what_is_not_of_the_expected_datatype_says_so():
    assert node(quad(HEM.value, typed("1.5", "decimal")))["value"] == {"@type": "xsd:decimal", "@value": "1.5"}
    assert node(quad(HEM.ofMaterial, pyoxigraph.Literal("CoO")))["ofMaterial"]["@value"] == "CoO"
    assert node(quad(HEM.statement, CLAIM))["statement"] == {"@id": "hd:claim/1"}


def test_a_node_is_written_before_the_next_is_asked_for():
    out, lengths = io.BytesIO(), []

    def quads():
        for number in range(100):
            lengths.append(out.tell())
            yield quad(HEM.cycle, typed(str(number), "integer"), pyoxigraph.NamedNode(f"urn:claim:{number}"))

    jsonld.write([(GRAPH.value, quads())], out)
    assert lengths[99] > lengths[50] > lengths[2] > 0
