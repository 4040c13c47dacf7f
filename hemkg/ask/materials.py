"""Materials that a question names: by the names that papers use, by composition, or by a set of elements.

Names are looked up as they stand in the store (``HEO-9``, ``Bi/FeS@NSC``), so that a sample's name needs
no pattern.  Where no paper uses the name, a formula finds the materials of that composition, and a list of
cations with a family (``(Mn,Fe,Co,Ni,Zn) oxide``) the materials made of just these.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from hemkg.annotate.formula_grammar import parse
from hemkg.errors import FormulaError
from hemkg.model.composition import Composition
from hemkg.model.mention import Mention, MentionKind
from hemkg.model.paper import Span
from hemkg.store.base import Store
from hemkg.store.claims import (
    MaterialRecord,
    MaterialSelection,
    Range,
    find_materials,
    materials_named,
    materials_of_composition,
)
from hemkg.vocab import elements, terms
from hemkg.vocab.lexicon import alternatives, table_words
from hemkg.vocab.name_keys import name_key
from hemkg.vocab.stems import stem
from hemkg.vocab.terms import HEM

WORD = re.compile(r"\S+")
EDGES = "?!.,;:'\"“”‘’"
MOST_WORDS = 6
SURE_LENGTH = 4
LONG_NAME = 10
CLASSES = frozenset({HEM.EntropyClass, HEM.AnionFamily, HEM.StructureType, HEM.MaterialRole})


@dataclass(frozen=True, slots=True)
class Named:
    """A material that a question names.

    Attributes:
        span: where the question names it.
        words: the name as the question writes it.
        records: the materials of the store that it means; none if no paper speaks of it.
        composition: what the name says that it is made of, if it says so.
        how: ``name``, ``composition`` or ``elements``: what the records were found by.
    """

    span: Span
    words: str
    records: tuple[MaterialRecord, ...]
    composition: Composition | None = None
    how: str = "name"

    @property
    def iris(self) -> tuple[str, ...]:
        """IRIs of the records."""
        return tuple(record.iri for record in self.records)


def find_named(store: Store, text: str, mentions: Sequence[Mention], families: Sequence[str]) -> tuple[Named, ...]:
    """Return the materials that a question names, in the order of the question.

    Args:
        store: where to look them up.
        text: the question.
        mentions: what the annotators saw in it.
        families: the anion families that it speaks of.
    """
    found = [named for named in _by_name(store, text) if not _is_class(named, mentions)]
    for mention in mentions:
        if mention.kind not in {MentionKind.FORMULA, MentionKind.NAME} or _is_taken(mention.span, found):
            continue
        if mention.kind is MentionKind.NAME and mention.composition is None and not _is_capital(mention.surface):
            continue
        found.append(_by_composition(store, mention, families))
    found += _listed_elements(store, text, mentions, found)
    found += _treated(store, text, found)
    doped = [_doped(store, text, named) for named in _qualified(store, text, found)]
    return _merged(sorted((_completed(named) for named in doped), key=lambda named: named.span))


def _is_class(named: Named, mentions: Sequence[Mention]) -> bool:
    """Whether a name is made of nothing but an entropy class and families, structures, roles or nouns for materials.

    *Recent advances in high-entropy oxides* makes a material of that name; who asks for them means all of the class.
    A code in the singular (*HEPBA*) may be a sample's own name, and so may any name of a known composition.
    """
    if any(record.elements for record in named.records) or not (" " in named.words or named.words.endswith("s")):
        return False
    concepts = [m for m in mentions if m.concept]
    spans = [
        m.span for m in concepts if m.concept == HEM.MaterialColumn or not CLASSES.isdisjoint(terms.kinds(m.concept))
    ]
    entropies = [m.span for m in concepts if HEM.EntropyClass in terms.kinds(m.concept)]
    told = {place for span in spans for place in range(span.start, span.end)}
    written = {named.span.start + place for place, sign in enumerate(named.words) if sign.isalnum()}
    return any(named.span.contains(span) for span in entropies) and written <= told


def _qualified(store: Store, text: str, found: Sequence[Named]) -> Iterator[Named]:
    """Yield materials; *graphite-modified X* is one material and not two, if a paper speaks of it."""
    words = alternatives("QualifyingWords")
    joint = re.compile(rf"[-–‐ ](?:{words})[ ]")
    ordered = sorted(found, key=lambda named: named.span)
    for index, named in enumerate(ordered):
        after = ordered[index + 1] if index + 1 < len(ordered) else None
        if after is None or not joint.fullmatch(text[named.span.end : after.span.start]):
            yield named
            continue
        span = Span(named.span.start, after.span.end)
        both = [r for r in _relatives(store, after) if named.words.lower() in " ".join(r.names).lower()]
        ordered[index + 1] = Named(span, span.of(text), tuple(both) or after.records, after.composition)


def _relatives(store: Store, named: Named) -> Sequence[MaterialRecord]:
    """Return the materials of the same elements, composites among them."""
    composition = named.composition or parsed(named.words)
    if composition is None:
        return named.records
    papers = {record.paper for record in named.records}
    near = find_materials(store, MaterialSelection(has=tuple(composition.elements)))
    return [record for record in near if record.paper in papers]


def find_elements(store: Store, mentions: Sequence[Mention]) -> dict[str, Named]:
    """Return {symbol: the element as a material} for the elements that a question names."""
    symbols = {m.concept: m for m in mentions if m.kind is MentionKind.ELEMENT and m.concept}
    return {symbol: _of_element(store, mention) for symbol, mention in symbols.items()}


def _of_element(store: Store, mention: Mention) -> Named:
    symbol = mention.concept or ""
    composition = parsed(symbol)
    records = materials_of_composition(store, composition.key() or "") if composition else ()
    plain = tuple(r for r in records if r.elements == (symbol,))
    return Named(mention.span, mention.surface, plain, composition, "composition")


def _listed_elements(store: Store, text: str, mentions: Sequence[Mention], found: Sequence[Named]) -> Iterator[Named]:
    """Yield elements that stand in one list with named materials: ``Si, SiP and graphite``."""
    joints = table_words("ListJoint")
    ions = [m.span for m in mentions if m.concept and HEM.Ion in terms.kinds(m.concept)]
    for mention in mentions:
        is_ion = any(span.contains(mention.span) for span in ions)
        if mention.kind is MentionKind.ELEMENT and not (is_ion or _is_taken(mention.span, found)):
            gaps = [text[mention.span.end : n.span.start] for n in found] + [
                text[n.span.end : mention.span.start] for n in found
            ]
            joined = {gap.strip().lower() for gap in gaps} & joints
            is_compared = bool(found) and _is_compared(text, mention.span)
            if _is_stored(text, mention):
                continue
            if joined - {","} or (joined and len(found) > 1) or is_compared:
                yield _of_element(store, mention)


def _is_stored(text: str, mention: Mention) -> bool:
    """Whether the element of an ion follows a word of storing: *how well does it hold calcium compared with X?*."""
    ions = {terms.text(ion, HEM.ofElement) for ion in terms.instances(HEM.Ion)}
    last = text[: mention.span.start].lower().split()[-1:]
    return mention.concept in ions and bool(set(last) & (table_words("StoringWords") | table_words("TowardsWords")))


def _is_compared(text: str, span: Span) -> bool:
    """Whether an element is a sample of its own beside a named material: *as against that of plain tin*, *than Sb*."""
    before = text[: span.start].lower().split()
    samples, of_that, comparing = (table_words(name) for name in ("PureWords", "OfThatWords", "ComparingWords"))
    steps = 0
    while before and before[-1] in samples | of_that:
        steps += before[-1] in samples
        before.pop()
    return bool(before) and (steps > 0 or before[-1] in comparing)


TREATED = re.compile(
    r"\b(?:before and after|with and without|prior to and after|after and before)\b(.{3,60})", re.DOTALL
)


def _treated(store: Store, text: str, found: Sequence[Named]) -> Iterator[Named]:
    """Yield the sample that a treatment makes of a named material: *the capacity of X before and after annealing*.

    It is a material of the same elements and paper whose name tells the treatment, or the carbon that it adds.
    """
    after = TREATED.search(text)
    if after is None or len(found) != 1:
        return
    words = re.finditer(r"[A-Za-z]{4,}", after[1])
    treatments = [(stem(m[0].lower()), Span(after.start(1) + m.start(), after.start(1) + m.end())) for m in words]
    papers = {record.paper for record in found[0].records}
    others = [r for r in _relatives(store, found[0]) if r.iri not in found[0].iris and r.paper in papers]
    for root, span in treatments:
        treated = tuple(r for r in others if _tells(r, root))
        if treated:
            yield Named(span, span.of(text), treated, None, "elements")
            return


def _tells(record: MaterialRecord, root: str) -> bool:
    """Whether a name of a material holds a word of a root, or the carbon of *carbon-coated* by its sign."""
    spoken = {stem(word) for name in record.names for word in re.findall(r"[a-z]{4,}", name.lower())}
    supports = {support for name in record.names for support in re.split(r"[@/]", name)[1:]}
    is_carbon = root in table_words("CarbonSupports") and bool(supports & table_words("CarbonSupports"))
    return root in spoken or is_carbon


DOPED = re.compile(r"([A-Za-z]+)[-‐– ]doped\s+$")


def _doped(store: Store, text: str, named: Named) -> Named:
    """Return the doped material where a question says so: ``Co-doped FeS2`` is not FeS2."""
    before = DOPED.search(text[: named.span.start])
    composition = named.composition or parsed(named.words)
    if not before or composition is None or (named.how == "name" and "dop" in named.words.lower()):
        return named
    symbol = elements.names().get(before[1].lower(), before[1])
    if symbol not in elements.table():
        return named
    records = find_materials(store, MaterialSelection(has=(*composition.elements, symbol)))
    few = tuple(r for r in records if len(r.elements) == len(composition.elements) + 1)
    span = Span(before.start(), named.span.end)
    return Named(span, span.of(text), few, composition, "elements")


def _merged(found: Sequence[Named]) -> tuple[Named, ...]:
    """Return each material once, where a question calls it by two names."""
    kept: list[Named] = []
    for named in found:
        twin = next((k for k in kept if named.records and set(named.iris) & set(k.iris)), None)
        if twin is None:
            kept.append(named)
        elif len(named.iris) < len(twin.iris):
            kept[kept.index(twin)] = named
    return tuple(kept)


def _by_name(store: Store, text: str) -> Iterator[Named]:
    """Yield the longest runs of words that are the name of a material, none inside another."""
    runs = list(_runs(text))
    records: dict[str, list[MaterialRecord]] = {}
    for record in materials_named(store, {name_key(span.of(text)) for span in runs}):
        for name in record.names:
            records.setdefault(name_key(name), []).append(record)
    taken: list[Span] = []
    for span in sorted(runs, key=lambda s: (s.start - s.end, s.start)):
        words = span.of(text)
        fitting = [r for r in records.get(name_key(words), []) if _is_meant(words, r)]
        if fitting and not any(span.overlaps(other) for other in taken):
            taken.append(span)
            yield Named(span, words, _best(words, fitting))


def _runs(text: str) -> Iterator[Span]:
    """Yield runs of up to six words without the punctuation at their ends."""
    words = list(WORD.finditer(text))
    for first in range(len(words)):
        for last in range(first, min(first + MOST_WORDS, len(words))):
            start, end = words[first].start(), words[last].end()
            part = text[start:end]
            start += len(part) - len(part.lstrip(EDGES))
            end -= len(part) - len(part.rstrip(EDGES))
            if start < end:
                yield Span(start, end)
            if text[start:end].endswith("'s"):
                yield Span(start, end - 2)


def _is_meant(words: str, record: MaterialRecord) -> bool:
    """Whether words mean a material: short names and plain words only as the paper writes them.

    The symbol or name of an element alone means the element.
    """
    if words in elements.table() or words.lower() in elements.names():
        return False
    first = words.split(maxsplit=1)[0].lower()
    if first in table_words("ExcludingWords") and words not in record.names:  # no Cu is no name of the sample noCu
        return False
    if any(c.isdigit() for c in words) and len(words) >= SURE_LENGTH:
        return True
    if any(c.isupper() for c in words[1:]) and len(words) >= SURE_LENGTH:
        return True
    is_long = len(words.split()) > 1 and len(words) >= LONG_NAME
    return words in record.names and (_is_capital(words) or is_long)


def _is_capital(words: str) -> bool:
    return any(c.isupper() for c in words) or any(c.isdigit() for c in words)


def _best(words: str, records: Sequence[MaterialRecord]) -> tuple[MaterialRecord, ...]:
    """Prefer materials that are called so over composites whose active phase has the formula."""
    key = name_key(words)
    called = [r for r in records if key in {name_key(name) for name in (r.surface, *r.aliases)}]
    return tuple(dict.fromkeys(called or records))


def _is_taken(span: Span, found: Iterable[Named]) -> bool:
    return any(span.overlaps(named.span) for named in found)


def _by_composition(store: Store, mention: Mention, families: Sequence[str]) -> Named:
    composition = mention.composition
    key = composition.key() if composition else None
    same = materials_of_composition(store, key) if key else ()
    if same or composition is None:
        return Named(mention.span, mention.surface, same, composition, "composition")
    return Named(mention.span, mention.surface, _of_elements(store, composition, families), composition, "elements")


def _of_elements(store: Store, composition: Composition, families: Sequence[str]) -> tuple[MaterialRecord, ...]:
    """Return the materials made of just these cations, where a question only lists them."""
    if any(amount is not None for _, amount in composition.amounts) and not _is_a_list(composition):
        return ()
    table = elements.table()
    cations = tuple(s for s in composition.elements if s in table and not table[s].is_anion_former)
    anions = tuple(s for s in composition.elements if s not in cations)
    asked = tuple(str(e) for family in families for e in terms.objects(family, "ofElement"))
    wanted = MaterialSelection(has=(*cations, *(anions or asked)), cations=Range(least=len(cations), most=len(cations)))
    return find_materials(store, wanted) if len(cations) > 1 else ()


def _is_a_list(composition: Composition) -> bool:
    """Whether a formula only lists its elements: ``(Mn,Fe,Co)``, ``(MnFeCo)O`` and the like."""
    return "," in composition.as_written or composition.basis.value != "explicit"


def _completed(named: Named) -> Named:
    """Add what the name says of the composition, or what the papers say of it."""
    if named.composition is not None:
        return named
    formulas = (named.words, *(r.formula for r in named.records if r.formula))
    composition = next(filter(None, map(parsed, formulas)), None)
    return Named(named.span, named.words, named.records, composition, named.how)


def parsed(formula: str) -> Composition | None:
    """Return the composition that a name writes as a whole; None if it is no formula."""
    try:
        return parse(formula)
    except FormulaError:
        return None
