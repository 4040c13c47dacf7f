"""What a query gives is told in every format, and no more of it than was agreed."""

import csv
import io
import json

import pyoxigraph
import pytest

from hemkg.errors import QueryError
from hemkg.store.oxigraph import OxigraphStore
from hemkg.store.wire import GRAPHS, ROWS, written

COUNT = 5
ODD = '"two\\nlines, \\"quoted\\"\\tand a tab"@en'


@pytest.fixture(scope="module")
def store():
    made = OxigraphStore.in_memory()
    made.replace(
        {"urn:g": [f'<urn:s{n}> <urn:p> "{n}" .' for n in range(COUNT)], "urn:h": [f"<urn:a> <urn:q> {ODD} ."]}
    )
    return made


def told(store, sparql, *, rows_as="application/sparql-results+json", graph_as="text/turtle", most=100, **more):
    return written(store, sparql, rows_as=rows_as, graph_as=graph_as, most=most, **more)


@pytest.mark.parametrize("media", ROWS)
@pytest.mark.parametrize("most", [COUNT - 1, COUNT, COUNT + 1])
def test_rows_are_cut_where_there_are_more_than_agreed(store, media, most):
    kind, data, is_cut = told(store, "SELECT ?s ?o { ?s <urn:p> ?o } ORDER BY ?s", rows_as=media, most=most)
    assert (kind, is_cut) == (media, most < COUNT)
    if media == "text/csv":
        rows = list(csv.reader(io.StringIO(data.decode())))[1:]
    else:
        rows = list(pyoxigraph.parse_query_results(data, format=ROWS[media]))
    assert len(rows) == min(most, COUNT)


def test_json_says_in_a_field_that_rows_were_cut(store):
    query = "SELECT ?s { ?s <urn:p> ?o }"
    assert json.loads(told(store, query, most=2)[1])["cut"] == 2
    assert "cut" not in json.loads(told(store, query)[1])


def test_a_value_survives_the_cutting(store):
    _, data, _ = told(store, "SELECT ?o ?none { ?s <urn:q> ?o }", most=1)
    found = json.loads(data)["results"]["bindings"]
    assert found == [{"o": {"type": "literal", "value": 'two\nlines, "quoted"\tand a tab', "xml:lang": "en"}}]


@pytest.mark.parametrize("media", GRAPHS)
def test_triples_are_told_and_cut(store, media):
    kind, data, is_cut = told(store, "CONSTRUCT { ?s <urn:p> ?o } WHERE { ?s <urn:p> ?o }", graph_as=media, most=3)
    assert (kind, is_cut) == (media, True)
    assert len(list(pyoxigraph.parse(data, format=GRAPHS[media]))) == 3


@pytest.mark.parametrize("media", ROWS)
def test_yes_and_no_are_told(store, media):
    assert b"true" in told(store, "ASK { ?s ?p ?o }", rows_as=media)[1]


def test_a_query_may_look_at_some_graphs_only(store):
    query = "SELECT ?s { ?s ?p ?o }"
    assert len(json.loads(told(store, query)[1])["results"]["bindings"]) == COUNT + 1
    some = told(store, query, graphs=(("urn:h",), ()))
    assert len(json.loads(some[1])["results"]["bindings"]) == 1


def test_the_usual_prefixes_need_not_be_declared(store):
    assert b"false" in told(store, "ASK { ?s a hem:Paper }")[1]


@pytest.mark.parametrize(
    "query", ["DROP ALL", "SELECT", "SELECT * { SERVICE <urn:x> { ?s ?p ?o } }", "INSERT DATA { <urn:a> <urn:b> 1 }"]
)
def test_what_is_no_query_is_refused(store, query):
    before = store.count()
    with pytest.raises(QueryError):
        told(store, query)
    assert store.count() == before


def test_a_graph_that_has_no_name_is_refused(store):
    with pytest.raises(QueryError):
        told(store, "ASK {}", graphs=(("no iri",), ()))
