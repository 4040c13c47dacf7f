"""What is called in the processes that answer: each keeps the newest state of the store open, and renews it.

A function here is named across a pipe and gives back what can be sent through one.
"""

import json
import signal
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from hemkg.store.live import LiveCatalogue

if TYPE_CHECKING:
    from hemkg.assistant import Assistant
    from hemkg.store.catalogue import Catalogue

LOADING = "What colour is graphite?"  # is compared by meaning, so that the embedder is loaded


@dataclass(frozen=True, slots=True)
class Asked:
    """A SPARQL query as it was asked.

    Attributes:
        sparql: the query.
        rows_as: media type for the rows of SELECT and ASK.
        graph_as: media type for the triples of CONSTRUCT and DESCRIBE.
        rows: most rows or triples.
        default_graphs, named_graphs: IRIs of the only graphs that are looked at; all if there are none.
    """

    sparql: str
    rows_as: str
    graph_as: str
    rows: int
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


# ---------------------------------------------------------------- answers


def open_for_answers(folder: str) -> None:
    """Open the store and load all that answers need."""
    _end_with_the_server()
    with _assistants(folder).lend() as assistant:
        assistant.ask(LOADING)


@cache
def _assistants(folder: str) -> "LiveCatalogue[Assistant]":
    from hemkg.assistant import warmed

    live = LiveCatalogue(Path(folder), warmed)
    live.watch()
    return live


def answer(folder: str, question: str) -> bytes:
    """Return the answer to a question, as ``hemkg ask --format json`` prints it."""
    from hemkg.ask.report import to_json

    with _assistants(folder).lend() as assistant:
        return _json(to_json(assistant.answer(question)))


def gaps(folder: str, limit: int | None) -> bytes:
    """Return research gaps, as ``hemkg gaps --format json`` prints them."""
    from hemkg.review.gap_card import gap_json

    with _assistants(folder).lend() as assistant:
        return _json([gap_json(gap) for gap in assistant.gaps()[:limit]])


def table(folder: str, where: str | None, form: str) -> bytes:
    """Return the review table, as ``hemkg table --format json`` or ``csv`` prints it."""
    from hemkg.review.render import render

    with _assistants(folder).lend() as assistant:
        return render(assistant.table(where), form)


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


# ---------------------------------------------------------------- queries


def open_for_queries(folder: str) -> None:
    """Open the store."""
    _end_with_the_server()
    _catalogues(folder)


@cache
def _catalogues(folder: str) -> "LiveCatalogue[Catalogue]":
    live: LiveCatalogue[Catalogue] = LiveCatalogue(Path(folder), lambda catalogue, before: catalogue)
    live.watch()
    return live


def query(folder: str, asked: Asked) -> tuple[str, bytes, bool]:
    """Run a query; return the media type of what it gives, that, and whether rows were cut.

    Raises:
        QueryError: if it cannot be run.
    """
    from hemkg.store.wire import written

    with _catalogues(folder).lend() as catalogue:
        return written(
            catalogue.graph,
            asked.sparql,
            rows_as=asked.rows_as,
            graph_as=asked.graph_as,
            most=asked.rows,
            graphs=(asked.default_graphs, asked.named_graphs),
        )


# ---------------------------------------------------------------- the process itself


def _end_with_the_server() -> None:
    """Let only the server end this process: who stops the server may have told the whole group of processes."""
    for told in (signal.SIGINT, signal.SIGTERM):
        signal.signal(told, signal.SIG_IGN)


def let_go(folder: str) -> None:
    """Close what this process has opened."""
    for opened in (_assistants, _catalogues):
        if opened.cache_info().currsize:
            opened(folder).close()
            opened.cache_clear()
