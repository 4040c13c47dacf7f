"""Check of capacities against Faraday's limit."""

from hemkg.errors import FormulaError, UnknownTerm
from hemkg.model.claim import Claim, ClaimType, Polarity, Reading
from hemkg.model.paper import Paper
from hemkg.reason import faraday
from hemkg.review.certain import first_capacity, sure
from hemkg.review.findings import (
    Finding,
    Outcome,
    Severity,
    composition_of,
    is_specific,
    outcome,
    quotes,
    shown,
    value,
)  # fmt: skip
from hemkg.review.gap_words import listed
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM


def check_faraday(paper: Paper, reading: Reading) -> Outcome:
    """Capacities within the Faraday limit, or explained."""
    results = []
    for claim in sure(paper, reading, ClaimType.CAPACITY):
        limit = _limit(reading, claim) if _is_bound(claim) and is_specific(claim) else None
        if limit is not None and limit.high and not limit.unknown:
            results.append(_beyond(paper, reading, claim, limit))
    return outcome(HEM.FaradayCheck, results)


def _is_bound(claim: Claim) -> bool:
    """Whether a capacity is held to the limit; a first discharge also breaks down the electrolyte."""
    is_open = claim.conditions.cycle == 1 and claim.kind is None and first_capacity(claim) is None
    return not is_open and faraday.is_bounded(claim.kind) and faraday.is_bounded(first_capacity(claim))


def _limit(reading: Reading, claim: Claim) -> faraday.Faraday | None:
    """Return the limit for a claim's material and ion, or None where a part of it is not known."""
    composition, ion = composition_of(reading, claim), claim.conditions.ion
    if composition is None or ion is None or not composition.is_known or composition.damaged:
        return None
    if len(composition.support) > 1 or ion in composition.support:  # a whole cell: Si/LLZO-PPC/Li
        return None
    try:
        return faraday.limit(composition, faraday.ion_term(ion))
    except (FormulaError, UnknownTerm):
        return None


def _beyond(paper: Paper, reading: Reading, claim: Claim, limit: faraday.Faraday) -> Finding | None:
    stated, composition = _asserted(reading, claim.material), composition_of(reading, claim)
    judged = faraday.judge(limit, value(claim).low, composition.elements if composition else ())
    if judged is None or judged.verdict == HEM.WithinLimit:
        return None
    claimed = [cause.term for cause in judged.causes if cause.term in stated]
    causes = [terms.label(cause.term) for cause in judged.causes if cause.is_expected]
    why = f"{terms.label(claimed[0])} is claimed." if claimed else f"It could be {listed(causes, last='or')}."
    bound = f"{judged.limit:.0f} {terms.text(HEM.MilliampereHourPerGram, HEM.symbol)}"
    message = (
        f"{shown(claim)} of {claim.material} exceeds the {bound} that conversion and alloying allow "
        f"with {claim.conditions.ion} ({_electrons(limit)}). {why}"
    )
    severity = Severity.NOTE if claimed else Severity.WARNING
    return Finding(HEM.FaradayCheck, severity, message, quotes(paper, (claim,)), bound, shown(claim))


def _electrons(limit: faraday.Faraday) -> str:
    """Return how a limit was computed: the electrons of each step at the high end, and the mass."""
    steps = [f"{terms.label(step.mechanism)} {step.electrons[1]:.3g}" for step in limit.steps]
    return f"electrons a formula unit: {listed(steps)}; molar mass {limit.molar_mass:.1f} g mol-1"


def _asserted(reading: Reading, material: str | None) -> list[str]:
    """Return the mechanisms that are asserted of a material."""
    return [
        claim.concept
        for claim in reading.claims
        if claim.claim_type is ClaimType.MECHANISM
        and claim.polarity is Polarity.ASSERTED
        and claim.material == material
        and claim.concept
    ]
