"""What a gap is worth: named parts between 0 and 1, weighted in ``ontology/gaps.ttl``, and what lowers them."""

from collections.abc import Mapping
from math import exp

from hemkg.review.cells import neighbours
from hemkg.review.field import Field, Place
from hemkg.review.knowledge import Knowledge, class_claims, known_places, showing
from hemkg.review.statements import Statement, surely
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM

DIGITS = 3
AXES_LEFT = 2


def weighted(parts: Mapping[str, float], factor: float = 1.0) -> float:
    """Return a score: the weighted sum of its parts times a factor, at most 1.

    Args:
        parts: term of a part (``StatedPart``) and its value, 0 to 1.
        factor: what speaks against it, 0 to 1.

    >>> weighted({"StatedPart": 1.0, "AnaloguePart": 0.5})
    0.375
    """
    total = sum(terms.number(part, HEM.weight) * value for part, value in sorted(parts.items()))
    return round(min(1.0, total) * factor, DIGITS)


def some(count: int) -> float:
    """Return a count as a share that one half of 1 is the first of: ``n / (n + 1)``."""
    return count / (count + 1)


def cell_parts(known: Knowledge, place: Place) -> dict[str, float]:
    """Return the parts of the score of an empty cell."""
    field, mechanism = known.field, place.mechanism or ""
    share = field.share_accessible(place)
    return {
        HEM.StatedPart: surely(stating(known, place)),
        HEM.ClaimedPart: float(is_class_only(known, place)),
        HEM.NeighboursPart: neighbour_share(field, place),
        HEM.ExpectedPart: 1 - exp(-field.expected(place)),
        HEM.AccessiblePart: terms.number(HEM.UnknownShare) if share is None else share,
        HEM.AnaloguePart: some(field.count(Place(place.mechanism, not place.is_high, place.family, place.ion))),
        HEM.TechniquePart: float(any(method in known.used for method in showing(mechanism))),
        HEM.HypothesisPart: some(field.count(place, HEM.Hypothesised)) if field.count(place, HEM.Hypothesised) else 0.0,
        HEM.BreadthPart: place.open_axes / AXES_LEFT,
    }


def stating(known: Knowledge, place: Place) -> list[Statement]:
    """Return the statements that call a cell open, or one that holds it."""
    return [
        statement
        for statement in known.statements
        if any(told.mechanism and told.is_high and told.holds(place) for told in statement.places)
    ]


def is_class_only(known: Knowledge, place: Place) -> bool:
    """Whether a mechanism is claimed of the class and shown in no member of it."""
    mechanism = place.mechanism or ""
    is_claimed = known.heeds_guidelines and place.is_high and class_claims(mechanism)
    return bool(is_claimed) and not known.field.count(Place(mechanism, True))


def neighbour_share(field: Field, place: Place) -> float:
    """Return how well the cells one step away are filled, by their weights."""
    found = [
        (some(field.count(other)) if field.count(other) else 0.0, weight) for other, weight in neighbours(field, place)
    ]
    total = sum(weight for _, weight in found)
    return sum(share * weight for share, weight in found) / total if total else 0.0


def factor(known: Knowledge, place: Place, *, narrower: int = 0) -> float:
    """Return what a cell's score is multiplied with for what speaks against it.

    Args:
        known: what gaps are judged by.
        place: the cell.
        narrower: on how many axes a broader gap, told by itself, is wider.
    """
    found = terms.number(HEM.ImpliedFactor) ** narrower
    field = known.field
    if field.share_accessible(place) == 0:
        found *= terms.number(HEM.ImplausibleFactor)
    if field.count(place, HEM.Negated):
        found *= terms.number(HEM.DeniedFactor)
    if known.heeds_guidelines and any(told.holds(place) or place.holds(told) for told, _ in known_places()):
        found *= terms.number(HEM.KnownElsewhereFactor)
    return found
