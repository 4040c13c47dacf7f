"""Answers that a visitor keeps: in the visitor's own browser, as a file to share, and asked again.

The server keeps none of them: what is kept lies in the browser, which draws the list (``assets/page.js``).
"""

import re
import unicodedata

from hemkg import __version__
from hemkg.ask.report import plain
from hemkg.ask.saved import Saved, dumps, embedded, loads
from hemkg.errors import InputError
from hemkg.page_parts.answer_table import answer_table
from hemkg.page_parts.answers import scope_words
from hemkg.page_parts.chips import understood_as
from hemkg.page_parts.dialogue import Exchange
from hemkg.page_parts.evidence import cards
from hemkg.page_parts.exports import saved_at_once
from hemkg.page_parts.html import Html, element, fold, joined
from hemkg.page_parts.html_file import document
from hemkg.page_parts.typeset import marked, words

LARGEST = 2_000_000
"""A kept answer that is longer is not taken [characters]."""
STYLE = """
.rows tr.later { display: table-row; }
.rows th button { padding: 0; color: inherit; cursor: text; }
.more, .source footer .back { display: none; }
main { max-width: 860px; margin: 0 auto; }
.gradio-container h1 { font-size: 24px; line-height: 1.3; }
.gradio-container h2 { margin: 34px 0 10px; font-size: 16px; }
.about { margin-top: 30px; font-size: 13px; color: var(--faint); }
"""
NONE = "Keep an answer with the button below it: it stays in this browser, to be asked again when there are new papers."


def kept_panel() -> Html:
    """Return the place of the kept answers; the browser fills it."""
    opened = element("button", "Open a file", type="button", class_="quiet", data_open=True)
    chosen = element("input", type="file", accept=".json,.html,.htm", hidden=True, aria_label="A kept answer")
    return fold(
        element("span", "Kept answers"),
        element("p", NONE, class_="empty"),
        element("ul", class_="kept-list"),
        element("p", opened, chosen, element("span", class_="kept-told", role="status"), class_="kept-foot"),
        class_="fold kept",
    )


def read_kept(text: str) -> Saved:
    """Return a kept answer as the browser sends it.

    Raises:
        InputError: if it is none, or too long.
    """
    if len(text) > LARGEST:
        raise InputError("this kept answer is too long; ask its question again.")
    return loads(text, "this file")


def kept_record(exchange: Exchange, saved: Saved, nonce: str) -> Html:
    """Return what the browser puts among its kept answers.

    Args:
        exchange: whose answer it is.
        saved: the same as it is kept.
        nonce: differs each time, so that the browser sees that something came.
    """
    return element("span", hidden=True, data_keep=dumps(saved), data_name=exchange.question, data_nonce=nonce)


def shared_file(exchange: Exchange, saved: Saved) -> Html:
    """Return a button, which the browser presses, that saves an answer as a page of its own."""
    return saved_at_once(
        "Save again", f"{file_stem(exchange.question)}.html", "text/html", answer_page(exchange, saved).encode()
    )


def file_stem(question: str) -> str:
    """Return the beginning of a file's name from a question.

    >>> file_stem("Which Na\u207a hosts (oxides?) exceed 600 mAh/g?")
    'which-na-hosts-oxides-exceed-600-mah-g'
    """
    letters = unicodedata.normalize("NFKD", question).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:60].strip("-") or "answer"


def answer_page(exchange: Exchange, saved: Saved) -> str:
    """Return an answer as a page that needs nothing else and from which it can be asked again."""
    assert exchange.turn is not None
    answer, group = exchange.turn.answer, exchange.group
    numbers = {citation.number for citation in answer.citations}
    sources = cards(answer.citations, group, exchange.settings, all_open=True)
    about = (
        f"Answered by hemkg {__version__} from {scope_words(answer.scope)} (graph {answer.scope.graph}). "
        "Open this file on the page of hemkg, or with “hemkg ask --rerun FILE”, to ask again."
    )
    parts = [
        element("h1", words(exchange.question)),
        understood_as(exchange.turn.intent, answer.interpretation),
        element("p", marked(answer.text, numbers, group), class_="text"),
        answer_table(answer, group),
        joined([element("h2", "Sources"), sources]) if answer.citations else None,
        fold("Query", element("pre", answer.sparql.strip())) if answer.sparql else None,
        element("p", about, class_="about"),
    ]
    kept = Html(embedded(saved))  # JSON of ours, in which no tag can begin
    return document(plain(exchange.question), [element("main", element("div", *parts, class_="turn")), kept], STYLE)
