"""Whatever papers and visitors write is shown letter by letter: no tag of theirs reaches the page."""

import html
from html.parser import HTMLParser

import pytest

from hemkg.ask.answering import Turn
from hemkg.ask.intent import Intent
from hemkg.model.answer import Answer, Citation, Row, Scope
from hemkg.page_parts.answers import conversation, evidence, note
from hemkg.page_parts.dialogue import Dialogue, Exchange
from hemkg.page_parts.evidence import Setting
from hemkg.page_parts.graph_view import svg_label
from hemkg.page_parts.html import Html
from hemkg.page_parts.typeset import verbatim, words
from hemkg.review.graph import NodeKind
from tests.tags import Tags

NASTY = 'Fe2O3 <script>alert(\'1\')</script> "onclick="alert(2)" & <img src=x onerror=alert(3)> g-1'
OURS = {"script", "img"}


def harmless(shown: Html) -> bool:
    tags = Tags(shown).tags
    return not any(name in OURS or any(key.startswith("on") for key in told) for name, told in tags)


@pytest.fixture
def dialogue() -> Dialogue:
    citation = Citation(1, NASTY, NASTY, doi=NASTY, title=NASTY, section=NASTY, year=2024)
    answer = Answer(text=f"{NASTY} [1]", rows=(Row({"material": NASTY, "note": NASTY, "unit": NASTY}, (1,)),),
        columns=("material", "note", "unit"), citations=(citation,), interpretation=NASTY, sparql=NASTY,
        scope=Scope(1, 0, 0, NASTY))  # fmt: skip
    exchange = Exchange(1, NASTY, Turn(Intent(elements=(NASTY,)), answer), settings={1: Setting(NASTY, NASTY)})
    return Dialogue((exchange, Exchange(2, NASTY, error=NASTY)))


def test_an_answer(dialogue: Dialogue) -> None:
    shown = conversation(dialogue, {}, Scope(1, 0, 0, NASTY))
    assert "Fe<sub>2</sub>O<sub>3</sub> &lt;script&gt;" in shown
    assert harmless(shown)


def test_its_evidence(dialogue: Dialogue) -> None:
    shown = evidence(dialogue)
    assert 'href="https://doi.org/Fe2O3' in shown
    assert harmless(shown)


def test_the_first_page() -> None:
    assert harmless(conversation(Dialogue(), {NASTY: (NASTY,)}, Scope(1, 0, 0, NASTY)))


@pytest.mark.parametrize("make", [words, verbatim, note, lambda text: svg_label(text, NodeKind.MATERIAL, 500)])
def test_what_is_set(make: object) -> None:
    assert callable(make)
    assert harmless(make(NASTY))


def test_a_quote_that_is_copied_is_the_quote() -> None:
    class Text(HTMLParser):
        found = ""

        def handle_data(self, data: str) -> None:
            self.found += data

    text = Text()
    text.feed(verbatim(NASTY))
    assert html.unescape(text.found) == NASTY
