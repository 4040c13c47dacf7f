"""Answers about what materials are: picked by elements, family, structure or entropy, or taken apart."""

from collections.abc import Sequence
from dataclasses import replace

from hemkg.ask.draft import Draft, DraftRow, Refusal, Source, merged
from hemkg.ask.entropy_words import told_by_entropy
from hemkg.ask.intent import Intent, Shape
from hemkg.ask.statement_rows import identities
from hemkg.ask.wording import listed, material_words, plural, year_words
from hemkg.model.answer import Value
from hemkg.store.base import Store
from hemkg.store.claims import MaterialRecord, PaperRecord, Range, find_materials, material_query, papers_by_iri
from hemkg.vocab import elements, terms
from hemkg.vocab.lexicon import table_words
from hemkg.vocab.terms import HEM

MOST_NAMED = 12
MOST_NEAR = 3


def answer(store: Store, intent: Intent) -> Draft | Refusal:
    """Return the materials that are as the question says."""
    wanted = replace(intent.material, years=intent.bounds.year)
    records = [r for r in find_materials(store, wanted) if r.quote and r.role not in _asides(intent)]
    query = material_query(wanted)
    if not records:
        told = f"{material_words(intent.material) or 'materials'}{year_words(intent.bounds)}"
        if intent.is_yes_no:
            return Draft(text=f"No: no paper here speaks of {told}.", yesno=False, sparql=query)
        return Refusal(f"No paper here speaks of {told}.{_near(store, intent)}", query)
    rows = _rows(store, records, shows_class=told_by_entropy(intent.material))
    names = listed(f"{row.cells['material']} {{{i}}}" for i, row in enumerate(rows[:MOST_NAMED], start=1))
    more = f" and {len(rows) - MOST_NAMED} more" if len(rows) > MOST_NAMED else ""
    opening = "Yes: " if intent.is_yes_no else f"{plural(len(rows), 'material')}: "
    if intent.shape is Shape.COUNT:
        opening = f"{len(rows)}: "
    return Draft(rows, _columns(rows), opening + names + more + ".", intent.is_yes_no or None, query)


def _near(store: Store, intent: Intent) -> str:
    """Return which other materials have several anions, where one with two that no paper speaks of is asked for."""
    if not any(len(list(terms.objects(family, "skos:broader"))) > 1 for family in intent.material.families):
        return ""
    others = find_materials(store, replace(intent.material, families=(), anions=Range(least=2)))
    names = listed(list(dict.fromkeys(record.surface for record in others if record.quote))[:MOST_NEAR])
    return f"  Other materials with more than one anion: {names}." if names else ""


def _asides(intent: Intent) -> set[str]:
    """Who asks for materials does not mean precursors and electrolytes, unless by name."""
    return {str(role) for role in terms.objects("AsideRoles", "kind")} - set(intent.material.roles)


def _rows(store: Store, records: Sequence[MaterialRecord], *, shows_class: bool = False) -> tuple[DraftRow, ...]:
    papers = papers_by_iri(store, [record.paper for record in records])
    names: dict[str, str] = {}
    rows = []
    told = identities(records)
    for record in records:
        name = names.setdefault(told[record.iri], record.surface)
        paper = papers[record.paper]
        cells = _cells(record, paper, name) | (_class_cells(record) if shows_class else {})
        rows.append(DraftRow(cells, (Source.of_material(record, paper),), (paper.iri,)))
    return merged(rows, "material")


def _cells(record: MaterialRecord, paper: PaperRecord, name: str) -> dict[str, Value]:
    return {
        "material": name,
        "formula": record.formula if record.formula != name else None,
        "elements": record.elements or None,
        "family": terms.notation(record.family) if record.family else None,
        "structure": terms.notation(record.structure) if record.structure else None,
        "morphology": terms.label(record.morphology) if record.morphology else None,
        "entropy_r_per_cation": record.entropy,
        "role": terms.notation(record.role) if record.role else None,
        "doc": paper.document,
    }


def _class_cells(record: MaterialRecord) -> dict[str, Value]:
    """Return the entropy class that the paper gives a material, and the one that its composition computes to."""
    return {
        "called": terms.notation(record.entropy_label) if record.entropy_label else None,
        "computed": terms.notation(record.entropy_class) if record.entropy_class else None,
    }


def _columns(rows: Sequence[DraftRow]) -> tuple[str, ...]:
    names = dict.fromkeys(name for row in rows for name in row.cells)
    return tuple(name for name in names if any(row.cells.get(name) is not None for row in rows))


def contents(store: Store, intent: Intent) -> Draft | Refusal:
    """Return what a named material is made of, or how much of an element it contains."""
    records = [r for named in intent.subjects for r in named.records if r.quote]
    if intent.is_yes_no and intent.elements and records:
        return _whether_in(store, intent, records)
    is_aside = intent.words is not None and intent.words.has(HEM.AskAside)
    left_out = set(intent.elements) if is_aside else set()
    wanted_elements = () if is_aside else intent.elements[:1]
    known = [r for r in records if r.shares and (not wanted_elements or set(wanted_elements) & set(r.shares))]
    if not known:
        wanted = listed(wanted_elements) or "the composition"
        if not wanted_elements and any(r.elements for r in records):
            return _elements_alone(store, [r for r in records if r.elements], left_out)
        names = listed(named.words for named in intent.subjects)
        told = next((f"; what it is made of: {', '.join(r.elements)}" for r in records if r.elements), "")
        return Refusal(f"No paper here tells {wanted} of {names}{told}.")
    papers = papers_by_iri(store, [record.paper for record in known])
    rows = []
    for record in known:
        paper = papers[record.paper]
        for symbol, share in sorted(record.shares.items(), key=lambda item: -item[1]):
            if symbol not in left_out and (not wanted_elements or symbol in wanted_elements):
                cells: dict[str, Value] = {
                    "material": record.surface,
                    "element": symbol,
                    "atomic_fraction": round(share, 4),
                }
                rows.append(DraftRow(cells, (Source.of_material(record, paper),), (paper.iri,)))
    unique = _of_asked_kind(merged(rows, "material", "element"), intent)
    said = listed(f"{row.cells['element']} {row.cells['atomic_fraction']}" for row in unique)
    count = f"{len({row.cells['element'] for row in unique})}: " if intent.shape is Shape.COUNT else ""
    text = f"{count}{unique[0].cells['material']}, as shares of all atoms: {said} {{1}}."
    return Draft(unique, _columns(unique), text)


def _of_asked_kind(rows: tuple[DraftRow, ...], intent: Intent) -> tuple[DraftRow, ...]:
    """Return the rows of cations, or of anions, where a question counts these: *how many cations has it?*."""
    words = intent.words
    asked = {s.of(words.text).lower() for s in words.spans(HEM.AskElement)} if words is not None else set()
    tables = {name: bool(asked & table_words(name)) for name in ("AnionNouns", "CationNouns")}
    if intent.shape is not Shape.COUNT or sum(tables.values()) != 1:
        return rows
    table = elements.table()
    kept = (row for row in rows if table[str(row.cells["element"])].is_anion_former is tables["AnionNouns"])
    return tuple(kept) or rows


def _elements_alone(store: Store, records: Sequence[MaterialRecord], left_out: set[str]) -> Draft:
    """Return the elements of materials whose amounts no paper tells."""
    papers = papers_by_iri(store, [record.paper for record in records])
    rows = []
    for record in records:
        source = (Source.of_material(record, papers[record.paper]),)
        symbols = (symbol for symbol in record.elements if symbol not in left_out)
        rows += [DraftRow({"material": record.surface, "element": s}, source, (record.paper,)) for s in symbols]
    unique = merged(rows, "material", "element")
    said = listed(str(row.cells["element"]) for row in unique)
    return Draft(unique, _columns(unique), f"{records[0].surface} contains {said} {{1}}; no paper here tells how much.")


def _whether_in(store: Store, intent: Intent, records: Sequence[MaterialRecord]) -> Draft:
    """Say whether named materials contain the elements that a question names."""
    wanted = set(intent.elements)
    holding = [record for record in records if wanted <= set(record.elements)]
    rows = _rows(store, holding or records)
    verb = "contains" if holding else "is not told to contain"
    text = f"{rows[0].cells['material']} {verb} {listed(intent.elements)} {{1}}."
    return Draft(rows, _columns(rows), f"{'Yes' if holding else 'No'}: {text}", yesno=bool(holding))
