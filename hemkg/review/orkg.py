"""A review table as the CSV that the Open Research Knowledge Graph imports as papers with contributions.

One row a measurement, which becomes a contribution of its paper; columns of one name hold the values of one
property, as the import asks for.  Only what the papers say goes in: what hemkg computes would stand there as
the authors' result.  Research field and research problem are chosen by whoever imports.
"""

import csv
import io
from collections.abc import Iterator, Sequence

from hemkg.review.render import harmless, leading
from hemkg.review.tables import COLUMNS, Column, ReviewTable, TableCell, TableRow, Work

OF_WORKS = ("paper", "year", "doi")
COMPUTED = (
    "entropy", "entropy_convention", "entropy_class", "faraday_limit", "faraday_share", "verdict",
    "mechanism_techniques", "able_techniques",
)  # fmt: skip
PAPER = (
    "paper:title",
    "paper:authors",
    "paper:publication_year",
    "paper:published_in",
    "paper:doi",
    "contribution:extraction_method",
)
EXTRACTION = "automatic"  # one of the words that the import knows
READ_AS_LINKS = ("orkg:", "resource:")


def orkg_csv(table: ReviewTable) -> bytes:
    """Return a review table as CSV for the import of the Open Research Knowledge Graph.

    Args:
        table: with all its columns.

    Returns:
        UTF-8 without a byte-order mark, which would become part of the first heading.
    """
    columns = [column for key, column in COLUMNS.items() if key not in OF_WORKS + COMPUTED]
    widths = [max((len(_values(row.cells[column.key])) for row in table.rows), default=0) for column in columns]
    wide = list(zip(columns, widths, strict=True))  # what no row has gets no column
    works = {work.iri: work for work in table.works}
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*PAPER, *(column.heading for column, width in wide for _ in range(width)), "Quote"])
    quotes = {citation.number: citation.quote for citation in table.citations}
    for row in table.rows:
        writer.writerow([*_paper(works[row.paper]), *_cells(row, wide), plain(quotes[leading(row)])])
    return out.getvalue().encode("utf-8")


def _paper(work: Work) -> Iterator[str]:
    yield plain(work.title or "")
    yield plain("; ".join(work.authors))
    yield str(work.year or "")
    yield plain(work.venue or "")
    yield plain(work.doi or "")
    yield EXTRACTION


def _cells(row: TableRow, wide: Sequence[tuple[Column, int]]) -> Iterator[str]:
    """Yield the values of a row, each property as wide as its widest row."""
    for column, width in wide:
        values = _values(row.cells[column.key])
        yield from (plain(value) for value in values)
        yield from [""] * (width - len(values))


def _values(cell: TableCell) -> Sequence[str]:
    if isinstance(cell.value, tuple):
        return cell.value
    return (cell.text,) if cell.text else ()


def plain(text: str) -> str:
    """Return a text that neither a spreadsheet takes for a formula nor the import for a link.

    >>> plain("resource:Berlin"), plain("=1+1"), plain("CoO")
    ("'resource:Berlin", "'=1+1", 'CoO')
    """
    return f"'{text}" if text.startswith(READ_AS_LINKS) else harmless(text)
