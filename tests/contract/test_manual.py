"""``hemkg help``: the site's own pages in the terminal, the help of commands, the nearest name for a slip."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from hemkg import manual

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"


def test_help_alone_lists_topics_and_commands(hemkg):
    told = hemkg("help")
    assert told.status == 0
    for name in ("conditions", "review-table", "glossary", "serving", "ask", "curate"):
        assert f"\n  {name} " in told.out


@pytest.mark.parametrize("name", manual.topics())
def test_every_topic_is_a_page_that_can_be_read_anywhere(hemkg, name):
    told = hemkg("help", name)
    assert told.status == 0, told.err
    assert manual.topics()[name].title.split()[0] in told.out.splitlines()[0]
    assert "\x1b" not in told.out
    assert "![" not in told.out
    assert "](" not in told.out
    assert max(map(len, told.out.splitlines())) <= 88


def test_a_page_says_what_the_site_says(hemkg):
    told = " ".join(hemkg("help", "exit-codes").out.split())
    assert "Results go to standard output, all messages to standard error." in told
    assert "Results go to standard output, all messages to standard error." in (
        DOCS / "reference" / "exit-codes.md"
    ).read_text("utf-8")


def test_topics_have_names_that_no_command_has(hemkg):
    commands = {line.split()[0] for line in hemkg("help").out.split("Commands\n")[1].splitlines()}
    assert {"ask", "help"} <= commands
    assert commands & set(manual.topics()) == set()


def test_every_topic_that_a_page_names_is_one():
    for page in DOCS.rglob("*.md"):
        for name in page.read_text("utf-8").split("`hemkg help ")[1:]:
            word = name.split("`")[0]
            assert word in manual.topics() or word.isupper() or manual.topic(word), f"{page}: {word}"


def test_the_help_of_a_command_is_its_own_and_leads_to_its_topic(hemkg):
    own, told = hemkg("curate", "reject", "--help").out, hemkg("help", "curate", "reject").out
    assert told.startswith(own.rstrip())
    assert "hemkg help correcting" in told


def test_every_command_that_a_page_is_about_is_one(hemkg):
    commands = {line.split()[0] for line in hemkg("help").out.split("Commands\n")[1].splitlines()}
    named = {name for topic in manual.topics().values() for name in topic.commands}
    assert named
    assert named <= commands


@pytest.mark.parametrize(
    ("asked", "meant"), [("condtions", "conditions"), ("privcy", "privacy"), ("tabel", "table"), ("seting", "settings")]
)
def test_a_misspelt_topic_is_answered_with_the_nearest(hemkg, asked, meant):
    told = hemkg("help", asked)
    assert (told.status, told.out) == (2, "")
    assert told.err == (
        f"hemkg: there is no help on '{asked}'; did you mean '{meant}'? 'hemkg help' lists all topics.\n"
    )


def test_what_is_like_nothing_is_not_guessed(hemkg):
    told = hemkg("help", "qqqqq")
    assert told.status == 2
    assert "did you mean" not in told.err


def test_a_word_of_the_glossary_is_told(hemkg):
    assert "the charge is stored at their interface" in " ".join(hemkg("help", "space", "charge").out.split())
    assert "X-ray diffraction" in hemkg("help", "XRD").out
    assert "capacity retention" in hemkg("help", "retention").out


def test_the_package_holds_every_page():
    included = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]["targets"]["wheel"]
    packed = {source: target for source, target in included["force-include"].items() if source.startswith("docs/")}
    assert all(target == source.replace("docs/", "hemkg/_manual/", 1) for source, target in packed.items())
    for places in manual.SECTIONS.values():
        for place in places:
            path = f"docs/{place}"
            assert any(path == source or path.startswith(f"{source}/") for source in packed), path


def test_help_loads_nothing_heavy():
    code = (
        "import sys\nsys.argv = ['hemkg', 'help', 'conditions']\nfrom hemkg.__main__ import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print({'spacy', 'pyoxigraph', 'rdflib', 'numpy', 'gradio', 'lxml', 'torch'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.endswith("set()\n")


def test_a_page_is_drawn_in_colours_on_a_terminal_and_in_a_pager_only_there(monkeypatch, capsys):
    from hemkg.cli import helping

    shown = []
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr("rich.pager.SystemPager.show", lambda self, text: shown.append(text))
    helping._show_page(manual.topics()["glossary"])
    assert shown
    assert "Glossary" in shown[0]
    helping._show_page(manual.topic("XRD"))
    assert len(shown) == 1
    assert "X-ray diffraction" in capsys.readouterr().out
