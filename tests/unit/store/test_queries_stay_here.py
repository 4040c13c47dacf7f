"""A query of a stranger asks this store and no other server, however it is written."""

import pytest

from hemkg.errors import QueryError
from hemkg.store.oxigraph import OxigraphStore, asks_elsewhere

ELSEWHERE = {
    "plain": "SELECT * { SERVICE <http://a/> {?s ?p ?o} }",
    "silent, small letters": "SELECT * { service silent <http://a/> {?s ?p ?o} }",
    "behind a sign that opens no IRI": "SELECT * {FILTER(1<2)SERVICE<http://a/>{?s ?p ?o}}",
    "behind such a sign and a comment": "SELECT * {FILTER(1<2)SERVICE#>\n<http://a/>{?s ?p ?o}}",
    "between long strings": 'SELECT * { BIND(""" " """ AS ?a) SERVICE <http://a/> {?s ?p ?o} BIND(""" " """ AS ?b) }',
    "between long strings of the other kind": "SELECT * { BIND(''' ' ''' AS ?a) SERVICE ?x {?s ?p ?o} }",
    "between names with escapes": "SELECT * { ?z ex:a\\' 1 . SERVICE <http://a/> {?s ?p ?o} ?y ex:b\\' 2 } # '",
    "behind an IRI with brackets": "SELECT * { ?s <http://a/(b)#c> ?o . SERVICE <http://a/> {?s ?p ?o} }",
    "behind an odd quote in a comment": "SELECT * { # it's\nSERVICE <http://a/> {?s ?p ?o} # it's\n}",
}
HERE = {
    "a word in a string": 'SELECT * { ?s ?p "at your service" }',
    "a word in a long string": 'SELECT * { ?s ?p """at "your" service""" }',
    "a word in an IRI": "SELECT * { ?s <http://a/service/of#service> ?o }",
    "a word in a comment": "SELECT * { ?s ?p ?o } # service",
    "a part of a name": "SELECT ?services { ?services ?p ?o }",
}


@pytest.mark.parametrize("name", ELSEWHERE)
def test_a_query_that_would_ask_another_server_is_refused(name):
    with pytest.raises(QueryError, match="SERVICE"):
        OxigraphStore.in_memory().run(ELSEWHERE[name])


@pytest.mark.parametrize("name", HERE)
def test_the_word_alone_does_no_harm(name):
    assert not asks_elsewhere(HERE[name])
    OxigraphStore.in_memory().run(HERE[name])
