"""What stands around a place that may claim a mechanism, as features: denial, doubt, company, elements.

Words of denial and doubt count by how they reach the hint in the grammar (``mechanism_scope``); what else
the paper says of the mechanism near by, what is measured in the sentence, and which material it is about,
tell whether the hint is meant.
"""

from collections.abc import Mapping, Sequence

from hemkg.assemble.context import Context, View
from hemkg.assemble.families import family_of
from hemkg.assemble.gaps import gap_span
from hemkg.assemble.grammar import COARSE, governors
from hemkg.assemble.mechanism_hints import ELLIPSIS, PARAPHRASE, PRODUCT, WORDS, Hint
from hemkg.assemble.mechanism_scope import POLARITY_CLASSES, chain_of, scope_features
from hemkg.assemble.subjects import subject_of
from hemkg.assemble.wording import Features, bucket, clause_of, cues_in, near_words
from hemkg.model.mention import Mention
from hemkg.model.paper import Span
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM

Places = Mapping[int, Sequence[Hint]]
# What of a hint's features tells how it is meant, whatever else is written around it.
TELLING = (
    *(f"{cue}:" for cue in POLARITY_CLASSES), "nearest:", "reach:", "cue:", "over:", "aux:", "verb:MD", "question",
    "gap:", "source:", "label:", "hangs:", "governor:",
)  # fmt: skip
NEAR = 12
BESIDE = 24
MANY = 3
MAIN = 0.3


def hint_features(context: Context, view: View, hint: Hint, places: Places) -> Features:
    """Describe a hint: what it is, the words of denial and doubt over it, what else is told near by.

    Args:
        context: the paper.
        view: the sentence of the hint.
        hint: the place.
        places: all hints of the paper by the index of their sentence.
    """
    clause = clause_of(view, hint.span.start)
    kind = f"{hint.source}:{hint.mechanism}"
    features: Features = {kind: 1.0, f"label:{hint.label}": 1.0, f"source:{hint.source}": 1.0}
    word = view.text[hint.span.start : hint.span.end].lower()
    features[f"word:{word[:24]}"] = 1.0
    features |= _as_word(view, hint, word)
    features |= _polarity_features(view, hint, clause)
    features |= scope_features(view, hint.span, clause)
    features |= {f"near:{name}": value for name, value in near_words(view, hint.span, 5).items()}
    for name, span in (("clause", clause), ("sentence", view.span)):
        features |= _surrounding(view, span, name)
    features |= _company(context, view, hint, places[view.sentence.index])
    features |= _elsewhere(view, hint, places)
    gap = gap_span(view)
    if gap is not None:
        features["gap:sentence"] = 1.0
        features["gap:over"] = float(gap.overlaps(hint.span))
    if hint.source == ELLIPSIS:
        features |= _ellipsis(view, hint, clause)
    return features | _subject(context, view, hint) | _hanging(view, hint)


def _as_word(view: View, hint: Hint, word: str) -> Features:
    """Describe a hint as a noun or a verb, and whether a working ion stands beside it: sodium alloys, Sn–Bi alloys."""
    tag = view.sentence.tokens[view.sentence.token_at(hint.span.start)].tag[:2]
    near = Span(max(view.span.start, hint.span.start - BESIDE), min(view.span.end, hint.span.end + BESIDE))
    carriers = {terms.notation(ion) for ion in terms.instances("Ion")}
    beside = (*view.words(HEM.Ion), *(e for e in view.elements if e.concept in carriers))
    ion = any(near.overlaps(m.span) for m in beside)
    return {f"word:{tag}:{word[:24]}": 1.0, f"beside:{hint.mechanism}:{tag}:{ion}": 1.0}


def of_polarity(features: Mapping[str, float]) -> Features:
    """Return the features that tell whether something is said, denied or supposed, once it is claimed."""
    return {name: value for name, value in features.items() if name.startswith(TELLING)}


def _ellipsis(view: View, hint: Hint, clause: Span) -> Features:
    """Describe a clause that may take its verb from the one before: how short it is, and what it says instead."""
    words = len(clause.of(view.text).split())
    cues = [c for c in view.words(HEM.EllipsisCue) if clause.overlaps(c.span)]
    features: Features = {f"elliptic:words:{bucket(words - 2)}": 1.0, f"elliptic:cues:{min(len(cues), MANY)}": 1.0}
    features["elliptic:opens"] = float(hint.span.start - clause.start < 6)
    rest = view.text[cues[-1].span.end : clause.end].split() if cues else []
    features[f"elliptic:rest:{min(len(rest), MANY)}"] = 1.0
    return features | {f"elliptic:{cue.surface.lower()}": 1.0 for cue in cues}


def _surrounding(view: View, span: Span, name: str) -> Features:
    """Describe what kinds of words, numbers and names stand in a stretch of a sentence."""
    features: Features = {f"{name}:{cue}": 1.0 for cue in cues_in(view, span)}
    for kind in (HEM.Attribution, HEM.GapStatementCue, HEM.Ion, HEM.SynthesisMethod, HEM.Technique):
        features[f"{name}:{kind}"] = float(any(span.overlaps(c.span) for c in view.words(kind)))
    features[f"{name}:element"] = float(any(span.overlaps(e.span) for e in view.elements))
    features[f"{name}:material"] = float(any(span.overlaps(s) for s, _ in view.materials))
    for quantity in view.quantities:
        if span.overlaps(quantity.span):
            features[f"{name}:quantity:{quantity.concept}"] = 1.0
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


def _elsewhere(view: View, hint: Hint, places: Places) -> Features:
    """Describe what the sentences around tell of this mechanism and of others.

    A paraphrase of what the paper names in the next sentence is meant; one that stands alone may be chance.
    """
    index = view.sentence.index
    near = [h for i in range(index - NEAR, index + NEAR + 1) for h in places.get(i, ()) if h is not hint]
    same = {h.source for h in near if h.mechanism == hint.mechanism}
    count = sum(1 for h in near if h.mechanism == hint.mechanism)
    features: Features = {f"elsewhere:{hint.source}:{source}": 1.0 for source in same}
    features[f"elsewhere:{min(count, MANY)}"] = 1.0
    features[f"mechanisms:{min(len({h.mechanism for h in near}), MANY + 1)}"] = 1.0
    named = {h.mechanism for h in near if h.source == WORDS}
    features[f"named:{min(len(named), MANY + 1)}"] = 1.0
    if not same:
        features[f"alone:{hint.source}:{hint.mechanism}"] = 1.0
    return features


def _subject(context: Context, view: View, hint: Hint) -> Features:
    """Describe the material that the sentence is about: its anion family, its part, its weight in the paper."""
    entity = subject_of(context, view, hint.span)
    if entity is None:
        return {"subject:none": 1.0}
    main = context.weights.get(id(entity), 0.0) >= MAIN
    return {
        f"family:{family_of(entity.composition)}:{hint.mechanism}": 1.0,
        f"part:{entity.part}": 1.0,
        f"main:{main}": 1.0,
    }


def _hanging(view: View, hint: Hint) -> Features:
    """Describe the word that the hint hangs on: its object, its subject, a word before a noun (conversion anodes)."""
    chain = chain_of(view.sentence, hint.span)
    if len(chain) < 2:
        return {}
    relation = COARSE.get(view.sentence.tokens[chain[0]].relation, "x")
    head = view.sentence.tokens[chain[1]]
    return {
        f"hangs:{relation}:{head.stem}": 1.0,
        f"hangs:{relation}:{head.tag}": 1.0,
        f"hangs:{hint.source}:{relation}": 1.0,
    }
