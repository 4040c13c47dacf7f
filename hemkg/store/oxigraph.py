"""The embedded store: Oxigraph, on disk or in memory.

A file ``hemkg.json`` beside the engine's files says which version made the store; a folder without it
is not touched.
"""

import json
import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Protocol, TypeVar

import pyoxigraph

from hemkg import __version__
from hemkg.errors import QueryError, StoreBroken, StoreBusy, StoreError, StoreMissing, StoreVersion
from hemkg.rdf import jsonld
from hemkg.store.base import Results, Value
from hemkg.store.linked import LinkedFolder, tries
from hemkg.store.nodes import results_of, triples_of, value_of
from hemkg.store.pairing import Turns, turn_if_any

if TYPE_CHECKING:
    from rdflib import Dataset

LAYOUT = 1
PREFIXES = {"hem": "https://w3id.org/hemkg/ont#", "hd": "https://w3id.org/hemkg/id/"}
MARKER, UNFINISHED = "hemkg.json", "hemkg.json.new"
GRAPH_FOLDER, UNFINISHED_GRAPH = "graph", "graph.new"
LONGEST_LOG = 2 * 2**20  # of what is written before the engine is told to flush; its log is four times as long [bytes]
FORMATS = {
    "ttl": pyoxigraph.RdfFormat.TURTLE,
    "nt": pyoxigraph.RdfFormat.N_TRIPLES,
    "nq": pyoxigraph.RdfFormat.N_QUADS,
    "trig": pyoxigraph.RdfFormat.TRIG,
    "jsonld": pyoxigraph.RdfFormat.JSON_LD,
}
NO_CODE = re.compile(
    "|".join(
        (
            r"\\.",  # an escape in a name
            r"#[^\n\r]*",
            r'<[^<>"{}|^`\\\x00-\x20]*>',
            r'"""(?:"{0,2}(?:[^"\\]|\\.))*"""',
            r"'''(?:'{0,2}(?:[^'\\]|\\.))*'''",
            r'"(?:[^"\\\n\r]|\\.)*"',
            r"'(?:[^'\\\n\r]|\\.)*'",
        )
    ),
    re.S,
)
UNNAMEABLE = re.compile(r"(?:^| )_:|\\[uU]")  # blank nodes, and escapes that a query may read before its strings
FULL = ("o space left", "ile too large", "uota exceeded")  # what systems say where nothing more can be written
SERVICE = re.compile(r"\bSERVICE\b", re.I)
LOCKED = re.compile(r"\block\b", re.I)


NO_PREFIXES: Mapping[str, str] = {}
Found = pyoxigraph.QuerySolutions | pyoxigraph.QueryBoolean | pyoxigraph.QueryTriples


class Closable(Protocol):
    """What is held as long as it is not closed."""

    def close(self) -> None:
        """Let go of it."""


Held = TypeVar("Held", bound=Closable)


class OxigraphStore:
    """A store in a folder, or in memory if no folder is given.

    >>> store = OxigraphStore.in_memory()
    >>> store.replace({"urn:g": ('<urn:a> <urn:b> "c" .',)})
    >>> store.query("SELECT ?o WHERE { <urn:a> <urn:b> ?o }").rows[0]["o"]
    'c'
    """

    def __init__(
        self,
        engine: pyoxigraph.Store,
        folder: Path | None,
        *,
        is_fixed: bool = False,
        links: LinkedFolder | None = None,
    ) -> None:
        self._engine = engine
        self.folder = folder
        self.is_fixed = is_fixed
        self.turns = Turns(None if is_fixed else folder)
        self._links = links
        self._unflushed = 0

    @classmethod
    def in_memory(cls) -> "OxigraphStore":
        """Return an empty store that lives as long as the process."""
        return cls(pyoxigraph.Store(), None)

    @classmethod
    def open(cls, folder: Path, *, write: bool = False, create: bool = False) -> "OxigraphStore":
        """Open the store in a folder.

        Args:
            folder: where it stands.
            write: open it for writing; only one process can.
            create: make it if it is not there.

        Raises:
            StoreMissing: if there is none and it is not to be made.
            StoreBroken: if something else stands there, or the files are damaged.
            StoreVersion: if another version made it.
            StoreBusy: if another process writes it.
        """
        if create and _may_be_made(folder):
            _make(folder)
        check(folder)
        if not write:
            return cls.open_beside(folder, _nothing)[0]
        try:
            return cls(pyoxigraph.Store(str(folder / GRAPH_FOLDER)), folder)
        except (OSError, RuntimeError) as error:
            raise _translated(folder, error) from None

    @classmethod
    def open_beside(cls, folder: Path, take_hold: Callable[[], Held]) -> tuple["OxigraphStore", Held]:
        """Open a store for reading, as it stands now, whatever a writer makes of its files meanwhile.

        Args:
            folder: where it stands.
            take_hold: called in the same turn as the graph is taken hold of, so that what it returns fits the graph.

        Raises:
            StoreMissing, StoreBroken, StoreVersion: as ``open`` does.
        """
        check(folder)
        for is_last in tries():
            with turn_if_any(folder):
                links, held = _linked(folder), take_hold()
            graph = links.path if links else folder / GRAPH_FOLDER
            try:
                engine = pyoxigraph.Store.read_only(str(graph))
            except (OSError, RuntimeError) as error:  # the engine says RuntimeError where a file is gone
                held.close()
                if links is not None:
                    links.close()
                if is_last:
                    raise _translated(folder, error) from None
            else:
                return cls(engine, folder, is_fixed=True, links=links), held
        raise AssertionError  # the last try returns or raises

    @classmethod
    def at(cls, folder: Path, files: Path) -> "OxigraphStore":
        """Open files of a store that nobody changes, see ``files``.

        Raises:
            StoreBroken: if they are gone or damaged.
        """
        try:
            return cls(pyoxigraph.Store.read_only(str(files)), folder, is_fixed=True)
        except (OSError, RuntimeError) as error:
            raise _translated(folder, error) from None

    @property
    def files(self) -> Path:
        """Folder of the engine's files, as they are opened here."""
        assert self.folder is not None
        return self._links.path if self._links is not None else self.folder / GRAPH_FOLDER

    def query(self, sparql: str) -> Results:
        """Run a SELECT query over the union of all graphs."""
        found = self.run(sparql)
        if not isinstance(found, Results):
            raise QueryError("only SELECT queries can be run here; ASK and CONSTRUCT have calls of their own.")
        return found

    def ask(self, sparql: str) -> bool:
        """Run an ASK query."""
        return self.run(sparql) is True

    def describe(self, subjects: Sequence[str]) -> dict[str, dict[str, list[Value]]]:
        """Return {subject: {property: its values, sorted}}, by IRI; what several graphs hold counts once.

        >>> store = OxigraphStore.in_memory()
        >>> store.replace({"urn:g": ("<urn:a> <urn:b> <urn:c> .",), "urn:h": ("<urn:a> <urn:b> <urn:c> .",)})
        >>> store.describe(["urn:a", "urn:z"])
        {'urn:a': {'urn:b': ['urn:c']}}
        """
        found: dict[str, dict[str, list[Value]]] = {}
        if not subjects:
            return found
        values = " ".join(str(pyoxigraph.NamedNode(subject)) for subject in subjects)
        query = f"SELECT DISTINCT ?s ?p ?o WHERE {{ VALUES ?s {{ {values} }} ?s ?p ?o }}"
        solutions = self._engine.query(query, use_default_graph_as_union=True)
        assert isinstance(solutions, pyoxigraph.QuerySolutions)
        for subject, predicate, value in solutions:
            told = found.setdefault(subject.value, {})
            told.setdefault(predicate.value, []).append(value_of(value))
        for told in found.values():
            for several in told.values():
                several.sort(key=str)
        return found

    def construct(self, sparql: str) -> tuple[str, ...]:
        """Run a CONSTRUCT query and return its triples as sorted N-Triples lines."""
        found = self.run(sparql)
        if not isinstance(found, tuple):
            raise QueryError("this is no CONSTRUCT or DESCRIBE query.")
        return found

    def run(self, sparql: str) -> Results | bool | tuple[str, ...]:
        """Run a query of any form; no query leaves the machine or changes the store."""
        with self.asked(sparql) as found:
            if isinstance(found, pyoxigraph.QueryBoolean):
                return bool(found)
            if isinstance(found, pyoxigraph.QueryTriples):
                return tuple(sorted({f"{triple} ." for triple in found}))
            return results_of(found)

    @contextmanager
    def asked(
        self,
        sparql: str,
        prefixes: Mapping[str, str] = NO_PREFIXES,
        graphs: tuple[Sequence[str], Sequence[str]] = ((), ()),
    ) -> Iterator[Found]:
        """Run a query and lend what the engine finds, which is still being found while it is read.

        Args:
            sparql: the query.
            prefixes: that it need not declare.
            graphs: IRIs of the graphs that are the default graph, and of those that have names; all if there are none.

        Raises:
            QueryError: if it cannot be run, also while it is read, or would ask another server.
        """
        refuse_service(sparql)
        try:
            default, named = (_nodes(some) or None for some in graphs)
            yield self._engine.query(
                sparql,
                prefixes=dict(prefixes),
                use_default_graph_as_union=default is None,
                default_graph=default,
                named_graphs=named,
            )
        except SyntaxError as error:
            raise QueryError(f"the query is not SPARQL: {_first_line(error)}.") from None
        except (OSError, ValueError, RuntimeError) as error:
            raise QueryError(f"the query could not be run: {_first_line(error)}.") from None

    def replace(self, graphs: Mapping[str, Sequence[str]]) -> None:
        """Replace whole named graphs, all in one transaction; what stands there already is not written again."""
        self._update([part for graph, lines in graphs.items() for part in self._changes(graph, set(lines))])

    def change(self, graph: str, gone: Iterable[str], new: Iterable[str]) -> None:
        """Take lines out of a graph and put others in, in one transaction; what else it holds stays.

        >>> store = OxigraphStore.in_memory()
        >>> store.change("urn:g", (), ["<urn:a> <urn:b> <urn:c> ."])
        >>> store.change("urn:g", ["<urn:a> <urn:b> <urn:c> ."], ["<urn:a> <urn:b> <urn:d> ."])
        >>> store.lines("urn:g")
        ('<urn:a> <urn:b> <urn:d> .',)
        """
        new = tuple(new)
        triples_of(new)
        self._update(list(_data(graph, gone, new)))

    def _update(self, parts: Sequence[str]) -> None:
        """Run updates in one transaction."""
        if not parts:
            return
        update = " ;\n".join(parts)
        try:
            with self.turns.writing():
                self._engine.update(update)
                self._flush_now_and_then(len(update))
        except SyntaxError as error:
            raise StoreError(f"a graph could not be written: {_first_line(error)}") from None
        except OSError as error:
            raise _translated(self.folder or Path("memory"), error) from None

    def _flush_now_and_then(self, written: int) -> None:
        """Keep the engine's log short: whoever opens the store for reading copies it and reads it again."""
        self._unflushed += written
        if self.folder is not None and self._unflushed > LONGEST_LOG:
            self._engine.flush()
            self._unflushed = 0

    def _changes(self, graph: str, wanted: set[str]) -> Iterator[str]:
        """Yield the updates that make a graph hold these lines and nothing else.

        A number that the engine writes in another way than its line is taken out and put in again.
        """
        held = {f"{quad.triple} ." for quad in self._quads(graph)}
        gone, new = held - wanted, wanted - held
        triples_of(new)
        if len(gone) > len(held) // 2 or any(map(UNNAMEABLE.search, gone)):
            yield f"DROP SILENT GRAPH <{graph}>"
            gone, new = set(), wanted
        yield from _data(graph, gone, new)

    def graphs(self) -> Iterator[str]:
        """Yield the names of the graphs that hold something, sorted."""
        yield from sorted(str(node.value) for node in self._engine.named_graphs())

    def unfinished(self) -> frozenset[str]:
        """Return no graph: transactions end whole or not at all."""
        return frozenset()

    def lines(self, graph: str) -> tuple[str, ...]:
        """Return the triples of a graph as sorted N-Triples lines."""
        return tuple(sorted(f"{quad.triple} ." for quad in self._quads(graph)))

    def count(self) -> int:
        """Return the number of triples in all graphs."""
        return len(self._engine)

    def dump(self, out: IO[bytes], form_name: str, graphs: Iterable[str] | None = None) -> None:
        """Write graphs to an open file, a quad at a time; Turtle and N-Triples merge them, the others do not."""
        names_ = sorted(graphs) if graphs is not None else self.graphs()
        dump_quads(((name, self._quads(name)) for name in names_), out, form_name)

    def _quads(self, graph: str) -> Iterator[pyoxigraph.Quad]:
        return self._engine.quads_for_pattern(None, None, None, pyoxigraph.NamedNode(graph))

    def dataset(self) -> "Dataset":
        """Return the store as an rdflib dataset, for those who think in rdflib; nothing is copied.

        >>> from rdflib import URIRef
        >>> store = OxigraphStore.in_memory()
        >>> store.replace({"urn:g": ("<urn:a> <urn:b> <urn:c> .",)})
        >>> list(store.dataset().objects(URIRef("urn:a"), URIRef("urn:b")))
        [rdflib.term.URIRef('urn:c')]
        """
        from oxrdflib import OxigraphStore as Bridge
        from rdflib import Dataset

        found = Dataset(store=Bridge(store=self._engine), default_union=True)
        for prefix, namespace in PREFIXES.items():
            found.bind(prefix, namespace)
        return found

    def close(self) -> None:
        """Write what is pending and let go of the files.

        What is left in the engine's log would be read again by everybody who opens the store for reading.
        """
        if self.folder is not None and hasattr(self, "_engine"):
            if not self.is_fixed:
                with self.turns.reading():
                    self._engine.flush()
            del self._engine
            if self._links is not None:
                self._links.close()


def dump_quads(named: Iterator[tuple[str, Iterator[pyoxigraph.Quad]]], out: IO[bytes], form_name: str) -> None:
    """Write graphs, given by name and quads, to an open file; Turtle and N-Triples merge them, the others do not."""
    form = FORMATS[form_name]
    if form == pyoxigraph.RdfFormat.JSON_LD:
        jsonld.write(named, out)
        return
    quads = (quad for _, found in named for quad in found)
    items = quads if form.supports_datasets else (quad.triple for quad in quads)
    pyoxigraph.serialize(items, out, form, prefixes=dict(jsonld.prefixes()))


def _nodes(iris: Sequence[str]) -> list[Any]:
    return [pyoxigraph.NamedNode(iri) for iri in iris]


def asks_elsewhere(sparql: str) -> bool:
    """Whether a query would ask another server; if in doubt, yes.

    >>> asks_elsewhere("SELECT * { SERVICE <urn:x> { ?s ?p ?o } }"), asks_elsewhere('ASK { ?s ?p "service" }')
    (True, False)
    """
    return SERVICE.search(NO_CODE.sub(_code_in, sparql)) is not None


def _code_in(found: re.Match[str]) -> str:
    """Return what may be code in a stretch that looks like none: 1<2)SERVICE#> reads as an IRI, and is none."""
    return found[0] if found[0].startswith("<") and ")" in found[0] else " "


def _nothing() -> ExitStack:
    """Return what holds nothing, for who reads the graph alone."""
    return ExitStack()


def _linked(folder: Path) -> LinkedFolder | None:
    """Return links to a store's graph, None where none can be made: on a disk that is only read, or has no links."""
    try:
        return LinkedFolder(folder / GRAPH_FOLDER, folder)
    except OSError:
        return None


def _data(graph: str, gone: Iterable[str], new: Iterable[str]) -> Iterator[str]:
    """Yield the updates that take lines out of a graph and put lines in."""
    for update, lines in (("DELETE DATA", sorted(gone)), ("INSERT DATA", sorted(new))):
        if lines:
            yield f"{update} {{ GRAPH <{graph}> {{\n" + "\n".join(lines) + "\n} }"


def _may_be_made(folder: Path) -> bool:
    """Whether nothing stands in a folder, or a store that was being made by this version when its process ended."""
    if not folder.exists():
        return True
    if not folder.is_dir() or not {entry.name for entry in folder.iterdir()} <= {MARKER, UNFINISHED, UNFINISHED_GRAPH}:
        return False
    marker = folder / MARKER
    return not marker.exists() or _layout_of(marker) == LAYOUT


def _layout_of(marker: Path) -> object:
    """Return the layout that a store says it has; None if it says nothing that can be read."""
    try:
        return json.loads(marker.read_text(encoding="utf-8"))["layout"]
    except (ValueError, KeyError, TypeError, OSError):
        return None


def _make(folder: Path) -> None:
    """Make a store; whatever is cut off here is made again by the next who wants to write."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        marker = {"layout": LAYOUT, "hemkg": __version__}
        (folder / UNFINISHED).write_text(json.dumps(marker) + "\n", encoding="utf-8")
        (folder / UNFINISHED).replace(folder / MARKER)
        shutil.rmtree(folder / UNFINISHED_GRAPH, ignore_errors=True)
        pyoxigraph.Store(str(folder / UNFINISHED_GRAPH)).flush()  # a graph that was made by half cannot be opened
        (folder / UNFINISHED_GRAPH).replace(folder / GRAPH_FOLDER)
    except OSError as error:
        raise StoreError(
            f"no store can be made at {folder}: {error.strerror or error}; choose a place you can write to."
        ) from None


def check(folder: Path) -> None:
    """Refuse a place that holds no store of this version, before anything touches it.

    Raises:
        StoreMissing, StoreBroken, StoreVersion: as ``OxigraphStore.open`` does.
    """
    if not folder.exists():
        raise StoreMissing(f"there is no store at {folder}; make one with 'hemkg build PAPERS --store {folder}'.")
    if not folder.is_dir():
        raise StoreBroken(f"{folder} is a file and no store; choose another place or remove it.")
    marker = folder / MARKER
    if not marker.exists():
        if _may_be_made(folder):
            raise StoreMissing(f"{folder} is empty; make a store with 'hemkg build PAPERS --store {folder}'.")
        raise StoreBroken(f"{folder} holds something that is no hemkg store; choose another place.")
    try:
        made = json.loads(marker.read_text(encoding="utf-8"))
        layout = made["layout"]
    except (ValueError, KeyError, TypeError, OSError):
        raise StoreBroken(
            f"the store at {folder} is damaged ({MARKER} cannot be read); remove it and build it again."
        ) from None
    if layout != LAYOUT:
        made_by = (
            f"the store at {folder} was made by hemkg {made.get('hemkg', '?')} in layout {layout}, this is {LAYOUT}"
        )
        is_later = isinstance(layout, int) and layout > LAYOUT
        raise StoreVersion(f"{made_by}; {'install that version' if is_later else 'build it again in another folder'}.")
    if _may_be_made(folder):
        raise StoreMissing(f"the store at {folder} was not finished; make it with 'hemkg build PAPERS'.")
    if not (folder / GRAPH_FOLDER).is_dir():
        raise StoreBroken(f"the store at {folder} is damaged (its graph is gone); remove it and build it again.")


def _translated(folder: Path, error: OSError | RuntimeError) -> StoreError:
    """Turn the engine's error into a sentence."""
    text = str(error)
    if LOCKED.search(text):
        return StoreBusy(f"another process is writing the store at {folder}; wait for it or choose another store.")
    if isinstance(error, PermissionError) or "ermission" in text or getattr(error, "errno", None) in {1, 13, 30}:
        return StoreError(f"the store at {folder} cannot be written: no permission; choose another place.")
    if any(words in text for words in FULL):
        return StoreError(f"the disk of {folder} is full ({_first_line(error)}); free some space and build again.")
    return StoreBroken(f"the store at {folder} is damaged: {_first_line(error)}; remove it and build it again.")


def _first_line(error: Exception) -> str:
    return str(error).strip().split("\n", 1)[0][:300] or type(error).__name__


def refuse_service(sparql: str) -> None:
    """Refuse a query that would have a server ask another."""
    if asks_elsewhere(sparql):
        raise QueryError("SERVICE would ask another server; hemkg stays on this machine: leave it out.")


def available(folder: Path) -> bool:
    """Whether a store of this version stands in a folder."""
    try:
        check(folder)
    except StoreError:
        return False
    return os.access(folder, os.R_OK)
