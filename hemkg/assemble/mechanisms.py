"""Mechanisms: named, paraphrased or told by a product; of which material, element and ion; said or denied.

Every word that names or suggests a mechanism is a candidate, and so is every phase that only one
mechanism makes (``Na3Bi`` comes of alloying, ``Li2O`` of conversion).  A fitted model decides whether
the sentence claims it and with which polarity, another which elements it is claimed of.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from hemkg.assemble import ranker
from hemkg.assemble.attribution import authority_of
from hemkg.assemble.context import Context, View
from hemkg.assemble.entity import Entity, metals_of
from hemkg.assemble.evidence import evidence_at
from hemkg.assemble.gaps import gap_span
from hemkg.assemble.ions import ion_of
from hemkg.assemble.mechanism_elements import asked, claimed_elements
from hemkg.assemble.mechanism_features import Places, hint_features, of_polarity
from hemkg.assemble.mechanism_hints import REPEATED, Hint, hints_in
from hemkg.assemble.mechanism_once import consolidated
from hemkg.assemble.mechanism_subjects import mechanism_subject, told_alike
from hemkg.assemble.subjects import is_of_class
from hemkg.model.claim import Claim, ClaimType, Conditions, Polarity
from hemkg.model.paper import Span

NONE, POLARITY = "none", "polarity:"
BY_ALL = 0.35
# Shares from which a polarity is claimed, chosen on folds: few doubts are told as plainly as they are meant.
NEEDED = {Polarity.ASSERTED: 0.55, Polarity.NEGATED: 0.5, Polarity.HYPOTHESISED: 0.35}


@dataclass(frozen=True, slots=True)
class Told:
    """A hint with what the models make of it: its polarity, how sure, why, and the elements and material it is of."""

    hint: Hint
    polarity: Polarity
    share: float
    symbols: tuple[str, ...]
    entity: Entity | None
    trace: tuple[str, ...]


def find_mechanisms(context: Context) -> Iterator[Claim]:
    """Yield the mechanism claims of a paper, in text order, each once."""
    places = hints_in(context)
    told = [(view, hint, claim) for view in context.views for hint, claim in _claims_at(context, view, places)]
    general = [claim for view, hint, claim in told if is_of_class(context, view, hint.span)]
    yield from consolidated([claim for _, _, claim in told], general)


def _claims_at(context: Context, view: View, places: Places) -> Iterator[tuple[Hint, Claim]]:
    models, gap = ranker.load("mechanisms"), gap_span(view)
    hints = places[view.sentence.index]
    for hint in hints:
        features = hint_features(context, view, hint, places)
        shares = shares_of(models, features)
        label, share = _decided(shares)
        if label == NONE or _is_missing(gap, hint, label):
            continue
        entity = mechanism_subject(context, view, hint)
        symbols = claimed_elements(context, asked(context, view, hint, places[view.sentence.index], (label, entity)))
        trace = (_told(view, hint, shares), *models.get(POLARITY + label, models[label]).reasons(of_polarity(features)))
        alike = told_alike(context, view, hint, entity)
        for other, own in _only_metals(alike) if hint.label == REPEATED else _each(alike, symbols):
            yield hint, _claim(context, view, Told(hint, Polarity(label), share, own, other, trace))


def _only_metals(entities: Sequence[Entity]) -> Iterator[tuple[Entity | None, tuple[str, ...]]]:
    """Yield materials of which something is said as it was of others, with the metal that each has, if it has one."""
    for entity in entities:
        metals = tuple(metals_of(entity))
        yield entity, metals if len(metals) == 1 else ()


def _each(entities: Sequence[Entity], symbols: tuple[str, ...]) -> Iterator[tuple[Entity | None, tuple[str, ...]]]:
    """Yield the materials of a statement with the elements that each of them holds, if there are several."""
    if len(entities) < 2:
        yield (entities[0] if entities else None), symbols
        return
    for entity in entities:
        held = entity.composition.elements if entity.composition else symbols
        yield entity, tuple(symbol for symbol in symbols if symbol in held)


def _told(view: View, hint: Hint, shares: Mapping[str, float]) -> str:
    """Return the words of a hint, what found them, and the shares of all answers."""
    ranked = sorted(shares.items(), key=lambda pair: (-pair[1], pair[0]))
    answers = ", ".join(f"{label} {share:.2f}" for label, share in ranked)
    return f"{hint.source} '{hint.span.of(view.text)}' ({hint.label}): {answers}"


def shares_of(models: Mapping[str, ranker.Linear], features: Mapping[str, float]) -> dict[str, float]:
    """Return the share of each polarity and of no claim.

    Two models tell the polarity: one that sees everything, since results are mostly said and not supposed, and
    one that sees only the words of denial and doubt.  The geometric mean of the two goes by both.
    """
    seen = ranker.shares({label: model for label, model in models.items() if POLARITY not in label}, features)
    scoped = {label.removeprefix(POLARITY): model for label, model in models.items() if POLARITY in label}
    if not scoped:
        return seen  # weights of one model only
    told = ranker.shares(scoped, of_polarity(features))
    mean = {label: seen[label] ** BY_ALL * told[label] ** (1 - BY_ALL) for label in told}
    claimed = (1 - seen[NONE]) / sum(mean.values())
    return {NONE: seen[NONE]} | {label: claimed * value for label, value in mean.items()}


def _decided(shares: Mapping[str, float]) -> tuple[str, float]:
    """Return the polarity that a hint claims something with, or none, with its share.

    Each polarity has to reach a share of its own; the one that surpasses it most is taken.
    """
    label = max(NEEDED, key=lambda key: (shares.get(key, 0.0) / NEEDED[key], key))
    share = shares.get(label, 0.0)
    return (label, share) if share >= NEEDED[label] else (NONE, shares[NONE])


def _is_missing(gap: Span | None, hint: Hint, label: str) -> bool:
    """Whether a denial only says that nobody has looked, which denies nothing of the mechanism."""
    return gap is not None and gap.overlaps(hint.span) and label == Polarity.NEGATED


def _claim(context: Context, view: View, told: Told) -> Claim:
    hint = told.hint
    entity = told.entity
    attribution, cites = authority_of(context, view, hint.span)
    return Claim(
        ClaimType.MECHANISM,
        context.annotated.paper.paper_id,
        evidence_at(context, view.span, rule=f"mechanism:{hint.source}", confidence=told.share, trace=told.trace),
        material=entity.surface if entity else None,
        concept=hint.mechanism,
        words=view.text[hint.span.start : hint.span.end],
        elements=told.symbols,
        conditions=Conditions(ion=ion_of(context, view, hint.span, entity)),
        polarity=told.polarity,
        attribution=attribution,
        cites=cites,
    )
