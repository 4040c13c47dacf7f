"""Which material a statement without a number is about: a mechanism, a role.

The sentence names it or means it (``the oxide``, ``it``); else the one spoken of before is meant, unless
the sentence speaks of a class (``metal sulfides store sodium by conversion``) or the paper is a review,
where a material is carried on only as long as its paragraph stays with it.
"""

import re
from functools import cache

from hemkg.assemble.class_words import names_class
from hemkg.assemble.context import Context, View
from hemkg.assemble.entity import Entity
from hemkg.assemble.mechanism_hints import product_of
from hemkg.assemble.wording import clause_of
from hemkg.model.paper import Span
from hemkg.vocab import terms
from hemkg.vocab.lexicon import alternatives
from hemkg.vocab.terms import HEM

UNFIT = {HEM.ElectrolyteComponent, HEM.ReactionProduct, HEM.Precursor}
MAIN_SHARE = 0.3
CARRIED = 2
OTHERS = re.compile(r"\bet al\b|\b(?:co-?workers|colleagues)\b")


def subject_of(context: Context, view: View, span: Span) -> Entity | None:
    """Return the material that a stretch of a sentence states something of, or None.

    Args:
        context: the paper.
        view: the sentence.
        span: the words that make the statement.
    """
    named = [(where, entity) for where, entity in view.referents if is_fit(entity)]
    here = [(where, entity) for where, entity in named if not illustrates_another(view, where, span)]
    if here:
        return _nearest(view, span, here)
    if named or is_of_class(context, view, span) or is_of_others(view):
        return None
    return _carried(context, view)


def is_fit(entity: Entity) -> bool:
    """Whether a material can be what a statement is about: no phase of the reaction, salt or element but a sample."""
    bare = entity.is_element and not entity.is_told
    return product_of(entity) is None and entity.part not in UNFIT and not bare


def _nearest(view: View, span: Span, here: list[tuple[Span, Entity]]) -> Entity:
    """Return the last material before a place that is set against nothing, else the first behind it."""
    plain = [(where, entity) for where, entity in here if not _is_compared(view, where)] or here
    before = [entity for where, entity in plain if where.start <= span.start]
    return before[-1] if before else plain[0][1]


def illustrates_another(view: View, where: Span, span: Span) -> bool:
    """Whether a material stands in a bracket behind another mechanism: alloying (Si, Sn) and space charge.

    Args:
        view: the sentence.
        where: the material's place.
        span: the words that tell the mechanism in question.
    """
    opened = view.text.rfind("(", view.span.start, where.start)
    if opened < 0 or ")" in view.text[opened : where.start]:
        return False
    told = [word for word in view.words(HEM.IonStorageMechanism) if 0 <= opened - word.span.end <= 1]
    return bool(told) and not any(word.span.overlaps(span) for word in told)


def _is_compared(view: View, where: Span) -> bool:
    near = Span(max(view.span.start, where.start - 24), where.start + 1)
    return any(c.concept == HEM.ComparisonCue and near.overlaps(c.span) for c in view.concepts)


def _carried(context: Context, view: View) -> Entity | None:
    """Return the material spoken of before, as far as the paper lets it be carried on."""
    for back, earlier in enumerate(reversed(context.views[: view.sentence.index])):
        far = back >= CARRIED or earlier.sentence.block is not view.sentence.block
        if far and context.is_long:
            return _main(context)
        named = [entity for _, entity in earlier.referents if is_fit(entity)]
        if not named and is_of_others(earlier):
            return None
        if named:
            return named[0] if not context.is_long or _goes_on(view, named[0]) else _main(context)
    return None


def is_of_others(view: View) -> bool:
    """Whether a sentence turns to a work of others, and so to another material."""
    return bool(OTHERS.search(view.text, view.span.start, view.span.end))


def _main(context: Context) -> Entity | None:
    """Return the material that a paper is about, if it is about one."""
    main = context.main_materials
    share = context.weights[id(main[0])] if main else 0.0
    return main[0] if main and share >= MAIN_SHARE and is_fit(main[0]) else None


def _goes_on(view: View, entity: Entity) -> bool:
    """Whether a sentence takes up what was said of a material: it names its elements only, or points back."""
    own = set(entity.composition.elements) if entity.composition else set()
    named = {e.concept for e in view.elements if e.concept} - _carriers()
    if named:
        return named <= own
    opening = view.text[view.span.start : view.span.start + 24].lower()
    return bool(_pointing().match(opening))


@cache
def _carriers() -> frozenset[str]:
    return frozenset(terms.notation(ion) for ion in terms.instances("Ion")) - {"Zn", "Al"}


@cache
def _pointing() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives('Pronoun')}|{alternatives('PointingWord')})\b", re.I)


# ---------------------------------------------------------------- classes


def is_of_class(context: Context, view: View, span: Span) -> bool:
    """Whether the clause around a place speaks of a class of materials and not of one.

    Where a sentence of a long paper means no material at all, its class stands for all of its clauses.

    Args:
        context: the paper.
        view: the sentence.
        span: the place.
    """
    clause = clause_of(view, span.start)
    meant = any(is_fit(entity) for _, entity in view.referents)
    where = view.span if context.is_long and not meant else clause
    if names_class(view.text, where.start, where.end):
        return True
    return any(c.concept == HEM.TypeUse and clause.overlaps(c.span) for c in view.concepts)
