"""What stands in the cells and headers of tables: formulas, quantities and words of the lexicon.

Only tables that speak of capacities, retentions or efficiencies, or have a column for mechanisms or
syntheses, are searched; a table of atomic positions is full of strings that look like formulas.  Of other
tables only a column is searched that says what named samples are made of.
"""

import re
from collections.abc import Iterator
from functools import cache

from hemkg.annotate.concepts import find_in_span
from hemkg.annotate.formulas import find_formulas
from hemkg.annotate.quantities import find_quantities
from hemkg.model.mention import Mention, MentionKind
from hemkg.model.paper import BlockKind, Paper, Span, Table
from hemkg.vocab import lexicon
from hemkg.vocab.lexicon import Matching, alternatives
from hemkg.vocab.terms import HEM

FIELD = re.compile(r"[^|\n]+")
UNIT = re.compile(r"m\s?A\s?[·⋅]?\s?h|(?<![A-Za-z])[µμ]?A\s?[·⋅]?\s?h(?![a-fh-z])")


def find_in_tables(paper: Paper, plain: str) -> Iterator[list[Mention]]:
    """Yield the mentions of each field of the tables that are mined.

    Args:
        paper: the paper.
        plain: its text with reference marks blanked, every other character in its place.
    """
    for block in paper.blocks:
        if block.kind is not BlockKind.TABLE:
            continue
        if _is_mined(block.span.of(plain)):
            for found in FIELD.finditer(plain, block.span.start, block.span.end):
                yield list(_in_field(plain, Span(found.start(), found.end())))
        elif block.table is not None and block.table < len(paper.tables):
            yield from _of_compositions(plain, paper.tables[block.table])


def _of_compositions(text: str, table: Table) -> Iterator[list[Mention]]:
    """Yield the formulas of a column that says what the samples named before it are made of."""
    for cell in table.cells:
        if cell.row_path and _composition_header().search(" ".join(cell.column_path)):
            found = find_formulas(text, cell.span.start, cell.span.end)
            yield [mention for mention in found if mention.kind is MentionKind.FORMULA]


@cache
def _composition_header() -> re.Pattern[str]:
    tables = ("CompositionHeader", "NominalWord", "MeasuredWord")
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(alternatives, tables))})(?!\w)", re.IGNORECASE)


def _is_mined(text: str) -> bool:
    """Whether a table speaks of what cells hold or give back."""
    plain = text.lower()
    cues = [
        e for e in lexicon.entries("ContextCue", "TableColumn") if e.concept in {HEM.EfficiencyCue, HEM.RetentionColumn}
    ]
    words = any(re.search(rf"\b{re.escape(e.label)}\b", text if e.matching is Matching.CASE else plain) for e in cues)
    return words or bool(UNIT.search(text)) or bool(_told_header().search(text))


@cache
def _told_header() -> re.Pattern[str]:
    """Return a pattern for a whole header of mechanisms or syntheses."""
    words = f"{alternatives('MechanismHeader')}|{alternatives('SynthesisHeader')}"
    return re.compile(rf"(?:^|\|)\s*(?:{words})\s*(?=\||$)", re.IGNORECASE | re.MULTILINE)


def _in_field(text: str, span: Span) -> Iterator[Mention]:
    if not span.of(text).strip():
        return
    formulas = [m for m in find_formulas(text, span.start, span.end) if m.kind is MentionKind.FORMULA]
    yield from formulas
    for quantity in find_quantities(text, span.start, span.end):
        if not any(quantity.span.overlaps(formula.span) for formula in formulas):
            yield quantity
    yield from find_in_span(text, span)
