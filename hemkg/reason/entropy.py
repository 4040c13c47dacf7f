"""Entropy of mixing under each convention that papers use, and the two criteria for high entropy.

Conventions and thresholds are named in the Turtle; a number without its convention is not given.
SPARQL has no logarithm, so this is Python.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from hemkg.model.composition import Composition
from hemkg.vocab import chemistry, elements, terms
from hemkg.vocab.terms import HEM

PERCENT = 100


@dataclass(frozen=True, slots=True)
class Entropy:
    """The entropy of mixing under one convention.

    Attributes:
        convention: term of the convention (``EntropyPerCation``).
        value: in units of R.
        of: the elements that mix, as a formula.
    """

    convention: str
    value: float
    of: str


@dataclass(frozen=True, slots=True)
class Criteria:
    """Whether a composition is of high entropy, by each of the two criteria in use.

    Attributes:
        entropy_class: term of the class by the entropy per mole of cations.
        is_high_by_entropy: entropy of at least 1.5 R.
        is_high_by_shares: at least five cations with 5 to 35 % each, and none outside.
        principal: the cations with a share between the limits.
        outside: the other cations, with their share [%].
    """

    entropy_class: str
    is_high_by_entropy: bool
    is_high_by_shares: bool
    principal: tuple[str, ...]
    outside: tuple[tuple[str, float], ...]

    @property
    def agree(self) -> bool:
        """Whether both give the same answer."""
        return self.is_high_by_entropy == self.is_high_by_shares


def entropies(composition: Composition) -> tuple[Entropy, ...]:
    """Return the entropy of mixing under each convention that applies; none if amounts are open.

    >>> from hemkg.annotate.formula_grammar import parse
    >>> [(e.convention, round(e.value, 3)) for e in entropies(parse("(MgCoNiCuZn)O"))][:2]
    [('EntropyPerCation', 1.609), ('EntropyOnAnions', 0.0)]
    """
    cations = chemistry.cation_amounts(composition)
    if cations is None:
        return ()
    return tuple(_entropies(composition, cations, anion_amounts(composition)))


def anion_amounts(composition: Composition) -> Mapping[str, Fraction]:
    """Return the amounts on the anion sublattice; empty for alloys and for open amounts."""
    if not composition.is_known:
        return {}
    table = elements.table()
    return {e: amount for e, amount in composition.amounts if amount is not None and table[e].is_anion_former}


def _entropies(
    composition: Composition, cations: Mapping[str, Fraction], anions: Mapping[str, Fraction]
) -> Iterator[Entropy]:
    atoms = {e: amount for e, amount in composition.amounts if amount is not None}
    sites = _sites(composition, cations)
    per_formula = sum(_total(amounts) for amounts in (*sites, anions))
    yield Entropy(HEM.EntropyPerCation, chemistry.mixing_entropy(cations), written(cations))
    for site in sites if len(sites) > 1 else ():
        if len(site) > 1:
            yield Entropy(HEM.EntropyOnSite, chemistry.mixing_entropy(site), written(site))
    if anions:
        yield Entropy(HEM.EntropyOnAnions, chemistry.mixing_entropy(anions), written(anions))
    yield Entropy(HEM.EntropyPerFormulaUnit, per_formula, written(atoms))
    yield Entropy(HEM.EntropyPerAtom, per_formula / float(sum(atoms.values())), written(atoms))
    if anions:
        yield Entropy(HEM.EntropyOneLattice, chemistry.mixing_entropy(atoms), written(atoms))


def _total(amounts: Mapping[str, Fraction]) -> float:
    """Return the entropy of a sublattice as a whole, in R per mole of formula units."""
    return float(sum(amounts.values())) * chemistry.mixing_entropy(amounts) if amounts else 0.0


def _sites(composition: Composition, cations: Mapping[str, Fraction]) -> tuple[Mapping[str, Fraction], ...]:
    """Return the cations by site: each bracket that mixes cations, and what stands outside."""
    rest, sites = dict(cations), []
    for bracket in composition.sublattices:
        site = {e: amount for e, amount in bracket.amounts if e in cations}
        if len(site) > 1:
            sites.append(site)
            rest = {e: left for e, amount in rest.items() if (left := amount - site.get(e, Fraction(0))) > 0}
    return (*sites, rest) if rest else tuple(sites)


def written(amounts: Mapping[str, Fraction]) -> str:
    """Return amounts as a formula, three decimals at most.

    >>> written({"Sb": Fraction(7, 5), "Te": Fraction(3)})
    'Sb1.4Te3'
    """
    return "".join(f"{e}{'' if a == 1 else format(round(float(a), 3), 'g')}" for e, a in amounts.items())


def criteria(composition: Composition) -> Criteria | None:
    """Return what the two criteria say of a composition, or None if amounts are open.

    >>> from hemkg.annotate.formula_grammar import parse
    >>> criteria(parse("InGeSiP3")).entropy_class
    'MediumEntropy'
    """
    cations = chemistry.cation_amounts(composition)
    if cations is None:
        return None
    shares = {e: PERCENT * float(a / sum(cations.values())) for e, a in cations.items()}
    least, most = terms.number(HEM.PrincipalElementShareMinimum), terms.number(HEM.PrincipalElementShareMaximum)
    principal = tuple(e for e, s in shares.items() if least - chemistry.TOLERANCE <= s <= most + chemistry.TOLERANCE)
    outside = tuple((e, s) for e, s in shares.items() if e not in principal)
    kind = chemistry.entropy_class(chemistry.mixing_entropy(cations))
    enough = len(principal) >= terms.number(HEM.PrincipalElementsMinimum)
    return Criteria(kind, kind == HEM.HighEntropy, enough and not outside, principal, outside)
