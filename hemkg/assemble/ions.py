"""Which ion works in the cell that a sentence speaks of."""

import re
from collections import Counter
from functools import cache

from hemkg.assemble.context import Context, View
from hemkg.assemble.entity import Entity
from hemkg.assemble.lists import series_of
from hemkg.assemble.mechanism_hints import product_of
from hemkg.assemble.parts import is_cathode
from hemkg.model.mention import Mention
from hemkg.model.paper import Span
from hemkg.vocab import terms
from hemkg.vocab.lexicon import alternatives
from hemkg.vocab.terms import HEM

MULTIVALENT = re.compile(r"[2²3³][+⁺]$")
BEHIND = re.compile(r"\s?\)?\s?(?:\(|(?:of|with|for|in|from|against)\s(?:the\s)?)")
PREVAILING = 0.8
ENDING = re.compile(r"\s?(?:[.,;:)\[(]|and\b|or\b|at\b|$)")
HOSTS = {"Zn", "Al"}
# protons come along with another ion, so that only words beside them speak of them
PROTON = "H"
ALKALI = {"Li", "Na", "K"}
LONGEST_SYMBOL = 2
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
    spoken = {m.span: m.concept or "" for m in _spoken_alkali(context, view)}
    if len(everywhere) == 1 and set(spoken.values()) <= set(everywhere):
        return next(iter(everywhere))
    clause = view.sentence.clauses[view.sentence.clause_at(span.start)]
    named = [(m.span, symbol) for m, symbol in named_in(view) if symbol in everywhere or m.span in spoken]
    here = [(where, symbol) for where, symbol in named if symbol != PROTON or clause.contains(where)]
    return (
        _behind(view, span, here)
        or _aligned(view, span, here)
        or _turn(view, span, here)
        or _in_sentence(view, span, here)
        or _last_named(context, view, everywhere)
        or _last_spoken(context, view, everywhere)
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
    nouns = alternatives("CellNoun")
    leads = alternatives("CellLead")
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


def ions_in(context: Context, view: View) -> list[tuple[Mention, str]]:
    """Return the mentions in a sentence that name the working ion beyond doubt, with its symbol: Na half cells."""
    said = [(mention, terms.notation(mention.concept or "")) for mention in view.words(HEM.Ion)]
    return [*said, *((mention, mention.concept or "") for mention in _cell_mentions(context, view))]


@cache
def _salt_noun() -> re.Pattern[str]:
    """Return what makes a metal's name that of a salt: sodium sulfide, potassium hydroxide, Na-alginate."""
    endings, leads = (alternatives(name) for name in ("SaltEnding", "SaltLead"))
    return re.compile(rf"[\s-](?:(?:{leads})\s?)*[a-z]{{0,20}}(?:{endings})s?\b", re.I)


def _spoken_alkali(context: Context, view: View) -> list[Mention]:
    """Return the alkali metals that a sentence calls by name, neither as a salt nor as part of a material."""
    held = context.once("alkali metals of the materials", _held_alkali)
    found = [e for e in view.elements if e.concept in ALKALI and len(e.surface) > LONGEST_SYMBOL]
    told = [e for e in found if e.concept not in held and not _names_salt(view.text, e)]
    return [e for e in told if not _compared().search(view.text[max(0, e.span.start - 16) : e.span.start])]


@cache
def _compared() -> re.Pattern[str]:
    """Return what stands before a metal that another is set against: cheaper than lithium, that of lithium."""
    leads = alternatives("ComparedLead")
    return re.compile(rf"\b(?:{leads})\s$", re.I)


def _names_salt(text: str, element: Mention) -> bool:
    return bool(_salt_noun().match(text, element.span.end, element.span.end + 40))


def _held_alkali(context: Context) -> set[str]:
    return {symbol for symbol in _elements_of(context) if symbol in ALKALI}


def _elements_of(context: Context) -> set[str]:
    """Return the elements of the electrode materials of a paper."""
    made = (e.composition for e in context.materials.entities if e.part in {HEM.Anode, HEM.Comparison})
    return {symbol for composition in made if composition for symbol in composition.elements}


def _constituents(context: Context) -> set[str]:
    """Return the metals of higher valence that a material is made of: with Mg speaks of that material."""
    return context.once("metals of the materials", _found_in_materials)


def _found_in_materials(context: Context) -> set[str]:
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
    strong, doped, untried, spoken = (Counter[str]() for _ in range(4))
    for view in context.views:
        target = untried if view.words(HEM.GapStatementCue) else strong
        for mention in view.words(HEM.Ion):
            is_dopant = MULTIVALENT.search(mention.surface) and not _is_led(view, mention)
            (doped if is_dopant else target)[terms.notation(mention.concept or "")] += 1
        target.update(mention.concept or "" for mention in _cell_mentions(context, view))
        if target is strong:
            spoken.update(mention.concept or "" for mention in _spoken_alkali(context, view))
    if set(strong) - {PROTON}:
        return strong + Counter({symbol: count for symbol, count in spoken.items() if symbol not in strong})
    told = _salt_ions(context) or _product_ions(context) or untried or _bare_ions(context)
    others = told or _cathode_ions(context) or _bare_ions(context, in_salts=True) or _guests(context)
    return (others or doped) + strong


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
    """Return the cations of the electrolyte's salts, those written with an abbreviated anion too: KFSI, Mg(TFSI)2."""
    carriers = _carriers()
    salts = [e for e in context.materials.entities if e.part == HEM.ElectrolyteComponent and e.composition]
    counts = Counter(s for e in salts for s in (e.composition.elements if e.composition else ()) if s in carriers)
    return counts or Counter(found["cation"] for found in _salt().finditer(context.text))


@cache
def _salt() -> re.Pattern[str]:
    """Return a pattern for a salt of a working ion by its anion's abbreviation."""
    cations = "|".join(sorted(_carriers()))
    anions = "|".join(re.escape(str(w)) for w in sorted(terms.objects("SaltAnion", "exactLabel"), key=str))
    return re.compile(rf"(?<![A-Za-z\d)])(?P<cation>{cations})\(?(?:{anions})(?![A-Za-z])")


def _cathode_ions(context: Context) -> Counter[str]:
    """Return the alkali metal that cathodes bring along: Na of Na3V2(PO4)3."""
    made = [e.composition for e in context.materials.entities if is_cathode(e) and e.composition]
    return Counter(symbol for composition in made for symbol in composition.elements if symbol in ALKALI)


def _bare_ions(context: Context, *, in_salts: bool = False) -> Counter[str]:
    """Return the alkali metals that a paper names without calling them ions, or those in the names of salts."""
    named = [(m, view.text) for view in context.views for m in view.elements if m.concept in ALKALI]
    return Counter(m.concept or "" for m, text in named if in_salts or not _names_salt(text, m))


def _guests(context: Context) -> Counter[str]:
    """Return the metals of higher valence that a paper calls by name though no electrode is made of them."""
    made_of = context.once("elements of the electrodes", _elements_of)
    counts = Counter(
        m.concept or ""
        for view in context.views
        for m in view.elements
        if m.concept in MULTIPLE and len(m.surface) > LONGEST_SYMBOL and not _names_salt(view.text, m)
    )
    return Counter({symbol: count for symbol, count in counts.items() if symbol not in made_of})


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
            # a long paper that names several ions in one breath speaks of none of them alone from there on
            return None if context.is_long and len(set(named)) > 1 else named[-1]
    return None


def _last_spoken(context: Context, view: View, everywhere: Counter[str]) -> str | None:
    """Return the alkali metal called by name last before a sentence, where no cell was named."""
    if context.is_long:
        return None
    for earlier in reversed(context.views[: view.sentence.index]):
        named = [m.concept or "" for m in _spoken_alkali(context, earlier) if m.concept in everywhere]
        if named:
            return named[0]
    return None
