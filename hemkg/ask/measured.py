"""Measurements that a question picks: found in the store, kept by their conditions, each once."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from hemkg.ask.bounds import Bounds
from hemkg.ask.intent import Intent
from hemkg.reason import faraday
from hemkg.store.base import Store
from hemkg.store.claims import MaterialSelection, Range, Selection, StoredClaim, find_claims, ions_by_paper
from hemkg.vocab import elements, terms
from hemkg.vocab.terms import HEM

CLASSES = {
    HEM.SpecificCapacity: (HEM.CapacityClaim,),
    HEM.CapacityRetention: (HEM.RetentionClaim,),
    HEM.CoulombicEfficiency: (HEM.EfficiencyClaim,),
    HEM.CycleLife: (HEM.RetentionClaim, HEM.CapacityClaim, HEM.QuantityClaim),
}


CYCLED = frozenset({HEM.CycleLife, HEM.SpecificCapacity, HEM.CapacityRetention})


UNITS = {
    HEM.SpecificCapacity: HEM.MilliampereHourPerGram,
    HEM.CapacityRetention: HEM.Percent,
    HEM.CoulombicEfficiency: HEM.Percent,
}


SMALLEST_STEP = 0.005
# values of a cell that no sentence calls a full one are of a half-cell
FULL = "full"
# what a voltage [V] and a temperature [°C] may differ by and be called the same
LEAST_VOLT, LEAST_DEGREE = 0.02, 1.0
# rows that an answer shows at most
MOST_ROWS = 200


@dataclass(frozen=True, slots=True)
class Measured:
    """A claim as the value of one asked kind of quantity."""

    kind: str
    claim: StoredClaim

    @property
    def value(self) -> float:
        """The value in the kind's canonical unit; of a cycle life, the cycles."""
        counts = self.kind == HEM.CycleLife and self.claim.kind != HEM.QuantityClaim
        return float((self.claim.cycle if counts else self.claim.value) or 0.0)

    @property
    def material(self) -> str:
        """Name of the material, as its paper writes it."""
        return self.claim.material.surface if self.claim.material else ""


def selection_of(intent: Intent, kind: str) -> Selection:
    """Return which claims a question asks for, for one kind of quantity."""
    is_other = kind not in CLASSES
    made_of = replace(intent.material, has=tuple(dict.fromkeys((*intent.material.has, *intent.elements))))
    material = MaterialSelection(materials=intent.subject_iris) if intent.subjects else made_of
    bounds = intent.bounds
    is_lookup = bool(intent.subjects)
    return Selection(
        kinds=(HEM.QuantityClaim,) if is_other else CLASSES[kind],
        material=material,
        needs_material=not is_lookup,
        properties=(kind,) if is_other else (),
        capacity_kinds=(),
        ions=() if is_lookup or kind == HEM.CycleLife else intent.ions,
        polarities=(HEM.Asserted,),
        value=bounds.value if _applies(kind, bounds) and not intent.is_yes_no else Range(),
        unit=unit_of(kind) if _applies(kind, bounds) else None,
        current=Range() if is_lookup else widened(bounds.current),
        c_rate=Range() if is_lookup else widened(bounds.c_rate),
        cycle=Range() if is_lookup else bounds.cycle,
        years=bounds.year,
    )


def _applies(kind: str, bounds: Bounds) -> bool:
    """Whether the bound on the value is one on this kind of quantity."""
    return bounds.unit is not None and bounds.unit == unit_of(kind)


def unit_of(kind: str) -> str | None:
    """Return the term of the unit that values of a kind are kept in."""
    return UNITS.get(kind) or terms.text(kind, HEM.canonicalUnit)


def widened(bound: Range) -> Range:
    """Let an exact current match what differs by rounding only."""
    if bound.least is not None and bound.least == bound.most:
        return Range(least=bound.least * (1 - SMALLEST_STEP), most=bound.most * (1 + SMALLEST_STEP))
    return bound


def find_measured(store: Store, intent: Intent, papers: tuple[str, ...] = ()) -> list[Measured]:
    """Return the measurements in the store that may answer a question, with the ions of their papers.

    They come from the given papers (IRIs) alone, or from any paper where none is given.
    """
    selections = {kind: replace(selection_of(intent, kind), papers=papers) for kind in intent.quantities}
    found = [Measured(kind, claim) for kind, wanted in selections.items() for claim in find_claims(store, wanted)]
    found += [Measured(k, claim) for k in intent.quantities for claim in _of_named_forms(store, intent, k)]
    if intent.mechanisms and not intent.subjects:
        found = _of_mechanisms(store, found, intent)
    if not intent.ions:
        return found
    ions = ions_by_paper(store, [m.claim.paper.iri for m in found if m.claim.ion is None])
    return [_with_ion(m, ions.get(m.claim.paper.iri) or _ions_of_title(m.claim.paper.title)) for m in found]


def _of_mechanisms(store: Store, found: list[Measured], intent: Intent) -> list[Measured]:
    """Keep what was measured of materials that store by the mechanisms of the question: *conversion anodes*."""
    iris = _storing(store, intent, intent.mechanisms, intent.polarity or HEM.Asserted)
    out = _storing(store, intent, intent.excluded_mechanisms, HEM.Asserted) if intent.excluded_mechanisms else set()
    return [
        m
        for m in found
        if (m.claim.mechanism in intent.mechanisms and not intent.polarity)
        or (m.claim.material and m.claim.material.iri in iris - out)
    ]


def _storing(store: Store, intent: Intent, mechanisms: tuple[str, ...], polarity: str) -> set[str]:
    """Return the IRIs of the materials that are said, denied or supposed to store by some mechanisms."""
    told = Selection(kinds=(HEM.MechanismClaim,), mechanisms=mechanisms, ions=intent.ions, polarities=(polarity,))
    return {claim.material.iri for claim in find_claims(store, told) if claim.material}


def _of_named_forms(store: Store, intent: Intent, kind: str) -> Iterator[StoredClaim]:
    """Yield claims on a form of a named material that its sentence calls by both names: *X hollow spheres*."""
    papers = tuple(dict.fromkeys(record.paper for named in intent.subjects for record in named.records))
    if not papers or kind not in UNITS:
        return
    for claim in find_claims(store, Selection(kinds=CLASSES[kind], papers=papers, polarities=(HEM.Asserted,))):
        form = claim.material
        if form is None or form.iri in intent.subject_iris:
            continue
        if any(f"{named.words} {form.surface}" in claim.quote for named in intent.subjects):
            yield claim


def _ions_of_title(title: str | None) -> frozenset[str]:
    """Return the ions that the title of a paper names, for a paper whose claims name none."""
    by_element = {terms.text(ion, HEM.ofElement): ion for ion in terms.instances(HEM.Ion)}
    words = re.findall(r"[a-z]+", (title or "").lower())
    symbols = (elements.names().get(word) for word in words)
    return frozenset(by_element[symbol] for symbol in symbols if symbol in by_element)


def _with_ion(measured: Measured, ions: frozenset[str]) -> Measured:
    """Give a value whose sentence names no ion the only ion that its paper speaks of."""
    if measured.claim.ion is not None or len(ions) != 1:
        return measured
    return replace(measured, claim=replace(measured.claim, ion=next(iter(ions))))


def under_conditions(found: Sequence[Measured], intent: Intent) -> list[Measured]:
    """Keep what was measured under the conditions of the question and is of the asked kind."""
    tested = [m for m in found if fits_test(m, intent)]
    named = _of_named_property(tested, intent)
    kept = [m for m in named if _fits_ion(m, found, intent) and _fits_cycle(m, intent) and _is_asked(m, intent)]
    if intent.is_first_cycle:
        kept = _of_first_cycle(kept)
    stating = {m.kind for m in kept if _states_current(m)}
    fitting = [m for m in kept if _fits_current(m, intent) or (len(intent.quantities) > 1 and m.kind not in stating)]
    if intent.all_ions:
        fitting = [m for m in fitting if {o.claim.ion for o in fitting if o.material == m.material} >= set(intent.ions)]
    return _of_capacity_kind(fitting, intent)


def fits_test(measured: Measured, intent: Intent) -> bool:
    """Whether a value was measured in the asked cell, between the asked voltages and at the asked temperature."""
    claim, bounds = measured.claim, intent.bounds
    if intent.cell and (claim.cell_type == FULL) is not (intent.cell == FULL):
        return False
    if intent.asks_window and claim.voltage_high is None:
        return False
    if bounds.temperature and not (claim.temperature is not None and _is_near(bounds.temperature, claim.temperature)):
        return False
    return not bounds.voltage or _fits_window(bounds.voltage, claim)


def _is_near(bound: Range, value: float) -> bool:
    """Whether a value lies within bounds, an exact one to a degree."""
    if bound.least is not None and bound.least == bound.most:
        return abs(value - bound.least) <= LEAST_DEGREE
    return holds(bound, value)


def _fits_window(bound: Range, claim: StoredClaim) -> bool:
    """Whether a window has these ends, ends at this voltage, or lies within these bounds."""
    low, high = claim.voltage_low, claim.voltage_high
    if low is None or high is None:
        return False
    ends = (bound.least, bound.most)
    if ends[0] is not None and ends[1] is not None:
        alike = [abs(low - ends[0]) <= LEAST_VOLT, abs(high - ends[1]) <= LEAST_VOLT]
        return any(alike) if ends[0] == ends[1] else all(alike)
    is_upper = bound.most is not None or bound.below is not None
    return holds(bound, high if is_upper else low)


def _of_named_property(found: Sequence[Measured], intent: Intent) -> Sequence[Measured]:
    """Return the values of the properties that a question names, where some are: particles and no layers."""
    words = intent.words
    named = set() if words is None else {terms.label(m.concept or "") for m in words.of_kind(HEM.MeasuredProperty)}
    fitting = [m for m in found if m.claim.statement in named]
    return fitting or found


def _is_asked(measured: Measured, intent: Intent) -> bool:
    if measured.kind == HEM.CycleLife:
        return measured.value > 1 and measured.claim.property in {None, *CYCLED}
    if measured.kind == HEM.CoulombicEfficiency and intent.is_first_cycle:
        return measured.claim.cycle == 1 or (measured.claim.cycle is None and bool(intent.subjects))
    return measured.claim.value is not None


def _of_first_cycle(kept: Sequence[Measured]) -> list[Measured]:
    """Leave out efficiencies of no told cycle where their material has one of the first."""
    first = {m.material for m in kept if m.kind == HEM.CoulombicEfficiency and m.claim.cycle == 1}
    return [m for m in kept if m.kind != HEM.CoulombicEfficiency or m.claim.cycle == 1 or m.material not in first]


def _fits_ion(measured: Measured, found: Sequence[Measured], intent: Intent) -> bool:
    """Whether the ion is the asked one; of a named material one that its paper leaves open will do."""
    if not intent.ions or measured.claim.ion in intent.ions:
        return True
    if measured.claim.ion is not None or not intent.subjects:
        return False
    told = {m.claim.ion for m in found if m.claim.paper == measured.claim.paper and m.claim.ion}
    return not told or bool(told & set(intent.ions))


def _fits_cycle(measured: Measured, intent: Intent) -> bool:
    bounds, cycle = intent.bounds, measured.claim.cycle
    if bounds.cycles:
        return cycle in bounds.cycles
    bound = _with_its_end(bounds.cycle) if intent.subjects else bounds.cycle
    return not bound or (cycle is not None and holds(bound, cycle))


def _with_its_end(bound: Range) -> Range:
    """Let *past 4000 cycles*, said of a named material, hold for 4000 cycles: the last ones are told."""
    return replace(bound, least=bound.above, above=None) if bound.above is not None else bound


def _states_current(measured: Measured) -> bool:
    return measured.claim.current is not None or measured.claim.c_rate is not None


def _fits_current(measured: Measured, intent: Intent) -> bool:
    bounds, claim = intent.bounds, measured.claim
    if bounds.currents or bounds.c_rates:
        return _is_one_of(claim.current, bounds.currents) or _is_one_of(claim.c_rate, bounds.c_rates)
    if bounds.current and not (claim.current is not None and holds(widened(bounds.current), claim.current)):
        return False
    return not bounds.c_rate or (claim.c_rate is not None and holds(widened(bounds.c_rate), claim.c_rate))


def _is_one_of(value: float | None, points: Sequence[float]) -> bool:
    return value is not None and any(abs(value - point) <= SMALLEST_STEP * point for point in points)


def _of_capacity_kind(kept: list[Measured], intent: Intent) -> list[Measured]:
    """Keep the asked kinds of capacity; what is only calculated counts only where asked for."""
    special = {HEM.TheoreticalCapacity, HEM.ContributedCapacity}
    asked = set(intent.capacity_kinds)
    if HEM.ReversibleCapacity in asked:
        unwanted = {*special, HEM.InitialDischargeCapacity, HEM.InitialChargeCapacity}
        return [m for m in kept if m.claim.capacity_kind not in unwanted]
    if asked:
        return [m for m in kept if m.kind != HEM.SpecificCapacity or m.claim.capacity_kind in asked]
    plain = [m for m in kept if m.claim.capacity_kind not in special and not _is_limit(m)]
    if intent.is_measured:
        return plain
    return plain or (kept if intent.subjects else [])


def _is_limit(measured: Measured) -> bool:
    """Whether a capacity is told without any condition and is what theory gives: silicon holds 4200 mAh g-1."""
    claim = measured.claim
    if measured.kind != HEM.SpecificCapacity or claim.material is None or claim.material.formula is None:
        return False
    if claim.cycle is not None or _states_current(measured) or claim.capacity_kind or claim.value is None:
        return False
    return faraday.is_limit(claim.material.formula, claim.ion or HEM.LithiumIon, claim.value)


def holds(bound: Range, value: float) -> bool:
    """Whether a value lies within bounds.

    >>> holds(Range(above=2.0), 2.0), holds(Range(least=2.0), 2.0)
    (False, True)
    """
    return not (
        (bound.least is not None and value < bound.least - 1e-9)
        or (bound.most is not None and value > bound.most + 1e-9)
        or (bound.above is not None and value <= bound.above + 1e-9)
        or (bound.below is not None and value >= bound.below - 1e-9)
    )


def fits_value(measured: Measured, intent: Intent) -> bool:
    """Whether a value lies within the bounds of a question."""
    bounds = intent.bounds
    if not bounds.value or not _applies(measured.kind, bounds):
        return True
    value = measured.claim.value
    if value is None:
        return False
    if bounds.value.above is not None and value == bounds.value.above and measured.claim.comparator == ">":
        return True
    if bounds.value.above is not None or bounds.value.least is not None:
        return holds(bounds.value, value)
    highest = measured.claim.value_max
    return holds(bounds.value, value) and (highest is None or holds(bounds.value, highest))


def without_repeats(kept: Sequence[Measured]) -> list[Measured]:
    """Leave out what says the same of the same with no more conditions than another claim of the paper."""
    ordered = sorted(kept, key=lambda m: (-_conditions_told(m), m.claim.paper.iri, m.claim.start))
    places = {id(measured): place for place, measured in reversed(list(enumerate(kept)))}
    unique: list[Measured] = []
    alike: dict[tuple[object, ...], list[Measured]] = {}  # many papers make many values; only these are compared
    for measured in ordered:
        others = alike.setdefault(_said_of(measured), [])
        if not any(_repeats(measured, other) for other in others):
            unique.append(measured)
            others.append(measured)
    return sorted(unique, key=lambda m: places[id(m)])


def _said_of(measured: Measured) -> tuple[object, ...]:
    """Return what two measurements must have in common to be one: kind, value, paper and material."""
    material = measured.claim.material
    return measured.kind, measured.value, measured.claim.paper.iri, material.iri if material else None


def _conditions_told(measured: Measured) -> int:
    claim = measured.claim
    return sum(x is not None for x in (claim.current, claim.c_rate, claim.cycle, claim.ion, claim.capacity_kind))


def _repeats(less: Measured, more: Measured) -> bool:
    a, b = less.claim, more.claim
    pairs = ((a.current, b.current), (a.c_rate, b.c_rate), (a.cycle, b.cycle), (a.ion, b.ion))
    return all(x is None or x == y for x, y in pairs)
