"""hemkg from Python: a graph that is opened or built, and results that a notebook can show.

It stands on the ``Assistant`` and adds nothing of its own to an answer.  ``from hemkg import KnowledgeGraph``
loads nothing heavy; what a question needs is loaded when it is asked.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from importlib import import_module
from os import PathLike
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from hemkg import __version__
from hemkg.errors import InputError, MissingDependency
from hemkg.settings import Settings, place_of
from hemkg.store.places import Place as StorePlace

if TYPE_CHECKING:
    import pandas

    from hemkg.ask.answering import Turn
    from hemkg.ask.saved import Comparison
    from hemkg.ask.smoothing import Rewriter
    from hemkg.assistant import Assistant
    from hemkg.building import BuildReport
    from hemkg.model.answer import Answer, Citation, Scope
    from hemkg.reason.check import Check
    from hemkg.reason.conflicts import Conflict
    from hemkg.reason.why import Reason
    from hemkg.review.gap_card import GapCard
    from hemkg.review.tables import ReviewTable
    from hemkg.store.catalogue import Catalogue
    from hemkg.store.curation.applying import Record

Place = str | PathLike[str]
FORM_OF: Mapping[str, str] = {
    ".csv": "csv", ".md": "md", ".tex": "latex", ".xlsx": "xlsx", ".docx": "docx", ".json": "json", ".bib": "bib",
}  # fmt: skip
"""In which format a table is written, by the ending of a file's name."""
ANSWER_SECONDS = 10.0  # how long a language model may take for one request while somebody waits for an answer


@dataclass(frozen=True, slots=True)
class Result:
    """An answer, with what it was asked.

    Attributes:
        question: as it was asked.
        follows: the result that it follows, if it follows one.
        reworded: the words of a language model in which the question was read, if one reworded it.
        notes: what a language model failed to do, a sentence each.
        graph: who answered, to ask again with a slot changed.
    """

    question: str
    turn: "Turn" = field(repr=False)
    follows: "Result | None" = field(default=None, repr=False)
    reworded: str | None = None
    notes: tuple[str, ...] = ()
    graph: "KnowledgeGraph | None" = field(default=None, repr=False, compare=False)

    @property
    def answer(self) -> "Answer":
        """The answer as the other parts of hemkg hand it on."""
        return self.turn.answer

    @property
    def text(self) -> str:
        """The answer in words, with ``[1]`` for the citations."""
        return self.answer.text

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the rows, in the order they are shown."""
        return self.answer.columns

    @property
    def rows(self) -> tuple[Mapping[str, Any], ...]:
        """The rows: cells by column, and under ``citations`` the numbers of the citations behind them."""
        return tuple({**row.cells, "citations": row.citations} for row in self.answer.rows)

    @property
    def citations(self) -> "tuple[Citation, ...]":
        """Every sentence that a row or the text points to."""
        return self.answer.citations

    @property
    def sparql(self) -> str | None:
        """The query that was run, if one was."""
        return self.answer.sparql

    @property
    def scope(self) -> "Scope":
        """What was searched, with the digest of the graph."""
        return self.answer.scope

    @property
    def abstained(self) -> bool:
        """Whether the graph cannot answer."""
        return self.answer.abstained

    @property
    def yesno(self) -> bool | None:
        """Yes or no, where that was asked."""
        return self.answer.yesno

    @property
    def interpretation(self) -> str:
        """What the question was taken to mean."""
        return self.answer.interpretation

    @property
    def slots(self) -> dict[str, str]:
        """What the question was taken to mean, as {slot: value in words}; each can be changed by ``edited``."""
        from hemkg.ask.editing import slots_of

        return slots_of(self.turn.intent)

    def edited(self, *without: str, **values: str) -> "Result":
        """Ask the same with slots changed, every other slot as it is.

        Args:
            without: names of slots to be empty.
            values: new values by slot, in words (``ion="Na"``, ``value="> 800"``); underscores stand for hyphens.

        Raises:
            InputError: if there is no such slot, it is empty already, or a value is not understood.

        >>> import tempfile
        >>> from hemkg import KnowledgeGraph
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     paper = Path(folder) / "paper.txt"
        ...     _ = paper.write_text("The oxide CoO delivers 650 mAh g-1 after 300 cycles in a lithium-ion cell.")
        ...     with KnowledgeGraph.build(paper, Path(folder) / "store") as graph:
        ...         found = graph.ask("Which oxides give more than 700 mAh/g for lithium?")
        ...         found.abstained, found.edited(value="> 600").rows[0]["capacity"]
        (True, 650)
        """
        if self.graph is None:
            raise InputError("this answer is no longer joined to its graph; ask the question again.")
        from hemkg.ask.editing import Edit

        result = self
        wanted = {name.replace("_", "-"): value for name, value in values.items()}
        for edit in (*map(Edit, without), *(Edit(name, value) for name, value in wanted.items())):
            result = self.graph.ask(str(edit), result)
        return result

    def to_dataframe(self) -> "pandas.DataFrame":
        """Return the rows as a table of pandas, with a column ``citations``.

        Raises:
            MissingDependency: if pandas is not installed.
        """
        return _dataframe(self.rows, self.columns)

    def to_json(self) -> dict[str, object]:
        """Return the answer in the fields of ``hemkg ask --format json``."""
        from hemkg.ask.report import to_json

        return to_json(self.answer)

    def to_markdown(self) -> str:
        """Return the answer as Markdown."""
        from hemkg.ask.report import to_markdown

        return to_markdown(self.answer)

    def save(self, path: Place) -> None:
        """Write the answer to a file from which it can be asked again (``KnowledgeGraph.rerun``).

        Raises:
            InputError: if the file cannot be written.
        """
        from hemkg.ask.saved import Saved, dumps

        saved = Saved(self.question, self._asked_before(), __version__, self.to_json(), self.reworded)
        _write(_path(path), dumps(saved).encode())

    def _asked_before(self) -> tuple[str, ...]:
        if self.follows is None:
            return ()
        return (*self.follows._asked_before(), self.follows.reworded or self.follows.question)

    def __str__(self) -> str:
        from hemkg.ask.report import to_text

        return to_text(self.answer)

    def _repr_html_(self) -> str:
        """Return what a notebook shows: text, table, quotes; whatever papers and questions hold is only text."""
        parts = [_tag("p", self.text), *_html_rows(self, self.columns)]
        parts += [_tag("p", f"Understood as: {self.interpretation}")] if self.interpretation else []
        return f"<div>{''.join(parts)}</div>"


@dataclass(frozen=True, slots=True)
class Table:
    """A review table: one row a measurement, each cell with its sentences.

    Attributes:
        review: the table as the other parts of hemkg hand it on, with notes and gaps of every cell.

    >>> with KnowledgeGraph.open() as graph:  # doctest: +SKIP
    ...     table = graph.table("sodium, above 400 mAh/g", ["material", "value", "unit", "doi"])
    ...     table.save("table.tex")
    ...     table.save("table.bib")
    """

    review: "ReviewTable" = field(repr=False)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns, in the order they are shown."""
        return tuple(column.key for column in self.review.columns)

    @property
    def rows(self) -> tuple[Mapping[str, Any], ...]:
        """The rows as plain values, each with the numbers of its ``citations``."""
        return tuple(
            {key: row.cells[key].value for key in self.columns} | {"citations": row.citations}
            for row in self.review.rows
        )

    @property
    def citations(self) -> "tuple[Citation, ...]":
        """The sentences, numbered from 1."""
        return self.review.citations

    def __len__(self) -> int:
        return len(self.review.rows)

    def to_dataframe(self) -> "pandas.DataFrame":
        """Return the rows as a table of pandas, with a column ``citations``.

        Raises:
            MissingDependency: if pandas is not installed.
        """
        return _dataframe(self.rows, self.columns)

    def to_latex(self) -> str:
        """Return the table as LaTeX, as ``hemkg table --format latex`` writes it."""
        return self._rendered("latex").decode()

    def to_markdown(self) -> str:
        """Return the table as Markdown, with its sentences below."""
        return self._rendered("md").decode()

    def to_bibtex(self) -> str:
        """Return the papers of the table as BibTeX; ``to_latex`` cites them by these keys."""
        from hemkg.review.bibliography import bibtex

        return bibtex(self.review.works)

    def save(self, path: Place) -> None:
        """Write the table to a file, in the format that its name ends in; ``.bib`` for the papers.

        Raises:
            InputError: if the name ends in none of those, or the file cannot be written.
        """
        file = _path(path)
        form = FORM_OF.get(file.suffix.lower())
        if form is None:
            raise InputError(f"{file.name} says no format; let the name end in {', '.join(FORM_OF)}.")
        _write(file, self.to_bibtex().encode() if form == "bib" else self._rendered(form))

    def _rendered(self, form: str) -> bytes:
        from hemkg.review.render import render

        return render(self.review, form)

    def __str__(self) -> str:
        return self.to_markdown()

    def _repr_html_(self) -> str:
        """Return what a notebook shows: the table and its sentences; whatever papers hold is only text."""
        return f"<div>{''.join(_html_rows(self, [column.heading for column in self.review.columns]))}</div>"


class KnowledgeGraph:
    """A graph of papers that answers questions.

    >>> import tempfile
    >>> from hemkg import KnowledgeGraph
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     paper = Path(folder) / "paper.txt"
    ...     _ = paper.write_text("The oxide CoO delivers 650 mAh g-1 after 300 cycles in a lithium-ion cell.")
    ...     with KnowledgeGraph.build(paper, Path(folder) / "store") as graph:
    ...         found = graph.ask("What is the capacity of CoO?")
    ...         found.rows[0]["capacity"], found.citations[0].document
    (650, 'paper')
    """

    def __init__(self, assistant: "Assistant", rewriter: "Rewriter | None" = None) -> None:
        self.assistant = assistant
        self.built: BuildReport | None = None
        self._rewriter = rewriter

    @classmethod
    def open(cls, store: Place | None = None, *, language_model: str | None = None) -> "KnowledgeGraph":
        """Open a store for reading.

        Args:
            store: its folder, or the address of its server; the one of the settings (``HEMKG_STORE``) if none is given.
            language_model: address of a language model (``http://HOST:PORT/v1``) that may reword a question that
                is not understood, and smooth the text of an answer; that of the settings
                (``HEMKG_LANGUAGE_MODEL``) if none is given, and nobody is asked where neither is.

        Raises:
            StoreMissing, StoreBroken, StoreVersion: as ``Assistant.open`` does.
            InputError: if the address of the language model is none.
        """
        from hemkg.assistant import Assistant
        from hemkg.store.catalogue import Catalogue

        settings = Settings.from_environment()
        rewriter = language_model_of(settings, language_model)
        return cls(Assistant(Catalogue.open(_store(store, settings))), rewriter)

    @classmethod
    def build(cls, paths: Place | Iterable[Place], store: Place | None = None) -> "KnowledgeGraph":
        """Read papers into a store, as far as they are new or changed, and open it.

        Args:
            paths: a file or folder, or several.
            store: the folder of the store, or the address of its server; made if it is not there.

        Returns:
            the graph; ``built`` says what was read, and what failed with its reason.

        Raises:
            InputError: if a path does not exist or holds nothing.
            StoreError: if the store cannot be written.
        """
        from hemkg import building
        from hemkg.isolation import Limits

        settings = Settings.from_environment()
        given = [paths] if isinstance(paths, str | PathLike) else list(paths)
        place = _store(store, settings)
        limits = Limits(settings.seconds, settings.memory)
        report = building.build(list(map(_path, given)), place, workers=1, largest=settings.largest_file, limits=limits)
        graph = cls.open(store)
        graph.built = report
        return graph

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the files."""
        self.assistant.catalogue.close()

    def ask(self, question: str, follows: Result | None = None) -> Result:
        """Answer a question in plain words.

        Args:
            question: the question.
            follows: the result that it may follow: *and for sodium?*.
        """
        before = follows.turn if follows else None
        helped = self.assistant.ask_with(question, before, self._rewriter)
        return Result(question, helped.turn, follows, helped.reworded, helped.notes, self)

    def rerun(self, path: Place) -> "Comparison":
        """Ask again what a saved answer answered, and return what has changed since.

        Raises:
            InputError: if the file cannot be read or holds no saved answer.

        >>> import tempfile
        >>> from hemkg.assistant import Assistant
        >>> from hemkg.store.catalogue import Catalogue
        >>> graph = KnowledgeGraph(Assistant(Catalogue.in_memory()))
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     graph.ask("What is the capacity of CoO?").save(Path(folder) / "answer.json")
        ...     graph.rerun(Path(folder) / "answer.json").are_same_rows
        True
        """
        from hemkg.ask.saved import compare, loads

        saved = loads(read_text(_path(path)), str(path))
        return compare(saved, self.assistant.ask_again(saved).answer, __version__)

    def table(self, where: str | None = None, columns: Sequence[str] | None = None) -> Table:
        """Return the review table, of all measurements or of those that a question in plain words picks.

        Args:
            where: which ones, in plain words: *sodium, above 400 mAh/g*.
            columns: their names, as ``hemkg table --help`` lists them; none for the usual ones.

        Raises:
            InputError: if the words were not understood as a whole, or there is no such column.
        """
        return Table(self.assistant.table(where, columns))

    def gaps(self, limit: int | None = None) -> "tuple[GapCard, ...]":
        """Return the research gaps, best first."""
        return self.assistant.gaps(limit)

    def check(
        self, formula: str, ion: str = "Li", capacity: float | None = None, mechanisms: Sequence[str] = ()
    ) -> "Check":
        """Return all that follows from a formula and a working ion, and what the papers here say of it.

        Args:
            formula: a chemical formula, as papers print it.
            ion: symbol of the working ion's element.
            capacity: one to judge [mAh/g].
            mechanisms: by which it is said to come about (``conversion`` ...).

        Raises:
            FormulaError, UnknownTerm: as ``hemkg.reason.check.check_formula`` does.
        """
        from hemkg.reason.check import check_formula

        return check_formula(formula, ion, capacity, mechanisms, self.assistant.catalogue.graph)

    def why(self, name: str) -> "tuple[Reason, ...]":
        """Return why something stands in the graph: by which rules, and from which claims.

        Raises:
            UnknownTerm: if the store knows nothing of that name.
        """
        return self.assistant.why(name)

    def accept(self, claim: str, because: str, by: str | None = None) -> "Record":
        """Say that a claim is right as it stands; see ``correct``."""
        return self._decide("accept", claim, because, by)

    def reject(self, claim: str, because: str, by: str | None = None) -> "Record":
        """Take a claim out, because it is read wrongly; see ``correct``."""
        return self._decide("reject", claim, because, by)

    def correct(self, claim: str, because: str, by: str | None = None, **fields: str) -> "Record":
        """Put right what a claim says; what follows from it is derived again.

        Args:
            claim: its IRI, ``hd:claim/...`` or the beginning of its number.
            because: why.
            by: who decides; the name of the settings (``HEMKG_CURATOR``) if none is given.
            fields: what its fields should say: ``value="650"``, ``ion="Na"`` (``docs/curation.md`` names all).

        Returns:
            the decision, in force.

        Raises:
            InputError: if nobody is named, or the claim cannot say so.
            UnknownTerm: if there is no such claim.
            StoreBusy: if another process writes the store.
        """
        return self._decide("correct", claim, because, by, fields)

    def undo(self, claim: str, because: str = "", by: str | None = None) -> "Record":
        """Take back the decision that holds for a claim, and return it; the one before it holds again."""
        from hemkg import curating

        with self._writable() as catalogue:
            return curating.take_back(catalogue, claim, who=_curator(by), reason=because)

    def decisions(self) -> "tuple[Record, ...]":
        """Return what was decided on claims, and what waits for its claim."""
        from hemkg import curating

        return curating.listed(self.assistant.catalogue)

    def _decide(
        self, kind: str, claim: str, because: str, by: str | None, fields: Mapping[str, str] | None = None
    ) -> "Record":
        from hemkg import curating
        from hemkg.model.decision import DecisionKind

        who = _curator(by)
        with self._writable() as catalogue:
            return curating.decide(catalogue, DecisionKind(kind), claim, who=who, reason=because, fields=fields)

    @contextmanager
    def _writable(self) -> Iterator["Catalogue"]:
        """Open the store for writing, and again for reading when that is done."""
        from hemkg.assistant import Assistant
        from hemkg.store.catalogue import Catalogue

        own = self.assistant.catalogue
        place = own.place
        if place is None:
            yield own
            self.assistant = Assistant(own)
            return
        own.close()
        try:
            with Catalogue.open(place, write=True) as catalogue:
                yield catalogue
        finally:
            self.assistant = Assistant(Catalogue.open(place))

    def conflicts(self) -> "tuple[Conflict, ...]":
        """Return the contradictions, tensions and differences by context that the rules found."""
        return self.assistant.conflicts()


def language_model_of(settings: Settings, address: str | None = None) -> "Rewriter | None":
    """Return the client of the language model that a user or the settings name, or None if none is named.

    Raises:
        InputError: if the address is none.
    """
    named = address or settings.language_model
    if not named:
        return None
    from hemkg.sources.language_model import Endpoint, LanguageModel

    return LanguageModel(Endpoint(named, settings.language_model_name, settings.language_model_key, ANSWER_SECONDS))


def _curator(by: str | None) -> str:
    from hemkg.curating import named

    return named(by or Settings.from_environment().curator)


def _path(place: Place) -> Path:
    return Path(place).expanduser()


def _store(named: Place | None, settings: Settings) -> StorePlace:
    """Return the store that is named, or that of the settings."""
    place = place_of(named) if named else settings.store
    return place.expanduser() if isinstance(place, Path) else place


def _html_rows(of: Result | Table, heads: Sequence[str]) -> Iterator[str]:
    """Yield rows as a table, if there are any, and their sentences, as HTML in which everything is only text."""
    from hemkg.ask.report import plain, reference

    marks = ("".join(f"[{n}]" for n in row["citations"]) for row in of.rows)
    lines = [[*(plain(row.get(key)) for key in of.columns), mark] for row, mark in zip(of.rows, marks, strict=True)]
    if lines:
        yield _html_table([*heads, ""], lines)
    yield from (_tag("p", f"[{c.number}] “{c.quote}” {reference(c)}") for c in of.citations)


def _html_table(head: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    body = "".join(f"<tr>{''.join(_tag('td', cell) for cell in line)}</tr>" for line in lines)
    return f"<table><thead><tr>{''.join(_tag('th', name) for name in head)}</tr></thead><tbody>{body}</tbody></table>"


def _tag(name: str, text: str) -> str:
    return f"<{name}>{escape(text)}</{name}>"


def read_text(path: Path) -> str:
    """Return what a text file says.

    Raises:
        InputError: if it cannot be read, or is no text in UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}; check the path.") from None
    except UnicodeDecodeError:
        raise InputError(f"{path} is not a text file in UTF-8; check the path.") from None


def _dataframe(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> "pandas.DataFrame":
    try:
        frames = import_module("pandas")
    except ImportError:
        raise MissingDependency("pandas is not installed; install it with 'pip install pandas'.") from None
    return frames.DataFrame(list(rows), columns=[*columns, "citations"])


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror or error}; choose another place.") from None
