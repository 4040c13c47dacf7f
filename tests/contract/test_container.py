"""The file that makes a container: what it copies is there, and the command that it starts is one."""

import ast
import fnmatch
import json
import re
from pathlib import Path

import typer

from hemkg.cli import app

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "Containerfile").read_text("utf-8").replace("\\\n", " ")
LINES = [line.split(None, 1) for line in TEXT.splitlines() if line and not line.startswith("#")]
IGNORED = (ROOT / ".containerignore").read_text("utf-8").split()


def told(word):
    return [rest for name, rest in LINES if name == word]


def copied():
    return [path for line in told("COPY") for path in line.split()[:-1]]


def test_what_it_copies_is_there_and_not_ignored():
    assert copied()
    assert IGNORED[0] == "*"
    for path in copied():
        assert (ROOT / path).exists(), path
        assert f"!{path}" in IGNORED


def test_what_building_the_wheel_needs_is_copied():
    wanted = {"pyproject.toml", "README.md", "LICENSE", "hemkg", "ontology", "docs", "constraints.txt"}
    assert wanted <= set(copied())
    assert not [path for path in copied() if fnmatch.fnmatch(path, "tests*")]


def test_its_command_parses():
    assert told("ENTRYPOINT") == ['["hemkg"]']
    name, *arguments = json.loads(told("CMD")[0])
    command = typer.main.get_command(app).commands[name]
    parsed = command.make_context("serve", arguments, resilient_parsing=True).params
    assert (parsed["host"], parsed["port"]) == ("0.0.0.0", int(told("EXPOSE")[0]))  # noqa: S104 - in a container
    assert any(f"HEMKG_STORE={path}/" in line for line in told("ENV") for path in told("VOLUME"))


def test_its_health_is_asked_where_it_listens():
    health = json.loads(re.search(r"CMD (\[.*\])", told("HEALTHCHECK")[0])[1])
    assert health[:2] == ["python", "-c"]
    ast.parse(health[2])
    assert f":{told('EXPOSE')[0]}/health" in health[2]


def test_it_does_not_run_as_root_and_installs_what_was_tested():
    users = [number for number, (name, _) in enumerate(LINES) if name == "USER"]
    installs = [number for number, (name, rest) in enumerate(LINES) if name == "RUN" and "pip install" in rest]
    assert users
    assert users[-1] > max(installs)
    assert LINES[users[-1]][1] not in {"root", "0"}
    assert all("-c constraints.txt" in LINES[number][1] for number in installs)
