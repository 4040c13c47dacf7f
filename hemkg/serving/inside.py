"""What is called in the processes that answer: each keeps the states of the store open that it is told of.

A function here is named across a pipe and gives back what can be sent through one.  All processes are told of the same
states, so that two answers one after the other never go back in time, whoever gives them.
"""

import json
import signal
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from hemkg.store.catalogue import Catalogue, KeptState

if TYPE_CHECKING:
    from hemkg.assistant import Assistant

LOADING: Final = "What colour is graphite?"  # is compared by meaning, so that the embedder is loaded


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


# ---------------------------------------------------------------- states of the store

_OPEN: Final[dict[KeptState, Catalogue]] = {}
_ASSISTANTS: Final[dict[KeptState, "Assistant"]] = {}


def open_for_queries(place: KeptState) -> None:
    """Open a state of the store."""
    _end_with_the_server()
    _catalogue(place)


def _catalogue(place: KeptState) -> Catalogue:
    if place not in _OPEN:
        _OPEN[place] = Catalogue.at(place)
    return _OPEN[place]


def let_go(kept: KeptState | None) -> None:
    """Close all states of the store but one."""
    for place in [place for place in _OPEN if place != kept]:
        _ASSISTANTS.pop(place, None)
        _OPEN.pop(place).close()


def _end_with_the_server() -> None:
    """Let only the server end this process: who stops the server may have told the whole group of processes."""
    for told in (signal.SIGINT, signal.SIGTERM):
        signal.signal(told, signal.SIG_IGN)


# ---------------------------------------------------------------- queries


def query(place: KeptState, asked: Asked) -> tuple[str, bytes, bool]:
    """Run a query; return the media type of what it gives, that, and whether rows were cut.

    Raises:
        QueryError: if it cannot be run.
    """
    from hemkg.store.wire import written

    return written(
        _catalogue(place).on_disk(),
        asked.sparql,
        rows_as=asked.rows_as,
        graph_as=asked.graph_as,
        most=asked.rows,
        graphs=(asked.default_graphs, asked.named_graphs),
    )


# ---------------------------------------------------------------- answers


def open_for_answers(place: KeptState) -> None:
    """Open a state of the store, and load and read what its first answers rest on."""
    _end_with_the_server()
    is_first = not _ASSISTANTS
    assistant = _assistant(place)
    if is_first:
        assistant.ask(LOADING)


def _assistant(place: KeptState) -> "Assistant":
    if place not in _ASSISTANTS:
        from hemkg.assistant import warmed

        _ASSISTANTS[place] = warmed(_catalogue(place), next(reversed(_ASSISTANTS.values()), None))
    return _ASSISTANTS[place]


def answer(place: KeptState, question: str) -> bytes:
    """Return the answer to a question, as ``hemkg ask --format json`` prints it."""
    from hemkg.ask.report import to_json

    return _json(to_json(_assistant(place).answer(question)))


def gaps(place: KeptState, limit: int | None) -> bytes:
    """Return research gaps, as ``hemkg gaps --format json`` prints them."""
    from hemkg.review.gap_card import gap_json

    return _json([gap_json(gap) for gap in _assistant(place).gaps()[:limit]])


def table(place: KeptState, where: str | None, form: str) -> bytes:
    """Return the review table, as ``hemkg table`` prints it as JSON or CSV."""
    from hemkg.review.render import render

    return render(_assistant(place).table(where), form)


def tool(place: KeptState, name: str, given: Mapping[str, Any]) -> bytes:
    """Return what a tool of the MCP server gives."""
    from hemkg.serving.tools import call

    return _json(call(_assistant(place), name, given))


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()
