"""A store on a server: any that speaks SPARQL 1.1 and whose default graph is the union of all its graphs.

What a server promises about several changes in one request differs, and what it does with a client that dies between
two requests is nowhere said.  So nothing here rests on transactions:

* A graph is replaced in this order: a mark that it is unfinished, then what is no longer wanted goes and what is new
  comes, in pieces, then the mark goes.  Whoever looks meanwhile, or after the writer was killed, sees the mark:
  ``unfinished`` names the graph, and ``Catalogue`` counts no document whose graph bears a mark as done.  The graphs
  that say what became of a document are written last.
* Whoever writes holds the lease (``lease``), so that two builds do not mix.
* What is *not* promised: a question that is asked while a paper is replaced may see some of its claims and not yet
  the others, for a query sees what is there.  What is opened again after the build sees all of it.

Only graphs whose names begin with ``iris.ID`` are the store's.  Others on the same server are neither changed nor
listed nor counted, but a query sees them, too: a database of its own is better.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from typing import IO, Final

import pyoxigraph

from hemkg import __version__
from hemkg.errors import QueryError, StoreBroken, StoreError, StoreMissing, StoreVersion
from hemkg.rdf import iris
from hemkg.rdf.write import literal
from hemkg.store import names, virtuoso
from hemkg.store.base import Results, Value
from hemkg.store.client import SparqlClient
from hemkg.store.lease import Lease
from hemkg.store.nodes import in_one_writing, results_of, triples_of
from hemkg.store.oxigraph import LAYOUT, UNNAMEABLE, dump_quads, refuse_service
from hemkg.store.pairing import Turns
from hemkg.store.places import Server
from hemkg.vocab.terms import HEM

PIECE_LINES = 1000
PIECE_BYTES = 256 * 1024
DOUBTED = 500  # triples of one answer from which on it is asked whether they are all
MOST_SUBJECTS = 200
ROWS, TRIPLES = "application/sparql-results+json", "application/n-triples"
CUT_OFF = (
    "the server at {url} gave {given} of {held} triples; raise its limit of results (ResultSetMaxRows of Virtuoso)."
)
UNION_MISSING = (
    "the server at {url} answers queries from its default graph alone; have it take the union of all graphs as the "
    "default graph (docs/stores.md says how)."
)


class ServerStore:
    """A store on a SPARQL server.

    Args:
        client: asks the server.
        lease: held by whoever writes; None for who only reads.
    """

    is_fixed = False  # others may write while it is open
    turns: Final = Turns(None)  # the lease is what writers take here

    def __init__(self, client: SparqlClient, lease: Lease | None = None) -> None:
        self._client = client
        self._lease = lease

    @classmethod
    def open(
        cls, server: Server, *, write: bool = False, create: bool = False, client: SparqlClient | None = None
    ) -> "ServerStore":
        """Open the store on a server.

        Args:
            server: where it is.
            write: open it for writing; only one can.
            create: make it if it is not there.
            client: asks the server; for tests.

        Raises:
            StoreMissing: if the server holds none and it is not to be made.
            StoreVersion: if another version made it.
            StoreBusy: if somebody else writes it.
            StoreUnreachable, StoreRefused, StoreBroken: if the server does not answer, or not as it should.
        """
        with ExitStack() as undone:
            store = cls(client or SparqlClient(server))
            undone.callback(store.close)
            store._check(is_made=create)
            if write:
                lease = Lease(store._client)
                lease.take()
                store._lease = lease
                store._check(is_made=False, may_make=create)
            undone.pop_all()
        return store

    def _check(self, *, is_made: bool, may_make: bool = False) -> None:
        """Refuse a server on which no store of this version stands; make it if it may be made."""
        url, node, layout = self._client.server.url, names.KEEPING, iris.term(HEM.layout)
        rows = self.query(f"SELECT ?layout WHERE {{ GRAPH <{node}> {{ <{node}> <{layout}> ?layout }} }}").rows
        if not rows and may_make:
            made = (
                f"<{node}> <{layout}> {literal(LAYOUT)} . <{node}> <{iris.term(HEM.engine)}> {literal(__version__)} ."
            )
            self._client.update(f"INSERT DATA {{ GRAPH <{node}> {{ {made} }} }}")
            rows = ({"layout": LAYOUT},)
        if not rows:
            if is_made:
                return
            raise StoreMissing(f"there is no store at {url}; make one with 'hemkg build PAPERS --store {url}'.")
        if rows[0]["layout"] != LAYOUT:
            raise StoreVersion(
                f"the store at {url} has layout {rows[0]['layout']}, this version reads layout {LAYOUT}; "
                "build it again in an empty database."
            )
        if not self.ask(f"ASK {{ <{node}> <{layout}> ?layout }}"):
            raise StoreBroken(UNION_MISSING.format(url=url))

    # ------------------------------------------------------------ reading

    def query(self, sparql: str) -> Results:
        """Run a SELECT query over the union of all graphs."""
        found = self.run(sparql)
        if not isinstance(found, Results):
            raise QueryError("only SELECT queries can be run here; ASK and CONSTRUCT have calls of their own.")
        return found

    def ask(self, sparql: str) -> bool:
        """Run an ASK query."""
        return self.run(sparql) is True

    def construct(self, sparql: str) -> tuple[str, ...]:
        """Run a CONSTRUCT query and return its triples as sorted N-Triples lines."""
        found = self.run(sparql)
        if not isinstance(found, tuple):
            raise QueryError("this is no CONSTRUCT or DESCRIBE query.")
        return found

    def run(self, sparql: str) -> Results | bool | tuple[str, ...]:
        """Run a query of any form; one that is no SPARQL 1.1 query, or an update in disguise, goes to no server."""
        form = _form_of(sparql)
        if form is pyoxigraph.QueryTriples:
            return self._triples(sparql)
        if form is pyoxigraph.QuerySolutions and self._is_virtuoso:
            return self._rows_of_virtuoso(sparql)
        results = self._rows(sparql)
        if isinstance(results, bool):
            return results
        # Virtuoso 7 answers ASK with a row for yes and with no row for no.
        return bool(results.rows) if form is pyoxigraph.QueryBoolean else results

    @property
    def _is_virtuoso(self) -> bool:
        return virtuoso.is_virtuoso(self._client.software)

    def _rows(self, sparql: str) -> Results | bool:
        body = self._asked(sparql, ROWS, (ROWS, "application/json"))
        with self._told_of_nonsense():
            found = pyoxigraph.parse_query_results(body, format=pyoxigraph.QueryResultsFormat.JSON)
            return bool(found) if isinstance(found, pyoxigraph.QueryBoolean) else results_of(found)

    def _rows_of_virtuoso(self, sparql: str) -> Results:
        body = self._asked(sparql, virtuoso.ROWS, (virtuoso.ROWS,))
        with self._told_of_nonsense():
            return virtuoso.results_in(body)

    def _triples(self, sparql: str) -> tuple[str, ...]:
        body = self._asked(sparql, TRIPLES, (TRIPLES, "text/plain"))
        with self._told_of_nonsense():
            found = [quad.triple for quad in pyoxigraph.parse(body, format=pyoxigraph.RdfFormat.N_TRIPLES)]
            if self._is_virtuoso and virtuoso.has_doubles(found):
                turtle = self._asked(sparql, virtuoso.ROWS, (virtuoso.ROWS,))
                found = list(virtuoso.with_whole_doubles(found, turtle))
            return in_one_writing(found)

    def _asked(self, sparql: str, accept: str, taken: Sequence[str]) -> bytes:
        kind, body = self._client.query(sparql, accept)
        if kind not in taken:
            raise StoreBroken(f"{self._client.server.url} does not answer as a SPARQL server does; check the address.")
        return body

    @contextmanager
    def _told_of_nonsense(self) -> Iterator[None]:
        """Turn an answer that cannot be read into a sentence."""
        try:
            yield
        except (SyntaxError, ValueError) as error:
            told = str(error).splitlines()[0][:200]
            raise StoreBroken(f"{self._client.server.url} gave an answer that cannot be read: {told}.") from None

    def describe(self, subjects: Sequence[str]) -> dict[str, dict[str, list[Value]]]:
        """Return {subject: {property: its values, sorted}}, by IRI; what several graphs hold counts once."""
        found: dict[str, dict[str, list[Value]]] = {}
        for start in range(0, len(subjects), MOST_SUBJECTS):
            nodes = ", ".join(str(pyoxigraph.NamedNode(one)) for one in subjects[start : start + MOST_SUBJECTS])
            query = f"SELECT ?s ?p ?o WHERE {{ ?s ?p ?o FILTER(?s IN ({nodes})) }}"
            for row in self.query(query).rows:
                told = found.setdefault(str(row["s"]), {}).setdefault(str(row["p"]), [])
                if not any(row["o"] == value and type(row["o"]) is type(value) for value in told):
                    told.append(row["o"])
        for facts in found.values():
            for several in facts.values():
                several.sort(key=str)
        return found

    def graphs(self) -> Iterator[str]:
        """Yield the names of the graphs that hold something, sorted; those that keep house are left out."""
        rows = self.query("SELECT ?g WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g").rows
        yield from sorted(name for name in (str(row["g"]) for row in rows) if names.is_content(name))

    def lines(self, graph: str) -> tuple[str, ...]:
        """Return the triples of a graph as sorted N-Triples lines."""
        inside = f"GRAPH {pyoxigraph.NamedNode(graph)} {{ ?s ?p ?o }}"
        found = self._triples(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {inside} }}")
        if len(found) >= DOUBTED:  # some servers cut triples off without a word
            (row,) = self.query(f"SELECT (COUNT(*) AS ?n) WHERE {{ {inside} }}").rows
            if len(found) < int(row["n"] or 0):
                raise StoreError(CUT_OFF.format(url=self._client.server.url, given=len(found), held=row["n"]))
        return found

    def count(self) -> int:
        """Return the number of triples in all graphs."""
        rows = self.query("SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g").rows
        return sum(int(row["n"] or 0) for row in rows if names.is_content(str(row["g"])))

    def dump(self, out: IO[bytes], form_name: str, graphs: Iterable[str] | None = None) -> None:
        """Write graphs to an open file, a graph at a time; Turtle and N-Triples merge them, the others do not."""
        names_ = sorted(graphs) if graphs is not None else self.graphs()
        dump_quads(((name, self._quads(name)) for name in names_), out, form_name)

    def _quads(self, graph: str) -> Iterator[pyoxigraph.Quad]:
        node, data = pyoxigraph.NamedNode(graph), "\n".join(self.lines(graph)).encode()
        for quad in pyoxigraph.parse(data, format=pyoxigraph.RdfFormat.N_TRIPLES):
            yield pyoxigraph.Quad(quad.subject, quad.predicate, quad.object, node)

    # ------------------------------------------------------------ writing

    def replace(self, graphs: Mapping[str, Sequence[str]]) -> None:
        """Replace whole named graphs; killed meanwhile, it leaves them marked as unfinished (see the module's head).

        Raises:
            StoreBusy: if another build has taken over.
            StoreError: if the server does not take it.
        """
        if self._lease is not None:
            self._lease.keep()
        if not graphs:
            return
        steps = [
            part for graph in sorted(graphs, key=names.is_of_document) for part in self._changes(graph, graphs[graph])
        ]
        self._do([_mark("INSERT DATA", graphs), *steps] if steps else [])
        for graph, lines in graphs.items():
            if steps and len(lines) > PIECE_LINES:
                self.lines(graph)  # what the server cannot give back must not count as whole
        self._do([_mark("DELETE DATA", graphs)])

    def _changes(self, graph: str, lines: Sequence[str]) -> Iterator[str]:
        """Yield the updates that make a graph hold these lines and nothing else; none where it does already.

        What stays is not written again: Virtuoso 7 may lose what was dropped and came back, if it is killed before it
        writes a checkpoint.
        """
        held, wanted = set(self.lines(graph)), set(in_one_writing(triples_of(lines)))
        gone, new = held - wanted, wanted - held
        if gone and (not wanted or any(map(UNNAMEABLE.search, gone))):
            yield f"DROP SILENT GRAPH {pyoxigraph.NamedNode(graph)}"
            gone, new = set(), wanted
        yield from _data(graph, gone, new)

    def change(self, graph: str, gone: Iterable[str], new: Iterable[str]) -> None:
        """Take N-Triples lines out of a graph and put others in; what else it holds stays.

        Cut off meanwhile, the graph is in ``unfinished``.
        """
        if self._lease is not None:
            self._lease.keep()
        steps = list(_data(graph, in_one_writing(triples_of(gone)), in_one_writing(triples_of(new))))
        if steps:
            self._do([_mark("INSERT DATA", [graph]), *steps])
            self._do([_mark("DELETE DATA", [graph])])

    def _do(self, steps: Sequence[str]) -> None:
        """Run updates in their order, in few requests."""
        waiting: list[str] = []
        for step in steps:
            if waiting and sum(map(len, waiting)) + len(step) > PIECE_BYTES:
                self._client.update(" ;\n".join(waiting))
                waiting = []
            waiting.append(step)
        if waiting:
            self._client.update(" ;\n".join(waiting))

    def unfinished(self) -> frozenset[str]:
        """Return the graphs whose replacing was begun and not ended."""
        mark = iris.term(HEM.isUnfinished)
        rows = self.query(f"SELECT ?g WHERE {{ GRAPH <{names.KEEPING}> {{ ?g <{mark}> ?told }} }}").rows
        return frozenset(str(row["g"]) for row in rows)

    def close(self) -> None:
        """Give the lease back and let go of the connections."""
        try:
            if self._lease is not None:
                self._lease.give_back()
        finally:
            self._client.close()


def _form_of(sparql: str) -> type:
    """Return what kind of answer a query has, after it was read as the embedded store reads it."""
    refuse_service(sparql)
    try:
        return type(pyoxigraph.Store().query(sparql, use_default_graph_as_union=True))
    except SyntaxError as error:
        raise QueryError(f"the query is not SPARQL: {str(error).strip().splitlines()[0][:300]}.") from None
    except (OSError, ValueError, RuntimeError) as error:
        raise QueryError(f"the query could not be run: {str(error).strip().splitlines()[0][:300]}.") from None


def _data(graph: str, gone: Iterable[str], new: Iterable[str]) -> Iterator[str]:
    """Yield the updates, in pieces, that take lines out of a graph and put lines in.

    Papers and evidence come before the claims that rest on them, and go after them.
    """
    node = pyoxigraph.NamedNode(graph)
    for verb, lines in (("DELETE DATA", sorted(gone)), ("INSERT DATA", sorted(new, reverse=True))):
        for piece in _pieces(lines):
            yield f"{verb} {{ GRAPH {node} {{\n" + "\n".join(piece) + "\n} }"


def _pieces(lines: Sequence[str]) -> Iterator[list[str]]:
    """Yield lines in pieces that every server takes."""
    piece: list[str] = []
    size = 0
    for line in lines:
        if piece and (len(piece) >= PIECE_LINES or size + len(line) > PIECE_BYTES):
            yield piece
            piece, size = [], 0
        piece.append(line)
        size += len(line)
    if piece:
        yield piece


def _mark(verb: str, graphs: Iterable[str]) -> str:
    """Return the update that marks graphs as unfinished, or takes the marks away."""
    mark = iris.term(HEM.isUnfinished)
    lines = " ".join(f"{pyoxigraph.NamedNode(graph)} <{mark}> true ." for graph in graphs)
    return f"{verb} {{ GRAPH <{names.KEEPING}> {{ {lines} }} }}"
