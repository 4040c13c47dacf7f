"""Checks that need chemistry: Faraday's limit, sums of formulas, entropy, and what a technique can show."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from hemkg.errors import FormulaError, UnknownTerm
from hemkg.model.answer import Citation
from hemkg.model.claim import Attribution, Claim, ClaimType, Material, Polarity, Reading
from hemkg.model.composition import Composition
from hemkg.model.paper import Paper
from hemkg.reason import faraday
from hemkg.reason.entropy import entropies
from hemkg.review.certain import first_capacity, is_called_by_name, measured_materials, sure
from hemkg.review.findings import (
    Finding,
    Outcome,
    Severity,
    is_specific,
    outcome,
    own,
    quote,
    quotes,
    shown,
    tolerance,
    value,
)  # fmt: skip
from hemkg.review.gap_words import listed
from hemkg.review.intervals import Interval
from hemkg.review.knowledge import Method, showing
from hemkg.vocab import chemistry, elements, terms
from hemkg.vocab.terms import HEM

BRACKET = re.compile(r"[(\[]((?:[A-Z][a-z]?\d*\.?\d*)+)[)\]]")
PART = re.compile(r"([A-Z][a-z]?)(\d*\.?\d*)")


# ---------------------------------------------------------------- chemistry


def check_faraday(paper: Paper, reading: Reading) -> Outcome:
    """Capacities within the Faraday limit, or explained."""
    results = []
    for claim in sure(paper, reading, ClaimType.CAPACITY):
        limit = _limit(reading, claim) if _is_bound(claim) and is_specific(claim) else None
        if limit is not None and limit.high and not limit.unknown:
            results.append(_beyond(paper, reading, claim, limit))
    return outcome(HEM.FaradayCheck, _each_once(results))


def _is_bound(claim: Claim) -> bool:
    """Whether a capacity is held to the limit; a first discharge also breaks down the electrolyte."""
    return faraday.is_bounded(claim.kind) and faraday.is_bounded(first_capacity(claim))


def _limit(reading: Reading, claim: Claim) -> faraday.Faraday | None:
    """Return the limit for a claim's material and ion, or None where a part of it is not known."""
    composition, ion = _composition(reading, claim), claim.conditions.ion
    if composition is None or ion is None or not composition.is_known or composition.damaged:
        return None
    if len(composition.support) > 1 or ion in composition.support:  # a whole cell: Si/LLZO-PPC/Li
        return None
    try:
        return faraday.limit(composition, faraday.ion_term(ion))
    except (FormulaError, UnknownTerm):
        return None


def _composition(reading: Reading, claim: Claim) -> Composition | None:
    material = reading.material_of(claim)
    return material.composition if material else None


def _beyond(paper: Paper, reading: Reading, claim: Claim, limit: faraday.Faraday) -> Finding | None:
    stated, composition = _asserted(reading, claim.material), _composition(reading, claim)
    judged = faraday.judge(limit, value(claim).low, composition.elements if composition else (), stated)
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


def _each_once(results: Sequence[Finding | None]) -> list[Finding | None]:
    """Return the results without findings that say the same; a value is often given twice."""
    told: dict[str, Finding] = {}
    for result in results:
        if result is not None:
            told.setdefault(result.message, result)
    return [result for result in results if result is None or told[result.message] is result]


# ---------------------------------------------------------------- formulas


def check_formulas(paper: Paper, reading: Reading) -> Outcome:
    """Amounts that share a site add up to one."""
    results = []
    for material in reading.materials:
        for bracket in BRACKET.findall(material.composition.formula) if material.composition else ():
            amounts = _amounts(bracket)
            if amounts is not None:
                results.append(_sum(paper, material, amounts))
    return outcome(HEM.FormulaCheck, results)


def _amounts(bracket: str) -> list[float] | None:
    """Return the amounts in a bracket if each is given and below one, as on a site that is shared out."""
    parts, known = PART.findall(bracket), elements.table()
    if len(parts) < 2 or any(symbol not in known or not amount for symbol, amount in parts):
        return None
    amounts = [float(amount) for _, amount in parts]
    return amounts if all(amount < 1 for amount in amounts) else None


def _sum(paper: Paper, material: Material, amounts: Sequence[float]) -> Finding | None:
    total = sum(amounts)
    off = abs(total - 1)
    if off <= terms.number(HEM.SiteSumTolerance) or off > terms.number(HEM.SiteSumReach):
        return None
    message = f"The amounts in {material.surface} add up to {total:g} on a site that they share, not to 1."
    return Finding(HEM.FormulaCheck, Severity.ERROR, message, _naming(paper, material), f"{total:g}", "1")


def _naming(paper: Paper, material: Material) -> tuple[Citation, ...]:
    """Return the sentence that first names a material, if it was kept."""
    return (quote(paper, material.evidence),) if material.evidence else ()


# ---------------------------------------------------------------- entropy


def check_entropy(paper: Paper, reading: Reading) -> Outcome:
    """What is called high-entropy computes to it, and a printed entropy is one of the computed ones."""
    results = [_label(paper, material, entropy) for material, entropy in _labelled(reading)]
    for claim in own(reading, ClaimType.QUANTITY):
        composition = _composition(reading, claim)
        if claim.concept == HEM.ConfigurationalEntropy and composition is not None:
            results.append(_entropy_value(paper, claim, composition))
    return outcome(HEM.EntropyCheck, results)


def _labelled(reading: Reading) -> Iterator[tuple[Material, float]]:
    """Yield the materials that are called by an entropy class and whose entropy computes."""
    for material in reading.materials:
        entropy = chemistry.cation_entropy(material.composition) if material.composition else None
        if material.entropy_label and entropy is not None:
            yield material, entropy


def _label(paper: Paper, material: Material, entropy: float) -> Finding | None:
    computed, called = chemistry.entropy_class(entropy), material.entropy_label or ""
    if computed == called:
        return None
    message = (
        f"{material.surface} is called {terms.label(called)}, but its {entropy:.2f} R per mole "
        f"of cations is {terms.label(computed)}."
    )
    told = _naming(paper, material)
    return Finding(HEM.EntropyCheck, Severity.WARNING, message, told, f"{entropy:.2f} R", terms.label(called))


def _entropy_value(paper: Paper, claim: Claim, composition: Composition) -> Finding | None:
    found = entropies(composition)
    if not found or any(value(claim).meets(Interval(e.value, e.value), tolerance()) for e in found):
        return None
    computed = f"{found[0].value:.2f} R"
    message = (
        f"The entropy of {claim.material} is given as {shown(claim)}; it computes to {computed} per mole of cations."
    )
    return Finding(HEM.EntropyCheck, Severity.ERROR, message, quotes(paper, (claim,)), computed, shown(claim))


# ---------------------------------------------------------------- techniques


def check_techniques(paper: Paper, reading: Reading) -> Outcome:
    """A mechanism that is asserted rests on a technique that can show it."""
    used = {
        (claim.concept, claim.mode)
        for claim in reading.claims
        if claim.claim_type is ClaimType.TECHNIQUE and claim.attribution is not Attribution.CITED and claim.concept
    }
    asserted: dict[str, list[Claim]] = defaultdict(list)
    measured = measured_materials(reading)
    for claim in sure(paper, reading, ClaimType.MECHANISM):
        is_told = claim.polarity is Polarity.ASSERTED and claim.material in measured and is_called_by_name(claim)
        if is_told and claim.concept and showing(claim.concept):
            asserted[claim.concept].append(claim)
    results = [_untechnical(paper, mechanism, claims, used) for mechanism, claims in asserted.items() if used]
    return outcome(HEM.TechniqueCheck, results)


def _untechnical(
    paper: Paper, mechanism: str, claims: Sequence[Claim], used: set[tuple[str, str | None]]
) -> Finding | None:
    able = showing(mechanism)
    if {technique for technique, _ in used} & {method.technique for method in able}:
        return None
    names = sorted(Method(technique, mode).words for technique, mode in used)
    could = listed([method.words for method in able][:4], last="or")
    message = (
        f"{terms.label(mechanism)} is asserted of {claims[0].material}, but none of the techniques that were read "
        f"({', '.join(names)}) is known to show it; {could} can."
    )
    return Finding(HEM.TechniqueCheck, Severity.WARNING, message, quotes(paper, claims[:2]))
