"""``hemkg accounts`` at the terminal, and a server that asks who comes."""

import base64
import http.client
import json
import os
import pty
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import httpx2
import pytest
from anyio.from_thread import start_blocking_portal
from mcp import Client
from mcp.client.streamable_http import streamable_http_client

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "benchmarks"))

from readers_while_writing import served  # noqa: E402  # the folder comes first on the path

ANNA, BEN, PASSWORD = "Anna Lind", "ben", "correct horse battery"


@pytest.fixture(scope="module")
def book(hemkg, tmp_path_factory):
    path = tmp_path_factory.mktemp("accounts") / "accounts.json"
    for name, *more in ((ANNA, "--keeper"), (BEN,)):
        ran = hemkg("accounts", "add", name, *more, "--password-stdin", "--accounts", path, stdin=PASSWORD + "\n")
        assert (ran.status, ran.err) == (0, ""), ran.err
        assert PASSWORD not in ran.out
    return path


def test_accounts_are_made_listed_changed_and_taken_away(hemkg, book, tmp_path):
    path = tmp_path / "accounts.json"
    path.touch(0o600)
    path.write_bytes(book.read_bytes())

    def accounts(*words, stdin=""):
        return hemkg("accounts", *words, "--accounts", path, stdin=stdin)

    assert accounts("list").out.splitlines() == [f"keeper  {ANNA}", f"reader  {BEN}"]
    before = path.read_text()
    assert accounts("password", BEN, "--password-stdin", stdin="another password\n").status == 0
    assert path.read_text() != before
    assert accounts("remove", BEN).status == 0
    assert accounts("list").out == f"keeper  {ANNA}\n"
    for words, said in (
        (("remove", BEN), "there is no account 'ben'"),
        (("password", BEN, "--password-stdin"), "there is no account 'ben'"),
        (("add", ANNA, "--password-stdin"), "there is an account Anna Lind already"),
        (("add", "dora"), "there is no terminal"),
    ):
        ran = accounts(*words, stdin=PASSWORD)
        assert (ran.status, ran.out) == (2, "")
        assert said in ran.err
    assert accounts("add", "dora", "--password-stdin", stdin="short").status == 2
    assert hemkg("accounts", "list", "--accounts", tmp_path / "none.json").out == "There are no accounts.\n"


@pytest.mark.skipif(os.name != "posix", reason="there are no such terminals here")
def test_a_password_is_asked_for_twice_and_not_shown(tmp_path):
    path = tmp_path / "accounts.json"
    command = [sys.executable, "-m", "hemkg", "accounts", "add", "dora", "--accounts", str(path)]
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        command, cwd=ROOT, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
    ) as process:
        os.close(theirs)
        shown = b""
        for asked in (b"Password", b"Repeat"):
            while asked not in shown:
                shown += os.read(ours, 1000)
            time.sleep(0.2)  # until the terminal shows nothing of what is typed
            os.write(ours, PASSWORD.encode() + b"\n")
        while process.poll() is None:
            try:
                shown += os.read(ours, 1000)
            except OSError:
                break
    os.close(ours)
    assert process.returncode == 0
    assert PASSWORD.encode() not in shown
    assert "dora" in path.read_text()


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])  # noqa: S104  it is refused
def test_where_others_can_come_it_does_not_start_without_accounts(host, hemkg, corpus_store, tmp_path):
    words = ("serve", "--no-page", "--store", corpus_store, "--host", host, "--port", "0")
    ran = hemkg(*words, "--accounts", tmp_path / "none.json")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith(f"hemkg: others can reach {host}, and there are no accounts in {tmp_path}")
    assert ran.err.count("\n") == 1


# ---------------------------------------------------------------- a server that asks


@pytest.fixture(scope="module")
def port(corpus_store, book):
    with served(corpus_store, "--workers", "1", "--accounts", str(book)) as number:
        yield number


def get(port, path, name=None, password=PASSWORD):
    told = (
        {} if name is None else {"Authorization": f"Basic {base64.b64encode(f'{name}:{password}'.encode()).decode()}"}
    )
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request("GET", path, headers=told)
        answer = connection.getresponse()
        return answer.status, answer.headers, json.loads(answer.read())


@pytest.mark.slow
def test_programs_answer_who_they_are_with_each_request(port):
    assert get(port, "/health")[0] == get(port, "/ready")[0] == 200
    for path in ("/ask?q=sodium", "/gaps", "/table", "/sparql?query=ASK{}", "/openapi.json"):
        status, headers, told = get(port, path)
        assert (status, headers["www-authenticate"][:5]) == (401, "Basic")
        assert told["error"].endswith(".")
    assert get(port, "/gaps?limit=1", BEN)[0] == 200
    assert get(port, "/gaps?limit=1", ANNA)[0] == 200
    assert get(port, "/gaps?limit=1", ANNA, "wrong")[0] == 401


@pytest.mark.slow
def test_tools_are_for_those_who_have_an_account(port):
    address = f"http://127.0.0.1:{port}/mcp"

    async def tools():
        async with (
            httpx2.AsyncClient(auth=(BEN, PASSWORD)) as client,
            Client(streamable_http_client(address, http_client=client)) as at,
        ):
            return {tool.name for tool in (await at.list_tools()).tools}

    with start_blocking_portal() as portal:
        assert "ask" in portal.call(tools)
    for auth, status in ((None, 401), ((BEN, "wrong"), 401)):
        assert httpx2.post(address, json={"jsonrpc": "2.0", "id": 1, "method": "ping"}, auth=auth).status_code == status
