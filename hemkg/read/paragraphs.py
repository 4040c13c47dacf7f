"""A paragraph of XML as parts: its text, what parts it, and what floats out of it.

Every publisher nests figures, tables and equations in its paragraphs, under names of its own.  The
reader says which element is what; how a paragraph goes on around them is the same for all.
"""

from collections.abc import Callable, Iterable, Iterator

from lxml import etree

from hemkg.model.paper import BlockKind, MarkKind
from hemkg.read.citations import widened
from hemkg.read.compose import Part
from hemkg.read.flow import Flow, Run, flow

Piece = Run | etree._Element
InLine = Callable[[etree._Element, MarkKind | None], Iterator[Run]]


def inline_runs(node: etree._Element, kind: MarkKind | None, in_line: InLine) -> Iterator[Run]:
    """Yield the runs of an element's text and of what it holds.

    Args:
        node: the element.
        kind: the level that its own text is printed at.
        in_line: writes an element that stands in a sentence.
    """
    yield Run(node.text or "", kind)
    for child in node:
        yield from in_line(child, kind)
        yield Run(child.tail or "", kind)


def pieces_of(node: etree._Element, is_apart: Callable[[etree._Element], bool], in_line: InLine) -> Iterator[Piece]:
    """Yield a paragraph's runs, and as elements what is set apart from them."""
    yield Run(node.text or "")
    for child in node:
        if is_apart(child):
            yield child
        else:
            yield from in_line(child, None)
        yield Run(child.tail or "")


def paragraph_parts(
    pieces: Iterable[Piece],
    *,
    floats: Callable[[etree._Element], bool],
    block: Callable[[etree._Element], Iterator[Part]],
) -> Iterator[Part]:
    """Yield a paragraph's parts: what floats follows it, whatever else is set apart stands where it is.

    Args:
        pieces: its runs and the elements set apart.
        floats: tells a figure or a table from an equation or a list.
        block: reads an element that is set apart.
    """
    after: list[etree._Element] = []
    runs: list[Run] = []
    for piece in pieces:
        if isinstance(piece, Run):
            runs.append(piece)
        elif floats(piece):
            after.append(piece)
        else:
            yield Part(BlockKind.PARAGRAPH, cited(runs))
            runs = []
            yield from block(piece)
    yield Part(BlockKind.PARAGRAPH, cited(runs))
    for each in after:
        yield from block(each)


def cited(runs: Iterable[Run]) -> Flow:
    """Write runs as text whose citations cover their brackets."""
    return widened(flow(runs))
