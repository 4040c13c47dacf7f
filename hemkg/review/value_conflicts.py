"""A manuscript against the values of other papers: the same composition under the same conditions, another number.

Compared are capacities, retentions and first efficiencies, and what a material is said to be: its crystal structure
and the entropy class by which it is called.  Conditions are the same where both papers state them and they differ by
no more than the tolerances in ``ontology/gaps.ttl``; a condition that a value needs and that one paper does not state
makes no pair.  Two samples of one composition may differ for good reasons, so a finding is a warning: it asks for the
reason.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from hemkg.model.answer import Citation
from hemkg.model.claim import Claim, ClaimType, Material, Reading
from hemkg.model.paper import Paper
from hemkg.model.quantity import Comparator, Quantity
from hemkg.review.arithmetic_checks import CLASSES, FIRST, NOT_MEASURED
from hemkg.review.certain import MEASURED, first_capacity, measured_materials, name_pattern, names_term, sure
from hemkg.review.class_calls import called_by_class
from hemkg.review.field import PREFIX
from hemkg.review.findings import (
    Finding,
    Outcome,
    Severity,
    density,
    is_specific,
    outcome,
    passage,
    quote,
    shown,
    value,
)
from hemkg.review.graph_checks import beside, cited, is_of_others, same_materials
from hemkg.review.intervals import Interval
from hemkg.review.quotes import citations
from hemkg.review.whereabouts import sentences
from hemkg.store.base import Store
from hemkg.store.claims import (
    MaterialRecord,
    MaterialSelection,
    PaperRecord,
    Selection,
    StoredClaim,
    find_claims,
    papers_by_iri,
)
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM

# how far two values may differ, by kind: a share for capacities, percentage points for the others
MOST_APART = {
    ClaimType.CAPACITY: HEM.CapacityDifference,
    ClaimType.RETENTION: HEM.RetentionDifference,
    ClaimType.COULOMBIC_EFFICIENCY: HEM.EfficiencyDifference,
}
EXACT = {None, Comparator.EQUAL.value, Comparator.ABOUT.value}
HUNDRED = 100


def check_values(store: Store, paper: Paper, reading: Reading) -> Outcome:
    """Values and labels of the same composition in other papers, under the same conditions, are near those given."""
    results = [*_of_numbers(store, paper, reading), *_of_labels(store, paper, reading)]
    return outcome(HEM.ValueConflictCheck, results)


# ---------------------------------------------------------------- numbers


def _of_numbers(store: Store, paper: Paper, reading: Reading) -> Iterator[Finding | None]:
    """Yield, for each measured value that another paper gives as well, what is wrong with it."""
    told: set[tuple[object, ...]] = set()
    for kind in MEASURED:
        for claim in sure(paper, reading, kind):
            key = (kind, claim.material, shown(claim), density(claim), claim.conditions.cycle)
            others = list(_measured_alike(store, paper, reading, claim)) if key not in told else []
            told.add(key)
            if others:
                yield _apart(paper, claim, others)


def _measured_alike(store: Store, paper: Paper, reading: Reading, claim: Claim) -> Iterator[StoredClaim]:
    """Yield the values of other papers that were measured on the same composition under the same conditions."""
    own = reading.material_of(claim)
    if own is None or own.composition is None or claim.kind in NOT_MEASURED or not _is_of_kind(claim):
        return
    materials = tuple(record.iri for record in same_materials(store, own))
    wanted = Selection(
        (CLASSES[claim.claim_type],),
        material=MaterialSelection(materials=materials),
        excluded_capacity_kinds=tuple(NOT_MEASURED),
    )
    for other in find_claims(store, wanted) if materials else ():
        if is_of_others(other, paper) and _is_sure(other) and is_alike(claim, other):
            yield other


def _is_of_kind(claim: Claim) -> bool:
    return claim.claim_type is not ClaimType.CAPACITY or is_specific(claim)


def _is_sure(other: StoredClaim) -> bool:
    return other.confidence >= terms.number(HEM.LeastConfidence) and other.comparator in EXACT and not other.cites


def is_alike(claim: Claim, other: StoredClaim) -> bool:
    """Whether two values are of the same quantity under the same conditions, as far as these matter to it."""
    conditions = claim.conditions
    ion = terms.by_notation("Ion").get(conditions.ion or "")
    if ion is None or other.ion != ion or _stands_against(conditions.cell, other.cell_type):
        return False
    if not _same_window(conditions.voltage_window, other):
        return False
    if first_capacity(claim) != (other.capacity_kind if other.capacity_kind in FIRST else None):
        return False
    is_first = claim.claim_type is ClaimType.COULOMBIC_EFFICIENCY or first_capacity(claim) is not None
    if is_first:
        return conditions.cycle in {1, None} and other.cycle in {1, None} and _same_current(claim, other, needed=False)
    is_specific_other = claim.claim_type is not ClaimType.CAPACITY or other.unit == HEM.MilliampereHourPerGram
    return is_specific_other and _same_cycle(conditions.cycle, other.cycle) and _same_current(claim, other, needed=True)


def _stands_against(one: object, other: object) -> bool:
    return one is not None and other is not None and one != other


def _same_window(ours: Quantity | None, other: StoredClaim) -> bool:
    """Whether two voltage windows are the same, or one is not stated."""
    if ours is None or other.voltage_low is None or other.voltage_high is None:
        return True
    apart = max(abs(float(ours.low) - other.voltage_low), abs(float(ours.high) - other.voltage_high))
    return apart <= terms.number(HEM.SameWindowTolerance)


def _same_current(claim: Claim, other: StoredClaim, *, needed: bool) -> bool:
    """Whether two currents are the same, within the tolerance; one that is not stated agrees only if none is needed."""
    ours, theirs = density(claim), other.current if other.c_rate is None else -other.c_rate
    if ours is None or theirs is None:
        return not needed
    return ours * theirs > 0 and _within(ours, theirs, terms.number(HEM.SameCurrentTolerance))


def _same_cycle(ours: int | None, theirs: int | None) -> bool:
    if ours is None or theirs is None:
        return False
    return _within(ours, theirs, terms.number(HEM.SameCycleTolerance))


def _within(one: float, other: float, percent: float) -> bool:
    return abs(one - other) <= max(abs(one), abs(other)) * percent / HUNDRED


def _apart(paper: Paper, claim: Claim, others: Sequence[StoredClaim]) -> Finding | None:
    """Return that other papers give another value, unless one of them gives this one."""
    far = [other for other in others if _differs(claim, other)]
    if len(far) < len(others):
        return None
    theirs = far[0].value_words() if far[0].decided else far[0].as_written or far[0].value_words()
    what = terms.label(claim.concept or "") if claim.concept else claim.claim_type.value
    message = (
        f"The {what} of {claim.material} is {shown(claim)} here{_under(claim)}, and {theirs} by {beside(far)} under "
        f"the same conditions. More than {_allowed(claim)} apart, they ask for a reason."
    )
    told = cited(quote(paper, claim.evidence), far)
    return Finding(HEM.ValueConflictCheck, Severity.WARNING, message, told, theirs, shown(claim))


def _differs(claim: Claim, other: StoredClaim) -> bool:
    """Whether two values differ by more than is allowed for their kind."""
    if other.value is None:
        return False
    ours, theirs = value(claim), Interval(other.value, other.value_max or other.value)
    most = terms.number(MOST_APART[claim.claim_type])
    if claim.claim_type is ClaimType.CAPACITY:
        return not ours.meets(theirs, most / HUNDRED)
    return not Interval(ours.low - most, ours.high + most).meets(theirs)


def _allowed(claim: Claim) -> str:
    most = terms.number(MOST_APART[claim.claim_type])
    return f"{most:g} %" if claim.claim_type is ClaimType.CAPACITY else f"{most:g} percentage points"


def _under(claim: Claim) -> str:
    """Return under which conditions a value of the manuscript was measured."""
    cycle, current = claim.conditions.cycle, claim.conditions.current_density
    after = f" after {cycle} cycles" if cycle and cycle > 1 else ""
    return after + (f" at {current.as_written or f'{current.low} {current.unit}'}" if current else "")


# ---------------------------------------------------------------- structure and entropy class


def _of_labels(store: Store, paper: Paper, reading: Reading) -> Iterator[Finding | None]:
    """Yield, for each measured material that other papers call by a structure or a class, whether they disagree."""
    called = dict(called_by_class(paper, reading))
    measured = measured_materials(reading)
    for material in reading.materials:
        if material.surface in measured and material.composition is not None:
            others = [record for record in same_materials(store, material) if _is_elsewhere(store, record, paper)]
            ours = material.entropy_label or called.get(material.surface)
            called_there = {record: record.entropy_label for record in others if record.entropy_label}
            built_there = {record: found for record in others if (found := _exact(record.structure))}
            yield _label(store, paper, material, ours, called_there)
            yield _label(store, paper, material, _exact(material.structure), built_there)


def _exact(structure: str | None) -> str | None:
    """Return a structure type, but nothing for a bare symmetry, which many of them share."""
    return None if structure is None or HEM.GeneralSymmetry in terms.kinds(structure) else structure


def _is_elsewhere(store: Store, record: MaterialRecord, paper: Paper) -> bool:
    """Whether a material is one of another paper; what the guidelines name has no paper and no sentence."""
    work = papers_by_iri(store, [record.paper]).get(record.paper)
    return work is not None and record.quote is not None and is_of_others(_as_claim(record, work), paper)


def _as_claim(record: MaterialRecord, work: PaperRecord) -> StoredClaim:
    """Return the sentence that first names a material of the store, as a claim about it."""
    words = record.quote or ""
    return StoredClaim(
        record.iri, "", work, words, record.start or 0, record.end or 0, record, record.section, record.page
    )


def _label(
    store: Store, paper: Paper, material: Material, ours: str | None, theirs: Mapping[MaterialRecord, str]
) -> Finding | None:
    """Return that other papers call a material otherwise, unless one of them agrees."""
    if ours is None or not theirs or any(_agree(ours, found) for found in theirs.values()):
        return None
    works = papers_by_iri(store, [record.paper for record in theirs])
    far = [_as_claim(record, works[record.paper]) for record in theirs]
    found = next(iter(theirs.values()))
    message = (
        f"{material.surface} is called {terms.label(ours)} here and {terms.label(found)} by {beside(far)}; one "
        "composition may be both, but readers will ask what makes the difference."
    )
    told = [_with_words(one, _telling(store, record, theirs[record])) for one, record in zip(far, theirs, strict=True)]
    here = _sentence_of(paper, material, ours)
    return Finding(
        HEM.ValueConflictCheck, Severity.WARNING, message, cited(here, told), terms.label(found), terms.label(ours)
    )


def _with_words(claim: StoredClaim, words: Citation | None) -> StoredClaim:
    """Return a claim with other words of its paper, if there are any."""
    if words is None:
        return claim
    start, end = words.start or 0, words.end or 0
    return replace(claim, quote=words.quote, start=start, end=end, section=words.section, page=words.page)


def _agree(one: str, other: str) -> bool:
    """Whether two labels are the same, or one of them is the broader."""
    return one == other or one in terms.objects(other, "skos:broader") or other in terms.objects(one, "skos:broader")


def _sentence_of(paper: Paper, material: Material, label: str) -> Citation:
    """Return the first sentence of the manuscript that names a material and its label, or else the material."""
    names = name_pattern(material.names)
    spans = [s.span for s in sentences(paper) if names.search(s.span.of(paper.text))]
    telling = [span for span in spans if names_term(span.of(paper.text), label)]
    return passage(paper, next(iter([*telling, *spans]), material.span))


def _telling(store: Store, record: MaterialRecord, label: str) -> Citation | None:
    """Return a kept sentence of a paper that names its material and a label, if there is one."""
    query = f"""{PREFIX}SELECT DISTINCT ?claim WHERE {{
      ?claim hem:ofMaterial <{record.iri}> ; hem:evidence/hem:quote ?quote }} ORDER BY ?claim"""
    found = citations(store, [str(row["claim"]) for row in store.query(query).rows])
    return next((citation for citation in found.values() if names_term(citation.quote, label)), None)
