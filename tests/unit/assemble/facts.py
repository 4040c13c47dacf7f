"""Short papers for the tests: a text, or blocks of it, read as the engine reads them."""

import re

from hemkg.annotate.annotator import annotate
from hemkg.assemble.claims import assemble
from hemkg.model.claim import Claim, ClaimType, Reading
from hemkg.model.paper import Bibliography, Block, BlockKind, Mark, MarkKind, Paper, Source, Span

SOURCE = Source("invented", "invented.txt", "text/plain", "0" * 64, "test")


def paper(*parts: str | tuple[BlockKind, str]) -> Paper:
    """Return a paper of paragraphs, or of blocks of the named kinds."""
    text, blocks = "", []
    for part in parts:
        kind, words = part if isinstance(part, tuple) else (BlockKind.PARAGRAPH, part)
        start = len(text)
        text += words
        blocks.append(Block(kind, Span(start, len(text))))
        text += "\n\n"
    marks = tuple(Mark(MarkKind.CITATION, Span(*m.span())) for m in re.finditer(r"\[[\d,–-]+\]", text))
    return Paper("sha:test", Bibliography(), text.rstrip("\n"), tuple(blocks), SOURCE, marks)


def read(*parts: str | tuple[BlockKind, str]) -> Reading:
    """Return what the engine reads in a paper."""
    return assemble(annotate(paper(*parts)))


def claims(kind: ClaimType, *parts: str | tuple[BlockKind, str]) -> list[Claim]:
    """Return the claims of one type."""
    return [claim for claim in read(*parts).claims if claim.claim_type is kind]
