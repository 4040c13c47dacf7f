"""From the parts that a reader found to one paper: the text, its layers and its identity.

Every reader ends here, so that all papers are joined, numbered and named in the same way.  What a
part means was decided before; nothing here looks into a file.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields, replace

from hemkg.errors import UnreadableDocument
from hemkg.model.paper import (
    Bibliography,
    Block,
    BlockKind,
    Cell,
    Mark,
    Paper,
    Reference,
    Source,
    Span,
    Table,
)
from hemkg.read.flow import Flow, plain

SEPARATOR = "\n\n"
_DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"<>\[\]{}|\\^`]+", re.IGNORECASE)
_DOI_TAIL = re.compile(r"[.,;:!?'’”)\]}]+$")


@dataclass(frozen=True, slots=True)
class LaidTable:
    """A table written as lines, with its cells counted from the start of those lines."""

    label: str
    caption: str
    flow: Flow
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A block that knows what it is and not yet where it stands.

    Attributes:
        kind: what it is.
        flow: its text and marks.
        section: the heading that it stands under.
        page: its page, counted from 1.
        table: the table that its lines are, if it is one.
        gap: what stands between the part before and this one; a reader that keeps its file's very
            characters says so here.
    """

    kind: BlockKind
    flow: Flow
    section: str | None = None
    page: int | None = None
    table: LaidTable | None = None
    gap: str | None = None

    def under(self, section: str | None) -> "Part":
        """Return the part as it stands under a heading."""
        return Part(self.kind, self.flow, section, self.page, self.table, self.gap)


@dataclass(frozen=True, slots=True)
class Draft:
    """What a reader hands on: the parts in reading order, what was said about the paper, and what was not read."""

    parts: tuple[Part, ...]
    bibliography: Bibliography = field(default_factory=Bibliography)
    references: tuple[Reference, ...] = ()
    notes: tuple[str, ...] = ()


def compose(draft: Draft, source: Source, known: Bibliography | None = None) -> Paper:
    """Join the parts of a draft into a paper.

    Args:
        draft: what a reader found; parts without text are left out.
        source: the file behind it.
        known: what is known of the paper from elsewhere; it wins over what the file says.

    Raises:
        UnreadableDocument: if no part holds text.
    """
    parts = [part for part in draft.parts if part.flow.text]
    if not parts:
        raise UnreadableDocument(f"{source.path} holds no text that could be read; give another file of the paper.")
    starts = _starts(parts)
    bibliography = merged(known, draft.bibliography)
    paper = finished(
        "".join(gap + part.flow.text for gap, part in zip(_gaps(parts), parts, strict=True)),
        blocks=tuple(_blocks(parts, starts)),
        marks=tuple(m for part, start in zip(parts, starts, strict=True) for m in part.flow.shifted(start)),
        tables=tuple(_tables(parts, starts)),
        references=draft.references,
        bibliography=bibliography,
        source=source,
    )
    return replace(paper, notes=draft.notes) if draft.notes else paper


def finished(
    text: str,
    *,
    blocks: tuple[Block, ...],
    bibliography: Bibliography,
    source: Source,
    marks: tuple[Mark, ...] = (),
    tables: tuple[Table, ...] = (),
    references: tuple[Reference, ...] = (),
) -> Paper:
    """Name a paper by its DOI, or by its text where it has none."""
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    paper_id = f"doi:{bibliography.doi.lower()}" if bibliography.doi else f"sha:{digest[:32]}"
    return Paper(paper_id, bibliography, text, blocks, source, marks, tables, references)


def merged(first: Bibliography | None, second: Bibliography) -> Bibliography:
    """Return a bibliography with each field from ``first`` where it has one, else from ``second``.

    >>> merged(Bibliography(year=2024), Bibliography(doi="10.1000/1", year=2019)).year
    2024
    """
    if first is None:
        return second
    given = {f.name: getattr(first, f.name) or getattr(second, f.name) for f in fields(Bibliography)}
    return replace(second, **{**given, "doi": find_doi(given["doi"] or "") or given["doi"]})


def find_doi(text: str) -> str | None:
    """Return the first DOI in a text, in lower case, without what punctuation follows it.

    >>> find_doi("See https://doi.org/10.1039/C9SC04175C, Fig. 2.")
    '10.1039/c9sc04175c'
    """
    found = _DOI.search(text)
    if not found:
        return None
    doi = _DOI_TAIL.sub("", found.group())
    if found.group().startswith(doi + ")") and doi.count("(") > doi.count(")"):
        doi += ")"
    return doi.lower()


def find_year(text: str) -> int | None:
    """Return the first year between 1800 and 2099 that stands alone in a text.

    >>> find_year("Nanomaterials 2020, 10(2), 191")
    2020
    """
    found = re.search(r"(?<![\d.])(18|19|20)\d\d(?!\d)", text)
    return int(found.group()) if found else None


def licence_name(said: str) -> str | None:
    """Return a Creative Commons licence's short name found in a text, else the text's first sentence.

    >>> licence_name("see http://creativecommons.org/licenses/by/4.0/ for more")
    'CC BY 4.0'
    """
    found = re.search(r"creativecommons\.org/licen[sc]es/([a-z-]+)/(\d\.\d)", said)
    if found:
        return f"CC {found.group(1).upper()} {found.group(2)}"
    return plain(said)[:200].split(". ")[0] if " " in plain(said) else None


def in_sections(parts: Iterable[Part]) -> list[Part]:
    """Give every part that follows a heading the heading's words as its section."""
    section: str | None = None
    placed = []
    for part in parts:
        if part.kind is BlockKind.HEADING:
            section = part.flow.text
        placed.append(part if part.section else part.under(section))
    return placed


def text_part(kind: BlockKind, text: str, section: str | None = None) -> Part:
    """Return a part of plain words."""
    return Part(kind, Flow(plain(text)), section)


def reference_parts(references: Sequence[Reference], heading: str | None) -> list[Part]:
    """Return the reference list as parts, after its heading where it has one."""
    if not references:
        return []
    parts = [text_part(BlockKind.HEADING, heading, heading)] if heading else []
    section = heading or "References"
    return [*parts, *(text_part(BlockKind.REFERENCE, f"{r.label} {r.text}", section) for r in references)]


def _gaps(parts: Sequence[Part]) -> list[str]:
    """Return what stands in front of each part."""
    usual = ["" if number == 0 else SEPARATOR for number in range(len(parts))]
    return [given if part.gap is None else part.gap for part, given in zip(parts, usual, strict=True)]


def _starts(parts: Sequence[Part]) -> list[int]:
    starts, position = [], 0
    for gap, part in zip(_gaps(parts), parts, strict=True):
        starts.append(position + len(gap))
        position += len(gap) + len(part.flow.text)
    return starts


def _blocks(parts: Sequence[Part], starts: Sequence[int]) -> Iterable[Block]:
    tables = 0
    for part, start in zip(parts, starts, strict=True):
        span = Span(start, start + len(part.flow.text))
        yield Block(part.kind, span, part.section, part.page, tables if part.table else None)
        tables += part.table is not None


def _tables(parts: Sequence[Part], starts: Sequence[int]) -> Iterable[Table]:
    for part, start in zip(parts, starts, strict=True):
        if part.table:
            cells = tuple(_moved(cell, start) for cell in part.table.cells)
            yield Table(part.table.label, part.table.caption, cells)


def _moved(cell: Cell, by: int) -> Cell:
    span = Span(cell.span.start + by, cell.span.end + by)
    return Cell(span, cell.row, cell.column, cell.column_path, cell.row_path)
