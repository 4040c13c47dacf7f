"""Training rows of each model, made from passages with the same code that the engine runs."""

from __future__ import annotations

from collections.abc import Iterable

import canonical
from align import Passage, claim_of_frames, places

from hemkg.assemble import roles as role_room
from hemkg.assemble import syntheses as synthesis_room
from hemkg.assemble import techniques as technique_room
from hemkg.assemble.candidates import material_candidates, quantity_candidates
from hemkg.assemble.condition_features import condition_features
from hemkg.assemble.context import CYCLES, DENSITIES, Context, View
from hemkg.assemble.element_groups import Group
from hemkg.assemble.entity import Entity
from hemkg.assemble.frames import Frame, frames_of
from hemkg.assemble.layout import decided
from hemkg.assemble.material_features import material_rows
from hemkg.assemble.material_role_features import material_role_features
from hemkg.assemble.mechanism_elements import Asked, asked, candidates, element_features, last_resorts
from hemkg.assemble.mechanism_features import hint_features
from hemkg.assemble.mechanism_hints import PARAPHRASE, Hint, hints_in
from hemkg.assemble.mechanism_subjects import Place, in_reach, subject_features
from hemkg.assemble.memory import Memory
from hemkg.assemble.role_features import role_features, roles, surroundings
from hemkg.assemble.subjects import subject_of
from hemkg.assemble.value_features import value_features
from hemkg.model.mention import Mention
from hemkg.model.paper import Span
from hemkg.vocab import terms

NONE = "none"


def values(passages: Iterable[Passage]) -> tuple[list[dict], list[str]]:
    """Rows and labels of the model that says what a number is."""
    rows, labels = [], []
    for passage in (p for p in passages if p.trains("numbers")):
        gold = claim_of_frames(passage)
        for frame in frames_of(passage.context):
            rows.append(value_features(passage.context, frame))
            labels.append(gold[frame.span.start]["type"] if frame.span.start in gold else NONE)
    return rows, labels


def _gold_frames(passage: Passage) -> Iterable[tuple[Frame, dict]]:
    gold = claim_of_frames(passage)
    for frame in frames_of(passage.context):
        claim = gold.get(frame.span.start)
        if claim is not None:
            frame.label = claim["type"]
            yield frame, claim


def _grams(density: dict | None) -> tuple[str, float] | None:
    if not density or density.get("value") is None:
        return None
    unit = str(density["unit"]).lower().replace(" ", "")
    value = float(density["value"])
    if unit.startswith("ma"):
        return "A", round(value / 1000, 7)
    return ("A", round(value, 7)) if unit.startswith("a") else ("C", round(value, 7))


def _mention_grams(mention: Mention) -> tuple[str, float]:
    q = mention.quantity
    if q.unit.startswith("mA"):
        return "A", round(float(q.low) / 1000, 7)
    return (
        ("A", round(float(q.low), 7))
        if q.unit == "A g-1"
        else ("C" if q.unit == "C" else q.unit, round(float(q.low), 7))
    )


def links(passages: Iterable[Passage]) -> dict[str, list]:
    """Groups of candidates for each slot: material, density, cycle."""
    out: dict[str, list] = {"material": [], "density": [], "cycle": []}
    for passage in (p for p in passages if p.trains("numbers")):
        context, memory = passage.context, Memory()
        for frame, claim in _gold_frames(passage):
            frame.entity = passage.entity(claim.get("material"))
            materials = material_candidates(context, frame, memory)
            if frame.entity is not None and decided(context, frame, materials, memory) is None:
                rows = material_rows(context, frame, materials, memory)
                group = [(row, c.entity is frame.entity) for row, c in zip(rows, materials, strict=True)]
                out["material"].append(group)
            wanted = _grams(claim.get("current_density"))
            candidates = quantity_candidates(context, frame, DENSITIES)
            group, chosen = [], None
            for c in candidates:
                right = (c.mention is None and wanted is None) or (
                    c.mention is not None and wanted == _mention_grams(c.mention)
                )
                group.append((condition_features(context, frame, c, "density", memory), right))
                chosen = c.mention if right and chosen is None else chosen
            if claim["type"] == "capacity" or wanted is not None:
                out["density"].append(group)
            frame.density = chosen
            cycle = claim.get("cycle") if claim["type"] != "retention" else claim.get("cycles")
            group, chosen_cycle = [], None
            cycles = quantity_candidates(context, frame, CYCLES)
            for c in cycles:
                right = (c.mention is None and cycle is None) or (
                    c.mention is not None and cycle is not None and float(c.mention.quantity.low) == float(cycle)
                )
                group.append((condition_features(context, frame, c, "cycle", memory), right))
                chosen_cycle = c.mention if right and chosen_cycle is None else chosen_cycle
            if claim["type"] != "coulombic_efficiency":
                out["cycle"].append(group)
            frame.cycle = chosen_cycle
            memory.note(context, frame)
    return out


def mechanisms(passages: Iterable[Passage]) -> tuple[list[dict], list[set[str]], list[dict], list[str]]:
    """Rows of the model that says whether a hint claims a mechanism, and of the one that picks elements.

    A hint outside every claim's words, of a mechanism that the passage claims elsewhere, may repeat such a
    claim or claim nothing: the model may call it either, but not give it a polarity that nobody claims.
    """
    rows, labels, pair_rows, pair_labels = [], [], [], []
    for passage in (p for p in passages if p.trains("mechanisms")):
        context = passage.context
        claims = [c for c in passage.gold["claims"] if c["type"] == "mechanism"]
        spans = [(c, span) for c in claims for span in places(context.text, c)]
        hints = hints_in(context)
        for view in context.views:
            for hint in hints[view.sentence.index]:
                claim = _claim_at(hint, spans)
                word = terms.notation(hint.mechanism)
                rows.append(hint_features(context, view, hint, hints))
                # In the short notation every place is marked, so the others say nothing; nor does a paraphrase
                # in a sentence that nothing is quoted from.
                elsewhere = {
                    c["polarity"]
                    for c, span in spans
                    if c["mechanism"] == word
                    and "start" not in c
                    and (hint.source != PARAPHRASE or span.overlaps(view.span))
                }
                labels.append({claim["polarity"]} if claim else {NONE, *elsewhere})
                if claim is None:
                    continue
                wanted = {
                    e
                    for c, span in spans
                    if c["mechanism"] == word and c["polarity"] == claim["polarity"] and span.overlaps(hint.span)
                    for e in c["elements"] or []
                }
                entity = passage.entity(claim.get("material")) or subject_of(context, view, hint.span)
                question = asked(context, view, hint, hints[view.sentence.index], (claim["polarity"], entity))
                for features, is_claimed in _element_rows(context, question, wanted):
                    pair_rows.append(features)
                    pair_labels.append("yes" if is_claimed else "no")
    return rows, labels, pair_rows, pair_labels


def _element_rows(context: Context, question: Asked, wanted: set[str]) -> Iterable[tuple[dict, bool]]:
    """Yield the groups that a hint may be told of; those that nobody names count only where none is named."""
    found = False
    for group in candidates(question):
        is_claimed = 2 * len(set(group.symbols) & wanted) > len(group.symbols)
        found = found or is_claimed
        yield element_features(question, group), is_claimed
    for group in last_resorts(context, question):
        if not found:
            found = 2 * len(set(group.symbols) & wanted) > len(group.symbols)
            yield element_features(question, group), found


def subjects(passages: Iterable[Passage]) -> dict[str, list]:
    """Groups of candidates for the material of a mechanism claim; no material is a candidate too."""
    groups = []
    for passage in (p for p in passages if p.trains("mechanisms")):
        context = passage.context
        claims = [c for c in passage.gold["claims"] if c["type"] == "mechanism"]
        spans = [(c, span) for c in claims for span in places(context.text, c)]
        for view, hint in ((v, h) for v, found in _told(context) for h in found):
            claim = _claim_at(hint, spans)
            wanted = passage.entity(claim.get("material")) if claim else None
            if claim is None or (wanted is None and claim.get("material") is not None):
                continue
            reach = in_reach(context, view, hint)
            described = ((subject_features(context, view, hint, place, reach), place) for place in [*reach, None])
            groups.append([(features, _is_same(place, wanted)) for features, place in described])
    return {"subject": groups}


def _told(context: Context) -> Iterable[tuple[View, list[Hint]]]:
    hints = hints_in(context)
    return ((view, hints[view.sentence.index]) for view in context.views)


def _is_same(place: Place | None, wanted: Entity | None) -> bool:
    return (place.entity if place is not None else None) is wanted


def _claim_at(hint: Hint, spans: list[tuple[dict, Span]]) -> dict | None:
    """Return the gold claim whose evidence holds the hint; the smallest evidence first, then its sentence."""
    word = terms.notation(hint.mechanism)
    inside = [(c, s) for c, s in spans if c["mechanism"] == word and s.overlaps(hint.span)]
    if inside:
        wanted = set(hint.product)
        inside.sort(key=lambda pair: (not wanted <= set(pair[0]["elements"] or []), pair[1].end - pair[1].start))
        return inside[0][0]
    return None


ROLE_WORDS = [
    ("stabili", "StructuralStabiliser"),
    ("pillar", "StructuralStabiliser"),
    ("buffer", "StructuralStabiliser"),
    ("inactive", "StructuralStabiliser"),
    ("inert", "StructuralStabiliser"),
    ("spectator", "StructuralStabiliser"),
    ("matrix", "StructuralStabiliser"),
    ("cataly", "CatalyticElement"),
    ("space charge", NONE),
    ("conversion", NONE),
    ("alloy", NONE),
    ("conduct", "ConductivityEnhancer"),
    ("irrevers", "IrreversibleElement"),
    ("poorly re", "IrreversibleElement"),
    ("hardly re", "IrreversibleElement"),
    ("active", "ActiveElement"),
    ("redox", "ActiveElement"),
    ("capacity", "ActiveElement"),
]


def role_of(words: str) -> str:
    """Return the term of a role as the annotators word it; roles that a mechanism implies are none here."""
    words = words.lower()
    first = ("cataly", "space charge", "electron sink", "conversion", "alloy")
    for key in first:
        if key in words:
            return "CatalyticElement" if key == "cataly" else NONE
    return next((term for key, term in ROLE_WORDS if key in words), NONE)


def element_roles(passages: Iterable[Passage]) -> tuple[list[dict], list[str]]:
    """Rows of the model that says whether a group of elements is given a role."""
    rows, labels = [], []
    for passage in (p for p in passages if p.trains("roles")):
        context = passage.context
        claims = [
            (c["element"], role_of(c["role"]), span)
            for c in passage.gold["claims"]
            if c["type"] == "element_role" and c.get("element") and c.get("polarity") != "negated"
            for span in places(context.text, c)
        ]
        for view in context.views:
            entity, groups = role_room.candidates(context, view)
            for group in groups:
                for role in roles():
                    label = _role_label(view, group, role, claims)
                    if label is not None:
                        rows.append(role_features(view, role, group, groups, surroundings(view, group, entity)))
                        labels.append(label)
    return rows, labels


def material_roles(passages: Iterable[Passage]) -> tuple[list[dict], list[str]]:
    """Rows of the model that says what a material is there for."""
    rows, labels = [], []
    for passage in passages:
        for told in passage.gold["materials"]:
            label, entity = canonical.MATERIAL_ROLES.get(told.get("role") or ""), passage.entity(told["surface"])
            if label and entity:
                rows.append(material_role_features(passage.context, entity))
                labels.append(label)
    return rows, labels


def techniques(passages: Iterable[Passage]) -> tuple[list[dict], list[str]]:
    """Rows of the model that says whether a technique was used."""
    rows, labels = [], []
    for passage in (p for p in passages if p.trains("techniques")):
        context = passage.context
        claims = [c for c in passage.gold["claims"] if c["type"] == "technique"]
        wanted = {name.removeprefix("in situ ") for c in claims for name in canonical.techniques(c["technique"])}
        spans = [span for c in claims for span in places(context.text, c)]
        uses = [use for view in context.views for use in technique_room.uses_in(view)]
        for use in uses:
            right = bool(canonical.techniques(terms.notation(use.technique)) & wanted)
            inside = any(span.overlaps(use.mention.span) for span in spans)
            if right and not inside:
                continue
            rows.append(technique_room.technique_features(context, use, uses))
            labels.append("yes" if right else "no")
    return rows, labels


def _role_label(view: View, group: Group, role: str, claims: list[tuple[str, str, Span]]) -> str | None:
    """Return whether a group is given a role here; None where another sentence gives it to its elements."""
    size = len(group.symbols)
    told = [(element, span) for element, name, span in claims if name == role and element in group.symbols]
    quoted = {element for element, span in told if span.overlaps(group.span)}
    if 2 * len(quoted) > size:
        return "yes"
    here = {element for element, span in told if span.overlaps(view.span)}
    if 2 * len(here) > size:
        inside = any(span.contains(group.span) for _, span in told)
        return "yes" if inside or not quoted else "no"
    return None if 2 * len({element for element, _ in told}) > size else "no"


METHODS = frozenset(name for name, _ in canonical.SYNTHESIS)


def _alike(name: set[str], told: set[str]) -> bool:
    """Whether a method may be the one that annotators tell; words that no table knows are taken at their place."""
    return bool(name & told) or not told & METHODS


def syntheses(passages: Iterable[Passage]) -> tuple[list[dict], list[str]]:
    """Rows of the model that says whether a word names how the material was made."""
    rows, labels = [], []
    for passage in (p for p in passages if p.trains("syntheses")):
        context = passage.context
        claims = [c for c in passage.gold["claims"] if c["type"] == "synthesis"]
        spans = [(canonical.methods(c["method"]), span) for c in claims for span in places(context.text, c)]
        methods = {name for c in claims for name in canonical.methods(c["method"])}
        for view in context.views:
            for mention in synthesis_room.methods_in(view):
                name = canonical.methods(terms.notation(mention.concept))
                inside = any(_alike(name, told) and span.overlaps(mention.span) for told, span in spans)
                if not inside and name & methods:
                    continue
                rows.append(synthesis_room.synthesis_features(context, view, mention))
                labels.append("yes" if inside else "no")
    return rows, labels
