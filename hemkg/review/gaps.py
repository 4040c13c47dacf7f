"""Research gaps: cells of the field that nobody filled, that authors call open, or that rest on little.

Each gap says why it is one, what stands around it, what would close it and why it may be none after all.
Nothing is called unknown to science: a gap is one of these papers, whose number it names.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from hemkg.model.answer import Citation
from hemkg.reason import guidelines
from hemkg.reason.guidelines import Guideline
from hemkg.review import closing, composition_gaps, element_gaps, gap_kinds, scoring, technique_gaps
from hemkg.review.cells import filled_neighbours, is_allowed, places
from hemkg.review.field import Field, Place, Report, cell_query
from hemkg.review.gap_card import GapCard
from hemkg.review.gap_caveats import cell_caveats
from hemkg.review.gap_drafts import Draft, card_of, neighbours_of
from hemkg.review.gap_map import FieldMap
from hemkg.review.gap_words import corpus, counted, host, listed, plural, sentence, told
from hemkg.review.knowledge import Knowledge, class_claims, guideline_citation, read_knowledge
from hemkg.review.quotes import citations
from hemkg.store.base import Store
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM

MOST_QUOTES = 5
LEAST_IONS = 2


def find_gaps(store: Store, *, limit: int | None = None, known: Knowledge | None = None) -> tuple[GapCard, ...]:
    """Return the research gaps of a store, best first.

    Args:
        store: after ``derive``.
        limit: how many at most.
        known: what the store knows, where it has been read already.

    Returns:
        in an order that depends on the store's content alone.
    """
    drafts = sorted(_drafts(store, known or read_knowledge(store)), key=_order)
    return finished(store, drafts[:limit])


def field_map(store: Store) -> FieldMap:
    """Return the map of a store with all its gaps."""
    known = read_knowledge(store)
    return FieldMap(known, find_gaps(store, known=known))


def _drafts(store: Store, known: Knowledge) -> Iterator[Draft]:
    yield from cell_gaps(known)
    yield from gap_kinds.worded_gaps(known)
    yield from gap_kinds.contradictions(store, known)
    yield from technique_gaps.untested_techniques(known)
    yield from element_gaps.silent_elements(known)
    yield from composition_gaps.untried_compositions(store, known)
    yield from gap_kinds.single_sources(known)


def _order(draft: Draft) -> tuple[float, float, str, str]:
    card = draft.card
    precedence = terms.number(card.reasons[0], HEM.precedence) if card.reasons else 0.0
    return (-card.score, precedence, card.label, card.gap_id)


def finished(store: Store, drafts: Sequence[Draft]) -> tuple[GapCard, ...]:
    """Return gaps with their quotes; those of all gaps are fetched together."""
    wanted = list(dict.fromkeys(iri for draft in drafts for iri in (*_first(draft.claims), *_first(draft.nearby))))
    quotes = {**citations(store, wanted), **_guided(wanted)}
    return tuple(replace(draft.card, evidence=tuple(_evidence(draft, quotes))) for draft in drafts)


def _guided(wanted: Iterable[str]) -> Mapping[str, Citation]:
    """Return {IRI of a guideline: itself as a citation} for those that are asked for."""
    known = {claim.iri: claim for claim in guidelines.claims()}
    return {iri: guideline_citation(0, known[iri]) for iri in wanted if iri in known}


def _first(claims: Sequence[str]) -> Sequence[str]:
    return claims[:MOST_QUOTES]


def _evidence(draft: Draft, quotes: Mapping[str, Citation]) -> Iterator[Citation]:
    """Yield what speaks of the gap, then what the guidelines say of it, then what stands next to it, each once."""
    direct = [quotes[iri] for iri in _first(draft.claims) if iri in quotes]
    room = max(MOST_QUOTES - len({citation.quote for citation in direct}), 1)
    guided = [guideline_citation(0, guideline) for guideline in draft.guidelines[:room]]
    near = [quotes[iri] for iri in _first(draft.nearby) if iri in quotes]
    told: dict[str, Citation] = {}
    for citation in (*direct, *guided, *near[: max(room - len(guided), 0)]):
        told.setdefault(citation.quote, citation)
    yield from (replace(citation, number=number) for number, citation in enumerate(told.values(), start=1))


# ---------------------------------------------------------------- empty cells


def cell_gaps(known: Knowledge) -> Iterator[Draft]:
    """Yield the empty cells that chemistry allows and that something speaks for, broad ones first."""
    broader: list[Place] = []
    for place in places(known.field):
        if is_allowed(known.field, place):
            draft = _cell_gap(known, place, broader)
            if draft is not None:
                yield draft
                broader.append(place)


def _cell_gap(known: Knowledge, place: Place, broader: Sequence[Place]) -> Draft | None:
    reasons = tuple(sorted(cell_reasons(known, place), key=lambda reason: terms.number(reason, HEM.precedence)))
    if not reasons:
        return None
    narrower = max((other.open_axes - place.open_axes for other in broader if other.holds(place)), default=0)
    factor = scoring.factor(known, place, narrower=narrower)
    if reasons[0] == HEM.StatedButReportedReason:
        factor *= terms.number(HEM.ReportedFactor)
    return _cell_draft(known, place, reasons, scoring.cell_parts(known, place), factor)


def cell_reasons(known: Knowledge, place: Place) -> Iterator[str]:
    """Yield why a cell is a gap; a cell that is filled is one only where authors call it open.

    What is claimed of the class is told of a family only where something stands around it.
    """
    stated = any(place in statement.places for statement in known.statements)
    if known.field.count(place):
        if stated:
            yield HEM.StatedButReportedReason
        return
    if stated:
        yield HEM.StatedReason
    is_populated = len(filled_neighbours(known.field, place)) >= terms.number(HEM.LeastNeighbours)
    if scoring.is_class_only(known, place) and (place.family is None or is_populated):
        yield HEM.ClassOnlyReason
    if known.field.count(place, HEM.Hypothesised):
        yield HEM.HypothesisOnlyReason
    if is_populated:
        yield HEM.TransferReason if shown_ions(known.field, place) else HEM.EmptyCellReason


def shown_ions(field: Field, place: Place) -> tuple[str, ...]:
    """Return the other ions with which the mechanism of a cell is shown in its materials, surest first."""
    if place.ion is None:
        return ()
    counts = {ion: field.count(replace(place, ion=ion)) for ion in field.ions if ion != place.ion}
    return tuple(sorted((ion for ion, count in counts.items() if count), key=lambda ion: (-counts[ion], ion)))


def _cell_draft(
    known: Knowledge, place: Place, reasons: tuple[str, ...], parts: dict[str, float], factor: float
) -> Draft:
    field = known.field
    shown = listed([terms.label(ion) for ion in shown_ions(field, place)])
    card = card_of(
        known,
        reasons,
        place,
        parts,
        label=sentence(reasons[0], place, shown=shown, reported=counted(field, place)),
        why=" ".join(_why(known, place, reasons)),
        sparql=cell_query(place),
        factor=factor,
    )
    card = replace(
        card,
        neighbours=neighbours_of(field, place),
        caveats=tuple(cell_caveats(known, place)),
        expected=round(field.expected(place), 2),
        **closing.of_cell(known, place),
    )
    return Draft(card, tuple(_claims(known, place)), tuple(_guidelines(known, place)), tuple(_nearby(known, place)))


def _why(known: Knowledge, place: Place, reasons: Iterable[str]) -> Iterator[str]:
    """Yield the reasons in sentences, what was counted first."""
    field = known.field
    if field.count(place):
        yield f"It is reported by {counted(field, place)}, and yet called open."
    else:
        alone = field.papers + field.titles == 1
        yield (
            f"{'The one paper here does not report' if alone else f'None of {corpus(field)} reports'} {told(place)}; "
            f"were the axes independent, {field.expected(place):.1f} works would be expected."
        )
    stating = scoring.stating(known, place)
    if stating:
        sources = len({statement.paper for statement in stating})
        what = "it" if any(place in statement.places for statement in stating) else "the wider question"
        verb = "calls" if len(stating) == 1 else "call"
        yield f"{plural(len(stating), 'statement')} of {plural(sources, 'work')} {verb} {what} open."
    if HEM.ClassOnlyReason in reasons:
        yield f"It is claimed of {host(Place(is_high=True))} as a class."
    supposed = counted(field, place, HEM.Hypothesised)
    if HEM.HypothesisOnlyReason in reasons:
        yield f"It is supposed by {supposed}."
    filled = filled_neighbours(field, place)[:3]
    if filled:
        yield f"Next to it: {listed([f'{told(other)} ({counted(field, other)})' for other, _ in filled])}."
    share = field.share_accessible(place)
    if share:
        yield f"The composition of {share:.0%} of the {host(place)} in this graph allows it by the guidelines."
    yield from _among_ions(known, place)


def _among_ions(known: Knowledge, place: Place) -> Iterator[str]:
    """Yield where an ion stands among the ions, and by what: who shows it elsewhere, and who uses the ion at all."""
    field = known.field
    if place.ion is None or place.family is not None or len(field.ions) < LEAST_IONS:
        return
    rank = [ion for ion, _ in sorted(_ion_scores(known, place), key=lambda pair: -pair[1])].index(place.ion) + 1
    other = replace(place, is_high=not place.is_high)
    elsewhere = [f"{terms.label(ion)} {field.count(replace(other, ion=ion))}" for ion in field.ions]
    anything = [f"{terms.label(ion)} {field.count(Place(None, place.is_high, ion=ion))}" for ion in field.ions]
    yield (
        f"Among the ions it ranks {rank} of {len(field.ions)}: works on {told(replace(other, ion=None))} by ion: "
        f"{', '.join(elsewhere)}; on any storage in {host(place)}: {', '.join(anything)}."
    )


def _ion_scores(known: Knowledge, place: Place) -> Iterator[tuple[str, float]]:
    for ion in known.field.ions:
        other = replace(place, ion=ion)
        yield ion, scoring.weighted(scoring.cell_parts(known, other), scoring.factor(known, other))


def _claims(known: Knowledge, place: Place) -> Iterator[str]:
    """Yield the claims to quote: what calls it open, what supposes, denies or reports it."""
    own = [s for s in scoring.stating(known, place) if not s.is_guideline]
    exact = [statement for statement in own if place in statement.places]
    telling = sorted(exact or own, key=lambda s: (-s.focus, -s.confidence, len(s.text), s.claim))
    yield from (statement.claim for statement in telling)
    field = known.field
    for polarity in (HEM.Hypothesised, HEM.Negated, HEM.Asserted):
        yield from (report.best for report in _surest(field, place, polarity))


def _nearby(known: Knowledge, place: Place) -> Iterator[str]:
    """Yield the surest claim of each neighbour that is filled."""
    for other, _ in filled_neighbours(known.field, place):
        yield from (report.best for report in _surest(known.field, other, HEM.Asserted)[:1])


def _surest(field: Field, place: Place, polarity: str) -> list[Report]:
    return sorted(field.at(place, polarity), key=lambda report: (-report.confidence, report.best))[:2]


def _guidelines(known: Knowledge, place: Place) -> Iterator[Guideline]:
    """Yield the guidelines that call a cell open, and those that claim it of the class."""
    told_by = {statement.claim for statement in scoring.stating(known, place) if statement.is_guideline}
    yield from (claim for claim in guidelines.claims() if claim.iri in told_by)
    if scoring.is_class_only(known, place):
        yield from class_claims(place.mechanism or "")[:1]
