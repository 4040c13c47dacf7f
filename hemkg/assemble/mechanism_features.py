"""What stands around a place that may claim a mechanism, as features: denial, doubt, company, elements.

Words of denial and doubt count by where they stand to the hint in the grammar: on its verb, on a noun
between, or only somewhere in the clause.
"""

from collections.abc import Sequence

from hemkg.assemble.context import Context, View
from hemkg.assemble.families import family_of
from hemkg.assemble.grammar import governors
from hemkg.assemble.mechanism_hints import PARAPHRASE, PRODUCT, WORDS, Hint
from hemkg.assemble.wording import Features, clause_of, cues_in, near_words
from hemkg.model.mention import Mention
from hemkg.model.paper import Span
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM

POLARITY_CLASSES = (HEM.Negation, HEM.Supposition, HEM.OpenQuestion, HEM.NegatedState)


def hint_features(context: Context, view: View, hint: Hint, hints: Sequence[Hint]) -> Features:
    """Describe a hint: what it is, and the words of denial, doubt and comparison around it."""
    clause = clause_of(view, hint.span.start)
    kind = f"{hint.source}:{hint.mechanism}"
    features: Features = {kind: 1.0, f"label:{hint.label}": 1.0, f"source:{hint.source}": 1.0}
    word = view.text[hint.span.start : hint.span.end].lower()
    features[f"word:{word[:24]}"] = 1.0
    features |= _polarity_features(view, hint, clause)
    features |= {f"near:{name}": value for name, value in near_words(view, hint.span, 5).items()}
    for name, span in (("clause", clause), ("sentence", view.span)):
        for cue in cues_in(view, span):
            features[f"{name}:{cue}"] = 1.0
        features[f"{name}:attribution"] = float(any(span.overlaps(c.span) for c in view.words(HEM.Attribution)))
        features[f"{name}:gap"] = float(any(span.overlaps(c.span) for c in view.words(HEM.GapStatementCue)))
        features[f"{name}:ion"] = float(any(span.overlaps(c.span) for c in view.words(HEM.Ion)))
        features[f"{name}:element"] = float(any(span.overlaps(e.span) for e in view.elements))
        features[f"{name}:method"] = float(any(span.overlaps(c.span) for c in view.words(HEM.SynthesisMethod)))
        features[f"{name}:technique"] = float(any(span.overlaps(c.span) for c in view.words(HEM.Technique)))
        features[f"{name}:material"] = float(any(span.overlaps(s) for s, _ in view.materials))
    features |= _company(context, view, hint, hints)
    return features


def _polarity_features(view: View, hint: Hint, clause: Span) -> Features:
    features: Features = {}
    governing = governors(view.sentence, hint.span)
    for cue in POLARITY_CLASSES:
        here = [c for c in view.concepts if c.concept == cue]
        inside = [c for c in here if clause.overlaps(c.span)]
        before = [c for c in inside if c.span.end <= hint.span.start]
        features[f"{cue}:clause"] = float(bool(inside))
        features[f"{cue}:before"] = float(bool(before))
        features[f"{cue}:after"] = float(any(c.span.start >= hint.span.end for c in inside))
        features[f"{cue}:close"] = float(any(0 <= hint.span.start - c.span.end < 25 for c in here))
        features[f"{cue}:sentence"] = float(bool(here))
        features[f"{cue}:{hint.source}:clause"] = float(bool(inside))
        features[f"{cue}:within"] = float(any(hint.span.overlaps(c.span) for c in here))
        features[f"{cue}:governs"] = float(any(_tokens_of(view, c) & governing for c in here))
        features[f"{cue}:leads"] = float(any(hint.span.start - c.span.end < 3 for c in before))
    nearest = _nearest(view, hint, clause)
    if nearest is not None:
        features[f"nearest:{nearest}"] = 1.0
    return features


def _tokens_of(view: View, mention: Mention) -> set[int]:
    first = view.sentence.token_at(mention.span.start)
    return set(range(first, view.sentence.token_at(mention.span.end - 1) + 1))


def _nearest(view: View, hint: Hint, clause: Span) -> str | None:
    """Return the class of the word of denial or doubt that stands nearest to a hint in its clause."""
    cues = [c for c in view.concepts if c.concept in POLARITY_CLASSES and clause.overlaps(c.span)]
    if not cues:
        return None

    def distance(cue: Mention) -> int:
        return max(hint.span.start - cue.span.end, cue.span.start - hint.span.end, 0)

    return min(cues, key=lambda cue: (distance(cue), cue.concept or "")).concept


def _company(context: Context, view: View, hint: Hint, hints: Sequence[Hint]) -> Features:
    """Describe the other mechanisms in the sentence, and the place of the sentence."""
    others = {h.mechanism for h in hints if h.mechanism != hint.mechanism}
    same = [h for h in hints if h.mechanism == hint.mechanism and h is not hint]
    families = {family_of(entity.composition) for _, entity in view.materials if entity.composition}
    return {
        f"others:{len(others)}": 1.0,
        "same:word": float(any(h.source == WORDS for h in same)),
        "same:product": float(any(h.source == PRODUCT for h in same)),
        "same:paraphrase": float(any(h.source == PARAPHRASE for h in same)),
        "only-sentence": float(len(context.views) == 1),
        "first-sentence": float(view.sentence.index == 0),
        "last-sentence": float(view.sentence.index == len(context.views) - 1),
        "has-alloy": float(HEM.Alloy in families),
        "question": float(view.text[view.span.end - 1] == "?"),
    }
