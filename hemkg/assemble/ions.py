"""Which ion works in the cell that a sentence speaks of."""

import re
from collections import Counter
from functools import cache

from hemkg.assemble.context import Context, View
from hemkg.assemble.entity import Entity
from hemkg.assemble.lists import series_of
from hemkg.assemble.mechanism_hints import product_of
from hemkg.model.mention import Mention
from hemkg.model.paper import Span
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM

MULTIVALENT = re.compile(r"[2²3³][+⁺]$")
BEHIND = re.compile(r"\s?\)?\s?(?:\(|(?:of|with|for|in|from|against)\s(?:the\s)?)")
PREVAILING = 0.8
ENDING = re.compile(r"\s?(?:[.,;:)\[(]|and\b|or\b|at\b|$)")
HOSTS = {"Zn", "Al"}
# protons come along with another ion, so that only words beside them speak of them
PROTON = "H"
MULTIPLE = {"Mg", "Ca", "Zn", "Al"}
OPENING = ("As for ", "as for ")
SOFT = ("with ", "for ")
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
    clause = view.sentence.clauses[view.sentence.clause_at(span.start)]
    named = [(m.span, symbol) for m, symbol in named_in(view) if symbol in everywhere]
    here = [(where, symbol) for where, symbol in named if symbol != PROTON or clause.contains(where)]
    return (
        _behind(view, span, here)
        or _aligned(view, span, here)
        or _turn(view, span, here)
        or _in_sentence(view, span, here)
        or _last_named(context, view, everywhere)
        or _prevailing(context, everywhere)
    )


def named_in(view: View) -> list[tuple[Mention, str]]:
    """Return the mentions in a sentence that may name the working ion, with its symbol."""
    ions = [(c, terms.notation(c.concept or "")) for c in view.words(HEM.Ion)]
    bare = [(e, e.concept or "") for e in view.elements if e.concept in _carriers() and not _inside(e, ions)]
    return sorted([*ions, *bare], key=lambda pair: pair[0].span)


@cache
def _carriers() -> frozenset[str]:
    """Return the elements whose ions work in batteries, but the proton."""
    return frozenset(terms.notation(ion) for ion in terms.instances("Ion")) - {"H"}


@cache
def _cell_words() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what stands behind and before an element that names a cell: sodium cells, against calcium."""
    nouns = "|".join(re.escape(str(w)) for w in terms.objects("CellNoun", "exactLabel"))
    leads = "|".join(re.escape(str(w)) for w in terms.objects("CellLead", "exactLabel"))
    return re.compile(rf"[\s-](?:{nouns})\b", re.I), re.compile(rf"\b(?:{leads})\s$", re.I)


def _cell_mentions(context: Context, view: View) -> list[Mention]:
    """Return the elements that stand for the cell or for what is stored in it."""
    behind, before = _cell_words()
    text = view.text
    made_of = context.once("metals of higher valence", _constituents)
    usable = [e for e in view.elements if e.concept in _carriers()]
    found = [
        e
        for e in usable
        if behind.match(text[e.span.end : e.span.end + 24])
        or (
            before.search(text[max(0, e.span.start - 16) : e.span.start])
            and not text[max(0, e.span.start - 8) : e.span.start].endswith(OPENING)
            and not (e.concept in made_of and text[max(0, e.span.start - 5) : e.span.start].lower().endswith(SOFT))
            and (text[max(0, e.span.start - 5) : e.span.start].lower() != "with " or _ends_there(text, e))
        )
    ]
    lists = [series for e in found if (series := series_of(view.series["ion"], e.span)) is not None]
    return [e for e in usable if e in found or any(e.span in series.spans for series in lists)]


def _constituents(context: Context) -> set[str]:
    """Return the metals of higher valence that a material is made of: with Mg speaks of that material."""
    made = (
        e.composition.elements
        for e in context.materials.entities
        if e.composition and e.part in {HEM.Anode, HEM.Comparison}
    )
    return {symbol for symbols in made for symbol in symbols} & MULTIPLE


def _ends_there(text: str, element: Mention) -> bool:
    """Whether ``with lithium`` ends there and is no reagent or metal of a phase: with sodium dodecyl sulfate."""
    return element.concept not in HOSTS and bool(ENDING.match(text, element.span.end))


def _inside(element: Mention, ions: list[tuple[Mention, str]]) -> bool:
    return any(ion.span.contains(element.span) for ion, _ in ions)


def paper_ions(context: Context) -> Counter[str]:
    """Return the working ions of a paper with how often each is named.

    Words such as sodium-ion or sodiation count; the symbol of a multivalent ion (``Al3+``) only where no
    other ion is named, since it is a dopant more often; then the salts of the electrolyte; then bare names.
    """
    return context.once("ions of the paper", _counted)


def _counted(context: Context) -> Counter[str]:
    strong: Counter[str] = Counter()
    weak: Counter[str] = Counter()
    for view in context.views:
        untried = bool(view.words(HEM.GapStatementCue))
        for mention in view.words(HEM.Ion):
            doped = MULTIVALENT.search(mention.surface) and not _is_led(view, mention)
            target = weak if doped or untried else strong
            target[terms.notation(mention.concept or "")] += 1
        target = weak if untried else strong
        target.update(mention.concept or "" for mention in _cell_mentions(context, view))
    sure = Counter({symbol: count for symbol, count in strong.items() if symbol != PROTON})
    others = _salt_ions(context) or _product_ions(context) or weak or _bare_ions(context)
    return strong if sure else others + strong


def _is_led(view: View, mention: Mention) -> bool:
    """Whether an ion is one that is taken up (with Mg2+), or half of a redox couple (vs. Zn2+/Zn)."""
    before = view.text[max(view.span.start, mention.span.start - 16) : mention.span.start]
    behind = view.text[mention.span.end : mention.span.end + 1]
    return behind == "/" or bool(_cell_words()[1].search(before))


def _product_ions(context: Context) -> Counter[str]:
    """Return the ions that the phases formed in the cell hold: Li of Li2O and LiZn."""
    carriers = _carriers() - {"Zn", "Al", "Mg", "Ca"}
    made = [e for e in context.materials.entities if product_of(e) is not None and e.composition]
    return Counter(s for e in made for s in (e.composition.elements if e.composition else ()) if s in carriers)


def _salt_ions(context: Context) -> Counter[str]:
    """Return the cations of the electrolyte's salts."""
    carriers = _carriers()
    salts = [e for e in context.materials.entities if e.part == HEM.ElectrolyteComponent and e.composition]
    return Counter(s for e in salts for s in (e.composition.elements if e.composition else ()) if s in carriers)


def _bare_ions(context: Context) -> Counter[str]:
    """Return the alkali metals that a paper names without calling them ions; others only for want of these."""
    counts = Counter(m.concept or "" for view in context.views for m in view.elements)
    return Counter({symbol: counts[symbol] for symbol in ("Li", "Na", "K") if counts[symbol]})


def _behind(view: View, span: Span, here: list[tuple[Span, str]]) -> str | None:
    own = next((s for name in SERIES if (s := view.series_at(span, name)) is not None), None)
    ends = {span.end, own.span.end} if own is not None and own.is_plain(view.text) else {span.end}
    for where, symbol in here:
        for end in ends:
            between = view.text[end : where.start]
            if 0 <= where.start - end <= 16 and BEHIND.fullmatch(between):
                return symbol
    return None


def _turn(view: View, span: Span, here: list[tuple[Span, str]]) -> str | None:
    """Return the ion whose turn it is, where a list takes up the ions of the values before: A 9 (Na), 5 (K); B 4, 2."""
    own = next((s for name in SERIES if (s := view.series_at(span, name)) is not None), None)
    if own is None or not own.is_plain(view.text):
        return None
    clause = view.sentence.clauses[view.sentence.clause_at(span.start)]
    before = list(dict.fromkeys(symbol for where, symbol in here if where.end <= own.span.start))
    if len(before) != len(own.spans) or any(where.overlaps(clause) for where, _ in here):
        return None
    place = own.index(span)
    return before[place] if place is not None else None


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


def _in_sentence(view: View, span: Span, here: list[tuple[Span, str]]) -> str | None:
    """Return the ion of the number's clause, else the last before it, else the first of the sentence."""
    clause = view.sentence.clauses[view.sentence.clause_at(span.start)]
    near = [pair for pair in here if clause.contains(pair[0])]
    if len({symbol for _, symbol in near}) == 1:
        return near[0][1]
    before = [symbol for where, symbol in here if where.end <= span.start]
    if before:
        return before[-1]
    return here[0][1] if here else None


def _prevailing(context: Context, everywhere: Counter[str]) -> str | None:
    """Return the ion that a paper names most; a long one must hardly name another."""
    symbol, count = max(everywhere.items(), key=lambda pair: (pair[0] != PROTON, pair[1]))
    return symbol if not context.is_long or count >= PREVAILING * everywhere.total() else None


def _last_named(context: Context, view: View, everywhere: Counter[str]) -> str | None:
    """Return the ion named last before a sentence; in a long paper, in its paragraph only."""
    for earlier in reversed(context.views[: view.sentence.index]):
        if context.is_long and earlier.sentence.block is not view.sentence.block:
            return None
        told = [(m.span, terms.notation(m.concept or "")) for m in earlier.words(HEM.Ion)]
        told += [(m.span, m.concept or "") for m in _cell_mentions(context, earlier)]
        named = [symbol for _, symbol in sorted(told) if symbol in everywhere and symbol != PROTON]
        if named:
            return named[-1]
    return None
