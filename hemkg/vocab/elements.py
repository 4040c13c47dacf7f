"""The chemical elements, from ``ontology/elements.ttl``."""

from dataclasses import dataclass
from functools import cache

from hemkg.errors import UnknownTerm
from hemkg.vocab import terms


@dataclass(frozen=True, slots=True)
class Element:
    """One element.

    Attributes:
        symbol: its symbol.
        name: its English name.
        number: its atomic number.
        mass: its standard atomic weight [g mol-1].
        category: ``Metal``, ``TransitionMetal``, ``Metalloid``, ``NonMetal`` or ``NobleGas``.
        anion_charge: the charge of its anion in binary compounds, or None if it forms none.
    """

    symbol: str
    name: str
    number: int
    mass: float
    category: str
    anion_charge: int | None

    @property
    def is_anion_former(self) -> bool:
        """Whether it stands on the anion sublattice of the compounds treated here."""
        return self.anion_charge is not None

    @property
    def is_metallic(self) -> bool:
        """Whether it is a metal or a metalloid."""
        return self.category in {"Metal", "TransitionMetal", "Metalloid"}


@cache
def table() -> dict[str, Element]:
    """Return {symbol: element}, in order of atomic number.

    >>> table()["Fe"].name
    'iron'
    """
    return {symbol: _element(symbol) for symbol in terms.instances("Element")}


def _element(symbol: str) -> Element:
    charge = terms.objects(symbol, "anionCharge")
    return Element(
        symbol,
        terms.label(symbol),
        int(terms.number(symbol, "atomicNumber")),
        terms.number(symbol, "atomicMass"),
        terms.text(symbol, "elementCategory") or "",
        int(charge[0]) if charge else None,
    )


def element(symbol: str) -> Element:
    """Return the element of a symbol.

    Raises:
        UnknownTerm: if there is no such element.
    """
    try:
        return table()[symbol]
    except KeyError:
        raise UnknownTerm(f"{symbol!r} is no element symbol") from None


@cache
def names() -> dict[str, str]:
    """Return {name in lower case: symbol}, spellings included.

    >>> names()["sulphur"], names()["aluminum"]
    ('S', 'Al')
    """
    found = {}
    for symbol in table():
        for predicate in ("skos:prefLabel", "skos:altLabel"):
            for name in terms.objects(symbol, predicate):
                found[str(name).lower()] = symbol
    return found
