"""A manuscript against a graph of other papers: what it asserts and they deny, what they assert and it denies."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from hemkg.annotate.concepts import find_in_text
from hemkg.model.answer import Citation
from hemkg.model.claim import Claim, ClaimType, Material, Polarity, Reading
from hemkg.model.paper import Paper
from hemkg.rdf import iris
from hemkg.review.certain import names_term
from hemkg.review.findings import Finding, Outcome, Severity, quote
from hemkg.store.base import Store
from hemkg.store.claims import (
    MaterialRecord,
    MaterialSelection,
    Selection,
    StoredClaim,
    find_claims,
    materials_named,
    materials_of_composition,
)
from hemkg.vocab import chemistry, terms
from hemkg.vocab.name_keys import name_key
from hemkg.vocab.terms import HEM

OPPOSITE = {Polarity.ASSERTED: HEM.Negated, Polarity.NEGATED: HEM.Asserted}
MOST = 3
# a sentence of this length that stands word for word in the manuscript comes from the manuscript
LONG_QUOTE = 60


def against(store: Store, paper: Paper, reading: Reading) -> Outcome:
    """Return where a manuscript and the other papers of a graph contradict each other on a mechanism."""
    findings, tried, seen = [], 0, set()
    for claim in reading.claims:
        if claim.claim_type is not ClaimType.MECHANISM or claim.polarity not in OPPOSITE or claim.material is None:
            continue
        if _is_of_rank(claim) or not _is_named(claim.polarity is Polarity.ASSERTED, paper.text, claim.concept):
            continue
        tried += 1
        key = (claim.material, claim.concept, claim.polarity, claim.conditions.ion)
        others = list(_opposed(store, paper, reading, claim)) if key not in seen else []
        seen.add(key)
        if others:
            findings.append(_contradiction(paper, claim, others))
    return Outcome(HEM.GraphCheck, tried, tuple(findings))


def _is_of_rank(claim: Claim) -> bool:
    """Whether a sentence says that nobody reported something, which is no denial of it."""
    return any(m.concept == HEM.FirstReportCue for m in find_in_text(claim.evidence.quote, HEM.RefereeClasses))


def _opposed(store: Store, paper: Paper, reading: Reading, claim: Claim) -> Iterator[StoredClaim]:
    """Yield claims of other papers that say the opposite of the same composition."""
    own = reading.material_of(claim)
    materials = tuple(record.iri for record in same_materials(store, own)) if own else ()
    if not materials or claim.concept is None:
        return
    wanted = Selection(
        (HEM.MechanismClaim,),
        material=MaterialSelection(materials=materials),
        mechanisms=(claim.concept,),
        polarities=(OPPOSITE[claim.polarity],),
    )
    ion = terms.by_notation("Ion").get(claim.conditions.ion or "")
    for other in find_claims(store, wanted):
        is_same_ion = ion is None or other.ion is None or other.ion == ion
        parts = [_part(one.elements, own) for one in (claim, other)]
        is_same_part = parts[0] == parts[1] or bool(parts[0] & parts[1])
        is_named = _is_named(other.polarity == HEM.Asserted, other.quote, claim.concept)
        if is_of_others(other, paper) and is_same_ion and is_same_part and is_named:
            yield other


def _is_named(is_asserted: bool, words: str, mechanism: str | None) -> bool:
    """Whether words name a mechanism that was read in them: an alloy anode need not store by alloying."""
    return not is_asserted or names_term(words, mechanism or "")


def _part(elements: Sequence[str], material: Material | None) -> frozenset[str]:
    """Return the elements that a claim is restricted to; none where it is stated of all metals of its material."""
    metals = chemistry.cations(material.composition) if material and material.composition else ()
    return frozenset() if set(metals) <= set(elements) else frozenset(elements)


def is_of_others(claim: StoredClaim, paper: Paper) -> bool:
    """Whether a claim is of another paper than the manuscript, under whatever name the store holds that."""
    title = paper.bibliography.title
    is_own = claim.paper.iri == iris.paper(paper.paper_id) or (title is not None and claim.paper.title == title)
    return not is_own and not (len(claim.quote) >= LONG_QUOTE and claim.quote in paper.text)


def same_materials(store: Store, material: Material) -> Sequence[MaterialRecord]:
    """Return the graph's materials of a material's composition, or of its name where amounts are open."""
    key = material.composition.key() if material.composition else None
    return materials_of_composition(store, key) if key else materials_named(store, map(name_key, material.names))


def _contradiction(paper: Paper, claim: Claim, others: Sequence[StoredClaim]) -> Finding:
    mechanism = terms.label(claim.concept or "")
    says = "asserts" if claim.polarity is Polarity.ASSERTED else "denies"
    opposite = "denied" if says == "asserts" else "asserted"
    message = f"The manuscript {says} {mechanism} of {claim.material}; it is {opposite} by {beside(others)}."
    return Finding(HEM.GraphCheck, Severity.WARNING, message, cited(quote(paper, claim.evidence), others))


def beside(claims: Sequence[StoredClaim]) -> str:
    """Return the names of the papers that make some claims."""
    papers = sorted({claim.paper.title or claim.paper.document for claim in claims})
    return "; ".join(papers[:MOST])


def cited(told: Citation, claims: Sequence[StoredClaim]) -> tuple[Citation, ...]:
    """Return the manuscript's sentence and those of other papers, numbered."""
    every = [told, *(claim.citation(0) for claim in claims[:MOST])]
    return tuple(replace(citation, number=number) for number, citation in enumerate(every, start=1))
