"""Claims as rows of an answer, one row a thing, and the sentence that says them."""

from collections.abc import Callable, Mapping, Sequence

from hemkg.ask.draft import DraftRow, Source, merged
from hemkg.ask.intent import Intent, Target
from hemkg.ask.wording import condition_words, listed, subject_words, technique_words
from hemkg.model.answer import Value
from hemkg.store.claims import (
    MaterialRecord,
    StoredClaim,
)
from hemkg.vocab import terms
from hemkg.vocab.name_keys import name_key
from hemkg.vocab.terms import HEM

ROWS = Callable[[Sequence[StoredClaim]], tuple[DraftRow, ...]]


NOT_SAID = (HEM.Negated, HEM.Hypothesised)


def make_rows(intent: Intent, claims: Sequence[StoredClaim]) -> tuple[DraftRow, ...]:
    """Return claims as rows of what is asked for."""
    makers: Mapping[Target, ROWS] = {
        Target.MATERIALS: _material_rows,
        Target.ELEMENTS: lambda found: _element_rows(found, intent),
        Target.ROLES: lambda found: _element_rows(found, intent),
        Target.TECHNIQUES: _technique_rows,
        Target.SYNTHESES: _synthesis_rows,
        Target.IONS: _ion_rows,
        Target.FAMILIES: _family_rows,
        Target.STRUCTURES: lambda found: _trait_rows(found, "structure"),
        Target.MORPHOLOGIES: lambda found: _trait_rows(found, "morphology"),
    }
    return makers.get(intent.target, _mechanism_rows)(claims)


def base_row(claim: StoredClaim, **cells: Value) -> DraftRow:
    """Return a claim as a row with these cells and its document."""
    return DraftRow({**cells, "doc": claim.paper.document}, (Source.of_claim(claim),), (claim.paper.iri,))


def _material_rows(claims: Sequence[StoredClaim]) -> tuple[DraftRow, ...]:
    names: dict[str, str] = {}
    rows = []
    told = identities([claim.material for claim in claims if claim.material])
    for claim in claims:
        if claim.material is None:
            continue
        name = names.setdefault(told[claim.material.iri], claim.material.surface)
        rows.append(base_row(claim, material=name, **concept_cells(claim), **_element_cell(claim), ion=ion_of(claim)))
    return merged(rows, "material")


def identities(materials: Sequence[MaterialRecord]) -> dict[str, str]:
    """Return {IRI: what makes two records one material}; samples that one paper tells apart stay apart.

    A paper that speaks of hollow and of solid spheres of one composition means two materials, whatever both contain.
    """
    samples: dict[tuple[str, str], set[str]] = {}
    for material in materials:
        samples.setdefault((material.paper, identity(material)), set()).add(material.iri)
    several = {iri for iris in samples.values() if len(iris) > 1 for iri in iris}
    return {m.iri: _own_identity(m) if m.iri in several else identity(m) for m in materials}


def _own_identity(material: MaterialRecord) -> str:
    """Return the identity of one of several samples of a composition: the one that is called by it stands for it."""
    is_formula = material.formula is not None and "@" not in material.surface
    return identity(material) if is_formula else f"{material.paper} {name_key(material.surface)}"


def identity(material: MaterialRecord) -> str:
    """Return what makes two records one material: its composition with its support, or its name."""
    composites = [name for name in (material.surface, *material.aliases) if "@" in name or "/" in name]
    if material.composition and not composites:
        return material.composition
    return name_key(composites[0] if composites else material.surface)


def concept_cells(claim: StoredClaim) -> dict[str, Value]:
    """Return the cell of the concept that a claim is about."""
    if claim.mechanism:
        return {"mechanism": terms.notation(claim.mechanism)}
    if claim.technique:
        return {"technique": claim.statement or terms.label(claim.technique)}
    if claim.role:
        return {"role": terms.notation(claim.role)}
    made = claim.statement or (terms.label(claim.method) if claim.method else None)
    return {"synthesis": made} if made else {}


def _element_cell(claim: StoredClaim) -> dict[str, Value]:
    return {"elements": claim.elements} if claim.elements else {}


def ion_of(claim: StoredClaim) -> str | None:
    """Return the symbol of the ion of a claim."""
    return terms.notation(claim.ion) if claim.ion else None


def surface_of(claim: StoredClaim) -> str | None:
    """Return the name of the material of a claim, as its paper writes it."""
    return claim.material.surface if claim.material else None


def _element_rows(claims: Sequence[StoredClaim], intent: Intent) -> tuple[DraftRow, ...]:
    rows = [
        base_row(claim, element=symbol, **concept_cells(claim), material=surface_of(claim), ion=ion_of(claim))
        for claim in claims
        for symbol in claim.elements
        if not intent.elements or symbol in intent.elements
    ]
    return merged(rows, "element")


def _mechanism_rows(claims: Sequence[StoredClaim]) -> tuple[DraftRow, ...]:
    rows = [
        base_row(
            claim,
            material=surface_of(claim),
            **concept_cells(claim),
            elements=claim.elements or None,
            ion=ion_of(claim),
            polarity=terms.notation(claim.polarity) if claim.polarity in NOT_SAID else None,
        )
        for claim in claims
    ]
    return merged(rows, "mechanism", "material")


def _technique_rows(claims: Sequence[StoredClaim]) -> tuple[DraftRow, ...]:
    keyed = []
    names: dict[tuple[str | None, str | None], str] = {}
    for claim in claims:
        mode = terms.label(claim.mode) + " " if claim.mode else ""
        named = claim.statement or mode + terms.label(claim.technique or "")
        name = names.setdefault((claim.technique, claim.mode), named)
        keyed.append(base_row(claim, technique=name, material=surface_of(claim)))
    return merged(keyed, "technique")


def _synthesis_rows(claims: Sequence[StoredClaim]) -> tuple[DraftRow, ...]:
    rows = [base_row(claim, material=surface_of(claim), **concept_cells(claim)) for claim in claims]
    return merged(rows, "material", "synthesis")


def _ion_rows(claims: Sequence[StoredClaim]) -> tuple[DraftRow, ...]:
    rows = [
        base_row(claim, ion=ion_of(claim), **concept_cells(claim), material=surface_of(claim))
        for claim in claims
        if claim.ion
    ]
    return merged(rows, "ion")


def _family_rows(claims: Sequence[StoredClaim]) -> tuple[DraftRow, ...]:
    rows = [
        base_row(claim, family=terms.label(claim.material.family), **concept_cells(claim), material=surface_of(claim))
        for claim in claims
        if claim.material and claim.material.family
    ]
    return merged(rows, "family")


def _trait_rows(claims: Sequence[StoredClaim], name: str) -> tuple[DraftRow, ...]:
    """Return materials with their structure or their morphology."""
    rows = [
        base_row(claim, **{name: terms.label(term)}, material=surface_of(claim))
        for claim in claims
        if (term := getattr(claim.material, name, None))
    ]
    return merged(rows, name, "material")


def filled_columns(rows: Sequence[DraftRow]) -> tuple[str, ...]:
    """Return the columns that are not empty."""
    names = dict.fromkeys(name for row in rows for name in row.cells)
    return tuple(name for name in names if any(row.cells.get(name) is not None for row in rows))


def said(intent: Intent, rows: Sequence[DraftRow]) -> str:
    """Say the rows in one sentence."""
    keys = {
        Target.MATERIALS: "material",
        Target.ELEMENTS: "element",
        Target.ROLES: "element",
        Target.TECHNIQUES: "technique",
        Target.SYNTHESES: "synthesis",
        Target.PAPERS: "doc",
        Target.IONS: "ion",
        Target.FAMILIES: "family",
        Target.STRUCTURES: "structure",
        Target.MORPHOLOGIES: "morphology",
    }
    key = keys.get(intent.target, "mechanism")
    shown = [f"{_cell_words(key, row, intent)} {{{i}}}" for i, row in enumerate(rows[:8], start=1)]
    more = f" and {len(rows) - 8} more below" if len(rows) > 8 else ""
    return (listed(shown) if not more else ", ".join(shown) + more) + "."


def _cell_words(key: str, row: DraftRow, intent: Intent) -> str:
    cell = row.cells.get(key)
    text = listed(map(str, cell)) if isinstance(cell, tuple) else str(cell or "not named")
    if key == "mechanism":
        text = text.replace("_", " ")
    material = row.cells.get("material")
    if key != "material" and isinstance(material, str) and not intent.subjects and key != "doc":
        text += f" ({material})"
    if key == "doc" and row.cells.get("title"):
        text = str(row.cells["title"])
    if key == "doc" and row.cells.get("year") and _asks_year(intent):
        text += f" ({row.cells['year']})"
    return text


def _asks_year(intent: Intent) -> bool:
    asks = intent.words is not None and intent.words.has(HEM.AskYear)
    return bool(asks or intent.by_year or intent.bounds.year)


def nothing_said(intent: Intent) -> str:
    """Return the sentence that says that nothing was found."""
    concepts = (*intent.mechanisms, *intent.methods, *intent.roles)
    named = [*(terms.label(name) for name in concepts), *technique_words(intent)]
    what = listed(named) if named else intent.target.value
    elements = f" of {listed(intent.elements)}" if intent.elements else ""
    verb = {HEM.Negated: "denies", HEM.Hypothesised: "leaves open"}.get(intent.polarity or "", "reports")
    return f"No paper here {verb} {what}{elements}{subject_words(intent)}{condition_words(intent)}."
