"""Mechanisms: named, paraphrased or told by a product; of which material, element and ion; said or denied.

Every word that names or suggests a mechanism is a candidate, and so is every phase that only one
mechanism makes (``Na3Bi`` comes of alloying, ``Li2O`` of conversion).  A fitted model decides whether
the sentence claims it and with which polarity, another which elements it is claimed of.
"""

from collections.abc import Iterator, Mapping

from hemkg.assemble import ranker
from hemkg.assemble.attribution import authority_of
from hemkg.assemble.context import Context, View
from hemkg.assemble.entity import Entity
from hemkg.assemble.evidence import evidence_at
from hemkg.assemble.gaps import gap_span
from hemkg.assemble.ions import ion_of
from hemkg.assemble.mechanism_features import element_features, hint_features
from hemkg.assemble.mechanism_hints import Hint, hints_of, product_of
from hemkg.model.claim import Claim, ClaimType, Conditions, Polarity
from hemkg.model.mention import Mention
from hemkg.model.paper import BlockKind, Span

NONE = "none"


def find_mechanisms(context: Context) -> Iterator[Claim]:
    """Yield the mechanism claims of a paper, in text order."""
    models, pairs = ranker.load("mechanisms"), ranker.load("mechanism_elements")
    for view in context.views:
        if view.sentence.block.kind is BlockKind.HEADING:
            continue
        hints, gap = hints_of(context, view), gap_span(view)
        for hint in hints:
            label, share = ranker.best(models, hint_features(context, view, hint, hints))
            if label == NONE or _is_missing(gap, hint, label):
                continue
            named = [e for e in view.elements if _is_of(pairs, context, view, hint, e, label)]
            yield _claim(context, view, hint, Polarity(label), share, named)


def _is_missing(gap: Span | None, hint: Hint, label: str) -> bool:
    """Whether the sentence says that nobody has looked, which denies nothing."""
    return gap is not None and gap.overlaps(hint.span) and label == Polarity.NEGATED


def _is_of(
    pairs: Mapping[str, ranker.Linear], context: Context, view: View, hint: Hint, element: Mention, label: str
) -> bool:
    features = element_features(context, view, hint, element) | {f"label:{label}": 1.0}
    return ranker.best(pairs, features)[0] == "yes"


def _claim(context: Context, view: View, hint: Hint, polarity: Polarity, share: float, named: list[Mention]) -> Claim:
    entity = material_of(context, view, hint)
    attribution, cites = authority_of(context, view, hint.span)
    symbols = dict.fromkeys([*hint.product, *(e.concept or "" for e in named)])
    return Claim(
        ClaimType.MECHANISM,
        context.annotated.paper.paper_id,
        evidence_at(context, view.span, rule=f"mechanism:{hint.source}", confidence=share),
        material=entity.surface if entity else None,
        concept=hint.mechanism,
        words=view.text[hint.span.start : hint.span.end],
        elements=tuple(symbols),
        conditions=Conditions(ion=ion_of(context, view, hint.span, entity)),
        polarity=polarity,
        attribution=attribution,
        cites=cites,
    )


def material_of(context: Context, view: View, hint: Hint) -> Entity | None:
    """Return the material that a mechanism is claimed of: the sentence's, else the one spoken of before."""
    here = [(span, entity) for span, entity in view.materials if product_of(entity) is None]
    if here:
        before = [entity for span, entity in here if span.start <= hint.span.start]
        return before[-1] if before else here[0][1]
    for earlier in reversed(context.views[: view.sentence.index]):
        named = [entity for _, entity in earlier.materials if product_of(entity) is None]
        if named:
            return named[0]
    return None
