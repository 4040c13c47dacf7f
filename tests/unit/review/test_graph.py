"""The claim graph: what is joined, by how many claims of which papers, and its GraphML."""

import io

import networkx
import pytest

from hemkg.errors import InputError
from hemkg.model.claim import Polarity
from hemkg.review.graph import claim_graph, find_node, neighbourhood, to_graphml
from hemkg.review.graph_figure import figure
from hemkg.store.claims import Selection
from hemkg.vocab.terms import HEM

from .papers import OXIDE, SULFIDE, capacity, mechanism, paper, store_of, technique

SAID = f"{OXIDE} stores lithium by conversion."
FIRST = paper("first", mechanism(SAID, OXIDE, HEM.Conversion), technique("XRD was used.", OXIDE, HEM.XRayDiffraction))
SECOND = paper("second", mechanism(f"{SULFIDE} does not alloy.", SULFIDE, HEM.Alloying, polarity=Polarity.NEGATED))


@pytest.fixture(scope="module")
def graph():
    return claim_graph(store_of(FIRST, SECOND, guided=False))


def joined(graph, one, other):
    found = graph.get_edge_data(find_node(graph, one), find_node(graph, other)) or {}
    return {data["relation"]: (data["polarity"], data["claims"], data["papers"]) for data in found.values()}


def test_a_material_is_joined_with_its_mechanism_and_the_paper_that_says_so(graph):
    assert joined(graph, OXIDE, "conversion") == {"stores by": ("asserted", 1, "first")}
    assert joined(graph, OXIDE, "XRD") == {"studied with": ("asserted", 1, "first")}


def test_what_is_denied_is_joined_as_denied(graph):
    assert joined(graph, SULFIDE, "alloying")["stores by"][0] == "negated"


def test_a_denied_mechanism_does_not_deny_the_ion(graph):
    assert "stores" not in joined(graph, SULFIDE, "Li+")
    assert joined(graph, "second", SULFIDE)["speaks of"] == ("asserted", 1, "second")


def test_a_hint_that_names_no_material_joins_nothing():
    many = [capacity(f"Sample{n} gives {n}00 mAh/g.", f"Sample{n}", n * 100) for n in range(1, 12)]
    hint = mechanism("Space charge makes charging fast.", "Sample1", HEM.SpaceCharge)
    made = claim_graph(store_of(paper("p", *many, hint), guided=False))
    with pytest.raises(InputError):
        find_node(made, "space charge")


def test_graphml_is_read_back_with_labels_and_numbers(graph):
    again = networkx.read_graphml(io.BytesIO(to_graphml(graph)), force_multigraph=True)
    assert set(again) == set(graph)
    assert again.number_of_edges() == graph.number_of_edges()
    assert again.nodes[find_node(graph, OXIDE)]["label"] == OXIDE
    assert {data["claims"] for _, _, data in again.edges(data=True) if data["relation"] == "stores by"} == {1}


def test_graphml_holds_names_that_no_xml_holds():
    strange = networkx.MultiDiGraph()
    strange.add_node("urn:m", label="M\x0b<x>&1", year=None)
    again = networkx.read_graphml(io.BytesIO(to_graphml(strange)))
    assert dict(again.nodes(data=True)) == {"urn:m": {"label": "M<x>&1"}}


def test_the_same_store_gives_the_same_bytes():
    assert to_graphml(claim_graph(store_of(FIRST, SECOND))) == to_graphml(claim_graph(store_of(SECOND, FIRST)))


def test_a_selection_leaves_out_what_it_does_not_ask_for():
    store = store_of(FIRST, SECOND, guided=False)
    chosen = claim_graph(store, Selection((HEM.MechanismClaim,), mechanisms=(HEM.Alloying,)))
    labels = set(dict(chosen.nodes(data="label")).values())
    assert "alloying" in labels
    assert not labels & {OXIDE, "conversion", "XRD"}


def test_a_neighbourhood_ends_after_its_steps_and_its_size(graph):
    near = neighbourhood(graph, "conversion", radius=1)
    assert set(dict(near.nodes(data="label")).values()) == {"conversion", OXIDE}
    assert len(neighbourhood(graph, OXIDE, radius=3, most=4)) == 4


def test_a_node_that_is_not_there_is_named(graph):
    with pytest.raises(InputError, match="'unobtainium'"):
        neighbourhood(graph, "unobtainium")


def test_the_picture_has_the_centre_in_the_middle_and_formulas_set_low(graph):
    drawn = figure(neighbourhood(graph, "conversion"), "conversion")
    labels = [text for trace in drawn.data for text in (trace.text or ())]
    assert any("<sub>0.2</sub>" in str(label) for label in labels)
    middle = find_node(graph, "conversion")
    from hemkg.review.graph_figure import layout

    assert layout(graph, middle)[middle] == (0.0, 0.0)


def test_the_empty_store_has_an_empty_graph():
    empty = claim_graph(store_of(guided=False))
    assert len(empty) == 0
    assert networkx.read_graphml(io.BytesIO(to_graphml(empty))).number_of_nodes() == 0
