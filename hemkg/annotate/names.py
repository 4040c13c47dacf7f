"""Names of elements in running text: zinc, cobalt, sulphur."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from hemkg.model.annotated import Sentence
from hemkg.model.mention import Mention, MentionKind
from hemkg.model.paper import Span
from hemkg.vocab import elements
from hemkg.vocab.lexicon import table_words

ANNOTATOR = "names"


@cache
def element_pattern() -> str:
    """Return a pattern for any name of an element."""
    return "|".join(sorted(elements.names(), key=lambda w: (-len(w), w)))


@cache
def _names() -> re.Pattern[str]:
    return re.compile(rf"(?<![A-Za-z])({element_pattern()})(?![a-z])", re.I)


VERBAL = re.compile(r"\s(?:to|from|us)\b")


@cache
def _ordinary() -> frozenset[str]:
    """Return the names that are ordinary words too; they count where the paper writes the symbol as well."""
    return table_words("OrdinaryWord")


def find_element_names(text: str, sentences: Sequence[Sentence]) -> tuple[Mention, ...]:
    """Find element names in sentences.

    Returns:
        ELEMENT mentions in text order; ``concept`` is the symbol.
    """
    return tuple(mention for sentence in sentences for mention in _find(text, sentence.span))


def _find(text: str, span: Span) -> Iterator[Mention]:
    for found in _names().finditer(text, span.start, span.end):
        where = Span(found.start(1), found.end(1))
        symbol = elements.names()[found[1].lower()]
        if found[1].lower() in _ordinary() and (symbol not in text or VERBAL.match(text, where.end)):
            continue
        yield Mention(where, MentionKind.ELEMENT, found[1], None, symbol, ANNOTATOR)
