"""The class that a paper is about, where it names none of its members: rock-salt HEOs seen in the microscope.

Such a paper states what it found of the class, and a reader asks for it by the class; without a material its
claims would be of nothing.
"""

import re
from collections.abc import Iterator
from functools import cache

from hemkg.assemble.entity import Entity
from hemkg.model.annotated import Annotated
from hemkg.model.mention import MentionKind
from hemkg.model.paper import Span
from hemkg.vocab.lexicon import alternatives
from hemkg.vocab.terms import HEM

ENTROPIES = (HEM.HighEntropy, HEM.MediumEntropy)


def add_class(annotated: Annotated, entities: list[Entity]) -> None:
    """Add a class of high or medium entropy as a material to a paper that names no compound, sample or alloy.

    Args:
        annotated: the paper.
        entities: its materials, extended in place.
    """
    spans = list(_places(annotated))
    names = list(dict.fromkeys(span.of(annotated.text) for span in spans))
    others = [e for e in entities if not set(e.names) <= {*names, *(name.removesuffix("s") for name in names)}]
    if not spans or any(e.is_code or (e.composition and len(e.composition.elements) > 2) for e in others):
        return
    entities[:] = [*others, Entity(names, spans, is_code=True, is_told=True)]


def _places(annotated: Annotated) -> Iterator[Span]:
    """Yield where a class is named: a code, or an entropy word with its noun."""
    for mention in annotated.mentions:
        if mention.kind is MentionKind.CONCEPT and mention.concept in ENTROPIES:
            if mention.surface.isupper() or mention.surface.rstrip("s").isupper():
                yield mention.span
            elif noun := _noun().match(annotated.text, mention.span.end):
                yield Span(mention.span.start, noun.end())


@cache
def _noun() -> re.Pattern[str]:
    word = rf"(?!(?:{alternatives('PhraseStop')})\b)[a-z-]+"
    return re.compile(rf"\s(?:{word}\s){{0,2}}?(?:{alternatives('MaterialNoun')})s?\b", re.I)
