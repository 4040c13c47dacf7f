"""The documentation site: built without a complaint, asking nobody, and true in what it shows."""

import html
import os
import re
import shlex
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import typer

from hemkg.cli import app
from hemkg.settings import REGISTERS
from tests.made_up_papers import write_papers
from tests.sessions import SESSION, commands, is_as_printed

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", *sorted(path for path in DOCS.rglob("*.md") if path.parent.name != "ontology")]
RUN = [DOCS / "tutorial.md", *sorted((DOCS / "how-to").glob("*.md")), *sorted((DOCS / "explanation").glob("*.md"))]
ASKS = {"script": "src", "img": "src", "iframe": "src", "source": "src", "video": "src", "link": "href"}
FROM_ELSEWHERE = re.compile(r"""(?:url\(\s*['"]?|@import\s+['"])(?:https?:)?//""")


def name_of(page):
    return page.relative_to(ROOT).as_posix()


class Requests(HTMLParser):
    """What a page makes a browser ask for, and its anchors."""

    def __init__(self, text):
        super().__init__()
        self.asked, self.ids, self.links = [], set(), []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        told = dict(attributes)
        if tag in ASKS and told.get(ASKS[tag]) and told.get("rel") not in {"next", "prev", "canonical"}:
            self.asked.append(told[ASKS[tag]])
        if told.get("style"):
            self.asked += re.findall(r"url\(['\"]?([^'\")]+)", told["style"])
        self.ids.add(told.get("id"))
        if tag == "a" and told.get("href"):
            self.links.append(told["href"])


def test_no_page_asks_another_host_for_anything(site):
    pages = list(site.rglob("*.html"))
    assert len(pages) > 50
    asked = {(page.name, place) for page in pages for place in Requests(page.read_text("utf-8")).asked}
    assert len(asked) > 50
    assert [place for place in asked if urlsplit(place[1]).netloc] == []


def test_no_style_asks_another_host_for_anything(site):
    styles = [*site.rglob("*.css"), *site.rglob("*.html")]
    assert [path.name for path in styles if FROM_ELSEWHERE.search(path.read_text("utf-8"))] == []


def test_every_link_leads_to_a_place_that_is_there(site):
    read = {page.resolve(): Requests(page.read_text("utf-8")) for page in site.rglob("*.html")}
    lost = []
    for page, found in read.items():
        for link in found.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc or page.name == "404.html":
                continue
            to = (page.parent / parts.path).resolve() if parts.path else page
            to = to / "index.html" if to.is_dir() else to
            if not to.exists() or (parts.fragment and to in read and parts.fragment not in read[to].ids):
                lost.append(f"{page.relative_to(site.resolve())}: {link}")
    assert [link for link in lost if "__" not in link] == []


def test_the_search_knows_the_pages_without_a_server(site):
    index = (site / "search" / "search_index.js").read_text("utf-8")
    assert index.startswith("var __index = ")
    assert "coulombic" in index.lower()


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_command_shown_is_one_that_there_is(page):
    top = typer.main.get_command(app)
    wrong = [told for words in commands(page.read_text("utf-8")) if (told := complaint(top, words))]
    assert wrong == []


def complaint(group, words):
    """Return what is wrong with a command, if anything is; nothing is run."""
    command, name, left = group, "hemkg", list(words)
    while hasattr(command, "commands"):
        if not left or left[0].startswith("-"):
            return None if {*left} <= {"--help", "-h", "--version", "--install-completion"} else f"{words}: no command"
        name, command = f"{name} {left[0]}", command.commands.get(left[0])
        left = left[1:]
        if command is None:
            return f"there is no '{name}'"
    if "--help" in left or "…" in left:
        return None
    try:
        command.make_context(name, left)
    except typer.TyperException as error:
        return f"{' '.join(words)}: {error}"
    return None


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_command_named_in_a_sentence_is_one_that_there_is(page):
    top = typer.main.get_command(app)
    wrong = [words for words in mentioned(page.read_text("utf-8")) if not are_names(top, words)]
    assert wrong == []


def mentioned(text):
    """Yield the words of the commands that stand in sentences and tables, values and all."""
    text = re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE)
    for told in re.findall(r"`(?:\S*/)?hemkg ([^`\n]+)`", text):
        if "…" not in told.split()[0] and told.split()[0] != "COMMAND":
            yield re.sub(r'"[^"]*"?', "VALUE", told).split()


def are_names(group, words):
    """Whether the command is one, and every option one of its own."""
    command, left = group, list(words)
    while hasattr(command, "commands") and left and not left[0].startswith("-"):
        command, left = command.commands.get(left[0]), left[1:]
    known = {"--help", *(name for param in getattr(command, "params", ()) for name in param.opts)}
    return command is not None and {word.split("=")[0] for word in left if word.startswith("-")} <= known


def test_a_command_that_is_none_would_be_found():
    top = typer.main.get_command(app)
    assert list(mentioned('see `hemkg answer "x" --fast`')) == [["answer", "VALUE", "--fast"]]
    assert not are_names(top, ["answer"])
    assert not are_names(top, ["curate", "accept", "--fast"])
    assert are_names(top, ["curate", "list", "--all"])


def test_a_command_in_a_block_that_is_none_would_be_found():
    top = typer.main.get_command(app)
    assert complaint(top, ["ask", "--colour", "red"])
    assert complaint(top, ["answer", "this"])
    assert complaint(top, ["table", "--format", "word"])
    assert complaint(top, ["why"])
    assert complaint(top, ["why", "Zn"]) is None


def test_a_command_is_read_as_a_terminal_would():
    page = '```console\n$ hemkg ask "what is # this?" --format csv > rows.csv   # a remark\n 3 rows\n```\n'
    assert list(commands(page)) == [["ask", "what is # this?", "--format", "csv"]]
    assert list(commands("```\nHEMKG_STORE=/x .venv/bin/hemkg status | wc -l\n```")) == [["status"]]


@pytest.fixture(scope="module")
def desk(corpus_store, tmp_path_factory):
    """A folder as the tutorial leaves its reader in: the store of the corpus, and two papers."""
    folder = tmp_path_factory.mktemp("desk")
    shutil.copytree(corpus_store, folder / ".store")
    write_papers(folder / "papers")
    return folder


@pytest.fixture(scope="module")
def printed(hemkg, hemkg_alone, desk):
    """What a command prints on that desk; the time that it took is another each time."""

    def run(command):
        words = shlex.split(command)
        # processes that read papers stay in the folder in which this process began
        ran = (hemkg_alone if words[0] == "build" else hemkg)(*words, cwd=desk)
        assert ran.status == 0, ran.err
        return re.sub(r"\([\d.]+ s\)", "(1.5 s)", ran.out)

    return run


@pytest.mark.parametrize("page", [page for page in RUN if SESSION.search(page.read_text("utf-8"))], ids=name_of)
def test_a_session_shows_what_happens(printed, page):
    assert is_as_printed(page, printed)


def test_the_tutorial_leaves_a_table_and_its_references(printed, desk):
    for command in SESSION.findall((DOCS / "tutorial.md").read_text("utf-8")):
        if "--out" in command[0]:
            assert printed(command[0]) == ""
    assert "\\toprule" in (desk / "table.tex").read_text("utf-8")
    assert "@article" in (desk / "works.bib").read_text("utf-8")


def test_the_python_of_the_how_to_runs(desk, monkeypatch, capsys):
    monkeypatch.chdir(desk)
    (block,) = re.findall(r"```python\n(.*?)```", (DOCS / "how-to" / "programs.md").read_text("utf-8"), re.DOTALL)
    names = {}
    exec(block, names)  # noqa: S102 - our own page
    assert "Fe0.2Co0.2Ni0.2Cu0.2Zn0.2O 1310 mAh g-1 (2,)" in capsys.readouterr().out
    assert len(names["frame"]) == 3


def test_every_setting_is_on_its_page():
    settings = (ROOT / "hemkg" / "settings.py").read_text("utf-8")
    read = {f"HEMKG_{name}" for name in re.findall(r'PREFIX \+ "([A-Z_]+)"', settings)}
    read |= {f"HEMKG_{name.upper()}" for name in REGISTERS}
    assert len(read) > 20
    told = set(re.findall(r"`(HEMKG_[A-Z_]+)`", (DOCS / "reference" / "settings.md").read_text("utf-8")))
    assert told == read


def test_every_command_and_option_is_on_the_page_of_the_command_line(site):
    page = html.unescape((site / "reference" / "command-line.html").read_text("utf-8"))
    top = typer.main.get_command(app)
    for name, command in top.commands.items():
        below = getattr(command, "commands", {"": command})
        for last, each in below.items():
            assert f"hemkg {name} {last}".strip() in page
            assert [
                opt for param in each.params for opt in param.opts if opt.startswith("--") and opt not in page
            ] == []


def test_the_glossary_is_what_the_ontology_says():
    done = subprocess.run([sys.executable, DOCS / "glossary.py", "--check"], cwd=ROOT, env=os.environ | {
        "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False)  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_equations_are_drawn_and_examples_are_code(site):
    assert 'class="equation"' in (site / "ontology" / "quantities.html").read_text("utf-8")
    python = (site / "reference" / "python.html").read_text("utf-8")
    assert "<blockquote>" not in python
    assert 'class="gp">&gt;&gt;&gt; </span>' in python
