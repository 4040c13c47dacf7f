"""How a material stands to a number, as features for the fitted model."""

import re
from collections.abc import Sequence

from hemkg.assemble.candidates import REACH, Candidate
from hemkg.assemble.context import Context, View
from hemkg.assemble.entity import Entity
from hemkg.assemble.families import family_of
from hemkg.assemble.frames import Frame, own_series
from hemkg.assemble.layout import suggested
from hemkg.assemble.memory import Memory
from hemkg.assemble.order_features import order_features
from hemkg.assemble.standing import alignment, position, preposition, value_rivals
from hemkg.assemble.wording import Features, clause_of, cues_in
from hemkg.model.paper import Span
from hemkg.vocab import elements
from hemkg.vocab.terms import HEM


def material_rows(context: Context, frame: Frame, candidates: Sequence[Candidate], memory: Memory) -> list[Features]:
    """Describe how each of the materials that a number may be of stands to it."""
    told = suggested(context, frame, candidates, memory)
    rows = [material_features(context, frame, candidate, memory) for candidate in candidates]
    if told is not None:
        for row, candidate in zip(rows, candidates, strict=True):
            row[f"suggested:{told[1]}:{candidate.entity is told[0].entity}"] = 1.0
    return rows


def material_features(context: Context, frame: Frame, candidate: Candidate, memory: Memory) -> Features:
    """Describe how a material stands to the number."""
    assert candidate.span is not None
    assert candidate.entity is not None
    view, home = context.views[frame.index], context.views[candidate.index]
    entity = candidate.entity
    rivals = [span for span, other in view.referents if other is not entity]
    features = position(context, frame, candidate, rivals)
    rivalling = {HEM.SpecificCapacity, HEM.Percentage, frame.mention.concept or ""}
    values = [q.span for q in view.of_kind(rivalling) if q is not frame.mention]
    side = "here" if candidate.index == frame.index else "back"
    features |= {f"m:{key}": value for key, value in preposition(home, candidate.span, side).items()}
    features |= alignment(context, frame, candidate, "material")
    features |= value_rivals(frame, candidate, values)
    features |= _standing(context, home, candidate)
    features |= _kind_of_material(entity)
    previous, echo = memory.last, memory.echo(context, frame)
    if previous is not None:
        near = "sentence" if previous.index == frame.index else "earlier"
        features[f"previous:{near}:{previous.entity is entity}"] = 1.0
        twin = _same_value(previous, frame)
        features[f"previous:twin:{twin}:{previous.entity is entity}"] = 1.0
    if echo is not None:
        features[f"echo:{echo is entity}:{bool(view.referents)}"] = 1.0
    turn = memory.turn(context, frame)
    if turn is not None:
        features[f"turn:{turn is entity}:{bool(view.referents)}"] = 1.0
    anaphor = HEM.AnaphorCue in cues_in(view, clause_of(view, frame.span.start))
    if candidate.index != frame.index:
        features[f"back:anaphor:{anaphor}"] = 1.0
        features[f"back:free:{not view.referents}"] = 1.0
        own_clause = clause_of(view, frame.span.start)
        features[f"back:clause-free:{not any(own_clause.contains(s) for s, _ in view.referents)}"] = 1.0
    else:
        features[f"here:only:{len({id(e) for _, e in view.referents}) == 1}"] = 1.0
    features |= _family_noun(context, frame, entity)
    features |= _resolution(context, frame, candidate)
    reference = home.reference_at(candidate.span)
    if reference is not None:
        features["meant"] = 1.0
        features[f"meant:{reference.kind}:{side}"] = 1.0
    features |= _plural(view, frame, entity)
    features |= order_features(context, frame, candidate, memory)
    start = max(home.span.start, candidate.span.start - 22)
    # a material of a table's cell stands in no sentence, and the next one is its home
    compared = start < candidate.span.end and HEM.ComparisonCue in cues_in(home, Span(start, candidate.span.end))
    features["compared"] = float(compared)
    return features


def _plural(view: View, frame: Frame, entity: Entity) -> Features:
    """Describe whether the material stands at the number's place of a plural (the four tellurides)."""
    own = own_series(view, frame)
    place = own.index(frame.span) if own else None
    for reference in view.references:
        if own is None or place is None or len(reference.entities) != len(own.spans):
            continue
        return {f"plural:{reference.entities[place] is entity}": 1.0}
    return {}


def _family_noun(context: Context, frame: Frame, entity: Entity) -> Features:
    """Describe whether the nearest family word before the number (the sulfide) fits the material."""
    view = context.views[frame.index]
    clause = clause_of(view, frame.span.start)
    named = [c for c in view.words(HEM.AnionFamily) if clause.overlaps(c.span) and c.span.end <= frame.span.start]
    if not named:
        return {}
    word = named[-1]
    if any(span.contains(word.span) for span, _ in view.materials):
        return {}
    definite = view.text[max(0, word.span.start - 24) : word.span.start].lower()
    the = bool(re.search(r"\b(?:the|this|its|each|bare|pure)\b[^,;.]*$", definite))
    return {f"family:{family_of(entity.composition) == word.concept}:{the}": 1.0}


CONTRASTS = (HEM.BareCue, HEM.CoatedCue, HEM.ControlCue, HEM.CathodeCue)


def _resolution(context: Context, frame: Frame, candidate: Candidate) -> Features:
    """Describe how the material answers to words such as the former, the bare one, the control."""
    view = context.views[frame.index]
    entity = candidate.entity
    assert entity is not None
    clause = clause_of(view, frame.span.start)
    near = Span(max(clause.start, frame.span.start - 90), min(clause.end, frame.span.end + 40))
    cues = cues_in(view, near)
    composition = entity.composition
    supported = bool(composition and composition.support) or "@" in entity.surface
    features: Features = {}
    for cue in CONTRASTS:
        if cue in cues:
            features[f"{cue}:supported:{supported}"] = 1.0
            features[f"{cue}:heaviest:{context.weights.get(id(entity), 0) >= max(context.weights.values())}"] = 1.0
    pair = _last_pair(context, frame)
    for cue, place in ((HEM.FormerCue, 0), (HEM.LatterCue, 1)):
        if cue in cues and pair is not None:
            features[f"{cue}:{pair[place] is entity}"] = 1.0
    return features


def _last_pair(context: Context, frame: Frame) -> tuple[Entity, Entity] | None:
    """Return the two materials that were named last before the number, in the order of their naming."""
    found: list[Entity] = []
    for back in range(REACH + 1):
        index = frame.index - back
        if index < 0:
            break
        for span, entity in reversed(context.views[index].referents):
            if span.start < frame.span.start and all(entity is not other for other in found):
                found.append(entity)
            if len(found) == 2:
                return found[1], found[0]
    return None


def _standing(context: Context, home: View, candidate: Candidate) -> Features:
    """Describe how much of the paper's talk is about the material, and its place in its sentence."""
    entity = candidate.entity
    assert entity is not None
    weights = context.weights
    mine = weights.get(id(entity), 0.0)
    first = home.referents[0][1] is entity if home.referents else False
    last = home.referents[-1][1] is entity if home.referents else False
    return {
        "weight": mine,
        "heaviest": float(mine >= max(weights.values(), default=0.0)),
        "first-of-paper": float(bool(context.materials.mentions) and context.materials.mentions[0][1] is entity),
        "titled": float(id(entity) in context.titled),
        "first-in-sentence": float(first),
        "last-in-sentence": float(last),
    }


def _same_value(previous: Frame, frame: Frame) -> bool:
    """Whether two neighbouring numbers describe one thing in two units: a capacity and its efficiency."""
    return previous.index == frame.index and previous.mention.concept != frame.mention.concept


def _kind_of_material(entity: Entity) -> Features:
    """Describe what kind of substance it is, as far as it bears on being measured."""
    composition = entity.composition
    features: Features = {
        f"part:{entity.part}": 1.0,
        "code": float(entity.is_code),
        "named": float(entity.named is not None),
        "pure-element": float(entity.is_element),
        "told": float(entity.is_derived),
        "weak": float(entity.is_weak),
    }
    if composition is None:
        return features | {"no-composition": 1.0}
    table = elements.table()
    metals = [s for s in composition.elements if table[s].is_metallic and not table[s].is_anion_former]
    carriers = {"Li", "Na", "K", "Mg", "Ca"} & set(composition.elements)
    features[f"metals:{min(len(metals), 5)}"] = 1.0
    features["binary-of-carrier"] = float(bool(carriers) and len(composition.elements) <= 2)
    features["carrier"] = float(bool(carriers))
    features["supported"] = float(bool(composition.support))
    return features
