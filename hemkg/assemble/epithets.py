"""Words by which a paper introduces a material and may call it again: hollow spheres (HES-H), the oxide NMC-O."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache

from hemkg.assemble.entity import Entity
from hemkg.model.paper import Span
from hemkg.vocab import terms
from hemkg.vocab.lexicon import alternatives
from hemkg.vocab.stems import stem

REACH = 60
BREAK = re.compile(r"[.;:,()]|\b(?:and|or|while|whereas|but|with|to|from)\b")


@cache
def general_stems() -> frozenset[str]:
    """Return the stems that tell no sample from another: nouns for materials, words between."""
    words = [
        str(w) for kind in ("MaterialNoun", "PhraseStop", "DefiniteWord") for w in terms.objects(kind, "exactLabel")
    ]
    return frozenset(stem(word) for word in words if " " not in word) | {stem(w) for w in ("ones", "one", "same")}


def epithets_of(text: str, entity: Entity) -> frozenset[str]:
    """Return the stems of the words right before a material's first mentions, and of those that its names end in.

    ``hollow spheres (HES-H)`` are hollow spheres, ``HEO-dense`` is dense.
    """
    found = {stem(w) for name in entity.names for w in re.findall(r"(?<=[-–])[a-z]{4,}(?=$|\s)", name)}
    for span in sorted(entity.spans)[:2]:
        before = BREAK.split(text[max(0, span.start - REACH) : span.start].rstrip("( "))[-1]
        found |= {stem(w) for w in re.findall(r"[a-z]{3,}", before.lower())[-4:]}
    return frozenset(found - general_stems())


@cache
def _labelling() -> re.Pattern[str]:
    nouns = f"{alternatives('MaterialNoun')}|{alternatives('ShapeNoun')}"
    return re.compile(rf"\b(?P<noun>{nouns})(?:e?s)?\s?\(?$", re.I)


def label_nouns(text: str, entities: Iterable[Entity]) -> Mapping[str, Entity]:
    """Return {noun: sample} where a paper introduces several codes by a noun of its own each.

    Behind ``an oxide (NCM-O), a sulfide (NCM-S)`` the sulfide is NCM-S, whatever it is made of.
    """
    nouns = {id(e): _noun_before(text, e) for e in entities}
    named = [(e, noun) for e in entities if e.is_code and (noun := nouns[id(e)])]
    counts = Counter(nouns.values())
    own = {noun: e for e, noun in named if counts[noun] == 1}
    return own if len(own) > 1 else {}


def _noun_before(text: str, entity: Entity) -> str | None:
    """Return the noun for a material or a shape that a name follows at its first mention."""
    start = entity.first.start
    found = _labelling().search(text, max(0, start - REACH), start)
    return found["noun"].lower() if found else None


@lru_cache(maxsize=256)
def _labels(nouns: frozenset[str]) -> re.Pattern[str]:
    words = "|".join(map(re.escape, sorted(nouns, key=lambda noun: (-len(noun), noun))))
    lead = r"(?:^|(?<=[\n,(;:.]\s)|(?<=\bthe\s)|(?<=\band\s)|(?<=\bor\s)|(?<=\bfor\s)|(?<=\bof\s)|(?<=\bthan\s))"
    tail = r"(?=[,.;:)]|\s(?!\(|of\b|(?:ion|layer|surface|film|lattice|phase)s?\b))"
    return re.compile(rf"{lead}(?P<phrase>(?:{words})(?:e?s)?){tail}", re.I)


def label_places(text: str, nouns: Iterable[str], span: Span) -> Iterator[re.Match[str]]:
    """Yield where nouns that label samples stand by themselves in a sentence, as the group ``phrase``."""
    found = frozenset(nouns)
    return _labels(found).finditer(text, span.start, span.end) if found else iter(())
