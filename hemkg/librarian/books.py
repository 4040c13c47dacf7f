"""What the library holds, a line a document: what it is, what became of it, and how much was read in it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import Final
from weakref import WeakKeyDictionary

from hemkg.librarian import shelf
from hemkg.rdf import iris
from hemkg.store.catalogue import RANKS, SUPPLEMENT, Catalogue, Document
from hemkg.store.claims import PREFIXES, PaperRecord, StoredClaim, claims_by_iri, papers_by_iri
from hemkg.vocab import terms

KINDS: Final = {"jats": "XML", "elsevier": "XML", "house": "XML", "html": "HTML", "markdown": "Markdown", "pdf": "PDF"}


class Standing(StrEnum):
    """What became of a document."""

    READ = "read"
    FAILED = "failed"
    TITLE = "title only"
    COPY = "copy"
    SUPPLEMENT = "supplement"


@dataclass(frozen=True, slots=True)
class Book:
    """A document of the library.

    Attributes:
        key: its name in the store; it tells a folder and is not shown.
        number: a short name for the page.
        name: of its file, or of its row in a bibliography.
        kind: of its file, in a word.
        standing: what became of it.
        paper: IRI of its paper, if it was read.
        title, year, doi, authors: of the work.
        notice: what became of the work since: ``retracted``.
        reason: why it could not be read, in a sentence.
        other: name of the document that stands for the same paper, for copies and supplements.
        brought: day on which it was brought by the page.
        claims, doubtful: how many claims were read in it, and how many of them are doubtful and undecided.
    """

    key: str
    number: str
    name: str
    kind: str
    standing: Standing
    paper: str | None = None
    title: str | None = None
    year: int | None = None
    doi: str | None = None
    authors: tuple[str, ...] = ()
    notice: str | None = None
    reason: str | None = None
    other: str | None = None
    brought: str | None = None
    claims: int = 0
    doubtful: int = 0

    @property
    def shown(self) -> str:
        """What it is called in a list."""
        return self.title or self.name

    @property
    def text(self) -> str:
        """All words by which it is found."""
        told = (self.title, self.name, self.doi, self.year, self.notice, self.reason, *self.authors)
        return " ".join(str(each) for each in told if each).casefold()


_KNOWN: "WeakKeyDictionary[Catalogue, tuple[Book, ...]]" = WeakKeyDictionary()


def books_of(catalogue: Catalogue, store: Path | None) -> tuple[Book, ...]:
    """Return all documents of a state of a store; what was found out of one is kept with it.

    Args:
        catalogue: open for reading.
        store: its folder, for what was brought by the page; None where there is none.
    """
    if catalogue not in _KNOWN:
        _KNOWN[catalogue] = _read(catalogue, store)
    return _KNOWN[catalogue]


def _read(catalogue: Catalogue, store: Path | None) -> tuple[Book, ...]:
    documents = catalogue.documents()
    papers = papers_by_iri(catalogue.graph, [d.paper for d in documents.values() if d.paper and d.status == "done"])
    standing = {d.paper: d.key for d in documents.values() if d.status == "done"}
    claims, doubtful = _counts(catalogue, ""), _counts(catalogue, _doubtful())
    found = []
    for document in documents.values():
        book = _book(document, papers.get(document.paper or ""), store)
        other = standing.get(document.paper)
        if book.standing in {Standing.COPY, Standing.SUPPLEMENT}:
            book = replace(book, other=shelf.name_of(other) if other else None)
        elif book.standing is not Standing.FAILED:
            paper = document.paper or ""
            book = replace(book, claims=claims.get(paper, 0), doubtful=doubtful.get(paper, 0))
        found.append(book)
    return tuple(found)


def is_doubtful(claim: StoredClaim) -> bool:
    """Whether a claim is read less surely than counts as read, and nobody decided on it."""
    return claim.confidence < terms.number("SureReading") and not claim.decided


def _doubtful() -> str:
    """Return the pattern of claims that ``is_doubtful`` holds for."""
    below = terms.number("SureReading")
    return f"?claim hem:confidence ?sure . FILTER(?sure < {below}) FILTER NOT EXISTS {{ ?claim hem:decision ?d }}"


def _counts(catalogue: Catalogue, which: str) -> Mapping[str, int]:
    query = f"""{PREFIXES}SELECT ?paper (COUNT(DISTINCT ?claim) AS ?n) WHERE {{
      ?claim a hem:Claim ; hem:inPaper ?paper . {which} }} GROUP BY ?paper"""
    return {str(row["paper"]): int(row["n"] or 0) for row in catalogue.graph.query(query).rows}


def _book(document: Document, paper: PaperRecord | None, store: Path | None) -> Book:
    known = paper or PaperRecord(document.paper or "", "")
    is_failed = document.status == "failed"
    return Book(
        document.key,
        iris.short(document.key),
        shelf.name_of(document.key),
        _kind(document),
        Standing.TITLE
        if known.title_only
        else Standing.READ
        if document.status == "done"
        else Standing(document.status),
        document.paper,
        known.title,
        known.year,
        known.doi,
        known.authors,
        known.standing,
        shelf.in_short(document.error or "no reason was kept", document.key) if is_failed else None,
        brought=shelf.brought_at(document.key, store) if store is not None else None,
    )


def _kind(document: Document) -> str:
    """Return in a word what a file is."""
    if "#" in document.key:
        return "bibliography"
    reader = RANKS[document.rank % SUPPLEMENT] if document.rank % SUPPLEMENT < len(RANKS) else ""
    by_name = PurePosixPath(document.key).suffix.lstrip(".").upper()
    return KINDS.get(reader, "text") if document.status in {"done", "copy"} and reader else by_name or "file"


# ---------------------------------------------------------------- which of them, and in which order


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which documents are looked at.

    Attributes:
        words: that are all in their title, name, authors, year, DOI or reason.
        only: which of them.
        order: by what they are sorted.
    """

    words: str = ""
    only: str = "all"
    order: str = "failures first"


EVERYTHING: Final = Wanted()

ONLY: Final[Mapping[str, Callable[[Book], bool]]] = {
    "all": lambda book: True,
    "failed": lambda book: book.standing is Standing.FAILED,
    "read": lambda book: book.standing is Standing.READ,
    "with doubtful claims": lambda book: book.doubtful > 0,
    "known by title only": lambda book: book.standing is Standing.TITLE,
    "copies and supplements": lambda book: book.standing in {Standing.COPY, Standing.SUPPLEMENT},
    "retracted or corrected": lambda book: book.notice is not None,
    "brought by this page": lambda book: book.brought is not None,
}
"""Which documents can be looked at alone."""


def _title(book: Book) -> str:
    return book.shown.casefold()


ORDERS: Final[Mapping[str, Callable[[Book], tuple[object, ...]]]] = {
    "failures first": lambda book: (book.standing is not Standing.FAILED, _title(book)),
    "title": lambda book: (_title(book),),
    "newest first": lambda book: (-(book.year or 0), _title(book)),
    "brought last": lambda book: ([-ord(sign) for sign in book.brought or "0"], _title(book)),
    "most claims": lambda book: (-book.claims, _title(book)),
    "most doubtful claims": lambda book: (-book.doubtful, _title(book)),
}
"""In which order they can be looked at."""


def picked(books: Iterable[Book], wanted: Wanted) -> tuple[Book, ...]:
    """Return the documents that are wanted, in the order that is wanted.

    >>> a, b = (Book(n, n, n, "PDF", Standing.READ, title=n, year=y) for n, y in (("Oxides", 2020), ("Sulfides", 2024)))
    >>> [book.title for book in picked((a, b), Wanted(order="newest first"))], len(picked((a, b), Wanted("oxid 2020")))
    (['Sulfides', 'Oxides'], 1)
    """
    words = wanted.words.casefold().split()
    is_wanted = ONLY.get(wanted.only, ONLY["all"])
    found = [book for book in books if is_wanted(book) and all(word in book.text for word in words)]
    return tuple(sorted(found, key=ORDERS.get(wanted.order, ORDERS["failures first"])))


# ---------------------------------------------------------------- one of them


@dataclass(frozen=True, slots=True)
class Contents:
    """What was read in a document.

    Attributes:
        book: the document.
        claims: as they stand, the surest first.
        decisions: how many people made on them.
    """

    book: Book
    claims: tuple[StoredClaim, ...] = field(default=())
    decisions: int = 0


def contents_of(catalogue: Catalogue, book: Book, limit: int = 60) -> Contents:
    """Return what was read in a document.

    Args:
        catalogue: open for reading.
        book: one of its documents.
        limit: most claims.
    """
    if book.paper is None or book.standing not in {Standing.READ, Standing.TITLE}:
        return Contents(book)
    query = f"""{PREFIXES}SELECT DISTINCT ?claim ?sure WHERE {{
      ?claim a hem:Claim ; hem:inPaper <{book.paper}> ; hem:confidence ?sure ; hem:evidence ?evidence }}
      ORDER BY DESC(?sure) ?claim LIMIT {limit}"""
    rows = [str(row["claim"]) for row in catalogue.graph.query(query).rows]
    return Contents(book, claims_by_iri(catalogue.graph, rows), len(catalogue.ledger.of(book.paper)))


def others_of(books: Sequence[Book], book: Book) -> tuple[Book, ...]:
    """Return the documents that are the same paper as one, or parts of it."""
    return tuple(other for other in books if book.paper and other.paper == book.paper and other.key != book.key)
