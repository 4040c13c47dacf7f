"""A number with its unit, everything printed kept: comparator, range, uncertainty, words."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Comparator(StrEnum):
    """How the value stands to what was measured, as the text says it."""

    EQUAL = "="
    ABOUT = "~"
    MORE = ">"
    LESS = "<"
    AT_LEAST = ">="
    AT_MOST = "<="


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value or a range of values in a unit.

    Attributes:
        low: the value, or the lower end of a range, in the unit as printed.
        high: the upper end of a range; equal to ``low`` for a single value.
        unit: symbol of the unit in ``ontology/quantities.ttl`` (``mAh g-1``), empty for a number.
        comparator: whether the text gives a bound or an approximation.
        uncertainty: the number after ±, in the same unit.
        as_written: the words of the text.

    Raises:
        ValueError: if ``low`` exceeds ``high``.

    >>> Quantity.single("1310", "mAh g-1").is_range
    False
    """

    low: Decimal
    high: Decimal
    unit: str
    comparator: Comparator = Comparator.EQUAL
    uncertainty: Decimal | None = None
    as_written: str = ""

    def __post_init__(self) -> None:
        if self.low > self.high:
            raise ValueError(f"a quantity needs low <= high, not {self.low}..{self.high}")

    @classmethod
    def single(cls, value: str | int | Decimal, unit: str = "", as_written: str = "") -> "Quantity":
        """Return a plain value without bound or uncertainty."""
        number = Decimal(value)
        return cls(number, number, unit, as_written=as_written)

    @property
    def is_range(self) -> bool:
        """Whether two different ends were printed."""
        return self.low != self.high

    @property
    def value(self) -> float:
        """The value, or the lower end of a range, as a float in the printed unit."""
        return float(self.low)
