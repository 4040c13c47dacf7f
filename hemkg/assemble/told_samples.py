"""Samples that are told in words only: the dense ones, the undoped sample, the annealed film, a physical mixture.

A word such as *dense* tells of a second sample where the text calls another one porous, and *undoped* or
*micron-sized* tell of one by themselves.  A sample in another form has the composition of the material it
is set against; one that was made otherwise has none that the text tells.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from hemkg.assemble.entity import Entity, is_supported, metals_of
from hemkg.assemble.epithets import epithets_of
from hemkg.model.annotated import Annotated
from hemkg.model.paper import Span
from hemkg.vocab import terms
from hemkg.vocab.lexicon import alternatives, table_words
from hemkg.vocab.stems import stem


@dataclass(frozen=True, slots=True)
class _Phrase:
    """Words that may tell of a sample: where they stand without their article, and the one that tells it apart."""

    span: Span
    word: str
    article: str


def add_told(annotated: Annotated, entities: list[Entity]) -> None:
    """Add the samples that a paper tells in words to the materials that it names."""
    usable = [e for e in entities if not e.is_weak and not e.named]
    phrases = [p for p in _phrases(annotated) if not _is_taken(p.span, entities)]
    epithets = {id(e): epithets_of(annotated.text, e) for e in usable}
    words = _telling({p.word for p in phrases}, frozenset[str]().union(*epithets.values()))
    both = _set_side_by_side(annotated.text, phrases)
    for group in _groups(p for p in phrases if p.word in words):
        word = group[0].word
        own = word in both or not any(stem(word) in epithets[id(e)] for e in usable)
        if not own or _is_named(word, usable):
            continue
        if not any(_introduces(annotated.text, p.span, entities) for p in group):
            _add_sample(annotated, entities, group, _other_of_two(word, usable, epithets))


def _add_sample(annotated: Annotated, entities: list[Entity], group: Sequence[_Phrase], known: Entity | None) -> None:
    """Add a sample, or the places of its phrases to the material that they can only mean."""
    if known is not None:
        known.spans += [p.span for p in group]
    else:
        usable = [e for e in entities if not e.is_weak and not e.named]
        entities.append(_entity(annotated, group, _base(group[0].span, usable)))


# ---------------------------------------------------------------- phrases


@cache
def _contrasts() -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    sides = (str(entry).split("=") for entry in terms.objects("SampleContrast", "oppositeWords"))
    return tuple((frozenset(one.split("/")), frozenset(other.split("/"))) for one, other in sides)


@cache
def _phrase() -> re.Pattern[str]:
    """Return a pattern for a noun of a sample with a word that may tell it apart."""
    told = {word for pair in _contrasts() for side in pair for word in side}
    told |= table_words("SecondForm") | table_words("SecondMake")
    words = "|".join(map(re.escape, sorted(told, key=lambda word: (-len(word), word))))
    filler = rf"(?:(?!(?:{alternatives('PhraseStop')})\b)[a-z][\w–-]*\s)"
    nouns = rf"(?:{alternatives('MaterialNoun')}|{alternatives('ShapeNoun')}|{alternatives('FormNoun')})(?:e?s)?"
    return re.compile(
        rf"\b(?P<article>(?:the|an?|our)\s)?(?P<phrase>(?P<word>{words})\s{filler}{{0,2}}?{nouns})(?![\w–-])", re.I
    )


def _phrases(annotated: Annotated) -> Iterator[_Phrase]:
    text = annotated.text
    for sentence in annotated.sentences:
        for found in _phrase().finditer(text, sentence.span.start, sentence.span.end):
            span = Span(found.start("phrase"), found.end("phrase"))
            if not _means_none(found["phrase"]):
                yield _Phrase(span, found["word"].lower(), (found["article"] or "").strip().lower())


def _means_none(phrase: str) -> bool:
    """Whether a phrase ends in a noun for materials and means none: the crystalline structure, a metallic phase."""
    return phrase.lower().endswith(tuple(map(str, terms.objects("NoMaterialPhrase", "exactLabel"))))


def _is_taken(span: Span, entities: Iterable[Entity]) -> bool:
    return any(span.overlaps(other) for entity in entities for other in entity.spans)


def _set_side_by_side(text: str, phrases: Iterable[_Phrase]) -> set[str]:
    """Return the words that a text sets against each other in one phrase: hollow and solid spheres."""
    found: set[str] = set()
    for phrase in phrases:
        lead = re.search(
            r"([\w–-]+)\s(?:and|or|versus|vs\.?)\s$", text[max(0, phrase.span.start - 30) : phrase.span.start]
        )
        if lead and lead[1].lower() in _opposites(phrase.word):
            found |= {phrase.word, lead[1].lower()}
    return found


@lru_cache(maxsize=4096)
def _opposites(word: str) -> frozenset[str]:
    return frozenset(w for pair in _contrasts() for one, other in (pair, pair[::-1]) if word in one for w in other)


def _introduces(text: str, span: Span, entities: Iterable[Entity]) -> bool:
    """Whether a name follows that tells which sample is meant: solid spheres (HES-S)."""
    named = (other for entity in entities for other in entity.spans)
    return any(span.end < o.start <= span.end + 2 and text[span.end : o.start].strip(" (") == "" for o in named)


# ---------------------------------------------------------------- which of them tell of a sample


def _telling(words: set[str], epithets: frozenset[str]) -> set[str]:
    """Return the words that tell of a sample: by themselves, or by one that stands against them in the text."""
    alone = words & (table_words("SecondForm") | table_words("SecondMake"))
    for one, other in _contrasts():
        here, there = words & one, words & other
        alone |= here if there or any(stem(w) in epithets for w in other) else set()
        alone |= there if here or any(stem(w) in epithets for w in one) else set()
    return alone


def _other_of_two(word: str, usable: Sequence[Entity], epithets: Mapping[int, frozenset[str]]) -> Entity | None:
    """Return the sample that is left where another one of its composition is called the opposite."""
    opposite = {stem(w) for w in _opposites(word)}
    bound = [e for e in usable if epithets[id(e)] & opposite]
    key = bound[0].composition.key() if len(bound) == 1 and bound[0].composition else None
    alike = [e for e in usable if key and e not in bound and e.composition and e.composition.key() == key]
    return alike[0] if len(alike) == 1 else None


def _is_named(word: str, usable: Sequence[Entity]) -> bool:
    """Whether a material with a name of its own is what a word tells of: the uncoated one beside X@C, the parent."""
    coated = [e for e in usable if is_supported(e)]
    if word in table_words("BareWord") | table_words("BareNoun") and coated:
        return True
    counts = {len(metals_of(e)) for e in usable if e.composition}
    return (word in table_words("LesserWord") and len(counts) > 1) or (
        word in table_words("DopedWord") and bool(coated)
    )


def _groups(phrases: Iterable[_Phrase]) -> list[list[_Phrase]]:
    """Return the phrases by the word that tells them apart."""
    found: dict[str, list[_Phrase]] = {}
    for phrase in phrases:
        found.setdefault(phrase.word, []).append(phrase)
    return list(found.values())


def _base(span: Span, usable: Sequence[Entity]) -> Entity | None:
    """Return the material that a sample is set against: the last one named before it, or the first of all."""
    known = [e for e in usable if e.composition and len(e.composition.amounts) > 1]
    before = [(max(s.start for s in e.spans if s.start < span.start), e) for e in known if e.first.start < span.start]
    if before:
        return max(before, key=lambda pair: pair[0])[1]
    return min(known, key=lambda e: e.first, default=None)


def _entity(annotated: Annotated, group: Sequence[_Phrase], base: Entity | None) -> Entity:
    """Return a sample under the words that first tell of it, and under the others."""
    name = group[0].span.of(annotated.text)
    names = [name]
    for phrase in group:
        words = phrase.span.of(annotated.text)
        names += [n for n in (words, f"the {words}" if phrase.article == "the" else words) if n not in names]
    entity = Entity(names, [p.span for p in group], is_weak=True, is_derived=True)
    if base is not None and base.composition is not None and group[0].word not in table_words("SecondMake"):
        entity.base = base
        entity.composition = replace(base.composition, as_written=name)
    return entity
