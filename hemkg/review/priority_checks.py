"""A manuscript's first reports and records, held against a graph of other papers.

A claim to be first is contradicted by a claim of another paper about the same material or class that has everything
that the sentence names: ion, mechanism, technique.  A claim to be highest is contradicted by a higher value of the
same quantity, ion and class at no lower a current and after no fewer cycles.  What nothing contradicts is told as
well, with the number of papers that it was held against: a small store proves nothing.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from hemkg.model.claim import Claim, ClaimType, Reading
from hemkg.model.paper import Paper
from hemkg.model.quantity import Quantity
from hemkg.review.arithmetic_checks import CLASSES, FIRST, NOT_MEASURED
from hemkg.review.certain import MEASURED, first_capacity, names_term
from hemkg.review.findings import Finding, Outcome, Severity, density, own, passage, shown, value
from hemkg.review.gap_words import plural
from hemkg.review.graph_checks import beside, cited, is_of_others, same_materials
from hemkg.review.priority_sentences import Priority, find_priorities
from hemkg.review.whereabouts import quantities
from hemkg.store.base import Store
from hemkg.store.claims import MaterialSelection, Range, Selection, StoredClaim, count_papers, find_claims
from hemkg.vocab import terms, units
from hemkg.vocab.terms import HEM

STORAGE = (HEM.CapacityClaim, HEM.RetentionClaim, HEM.EfficiencyClaim, HEM.MechanismClaim)
SAME_CURRENT = 0.99


# ---------------------------------------------------------------- first reports


def check_novelty(store: Store, paper: Paper, reading: Reading) -> Outcome:
    """What is called a first report is none in the store."""
    found: list[Finding] = []
    held: list[Finding] = []
    for priority in find_priorities(paper, reading, HEM.FirstReportCue):
        if priority.is_scoped:
            earlier = _earlier(store, paper, priority)
            (found if earlier else held).append(_novelty(store, paper, priority, earlier))
    return Outcome(HEM.NoveltyCheck, len(found) + len(held), tuple(found), tuple(held))


def _novelty(store: Store, paper: Paper, priority: Priority, earlier: Sequence[StoredClaim]) -> Finding:
    told = passage(paper, priority.span)
    if not earlier:
        message = f"This is called a first report, and none of {_papers(store)} reports it."
        return Finding(HEM.NoveltyCheck, Severity.NOTE, message, (told,))
    message = f"This is called a first report, but {beside(earlier)} {_holds(earlier)} of {_material(earlier[0])}."
    if priority.is_narrower:
        message += " The sentence may mean something narrower."
    severity = Severity.NOTE if priority.is_narrower else Severity.WARNING
    return Finding(HEM.NoveltyCheck, severity, message, cited(told, earlier))


def _holds(claims: Sequence[StoredClaim]) -> str:
    """Return what the first of some claims reports, in a few words."""
    claim = claims[0]
    term = claim.mechanism or claim.technique or claim.method or claim.property
    name = terms.label(term) if term else claim.kind
    return f"reports {name}" + (f" with {terms.label(claim.ion)}" if claim.ion else "")


def _material(claim: StoredClaim) -> str:
    return claim.material.surface if claim.material else "it"


def _earlier(store: Store, paper: Paper, priority: Priority) -> list[StoredClaim]:
    """Return claims of other papers that report everything that a sentence calls new."""
    about = _materials(store, priority)
    facets = [list(find_claims(store, wanted)) for wanted in _facets(priority, about)] if about else []
    kept = [[claim for claim in claims if _counts(claim, paper, priority)] for claims in facets]
    papers = set.intersection(*({claim.paper.iri for claim in claims} for claims in kept)) if kept else set()
    return [claim for claim in (kept[0] if kept else ()) if claim.paper.iri in papers]


def _materials(store: Store, priority: Priority) -> MaterialSelection | None:
    """Return the materials that a sentence is about, in the store; None where it has none of them."""
    if not priority.materials:
        return MaterialSelection(high_entropy=True, families=priority.families, excluded_roles=_excluded())
    found = [record.iri for material in priority.materials for record in same_materials(store, material)]
    return MaterialSelection(materials=tuple(dict.fromkeys(found))) if found else None


def _facets(priority: Priority, about: MaterialSelection) -> Iterator[Selection]:
    """Yield one selection of claims for each thing that a paper must report to be the earlier one."""
    asserted = (HEM.Asserted,)
    if priority.mechanisms:
        yield Selection(
            (HEM.MechanismClaim,),
            material=about,
            mechanisms=priority.mechanisms,
            polarities=asserted,
            ions=priority.ions,
        )
    if priority.techniques:
        yield Selection((HEM.TechniqueClaim,), techniques=priority.techniques, modes=_modes(priority))
    if priority.methods:
        yield Selection((HEM.SynthesisClaim,), material=about, methods=priority.methods)
    if not priority.mechanisms:
        yield Selection(STORAGE, material=about, ions=priority.ions)


def _modes(priority: Priority) -> tuple[str, ...]:
    """Return the modes that count as those of a sentence: operando is in situ as well."""
    return (*priority.modes, HEM.Operando) if HEM.InSitu in priority.modes else priority.modes


def _counts(claim: StoredClaim, paper: Paper, priority: Priority) -> bool:
    """Whether a claim is one of another paper that is not younger, about a material that the sentence may mean."""
    named = {name for material in priority.materials for name in material.names}
    is_other = claim.material is not None and claim.kind == HEM.TechniqueClaim and bool(named)
    if claim.mechanism is not None and not names_term(claim.quote, claim.mechanism):
        return False
    return _is_of_others(claim, paper) and not (
        is_other and not named & set(claim.material.names if claim.material else ())
    )


def _is_of_others(claim: StoredClaim, paper: Paper) -> bool:
    year = paper.bibliography.year
    is_younger = year is not None and claim.paper.year is not None and claim.paper.year > year
    return is_of_others(claim, paper) and not is_younger


def _excluded() -> tuple[str, ...]:
    return tuple(map(str, terms.objects(HEM.TheField, HEM.excludedRole)))


# ---------------------------------------------------------------- records


def check_records(store: Store, paper: Paper, reading: Reading) -> Outcome:
    """What is called the highest is the highest of the store under comparable conditions."""
    found: list[Finding] = []
    held: list[Finding] = []
    for priority in find_priorities(paper, reading, HEM.RecordCue, HEM.ScopeCue):
        for claim in _ranked(paper, reading, priority):
            higher = sorted(_higher(store, paper, priority, claim), key=lambda other: -(other.value or 0))
            (found if higher else held).append(_record(store, paper, priority, claim, higher))
    return Outcome(HEM.RecordCheck, len(found) + len(held), tuple(found), tuple(held))


def _ranked(paper: Paper, reading: Reading, priority: Priority) -> list[Claim]:
    """Return the manuscript's claim whose value a sentence calls the highest: the highest of those that it prints."""
    printed = {(q.low, q.unit) for _, q in quantities(priority.span.of(paper.text))}
    claims = [
        c for kind in MEASURED for c in own(reading, kind) if c.kind not in NOT_MEASURED and _is_among(c, printed)
    ]
    return sorted(claims, key=lambda c: (-_stated(c), MEASURED.index(c.claim_type), -value(c).middle))[:1]


def _is_among(claim: Claim, printed: set[tuple[Decimal, str]]) -> bool:
    quantity: Quantity | None = claim.quantity
    return quantity is not None and (quantity.low, quantity.unit) in printed


def _stated(claim: Claim) -> int:
    """Return how many of the conditions that make a value comparable are known."""
    return sum(found is not None for found in (claim.conditions.current_density, claim.conditions.cycle))


def _higher(store: Store, paper: Paper, priority: Priority, claim: Claim) -> Iterator[StoredClaim]:
    """Yield higher values of other papers under conditions that are no easier."""
    ion = terms.by_notation("Ion").get(claim.conditions.ion or "")
    material = MaterialSelection(
        high_entropy=True if priority.is_high else None, families=priority.families, excluded_roles=_excluded()
    )
    unit = units.units().get(claim.quantity.unit) if claim.quantity else None
    wanted = Selection(
        (CLASSES[claim.claim_type],),
        material=material,
        excluded_capacity_kinds=tuple(NOT_MEASURED),
        ions=priority.ions or ((ion,) if ion else ()),
        value=Range(above=value(claim).high),
    )
    for other in find_claims(store, wanted):
        if unit is not None and _is_of_others(other, paper) and _is_comparable(claim, other):
            yield other


def _is_comparable(claim: Claim, other: StoredClaim) -> bool:
    """Whether another value was measured at no lower a current and after no fewer cycles."""
    is_first = first_capacity(claim) is not None
    if is_first != (other.capacity_kind in FIRST) or _kind_of(claim) != _kind_of_stored(other):
        return False
    ours, theirs = density(claim), other.current if other.c_rate is None else -other.c_rate
    if claim.claim_type is ClaimType.CAPACITY and (ours is None or theirs is None):
        return False
    if ours is not None and theirs is not None and (ours * theirs < 0 or abs(theirs) < abs(ours) * SAME_CURRENT):
        return False
    cycle = claim.conditions.cycle
    is_early = cycle is None or cycle <= terms.number(HEM.EarlyCycles)
    return (is_early and claim.claim_type is not ClaimType.RETENTION) or (other.cycle or 0) >= (cycle or 1)


def _kind_of(claim: Claim) -> str | None:
    unit = units.units().get(claim.quantity.unit) if claim.quantity else None
    return unit.kind if unit else None


def _kind_of_stored(claim: StoredClaim) -> str | None:
    return next((unit.kind for unit in units.units().values() if unit.name == claim.unit), None)


def _record(store: Store, paper: Paper, priority: Priority, claim: Claim, higher: Sequence[StoredClaim]) -> Finding:
    told = passage(paper, priority.span)
    if not higher:
        message = f"{shown(claim)} is called the highest; none of {_papers(store)} has more under conditions as hard."
        return Finding(HEM.RecordCheck, Severity.NOTE, message, (told,), None, shown(claim))
    best = higher[0]
    theirs = best.value_words() if best.printed_value is not None else str(best.as_written)
    whose = f"{beside(higher[:1])} gives {theirs} for {_material(best)}{_under(best)}"
    message = f"{shown(claim)} is called the highest, but {whose}."
    return Finding(HEM.RecordCheck, Severity.WARNING, message, cited(told, higher), theirs, shown(claim))


def _under(claim: StoredClaim) -> str:
    """Return under which conditions a value of the store was measured."""
    cycles = f" after {claim.cycle} cycles" if claim.cycle else ""
    return cycles + (f" at {claim.current_as_printed}" if claim.current_as_printed else "")


def _papers(store: Store) -> str:
    with_text, titles = count_papers(store)
    return f"the {plural(with_text + titles, 'paper')} of the store"
