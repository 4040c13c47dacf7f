"""Where in a manuscript a claim stands: its sentence, the sentences before it, the table around a cell.

Claims carry their own words; a check also asks what is said right before them and beside them.
"""

from collections.abc import Iterator
from functools import lru_cache

from hemkg.annotate.quantities import find_quantities
from hemkg.annotate.sentences import find_sentences
from hemkg.model.annotated import Sentence
from hemkg.model.claim import Claim
from hemkg.model.mention import Mention
from hemkg.model.paper import BlockKind, Paper, Span
from hemkg.model.quantity import Quantity


@lru_cache(maxsize=4)
def sentences(paper: Paper) -> tuple[Sentence, ...]:
    """Return the sentences of a manuscript; they are asked for many times."""
    return find_sentences(paper)


def sentence_of(paper: Paper, span: Span) -> Sentence | None:
    """Return the sentence in which a stretch of text begins; a table's cell is in none."""
    return next((s for s in sentences(paper) if s.span.start <= span.start < s.span.end), None)


def sentences_before(paper: Paper, span: Span) -> Iterator[Sentence]:
    """Yield the sentences before a stretch of text in its paragraph, the nearest first."""
    own = sentence_of(paper, span)
    if own is not None:
        yield from (s for s in reversed(sentences(paper)[: own.index]) if s.block == own.block)


def sentences_behind(paper: Paper, span: Span) -> Iterator[Sentence]:
    """Yield the sentences behind a stretch of text in its paragraph, the nearest first."""
    own = sentence_of(paper, span)
    if own is not None:
        yield from (s for s in sentences(paper)[own.index + 1 :] if s.block == own.block)


def words_beside(paper: Paper, claim: Claim) -> str:
    """Return the words that belong to a claim: its sentence, or a cell's headers and the captions of its table."""
    if claim.evidence.cell is None:
        return claim.evidence.quote
    return "\n".join([claim.evidence.cell, *(span.of(paper.text) for span in _captions(paper, claim.evidence.span))])


def headers_of_table(paper: Paper, cell: Span) -> tuple[str, ...]:
    """Return the column headers of the table that a cell stands in, each once."""
    tables = (table for table in paper.tables if any(c.span.contains(cell) for c in table.cells))
    return tuple(dict.fromkeys(" ".join(c.column_path) for table in tables for c in table.cells))


def _captions(paper: Paper, cell: Span) -> Iterator[Span]:
    """Yield the captions right before and after the table of a cell."""
    place = next((i for i, block in enumerate(paper.blocks) if block.span.contains(cell)), None)
    if place is not None:
        near = [*paper.blocks[max(place - 1, 0) : place], *paper.blocks[place + 1 : place + 2]]
        yield from (block.span for block in near if block.kind is BlockKind.CAPTION)


@lru_cache(maxsize=512)
def quantities(text: str) -> tuple[tuple[Mention, Quantity], ...]:
    """Return the quantities in a few words with what they are of."""
    return tuple((mention, mention.value) for mention in find_quantities(text) if isinstance(mention.value, Quantity))
