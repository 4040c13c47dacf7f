"""What one paper says of one measurement in several places: told alike it is one claim, told otherwise a disagreement.

A table, the abstract or conclusion, the rest of the text and each supplement are places.  Two claims of different
places are one if they are of the same material and quantity, if their values agree within the printed digits, and if
nothing that both state tells them apart; what only one of them states is taken from it.  Where a claim could be
joined to two that are not the same, it is joined to neither.  Two claims that state the same conditions and give
different values stay two, and are told as a disagreement; which is right is not decided.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from hemkg.assemble.printed_values import Printed, is_measured, printed
from hemkg.assemble.same_conditions import are_nested, are_same, joined, may_be_same
from hemkg.model.claim import Claim, ClaimType, Conditions, Evidence, Polarity, Reading
from hemkg.model.paper import Paper
from hemkg.vocab import terms
from hemkg.vocab.lexicon import summary_in
from hemkg.vocab.terms import HEM

MEASURED = frozenset({ClaimType.CAPACITY, ClaimType.RETENTION, ClaimType.COULOMBIC_EFFICIENCY})
TABLE = "table "


@dataclass(frozen=True, slots=True)
class Told:
    """A measurement with the places of the paper in which it is told."""

    claim: Claim
    value: Printed
    places: frozenset[str]
    spans: frozenset[tuple[int, int]]

    def is_apart(self, other: "Told") -> bool:
        """Whether the two are told in different places."""
        return not self.places & other.places

    def is_told_by(self, other: "Told") -> bool:
        """Whether the other may tell the same measurement, with the same value, in another place."""
        return self.is_apart(other) and self.may_be(other)

    def may_be(self, other: "Told") -> bool:
        """Whether the two may be one measurement.

        A sentence or a table tells two things and not one twice, and so do two sentences of one place of which each
        states what the other does not.
        """
        if self.spans & other.spans or not self.value.agrees(other.value) or not may_be_same(self.claim, other.claim):
            return False
        shared = self.places & other.places
        return not shared or (not any(map(_is_table, shared)) and are_nested(self.claim, other.claim))


def aligned(paper: Paper, reading: Reading) -> Reading:
    """Return a reading in which every measurement that is told in several places of a paper is one claim.

    Args:
        paper: the paper.
        reading: what was read in it, each place for itself.

    Returns:
        the reading with fewer claims, some with further evidence, and with the disagreements that are left.
    """
    joined_to: dict[str, Claim | None] = {}
    disagreements: list[tuple[str, str]] = []
    for claims in _alike(reading.claims):
        told = [each for claim in claims if (each := _told(paper, claim)) is not None]
        groups = list(_groups(told))
        for group in groups:
            lead, *others = sorted(group, key=_rank)
            joined_to |= {other.claim.claim_id: None for other in others}
            joined_to[lead.claim.claim_id] = _joined(lead.claim, [other.claim for other in others])
        disagreements += _disagreements([_as_one(group) for group in groups])
    kept = (joined_to.get(claim.claim_id, claim) for claim in reading.claims)
    return replace(reading, claims=tuple(c for c in kept if c is not None), disagreements=tuple(disagreements))


def _alike(claims: Sequence[Claim]) -> Iterator[Sequence[Claim]]:
    """Yield the surely read values of one material and quantity, told on the same authority."""
    least = terms.number(HEM.LeastConfidence)
    found: dict[object, list[Claim]] = defaultdict(list)
    for claim in claims:
        is_sure = claim.material is not None and claim.evidence.confidence >= least
        if claim.claim_type in MEASURED and is_sure and claim.polarity is Polarity.ASSERTED:
            key = (claim.claim_type, claim.material, claim.concept, claim.mechanism, claim.attribution, claim.cites)
            found[key].append(claim)
    yield from (group for group in found.values() if len(group) > 1)


def _told(paper: Paper, claim: Claim) -> Told | None:
    value = printed(claim.quantity) if claim.quantity is not None and is_measured(claim.quantity) else None
    if value is None:
        return None
    evidences = (claim.evidence, *claim.further)
    places = frozenset(_place(paper, evidence) for evidence in evidences)
    return Told(claim, value, places, frozenset((e.span.start, e.span.end) for e in evidences))


def _place(paper: Paper, evidence: Evidence) -> str:
    """Return in which part of a paper evidence stands: a table, a summary such as the abstract, the text."""
    block = paper.block_at(evidence.span.start)
    within = f"{evidence.supplement or ''}/"
    if block is not None and block.table is not None:
        return f"{within}{TABLE}{block.table}"
    return within + (summary_in(evidence.section) or "")


def _is_table(place: str) -> bool:
    return TABLE in place


# ---------------------------------------------------------------- one claim


def _groups(told: Sequence[Told]) -> Iterator[Sequence[Told]]:
    """Yield the measurements, those that tell the same together."""
    partners = [[other for other in told if each.is_told_by(other)] for each in told]
    clear = [each for each, others in zip(told, partners, strict=True) if _are_one(others)]
    left = list(told)
    while left:
        group = [left.pop(0)]
        for each in group:
            near = [o for o in left if each in clear and o in clear and each.is_told_by(o)]
            group += near
            left = [o for o in left if o not in near]
        yield from [group] if _are_one(group) else [[each] for each in group]


def _are_one(told: Sequence[Told]) -> bool:
    """Whether each of some measurements may be the same as every other."""
    return all(one.may_be(other) for one, other in combinations(told, 2))


def _rank(told: Told) -> tuple[object, ...]:
    """Order claims so that the one to more digits leads, of these a sentence, and of these the one that states more."""
    claim = told.claim
    stated = sum(getattr(claim.conditions, name) is not None for name in Conditions.__slots__)
    return told.value.width, claim.evidence.cell is not None, -stated, claim.evidence.span


def _joined(lead: Claim, others: Sequence[Claim]) -> Claim:
    """Return a claim with the evidence of others that say the same, and with what they state beyond it.

    It is as sure as the surest of them.
    """
    confidence = max(claim.evidence.confidence for claim in (lead, *others))
    return replace(
        lead,
        evidence=replace(lead.evidence, confidence=confidence),
        kind=next((claim.kind for claim in (lead, *others) if claim.kind), None),
        conditions=joined(lead.conditions, (claim.conditions for claim in others)),
        further=tuple(claim.evidence for claim in others),
    )


# ---------------------------------------------------------------- two values


def _as_one(group: Sequence[Told]) -> Told:
    """Return a measurement with all the places in which it is told."""
    lead, *others = sorted(group, key=_rank)
    places, spans = (frozenset().union(*(getattr(each, name) for each in group)) for name in ("places", "spans"))
    return Told(_joined(lead.claim, [other.claim for other in others]), lead.value, places, spans)


def _disagreements(told: Sequence[Told]) -> Iterator[tuple[str, str]]:
    """Yield the pairs, by their claims' identities, that state the same conditions and give two values."""
    for one, other in combinations(told, 2):
        if _disagree(one, other) and not any(_is_one_of_several(*pair, told) for pair in ((one, other), (other, one))):
            yield one.claim.claim_id, other.claim.claim_id


def _disagree(one: Told, other: Told) -> bool:
    return one.is_apart(other) and one.value.differs(other.value) and are_same(one.claim, other.claim)


def _is_one_of_several(one: Told, other: Told, told: Sequence[Told]) -> bool:
    """Whether a place gives several values under what reads as the same conditions, or elsewhere that of the other.

    Then something that was not read tells them apart.
    """
    beside = [each for each in told if each is not one and each.places & one.places]
    return any(
        (are_same(each.claim, one.claim) and not each.value.agrees(one.value))
        or (may_be_same(each.claim, other.claim) and each.value.agrees(other.value))
        for each in beside
    )
