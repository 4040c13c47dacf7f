"""A store as a whole: graph, passages, and which documents are in it with what became of them.

Each document has a small named graph of its own (path, digest, engine, error); it is replaced in the
same transaction as the claims of its paper, so that the two never disagree.  Where two files are the
same paper, the one from the better source stands for it and the other is kept as a copy.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from hemkg.model.graph import PaperGraph
from hemkg.model.paper import Source
from hemkg.store import names
from hemkg.store.oxigraph import OxigraphStore
from hemkg.store.passages import Passage, PassageIndex
from hemkg.vocab import terms

RANKS = ("jats", "elsevier", "house", "html", "markdown", "pdf", "text", "title")


@dataclass(frozen=True, slots=True)
class Document:
    """A document in the store.

    Attributes:
        key: its absolute path, with a row for titles.
        sha256: digest of the bytes.
        engine: what read it.
        status: ``done``, ``copy`` or ``failed``.
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


class Catalogue:
    """A store opened: use it in a ``with`` statement."""

    def __init__(self, graph: OxigraphStore, passages: PassageIndex) -> None:
        self.graph = graph
        self.passages = passages
        self._documents: dict[str, Document] | None = None

    @classmethod
    def open(cls, folder: Path, *, write: bool = False, create: bool = False) -> "Catalogue":
        """Open the store in a folder; raises the errors of ``OxigraphStore.open``."""
        graph = OxigraphStore.open(folder, write=write, create=create)
        return cls(graph, PassageIndex.open(folder, write=write))

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

    # ------------------------------------------------------------ documents

    def documents(self) -> dict[str, Document]:
        """Return all documents by key."""
        if self._documents is None:
            self._documents = {document.key: document for document in self._read_documents()}
        return self._documents

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
        for row in self.graph.query(query).rows:
            yield Document(
                str(row["key"]),
                str(row["sha"]),
                str(row["engine"]),
                str(row["status"]),
                None if row["paper"] is None else str(row["paper"]),
                None if row["error"] is None else str(row["error"]),
                int(row["rank"] or 0),
                None if row["digest"] is None else str(row["digest"]),
            )

    def fail(self, key: str, sha256: str, engine: str, error: str) -> None:
        """Keep why a document could not be read; what an older reading of it left is withdrawn."""
        old = self.document(key)
        graphs = self._withdrawal(old) if old else {}
        document = Document(key, sha256, engine, "failed", error=error)
        self._write({**graphs, names.document_graph(key): names.document_lines(document)}, document)

    def put(self, key: str, source: Source, graph: PaperGraph, passages: Sequence[Passage], engine: str) -> bool:
        """Store a paper's graph; return whether this document stands for the paper (no better one does)."""
        kind = source.reader.split(" ")[0]
        rank = RANKS.index(kind) if kind in RANKS else len(RANKS)
        old = self.document(key)
        graphs: dict[str, Sequence[str]] = self._withdrawal(old) if old and old.paper != graph.paper else {}
        rival = self._standing(graph.paper, key)
        if rival is not None and (rival.rank, rival.sha256) <= (rank, source.sha256):
            copy = Document(key, source.sha256, engine, "copy", graph.paper, None, rank)
            self._write({**graphs, names.document_graph(key): names.document_lines(copy)}, copy)
            return False
        if rival is not None:
            demoted = Document(rival.key, rival.sha256, rival.engine, "copy", rival.paper, None, rival.rank)
            graphs[names.document_graph(rival.key)] = names.document_lines(demoted)
            self.documents()[rival.key] = demoted
        document = Document(key, source.sha256, engine, "done", graph.paper, None, rank, graph.digest)
        self.passages.replace(graph.paper, passages)
        self._write(
            {**graphs, graph.iri: graph.lines, names.document_graph(key): names.document_lines(document)}, document
        )
        return True

    def _standing(self, paper: str, key: str) -> Document | None:
        """Return the document that stands for a paper now, other than this one."""
        return next(
            (d for d in self.documents().values() if d.paper == paper and d.status == "done" and d.key != key),
            None,
        )

    def _withdrawal(self, old: Document) -> dict[str, Sequence[str]]:
        """Return what takes an older reading out of the store."""
        if old.paper is None or old.status != "done":
            return {}
        self.passages.replace(old.paper, [])
        return {names.claims_graph_of(old.paper): ()}

    def _write(self, graphs: dict[str, Sequence[str]], document: Document) -> None:
        self.graph.replace(graphs)
        self.documents()[document.key] = document

    # ------------------------------------------------------------ the whole

    def claims(self) -> int:
        """Return the number of claims."""
        rows = self.graph.query(
            f"""SELECT (COUNT(?c) AS ?n) WHERE {{
              GRAPH ?g {{ ?c a <{terms.BASE}Claim> }} FILTER(STRSTARTS(STR(?g), '{names.CLAIMS}')) }}"""
        ).rows
        return int(rows[0]["n"] or 0)

    def digest(self) -> str:
        """Return a digest of all papers' graphs, independent of the order in which they came."""
        told = (d for d in self.documents().values() if d.digest and d.paper and d.status == "done")
        return names.digest(self.graph, {names.claims_graph_of(d.paper or ""): d.digest or "" for d in told})

    def has_vocabulary(self) -> bool:
        """Whether the vocabulary stands in the store."""
        return self.graph.ask(f"ASK {{ GRAPH <{names.VOCABULARY}> {{ ?s ?p ?o }} }}")


def status(catalogue: Catalogue) -> dict[str, int]:
    """Return how many documents are done, copies and failed."""
    counts = {"done": 0, "copy": 0, "failed": 0}
    for document in catalogue.documents().values():
        counts[document.status] += 1
    return counts
