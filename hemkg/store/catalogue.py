"""A store as a whole: graph, passages, and which documents are in it with what became of them.

Each document has a small named graph of its own (path, digest, engine, error); it is replaced in the
same transaction as the claims of its paper, so that the two never disagree.  Where two files are the
same paper, the one from the better source stands for it and the other is kept as a copy.  What people
decided on a paper's claims is applied whenever its graph is written, and nowhere else.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import wraps
from pathlib import Path
from types import TracebackType
from typing import Concatenate, ParamSpec, TypeVar

from hemkg.errors import InputError
from hemkg.model.decision import Decision
from hemkg.model.graph import PaperGraph
from hemkg.model.paper import Source
from hemkg.rdf import iris
from hemkg.store import names
from hemkg.store.curation.applying import Record, State
from hemkg.store.curation.ledger import Ledger
from hemkg.store.oxigraph import OxigraphStore
from hemkg.store.passages import Passage, PassageIndex
from hemkg.store.touched import Touched
from hemkg.vocab import terms

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


@dataclass(frozen=True, slots=True)
class Place:
    """Where a state of a store is found.

    Attributes:
        folder: of the store.
        graph: folder of the engine's files as they were.
        number: of the last change to the passages that belongs to it.
    """

    folder: Path
    graph: Path
    number: int


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

    def drop(self, key: str) -> None:
        """Take a document away."""
        old = self.by_key.pop(key, None)
        if old is not None and old.paper is not None:
            del self._by_paper[old.paper][key]

    def of_paper(self, paper: str) -> tuple[Document, ...]:
        """Return the documents of a paper, in the order in which they came."""
        return tuple(self._by_paper.get(paper, {}).values())


Given = ParamSpec("Given")
T = TypeVar("T")


def _in_one_turn(write: Callable[Concatenate["Catalogue", Given], T]) -> Callable[Concatenate["Catalogue", Given], T]:
    """Let a method that writes passages and their graph do both before anybody opens the store."""

    @wraps(write)
    def writing(self: "Catalogue", /, *given: Given.args, **named: Given.kwargs) -> T:
        with self.graph.turns.writing(), self.passages.awaiting_graphs():
            return write(self, *given, **named)

    return writing


class Catalogue:
    """A store opened: use it in a ``with`` statement."""

    def __init__(self, graph: OxigraphStore, passages: PassageIndex) -> None:
        self.graph = graph
        self.passages = passages
        self.ledger = Ledger(graph)
        self.touched = Touched()
        self._known: Shelf | None = None
        self._derived_by: str | None = None

    @classmethod
    def open(cls, folder: Path, *, write: bool = False, create: bool = False) -> "Catalogue":
        """Open the store in a folder; raises the errors of ``OxigraphStore.open``."""
        if write:
            graph = OxigraphStore.open(folder, write=True, create=create)
            return cls(graph, PassageIndex.open(folder, write=True))
        catalogue = cls(*OxigraphStore.open_beside(folder, lambda: PassageIndex.open(folder)))
        catalogue._hide(catalogue.halves())
        return catalogue

    @classmethod
    def at(cls, place: Place) -> "Catalogue":
        """Open a state of a store that another process keeps open, see ``place``.

        The passages of papers that were written since are not seen: those of this state are gone.
        """
        catalogue = cls(OxigraphStore.at(place.folder, place.graph), PassageIndex.open(place.folder))
        catalogue._hide(catalogue.halves() | catalogue.passages.written_after(place.number))
        return catalogue

    def place(self) -> Place:
        """Return where other processes find this state of the store, for as long as it is kept open here."""
        assert self.graph.folder is not None
        return Place(self.graph.folder, self.graph.files, self.passages.last_written())

    def _hide(self, papers: frozenset[str]) -> None:
        if papers:
            self.passages.hide(papers)

    def halves(self) -> frozenset[str]:
        """Return the papers whose passages go with a graph that is not there: their writer was ended in between."""
        awaited = self.passages.awaited()
        if not awaited:
            return frozenset()
        values = " ".join(f"<{iri}>" for iri in awaited)
        hem = terms.BASE
        query = f"""SELECT ?paper ?digest WHERE {{ VALUES ?paper {{ {values} }}
            ?d <{hem}ofPaper> ?paper ; <{hem}status> "done" . OPTIONAL {{ ?d <{hem}claimsDigest> ?digest }} }}"""
        standing = {str(row["paper"]): str(row["digest"]) for row in self.graph.query(query).rows}
        return frozenset(paper for paper, digest in awaited.items() if standing.get(paper, "") != digest)

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

    @_in_one_turn
    def fail(self, key: str, sha256: str, engine: str, error: str) -> None:
        """Keep why a document could not be read; what an older reading of it left is withdrawn."""
        old = self.document(key)
        graphs = self._withdrawal(old) if old else {}
        self._write_with(graphs, Document(key, sha256, engine, "failed", error=error))

    @_in_one_turn
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
        before = old.paper if old and old.status == "done" and old.paper != graph.paper else None
        kept = self.ledger.put(graph, before=before)
        document = Document(key, source.sha256, engine, "done", graph.paper, None, rank, kept.graph.digest)
        self.passages.replace(graph.paper, passages, awaited=kept.graph.digest)
        self._write_with({**graphs, **kept.graphs}, document)
        self.ledger.note(graph.paper, kept, before)
        return True

    @_in_one_turn
    def put_copy(self, key: str, source: Source, paper: str, engine: str) -> None:
        """Keep that a document is a copy of a paper that another document stands for."""
        old = self.document(key)
        graphs = self._withdrawal(old) if old else {}
        self._write_with(graphs, Document(key, source.sha256, engine, "copy", paper, None, rank_of(source)))

    @_in_one_turn
    def put_supplement(self, key: str, sha256: str, paper: str, engine: str) -> None:
        """Keep that a document was read as a supplement of a paper."""
        old = self.document(key)
        graphs = self._withdrawal(old) if old else {}
        self._write_with(graphs, Document(key, sha256, engine, "supplement", paper))

    @_in_one_turn
    def rename(self, key: str, to: str) -> None:
        """Give a document that was moved its new path; nothing else changes."""
        document = self.document(key)
        if document is not None:
            error = document.error and document.error.replace(key, to)
            moved = replace(document, key=to, error=error)
            self._replace({names.document_graph(key): (), names.document_graph(to): names.document_lines(moved)})
            self._shelf().drop(key)
            self._shelf().put(moved)

    @_in_one_turn
    def withdraw(self, key: str) -> None:
        """Take a document out of the store, with the paper that it stands for."""
        document = self.document(key)
        if document is not None:
            self._replace({**self._withdrawal(document), names.document_graph(key): ()})
            self._shelf().drop(key)

    @_in_one_turn
    def hand_over(self, paper: str, to: str) -> None:
        """Make whatever stands for a paper a copy of another, and take its claims out of the store."""
        graphs: dict[str, Sequence[str]] = {}
        for document in self._shelf().of_paper(paper):
            if document.status == "supplement":
                moved = replace(document, paper=to)
                graphs[names.document_graph(document.key)] = names.document_lines(moved)
                self._shelf().put(moved)
            else:
                graphs |= self._withdrawal(document)
                self._demote(document, to, graphs)
        decisions, left = self.ledger.take_out(paper, to)
        if decisions:
            self.decide(to, decisions, {**graphs, **left})
        else:
            self._replace(graphs)

    def decide(
        self,
        paper: str,
        decisions: Sequence[Decision],
        graphs: Mapping[str, Sequence[str]] | None = None,
        *,
        is_strict: bool = False,
    ) -> tuple[Record, ...]:
        """Keep decisions on a paper's claims and apply them at once, all in one transaction.

        What was derived from the claims is to be derived again by the caller.

        Args:
            paper: IRI of the paper; where it is not in the store, the decisions wait for it.
            decisions: those that are new.
            graphs: what else is to be written.
            is_strict: whether nothing is kept where a new decision cannot be applied.

        Returns:
            how all decisions on the paper stand.

        Raises:
            InputError: if a decision cannot be applied and ``is_strict``.
        """
        standing = self.standing(paper)
        if standing is None:
            self._replace({**(graphs or {}), **self.ledger.add_waiting(paper, decisions)})
            return self.ledger.of(paper)
        kept = self.ledger.put(self.ledger.undisturbed(paper), decisions)
        waiting = (r for r in kept.records if r.decision in decisions and r.state is State.WAITING)
        refused = next(waiting, None) if is_strict else None
        if refused is not None:
            raise InputError(f"the decision was not kept: {(refused.why or '').rstrip('.')}.")
        self.passages.stand(paper)
        self._write_with({**(graphs or {}), **kept.graphs}, replace(standing, digest=kept.graph.digest))
        self.ledger.note(paper, kept)
        return kept.records

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
        self.passages.replace(old.paper, [], awaited="")
        return {names.claims_graph_of(old.paper): (), **self.ledger.leave(old.paper)}

    def _write_with(self, graphs: Mapping[str, Sequence[str]], document: Document) -> None:
        """Write graphs and what became of a document, all or nothing."""
        self._replace({**graphs, names.document_graph(document.key): names.document_lines(document)})
        self._shelf().put(document)

    def _replace(self, graphs: Mapping[str, Sequence[str]]) -> None:
        """Write graphs, all or nothing; with the first change of claims it is no longer said that all is derived."""
        of_claims = {name: lines for name, lines in graphs.items() if name.startswith(names.CLAIMS)}
        if not of_claims:
            self.graph.replace(graphs)
            return
        is_first = not self.touched
        if is_first:
            self._derived_by = self.derived_by()
        for name, lines in of_claims.items():
            self.touched.take(self.graph.lines(name))
            self.touched.take(lines)
        self.graph.replace({**graphs, iris.STATE_GRAPH: ()} if is_first else graphs)

    # ------------------------------------------------------------ what is derived

    def derived_by(self) -> str | None:
        """Return by what the derived graphs were made, None if claims have changed since."""
        asked = f"SELECT ?x WHERE {{ GRAPH <{iris.STATE_GRAPH}> {{ ?graph <{terms.BASE}derivedBy> ?x }} }}"
        return next((str(row["x"]) for row in self.graph.query(asked).rows), None)

    def untouched_by(self) -> str | None:
        """Return by what the derived graphs were made before this catalogue was written to, if they were whole then."""
        return self._derived_by if self.touched else self.derived_by()

    def set_derived(self, derived_by: str) -> None:
        """Say that the derived graphs are up to date, and by what they were made."""
        self.graph.replace({iris.STATE_GRAPH: names.state_lines(derived_by)})
        self.touched = Touched()

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
