"""What an element does in a material: holds the structure, conducts, reacts for good, carries redox.

Roles that a mechanism implies (a converting, alloying or space-charge element) come with the mechanism
claims; here are the others.
"""

from collections.abc import Iterator

from hemkg.assemble import ranker
from hemkg.assemble.attribution import authority_of
from hemkg.assemble.context import Context, View
from hemkg.assemble.evidence import evidence_at
from hemkg.assemble.mechanism_scope import POLARITY_CLASSES
from hemkg.assemble.subjects import subject_of
from hemkg.assemble.wording import Features, clause_of, near_words
from hemkg.model.claim import Claim, ClaimType, Polarity
from hemkg.model.mention import Mention
from hemkg.model.paper import Span
from hemkg.vocab import elements, terms
from hemkg.vocab.terms import HEM

NONE = "none"


def find_roles(context: Context) -> Iterator[Claim]:
    """Yield the element-role claims of a paper, in text order."""
    models = ranker.load("roles")
    for view in context.views:
        if view.is_caption:
            continue
        for element in candidates(view):
            label, share = ranker.best(models, role_features(context, view, element))
            if label != NONE:
                yield _claim(context, view, element, label, share)


def candidates(view: View) -> Iterator[Mention]:
    """Yield the elements of a sentence that could be given a role."""
    if not view.words(HEM.RoleCue) and not any(terms.text(c.concept or "", "suggests") for c in view.concepts):
        return
    seen: set[tuple[str, int]] = set()
    for element in view.elements:
        key = (element.concept or "", view.sentence.clause_at(element.span.start))
        if key not in seen:
            seen.add(key)
            yield element


def role_features(context: Context, view: View, element: Mention) -> Features:
    """Describe an element's place: the words of roles around it, and what else is said of it."""
    clause = clause_of(view, element.span.start)
    features: Features = {f"element:{element.concept}": 1.0}
    category = elements.table()[element.concept or "C"].category
    features[f"category:{category}"] = 1.0
    for cue in view.concepts:
        kinds = terms.kinds(cue.concept or "")
        if HEM.RoleCue in kinds or HEM.MechanismCue in kinds or cue.concept in POLARITY_CLASSES:
            features |= _cue_features(view, element, cue, clause)
    features |= {f"near:{name}": value for name, value in near_words(view, element.span, 6).items()}
    for token in view.sentence.tokens:
        if clause.contains(token.span) and token.lower.isalpha():
            features[f"word:{token.stem}"] = 1.0
    features["carrier"] = float(element.concept in {terms.notation(ion) for ion in terms.instances("Ion")})
    features["in-list"] = float(sum(1 for e in view.elements if clause.overlaps(e.span)) > 2)
    features["materials"] = float(any(clause.overlaps(span) for span, _ in view.materials))
    return features


def _cue_features(view: View, element: Mention, cue: Mention, clause: Span) -> Features:
    side = "after" if cue.span.start >= element.span.end else "before"
    low, high = sorted((element.span.end, cue.span.start)) if side == "after" else (cue.span.end, element.span.start)
    nearer = any(
        other is not element and other.concept != element.concept and low <= other.span.start < high
        for other in view.elements
    )
    here = clause.overlaps(cue.span)
    return {
        f"{cue.concept}:{side}:{'clause' if here else 'sentence'}": 1.0,
        f"{cue.concept}:{side}:nearer:{nearer}": 1.0,
        f"{cue.concept}:close": float(high - low < 40),
        f"{cue.concept}": 1.0,
    }


def _claim(context: Context, view: View, element: Mention, label: str, share: float) -> Claim:
    entity = subject_of(context, view, element.span)
    attribution, cites = authority_of(context, view, element.span)
    return Claim(
        ClaimType.ELEMENT_ROLE,
        context.annotated.paper.paper_id,
        evidence_at(context, view.span, rule="role", confidence=share),
        material=entity.surface if entity else None,
        concept=label,
        words=element.surface,
        elements=(element.concept or "",),
        polarity=Polarity.ASSERTED,
        attribution=attribution,
        cites=cites,
    )
