"""Which files are supplements, of which paper, and a paper read as one with them.

A supplement's text follows the paper's: what the paper calls its samples holds there too, and every offset in the
paper stays as it is.  Words by which supplements are known stand in the ontology.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import PurePath

from hemkg.model.paper import Block, BlockKind, Cell, Mark, Paper, Span, Table
from hemkg.read.compose import SEPARATOR
from hemkg.vocab import terms

ORIGIN = "supplement"
FIRST_BLOCKS = 3
_ENDINGS = (".xml", ".nxml", ".norm-xml", ".html", ".htm", ".xhtml", ".md", ".markdown", ".pdf", ".txt")
_PIECE = re.compile(r"[a-z]+|[0-9]+")
_WEAK = 2  # letters: *si* is a supplement where a number of three digits follows, else silicon


@cache
def _table(name: str) -> frozenset[str]:
    return frozenset(map(str, terms.objects(name, "exactLabel")))


def paper_name(stem: str) -> tuple[str, ...] | None:
    """Return what a supplement's file name calls its paper, None for a name that is not a supplement's.

    >>> paper_name("d5ee05507e_si_001"), paper_name("1-s2.0-S2095-mmc1"), paper_name("anode-fe-si")
    (('d', '5', 'ee', '05507', 'e'), ('1', 's', '2', '0', 's', '2095'), None)
    """
    pieces = _PIECE.findall(stem.casefold())
    for place, piece in enumerate(pieces):
        if piece in _table("SupplementWord") and _is_tail(pieces[place:]):
            return _without_fillers(pieces[:place])
    return None


def _is_tail(pieces: Sequence[str]) -> bool:
    """Whether a name ends here but for numbers and words that say nothing."""
    known = _table("SupplementWord") | _table("SupplementFiller")
    if not all(piece.isdigit() or piece in known for piece in pieces[1:]):
        return False
    return len(pieces[0]) > _WEAK or any(piece.isdigit() and len(piece) == 3 for piece in pieces[1:2])


def _without_fillers(pieces: Sequence[str]) -> tuple[str, ...]:
    kept = list(pieces)
    while kept and kept[-1] in _table("SupplementFiller"):
        kept.pop()
    return tuple(kept)


def papers_of(files: Iterable[str]) -> dict[str, str]:
    """Return {supplement: paper} for files that their names join, each in one folder.

    A name that would fit two papers fits none; of two files of one paper the better source takes it.

    >>> papers_of(["a/x1-main.pdf", "a/x1-mmc1.pdf", "a/y2.pdf", "b/y2-supp.pdf"])
    {'a/x1-mmc1.pdf': 'a/x1-main.pdf'}
    """
    every = [(file, PurePath(file)) for file in files]
    wanted = {file: name for file, path in every if (name := paper_name(path.stem))}
    called: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for file, path in every:
        if file not in wanted:
            pieces = _without_fillers(_PIECE.findall(path.stem.casefold()))
            called.setdefault((str(path.parent), pieces), []).append(file)
    found = {file: called.get((str(PurePath(file).parent), name), []) for file, name in wanted.items()}
    return {file: min(papers, key=_goodness) for file, papers in found.items() if _are_one_work(papers)}


def _goodness(path: str) -> int:
    """Return how good a source is by its name's ending, the best first; an unknown one is the last."""
    ending = PurePath(path).suffix.lower()
    return _ENDINGS.index(ending) if ending in _ENDINGS else len(_ENDINGS)


def _are_one_work(papers: Sequence[str]) -> bool:
    """Whether there is a paper, and several are the same under other endings."""
    return len({PurePath(paper).with_suffix("") for paper in papers}) == 1


def is_headed(paper: Paper) -> bool:
    """Whether a document says at its head that it is supporting information."""
    headings = tuple(_table("SupplementHeading"))
    first = [block for block in paper.blocks[:FIRST_BLOCKS] if block.kind is not BlockKind.REFERENCE]
    return any(block.span.of(paper.text).strip().casefold().startswith(headings) for block in first)


# ---------------------------------------------------------------- one text


def joined(paper: Paper, supplements: Sequence[Paper]) -> Paper:
    """Return a paper with its supplements as last parts of its text; it stays the paper that it is."""
    for supplement in supplements:
        paper = _with_one(paper, marked(supplement))
    return paper


def marked(supplement: Paper) -> Paper:
    """Return a supplement whose blocks say that they stand in one."""
    name = supplement.source.name
    blocks = tuple(
        replace(block, supplement=name, section=_section(name, block.section)) for block in supplement.blocks
    )
    return replace(supplement, blocks=blocks)


def _section(name: str, section: str | None) -> str:
    return f"{ORIGIN} {name}, {section}" if section else f"{ORIGIN} {name}"


def _with_one(paper: Paper, supplement: Paper) -> Paper:
    by = len(paper.text) + len(SEPARATOR)
    tables = len(paper.tables)
    return replace(
        paper,
        text=paper.text + SEPARATOR + supplement.text,
        blocks=(*paper.blocks, *(_moved_block(block, by, tables) for block in supplement.blocks)),
        marks=(*paper.marks, *(Mark(mark.kind, _moved(mark.span, by)) for mark in supplement.marks)),
        tables=(*paper.tables, *(_moved_table(table, by) for table in supplement.tables)),
    )


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)


def _moved_block(block: Block, by: int, tables: int) -> Block:
    kind = BlockKind.HEADING if block.kind is BlockKind.TITLE else block.kind
    table = None if block.table is None else block.table + tables
    return replace(block, kind=kind, span=_moved(block.span, by), table=table)


def _moved_table(table: Table, by: int) -> Table:
    return replace(table, cells=tuple(_moved_cell(cell, by) for cell in table.cells))


def _moved_cell(cell: Cell, by: int) -> Cell:
    return replace(cell, span=_moved(cell.span, by))


def names_of(blocks: Iterable[Block]) -> tuple[str, ...]:
    """Return the stems of the supplements in which blocks stand, in order."""
    return tuple(dict.fromkeys(block.supplement for block in blocks if block.supplement))
