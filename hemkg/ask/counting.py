"""Counts of papers by mechanism, ion or technique, and what none of them reports."""

from dataclasses import replace

from hemkg.ask.draft import Draft, DraftRow, Refusal, Source
from hemkg.ask.intent import Intent, Shape, Target
from hemkg.ask.measured import CLASSES, find_measured, fits_value, under_conditions
from hemkg.ask.refusals import NO_YEARS
from hemkg.ask.statement_rows import ion_of, nothing_said
from hemkg.ask.wording import listed, plural
from hemkg.store.base import Store
from hemkg.store.claims import (
    MaterialSelection,
    PaperRecord,
    Selection,
    StoredClaim,
    find_claims,
    find_papers,
)
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM


def count_each(store: Store, intent: Intent) -> Draft | Refusal:
    """Count the papers for each mechanism, ion, technique or family."""
    group = intent.group or (Target.IONS if len(intent.ions) > 1 else intent.target)
    if group is Target.YEARS and not _picks_claims(intent):
        return count_by_year(store, intent)
    counts: dict[str, list[StoredClaim]] = {}
    for claim in _countable(store, intent, group):
        for key in _group_keys(claim, group):
            counts.setdefault(key, []).append(claim)
    if not counts:
        return Refusal(nothing_said(intent))
    rows = []
    for key, claims in sorted(counts.items(), key=lambda item: _place(group, *item)):
        papers = tuple(dict.fromkeys(c.paper.iri for c in claims))
        firsts = {c.paper.iri: c for c in reversed(claims)}
        sources = tuple(Source.of_claim(firsts[iri]) for iri in papers)
        rows.append(DraftRow({GROUP_COLUMNS.get(group, "group"): key, "count": len(papers)}, sources, papers))
    text = listed(f"{row.cells[GROUP_COLUMNS.get(group, 'group')]} in {row.cells['count']}" for row in rows)
    return Draft(tuple(rows), tuple(rows[0].cells), f"Papers: {text}.")


def _place(group: Target, key: str, claims: list[StoredClaim]) -> tuple[int, str]:
    """Return where a count stands: years in their order, other things by the number of papers."""
    return (0 if group is Target.YEARS else -len({claim.paper.iri for claim in claims}), key)


def _picks_claims(intent: Intent) -> bool:
    """Whether papers are picked by more than their year."""
    slots = (intent.mechanisms, intent.techniques, intent.ions, intent.methods, intent.quantities, intent.subjects)
    return any(slots) or bool(intent.material)


def count_by_year(store: Store, intent: Intent) -> Draft | Refusal:
    """Count all papers by the year in which they were published."""
    years: dict[int, list[PaperRecord]] = {}
    for paper in find_papers(store, intent.bounds.year):
        if paper.year is not None:
            years.setdefault(paper.year, []).append(paper)
    rows = tuple(
        DraftRow(
            {"year": year, "count": len(found)},
            tuple(map(Source.of_paper, found)),
            tuple(paper.iri for paper in found),
        )
        for year, found in sorted(years.items())
    )
    text = listed(f"{row.cells['count']} in {row.cells['year']}" for row in rows)
    return Draft(rows, ("year", "count"), f"Papers: {text}.") if rows else Refusal(NO_YEARS)


GROUP_COLUMNS = {
    Target.YEARS: "year",
    Target.MECHANISMS: "mechanism",
    Target.IONS: "ion",
    Target.TECHNIQUES: "technique",
    Target.FAMILIES: "family",
    Target.ELEMENTS: "element",
    Target.SYNTHESES: "synthesis",
}


# what may be told of a material: a paper that tells any of it is about the material
OF_MATERIALS = (
    HEM.MechanismClaim, HEM.CapacityClaim, HEM.RetentionClaim, HEM.EfficiencyClaim, HEM.QuantityClaim,
    HEM.SynthesisClaim, HEM.TechniqueClaim,
)  # fmt: skip


def _countable(store: Store, intent: Intent, group: Target) -> tuple[StoredClaim, ...]:
    kinds: tuple[str, ...]
    if intent.quantities:
        kinds = CLASSES.get(intent.quantities[0], (HEM.QuantityClaim,))
    else:
        kinds = {
            Target.TECHNIQUES: (HEM.TechniqueClaim,),
            Target.SYNTHESES: (HEM.SynthesisClaim,),
            Target.ELEMENTS: (HEM.ElementRoleClaim, HEM.MechanismClaim),
            Target.YEARS: (HEM.MechanismClaim,) if intent.mechanisms else OF_MATERIALS,
        }.get(group, (HEM.MechanismClaim,))
    material = intent.material if not intent.subjects else MaterialSelection(materials=intent.subject_iris)
    is_mechanism = HEM.MechanismClaim in kinds
    return find_claims(
        store,
        Selection(
            kinds=kinds,
            material=material,
            ions=intent.ions,
            mechanisms=intent.mechanisms if is_mechanism else (),
            polarities=(intent.polarity or HEM.Asserted,),
            titles=False,
            years=intent.bounds.year,
        ),
    )


def _reported(store: Store, intent: Intent) -> tuple[StoredClaim, ...]:
    """Return the claims that report what is asked: values of the asked kinds, or else mechanisms."""
    if intent.quantities:
        asked = replace(intent, shape=Shape.LIST, is_yes_no=False)
        measured = under_conditions(find_measured(store, asked), asked)
        return tuple(m.claim for m in measured if fits_value(m, asked))
    values = (HEM.CapacityClaim, HEM.RetentionClaim, HEM.EfficiencyClaim)
    selection = Selection(
        kinds=(HEM.MechanismClaim,) if intent.mechanisms else (HEM.MechanismClaim, *values),
        mechanisms=intent.mechanisms,
        ions=intent.ions,
        material=intent.material,
        elements=intent.elements,
        polarities=(HEM.Asserted,),
    )
    return find_claims(store, selection)


def _group_keys(claim: StoredClaim, group: Target) -> tuple[str, ...]:
    """Return what a claim counts for; each of the elements that it names."""
    if group is Target.ELEMENTS:
        return claim.elements
    key = _group_key(claim, group)
    return (key,) if key is not None else ()


def _group_key(claim: StoredClaim, group: Target) -> str | None:
    match group:
        case Target.IONS:
            return ion_of(claim)
        case Target.YEARS:
            return str(claim.paper.year) if claim.paper.year is not None else None
        case Target.TECHNIQUES:
            return terms.label(claim.technique) if claim.technique else None
        case Target.FAMILIES:
            return terms.label(claim.material.family) if claim.material and claim.material.family else None
        case Target.SYNTHESES:
            return terms.label(claim.method) if claim.method else None
        case _:
            return terms.notation(claim.mechanism) if claim.mechanism else None


def find_unreported(store: Store, intent: Intent) -> Draft | Refusal:
    """Return which of the listed ions or mechanisms no paper reports."""
    by_ion = len(intent.ions) > 1
    candidates = intent.ions if by_ion else intent.mechanisms
    missing: list[str] = []
    present: list[tuple[str, tuple[StoredClaim, ...]]] = []
    for candidate in candidates:
        alone = replace(intent, ions=(candidate,)) if by_ion else replace(intent, mechanisms=(candidate,))
        found = _reported(store, alone)
        if found:
            present.append((candidate, found))
        else:
            missing.append(candidate)
    column = "ion" if by_ion else "mechanism"
    rows = tuple(DraftRow({column: terms.notation(name), "papers": 0}) for name in missing)
    told = listed(
        f"{terms.label(name)} ({plural(len({c.paper.iri for c in found}), 'paper')})" for name, found in present
    )
    said = listed(terms.label(name) for name in missing)
    text = f"No paper here reports it for {said}." if missing else "Each of them is reported."
    sources = tuple(Source.of_claim(found[0]) for _, found in present)
    text += f"  Reported are {told} {{*}}." if present else ""
    query = Selection(kinds=(HEM.MechanismClaim,), mechanisms=intent.mechanisms, ions=intent.ions).sparql()
    return Draft(rows, (column, "papers"), text, sparql=query, extra=sources)
