"""Mechanisms: named, paraphrased or told by a product; of which material, element and ion; said or denied.

Every word that names or suggests a mechanism is a candidate, and so is every phase that only one
mechanism makes (``Na3Bi`` comes of alloying, ``Li2O`` of conversion).  A fitted model decides whether
the sentence claims it and with which polarity, another which elements it is claimed of.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from hemkg.assemble import ranker
from hemkg.assemble.attribution import authority_of
from hemkg.assemble.context import Context, View
from hemkg.assemble.entity import Entity
from hemkg.assemble.evidence import evidence_at
from hemkg.assemble.gaps import gap_span
from hemkg.assemble.ions import ion_of
from hemkg.assemble.mechanism_elements import asked, claimed_elements
from hemkg.assemble.mechanism_features import hint_features
from hemkg.assemble.mechanism_hints import Hint, hints_of
from hemkg.assemble.mechanism_subjects import mechanism_subject
from hemkg.model.claim import Claim, ClaimType, Conditions, Polarity
from hemkg.model.paper import Span

NONE = "none"


@dataclass(frozen=True, slots=True)
class Told:
    """A hint with what the models make of it: its polarity, how sure, the elements and the material it is told of."""

    hint: Hint
    polarity: Polarity
    share: float
    symbols: tuple[str, ...]
    entity: Entity | None


def find_mechanisms(context: Context) -> Iterator[Claim]:
    """Yield the mechanism claims of a paper, in text order."""
    for view in context.views:
        if view.is_caption:
            continue
        yield from _once(_claims_at(context, view))


def _claims_at(context: Context, view: View) -> Iterator[Claim]:
    models = ranker.load("mechanisms")
    hints, gap = hints_of(context, view), gap_span(view)
    for hint in hints:
        label, share = ranker.best(models, hint_features(context, view, hint, hints))
        if label == NONE or _is_missing(gap, hint, label):
            continue
        entity = mechanism_subject(context, view, hint)
        symbols = claimed_elements(context, asked(context, view, hint, label, entity, hints))
        yield _claim(context, view, Told(hint, Polarity(label), share, symbols, entity))


def _once(claims: Iterable[Claim]) -> Iterator[Claim]:
    """Yield what one sentence says more than once a single time, with the most elements and the best words."""
    kept: list[Claim] = []
    for claim in sorted(claims, key=lambda c: (-len(c.elements), -c.evidence.confidence)):
        if not any(_says(other, claim) for other in kept):
            kept.append(claim)
    yield from kept


def _says(one: Claim, other: Claim) -> bool:
    """Whether a claim says all that another says."""
    same = (one.concept, one.polarity, one.material, one.conditions.ion) == (
        other.concept, other.polarity, other.material, other.conditions.ion,
    )  # fmt: skip
    return same and set(other.elements) <= set(one.elements)


def _is_missing(gap: Span | None, hint: Hint, label: str) -> bool:
    """Whether the sentence says that nobody has looked, which neither denies nor states anything."""
    return gap is not None and gap.overlaps(hint.span) and label != Polarity.HYPOTHESISED


def _claim(context: Context, view: View, told: Told) -> Claim:
    hint = told.hint
    entity = told.entity
    attribution, cites = authority_of(context, view, hint.span)
    return Claim(
        ClaimType.MECHANISM,
        context.annotated.paper.paper_id,
        evidence_at(context, view.span, rule=f"mechanism:{hint.source}", confidence=told.share),
        material=entity.surface if entity else None,
        concept=hint.mechanism,
        words=view.text[hint.span.start : hint.span.end],
        elements=told.symbols,
        conditions=Conditions(ion=ion_of(context, view, hint.span, entity)),
        polarity=told.polarity,
        attribution=attribution,
        cites=cites,
    )
