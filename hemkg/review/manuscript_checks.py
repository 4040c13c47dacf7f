"""The checks of a manuscript, each a plain function from what was read to what it finds.

A check alarms only where what it needs was read with certainty: the same material, the same current, the
same cycle.  Where several readings are possible and one of them comes out, there is no finding.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from hemkg.errors import FormulaError, UnknownTerm
from hemkg.model.claim import Attribution, Claim, ClaimType, Material, Polarity, Reading
from hemkg.model.paper import Paper
from hemkg.reason import faraday
from hemkg.reason.entropy import entropies
from hemkg.review.gap_words import listed, plural
from hemkg.review.intervals import Interval, canonical, interval, printed
from hemkg.review.knowledge import Method, showing
from hemkg.review.manuscript import Finding, Severity, quotes
from hemkg.vocab import chemistry, elements, terms, units
from hemkg.vocab.terms import HEM

HUNDRED = 0.01
BRACKET = re.compile(r"[(\[]((?:[A-Z][a-z]?\d*\.?\d*)+)[)\]]")
PART = re.compile(r"([A-Z][a-z]?)(\d*\.?\d*)")
CLASSES = {
    ClaimType.CAPACITY: HEM.CapacityClaim,
    ClaimType.RETENTION: HEM.RetentionClaim,
    ClaimType.COULOMBIC_EFFICIENCY: HEM.EfficiencyClaim,
}
NOT_MEASURED = {HEM.TheoreticalCapacity, HEM.ContributedCapacity}
FIRST = {HEM.InitialDischargeCapacity, HEM.InitialChargeCapacity}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one check found, and how often it could be made."""

    check: str
    tried: int
    findings: tuple[Finding, ...] = field(default=())


def _outcome(check: str, results: Sequence[Finding | None]) -> Outcome:
    """Return an outcome from one result for each time the check was made."""
    return Outcome(check, len(results), tuple(result for result in results if result is not None))


def tolerance() -> float:
    """Return how far a computed value may differ from a printed one, as a share."""
    return terms.number(HEM.RoundingTolerance) / 100


def _of(reading: Reading, kind: ClaimType) -> list[Claim]:
    """Return the manuscript's own claims of a type that name their material."""
    return [
        claim
        for claim in reading.claims
        if claim.claim_type is kind and claim.material is not None and claim.attribution is not Attribution.CITED
    ]


def _value(claim: Claim) -> Interval:
    assert claim.quantity is not None
    return interval(claim.quantity)


def _printed(claim: Claim) -> str:
    return printed(claim.quantity) if claim.quantity else ""


def _density(claim: Claim) -> float | None:
    """Return the current density [A g-1], or the C-rate as a negative number, so that the two never agree."""
    density = claim.conditions.current_density
    if density is None:
        return None
    unit = units.units().get(density.unit)
    value = canonical(density.unit, float(density.low))
    return -value if unit and unit.kind == HEM.CRate else value


def _agree(one: object, other: object) -> bool:
    """Whether two conditions are the same, or one of them is not stated."""
    return one is None or other is None or one == other


def _go_together(one: Claim, other: Claim) -> bool:
    """Whether two claims are about the same material under conditions that may be the same."""
    return (
        one.material == other.material
        and _agree(_density(one), _density(other))
        and _agree(one.conditions.ion, other.conditions.ion)
        and _agree(one.conditions.cell, other.conditions.cell)
    )


# ---------------------------------------------------------------- retention


def check_retention(paper: Paper, reading: Reading) -> Outcome:
    """Retention times initial capacity gives the final one."""
    capacities = [c for c in _of(reading, ClaimType.CAPACITY) if c.kind not in NOT_MEASURED and _is_specific(c)]
    results = []
    for retention in _of(reading, ClaimType.RETENTION):
        finals = [c for c in capacities if _is_final(c, retention)]
        starts = [c for c in capacities if _is_start(c, retention)]
        if finals and starts:
            results.append(_retention(paper, retention, finals, starts))
    return _outcome(HEM.RetentionCheck, results)


def _is_specific(claim: Claim) -> bool:
    unit = units.units().get(claim.quantity.unit) if claim.quantity else None
    return unit is not None and unit.kind == HEM.SpecificCapacity


def _is_final(capacity: Claim, retention: Claim) -> bool:
    cycle = retention.conditions.cycle
    return cycle is not None and capacity.conditions.cycle == cycle and _go_together(capacity, retention)


def _is_start(capacity: Claim, retention: Claim) -> bool:
    """Whether a retention may be counted from a capacity: an early cycle, the first one, or none named nearby."""
    if not _go_together(capacity, retention):
        return False
    cycle = capacity.conditions.cycle
    if cycle is not None:
        return cycle <= terms.number(HEM.EarlyCycles)
    return capacity.kind in {*FIRST, HEM.ReversibleCapacity} or _same_sentence(capacity, retention)


def _same_sentence(one: Claim, other: Claim) -> bool:
    return one.evidence.span.overlaps(other.evidence.span)


def _retention(paper: Paper, retention: Claim, finals: Sequence[Claim], starts: Sequence[Claim]) -> Finding | None:
    share = _value(retention).scaled(HUNDRED)
    pairs = [(start, final) for start in starts for final in finals if start is not final]
    if not pairs or any((share * _value(s)).meets(_value(f), tolerance()) for s, f in pairs):
        return None
    start, final = min(pairs, key=lambda pair: _distance(pair, retention))
    low, high = (share * _value(start)).low, (share * _value(start)).high
    computed = f"{(low + high) / 2:.0f} mAh g-1".replace(
        "mAh g-1", terms.text(HEM.MilliampereHourPerGram, HEM.symbol) or ""
    )
    message = (
        f"{_printed(retention)} of {_printed(start)} is {computed}, but {_printed(final)} is given "
        f"after {retention.conditions.cycle} cycles of {retention.material}."
    )
    told = quotes(paper, (retention, start, final))
    return Finding(HEM.RetentionCheck, Severity.ERROR, message, told, computed, _printed(final))


def _distance(pair: tuple[Claim, Claim], other: Claim) -> int:
    return sum(abs(claim.evidence.span.start - other.evidence.span.start) for claim in pair)


# ---------------------------------------------------------------- first efficiency


def check_efficiency(paper: Paper, reading: Reading) -> Outcome:
    """First charge over first discharge gives the first Coulombic efficiency."""
    capacities = _of(reading, ClaimType.CAPACITY)
    results = []
    for efficiency in _of(reading, ClaimType.COULOMBIC_EFFICIENCY):
        if efficiency.conditions.cycle == 1:
            charges, discharges = (
                [c for c in capacities if c.kind == kind and _go_together(c, efficiency)]
                for kind in (HEM.InitialChargeCapacity, HEM.InitialDischargeCapacity)
            )
            if charges and discharges:
                results.append(_efficiency(paper, efficiency, charges, discharges))
    return _outcome(HEM.EfficiencyCheck, results)


def _efficiency(
    paper: Paper, efficiency: Claim, charges: Sequence[Claim], discharges: Sequence[Claim]
) -> Finding | None:
    pairs = [(c, d) for c in charges for d in discharges]
    shares = [(one, other) for pair in pairs for one, other in (pair, pair[::-1])]
    if any(_percent(a, b).meets(_value(efficiency), tolerance()) for a, b in shares):
        return None
    charge, discharge = min(pairs, key=lambda pair: _distance(pair, efficiency))
    found = _percent(charge, discharge)
    computed = f"{(found.low + found.high) / 2:.1f} %"
    message = (
        f"{_printed(charge)} over {_printed(discharge)} is {computed}, but a first efficiency of "
        f"{_printed(efficiency)} is given for {efficiency.material}."
    )
    told = quotes(paper, (efficiency, discharge, charge))
    return Finding(HEM.EfficiencyCheck, Severity.ERROR, message, told, computed, _printed(efficiency))


def _percent(one: Claim, other: Claim) -> Interval:
    return (_value(one) / _value(other)).scaled(1 / HUNDRED)


# ---------------------------------------------------------------- agreement


def check_agreement(paper: Paper, reading: Reading) -> Outcome:
    """The same value wherever the same thing is said: abstract, text, tables, conclusion."""
    groups: dict[tuple[object, ...], list[Claim]] = defaultdict(list)
    for kind in CLASSES:
        for claim in _of(reading, kind):
            key = _identity(claim)
            if key is not None:
                groups[key].append(claim)
    results = [
        _disagreement(paper, group) for group in groups.values() if len({claim.evidence.span for claim in group}) > 1
    ]
    return _outcome(HEM.AgreementCheck, results)


def _identity(claim: Claim) -> tuple[object, ...] | None:
    """Return what makes two values the same measurement, or None where too little is stated to tell."""
    conditions, unit = claim.conditions, claim.quantity.unit if claim.quantity else ""
    known = units.units().get(unit)
    density, cycle = _density(claim), conditions.cycle
    if cycle is None or claim.kind in NOT_MEASURED or known is None:
        return None
    if density is None and not (
        cycle == 1 and (claim.kind in FIRST or claim.claim_type is ClaimType.COULOMBIC_EFFICIENCY)
    ):
        return None
    kind = claim.kind if claim.kind in FIRST else None
    return (claim.claim_type, claim.material, known.kind, kind, density, cycle, conditions.ion, conditions.cell)


def _disagreement(paper: Paper, group: Sequence[Claim]) -> Finding | None:
    """Return the first pair of different sentences of a group that does not agree."""
    for one, other in combinations(group, 2):
        if _same_sentence(one, other) or _value(one).meets(_value(other), tolerance() / 2):
            continue
        if any(_value(c).meets(_value(other), tolerance() / 2) for c in group if _same_sentence(c, one)):
            continue
        what = terms.label(one.concept or "") if one.concept else one.claim_type.value
        message = f"The {what} of {one.material} is {_printed(one)} in one place and {_printed(other)} in another, under the same conditions."
        return Finding(
            HEM.AgreementCheck, Severity.ERROR, message, quotes(paper, (one, other)), _printed(one), _printed(other)
        )
    return None


# ---------------------------------------------------------------- chemistry


def check_faraday(paper: Paper, reading: Reading) -> Outcome:
    """Capacities within the Faraday limit, or explained."""
    results = []
    for claim in _of(reading, ClaimType.CAPACITY):
        limit = _limit(reading, claim)
        if (
            limit is not None
            and claim.kind not in NOT_MEASURED | {HEM.InitialDischargeCapacity}
            and _is_specific(claim)
        ):
            results.append(_beyond(paper, reading, claim, limit))
    return _outcome(HEM.FaradayCheck, _one_a_material(results))


def _limit(reading: Reading, claim: Claim) -> faraday.Faraday | None:
    material = reading.material_of(claim)
    composition = material.composition if material else None
    ion = claim.conditions.ion
    if composition is None or ion is None or not composition.is_known or composition.damaged:
        return None
    try:
        return faraday.limit(composition, faraday.ion_term(ion))
    except (FormulaError, UnknownTerm):
        return None


def _beyond(paper: Paper, reading: Reading, claim: Claim, limit: faraday.Faraday) -> Finding | None:
    value, stated = _value(claim).low, _asserted(reading, claim.material)
    if not limit.high or limit.unknown:
        return None
    symbols = sorted(
        {s for m in reading.materials if m.surface == claim.material and m.composition for s in m.composition.elements}
    )
    judged = faraday.judge(limit, value, symbols, stated)
    if judged.verdict == HEM.WithinLimit:
        return None
    explained = [cause.term for cause in judged.causes if cause.term in stated]
    causes = listed([terms.label(cause.term) for cause in judged.causes if cause.is_expected], last="or")
    message = (
        f"{_printed(claim)} of {claim.material} exceeds the {judged.limit:.0f} mAh g-1 that conversion and alloying allow "
        f"with {claim.conditions.ion}. "
        + (f"{terms.label(explained[0])} is claimed." if explained else f"It could be {causes}.")
    )
    severity = Severity.NOTE if explained else Severity.WARNING
    return Finding(HEM.FaradayCheck, severity, message, quotes(paper, (claim,)), f"{judged.limit:.0f}", _printed(claim))


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


def _one_a_material(results: Sequence[Finding | None]) -> list[Finding | None]:
    """Return the results with one finding for each message; the same value is often given twice."""
    seen: set[str] = set()
    kept: list[Finding | None] = []
    for result in results:
        if result is None or result.message not in seen:
            kept.append(result)
        if result is not None:
            seen.add(result.message)
    return kept


def check_formulas(paper: Paper, reading: Reading) -> Outcome:
    """Amounts that share a site add up to one."""
    results = []
    for material in reading.materials:
        for bracket in BRACKET.findall(material.composition.formula) if material.composition else ():
            amounts = _amounts(bracket)
            if amounts is not None:
                results.append(_sum(paper, material, amounts))
    return _outcome(HEM.FormulaCheck, results)


def _amounts(bracket: str) -> list[float] | None:
    """Return the amounts in a bracket if each is given and below one, as on a site that is shared out."""
    parts = PART.findall(bracket)
    known = elements.table()
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
    told = quotes(paper, ()) if material.evidence is None else (_first_mention(paper, material),)
    return Finding(HEM.FormulaCheck, Severity.ERROR, message, told, f"{total:g}", "1")


def _first_mention(paper: Paper, material: Material):  # type: ignore[no-untyped-def]
    from hemkg.review.manuscript import quote

    assert material.evidence is not None
    return quote(paper, material.evidence)


def check_entropy(paper: Paper, reading: Reading) -> Outcome:
    """What is called high-entropy computes to it, and a printed entropy is one of the computed ones."""
    results = [
        _label(paper, material)
        for material in reading.materials
        if material.entropy_label and material.composition and chemistry.cation_entropy(material.composition)
    ]
    for claim in _of(reading, ClaimType.QUANTITY):
        material = reading.material_of(claim)
        if claim.concept == HEM.ConfigurationalEntropy and material and material.composition:
            results.append(_entropy_value(paper, claim, material))
    return _outcome(HEM.EntropyCheck, results)


def _label(paper: Paper, material: Material) -> Finding | None:
    assert material.composition is not None
    entropy = chemistry.cation_entropy(material.composition) or 0.0
    computed = chemistry.entropy_class(entropy)
    if computed == material.entropy_label:
        return None
    message = (
        f"{material.surface} is called {terms.label(material.entropy_label or '')}, but its {entropy:.2f} R per mole "
        f"of cations is {terms.label(computed)}."
    )
    told = () if material.evidence is None else (_first_mention(paper, material),)
    return Finding(HEM.EntropyCheck, Severity.WARNING, message, told, f"{entropy:.2f} R", material.entropy_label)


def _entropy_value(paper: Paper, claim: Claim, material: Material) -> Finding | None:
    assert material.composition is not None
    found = entropies(material.composition)
    if not found or any(_value(claim).meets(Interval(e.value, e.value), tolerance()) for e in found):
        return None
    computed = f"{found[0].value:.2f} R"
    message = f"The entropy of {material.surface} is given as {_printed(claim)}; it computes to {computed} per mole of cations."
    return Finding(HEM.EntropyCheck, Severity.ERROR, message, quotes(paper, (claim,)), computed, _printed(claim))


# ---------------------------------------------------------------- plausibility, conditions, techniques


def check_ranges(paper: Paper, reading: Reading) -> Outcome:
    """Values inside the range that is plausible for their kind."""
    numeric = [claim for kind in CLASSES for claim in _of(reading, kind) if claim.concept]
    return _outcome(HEM.RangeCheck, [_out_of_range(paper, claim) for claim in numeric])


def _out_of_range(paper: Paper, claim: Claim) -> Finding | None:
    least, most = (terms.objects(claim.concept or "", name) for name in (HEM.plausibleMin, HEM.plausibleMax))
    value = _value(claim)
    is_low = bool(least) and value.high < float(least[0])
    is_high = bool(most) and value.low > float(most[0])
    if not is_low and not is_high:
        return None
    what = terms.label(claim.concept or "")
    message = f"A {what} of {_printed(claim)} for {claim.material} is outside what is plausible."
    return Finding(HEM.RangeCheck, Severity.ERROR, message, quotes(paper, (claim,)), None, _printed(claim))


def check_conditions(paper: Paper, reading: Reading) -> Outcome:
    """Conditions without which a value cannot be compared."""
    findings, tried = [], 0
    for kind, term in CLASSES.items():
        claims = [claim for claim in _of(reading, kind) if claim.kind not in NOT_MEASURED]
        for condition in map(str, terms.objects(term, HEM.needsCondition)):
            tried += len(claims)
            lacking = [claim for claim in claims if STATED[condition](claim) is None]
            if lacking:
                findings.append(_lacking(paper, condition, claims, lacking))
    return Outcome(HEM.ConditionsCheck, tried, tuple(findings))


STATED: Mapping[str, Callable[[Claim], object]] = {
    HEM.currentDensity: lambda claim: claim.conditions.current_density,
    HEM.cycle: lambda claim: claim.conditions.cycle or (1 if claim.kind in FIRST else None),
    HEM.ion: lambda claim: claim.conditions.ion,
    HEM.voltageLow: lambda claim: claim.conditions.voltage_window,
}
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"


def _lacking(paper: Paper, condition: str, claims: Sequence[Claim], lacking: Sequence[Claim]) -> Finding:
    name = (terms.text(condition, LABEL) or condition).split(" [")[0]
    what = claims[0].claim_type.value.replace("_", " ")
    message = f"For {len(lacking)} of {plural(len(claims), f'{what} value')} no {name} was read beside the number."
    return Finding(HEM.ConditionsCheck, Severity.NOTE, message, quotes(paper, lacking[:3]))


def check_techniques(paper: Paper, reading: Reading) -> Outcome:
    """A mechanism that is asserted rests on a technique that can show it."""
    used = {
        (claim.concept, claim.mode)
        for claim in reading.claims
        if claim.claim_type is ClaimType.TECHNIQUE and claim.attribution is not Attribution.CITED and claim.concept
    }
    asserted: dict[str, list[Claim]] = defaultdict(list)
    for claim in _of(reading, ClaimType.MECHANISM):
        if claim.polarity is Polarity.ASSERTED and claim.concept and showing(claim.concept):
            asserted[claim.concept].append(claim)
    results = [_untechnical(paper, mechanism, claims, used) for mechanism, claims in asserted.items() if used]
    return _outcome(HEM.TechniqueCheck, results)


def _untechnical(
    paper: Paper, mechanism: str, claims: Sequence[Claim], used: set[tuple[str | None, str | None]]
) -> Finding | None:
    able = showing(mechanism)
    if {technique for technique, _ in used} & {method.technique for method in able}:
        return None
    names = sorted(Method(technique or "", mode).words for technique, mode in used)
    could = listed([method.words for method in able][:4], last="or")
    message = (
        f"{terms.label(mechanism)} is asserted of {claims[0].material}, but none of the techniques that were read "
        f"({', '.join(names)}) is known to show it; {could} can."
    )
    return Finding(HEM.TechniqueCheck, Severity.WARNING, message, quotes(paper, claims[:2]))


CHECKS: Mapping[str, Callable[[Paper, Reading], Outcome]] = {
    HEM.RetentionCheck: check_retention,
    HEM.EfficiencyCheck: check_efficiency,
    HEM.AgreementCheck: check_agreement,
    HEM.FaradayCheck: check_faraday,
    HEM.FormulaCheck: check_formulas,
    HEM.EntropyCheck: check_entropy,
    HEM.RangeCheck: check_ranges,
    HEM.TechniqueCheck: check_techniques,
    HEM.ConditionsCheck: check_conditions,
}


def statements(findings: Sequence[Finding]) -> Iterator[str]:
    """Yield the messages of findings."""
    return (finding.message for finding in findings)
