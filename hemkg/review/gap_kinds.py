"""Gaps that are no empty cells: open in words, contradicted, untested, silent elements, single sources."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from hemkg.reason import guidelines
from hemkg.reason.guidelines import Guideline
from hemkg.review import closing, scoring
from hemkg.review.cells import MECHANISMS
from hemkg.review.field import PREFIX, Place, Report, cell_query, local
from hemkg.review.gap_card import GapCard, cell_of, kind_of
from hemkg.review.gap_words import capital, host, listed, plural, sentence, standing, told
from hemkg.review.gaps import Draft, identity, neighbours_of
from hemkg.review.knowledge import Knowledge, Method, able_elements, class_claims, showing
from hemkg.review.statements import Statement
from hemkg.store.base import Row, Store
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM

LONGEST = 160
HALF = 0.5


def _card(
    known: Knowledge,
    reason: str,
    place: Place,
    parts: dict[str, float],
    *,
    label: str,
    why: str,
    mark: tuple[str, ...] = (),
) -> GapCard:
    """Return a card with what all kinds have in common."""
    kind = kind_of(reason)
    return GapCard(
        gap_id=identity(kind.value, place, *mark),
        kind=kind,
        label=label,
        cell=cell_of(place),
        score=scoring.weighted(parts),
        parts={part: round(value, scoring.DIGITS) for part, value in parts.items()},
        why=why,
        reasons=(reason,),
        papers=known.field.papers,
        titles=known.field.titles,
        caveats=(standing(known.field),),
    )


# ---------------------------------------------------------------- open in words


def worded_gaps(known: Knowledge) -> Iterator[Draft]:
    """Yield what authors call open without naming a mechanism of a class of materials.

    The guidelines are heard only on papers whose own sentences are not in the graph.
    """
    read = {statement.paper for statement in known.statements if not statement.is_guideline}
    for statement in known.statements:
        is_repeated = statement.is_guideline and statement.paper in read
        if not is_repeated and not any(place.mechanism and place.is_high for place in statement.places):
            yield _worded(known, statement)


def _worded(known: Knowledge, statement: Statement) -> Draft:
    place = statement.places[0] if statement.places else Place()
    parts = {HEM.StatedPart: statement.confidence * HALF, HEM.RelevancePart: float(bool(place.is_high))}
    text = " ".join(statement.text.split())
    shown = text if len(text) <= LONGEST else text[:LONGEST].rsplit(" ", 1)[0] + " …"
    label = sentence(HEM.StatedInWordsReason, place, statement=f"“{shown.rstrip('.')}”.")
    why = "An author says so; the graph has no cell that would bear it out."
    card = _card(known, HEM.StatedInWordsReason, place, parts, label=label, why=why, mark=(statement.claim,))
    technique = statement.techniques[0] if len(statement.techniques) == 1 else None
    card = replace(card, cell=cell_of(place, technique=terms.notation(technique) if technique else None))
    if statement.is_guideline:
        return Draft(card, guidelines=tuple(c for c in guidelines.claims() if c.iri == statement.claim))
    return Draft(card, (statement.claim,))


# ---------------------------------------------------------------- contradictions


@dataclass(frozen=True, slots=True)
class Side:
    """One claim of a contradiction.

    Attributes:
        claim: its IRI.
        work: IRI of the primary work.
        confidence: that it was read rightly; halved where its sentence does not name its material.
        quote: its words; a guideline has none.
        is_high: whether its material is high-entropy, or None where it has none.
        surface: name of its material.
    """

    claim: str
    work: str
    confidence: float
    quote: str | None
    is_high: bool | None
    surface: str | None


CONTRADICTIONS = f"""{PREFIX}SELECT ?d ?object ?element ?about ?claim ?work ?confidence ?quote ?high ?surface WHERE {{
  ?d a hem:Contradiction ; hem:derivedFrom ?claim .
  ?claim a hem:Claim ; hem:inPaper ?paper ; hem:confidence ?confidence .
  OPTIONAL {{ ?d hem:object ?object }}
  OPTIONAL {{ ?d hem:element ?element }}
  OPTIONAL {{ ?d hem:about ?about }}
  OPTIONAL {{ ?claim hem:evidence ?evidence . ?evidence hem:quote ?quote }}
  OPTIONAL {{ ?claim hem:ofMaterial ?material . ?material hem:surface ?surface ; hem:isHighEntropy ?high }}
  OPTIONAL {{ ?claim hem:attributedTo ?cited }}
  BIND(COALESCE(?cited, ?paper) AS ?work)
  MINUS {{ ?claim hem:ofMaterial/hem:materialRole ?use . VALUES ?use {{ %(roles)s }} }}
  MINUS {{ ?claim hem:ofMaterial/hem:anionFamily ?family . VALUES ?family {{ %(families)s }} }}
}} ORDER BY ?d ?claim ?object"""


def contradictions(store: Store, known: Knowledge) -> Iterator[Draft]:
    """Yield what the rules found contradicted, where the sides stand in different sentences.

    Contradictions about the same property of elements are told together.
    """
    left_out = {"roles": _terms(HEM.excludedRole), "families": _terms(HEM.excludedFamily)}
    rows: dict[str, list[Row]] = defaultdict(list)
    for row in store.query(CONTRADICTIONS % left_out).rows:
        about = local(row["about"]) or ""
        rows[about if terms.is_defined(about) else str(row["d"])].append(row)
    for found in rows.values():
        sides = list({side.claim: side for side in map(_side, found)}.values())
        if len({side.quote or side.claim for side in sides}) > 1:
            yield _contradiction(known, found, sides)


def _terms(predicate: str) -> str:
    return " ".join(f"hem:{name}" for name in terms.objects(HEM.TheField, predicate))


def _side(row: Row) -> Side:
    quote = None if row["quote"] is None else str(row["quote"])
    surface = None if row["surface"] is None else str(row["surface"])
    confidence = float(row["confidence"] or 0)
    if quote is not None and surface is not None and surface not in quote:
        confidence *= HALF
    high = None if row["high"] is None else row["high"] is True
    return Side(str(row["claim"]), str(row["work"]), confidence, quote, high, surface)


def _contradiction(known: Knowledge, rows: Sequence[Row], sides: Sequence[Side]) -> Draft:
    objects = sorted({local(row[key]) or "" for row in rows for key in ("object", "element") if row[key]})
    mechanism = next((term for term in objects if term in MECHANISMS), None)
    is_high = True if any(side.is_high for side in sides) else None
    works = {side.work for side in sides}
    parts = {HEM.ConflictPart: _conflict(sides, len(works)), HEM.RelevancePart: 1.0 if is_high else HALF}
    subject = _subject(sides, mechanism, local(rows[0]["about"]) or "", objects)
    label = sentence(HEM.ContradictedReason, Place(mechanism, is_high), subject=subject)
    why = f"{len(sides)} claims of {plural(len(works), 'work')} cannot all hold."
    nodes = sorted({str(row["d"]) for row in rows})
    card = _card(
        known, HEM.ContradictedReason, Place(mechanism, is_high), parts, label=label, why=why, mark=(nodes[0],)
    )
    caveats = [*card.caveats, "The works may speak of different conditions."]
    if len(works) == 1:
        caveats.append("All sides stand in one work; it may only have been misread.")
    part_in = Counter(claim for _, claim in {(row["d"], str(row["claim"])) for row in rows})
    surest = sorted(sides, key=lambda side: (-part_in[side.claim], -side.confidence, side.claim))
    card = replace(card, caveats=tuple(caveats), sparql=_sides_query(nodes))
    return Draft(card, tuple(s.claim for s in surest if s.quote), _guidelines(surest))


def _conflict(sides: Sequence[Side], works: int) -> float:
    """Return how surely the second surest side was read rightly, halved where one work says it all."""
    return sorted((side.confidence for side in sides), reverse=True)[1] * (1.0 if works > 1 else HALF)


def _guidelines(sides: Iterable[Side]) -> tuple[Guideline, ...]:
    wanted = {side.claim for side in sides if side.quote is None}
    return tuple(claim for claim in guidelines.claims() if claim.iri in wanted)


def _subject(sides: Sequence[Side], mechanism: str | None, about: str, objects: Sequence[str]) -> str:
    """Return what a contradiction is about, in words."""
    surface = next((side.surface for side in sides if side.surface), None)
    if mechanism:
        return f"{terms.label(mechanism)} in {surface or host(Place(is_high=True))}"
    thing = terms.label(about) if terms.is_defined(about) else (surface or "a material")
    symbols = [term for term in objects if HEM.Element in terms.kinds(term)]
    return f"the {thing} of {listed(symbols)}" if symbols else f"the {thing}"


def _sides_query(nodes: Iterable[str]) -> str:
    return f"""{PREFIX}SELECT DISTINCT ?paper ?quote WHERE {{
  VALUES ?d {{ {" ".join(f"<{node}>" for node in nodes)} }}
  ?d hem:derivedFrom ?claim . ?claim hem:inPaper ?paper .
  OPTIONAL {{ ?claim hem:evidence ?evidence . ?evidence hem:quote ?quote }}
}}"""


# ---------------------------------------------------------------- techniques


def untested_techniques(known: Knowledge) -> Iterator[Draft]:
    """Yield the methods that can show a mechanism and were never used on high-entropy materials."""
    able: dict[Method, list[str]] = defaultdict(list)
    for mechanism in MECHANISMS:
        for method in showing(mechanism):
            if not known.used.get(method):
                able[method].append(mechanism)
    for method, mechanisms in able.items():
        yield _untested(known, method, mechanisms)


def _untested(known: Knowledge, method: Method, mechanisms: Sequence[str]) -> Draft:
    field = known.field
    least = min(mechanisms, key=lambda m: (field.count(Place(m, True)), -len(showing(m)[method]), m))
    place = Place(least, True)
    claims = tuple(dict.fromkeys(claim for m in mechanisms for claim in showing(m)[method]))
    elsewhere = known.used_elsewhere.get(method, frozenset())
    parts = {
        HEM.CapablePart: scoring.some(len(claims)),
        HEM.AnaloguePart: scoring.some(len(elsewhere)) if elsewhere else 0.0,
        HEM.AskedPart: float(bool(class_claims(least)) or bool(field.count(place))),
        HEM.RelevancePart: 1.0,
    }
    names = listed([terms.label(mechanism) for mechanism in mechanisms])
    label = sentence(HEM.UntestedTechniqueReason, place, technique=method.words, mechanism=names)
    other = (
        f"It was used on other materials in {plural(len(elsewhere), 'paper')}."
        if elsewhere
        else "No paper here uses it."
    )
    why = f"Guidelines say that {method.words} can show {names}. {other}"
    card = _card(known, HEM.UntestedTechniqueReason, place, parts, label=label, why=why, mark=(method.words,))
    plain = known.used.get(Method(method.technique), frozenset())
    caveats = (*card.caveats, *_used_otherwise(method, len(plain)))
    cell = cell_of(place, technique=method.words)
    told_how = (f"{capital(method.words)} on one {host(place, one=True)}.",)
    return Draft(
        replace(card, cell=cell, caveats=caveats, closing=told_how, techniques=(method.words,)), guidelines=claims
    )


def _used_otherwise(method: Method, papers: int) -> Iterator[str]:
    if papers and method.mode:
        technique = terms.notation(method.technique)
        yield f"{technique} was used on them in {plural(papers, 'paper')}, but not {terms.label(method.mode)}."


# ---------------------------------------------------------------- elements


def silent_elements(known: Knowledge) -> Iterator[Draft]:
    """Yield the elements that could take part in a mechanism and were never shown to, where others were."""
    for mechanism in MECHANISMS:
        if known.field.count(Place(mechanism, True)) and mechanism != HEM.Intercalation:
            for element in able_elements(mechanism):
                if known.holders.get(element) and not known.elements.get((mechanism, element)):
                    yield _silent(known, mechanism, element)


def _silent(known: Knowledge, mechanism: str, element: str) -> Draft:
    place, claims = Place(mechanism, True), able_elements(mechanism)[element]
    held = known.holders[element]
    parts = {HEM.CapablePart: scoring.some(len(claims)), HEM.NeighboursPart: scoring.some(held), HEM.RelevancePart: 1.0}
    label = sentence(HEM.ElementReason, place, element=terms.label(element))
    hold = "high-entropy material holds" if held == 1 else "high-entropy materials hold"
    why = f"{held} {hold} {element}; {told(place)} is reported, but of none of them."
    card = _card(known, HEM.ElementReason, place, parts, label=label, why=why, mark=(element,))
    shown = closing.of_cell(known, place)
    card = replace(card, cell=cell_of(place, element=element), elements=(element,), techniques=shown["techniques"])
    return Draft(card, guidelines=claims[:3])


# ---------------------------------------------------------------- single sources


def single_sources(known: Knowledge) -> Iterator[Draft]:
    """Yield the cells that one work alone fills."""
    for family in known.field.families:
        for ion in known.field.ions:
            for mechanism in MECHANISMS:
                place = Place(mechanism, True, family, ion)
                if known.field.count(place) == 1:
                    yield _single(known, place)


def _single(known: Knowledge, place: Place) -> Draft:
    field = known.field
    reports = sorted(field.at(place), key=lambda r: (-r.confidence, r.best))
    claims = sum(report.claims for report in reports)
    parts = {HEM.ReliancePart: scoring.some(claims), HEM.RelevancePart: 1.0}
    label = sentence(HEM.SingleSourceReason, place)
    why = f"{claims} claims of one work report {told(place)}; no other work does."
    card = _card(known, HEM.SingleSourceReason, place, parts, label=label, why=why)
    caveats = (*card.caveats, *_source_caveats(reports))
    card = replace(card, caveats=caveats, neighbours=neighbours_of(field, place), sparql=cell_query(place))
    return Draft(card, tuple(report.best for report in reports if "/guideline/" not in report.best))


def _source_caveats(reports: Sequence[Report]) -> Iterator[str]:
    if all(report.title_only for report in reports):
        yield "Only the title of that work is known."
    years = [report.year for report in reports if report.year]
    if years:
        yield f"It appeared in {max(years)}; others may have followed since."
