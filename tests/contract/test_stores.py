"""What every store promises, whichever engine is behind it: in memory, in a folder, on a plain or a real server."""

import io
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph
import pytest

from hemkg.errors import QueryError, StoreError
from hemkg.rdf import iris
from hemkg.rdf.write import literal
from hemkg.store.base import Store
from hemkg.store.client import SparqlClient
from hemkg.store.oxigraph import FORMATS, OxigraphStore
from hemkg.store.places import Server
from hemkg.store.server import ServerStore
from tests.sparql_server import URL, serving
from tests.virtuoso import PASSWORD, USER

G, H = iris.ID + "test/one", iris.ID + "test/two"
A, B, P, Q = "urn:x:a", "urn:x:b", "urn:x:p", "urn:x:q"
XSD = "http://www.w3.org/2001/XMLSchema#"
ODD_TEXTS = (
    'She said "no".', "it's", "two\nlines\r\nand a\ttab", "back\\slash \\n \\u0041", "𝛿 and 😀 above the plane", "",
    "true", "5", "0.1", " spaces ", "<b>&amp;</b>", "{ ?x } } DROP ALL #", "é combining", "−1 ′ Å µ", "a" * 5000,
)  # fmt: skip
NUMBERS = (0.1, 1e-10, 650.0, 0.72727273, 137.20000000000005, 123456789.125, 1.5e300, -0.25, 94.1, 0.8301)


@pytest.fixture(params=["memory", "folder", "plain server", "virtuoso"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    if request.param == "plain server":
        client = SparqlClient(Server(URL), transport=serving(pyoxigraph.Store()))
        made: Store = ServerStore.open(Server(URL), write=True, create=True, client=client)
    elif request.param == "virtuoso":
        server = request.getfixturevalue("virtuoso")
        server.empty()
        made = ServerStore.open(Server(server.url, user=USER, password=PASSWORD), write=True, create=True)
    else:
        in_memory = request.param == "memory"
        made = OxigraphStore.in_memory() if in_memory else OxigraphStore.open(tmp_path / "s", write=True, create=True)
    yield made
    made.close()


def says(value: object, subject: str = A, predicate: str = P) -> str:
    return f"<{subject}> <{predicate}> {literal(value)} ."


def link(subject: str, predicate: str, target: str) -> str:
    return f"<{subject}> <{predicate}> <{target}> ."


def values(store: Store, query: str) -> list[object]:
    return [row["o"] for row in store.query(query).rows]


# ---------------------------------------------------------------- values


@pytest.mark.parametrize("text", ODD_TEXTS, ids=range(len(ODD_TEXTS)))
def test_a_text_comes_back_character_by_character(store, text):
    store.replace({G: [says(text)]})
    assert values(store, f"SELECT ?o WHERE {{ <{A}> <{P}> ?o }}") == [text]
    assert store.describe([A]) == {A: {P: [text]}}
    assert store.lines(G) == (says(text),)


def test_numbers_come_back_with_all_their_digits(store):
    store.replace({G: [says(number, f"{A}{place}") for place, number in enumerate(NUMBERS)]})
    for place, number in enumerate(NUMBERS):
        (found,) = values(store, f"SELECT ?o WHERE {{ <{A}{place}> <{P}> ?o }}")
        assert (found, type(found)) == (number, float)
    assert {float(line.split('"')[1]) for line in store.lines(G)} == set(NUMBERS)
    assert all(f"^^<{XSD}double>" in line for line in store.lines(G))


def test_a_number_is_found_by_bounds_that_it_just_keeps(store):
    store.replace({G: [says(94.1), says(94.2, B)]})
    assert values(store, f"SELECT (?s AS ?o) WHERE {{ ?s <{P}> ?v . FILTER(?v >= 94.1e0 && ?v <= 94.1e0) }}") == [A]


@pytest.mark.parametrize("value", [0, 1, 5, -3, 2**40, True, False])
def test_integers_and_truth_values_come_back_as_what_they_were(store, value):
    store.replace({G: [says(value)]})
    (found,) = values(store, f"SELECT ?o WHERE {{ <{A}> <{P}> ?o }}")
    assert (found, type(found)) == (value, type(value))
    assert store.lines(G) == (says(value),)


def test_a_decimal_comes_back_as_a_number_and_a_date_as_a_text(store):
    store.replace({G: [f'<{A}> <{P}> "0.1"^^<{XSD}decimal> .', f'<{A}> <{Q}> "2024-05-01"^^<{XSD}date> .']})
    assert store.describe([A]) == {A: {P: [0.1], Q: ["2024-05-01"]}}


def test_an_iri_comes_back_as_a_text_and_what_is_unbound_as_none(store):
    odd = "https://doi.org/10.1002/(SICI)1521-4095%3C1%3Ea;b=1?c#d"
    store.replace({G: [link(A, P, odd)]})
    (row,) = store.query(f"SELECT ?o ?none WHERE {{ <{A}> <{P}> ?o OPTIONAL {{ <{A}> <{Q}> ?none }} }}").rows
    assert dict(row) == {"o": odd, "none": None}


def test_columns_come_in_the_order_of_the_query(store):
    found = store.query("SELECT ?z ?a ?m WHERE { ?z ?a ?m . FILTER(?z = <urn:x:nobody>) }")
    assert (found.columns, found.rows) == (("z", "a", "m"), ())


# ---------------------------------------------------------------- queries


def test_ask_says_yes_and_no(store):
    store.replace({G: [says("x")]})
    assert store.ask(f"ASK {{ <{A}> <{P}> ?o }}")
    assert not store.ask(f"ASK {{ <{B}> <{P}> ?o }}")
    assert store.run(f"ASK {{ <{A}> ?p ?o }}") is True


def test_construct_returns_sorted_lines_once_each(store):
    store.replace({G: [says("x"), says("y", B)], H: [says("x")]})
    wanted = (says("x", A, Q), says("y", B, Q))
    assert store.construct(f"CONSTRUCT {{ ?s <{Q}> ?o }} WHERE {{ ?s <{P}> ?o }}") == wanted
    assert store.construct(f"CONSTRUCT {{ ?s <{Q}> ?o }} WHERE {{ ?s <{Q}> ?o }}") == ()


def test_a_query_sees_the_union_of_all_graphs(store):
    store.replace({G: [link(A, P, B)], H: [says("end", B, Q)]})
    assert values(store, f"SELECT ?o WHERE {{ <{A}> <{P}>/<{Q}> ?o }}") == ["end"]
    query = f"SELECT DISTINCT (?g AS ?o) WHERE {{ GRAPH ?g {{ <{A}> <{P}> ?x }} }}"
    assert values(store, query) == [G]


def test_what_two_graphs_hold_is_described_once(store):
    store.replace({G: [says("x"), says(1.5, A, Q)], H: [says("x"), says("y")]})
    assert store.describe([A, B]) == {A: {P: ["x", "y"], Q: [1.5]}}
    assert store.describe([]) == {}
    assert values(store, f"SELECT DISTINCT ?o WHERE {{ <{A}> <{P}> ?o }} ORDER BY ?o") == ["x", "y"]


def test_many_things_are_described_at_once(store):
    nodes = [f"urn:x:{number}" for number in range(1100)]
    store.replace({G: [says(number, node) for number, node in enumerate(nodes)]})
    found = store.describe(nodes)
    assert [found[node][P] for node in nodes] == [[number] for number in range(1100)]


MALFORMED = ("SELECT ?x WHERE { ?x", "nonsense", "", "SELECT * WHERE { ?s nope:p ?o }", "CONSTRUCT { ?s }")
UPDATES = (f"DROP GRAPH <{G}>", f"DELETE WHERE {{ GRAPH <{G}> {{ ?s ?p ?o }} }}", "CLEAR ALL",
           f'INSERT DATA {{ GRAPH <{G}> {{ <{A}> <{P}> "new" }} }}')  # fmt: skip


@pytest.mark.parametrize("query", [*MALFORMED, *UPDATES])
def test_what_is_no_query_is_refused_and_changes_nothing(store, query):
    store.replace({G: [says("x")]})
    with pytest.raises(QueryError, match=r"^the query .*\.$"):
        store.run(query)
    assert store.lines(G) == (says("x"),)


def test_a_query_of_another_form_is_refused(store):
    with pytest.raises(QueryError, match="only SELECT"):
        store.query("ASK { ?s ?p ?o }")
    with pytest.raises(QueryError, match="no CONSTRUCT"):
        store.construct("SELECT * WHERE { ?s ?p ?o } LIMIT 1")


@pytest.mark.parametrize("word", ["SERVICE", "service", "Service SILENT"])
def test_no_query_has_another_server_asked(store, word):
    with pytest.raises(QueryError, match="another server"):
        store.run(f"SELECT * WHERE {{ {word} <http://127.0.0.1:9/> {{ ?s ?p ?o }} }}")


# ---------------------------------------------------------------- graphs


def test_a_graph_is_replaced_whole(store):
    store.replace({G: [says("old"), says("both")], H: [says("other")]})
    store.replace({G: [says("both"), says("new")]})
    assert store.lines(G) == (says("both"), says("new"))
    assert store.lines(H) == (says("other"),)


def test_single_triples_go_whatever_they_say(store):
    numbers = [says(number, f"{A}{place}") for place, number in enumerate(NUMBERS)]
    lines = [
        *(says(text, A, f"{P}{place}") for place, text in enumerate(ODD_TEXTS)),
        *numbers,
        says(True),
        link(A, Q, B),
    ]
    stays = [says("x", f"urn:x:{number}") for number in range(2 * len(lines))]
    store.replace({G: [*stays, *lines]})
    store.replace({G: [*stays, says("new")]})
    assert store.lines(G) == tuple(sorted([*stays, says("new")]))


def test_several_graphs_are_replaced_and_dropped_together(store):
    store.replace({G: [says("x")], H: [says("y")]})
    store.replace({G: (), H: [says("z")]})
    assert (list(store.graphs()), store.lines(G), store.lines(H)) == ([H], (), (says("z"),))
    store.replace({})
    store.replace({H: ()})
    assert (list(store.graphs()), store.count()) == ([], 0)


def test_a_graph_of_many_triples_comes_whole(store):
    lines = [says(f"value {number} " + "x" * (number % 300), f"urn:x:{number}") for number in range(4321)]
    store.replace({G: lines})
    assert store.lines(G) == tuple(sorted(lines))
    assert store.count() == len(lines)
    store.replace({G: [*lines, says("one more")]})
    assert store.count() == len(lines) + 1
    assert store.unfinished() == frozenset()


def test_triples_are_counted_graph_by_graph(store):
    store.replace({G: [says("x"), says("y")], H: [says("x")]})
    assert (list(store.graphs()), store.count()) == ([G, H], 3)


def test_a_line_that_is_no_triple_is_refused_and_what_stood_there_stays(store):
    store.replace({G: [says("x")]})
    for line in (f'<{A}> <{P}> "open .', f'<{A}> <{P}> "x" . }} }} ; DROP ALL ; INSERT DATA {{ GRAPH <{G}> {{'):
        with pytest.raises(StoreError, match="could not be written"):
            store.replace({G: [line]})
    assert store.lines(G) == (says("x"),)
    assert store.unfinished() == frozenset()


@pytest.mark.parametrize("form", ["nq", "trig", "jsonld", "nt", "ttl"])
def test_a_dump_is_read_back_as_what_was_stored(store, form):
    store.replace({G: [says("x\ny"), says(0.72727273, A, Q)], H: [link(A, P, B), says(True, B)]})
    out = io.BytesIO()
    store.dump(out, form)
    quads = list(pyoxigraph.parse(out.getvalue(), format=FORMATS[form]))
    assert {f"{quad.triple} ." for quad in quads} == {*store.lines(G), *store.lines(H)}
    if form in {"nq", "trig", "jsonld"}:
        assert {quad.graph_name.value for quad in quads} == {G, H}


def test_single_graphs_are_dumped(store):
    store.replace({G: [says("x")], H: [says("y")]})
    out = io.BytesIO()
    store.dump(out, "nt", [H])
    assert out.getvalue().decode().splitlines() == [says("y")]
