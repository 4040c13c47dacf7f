"""The active phase of a composite where a paper speaks of it alone: the uncoated rods, without graphene the oxide."""

import re
from dataclasses import replace
from functools import cache

from hemkg.assemble.entity import Entity
from hemkg.model.annotated import Annotated
from hemkg.model.paper import Span
from hemkg.vocab.lexicon import alternatives


def add_bare(annotated: Annotated, entities: list[Entity]) -> None:
    """Add the active phase of a paper's one composite where it is spoken of without a formula, or where it stands."""
    coated = [e for e in entities if e.composition and e.composition.support and not e.named]
    keys = {e.composition.key() for e in coated if e.composition}
    composition = coated[0].composition if len(keys) == 1 else None
    if composition is None:
        return
    alike = [e for e in entities if e.composition and not e.composition.support and e.composition.key() in keys]
    without = _without_support(annotated.text, composition.support)
    bare = [] if alike else _bare_phrases(annotated.text)
    taken = [s for e in entities if not e.is_weak for s in e.spans]
    spans = [s for s in (*without, *bare) if not any(s.overlaps(o) for o in taken)]
    if spans and len(alike) < 2:
        _give_up(entities, spans)
        phase = replace(composition, as_written=composition.formula, support=())
        found = alike[0] if alike else Entity([composition.formula], [], phase)
        found.spans += spans
        entities += [] if alike else [found]


def _bare_phrases(text: str) -> list[Span]:
    return [Span(found.start(), found.end()) for found in _bare().finditer(text)]


@cache
def _bare() -> re.Pattern[str]:
    nouns = f"{alternatives('MaterialNoun')}|(?:{alternatives('ShapeNoun')})(?:e?s)?"
    return re.compile(rf"\b(?:{alternatives('BareWord')})\s(?:[a-z-]+\s){{0,2}}?(?:{nouns})\b", re.I)


def _without_support(text: str, support: tuple[str, ...]) -> list[Span]:
    """Return where a text leaves out what its composite carries: the oxide without carbon, without rGO the oxide."""
    carried = "|".join([alternatives("SupportNoun"), *map(re.escape, support)])
    lead = rf"(?:{alternatives('WithoutWord')})\s(?:the\s|a\s|any\s|its\s)?(?:{carried})\b"
    noun = rf"(?:{alternatives('MaterialNoun')}|(?:{alternatives('ShapeNoun')})(?:e?s)?)"
    pattern = rf"\b{noun}\s{lead}(?![-–])|\b{lead}(?:,)?\s(?:the|this)\s(?:\w+\s)?{noun}\b"
    return [Span(found.start(), found.end()) for found in re.finditer(pattern, text, re.I)]


def _give_up(entities: list[Entity], spans: list[Span]) -> None:
    """Take places from the carbons that are named there only as left out."""
    for entity in entities:
        if entity.is_weak:
            entity.spans = [s for s in entity.spans if not any(s.overlaps(o) for o in spans)]
    entities[:] = [entity for entity in entities if entity.spans]
