"""The embedded store: Oxigraph, on disk or in memory.

A file ``hemkg.json`` beside the engine's files says which version made the store; a folder without it
is not touched.
"""

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING

import pyoxigraph

from hemkg import __version__
from hemkg.errors import QueryError, StoreBroken, StoreBusy, StoreError, StoreMissing, StoreVersion
from hemkg.rdf import jsonld
from hemkg.store.base import Results, Value
from hemkg.store.nodes import results_of, triples_of, value_of

if TYPE_CHECKING:
    from rdflib import Dataset

LAYOUT = 1
PREFIXES = {"hem": "https://w3id.org/hemkg/ont#", "hd": "https://w3id.org/hemkg/id/"}
MARKER = "hemkg.json"
GRAPH_FOLDER = "graph"
FORMATS = {
    "ttl": pyoxigraph.RdfFormat.TURTLE,
    "nt": pyoxigraph.RdfFormat.N_TRIPLES,
    "nq": pyoxigraph.RdfFormat.N_QUADS,
    "trig": pyoxigraph.RdfFormat.TRIG,
    "jsonld": pyoxigraph.RdfFormat.JSON_LD,
}
STRINGS = re.compile(r'"(?:[^"\\]|\\.)*"|\'(?:[^\'\\]|\\.)*\'|<[^>\s]*>|#[^\n]*')
UNNAMEABLE = re.compile(r"(?:^| )_:|\\[uU]")  # blank nodes, and escapes that a query may read before its strings
SERVICE = re.compile(r"\bSERVICE\b", re.I)


class OxigraphStore:
    """A store in a folder, or in memory if no folder is given.

    >>> store = OxigraphStore.in_memory()
    >>> store.replace({"urn:g": ('<urn:a> <urn:b> "c" .',)})
    >>> store.query("SELECT ?o WHERE { <urn:a> <urn:b> ?o }").rows[0]["o"]
    'c'
    """

    def __init__(self, engine: pyoxigraph.Store, folder: Path | None, *, is_fixed: bool = False) -> None:
        self._engine = engine
        self.folder = folder
        self.is_fixed = is_fixed

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
        if create and (not folder.exists() or not any(folder.iterdir())):
            _make(folder)
        _check(folder)
        path = str(folder / GRAPH_FOLDER)
        try:
            engine = pyoxigraph.Store(path) if write else pyoxigraph.Store.read_only(path)
        except OSError as error:
            raise _translated(folder, error) from None
        return cls(engine, folder, is_fixed=not write)

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
        refuse_service(sparql)
        try:
            found = self._engine.query(sparql, use_default_graph_as_union=True)
            if isinstance(found, pyoxigraph.QueryBoolean):
                return bool(found)
            if isinstance(found, pyoxigraph.QueryTriples):
                return tuple(sorted({f"{triple} ." for triple in found}))
            return results_of(found)
        except SyntaxError as error:
            raise QueryError(f"the query is not SPARQL: {_first_line(error)}.") from None
        except (OSError, ValueError, RuntimeError) as error:
            raise QueryError(f"the query could not be run: {_first_line(error)}.") from None

    def replace(self, graphs: Mapping[str, Sequence[str]]) -> None:
        """Replace whole named graphs, all in one transaction; what stands there already is not written again."""
        parts = [part for graph, lines in graphs.items() for part in self._changes(graph, set(lines))]
        if parts:
            try:
                self._engine.update(" ;\n".join(parts))
            except SyntaxError as error:
                raise StoreError(f"a graph could not be written: {_first_line(error)}") from None
            except OSError as error:
                raise _translated(self.folder or Path("memory"), error) from None

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
        for update, lines in (("DELETE DATA", gone), ("INSERT DATA", new)):
            if lines:
                yield f"{update} {{ GRAPH <{graph}> {{\n" + "\n".join(sorted(lines)) + "\n} }"

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
        form = FORMATS[form_name]
        named = ((name, self._quads(name)) for name in (sorted(graphs) if graphs is not None else self.graphs()))
        if form == pyoxigraph.RdfFormat.JSON_LD:
            jsonld.write(named, out)
            return
        quads = (quad for _, found in named for quad in found)
        items = quads if form.supports_datasets else (quad.triple for quad in quads)
        pyoxigraph.serialize(items, out, form, prefixes=dict(jsonld.prefixes()))

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
                self._engine.flush()
            del self._engine


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / GRAPH_FOLDER).mkdir(exist_ok=True)
        pyoxigraph.Store(str(folder / GRAPH_FOLDER)).flush()
        marker = {"layout": LAYOUT, "hemkg": __version__}
        (folder / MARKER).write_text(json.dumps(marker) + "\n", encoding="utf-8")
    except OSError as error:
        raise StoreError(
            f"no store can be made at {folder}: {error.strerror or error}; choose a place you can write to."
        ) from None


def _check(folder: Path) -> None:
    """Refuse a place that holds no store of this version, before anything touches it."""
    if not folder.exists():
        raise StoreMissing(f"there is no store at {folder}; make one with 'hemkg build PAPERS --store {folder}'.")
    if not folder.is_dir():
        raise StoreBroken(f"{folder} is a file and no store; choose another place or remove it.")
    marker = folder / MARKER
    if not marker.exists():
        if not any(folder.iterdir()):
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
        raise StoreVersion(
            f"the store at {folder} was made by hemkg {made.get('hemkg', '?')} in layout {layout}, "
            f"this version reads layout {LAYOUT}; build it again."
        )
    if not (folder / GRAPH_FOLDER).is_dir():
        raise StoreBroken(f"the store at {folder} is damaged (its graph is gone); remove it and build it again.")


def _translated(folder: Path, error: OSError) -> StoreError:
    """Turn the engine's error into a sentence."""
    text = str(error)
    if "lock" in text.lower():
        return StoreBusy(f"another process is writing the store at {folder}; wait for it or choose another store.")
    if isinstance(error, PermissionError) or "ermission" in text or error.errno in {1, 13, 30}:
        return StoreError(f"the store at {folder} cannot be written: no permission; choose another place.")
    if "o space" in text:
        return StoreError(f"the disk of {folder} is full; free some space and build again.")
    return StoreBroken(f"the store at {folder} is damaged: {_first_line(error)}; remove it and build it again.")


def _first_line(error: Exception) -> str:
    return str(error).strip().split("\n", 1)[0][:300] or type(error).__name__


def refuse_service(sparql: str) -> None:
    """Refuse a query that would have a server ask another."""
    if SERVICE.search(STRINGS.sub("", sparql)):
        raise QueryError("SERVICE would ask another server; hemkg stays on this machine: leave it out.")


def available(folder: Path) -> bool:
    """Whether a store of this version stands in a folder."""
    try:
        _check(folder)
    except StoreError:
        return False
    return os.access(folder, os.R_OK)
