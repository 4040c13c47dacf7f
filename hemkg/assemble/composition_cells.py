"""Numbers of a table of compositions to shares of atoms: at.%, wt.%, ratios, a balance, cells without a number."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cache

from hemkg.model.composition import Basis, Composition
from hemkg.vocab import elements
from hemkg.vocab.lexicon import alternatives

NUMBER = re.compile(
    r"[~≈∼]?\s?(?P<value>\d+(?:\.\d+)?)\s?(?:\(\d+\))?\s?(?:±\s?\d+(?:\.\d+)?)?\s?%?\s?[a-z]?[*†‡§#]{0,2}"
)
BELOW = re.compile(r"[<≤]\s?\d+(?:\.\d+)?\s?%?")
WHOLE, CLOSE = Fraction(100), Fraction(3)  # printed shares of a whole sample add up to 100 within rounding
DIGITS = 4  # masses are known to more digits than any analysis gives


class Counts(StrEnum):
    """What the numbers of a table of compositions count."""

    ATOMS = "atoms"
    MASS = "mass"


@dataclass(frozen=True, slots=True)
class Shares:
    """What the cells of a sample add up to.

    Attributes:
        composition: the elements that are told, with their amounts.
        is_whole: whether the numbers are shares of everything in the sample, as far as they show.
    """

    composition: Composition
    is_whole: bool


def shares_of(cells: Mapping[str, str], counts: Counts, *, percent: bool, as_written: str) -> Shares | None:
    """Return the composition that the cells of one sample tell, or None where a cell cannot be read.

    Args:
        cells: {symbol of an element: what its cell prints}.
        counts: whether the numbers count atoms or mass.
        percent: whether they are percentages, of which one may be a balance.
        as_written: the cells as they stand in the text.

    >>> told = shares_of({"Fe": "55.85", "O": "bal.", "C": "n.d."}, Counts.MASS, percent=True, as_written="55.85")
    >>> told.composition.formula, told.is_whole
    ('Fe0.266O0.734', True)
    """
    read = {symbol: _amount(cell) for symbol, cell in cells.items()}
    if any(amount is None for amount in read.values()):
        return None
    printed = {symbol: amount for symbol, amount in read.items() if isinstance(amount, Fraction)}
    balances = [symbol for symbol, amount in read.items() if amount == BALANCE]
    total = sum(printed.values(), Fraction(0))
    if balances and (len(balances) > 1 or not percent or total >= WHOLE):
        return None
    told = {symbol: printed.get(symbol, WHOLE - total) for symbol in cells if symbol in printed or symbol in balances}
    total = sum(told.values(), Fraction(0))
    if len(told) < 2 or (percent and total > WHOLE + CLOSE):
        return None
    return Shares(_composition(told, counts, as_written), not percent or abs(total - WHOLE) <= CLOSE)


BALANCE, ABSENT = "balance", "absent"


def _amount(cell: str) -> Fraction | str | None:
    """Return what a cell prints: an amount, a balance, nothing there, or None where that cannot be told."""
    words = cell.strip().strip("()").strip()
    found = NUMBER.fullmatch(words)
    if found:
        return Fraction(found["value"]) or ABSENT
    if not words or BELOW.fullmatch(words) or _missing().fullmatch(words):
        return ABSENT
    return BALANCE if _balance().fullmatch(words) else None


@cache
def _missing() -> re.Pattern[str]:
    return re.compile(alternatives("MissingValueWord"), re.IGNORECASE)


@cache
def _balance() -> re.Pattern[str]:
    return re.compile(alternatives("BalanceWord"), re.IGNORECASE)


def _composition(told: Mapping[str, Fraction], counts: Counts, as_written: str) -> Composition:
    """Return amounts as a composition; by mass they are divided by the masses of the atoms."""
    table = elements.table()
    atoms = {s: n / Fraction(str(table[s].mass)) if counts is Counts.MASS else n for s, n in told.items()}
    total = sum(atoms.values())
    shares = [
        (symbol, Fraction(round(float(amount / total), DIGITS)).limit_denominator(10**DIGITS))
        for symbol, amount in atoms.items()
    ]
    kept = tuple((symbol, share) for symbol, share in shares if share)
    return Composition(as_written, _formula(kept), kept, basis=Basis.TABLE)


def _formula(amounts: Sequence[tuple[str, Fraction]]) -> str:
    return "".join(f"{symbol}{float(amount):.3g}" for symbol, amount in amounts)
