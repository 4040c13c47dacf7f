"""Sentences, clauses and tokens, by rules that know where papers put full stops.

spaCy's own splitter breaks after ``Fig.`` and ``et al.`` and is thrown by units; the rules here know
the abbreviations of the field (``ontology/cues.ttl``) and papers that lost the space after a stop.
"""

import re
from collections.abc import Iterator
from functools import cache

from hemkg.model.annotated import Sentence, Token
from hemkg.model.paper import Paper, Span
from hemkg.vocab.lexicon import alternatives
from hemkg.vocab.stems import stem

TOKEN = re.compile(r"[^\W_]+(?:['’][a-z]+)?|[^\w\s]|_")
CITED = r"(?:(?<=[a-z)%\]][.])|(?<=[-−–⁻][1¹][.]))\d{1,3}(?:[,–-]\d{1,3})*"
STOP = re.compile(rf"[.!?](?:[\"”’)\]]*)(?:{CITED})?(?=\s+[\[(\"“‘]*[A-Z0-9Α-Ωα-ω~∼<>]|\s*$|(?=[A-Z][a-z]))|\n\s*\n")
CLAUSE = "ClauseBreak"
LONGEST = 2000  # code points; of 6240 sentences of digests and whole articles the longest has 1230


def tokenize(text: str, span: Span) -> tuple[Token, ...]:
    """Cut a stretch of text into tokens; hyphens and other signs are tokens of their own."""
    return tuple(_token(found) for found in TOKEN.finditer(text, span.start, span.end))


def _token(found: re.Match[str]) -> Token:
    word = found.group().lower()
    return Token(Span(found.start(), found.end()), word, stem(word))


@cache
def _abbreviations() -> re.Pattern[str]:
    return re.compile(rf"(?:^|[\s(\[])(?:{alternatives('NoSentenceEnd')})$", re.I)


def find_sentences(paper: Paper) -> tuple[Sentence, ...]:
    """Return the sentences of a paper's prose, in order.

    >>> from hemkg.model.paper import Bibliography, Block, BlockKind, Source
    >>> text = "It holds 500 mAh g-1 (Fig. 2a). Others, e.g. SnO2, fade."
    >>> source = Source("t", "t.txt", "text/plain", "0" * 64, "text")
    >>> blocks = (Block(BlockKind.PARAGRAPH, Span(0, len(text))),)
    >>> [s.span.of(text) for s in find_sentences(Paper("sha:0", Bibliography(), text, blocks, source))]
    ['It holds 500 mAh g-1 (Fig. 2a).', 'Others, e.g. SnO2, fade.']
    """
    found: list[Sentence] = []
    for block in paper.prose():
        for span in _split(paper.text, block.span):
            tokens = tokenize(paper.text, span)
            if tokens:
                clauses = tuple(_clauses(paper.text, span))
                found.append(Sentence(span, len(found), block, tokens, clauses))
    return tuple(found)


def _split(text: str, span: Span) -> Iterator[Span]:
    """Yield the sentences of one block, white space trimmed."""
    start = span.start
    for stop in STOP.finditer(text, span.start, span.end):
        if stop.start() < start or not _is_end(text, start, stop):
            continue
        yield from _of_length(text, start, stop.end())
        start = stop.end()
    yield from _of_length(text, start, span.end)


def _of_length(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield a sentence, in pieces if it is longer than any: what links numbers grows faster than its length."""
    while end - start > LONGEST:
        blank = text.rfind(" ", start + 1, start + LONGEST)
        cut = blank if blank > start else start + LONGEST
        yield from filter(None, [_trim(text, start, cut)])
        start = cut
    yield from filter(None, [_trim(text, start, end)])


def _trim(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None


def _is_end(text: str, start: int, stop: re.Match[str]) -> bool:
    """Whether a full stop ends a sentence: not after an abbreviation, an initial, inside brackets."""
    if text[stop.start()] == "\n":
        return True
    before = text[max(start, stop.start() - 14) : stop.start() + 1]
    if text[stop.start()] == "." and _abbreviations().search(before):
        return False
    if re.search(r"(?:^|[^\d\s]\s|\.)[A-Z]\.$", before) and text[stop.start()] == ".":
        return False
    inside = text[start : stop.start()]
    return inside.count("(") <= inside.count(")") + text[stop.start() : stop.end()].count(")") or len(inside) > 400


@cache
def _clause_break() -> re.Pattern[str]:
    return re.compile(rf"[;:]\s|\s[–—]\s|,?\s(?=(?:{alternatives(CLAUSE)})\s)", re.I)


def _clauses(text: str, span: Span) -> Iterator[Span]:
    """Yield the clauses of a sentence, cut at semicolons and at words that open a clause."""
    start = span.start
    for found in _clause_break().finditer(text, span.start, span.end):
        if found.end() - start > 12 and span.end - found.end() > 8 and not _in_brackets(text, start, found.start()):
            yield Span(start, found.end())
            start = found.end()
    yield Span(start, span.end)


def _in_brackets(text: str, start: int, end: int) -> bool:
    inside = text[start:end]
    return inside.count("(") > inside.count(")")
