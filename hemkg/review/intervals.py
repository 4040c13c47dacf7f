"""Printed numbers as the intervals that they stand for: rounding, about, more than, less than."""

from dataclasses import dataclass
from decimal import Decimal
from math import inf

from hemkg.model.quantity import Comparator, Quantity
from hemkg.vocab import terms, units
from hemkg.vocab.terms import HEM

HALF = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class Interval:
    """All values that a printed number can stand for, in the canonical unit of its kind."""

    low: float
    high: float

    @property
    def middle(self) -> float:
        """The value in the middle, or the end that is a number where the other is not."""
        if inf in (abs(self.low), abs(self.high)):
            return self.high if abs(self.low) == inf else self.low
        return (self.low + self.high) / 2

    def __mul__(self, other: "Interval") -> "Interval":
        return Interval(self.low * other.low, self.high * other.high)

    def __truediv__(self, other: "Interval") -> "Interval":
        return Interval(self.low / other.high if other.high else 0.0, self.high / other.low if other.low > 0 else inf)

    def scaled(self, factor: float) -> "Interval":
        """Return the interval times a positive number."""
        return Interval(self.low * factor, self.high * factor)

    def meets(self, other: "Interval", tolerance: float = 0.0) -> bool:
        """Whether the two share a value, one of them widened by a share of itself."""
        return self.low * (1 - tolerance) <= other.high and other.low <= self.high * (1 + tolerance)


def interval(quantity: Quantity) -> Interval:
    """Return what a printed number can stand for.

    >>> found = interval(Quantity.single("89", "%"))
    >>> found.low, found.high
    (88.5, 89.5)
    """
    low, high = _rounded(quantity.low, -1), _rounded(quantity.high, 1)
    if quantity.uncertainty is not None:
        low, high = quantity.low - quantity.uncertainty, quantity.high + quantity.uncertainty
    ends = Interval(canonical(quantity.unit, float(low)), canonical(quantity.unit, float(high)))
    match quantity.comparator:
        case Comparator.MORE | Comparator.AT_LEAST:
            return Interval(ends.low, inf)
        case Comparator.LESS | Comparator.AT_MOST:
            return Interval(-inf, ends.high)
        case Comparator.ABOUT:
            about = terms.number(HEM.ApproximateTolerance) / 100
            return Interval(ends.low * (1 - about), ends.high * (1 + about))
    return ends


def canonical(unit: str, value: float) -> float:
    """Return a value in the canonical unit of its kind."""
    known = units.units().get(unit)
    return known.canonical(value) if known else value


def _rounded(value: Decimal, sign: int) -> Decimal:
    """Return a printed number with half a unit of its last digit added or taken away."""
    exponent = value.as_tuple().exponent
    last = Decimal(1).scaleb(exponent) if isinstance(exponent, int) else Decimal(0)
    return value + sign * HALF * last


def printed(quantity: Quantity) -> str:
    """Return a number as it is written with its unit.

    >>> printed(Quantity.single("89", "%"))
    '89 %'
    """
    sign = "" if quantity.comparator is Comparator.EQUAL else f"{quantity.comparator.value} "
    ends = f"{quantity.low}–{quantity.high}" if quantity.is_range else str(quantity.low)
    return f"{sign}{ends} {quantity.unit}".strip()
