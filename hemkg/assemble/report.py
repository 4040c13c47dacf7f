"""A reading as the JSON that ``hemkg extract`` prints; the field names are fixed by the contract."""

from hemkg.model.annotated import Annotated
from hemkg.model.claim import NUMERIC, Claim, ClaimType, CompositionReport, Evidence, Material, Reading
from hemkg.model.composition import Composition
from hemkg.model.mention import Mention, MentionKind
from hemkg.model.paper import Paper
from hemkg.model.quantity import Quantity
from hemkg.vocab import chemistry, terms
from hemkg.vocab.terms import HEM

Json = dict[str, object]
RDFS_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"


def document_json(paper: Paper, reading: Reading, *, explained: bool = False) -> Json:
    """Return one line of ``hemkg extract --format jsonl``; explained, each claim says what made it."""
    return {
        "doc": paper_json(paper),
        "materials": [material_json(material) for material in reading.materials],
        "claims": [claim_json(claim) | (_why(claim) if explained else {}) for claim in reading.claims],
        "disagreements": _disagreements_json(reading),
    }


def _disagreements_json(reading: Reading) -> list[list[int]]:
    """Return which claims, by their places in the list, give two values of one measurement."""
    places = {claim.claim_id: place for place, claim in enumerate(reading.claims)}
    return [[places[one], places[other]] for one, other in reading.disagreements]


def _why(claim: Claim) -> Json:
    """Return which rule or model made a claim, and what it chose among."""
    return {"explanation": {"rule": claim.evidence.rule, "trace": list(claim.evidence.trace)}}


def mentions_json(annotated: Annotated) -> Json:
    """Return one line of ``hemkg extract --mentions``: what was recognised before anything is linked."""
    return {"doc": paper_json(annotated.paper), "mentions": [_mention_json(m) for m in annotated.mentions]}


def _mention_json(mention: Mention) -> Json:
    quantity, composition = mention.quantity, mention.composition
    return {
        "kind": _mention_kind(mention),
        "start": mention.span.start,
        "end": mention.span.end,
        "surface": mention.surface,
        "value": plain_number(quantity) if quantity else (composition.formula if composition else None),
        "unit": quantity.unit or None if quantity else None,
        "concept": mention.concept,
        "annotator": mention.annotator,
        "score": mention.score,
    }


def _mention_kind(mention: Mention) -> str:
    """Return the kind of a mention; a concept is called by its class."""
    if mention.kind is not MentionKind.CONCEPT:
        return mention.kind.value
    names = (terms.text(kind, RDFS_LABEL) for kind in terms.kinds(mention.concept or ""))
    return next((name for name in names if name), mention.kind.value)


def paper_json(paper: Paper) -> Json:
    """Return what identifies a document."""
    source, work = paper.source, paper.bibliography
    return {
        "id": source.name,
        "path": source.path,
        "doi": work.doi,
        "title": work.title,
        "year": work.year,
        "sha256": source.sha256,
        "media_type": source.media_type,
    }


def material_json(material: Material) -> Json:
    """Return a material with its composition as fractions of all atoms."""
    composition = material.composition
    entropy = chemistry.cation_entropy(composition) if composition else None
    return {
        "surface": material.surface,
        "formula": composition.formula if composition else None,
        "aliases": list(material.aliases),
        "elements": _elements(composition),
        "entropy_class": _entropy_class(material),
        "entropy_r_per_cation": None if entropy is None else round(entropy, 3),
        "family": terms.notation(material.family) if material.family else None,
        "structure": terms.notation(material.structure) if material.structure else None,
        "morphology": terms.label(material.morphology) if material.morphology else None,
        "role": terms.notation(material.role) if material.role else None,
        "composition_basis": composition.basis.value if composition else None,
        "damaged": composition.damaged if composition else False,
        "expands_to": list(composition.expands_to) if composition else [],
        "support": list(composition.support) if composition else [],
        "composition_reports": [_report_json(report) for report in material.reports],
    }


def _report_json(report: CompositionReport) -> Json:
    """Return what a table says a material is made of."""
    return {
        "origin": terms.label(report.origin),
        "technique": terms.notation(report.technique) if report.technique else None,
        "formula": report.composition.formula,
        "elements": _elements(report.composition),
        "evidence": [_evidence_json(evidence) for evidence in report.evidence],
    }


def _elements(composition: Composition | None) -> dict[str, float | None]:
    if composition is None:
        return {}
    shares = composition.fractions()
    if shares is None:
        return dict.fromkeys(composition.elements)
    return {element: round(float(share), 4) for element, share in shares.items()}


def _entropy_class(material: Material) -> str:
    """Return what the paper calls a material, else the class that its composition gives."""
    if material.entropy_label:
        return terms.notation(material.entropy_label)
    entropy = chemistry.deciding_entropy(material.composition) if material.composition else None
    return "unknown" if entropy is None else terms.notation(chemistry.entropy_class(entropy))


def claim_json(claim: Claim) -> Json:
    """Return a claim in the fields of its type."""
    head: Json = {"type": claim.claim_type.value, "material": claim.material}
    head |= _numeric(claim) if claim.claim_type in NUMERIC else _told(claim)
    return head | {
        "confidence": claim.evidence.confidence,
        "cites": list(claim.cites),
        "evidence": _evidence_json(claim.evidence),
        "further_evidence": [_evidence_json(evidence) for evidence in claim.further],
    }


def _evidence_json(evidence: Evidence) -> Json:
    return {
        "quote": evidence.quote,
        "start": evidence.span.start,
        "end": evidence.span.end,
        "page": evidence.page,
        "section": evidence.section,
        "cell": evidence.cell,
        "table": evidence.table,
        "agreed_by": list(evidence.agreed_by),
    }


def _numeric(claim: Claim) -> Json:
    quantity, conditions = claim.quantity, claim.conditions
    assert quantity is not None
    cycles = "cycles" if claim.claim_type is ClaimType.RETENTION else "cycle"
    fields: Json = {
        "value": plain_number(quantity),
        "value_max": _number(quantity.high) if quantity.is_range else None,
        "unit": quantity.unit,
        "comparator": quantity.comparator.value,
        "uncertainty": None if quantity.uncertainty is None else _number(quantity.uncertainty),
        "as_written": quantity.as_written,
        "current_density": density_json(conditions.current_density),
        cycles: conditions.cycle,
        "ion": conditions.ion,
    }
    if claim.claim_type is ClaimType.CAPACITY:
        fields |= {
            "kind": terms.notation(claim.kind) if claim.kind else None,
            "mechanism": terms.notation(claim.mechanism) if claim.mechanism else None,
            "voltage_window": window_json(conditions.voltage_window),
            "cell": conditions.cell,
        }
    elif claim.claim_type is ClaimType.QUANTITY:
        fields["property"] = claim.words or terms.label(claim.concept or "")
    return fields


def plain_number(quantity: Quantity) -> float | int:
    """Return the value, or the lower end of a range, as a JSON number."""
    return _number(quantity.low)


def _number(value: object) -> float | int:
    number = float(str(value))
    return int(number) if number.is_integer() and abs(number) < 1e15 else number


def density_json(density: Quantity | None) -> Json | None:
    """Return a current density as printed."""
    return None if density is None else {"value": plain_number(density), "unit": density.unit}


def window_json(window: Quantity | None) -> Json | None:
    """Return a voltage window."""
    if window is None:
        return None
    return {"low": _number(window.low), "high": _number(window.high), "unit": window.unit}


def _told(claim: Claim) -> Json:
    """Return the fields of a claim that is not a number."""
    kind, concept = claim.claim_type, claim.concept or ""
    if kind is ClaimType.MECHANISM:
        return {
            "mechanism": terms.notation(concept),
            "elements": list(claim.elements),
            "ion": claim.conditions.ion,
            "polarity": claim.polarity.value,
            "words": claim.words,
        }
    if kind is ClaimType.TECHNIQUE:
        return {"technique": claim.words}
    if kind is ClaimType.ELEMENT_ROLE:
        return {
            "element": claim.elements[0] if claim.elements else None,
            "role": terms.notation(concept),
            "polarity": claim.polarity.value,
        }
    if kind is ClaimType.SYNTHESIS:
        return {"method": claim.words}
    if kind is ClaimType.GAP_STATEMENT:
        return {"text": claim.words, "mechanism": _mechanism(concept), "elements": list(claim.elements)}
    return {"text": claim.words}


def _mechanism(concept: str) -> str | None:
    kinds = terms.kinds(concept) if concept else ()
    return terms.notation(concept) if {HEM.IonStorageMechanism, HEM.ChargeStorageMechanism} & set(kinds) else None
