"""Who may reach the network: fetching, and what a user names: a language model, a store, other machines."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODULES = sorted((ROOT / "hemkg").rglob("*.py"))
NETWORK = {"httpx", "requests", "socket", "urllib3", "aiohttp", "ftplib", "smtplib", "http.client", "urllib.request",
           "websockets", "distributed", "telnetlib", "xmlrpc"}  # fmt: skip
MAY = {"hemkg/sources/polite.py", "hemkg/sources/language_model.py", "hemkg/cluster.py",
       "hemkg/store/client.py"}  # fmt: skip
LISTENS = {"hemkg/serving/server.py"}  # it is asked, and asks nobody


def imported(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def test_only_four_modules_import_what_reaches_the_network_and_one_what_listens():
    found = {path.relative_to(ROOT).as_posix() for path in MODULES
             if any(name == n or name.startswith(f"{n}.") for name in imported(path) for n in NETWORK)}  # fmt: skip
    assert found == MAY | LISTENS


def test_only_the_fetch_command_reaches_the_fetching():
    users = {
        path.relative_to(ROOT).as_posix()
        for path in MODULES
        if {"hemkg.sources.fetching", "hemkg.sources.polite"} & imported(path)
    }
    assert users == {"hemkg/cli/reading.py", "hemkg/sources/fetching.py"}


@pytest.mark.slow
def test_building_and_asking_open_no_connection(tmp_path):
    (tmp_path / "a.txt").write_text("The oxide CoO delivers 650 mAh g-1 after 300 cycles in a lithium-ion cell.")
    code = f"""
import sys
def watch(event, arguments):
    if event in {{"socket.connect", "socket.getaddrinfo", "socket.sendto"}}:
        print("NETWORK", event, arguments)
sys.addaudithook(watch)
from pathlib import Path
from hemkg import building, pipeline
from hemkg.sources.inputs import discover
from hemkg.assistant import Assistant
source = discover([Path({str(tmp_path / "a.txt")!r})])[0]
assert pipeline.work(source, 2**26).done is not None
building.build([Path({str(tmp_path / "a.txt")!r})], Path({str(tmp_path / "store")!r}), workers=1, largest=2**26)
with Assistant.open(Path({str(tmp_path / "store")!r})) as assistant:
    assert not assistant.ask("Which oxides give more than 600 mAh/g?").answer.abstained
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=300)
    assert "NETWORK" not in done.stdout
