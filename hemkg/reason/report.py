"""A check as JSON and as text.  Nothing is computed here but the arithmetic that is spelled out."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from hemkg.reason.accessible import Accessible
from hemkg.reason.entropy import Criteria, anion_amounts
from hemkg.reason.faraday import Cause, Faraday, Judgement, Share, Step
from hemkg.reason.guidelines import Guideline
from hemkg.reason.reported import Called, Reported
from hemkg.reason.why import Reason
from hemkg.vocab import chemistry, elements, terms
from hemkg.vocab.terms import HEM

if TYPE_CHECKING:
    from hemkg.reason.check import Check

Json = dict[str, object]
DIGITS = 4
STATEMENTS = 2


def to_json(check: "Check") -> Json:
    """Return a check as plain dictionaries and lists; the terms stand under the words of the command line."""
    return {
        "formula": check.formula,
        "ion": terms.notation(check.ion),
        "composition": _composition_json(check),
        "sublattices": _sublattices(check),
        "entropy": _entropy_json(check),
        "mechanisms": [_mechanism_json(mechanism) for mechanism in check.mechanisms],
        "faraday": _faraday_json(check.faraday) if check.faraday else None,
        "capacity": _judgement_json(check.judgement) if check.judgement else None,
        "called": [_called_json(called, check.criteria) for called in check.called],
        "reported": [_claim_json(claim) for claim in check.reported],
        "papers": [_paper_json(claim) for claim in check.papers],
        "notes": list(check.notes),
    }


def _composition_json(check: "Check") -> list[Json]:
    shares = check.composition.fractions() or {}
    masses = {s: float(a) * elements.element(s).mass for s, a in check.composition.amounts if a is not None}
    total = sum(masses.values())
    return [
        {
            "element": symbol,
            "amount": None if amount is None else _round(float(amount)),
            "atom_fraction": _round(float(shares[symbol])) if symbol in shares else None,
            "mass_fraction": _round(masses[symbol] / total) if symbol in shares else None,
        }
        for symbol, amount in check.composition.amounts
    ]


def _sublattices(check: "Check") -> dict[str, dict[str, float]]:
    """Return the share of each element on the sublattice of cations and of anions."""
    found = {"cations": chemistry.cation_amounts(check.composition) or {}, "anions": anion_amounts(check.composition)}
    return {
        name: {symbol: _round(float(amount / sum(amounts.values()))) for symbol, amount in amounts.items()}
        for name, amounts in found.items()
        if amounts
    }


def _entropy_json(check: "Check") -> Json:
    values = [
        {
            "convention": terms.notation(entropy.convention),
            "label": terms.label(entropy.convention),
            "value_r": _round(entropy.value),
            "of": entropy.of,
            "definition": terms.text(entropy.convention, "skos:definition"),
        }
        for entropy in check.entropies
    ]
    by_word = {str(value["convention"]): value["value_r"] for value in values}
    return {**by_word, "conventions": values, "criteria": _criteria_json(check.criteria) if check.criteria else None}


def _criteria_json(criteria: Criteria) -> Json:
    return {
        "class": terms.notation(criteria.entropy_class),
        "threshold_r": terms.number(HEM.HighEntropyThreshold),
        "high_by_entropy": criteria.is_high_by_entropy,
        "high_by_shares": criteria.is_high_by_shares,
        "agree": criteria.agree,
        "principal": list(criteria.principal),
        "outside": {symbol: _round(share) for symbol, share in criteria.outside},
    }


def _mechanism_json(found: Accessible) -> Json:
    return {
        "mechanism": terms.notation(found.mechanism),
        "accessible": found.is_accessible,
        "rule": found.rule,
        "rule_says": found.says,
        "elements": [{"element": symbol, "role": terms.label(role)} for symbol, role in found.roles],
        "because": [_reason_json(claim) for claim in found.claims],
        "missing": found.missing,
        "caveats": [_claim_json(claim) for claim in found.caveats],
    }


def _reason_json(reason: Reason) -> Json:
    return {"claim": reason.iri, "statement": reason.says, "source": reason.source, "section": reason.section}


def _claim_json(claim: Guideline) -> Json:
    where = claim.citation
    return {
        "claim": claim.iri,
        "statement": claim.statement,
        "polarity": terms.notation(claim.one(HEM.polarity) or ""),
        "source": where.title or where.doi,
        "doi": where.doi,
        "section": where.section,
        "references": list(where.references),
    }


def _faraday_json(faraday: Faraday) -> Json:
    return {
        "low": _round(faraday.low, 1),
        "high": _round(faraday.high, 1),
        "unit": terms.text(HEM.MilliampereHourPerGram, HEM.symbol),
        "molar_mass": _round(faraday.molar_mass),
        "guests": float(faraday.guests),
        "steps": [_step_json(step, faraday) for step in faraday.steps],
        "no_number_for": list(faraday.unknown),
    }


def _step_json(step: Step, faraday: Faraday) -> Json:
    low, high = step.electrons
    return {
        "mechanism": terms.notation(step.mechanism),
        "low": _round(step.low, 1),
        "high": _round(step.high, 1),
        "electrons": {"low": _round(low), "high": _round(high)},
        "shares": [_share_json(share) for share in step.shares],
        "arithmetic": _arithmetic(step, faraday),
    }


def _share_json(share: Share) -> Json:
    return {
        "element": share.element,
        "amount": _round(float(share.amount)),
        "low": _round(share.low),
        "high": _round(share.high),
        "source": str(share.source.citation) if share.source else None,
    }


def _judgement_json(judgement: Judgement) -> Json:
    return {
        "value": judgement.capacity,
        "verdict": terms.notation(judgement.verdict),
        "limit": _round(judgement.limit, 1),
        "excess": _round(judgement.excess, 1),
        "causes": [_cause_json(cause) for cause in judgement.causes],
    }


def _called_json(called: Called, criteria: Criteria | None) -> Json:
    computed = criteria.entropy_class if criteria else None
    agrees = None if computed is None else computed == called.label
    return {"class": terms.notation(called.label), "source": called.source, "agrees_with_computed": agrees}


def _paper_json(claim: Reported) -> Json:
    verdict = terms.notation(claim.verdict) if claim.verdict else None
    return {"claim": claim.iri, "says": claim.says, "verdict": verdict, "source": claim.source, "quote": claim.quote}


def _cause_json(cause: Cause) -> Json:
    claims = [_claim_json(claim) for claim in cause.claims]
    return {"cause": terms.label(cause.term), "expected": cause.is_expected, "because": claims}


def _round(value: float, digits: int = DIGITS) -> float:
    return round(value, digits) + 0.0


# ---------------------------------------------------------------- text


def to_text(check: "Check") -> str:
    """Return a check as lines for people."""
    return "\n".join(_lines(check))


def _lines(check: "Check") -> Iterator[str]:
    yield f"{check.formula} with {terms.label(check.ion)}"
    yield from (f"  {note}" for note in check.notes)
    yield from _composition_lines(check)
    yield from _entropy_lines(check)
    yield from _mechanism_lines(check)
    yield from _faraday_lines(check)
    yield from _judgement_lines(check)
    yield from _reported_lines(check)


def _composition_lines(check: "Check") -> Iterator[str]:
    yield "\nComposition"
    shares = check.composition.fractions()
    if shares is None:
        yield f"  {', '.join(check.composition.elements)}; the amounts are open"
        return
    yield "  of all atoms: " + _percentages({symbol: float(share) for symbol, share in shares.items()})
    for name, amounts in _sublattices(check).items():
        yield f"  of the {name}: {_percentages(amounts)}"


def _percentages(shares: dict[str, float]) -> str:
    return ", ".join(f"{symbol} {100 * share:.3g} %" for symbol, share in shares.items())


def _entropy_lines(check: "Check") -> Iterator[str]:
    if check.criteria is None:
        return
    yield "\nEntropy of mixing"
    for entropy in check.entropies:
        yield f"  {entropy.value:.3f} R  {terms.label(entropy.convention)} ({entropy.of})"
    yield f"  {_criteria_text(check.criteria)}"
    for called in check.called:
        verb = "agrees" if called.label == check.criteria.entropy_class else "does not agree"
        yield f"  {called.source} calls it {terms.label(called.label)}, which {verb} with the computed class."


def _criteria_text(criteria: Criteria) -> str:
    least, most = terms.number(HEM.PrincipalElementShareMinimum), terms.number(HEM.PrincipalElementShareMaximum)
    outside = ", ".join(f"{symbol} {share:.3g} %" for symbol, share in criteria.outside)
    shares = f"{len(criteria.principal)} cations with {least:g} to {most:g} %, {outside or 'none'} outside"
    by_shares = f"{'high' if criteria.is_high_by_shares else 'not high'} by shares ({shares})"
    by_entropy = f"{terms.label(criteria.entropy_class)} per mole of cations".capitalize()
    return f"{by_entropy}; {by_shares}. The criteria {'agree' if criteria.agree else 'disagree'}."


def _mechanism_lines(check: "Check") -> Iterator[str]:
    yield "\nMechanisms that the composition allows"
    for found in check.mechanisms:
        yield f"  {'yes' if found.is_accessible else 'no '}  {terms.label(found.mechanism)}  [{found.rule}]"
        yield f"       {_role_text(found) or found.missing or found.says}"
        for claim in found.claims[:STATEMENTS]:
            yield f"       - {claim.says} ({claim.source}, {claim.section})"
        if len(found.claims) > STATEMENTS:
            yield f"       - and {len(found.claims) - STATEMENTS} more"
        yield from (f"       but: {claim.statement} ({claim.citation})" for claim in found.caveats[:STATEMENTS])


def _role_text(found: Accessible) -> str:
    by_role: dict[str, list[str]] = {}
    for symbol, role in found.roles:
        by_role.setdefault(role, []).append(symbol)
    return "; ".join(f"{', '.join(symbols)}: {terms.label(role)}" for role, symbols in by_role.items())


def _faraday_lines(check: "Check") -> Iterator[str]:
    faraday = check.faraday
    yield "\nFaraday limit"
    if faraday is None or not faraday.is_computed:
        yield "  none: " + (
            "the amounts are open" if faraday is None else "nothing in the formula converts or hosts ions"
        )
        return
    yield f"  {_range(faraday.low, faraday.high)} mAh/g"
    if faraday.guests:
        guest = terms.text(check.ion, HEM.ofElement)
        yield f"  per gram of host without its {float(faraday.guests):g} {guest}"
    for step in faraday.steps:
        yield f"  {terms.label(step.mechanism)}: {_arithmetic(step, faraday)}"
        for source in dict.fromkeys(share.source for share in step.shares if share.source):
            yield f"    - {source.statement} ({source.citation})"
    if faraday.unknown:
        yield f"  no number is known for {', '.join(faraday.unknown)}"


def _arithmetic(step: Step, faraday: Faraday) -> str:
    """Spell out a step: ``(O 4 x 2) = 8 electrons; x 26801.5 / 231.5 = 926 mAh/g``."""
    sums = " + ".join(_term(share) for share in step.shares)
    electrons, capacity = _range(*step.electrons, digits=4), _range(step.low, step.high)
    constant = terms.number(HEM.FaradayConstant)
    return f"{sums} = {electrons} electrons; × {constant:.1f} / {faraday.molar_mass:.2f} = {capacity} mAh/g"


def _term(share: Share) -> str:
    charge = f"{share.low:g}" if share.low == share.high else f"({share.low:g} to {share.high:g})"
    return f"{share.element} {float(share.amount):.4g} × {charge}"


def _range(low: float, high: float, digits: int | None = None) -> str:
    """Return one number, or two if they differ when printed."""
    one, other = (f"{value:.{digits}g}" if digits else f"{value:.0f}" for value in (low, high))
    return one if one == other else f"{one} to {other}"


def _judgement_lines(check: "Check") -> Iterator[str]:
    judgement = check.judgement
    if judgement is None:
        return
    yield f"\nA capacity of {judgement.capacity:g} mAh/g is {terms.label(judgement.verdict)}"
    if judgement.verdict == HEM.WithinLimit:
        return
    yield f"  {judgement.excess:.0f} mAh/g above {judgement.limit:.0f}; it could come from"
    for cause in judgement.causes:
        expected = "" if cause.is_expected else ", which these elements do not form"
        yield f"  {terms.label(cause.term)}{expected}: {cause.claims[0].statement} ({cause.claims[0].citation})"


def _reported_lines(check: "Check") -> Iterator[str]:
    if check.reported:
        yield "\nSaid of this composition"
        yield from (f"  - {claim.statement} ({claim.citation})" for claim in check.reported)
    if check.papers:
        yield "\nIn the papers of the store"
    for found in check.papers:
        verdict = f": {terms.label(found.verdict)}" if found.verdict else ""
        yield f"  - {found.says}{verdict} ({found.source})"
        yield f"    “{found.quote}”"
