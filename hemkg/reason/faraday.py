"""Faraday's limit of a composition as a range, and what it says of a reported capacity.

Conversion gives every anion its closed shell; alloying adds the ions that the freed metals host; carbon
takes ions between its layers.  The low end leaves out what usually stays bound, the high end leaves out
nothing.  Masses, charges, hosted ions and inactive cations come from the Turtle, each with its source;
intercalation into compounds is not computed, for a formula does not tell the free sites.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache, lru_cache

from hemkg.annotate.formula_grammar import parse
from hemkg.errors import FormulaError, UnknownTerm
from hemkg.model.composition import Composition
from hemkg.reason import guidelines
from hemkg.reason.guidelines import Guideline
from hemkg.vocab import chemistry, elements, terms
from hemkg.vocab.terms import HEM

CARBON = HEM.C
FREED = "true"
BOUND_MECHANISMS = {HEM.Intercalation, HEM.Conversion, HEM.Alloying}


@dataclass(frozen=True, slots=True)
class Share:
    """What one element adds to the electrons of a step.

    Attributes:
        element: its symbol.
        amount: atoms per formula unit.
        low: electrons per atom at the low end; negative where it keeps charge that an anion brings.
        high: electrons per atom at the high end.
        source: the claim that gives the number, or None where it is the charge of the anion.
    """

    element: str
    amount: Fraction
    low: float
    high: float
    source: Guideline | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One mechanism's part of the limit.

    Attributes:
        mechanism: its term.
        shares: what each element adds.
        per_electron: capacity of one electron per formula unit [mAh g-1].
    """

    mechanism: str
    shares: tuple[Share, ...]
    per_electron: float

    @property
    def electrons(self) -> tuple[float, float]:
        """Electrons per formula unit, low and high."""
        low = sum(float(share.amount) * share.low for share in self.shares)
        high = sum(float(share.amount) * share.high for share in self.shares)
        return max(0.0, low), max(0.0, high)

    @property
    def low(self) -> float:
        """Capacity at the low end [mAh g-1]."""
        return self.electrons[0] * self.per_electron

    @property
    def high(self) -> float:
        """Capacity at the high end [mAh g-1]."""
        return self.electrons[1] * self.per_electron


@dataclass(frozen=True, slots=True)
class Faraday:
    """The limit of one composition with one working ion.

    Attributes:
        ion: term of the ion.
        molar_mass: of the formula unit, without guest ions where the host is a metal or carbon [g mol-1].
        steps: the mechanisms that count, in order.
        guests: atoms of the working ion's element that a metal or carbon host already holds in the formula.
        unknown: alloying elements for which nobody gives a number with this ion.
    """

    ion: str
    molar_mass: float
    steps: tuple[Step, ...]
    guests: Fraction = Fraction(0)
    unknown: tuple[str, ...] = ()

    @property
    def low(self) -> float:
        """Low end of the limit [mAh g-1]."""
        return sum(step.low for step in self.steps)

    @property
    def high(self) -> float:
        """High end of the limit [mAh g-1]."""
        return sum(step.high for step in self.steps)

    @property
    def electrons(self) -> tuple[float, float]:
        """Electrons per formula unit, low and high."""
        low, high = (sum(step.electrons[end] for step in self.steps) for end in (0, 1))
        return low, high

    @property
    def ions(self) -> tuple[float, float]:
        """Working ions per formula unit, low and high."""
        charge = terms.number(self.ion, HEM.chargeNumber)
        return self.electrons[0] / charge, self.electrons[1] / charge

    @property
    def is_computed(self) -> bool:
        """Whether anything in the formula converts, alloys or takes ions; an MXene or an inert alloy does not."""
        return self.high > 0

    def of(self, mechanism: str) -> Step | None:
        """Return the part of one mechanism."""
        return next((step for step in self.steps if step.mechanism == mechanism), None)


def ion_term(symbol: str) -> str:
    """Return the term of a working ion.

    Raises:
        UnknownTerm: if there is no such ion.

    >>> ion_term("Na")
    'SodiumIon'
    """
    known = terms.by_notation("Ion")
    if symbol not in known:
        raise UnknownTerm(f"{symbol!r} is no working ion; known are {', '.join(known)}.")
    return known[symbol]


def limit(composition: Composition, ion: str) -> Faraday:
    """Return the limit of a composition.

    Args:
        composition: all its amounts must be known.
        ion: term of the working ion.

    Raises:
        FormulaError: if an amount is open.

    >>> from hemkg.annotate.formula_grammar import parse
    >>> found = limit(parse("Fe3O4"), "LithiumIon")
    >>> round(found.low), round(found.high)
    (926, 926)
    """
    if not composition.is_known or not composition.amounts:
        raise FormulaError(f"no limit can be computed for {composition.as_written!r}: its amounts are open.")
    amounts = {symbol: amount for symbol, amount in host(composition, ion).amounts if amount is not None}
    guests = sum(
        (amount or Fraction(0) for symbol, amount in composition.amounts if symbol not in amounts), Fraction(0)
    )
    mass = sum(float(amount) * elements.element(symbol).mass for symbol, amount in amounts.items())
    per_electron = terms.number(HEM.FaradayConstant) / mass
    steps = (Step(mechanism, shares, per_electron) for mechanism, shares in _steps(amounts, ion) if shares)
    return Faraday(ion, mass, tuple(steps), guests, tuple(_unknown(amounts, ion)))


@lru_cache(maxsize=4096)
def is_limit(formula: str, ion: str, value: float) -> bool:
    """Return whether a capacity is what theory gives for an element or a compound of two.

    Args:
        formula: the formula as it is written.
        ion: term of the working ion.
        value: the capacity [mAh g-1].

    >>> is_limit("Si", "LithiumIon", 4200.0), is_limit("Si", "LithiumIon", 2900.0)
    (True, False)
    """
    try:
        composition = parse(formula)
        found = limit(composition, ion) if len(composition.elements) <= 2 else None
    except FormulaError:
        return False
    near = terms.number(HEM.LimitTolerance) / 100
    return found is not None and any(abs(value - end) <= near * end for end in (found.low, found.high))


def host(composition: Composition, ion: str) -> Composition:
    """Return a composition without the working ions that it holds as guests.

    A metal or carbon hosts ions, and ``LiC6`` is six carbons with one lithium in; of a compound with
    anions every element is a part.
    """
    guest = terms.text(ion, HEM.ofElement)
    if any(map(_is_anion_former, composition.elements)) or set(composition.elements) == {guest}:
        return composition
    amounts = tuple((symbol, amount) for symbol, amount in composition.amounts if symbol != guest)
    return replace(composition, amounts=amounts, sublattices=())


def _steps(amounts: Mapping[str, Fraction], ion: str) -> Iterator[tuple[str, tuple[Share, ...]]]:
    if set(amounts) == {CARBON}:
        yield HEM.Intercalation, tuple(_hosted(amounts, ion, HEM.Intercalation))
        return
    if any(map(_is_anion_former, amounts)):
        yield HEM.Conversion, tuple(_conversion(amounts, ion))
    yield HEM.Alloying, tuple(_hosted(amounts, ion, HEM.Alloying))


def _is_anion_former(symbol: str) -> bool:
    return elements.element(symbol).is_anion_former


# ---------------------------------------------------------------- conversion


def _conversion(amounts: Mapping[str, Fraction], ion: str) -> Iterator[Share]:
    """Yield the charge of the anions, less what polyanions and inactive cations keep."""
    for symbol, amount in amounts.items():
        element, centre = elements.element(symbol), chemistry.polyanion_centre(symbol, amounts)
        if centre is not None:
            yield _centre_share(symbol, amount, centre)
        elif element.anion_charge is not None:
            yield Share(symbol, amount, element.anion_charge, element.anion_charge)
        elif symbol in _inactive() or symbol == terms.text(ion, HEM.ofElement):
            yield _inactive_share(symbol, amount, ion)


def _centre_share(symbol: str, amount: Fraction, centre: str) -> Share:
    kept = -terms.number(centre, HEM.chargeNumber)
    charge = elements.element(symbol).anion_charge
    is_freed = terms.text(centre, HEM.isFreed) == FREED and charge is not None
    return Share(symbol, amount, kept, float(charge) if is_freed and charge is not None else kept)


def _inactive_share(symbol: str, amount: Fraction, ion: str) -> Share:
    charge, source = _inactive().get(symbol, (terms.number(ion, HEM.chargeNumber), None))
    return Share(symbol, amount, -charge, 0.0, source)


@cache
def _inactive() -> Mapping[str, tuple[float, Guideline]]:
    """Return {element: charge it keeps, claim} for the cations that usually stay as they are."""
    found = {}
    for claim in guidelines.select(role=HEM.StructuralStabiliser):
        charge = claim.number(HEM.chargeNumber)
        if charge is not None and not claim.all(HEM.ofMaterial):
            found.update(dict.fromkeys(claim.all(HEM.element), (charge, claim)))
    return found


# ---------------------------------------------------------------- alloying, and ions in carbon


def _hosted(amounts: Mapping[str, Fraction], ion: str, mechanism: str) -> Iterator[Share]:
    charge = terms.number(ion, HEM.chargeNumber)
    for symbol, amount in amounts.items():
        claim = _hosting(ion, mechanism).get(symbol)
        if claim is not None:
            low = claim.number(HEM.value) or 0.0
            high = claim.number(HEM.valueMax) or low
            is_inert = mechanism == HEM.Alloying and CARBON in amounts  # a carbide need not open
            yield Share(symbol, amount, 0.0 if is_inert else low * charge, high * charge, claim)


@cache
def _hosting(ion: str, mechanism: str) -> Mapping[str, Guideline]:
    """Return {element: the claim of how many of these ions an atom hosts}; a bound alone does not count."""
    chosen = guidelines.select(property=HEM.IonsPerAtom, ion=ion, mechanism=mechanism, comparator="=")
    return {symbol: claim for claim in chosen for symbol in claim.all(HEM.element)}


def _unknown(amounts: Mapping[str, Fraction], ion: str) -> Iterator[str]:
    """Yield the elements that alloy by the guidelines, but with this ion nobody says how far."""
    hosts = _hosting(ion, HEM.Alloying)
    yield from (symbol for symbol in amounts if symbol in of_role(HEM.AlloyingElement) and symbol not in hosts)


@cache
def of_role(role: str) -> tuple[str, ...]:
    """Return the elements that have a role by the guidelines, those of one host left out.

    >>> of_role("SpaceChargeElement")
    ('Fe', 'Co', 'Ni')
    """
    chosen = (claim for claim in guidelines.select(role=role) if not claim.all(HEM.ofMaterial))
    return tuple(dict.fromkeys(symbol for claim in chosen for symbol in claim.all(HEM.element)))


# ---------------------------------------------------------------- a reported capacity


@dataclass(frozen=True, slots=True)
class Cause:
    """Something that could explain capacity beyond the limit.

    Attributes:
        term: of the cause (``SpaceCharge``, ``SurfaceFilm``, ``Carbon`` ...).
        is_expected: whether the composition allows it, as far as that depends on it.
        claims: those that say so.
    """

    term: str
    is_expected: bool
    claims: tuple[Guideline, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the limit says of a reported capacity.

    Attributes:
        verdict: term: ``WithinLimit``, ``NeedsExplaining`` or ``ImpossibleForMechanism``.
        capacity: the reported one [mAh g-1].
        limit: the limit that it is held against [mAh g-1].
        causes: what could explain it, where it lies beyond.
    """

    verdict: str
    capacity: float
    limit: float
    causes: tuple[Cause, ...] = ()

    @property
    def excess(self) -> float:
        """By how much the capacity exceeds the limit [mAh g-1]."""
        return max(0.0, self.capacity - self.limit)


def is_bounded(kind: str | None) -> bool:
    """Whether a capacity of a kind (a term) is held against the limit.

    >>> is_bounded("TheoreticalCapacity"), is_bounded(None)
    (False, True)
    """
    return kind is None or terms.text(kind, HEM.isUnbounded) is None


def judge(
    faraday: Faraday, capacity: float, symbols: Sequence[str], mechanisms: Sequence[str] = ()
) -> Judgement | None:
    """Hold a reported capacity against the limit; None where there is no limit to hold it against.

    Args:
        faraday: the limit.
        capacity: the reported specific capacity [mAh g-1].
        symbols: the elements of the composition.
        mechanisms: terms of the mechanisms that are said to give it; none if nothing is said.

    >>> from hemkg.annotate.formula_grammar import parse
    >>> oxide = limit(parse("Fe3O4"), "LithiumIon")
    >>> judge(oxide, 1300, ["Fe", "O"]).verdict, judge(oxide, 1300, ["Fe", "O"], ["Conversion"]).verdict
    ('NeedsExplaining', 'ImpossibleForMechanism')
    """
    if not faraday.is_computed:
        return None
    tolerance = 1 + terms.number(HEM.CapacityTolerance) / 100
    bound = _bound(faraday, mechanisms)
    if capacity <= bound * tolerance:
        return Judgement(HEM.WithinLimit, capacity, bound)
    is_stated = bool(mechanisms) and set(mechanisms) <= BOUND_MECHANISMS
    verdict = HEM.ImpossibleForMechanism if is_stated else HEM.NeedsExplaining
    return Judgement(verdict, capacity, bound, causes(symbols))


def _bound(faraday: Faraday, mechanisms: Sequence[str]) -> float:
    """Return the limit of the stated mechanisms; alloying follows conversion, so that it counts both."""
    conversion = faraday.of(HEM.Conversion)
    is_all = HEM.Conversion in mechanisms and set(mechanisms) <= {HEM.Intercalation, HEM.Conversion}
    return conversion.high if conversion and is_all else faraday.high


def causes(symbols: Sequence[str]) -> tuple[Cause, ...]:
    """Return what could explain capacity beyond the limit in a material of these elements."""
    formers = set(of_role(HEM.SpaceChargeElement))
    found: dict[str, list[Guideline]] = {}
    for claim in guidelines.select(predicate=HEM.Explains, object=HEM.ExcessCapacity):
        for cause in claim.all(HEM.about):
            found.setdefault(cause, []).append(claim)
    return tuple(
        Cause(cause, cause != HEM.SpaceCharge or bool(formers & set(symbols)), tuple(claims))
        for cause, claims in found.items()
    )
