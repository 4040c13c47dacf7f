"""Places that may claim a mechanism: words for it, paraphrases, phases that only it makes, and ellipses.

``Zn does not`` says nothing by itself: it takes the mechanism of the clause before.  Which of the
places claim something is not decided here.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from hemkg.assemble.context import Context, View
from hemkg.assemble.entity import Entity
from hemkg.assemble.mechanism_frames import framed
from hemkg.assemble.wording import clause_of
from hemkg.model.mention import Mention
from hemkg.model.paper import Span
from hemkg.vocab import elements, terms
from hemkg.vocab.lexicon import alternatives
from hemkg.vocab.terms import HEM

WORDS, PARAPHRASE, PRODUCT, ELLIPSIS, FRAME = "word", "paraphrase", "product", "ellipsis", "frame"
BACK = 2
REPEATED = "repeated"
LONGEST_ELLIPSIS = 18
BETWEEN = 4


@dataclass(frozen=True, slots=True)
class Hint:
    """A place that may claim a mechanism.

    Attributes:
        span: the words or the formula.
        mechanism: the term that it names or suggests.
        source: ``word``, ``paraphrase``, ``product``, ``frame`` or ``ellipsis``.
        label: the concept that matched, or the family of the product.
        product: the elements of a product that it is claimed of.
    """

    span: Span
    mechanism: str
    source: str
    label: str
    product: tuple[str, ...] = ()


def hints_in(context: Context) -> dict[int, list[Hint]]:
    """Return the hints of a paper by the index of their sentence; captions beside prose state nothing."""
    prose = any(not v.is_caption for v in context.views)
    return {v.sentence.index: [] if prose and v.is_caption else hints_of(context, v) for v in context.views}


def hints_of(context: Context, view: View) -> list[Hint]:
    """Return the words, phases and ellipses of a sentence that speak of a mechanism."""
    told = _told(view)
    return [*told, *_ellipses(context, view, told), *_repeated(context, view, told)]


def _told(view: View) -> list[Hint]:
    named = []
    words = [mention for mention in view.concepts if not _points_back(view, mention)]
    for mention in words:
        kinds = terms.kinds(mention.concept or "")
        if HEM.IonStorageMechanism in kinds or HEM.ChargeStorageMechanism in kinds:
            named.append(Hint(mention.span, mention.concept or "", WORDS, mention.concept or ""))
    for mention in words:
        target = _suggested(mention.concept or "")
        if target and not any(h.span.overlaps(mention.span) and h.mechanism == target for h in named):
            named.append(Hint(mention.span, target, PARAPHRASE, mention.concept or ""))
    told = [*sorted(named, key=lambda h: (h.span, h.mechanism)), *_products(view), *_bonds(view)]
    return [*told, *_framed(view, told)]


def _points_back(view: View, mention: Mention) -> bool:
    """Whether a word only names a material that was met before: the alloy, both alloys."""
    return any(a.span.contains(mention.span) for a in view.words(HEM.AnaphorCue) if a.span != mention.span)


def _framed(view: View, told: Sequence[Hint]) -> Iterator[Hint]:
    """Yield what a verb and its partners tell, where no word for the same mechanism stands in the same clause."""
    for span, mechanism, name in framed(view, _carriers()):
        clause = view.sentence.clause_at(span.start)
        same = [h for h in told if h.mechanism == mechanism and h.source != PRODUCT]
        if not any(view.sentence.clause_at(h.span.start) == clause for h in same):
            yield Hint(span, mechanism, FRAME, name)


@cache
def _suggested(concept: str) -> str | None:
    """Return the mechanism that a paraphrase suggests; words for roles suggest none."""
    target = terms.text(concept, "suggests")
    kinds = terms.kinds(target) if target else ()
    return target if HEM.IonStorageMechanism in kinds or HEM.ChargeStorageMechanism in kinds else None


def _products(view: View) -> Iterator[Hint]:
    """Yield phases that hold a working ion: intermetallics, salts, and hosts that are filled by degrees."""
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
    carriers = _carriers()
    symbols = [s for s in composition.elements if s not in carriers]
    if len(symbols) == len(composition.elements) or not symbols:
        return None
    table = elements.table()
    if all(table[s].is_metallic and not table[s].is_anion_former for s in symbols):
        return HEM.Alloying, "intermetallic", tuple(symbols)
    if all(table[s].is_anion_former for s in symbols) and len(symbols) == 1 and not _is_inert(composition.elements):
        return HEM.Conversion, "salt", ()
    return None


def _is_inert(symbols: Sequence[str]) -> bool:
    """Whether a salt is an oxide or a fluoride that is never reduced, and no product but a part of the host: MgO."""
    return any(set(str(pair).split()) == set(symbols) for pair in terms.objects("InertSalt", "exactLabel"))


@cache
def _carriers() -> frozenset[str]:
    return frozenset(terms.notation(ion) for ion in terms.instances("Ion")) - {"H", "Zn", "Al"}


@cache
def _bond() -> re.Pattern[str]:
    """Return a pattern for an alkali metal tied to another metal: Li–Sn, Na-Bi, Zn–Li."""
    table = elements.table()
    hosts = "|".join(s for s, e in table.items() if e.is_metallic and not e.is_anion_former and s not in _carriers())
    carriers = "|".join(sorted(_carriers(), key=len, reverse=True))
    return re.compile(
        rf"(?<![A-Za-z–-])(?:(?:{carriers})[–‐-](?P<one>{hosts})|(?P<other>{hosts})[–‐-](?:{carriers}))(?![\w–-])"
    )


def _bonds(view: View) -> Iterator[Hint]:
    for found in _bond().finditer(view.text, view.span.start, view.span.end):
        span = Span(found.start(), found.end())
        if not any(where.overlaps(span) for where, _ in view.materials):
            yield Hint(span, HEM.Alloying, PRODUCT, "intermetallic", (found["one"] or found["other"],))


# ---------------------------------------------------------------- ellipses


def _ellipses(context: Context, view: View, told: Sequence[Hint]) -> Iterator[Hint]:
    """Yield clauses that say of elements only that they do, or do not, what the clause before said."""
    hosts = context.once("elements of the paper's materials", _hosts)
    for clause in view.sentence.clauses:
        if any(clause.overlaps(hint.span) for hint in told) or _is_long(view, clause):
            continue
        named = [e for e in view.elements if clause.contains(e.span) and e.concept in hosts]
        cues = [c for c in view.words(HEM.EllipsisCue) if clause.overlaps(c.span)]
        before = _last_told(context, view, told, clause) if _is_predicate(view, named, cues) else None
        # storage at a surface is a matter of the electrode: an element does not do so too
        if before is not None and HEM.IonStorageMechanism in terms.kinds(before):
            last = max(named[-1].span.end, cues[-1].span.end)
            yield Hint(Span(named[0].span.start, last), before, ELLIPSIS, ELLIPSIS)


def _repeated(context: Context, view: View, told: Sequence[Hint]) -> Iterator[Hint]:
    """Yield clauses that say of other materials what was said before: the same effect is seen in CoO and NiO."""
    for found in _same().finditer(view.text, view.span.start, view.span.end):
        span = Span(found.start(), found.end())
        clause = clause_of(view, span.start)
        behind = any(where.start >= span.end for where, _ in view.materials)
        before = _last_told(context, view, told, clause) if behind else None
        if before is not None and not any(clause.overlaps(hint.span) for hint in told):
            yield Hint(span, before, ELLIPSIS, REPEATED)


@cache
def _same() -> re.Pattern[str]:
    verbs, nouns = alternatives("RepeatVerb"), alternatives("RepeatedThing")
    return re.compile(rf"\bthe same\s(?:(?:{nouns})\s)?(?:{verbs})\b", re.I)


def _is_predicate(view: View, named: Sequence[Mention], cues: Sequence[Mention]) -> bool:
    """Whether words that stand for what was said before follow on the elements: Zn, like Ge, does not."""
    if not named:
        return False
    after = [cue for cue in cues if cue.span.start >= named[0].span.end]
    if not after:
        return False
    before = [e.span.end for e in named if e.span.end <= after[0].span.start]
    return len(view.text[before[-1] : after[0].span.start].split()) <= BETWEEN


def _hosts(context: Context) -> frozenset[str]:
    """Return the elements of the paper's materials, its reaction products left out, and the metals that are no ion."""
    hosts = [e.composition for e in context.materials.entities if e.composition and product_of(e) is None]
    return _metals().union(*(composition.elements for composition in hosts))


@cache
def _metals() -> frozenset[str]:
    return frozenset(s for s, element in elements.table().items() if element.is_metallic) - _carriers()


def _is_long(view: View, clause: Span) -> bool:
    return len(view.text[clause.start : clause.end].split()) > LONGEST_ELLIPSIS


def _last_told(context: Context, view: View, told: Sequence[Hint], clause: Span) -> str | None:
    """Return the mechanism told last before a clause, in its sentence or one of those before."""
    here = [hint for hint in told if hint.span.end <= clause.start]
    if here:
        return max(here, key=lambda hint: hint.span).mechanism
    index = view.sentence.index
    for earlier in reversed(context.views[max(0, index - BACK) : index]):
        if earlier.sentence.block is not view.sentence.block:
            return None
        before = _told(earlier)
        if before:
            return max(before, key=lambda hint: (hint.source == WORDS, hint.span)).mechanism
    return None
