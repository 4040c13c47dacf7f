"""A request of the SPARQL 1.1 Protocol is understood, or refused with the reason."""

from urllib.parse import urlencode

import pytest

from hemkg.errors import QueryError
from hemkg.serving.sparql import FORM, QUERY, UPDATE, ForbiddenError, NoSuchKindError, NotAcceptableError, asked, wanted
from hemkg.store.wire import GRAPHS, ROWS

ASK = 'ASK { ?s ?p "é & +" }'


def request(method="GET", *, kind="", accept="", body=b"", **parameters):
    return asked(method, kind=kind, accept=accept, parameters=urlencode(parameters, doseq=True), body=body, rows=7)


def test_a_query_is_read_from_address_form_and_body():
    form = urlencode({"query": ASK}).encode()
    ways = (
        request(query=ASK),
        request("POST", kind=f"{FORM}; charset=utf-8", body=form),
        request("POST", kind=QUERY, body=ASK.encode()),
    )
    assert {way.sparql for way in ways} == {ASK}
    assert {way.rows for way in ways} == {7}


def test_graphs_may_be_named():
    told = request(query=ASK, **{"default-graph-uri": ["urn:a", "urn:b"], "named-graph-uri": "urn:c"})
    assert (told.default_graphs, told.named_graphs) == (("urn:a", "urn:b"), ("urn:c",))


@pytest.mark.parametrize(
    ("accept", "rows_as", "graph_as"),
    [
        ("", "application/sparql-results+json", "text/turtle"),
        ("*/*", "application/sparql-results+json", "text/turtle"),
        ("application/json", "application/sparql-results+json", None),
        ("text/csv;q=0.5, text/tab-separated-values;q=0.9", "text/tab-separated-values", None),
        ("text/*", "text/csv", "text/turtle"),
        ("*/*;q=0.1, application/ld+json", "application/sparql-results+json", "application/ld+json"),
        ("text/html, application/xml;q=0.9, */*;q=0.8", "application/sparql-results+xml", "text/turtle"),
        ("text/turtle;q=0, application/n-triples", None, "application/n-triples"),
        ("application/n-triples;q=odd", None, "application/n-triples"),
        ("image/png", None, None),
    ],
)
def test_the_format_is_the_one_that_is_liked_best(accept, rows_as, graph_as):
    assert (wanted(accept, ROWS), wanted(accept, GRAPHS)) == (rows_as, graph_as)


def test_a_format_may_be_named_in_the_address():
    assert request(query=ASK, format="csv", accept="text/html").rows_as == "text/csv"


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        ({"update": "DROP ALL"}, ForbiddenError),
        ({"method": "POST", "kind": UPDATE, "body": b"DROP ALL"}, ForbiddenError),
        ({"method": "POST", "kind": FORM, "body": b"update=DROP+ALL"}, ForbiddenError),
        ({"method": "POST", "kind": "text/plain", "body": b"ASK {}"}, NoSuchKindError),
        ({"query": ASK, "accept": "image/png"}, NotAcceptableError),
        ({}, QueryError),
        ({"query": [ASK, ASK]}, QueryError),
        ({"method": "POST", "kind": QUERY, "body": b"\xff"}, QueryError),
    ],
)
def test_what_cannot_be_done_is_refused(given, kind):
    with pytest.raises(kind) as told:
        request(**given)
    assert str(told.value).endswith(".")
