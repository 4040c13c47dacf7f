"""What would close a gap: the technique that can show it, elements, structure, and materials to try."""

from collections.abc import Iterator
from typing import TypedDict

from hemkg.review.field import Place
from hemkg.review.gap_words import host, listed, with_ion
from hemkg.review.knowledge import Knowledge, Method, able_elements, levers, showing
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM

MOST_TECHNIQUES = 4
MOST_ELEMENTS = 8
MOST_LEVERS = 2


class Closing(TypedDict):
    """The fields of a card that say what would close it."""

    closing: tuple[str, ...]
    techniques: tuple[str, ...]
    elements: tuple[str, ...]
    materials: tuple[str, ...]


def of_cell(known: Knowledge, place: Place) -> Closing:
    """Return what would close the gap of a cell."""
    mechanism = place.mechanism or ""
    techniques = tuple(method.words for method in methods(mechanism)[:MOST_TECHNIQUES])
    elements = tuple(able_elements(mechanism))[:MOST_ELEMENTS] if mechanism != HEM.Intercalation else ()
    materials = known.untried.get((mechanism, place.family), ())
    told = tuple(_sentences(place, techniques, elements, materials))
    return Closing(closing=told, techniques=techniques, elements=elements, materials=materials)


def methods(mechanism: str) -> list[Method]:
    """Return the methods that can show a mechanism: those said most often, and of few mechanisms, first.

    A method that follows every mechanism tells them apart less well than one made for this one.
    """
    found = showing(mechanism)
    return sorted(found, key=lambda m: (-len(found[m]), _breadth(m), m.words))


def _breadth(method: Method) -> int:
    return sum(method in showing(mechanism) for mechanism in terms.instances(HEM.IonStorageMechanism))


def _sentences(
    place: Place, techniques: tuple[str, ...], elements: tuple[str, ...], materials: tuple[str, ...]
) -> Iterator[str]:
    if techniques:
        holding = f" that holds {listed(elements, last='or')}" if elements else ""
        yield f"One result by {listed(techniques, last='or')}{with_ion(place)} on a {host(place, one=True)}{holding}."
    favouring = [_lever(place, lever) for lever in levers(place.mechanism or "")[:MOST_LEVERS]]
    if favouring:
        yield f"Said to favour it: {listed(favouring)}."
    if materials:
        yield f"Their composition allows it in {listed(materials)}."


def _lever(place: Place, lever: str) -> str:
    """Return a lever in words, with its measure where that was told of this mechanism."""
    notes = (str(note) for note in terms.objects(lever, "skos:scopeNote"))
    note = next((note for note in notes if terms.label(place.mechanism or "") in note), None)
    return terms.label(lever) + (f" ({note})" if note else "")
