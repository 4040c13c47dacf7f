"""Answers that are papers: for which every slot of a question holds, and who wrote them."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from hemkg.ask.draft import Draft, DraftRow, Refusal, Source, merged
from hemkg.ask.intent import Intent, Shape
from hemkg.ask.measured import CLASSES, MOST_ROWS, find_measured, fits_value, under_conditions
from hemkg.ask.probes import Probe
from hemkg.ask.statement_rows import base_row, concept_cells, filled_columns, nothing_said, said, surface_of
from hemkg.ask.wording import listed, plural
from hemkg.model.answer import Value
from hemkg.store.base import Store
from hemkg.store.claims import (
    MaterialSelection,
    Selection,
    StoredClaim,
    find_claims,
    find_papers,
    papers_by_iri,
)
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM

# what is told of a cell of a kind, where no quantity is asked for
OF_CELLS = (HEM.SpecificCapacity, HEM.CapacityRetention, HEM.CoulombicEfficiency)
Thing = TypeVar("Thing")
MEASURED = (HEM.CapacityClaim, HEM.RetentionClaim, HEM.EfficiencyClaim)


def with_narrower(techniques: Sequence[str]) -> tuple[str, ...]:
    """Return techniques with those that are kinds of them: microscopy holds SEM and TEM."""
    found = list(techniques)
    for name in found:
        found += [str(n) for n in terms.objects(name, "narrowTechnique") if n not in found]
    return tuple(found)


def spelt_out(probes: Sequence[Probe]) -> tuple[tuple[str | None, tuple[str, ...]], ...]:
    """Return techniques in their modes for a selection, with those techniques that are kinds of them."""
    return tuple(
        (name, probe.modes)
        for probe in probes
        for name in (with_narrower([probe.technique]) if probe.technique else (None,))
    )


def wanted_polarities(intent: Intent) -> tuple[str, ...]:
    """Return the polarities that count: both sides where yes or no is asked."""
    if intent.polarity:
        return (intent.polarity,)
    return (HEM.Asserted, HEM.Negated) if intent.is_yes_no else (HEM.Asserted,)


def preferring_named(claims: list[StoredClaim], intent: Intent, *, only_codes: bool = False) -> list[StoredClaim]:
    """Prefer claims whose sentence shares the words of the question that no slot has taken up.

    Of papers, only codes such as an isotope or a line's name tell one use of a technique from another.
    """
    words = [word.lower() for word in intent.leftovers if not only_codes or any(c.isdigit() for c in word)]
    if not words:
        return claims
    told = [(f"{claim.quote} {claim.statement or ''}".lower(), claim) for claim in claims]
    scored = [(sum(word in text for word in words), claim) for text, claim in told]
    best = max((score for score, _ in scored), default=0)
    return [claim for score, claim in scored if score == best]


def authors(store: Store, intent: Intent) -> Draft | Refusal:
    """Return who wrote the papers that a question means, as far as the store knows."""
    groups, query = _paper_claims(store, intent)
    claims = [claim for group in groups for claim in group]
    known = {claim.paper.document: claim for claim in claims if claim.paper.authors}
    if not known:
        names = listed(dict.fromkeys(claim.paper.title or claim.paper.document for claim in claims))
        return Refusal(f"The store does not know who wrote {names or 'that paper'}.", query)
    rows = tuple(base_row(claim, **_paper_cells(claim), authors=claim.paper.authors) for claim in known.values())
    said = "; ".join(f"{listed(c.paper.authors)} {{{i}}}" for i, c in enumerate(known.values(), start=1))
    return Draft(rows, filled_columns(rows), f"{said}.", sparql=query)


def list_papers(store: Store, intent: Intent) -> Draft | Refusal:
    """Return the papers for which every slot of the question holds."""
    groups, query = _paper_claims(store, intent)
    if not groups and (intent.by_year or intent.bounds.year):
        return _dated(store, intent)
    if not groups:
        return Refusal(nothing_said(intent))
    papers = set.intersection(*({claim.paper.iri for claim in group} for group in groups))
    papers -= _papers_excluded(store, intent)
    rows = merged(
        [
            base_row(claim, **_paper_cells(claim), **_evidence_cells(claim))
            for group in groups
            for claim in group
            if claim.paper.iri in papers
        ],
        "doc",
    )
    rows = of_age(rows or _naming(store, intent), intent)
    if intent.is_yes_no:
        if not rows:
            return Draft(
                text=f"No: {nothing_said(intent)[0].lower()}{nothing_said(intent)[1:]}", yesno=False, sparql=query
            )
        return Draft(
            rows,
            filled_columns(rows),
            f"Yes, in {plural(len(rows), 'paper')}: {said(intent, rows)}",
            yesno=True,
            sparql=query,
        )
    if not rows:
        return Refusal(nothing_said(intent), query)
    return Draft(rows, filled_columns(rows), f"{plural(len(rows), 'paper')}: {said(intent, rows)}", sparql=query)


def _naming(store: Store, intent: Intent) -> tuple[DraftRow, ...]:
    """Return the papers that only name a material, where nothing but the material is asked for."""
    if any((*_slots(intent), intent.is_yes_no)):
        return ()
    records = [record for named in intent.subjects for record in named.records]
    papers = papers_by_iri(store, [record.paper for record in records])
    rows = []
    for record in records:
        paper = papers[record.paper]
        cells = {"title": paper.title, "year": paper.year, "material": record.surface, "doc": paper.document}
        rows.append(DraftRow(cells, (Source.of_material(record, paper),), (paper.iri,)))
    return merged(rows, "doc")


def _slots(intent: Intent) -> tuple[object, ...]:
    """Return what a question asks of a paper besides the materials that it names."""
    concepts = (intent.mechanisms, intent.techniques, intent.methods, intent.ions, intent.roles, intent.polarity)
    others = (intent.elements, intent.quantities, intent.excluded_probes, intent.excluded_mechanisms, intent.premises)
    return (*concepts, *others, _has_bounds(intent), intent.bounds.year)


def _papers_excluded(store: Store, intent: Intent) -> set[str]:
    """Return the papers that used what the question excludes."""
    if not intent.excluded_probes:
        return set()
    unwanted = Selection(kinds=(HEM.TechniqueClaim,), probes=spelt_out(intent.excluded_probes))
    return {claim.paper.iri for claim in find_claims(store, unwanted)}


def of_age(rows: tuple[DraftRow, ...], intent: Intent) -> tuple[DraftRow, ...]:
    """Return the rows of the newest or of the oldest year alone, where these are asked for."""
    years = [int(str(row.cells["year"])) for row in rows if row.cells.get("year") is not None]
    if intent.by_year is None or not years:
        return rows
    wanted = max(years) if intent.by_year is Shape.MOST else min(years)
    return tuple(row for row in rows if row.cells.get("year") == wanted)


def _dated(store: Store, intent: Intent) -> Draft | Refusal:
    """Return the papers of the asked years, of which nothing else is asked."""
    papers = [paper for paper in find_papers(store, intent.bounds.year) if paper.year is not None]
    cells = [{"title": paper.title, "year": paper.year, "doc": paper.document} for paper in papers]
    found = zip(papers, cells, strict=True)
    rows = of_age(tuple(DraftRow(told, (Source.of_paper(paper),), (paper.iri,)) for paper, told in found), intent)
    if not rows:
        return Refusal(nothing_said(intent))
    return Draft(rows[:MOST_ROWS], filled_columns(rows), f"{plural(len(rows), 'paper')}: {said(intent, rows)}")


def _paper_cells(claim: StoredClaim) -> dict[str, Value]:
    return {"title": claim.paper.title, "year": claim.paper.year}


def _evidence_cells(claim: StoredClaim) -> dict[str, Value]:
    if claim.technique or claim.mechanism or claim.method:
        return concept_cells(claim)
    return {"material": surface_of(claim)}


def _paper_claims(store: Store, intent: Intent) -> tuple[list[list[StoredClaim]], str]:
    """Return the claims for each thing that a paper must have, and the first query."""
    groups: list[list[StoredClaim]] = []
    selections = [replace(selection, years=intent.bounds.year) for selection in _paper_selections(intent)]
    if _has_bounds(intent):
        groups += [_measured_within(store, intent, kind) for kind in intent.quantities]
    if intent.cell and not intent.quantities:
        groups.append([claim for kind in OF_CELLS for claim in _measured_within(store, intent, kind)])
    for selection in selections:
        found = preferring_named(list(find_claims(store, selection)), intent, only_codes=True)
        if found or not (intent.techniques and HEM.QuantityClaim in selection.kinds):
            groups.append(found)
    return groups, selections[0].sparql() if selections else ""


def _has_bounds(intent: Intent) -> bool:
    bounds = intent.bounds
    conditions = bounds.current or bounds.c_rate or bounds.cycle or bounds.currents or bounds.c_rates or bounds.cycles
    return bool(bounds.value or conditions or intent.is_first_cycle or intent.capacity_kinds or intent.cell)


def _numbers_asked(intent: Intent) -> tuple[str, ...]:
    """Return the kinds of quantity that papers must hold; what a named technique measures needs no number."""
    if _has_bounds(intent):
        return ()
    return tuple(kind for kind in intent.quantities if kind in CLASSES or not intent.techniques)


def _measured_within(store: Store, intent: Intent, kind: str) -> list[StoredClaim]:
    """Return the measurements of one kind that lie within the bounds of a question."""
    asked = replace(intent, quantities=(kind,), is_yes_no=False)
    kept = under_conditions(find_measured(store, asked), asked)
    return [measured.claim for measured in kept if fits_value(measured, asked)]


def _paper_selections(intent: Intent) -> Iterable[Selection]:
    about = MaterialSelection(materials=intent.subject_iris) if intent.subjects else intent.material
    yield from _technique_selections(intent)
    for mechanisms in _each(intent.mechanisms, all_of=intent.all_mechanisms):
        yield Selection(
            kinds=(HEM.MechanismClaim,), mechanisms=mechanisms, ions=intent.ions, material=about,
            polarities=wanted_polarities(intent), elements=intent.elements,
        )  # fmt: skip
    if intent.methods:
        yield Selection(kinds=(HEM.SynthesisClaim,), methods=intent.methods)
    for kind in _numbers_asked(intent):
        classes = CLASSES.get(kind, (HEM.QuantityClaim,))
        yield Selection(kinds=classes, material=about, ions=intent.ions)
    for ion in intent.ions if intent.all_ions else ():
        yield Selection(kinds=(*MEASURED, HEM.MechanismClaim), ions=(ion,))
    plain = not (intent.techniques or intent.mechanisms or intent.methods or intent.quantities)
    if plain and (about or intent.ions):
        yield Selection(kinds=(*MEASURED, HEM.MechanismClaim), material=about, ions=intent.ions)
    elif intent.techniques or intent.methods or intent.modes:
        if intent.material and not intent.subjects:
            every = (*MEASURED, HEM.MechanismClaim, HEM.TechniqueClaim, HEM.SynthesisClaim, HEM.ElementRoleClaim)
            yield Selection(kinds=every, material=intent.material)
        if intent.ions and not intent.mechanisms:
            yield Selection(kinds=(*MEASURED, HEM.MechanismClaim), ions=intent.ions)


def _technique_selections(intent: Intent) -> Iterable[Selection]:
    """Yield the techniques that papers must have used, each in its modes."""
    papers = _papers_of(intent)
    for probes in _each(intent.probes, all_of=intent.all_techniques):
        yield Selection(kinds=(HEM.TechniqueClaim,), probes=spelt_out(probes), papers=papers)
    for techniques in _each(() if intent.probes else intent.techniques, all_of=intent.all_techniques):
        yield Selection(
            kinds=(HEM.TechniqueClaim,), techniques=with_narrower(techniques), modes=intent.modes, papers=papers
        )
    if intent.modes and not (intent.techniques or intent.probes):
        yield Selection(kinds=(HEM.TechniqueClaim,), modes=intent.modes, papers=papers)


def _papers_of(intent: Intent) -> tuple[str, ...]:
    """Return the papers that speak of the named materials."""
    return tuple(dict.fromkeys(record.paper for named in intent.subjects for record in named.records))


def _each(names: tuple[Thing, ...], *, all_of: bool) -> Iterable[tuple[Thing, ...]]:
    """Return things one by one if all must hold, or together if one is enough."""
    if not names:
        return ()
    return ((name,) for name in names) if all_of else (names,)
