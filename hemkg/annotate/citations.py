"""Reference marks in running text, marked by the reader or glued to a word, a bracket or a unit.

``growth of a film.31,32`` and ``350 mAh g-1.48`` end in citations; readers of plain text cannot know
it.  What is cited there is blanked before formulas and quantities are searched, so that a mark never
becomes a subscript or a decimal.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from hemkg.model.mention import Mention, MentionKind
from hemkg.model.paper import Block, BlockKind, MarkKind, Paper, Span
from hemkg.vocab.lexicon import alternatives, table_words

ANNOTATOR = "citations"
LIST = r"\d{1,3}(?:\s?[,;–‐−-]\s?\d{1,3})*"
END = r"(?=\s+[\[(\"“‘]*[A-Z(]|\s*$)"
GLUED = re.compile(
    rf"(?:(?<=[a-z]{{4}})|(?<=[a-z]{{3}}[)\]%]))(?P<word>{LIST})(?=[\s.,;:)]|$)"
    rf"|(?:(?<=[a-zA-Z)\]%]\.)|(?<=[a-z)\]%][,;]))(?P<stop>{LIST}){END}"
    rf"|(?:(?<=[)\]][,;])|(?<=[a-z]{{3}},))(?P<inside>{LIST})(?=\s)"
    rf"|(?<=[a-zA-Z][-−–⁻][1¹]\.)(?P<unit>{LIST}){END}"
    rf"|(?<=\bal\.)(?P<authors>{LIST})(?=[\s,;:])"
)
NAMED = re.compile(
    r"(?:[A-Z][\w’'‐-]+(?:\s(?:and|&)\s[A-Z][\w’'‐-]+|\set\sal\.?)?,?\s)\((?P<year>(?:19|20)\d\d[a-z]?)\)"
)


def find_citations(paper: Paper) -> tuple[Mention, ...]:
    """Find the reference marks of a paper's prose.

    Returns:
        CITATION mentions in text order, disjoint.
    """
    known = [mark.span for mark in paper.marks if mark.kind is MarkKind.CITATION]
    found = list(known)
    for block in paper.blocks:
        if block.kind in {BlockKind.PARAGRAPH, BlockKind.CAPTION}:
            found += (s for s in _unmarked(paper.text, block) if not any(s.overlaps(k) for k in known))
    spans = sorted(set(found))
    kept = [s for i, s in enumerate(spans) if not any(s.overlaps(other) for other in spans[:i])]
    return tuple(Mention(s, MentionKind.CITATION, s.of(paper.text), annotator=ANNOTATOR) for s in kept)


def _unmarked(text: str, block: Block) -> Iterator[Span]:
    """Yield the marks that no typography tells: glued numbers, ``Ref. 60``, ``Ho and Roe (2024)``."""
    start, end = block.span.start, block.span.end
    for found in NAMED.finditer(text, start, end):
        yield Span(found.start(), found.end())
    for found in _referred().finditer(text, start, end):
        yield Span(found.start("labels"), found.end("labels"))
    for found in GLUED.finditer(text, start, end):
        group = found.lastgroup or ""
        if group and not _is_numbering(text, found.start(group)):
            yield Span(found.start(group), found.end(group))


@cache
def _referred() -> re.Pattern[str]:
    """Return a pattern for references that are spelt out: Ref. 60, refs. 12 and 13."""
    words = alternatives("ReferenceWord")
    return re.compile(rf"\b(?:{words})\s?\[?(?P<labels>{LIST}(?:\sand\s\d{{1,3}})?)\]?", re.I)


@cache
def _numbering() -> re.Pattern[str]:
    words = sorted(table_words("NoSentenceEnd"), key=lambda w: (-len(w), w))
    plain = [re.escape(w) for w in words if not w.startswith("et al")]
    return re.compile(rf"(?:^|[\s(\[])(?:{'|'.join(plain)})$", re.I)


def _is_numbering(text: str, position: int) -> bool:
    """Whether the number counts figures or the like: Fig.4, No.2."""
    return bool(_numbering().search(text[max(0, position - 8) : position]))


def blanked(text: str, citations: Iterable[Mention]) -> str:
    """Return the text with the marks replaced by spaces, every other character in its place.

    >>> mark = Mention(Span(3, 5), MentionKind.CITATION, "47")
    >>> blanked("GeP47 via", [mark])
    'GeP   via'
    """
    characters = list(text)
    for mention in citations:
        characters[mention.span.start : mention.span.end] = " " * len(mention.surface)
    return "".join(characters)
