"""Mechanisms and syntheses from tables: a column whose header says so, a cell that names them and nothing else.

A cell that says more (*no alloying*, *conversion of Fe only*) is left to whoever reads it: what a table
denies or limits cannot be told from its words alone.
"""

import re
from collections.abc import Iterator
from functools import cache

from hemkg.assemble.context import Context
from hemkg.assemble.ions import paper_ions
from hemkg.assemble.table_cells import TableReader
from hemkg.model.claim import Attribution, Claim, ClaimType, Conditions
from hemkg.model.mention import Mention
from hemkg.model.paper import Cell
from hemkg.vocab import terms
from hemkg.vocab.lexicon import alternatives
from hemkg.vocab.terms import HEM

COLUMNS = {
    "MechanismHeader": (ClaimType.MECHANISM, HEM.IonStorageMechanism),
    "SynthesisHeader": (ClaimType.SYNTHESIS, HEM.SynthesisMethod),
}


def find_told_in_tables(context: Context) -> Iterator[Claim]:
    """Yield the mechanisms and syntheses that the cells of a paper's tables name."""
    paper = context.annotated.paper
    for block in paper.blocks:
        if block.table is None or block.table >= len(paper.tables):
            continue
        reader = TableReader(context, block, paper.tables[block.table])
        for cell in reader.table.cells:
            for header, (claim_type, kind) in COLUMNS.items():
                if _is_under(cell, header):
                    yield from _claims(reader, cell, claim_type, kind)


def _is_under(cell: Cell, header: str) -> bool:
    return bool(cell.column_path) and _header(header).fullmatch(cell.column_path[-1].strip()) is not None


@cache
def _header(table: str) -> re.Pattern[str]:
    return re.compile(alternatives(table), re.IGNORECASE)


def _claims(reader: TableReader, cell: Cell, claim_type: ClaimType, kind: str) -> Iterator[Claim]:
    named = [m for m in reader.mentions if m.concept and cell.span.contains(m.span) and kind in terms.kinds(m.concept)]
    line = reader.line(cell, upright=True)
    entity = reader.material_of(cell, line, upright=True)
    if entity is None or not named or not _names_only(reader.context.text, cell, named):
        return
    cites = reader.cites(line)
    for mention in named:
        yield Claim(
            claim_type,
            reader.context.annotated.paper.paper_id,
            reader.evidence_of(cell),
            material=entity.surface,
            concept=mention.concept,
            words=mention.surface if claim_type is ClaimType.MECHANISM else terms.notation(str(mention.concept)),
            conditions=Conditions(ion=_ion(reader, cell)) if claim_type is ClaimType.MECHANISM else Conditions(),
            attribution=Attribution.CITED if cites else Attribution.OWN,
            cites=cites,
        )


def _names_only(text: str, cell: Cell, named: list[Mention]) -> bool:
    """Whether a cell holds nothing but names and what joins them."""
    rest, position = "", cell.span.start
    for mention in sorted(named, key=lambda m: m.span):
        rest += text[position : mention.span.start] + " "
        position = max(position, mention.span.end)
    rest += text[position : cell.span.end]
    return re.fullmatch(rf"(?:[\s,;/+&→–−-]|\b(?:{alternatives('CellJoint')})\b)*", rest) is not None


def _ion(reader: TableReader, cell: Cell) -> str | None:
    """Return the ion of a row: in a column for ions, else the paper's only one."""
    others = (c for c in reader.table.cells if c.row == cell.row and _is_under(c, "IonHeader"))
    told = [re.sub(r"[\d+]", "", other.span.of(reader.context.text)).strip() for other in others]
    known = {terms.notation(ion) for ion in terms.instances("Ion")}
    if told:
        return told[0] if len(told) == 1 and told[0] in known else None
    ions = paper_ions(reader.context)
    return next(iter(ions)) if len(ions) == 1 else None
