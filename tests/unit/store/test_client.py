"""What a server may answer, and what is made of it: a value, another try, or one sentence that holds no password."""

from urllib.parse import parse_qs

import httpx
import pyoxigraph
import pytest

from hemkg.errors import (
    QueryError,
    StoreBroken,
    StoreError,
    StoreMissing,
    StoreRefused,
    StoreUnreachable,
    StoreVersion,
)
from hemkg.rdf import iris
from hemkg.rdf.write import literal
from hemkg.store import client, names
from hemkg.store.client import SparqlClient
from hemkg.store.places import Server
from hemkg.store.server import ServerStore
from hemkg.vocab.terms import HEM
from tests.sparql_server import URL, serving

JSON = {"content-type": "application/sparql-results+json"}
YES = httpx.Response(200, content=b'{"head": {}, "boolean": true}', headers=JSON)
PASSWORD = "open sesame"  # noqa: S105
KNOWN = Server(URL, user="me", password=PASSWORD)


class Script:
    """Answers with one thing after the other, the last again and again; keeps what it was asked."""

    def __init__(self, *answers):
        self.answers, self.asked = list(answers), []

    def __call__(self, request):
        self.asked.append(request)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, type) and issubclass(answer, Exception):
            raise answer("", request=request)
        return answer(request) if callable(answer) else httpx.Response(
            answer.status_code, content=answer.content, headers=answer.headers
        )  # fmt: skip


def talking(script, server=KNOWN, **given):
    waits = []
    made = SparqlClient(server, transport=httpx.MockTransport(script), sleep=waits.append, **given)
    return made, waits


def ask(script, server=KNOWN, **given):
    return talking(script, server, **given)[0].query("ASK {}", "application/sparql-results+json")


def status(code, text="", **head):
    return httpx.Response(code, text=text, headers={name.replace("_", "-"): value for name, value in head.items()})


# ---------------------------------------------------------------- the way in


def test_the_password_is_told_only_to_a_server_that_asks_for_it():
    script = Script(YES)
    ask(script)
    assert "authorization" not in script.asked[0].headers
    script = Script(status(401, www_authenticate='Basic realm="x"'), YES)
    ask(script)
    assert script.asked[1].headers["authorization"].startswith("Basic ")


def test_a_server_that_takes_digests_is_told_no_password():
    script = Script(status(401, www_authenticate='Digest realm="x", nonce="abc", qop="auth", algorithm="MD5"'), YES)
    script.answers.insert(1, script.answers[0])  # httpx asks once more before it answers the challenge
    ask(script)
    assert script.asked[-1].headers["authorization"].startswith("Digest ")
    assert PASSWORD not in str(script.asked[-1].headers)


@pytest.mark.parametrize("code", [401, 403])
def test_a_refusal_says_where_names_and_passwords_belong(code):
    with pytest.raises(StoreRefused, match="HEMKG_STORE_USER") as told:
        ask(Script(status(code, www_authenticate="Basic")))
    assert PASSWORD not in str(told.value)
    with pytest.raises(StoreRefused, match="wants to know who asks"):
        ask(Script(status(code)), Server(URL))


def test_no_redirect_leads_to_another_host():
    for to in ("https://other.example/sparql", "http://store.example/sparql", "https://store.example:444/sparql"):
        script = Script(status(307, location=to), YES)
        with pytest.raises(StoreBroken, match="leads to another place"):
            ask(script)
        assert len(script.asked) == 1


def test_a_redirect_on_the_same_host_is_followed_but_not_for_ever():
    script = Script(status(301, location="/sparql/"), YES)
    ask(script)
    assert [str(request.url) for request in script.asked] == [URL, f"{URL}/"]
    assert script.asked[1].content == script.asked[0].content
    with pytest.raises(StoreBroken, match="leads on and on"):
        ask(Script(lambda request: status(302, location=f"{request.url}/")))


def test_updates_go_to_the_address_for_updates():
    script = Script(status(204))
    talking(script, Server(URL, update="https://store.example/update"))[0].update("CLEAR ALL")
    assert str(script.asked[0].url) == "https://store.example/update"
    assert parse_qs(script.asked[0].content.decode()) == {"update": ["CLEAR ALL"]}


# ---------------------------------------------------------------- tried again, or not


@pytest.mark.parametrize("trouble", [status(503), status(429), httpx.ConnectError, httpx.RemoteProtocolError,
                                     status(500, "Virtuoso 40001 Error SR172: Transaction deadlocked")])  # fmt: skip
def test_what_may_go_well_the_next_time_is_tried_again(trouble):
    script = Script(trouble, trouble, YES)
    made, waits = talking(script)
    assert made.query("ASK {}", "application/json")[1] == YES.content
    assert (len(script.asked), len(waits)) == (3, 2)


def test_a_server_that_is_gone_is_given_up():
    script = Script(httpx.ConnectError)
    with pytest.raises(StoreUnreachable, match=r"does not answer \(connect error\); see whether it runs"):
        ask(script)
    assert len(script.asked) == client.TRIES


def test_a_server_that_thinks_too_long_is_not_asked_again():
    script = Script(httpx.ReadTimeout)
    with pytest.raises(StoreUnreachable, match="said nothing for 5 s"):
        ask(script, seconds=5)
    assert len(script.asked) == 1


def test_an_endless_answer_is_cut():
    with pytest.raises(StoreError, match="larger than 1 MB"):
        ask(Script(httpx.Response(200, content=b"x" * (2**20 + 1))), largest=2**20)


# ---------------------------------------------------------------- what is no answer


@pytest.mark.parametrize("code", [404, 405])
def test_where_nothing_answers_is_said(code):
    with pytest.raises(StoreBroken, match="no SPARQL server answers"):
        ask(Script(status(code)))


def test_what_the_server_finds_wrong_with_a_query_is_said_in_a_line():
    long = "Virtuoso 37000 Error SP030: SPARQL compiler, line 2: syntax error\n\nSPARQL query:\nSELECT secret"
    for code in (400, 500):
        with pytest.raises(QueryError, match=r"could not be run: Virtuoso 37000 .* syntax error\.$"):
            ask(Script(status(code, long)))
    with pytest.raises(StoreError, match="does not take an update"):
        talking(Script(status(400, "no")))[0].update("CLEAR ALL")


@pytest.mark.parametrize("head", ["X-SPARQL-MaxRows", "X-SQL-State"])
def test_half_an_answer_is_none(head):
    with pytest.raises(StoreError, match="cut an answer off"):
        ask(Script(httpx.Response(200, content=YES.content, headers={**JSON, head: "100"})))


def test_a_web_page_is_no_answer():
    page = httpx.Response(200, text="<html>Welcome</html>", headers={"content-type": "text/html"})
    for answer in (page, httpx.Response(200, text="<html>", headers=JSON)):
        store = ServerStore(SparqlClient(Server(URL), transport=httpx.MockTransport(Script(answer))))
        with pytest.raises(StoreBroken, match=r"does not answer as a SPARQL server|cannot be read"):
            store.query("SELECT * WHERE { ?s ?p ?o }")
        with pytest.raises(StoreBroken):
            store.lines("urn:g")


# ---------------------------------------------------------------- whether a store is there


def test_a_server_that_hides_its_graphs_from_queries_is_refused():
    engine = pyoxigraph.Store()
    with pytest.raises(StoreBroken, match="union of all graphs"):
        ServerStore.open(
            Server(URL),
            write=True,
            create=True,
            client=SparqlClient(Server(URL), transport=serving(engine, is_union=False)),
        )
    lease = f"ASK {{ GRAPH <{names.LEASE}> {{ ?s ?p ?o }} }}"
    assert not engine.query(lease)  # the lease was given back


def test_a_store_is_made_only_by_who_may_make_it():
    engine = pyoxigraph.Store()
    for given in ({}, {"write": True}):
        with pytest.raises(StoreMissing, match=r"hemkg build PAPERS --store https://store\.example/sparql"):
            ServerStore.open(Server(URL), client=SparqlClient(Server(URL), transport=serving(engine)), **given)
    ServerStore.open(
        Server(URL), write=True, create=True, client=SparqlClient(Server(URL), transport=serving(engine))
    ).close()
    ServerStore.open(Server(URL), client=SparqlClient(Server(URL), transport=serving(engine))).close()


def test_a_store_of_another_layout_is_refused():
    node, layout = names.KEEPING, iris.term(HEM.layout)
    engine = pyoxigraph.Store()
    engine.update(f"INSERT DATA {{ GRAPH <{node}> {{ <{node}> <{layout}> {literal(99)} }} }}")
    with pytest.raises(StoreVersion, match="layout 99"):
        ServerStore.open(
            Server(URL), write=True, create=True, client=SparqlClient(Server(URL), transport=serving(engine))
        )


def test_graphs_of_others_are_left_alone():
    engine = pyoxigraph.Store()
    engine.update("INSERT DATA { GRAPH <urn:of-others> { <urn:a> <urn:b> 1 } }")
    store = ServerStore.open(
        Server(URL), write=True, create=True, client=SparqlClient(Server(URL), transport=serving(engine))
    )
    assert (list(store.graphs()), store.count()) == ([], 0)


def test_a_graph_is_changed_and_one_whose_changing_was_cut_off_is_known(monkeypatch):
    client = SparqlClient(Server(URL), transport=serving(pyoxigraph.Store()))
    store, graph = ServerStore.open(Server(URL), write=True, create=True, client=client), iris.ID + "test/one"
    old, new, other = (f'<urn:a> <urn:b> "{word}" .' for word in ("old", "new", "other"))
    store.replace({graph: [old, other]})
    store.change(graph, [old], [new])
    store.change(graph, [], [])
    assert (store.lines(graph), store.unfinished()) == ((new, other), frozenset())
    done, update = [], client.update
    monkeypatch.setattr(client, "update", lambda text: done or done.append(update(text)))
    store.change(graph, [new], [old])  # only the first request arrives
    assert (store.lines(graph), store.unfinished()) == ((old, other), {graph})


def test_an_update_that_the_server_forgot_to_answer_is_done_once_in_the_end():
    """The connection breaks after the server did what it was told: done again, it leaves the same."""
    engine, broken = pyoxigraph.Store(), []
    transport = serving(engine)

    def break_once(request):
        if b"update=" in request.content and b"INSERT+DATA" in request.content and len(broken) < 2:
            broken.append(transport.handler(request))
            raise httpx.ReadError("", request=request)

    server = ServerStore.open(
        Server(URL), write=True, create=True, client=SparqlClient(Server(URL), transport=serving(engine))
    )
    server._client._client = httpx.Client(transport=serving(engine, before=break_once))
    server._client._sleep = lambda seconds: None
    graph, line = iris.ID + "test/one", '<urn:a> <urn:b> "c" .'
    server.replace({graph: [line]})
    assert (server.lines(graph), server.unfinished(), len(broken)) == ((line,), frozenset(), 2)
