"""Compounds with a dopant before their formula, codes with an element before them: Co-doped FeS2, Ni-rich HEO.

The dopant belongs to the name.  Where a text sets a doped sample against the plain compound, or two dopants
against each other, each is a sample of its own: the compound with the dopant in an amount that is not told.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from hemkg.assemble.entity import Entity
from hemkg.model.annotated import Annotated
from hemkg.model.paper import Span
from hemkg.vocab import elements
from hemkg.vocab.lexicon import alternatives

LEAD = 60
IDEOGRAPH, KATAKANA = r"[\u3400-\u9fff]", r"[\u30a0-\u30ff]"


def add_doped(annotated: Annotated, entities: list[Entity]) -> None:
    """Name doped compounds with their dopant, and part them from the plain compound where a text has both."""
    for entity in list(entities):
        if entity.composition and not entity.named and not entity.is_element and not entity.is_code:
            doped = _doped_forms(annotated.text, entity)
            plain = [s for s in entity.spans if not any(o.contains(s) for spans in doped.values() for o in spans)]
            if len(doped) > 1 or (doped and _is_set_apart(annotated, plain, doped)):
                entities += [_sample(annotated.text, entity, spans, dopant) for dopant, spans in doped.items()]
                entity.spans = plain or entity.spans
                if not plain:
                    entities.remove(entity)
            else:
                entity.names += _names(annotated.text, [s for spans in doped.values() for s in spans], entity)


def _doped_forms(text: str, entity: Entity) -> dict[tuple[str, ...], list[Span]]:
    """Return the places of a compound with a dopant before it, the dopant taken in, by dopant."""
    found: dict[tuple[str, ...], list[Span]] = {}
    for span in sorted(entity.spans):
        lead = _lead().search(text[max(0, span.start - LEAD) : span.start])
        if lead:
            words = lead["dopant"] or lead["word"] or lead["other"]
            place = Span(span.start - len(lead.group()), span.end)
            same = next((k for k, spans in found.items() if text[spans[-1].end : place.start].strip() == "("), None)
            key = tuple(_symbol(word) for word in re.findall(r"\w+", words) if word != "and")
            found.setdefault(same or key, []).append(place)
    return found


@cache
def _lead() -> re.Pattern[str]:
    """Return a pattern for a dopant at the end of what stands before a formula."""
    symbol = "|".join(sorted(elements.table(), key=lambda s: (-len(s), s)))
    word = "|".join(sorted(elements.names(), key=lambda w: (-len(w), w)))
    doped = alternatives("DopedWord")
    several = rf"(?:{symbol})(?:(?:,\s?|/|\sand\s|[-–])(?:{symbol}))*"
    named, ending = alternatives("ElementNameOfOtherScript"), alternatives("ElementEndingOfOtherScript")
    foreign = rf"(?:{KATAKANA}+|{IDEOGRAPH}{ending}|{named}|{IDEOGRAPH}|{symbol})"
    return re.compile(
        rf"(?<![\w@/–-])(?:(?P<dopant>{several})[\s–-]|(?P<word>(?i:{word}))[\s–-])(?i:(?:{doped}))\s$"
        rf"|(?P<other>(?:{foreign}[、和与/])*{foreign})(?:{alternatives('DopedWordOfOtherScript')})$"
    )


def _symbol(word: str) -> str:
    """Return the symbol of an element that goes by its name, any other word as it is."""
    return elements.names().get(word.lower(), word)


def _is_set_apart(annotated: Annotated, plain: Sequence[Span], doped: dict[tuple[str, ...], list[Span]]) -> bool:
    """Whether a text sets the plain compound against the doped one: undoped FeS2, than FeS2, both in one sentence."""
    against = (_against().search(annotated.text[max(0, s.start - LEAD) : s.start]) for s in plain)
    sentences = {_index(annotated, s) for spans in doped.values() for s in spans}
    return any(against) or any(_index(annotated, s) in sentences for s in plain)


def _index(annotated: Annotated, span: Span) -> int | None:
    sentence = annotated.sentence_at(span.start)
    return sentence.index if sentence is not None else None


@cache
def _against() -> re.Pattern[str]:
    words = "|".join(
        alternatives(table) for table in ("BareWord", "BareNoun", "LesserWord", "ContrastLead", "SecondMake")
    )
    return re.compile(rf"\b(?:{words})\s(?:the\s)?$", re.I)


def _names(text: str, spans: Sequence[Span], entity: Entity | None = None) -> list[str]:
    """Return the distinct names at some places that a material has not yet."""
    known = set(entity.names) if entity is not None else set()
    return [name for name in dict.fromkeys(span.of(text) for span in spans) if name not in known]


def _sample(text: str, entity: Entity, spans: list[Span], dopant: tuple[str, ...]) -> Entity:
    names, made_of = _names(text, spans), entity.composition
    assert made_of is not None
    amounts = made_of.amounts + tuple((s, None) for s in dopant if s in elements.table() and s not in made_of.elements)
    return Entity(names, spans, replace(made_of, as_written=names[0], amounts=amounts, support=dopant), base=entity)


# ---------------------------------------------------------------- codes with an element before them


def add_qualified(annotated: Annotated, entities: list[Entity]) -> None:
    """Part samples that a paper tells by an element before one code: the Fe-rich HEO and the Ni-rich HEO."""
    for entity in [e for e in entities if e.is_code]:
        found: dict[str, list[Span]] = {}
        for span in entity.spans:
            lead = _qualifier().search(annotated.text[max(0, span.start - LEAD) : span.start])
            if lead:
                place = Span(span.start - len(lead.group()), span.end)
                found.setdefault(place.of(annotated.text), []).append(place)
        plain = [s for s in entity.spans if not any(o.contains(s) for spans in found.values() for o in spans)]
        if len(found) > 1 or (plain and any("free" in name for name in found)):
            entities += [Entity([name], spans, is_code=True, base=entity) for name, spans in found.items()]
            entity.spans = plain or entity.spans
            if not plain:
                entities.remove(entity)


@cache
def _qualifier() -> re.Pattern[str]:
    symbol = "|".join(sorted(elements.table(), key=lambda s: (-len(s), s)))
    return re.compile(rf"(?<![\w@/–-])(?:{symbol})[-–](?:{alternatives('ContentWord')})\s$")
