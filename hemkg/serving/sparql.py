"""A request of the SPARQL 1.1 Protocol, as far as it reads: which query, over which graphs, told in which format."""

from collections.abc import Iterable, Mapping
from typing import Final
from urllib.parse import parse_qsl

from hemkg.errors import QueryError
from hemkg.serving.inside import Asked
from hemkg.store.wire import GRAPHS, ROWS

FORM: Final = "application/x-www-form-urlencoded"
QUERY: Final = "application/sparql-query"
UPDATE: Final = "application/sparql-update"
SHORT: Final = {
    "json": "application/sparql-results+json", "xml": "application/sparql-results+xml", "csv": "text/csv",
    "tsv": "text/tab-separated-values", "ttl": "text/turtle", "nt": "application/n-triples",
    "jsonld": "application/ld+json",
}  # fmt: skip
"""Names of formats for people who type an address."""


class ForbiddenError(QueryError):
    """A request that would write."""


class NotAcceptableError(QueryError):
    """A format that is not spoken here."""


class NoSuchKindError(QueryError):
    """A body that is no query."""


def asked(method: str, *, kind: str, accept: str, parameters: str, body: bytes, rows: int) -> Asked:
    """Return what a request asks.

    Args:
        method: ``GET`` or ``POST``.
        kind: media type of the body.
        accept: formats that are wished, as the header says it.
        parameters: of the address.
        body: of the request.
        rows: most rows that are given back.

    Raises:
        QueryError: if there is no query in it; ForbiddenError, NotAcceptableError, NoSuchKindError where that is why.

    >>> asked("GET", kind="", accept="text/csv", parameters="query=ASK+%7B%7D", body=b"", rows=10).rows_as
    'text/csv'
    """
    given = parse_qsl(parameters, keep_blank_values=True)
    media = kind.partition(";")[0].strip().lower()
    if method == "POST" and media == UPDATE:
        raise ForbiddenError("this endpoint only reads; add papers with 'hemkg build'.")
    if method == "POST" and media not in {FORM, QUERY}:
        raise NoSuchKindError(f"send a query as {FORM} or as {QUERY}.")
    if method == "POST":
        text = _text(body)
        given += [("query", text)] if media == QUERY else parse_qsl(text, keep_blank_values=True)
    return _of_parameters(given, accept, rows)


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        raise QueryError("the query is not in UTF-8.") from None


def _of_parameters(given: Iterable[tuple[str, str]], accept: str, rows: int) -> Asked:
    several: dict[str, list[str]] = {}
    for name, value in given:
        several.setdefault(name, []).append(value)
    if "update" in several:
        raise ForbiddenError("this endpoint only reads; add papers with 'hemkg build'.")
    if len(several.get("query", ())) != 1:
        raise QueryError("give one query, as the parameter 'query'.")
    wished = SHORT.get(several.get("format", [""])[-1], accept)
    rows_as, graph_as = wanted(wished, ROWS), wanted(wished, GRAPHS)
    if rows_as is None and graph_as is None:
        raise NotAcceptableError(f"this endpoint answers as {', '.join([*ROWS, *GRAPHS])}.")
    return Asked(
        several["query"][0],
        rows_as or next(iter(ROWS)),
        graph_as or next(iter(GRAPHS)),
        rows,
        tuple(several.get("default-graph-uri", ())),
        tuple(several.get("named-graph-uri", ())),
    )


def wanted(accept: str, offered: Mapping[str, object]) -> str | None:
    """Return the media type that a client likes best of those offered, None if it takes none of them.

    >>> wanted("text/csv;q=0.5, application/sparql-results+xml", ROWS)
    'application/sparql-results+xml'
    >>> wanted("application/json", ROWS), wanted("text/turtle", ROWS)
    ('application/sparql-results+json', None)
    """
    liked = {media: _liking(accept or "*/*", media) for media in offered}
    best = max(liked, key=lambda media: liked[media])  # of several, the first
    return best if liked[best] > 0 else None


def _liking(accept: str, media: str) -> float:
    """Return how well a client likes a media type, by the most special pattern that fits."""
    names = {media, *_ALSO.get(media, ())}
    patterns = (names, {f"{media.partition('/')[0]}/*"}, {"*/*"})
    found = dict(_weight(part) for part in reversed(accept.split(",")))
    for fitting in patterns:
        weights = [found[name] for name in fitting if name in found]
        if weights:
            return max(weights)
    return 0.0


_ALSO: Final = {
    "application/sparql-results+json": ("application/json",),
    "application/sparql-results+xml": ("application/xml", "text/xml"),
    "application/n-triples": ("text/plain",),
}


def _weight(part: str) -> tuple[str, float]:
    name, *parameters = (piece.strip() for piece in part.split(";"))
    quality = next((p[2:] for p in parameters if p.startswith("q=")), "1")
    try:
        return name.lower(), min(float(quality), 1.0)
    except ValueError:
        return name.lower(), 1.0
