"""What checks of a manuscript find, and what they are made of: its own claims, as intervals, with their words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from hemkg.model.answer import Citation
from hemkg.model.claim import Attribution, Claim, ClaimType, Evidence, Reading
from hemkg.model.composition import Composition
from hemkg.model.paper import Paper, Span
from hemkg.review.intervals import Interval, canonical, interval, printed
from hemkg.vocab import terms, units
from hemkg.vocab.terms import HEM


class Severity(StrEnum):
    """How much a finding weighs."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a check found.

    Attributes:
        check: term of the check (``RetentionCheck``).
        severity: how much it weighs.
        message: what is the matter, one or two sentences with the numbers.
        quotes: the sentences that it rests on, those of the manuscript first.
        computed: the value that was computed, as written; None where nothing was.
        printed: the value that is printed, as written.
    """

    check: str
    severity: Severity
    message: str
    quotes: tuple[Citation, ...] = ()
    computed: str | None = None
    printed: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one check found, how often it could be made, and which claims of the authors it could not contradict."""

    check: str
    tried: int
    findings: tuple[Finding, ...] = ()
    held: tuple[Finding, ...] = ()


def outcome(check: str, results: Sequence[Finding | None]) -> Outcome:
    """Return an outcome from one result for each time the check was made; what is said again is told once."""
    told: dict[str, Finding] = {}
    for result in results:
        if result is not None:
            told.setdefault(result.message, result)
    return Outcome(check, len(results), tuple(told.values()))


def quote(paper: Paper, evidence: Evidence, number: int = 1) -> Citation:
    """Return the words of a claim as a citation of the manuscript."""
    work = paper.bibliography
    return Citation(
        number=number,
        document=paper.source.name,
        quote=evidence.quote,
        doi=work.doi,
        title=work.title,
        section=evidence.section,
        page=evidence.page,
        year=work.year,
        start=evidence.span.start,
        end=evidence.span.end,
    )


def quotes(paper: Paper, claims: Iterable[Claim]) -> tuple[Citation, ...]:
    """Return the words of claims, each sentence once, numbered."""
    evidence = {claim.evidence.span: claim.evidence for claim in claims}
    return tuple(quote(paper, each, number) for number, each in enumerate(evidence.values(), start=1))


def passage(paper: Paper, span: Span, number: int = 1) -> Citation:
    """Return a stretch of the manuscript's text as a citation."""
    return quote(paper, Evidence(span, span.of(paper.text), _section(paper, span)), number)


def _section(paper: Paper, span: Span) -> str | None:
    return next((block.section for block in paper.blocks if block.span.contains(span)), None)


# ---------------------------------------------------------------- claims


def own(reading: Reading, kind: ClaimType) -> list[Claim]:
    """Return the manuscript's own claims of a type that name their material."""
    return [
        claim
        for claim in reading.claims
        if claim.claim_type is kind and claim.material is not None and claim.attribution is not Attribution.CITED
    ]


def composition_of(reading: Reading, claim: Claim) -> Composition | None:
    """Return what the material of a claim is made of, if that is known."""
    material = reading.material_of(claim)
    return material.composition if material else None


def value(claim: Claim) -> Interval:
    """Return what the number of a claim can stand for, in its canonical unit; anything where it has none."""
    return interval(claim.quantity) if claim.quantity else Interval(float("-inf"), float("inf"))


def shown(claim: Claim) -> str:
    """Return the number of a claim as it is written."""
    return printed(claim.quantity) if claim.quantity else ""


def is_specific(claim: Claim) -> bool:
    """Whether a capacity is one per mass."""
    unit = units.units().get(claim.quantity.unit) if claim.quantity else None
    return unit is not None and unit.kind == HEM.SpecificCapacity


def density(claim: Claim) -> float | None:
    """Return the current density [A g-1], or the C-rate as a negative number, so that the two never agree."""
    found = claim.conditions.current_density
    if found is None:
        return None
    unit = units.units().get(found.unit)
    number = canonical(found.unit, float(found.low))
    return -number if unit and unit.kind == HEM.CRate else number


def go_together(one: Claim, other: Claim) -> bool:
    """Whether two claims are about the same material under conditions that may be the same."""
    return (
        one.material == other.material
        and agree(density(one), density(other))
        and agree(one.conditions.ion, other.conditions.ion)
        and agree(one.conditions.cell, other.conditions.cell)
    )


def agree(one: object, other: object) -> bool:
    """Whether two conditions are the same, or one of them is not stated."""
    return one is None or other is None or one == other


def same_sentence(one: Claim, other: Claim) -> bool:
    """Whether two claims stand on the same words."""
    return one.evidence.span.overlaps(other.evidence.span)


def tolerance() -> float:
    """Return how far a computed value may differ from a printed one, as a share."""
    return terms.number(HEM.RoundingTolerance) / 100
