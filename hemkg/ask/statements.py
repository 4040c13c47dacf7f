"""Answers that are things papers state: mechanisms, elements and their roles, techniques, syntheses, papers."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from hemkg.ask.draft import Draft, DraftRow, Refusal, Source, merged
from hemkg.ask.intent import Intent, Shape, Target
from hemkg.ask.measurements import CLASSES
from hemkg.ask.wording import interpretation, listed, plural
from hemkg.model.answer import Value
from hemkg.store.base import Store
from hemkg.store.claims import (
    MaterialRecord,
    MaterialSelection,
    Selection,
    StoredClaim,
    find_claims,
    find_materials,
)
from hemkg.vocab import terms
from hemkg.vocab.name_keys import name_key
from hemkg.vocab.terms import HEM

ROWS = Callable[[Sequence[StoredClaim]], tuple[DraftRow, ...]]
MEASURED = (HEM.CapacityClaim, HEM.RetentionClaim, HEM.EfficiencyClaim)
NOT_SAID = (HEM.Negated, HEM.Hypothesised)


def answer(store: Store, intent: Intent) -> Draft | Refusal:
    """Answer a question for things that papers state."""
    if intent.shape is Shape.NONE:
        return _unreported(store, intent)
    if intent.shape is Shape.COUNT_EACH:
        return _counted_each(store, intent)
    if intent.target is Target.PAPERS:
        return _papers(store, intent)
    return _things(store, intent)


# ---------------------------------------------------------------- which claims


def selection_of(intent: Intent, kind: str, polarities: tuple[str, ...]) -> Selection:
    """Return which claims of one class a question asks for."""
    is_mechanism, is_technique = kind == HEM.MechanismClaim, kind == HEM.TechniqueClaim
    by_paper = intent.subjects or is_technique or kind == HEM.SynthesisClaim
    return Selection(
        kinds=(kind,),
        material=MaterialSelection() if by_paper else intent.material,
        papers=tuple(dict.fromkeys(record.paper for named in intent.subjects for record in named.records)),
        mechanisms=intent.mechanisms if is_mechanism else (),
        techniques=_with_narrower(intent.techniques) if is_technique else (),
        modes=intent.modes if is_technique else (),
        methods=intent.methods if kind == HEM.SynthesisClaim else (),
        roles=(*_role_terms(intent), *_opposites(intent)) if kind == HEM.ElementRoleClaim else (),
        ions=intent.ions if is_mechanism else (),
        elements=intent.elements if kind in {HEM.MechanismClaim, HEM.ElementRoleClaim} else (),
        polarities=polarities,
    )


def _with_narrower(techniques: Sequence[str]) -> tuple[str, ...]:
    """Return techniques with those that are kinds of them: microscopy holds SEM and TEM."""
    found = list(techniques)
    for name in found:
        found += [str(n) for n in terms.objects(name, "narrowTechnique") if n not in found]
    return tuple(found)


def _role_terms(intent: Intent) -> tuple[str, ...]:
    """Return the roles asked for, or those by which an element takes part in a mechanism."""
    if intent.roles:
        narrower = [
            r for r in terms.instances(HEM.ElementRole) if set(terms.objects(r, "skos:broader")) & set(intent.roles)
        ]
        return tuple(dict.fromkeys((*intent.roles, *narrower)))
    wanted = set(intent.mechanisms)
    return tuple(r for r in terms.instances(HEM.ElementRole) if wanted & set(map(str, terms.objects(r, HEM.enables))))


def _opposites(intent: Intent) -> tuple[str, ...]:
    """Return the roles that speak against the asked ones; only whether something is so is decided by them."""
    if not (intent.is_yes_no and intent.roles):
        return ()
    return tuple(dict.fromkeys(str(o) for role in intent.roles for o in terms.objects(role, HEM.excludes)))


def _polarities(intent: Intent) -> tuple[str, ...]:
    if intent.polarity:
        return (intent.polarity,)
    return (HEM.Asserted, HEM.Negated) if intent.is_yes_no else (HEM.Asserted,)


def _claims(store: Store, intent: Intent) -> tuple[list[StoredClaim], str]:
    """Return the claims that answer a question, and the query that found them."""
    found: list[StoredClaim] = []
    query = ""
    for kind in _kinds(intent):
        selection = selection_of(intent, kind, _polarities(intent))
        query = query or selection.sparql()
        found += [claim for claim in find_claims(store, selection) if _is_wanted(claim, intent)]
    return _restricted(store, found, intent), query


def _kinds(intent: Intent) -> tuple[str, ...]:
    """Return the classes of claims that hold the answer."""
    match intent.target:
        case Target.TECHNIQUES:
            return (HEM.TechniqueClaim,)
        case Target.SYNTHESES:
            return (HEM.SynthesisClaim,)
        case Target.ROLES:
            return (HEM.ElementRoleClaim, HEM.MechanismClaim)
        case Target.ELEMENTS:
            if intent.polarity == HEM.Negated:
                return (HEM.MechanismClaim,)
            return (HEM.ElementRoleClaim,) if intent.roles else (HEM.MechanismClaim, HEM.ElementRoleClaim)
        case _ if intent.mechanisms or intent.target in {Target.MECHANISMS, Target.IONS}:
            return (HEM.MechanismClaim,)
        case _ if intent.roles:
            return (HEM.ElementRoleClaim,)
        case _ if intent.techniques or intent.modes:
            return (HEM.TechniqueClaim,)
        case _ if intent.methods:
            return (HEM.SynthesisClaim,)
        case _:
            return (HEM.MechanismClaim,)


def _is_wanted(claim: StoredClaim, intent: Intent) -> bool:
    """Whether a claim can fill the rows: it names what they are about."""
    if intent.target is Target.ELEMENTS and not claim.elements:
        return False
    if intent.target is Target.MATERIALS and claim.material is None and claim.kind != HEM.TechniqueClaim:
        return False
    return not (claim.kind == HEM.ElementRoleClaim and not intent.roles and not _role_terms(intent))


def _restricted(store: Store, found: list[StoredClaim], intent: Intent) -> list[StoredClaim]:
    """Keep claims that belong to the asked materials, and techniques that belong to the asked mechanisms."""
    loose = any(claim.kind in {HEM.TechniqueClaim, HEM.SynthesisClaim} for claim in found)
    if intent.subjects or (loose and intent.material):
        found = _of_materials(store, found, intent)
    if intent.mechanisms and intent.target is Target.TECHNIQUES:
        found = _showing(store, found, intent)
    return found


def _of_materials(store: Store, found: list[StoredClaim], intent: Intent) -> list[StoredClaim]:
    """Keep claims of the asked materials; claims that name none count where their paper speaks of one.

    Techniques are told of a paper more often than of a material, so both kinds are kept for them.
    """
    records = (
        [r for named in intent.subjects for r in named.records]
        if intent.subjects
        else find_materials(store, intent.material)
    )
    iris, papers = {r.iri for r in records}, {r.paper for r in records}
    mine = [c for c in found if c.material and c.material.iri in iris]
    loose = [c for c in found if c.material is None and c.paper.iri in papers]
    if intent.target in {Target.TECHNIQUES, Target.PAPERS} or intent.techniques:
        return [*mine, *loose]
    return mine or loose


def _showing(store: Store, found: list[StoredClaim], intent: Intent) -> list[StoredClaim]:
    """Keep techniques of papers that assert the mechanism; those that can show it first."""
    asserting = Selection(
        kinds=(HEM.MechanismClaim,), mechanisms=intent.mechanisms, polarities=(HEM.Asserted,), ions=intent.ions
    )
    papers = {claim.paper.iri for claim in find_claims(store, asserting)}
    telling = {str(t) for m in intent.mechanisms for t in terms.objects(m, HEM.distinguishedBy)}
    telling |= {
        t for t in terms.instances(HEM.Technique) if set(intent.mechanisms) & set(terms.objects(t, HEM.canShow))
    }
    kept = [claim for claim in found if claim.paper.iri in papers]
    return sorted(kept, key=lambda claim: claim.technique not in telling)


# ---------------------------------------------------------------- rows


def _things(store: Store, intent: Intent) -> Draft | Refusal:
    claims, query = _claims(store, intent)
    if intent.polarity == HEM.Hypothesised:
        claims = _only_supposed(store, claims)
    claims = _preferring_named(claims, intent)
    if intent.is_yes_no:
        return _yes_or_no(intent, claims, query)
    rows = _without_excluded(store, intent, _rows(intent, claims))
    if intent.target is Target.MATERIALS and intent.all_mechanisms and len(intent.mechanisms) > 1:
        rows = tuple(row for row in rows if _has_all(row, intent.mechanisms))
    if not rows:
        return Refusal(_nothing(intent), query)
    return Draft(rows, _columns(rows), _text(intent, rows), sparql=query)


def _without_excluded(store: Store, intent: Intent, rows: tuple[DraftRow, ...]) -> tuple[DraftRow, ...]:
    """Leave out what takes part in a mechanism that the question excludes."""
    key = {Target.MATERIALS: "material", Target.ELEMENTS: "element"}.get(intent.target)
    if not intent.excluded_mechanisms or key is None:
        return rows
    other = replace(intent, mechanisms=intent.excluded_mechanisms, excluded_mechanisms=(), all_mechanisms=False)
    out = {row.cells.get(key) for row in _rows(other, _claims(store, other)[0])}
    return tuple(row for row in rows if row.cells.get(key) not in out)


def _only_supposed(store: Store, claims: list[StoredClaim]) -> list[StoredClaim]:
    """Leave out what the same paper asserts of the same material elsewhere."""
    kinds = tuple(dict.fromkeys(claim.kind for claim in claims))
    papers = tuple(dict.fromkeys(claim.paper.iri for claim in claims))
    if not papers:
        return claims
    said = find_claims(store, Selection(kinds=kinds, papers=papers, polarities=(HEM.Asserted,)))
    sure: dict[tuple[str, str | None, str | None], set[str]] = {}
    for claim in said:
        sure.setdefault(_told_of(claim), set()).update(claim.elements or ("",))
    kept = []
    for claim in claims:
        certain = sure.get(_told_of(claim), set())
        open_elements = tuple(symbol for symbol in claim.elements if symbol not in certain)
        if not certain or open_elements:
            kept.append(replace(claim, elements=open_elements or claim.elements))
    return kept


def _told_of(claim: StoredClaim) -> tuple[str, str | None, str | None]:
    return claim.paper.iri, claim.mechanism, claim.material.iri if claim.material else None


def _preferring_named(claims: list[StoredClaim], intent: Intent, *, only_codes: bool = False) -> list[StoredClaim]:
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


def _rows(intent: Intent, claims: Sequence[StoredClaim]) -> tuple[DraftRow, ...]:
    makers: Mapping[Target, ROWS] = {
        Target.MATERIALS: _material_rows,
        Target.ELEMENTS: lambda found: _element_rows(found, intent),
        Target.ROLES: lambda found: _element_rows(found, intent),
        Target.TECHNIQUES: _technique_rows,
        Target.SYNTHESES: _synthesis_rows,
        Target.IONS: _ion_rows,
        Target.FAMILIES: _family_rows,
        Target.STRUCTURES: _structure_rows,
    }
    return makers.get(intent.target, _mechanism_rows)(claims)


def _base(claim: StoredClaim, **cells: Value) -> DraftRow:
    return DraftRow({**cells, "doc": claim.paper.document}, (Source.of_claim(claim),), (claim.paper.iri,))


def _material_rows(claims: Sequence[StoredClaim]) -> tuple[DraftRow, ...]:
    names: dict[str, str] = {}
    rows = []
    for claim in claims:
        if claim.material is None:
            continue
        name = names.setdefault(identity(claim.material), claim.material.surface)
        rows.append(_base(claim, material=name, **_concept_cells(claim), **_element_cell(claim), ion=_ion(claim)))
    return merged(rows, "material")


def identity(material: MaterialRecord) -> str:
    """Return what makes two records one material: its composition with its support, or its name."""
    composites = [name for name in (material.surface, *material.aliases) if "@" in name or "/" in name]
    if material.composition and not composites:
        return material.composition
    return name_key(composites[0] if composites else material.surface)


def _concept_cells(claim: StoredClaim) -> dict[str, Value]:
    if claim.mechanism:
        return {"mechanism": terms.notation(claim.mechanism)}
    if claim.technique:
        return {"technique": claim.statement or terms.label(claim.technique)}
    if claim.role:
        return {"role": terms.notation(claim.role)}
    return {"synthesis": claim.statement or terms.label(claim.method or "")}


def _element_cell(claim: StoredClaim) -> dict[str, Value]:
    return {"elements": claim.elements} if claim.elements else {}


def _ion(claim: StoredClaim) -> str | None:
    return terms.notation(claim.ion) if claim.ion else None


def _surface(claim: StoredClaim) -> str | None:
    return claim.material.surface if claim.material else None


def _element_rows(claims: Sequence[StoredClaim], intent: Intent) -> tuple[DraftRow, ...]:
    rows = [
        _base(claim, element=symbol, **_concept_cells(claim), material=_surface(claim), ion=_ion(claim))
        for claim in claims
        for symbol in claim.elements
        if not intent.elements or symbol in intent.elements
    ]
    return merged(rows, "element")


def _mechanism_rows(claims: Sequence[StoredClaim]) -> tuple[DraftRow, ...]:
    rows = [
        _base(
            claim,
            material=_surface(claim),
            **_concept_cells(claim),
            elements=claim.elements or None,
            ion=_ion(claim),
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
        keyed.append(_base(claim, technique=name, material=_surface(claim)))
    return merged(keyed, "technique")


def _synthesis_rows(claims: Sequence[StoredClaim]) -> tuple[DraftRow, ...]:
    rows = [_base(claim, material=_surface(claim), **_concept_cells(claim)) for claim in claims]
    return merged(rows, "material", "synthesis")


def _ion_rows(claims: Sequence[StoredClaim]) -> tuple[DraftRow, ...]:
    rows = [
        _base(claim, ion=_ion(claim), **_concept_cells(claim), material=_surface(claim))
        for claim in claims
        if claim.ion
    ]
    return merged(rows, "ion")


def _family_rows(claims: Sequence[StoredClaim]) -> tuple[DraftRow, ...]:
    rows = [
        _base(claim, family=terms.label(claim.material.family), **_concept_cells(claim), material=_surface(claim))
        for claim in claims
        if claim.material and claim.material.family
    ]
    return merged(rows, "family")


def _structure_rows(claims: Sequence[StoredClaim]) -> tuple[DraftRow, ...]:
    rows = [
        _base(claim, structure=terms.label(claim.material.structure), material=_surface(claim))
        for claim in claims
        if claim.material and claim.material.structure
    ]
    return merged(rows, "structure", "material")


def _has_all(row: DraftRow, mechanisms: Sequence[str]) -> bool:
    cell = row.cells.get("mechanism")
    told = set(cell) if isinstance(cell, tuple) else {cell}
    return {terms.notation(m) for m in mechanisms} <= told


def _columns(rows: Sequence[DraftRow]) -> tuple[str, ...]:
    names = dict.fromkeys(name for row in rows for name in row.cells)
    return tuple(name for name in names if any(row.cells.get(name) is not None for row in rows))


# ---------------------------------------------------------------- yes or no


def _yes_or_no(intent: Intent, claims: Sequence[StoredClaim], query: str) -> Draft | Refusal:
    """Say yes where it is asserted, no where it is denied or where nothing of the kind is reported."""
    against = set(_opposites(intent))
    denied = [c for c in claims if c.polarity == HEM.Negated or c.role in against]
    asserted = [c for c in claims if c not in denied]
    if asserted:
        rows = _rows(intent, asserted)
        return Draft(rows, _columns(rows), f"Yes: {_text(intent, rows)}", yesno=True, sparql=query)
    if denied:
        rows = _rows(intent, denied)
        role = listed({terms.label(c.role) for c in denied if c.role})
        why = f"it is reported as {role}" if role else "it is denied"
        return Draft(rows, _columns(rows), f"No: {why} {{1}}.", yesno=False, sparql=query)
    if intent.asks_existence or not intent.subjects or intent.techniques:
        return Draft(text=f"No: {_nothing(intent)[0].lower()}{_nothing(intent)[1:]}", yesno=False, sparql=query)
    return Refusal(_nothing(intent), query)


# ---------------------------------------------------------------- papers


def authors(store: Store, intent: Intent) -> Draft | Refusal:
    """Return who wrote the papers that a question means, as far as the store knows."""
    groups, query = _paper_claims(store, intent)
    claims = [claim for group in groups for claim in group]
    known = {claim.paper.document: claim for claim in claims if claim.paper.authors}
    if not known:
        names = listed(dict.fromkeys(claim.paper.title or claim.paper.document for claim in claims))
        return Refusal(f"The store does not know who wrote {names or 'that paper'}.", query)
    rows = tuple(_base(claim, **_paper_cells(claim), authors=claim.paper.authors) for claim in known.values())
    said = "; ".join(f"{listed(c.paper.authors)} {{{i}}}" for i, c in enumerate(known.values(), start=1))
    return Draft(rows, _columns(rows), f"{said}.", sparql=query)


def _papers(store: Store, intent: Intent) -> Draft | Refusal:
    """Return the papers for which every slot of the question holds."""
    groups, query = _paper_claims(store, intent)
    if not groups:
        return Refusal(_nothing(intent))
    papers = set.intersection(*({claim.paper.iri for claim in group} for group in groups))
    rows = merged(
        [
            _base(claim, **_paper_cells(claim), **_evidence_cells(claim))
            for group in groups
            for claim in group
            if claim.paper.iri in papers
        ],
        "doc",
    )
    if intent.is_yes_no:
        if not rows:
            return Draft(text=f"No: {_nothing(intent)[0].lower()}{_nothing(intent)[1:]}", yesno=False, sparql=query)
        return Draft(
            rows,
            _columns(rows),
            f"Yes, in {plural(len(rows), 'paper')}: {_text(intent, rows)}",
            yesno=True,
            sparql=query,
        )
    if not rows:
        return Refusal(_nothing(intent), query)
    return Draft(rows, _columns(rows), f"{plural(len(rows), 'paper')}: {_text(intent, rows)}", sparql=query)


def _paper_cells(claim: StoredClaim) -> dict[str, Value]:
    return {"title": claim.paper.title, "year": claim.paper.year}


def _evidence_cells(claim: StoredClaim) -> dict[str, Value]:
    if claim.technique or claim.mechanism or claim.method:
        return _concept_cells(claim)
    return {"material": _surface(claim)}


def _paper_claims(store: Store, intent: Intent) -> tuple[list[list[StoredClaim]], str]:
    """Return the claims for each thing that a paper must have, and the first query."""
    groups: list[list[StoredClaim]] = []
    selections = list(_paper_selections(intent))
    for selection in selections:
        found = _preferring_named(list(find_claims(store, selection)), intent, only_codes=True)
        if found or not (intent.techniques and HEM.QuantityClaim in selection.kinds):
            groups.append(found)
    return groups, selections[0].sparql() if selections else ""


def _paper_selections(intent: Intent) -> Iterable[Selection]:
    about = MaterialSelection(materials=intent.subject_iris) if intent.subjects else intent.material
    for techniques in _each(intent.techniques, all_of=intent.all_techniques):
        of_material = about if about and intent.subjects else MaterialSelection()
        yield Selection(
            kinds=(HEM.TechniqueClaim,), techniques=_with_narrower(techniques), modes=intent.modes,
            material=MaterialSelection(), papers=_papers_of(of_material, intent),
        )  # fmt: skip
    for mechanisms in _each(intent.mechanisms, all_of=intent.all_mechanisms):
        yield Selection(
            kinds=(HEM.MechanismClaim,), mechanisms=mechanisms, ions=intent.ions, material=about,
            polarities=_polarities(intent), elements=intent.elements,
        )  # fmt: skip
    if intent.methods:
        yield Selection(kinds=(HEM.SynthesisClaim,), methods=intent.methods)
    for kind in intent.quantities:
        classes = CLASSES.get(kind, (HEM.QuantityClaim,))
        yield Selection(kinds=classes, material=about, ions=intent.ions)
    plain = not (intent.techniques or intent.mechanisms or intent.methods or intent.quantities)
    if plain and (about or intent.ions):
        yield Selection(kinds=(*MEASURED, HEM.MechanismClaim), material=about, ions=intent.ions)
    elif (intent.techniques or intent.methods) and intent.material and not intent.subjects:
        every = (*MEASURED, HEM.MechanismClaim, HEM.TechniqueClaim, HEM.SynthesisClaim, HEM.ElementRoleClaim)
        yield Selection(kinds=every, material=intent.material)


def _papers_of(material: MaterialSelection, intent: Intent) -> tuple[str, ...]:
    if not material:
        return ()
    return tuple(dict.fromkeys(record.paper for named in intent.subjects for record in named.records))


def _each(names: tuple[str, ...], *, all_of: bool) -> Iterable[tuple[str, ...]]:
    """Return names one by one if all must hold, or together if one is enough."""
    if not names:
        return ()
    return ((name,) for name in names) if all_of else (names,)


# ---------------------------------------------------------------- counts and absences


def _counted_each(store: Store, intent: Intent) -> Draft | Refusal:
    """Count the papers for each mechanism, ion, technique or family."""
    group = intent.group or intent.target
    counts: dict[str, list[StoredClaim]] = {}
    for claim in _countable(store, intent, group):
        key = _group_key(claim, group)
        if key is not None:
            counts.setdefault(key, []).append(claim)
    if not counts:
        return Refusal(_nothing(intent))
    rows = []
    for key, claims in sorted(counts.items(), key=lambda item: (-len({c.paper.iri for c in item[1]}), item[0])):
        papers = tuple(dict.fromkeys(c.paper.iri for c in claims))
        firsts = {c.paper.iri: c for c in reversed(claims)}
        sources = tuple(Source.of_claim(firsts[iri]) for iri in papers)
        rows.append(DraftRow({GROUP_COLUMNS.get(group, "group"): key, "count": len(papers)}, sources, papers))
    text = listed(f"{row.cells[GROUP_COLUMNS.get(group, 'group')]} in {row.cells['count']}" for row in rows)
    return Draft(tuple(rows), tuple(rows[0].cells), f"Papers: {text}.")


GROUP_COLUMNS = {
    Target.MECHANISMS: "mechanism",
    Target.IONS: "ion",
    Target.TECHNIQUES: "technique",
    Target.FAMILIES: "family",
    Target.ELEMENTS: "element",
    Target.SYNTHESES: "synthesis",
}


def _countable(store: Store, intent: Intent, group: Target) -> tuple[StoredClaim, ...]:
    kinds: tuple[str, ...]
    if intent.quantities:
        kinds = CLASSES.get(intent.quantities[0], (HEM.QuantityClaim,))
    else:
        kinds = {
            Target.TECHNIQUES: (HEM.TechniqueClaim,),
            Target.SYNTHESES: (HEM.SynthesisClaim,),
            Target.ELEMENTS: (HEM.ElementRoleClaim, HEM.MechanismClaim),
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
        ),
    )


def _group_key(claim: StoredClaim, group: Target) -> str | None:
    match group:
        case Target.IONS:
            return _ion(claim)
        case Target.TECHNIQUES:
            return terms.label(claim.technique) if claim.technique else None
        case Target.FAMILIES:
            return terms.label(claim.material.family) if claim.material and claim.material.family else None
        case Target.ELEMENTS:
            return claim.elements[0] if claim.elements else None
        case Target.SYNTHESES:
            return terms.label(claim.method) if claim.method else None
        case _:
            return terms.notation(claim.mechanism) if claim.mechanism else None


def _unreported(store: Store, intent: Intent) -> Draft | Refusal:
    """Return which of the listed ions or mechanisms no paper reports."""
    by_ion = len(intent.ions) > 1
    candidates = intent.ions if by_ion else intent.mechanisms
    missing: list[str] = []
    present: list[tuple[str, tuple[StoredClaim, ...]]] = []
    for candidate in candidates:
        selection = Selection(
            kinds=(HEM.MechanismClaim,),
            mechanisms=intent.mechanisms if by_ion else (candidate,),
            ions=(candidate,) if by_ion else intent.ions,
            material=intent.material,
            elements=intent.elements,
            polarities=(HEM.Asserted,),
        )
        found = find_claims(store, selection)
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


# ---------------------------------------------------------------- words


def _text(intent: Intent, rows: Sequence[DraftRow]) -> str:
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
    return text


def _nothing(intent: Intent) -> str:
    return f"No paper here reports this: {interpretation(intent)}."
