"""Which elements a mechanism is claimed of.

The groups that the sentence names or means are judged one by one; where none is meant, the elements spoken of
last or the metals of the material may be, as in *FeF2 does not convert*.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from hemkg.assemble import ranker
from hemkg.assemble.context import Context, View
from hemkg.assemble.element_groups import PRODUCT, Group, carried_from, carriers, groups_of, host_of
from hemkg.assemble.entity import Entity
from hemkg.assemble.group_features import belonging, clause_features, group_features
from hemkg.assemble.mechanism_hints import ELLIPSIS, Hint
from hemkg.assemble.wording import Features
from hemkg.model.claim import Polarity
from hemkg.model.paper import Span
from hemkg.vocab import terms
from hemkg.vocab.lexicon import alternatives, table_symbols
from hemkg.vocab.terms import HEM

YES = "yes"


@dataclass(frozen=True, slots=True)
class Asked:
    """A hint whose elements are asked for.

    Attributes:
        view: its sentence.
        hint: the words or the phase that tell the mechanism.
        label: the polarity of the claim.
        entity: the material that it is claimed of.
        hints: all hints of the sentence.
        groups: all elements that the sentence names or means.
    """

    view: View
    hint: Hint
    label: str
    entity: Entity | None
    hints: Sequence[Hint]
    groups: Sequence[Group]


def asked(context: Context, view: View, hint: Hint, hints: Sequence[Hint], told: tuple[str, Entity | None]) -> Asked:
    """Return a hint with the groups that it may be told of.

    Args:
        context: the paper.
        view: the sentence.
        hint: the words or the phase that tell the mechanism.
        hints: all hints of the sentence.
        told: the polarity and the material of the claim.
    """
    label, entity = told
    return Asked(view, hint, label, entity, hints, _without_carriers(groups_of(context, view, entity)))


def candidates(question: Asked) -> list[Group]:
    """Return the groups that a hint may be told of, where the layout does not tell: none of a phase's own.

    An ellipsis (``Fe and Mn not``) is told of the elements in it, whatever else the sentence names.
    """
    hint = question.hint
    if hint.product:
        return []
    if hint.source == ELLIPSIS:
        return [g for g in question.groups if g.span.overlaps(hint.span)]
    return list(question.groups)


def _without_carriers(groups: Sequence[Group]) -> list[Group]:
    """Leave out what comes as the working ion: Li–Si and Li–Ge alloys are of silicon and germanium."""
    kept = (replace(g, symbols=tuple(s for s in g.symbols if s not in carriers())) for g in groups)
    return [group for group in kept if group.symbols]


def last_resorts(context: Context, question: Asked) -> list[Group]:
    """Return what may be meant where the sentence names no element of the claim."""
    if question.hint.product or question.hint.source == ELLIPSIS:
        return []
    meant = (carried_from(context, question.view), host_of(question.view, question.entity))
    return [group for group in meant if group is not None]


def claimed_elements(context: Context, question: Asked) -> tuple[str, ...]:
    """Return the symbols of the elements that a hint claims its mechanism of."""
    chosen = [g for g in candidates(question) if _is_claimed(question, g)]
    if not chosen:
        chosen = [g for g in last_resorts(context, question) if _is_claimed(question, g)][:1]
    kept = _of_side(question, chosen)
    return _able(question, tuple(dict.fromkeys([*_own(question), *(s for g in kept for s in g.symbols)])))


def _able(question: Asked, symbols: tuple[str, ...]) -> tuple[str, ...]:
    """Return the elements that can do what is said of them, if some can: of nickel and zinc, only zinc alloys."""
    if question.label == Polarity.NEGATED:
        return symbols
    if question.hint.mechanism == HEM.Alloying:
        return tuple(symbol for symbol in symbols if symbol in table_symbols("AlloyFormer")) or symbols
    if question.hint.mechanism == HEM.Conversion:
        return tuple(symbol for symbol in symbols if symbol not in table_symbols("HardlyReduced")) or symbols
    return symbols


@cache
def _parting() -> re.Pattern[str]:
    words = alternatives("PartingWord")
    return re.compile(rf";\s|\b(?:{words})\b", re.I)


def _of_side(question: Asked, chosen: Sequence[Group]) -> Sequence[Group]:
    """Return the groups on the hint's side of a contrast, if there are any: Fe and Mn convert, whereas Zn alloys."""
    view = question.view
    cuts = [found.start() for found in _parting().finditer(view.text, view.span.start, view.span.end)]

    def side(span: Span) -> int:
        return sum(1 for cut in cuts if cut < span.start)

    same = [group for group in chosen if side(group.span) == side(question.hint.span)]
    return same or chosen


def _own(question: Asked) -> tuple[str, ...]:
    """Return the elements of a phase that only one mechanism makes, with those of the phases listed with it."""
    hint = question.hint
    listed = [g for g in question.groups if g.source == PRODUCT and g.span.contains(hint.span)]
    return listed[0].symbols if hint.product and listed else hint.product


def _is_claimed(question: Asked, group: Group) -> bool:
    return ranker.best(ranker.load("mechanism_elements"), element_features(question, group))[0] == YES


def element_features(question: Asked, group: Group) -> Features:
    """Describe how a group of elements stands to a hint of a mechanism and to the material."""
    view, hint, label = question.view, question.hint, question.label
    mechanism = terms.notation(hint.mechanism)
    features = group_features(view, hint.span, mechanism, group, question.groups)
    features |= belonging(group, question.entity)
    if group.span == view.span:
        features |= clause_features(view, hint.span)
        features = {f"{group.source}:{name}": value for name, value in features.items()}
    else:
        features |= _rivalry(question, group)
    features[f"label:{label}"] = features[f"label:{label}:{group.source}"] = 1.0
    features[f"hint:{hint.source}"] = features[f"hint:{hint.source}:{group.source}"] = 1.0
    features[f"{mechanism}:{group.source}"] = 1.0
    return features


def _rivalry(question: Asked, group: Group) -> Features:
    """Describe which other hints a group stands in or nearer to: what is told of it need not be told here."""
    hint = question.hint

    def distance(other: Hint) -> int:
        return max(group.span.start - other.span.end, other.span.start - group.span.end, 0)

    others = [h for h in question.hints if h is not hint and not h.span.overlaps(hint.span)]
    features: Features = {}
    for other in others:
        kind = "same" if other.mechanism == hint.mechanism else "other"
        if other.span.overlaps(group.span):
            features[f"held:{other.source}:{kind}"] = 1.0
        elif distance(other) < distance(hint):
            features[f"nearer-hint:{kind}"] = 1.0
    features["nearest-hint"] = float(all(distance(other) >= distance(hint) for other in others))
    return features
