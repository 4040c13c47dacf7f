"""Claims to graph: one named graph a paper, no blank nodes, every value in its canonical unit.

The graph is flat: a claim carries its conditions itself, so that a question needs few joins.
"""

from collections.abc import Callable
from decimal import Decimal
from functools import cache

from hemkg.model.claim import Claim, ClaimType, CompositionReport, Evidence, Material, Reading
from hemkg.model.composition import Composition
from hemkg.model.graph import PaperGraph
from hemkg.model.paper import Paper
from hemkg.model.quantity import Quantity
from hemkg.rdf import iris
from hemkg.vocab import chemistry, terms, units
from hemkg.vocab.name_keys import name_key
from hemkg.vocab.terms import HEM

RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
DCTERMS = "http://purl.org/dc/terms/"
CLASSES = {
    ClaimType.CAPACITY: HEM.CapacityClaim,
    ClaimType.RETENTION: HEM.RetentionClaim,
    ClaimType.COULOMBIC_EFFICIENCY: HEM.EfficiencyClaim,
    ClaimType.MECHANISM: HEM.MechanismClaim,
    ClaimType.TECHNIQUE: HEM.TechniqueClaim,
    ClaimType.ELEMENT_ROLE: HEM.ElementRoleClaim,
    ClaimType.SYNTHESIS: HEM.SynthesisClaim,
    ClaimType.QUANTITY: HEM.QuantityClaim,
    ClaimType.GAP_STATEMENT: HEM.GapStatement,
}
CONCEPT_PREDICATES = {
    ClaimType.CAPACITY: HEM.property,
    ClaimType.RETENTION: HEM.property,
    ClaimType.COULOMBIC_EFFICIENCY: HEM.property,
    ClaimType.QUANTITY: HEM.property,
    ClaimType.MECHANISM: HEM.mechanism,
    ClaimType.TECHNIQUE: HEM.technique,
    ClaimType.ELEMENT_ROLE: HEM.role,
    ClaimType.SYNTHESIS: HEM.method,
}
ATTRIBUTIONS = {"own": HEM.OwnResult, "cited": HEM.CitedResult, "synthesis": HEM.AuthorSynthesis}
POLARITIES = {"asserted": HEM.Asserted, "negated": HEM.Negated, "hypothesised": HEM.Hypothesised}


class Sheet:
    """Gathers triples as N-Triples lines."""

    def __init__(self) -> None:
        self.lines: set[str] = set()

    def link(self, subject: str, predicate: str, target: str) -> None:
        """Add a triple whose object is an IRI; the predicate is a term of the ontology or an IRI."""
        self.lines.add(f"<{subject}> <{_predicate(predicate)}> <{target}> .")

    def term(self, subject: str, predicate: str, name: str | None) -> None:
        """Add a triple whose object is a term of the ontology, if there is one."""
        if name is not None:
            self.link(subject, predicate, iris.term(name))

    def say(self, subject: str, predicate: str, value: object) -> None:
        """Add a triple whose object is a literal, if there is a value."""
        if value is not None and value != "":
            self.lines.add(f"<{subject}> <{_predicate(predicate)}> {literal(value)} .")


@cache
def _predicate(name: str) -> str:
    return name if ":" in name else iris.term(name)


def literal(value: object) -> str:
    """Return a Python value as an N-Triples literal.

    >>> literal(0.5), literal("1 ± 2")
    ('"0.5"^^<http://www.w3.org/2001/XMLSchema#double>', '"1 ± 2"')
    >>> literal(True)
    '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>'
    """
    xsd = "http://www.w3.org/2001/XMLSchema#"
    if isinstance(value, bool):
        return f'"{str(value).lower()}"^^<{xsd}boolean>'
    if isinstance(value, int):
        return f'"{value}"^^<{xsd}integer>'
    if isinstance(value, (float, Decimal)):
        return f'"{float(value)!r}"^^<{xsd}double>'
    return f'"{_escape(str(value))}"'


ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def _escape(text: str) -> str:
    """Escape a string; what is no character of XML (and so of no syntax) is left out."""
    plain = "".join(c for c in text if c >= " " or c in "\n\r\t")
    return plain.translate(ESCAPES)


def paper_graph(paper: Paper, reading: Reading) -> PaperGraph:
    """Return the graph of a paper.

    Args:
        paper: the paper.
        reading: what was read in it.

    Returns:
        its triples, sorted; the same reading gives the same digest.
    """
    sheet = Sheet()
    subject = iris.paper(paper.paper_id)
    _write_paper(sheet, subject, paper)
    for name in reading.speaks_of:
        sheet.term(subject, HEM.speaksOf, name)
    for material in reading.materials:
        _write_material(sheet, subject, paper.paper_id, material)
        if material.evidence is not None:
            node = iris.evidence(iris.short(paper.paper_id, material.surface))
            _write_evidence(sheet, iris.material(paper.paper_id, material.surface), node, material.evidence)
    for claim in reading.claims:
        _write_claim(sheet, subject, paper, claim, reading.material_of(claim))
    _write_disagreements(sheet, reading)
    return PaperGraph(iris.claims_graph(paper.paper_id), subject, tuple(sorted(sheet.lines)))


def _write_paper(sheet: Sheet, subject: str, paper: Paper) -> None:
    work, source = paper.bibliography, paper.source
    sheet.term(subject, RDF_TYPE, HEM.Paper)
    sheet.say(subject, HEM.documentName, source.name)
    sheet.say(subject, HEM.sha256, source.sha256)
    sheet.say(subject, HEM.reader, source.reader)
    sheet.say(subject, HEM.doi, work.doi)
    sheet.say(subject, DCTERMS + "title", work.title)
    sheet.say(subject, HEM.year, work.year)
    sheet.say(subject, HEM.venue, work.venue)
    sheet.say(subject, HEM.licence, work.licence)
    sheet.say(subject, HEM.origin, work.origin)
    sheet.term(subject, HEM.standing, work.standing)
    sheet.say(subject, HEM.notice, work.notice)
    for name in dict.fromkeys(block.supplement for block in paper.blocks if block.supplement):
        sheet.say(subject, HEM.supplement, name)
    sheet.say(subject, HEM.isTitleOnly, True if work.origin == "title" else None)
    for author in work.authors:
        sheet.say(subject, HEM.author, author)
    sheet.say(subject, HEM.authorsInOrder, "; ".join(work.authors) or None)  # a graph has no order of its own


def _write_material(sheet: Sheet, paper: str, paper_id: str, material: Material) -> None:
    subject = iris.material(paper_id, material.surface)
    composition = material.composition
    sheet.term(subject, RDF_TYPE, HEM.Material)
    sheet.link(subject, HEM.inPaper, paper)
    sheet.say(subject, HEM.surface, material.surface)
    for alias in material.aliases:
        sheet.say(subject, HEM.alias, alias)
    for name in material.names:
        sheet.say(subject, HEM.nameKey, name_key(name))
    sheet.term(subject, HEM.anionFamily, material.family)
    sheet.term(subject, HEM.structureType, material.structure)
    sheet.term(subject, HEM.morphology, material.morphology)
    sheet.term(subject, HEM.materialRole, material.role)
    sheet.term(subject, HEM.entropyLabel, material.entropy_label)
    if composition is not None:
        _write_composition(sheet, subject, composition)
    for place, report in enumerate(material.reports, start=1):
        node = iris.composition_report(paper_id, material.surface, place)
        sheet.link(subject, HEM.compositionReport, node)
        _write_report(sheet, node, report)
    _write_entropy(sheet, subject, material)


def _write_composition(sheet: Sheet, subject: str, composition: Composition) -> None:
    """Write what a material is made of; a known composition is a node that papers share."""
    sheet.say(subject, HEM.formula, composition.formula)
    sheet.say(subject, HEM.compositionBasis, composition.basis.value)
    sheet.say(subject, HEM.isDamaged, True if composition.damaged else None)
    for other in composition.expands_to:
        sheet.say(subject, HEM.expandsTo, other)
    for part in composition.support:
        sheet.say(subject, HEM.support, part)
    for symbol in composition.elements:
        sheet.term(subject, HEM.containsElement, symbol)
    key = composition.key()
    if key is None:
        return
    node = iris.composition(key)
    sheet.link(subject, HEM.composition, node)
    sheet.term(node, RDF_TYPE, HEM.Composition)
    sheet.say(node, HEM.compositionKey, key)
    for symbol, share in (composition.fractions() or {}).items():
        part = iris.component(key, symbol)
        sheet.link(node, HEM.component, part)
        sheet.term(part, RDF_TYPE, HEM.Component)
        sheet.term(part, HEM.element, symbol)
        sheet.say(part, HEM.share, round(float(share), 6))


def _write_report(sheet: Sheet, node: str, report: CompositionReport) -> None:
    """Write what a table says a material is made of, with its cells."""
    sheet.term(node, RDF_TYPE, HEM.CompositionReport)
    sheet.term(node, HEM.compositionOrigin, report.origin)
    sheet.term(node, HEM.technique, report.technique)
    sheet.say(node, HEM.formula, report.composition.formula)
    for symbol, share in (report.composition.fractions() or {}).items():
        part = f"{node}/{symbol}"
        sheet.link(node, HEM.component, part)
        sheet.term(part, RDF_TYPE, HEM.Component)
        sheet.term(part, HEM.element, symbol)
        sheet.say(part, HEM.share, round(float(share), 6))
    for place, evidence in enumerate(report.evidence, start=1):
        _write_evidence(sheet, node, f"{node}/evidence/{place}", evidence)


def _write_entropy(sheet: Sheet, subject: str, material: Material) -> None:
    """Write the computed entropy of the cation sublattice beside what the paper calls the material."""
    composition = material.composition
    cations = chemistry.cation_amounts(composition) if composition else None
    entropy = chemistry.cation_entropy(composition) if composition else None
    sheet.say(subject, HEM.cationCount, len(chemistry.cations(composition)) or None if composition else None)
    sheet.say(subject, HEM.anionCount, len(chemistry.anions(composition)) or None if composition else None)
    if cations is not None and entropy is not None:
        shares = [float(amount / sum(cations.values())) for amount in cations.values()]
        sheet.say(subject, HEM.entropyPerCation, round(entropy, 4))
        sheet.say(subject, HEM.smallestCationShare, round(min(shares), 4))
        sheet.say(subject, HEM.largestCationShare, round(max(shares), 4))
    deciding = chemistry.deciding_entropy(composition) if composition else None
    computed = chemistry.entropy_class(deciding) if deciding is not None else None
    sheet.term(subject, HEM.entropyClass, computed)
    sheet.say(subject, HEM.isHighEntropy, (material.entropy_label or computed) == HEM.HighEntropy)


def _write_claim(sheet: Sheet, paper_iri: str, paper: Paper, claim: Claim, material: Material | None) -> None:
    subject = iris.claim(claim.claim_id)
    sheet.term(subject, RDF_TYPE, HEM.Claim)
    sheet.term(subject, RDF_TYPE, CLASSES[claim.claim_type])
    sheet.link(subject, HEM.inPaper, paper_iri)
    sheet.term(subject, HEM.polarity, POLARITIES[claim.polarity])
    sheet.term(subject, HEM.attribution, ATTRIBUTIONS[claim.attribution])
    sheet.say(subject, HEM.confidence, round(claim.evidence.confidence, 4))
    if claim.material is not None:
        sheet.link(subject, HEM.ofMaterial, iris.material(claim.paper_id, claim.material))
    if claim.concept is not None and claim.claim_type in CONCEPT_PREDICATES:
        sheet.term(subject, CONCEPT_PREDICATES[claim.claim_type], claim.concept)
    if claim.concept is not None and claim.claim_type is ClaimType.GAP_STATEMENT:
        is_technique = HEM.Technique in terms.kinds(claim.concept)
        sheet.term(subject, HEM.technique if is_technique else HEM.mechanism, claim.concept)
    sheet.say(subject, HEM.statement, claim.words)
    sheet.term(subject, HEM.capacityKind, claim.kind)
    sheet.term(subject, HEM.mechanism, claim.mechanism)
    sheet.term(subject, HEM.mode, claim.mode)
    for symbol in claim.elements:
        sheet.term(subject, HEM.element, symbol)
    if claim.quantity is not None:
        _write_quantity(sheet, subject, claim.quantity)
    _write_conditions(sheet, subject, claim)
    _write_evidence(sheet, subject, iris.evidence(claim.claim_id), claim.evidence)
    for place, evidence in enumerate(claim.further, start=2):
        node = iris.evidence(f"{claim.claim_id}-{place}")
        _write_evidence(sheet, subject, node, evidence, HEM.furtherEvidence)
    _write_citations(sheet, subject, paper, claim)
    _write_proposition(sheet, subject, claim, material)


def _write_quantity(sheet: Sheet, subject: str, quantity: Quantity) -> None:
    """Write a value in its kind's canonical unit, and as printed."""
    unit = units.units().get(quantity.unit)
    factor = unit.canonical if unit else float
    sheet.say(subject, HEM.value, _round(factor(float(quantity.low))))
    if quantity.is_range:
        sheet.say(subject, HEM.valueMax, _round(factor(float(quantity.high))))
    if unit is not None:
        sheet.term(subject, HEM.unit, terms.text(unit.kind, "canonicalUnit"))
    sheet.say(subject, HEM.printedValue, float(quantity.low))
    sheet.say(subject, HEM.printedUnit, quantity.unit)
    sheet.say(subject, HEM.asWritten, quantity.as_written)
    sheet.say(subject, HEM.comparator, quantity.comparator.value)
    if quantity.uncertainty is not None:
        sheet.say(subject, HEM.uncertainty, float(quantity.uncertainty))


def _round(value: float) -> float:
    """Return a value without the dust of a unit conversion."""
    return float(f"{value:.10g}")


def _write_conditions(sheet: Sheet, subject: str, claim: Claim) -> None:
    conditions = claim.conditions
    density = conditions.current_density
    if density is not None:
        unit = units.units()[density.unit]
        predicate = HEM.cRate if unit.kind == HEM.CRate else HEM.currentDensity
        if unit.kind in {HEM.CRate, HEM.CurrentDensity}:
            sheet.say(subject, predicate, _round(unit.canonical(float(density.low))))
        sheet.say(subject, HEM.currentAsPrinted, f"{float(density.low):g} {density.unit}")
    sheet.say(subject, HEM.cycle, conditions.cycle)
    if conditions.ion is not None:
        sheet.term(subject, HEM.ion, terms.by_notation("Ion").get(conditions.ion))
    if conditions.voltage_window is not None:
        sheet.say(subject, HEM.voltageLow, float(conditions.voltage_window.low))
        sheet.say(subject, HEM.voltageHigh, float(conditions.voltage_window.high))
    if conditions.temperature is not None:
        sheet.say(subject, HEM.temperature, float(conditions.temperature.low))
    sheet.say(subject, HEM.cellType, conditions.cell)


def _write_disagreements(sheet: Sheet, reading: Reading) -> None:
    """Write which claims give two values of one measurement; a claim that was left out disagrees with nothing."""
    told = {claim.claim_id for claim in reading.claims}
    for one, other in reading.disagreements:
        if {one, other} <= told:
            sheet.link(iris.claim(one), HEM.disagreesWith, iris.claim(other))
            sheet.link(iris.claim(other), HEM.disagreesWith, iris.claim(one))


def _write_evidence(sheet: Sheet, subject: str, node: str, evidence: Evidence, predicate: str = HEM.evidence) -> None:
    sheet.link(subject, predicate, node)
    sheet.term(node, RDF_TYPE, HEM.Evidence)
    sheet.say(node, HEM.quote, evidence.quote)
    sheet.say(node, HEM.start, evidence.span.start)
    sheet.say(node, HEM.end, evidence.span.end)
    sheet.say(node, HEM.section, evidence.section)
    sheet.say(node, HEM.page, evidence.page)
    sheet.say(node, HEM.cell, evidence.cell)
    sheet.say(node, HEM.table, evidence.table)
    sheet.say(node, HEM.rule, evidence.rule)
    sheet.say(node, HEM.supplement, evidence.supplement)
    for engine in evidence.agreed_by:
        sheet.say(node, HEM.agreedBy, engine)


def _write_citations(sheet: Sheet, subject: str, paper: Paper, claim: Claim) -> None:
    """Write the primary works of a claim that the paper reports."""
    known = {reference.label: reference for reference in paper.references}
    for label in map(_label(claim.evidence), claim.cites):
        reference = known.get(label)
        work = iris.cited_work(paper.paper_id, label, reference.doi if reference else None)
        sheet.link(subject, HEM.attributedTo, work)
        sheet.term(work, RDF_TYPE, HEM.CitedWork)
        sheet.link(work, HEM.citedBy, iris.paper(paper.paper_id))
        sheet.say(work, HEM.referenceLabel, label)
        if reference is not None:
            sheet.say(work, DCTERMS + "title", reference.title)
            sheet.say(work, HEM.year, reference.year)
            sheet.say(work, HEM.doi, reference.doi)


def _label(evidence: Evidence) -> Callable[[str], str]:
    """Return what names a reference: a supplement counts its own, which are not those of the paper."""
    return lambda label: f"{evidence.supplement} {label}" if evidence.supplement else label


def _write_proposition(sheet: Sheet, subject: str, claim: Claim, material: Material | None) -> None:
    """Write what is said apart from who says it, for mechanisms and roles."""
    if claim.claim_type not in {ClaimType.MECHANISM, ClaimType.ELEMENT_ROLE}:
        return
    composition = material.composition if material else None
    about = (composition.key() if composition else None) or (material.surface if material else "")
    for symbol in claim.elements or ("",):
        key = "|".join((about, symbol, claim.claim_type, claim.concept or "", claim.conditions.ion or ""))
        node = iris.proposition(key)
        sheet.link(subject, HEM.asserts, node)
        sheet.term(node, RDF_TYPE, HEM.Proposition)
        sheet.say(node, HEM.propositionKey, key)
