"""Which claims of a manuscript are read surely enough to accuse it by.

A referee forgives a check that was not made, and not one that is wrong.  So a number counts only where its
sentence names the material, or where the manuscript measures one material alone, and two numbers are only
compared where both stand for the same half of a cycle.
"""

import re
from functools import cache

from hemkg.annotate.quantities import find_quantities
from hemkg.assemble.half_cycles import HALVES, words_of
from hemkg.model.claim import Claim, ClaimType, Material, Reading
from hemkg.model.paper import Paper
from hemkg.model.quantity import Quantity
from hemkg.review.findings import own
from hemkg.vocab import terms, units
from hemkg.vocab.terms import HEM

MEASURED = (ClaimType.CAPACITY, ClaimType.RETENTION, ClaimType.COULOMBIC_EFFICIENCY)


def sure(reading: Reading, kind: ClaimType) -> list[Claim]:
    """Return the manuscript's own claims of a type that were read with confidence and of a material beyond doubt."""
    alone = len(measured_materials(reading)) == 1
    least = terms.number(HEM.LeastConfidence)
    return [
        claim
        for claim in own(reading, kind)
        if claim.evidence.confidence >= least and (alone or _is_named(reading.material_of(claim), claim))
    ]


def measured_materials(reading: Reading) -> frozenset[str]:
    """Return the materials of which the manuscript gives values of its own."""
    claims = (claim for kind in MEASURED for claim in own(reading, kind))
    return frozenset(claim.material for claim in claims if claim.material)


def _is_named(material: Material | None, claim: Claim) -> bool:
    """Whether the sentence of a claim has the name of its material as a word of its own."""
    names = material.names if material else ()
    return any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", claim.evidence.quote) for name in names)


def is_called_by_name(claim: Claim) -> bool:
    """Whether the sentence of a claim has a name of what it claims, and not only words that hint at it."""
    words = (str(w) for name in ("skos:prefLabel", "skos:altLabel") for w in terms.objects(claim.concept or "", name))
    return any(word.casefold() in claim.evidence.quote.casefold() for word in words)


def first_capacity(claim: Claim) -> str | None:
    """Return whether a capacity of the first cycle is one of discharge or of charge, by its kind or its sentence."""
    if claim.kind in HALVES:
        return claim.kind
    halves = half_cycles(claim)
    return next(iter(halves)) if claim.conditions.cycle == 1 and len(halves) == 1 else None


def half_cycles(claim: Claim) -> frozenset[str]:
    """Return which halves of a cycle the sentence of a claim speaks of, as kinds of first capacity."""
    if claim.kind in HALVES:
        return frozenset({claim.kind})
    return frozenset(kind for kind in HALVES if _half_cycle_words(kind).search(claim.evidence.quote))


@cache
def _half_cycle_words(kind: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words_of(kind)})\b", re.IGNORECASE)


def are_comparable(one: Claim, other: Claim) -> bool:
    """Whether two claims may stand for the same half of a cycle; in early cycles both must say which."""
    halves = half_cycles(one), half_cycles(other)
    is_early = any((claim.conditions.cycle or 0) <= terms.number(HEM.EarlyCycles) for claim in (one, other))
    return halves[0] == halves[1] or (not is_early and not all(halves))


def states_window(paper: Paper) -> bool:
    """Whether a range of voltages stands anywhere in a manuscript."""
    return any(
        isinstance(mention.value, Quantity) and mention.value.is_range and _is_voltage(mention.value)
        for mention in find_quantities(paper.text)
    )


def _is_voltage(quantity: Quantity) -> bool:
    unit = units.units().get(quantity.unit)
    return unit is not None and unit.kind == HEM.Voltage
