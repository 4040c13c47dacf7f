"""Elements that are samples themselves: pure Sn, Si nanowires, a tin anode, bismuth that stores sodium.

What is written beside an element decides whether it may be a sample at all, and whether it is one even
if nothing measured of it can be linked to it.
"""

import re
from fractions import Fraction
from functools import cache

from hemkg.assemble.entity import Entity, add
from hemkg.model.annotated import Annotated
from hemkg.model.composition import Composition
from hemkg.model.mention import Mention, MentionKind
from hemkg.model.paper import Span
from hemkg.vocab import elements, terms
from hemkg.vocab.lexicon import alternatives, table_symbols
from hemkg.vocab.terms import HEM

LEAD, REST = 80, 40


def add_elements(annotated: Annotated, found: dict[str, Entity]) -> None:
    """Add the elements that are samples to the materials found so far."""
    taken = [span for entity in found.values() for span in entity.spans]
    free = [m for m in annotated.mentions if _is_free(m, taken)]
    told = [m for m in free if can_be_sample(m.concept or "") and _is_told(annotated, m)]
    samples = [m for m in free if can_be_sample(m.concept or "") and _is_sample(annotated, m, taken)]
    chosen: dict[str, Mention] = {}
    for mention in sorted([*told, *samples], key=lambda m: m.span):
        chosen.setdefault(mention.concept or "", mention)
    known = {m.concept for m in samples}
    for mention in free:
        if mention.concept in known or mention in told:
            entity = _add_element(annotated, found, mention, chosen[mention.concept or ""])
            entity.is_told = entity.is_told or mention in told


def _is_free(mention: Mention, taken: list[Span]) -> bool:
    """Whether a mention is of an element by name or symbol, in no longer name of a material."""
    plain = mention.kind is MentionKind.ELEMENT and mention.surface.isalpha()
    return plain and not any(span.contains(mention.span) for span in taken)


@cache
def can_be_sample(symbol: str) -> bool:
    """Whether the pure element is an anode of its own: metals and metalloids but the counter electrodes."""
    counter = table_symbols("CounterElectrode")
    element = elements.table().get(symbol)
    return element is not None and (element.is_metallic or symbol == "P") and symbol not in counter


@cache
def _listed() -> str:
    """Return a pattern for elements of a list before the one that is asked about: ``Sn, Bi and``."""
    names = "|".join(sorted({*elements.names(), *elements.table()}, key=lambda w: (-len(w), w)))
    return rf"(?:(?:{names})(?:,\s?(?:and\s|or\s)?|\s(?:and|or)\s|/)){{0,6}}"


@cache
def _before(table: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{alternatives(table)})\s{_listed()}$", re.I)


@cache
def _of_class() -> re.Pattern[str]:
    """Return a pattern for a class of elements that a list follows: alloying metals such as Sn, Sb."""
    tie = rf"(?:\s(?:{alternatives('ExampleWord')})|,|:|\s?\((?:{alternatives('ExampleWord')})?)"
    return re.compile(rf"\b(?:{alternatives('ElementClass')}){tie}\s?{_listed()}$", re.I)


@cache
def _after(table: str) -> re.Pattern[str]:
    return re.compile(rf"[\s-](?:[a-z]+\s)?(?:{alternatives(table)})\b", re.I)


@cache
def _metal() -> re.Pattern[str]:
    return re.compile(rf"\s(?:{alternatives('MetalWord')})\b", re.I)


@cache
def _stores() -> re.Pattern[str]:
    return re.compile(rf"\s(?:[a-z]+ly\s)?(?:{alternatives('StorageVerb')})\b")


def _is_sample(annotated: Annotated, mention: Mention, taken: list[Span]) -> bool:
    """Whether words beside an element, or a capacity that it goes on to or ends, make it a sample."""
    text = annotated.text
    rest = text[mention.span.end : mention.span.end + REST]
    lead = text[max(0, mention.span.start - LEAD) : mention.span.start]
    return bool(
        _before("SampleWord").search(lead)
        or _after("SampleNoun").match(rest)
        or _is_measured(annotated, mention, taken)
        or _ends_value(annotated, mention)
    )


def _ends_value(annotated: Annotated, mention: Mention) -> bool:
    """Whether a capacity is told of an element behind it, or before it without a verb: 301 mAh g−1 for Bi, Sn 355."""
    text, sentence = annotated.text, annotated.sentence_at(mention.span.start)
    found = annotated.mentions_in(sentence.span) if sentence else ()
    capacities = [m.span for m in found if m.concept == HEM.SpecificCapacity]
    if mention.concept in _stored():
        return False
    ties = any(_tie().fullmatch(text[c.end : mention.span.start]) for c in capacities if c.end <= mention.span.start)
    listed = LISTED.search(text[max(0, mention.span.start - 6) : mention.span.start])
    return bool(
        (ties and BEHIND.match(text, mention.span.end))
        or (listed and any(c.start == mention.span.end + 1 for c in capacities))
    )


@cache
def _stored() -> frozenset[str]:
    """Return the elements that are stored themselves: 120 mAh g−1 of zinc."""
    return frozenset(terms.notation(ion) for ion in terms.instances("Ion"))


BEHIND = re.compile(r"\s?(?:[,.;:)]|(?:and|in|at|after|as|if)\b|$)")
LISTED = re.compile(r"(?:,|;|\band)\s$")


@cache
def _tie() -> re.Pattern[str]:
    return re.compile(rf"\s(?:{alternatives('ValueTie')})\s(?:{alternatives('PureWord')}|bare\s)?", re.I)


def _is_told(annotated: Annotated, mention: Mention) -> bool:
    """Whether an element is spoken of as an electrode material of its own: pure Bi, zinc metal, Bi stores K."""
    text = annotated.text
    rest = text[mention.span.end : mention.span.end + REST]
    lead = text[max(0, mention.span.start - LEAD) : mention.span.start]
    if _before("PureWord").search(lead) or _of_class().search(lead):
        return True
    return _is_subject(annotated, mention) and bool(_metal().match(rest) or _stores().match(rest))


def _is_subject(annotated: Annotated, mention: Mention) -> bool:
    """Whether a sentence opens with an element."""
    sentence = annotated.sentence_at(mention.span.start)
    return sentence is not None and mention.span.start == sentence.span.start


def _is_measured(annotated: Annotated, mention: Mention, taken: list[Span]) -> bool:
    """Whether a sentence opens with the element and goes on to a capacity, no other material between."""
    sentence = annotated.sentence_at(mention.span.start)
    if sentence is None or annotated.text[mention.span.end : mention.span.end + 1] in "-–":
        return False
    token = sentence.tokens[sentence.token_at(mention.span.start)]
    opens = mention.span.start == sentence.span.start
    if not opens and not (token.relation == "nsubj" and sentence.tokens[token.head].tag.startswith("VB")):
        return False
    capacities = [m for m in annotated.mentions_in(sentence.span) if m.concept == HEM.SpecificCapacity]
    if not capacities:
        return False
    if not opens and sentence.clause_at(mention.span.start) != sentence.clause_at(capacities[0].span.start):
        return False
    between = Span(mention.span.end, capacities[0].span.start) if capacities[0].span.start > mention.span.end else None
    return between is not None and not any(between.overlaps(span) for span in taken)


def _add_element(annotated: Annotated, found: dict[str, Entity], mention: Mention, first: Mention) -> Entity:
    """Add a mention of an element, under the words that first made it a sample."""
    symbol = mention.concept or ""
    noun = _metal().match(annotated.text, first.span.end)
    name = first.surface if len(first.surface) > 2 else symbol
    composition = Composition(symbol, symbol, ((symbol, Fraction(1)),))
    entity = add(found, name, mention.span, composition)
    entity.is_element = entity.is_weak = True
    entity.names += [n for n in (symbol, noun and name + noun.group()) if n and n not in entity.names]
    return entity
