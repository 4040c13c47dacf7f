"""What the user is given back: rows with citations, and what the rows rest on."""

from collections.abc import Mapping
from dataclasses import dataclass

Value = str | float | int | bool | None | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Citation:
    """A numbered quote.

    Attributes:
        number: as it stands in the answer's text, counted from 1.
        document: stem of the file.
        quote: the words, verbatim.
        doi, title, section, page, year: as far as they are known.
        claim: IRI of the claim that the quote is evidence of, or None for a passage.
        standing: what became of the work since, in a word (``retracted``), where a register says so.
        start, end: where the quote stands in the document's text, in code points.
        cell: the table and the headers of the cell in which the quote stands, if it does in one.
        decided: what a person decided on the claim, in one sentence, if somebody did.
    """

    number: int
    document: str
    quote: str
    doi: str | None = None
    title: str | None = None
    section: str | None = None
    page: int | None = None
    year: int | None = None
    claim: str | None = None
    start: int | None = None
    end: int | None = None
    standing: str | None = None
    cell: str | None = None
    decided: str | None = None

    @property
    def work(self) -> str:
        """What the work is called, with a mark if it was corrected or retracted.

        >>> Citation(1, "wu2020", "q", standing="retracted").work
        'wu2020 [retracted]'
        """
        called = self.title or self.document
        return f"{called} [{self.standing}]" if self.standing else called


@dataclass(frozen=True, slots=True)
class Row:
    """One line of an answer: cells by column, and the numbers of the citations behind them."""

    cells: Mapping[str, Value]
    citations: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Scope:
    """What was searched: papers with text, entries known by title only, failures, graph digest."""

    papers: int
    titles: int
    failed: int
    graph: str


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer, or an honest refusal.

    Attributes:
        text: a short text with ``[1]`` markers.
        rows: the result, in order.
        columns: the columns of the rows, in the order they are shown.
        citations: every quote that a row or the text points to.
        interpretation: what the question was taken to mean, in words.
        abstained: whether the graph cannot answer.
        yesno: the answer to a yes/no question.
        sparql: the query that was run, if one was.
        scope: what was searched.
        suggestions: follow-up questions that work.

    Raises:
        ValueError: if a row or the text points to a citation that is not there, or if a refusal
            carries rows.
    """

    text: str
    interpretation: str
    scope: Scope
    rows: tuple[Row, ...] = ()
    columns: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()
    abstained: bool = False
    yesno: bool | None = None
    sparql: str | None = None
    suggestions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        numbers = {citation.number for citation in self.citations}
        missing = {n for row in self.rows for n in row.citations} - numbers
        if missing:
            raise ValueError(f"rows point to citations that are not there: {sorted(missing)}")
        if self.abstained and self.rows:
            raise ValueError("a refusal has no rows")
