"""By how much one material is ahead of another: two values under conditions as alike as the papers tell them."""

from collections.abc import Sequence
from itertools import product

from hemkg.ask.measured import Measured

# conditions that must agree for a difference to be one of the materials alone
Conditions = tuple[object, ...]


def most_alike(one: Sequence[Measured], other: Sequence[Measured]) -> tuple[Measured, Measured]:
    """Return the pair of values whose conditions agree most; of several the pair with the highest values."""
    return max(product(one, other), key=lambda pair: (_agreement(*pair), pair[0].value + pair[1].value))


def difference_words(one: Measured, other: Measured, unit: str) -> str:
    """Return by how much one value is above another, and that it is no fair difference where conditions differ."""
    high, low = sorted((one, other), key=lambda m: m.value, reverse=True)
    unit = "percentage points" if unit == "%" else unit
    told = f"{high.material} is {round(high.value - low.value, 4):g} {unit} above {low.material}."
    return told if _conditions(one) == _conditions(other) else f"{told}  Their conditions are not told to be the same."


def _agreement(one: Measured, other: Measured) -> int:
    """Return how many conditions two values share, less those in which they differ."""
    pairs = list(zip(_conditions(one), _conditions(other), strict=True))
    return sum(1 if a is not None and a == b else -1 for a, b in pairs if a is not None or b is not None)


def _conditions(measured: Measured) -> Conditions:
    claim = measured.claim
    return claim.current, claim.c_rate, claim.cycle, claim.ion, claim.capacity_kind
