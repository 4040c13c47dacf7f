"""Whether two measurements were made under the same conditions, as far as these are stated."""

from collections.abc import Iterator
from dataclasses import replace

from hemkg.assemble.half_cycles import HALVES
from hemkg.model.claim import Claim, ClaimType, Conditions
from hemkg.model.quantity import Quantity
from hemkg.vocab import units
from hemkg.vocab.terms import HEM

# kinds of capacity that nobody measured as such: a value of no told kind is none of them
NOT_MEASURED = frozenset({HEM.TheoreticalCapacity, HEM.ContributedCapacity})
# kinds that say what a capacity is told for, not which one it is: a reversible capacity may be one after cycling
LOOSE = frozenset({None, HEM.ReversibleCapacity, HEM.CapacityAfterCycling, HEM.RateCapacity})


def may_be_same(one: Claim, other: Claim) -> bool:
    """Whether nothing that both claims state of kind and conditions tells them apart."""
    kinds = {one.kind, other.kind}
    if len(kinds) > 1 and (kinds & NOT_MEASURED or (None not in kinds and not kinds <= LOOSE)):
        return False
    return all(ours is None or theirs is None or _is_same(ours, theirs) for ours, theirs in _pairs(one, other))


def are_same(one: Claim, other: Claim) -> bool:
    """Whether both claims state what their values depend on, and the same.

    A first capacity or efficiency depends on its cycle alone, any other value on its current, and on the cycle if
    either states one.
    """
    if (one.kind != other.kind and not {one.kind, other.kind} <= LOOSE) or not may_be_same(one, other):
        return False
    if _is_first(one) and _is_first(other):
        return True
    ours, theirs = one.conditions, other.conditions
    if ours.current_density is None or theirs.current_density is None or ours.cycle != theirs.cycle:
        return False
    return one.claim_type is ClaimType.CAPACITY or ours.cycle is not None


def are_nested(one: Claim, other: Claim) -> bool:
    """Whether one of two claims states all that the other states."""
    told = (*_pairs(one, other), (one.kind, other.kind))
    pairs = [(ours is None, theirs is None) for ours, theirs in told]
    return all(ours <= theirs for ours, theirs in pairs) or all(ours >= theirs for ours, theirs in pairs)


def joined(one: Conditions, others: Iterator[Conditions]) -> Conditions:
    """Return conditions, each from the first that states it."""
    for other in others:
        told = {name: getattr(other, name) for name in Conditions.__slots__ if getattr(one, name) is None}
        one = replace(one, **told)
    return one


def _pairs(one: Claim, other: Claim) -> Iterator[tuple[object, object]]:
    yield _cycle(one), _cycle(other)
    for name in ("current_density", "ion", "voltage_window", "temperature", "cell"):
        yield getattr(one.conditions, name), getattr(other.conditions, name)


def _is_same(ours: object, theirs: object) -> bool:
    if isinstance(ours, Quantity) and isinstance(theirs, Quantity):
        return _canonical(ours) == _canonical(theirs)  # what was set has no rounding: 0.5 A/g is not 1 A/g
    return ours == theirs


def _canonical(quantity: Quantity) -> tuple[str, float, float]:
    unit = units.units().get(quantity.unit)
    low, high = (float(end) if unit is None else unit.canonical(float(end)) for end in (quantity.low, quantity.high))
    return unit.kind if unit else quantity.unit, round(low, 9), round(high, 9)


def _cycle(claim: Claim) -> int | None:
    """Return the cycle of a value; the halves of the first cycle are of the first."""
    return 1 if claim.kind in HALVES else claim.conditions.cycle


def _is_first(claim: Claim) -> bool:
    return _cycle(claim) == 1 and (claim.kind in HALVES or claim.claim_type is ClaimType.COULOMBIC_EFFICIENCY)
