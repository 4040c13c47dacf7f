"""Everything that the store knows of a named material: its numbers, mechanisms, techniques and synthesis."""

from collections.abc import Iterator

from hemkg.ask.draft import Draft, DraftRow, Refusal, Source
from hemkg.ask.intent import Intent
from hemkg.ask.wording import listed, number_words
from hemkg.model.answer import Value
from hemkg.store.base import Store
from hemkg.store.claims import MaterialSelection, Selection, StoredClaim, find_claims
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM

KINDS = (
    HEM.CapacityClaim, HEM.RetentionClaim, HEM.EfficiencyClaim, HEM.QuantityClaim, HEM.MechanismClaim,
    HEM.ElementRoleClaim, HEM.TechniqueClaim, HEM.SynthesisClaim,
)  # fmt: skip
MOST_NUMBERS, MOST_LISTED = 4, 6  # in the text; all stand in the table
ORDER = {kind: place for place, kind in enumerate(KINDS)}


def answer(store: Store, intent: Intent) -> Draft | Refusal:
    """Return what the papers claim of the named materials."""
    if not intent.subject_iris:
        return Refusal(f"No paper here speaks of {listed(intent.unknown_names, ' or ')}.")
    selection = Selection(kinds=KINDS, material=MaterialSelection(materials=intent.subject_iris), ions=intent.ions)
    claims = sorted(find_claims(store, selection), key=lambda c: (ORDER[c.kind], c.paper.iri, c.start))
    if not claims:
        names = listed(named.words for named in intent.subjects)
        return Refusal(f"The papers here name {names} but claim nothing of it that was understood.", selection.sparql())
    rows = tuple(DraftRow(_cells(c), (Source.of_claim(c),), (c.paper.iri,)) for c in claims)
    columns = ("material", "what", "value", "unit", "current_density", "cycle", "ion", "elements", "polarity", "doc")
    shown = tuple(name for name in columns if any(row.cells.get(name) is not None for row in rows))
    return Draft(rows, shown, " ".join(_sentences(claims)), sparql=selection.sparql())


def _cells(claim: StoredClaim) -> dict[str, Value]:
    return {
        "material": claim.material.surface if claim.material else None,
        "what": _what(claim),
        "mechanism": terms.notation(claim.mechanism) if claim.mechanism else None,
        "value": claim.value,
        "unit": terms.text(claim.unit, "symbol") if claim.unit else None,
        "current_density": claim.current_as_printed,
        "cycle": claim.cycle,
        "ion": terms.notation(claim.ion) if claim.ion else None,
        "elements": claim.elements or None,
        "polarity": terms.notation(claim.polarity) if claim.polarity != HEM.Asserted else None,
        "doc": claim.paper.document,
    }


def _what(claim: StoredClaim) -> str:
    """Return in words what a claim is about."""
    if claim.capacity_kind:
        return terms.label(claim.capacity_kind)
    if claim.statement and claim.kind in {HEM.TechniqueClaim, HEM.SynthesisClaim, HEM.QuantityClaim}:
        return claim.statement
    concept = claim.mechanism or claim.role or claim.technique or claim.method or claim.property
    return terms.label(concept) if concept else claim.statement or ""


def _sentences(claims: list[StoredClaim]) -> Iterator[str]:
    """Yield a short text: the numbers first, then the rest by kind; of several materials each is named."""
    is_one = len({_name(claim) for claim in claims}) == 1
    for index, claim in enumerate(claims, start=1):
        if claim.value is not None and index <= MOST_NUMBERS:
            of = "" if is_one else f" of {_name(claim)}"
            unit = terms.text(claim.unit, "symbol") if claim.unit else ""
            at = f" at {claim.current_as_printed}" if claim.current_as_printed else ""
            after = f" after {claim.cycle} cycles" if claim.cycle and claim.cycle > 1 else ""
            number = number_words(claim.comparator, claim.value, claim.value_max)
            yield f"{_what(claim).capitalize()}{of}: {number} {unit}{at}{after} {{{index}}}."
    for kind, opening in (
        (HEM.MechanismClaim, "storage by"),
        (HEM.SynthesisClaim, "made by"),
        (HEM.TechniqueClaim, "studied by"),
    ):
        said: dict[str, dict[str, int]] = {}
        for index, claim in enumerate(claims, start=1):
            if claim.kind == kind and claim.polarity == HEM.Asserted:
                said.setdefault(_name(claim), {}).setdefault(_what(claim), index)
        for name, firsts in said.items():
            begun = opening.capitalize() if is_one else f"{name}: {opening}"
            yield f"{begun} {listed(f'{what} {{{i}}}' for what, i in list(firsts.items())[:MOST_LISTED])}."


def _name(claim: StoredClaim) -> str:
    return claim.material.surface if claim.material else ""
