"""Mechanisms: named, paraphrased or told by a product; of which material, element and ion; said or denied.

Every word that names or suggests a mechanism is a candidate, and so is every phase that only one
mechanism makes (``Na3Bi`` comes of alloying, ``Li2O`` of conversion).  A fitted model decides whether
the sentence claims it and with which polarity, another which elements it is claimed of.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from hemkg.assemble import ranker
from hemkg.assemble.attribution import authority_of
from hemkg.assemble.context import Context, View
from hemkg.assemble.entity import Entity, metals_of
from hemkg.assemble.evidence import evidence_at
from hemkg.assemble.gaps import gap_span
from hemkg.assemble.ions import ion_of
from hemkg.assemble.mechanism_features import Places, element_features, hint_features
from hemkg.assemble.mechanism_hints import Hint, group_in, hints_in
from hemkg.assemble.mechanism_once import consolidated
from hemkg.assemble.subjects import is_of_class, subject_of
from hemkg.assemble.wording import clause_of
from hemkg.model.claim import Claim, ClaimType, Conditions, Polarity
from hemkg.model.mention import Mention
from hemkg.model.paper import Span

NONE = "none"
# Shares from which a polarity is claimed, chosen on folds: few doubts are told as plainly as they are meant.
NEEDED = {Polarity.ASSERTED: 0.5, Polarity.NEGATED: 0.55, Polarity.HYPOTHESISED: 0.3}


@dataclass(frozen=True, slots=True)
class Told:
    """A hint with what the models make of it: its polarity, how sure, and the elements named for it."""

    hint: Hint
    polarity: Polarity
    share: float
    named: tuple[Mention, ...]


def find_mechanisms(context: Context) -> Iterator[Claim]:
    """Yield the mechanism claims of a paper, in text order, each once."""
    places = hints_in(context)
    told = [(view, hint, claim) for view in context.views for hint, claim in _claims_at(context, view, places)]
    general = [claim for view, hint, claim in told if is_of_class(view, hint.span)]
    yield from consolidated([claim for _, _, claim in told], general)


def _claims_at(context: Context, view: View, places: Places) -> Iterator[tuple[Hint, Claim]]:
    models, gap = ranker.load("mechanisms"), gap_span(view)
    for hint in places[view.sentence.index]:
        label, share = _decided(ranker.shares(models, hint_features(context, view, hint, places)))
        if label == NONE or _is_missing(gap, hint, label):
            continue
        named = [e for e in view.elements if _is_of(context, view, hint, e, label)]
        yield hint, _claim(context, view, Told(hint, Polarity(label), share, tuple(_of_contrast(view, hint, named))))


def _decided(shares: Mapping[str, float]) -> tuple[str, float]:
    """Return the polarity that a hint claims something with, or none, with its share.

    Each polarity has to reach a share of its own; the one that surpasses it most is taken.
    """
    label = max(NEEDED, key=lambda key: (shares.get(key, 0.0) / NEEDED[key], key))
    share = shares.get(label, 0.0)
    return (label, share) if share >= NEEDED[label] else (NONE, shares[NONE])


CONTRAST = re.compile(r"\b(?:whereas|while)\b", re.I)


def _of_contrast(view: View, hint: Hint, named: list[Mention]) -> list[Mention]:
    """Return the elements on the hint's side of a contrast: Fe and Mn convert, whereas Zn alloys."""
    cuts = [found.start() for found in CONTRAST.finditer(view.text, view.span.start, view.span.end)]
    side = sum(1 for cut in cuts if cut < hint.span.start)
    same = [e for e in named if sum(1 for cut in cuts if cut < e.span.start) == side]
    return same or named


def _is_missing(gap: Span | None, hint: Hint, label: str) -> bool:
    """Whether the sentence says that nobody has looked, which neither denies nor states anything."""
    return gap is not None and gap.overlaps(hint.span) and label != Polarity.HYPOTHESISED


def _is_of(context: Context, view: View, hint: Hint, element: Mention, label: str) -> bool:
    pairs = ranker.load("mechanism_elements")
    features = element_features(context, view, hint, element) | {f"label:{label}": 1.0}
    return ranker.best(pairs, features)[0] == "yes"


def _claim(context: Context, view: View, told: Told) -> Claim:
    hint = told.hint
    entity = subject_of(context, view, hint.span)
    attribution, cites = authority_of(context, view, hint.span)
    symbols = dict.fromkeys([*hint.product, *(e.concept or "" for e in told.named), *_group(view, hint, entity)])
    return Claim(
        ClaimType.MECHANISM,
        context.annotated.paper.paper_id,
        evidence_at(context, view.span, rule=f"mechanism:{hint.source}", confidence=told.share),
        material=entity.surface if entity else None,
        concept=hint.mechanism,
        words=view.text[hint.span.start : hint.span.end],
        elements=tuple(symbols),
        conditions=Conditions(ion=ion_of(context, view, hint.span, entity)),
        polarity=told.polarity,
        attribution=attribution,
        cites=cites,
    )


def _group(view: View, hint: Hint, entity: Entity | None) -> tuple[str, ...]:
    """Return the elements that the clause means as a group: all five cations, the other three."""
    clause = clause_of(view, hint.span.start)
    before = [e for e in view.elements if e.span.start < hint.span.start]
    return group_in(view, clause, metals_of(entity), before) if entity is not None else ()
