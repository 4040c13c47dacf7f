"""A paper as one text with layers over it: blocks, marks, tables, references.

Readers build these; nobody changes them.  Every position is a half-open range of Unicode code
points in ``Paper.text``, so a quote can be cut out of the text and shown as evidence.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range ``[start, end)`` of Unicode code points in a paper's text.

    Raises:
        ValueError: if the range is negative or empty.

    >>> Span(3, 7).of("In GaSiP2 the lattice")
    'GaSi'
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a span needs 0 <= start < end, not {self.start}..{self.end}")

    def of(self, text: str) -> str:
        """Return the part of ``text`` that the span covers."""
        return text[self.start : self.end]

    def contains(self, other: "Span") -> bool:
        """Whether ``other`` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share a code point."""
        return self.start < other.end and other.start < self.end

    def distance(self, other: "Span") -> int:
        """Return how many code points lie between two spans, 0 where they touch or overlap.

        >>> Span(0, 2).distance(Span(5, 9)), Span(5, 9).distance(Span(0, 6))
        (3, 0)
        """
        return max(self.start - other.end, other.start - self.end, 0)

    def cover(self, other: "Span") -> "Span":
        """Return the smallest span that holds both."""
        return Span(min(self.start, other.start), max(self.end, other.end))


class BlockKind(StrEnum):
    """What a block of text is; decides how it is mined."""

    TITLE = "title"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    CAPTION = "caption"
    TABLE = "table"
    EQUATION = "equation"
    REFERENCE = "reference"


class MarkKind(StrEnum):
    """Typography that carries meaning: ``Co3O4`` may end in a subscript or in a citation."""

    SUBSCRIPT = "subscript"
    SUPERSCRIPT = "superscript"
    CITATION = "citation"


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the text that belongs together, with where it stands in the paper.

    Attributes:
        supplement: stem of the supplement's file, for a block of one.
    """

    kind: BlockKind
    span: Span
    section: str | None = None
    page: int | None = None
    table: int | None = None
    supplement: str | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch that was printed raised, lowered or as a citation mark."""

    kind: MarkKind
    span: Span


@dataclass(frozen=True, slots=True)
class Cell:
    """One body cell of a table with the headers above and beside it.

    Attributes:
        span: where the cell's own text stands in the paper's text.
        row: its row, counted from 0.
        column: its column, counted from 0.
        column_path: the column headers, outermost first, units included as printed.
        row_path: the row headers, outermost first.
    """

    span: Span
    row: int
    column: int
    column_path: tuple[str, ...]
    row_path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its number as printed, its caption and its body cells in reading order."""

    label: str
    caption: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """An entry of the reference list: the label as printed and what is known of the work."""

    label: str
    text: str
    doi: str | None = None
    title: str | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Bibliography:
    """What the paper says of itself, or others of it; a field that nobody states is None.

    Attributes:
        standing: term of what its publisher did to it since (``Retracted``), where a register says so.
        notice: DOI of the notice that did it.
    """

    doi: str | None = None
    title: str | None = None
    year: int | None = None
    venue: str | None = None
    authors: tuple[str, ...] = ()
    origin: str | None = None
    licence: str | None = None
    standing: str | None = None
    notice: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """The file that a paper was read from.

    Attributes:
        name: the file's stem, by which the command line and citations call the document.
        path: the file's path as it was given.
        media_type: what the content is, by content and not by the file's name.
        sha256: digest of the bytes, 64 hexadecimal digits.
        reader: the reader that produced the text, with its version.
    """

    name: str
    path: str
    media_type: str
    sha256: str
    reader: str


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper's text with its layers.

    Attributes:
        paper_id: ``doi:`` and the DOI in lower case, or ``sha:`` and 32 digits of the text's digest.
        bibliography: title, year and so on, as far as the paper states them.
        text: the whole text, one string.
        blocks: in reading order, disjoint, inside the text.
        source: the file behind it.
        marks: subscripts, superscripts and citation marks that the source shows, in order.
        tables: the tables; a block of kind TABLE names its index here.
        references: the reference list.
        notes: what of the file could not be read, a sentence each.

    Raises:
        ValueError: if blocks overlap, are out of order or leave the text.
    """

    paper_id: str
    bibliography: Bibliography
    text: str
    blocks: tuple[Block, ...]
    source: Source
    marks: tuple[Mark, ...] = ()
    tables: tuple[Table, ...] = ()
    references: tuple[Reference, ...] = field(default=(), repr=False)
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        last = 0
        for block in self.blocks:
            if block.span.start < last:
                raise ValueError(f"blocks overlap or are out of order at {block.span}")
            last = block.span.end
        if last > len(self.text):
            raise ValueError(f"a block ends at {last}, after the text's {len(self.text)}")

    def quote(self, span: Span) -> str:
        """Return the text at ``span``, as evidence quotes it."""
        return span.of(self.text)

    def block_at(self, position: int) -> Block | None:
        """Return the block that holds the code point at ``position``."""
        return next((b for b in self.blocks if b.span.start <= position < b.span.end), None)

    def prose(self) -> Iterator[Block]:
        """Yield the blocks that are read as sentences, in order."""
        wanted = {BlockKind.TITLE, BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.CAPTION}
        return (block for block in self.blocks if block.kind in wanted)
