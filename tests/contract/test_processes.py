"""The command line in a process of its own, as users run it: what the other tests run in theirs says the same."""

import contextlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
QUESTION = "What capacity does InGeSiP3 reach?"
DIGEST = Path("corpus") / "papers" / "nr2025-feconicuzno-joule.md"
# name: arguments, whether they ask a store, the status, and whether something is said on each of the two channels
CALLS = {
    "an answer": (("ask", QUESTION, "--format", "json"), True, 0, (True, False)),
    "a table": (("table", "--where", "sodium", "--format", "csv"), True, 0, (True, False)),
    "nothing found": (("table", "--where", "sodium, above 9000 mAh/g"), True, 0, (True, True)),
    "claims": (("extract", DIGEST), False, 0, (True, False)),
    "no such file": (("extract", "nowhere.txt"), False, 2, (False, True)),
    "a formula": (("check", "Fe3O4", "--format", "json"), False, 0, (True, False)),
    "no such store": (("ask", QUESTION, "--store", "nowhere"), False, 2, (False, True)),
    "unknown option": (("gaps", "--colour", "red"), False, 2, (False, True)),
}


@pytest.mark.parametrize("name", CALLS)
def test_a_process_of_its_own_says_what_the_tests_see(hemkg_alone, hemkg, corpus_store, name):
    arguments, asks_store, status, is_said = CALLS[name]
    arguments = (*arguments, "--store", corpus_store) if asks_store else arguments
    alone = hemkg_alone(*arguments)
    assert alone.status == status, alone.err
    assert (bool(alone.out), bool(alone.err)) == is_said
    here = hemkg(*arguments)
    assert (here.status, here.out) == (alone.status, alone.out)
    assert here.err == alone.err.replace("python -m hemkg", "hemkg")


def test_what_is_typed_is_read_from_standard_input(hemkg_alone, corpus_store):
    ran = hemkg_alone("ask", "--chat", "--store", corpus_store, stdin=f"{QUESTION}\n/slots\n\n")
    assert (ran.status, ran.err) == (0, "")
    assert "1733" in ran.out


def test_some_that_fail_are_told_by_the_status(hemkg_alone, tmp_path):
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "good.txt").write_text("CoO delivers 650 mAh g-1 at 0.1 A g-1.", encoding="utf-8")
    ran = hemkg_alone("build", tmp_path, "--store", tmp_path / "store", "--format", "json")
    assert ran.status == 1
    assert (json.loads(ran.out)["added"], len(ran.err.splitlines())) == (1, 1)


def test_a_terminal_shows_how_far_a_build_is_and_how_long_it_will_take(tmp_path):
    pty = pytest.importorskip("pty", reason="this system has no terminals of that kind")
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "good.txt").write_text("CoO delivers 650 mAh g-1 at 0.1 A g-1.", encoding="utf-8")
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "hemkg", "build", tmp_path, "--store", tmp_path / "store"]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=theirs, env={**os.environ, "TERM": "xterm", "COLUMNS": "120"}
    ) as running:
        os.close(theirs)
        shown = _shown(ours)
    assert running.returncode == 1
    bar = next(line for line in reversed(shown.split("\r")) if "Reading papers" in line)
    assert re.sub("\x1b\\[[0-9;]*[A-Za-z]", "", bar).split("━ ")[-1].startswith("2/2 1 failed 0:00:")
    assert "left" in bar
    assert "empty.txt" in shown.splitlines()[-1]


def _shown(terminal):
    parts = []
    with contextlib.suppress(OSError):  # how a terminal says that nobody writes any more
        while part := os.read(terminal, 65536):
            parts.append(part)
    os.close(terminal)
    return b"".join(parts).decode()
