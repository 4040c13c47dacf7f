"""Which materials a manuscript calls by an entropy class: *the high-entropy oxide X*, *X is a high-entropy oxide*.

Reading gives a label to what stands right beside the words.  A referee wants every sentence that says it, and no
sentence that speaks of a class beside a material: between the two may stand what links a name to a class
(``hem:ClassCallLink``), other names of the same material, marks, and nothing else.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from hemkg.annotate.concepts import find_in_text
from hemkg.model.claim import Material, Reading
from hemkg.model.mention import Mention
from hemkg.model.paper import Paper, Span
from hemkg.review.certain import name_pattern
from hemkg.review.whereabouts import sentences
from hemkg.vocab import terms
from hemkg.vocab.lexicon import alternatives
from hemkg.vocab.terms import HEM

FAMILY_NEAR = 1


def called_by_class(paper: Paper, reading: Reading) -> Iterator[tuple[str, str]]:
    """Yield the surface of each material that a sentence calls by an entropy class, with the term of the class."""
    for sentence in sentences(paper):
        words = sentence.span.of(paper.text)
        for call, family in _calls(words):
            for material in reading.materials:
                if family in {None, material.family} and _is_linked(words, call, material):
                    yield material.surface, _class_at(words, call)


def _calls(words: str) -> Iterator[tuple[Span, str | None]]:
    """Yield where words call something by an entropy class, its family included, and the term of that family."""
    mentions = find_in_text(words, HEM.ClassCallClasses)
    for mention in mentions:
        if _is(mention, HEM.EntropyClass):
            family = _family_behind(mention, mentions)
            end = family.span.end if family else mention.span.end
            yield Span(mention.span.start, end), family.concept if family else None


def _is(mention: Mention, kind: str) -> bool:
    return kind in terms.kinds(mention.concept or "")


def _family_behind(call: Mention, mentions: Sequence[Mention]) -> Mention | None:
    """Return the family right behind the words of a class, or within them, as in an abbreviation."""
    families = (m for m in mentions if _is(m, HEM.AnionFamily) and m.span.end >= call.span.end)
    return next((m for m in families if m.span.start - call.span.end <= FAMILY_NEAR), None)


def _class_at(words: str, call: Span) -> str:
    found = find_in_text(call.of(words), HEM.ClassCallClasses)
    return next(m.concept or "" for m in found if _is(m, HEM.EntropyClass))


def _is_linked(words: str, call: Span, material: Material) -> bool:
    """Whether nothing but links stands between a call and a name of a material, on either side of it."""
    for named in name_pattern(material.names).finditer(words):
        between = words[call.end : named.start()] if named.start() >= call.end else words[named.end() : call.start]
        is_apart = named.start() >= call.end or named.end() <= call.start
        if is_apart and _links().fullmatch(name_pattern(material.names).sub(" ", between)):
            return True
    return False


@cache
def _links() -> re.Pattern[str]:
    """Return a pattern of links and marks; a full stop or a semicolon ends what is said of a material."""
    return re.compile(rf"(?:\s|[,:()\[\]–—-]|\b(?:{alternatives(HEM.ClassCallLink)})\b)*", re.IGNORECASE)
