"""Checks that need nothing but numbers: retention, efficiency, agreement, range.

A check alarms only where what it needs was read with certainty: the same material, the same current, the
same cycle.  Where several readings are possible and one of them comes out, there is no finding.
"""

from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations

from hemkg.model.claim import Claim, ClaimType, Reading
from hemkg.model.paper import Paper
from hemkg.review.certain import are_comparable, first_capacity, names_early_cycle, names_its_material, place_of, sure
from hemkg.review.findings import (
    Finding,
    Outcome,
    Severity,
    density,
    go_together,
    is_specific,
    outcome,
    own,
    quotes,
    same_sentence,
    shown,
    tolerance,
    value,
)  # fmt: skip
from hemkg.vocab import terms, units
from hemkg.vocab.terms import HEM

HUNDRED = 0.01
CLASSES = {
    ClaimType.CAPACITY: HEM.CapacityClaim,
    ClaimType.RETENTION: HEM.RetentionClaim,
    ClaimType.COULOMBIC_EFFICIENCY: HEM.EfficiencyClaim,
}
NOT_MEASURED = {HEM.TheoreticalCapacity, HEM.ContributedCapacity}
FIRST = {HEM.InitialDischargeCapacity, HEM.InitialChargeCapacity}


# ---------------------------------------------------------------- retention


def check_retention(paper: Paper, reading: Reading) -> Outcome:
    """Retention times initial capacity gives the final one."""
    capacities = [c for c in sure(paper, reading, ClaimType.CAPACITY) if c.kind not in NOT_MEASURED and is_specific(c)]
    results = []
    for retention in sure(paper, reading, ClaimType.RETENTION):
        finals = [c for c in capacities if _is_final(c, retention)]
        starts = [c for c in capacities if _is_start(c, retention)]
        if finals and starts:
            results.append(_retention(paper, retention, finals, starts))
    return outcome(HEM.RetentionCheck, results)


def _is_final(capacity: Claim, retention: Claim) -> bool:
    cycle = retention.conditions.cycle
    is_later = cycle is not None and cycle > terms.number(HEM.EarlyCycles)
    return is_later and capacity.conditions.cycle == cycle and go_together(capacity, retention)


def _is_start(capacity: Claim, retention: Claim) -> bool:
    """Whether a retention may be counted from a capacity: an early cycle, the first one, or none named nearby."""
    if not go_together(capacity, retention):
        return False
    is_same = same_sentence(capacity, retention)
    if not is_same and density(retention) is not None and density(capacity) is None:
        return False
    cycle = capacity.conditions.cycle
    if is_same and names_early_cycle(capacity):
        return True
    if cycle is not None:
        return cycle <= terms.number(HEM.EarlyCycles)
    return capacity.kind in {*FIRST, HEM.ReversibleCapacity} or is_same


def _retention(paper: Paper, retention: Claim, finals: Sequence[Claim], starts: Sequence[Claim]) -> Finding | None:
    share = value(retention).scaled(HUNDRED)
    pairs = [(start, final) for start in starts for final in finals if start is not final]
    if not pairs or any((share * value(s)).meets(value(f), tolerance()) for s, f in pairs):
        return None
    start, final = min(pairs, key=lambda pair: (_distance(pair, retention), -value(pair[0]).middle))
    computed = f"{(share * value(start)).middle:.0f} {terms.text(HEM.MilliampereHourPerGram, HEM.symbol)}"
    message = (
        f"{shown(retention)} of {shown(start)} is {computed}, but {shown(final)} is given "
        f"after {retention.conditions.cycle} cycles of {retention.material}."
    )
    told = quotes(paper, (retention, start, final))
    is_counted_from = same_sentence(retention, start)  # elsewhere it may be counted from another cycle
    severity = Severity.ERROR if is_counted_from else Severity.WARNING
    return Finding(HEM.RetentionCheck, severity, message, told, computed, shown(final))


def _distance(pair: tuple[Claim, Claim], other: Claim) -> int:
    return sum(abs(claim.evidence.span.start - other.evidence.span.start) for claim in pair)


# ---------------------------------------------------------------- agreement


def check_agreement(paper: Paper, reading: Reading) -> Outcome:
    """The same value wherever the same thing is said: abstract, text, tables, conclusion."""
    groups: dict[tuple[object, ...], list[Claim]] = defaultdict(list)
    for kind in CLASSES:
        for claim in sure(paper, reading, kind):
            key = _identity(claim)
            if key is not None:
                groups[key].append(claim)
    results = [
        _disagreement(paper, reading, group)
        for group in groups.values()
        if len({claim.evidence.span for claim in group}) > 1
    ]
    return outcome(HEM.AgreementCheck, results)


def _identity(claim: Claim) -> tuple[object, ...] | None:
    """Return what makes two values the same measurement, or None where too little is stated to tell."""
    conditions, unit = claim.conditions, claim.quantity.unit if claim.quantity else ""
    known = units.units().get(unit)
    current, cycle = density(claim), conditions.cycle
    if cycle is None or claim.kind in NOT_MEASURED or known is None:
        return None
    kind = first_capacity(claim)
    if current is None and not (cycle == 1 and (kind or claim.claim_type is ClaimType.COULOMBIC_EFFICIENCY)):
        return None
    return (claim.claim_type, claim.material, known.kind, kind, current, cycle)


def _disagreement(paper: Paper, reading: Reading, group: Sequence[Claim]) -> Finding | None:
    """Return the first pair of different sentences of a group that does not agree.

    In one part of a text two values may be of two samples of one material, unless both sentences name it.
    """
    for one, other in combinations(group, 2):
        if same_sentence(one, other) or not (go_together(one, other) and are_comparable(one, other)):
            continue
        if place_of(one) == place_of(other) and not all(names_its_material(reading, claim) for claim in (one, other)):
            continue
        if _is_given(group, one, other) or _is_given(group, other, one):
            continue
        what = terms.label(one.concept or "") if one.concept else one.claim_type.value
        message = (
            f"The {what} of {one.material} is {shown(one)} in one place and {shown(other)} in another, "
            "under the same conditions."
        )
        told = quotes(paper, (one, other))
        return Finding(HEM.AgreementCheck, Severity.ERROR, message, told, shown(one), shown(other))
    return None


def _is_given(group: Sequence[Claim], place: Claim, wanted: Claim) -> bool:
    """Whether the sentence of a claim gives the value of another as well, be it for another cycle than was read."""
    return any(value(c).meets(value(wanted), tolerance() / 2) for c in group if same_sentence(c, place))


# ---------------------------------------------------------------- plausibility


def check_ranges(paper: Paper, reading: Reading) -> Outcome:
    """Values inside the range that is plausible for their kind."""
    numeric = [claim for kind in CLASSES for claim in own(reading, kind) if claim.concept]
    return outcome(HEM.RangeCheck, [_out_of_range(paper, claim) for claim in numeric])


def _out_of_range(paper: Paper, claim: Claim) -> Finding | None:
    least, most = (terms.objects(claim.concept or "", name) for name in (HEM.plausibleMin, HEM.plausibleMax))
    found = value(claim)
    is_low = bool(least) and found.high < float(least[0])
    is_high = bool(most) and found.low > float(most[0])
    if not is_low and not is_high:
        return None
    what = terms.label(claim.concept or "")
    message = f"A {what} of {shown(claim)} for {claim.material} is outside what is plausible."
    return Finding(HEM.RangeCheck, Severity.ERROR, message, quotes(paper, (claim,)), None, shown(claim))
