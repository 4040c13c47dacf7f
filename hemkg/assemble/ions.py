"""Which ion works in the cell that a sentence speaks of."""

from collections import Counter

from hemkg.assemble.context import Context, View
from hemkg.assemble.materials import Entity
from hemkg.model.paper import Span
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM


def ion_of(context: Context, view: View, span: Span, entity: Entity | None) -> str | None:
    """Return the symbol of the working ion, from the sentence, else from what the paper is about.

    An ion named in the sentence wins, the nearest one before the number first; otherwise the one named
    last before; a paper that names one ion only is about that one throughout.
    """
    everywhere = paper_ions(context)
    if not everywhere:
        return None
    if len(everywhere) == 1:
        return next(iter(everywhere))
    here = [(c, _symbol(c.concept)) for c in view.words(HEM.Ion)]
    before = [symbol for c, symbol in here if c.span.end <= span.start]
    if before:
        return before[-1]
    if here:
        return here[0][1]
    return _last_named(context, view) or everywhere.most_common(1)[0][0]


def paper_ions(context: Context) -> Counter[str]:
    """Return how often each working ion is named, elements alone as the fallback."""
    counts: Counter[str] = Counter()
    for view in context.views:
        counts.update(_symbol(c.concept) for c in view.words(HEM.Ion))
    if not counts:
        carriers = {str(terms.text(ion, "ofElement")) for ion in terms.instances("Ion")} - {"Zn", "Al", "H"}
        counts.update(m.concept for view in context.views for m in view.elements if m.concept in carriers)
    return counts


def _last_named(context: Context, view: View) -> str | None:
    """Return the ion named last before a sentence, in the same block."""
    for earlier in reversed(context.views[: view.sentence.index]):
        named = earlier.words(HEM.Ion)
        if named:
            return _symbol(named[-1].concept)
    return None


def _symbol(concept: str | None) -> str:
    return terms.notation(concept or "")
