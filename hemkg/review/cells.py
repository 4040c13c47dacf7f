"""Which empty cells of the field could be gaps: allowed by chemistry, and with something around them."""

from collections.abc import Iterator
from functools import cache
from itertools import product
from math import exp

from hemkg.reason import guidelines
from hemkg.review.field import Field, Place
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM

MECHANISMS = terms.instances(HEM.IonStorageMechanism)


def places(field: Field) -> Iterator[Place]:
    """Yield the cells in which gaps are looked for, broad ones first.

    They are those of the high-entropy materials: a mechanism alone, with an ion, with a family, with both.
    """
    for family, ion in ((False, False), (False, True), (True, False), (True, True)):
        families = field.families if family else (None,)
        ions = field.ions if ion else (None,)
        for found in product(MECHANISMS, families, ions):
            yield Place(found[0], True, found[1], found[2])


def is_allowed(field: Field, place: Place) -> bool:
    """Whether chemistry allows a cell, or several works have shown that it does all the same.

    Conversion needs an anion that the mechanism's definition lists; what follows conversion needs it too,
    but for alloying where the metals are there from the start.
    """
    if place.family is None or place.mechanism is None:
        return True
    shown = field.count(Place(place.mechanism, None, place.family))
    return shown >= terms.number(HEM.OverrulingWorks) or _has_anion_for(place.mechanism, place.family)


@cache
def _has_anion_for(mechanism: str, family: str) -> bool:
    needed = _anions_needed(mechanism)
    if not needed:
        return True
    if terms.text(family, HEM.isAnionFree):
        return bool(terms.text(mechanism, HEM.worksWithoutAnion))
    anions = family_anions(family)
    return not anions or bool(anions & needed)


@cache
def _anions_needed(mechanism: str) -> frozenset[str]:
    """Return the anions of which a mechanism, or one that it follows, needs one."""
    listed = (*terms.objects(mechanism, HEM.requiresAnion), *terms.objects(mechanism, HEM.alsoWithAnion))
    own = frozenset(map(str, listed))
    before = (str(other) for other in terms.objects(mechanism, HEM.followsMechanism))
    return own.union(*(_anions_needed(other) for other in before))


@cache
def family_anions(family: str) -> frozenset[str]:
    """Return the anions of a family; empty where the ontology does not say.

    >>> sorted(family_anions("Phosphosulfide"))
    ['P', 'S']
    """
    own = frozenset(map(str, terms.objects(family, HEM.ofElement)))
    broader = (str(other) for other in terms.objects(family, "skos:broader"))
    return own.union(*(family_anions(other) for other in broader))


@cache
def hosted(mechanism: str, element: str, ion: str) -> bool | None:
    """Whether an atom of an element takes up a sensible number of ions by a mechanism; None where nobody knows.

    >>> hosted("Alloying", "Sn", "LithiumIon"), hosted("Alloying", "Zn", "PotassiumIon")
    (True, False)
    """
    claims = guidelines.select(property=HEM.IonsPerAtom, mechanism=mechanism, element=element, ion=ion)
    most = [claim.number("valueMax") or claim.number("value") or 0.0 for claim in claims]
    return max(most) >= terms.number(HEM.LeastIonsPerAtom) if most else None


def neighbours(field: Field, place: Place) -> Iterator[tuple[Place, float]]:
    """Yield the cells that differ on one axis, with their weight: 1, and less for ions of another size."""
    for mechanism in MECHANISMS:
        if mechanism != place.mechanism:
            yield Place(mechanism, place.is_high, place.family, place.ion), 1.0
    if place.is_high is not None:
        yield Place(place.mechanism, not place.is_high, place.family, place.ion), 1.0
    for family in field.families if place.family else ():
        if family != place.family:
            yield Place(place.mechanism, place.is_high, family, place.ion), 1.0
    for ion in field.ions if place.ion else ():
        if ion != place.ion:
            yield Place(place.mechanism, place.is_high, place.family, ion), _likeness(str(place.ion), ion)


def filled_neighbours(field: Field, place: Place) -> list[tuple[Place, float]]:
    """Return the neighbours that somebody reports, the fullest first."""
    found = [(other, weight) for other, weight in neighbours(field, place) if field.count(other)]
    return sorted(found, key=lambda pair: (-field.count(pair[0]), str(pair[0])))


@cache
def _likeness(one: str, other: str) -> float:
    """Return how alike two ions are by radius, ``exp(-|r1 - r2| / distance)``; a third where a radius is unknown."""
    radii = [terms.objects(ion, HEM.ionicRadius_nm) for ion in (one, other)]
    if not all(radii):
        return exp(-1)
    apart = abs(float(radii[0][0]) - float(radii[1][0]))
    return exp(-apart / terms.number(HEM.IonDistance))
