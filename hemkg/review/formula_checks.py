"""Checks of what a composition says by itself: sums on shared sites, charges, equal amounts, entropy."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from hemkg.annotate.concepts import find_in_text
from hemkg.model.answer import Citation
from hemkg.model.claim import Claim, ClaimType, Material, Reading
from hemkg.model.composition import Composition
from hemkg.model.paper import Paper
from hemkg.reason.entropy import entropies
from hemkg.review.certain import measured_materials, named_in
from hemkg.review.class_calls import called_by_class
from hemkg.review.findings import (
    Finding,
    Outcome,
    Severity,
    composition_of,
    outcome,
    own,
    passage,
    quote,
    quotes,
    shown,
    tolerance,
    value,
)  # fmt: skip
from hemkg.review.gap_words import listed
from hemkg.review.intervals import Interval
from hemkg.review.whereabouts import sentences
from hemkg.vocab import chemistry, elements, terms
from hemkg.vocab.terms import HEM

BRACKET = re.compile(r"[(\[]((?:[A-Z][a-z]?\d*\.?\d*)+)[)\]]")
# nobody calls one metal alone high-entropy, nor a plain cathode beside a high-entropy anode: the word was misread
FEWEST_MIXED = 3
# cations of so little charge form peroxides, whose oxygen asks for less
PEROXIDE_FORMERS = 2
PART = re.compile(r"([A-Z][a-z]?)(\d*\.?\d*)")


# ---------------------------------------------------------------- formulas


def check_formulas(paper: Paper, reading: Reading) -> Outcome:
    """Amounts that share a site add up to one, charges can balance, and what is called equimolar is."""
    results = []
    measured = measured_materials(reading)
    for material in reading.materials:
        for bracket in BRACKET.findall(material.composition.formula) if material.composition else ():
            amounts = _amounts(bracket)
            if amounts is not None:
                results.append(_sum(paper, material, amounts))
        if material.composition is not None and material.composition.is_known and not material.composition.damaged:
            results.append(_bare_sum(paper, material, material.composition))
            results += [_charges(paper, material)] if material.surface in measured else []
    return outcome(HEM.FormulaCheck, [*results, *_called_equal(paper, reading)])


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


def _bare_sum(paper: Paper, material: Material, composition: Composition) -> Finding | None:
    """Return what is wrong with the sum of cations that are written without brackets, all of them below one.

    Such a formula may lack cations on purpose, so that little is forgiven only where the sum is far from whole.
    """
    amounts = [float(amount) for amount in (chemistry.cation_amounts(composition) or {}).values()]
    is_shared = len(amounts) >= terms.number(HEM.LeastMetals) and all(amount < 1 for amount in amounts)
    if composition.sublattices or not is_shared or sum(amounts) > 2:
        return None
    off = abs(sum(amounts) - 1)
    return _sum(paper, material, amounts) if off > terms.number(HEM.BareSumTolerance) else None


def _charges(paper: Paper, material: Material) -> Finding | None:
    """Return what is wrong with an ionic formula whose anions ask for more charge than its cations can have."""
    composition = material.composition
    if composition is None or material.family not in terms.objects(HEM.IonicFamilies, HEM.kind):
        return None
    amounts = {symbol: Fraction(amount) for symbol, amount in composition.amounts if amount is not None}
    anions = set(chemistry.anions(composition))
    charges = {symbol: terms.objects(symbol, HEM.highestOxidationState) for symbol in amounts if symbol not in anions}
    if composition.support or not all(charges.values()) or not anions:
        return None
    if all(float(found[0]) <= PEROXIDE_FORMERS for found in charges.values()):
        return None
    most = sum(float(amounts[symbol]) * float(found[0]) for symbol, found in charges.items())
    asked = sum(float(amounts[symbol]) * abs(terms.number(symbol, HEM.anionCharge)) for symbol in anions)
    if asked <= most * (1 + tolerance()):
        return None
    message = (
        f"The anions of {material.surface} ask for {asked:g} positive charges, and its cations have {most:g} at most."
    )
    return Finding(HEM.FormulaCheck, Severity.WARNING, message, _naming(paper, material), f"{most:g}", f"{asked:g}")


def _called_equal(paper: Paper, reading: Reading) -> Iterator[Finding | None]:
    """Yield, for each sentence that calls one material equimolar, what is wrong with that."""
    told: set[str] = set()
    for sentence in sentences(paper):
        words = sentence.span.of(paper.text)
        cues = {mention.concept for mention in find_in_text(words, HEM.RefereeClasses)}
        named = named_in(reading, words)
        if HEM.EqualAmountsCue in cues and HEM.UnequalAmountsCue not in cues and len(named) == 1 and not named & told:
            told |= named
            material = next(m for m in reading.materials if m.surface in named)
            yield _unequal(material, passage(paper, sentence.span))


def _unequal(material: Material, told: Citation) -> Finding | None:
    amounts = _mixed(material.composition) if material.composition else {}
    if not amounts or max(amounts.values()) <= min(amounts.values()) * (1 + terms.number(HEM.UnequalShare) / 100):
        return None
    printed = listed([f"{symbol} {float(amount):g}" for symbol, amount in amounts.items()])
    message = f"{material.surface} is called equimolar, but the amounts that it prints are {printed}."
    return Finding(HEM.FormulaCheck, Severity.WARNING, message, (told,), printed, None)


def _mixed(composition: Composition) -> dict[str, Fraction]:
    """Return the amounts of the cations that are mixed: on the site with most of them, or all that are below one."""
    known = chemistry.cation_amounts(composition) or {}
    sites = [{s: a for s, a in lattice.amounts if s in known} for lattice in composition.sublattices]
    mixed = max([*sites, {s: a for s, a in known.items() if a < 1}], key=len)
    return mixed if len(mixed) >= terms.number(HEM.LeastMetals) - 1 else {}


def _naming(paper: Paper, material: Material) -> tuple[Citation, ...]:
    """Return the sentence that first names a material, if it was kept."""
    return (quote(paper, material.evidence),) if material.evidence else ()


# ---------------------------------------------------------------- entropy


def check_entropy(paper: Paper, reading: Reading) -> Outcome:
    """What is called high-entropy computes to it, and a printed entropy is one of the computed ones."""
    results = [_label(paper, material, entropy) for material, entropy in _labelled(paper, reading)]
    for claim in own(reading, ClaimType.QUANTITY):
        composition = composition_of(reading, claim)
        if claim.concept == HEM.ConfigurationalEntropy and composition is not None:
            results.append(_entropy_value(paper, claim, composition))
    return outcome(HEM.EntropyCheck, results)


def _labelled(paper: Paper, reading: Reading) -> Iterator[tuple[Material, float]]:
    """Yield the materials that are called by an entropy class and whose entropy computes."""
    called = dict(called_by_class(paper, reading))
    for material in reading.materials:
        composition, label = material.composition, material.entropy_label or called.get(material.surface)
        if label and composition and not _is_bystander(material, composition):
            entropy = chemistry.deciding_entropy(composition)
            if entropy is not None:
                yield (
                    replace(material, entropy_label=label),
                    max(entropy, chemistry.mixing_entropy(_mixed(composition))),
                )


def _is_bystander(material: Material, composition: Composition) -> bool:
    mixed = len(chemistry.cations(composition))
    is_of_field = material.role not in terms.objects(HEM.TheField, HEM.excludedRole)
    return mixed < 2 or (not is_of_field and mixed < FEWEST_MIXED)


def _label(paper: Paper, material: Material, entropy: float) -> Finding | None:
    computed, called = chemistry.entropy_class(entropy), material.entropy_label or ""
    if computed == called:
        return None
    message = (
        f"{material.surface} is called {terms.label(called)}, but its {entropy:.2f} R per mole "
        f"of mixed cations is {terms.label(computed)}."
    )
    told = _naming(paper, material)
    return Finding(HEM.EntropyCheck, Severity.WARNING, message, told, f"{entropy:.2f} R", terms.label(called))


def _entropy_value(paper: Paper, claim: Claim, composition: Composition) -> Finding | None:
    found = entropies(composition)
    agreeing = [e for e in found if value(claim).meets(Interval(e.value, e.value), tolerance())]
    cations = {chemistry.deciding_entropy(composition), found[0].value if found else None}
    if not found or any(e.value in cations for e in agreeing):
        return None
    computed = f"{found[0].value:.2f} R"
    if agreeing:
        message = (
            f"The entropy of {claim.material} is given as {shown(claim)}, which is that of {agreeing[0].of} "
            f"({terms.label(agreeing[0].convention)}); per mole of cations it is {computed}."
        )
        return Finding(HEM.EntropyCheck, Severity.NOTE, message, quotes(paper, (claim,)), computed, shown(claim))
    message = (
        f"The entropy of {claim.material} is given as {shown(claim)}; it computes to {computed} per mole of cations."
    )
    return Finding(HEM.EntropyCheck, Severity.ERROR, message, quotes(paper, (claim,)), computed, shown(claim))
