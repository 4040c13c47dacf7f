"""First charge over first discharge gives the first Coulombic efficiency.

The two capacities are those that were read as halves of the first cycle, or, where reading did not tell which half a
number is of, the two that stand beside the efficiency: in its sentence, or in that and those next to it.  Such a pair
counts only where the words leave no other choice: two capacities of the material and no third, one efficiency, both
halves of a cycle named, one current at most and no other cycle than the first.  Which is which need not be known, for
nobody gets out more than was put in.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice

from hemkg.assemble.half_cycles import HALVES
from hemkg.model.claim import Claim, ClaimType, Reading
from hemkg.model.paper import Paper, Span
from hemkg.review.certain import CURRENTS, CYCLES, first_capacity, names_half, names_its_material, sure
from hemkg.review.findings import (
    Finding,
    Outcome,
    Severity,
    go_together,
    is_specific,
    outcome,
    own,
    quotes,
    shown,
    tolerance,
    value,
)  # fmt: skip
from hemkg.review.intervals import Interval
from hemkg.review.whereabouts import quantities, sentence_of, sentences_before, sentences_behind
from hemkg.vocab.lexicon import alternatives
from hemkg.vocab.terms import HEM

HUNDRED = 100
REACH = 2  # sentences before that of the efficiency
# what a capacity of the first cycle may have been read as, where its half was not
UNTOLD = {None, HEM.ReversibleCapacity, HEM.ContributedCapacity, *HALVES}
Pair = tuple[Claim, Claim]


def check_efficiency(paper: Paper, reading: Reading) -> Outcome:
    """First charge over first discharge gives the first Coulombic efficiency."""
    results = []
    known = sure(paper, reading, ClaimType.COULOMBIC_EFFICIENCY)
    for efficiency in own(reading, ClaimType.COULOMBIC_EFFICIENCY):
        if (efficiency in known or names_its_material(reading, efficiency)) and _is_of_the_first(efficiency):
            told = _told_apart(paper, reading, efficiency) if efficiency in known else []
            pairs = [*told, *_beside(paper, reading, efficiency)]
            if pairs:
                results.append(_efficiency(paper, efficiency, pairs))
    return outcome(HEM.EfficiencyCheck, results)


def _is_of_the_first(efficiency: Claim) -> bool:
    cycle = efficiency.conditions.cycle
    return cycle == 1 or (cycle is None and bool(_first().search(efficiency.evidence.quote)))


@cache
def _first() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{alternatives(HEM.FirstHalfWord)})\b", re.IGNORECASE)


def _told_apart(paper: Paper, reading: Reading, efficiency: Claim) -> list[Pair]:
    """Return the pairs of a first charge and a first discharge that were read as such."""
    capacities = [c for c in sure(paper, reading, ClaimType.CAPACITY) if go_together(c, efficiency)]
    discharges, charges = ([c for c in capacities if first_capacity(c) == kind] for kind in HALVES)
    return [(charge, discharge) for charge in charges for discharge in discharges]


def _beside(paper: Paper, reading: Reading, efficiency: Claim) -> Iterator[Pair]:
    """Yield the pair of capacities that stands beside an efficiency, if there is one beyond doubt."""
    around = _words_around(paper, efficiency)
    place = next((span for span in around if _is_of_one_first_cycle(span.of(paper.text))), None)
    if place is None:
        return
    inside = [c for c in own(reading, ClaimType.CAPACITY) if place.contains(c.evidence.span) and is_specific(c)]
    values = {c.quantity.low: c for c in inside if c.quantity is not None and _may_be_first(c, efficiency)}
    if len(values) == len({c.quantity for c in inside}) == len(HALVES):
        less, more = (values[number] for number in sorted(values))
        yield less, more


def _may_be_first(claim: Claim, efficiency: Claim) -> bool:
    is_first = claim.conditions.cycle in {None, 1} and claim.kind in UNTOLD
    return is_first and claim.material == efficiency.material and claim.evidence.cell is None


def _words_around(paper: Paper, efficiency: Claim) -> Iterator[Span]:
    """Yield the sentence of an efficiency, then with one and two before it, then with the one behind it."""
    here = sentence_of(paper, efficiency.evidence.span)
    if here is None or efficiency.evidence.cell is not None:
        return
    yield here.span
    for before in islice(sentences_before(paper, here.span), REACH):
        yield Span(before.span.start, here.span.end)
    for behind in islice(sentences_behind(paper, here.span), 1):
        yield Span(here.span.start, behind.span.end)


def _capacities(words: str) -> int:
    return sum(mention.concept == HEM.SpecificCapacity for mention, _ in quantities(words))


def _is_of_one_first_cycle(words: str) -> bool:
    """Whether words hold two capacities, both halves of a cycle, one current at most and no later cycle."""
    found = quantities(words)
    currents = {(q.low, q.high, q.unit) for m, q in found if m.concept in CURRENTS}
    is_later = any(m.concept in CYCLES and q.high > 1 for m, q in found)
    percents = sum(m.concept == HEM.Percentage for m, _ in found)
    is_whole = _capacities(words) == len(HALVES) and percents == 1
    return is_whole and len(currents) <= 1 and not is_later and all(names_half(words, kind) for kind in HALVES)


def _efficiency(paper: Paper, efficiency: Claim, pairs: Sequence[Pair]) -> Finding | None:
    shares = [(one, other) for pair in pairs for one, other in (pair, pair[::-1])]
    if any(_percent(a, b).meets(value(efficiency), tolerance()) for a, b in shares):
        return None
    charge, discharge = min(pairs, key=lambda pair: _distance(pair, efficiency))
    computed = f"{_percent(charge, discharge).middle:.1f} %"
    message = (
        f"{shown(charge)} over {shown(discharge)} is {computed}, but a first efficiency of "
        f"{shown(efficiency)} is given for {efficiency.material}."
    )
    told = quotes(paper, (efficiency, discharge, charge))
    is_told = (first_capacity(charge), first_capacity(discharge)) == HALVES[::-1]
    severity = Severity.ERROR if is_told else Severity.WARNING  # halves that were concluded may be others
    return Finding(HEM.EfficiencyCheck, severity, message, told, computed, shown(efficiency))


def _percent(one: Claim, other: Claim) -> Interval:
    return (value(one) / value(other)).scaled(HUNDRED)


def _distance(pair: Pair, other: Claim) -> int:
    return sum(abs(claim.evidence.span.start - other.evidence.span.start) for claim in pair)
