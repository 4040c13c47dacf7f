"""What a proposal from outside must have in the text, whatever it is about: its words, its material, its ion.

Proposals come from whoever was asked and may hold anything.  What is told of them to a user is cut and
escaped, so that no answer reaches a screen as it came.
"""

from collections.abc import Mapping

from hemkg.assemble.context import Context, View
from hemkg.assemble.entity import Entity
from hemkg.assemble.ions import ion_of
from hemkg.assemble.open_passages import OpenPassage, places_of
from hemkg.model.claim import Reading
from hemkg.model.paper import Span

Proposal = Mapping[str, object]
Place = tuple[int, Span]
LONGEST_SHOWN = 40


class UnfoundedError(Exception):
    """A proposal that the text does not hold; the message says what is missing."""


def shown(told: object) -> str:
    """Return what a proposal holds as it may be shown: short, in quotation marks, nothing in it obeyed.

    >>> shown("x" * 99) == repr("x" * 40)
    True
    """
    return repr(str(told)[:LONGEST_SHOWN])


def entity_named(context: Context, reading: Reading, name: object) -> Entity:
    """Return the material of a name.

    Raises:
        UnfoundedError: if the paper names none so.
    """
    entity = context.materials.named(name) if isinstance(name, str) else None
    if entity is None or not any(material.surface == entity.surface for material in reading.materials):
        raise UnfoundedError(f"the paper names no material {shown(name)}")
    return entity


def ion_told(context: Context, view: View, span: Span, entity: Entity | None, told: object) -> str | None:
    """Return the working ion at a place.

    Raises:
        UnfoundedError: if a proposal tells another.
    """
    ion = ion_of(context, view, span, entity)
    if told is not None and told != ion:
        raise UnfoundedError(f"the sentence does not tell {shown(told)} as the working ion")
    return ion


def quoted(context: Context, passage: OpenPassage, quote: object) -> list[Place]:
    """Return where the words that a proposal relies on stand in one sentence of a passage.

    Raises:
        UnfoundedError: if they do not.
    """
    words = quote.strip() if isinstance(quote, str) else ""
    places = list(places_of(context, passage.shown, words)) if words else []
    if not places:
        raise UnfoundedError(f"no sentence shown holds the words {shown(quote)}")
    return places
