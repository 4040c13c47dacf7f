"""What one paper says in one passage, with the words that say it.

A claim is either right about its own paper or it does not exist: it cannot be built without
evidence, and evidence quotes the text at its span.
"""

import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum

from hemkg.model.composition import Composition
from hemkg.model.paper import Span
from hemkg.model.quantity import Quantity


class ClaimType(StrEnum):
    """The kinds of claim; the words are those of the command line's JSON."""

    CAPACITY = "capacity"
    RETENTION = "retention"
    COULOMBIC_EFFICIENCY = "coulombic_efficiency"
    MECHANISM = "mechanism"
    TECHNIQUE = "technique"
    ELEMENT_ROLE = "element_role"
    SYNTHESIS = "synthesis"
    QUANTITY = "quantity"
    GAP_STATEMENT = "gap_statement"


class Polarity(StrEnum):
    """Whether the text says that it is so, that it is not so, or that it may be so."""

    ASSERTED = "asserted"
    NEGATED = "negated"
    HYPOTHESISED = "hypothesised"


class Attribution(StrEnum):
    """On whose authority the paper says it."""

    OWN = "own"
    CITED = "cited"
    SYNTHESIS = "synthesis"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a claim stands, and which rule read it there.

    Attributes:
        span: the stretch of the paper's text that says it.
        quote: the text at ``span``.
        section: heading of the section, if the paper has sections.
        page: page number counted from 1, if the source has pages.
        cell: the header path of a table cell (``row > column``), if the claim comes from one.
        rule: name of the rule or model that read it.
        confidence: share of claims of this kind and score that are right, 0 to 1.
        trace: what was chosen and what lost, for ``hemkg extract --explain``.
        agreed_by: other engines that read the same value here.
        supplement: stem of the supplement's file, if the quote stands in one and not in the paper itself.
        table: label of the table as printed (``Table 2``), if the claim comes from a cell of one.
    """

    span: Span
    quote: str
    section: str | None = None
    page: int | None = None
    cell: str | None = None
    rule: str = ""
    confidence: float = 1.0
    trace: tuple[str, ...] = ()
    agreed_by: tuple[str, ...] = ()
    supplement: str | None = None
    table: str | None = None

    def __post_init__(self) -> None:
        if len(self.quote) != self.span.end - self.span.start:
            raise ValueError(f"the quote {self.quote[:40]!r} has not the length of {self.span}")
        if not 0 <= self.confidence <= 1:
            raise ValueError(f"a confidence lies between 0 and 1, not {self.confidence}")


@dataclass(frozen=True, slots=True)
class Conditions:
    """Under which a value was measured; what the text does not state is None.

    Attributes:
        current_density: in A g-1, mA g-1 or as a C-rate, as printed.
        cycle: the cycle at which, or the number of cycles after which, the value holds.
        ion: symbol of the working ion's element (``Na``).
        voltage_window: lower and upper limit [V].
        temperature: as printed.
        cell: ``half`` or ``full``.
    """

    current_density: Quantity | None = None
    cycle: int | None = None
    ion: str | None = None
    voltage_window: Quantity | None = None
    temperature: Quantity | None = None
    cell: str | None = None


@dataclass(frozen=True, slots=True)
class CompositionReport:
    """What a table says a sample is made of, beside what its formula says.

    Attributes:
        composition: the elements that the table tells, with their shares of the atoms.
        origin: term that says whether it was designed or found (``NominalComposition``, ``MeasuredComposition``,
            ``StatedComposition`` where the table does not say).
        evidence: the cells.
        technique: term of the technique by which it was found, if that is said.

    Raises:
        ValueError: if there is no cell.
    """

    composition: Composition
    origin: str
    evidence: tuple[Evidence, ...]
    technique: str | None = None

    def __post_init__(self) -> None:
        if not self.evidence:
            raise ValueError("a composition of a table needs its cells")


@dataclass(frozen=True, slots=True)
class Material:
    """A material as one paper speaks of it.

    Attributes:
        surface: the name by which the paper calls it, as it stands in the text.
        aliases: its other names in the same paper.
        composition: what it is made of, or None where only a name is given.
        family: term of the anion family (``Oxide``), if known.
        structure: term of the crystal structure (``Spinel``), if the text says it of this material.
        role: term of its role in the cell (``Anode``, ``Cathode`` ...), if the text tells.
        entropy_label: term of the entropy class by which the paper calls it, if it does.
        span: its first mention.
        evidence: the words around the first mention, so that the material itself can be cited.
        morphology: term of the shape of its particles (``Nanosheet``), if the text says it of this material.
        reports: what tables say it is made of, designed or found.
    """

    surface: str
    span: Span
    aliases: tuple[str, ...] = ()
    composition: Composition | None = None
    family: str | None = None
    structure: str | None = None
    role: str | None = None
    entropy_label: str | None = None
    evidence: Evidence | None = None
    morphology: str | None = None
    reports: tuple[CompositionReport, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The surface, the aliases and the plain formula, without repetition."""
        formula = (self.composition.formula,) if self.composition else ()
        return tuple(dict.fromkeys((self.surface, *self.aliases, *formula)))


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement of one paper.

    Attributes:
        claim_type: what kind of statement it is.
        paper_id: the paper that makes it.
        evidence: the words; a claim without them cannot be built.
        material: surface of the material it is about, or None where the text names none.
        concept: term of the ontology that the statement is about: the measured property, the
            mechanism, the technique, the role or the method.
        words: the concept in the paper's words (``in situ XRD``), or the gap as the authors put it.
        quantity: the value, for the numeric kinds.
        kind: which capacity it is (term ``InitialDischargeCapacity`` ...), or None where not said.
        mechanism: the mechanism (a term) of whose share a capacity is told, or None for all of it.
        mode: ``InSitu``, ``Operando`` or ``ExSitu``, for a technique.
        elements: the element symbols that it is stated of.
        conditions: under which the value holds.
        polarity: said, denied or supposed.
        attribution: the paper's own result, a cited one, or the authors' synthesis.
        cites: reference labels as printed, for a claim reported of other work.
        further: where else the same paper says the same; some of the conditions may be stated only there.

    Raises:
        ValueError: if a numeric claim has no quantity or another claim no concept or words.
    """

    claim_type: ClaimType
    paper_id: str
    evidence: Evidence
    material: str | None = None
    concept: str | None = None
    words: str | None = None
    quantity: Quantity | None = None
    kind: str | None = None
    mechanism: str | None = None
    mode: str | None = None
    elements: tuple[str, ...] = ()
    conditions: Conditions = Conditions()
    polarity: Polarity = Polarity.ASSERTED
    attribution: Attribution = Attribution.OWN
    cites: tuple[str, ...] = ()
    further: tuple[Evidence, ...] = ()

    def __post_init__(self) -> None:
        if self.claim_type in NUMERIC and self.quantity is None:
            raise ValueError(f"a claim of type {self.claim_type} needs a quantity")
        if self.concept is None and self.words is None:
            raise ValueError("a claim needs a concept or words")

    @property
    def claim_id(self) -> str:
        """Twenty hexadecimal digits computed from the content, so that reading twice changes nothing."""
        content = [
            self.claim_type,
            self.paper_id,
            self.evidence.span.start,
            self.evidence.span.end,
            self.material,
            self.concept,
            self.words,
            str(self.quantity),
            self.kind,
            self.mode,
            self.elements,
            str(self.conditions),
            self.polarity,
            self.attribution,
            self.cites,
        ]
        if self.mechanism is not None:
            content.append(self.mechanism)
        return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:20]


NUMERIC = frozenset({ClaimType.CAPACITY, ClaimType.RETENTION, ClaimType.COULOMBIC_EFFICIENCY, ClaimType.QUANTITY})


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read in one paper: its materials and its claims, in text order.

    Attributes:
        speaks_of: properties that the text mentions anywhere, whether or not a claim took them up.
        disagreements: pairs of claims, by their identities, that give two values of one measurement.

    Raises:
        ValueError: if a claim names a material that is not listed.
    """

    paper_id: str
    materials: tuple[Material, ...]
    claims: tuple[Claim, ...]
    speaks_of: tuple[str, ...] = ()
    disagreements: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        known = {material.surface for material in self.materials}
        for claim in self.claims:
            if claim.material is not None and claim.material not in known:
                raise ValueError(f"claim about a material that is not listed: {claim.material!r}")

    def material_of(self, claim: Claim) -> Material | None:
        """Return the material that the claim is about."""
        return next((m for m in self.materials if m.surface == claim.material), None)
