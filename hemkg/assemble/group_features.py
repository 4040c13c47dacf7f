"""How a group of elements stands to the words that say something of elements, as features.

What a reader sees: whether they share a clause and a verb, which stands first, what else is named between, whether
denial or contrast parts them, and what the chemistry of the elements lets one expect.
"""

import re
from collections.abc import Sequence
from functools import cache

from hemkg.assemble.context import View
from hemkg.assemble.element_groups import LISTED, Group, carriers
from hemkg.assemble.entity import Entity, metals_of
from hemkg.assemble.grammar import path_features
from hemkg.assemble.mechanism_scope import POLARITY_CLASSES
from hemkg.assemble.wording import Features, bucket, clause_of, near_words
from hemkg.model.paper import Span
from hemkg.vocab import elements, terms
from hemkg.vocab.lexicon import alternatives
from hemkg.vocab.terms import HEM

METAL = re.compile(r"[a-z](?:0|⁰|\(0\))")
BEHAVIOURS = ("AlloyFormer", "HardlyReduced", "FerromagneticMetal")


def group_features(view: View, span: Span, about: str, group: Group, groups: Sequence[Group]) -> Features:
    """Describe how a group stands to a place.

    Args:
        view: the sentence.
        span: the words that say something of elements.
        about: what they say, a mechanism or a role.
        group: the elements.
        groups: everything in the sentence that elements may be, the group included.
    """
    features: Features = {f"source:{group.source}": 1.0, f"source:{group.source}:{about}": 1.0}
    features |= {f"{about}:{name}": value for name, value in chemistry(group).items()}
    features[f"size:{min(len(group.symbols), 4)}:{group.source}"] = 1.0
    if group.span == view.span:
        return features
    features |= _place(view, span, group) | state(view, group)
    features |= _company(span, group, groups)
    features |= path_features(view.sentence, span, group.span, "el")
    features |= {f"el:{name}": value for name, value in near_words(view, group.span, 1).items()}
    return features


def chemistry(group: Group) -> Features:
    """Describe what the elements are: shares of carriers, anion formers, and each element by itself."""
    table, size = elements.table(), len(group.symbols)
    features: Features = {}
    for symbol in group.symbols:
        for name in (f"element:{symbol}", f"kind:{_kind(symbol)}"):
            features[name] = features.get(name, 0.0) + 1 / size
        if table[symbol].is_anion_former:
            features["anion"] = features.get("anion", 0.0) + 1 / size
    features["carrier"] = sum(symbol in carriers() for symbol in group.symbols) / size
    return features


def state(view: View, group: Group) -> Features:
    """Describe how elements are written: as a redox couple, with a charge, as the metal, by name or symbol."""
    written = view.text[group.span.start : group.span.end]
    charges = written.count("+") + written.count("⁺")
    return {
        "state:couple": float(charges > 1 and "/" in written),
        "state:ion": float(charges > 0),
        "state:metal": float(bool(METAL.search(written))),
        "state:word": float(written.isalpha() and len(written) > 2),
    }


@cache
def _kind(symbol: str) -> str:
    """Return the class of an element by what it does in anodes, as the ontology has it, else its category."""
    named = (name for name in BEHAVIOURS if symbol in map(str, terms.objects(name, "caseLabel")))
    return next(named, elements.table()[symbol].category)


@cache
def _contrast() -> re.Pattern[str]:
    words = alternatives("ContrastWord")
    return re.compile(rf"\b(?:{words})\b", re.I)


def _place(view: View, span: Span, group: Group) -> Features:
    side = "in" if group.span.overlaps(span) else "before" if group.span.start < span.start else "after"
    low, high = (group.span.end, span.start) if side == "before" else (span.end, group.span.start)
    between = view.text[low:high] if low < high else ""
    clauses = abs(view.sentence.clause_at(span.start) - view.sentence.clause_at(group.span.start))
    features: Features = {
        f"side:{side}": 1.0,
        f"clauses:{min(clauses, 3)}": 1.0,
        f"clauses:{min(clauses, 3)}:{side}": 1.0,
        f"distance:{bucket(len(between.split()))}:{side}": 1.0,
        f"source:{group.source}:{side}:{min(clauses, 2)}": 1.0,
        "semicolon": float(";" in between or ":" in between),
        "arrow": float("→" in between),
        "bracket": float("(" in between and ")" not in between),
        "comma": float("," in between),
    }
    features |= _between(view, low, high, side)
    return features


def _between(view: View, low: int, high: int, side: str) -> Features:
    """Describe what stands between the two places: denial, contrast, other statements."""
    inside = [c for c in view.concepts if low <= c.span.start < high]
    rivals = sum(1 for c in inside if terms.text(c.concept or "", "suggests"))
    mechanisms = sum(1 for c in inside if HEM.IonStorageMechanism in terms.kinds(c.concept or ""))
    features: Features = {
        f"rivals:{min(rivals, 2)}:{side}": 1.0,
        f"mechanisms:{min(mechanisms, 2)}:{side}": 1.0,
        "contrast": float(low < high and bool(_contrast().search(view.text, low, high))),
    }
    for cue in POLARITY_CLASSES:
        features[f"between:{cue}"] = float(any(c.concept == cue for c in inside))
    return features


def _company(span: Span, group: Group, groups: Sequence[Group]) -> Features:
    """Describe the other groups: how many stand nearer, before and behind, and whether others are listed at all."""

    def distance(other: Group) -> int:
        return max(span.start - other.span.end, other.span.start - span.end, 0)

    listed = [g for g in groups if g.source == LISTED and not set(g.symbols) <= carriers()]
    nearer = sum(1 for g in listed if g is not group and distance(g) < distance(group))
    before = [g for g in listed if g.span.end <= span.start]
    after = [g for g in listed if g.span.start >= span.end]
    return {
        f"nearer:{min(nearer, 3)}": 1.0,
        f"nearer:{min(nearer, 3)}:{group.source}": 1.0,
        "last-before": float(bool(before) and before[-1] is group),
        "first-before": float(bool(before) and before[0] is group),
        "first-after": float(bool(after) and after[0] is group),
        "none-before": float(not before),
        f"listed:{min(len(listed), 4)}": 1.0,
        f"listed:{min(len(listed), 2)}:{group.source}": 1.0,
        "named-too": float(group.source != LISTED and any(set(g.symbols) & set(group.symbols) for g in listed)),
    }


def belonging(group: Group, entity: Entity | None) -> Features:
    """Describe how a group stands to the material: its share in it, and whether it is all or the only metal of it."""
    if entity is None or entity.composition is None:
        return {"host:unknown": 1.0}
    own, metals = set(entity.composition.elements), metals_of(entity)
    share = sum(symbol in own for symbol in group.symbols) / len(group.symbols)
    return {
        "host:share": share,
        "host:foreign": float(share == 0),
        "host:all": float(set(group.symbols) == set(metals)),
        f"host:metals:{min(len(metals), 4)}": 1.0,
        f"host:metals:{min(len(metals), 4)}:{group.source}": 1.0,
    }


def clause_features(view: View, span: Span) -> Features:
    """Describe the clause of a place: a general statement or one of elements, and words that speak of all metals."""
    clause = clause_of(view, span.start)
    return {
        "clause:type": float(any(c.concept == HEM.TypeUse and clause.overlaps(c.span) for c in view.concepts)),
        "clause:material": float(any(clause.overlaps(where) for where, _ in view.materials)),
        "clause:class": float(any(clause.overlaps(c.span) for c in view.words(HEM.AnionFamily))),
        "sentence:listed": float(bool(view.elements)),
    }
