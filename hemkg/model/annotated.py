"""A paper with everything that annotators saw in it: the input of assembly."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

from hemkg.model.mention import Mention
from hemkg.model.paper import Block, Mark, Paper, Span


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or sign.

    Attributes:
        span: where it stands in the paper's text.
        lower: the word in lower case.
        stem: its Snowball stem, so that inflections compare equal.
        tag: its part of speech (Penn Treebank), empty where the sentence was not parsed.
        relation: its dependency label, empty where the sentence was not parsed.
        head: index in the sentence of the token it depends on; its own index at the root.
    """

    span: Span
    lower: str
    stem: str
    tag: str = ""
    relation: str = ""
    head: int = -1


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its tokens and clauses.

    Attributes:
        span: where it stands in the paper's text.
        index: its number in the paper, counted from 0.
        block: the block it stands in.
        tokens: its words in order.
        clauses: disjoint spans that fill the sentence, each about one predicate.
    """

    span: Span
    index: int
    block: Block
    tokens: tuple[Token, ...] = field(repr=False)
    clauses: tuple[Span, ...] = ()

    def clause_at(self, position: int) -> int:
        """Return the index of the clause that holds the code point at ``position``."""
        return next((i for i, c in enumerate(self.clauses) if position < c.end), max(len(self.clauses) - 1, 0))

    def token_at(self, position: int) -> int:
        """Return the index of the first token that ends after ``position``."""
        return bisect_right(self.tokens, position, key=_end)


def _start(placed: Mention) -> int:
    return placed.span.start


def _end(placed: Token | Sentence) -> int:
    return placed.span.end


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """A short form that the paper introduces: ``high-entropy oxide (HEO)``."""

    short: str
    long: str
    span: Span


@dataclass(frozen=True, slots=True)
class Annotated:
    """A paper with its sentences and mentions, all in text order."""

    paper: Paper
    sentences: tuple[Sentence, ...]
    mentions: tuple[Mention, ...]
    abbreviations: tuple[Abbreviation, ...] = ()

    @property
    def text(self) -> str:
        """The paper's text."""
        return self.paper.text

    def mentions_in(self, span: Span) -> tuple[Mention, ...]:
        """Return the mentions that lie inside a span."""
        low = bisect_left(self.mentions, span.start, key=_start)
        high = bisect_left(self.mentions, span.end, key=_start)
        return tuple(m for m in self.mentions[low:high] if m.span.end <= span.end)

    def sentence_at(self, position: int) -> Sentence | None:
        """Return the sentence that holds the code point at ``position``."""
        index = bisect_right(self.sentences, position, key=_end)
        if index < len(self.sentences) and self.sentences[index].span.start <= position:
            return self.sentences[index]
        return None

    def marks_in(self, span: Span) -> tuple[Mark, ...]:
        """Return the subscripts, superscripts and citation marks inside a span."""
        return tuple(mark for mark in self.paper.marks if span.contains(mark.span))
