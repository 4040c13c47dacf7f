"""Passages of the papers, found again by their words: an SQLite full-text index beside the graph.

The index is derived: it can be thrown away and is filled again by the next build.  What passages mean is kept
elsewhere, see ``vectors``.
"""

import os
import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from hemkg.errors import StoreBroken, StoreError

FILE = "passages.sqlite"
SCHEMA = """
CREATE TABLE IF NOT EXISTS passage (
  id INTEGER PRIMARY KEY, paper TEXT NOT NULL, document TEXT NOT NULL, title TEXT, doi TEXT, year INTEGER,
  section TEXT, page INTEGER, start INTEGER NOT NULL, quote TEXT NOT NULL, vector BLOB);
CREATE INDEX IF NOT EXISTS passage_paper ON passage (paper);
CREATE VIRTUAL TABLE IF NOT EXISTS words
  USING fts5 (quote, content='passage', content_rowid='id', tokenize='porter unicode61');
CREATE TRIGGER IF NOT EXISTS passage_in AFTER INSERT ON passage
  BEGIN INSERT INTO words (rowid, quote) VALUES (new.id, new.quote); END;
CREATE TRIGGER IF NOT EXISTS passage_out AFTER DELETE ON passage
  BEGIN INSERT INTO words (words, rowid, quote) VALUES ('delete', old.id, old.quote); END;
CREATE TABLE IF NOT EXISTS awaited (paper TEXT PRIMARY KEY, digest TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS written (number INTEGER PRIMARY KEY AUTOINCREMENT, paper TEXT NOT NULL UNIQUE);
"""
HIDE = """
CREATE TEMP TABLE hidden (paper TEXT PRIMARY KEY);
CREATE TEMP VIEW passage AS SELECT * FROM main.passage WHERE paper NOT IN (SELECT paper FROM hidden);
"""
SHORT_PAPER = 12  # passages; an abstract is of one thing, a review of many
COLUMNS = "paper, document, title, doi, year, section, page, start, quote"
GET = f"SELECT {COLUMNS} FROM passage WHERE id = ?"  # noqa: S608 - the columns are the line above


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a paper's text that can be quoted.

    Attributes:
        paper: IRI of the paper.
        document: stem of the file.
        quote: the words, verbatim.
        start: where they stand in the document's text, in code points.
        score: how well it fits a query; higher is better, comparable within one query only.
    """

    paper: str
    document: str
    title: str | None
    doi: str | None
    year: int | None
    section: str | None
    page: int | None
    start: int
    quote: str
    score: float = 0.0


class PassageIndex:
    """The passages of a store.

    >>> index = PassageIndex.in_memory()
    >>> index.replace("urn:p", [Passage("urn:p", "p", None, None, None, None, None, 0, "Tin alloys with sodium.")])
    >>> [hit.document for hit in index.search("alloy sodium")]
    ['p']
    """

    _path = Path(FILE)

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._written: list[str] = []
        self._came: list[str] = []
        self._connection.executescript(SCHEMA)

    @classmethod
    def in_memory(cls) -> "PassageIndex":
        """Return an empty index that lives as long as the process."""
        return cls(sqlite3.connect(":memory:", check_same_thread=False))

    @classmethod
    def open(cls, folder: Path, *, write: bool = False) -> "PassageIndex":
        """Open the index in a store's folder; without ``write`` nothing is changed.

        Raises:
            StoreError: if it cannot be opened or is damaged.
        """
        path = folder / FILE
        if not write and not path.exists():
            return cls.in_memory()
        if write:
            with _spoken(path):
                connection = sqlite3.connect(path, timeout=30, check_same_thread=False)
                connection.execute("PRAGMA journal_mode=WAL")
                index = cls(connection)
                index._path = path
                return index
        index = cls.__new__(cls)
        try:
            index._connection = _as_it_stands(path)
        except sqlite3.OperationalError as error:
            if "no such table" not in str(error):
                raise
            return cls.in_memory()  # whoever makes it has not come so far yet
        return index

    def replace(self, paper: str, passages: Sequence[Passage], awaited: str | None = None) -> None:
        """Put these passages in the place of all that the paper had.

        Args:
            paper: IRI of the paper.
            passages: all that it has now.
            awaited: digest of the graph that is written next, empty if the paper's graph is withdrawn next: until then
                the passages are of a graph that is not there.  None if no graph goes with them.

        Raises:
            StoreError: if they cannot be written.
        """
        with _spoken(self._path), self._connection as connection:
            connection.executemany("DELETE FROM awaited WHERE paper = ?", [(came,) for came in self._came])
            connection.execute("DELETE FROM passage WHERE paper = ?", (paper,))
            connection.executemany(
                f"INSERT INTO passage ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
                [(p.paper, p.document, p.title, p.doi, p.year, p.section, p.page, p.start, p.quote) for p in passages],
            )
            connection.execute("INSERT OR REPLACE INTO written (paper) VALUES (?)", (paper,))  # under a new number
            if awaited is not None:
                connection.execute("INSERT OR REPLACE INTO awaited VALUES (?, ?)", (paper, awaited))
                self._written.append(paper)
        self._came.clear()

    def awaited(self) -> dict[str, str]:
        """Return {paper: digest of the graph that its passages go with} of the papers that were written last.

        Whether their graphs came, the graph knows: a writer may have been ended between the two.
        """
        return dict(self._connection.execute("SELECT paper, digest FROM awaited")) if self._has("awaited") else {}

    def stand(self, paper: str) -> None:
        """Note that the passages of a paper await no graph: theirs is there, and may be replaced without them."""
        with _spoken(self._path), self._connection as connection:
            connection.execute("DELETE FROM awaited WHERE paper = ?", (paper,))

    def last_written(self) -> int:
        """Return the number of the last change; it grows with each."""
        rows = self._connection.execute("SELECT max(number) FROM written") if self._has("written") else ((None,),)
        return next(iter(rows))[0] or 0

    def written_after(self, number: int) -> frozenset[str]:
        """Return the papers whose passages were written after the change of a number."""
        if not self._has("written"):
            return frozenset()
        rows = self._connection.execute("SELECT paper FROM written WHERE number > ?", (number,))
        return frozenset(str(paper) for (paper,) in rows)

    def _has(self, table: str) -> bool:
        """Whether a table is there; a store of an earlier version lacks some until it is written."""
        found = self._connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (table,))
        return found.fetchone() is not None

    @contextmanager
    def awaiting_graphs(self) -> Iterator[None]:
        """Take the graphs that passages await as written once a ``with`` statement ends well.

        It is written down with the next passages, which saves a transaction.
        """
        self._written.clear()
        yield
        self._came += self._written

    def hide(self, papers: Iterable[str]) -> None:
        """Take the passages of papers out of sight of whoever reads here; the file stays as it is."""
        self._connection.executescript(HIDE)
        self._connection.executemany("INSERT INTO hidden VALUES (?)", [(paper,) for paper in papers])

    def search(self, text: str, limit: int = 10) -> list[Passage]:
        """Return the passages that share most words with a text, by BM25; never an error for odd input."""
        words = re.findall(r"\w+", text.lower())[:64]
        if not words:
            return []
        query = " OR ".join(f'"{word}"' for word in dict.fromkeys(words))
        rows = self._connection.execute(
            f"SELECT {_prefixed()}, -bm25(words) FROM words JOIN passage ON passage.id = words.rowid "  # noqa: S608
            "WHERE words MATCH ? ORDER BY bm25(words), passage.id LIMIT ?",
            (query, limit),
        )
        return [Passage(*row) for row in rows]

    def knows(self, word: str) -> bool:
        """Whether a passage holds a word, in any inflection."""
        plain = re.sub(r"\W", "", word)
        if not plain:
            return False
        found = self._connection.execute("SELECT 1 FROM words WHERE words MATCH ? LIMIT 1", (f'"{plain}"',))
        return found.fetchone() is not None

    def frequency(self, word: str) -> int:
        """Return in how many passages a word stands, in any inflection."""
        plain = re.sub(r"\W", "", word)
        if not plain:
            return 0
        found = self._connection.execute("SELECT count(*) FROM words WHERE words MATCH ?", (f'"{plain}"',))
        return int(found.fetchone()[0])

    def holds(self, text: str, papers: Sequence[str], beside: Sequence[str] = ()) -> bool:
        """Whether a passage of one of these papers holds a text, as a word or inside one.

        A long paper speaks of many things: there the passage must also hold one of the texts ``beside``, if any.
        """
        marks = ", ".join("?" * len(papers))
        query = f"SELECT 1 FROM passage WHERE paper IN ({marks}) AND quote LIKE ? ESCAPE '\\'"  # noqa: S608
        patterns = [_anywhere(text), *map(_anywhere, beside)]
        if beside:
            near = " OR ".join("quote LIKE ? ESCAPE '\\'" for _ in beside)
            few = f"(SELECT count(*) FROM passage AS p WHERE p.paper = passage.paper) <= {SHORT_PAPER}"  # noqa: S608
            query += f" AND ({near} OR {few})"
        return self._connection.execute(f"{query} LIMIT 1", (*papers, *patterns)).fetchone() is not None

    def texts(self, after: int, limit: int) -> list[tuple[int, str]]:
        """Return the ids and words of the passages that follow one, by id."""
        rows = self._connection.execute(
            "SELECT id, quote FROM passage WHERE id > ? ORDER BY id LIMIT ?", (after, limit)
        )
        return [(int(number), str(quote)) for number, quote in rows]

    def get(self, ids: Sequence[int]) -> list[Passage]:
        """Return passages by id, in the order of the ids."""
        found = {}
        for number in ids:
            row = self._connection.execute(GET, (number,)).fetchone()
            if row:
                found[number] = Passage(*row)
        return [found[number] for number in ids if number in found]

    def every(self) -> Iterator[Passage]:
        """Yield all passages, paper by paper, in the order in which they stand there."""
        rows = self._connection.execute(f"SELECT {COLUMNS} FROM passage ORDER BY paper, start, id")  # noqa: S608
        for row in rows:
            yield Passage(*row)

    def count(self) -> int:
        """Return the number of passages."""
        return int(self._connection.execute("SELECT count(*) FROM passage").fetchone()[0])

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()


@contextmanager
def _spoken(path: Path) -> Iterator[None]:
    """Say in a sentence what SQLite could not do."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        if "not a database" in str(error) or "malformed" in str(error):
            raise StoreBroken(f"{path} is damaged ({error}); remove that file and build again.") from None
        raise StoreError(
            f"{path} cannot be written ({error}); see that the disk has space and that you may write there."
        ) from None


def _as_it_stands(path: Path) -> sqlite3.Connection:
    """Return a connection that sees a file as it is now, whatever is written meanwhile."""
    is_settled = not Path(f"{path}-wal").exists() and not os.access(path.parent, os.W_OK)
    how = "mode=ro&immutable=1" if is_settled else "mode=ro"  # where nothing can be written, no lock can be taken
    connection = sqlite3.connect(f"file:{path}?{how}", uri=True, timeout=30, check_same_thread=False)
    connection.isolation_level = None
    connection.execute("BEGIN")
    connection.execute("SELECT 1 FROM passage LIMIT 1").fetchone()  # only now it is decided what is seen
    return connection


def _prefixed() -> str:
    return ", ".join(f"passage.{name}" for name in COLUMNS.split(", "))


def _anywhere(text: str) -> str:
    """Return a LIKE pattern that finds a text wherever it stands."""
    return "%" + re.sub(r"([%_\\])", r"\\\1", text) + "%"
