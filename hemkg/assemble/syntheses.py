"""How materials were made.

A word of the lexicon is a candidate; a fitted model tells a method of this work from a reaction in the
cell, a step of sample preparation for a measurement, or somebody else's method.
"""

from collections.abc import Iterator

from hemkg.assemble import ranker
from hemkg.assemble.context import Context, View
from hemkg.assemble.evidence import evidence_at
from hemkg.assemble.wording import Features, clause_of, cues_in, near_words
from hemkg.model.claim import Claim, ClaimType
from hemkg.model.mention import Mention
from hemkg.model.paper import BlockKind
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM

YES = "yes"


def find_syntheses(context: Context) -> Iterator[Claim]:
    """Yield one claim for each synthesis method of a paper, at the mention that is surest."""
    models = ranker.load("syntheses")
    found: dict[str, tuple[float, View]] = {}
    for view in context.views:
        if view.sentence.block.kind is BlockKind.HEADING:
            continue
        for mention in view.words(HEM.SynthesisMethod):
            label, share = ranker.best(models, synthesis_features(context, view, mention))
            concept = mention.concept or ""
            if label == YES and share > found.get(concept, (0.0, view))[0]:
                found[concept] = (share, view)
    for concept, (share, view) in found.items():
        yield _claim(context, view, concept, share)


def synthesis_features(context: Context, view: View, mention: Mention) -> Features:
    """Describe the place of a word that may name a synthesis method."""
    clause = clause_of(view, mention.span.start)
    features: Features = {f"method:{mention.concept}": 1.0, f"word:{mention.surface.lower()}": 1.0}
    features |= {f"near:{name}": value for name, value in near_words(view, mention.span, 4).items()}
    for token in view.sentence.tokens:
        if token.lower.isalpha():
            features[f"stem:{token.stem}"] = 1.0
    for name, span in (("clause", clause), ("sentence", view.span)):
        for cue in cues_in(view, span):
            features[f"{name}:{cue}"] = 1.0
        for kind in (HEM.Technique, HEM.Ion, HEM.Attribution, HEM.IonStorageMechanism, HEM.MaterialRole):
            features[f"{name}:{kind}"] = float(any(span.overlaps(c.span) for c in view.words(kind)))
        features[f"{name}:material"] = float(any(span.overlaps(where) for where, _ in view.materials))
        features[f"{name}:temperature"] = float(
            any(span.overlaps(q.span) for q in view.of_kind({HEM.Temperature, HEM.Duration}))
        )
        features[f"{name}:capacity"] = float(any(span.overlaps(q.span) for q in view.of_kind({HEM.SpecificCapacity})))
    features["methods"] = float(len({c.concept for c in view.words(HEM.SynthesisMethod)}) > 1)
    features["early"] = float(view.sentence.index <= 1)
    return features


def _claim(context: Context, view: View, concept: str, share: float) -> Claim:
    return Claim(
        ClaimType.SYNTHESIS,
        context.annotated.paper.paper_id,
        evidence_at(context, view.span, rule="synthesis", confidence=share),
        concept=concept,
        words=terms.notation(concept),
    )
