"""Names of elements in running text: zinc, cobalt, sulphur."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from hemkg.model.annotated import Sentence
from hemkg.model.mention import Mention, MentionKind
from hemkg.model.paper import Span
from hemkg.vocab import elements

ANNOTATOR = "names"


@cache
def element_pattern() -> str:
    """Return a pattern for any name of an element."""
    return "|".join(sorted(elements.names(), key=lambda w: (-len(w), w)))


@cache
def _names() -> re.Pattern[str]:
    return re.compile(rf"(?<![A-Za-z])({element_pattern()})(?![a-z])", re.I)


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
        yield Mention(where, MentionKind.ELEMENT, found[1], None, symbol, ANNOTATOR)
