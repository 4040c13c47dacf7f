"""What a material is made of: exact amounts by element, the string as written beside them."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class Basis(StrEnum):
    """Where the amounts come from."""

    EXPLICIT = "explicit"
    EQUIMOLAR = "equimolar shorthand"
    TEXT = "text"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Sublattice:
    """Elements that share the sites of one bracket of the formula, with their amounts.

    Attributes:
        amounts: element symbol and amount per formula unit, in printed order.
        label: what the paper calls the site (``tetrahedral``), if it does.
    """

    amounts: tuple[tuple[str, Fraction], ...]
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Composition:
    """The elements of one formula unit and how much of each.

    Attributes:
        as_written: the formula as the text prints it.
        formula: the same in plain characters, without spaces and markup, of the active phase.
        amounts: element symbol and amount per formula unit in printed order; an amount is None
            where the text leaves it open (a variable x without a value, a name without a formula).
        sublattices: the brackets that mix several elements.
        variables: symbols that stand for numbers (``x``, ``δ``).
        support: what a composite carries beside the active phase (``C``, ``rGO``), as written.
        expands_to: the other readings of printed alternatives, as formulas.
        basis: where the amounts come from.
        damaged: whether a number in the formula was hurt in the text and not repaired.

    Raises:
        ValueError: if an amount is not positive.

    >>> oxide = Composition("CoO", "CoO", (("Co", Fraction(1)), ("O", Fraction(1))))
    >>> oxide.fractions()
    {'Co': Fraction(1, 2), 'O': Fraction(1, 2)}
    """

    as_written: str
    formula: str
    amounts: tuple[tuple[str, Fraction | None], ...]
    sublattices: tuple[Sublattice, ...] = ()
    variables: tuple[str, ...] = ()
    support: tuple[str, ...] = ()
    expands_to: tuple[str, ...] = ()
    basis: Basis = Basis.EXPLICIT
    damaged: bool = False

    def __post_init__(self) -> None:
        if any(amount is not None and amount <= 0 for _, amount in self.amounts):
            raise ValueError(f"amounts must be positive: {self.amounts}")

    @property
    def elements(self) -> tuple[str, ...]:
        """The element symbols, in printed order."""
        return tuple(element for element, _ in self.amounts)

    @property
    def is_known(self) -> bool:
        """Whether every amount is a number; a δ counts as zero, any other variable leaves it open."""
        closed = set(self.variables) <= {"δ", "Δ", "ε"}
        return closed and all(amount is not None for _, amount in self.amounts)

    def fractions(self) -> Mapping[str, Fraction] | None:
        """Return the share of each element of all atoms, or None where an amount is open."""
        known = [(element, amount) for element, amount in self.amounts if amount is not None]
        if not self.is_known or not known:
            return None
        total = sum(amount for _, amount in known)
        return {element: amount / total for element, amount in known}

    def key(self) -> str | None:
        """Return a name that two spellings of one composition share, or None if amounts are open.

        Elements are sorted and amounts reduced to fractions of all atoms, so that
        ``(MgCoNiCuZn)O`` and ``Mg0.2Co0.2Ni0.2Cu0.2Zn0.2O`` come out alike.
        """
        shares = self.fractions()
        if shares is None:
            return None
        return "|".join(f"{element}:{share}" for element, share in sorted(shares.items()))
