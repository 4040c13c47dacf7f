"""Which ion works in the cell that a sentence speaks of."""

import re
from collections import Counter

from hemkg.assemble.context import Context, View
from hemkg.assemble.lists import series_of
from hemkg.assemble.entity import Entity
from hemkg.model.mention import Mention
from hemkg.model.paper import Span
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM

MULTIVALENT = re.compile(r"[2²3³][+⁺]$")
SERIES = ("capacity", "percentage", "number")


def ion_of(context: Context, view: View, span: Span, entity: Entity | None) -> str | None:
    """Return the symbol of the working ion at a place, from the sentence or from what the paper is about.

    An ion right behind the number wins (``96 mAh g−1 (Mg)``), then one in a parallel list, then the
    nearest before it in the sentence, then the one named last before; a paper that names one ion only is
    about that one throughout.
    """
    everywhere = paper_ions(context)
    if not everywhere:
        return None
    if len(everywhere) == 1:
        return next(iter(everywhere))
    here = [(m.span, symbol) for m, symbol in named_in(view) if symbol in everywhere]
    return (
        _behind(view, span, here) or _aligned(view, span, here) or _in_sentence(span, here)
        or _last_named(context, view, everywhere) or everywhere.most_common(1)[0][0]
    )


def named_in(view: View) -> list[tuple[Mention, str]]:
    """Return the mentions in a sentence that may name the working ion, with its symbol."""
    carriers = {terms.notation(ion) for ion in terms.instances("Ion")} - {"H"}
    ions = [(c, terms.notation(c.concept or "")) for c in view.words(HEM.Ion)]
    bare = [(e, e.concept or "") for e in view.elements if e.concept in carriers and not _inside(e, ions)]
    return sorted([*ions, *bare], key=lambda pair: pair[0].span)


def _inside(element: Mention, ions: list[tuple[Mention, str]]) -> bool:
    return any(ion.span.contains(element.span) for ion, _ in ions)


def paper_ions(context: Context) -> Counter[str]:
    """Return the working ions of a paper with how often each is named.

    Words such as sodium-ion or sodiation count; the symbol of a multivalent ion (``Al3+``) only where no
    other ion is named, since it is a dopant more often; then the salts of the electrolyte; then bare names.
    """
    strong: Counter[str] = Counter()
    weak: Counter[str] = Counter()
    for view in context.views:
        for mention in view.words(HEM.Ion):
            target = weak if MULTIVALENT.search(mention.surface) else strong
            target[terms.notation(mention.concept or "")] += 1
    return strong or _salt_ions(context) or weak or _bare_ions(context)


def _salt_ions(context: Context) -> Counter[str]:
    """Return the cations of the electrolyte's salts."""
    carriers = {terms.notation(ion) for ion in terms.instances("Ion")} - {"H"}
    salts = [e for e in context.materials.entities if e.part == HEM.ElectrolyteComponent and e.composition]
    return Counter(s for e in salts for s in (e.composition.elements if e.composition else ()) if s in carriers)


def _bare_ions(context: Context) -> Counter[str]:
    """Return the alkali metals that a paper names without calling them ions; others only for want of these."""
    counts = Counter(m.concept or "" for view in context.views for m in view.elements)
    alkali = Counter({symbol: counts[symbol] for symbol in ("Li", "Na", "K") if counts[symbol]})
    return alkali


def _behind(view: View, span: Span, here: list[tuple[Span, str]]) -> str | None:
    for where, symbol in here:
        between = view.text[span.end : where.start]
        if 0 <= where.start - span.end <= 6 and re.fullmatch(r"\s?(?:\(|of\s)", between):
            return symbol
    return None


def _aligned(view: View, span: Span, here: list[tuple[Span, str]]) -> str | None:
    """Return the ion at the same place of a parallel list."""
    own = next((s for name in SERIES if (s := view.series_at(span, name)) is not None), None)
    if own is None:
        return None
    for where, _ in here:
        listed = series_of(view.series["ion"], where)
        if listed is not None and len(listed.spans) == len(own.spans):
            place = own.index(span)
            return dict(here).get(listed.spans[place]) if place is not None else None
    return None


def _in_sentence(span: Span, here: list[tuple[Span, str]]) -> str | None:
    before = [symbol for where, symbol in here if where.end <= span.start]
    if before:
        return before[-1]
    return here[0][1] if here else None


def _last_named(context: Context, view: View, everywhere: Counter[str]) -> str | None:
    """Return the ion named last before a sentence."""
    for earlier in reversed(context.views[: view.sentence.index]):
        named = [symbol for _, symbol in named_in(earlier) if symbol in everywhere]
        if named:
            return named[-1]
    return None
