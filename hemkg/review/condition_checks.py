"""Check of what stands beside a number: the conditions without which it cannot be compared.

A condition is only asked for where the words around a value hold none of its kind at all: one that stands there
and was given to another number is a matter of reading and not of the manuscript.
"""

from collections.abc import Collection, Mapping, Sequence

from hemkg.annotate.concepts import find_in_text
from hemkg.model.claim import Claim, ClaimType, Reading
from hemkg.model.paper import Paper
from hemkg.review.arithmetic_checks import CLASSES, FIRST, NOT_MEASURED
from hemkg.review.certain import CURRENTS, CYCLES, names_any, names_its_material, states_window, sure
from hemkg.review.findings import Finding, Outcome, Severity, is_specific, own, quotes
from hemkg.review.gap_words import plural
from hemkg.review.whereabouts import headers_of_table, quantities, words_beside
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM


def check_conditions(paper: Paper, reading: Reading) -> Outcome:
    """Conditions without which a value cannot be compared."""
    findings, tried = [], 0
    for kind, term in CLASSES.items():
        claims = [claim for claim in _asked(paper, reading, kind) if _is_compared(claim)]
        for condition in map(str, terms.objects(term, HEM.needsCondition)):
            tried += len(claims)
            lacking = [claim for claim in claims if not _is_stated(paper, claim, condition)]
            if lacking and not _is_stated_for_all(paper, reading, condition):
                findings.append(_lacking(condition, claims, lacking, paper))
    return Outcome(HEM.ConditionsCheck, tried, tuple(findings))


def _asked(paper: Paper, reading: Reading, kind: ClaimType) -> list[Claim]:
    """Return the claims that are asked for their conditions: the sure ones, and others whose words name their material.

    A value whose conditions were taken from elsewhere is one that was read with little confidence.
    """
    known = sure(paper, reading, kind)
    return [*known, *(c for c in own(reading, kind) if c not in known and names_its_material(reading, c))]


def _is_compared(claim: Claim) -> bool:
    """Whether a value is one that was measured and that a table of such values would hold."""
    return claim.kind not in NOT_MEASURED and (claim.concept != HEM.SpecificCapacity or is_specific(claim))


WORDED: Mapping[str, Collection[str]] = {HEM.currentDensity: CURRENTS, HEM.cycle: CYCLES}


def _is_stated(paper: Paper, claim: Claim, condition: str) -> bool:
    """Whether a condition was read, stands among the words of the value, or is of no matter to it."""
    conditions = claim.conditions
    is_doubtful = claim.evidence.confidence < terms.number(HEM.LeastConfidence)
    if condition in WORDED and (is_doubtful or (condition == HEM.currentDensity and _speaks_of_rate(claim))):
        return _is_beside(paper, claim, WORDED[condition]) or (condition == HEM.cycle and _needs_no_cycle(paper, claim))
    read = {
        HEM.currentDensity: conditions.current_density is not None,
        HEM.cycle: conditions.cycle is not None or claim.kind in FIRST or _needs_no_cycle(paper, claim),
        HEM.ion: conditions.ion is not None,
        HEM.voltageLow: conditions.voltage_window is not None,
    }
    return read[condition] or (condition in WORDED and _is_beside(paper, claim, WORDED[condition]))


def _is_beside(paper: Paper, claim: Claim, kinds: Collection[str]) -> bool:
    """Whether a quantity of these kinds stands among the words of a value, or in any header of its table."""
    headers = headers_of_table(paper, claim.evidence.span) if claim.evidence.cell is not None else ()
    in_headers = any(mention.concept in kinds for header in headers for mention, _ in quantities(header))
    return in_headers or names_any(paper, claim, kinds)


def _speaks_of_rate(claim: Claim) -> bool:
    """Whether the words of a value speak of a rate of its own, so that no current of a sentence before counts."""
    return any(mention.concept == HEM.RateCue for mention in find_in_text(claim.evidence.quote, HEM.RefereeClasses))


def _needs_no_cycle(paper: Paper, claim: Claim) -> bool:
    """Whether a value is compared by its current alone: a capacity, or what is left of it at several currents."""
    if claim.claim_type is ClaimType.RETENTION:
        currents = {(q.low, q.unit) for m, q in quantities(words_beside(paper, claim)) if m.concept in CURRENTS}
        return len(currents) > 1
    return is_specific(claim) and claim.kind != HEM.CapacityAfterCycling


def _is_stated_for_all(paper: Paper, reading: Reading, condition: str) -> bool:
    """Whether a condition of the whole paper stands anywhere in it; most stand among the methods."""
    if not terms.objects(condition, HEM.isPaperWide):
        return False
    if condition == HEM.voltageLow:
        return states_window(paper)
    return any(_is_stated(paper, claim, condition) for claim in reading.claims)


def _lacking(condition: str, claims: Sequence[Claim], lacking: Sequence[Claim], paper: Paper) -> Finding:
    name = terms.text(condition, HEM.askedForAs) or condition
    what = claims[0].claim_type.value.replace("_", " ")
    where = "anywhere in the manuscript" if terms.objects(condition, HEM.isPaperWide) else "beside it"
    message = f"For {len(lacking)} of {plural(len(claims), f'{what} value')} no {name} was read {where}."
    return Finding(HEM.ConditionsCheck, Severity.NOTE, message, quotes(paper, lacking[:3]))
