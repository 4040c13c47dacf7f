"""A SPARQL 1.1 server without a socket: an engine behind what would carry requests to it."""

from collections.abc import Callable
from urllib.parse import parse_qs

import httpx
import pyoxigraph

URL = "https://store.example/sparql"


def serving(
    engine: pyoxigraph.Store,
    *,
    is_union: bool = True,
    before: Callable[[httpx.Request], httpx.Response | None] = lambda request: None,
) -> httpx.MockTransport:
    """Return what answers as a server does whose default graph is the union of all, or is not.

    Args:
        engine: holds the graphs.
        is_union: whether queries see all graphs.
        before: may answer in its stead.
    """

    def answer(request: httpx.Request) -> httpx.Response:
        return before(request) or _answered(engine, request, is_union=is_union)

    return httpx.MockTransport(answer)


def _answered(engine: pyoxigraph.Store, request: httpx.Request, *, is_union: bool) -> httpx.Response:
    form = {name: values[0] for name, values in parse_qs(request.content.decode()).items()}
    try:
        if "update" in form:
            engine.update(form["update"])
            return httpx.Response(204)
        found = engine.query(form["query"], use_default_graph_as_union=is_union)
    except SyntaxError as error:
        return httpx.Response(400, text=str(error))
    if isinstance(found, pyoxigraph.QueryTriples):
        lines = "".join(f"{triple} .\n" for triple in found)
        return httpx.Response(200, content=lines.encode(), headers={"content-type": "application/n-triples"})
    rows = found.serialize(format=pyoxigraph.QueryResultsFormat.JSON)
    return httpx.Response(200, content=rows, headers={"content-type": "application/sparql-results+json"})
