"""A store of annotated passages: what a perfect reader would have put there, so that answering is tested alone."""

import json
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from hemkg import pipeline
from hemkg.annotate.concepts import find_in_text
from hemkg.annotate.formula_grammar import parse
from hemkg.annotate.sentences import find_sentences
from hemkg.assemble.families import family_of
from hemkg.errors import FormulaError
from hemkg.model.claim import Claim, ClaimType, Conditions, Evidence, Material, Polarity, Reading
from hemkg.model.composition import Composition
from hemkg.model.paper import Paper, Span
from hemkg.model.quantity import Comparator, Quantity
from hemkg.rdf.write import paper_graph
from hemkg.read import read_paper
from hemkg.reason import guidelines
from hemkg.reason.rules import derive
from hemkg.store.catalogue import Catalogue
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM

Annotation = Mapping[str, Any]
MECHANISMS = {**terms.by_notation("ChargeStorageMechanism"), **terms.by_notation("IonStorageMechanism")}
ROLE_WORDS = {
    "irrevers": HEM.IrreversibleElement,
    "conv": HEM.ConvertingElement,
    "allo": HEM.AlloyingElement,
    "spac": HEM.SpaceChargeElement,
    "conduct": HEM.ConductivityEnhancer,
    "stabil": HEM.StructuralStabiliser,
    "inactive": HEM.StructuralStabiliser,
}


def store_of(passages: Iterable[tuple[str, Annotation]]) -> Catalogue:
    """Return a store in memory of passages, given as (file stem, annotation)."""
    catalogue = Catalogue.in_memory()
    for stem, passage in passages:
        paper, reading = read_as_annotated(stem, passage)
        graph = paper_graph(paper, reading)
        catalogue.put(stem, paper.source, graph, tuple(pipeline.passages_of(paper, graph.paper)), "annotated")
    return _derived(catalogue)


def store_as_read(passages: Iterable[tuple[str, Annotation]], catalogue: Catalogue | None = None) -> Catalogue:
    """Return a store of what hemkg reads in the texts of passages, added to another one where it is given."""
    catalogue = catalogue or Catalogue.in_memory()
    for stem, passage in passages:
        paper = _paper(stem, passage)
        done = pipeline.make(paper, pipeline.understand(paper))
        catalogue.put(stem, done.source, done.graph, done.passages, "read")
    return _derived(catalogue)


def _derived(catalogue: Catalogue) -> Catalogue:
    catalogue.graph.replace(guidelines.graphs())
    derive(catalogue.graph)
    return catalogue


def load(folder: Path) -> list[tuple[str, Annotation]]:
    """Return the annotated passages of a folder, by file stem."""
    return [(path.stem, json.loads(path.read_text(encoding="utf-8"))) for path in sorted(folder.glob("*.json"))]


def read_as_annotated(stem: str, passage: Annotation) -> tuple[Paper, Reading]:
    """Return a passage as a paper, and its annotation as what was read in it."""
    paper = _paper(stem, passage)
    gold = passage["gold"]
    materials = tuple(_material(paper, entry) for entry in gold["materials"])
    names = {name: material.surface for material in materials for name in (material.surface, *material.aliases)}
    claims = (_claim(paper, entry, names.get(entry.get("material"))) for entry in gold["claims"])
    return paper, Reading(paper.paper_id, materials, tuple(claim for claim in claims if claim is not None))


def _paper(stem: str, passage: Annotation) -> Paper:
    paper = read_paper(passage["text"].encode(), path=f"{stem}.txt")
    told = replace(paper.bibliography, title=passage.get("title"), year=passage.get("year"), doi=passage.get("doi"))
    return replace(paper, bibliography=told)


def _material(paper: Paper, entry: Annotation) -> Material:
    composition = _composition(entry)
    start = max(paper.text.find(entry["surface"]), 0)
    sentences = [sentence.span for sentence in find_sentences(paper)]
    sentence = next((s for s in sentences if s.start <= start < s.end), sentences[0])
    entropy = {"high": "HighEntropy", "medium": "MediumEntropy"}.get(entry.get("entropy_class", ""))
    return Material(
        entry["surface"],
        Span(start, start + len(entry["surface"])),
        tuple(entry.get("aliases") or ()),
        composition,
        terms.by_notation("AnionFamily").get(entry.get("family")) or family_of(composition),
        terms.by_notation("StructureType").get(entry.get("structure")),
        terms.by_notation("MaterialRole").get(entry.get("role")),
        entropy if entry.get("entropy_basis") == "text" else None,
        Evidence(sentence, sentence.of(paper.text)),
        terms.by_notation("Morphology").get(entry.get("morphology")),
    )


def _composition(entry: Annotation) -> Composition | None:
    if entry.get("formula"):
        try:
            return replace(parse(entry["formula"]), support=tuple(entry.get("support") or ()))
        except FormulaError:
            pass
    amounts = entry.get("elements") or {}
    shares = tuple((symbol, Fraction(str(share)) if share else None) for symbol, share in amounts.items())
    return Composition(entry["surface"], entry.get("formula") or "", shares) if shares else None


def _claim(paper: Paper, entry: Annotation, material: str | None) -> Claim | None:
    told = {"paper_id": paper.paper_id, "evidence": _evidence(paper, entry), "subject": material}
    return MAKERS[entry["type"]](told, entry) if entry["type"] in MAKERS else None


def _evidence(paper: Paper, entry: Annotation) -> Evidence:
    span = _place(paper.text, entry["evidence"])
    return Evidence(span, span.of(paper.text))


def _place(text: str, quote: str) -> Span:
    """Return where a quote stands, be it that reading joined its broken lines and took its ligatures apart."""
    start = text.find(quote)
    if start >= 0:
        return Span(start, start + len(quote))
    kept = [(at, sign) for at, char in enumerate(text) for sign in _signs(char)]
    wanted = "".join(_signs(quote))
    first = "".join(sign for _, sign in kept).index(wanted)
    return Span(kept[first][0], kept[first + len(wanted) - 1][0] + 1)


def _signs(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKC", text) if not char.isspace() and char not in "-\u00ad")


def _conditions(entry: Annotation, cycle: int | None = None) -> Conditions:
    current = entry.get("current_density") or {}
    unit = str(current.get("unit", "")).replace("C-rate", "C")
    known = current.get("value") is not None and unit in {"A g-1", "mA g-1", "C"}
    quantity = _quantity(current["value"], unit) if known else None
    window, temperature = entry.get("voltage_window"), entry.get("temperature")
    cell = next((kind for kind in ("full", "half") if str(entry.get("cell") or "").startswith(kind)), None)
    return Conditions(
        current_density=quantity,
        cycle=cycle,
        ion=entry.get("ion"),
        voltage_window=_quantity(window[0], "V", window[1]) if isinstance(window, list) else None,
        temperature=_quantity(temperature, "°C") if temperature is not None else None,
        cell=cell,
    )


def _quantity(value: float, unit: str, highest: float | None = None, comparator: str | None = None) -> Quantity:
    low = Decimal(str(value))
    sign = Comparator(comparator) if comparator in {"=", "~", ">", "<", ">=", "<="} else Comparator.EQUAL
    return Quantity(
        low, Decimal(str(highest)) if highest is not None else low, unit, sign, as_written=f"{value} {unit}"
    )


def _measured(kind: ClaimType, term: str, unit: str, told: Annotation, entry: Annotation) -> Claim:
    cycle = entry.get("cycle") or entry.get("cycles") or (1 if entry.get("kind") == "initial" else None)
    capacity_kind = terms.by_notation("CapacityKind").get(entry.get("kind")) if kind is ClaimType.CAPACITY else None
    value = _quantity(entry["value"], unit, entry.get("value_max"), entry.get("comparator"))
    return _made(kind, term, capacity_kind, told, value=value, conditions=_conditions(entry, cycle))


def _made(kind: ClaimType, term: str | None, second: str | None, told: Annotation, **more: Any) -> Claim:
    evidence, subject = told["evidence"], told["subject"]
    quantity = more.pop("value", None)
    return Claim(kind, told["paper_id"], evidence, subject, term, *_placed(kind, second, quantity), **more)


def _placed(kind: ClaimType, second: str | None, quantity: Quantity | None) -> tuple[Any, ...]:
    """Return what follows the term of a claim: its statement, its value, the kind of its capacity."""
    return (None, quantity, second) if kind is ClaimType.CAPACITY else (second, quantity)


def _capacity(told: Annotation, entry: Annotation) -> Claim:
    return _measured(ClaimType.CAPACITY, HEM.SpecificCapacity, "mAh g-1", told, entry)


def _retention(told: Annotation, entry: Annotation) -> Claim:
    return _measured(ClaimType.RETENTION, HEM.CapacityRetention, "%", told, entry)


def _efficiency(told: Annotation, entry: Annotation) -> Claim:
    return _measured(ClaimType.COULOMBIC_EFFICIENCY, HEM.CoulombicEfficiency, "%", told, entry)


def _other(told: Annotation, entry: Annotation) -> Claim | None:
    """Return a quantity whose kind an annotation names by its term, or a cycle life."""
    if "term" not in entry:
        return _cycle_life(told, entry)
    value = _quantity(entry["value"], entry["unit"])
    return _made(ClaimType.QUANTITY, entry["term"], entry["words"], told, value=value, conditions=_conditions(entry))


def _cycle_life(told: Annotation, entry: Annotation) -> Claim | None:
    if "cycle" not in str(entry.get("property", "")).lower():
        return None
    value = _quantity(entry["value"], "cycles")
    return _made(ClaimType.QUANTITY, HEM.CycleLife, entry["property"], told, value=value, conditions=_conditions(entry))


def _mechanism(told: Annotation, entry: Annotation) -> Claim:
    more = {"elements": tuple(entry.get("elements") or ()), "polarity": Polarity(entry["polarity"])}
    conditions = Conditions(ion=entry.get("ion"))
    return _made(ClaimType.MECHANISM, MECHANISMS[entry["mechanism"]], None, told, conditions=conditions, **more)


def _technique(told: Annotation, entry: Annotation) -> Claim | None:
    found = find_in_text(entry["technique"])
    named = [m.concept for m in found if "Technique" in terms.kinds(m.concept or "")]
    mode = next((m.concept for m in found if "TechniqueMode" in terms.kinds(m.concept or "")), None)
    return _made(ClaimType.TECHNIQUE, named[0], entry["technique"], told, mode=mode) if named else None


def _role(told: Annotation, entry: Annotation) -> Claim:
    words = entry["role"].lower()
    role = next((role for start, role in ROLE_WORDS.items() if start in words), HEM.ActiveElement)
    elements = (entry["element"],) if entry.get("element") else ()
    return _made(ClaimType.ELEMENT_ROLE, role, entry["role"], told, elements=elements)


def _synthesis(told: Annotation, entry: Annotation) -> Claim | None:
    found = [m.concept for m in find_in_text(entry["method"]) if "SynthesisMethod" in terms.kinds(m.concept or "")]
    return _made(ClaimType.SYNTHESIS, found[0] if found else None, entry["method"], told)


MAKERS = {
    "capacity": _capacity,
    "retention": _retention,
    "coulombic_efficiency": _efficiency,
    "quantity": _other,
    "other_numeric": _cycle_life,
    "mechanism": _mechanism,
    "technique": _technique,
    "element_role": _role,
    "synthesis": _synthesis,
}
