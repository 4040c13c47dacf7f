"""Where the words of some classes stand to a place: in its sentence, before or behind it, right before, above it."""

from collections.abc import Iterable

from hemkg.assemble.context import View
from hemkg.assemble.grammar import governors
from hemkg.assemble.wording import Features, clause_of
from hemkg.model.paper import Span


def cue_places(view: View, span: Span, kinds: Iterable[str]) -> Features:
    """Describe the cue words of some classes around a place.

    Args:
        view: the sentence.
        span: the place.
        kinds: classes of cue words.
    """
    clause = clause_of(view, span.start)
    governing = governors(view.sentence, span)
    features: Features = {}
    for cue in (c for kind in kinds for c in view.words(kind)):
        first = view.sentence.token_at(cue.span.start)
        within = set(range(first, view.sentence.token_at(cue.span.end - 1) + 1))
        side = "before" if cue.span.end <= span.start else "after"
        features[f"{cue.concept}:sentence"] = 1.0
        features[f"{cue.concept}:{side}"] = float(clause.overlaps(cue.span))
        features[f"{cue.concept}:governs"] = float(bool(within & governing))
        features[f"{cue.concept}:leads"] = float(0 <= span.start - cue.span.end <= 2)
        features[f"{cue.concept}:follows"] = float(0 <= cue.span.start - span.end <= 2)
    return features
