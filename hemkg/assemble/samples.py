"""Sample codes in a text: HEO-9, N-HEO5, 6M-Te/G, Cr-0.5, electrode B, batch II."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from hemkg.model.annotated import Annotated
from hemkg.model.mention import MentionKind
from hemkg.model.paper import Span
from hemkg.vocab import elements, terms
from hemkg.vocab.lexicon import alternatives, table_symbols
from hemkg.vocab.terms import HEM

CODE = re.compile(
    r"(?<![\w@/.])(?:\d[A-Z]|[A-Z]|[a-z]-[A-Z])[A-Za-z0-9]*(?:[@/–‐-][A-Za-z0-9]+)*(?:(?<=[–‐-]\d)\.\d+)?(?![\w@])"
)


def is_within(inner: Span, outer: Span) -> bool:
    """Whether one span is a proper part of another."""
    return outer.contains(inner) and inner != outer


@cache
def _no_names() -> frozenset[str]:
    return table_symbols("NotAName") | table_symbols("NotAFormula")


TECHNICAL = ("Technique", "Ion", "TechniqueMode", "QuantityKind", "SynthesisMethod", "NamedMaterial", "NotAConcept")


NUMBERED = re.compile(r"[A-Z][A-Za-z]?[-–]\d+(?:\.\d+)?")


def _words(text: str, span: Span) -> Iterator[Span]:
    """Yield the words that have the shape of a code; OS-0/OS-8/OS-16 are three."""
    for found in CODE.finditer(text, span.start, span.end):
        parts = list(re.finditer(r"[^/]+", found.group()))
        stems = {re.sub(r"[\d.]+$", "", part.group()) for part in parts}
        if len(parts) > 1 and len(stems) == 1 and re.search(r"[-–]", found.group()):
            yield from (Span(found.start() + p.start(), found.start() + p.end()) for p in parts)
        else:
            yield Span(found.start(), found.end())


def find_codes(annotated: Annotated) -> Iterator[Span]:
    """Yield sample codes: capital letters and digits that are no formula, unit or abbreviation."""
    taken = [
        mention.span
        for mention in annotated.mentions
        if mention.kind is MentionKind.FORMULA
        or (mention.kind is MentionKind.QUANTITY and mention.concept != HEM.Count)
        or (mention.kind is MentionKind.ELEMENT and len(mention.surface) > 2)
        or mention.kind is MentionKind.NAME
        or (mention.kind is MentionKind.CONCEPT and set(terms.kinds(mention.concept or "")) & set(TECHNICAL))
    ]
    yield from _by_tail(annotated, taken)
    yield from _introduced(annotated)
    opened = [*_numbered(annotated), *_bracketed(annotated)]
    yield from opened
    text = annotated.text
    words = [span for sentence in annotated.sentences for span in _words(text, sentence.span)]
    pictures = {span.of(text) for span in words if _numbers_a_picture(text, span)}
    ordered = sorted([*taken, *opened])
    yield from _parts_alone(text, {span.of(text) for span in words}, annotated)
    for span in words:
        if is_code(span.of(text)) and span.of(text) not in pictures and not _is_taken(span, ordered):
            yield span


def _parts_alone(text: str, words: set[str], annotated: Annotated) -> Iterator[Span]:
    """Yield where the core of a coated sample stands alone, if it is no code by its look: Si-w beside HEA@Si-w."""
    cores = {
        part for word in words if "@" in word for part in word.split("@") if re.fullmatch(r"[A-Z]\w*[-–]\w+", part)
    }
    for core in sorted(core for core in cores if not is_code(core)):
        for sentence in annotated.sentences:
            for found in re.finditer(
                rf"(?<![\w@/–-]){re.escape(core)}(?![\w@/–-])", text[sentence.span.start : sentence.span.end]
            ):
                yield Span(sentence.span.start + found.start(), sentence.span.start + found.end())


def _is_taken(span: Span, ordered: Sequence[Span]) -> bool:
    """Whether something else is recognised here that is no mere part of the word; spans in text order."""
    low = bisect_left(ordered, span.start - LONGEST_NAME, key=lambda other: other.start)
    high = bisect_left(ordered, span.end, key=lambda other: other.start)
    return any(span.overlaps(other) and not is_within(other, span) for other in ordered[low:high])


PICTURE_NUMBER = re.compile(r"[A-Z]{0,2}\d+[A-Za-z]*(?:[-–][A-Z]?\d*[A-Za-z]*)?")


@cache
def _picture() -> re.Pattern[str]:
    words = alternatives("PictureWord")
    return re.compile(rf"\b(?:{words})\.?\s(?:[A-Z]?\d+[A-Za-z]?(?:,\s?|[-–]|\sand\s))*$", re.I)


def _numbers_a_picture(text: str, span: Span) -> bool:
    """Whether a code is the number of a figure, table or reference: Figure S1, Tables S2 and S3."""
    return bool(PICTURE_NUMBER.fullmatch(span.of(text))) and bool(
        _picture().search(text[max(0, span.start - 40) : span.start])
    )


NUMBER_BEHIND = re.compile(r"[-–]\d{1,3}(?![\w.%@/–-])")


def _numbered(annotated: Annotated) -> Iterator[Span]:
    """Yield formulas that open with a bracket and carry a number, of one formula several or one often: (FeCo)S-1."""
    found: dict[str, list[Span]] = {}
    for mention in annotated.mentions:
        if mention.kind is MentionKind.FORMULA and not mention.surface[0].isalnum():
            behind = NUMBER_BEHIND.match(annotated.text, mention.span.end)
            if behind:
                found.setdefault(mention.surface, []).append(Span(mention.span.start, behind.end()))
    for spans in found.values():
        if len(spans) > 1:
            yield from spans


BRACKETED = re.compile(
    r"(?<![\w@/.)(])(?:[A-Z][a-z]?\d?)?\((?P<metals>(?:[A-Z][a-z]?){2,})\)[-–]?(?P<code>[A-Z]{3,5})(?![\w@/–-])"
)


def _bracketed(annotated: Annotated) -> Iterator[Span]:
    """Yield codes of metals in brackets before the letters of a class: K(FeMnNi)HCF, (FeCoNi)LDH."""
    formulas = {m.span.end for m in annotated.mentions if m.kind is MentionKind.FORMULA}
    for sentence in annotated.sentences:
        for found in BRACKETED.finditer(annotated.text, sentence.span.start, sentence.span.end):
            symbols = re.findall(r"[A-Z][a-z]?", found["metals"])
            if found.end() not in formulas and all(symbol in elements.table() for symbol in symbols):
                yield Span(found.start(), found.end())


SHORT = re.compile(r"(?<=\s)\((?P<short>[A-Z][A-Za-z0-9–-]{1,9})\)")
LONG = re.compile(r"(?:[\w–-]+\s){1,6}$")
LEAD = 120
OFTEN = 4


def _introduced(annotated: Annotated) -> Iterator[Span]:
    """Yield the short names that a paper gives its own material, though others use them for a support.

    ``hierarchically porous carbon (HPC)`` is a material where the paper goes on about the HPC anode.
    """
    text = annotated.text
    for short in sorted(set(_short_names(text))):
        places = [Span(*m.span()) for m in re.finditer(rf"(?<![\w@/–-]){re.escape(short)}(?![\w@])", text)]
        used = any(_as_sample().match(text, place.end) for place in places)
        if short in _no_names() and used and len(places) >= OFTEN:
            yield from places


def _short_names(text: str) -> Iterator[str]:
    """Yield the short names in brackets whose letters open the words before them."""
    for found in SHORT.finditer(text):
        long = LONG.search(text[max(0, found.start() - LEAD) : found.start()])
        if long and _stands_for(found["short"], long.group()):
            yield found["short"]


def _stands_for(short: str, long: str) -> bool:
    """Whether the letters of a short name open words of what stands before it, the last being a material."""
    words = long.split()
    letters = [c.lower() for c in short if c.isalpha()]
    noun = words[-1].lower().rstrip("s")
    openers = [w[0].lower() for w in words[-len(letters) :]]
    known = {str(w).rstrip("s") for name in ("MaterialNoun", "ActiveNoun") for w in terms.objects(name, "exactLabel")}
    return noun in known and len(letters) > 1 and openers == letters[-len(openers) :]


@cache
def _as_sample() -> re.Pattern[str]:
    nouns = "|".join(re.escape(str(w)) for w in terms.objects("AnodeWords", "afterWord"))
    return re.compile(rf"[\s–-](?:{nouns})\b", re.I)


def is_used_as_sample(text: str, place: Span) -> bool:
    """Whether a name stands before an electrode or does what electrodes do: the HPC anode, X delivers."""
    return bool(_as_sample().match(text, place.end))


LONGEST_NAME = 400  # characters that a formula or a name may reach back
TAILED = re.compile(r"(?<![\w@/.–-])(?P<head>[A-Z][A-Za-z0-9]*)[-–](?P<tail>[a-z]{2,}|[A-Z]{2,5})(?![\w@–-])")


@cache
def _no_tails() -> frozenset[str]:
    return frozenset(map(str, terms.objects("NotATail", "exactLabel")))


def _by_tail(annotated: Annotated, taken: Sequence[Span]) -> Iterator[Span]:
    """Yield words that are codes because another word ends alike: HEA-np and Sb-np, Fe-oxalate and Co-oxalate."""
    found: dict[str, dict[str, list[Span]]] = {}
    for sentence in annotated.sentences:
        for match in TAILED.finditer(annotated.text, sentence.span.start, sentence.span.end):
            span = Span(match.start(), match.end())
            known = match["tail"].lower() in _no_tails() or span.of(annotated.text) in _no_names()
            if (
                not known
                and _is_head(match["head"])
                and not any(o.overlaps(span) and not span.contains(o) for o in taken)
            ):
                found.setdefault(match["tail"], {}).setdefault(match["head"], []).append(span)
    for heads in found.values():
        if len(heads) > 1:
            yield from (span for spans in heads.values() for span in spans if not is_code(span.of(annotated.text)))


def _is_head(word: str) -> bool:
    """Whether a word is made of element symbols or of capitals."""
    parts = re.findall(r"[A-Z][a-z]?", word)
    return word.isupper() or ("".join(parts) == word and all(part in elements.table() for part in parts))


@dataclass(frozen=True, slots=True)
class Labelled:
    """A sample that goes by a noun and a letter or number, with where it is called so or by the letter alone."""

    name: str
    letter: str
    spans: tuple[Span, ...]


def find_labelled(annotated: Annotated) -> Iterator[Labelled]:
    """Yield samples such as electrode B, batch II, sample 3: two of a kind at least, or one called so twice."""
    text = annotated.text
    places: dict[tuple[str, str], list[Span]] = {}
    for sentence in annotated.sentences:
        for found in _label().finditer(text, sentence.span.start, sentence.span.end):
            key = (found["noun"].lower(), found["letter"])
            places.setdefault(key, []).append(Span(found.start(), found.end()))
    kinds = Counter(noun for noun, _ in places)
    for (noun, letter), spans in places.items():
        if kinds[noun] > 1 or len(spans) > 1:
            name = spans[0].of(text)
            yield Labelled(name, letter, tuple(sorted({*spans, *_alone(annotated, letter, spans)})))


@cache
def _label() -> re.Pattern[str]:
    nouns = alternatives("SampleLabel")
    return re.compile(rf"\b(?P<noun>{nouns})\s(?P<letter>[A-Z]|[IVX]{{1,4}}|[1-9])(?![\w.@/–-]|\s?[°%])", re.I)


@cache
def _label_case() -> re.Pattern[str]:
    before = alternatives("BeforeLabel")
    return re.compile(rf"(?:\b(?:{before})\s|[(:;,]\s?|^)$", re.I)


def _alone(annotated: Annotated, letter: str, known: Sequence[Span]) -> Iterator[Span]:
    """Yield where a label's capital letter stands without its noun."""
    if not letter.isupper():
        return
    text = annotated.text
    quantities = [m.span for m in annotated.mentions if m.quantity is not None]
    for sentence in annotated.sentences:
        for found in re.finditer(rf"(?<![\w–-]){letter}(?![\w–/+-])", text[sentence.span.start : sentence.span.end]):
            span = Span(sentence.span.start + found.start(), sentence.span.start + found.end())
            led = _label_case().search(text[max(sentence.span.start, span.start - 12) : span.start])
            if led and not any(span.overlaps(other) for other in (*known, *quantities)):
                yield span


# chemical bonds and ranges of panels: Si-O, C-C, B-F
BOND = re.compile(r"[A-Z]-[A-Z]|[A-Z][a-z]?-(?:OH?|H|Cl)|(?:OH?|H|Cl)-[A-Z][a-z]?")


CITED_ELEMENT = re.compile(r"(?P<symbol>[A-Z][a-z])(?P<number>\d{2,3})")


def _is_cited_element(word: str) -> bool:
    """Whether a word is a metal with a reference number glued on: Co56, Fe64.  No metal has such molecules."""
    found = CITED_ELEMENT.fullmatch(word)
    element = elements.table().get(found["symbol"]) if found else None
    return element is not None and element.is_metallic


def is_code(word: str) -> bool:
    """Whether a word has the look of a sample code."""
    word = word.replace("–", "-").replace("‐", "-")
    if word in _no_names() or word.rstrip("s") in _no_names() or BOND.fullmatch(word):
        return False
    if re.split(r"[-–]", word)[-1] in _no_tails() or _is_cited_element(word):
        return False
    capitals = sum(c.isupper() for c in word)
    if NUMBERED.fullmatch(word):
        return True
    if capitals < 2 and not (capitals == 1 and any(c.isdigit() for c in word) and len(word) <= 4):
        return False
    if re.fullmatch(r"[A-Z][a-z]+(?:[-–][A-Z][a-z]+)+|[A-Z]\d+|\d[A-Z]|[A-Z][a-z]?\d?[+−-]?", word):
        return bool(re.fullmatch(r"[ST]\d{1,3}", word))
    return not re.fullmatch(r"[A-Z][a-z]{2,}.*|(?:Fig|Table|Ref).*", word)
