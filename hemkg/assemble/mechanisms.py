"""Mechanisms: named, paraphrased or told by a product; of which material, element and ion; said or denied.

Every word that names or suggests a mechanism is a candidate, and so is every phase that only one
mechanism makes (``Na3Bi`` comes of alloying, ``Li2O`` of conversion).  A fitted model decides whether
the sentence claims it and with which polarity, another which elements it is claimed of.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from hemkg.assemble import ranker
from hemkg.assemble.attribution import authority_of
from hemkg.assemble.context import Context, View
from hemkg.assemble.entity import Entity
from hemkg.assemble.evidence import evidence_at
from hemkg.assemble.families import family_of
from hemkg.assemble.frames import Features, clause_of, cues_in, near_words
from hemkg.assemble.gaps import gap_span
from hemkg.assemble.ions import ion_of
from hemkg.model.claim import Claim, ClaimType, Conditions, Polarity
from hemkg.model.mention import Mention
from hemkg.model.paper import BlockKind, Span
from hemkg.vocab import elements, terms
from hemkg.vocab.terms import HEM

NONE = "none"
WORDS, PARAPHRASE, PRODUCT = "word", "paraphrase", "product"
POLARITY_CLASSES = (HEM.Negation, HEM.Supposition, HEM.OpenQuestion, HEM.NegatedState)


@dataclass(frozen=True, slots=True)
class Hint:
    """A place that may claim a mechanism.

    Attributes:
        span: the words or the formula.
        mechanism: the term that it names or suggests.
        source: ``word``, ``paraphrase`` or ``product``.
        label: the concept that matched, or the family of the product.
        product: the elements of a product that it is claimed of.
    """

    span: Span
    mechanism: str
    source: str
    label: str
    product: tuple[str, ...] = ()


def find_mechanisms(context: Context) -> Iterator[Claim]:
    """Yield the mechanism claims of a paper, in text order."""
    models, pairs = ranker.load("mechanisms"), ranker.load("mechanism_elements")
    for view in context.views:
        if view.sentence.block.kind is BlockKind.HEADING:
            continue
        hints, gap = list(hints_of(context, view)), gap_span(view)
        for hint in hints:
            label, share = ranker.best(models, hint_features(context, view, hint, hints))
            if label == NONE or _is_missing(gap, hint, label):
                continue
            named = [e for e in view.elements if _is_of(pairs, context, view, hint, e, label)]
            yield _claim(context, view, hint, Polarity(label), share, named)


def _is_missing(gap: Span | None, hint: Hint, label: str) -> bool:
    """Whether the sentence says that nobody has looked, which denies nothing."""
    return gap is not None and gap.overlaps(hint.span) and label == Polarity.NEGATED


def _is_of(pairs, context: Context, view: View, hint: Hint, element: Mention, label: str) -> bool:  # type: ignore[no-untyped-def]
    features = element_features(context, view, hint, element) | {f"label:{label}": 1.0}
    return ranker.best(pairs, features)[0] == "yes"


# ---------------------------------------------------------------- candidates


def hints_of(context: Context, view: View) -> Iterator[Hint]:
    """Yield the words and phases of a sentence that speak of a mechanism."""
    named = []
    for mention in view.concepts:
        kinds = terms.kinds(mention.concept or "")
        if HEM.IonStorageMechanism in kinds or HEM.ChargeStorageMechanism in kinds:
            named.append(Hint(mention.span, mention.concept or "", WORDS, mention.concept or ""))
    for mention in view.concepts:
        target = terms.text(mention.concept or "", "suggests")
        if target and not any(h.span.overlaps(mention.span) and h.mechanism == target for h in named):
            named.append(Hint(mention.span, target, PARAPHRASE, mention.concept or ""))
    yield from sorted(named, key=lambda h: (h.span, h.mechanism))
    yield from _products(view)


def _products(view: View) -> Iterator[Hint]:
    """Yield phases that hold a working ion: intermetallics and salts."""
    for span, entity in view.materials:
        told = product_of(entity)
        if told is not None:
            mechanism, label, symbols = told
            yield Hint(span, mechanism, PRODUCT, label, symbols)


def product_of(entity: Entity) -> tuple[str, str, tuple[str, ...]] | None:
    """Return the mechanism that makes a phase, if only one does, with the elements it is told of."""
    composition = entity.composition
    if composition is None or composition.support:
        return None
    carriers = {terms.notation(ion) for ion in terms.instances("Ion")} - {"H", "Zn", "Al"}
    symbols = [s for s in composition.elements if s not in carriers]
    if len(symbols) == len(composition.elements) or not symbols:
        return None
    table = elements.table()
    if all(table[s].is_metallic and not table[s].is_anion_former for s in symbols):
        return HEM.Alloying, "intermetallic", tuple(symbols)
    if all(table[s].is_anion_former for s in symbols) and len(symbols) == 1:
        return HEM.Conversion, "salt", ()
    return None


# ---------------------------------------------------------------- features


def hint_features(context: Context, view: View, hint: Hint, hints: list[Hint]) -> Features:
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
    for cue in POLARITY_CLASSES:
        here = [c for c in view.concepts if c.concept == cue]
        inside = [c for c in here if clause.overlaps(c.span)]
        features[f"{cue}:clause"] = float(bool(inside))
        features[f"{cue}:before"] = float(any(c.span.end <= hint.span.start for c in inside))
        features[f"{cue}:after"] = float(any(c.span.start >= hint.span.end for c in inside))
        features[f"{cue}:close"] = float(any(0 <= hint.span.start - c.span.end < 25 for c in here))
        features[f"{cue}:sentence"] = float(bool(here))
        features[f"{cue}:{hint.source}:clause"] = float(bool(inside))
        features[f"{cue}:within"] = float(any(hint.span.overlaps(c.span) for c in here))
    return features


def _company(context: Context, view: View, hint: Hint, hints: list[Hint]) -> Features:
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


def element_features(context: Context, view: View, hint: Hint, element: Mention) -> Features:
    """Describe how an element stands to a hint."""
    clause = clause_of(view, hint.span.start)
    side = "before" if element.span.start < hint.span.start else "after"
    low, high = (element.span.end, hint.span.start) if side == "before" else (hint.span.end, element.span.start)
    between = view.text[low:high] if low < high else ""
    same = clause.overlaps(element.span)
    rivals = sum(1 for c in view.concepts if low <= c.span.start < high and terms.text(c.concept or "", "suggests"))
    ions = {terms.notation(ion) for ion in terms.instances("Ion")}
    features: Features = {
        f"{hint.mechanism}:{side}": 1.0,
        f"{hint.source}:{side}:clause:{same}": 1.0,
        f"distance:{min(len(between.split()), 12)}:{side}": 1.0,
        f"{side}:semicolon": float(";" in between or ":" in between),
        f"{side}:rivals:{min(rivals, 2)}": 1.0,
        "carrier": float(element.concept in ions and element.concept not in {"Zn", "Al"}),
        f"carrier:{hint.mechanism}": float(element.concept in ions),
        f"element:{element.concept}:{hint.mechanism}": 1.0,
        "of-product": float(element.concept in hint.product),
        "product-other": float(bool(hint.product) and element.concept not in hint.product),
        f"lead:{_lead(view, element)}": 1.0,
        f"negation-between:{any(low <= c.span.start < high for c in view.concepts if c.concept in POLARITY_CLASSES)}": 1.0,
    }
    features |= {f"el:{name}": value for name, value in near_words(view, element.span, 3).items()}
    return features


def _lead(view: View, element: Mention) -> str:
    index = view.sentence.token_at(element.span.start)
    return view.sentence.tokens[index - 1].lower if index else "start"


# ---------------------------------------------------------------- claims


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
