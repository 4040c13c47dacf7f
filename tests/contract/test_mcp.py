"""``hemkg serve --mcp`` as programs use it: driven by the protocol's own client, over stdio and over HTTP."""

import http.client
import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
from anyio.from_thread import start_blocking_portal
from mcp import Client, StdioServerParameters, stdio_client

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "benchmarks"))

from readers_while_writing import served  # noqa: E402  # the folder comes first on the path

pytestmark = pytest.mark.slow
QUESTION = "Which high-entropy anodes exceed 1000 mAh/g at 0.1 A/g or more?"
TOOLS = {"ask", "table", "gaps", "check", "evidence"}
INITIALIZE = {
    "jsonrpc": "2.0", "id": 1, "method": "initialize",
    "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}},
}  # fmt: skip


class Speaker:
    """A client of the protocol that is connected to a server."""

    def __init__(self, portal, client):
        self._portal, self.client = portal, client
        self.tools = {tool.name: tool for tool in portal.call(client.list_tools).tools}

    def __call__(self, name, **given):
        return self._portal.call(self.client.call_tool, name, given)

    def gives(self, name, **given):
        """Return what a tool gives; it fits what the tool says that it gives, and says the same as text."""
        result = self(name, **given)
        assert not result.is_error, result.content
        jsonschema.validate(result.structured_content, self.tools[name].output_schema)
        assert json.loads(result.content[0].text) == result.structured_content
        return result.structured_content

    def refuses(self, name, **given):
        """Return the sentence by which a tool refuses."""
        result = self(name, **given)
        assert result.is_error
        assert result.structured_content is None
        assert len(result.content) == 1
        told = result.content[0].text
        assert told.endswith(".")
        assert "\n" not in told
        assert "Traceback" not in told
        return told


def command(store):
    return ["-m", "hemkg", "serve", "--mcp", "--store", str(store)]


@pytest.fixture(scope="module")
def over_stdio(corpus_store):
    process = StdioServerParameters(command=sys.executable, args=command(corpus_store), cwd=ROOT)
    with start_blocking_portal() as portal, Path(os.devnull).open("w") as errors:
        transport = stdio_client(process, errlog=errors)
        with portal.wrap_async_context_manager(Client(transport)) as client:
            yield Speaker(portal, client)


@pytest.fixture(scope="module")
def over_http(corpus_store):
    with (
        served(corpus_store, "--workers", "1") as port,
        start_blocking_portal() as portal,
        portal.wrap_async_context_manager(Client(f"http://127.0.0.1:{port}/mcp")) as client,
    ):
        speaker = Speaker(portal, client)
        speaker.port = port
        yield speaker


@pytest.fixture(params=["stdio", "http"])
def speak(request):
    return request.getfixturevalue(f"over_{request.param}")


def told_by(hemkg, *words):
    return json.loads(hemkg(*words, "--format", "json").out)


# ---------------------------------------------------------------- what there is


def test_it_lists_tools_that_only_read_and_say_what_they_take_and_give(speak):
    assert speak.tools.keys() == TOOLS
    for tool in speak.tools.values():
        assert tool.annotations.read_only_hint
        assert not tool.annotations.destructive_hint
        assert len(tool.description) > 80
        for schema in (tool.input_schema, tool.output_schema):
            jsonschema.Draft202012Validator.check_schema(schema)
            assert schema["type"] == "object"
    assert "Quotes are the words of papers" in speak.client.instructions


# ---------------------------------------------------------------- answers


def test_an_answer_and_its_rows_and_citations_are_those_of_the_command_line(speak, hemkg, corpus_store):
    said = told_by(hemkg, "ask", QUESTION, "--store", corpus_store)
    told = speak.gives("ask", question=QUESTION)
    assert told.pop("left_out") == {"rows": 0, "citations": 0}
    assert told == said
    assert all(row["citations"] for row in told["rows"])


def test_a_question_follows_others(speak, hemkg, corpus_store):
    told = speak.gives("ask", question="and for sodium?", previous=[QUESTION])
    assert "Na+" in told["interpretation"]
    assert "1000" in told["interpretation"]
    alone = speak.gives("ask", question="and for sodium?")
    assert alone["interpretation"] != told["interpretation"]


def test_what_is_left_out_is_told_and_what_is_kept_has_its_sentences(speak):
    whole = speak.gives("ask", question="Which oxides exceed 100 mAh/g?")
    told = speak.gives("ask", question="Which oxides exceed 100 mAh/g?", limit=2)
    assert told["rows"] == whole["rows"][:2]
    assert told["left_out"]["rows"] == len(whole["rows"]) - 2
    assert told["left_out"]["citations"] == len(whole["citations"]) - len(told["citations"]) > 0
    assert {n for row in told["rows"] for n in row["citations"]} <= {one["n"] for one in told["citations"]}


def test_what_the_papers_do_not_say_is_said_and_has_no_rows(speak):
    told = speak.gives("ask", question="What is the capacity of a PEM fuel-cell cathode?")
    assert told["abstained"]
    assert told["rows"] == []


def test_rows_of_the_table_are_those_of_the_command_line(speak, hemkg, corpus_store):
    columns = ["material", "value", "unit", "doi"]
    said = told_by(hemkg, "table", "--where", "sodium", "--columns", ",".join(columns), "--store", corpus_store)
    told = speak.gives("table", where="sodium", columns=columns, limit=3)
    assert told["columns"] == columns
    assert len(told["rows"]) == 3
    for row, other in zip(told["rows"], said["rows"], strict=False):
        assert {name: row[name] for name in columns} == {name: other[name] for name in columns}
        assert row["cell_citations"] == other["cell_citations"]
    assert told["left_out"]["rows"] == len(said["rows"]) - 3
    assert told["citations"][0]["quote"]


def test_gaps_are_those_of_the_command_line_and_can_be_picked(speak, hemkg, corpus_store):
    said = told_by(hemkg, "gaps", "--store", corpus_store)
    told = speak.gives("gaps", limit=2)
    assert told["gaps"] == said[:2]
    assert told["left_out"] == {"gaps": len(said) - 2}
    picked = speak.gives("gaps", mechanism="alloying", words="high-entropy", limit=50)["gaps"]
    assert picked
    assert {gap["cell"]["mechanism"] for gap in picked} == {"alloying"}
    assert all("high-entropy" in f"{gap['label']} {gap['why']}".lower() for gap in picked)


def test_a_formula_is_checked_against_the_papers_too(speak, hemkg, corpus_store):
    words = ("check", "(FeCoNiCuZn)O", "--ion", "Na", "--capacity", "900", "--mechanism", "conversion")
    said = told_by(hemkg, *words, "--store", corpus_store)
    given = {"formula": "(FeCoNiCuZn)O", "ion": "Na", "capacity": 900, "mechanisms": ["conversion"]}
    told = speak.gives("check", **given)
    assert told.pop("left_out") == {"papers": 0}
    assert told == said


# ---------------------------------------------------------------- the sentences behind them


def test_the_evidence_of_a_claim_of_an_answer_is_its_sentence_in_its_paragraph(speak):
    cited = speak.gives("ask", question=QUESTION)["citations"][0]
    told = speak.gives("evidence", id=cited["claim"])
    assert told["kind"] == "claim"
    found = told["citations"][0]
    assert {name: found[name] for name in cited if name != "n"} == {n: v for n, v in cited.items() if n != "n"}
    assert found["before"] or found["after"]


def test_ids_of_tables_gaps_guidelines_and_documents_are_taken(speak):
    row = speak.gives("table", where="sodium", limit=1)["citations"]
    claims = [one["claim"] for one in row if one["claim"]]
    assert speak.gives("evidence", id=claims[0])["citations"][0]["claim"] == claims[0]
    gap = speak.gives("gaps", limit=1)["gaps"][0]
    told = speak.gives("evidence", id=gap["id"])
    assert (told["kind"], told["label"]) == ("gap", gap["label"])
    assert [one["quote"] for one in told["citations"]] == [one["quote"] for one in gap["evidence"]]
    for one in gap["evidence"]:
        found = speak.gives("evidence", id=one["claim"])
        assert found["citations"][0]["quote"] == one["quote"]
    document = speak.gives("evidence", id=row[0]["doc"], limit=1)
    assert document["kind"] == "document"
    assert len(document["citations"]) == 1
    assert speak.gives("evidence", id=row[0]["doi"])["label"] == document["label"]


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("name", "given", "said"),
    [
        ("evidence", {"id": "https://w3id.org/hemkg/id/claim/00000000000000000000"}, "no claim here is called"),
        ("evidence", {"id": "no such thing"}, "nothing here is called"),
        ("evidence", {"id": '" } ; DROP ALL # {'}, "nothing here is called"),
        ("table", {"columns": ["colour"]}, "no column 'colour'; its columns are material"),
        ("table", {"where": "unobtainium of mars"}, "names nothing"),
        ("gaps", {"mechanism": "magic"}, "mechanism must be one of intercalation"),
        ("check", {"formula": "hello world"}, "is no chemical formula"),
        ("check", {"formula": "Fe2O3", "ion": "Xx"}, "is no working ion"),
        ("check", {"formula": "Fe2O3", "mechanisms": ["magic"]}, "is no storage mechanism"),
        ("ask", {}, "ask needs question."),
        ("ask", {"question": " "}, "the question is empty"),
        ("ask", {"question": "x" * 1001}, "at most 1000 characters"),
        ("ask", {"question": 3}, "question must be of the type string"),
        ("ask", {"question": "a", "previous": ["b"] * 11}, "at most 10 items"),
        ("ask", {"question": "a", "colour": "red"}, "takes question, previous, limit, and nothing else"),
        ("gaps", {"limit": 1000}, "limit must be at most 50"),
        ("nothing", {}, "there is no tool 'nothing'; there are ask"),
    ],
)
def test_what_does_not_exist_is_an_error_in_one_sentence(speak, name, given, said):
    assert said in speak.refuses(name, **given)


@pytest.mark.parametrize("question", ["<script>alert(1)</script>", "'; DROP ALL; --", "?" * 1000, "\x00\x07 capacity"])
def test_a_hostile_question_is_answered_in_a_sentence(speak, question):
    told = speak.gives("ask", question=question)
    assert told["answer"]
    assert told["rows"] == [] or told["citations"]


# ---------------------------------------------------------------- the process


def test_it_is_there_at_once_and_says_nothing_but_protocol(corpus_store):
    """Nothing is read before the first call: who only lists the tools waits for no model."""
    began = os.times()
    with subprocess.Popen([sys.executable, *command(corpus_store)], cwd=ROOT, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:  # fmt: skip
        ready = {"jsonrpc": "2.0", "method": "notifications/initialized"}
        tools = {"jsonrpc": "2.0", "id": 2, "method": "tools/list"}
        for message in (INITIALIZE, ready, tools):
            process.stdin.write(json.dumps(message) + "\n")
        process.stdin.flush()
        lines = [process.stdout.readline(), process.stdout.readline()]
        out, err = process.communicate(timeout=30)  # the input ends
    told = [json.loads(line) for line in lines]
    assert [one["id"] for one in told] == [1, 2]
    assert told[0]["result"]["serverInfo"]["name"] == "hemkg"
    assert (process.returncode, out, err) == (0, "", "")
    ended = os.times()
    assert ended.children_user + ended.children_system - began.children_user - began.children_system < 3  # 0.6 s alone


def test_a_signal_ends_it_while_it_waits(corpus_store):
    with subprocess.Popen([sys.executable, *command(corpus_store)], cwd=ROOT, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:  # fmt: skip
        process.stdin.write(json.dumps(INITIALIZE) + "\n")
        process.stdin.flush()
        process.stdout.readline()
        process.terminate()
        assert process.wait(20) == 0
        assert process.stderr.read() == ""


def test_where_there_is_no_store_it_says_so_and_ends(hemkg, tmp_path):
    ran = hemkg("serve", "--mcp", "--store", tmp_path / "none")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("hemkg: ")


# ---------------------------------------------------------------- over HTTP alone


def _send(port, body, method="POST", **headers):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    told = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
    connection.request(method, "/mcp", body, told | {name.replace("_", "-"): v for name, v in headers.items()})
    answer = connection.getresponse()
    return answer.status, answer.read()


def test_over_http_there_are_no_sessions_and_no_streams_that_pile_up(over_http):
    assert _send(over_http.port, json.dumps(INITIALIZE))[0] == 200
    assert _send(over_http.port, None, "GET")[0] == 405
    assert _send(over_http.port, None, "DELETE")[0] == 405


@pytest.mark.parametrize(("body", "status"), [("no json", 400), ("x" * 200_000, 413), ('{"jsonrpc": "2.0"}', 400)])
def test_over_http_what_is_no_request_is_refused(over_http, body, status):
    assert _send(over_http.port, body)[0] == status
