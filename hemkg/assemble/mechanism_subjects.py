"""Which material a mechanism is claimed of, chosen among those in reach, or none where a class is meant.

Rules (:mod:`hemkg.assemble.subjects`) propose one; a fitted model weighs it against the others by where they
stand, what they are in the paper, and whether they hold the elements that the clause names.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from hemkg.assemble import ranker
from hemkg.assemble.context import Context, View
from hemkg.assemble.element_groups import LISTED, PRODUCT, Group, carriers, groups_of
from hemkg.assemble.entity import Entity, is_supported, metals_of
from hemkg.assemble.grammar import path_features
from hemkg.assemble.mechanism_hints import Hint
from hemkg.assemble.subjects import is_fit, is_of_class, is_of_others, subject_of
from hemkg.assemble.wording import Features, clause_of
from hemkg.model.paper import Span
from hemkg.vocab.terms import HEM

REACH = 8
MOST = 12


@dataclass(frozen=True, slots=True)
class Place:
    """A material in reach of a hint: where it stands last, and how many sentences back."""

    entity: Entity
    span: Span
    back: int


def mechanism_subject(context: Context, view: View, hint: Hint) -> Entity | None:
    """Return the material that a hint tells its mechanism of, or None."""
    places = in_reach(context, view, hint)
    candidates: list[Place | None] = [*places, None]
    features = [subject_features(context, view, hint, place, places) for place in candidates]
    chosen, _, _ = ranker.choose(ranker.load("subjects")["subject"], candidates, features)
    return chosen.entity if chosen is not None else None


def in_reach(context: Context, view: View, hint: Hint) -> list[Place]:
    """Return the materials of the sentence, of those before it, and the main ones of the paper, the nearest first."""
    found: dict[int, Place] = {}
    for back, earlier in enumerate(
        reversed(context.views[max(0, view.sentence.index - REACH) : view.sentence.index + 1])
    ):
        for span, entity in _nearest_first(earlier.referents, hint, back):
            if is_fit(entity):
                found.setdefault(id(entity), Place(entity, span, back))
    for entity in context.main_materials:
        if is_fit(entity):
            found.setdefault(id(entity), Place(entity, entity.first, REACH + 1))
    return list(found.values())[:MOST]


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
    general = is_of_class(view, hint.span)
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
