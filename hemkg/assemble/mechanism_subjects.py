"""Which material a mechanism is claimed of, chosen among those in reach, or none where a class is meant.

Rules (:mod:`hemkg.assemble.subjects`) propose one; a fitted model weighs it against the others by where they
stand, what they are in the paper, and whether they hold the elements that the clause names.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from hemkg.assemble import ranker
from hemkg.assemble.context import Context, View
from hemkg.assemble.element_groups import LISTED, PRODUCT, Group, carriers, groups_of
from hemkg.assemble.entity import Entity, is_supported, metals_of
from hemkg.assemble.grammar import path_features
from hemkg.assemble.mechanism_hints import WORDS, Hint
from hemkg.assemble.subjects import illustrates_another, is_fit, is_of_class, is_of_others, subject_of
from hemkg.assemble.wording import Features, clause_of
from hemkg.model.paper import Span
from hemkg.vocab.lexicon import alternatives
from hemkg.vocab.terms import HEM

REACH = 8
NEAR = 2
MOST = 12


@dataclass(frozen=True, slots=True)
class Place:
    """A material in reach of a hint: where it stands last, and how many sentences back."""

    entity: Entity
    span: Span
    back: int


def mechanism_subject(context: Context, view: View, hint: Hint) -> Entity | None:
    """Return the material that a hint tells its mechanism of, or None."""
    tied = _tied_behind(view, hint)
    if tied is not None:
        return tied
    places = in_reach(context, view, hint)
    candidates: list[Place | None] = [*places, None]
    features = [subject_features(context, view, hint, place, places) for place in candidates]
    chosen, _, _ = ranker.choose(ranker.load("subjects")["subject"], candidates, features)
    return chosen.entity if chosen is not None else None


@cache
def _tie() -> re.Pattern[str]:
    """Return a pattern for what ties a material to the words before it: is well known in, is found for."""
    leads = alternatives("MaterialLead")
    return re.compile(rf"(?:\s[\w-]+){{0,5}}\s(?:{leads})\s(?:the\s|both\s)?", re.I)


def _tied_behind(view: View, hint: Hint) -> Entity | None:
    """Return the material that follows a named mechanism by a preposition, where its clause names none before it."""
    clause = clause_of(view, hint.span.start)
    here = [(span, e) for span, e in view.referents if clause.contains(span) and is_fit(e)]
    if hint.source != WORDS or not here or here[0][0].start < hint.span.end:
        return None
    span, entity = here[0]
    return entity if _tie().fullmatch(view.text[hint.span.end : span.start]) else None


def told_alike(context: Context, view: View, hint: Hint, entity: Entity | None) -> list[Entity]:
    """Return the materials that a hint tells its mechanism of: the chosen one, and those spoken of in one breath.

    ``Fe2O3 and Co3O4 convert`` and ``both convert`` say the same of each.
    """
    clause = clause_of(view, hint.span.start)
    for reference in view.references:
        if len(reference.entities) > 1 and clause.overlaps(reference.span) and _holds(reference.entities, entity):
            return [e for e in reference.entities if is_fit(e)]
    here = [span for span, other in view.materials if other is entity and clause.overlaps(span)]
    series = next((s for span in here if (s := view.series_at(span, "material")) is not None), None)
    if entity is None or series is None or not series.is_plain(view.text) or is_of_class(context, view, hint.span):
        return [] if entity is None else [entity]
    listed = [other for span, other in view.referents if span in series.spans and is_fit(other)]
    return listed if any(clause.overlaps(span) for span in series.spans) else [entity]


def _holds(entities: Sequence[Entity], entity: Entity | None) -> bool:
    return any(other is entity for other in entities)


def in_reach(context: Context, view: View, hint: Hint) -> list[Place]:
    """Return the materials of the sentence, of those before it, and the main ones of the paper, the nearest first.

    A sentence about a class, and one that names materials itself, take none from another paragraph; a long paper
    carries none on for long, and none into a sentence that names its own.
    """
    found: dict[int, Place] = {}
    general = is_of_class(context, view, hint.span)
    named = any(is_fit(entity) for _, entity in view.referents)
    for back, earlier in _views_back(context, view, same=general or named):
        if back and named and context.is_long:
            break
        for span, entity in _nearest_first(earlier.referents, hint, back):
            if is_fit(entity) and (back or not illustrates_another(view, span, hint.span)):
                found.setdefault(id(entity), Place(entity, span, back))
    proposed = subject_of(context, view, hint.span)
    further = [] if general and not found else [e for e in context.main_materials if not context.is_long]
    for entity in [*([proposed] if proposed is not None else []), *further]:
        if is_fit(entity):
            found.setdefault(id(entity), Place(entity, entity.first, REACH + 1))
    return list(found.values())[:MOST]


def _views_back(context: Context, view: View, *, same: bool) -> Iterator[tuple[int, View]]:
    """Yield a sentence and those before it with how many sentences back they stand.

    Args:
        context: the paper.
        view: the sentence.
        same: whether to stay in its paragraph, as is always done in a long paper.
    """
    reach = NEAR if context.is_long else REACH
    for back in range(min(reach, view.sentence.index) + 1):
        earlier = context.views[view.sentence.index - back]
        if earlier.sentence.block is not view.sentence.block and (same or context.is_long):
            return
        yield back, earlier


def _nearest_first(referents: Sequence[tuple[Span, Entity]], hint: Hint, back: int) -> Sequence[tuple[Span, Entity]]:
    """Return materials of a sentence: those before the hint from the last on, then those behind it."""
    if back:
        return list(reversed(referents))
    before = [pair for pair in referents if pair[0].start <= hint.span.start]
    return [*reversed(before), *(pair for pair in referents if pair[0].start > hint.span.start)]


def subject_features(
    context: Context, view: View, hint: Hint, place: Place | None, places: Sequence[Place]
) -> Features:
    """Describe a material, or that none is meant, as what a mechanism is claimed of."""
    proposed = subject_of(context, view, hint.span)
    general = is_of_class(context, view, hint.span)
    others = is_of_others(view)
    if place is None:
        here = sum(1 for p in places if p.back == 0)
        return {
            "none": 1.0,
            "none:proposed": float(proposed is None),
            "none:class": float(general),
            "none:others": float(others),
            f"none:here:{min(here, 2)}": 1.0,
            f"none:places:{min(len(places), 4)}": 1.0,
            "none:named": float(bool(_named(context, view, hint))),
            "none:long": float(context.is_long),
            f"none:hint:{hint.source}": 1.0,
        }
    features: Features = {"proposed": float(place.entity is proposed), "class": float(general), "others": float(others)}
    features |= _standing(view, hint, place, places) | _being(context, place, places)
    features |= _holding(context, view, hint, place, places)
    return features


def _standing(view: View, hint: Hint, place: Place, places: Sequence[Place]) -> Features:
    """Describe where a material stands to a hint."""
    rank = next(i for i, p in enumerate(places) if p is place)
    features: Features = {f"back:{min(place.back, 4)}": 1.0, f"rank:{min(rank, 3)}": 1.0}
    if place.back:
        features["carried"] = 1.0
        return features
    side = "before" if place.span.start <= hint.span.start else "after"
    same = clause_of(view, hint.span.start).overlaps(place.span)
    near = Span(max(view.span.start, place.span.start - 24), place.span.start + 1)
    features |= {
        f"here:{side}": 1.0,
        f"here:{side}:{'clause' if same else 'sentence'}": 1.0,
        "within": float(place.span.overlaps(hint.span)),
        "compared": float(any(c.concept == HEM.ComparisonCue and near.overlaps(c.span) for c in view.concepts)),
        "meant": float(view.reference_at(place.span) is not None),
        f"hint:{hint.source}:{side}": 1.0,
    }
    grammar = path_features(view.sentence, hint.span, place.span, "mat")
    return features | {name: value for name, value in grammar.items() if ":path:" not in name or "length" in name}


def _being(context: Context, place: Place, places: Sequence[Place]) -> Features:
    """Describe what a material is in the paper: its part, its share, how many metals it mixes."""
    entity = place.entity
    metals = len(metals_of(entity))
    richest = max(len(metals_of(p.entity)) for p in places)
    main = next((i for i, e in enumerate(context.main_materials) if e is entity), None)
    carried = "here" if place.back == 0 else "carried"
    return {
        f"part:{entity.part}": 1.0,
        f"part:{entity.part}:{carried}": 1.0,
        f"main:{main}": 1.0,
        f"main:{main}:{carried}": 1.0,
        "share": context.weights.get(id(entity), 0.0),
        f"metals:{min(metals, 4)}:{carried}": 1.0,
        f"richest:{carried}": float(metals == richest and richest > 1),
        f"supported:{carried}": float(is_supported(entity)),
        "weak": float(entity.is_weak),
        "told": float(entity.is_derived),
        "element": float(entity.is_element),
        f"element:{carried}": float(entity.is_element),
        "unknown": float(entity.composition is None),
        "code": float(entity.is_code),
    }


def _holding(context: Context, view: View, hint: Hint, place: Place, places: Sequence[Place]) -> Features:
    """Describe whether a material holds the elements that the clause names, and whether others do."""
    named = _named(context, view, hint)
    if not named or place.entity.composition is None:
        return {"names:nothing": 1.0}
    own = set(place.entity.composition.elements)
    share = len(named & own) / len(named)
    best = max(len(named & set(p.entity.composition.elements)) for p in places if p.entity.composition)
    carried = "here" if place.back == 0 else "carried"
    return {
        "names:all": float(share == 1),
        f"names:all:{carried}": float(share == 1),
        "names:some": float(0 < share < 1),
        "names:none": float(share == 0),
        f"names:none:{carried}": float(share == 0),
        "names:fewer": float(len(named & own) < best),
        "names:its-only-metal": float(set(metals_of(place.entity)) == named),
    }


def _named(context: Context, view: View, hint: Hint) -> set[str]:
    """Return the elements that the hint's clause names, or else its sentence; of phases, their metals."""
    groups = [g for g in groups_of(context, view, None) if g.source in {LISTED, PRODUCT}]
    clause = clause_of(view, hint.span.start)
    inside = [g for g in groups if clause.overlaps(g.span)]
    return _symbols(inside) or _symbols(groups)


def _symbols(groups: Sequence[Group]) -> set[str]:
    return {s for g in groups for s in g.symbols if s not in carriers()}
