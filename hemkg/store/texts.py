"""The quotable text of papers on a server, and its copy on this machine in which it is searched.

Beside each paper's claims a server holds the paper's passages in a graph of their own, in terms that no question asks
for, with a digest.  Whoever opens the store compares these digests with those of the copy in the cache folder and
fetches what changed: the copy can be thrown away at any time.
"""

import hashlib
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pyoxigraph

from hemkg.rdf import iris
from hemkg.rdf.write import Sheet
from hemkg.store import names
from hemkg.store.base import Store, Value
from hemkg.store.nodes import value_of
from hemkg.store.passages import FILE, Passage, PassageIndex
from hemkg.store.places import Server
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM

KNOWN = "CREATE TABLE IF NOT EXISTS known_text (paper TEXT PRIMARY KEY, digest TEXT NOT NULL)"
TOLD_ONCE = {HEM.textDocument: "document", HEM.textTitle: "title", HEM.textDoi: "doi", HEM.textYear: "year"}


def text_graph(paper: str, passages: Sequence[Passage]) -> dict[str, tuple[str, ...]]:
    """Return {name: lines} of the graph that holds a paper's passages; no lines where there are none.

    >>> passage = Passage("https://w3id.org/hemkg/id/paper/a", "a", None, None, 2024, None, None, 0, "Tin alloys.")
    >>> ((name, lines),) = text_graph(passage.paper, [passage]).items()
    >>> name, passages_in(passage.paper, lines) == (passage,)
    ('https://w3id.org/hemkg/id/text/a', True)
    """
    node = names.text_graph_of(paper)
    if not passages:
        return {node: ()}
    sheet = Sheet()
    sheet.term(node, terms.RDF_TYPE, HEM.PaperText)
    sheet.link(node, HEM.textOf, paper)
    sheet.say(node, HEM.textDigest, digest_of(passages))
    for name, attribute in TOLD_ONCE.items():
        sheet.say(node, name, getattr(passages[0], attribute))
    for number, passage in enumerate(passages):
        part = f"{node}/{number}"
        sheet.term(part, terms.RDF_TYPE, HEM.TextPassage)
        sheet.link(node, HEM.textPassage, part)
        sheet.say(part, HEM.passageNumber, number)
        sheet.say(part, HEM.passageStart, passage.start)
        sheet.say(part, HEM.passageSection, passage.section)
        sheet.say(part, HEM.passagePage, passage.page)
        sheet.say(part, HEM.passageWords, passage.quote)
    return {node: tuple(sorted(sheet.lines))}


def passages_in(paper: str, lines: Iterable[str]) -> tuple[Passage, ...]:
    """Return the passages that a text graph holds, in their order."""
    told: dict[str, dict[str, Value]] = {}
    for quad in pyoxigraph.parse("\n".join(lines).encode(), format=pyoxigraph.RdfFormat.N_TRIPLES):
        name = quad.predicate.value.removeprefix(terms.BASE)
        told.setdefault(str(value_of(quad.subject)), {})[name] = value_of(quad.object)
    whole = told.pop(names.text_graph_of(paper), {})
    parts = sorted((part for part in told.values() if HEM.passageNumber in part), key=_number)
    return tuple(_passage(paper, whole, part) for part in parts)


def _number(part: Mapping[str, Value]) -> int:
    return int(part[HEM.passageNumber] or 0)


def _passage(paper: str, whole: Mapping[str, Value], part: Mapping[str, Value]) -> Passage:
    def text(value: Value) -> str | None:
        return None if value is None else str(value)

    year, page = whole.get(HEM.textYear), part.get(HEM.passagePage)
    return Passage(
        paper,
        text(whole.get(HEM.textDocument)) or "",
        text(whole.get(HEM.textTitle)),
        text(whole.get(HEM.textDoi)),
        None if year is None else int(year),
        text(part.get(HEM.passageSection)),
        None if page is None else int(page),
        int(part.get(HEM.passageStart) or 0),
        text(part.get(HEM.passageWords)) or "",
    )


def digest_of(passages: Iterable[Passage]) -> str:
    """Return a digest of passages, of everything that is told of them, as a graph can hold it."""
    total = hashlib.sha256()
    for passage in passages:
        plain = replace(passage, score=0.0)
        held = [str(getattr(plain, name) or "") for name in Passage.__slots__]
        total.update("\x1f".join("".join(c for c in text if c >= " ") for text in held).encode() + b"\x1e")
    return total.hexdigest()


class CachedPassages(PassageIndex):
    """The passages of a store on a server, searched on this machine."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        super().__init__(connection)
        self._connection.execute(KNOWN)

    @classmethod
    def of(cls, server: Server) -> "CachedPassages":
        """Open the copy of a server's texts; one that is damaged is made anew, and one in memory where none can be."""
        if server.cache is None:
            return cls(sqlite3.connect(":memory:", check_same_thread=False))
        folder = server.cache / iris.short(server.url)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            return cls._opened(folder / FILE)
        except sqlite3.DatabaseError:
            return cls._made_anew(folder / FILE)
        except OSError:
            return cls(sqlite3.connect(":memory:", check_same_thread=False))

    @classmethod
    def _opened(cls, path: Path) -> "CachedPassages":
        connection = sqlite3.connect(str(path), timeout=30, check_same_thread=False)
        connection.execute("PRAGMA journal_mode=WAL")
        return cls(connection)

    @classmethod
    def _made_anew(cls, path: Path) -> "CachedPassages":
        try:
            for part in path.parent.glob(f"{path.name}*"):
                part.unlink()
            return cls._opened(path)
        except (OSError, sqlite3.DatabaseError):
            return cls(sqlite3.connect(":memory:", check_same_thread=False))

    def replace(self, paper: str, passages: Sequence[Passage], awaited: str | None = None) -> None:
        """Put these passages in the place of all that the paper had; cut off, they count as unknown."""
        del awaited  # whether the graph is there, the server knows
        with self._connection as connection:
            connection.execute("DELETE FROM known_text WHERE paper = ?", (paper,))
        super().replace(paper, passages)
        if passages:
            with self._connection as connection:
                connection.execute("INSERT OR REPLACE INTO known_text VALUES (?, ?)", (paper, digest_of(passages)))

    def known(self) -> dict[str, str]:
        """Return {paper: digest of its passages here}."""
        return {str(paper): str(digest) for paper, digest in self._connection.execute("SELECT * FROM known_text")}

    def catch_up(self, store: Store) -> int:
        """Fetch the texts that changed on a server, forget those that went; return how many were fetched."""
        there, here = _texts_of(store), self.known()
        for paper in here.keys() - there.keys():
            self.replace(paper, ())
        changed = sorted(paper for paper, digest in there.items() if here.get(paper) != digest)
        for paper in changed:
            passages = passages_in(paper, store.lines(names.text_graph_of(paper)))
            # one that is being written at this moment is fetched when the store is opened again
            self.replace(paper, passages if digest_of(passages) == there[paper] else ())
        return len(changed)


def _texts_of(store: Store) -> dict[str, str]:
    query = f"""SELECT ?paper ?digest WHERE {{
      ?text a <{iris.term(HEM.PaperText)}> ; <{iris.term(HEM.textOf)}> ?paper ;
        <{iris.term(HEM.textDigest)}> ?digest }}"""
    return {str(row["paper"]): str(row["digest"]) for row in store.query(query).rows}
