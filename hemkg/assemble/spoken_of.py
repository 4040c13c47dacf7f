"""What a paper speaks of, whether or not it could be tied to a material or a value.

A table can then tell a condition that a paper does not state from one that it states and nobody could place.
"""

from collections.abc import Iterable, Iterator

from hemkg.model.mention import Mention
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM


def spoken_of(mentions: Iterable[Mention]) -> Iterator[str]:
    """Yield the properties that a table looks for of which a text has a mention, in the order of the ontology.

    Args:
        mentions: all of a paper.

    >>> from hemkg.model.mention import MentionKind
    >>> from hemkg.model.paper import Span
    >>> list(spoken_of([Mention(Span(0, 2), MentionKind.CONCEPT, "Li", concept="LithiumIon")]))
    ['ion']
    """
    concepts = {mention.concept for mention in mentions if mention.concept}
    seen = concepts.union(*map(terms.kinds, concepts))
    for name in map(str, terms.objects(HEM.TheField, HEM.looksFor)):
        if seen & set(map(str, terms.objects(name, HEM.toldBy))):
            yield name
