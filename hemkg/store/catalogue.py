"""A store as a whole: graph, passages, and which documents are in it with what became of them.

Each document has a small named graph of its own (path, digest, engine, error); it is replaced in the
same transaction as the claims of its paper, so that the two never disagree.  Where two files are the
same paper, the one from the better source stands for it and the other is kept as a copy.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from types import TracebackType

from hemkg.model.graph import PaperGraph
from hemkg.model.paper import Source
from hemkg.rdf import iris
from hemkg.store import names
from hemkg.store.base import Store
from hemkg.store.oxigraph import OxigraphStore
from hemkg.store.passages import Passage, PassageIndex
from hemkg.store.places import Place, Server
from hemkg.vocab import terms

CUT_OFF = "{} was being stored when a build was cut off; build it again."
SUPPLEMENT = 100  # added to the rank of a supplement that stands for a paper which is not there
RANKS = ("jats", "elsevier", "house", "html", "markdown", "pdf", "text", "title")


@dataclass(frozen=True, slots=True)
class Document:
    """A document in the store.

    Attributes:
        key: its absolute path, with a row for titles.
        sha256: digest of the bytes.
        engine: what read it.
        status: ``done``, ``copy``, ``supplement`` or ``failed``.
        paper: IRI of its paper, if it was read.
        error: why it failed, if it did.
        rank: how good its source is; lower is better.
        digest: of the claims graph that it became; None where it stands for no paper, or an older version wrote it.
    """

    key: str
    sha256: str
    engine: str
    status: str
    paper: str | None = None
    error: str | None = None
    rank: int = 0
    digest: str | None = None


class Shelf:
    """The documents of a store by key and by paper, so that those of one paper are found without a walk through all."""

    def __init__(self, documents: Iterable[Document] = ()) -> None:
        self.by_key: dict[str, Document] = {}
        self._by_paper: dict[str, dict[str, Document]] = {}
        for document in documents:
            self.put(document)

    def put(self, document: Document) -> None:
        """Add a document, or put it in the place of the one of its key."""
        old = self.by_key.get(document.key)
        if old is not None and old.paper is not None and old.paper != document.paper:
            del self._by_paper[old.paper][old.key]
        self.by_key[document.key] = document
        if document.paper is not None:
            self._by_paper.setdefault(document.paper, {})[document.key] = document

    def of_paper(self, paper: str) -> tuple[Document, ...]:
        """Return the documents of a paper, in the order in which they came."""
        return tuple(self._by_paper.get(paper, {}).values())


class Catalogue:
    """A store opened: use it in a ``with`` statement.

    Args:
        graph: holds the graphs.
        passages: the text of the papers, searched on this machine.
        keeps_texts: whether the graphs hold that text, too, for other machines.
    """

    def __init__(self, graph: Store, passages: PassageIndex, *, keeps_texts: bool = False) -> None:
        self.graph = graph
        self.passages = passages
        self.keeps_texts = keeps_texts
        self._known: Shelf | None = None

    @classmethod
    def open(cls, place: Place, *, write: bool = False, create: bool = False) -> "Catalogue":
        """Open the store in a folder or on a server; raises the errors of ``OxigraphStore`` and ``ServerStore``."""
        if isinstance(place, Server):
            return cls._on_server(place, write=write, create=create)
        graph = OxigraphStore.open(place, write=write, create=create)
        return cls(graph, PassageIndex.open(place, write=write))

    @classmethod
    def _on_server(cls, server: Server, *, write: bool, create: bool) -> "Catalogue":
        from hemkg.store.server import ServerStore
        from hemkg.store.texts import CachedPassages

        with ExitStack() as stack:
            graph = ServerStore.open(server, write=write, create=create)
            stack.callback(graph.close)
            passages = CachedPassages.of(server)
            stack.callback(passages.close)
            catalogue = cls(graph, passages, keeps_texts=True)
            if write:
                catalogue.clear_up()
            passages.catch_up(graph)
            stack.pop_all()
        return catalogue

    @classmethod
    def in_memory(cls) -> "Catalogue":
        """Return an empty store that lives as long as the process."""
        return cls(OxigraphStore.in_memory(), PassageIndex.in_memory())

    def __enter__(self) -> "Catalogue":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the files."""
        self.passages.close()
        self.graph.close()

    def clear_up(self) -> None:
        """Take away the parts of papers that a build left when cut off; their documents stay and are read again."""
        parts = [g for g in self.graph.unfinished() if g.startswith((names.CLAIMS, names.TEXTS))]
        for graph in parts:
            self.graph.replace({graph: ()})

    # ------------------------------------------------------------ documents

    def documents(self) -> dict[str, Document]:
        """Return all documents by key."""
        return self._shelf().by_key

    def _shelf(self) -> Shelf:
        if self._known is None:
            self._known = Shelf(self._read_documents())
        return self._known

    def document(self, key: str) -> Document | None:
        """Return one document, or None if it is not in the store."""
        return self.documents().get(key)

    def _read_documents(self) -> Iterator[Document]:
        hem = terms.BASE
        query = f"""SELECT ?key ?sha ?engine ?status ?paper ?error ?rank ?digest WHERE {{
            ?d a <{hem}Document> ; <{hem}path> ?key ; <{hem}sha256> ?sha ;
               <{hem}engine> ?engine ; <{hem}status> ?status .
            OPTIONAL {{ ?d <{hem}ofPaper> ?paper }} OPTIONAL {{ ?d <{hem}error> ?error }}
            OPTIONAL {{ ?d <{hem}sourceRank> ?rank }} OPTIONAL {{ ?d <{hem}claimsDigest> ?digest }} }}"""
        unfinished = self.graph.unfinished()
        for row in self.graph.query(query).rows:
            document = Document(
                str(row["key"]),
                str(row["sha"]),
                str(row["engine"]),
                str(row["status"]),
                None if row["paper"] is None else str(row["paper"]),
                None if row["error"] is None else str(row["error"]),
                int(row["rank"] or 0),
                None if row["digest"] is None else str(row["digest"]),
            )
            is_whole = names.document_graph(document.key) not in unfinished
            yield document if is_whole else replace(document, status="failed", error=CUT_OFF.format(document.key))

    def fail(self, key: str, sha256: str, engine: str, error: str) -> None:
        """Keep why a document could not be read; what an older reading of it left is withdrawn."""
        old = self.document(key)
        graphs = self._withdrawal(old) if old else {}
        self._write_with(graphs, Document(key, sha256, engine, "failed", error=error))

    def put(
        self,
        key: str,
        source: Source,
        graph: PaperGraph,
        passages: Sequence[Passage],
        engine: str,
        *,
        is_supplement: bool = False,
    ) -> bool:
        """Store a paper's graph; return whether this document stands for the paper (no better one does).

        A supplement stands for its paper until the paper comes.
        """
        rank = rank_of(source) + SUPPLEMENT * is_supplement
        old = self.document(key)
        graphs: dict[str, Sequence[str]] = self._withdrawal(old) if old and old.paper != graph.paper else {}
        rival = self.standing(graph.paper, key)
        if rival is not None and (rival.rank, rival.sha256) <= (rank, source.sha256):
            self._write_with(graphs, Document(key, source.sha256, engine, "copy", graph.paper, None, rank))
            return False
        if rival is not None:
            self._demote(rival, rival.paper, graphs)
        document = Document(key, source.sha256, engine, "done", graph.paper, None, rank, graph.digest)
        graphs |= self._texts(graph.paper, passages)
        self._write_with({**graphs, graph.iri: graph.lines}, document)
        return True

    def put_copy(self, key: str, source: Source, paper: str, engine: str) -> None:
        """Keep that a document is a copy of a paper that another document stands for."""
        old = self.document(key)
        graphs = self._withdrawal(old) if old else {}
        self._write_with(graphs, Document(key, source.sha256, engine, "copy", paper, None, rank_of(source)))

    def put_supplement(self, key: str, sha256: str, paper: str, engine: str) -> None:
        """Keep that a document was read as a supplement of a paper."""
        old = self.document(key)
        graphs = self._withdrawal(old) if old else {}
        self._write_with(graphs, Document(key, sha256, engine, "supplement", paper))

    def hand_over(self, paper: str, to: str) -> None:
        """Make whatever stands for a paper a copy of another, and take its claims out of the store."""
        for document in self._shelf().of_paper(paper):
            if document.status == "supplement":
                self._write_with({}, replace(document, paper=to))
            else:
                graphs = self._withdrawal(document)
                self._demote(document, to, graphs)
                self.graph.replace(graphs)

    def standing(self, paper: str, other_than: str | None = None) -> Document | None:
        """Return the document that stands for a paper now, other than one."""
        standing = (d for d in self._shelf().of_paper(paper) if d.status == "done")
        return next((d for d in standing if d.key != other_than), None)

    def supplements(self, paper: str) -> tuple[str, ...]:
        """Return the keys of the documents that were read as supplements of a paper, in order."""
        return tuple(sorted(d.key for d in self._shelf().of_paper(paper) if d.status == "supplement"))

    def _demote(self, document: Document, paper: str | None, graphs: dict[str, Sequence[str]]) -> None:
        """Add to the graphs that are to be written that a document is a copy now, or a supplement if it is one."""
        status = "supplement" if document.rank >= SUPPLEMENT else "copy"
        demoted = replace(document, status=status, paper=paper, digest=None)
        graphs[names.document_graph(document.key)] = names.document_lines(demoted)
        self._shelf().put(demoted)

    def _withdrawal(self, old: Document) -> dict[str, Sequence[str]]:
        """Return what takes an older reading out of the store."""
        if old.paper is None or old.status != "done":
            return {}
        return {names.claims_graph_of(old.paper): (), **self._texts(old.paper, ())}

    def _texts(self, paper: str, passages: Sequence[Passage]) -> dict[str, Sequence[str]]:
        """Put passages in the place of all that a paper had; return the graphs that do so for other machines."""
        self.passages.replace(paper, passages)
        if not self.keeps_texts:
            return {}
        from hemkg.store.texts import text_graph

        return dict(text_graph(paper, passages))

    def _write_with(self, graphs: Mapping[str, Sequence[str]], document: Document) -> None:
        """Write graphs and what became of a document, all or nothing."""
        self.graph.replace({**graphs, names.document_graph(document.key): names.document_lines(document)})
        self._shelf().put(document)

    # ------------------------------------------------------------ the whole

    def claims(self) -> int:
        """Return the number of claims."""
        parts = " ".join(f"FILTER(?g != <{graph}>)" for graph in sorted(self.graph.unfinished()))
        rows = self.graph.query(
            f"""SELECT (COUNT(?c) AS ?n) WHERE {{
              GRAPH ?g {{ ?c a <{terms.BASE}Claim> }} FILTER(STRSTARTS(STR(?g), '{names.CLAIMS}')) {parts} }}"""
        ).rows
        return int(rows[0]["n"] or 0)

    def digest(self) -> str:
        """Return a digest of all papers' graphs, independent of the order in which they came."""
        told = (d for d in self.documents().values() if d.digest and d.paper and d.status == "done")
        return names.digest(self.graph, {names.claims_graph_of(d.paper or ""): d.digest or "" for d in told})

    def has_vocabulary(self) -> bool:
        """Whether the vocabulary stands in the store, and what was derived with it, whole."""
        if self.graph.unfinished() & {names.VOCABULARY, iris.DERIVED_GRAPH, iris.GUIDELINES_GRAPH, iris.MAPPINGS_GRAPH}:
            return False
        return self.graph.ask(f"ASK {{ GRAPH <{names.VOCABULARY}> {{ ?s ?p ?o }} }}")


def rank_of(source: Source) -> int:
    """Return how good a source is; lower is better."""
    kind = source.reader.split(" ")[0]
    return RANKS.index(kind) if kind in RANKS else len(RANKS)


def status(catalogue: Catalogue) -> dict[str, int]:
    """Return how many documents are done, copies, supplements and failed."""
    counts = {"done": 0, "copy": 0, "supplement": 0, "failed": 0}
    for document in catalogue.documents().values():
        counts[document.status] += 1
    return counts
