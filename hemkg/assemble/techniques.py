"""Techniques that a paper used, each in its mode: in situ, operando, ex situ or plain."""

from collections.abc import Iterator

from hemkg.assemble.attribution import authority_of
from hemkg.assemble.context import Context, View
from hemkg.assemble.evidence import evidence_at
from hemkg.assemble.gaps import gap_span
from hemkg.model.claim import Claim, ClaimType
from hemkg.model.mention import Mention
from hemkg.model.paper import Span
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM

REACH = 45


def find_techniques(context: Context) -> Iterator[Claim]:
    """Yield one claim for each technique and mode that a paper mentions, at its first mention."""
    seen: set[tuple[str, str | None]] = set()
    for view in context.views:
        modes, gap = view.words(HEM.TechniqueMode), gap_span(view)
        for mention in view.words(HEM.Technique):
            mode = _mode(view, mention, modes)
            key = (mention.concept or "", mode)
            if key not in seen and not _is_wanted(gap, mention):
                seen.add(key)
                yield _claim(context, view, mention, mode)


def _is_wanted(gap: Span | None, mention: Mention) -> bool:
    """Whether a technique is only called for: it would need magnetometry."""
    return gap is not None and gap.contains(mention.span)


def _mode(view: View, mention: Mention, modes: tuple[Mention, ...]) -> str | None:
    """Return the mode named before a technique; it holds for the rest of a list of techniques."""
    before = [m for m in modes if m.span.end <= mention.span.start]
    if not before:
        return None
    last = before[-1]
    between = view.text[last.span.end : mention.span.start]
    others = [
        t for t in view.words(HEM.Technique) if last.span.end <= t.span.start and t.span.end <= mention.span.start
    ]
    if len(between) > REACH or any(sign in between for sign in ",;.") or others:
        return None
    return last.concept


def _claim(context: Context, view: View, mention: Mention, mode: str | None) -> Claim:
    word = terms.notation(mention.concept or "")
    attribution, cites = authority_of(context, view, mention.span)
    return Claim(
        ClaimType.TECHNIQUE,
        context.annotated.paper.paper_id,
        evidence_at(context, view.span, rule="lexicon", confidence=0.9),
        concept=mention.concept,
        words=f"{terms.notation(mode)} {word}" if mode else word,
        mode=mode,
        attribution=attribution,
        cites=cites,
    )
