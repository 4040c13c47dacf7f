"""What a new batch of papers changed: two stores beside each other, the earlier one and the later one.

New maxima, new conflicts, gaps that are none any more, new materials and papers; nothing here is a verdict, and
every line names the sentence or the works that it rests on.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hemkg.model.answer import Citation
from hemkg.model.gap import Cell
from hemkg.reason import conflicts
from hemkg.reason.conflicts import Conflict, find_conflicts
from hemkg.review.field import PREFIX, Field, Report, read_field
from hemkg.review.gap_card import GapCard, cell_of
from hemkg.review.gap_words import plural
from hemkg.review.gaps import find_gaps
from hemkg.review.quotes import citations
from hemkg.review.render import Json, citation_json, source
from hemkg.review.tables import ReviewTable, TableRow, review_table
from hemkg.store.base import Store
from hemkg.store.claims import MaterialRecord, MaterialSelection, PaperRecord, find_materials, papers_by_iri
from hemkg.vocab import terms
from hemkg.vocab.name_keys import name_key
from hemkg.vocab.terms import HEM

OF_MAXIMA = (
    "material",
    "family",
    "ion",
    "quantity",
    "comparator",
    "value",
    "unit",
    "current_density",
    "c_rate",
    "cycle",
)
UPPER_BOUNDS = ("<", "<=")
MOST_NAMED = 12
Group = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Maximum:
    """A highest value that the earlier store did not have.

    Attributes:
        quantity, ion, family: of what it is the highest.
        value: in its unit.
        before: the highest value of the earlier store; None where it had none.
        material: name of the material.
        citation: the sentence that gives it.
    """

    quantity: str
    ion: str
    family: str
    value: float
    unit: str
    before: float | None
    material: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class ClosedGap:
    """A gap of the earlier store that the later one does not have.

    Attributes:
        gap: as it was.
        now: what the cell is called a gap for now, if it still is one for another reason.
        filled_by: sentences of works that report it and did not before; none where only its surroundings changed.
    """

    gap: GapCard
    now: GapCard | None
    filled_by: tuple[Citation, ...]


@dataclass(frozen=True)
class Changes:
    """What is new in the later of two stores, and what is gone.

    Attributes:
        papers, gone: that only the later store has, and only the earlier one.
        materials: of compositions, or names, that the earlier store did not have.
        maxima: highest values that are higher than before.
        conflicts: between claims of which one is new at least.
        closed: gaps that somebody filled, or that are none any more.
        opened: gaps in cells that were none.
    """

    papers: tuple[PaperRecord, ...]
    gone: tuple[PaperRecord, ...]
    materials: tuple[MaterialRecord, ...]
    maxima: tuple[Maximum, ...]
    conflicts: tuple[Conflict, ...]
    closed: tuple[ClosedGap, ...]
    opened: tuple[GapCard, ...]


def compare(earlier: Store, later: Store) -> Changes:
    """Return what a later store has that an earlier one has not.

    Args:
        earlier: after ``derive``.
        later: after ``derive``.
    """
    old_papers, papers = _papers(earlier), _papers(later)
    old_materials, materials = _materials(earlier), _materials(later)
    old_conflicts = {_sides(conflict) for conflict in find_conflicts(earlier)}
    old_gaps, gaps = ({gap.gap_id: gap for gap in find_gaps(store)} for store in (earlier, later))
    return Changes(
        tuple(paper for iri, paper in papers.items() if iri not in old_papers),
        tuple(paper for iri, paper in old_papers.items() if iri not in papers),
        tuple(material for key, material in materials.items() if key not in old_materials),
        _maxima(earlier, later),
        tuple(conflict for conflict in find_conflicts(later) if _sides(conflict) not in old_conflicts),
        _closed(earlier, later, old_gaps, gaps),
        _opened(old_gaps, gaps),
    )


def _papers(store: Store) -> dict[str, PaperRecord]:
    rows = store.query(f"{PREFIX}SELECT ?paper WHERE {{ ?paper a hem:Paper }} ORDER BY ?paper").rows
    return papers_by_iri(store, [str(row["paper"]) for row in rows])


def _materials(store: Store) -> dict[str, MaterialRecord]:
    """Return {composition, or the name where it is open: material}, without cathodes, precursors and the like."""
    unwanted = tuple(map(str, terms.objects(HEM.TheField, HEM.excludedRole)))
    found: dict[str, MaterialRecord] = {}
    for material in find_materials(store, MaterialSelection(excluded_roles=unwanted)):
        found.setdefault(material.composition or name_key(material.surface), material)
    return found


def _sides(conflict: Conflict) -> tuple[str, frozenset[str]]:
    """Return what makes a conflict the same one in two stores: its rule and its claims."""
    return conflict.rule, frozenset(iri for side in conflict.sides for iri in side.iris)


# ---------------------------------------------------------------- maxima


def _maxima(earlier: Store, later: Store) -> tuple[Maximum, ...]:
    before = {group: _value(row) for group, row in _highest(review_table(earlier, columns=OF_MAXIMA)).items()}
    table = review_table(later, columns=OF_MAXIMA)
    said = {citation.number: citation for citation in table.citations}
    return tuple(
        Maximum(*group, _value(row), row.cells["unit"].text, before.get(group), row.cells["material"].text,
            said[row.cells["value"].citations[0]])
        for group, row in sorted(_highest(table).items())
        if _value(row) > before.get(group, float("-inf"))
    )  # fmt: skip


def _highest(table: ReviewTable) -> dict[Group, TableRow]:
    """Return the highest measured value of each quantity, ion and anion family that are all known."""
    found: dict[Group, TableRow] = {}
    for row in table.rows:
        group = _group(row)
        if group is not None and (group not in found or _value(row) > _value(found[group])):
            found[group] = row
    return found


def _group(row: TableRow) -> Group | None:
    """Return what a measurement could be the highest of; one that only bounds from above is the highest of nothing."""
    named = [row.cells[key].text for key in ("quantity", "ion", "family", "unit")]
    is_computed = row.capacity_kind == HEM.TheoreticalCapacity
    if is_computed or row.cells["comparator"].text in UPPER_BOUNDS or not all(named):
        return None
    return f"{named[0]} [{named[3]}]", named[1], named[2]


def _value(row: TableRow) -> float:
    value = row.cells["value"].value
    return float(value) if isinstance(value, (int, float)) else float("-inf")


# ---------------------------------------------------------------- gaps


def _closed(
    earlier: Store, later: Store, before: Mapping[str, GapCard], after: Mapping[str, GapCard]
) -> tuple[ClosedGap, ...]:
    """Return the gaps that are none any more, or filled and one for another reason; those that were filled first."""
    fields = read_field(earlier), read_field(later)
    others = {gap.cell: gap for gap in after.values() if gap.cell != Cell()}
    gone = [gap for name, gap in before.items() if name not in after]
    news = {gap.gap_id: _new_reports(*fields, gap) for gap in gone}
    said = citations(later, [report.best for reports in news.values() for report in reports])
    found = [
        ClosedGap(gap, others.get(gap.cell), tuple(said[r.best] for r in news[gap.gap_id] if r.best in said))
        for gap in gone
    ]
    changed = (closed for closed in found if closed.filled_by or closed.now is None)
    return tuple(sorted(changed, key=lambda closed: not closed.filled_by))


def _opened(before: Mapping[str, GapCard], after: Mapping[str, GapCard]) -> tuple[GapCard, ...]:
    """Return the gaps in cells that were none; one without a cell is told apart by its name."""
    cells = {gap.cell for gap in before.values()} - {Cell()}
    return tuple(gap for name, gap in after.items() if name not in before and gap.cell not in cells)


def _new_reports(earlier: Field, later: Field, gap: GapCard) -> list[Report]:
    """Return the reports of a gap's cell by works that did not report it; none where a cell has more axes."""
    if cell_of(gap.place) != gap.cell:
        return []
    known = earlier.works(gap.place)
    new = {report.work: report for report in later.at(gap.place) if report.work not in known}
    return list(new.values())


# ---------------------------------------------------------------- told


def to_text(changes: Changes) -> str:
    """Return the changes for a terminal, each kind under its heading."""
    parts = (
        ("New papers", [_paper_line(paper) for paper in changes.papers]),
        ("Papers that are gone", [_paper_line(paper) for paper in changes.gone]),
        ("New materials", _named(material.surface for material in changes.materials)),
        ("New maxima", [line for maximum in changes.maxima for line in _maximum_lines(maximum)]),
        ("New conflicts", [line for conflict in changes.conflicts for line in str(conflict).splitlines()]),
        ("Gaps closed", [line for closed in changes.closed for line in _closed_lines(closed)]),
        ("New gaps", [gap.label for gap in changes.opened]),
    )
    told = [f"{title}\n" + "\n".join(f"  {line}" for line in lines) for title, lines in parts if lines]
    return "\n\n".join(told) or "Nothing that the review looks at has changed."


def _paper_line(paper: PaperRecord) -> str:
    return f"{paper.title or paper.document}{f' ({paper.year})' if paper.year else ''}"


def _named(names: Iterable[str]) -> list[str]:
    told = list(names)
    more = [f"and {len(told) - MOST_NAMED} more"] if len(told) > MOST_NAMED else []
    return [", ".join([*told[:MOST_NAMED], *more])] if told else []


def _maximum_lines(maximum: Maximum) -> list[str]:
    was = "the first one" if maximum.before is None else f"{maximum.before:g} before"
    of = f"{maximum.quantity}, {maximum.ion}, {maximum.family}"
    quote = f"  “{maximum.citation.quote}” ({source(maximum.citation)})"
    return [f"{of}: {maximum.value:g} by {maximum.material} ({was})", quote]


def _closed_lines(closed: ClosedGap) -> list[str]:
    if closed.filled_by:
        why = f"reported by {plural(len(closed.filled_by), 'work')} that did not report it before"
    else:
        why = "nothing new reports it, but what stands around it has changed"
    still = f"; now {closed.now.kind.value}: {closed.now.label}" if closed.now else ""
    quotes = [f"  “{citation.quote}” ({source(citation)})" for citation in closed.filled_by[:2]]
    return [f"{closed.gap.label} [{closed.gap.kind.value}] {why}{still}", *quotes]


def to_json(changes: Changes) -> Json:
    """Return the changes as a plain dictionary."""
    return {
        "papers": [_paper_json(paper) for paper in changes.papers],
        "gone": [_paper_json(paper) for paper in changes.gone],
        "materials": [{"material": m.surface, "formula": m.formula} for m in changes.materials],
        "maxima": [_maximum_json(maximum) for maximum in changes.maxima],
        "conflicts": [conflicts.to_json(conflict) for conflict in changes.conflicts],
        "gaps_closed": [_closed_json(closed) for closed in changes.closed],
        "gaps_opened": [_gap_json(gap) for gap in changes.opened],
    }


def _paper_json(paper: PaperRecord) -> Json:
    return {"doc": paper.document, "doi": paper.doi, "title": paper.title, "year": paper.year}


def _maximum_json(maximum: Maximum) -> Json:
    fields = ("quantity", "ion", "family", "value", "unit", "before", "material")
    told: Json = {name: getattr(maximum, name) for name in fields}
    return {**told, "citation": citation_json(maximum.citation)}


def _closed_json(closed: ClosedGap) -> Json:
    now = _gap_json(closed.now) if closed.now else None
    return {**_gap_json(closed.gap), "now": now, "filled_by": [citation_json(c) for c in closed.filled_by]}


def _gap_json(gap: GapCard) -> Json:
    return {"id": gap.gap_id, "kind": gap.kind.value, "label": gap.label}
