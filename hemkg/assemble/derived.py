"""Samples that are another one with an element left out or replaced: noMg, R-Zn, without In and Ga.

``We removed them one at a time (noMg, noCo)`` names samples by what they lack; ``without In and Ga the
material faded`` and ``when Cu was replaced by Fe`` describe them.  Their composition is that of the
richest material, the other elements of the site taking the place of the missing one.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from functools import cache

from hemkg.assemble.entity import Entity, cations_of, normal
from hemkg.model.annotated import Annotated
from hemkg.model.composition import Basis, Composition, Sublattice
from hemkg.model.mention import Mention, MentionKind
from hemkg.model.paper import Span
from hemkg.vocab import elements
from hemkg.vocab.lexicon import alternatives

FEWEST = 3


def add_derived(annotated: Annotated, entities: list[Entity]) -> None:
    """Give codes that say what they lack their composition, and add samples that are only described."""
    base = _base(entities)
    if base is None:
        return
    _name_lacking(annotated, entities, base)
    for span, composition in _described(annotated, base):
        if not any(span.overlaps(other) for e in entities if not e.is_element for other in e.spans):
            _add_described(annotated, entities, span, composition)
    _give_up_elements(entities)


def _add_described(annotated: Annotated, entities: list[Entity], span: Span, composition: Composition) -> None:
    """Add a described sample: to the code that it explains, to the sample of its composition, or as a new one."""
    code = _explained(annotated, entities, span)
    same = [e for e in entities if e.composition and e.composition.key() == composition.key()]
    if code is not None:
        code.composition = replace(composition, as_written=code.surface)
    elif not same:
        entities.append(Entity([span.of(annotated.text)], [span], composition, is_weak=True, is_derived=True))
    elif len(same) == 1 and same[0].is_derived:
        same[0].spans.append(span)


def _explained(annotated: Annotated, entities: list[Entity], span: Span) -> Entity | None:
    """Return the code without a formula whose bracket holds a description: CHEO (with Co instead of Al)."""
    lead = re.search(r"\s?\((?:[a-z]+\s){0,2}$", annotated.text[max(0, span.start - 20) : span.start])
    end = span.start - len(lead.group()) if lead else -1
    return next((e for e in entities if not e.composition and any(s.end == end for s in e.spans)), None)


def _give_up_elements(entities: list[Entity]) -> None:
    """Take the places of a derived sample from the elements that it names."""
    places = [span for e in entities if e.is_derived for span in e.spans]
    for entity in entities:
        if entity.is_element:
            entity.spans = [s for s in entity.spans if not any(s.overlaps(p) for p in places)]
    entities[:] = [entity for entity in entities if entity.spans]


def _base(entities: list[Entity]) -> Entity | None:
    """Return the material that mixes most elements, all amounts known."""
    known = [e for e in entities if e.composition and e.composition.is_known and len(cations_of(e)) > FEWEST]
    return max(known, key=lambda e: (len(cations_of(e)), -e.first.start), default=None)


# ---------------------------------------------------------------- codes


@cache
def _lacking_code() -> re.Pattern[str]:
    symbols = "|".join(sorted(elements.table(), key=lambda s: (-len(s), s)))
    return re.compile(rf"(?<![\w-])(?P<lead>no|[A-Z]{{1,4}}[-–])(?P<element>{symbols})(?![\w-])")


def _name_lacking(annotated: Annotated, entities: list[Entity], base: Entity) -> None:
    """Find codes that name the missing element: two of a kind, in a paper that tells of a removal."""
    places: dict[str, dict[str, list[Span]]] = {}
    for match in _lacking_code().finditer(annotated.text):
        if match["element"] in cations_of(base):
            kind = places.setdefault(match["lead"], {})
            kind.setdefault(match["element"], []).append(Span(match.start(), match.end()))
    for lead, found in places.items():
        if len(found) > 1 and (lead == "no" or _removal().search(annotated.text)):
            for symbol, spans in found.items():
                _set_lacking(annotated, entities, base, symbol, spans)


def _set_lacking(annotated: Annotated, entities: list[Entity], base: Entity, symbol: str, spans: list[Span]) -> None:
    name = spans[0].of(annotated.text)
    composition = _without(base, {symbol}, name)
    if composition is None:
        return
    for entity in entities:
        entity.spans = [s for s in entity.spans if s not in spans or normal(entity.surface) == normal(name)]
    known = next((e for e in entities if normal(e.surface) == normal(name)), None)
    if known is None:
        known = Entity([name], [])
        entities.append(known)
    known.composition, known.spans, known.base = composition, spans, base
    known.is_code, known.is_derived, known.is_weak = True, True, False
    entities[:] = [entity for entity in entities if entity.spans]


# ---------------------------------------------------------------- descriptions


@cache
def _removal() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{alternatives('RemovalWord')})\b", re.I)


@cache
def _before_removed() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{alternatives('RemovalWord')})\s(?:the\s|its\s)?$", re.I)


@cache
def _behind_removed() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives('RemovedTail')})\b", re.I)


@cache
def _replacement() -> re.Pattern[str]:
    return re.compile(rf"\s(?:(?:is|was|are|were|being)\s)?(?:{alternatives('ReplacedBy')})\s(?:the\s)?", re.I)


@cache
def _instead() -> re.Pattern[str]:
    return re.compile(rf"\s(?:{alternatives('InsteadOf')})\s(?:the\s)?", re.I)


ALTERNATIVE = re.compile(r"\s(?:or|nor)\s")
JOINED = re.compile(r"(?:,\s(?:and\s)?|\sand\s|\s?/\s?)")


def _described(annotated: Annotated, base: Entity) -> Iterator[tuple[Span, Composition]]:
    """Yield where a sample is described by what it lacks or holds instead, with its composition."""
    text = annotated.text
    plain = [m for m in annotated.mentions if m.kind is MentionKind.ELEMENT and m.surface.isalpha()]
    for index, first in enumerate(plain):
        later = plain[index + 1] if index + 1 < len(plain) else None
        between = text[first.span.end : later.span.start] if later else ""
        if later and _replacement().fullmatch(between):
            yield from _swapped(text, base, first, later, Span(first.span.start, later.span.end))
        elif later and _instead().fullmatch(between):
            yield from _swapped(text, base, later, first, Span(first.span.start, later.span.end))
        yield from _removed(text, base, plain, index)


def _swapped(text: str, base: Entity, old: Mention, new: Mention, span: Span) -> Iterator[tuple[Span, Composition]]:
    composition = _without(base, {old.concept or ""}, span.of(text), put_in=new.concept)
    if composition is not None and new.concept not in cations_of(base):
        yield span, composition


def _removed(text: str, base: Entity, plain: list[Mention], index: int) -> Iterator[tuple[Span, Composition]]:
    """Yield the sample without the element at ``index``, or without all of a list that it opens."""
    first = plain[index]
    lead = _before_removed().search(text[max(0, first.span.start - 30) : first.span.start])
    tail = _behind_removed().match(text, first.span.end)
    if not lead and not tail:
        return
    start = first.span.start - (len(lead.group()) if lead else 0)
    groups, end = [{first.concept or ""}], first.span.end
    for other in plain[index + 1 : index + 4] if lead else ():
        between = text[end : other.span.start]
        if ALTERNATIVE.fullmatch(between):
            groups.append({other.concept or ""})
        elif JOINED.fullmatch(between):
            groups[-1].add(other.concept or "")
        else:
            break
        end = other.span.end
    end += len(tail.group()) if tail and not lead else 0
    for place, group in enumerate(groups):
        span = Span(start, end) if place == 0 else Span(end - 1, end)
        composition = _without(base, group, span.of(text))
        if composition is not None:
            yield span, composition


# ---------------------------------------------------------------- arithmetic


def _without(base: Entity, gone: set[str], name: str, put_in: str | None = None) -> Composition | None:
    """Return a composition without elements, whose share the rest of the site takes, or one that is put in.

    Returns:
        None if one of the elements is not in it or fewer than two elements would share the site.
    """
    composition = base.composition
    amounts = dict(composition.amounts) if composition else {}
    site = [s for s in _site_of(base, gone) if amounts.get(s)]
    if composition is None or not gone <= set(site) or len(site) - len(gone) < 2:
        return None
    total = sum((amounts[s] or Fraction(0) for s in site), Fraction(0))
    lost = sum((amounts[s] or Fraction(0) for s in gone), Fraction(0))
    factor = Fraction(1) if put_in else total / (total - lost)
    kept = [(s, a * factor if a and s in site else a) for s, a in amounts.items() if s not in gone]
    if put_in:
        kept.insert(0, (put_in, lost))
    mixed = tuple((s, a) for s, a in kept if a is not None and (s in site or s == put_in))
    return replace(
        composition,
        as_written=name,
        formula="".join(f"{s}{_number(a)}" for s, a in kept),
        amounts=tuple(kept),
        sublattices=(Sublattice(mixed),),
        expands_to=(),
        basis=Basis.TEXT,
    )


def _site_of(base: Entity, gone: set[str]) -> list[str]:
    """Return the elements that share a site with those that leave: those of a bracket, else all cations."""
    lattices = base.composition.sublattices if base.composition else ()
    for lattice in lattices:
        inside = [symbol for symbol, _ in lattice.amounts]
        if gone <= set(inside):
            return inside
    return cations_of(base)


def _number(amount: Fraction | None) -> str:
    return "" if amount in {None, Fraction(1)} else f"{float(amount or 0):.4g}"
