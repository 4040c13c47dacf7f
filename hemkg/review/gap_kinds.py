"""Gaps that are no empty cells: open in words, contradicted, single sources."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from hemkg.reason import guidelines
from hemkg.reason.guidelines import Guideline
from hemkg.review import closing, scoring
from hemkg.review.cells import MECHANISMS
from hemkg.review.field import PREFIX, Place, Report, cell_query, local
from hemkg.review.gap_card import cell_of
from hemkg.review.gap_drafts import Draft, card_of, neighbours_of
from hemkg.review.gap_words import capital, host, listed, plural, sentence, told, with_ion
from hemkg.review.knowledge import Knowledge
from hemkg.review.statements import Statement
from hemkg.store.base import Row, Store
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM

LONGEST = 240
HALF = 0.5


# ---------------------------------------------------------------- open in words


def worded_gaps(known: Knowledge) -> Iterator[Draft]:
    """Yield what authors call open without naming a mechanism of a class of materials.

    The guidelines are heard only on papers whose own sentences are not in the graph.
    """
    read = {statement.paper for statement in known.statements if not statement.is_guideline}
    told_before = set[str]()
    for statement in known.statements:
        is_repeated = (statement.is_guideline and statement.paper in read) or statement.readable in told_before
        if not is_repeated and not any(place.mechanism and place.is_high for place in statement.places):
            told_before.add(statement.readable)
            yield _worded(known, statement)


def _worded(known: Knowledge, statement: Statement) -> Draft:
    place = statement.places[0] if statement.places else Place()
    parts = {HEM.StatedPart: statement.confidence * HALF, HEM.RelevancePart: float(bool(place.is_high))}
    text = statement.readable
    shown = text if len(text) <= LONGEST else text[:LONGEST].rsplit(" ", 1)[0] + " …"
    label = sentence(HEM.StatedInWordsReason, place, statement=f"“{shown.rstrip('.')}”.")
    card = card_of(
        known,
        (HEM.StatedInWordsReason,),
        place,
        parts,
        label=label,
        why="An author says so; the graph has no cell that would bear it out.",
        sparql=_statement_query(statement.claim),
        mark=(statement.claim,),
    )
    technique = statement.techniques[0] if len(statement.techniques) == 1 else None
    closed = closing.of_cell(known, place)["closing"] if place.mechanism else ()
    card = replace(
        card,
        cell=cell_of(place, technique=terms.notation(technique) if technique else None),
        closing=closed or (sentence(HEM.StatedInWordsReason, place, HEM.closingSentence),),
        neighbours=neighbours_of(known.field, place) if place.mechanism else (),
        caveats=(*card.caveats, *_answered(known, place)),
    )
    if statement.is_guideline:
        return Draft(card, guidelines=tuple(c for c in guidelines.claims() if c.iri == statement.claim))
    return Draft(card, (statement.claim,))


def _answered(known: Knowledge, place: Place) -> Iterator[str]:
    """Yield that works report what a sentence seems to call open."""
    count = known.field.count(place)
    if place.mechanism and count:
        yield f"{capital(told(place))} is reported by {plural(count, 'work')}; one may have answered it."


def _statement_query(claim: str) -> str:
    return f"""{PREFIX}SELECT DISTINCT ?paper ?quote WHERE {{
  <{claim}> a hem:GapStatement ; hem:inPaper ?paper .
  OPTIONAL {{ <{claim}> hem:evidence ?evidence . ?evidence hem:quote ?quote }}
}}"""


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
    place = Place(mechanism, is_high)
    who = "Works contradict each other" if len(works) > 1 else "One work seems to contradict itself"
    nodes = sorted({str(row["d"]) for row in rows})
    card = card_of(
        known,
        (HEM.ContradictedReason,),
        place,
        parts,
        label=sentence(HEM.ContradictedReason, place, who=who, subject=subject),
        why=f"{len(sides)} claims of {plural(len(works), 'work')} cannot all hold.",
        sparql=_sides_query(nodes),
        mark=(nodes[0],),
    )
    caveats = [*card.caveats, "The works may speak of different conditions."]
    if len(works) == 1:
        caveats.append("All sides stand in one work; it may only have been misread.")
    part_in = Counter(claim for _, claim in {(row["d"], str(row["claim"])) for row in rows})
    surest = sorted(sides, key=lambda side: (-part_in[side.claim], -side.confidence, side.claim))
    techniques = tuple(method.words for method in closing.methods(mechanism or "")[: closing.MOST_TECHNIQUES])
    card = replace(
        card,
        caveats=tuple(caveats),
        techniques=techniques,
        closing=(sentence(HEM.ContradictedReason, place, HEM.closingSentence, techniques=_by(techniques)),),
        neighbours=neighbours_of(known.field, place) if mechanism else (),
    )
    return Draft(card, tuple(s.claim for s in surest if s.quote), _guidelines(surest))


def _by(techniques: Sequence[str]) -> str:
    """Return techniques as the end of a sentence, empty where there are none."""
    return f", by {listed(techniques, last='or')}" if techniques else ""


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
    name = next(iter(field.names.get(report.work, report.work) for report in reports))
    verb = "report" if claims > 1 else "reports"
    why = f"{plural(claims, 'claim')} of one work ({name}) {verb} {told(place)}; no other work does."
    card = card_of(known, (HEM.SingleSourceReason,), place, parts, label=label, why=why, sparql=cell_query(place))
    techniques = tuple(method.words for method in closing.methods(place.mechanism or "")[: closing.MOST_TECHNIQUES])
    blanks = {"techniques": _by(techniques), "ion": with_ion(place)}
    card = replace(
        card,
        caveats=(*card.caveats, *_source_caveats(reports)),
        neighbours=neighbours_of(field, place),
        expected=round(field.expected(place), 2),
        techniques=techniques,
        closing=(sentence(HEM.SingleSourceReason, place, HEM.closingSentence, **blanks),),
    )
    return Draft(card, tuple(report.best for report in reports))


def _source_caveats(reports: Sequence[Report]) -> Iterator[str]:
    if all(report.title_only for report in reports):
        yield "Only the title of that work is known."
    years = [report.year for report in reports if report.year]
    if years:
        yield f"It appeared in {max(years)}; others may have followed since."
