"""What a SPARQL query gives, in the formats that SPARQL clients speak, and no more of it than was agreed."""

import io
from collections.abc import Sequence
from itertools import islice
from typing import IO, Final, cast

import pyoxigraph

from hemkg.rdf import jsonld
from hemkg.store.oxigraph import OxigraphStore
from hemkg.store.queries import NAMESPACES

ROWS: Final = {
    "application/sparql-results+json": pyoxigraph.QueryResultsFormat.JSON,
    "application/sparql-results+xml": pyoxigraph.QueryResultsFormat.XML,
    "text/csv": pyoxigraph.QueryResultsFormat.CSV,
    "text/tab-separated-values": pyoxigraph.QueryResultsFormat.TSV,
}
GRAPHS: Final = {
    "text/turtle": pyoxigraph.RdfFormat.TURTLE,
    "application/n-triples": pyoxigraph.RdfFormat.N_TRIPLES,
    "application/ld+json": pyoxigraph.RdfFormat.JSON_LD,
    "application/rdf+xml": pyoxigraph.RdfFormat.RDF_XML,
}
Graphs = tuple[Sequence[str], Sequence[str]]


def written(
    store: OxigraphStore, sparql: str, *, rows_as: str, graph_as: str, most: int, graphs: Graphs = ((), ())
) -> tuple[str, bytes, bool]:
    r"""Run a query of any form; return the media type of what it gives, that, and whether some was cut.

    Args:
        store: what is asked.
        sparql: the query; the usual prefixes need not be declared.
        rows_as: media type for rows, one of ``ROWS``.
        graph_as: media type for triples, one of ``GRAPHS``.
        most: rows or triples that are given back; JSON rows say in a field ``cut`` that there were more.
        graphs: IRIs of the graphs that are the default graph, and of those that have names; all if there are none.

    Raises:
        QueryError: if the query is malformed, cannot be run or would ask another server.

    >>> store = OxigraphStore.in_memory()
    >>> store.replace({"urn:g": ("<urn:a> <urn:b> <urn:c> .", "<urn:a> <urn:b> <urn:d> .")})
    >>> written(store, "SELECT ?o { ?s ?p ?o } ORDER BY ?o", rows_as="text/csv", graph_as="text/turtle", most=1)
    ('text/csv', b'o\r\nurn:c\r\n', True)
    """
    with store.asked(sparql, NAMESPACES, graphs) as found:
        if isinstance(found, pyoxigraph.QueryTriples):
            return (graph_as, *_triples(found, GRAPHS[graph_as], most))
        if isinstance(found, pyoxigraph.QueryBoolean):
            return rows_as, found.serialize(format=ROWS[rows_as]) or b"", False
        return (rows_as, *_rows(found, ROWS[rows_as], most))


def _triples(found: pyoxigraph.QueryTriples, form: pyoxigraph.RdfFormat, most: int) -> tuple[bytes, bool]:
    triples = list(dict.fromkeys(islice(found, most)))
    is_cut = next(found, None) is not None
    return pyoxigraph.serialize(triples, format=form, prefixes=dict(jsonld.prefixes())) or b"", is_cut


def _rows(found: pyoxigraph.QuerySolutions, form: pyoxigraph.QueryResultsFormat, most: int) -> tuple[bytes, bool]:
    """Return rows in a format.

    The engine writes all rows or none; in tab-separated values a row is a line, so that is where they can be cut.
    """
    lines = _Lines(most + 1)
    try:
        found.serialize(cast("IO[bytes]", lines), format=pyoxigraph.QueryResultsFormat.TSV)
    except _EnoughError:
        lines.is_cut = True
    told = pyoxigraph.parse_query_results(lines.kept(), format=pyoxigraph.QueryResultsFormat.TSV)
    assert isinstance(told, pyoxigraph.QuerySolutions)
    data = told.serialize(format=form) or b""
    if lines.is_cut and form == pyoxigraph.QueryResultsFormat.JSON:
        data = data.replace(b"{", b'{"cut":%d,' % most, 1)
    return data, lines.is_cut


class _EnoughError(Exception):
    """Ends the writing of rows."""


class _Lines(io.RawIOBase):
    """A file that takes so many lines, and ends the writing when more come."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.is_cut = False
        self._most = most
        self._parts: list[bytes] = []
        self._lines = 0

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        part = bytes(data)  # type: ignore[call-overload]  # whatever holds bytes
        self._parts.append(part)
        self._lines += part.count(b"\n")
        if self._lines > self._most:
            raise _EnoughError
        return len(part)

    def kept(self) -> bytes:
        """Return the lines that count."""
        return b"".join(b"".join(self._parts).splitlines(keepends=True)[: self._most])
