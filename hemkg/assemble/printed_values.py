"""Whether two printed values are the same within the digits that were printed: 1.23 Ah/g and 1,230 mAh/g are."""

from dataclasses import dataclass
from decimal import Decimal

from hemkg.model.quantity import Comparator, Quantity
from hemkg.vocab import units

EXACT = {Comparator.EQUAL, Comparator.ABOUT}
HALF = Decimal("0.5")
DUST = 1e-9


@dataclass(frozen=True, slots=True)
class Printed:
    """A printed value in the canonical unit of its kind.

    Attributes:
        kind: what its unit measures.
        low, high: the value, or the ends of a range.
        half_step: half a unit of the last printed digit.
        width: how far the true value may lie from the printed one: more than half a step where the text says *about*
            or prints an uncertainty.
    """

    kind: str
    low: float
    high: float
    half_step: float
    width: float

    def agrees(self, other: "Printed") -> bool:
        """Whether the one that is printed to more digits rounds to the other."""
        return self._apart(other) <= max(self.half_step, other.half_step) + DUST

    def differs(self, other: "Printed") -> bool:
        """Whether no rounding, *about* or uncertainty makes the two the same."""
        return self._apart(other) > self.width + other.width + DUST

    def _apart(self, other: "Printed") -> float:
        if self.kind != other.kind:
            return float("inf")
        return max(abs(self.low - other.low), abs(self.high - other.high))


def printed(quantity: Quantity) -> Printed | None:
    """Return a quantity as a printed value, or None where its unit is unknown.

    >>> one, other = (printed(Quantity.single(*said)) for said in (("1.23", "Ah g-1"), ("1230", "mAh g-1")))
    >>> one.agrees(other) if one and other else None
    True
    """
    unit = units.units().get(quantity.unit)
    if unit is None:
        return None
    half = HALF * max(_last_digit(quantity.low), _last_digit(quantity.high))
    return Printed(
        unit.kind,
        unit.canonical(float(quantity.low)),
        unit.canonical(float(quantity.high)),
        float(half) * unit.factor,
        float(max(half, _looseness(quantity))) * unit.factor,
    )


def is_measured(quantity: Quantity) -> bool:
    """Whether a quantity is a value, and no bound such as *above 800*."""
    return quantity.comparator in EXACT


def _last_digit(number: Decimal) -> Decimal:
    """Return the worth of the last printed digit.

    >>> _last_digit(Decimal("1.23")), _last_digit(Decimal("1230"))
    (Decimal('0.01'), Decimal('1'))
    """
    exponent = number.as_tuple().exponent
    return Decimal(1).scaleb(min(int(exponent), 0))


def _looseness(quantity: Quantity) -> Decimal:
    """Return what *about* leaves open, half of the last digit that is not zero, or the uncertainty that is printed."""
    if quantity.uncertainty is not None:
        return quantity.uncertainty
    if quantity.comparator is Comparator.EQUAL:
        return Decimal(0)
    return HALF * Decimal(1).scaleb(int(quantity.low.normalize().as_tuple().exponent))
