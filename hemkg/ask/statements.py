"""Answers that are things papers state: mechanisms, elements and their roles, techniques, syntheses, papers."""

from collections.abc import Sequence
from dataclasses import replace

from hemkg.ask.counting import count_each, find_unreported
from hemkg.ask.draft import Draft, DraftRow, Refusal, Source
from hemkg.ask.intent import Intent, Shape, Target
from hemkg.ask.paper_answers import (
    MEASURED,
    list_papers,
    preferring_named,
    spelt_out,
    wanted_polarities,
    with_narrower,
)
from hemkg.ask.statement_rows import filled_columns, make_rows, nothing_said, said
from hemkg.ask.wording import listed
from hemkg.store.base import Store
from hemkg.store.claims import (
    MaterialSelection,
    Selection,
    StoredClaim,
    find_claims,
    find_materials,
    ions_by_paper,
)
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM

MOST_INSTEAD = 6


def answer(store: Store, intent: Intent) -> Draft | Refusal:
    """Answer a question for things that papers state."""
    if intent.shape is Shape.NONE:
        return find_unreported(store, intent)
    if intent.shape is Shape.COUNT_EACH:
        return count_each(store, intent)
    if intent.target is Target.PAPERS:
        return list_papers(store, intent)
    return _things(store, intent)


def selection_of(intent: Intent, kind: str, polarities: tuple[str, ...]) -> Selection:
    """Return which claims of one class a question asks for."""
    is_mechanism, is_technique = kind == HEM.MechanismClaim, kind == HEM.TechniqueClaim
    by_paper = intent.subjects or is_technique or kind == HEM.SynthesisClaim
    return Selection(
        kinds=(kind,),
        material=MaterialSelection() if by_paper else _storing(intent.material),
        papers=tuple(dict.fromkeys(record.paper for named in intent.subjects for record in named.records)),
        mechanisms=intent.mechanisms if is_mechanism else (),
        techniques=with_narrower(intent.techniques) if is_technique and not intent.probes else (),
        modes=intent.modes if is_technique and not intent.probes else (),
        probes=spelt_out(intent.probes) if is_technique else (),
        methods=intent.methods if kind == HEM.SynthesisClaim else (),
        roles=(*_role_terms(intent), *_opposites(intent)) if kind == HEM.ElementRoleClaim else (),
        ions=intent.ions if is_mechanism or kind in MEASURED else (),
        elements=intent.elements if kind in {HEM.MechanismClaim, HEM.ElementRoleClaim} else (),
        polarities=polarities,
        years=intent.bounds.year,
    )


def _storing(material: MaterialSelection) -> MaterialSelection:
    """Return what materials must be of which a mechanism is told: a part of a composite stores charge as an anode."""
    inner = {str(role) for role in terms.objects("InnerRoles", "kind")}
    return replace(material, excluded_roles=tuple(role for role in material.excluded_roles if role not in inner))


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


def _claims(store: Store, intent: Intent) -> tuple[list[StoredClaim], str]:
    """Return the claims that answer a question, and the query that found them."""
    found: list[StoredClaim] = []
    query = ""
    for kind in _kinds(intent):
        selection = selection_of(intent, kind, wanted_polarities(intent))
        query = query or selection.sparql()
        found += [claim for claim in find_claims(store, selection) if _is_wanted(claim, intent)]
    restricted = _without_excluded_probes(store, _restricted(store, found, intent), intent)
    return _telling_all(restricted, intent), query


def _telling_all(found: list[StoredClaim], intent: Intent) -> list[StoredClaim]:
    """Keep what also tells the material or the element that is asked for in the same breath, where anything does.

    *Which mechanisms are only supposed, and for which material?*
    """
    if intent.words is None or intent.target is not Target.MECHANISMS or intent.subjects:
        return found
    told = found
    if intent.words.has(HEM.AskMaterial):
        told = [claim for claim in told if claim.material]
    if intent.words.has(HEM.AskElement):
        told = [claim for claim in told if claim.elements]
    return told or found


def _without_excluded_probes(store: Store, found: list[StoredClaim], intent: Intent) -> list[StoredClaim]:
    """Leave out techniques that were used as the question excludes, and else the papers that used them so."""
    if not intent.excluded_probes:
        return found
    unwanted = Selection(kinds=(HEM.TechniqueClaim,), probes=spelt_out(intent.excluded_probes))
    used = find_claims(store, unwanted)
    if intent.target is Target.TECHNIQUES:
        techniques = {claim.technique for claim in used}
        return [claim for claim in found if claim.technique not in techniques]
    papers = {claim.paper.iri for claim in used}
    return [claim for claim in found if claim.paper.iri not in papers]


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
        case _:
            return _kinds_by_slots(intent)


def _kinds_by_slots(intent: Intent) -> tuple[str, ...]:
    """Return the classes of claims that hold the answer, by what is told besides."""
    if intent.mechanisms or intent.target in {Target.MECHANISMS, Target.IONS}:
        return (HEM.MechanismClaim,)
    if intent.roles:
        return (HEM.ElementRoleClaim,)
    if intent.techniques or intent.modes:
        return (HEM.TechniqueClaim,)
    if intent.methods:
        return (HEM.SynthesisClaim,)
    is_tried = intent.target is Target.MATERIALS and intent.ions and not intent.polarity
    return (HEM.MechanismClaim, *MEASURED) if is_tried else (HEM.MechanismClaim,)


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
        return _showing(store, found, intent)
    if intent.ions and not intent.subjects:
        found = _with_roles_of_ions(store, found, intent)
    if loose and intent.ions and not intent.subjects:
        ions = ions_by_paper(store, [claim.paper.iri for claim in found])
        found = [claim for claim in found if ions.get(claim.paper.iri, frozenset()) & set(intent.ions)]
    return _roles_with_ions(store, found, intent)


def _roles_with_ions(store: Store, found: list[StoredClaim], intent: Intent) -> list[StoredClaim]:
    """Keep what elements do in papers that speak of the asked ions; roles are told without an ion."""
    roles = [claim for claim in found if claim.kind == HEM.ElementRoleClaim and claim.ion is None]
    if not (roles and intent.ions) or intent.subjects:
        return found
    ions = ions_by_paper(store, [claim.paper.iri for claim in roles])
    return [c for c in found if c not in roles or ions.get(c.paper.iri, frozenset()) & set(intent.ions)]


def _with_roles_of_ions(store: Store, found: list[StoredClaim], intent: Intent) -> list[StoredClaim]:
    """Leave out roles that papers on other ions tell; a role names no ion itself."""
    roles = [claim.paper.iri for claim in found if claim.kind == HEM.ElementRoleClaim]
    ions = ions_by_paper(store, roles)
    return [
        claim
        for claim in found
        if claim.kind != HEM.ElementRoleClaim or ions.get(claim.paper.iri, frozenset(intent.ions)) & set(intent.ions)
    ]


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
    kept = [claim for claim in found if claim.paper.iri in papers]
    return sorted(kept, key=lambda claim: claim.technique not in telling)


def _things(store: Store, intent: Intent) -> Draft | Refusal:
    claims, query = _claims(store, intent)
    if intent.polarity == HEM.Hypothesised:
        claims = _only_supposed(store, claims)
    if intent.polarity == HEM.Negated and intent.all_mechanisms and intent.target is Target.ELEMENTS:
        claims = _denied_together(claims, intent.mechanisms)
    claims = preferring_named(claims, intent)
    if intent.is_yes_no:
        answer = _yes_or_no(intent, claims, query)
        if not claims and intent.subjects and intent.mechanisms:
            answer = _only_guessed(store, intent) or answer
        return _with_what_is_near(store, intent, answer) if isinstance(answer, Draft) and not answer.rows else answer
    rows = _without_excluded(store, intent, make_rows(intent, claims))
    if intent.target is Target.MATERIALS and intent.all_mechanisms and len(intent.mechanisms) > 1:
        rows = tuple(row for row in rows if _has_all(row, intent.mechanisms))
    if intent.all_ions and intent.target is Target.MATERIALS:
        rows = tuple(row for row in rows if _has_ions(row, intent.ions))
    if not rows and intent.target is Target.MATERIALS and (intent.methods or intent.techniques):
        return list_papers(
            store, replace(intent, target=Target.PAPERS)
        )  # methods are told of papers more often than of materials
    if not rows:
        return Refusal(nothing_said(intent), query)
    return Draft(rows, filled_columns(rows), said(intent, rows), sparql=query)


def _without_excluded(store: Store, intent: Intent, rows: tuple[DraftRow, ...]) -> tuple[DraftRow, ...]:
    """Leave out what takes part in a mechanism that the question excludes."""
    key = {Target.MATERIALS: "material", Target.ELEMENTS: "element"}.get(intent.target)
    if not intent.excluded_mechanisms or key is None:
        return rows
    other = replace(intent, mechanisms=intent.excluded_mechanisms, excluded_mechanisms=(), all_mechanisms=False)
    out = {row.cells.get(key) for row in make_rows(other, _claims(store, other)[0])}
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


def _denied_together(claims: Sequence[StoredClaim], mechanisms: Sequence[str]) -> list[StoredClaim]:
    """Keep the elements of which one paper denies all the mechanisms in one material."""
    told: dict[tuple[str, str | None, str], set[str | None]] = {}
    for claim in claims:
        for symbol in claim.elements:
            told.setdefault((*_place_of(claim), symbol), set()).add(claim.mechanism)
    kept = []
    for claim in claims:
        symbols = tuple(s for s in claim.elements if told[(*_place_of(claim), s)] >= set(mechanisms))
        if symbols:
            kept.append(replace(claim, elements=symbols))
    return kept


def _place_of(claim: StoredClaim) -> tuple[str, str | None]:
    return claim.paper.iri, claim.material.iri if claim.material else None


def _told_of(claim: StoredClaim) -> tuple[str, str | None, str | None]:
    return claim.paper.iri, claim.mechanism, claim.material.iri if claim.material else None


def _has_all(row: DraftRow, mechanisms: Sequence[str]) -> bool:
    cell = row.cells.get("mechanism")
    told = set(cell) if isinstance(cell, tuple) else {cell}
    return {terms.notation(m) for m in mechanisms} <= told


def _has_ions(row: DraftRow, ions: Sequence[str]) -> bool:
    cell = row.cells.get("ion")
    told = set(cell) if isinstance(cell, tuple) else {cell}
    return {terms.notation(ion) for ion in ions} <= told


def _with_what_is_near(store: Store, intent: Intent, no: Draft) -> Draft:
    """Add to a no what authors say is missing, and of what the mechanism is reported instead."""
    if not (intent.mechanisms and intent.material) or intent.subjects:
        return no
    gaps = find_claims(store, Selection(kinds=(HEM.GapStatement,), mechanisms=intent.mechanisms))[:1]
    asserting = Selection((HEM.MechanismClaim,), mechanisms=intent.mechanisms, polarities=(HEM.Asserted,))
    found = sorted(find_claims(store, asserting), key=lambda claim: claim.paper not in {gap.paper for gap in gaps})
    firsts = {c.material.surface: c for c in reversed(found) if c.material}
    instead = list(firsts.values())[::-1][:MOST_INSTEAD]
    told = f"  Reported instead: {listed(c.material.surface for c in instead if c.material)}." if instead else ""
    said_missing = "".join(f"  The authors of one paper say: “{gap.quote}”" for gap in gaps)
    sources = tuple(dict.fromkeys(Source.of_claim(claim) for claim in (*gaps, *instead)))
    return replace(no, text=f"{no.text}{said_missing}{told} {{*}}", extra=sources) if sources else no


def _yes_or_no(intent: Intent, claims: Sequence[StoredClaim], query: str) -> Draft | Refusal:
    """Say yes where it is asserted, no where it is denied or where nothing of the kind is reported."""
    against = set(_opposites(intent))
    denied = [c for c in claims if (c.polarity == HEM.Negated and not intent.polarity) or c.role in against]
    asserted = [c for c in claims if c not in denied]
    if asserted:
        rows = make_rows(intent, asserted)
        absent = _not_among(intent, asserted)
        if absent:
            text = f"No: not told of {listed(absent)}, but of {listed(_symbols(asserted))} {{1}}."
            return Draft(rows, filled_columns(rows), text, yesno=False, sparql=query)
        return Draft(rows, filled_columns(rows), f"Yes: {said(intent, rows)}", yesno=True, sparql=query)
    if denied:
        rows = make_rows(intent, denied)
        role = listed({terms.label(c.role) for c in denied if c.role})
        why = f"it is reported as {role}" if role else "it is denied"
        return Draft(rows, filled_columns(rows), f"No: {why} {{1}}.", yesno=False, sparql=query)
    if intent.asks_existence or not intent.subjects or intent.techniques:
        return Draft(text=f"No: {nothing_said(intent)[0].lower()}{nothing_said(intent)[1:]}", yesno=False, sparql=query)
    return Refusal(nothing_said(intent), query)


def _not_among(intent: Intent, claims: Sequence[StoredClaim]) -> tuple[str, ...]:
    """Return the elements that a question names together and that claims which name elements leave out."""
    told = set(_symbols(claims))
    return tuple(s for s in intent.elements if s not in told) if intent.all_elements and told else ()


def _symbols(claims: Sequence[StoredClaim]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(symbol for claim in claims for symbol in claim.elements))


def _only_guessed(store: Store, intent: Intent) -> Draft | Refusal | None:
    """Return what is only supposed of what a question takes for shown, or None if it is not even that."""
    guessed, query = _claims(store, replace(intent, polarity=HEM.Hypothesised))
    if not guessed:
        return None
    rows = make_rows(intent, guessed)
    asks_proof = intent.words is not None and intent.words.has(HEM.AskAsserted, HEM.AskStudying)
    if asks_proof:
        return Draft(rows, filled_columns(rows), "No: it is only supposed {1}.", yesno=False, sparql=query)
    return Refusal(f"No paper here shows it; it is only supposed: “{guessed[0].quote}” ({guessed[0].paper.document}).")
