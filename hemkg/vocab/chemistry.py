"""What follows from a composition by arithmetic alone: the cation sublattice and its entropy."""

import math
from collections.abc import Mapping
from fractions import Fraction
from functools import cache

from hemkg.model.composition import Composition
from hemkg.vocab import elements, terms
from hemkg.vocab.terms import HEM

TOLERANCE = 1e-9


def cations(composition: Composition) -> tuple[str, ...]:
    """Return the elements on the cation sublattice, whether their amounts are known or not.

    >>> from fractions import Fraction
    >>> cations(Composition("CoO", "CoO", (("Co", Fraction(1)), ("O", None))))
    ('Co',)
    """
    table = elements.table()
    return tuple(s for s in composition.elements if not table[s].is_anion_former and s not in {"C", "H"})


@cache
def _centres(symbol: str) -> tuple[tuple[str, frozenset[str], float], ...]:
    """Return the polyanions that an element can be the centre of: term, anions around it, least ratio of them."""
    return tuple(
        (centre, frozenset(map(str, terms.objects(centre, HEM.boundTo))), terms.number(centre, HEM.leastRatio))
        for centre in terms.instances("PolyanionCentre")
        if terms.text(centre, HEM.ofElement) == symbol
    )


def polyanion_centre(symbol: str, amounts: Mapping[str, Fraction]) -> str | None:
    """Return the polyanion that an element is the centre of, if enough anions surround it.

    >>> polyanion_centre("P", {"Fe": Fraction(1), "P": Fraction(1), "O": Fraction(4)})
    'PhosphateCentre'
    """
    for centre, anions, ratio in _centres(symbol):
        around = sum(float(amount) for other, amount in amounts.items() if other in anions)
        if around > 0 and around >= ratio * float(amounts[symbol]):
            return centre
    return None


def anions(composition: Composition) -> tuple[str, ...]:
    """Return the elements that are anions of their own; the centre of a polyanion is a part of that anion.

    Where amounts are open, no polyanion can be told and every element that forms anions counts.

    >>> from fractions import Fraction
    >>> anions(Composition("FePO4", "FePO4", (("Fe", Fraction(1)), ("P", Fraction(1)), ("O", Fraction(4)))))
    ('O',)
    """
    table = elements.table()
    formers = tuple(symbol for symbol in composition.elements if table[symbol].is_anion_former)
    known = {symbol: amount for symbol, amount in composition.amounts if amount is not None}
    if not composition.is_known:
        return formers
    return tuple(s for s in formers if polyanion_centre(s, known) is None and not _is_of_water(s, known))


def _is_of_water(symbol: str, amounts: Mapping[str, Fraction]) -> bool:
    """Whether all oxygen is bound in water of crystallisation: twice as much hydrogen goes with it."""
    return symbol == "O" and amounts.get("H") == 2 * amounts["O"]


def cation_amounts(composition: Composition) -> Mapping[str, Fraction] | None:
    """Return the amounts on the cation sublattice, or None where one is open.

    Every element that forms no anion in the compounds treated here is a cation; of an alloy every
    atom counts.  Carbon and hydrogen belong to ligands, supports and carbides and are left out.
    """
    if not composition.is_known:
        return None
    kept = cations(composition)
    return {symbol: amount for symbol, amount in composition.amounts if amount is not None and symbol in kept} or None


def mixing_entropy(amounts: Mapping[str, Fraction]) -> float:
    """Return the configurational entropy of an ideal mixture, ``-sum(x ln x)``, in units of R.

    >>> round(mixing_entropy({"Mg": Fraction(1, 5), "Co": Fraction(4, 5)}), 3)
    0.5
    """
    total = sum(amounts.values())
    shares = [float(amount / total) for amount in amounts.values()]
    return sum(-share * math.log(share) for share in shares) + 0.0


def cation_entropy(composition: Composition) -> float | None:
    """Return the configurational entropy per mole of cations in units of R, or None if amounts are open."""
    amounts = cation_amounts(composition)
    return mixing_entropy(amounts) if amounts else None


def deciding_entropy(composition: Composition) -> float | None:
    """Return the entropy that decides the class: per mole of cations, or of the mixed site if that is more.

    In ``K(MgMnFeCoNi)F3`` five elements share one site and potassium has the other; the mixed site
    decides, as papers on perovskites count it.
    """
    whole = cation_entropy(composition)
    if whole is None:
        return None
    known = set(cations(composition))
    sites = [{s: a for s, a in lattice.amounts if s in known} for lattice in composition.sublattices]
    return max([whole, *(mixing_entropy(site) for site in sites if len(site) > 1)])


def entropy_class(entropy: float) -> str:
    """Return the term of the entropy class; the thresholds stand in ``ontology/quantities.ttl``.

    >>> entropy_class(math.log(5))
    'HighEntropy'
    """
    if entropy >= terms.number("HighEntropyThreshold") - TOLERANCE:
        return HEM.HighEntropy
    return HEM.MediumEntropy if entropy >= terms.number("MediumEntropyThreshold") - TOLERANCE else HEM.LowEntropy
