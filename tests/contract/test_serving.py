"""``hemkg serve`` as its clients see it: a process that listens, whatever is asked of it, and how it ends."""

import contextlib
import http.client
import json
import re
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from prometheus_client.parser import text_string_to_metric_families

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "benchmarks"))

from readers_while_writing import Seen, ask_all, served, write  # noqa: E402  # the folder comes first on the path

pytestmark = pytest.mark.slow
QUESTION = "What capacity does InGeSiP3 reach?"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
LONG = "SELECT (COUNT(*) AS ?n) { { SELECT ?a { ?a ?b ?c } LIMIT 3000 } { SELECT ?d { ?d ?e ?f } LIMIT 3000 } }"
ROWS = 50
READERS = 6


class Client:
    """Asks one server."""

    def __init__(self, port):
        self.port = port

    def __call__(self, path, body=None, method=None, **headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        with contextlib.closing(connection):
            told = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method or ("POST" if body is not None else "GET"), path, body, told)
            answer = connection.getresponse()
            return answer.status, dict(answer.headers.items()), answer.read()

    def sparql(self, query, accept="*/*"):
        return self(f"/sparql?{urlencode({'query': query})}", accept=accept)

    def metrics(self):
        families = text_string_to_metric_families(self("/metrics")[2].decode())
        return {(s.name, *sorted(s.labels.values())): s.value for family in families for s in family.samples}


@pytest.fixture(scope="module")
def ask(corpus_store):
    options = ("--workers", "1", "--waiting", "2", "--query-seconds", "2", "--rows", str(ROWS))
    with served(corpus_store, *options) as port:
        yield Client(port)


# ---------------------------------------------------------------- how it is


def test_it_says_that_it_lives_and_is_ready_and_what_it_holds(ask, hemkg, corpus_store):
    assert json.loads(ask("/health")[2])["status"] == "ok"
    status, _, body = ask("/ready")
    told = json.loads(body)
    assert (status, told["status"], told["failed"]) == (200, "ready", 0)
    said = hemkg("status", "--store", corpus_store).out
    assert f"{told['papers']} papers" in said
    assert told["graph"] in said


def test_what_it_counts_can_be_read_by_monitoring(ask):
    ask(f"/ask?q={quote(QUESTION)}")
    ask("/ask")
    told = ask.metrics()
    assert told["hemkg_requests_total", "/ask", "200"] >= 1
    assert told["hemkg_requests_total", "/ask", "400"] >= 1
    assert told["hemkg_request_seconds_count", "/ask"] >= 2
    assert told["hemkg_papers",] == json.loads(ask("/ready")[2])["papers"]
    assert told["hemkg_store_up",] == 1
    assert 0 <= told["hemkg_snapshot_age_seconds",] < 60
    assert told["hemkg_waiting", "answers"] == 0


# ---------------------------------------------------------------- questions


def test_an_answer_is_that_of_the_command_line(ask, hemkg, corpus_store):
    said = json.loads(hemkg("ask", QUESTION, "--format", "json", "--store", corpus_store).out)
    assert said["citations"]
    for status, headers, body in (ask(f"/ask?q={quote(QUESTION)}"), ask("/ask", json.dumps({"question": QUESTION}))):
        assert (status, headers["content-type"], json.loads(body)) == (200, "application/json", said)


def test_gaps_and_tables_are_those_of_the_command_line(ask, hemkg, corpus_store):
    gaps = json.loads(hemkg("gaps", "--format", "json", "--store", corpus_store).out)
    assert json.loads(ask("/gaps")[2]) == gaps
    assert json.loads(ask("/gaps?limit=2")[2]) == gaps[:2]
    table = hemkg("table", "--where", "sodium", "--format", "csv", "--store", corpus_store).out
    assert ask("/table?where=sodium&format=csv")[2].decode().replace("\r\n", "\n") == table
    assert isinstance(json.loads(ask("/table?where=sodium")[2]), (list, dict))


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/ask", None, 400),
        ("/ask", b"no json", 400),
        ("/ask", b'["a"]', 400),
        ("/ask", b'{"question": 1}', 400),
        ("/ask", b"[" * 50_000, 400),
        ("/ask", b"x" * 200_000, 413),
        (f"/ask?q={'a' * 1001}", None, 413),
        ("/gaps?limit=many", None, 400),
        ("/table?format=pdf", None, 400),
        ("/table?where=unobtainium%20of%20mars", None, 400),
        ("/nowhere", None, 404),
    ],
)
def test_what_is_no_request_is_told_so(ask, path, body, status):
    found, _, said = ask(path, body)
    assert found == status, said
    if status in {400, 413}:
        assert json.loads(said)["error"].endswith(".")


# ---------------------------------------------------------------- SPARQL

PAPERS = "SELECT ?p WHERE { ?p a hem:Paper } LIMIT 2"
TRIPLES = "CONSTRUCT { ?p a hem:Paper } WHERE { ?p a hem:Paper } LIMIT 2"


@pytest.mark.parametrize(
    ("query", "accept"),
    [
        (PAPERS, "application/sparql-results+json"),
        (PAPERS, "application/sparql-results+xml"),
        (PAPERS, "text/csv"),
        (PAPERS, "text/tab-separated-values"),
        ("ASK { ?p a hem:Paper }", "application/sparql-results+xml"),
        (TRIPLES, "text/turtle"),
        (TRIPLES, "application/n-triples"),
        (TRIPLES, "application/ld+json"),
        ("DESCRIBE ?p WHERE { ?p a hem:Paper } LIMIT 1", "text/turtle"),
    ],
)
def test_a_query_is_answered_in_the_format_that_is_wished(ask, query, accept):
    status, headers, body = ask.sparql(query, accept)
    assert (status, headers["content-type"].partition(";")[0]) == (200, accept)
    assert body
    assert "hemkg-cut" not in headers


def test_rows_that_were_cut_are_said_to_be(ask):
    status, headers, body = ask.sparql("SELECT ?s { ?s ?p ?o }")
    told = json.loads(body)
    assert (status, headers["hemkg-cut"], told["cut"]) == (200, f"rows={ROWS}", ROWS)
    assert len(told["results"]["bindings"]) == ROWS


@pytest.mark.parametrize(
    ("query", "body", "kind", "status"),
    [
        ("SELECT", None, "", 400),
        ("SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }", None, "", 400),
        ("INSERT DATA { <urn:a> <urn:b> 1 }", None, "", 400),
        (None, b"update=DROP+ALL", "application/x-www-form-urlencoded", 403),
        (None, b"DROP ALL", "application/sparql-update", 403),
        (None, b"ASK {}", "text/plain", 415),
        ("ASK {}", None, "image/png", 406),
        (None, b"#" * 200_000, "application/sparql-query", 413),
    ],
)
def test_a_query_that_is_not_run_is_refused_with_the_reason(ask, query, body, kind, status):
    found = ask.sparql(query, kind or "*/*") if body is None else ask("/sparql", body, content_type=kind)
    assert found[0] == status, found
    assert json.loads(found[2])["error"].endswith(".")


def test_a_query_that_takes_too_long_is_stopped_and_the_next_is_answered(ask):
    before = ask.metrics()["hemkg_stopped_total", "queries"]
    began = time.monotonic()
    status, _, body = ask.sparql(ENDLESS)
    assert status == 504
    assert "2 s" in json.loads(body)["error"]
    assert time.monotonic() - began < 30
    assert ask.sparql("ASK { ?p a hem:Paper }")[0] == 200
    assert ask.metrics()["hemkg_stopped_total", "queries"] == before + 1


def test_who_comes_when_too_many_wait_is_told_to_come_later(ask):
    with ThreadPoolExecutor(12) as crowd:
        found = [one.result() for one in [crowd.submit(ask.sparql, ENDLESS) for _ in range(12)]]
        refused = [(headers, json.loads(body)) for status, headers, body in found if status == 503]
    assert {status for status, *_ in found} == {503, 504}
    assert len(refused) >= 12 - 2 * 2 - 2  # two at work, two waiting; while one is ended and begins anew, some more
    assert all(int(headers["retry-after"]) > 0 for headers, _ in refused)
    assert any("wait already" in told["error"] for _, told in refused)
    assert ask(f"/ask?q={quote(QUESTION)}")[0] == 200  # answers have processes of their own
    assert ask.metrics()["hemkg_refused_total", "queries"] >= len(refused)


# ---------------------------------------------------------------- the beginning and the end


def started(store, *options):
    command = [sys.executable, "-m", "hemkg", "serve", "--store", str(store), "--no-page", *options]
    return subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True)


def port_of(server):
    """Return the port that a server says it listens on."""
    return int(re.search(r":(\d+)/", server.stderr.readline())[1])


def test_what_runs_is_finished_when_the_server_is_stopped(corpus_store):
    server = started(corpus_store, "--port", "0", "--workers", "1", "--query-seconds", "60", "--stopping", "60")
    try:
        client = Client(port_of(server))
        wait_until(lambda: client("/ready")[0] == 200)
        found = []
        asking = threading.Thread(target=lambda: found.append(client.sparql(LONG)))
        asking.start()
        wait_until(lambda: client.metrics()["hemkg_running", "queries"] == 1)
        server.send_signal(signal.SIGTERM)
        asking.join(60)
        assert server.wait(60) == 0
        assert [(status, json.loads(body)["results"]["bindings"][0]["n"]["value"]) for status, _, body in found] == [
            (200, "9000000")
        ]
        assert server.stderr.read() == "hemkg: closed.\n"
        with pytest.raises(ConnectionRefusedError):
            client("/health")
    finally:
        server.kill()
        server.stderr.close()


def wait_until(is_so, seconds=120.0):
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, f"not so after {seconds} s"
        time.sleep(0.01)


def test_it_lives_at_once_and_is_ready_later(corpus_store):
    server = started(corpus_store, "--port", "0", "--workers", "1")
    try:
        began = time.monotonic()
        client = Client(port_of(server))
        assert client("/health")[0] == 200
        assert time.monotonic() - began < 20  # a second or two where nothing else runs
        status, headers, _ = client("/ready")
        assert status == 200 or int(headers["retry-after"]) > 0
        server.send_signal(signal.SIGINT)  # before it is ready
        assert server.wait(60) == 0
    finally:
        server.kill()
        server.stderr.close()


def test_where_no_store_is_it_says_so(hemkg, tmp_path):
    ran = hemkg("serve", "--no-page", "--store", tmp_path / "none")
    assert (ran.status, ran.out) == (2, "")
    assert "there is no store" in ran.err


def test_a_port_that_is_taken_is_named(hemkg, corpus_store, ask):
    ran = hemkg("serve", "--no-page", "--store", corpus_store, "--port", ask.port)
    assert ran.status == 2
    assert f"port {ask.port} is taken" in ran.err


# ---------------------------------------------------------------- readers while a build writes


def test_readers_ask_while_a_build_writes(tmp_path):
    folder, counted = tmp_path / "store", tmp_path / "written"
    assert write(folder, papers=40, rate=0, number=0, out=subprocess.DEVNULL).wait(120) == 0
    with served(folder, "--workers", "2") as port, counted.open("wb") as out:
        writer = write(folder, papers=None, rate=20, number=1000, out=out)
        every = ask_all(port, readers=READERS, seconds=12.0, think=0.2)
        writer.kill()
        writer.wait()
        written = 40 + len(counted.read_text().splitlines()) - 1
        client = Client(port)
        wait_until(lambda: json.loads(client("/ready")[2])["papers"] >= written)
        last = Seen(before=max(seen.before for seen in every))
        last.answered(0.0, *client(f"/ask?q={quote(QUESTION)}")[::2])
    assert [seen.errors for seen in (*every, last)] == [[]] * (READERS + 1)
    assert sum(seen.refused for seen in every) == 0
    assert min(len(seen.seconds) for seen in every) > 0
    assert len({papers for seen in (*every, last) for papers in seen.papers}) >= 2
    assert last.before in {written, written + 1}  # the last paper may have been written and not yet told
