"""Which claims of a manuscript are read surely enough to accuse it by.

A referee forgives a check that was not made, and not one that is wrong.  So a number counts only where its
sentence, its row or what was last spoken of names the material, or where the manuscript measures one material
alone, and two numbers are only compared where both stand for the same half of a cycle.  A condition that was
not read is taken from the sentence where the sentence leaves no choice.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from itertools import islice

from hemkg.annotate.concepts import find_in_text
from hemkg.assemble.half_cycles import HALVES, words_of
from hemkg.model.claim import Claim, ClaimType, Reading
from hemkg.model.paper import Paper
from hemkg.model.quantity import Quantity
from hemkg.review.findings import own
from hemkg.review.whereabouts import quantities, sentences_before, words_beside
from hemkg.vocab import terms, units
from hemkg.vocab.terms import HEM

CURRENTS = (HEM.CurrentDensity, HEM.CRate)
CYCLES = (HEM.CycleLife, HEM.CycleNumber)
# how many sentences back a material is still spoken of
NEAR = 2
MEASURED = (ClaimType.CAPACITY, ClaimType.RETENTION, ClaimType.COULOMBIC_EFFICIENCY)


def settled(paper: Paper, reading: Reading) -> Reading:
    """Return a reading with the conditions that were not read and that the words of a claim leave no choice about."""
    crowded = Counter((claim.claim_type, claim.evidence.span) for claim in reading.claims)
    measured = measured_materials(reading)
    claims = tuple(
        _settled(
            paper,
            _of_its_own(paper, reading, _of_its_name(claim), measured),
            alone=crowded[claim.claim_type, claim.evidence.span] == 1,
        )
        if claim.claim_type in MEASURED
        else _of_the_named(reading, claim)
        for claim in reading.claims
    )
    return replace(reading, claims=tuple(_halved(claims)))


def _halved(claims: Sequence[Claim]) -> Iterator[Claim]:
    """Yield the claims, two first capacities of one sentence as those of the halves that it names, in their order.

    ``the first discharge and charge give 736 and 581 mAh g-1``
    """
    pairs: dict[object, list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.claim_type is ClaimType.CAPACITY and claim.conditions.cycle == 1 and claim.evidence.cell is None:
            pairs[claim.material, claim.evidence.span].append(claim)
    kinds: dict[Claim, str] = {}
    for pair in pairs.values():
        places = {kind: _half_cycle_words(kind).search(pair[0].evidence.quote) for kind in HALVES}
        if len(pair) == len(HALVES) and all(places.values()) and not any(claim.kind for claim in pair):
            ordered = sorted(HALVES, key=lambda kind: found.start() if (found := places[kind]) else 0)
            kinds |= dict(zip(sorted(pair, key=_printed_at), ordered, strict=True))
    for claim in claims:
        yield replace(claim, kind=kinds[claim]) if claim in kinds else claim


def _printed_at(claim: Claim) -> int:
    """Return where the number of a claim stands in its words."""
    printed = str(claim.quantity.low) if claim.quantity else ""
    return claim.evidence.quote.find(printed)


def _settled(paper: Paper, claim: Claim, *, alone: bool) -> Claim:
    """Return a claim with the one current of its words, and with their one cycle if it is the only value among them."""
    conditions = claim.conditions
    if claim.claim_type is ClaimType.RETENTION and (conditions.cycle or 0) <= terms.number(HEM.EarlyCycles):
        conditions = replace(conditions, cycle=None)  # the cycle that it is counted from
    if conditions.current_density is None:
        conditions = replace(conditions, current_density=_only(paper, claim, CURRENTS))
    if conditions.cycle is None and alone:
        cycle = _only(paper, claim, CYCLES)
        whole = cycle is not None and cycle.low == int(cycle.low) and cycle.low > 0
        conditions = replace(conditions, cycle=int(cycle.low) if cycle is not None and whole else None)
    return replace(claim, conditions=conditions)


def _of_its_name(claim: Claim) -> Claim:
    """Return a share of capacity as an efficiency where its sentence names that, no retention and no later cycle."""
    words = claim.evidence.quote
    is_kept = claim.claim_type is ClaimType.RETENTION and claim.evidence.cell is None
    is_later = (claim.conditions.cycle or 1) > 1 or names_term(words, HEM.CapacityRetention)
    if not is_kept or is_later or not names_term(words, HEM.CoulombicEfficiency):
        return claim
    if sum(mention.concept == HEM.Percentage for mention, _ in quantities(words)) != 1:
        return claim
    return replace(claim, claim_type=ClaimType.COULOMBIC_EFFICIENCY, concept=HEM.CoulombicEfficiency)


def _of_its_own(paper: Paper, reading: Reading, claim: Claim, measured: frozenset[str]) -> Claim:
    """Return a claim about the one measured material that its sentence names, if its own was not spoken of near by."""
    named = named_in(reading, claim.evidence.quote) & measured if claim.evidence.cell is None else set()
    if len(named) != 1 or claim.material in named or claim.material is None:
        return claim
    before = (s.span.of(paper.text) for s in sentences_before(paper, claim.evidence.span))
    if any(claim.material in named_in(reading, words) for words in islice(before, NEAR)):
        return claim
    return replace(claim, material=next(iter(named)))


def _of_the_named(reading: Reading, claim: Claim) -> Claim:
    """Return a mechanism that was read of no material as one of the only material that its sentence names.

    A sentence that names a class may mean all of it, and stays as it was read.
    """
    if claim.claim_type is not ClaimType.MECHANISM or claim.material is not None:
        return claim
    named = named_in(reading, claim.evidence.quote)
    rest = _without_names(reading, claim.evidence.quote).replace(claim.words or "", " ")
    if len(named) != 1 or find_in_text(rest, HEM.ClassCallClasses):
        return claim
    return replace(claim, material=next(iter(named)))


def _without_names(reading: Reading, words: str) -> str:
    for material in reading.materials:
        words = name_pattern(material.names).sub(" ", words)
    return words


def names_early_cycle(claim: Claim) -> bool:
    """Whether the words of a claim name a cycle from which others are counted."""
    early = terms.number(HEM.EarlyCycles)
    return any(m.concept in CYCLES and q.high <= early for m, q in quantities(claim.evidence.quote))


def _only(paper: Paper, claim: Claim, kinds: Collection[str]) -> Quantity | None:
    """Return the one quantity of these kinds beside a claim, or None where there are several."""
    found = {(q.low, q.high, q.unit): q for q in _beside(paper, claim, kinds) if not q.is_range}
    return next(iter(found.values())) if len(found) == 1 else None


def names_any(paper: Paper, claim: Claim, kinds: Collection[str]) -> bool:
    """Whether the words of a claim hold a quantity of these kinds, whatever it belongs to."""
    return any(_beside(paper, claim, kinds))


def _beside(paper: Paper, claim: Claim, kinds: Collection[str]) -> Iterator[Quantity]:
    """Yield the quantities of these kinds beside a claim; a retention's cycle is not the one that it counts from."""
    is_kept = claim.claim_type is ClaimType.RETENTION
    for mention, quantity in quantities(words_beside(paper, claim)):
        is_start = is_kept and mention.concept in CYCLES and quantity.high <= terms.number(HEM.EarlyCycles)
        if mention.concept in kinds and not is_start:
            yield quantity


def sure(paper: Paper, reading: Reading, kind: ClaimType) -> list[Claim]:
    """Return the manuscript's own claims of a type that were read with confidence and of a material beyond doubt."""
    alone = len(measured_materials(reading)) == 1
    least = terms.number(HEM.LeastConfidence)
    return [
        claim
        for claim in own(reading, kind)
        if claim.evidence.confidence >= least and (alone or _is_named(paper, reading, claim))
    ]


def measured_materials(reading: Reading) -> frozenset[str]:
    """Return the materials of which the manuscript gives values of its own."""
    claims = (claim for kind in MEASURED for claim in own(reading, kind))
    return frozenset(claim.material for claim in claims if claim.material)


def _is_named(paper: Paper, reading: Reading, claim: Claim) -> bool:
    """Whether a claim's words name its material, or name none and the last sentence before that does names it alone."""
    if claim.evidence.cell is not None:
        return claim.material in named_in(reading, claim.evidence.cell)
    places = [claim.evidence.quote, *(s.span.of(paper.text) for s in sentences_before(paper, claim.evidence.span))]
    for place, words in enumerate(places):
        named = named_in(reading, words)
        if named:
            return claim.material in named if place == 0 else named == {claim.material}
    return False


def names_its_material(reading: Reading, claim: Claim) -> bool:
    """Whether the very words of a claim name its material."""
    return claim.material in named_in(reading, claim.evidence.cell or claim.evidence.quote)


def place_of(claim: Claim) -> str:
    """Return in which part of a manuscript a claim stands: a table, a summary such as the abstract, or its text."""
    if claim.evidence.cell is not None:
        return "table"
    section = (claim.evidence.section or "").casefold()
    words = map(str, terms.objects(HEM.SummarySection, "exactLabel"))
    return next((word for word in words if word in section), "text")


def named_in(reading: Reading, words: str) -> set[str]:
    """Return the materials (by surface) that a stretch of text names by a word of its own."""
    return {material.surface for material in reading.materials if name_pattern(material.names).search(words)}


@lru_cache(maxsize=1024)
def name_pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    """Return a pattern that matches any of a material's names where it stands as a word of its own."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)")


def is_called_by_name(claim: Claim) -> bool:
    """Whether the sentence of a claim has a name of what it claims, and not only words that hint at it."""
    return names_term(claim.evidence.quote, claim.concept or "")


def names_term(quote: str, term: str) -> bool:
    """Whether words have a name of a term.

    >>> names_term("stored by alloying", "Alloying"), names_term("an alloy anode", "Alloying")
    (True, False)
    """
    words = (str(word) for name in ("skos:prefLabel", "skos:altLabel") for word in terms.objects(term, name))
    return any(word.casefold() in quote.casefold() for word in words)


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


def names_half(words: str, kind: str) -> bool:
    """Whether words name a half of a cycle, or say what is done in it: taken up, given back."""
    done = "|".join(map(re.escape, map(str, terms.objects(kind, HEM.halfCycleTurn))))
    return bool(_half_cycle_words(kind).search(words) or re.search(rf"\b(?:{done})\b", words, re.IGNORECASE))


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
    return any(quantity.is_range and _is_voltage(quantity) for _, quantity in quantities(paper.text))


def _is_voltage(quantity: Quantity) -> bool:
    unit = units.units().get(quantity.unit)
    return unit is not None and unit.kind == HEM.Voltage
