"""Techniques that a paper used, each in its mode: in situ, operando, ex situ or plain.

A word of the lexicon that names a technique, or tells one without naming it (``the 2p spectra``), is a
candidate; a fitted model tells a technique that was used from one that is only wished for, was of no
help or is spoken of.  What a paper names outright needs no hint.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from hemkg.assemble import ranker
from hemkg.assemble.attribution import authority_of
from hemkg.assemble.context import Context, View
from hemkg.assemble.cue_places import cue_places
from hemkg.assemble.evidence import evidence_at
from hemkg.assemble.gaps import gap_span
from hemkg.assemble.technique_modes import modes_of, named_in, opening_mode
from hemkg.assemble.wording import Features, near_words
from hemkg.model.claim import Claim, ClaimType
from hemkg.model.mention import Mention
from hemkg.model.paper import BlockKind
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM

YES = "yes"
CUES = (HEM.UseCue, HEM.PolarityCue, HEM.AttributionCue, HEM.GapStatementCue, HEM.GapPart)


@dataclass(frozen=True, slots=True)
class Use:
    """A place that tells a technique: the technique, its mode, and whether it is named outright."""

    technique: str
    mode: str | None
    is_named: bool
    mention: Mention
    view: View
    share: float = 1.0
    reasons: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, str | None]:
        """What makes two places tell the same."""
        return self.technique, self.mode


def find_techniques(context: Context) -> Iterator[Claim]:
    """Yield one claim for each technique and mode that a paper used, at its first mention."""
    models = ranker.load("techniques")
    uses = _with_later_modes(context, [use for view in context.views for use in uses_in(view)])
    kept = []
    for use in uses:
        features = technique_features(context, use, uses)
        label, share = ranker.best(models, features)
        if label == YES:
            kept.append(replace(use, share=share, reasons=tuple(models[YES].reasons(features))))
    named = {use.technique for use in kept if use.is_named}
    seen: set[tuple[str, str | None]] = set()
    for use in kept:
        if use.key not in seen and (use.is_named or not named & with_narrower(use.technique)):
            seen.add(use.key)
            yield _claim(context, use)


def uses_in(view: View) -> Iterator[Use]:
    """Yield what a sentence tells of techniques, one for each word and mode."""
    for mention in named_in(view):
        concept = mention.concept or ""
        told = terms.text(concept, "tellsTechnique")
        for mode in modes_of(view, mention):
            yield Use(told or concept, mode, told is None, mention, view)


def _with_later_modes(context: Context, uses: Sequence[Use]) -> list[Use]:
    """Give a technique without a mode the one that the next sentence opens with: *Measured in situ, it shows ...*."""
    later = {}
    for before, view in pairwise(context.views):
        mode = opening_mode(view)
        named = [use.technique for use in uses if use.view is before and use.is_named]
        if mode is not None and named:
            later[before.span.start, named[-1]] = mode
    return [
        replace(use, mode=later.get((use.view.span.start, use.technique))) if use.mode is None else use for use in uses
    ]


@cache
def with_narrower(technique: str) -> frozenset[str]:
    """Return a technique and those that are narrower."""
    return frozenset({technique, *(str(name) for name in terms.objects(technique, "narrowTechnique"))})


def technique_features(context: Context, use: Use, uses: list[Use]) -> Features:
    """Describe the place of a word that may name a technique that was used."""
    view, span = use.view, use.mention.span
    name = "named" if use.is_named else "told"
    features: Features = {name: 1.0, f"{name}:{use.technique}": 1.0, f"word:{use.mention.surface.lower()}": 1.0}
    features |= {f"near:{word}": value for word, value in near_words(view, span, 3).items()}
    features |= cue_places(view, span, CUES)
    features["mode"] = float(use.mode is not None)
    same = [u for u in uses if u.technique in with_narrower(use.technique) and u.mention.span != span]
    features[f"{name}:again"] = float(bool(same))
    features[f"{name}:elsewhere"] = float(any(u.is_named for u in same))
    gap = gap_span(view)
    features["gap"] = float(gap is not None and gap.contains(span))
    features[f"{name}:named-beside"] = float(
        any(u.is_named and u.view is view and u.mention.span != span for u in uses)
    )
    features["company"] = float(len({u.technique for u in uses if u.view is view}) > 1)
    features["caption"] = float(view.is_caption)
    features["heading"] = float(view.sentence.block.kind is BlockKind.HEADING)
    features["question"] = float(view.text[view.span.end - 1] == "?")
    features["material"] = float(bool(view.materials))
    return features


def _claim(context: Context, use: Use) -> Claim:
    word = terms.notation(use.technique)
    trace = (f"'{use.mention.surface}': {use.share:.2f}", *use.reasons)
    attribution, cites = authority_of(context, use.view, use.mention.span)
    return Claim(
        ClaimType.TECHNIQUE,
        context.annotated.paper.paper_id,
        evidence_at(context, use.view.span, rule="lexicon", confidence=use.share, trace=trace),
        concept=use.technique,
        words=f"{terms.notation(use.mode)} {word}" if use.mode else word,
        mode=use.mode,
        attribution=attribution,
        cites=cites,
    )
