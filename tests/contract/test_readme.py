"""What the README shows is what the program prints; ``HEMKG_REWRITE=1`` writes today's answers into it."""

import doctest
import re
import shlex
from pathlib import Path

import pytest

from tests.sessions import is_as_printed

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
PYTHON = re.compile(r"```python\n(.*?)```", re.DOTALL)


@pytest.fixture(scope="module")
def printed(hemkg, corpus_store):
    def run(command: str) -> str:
        ran = hemkg(*shlex.split(command), "--store", corpus_store)
        assert ran.status == 0, ran.err
        return ran.out

    return run


def test_the_sessions_in_the_readme_are_real(printed):
    assert is_as_printed(README, printed)


def test_the_python_of_the_readme_runs(corpus_store, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (block,) = PYTHON.findall(README.read_text())
    session = doctest.DocTestParser().get_doctest(
        block.replace("~/hem", str(corpus_store), 1), {}, "README.md", "README.md", 0
    )
    told = []
    doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(session, out=told.append)
    assert session.examples
    assert "".join(told) == ""


@pytest.mark.parametrize("page", ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"])
def test_every_link_leads_somewhere(page):
    links = re.findall(r"\]\(([^)#:]+)\)", (ROOT / page).read_text())
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_every_command_is_in_the_readme(hemkg):
    commands = re.findall(r"^  ([a-z]+)  ", hemkg("--help").out.split("Commands:")[1], re.MULTILINE)
    assert len(commands) > 8
    assert [name for name in commands if not re.search(rf"\b{name}\b", README.read_text())] == []
