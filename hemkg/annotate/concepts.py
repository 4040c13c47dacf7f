"""Words of the ontology's lexicon in a text, by spaCy's matchers.

Labels match in any inflection (by stem), as they stand, or with their case; hyphens between words
do not count.  The longest match of a class wins, and a match inside words that the ontology lists
as meaning something else is dropped.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from hemkg.annotate.sentences import tokenize
from hemkg.annotate.spacy_engine import document, phrase_matcher, token_matcher
from hemkg.model.annotated import Sentence, Token
from hemkg.model.mention import Mention, MentionKind
from hemkg.model.paper import Span
from hemkg.vocab import lexicon, terms
from hemkg.vocab.lexicon import Matching
from hemkg.vocab.stems import stem
from hemkg.vocab.terms import HEM

if TYPE_CHECKING:
    from spacy.matcher import Matcher, PhraseMatcher
    from spacy.tokens import Doc

ANNOTATOR = "concepts"
GAP = "…"
LONGEST_GAP = 4
HYPHENS = {"-", "–", "‐", "‑", "−"}


def find_concepts(text: str, sentences: Sequence[Sentence]) -> tuple[Mention, ...]:
    """Find the lexicon's words in sentences.

    Args:
        text: the paper's text.
        sentences: the sentences to search.

    Returns:
        CONCEPT mentions in text order; ``concept`` is the term, and one stretch may carry several.
    """
    return tuple(mention for sentence in sentences for mention in _in_tokens(text, sentence.tokens))


def find_in_text(text: str, kinds: str = HEM.MinedClasses) -> tuple[Mention, ...]:
    """Find the lexicon's words in a short text such as a question or a title.

    Args:
        text: the text.
        kinds: the ontology's set of classes whose labels are searched.

    >>> [m.concept for m in find_in_text("with operando XRD")]
    ['Operando', 'XRayDiffraction']
    """
    return find_in_span(text, Span(0, len(text)), kinds) if text.strip() else ()


def find_in_span(text: str, span: Span, kinds: str = HEM.MinedClasses) -> tuple[Mention, ...]:
    """Find the lexicon's words in a stretch of a text that is no sentence, such as a table's header."""
    return tuple(_in_tokens(text, tokenize(text, span), kinds))


def _classes(kinds: str) -> tuple[str, ...]:
    """Return the classes whose labels are searched."""
    return tuple(str(name) for name in terms.objects(kinds, "class"))


@cache
def _matchers(kinds: str) -> dict[Matching, "PhraseMatcher"]:
    matchers = {matching: phrase_matcher() for matching in Matching}
    patterns: dict[tuple[Matching, str], list[Doc]] = {}
    for entry in lexicon.entries(*_classes(kinds)):
        if GAP not in entry.label:
            words = _words(tokenize(entry.label, Span(0, len(entry.label))), entry.label, entry.matching)
            patterns.setdefault((entry.matching, entry.concept), []).append(document(words))
    for (matching, concept), docs in patterns.items():
        matchers[matching].add(concept, docs)
    return matchers


@cache
def _gap_matcher(kinds: str) -> "Matcher":
    matcher = token_matcher()
    patterns: dict[str, list[list[dict[str, str]]]] = {}
    for entry in lexicon.entries(*_classes(kinds)):
        if GAP in entry.label:
            patterns.setdefault(entry.concept, []).append(_gap_pattern(entry.label))
    for concept, found in patterns.items():
        matcher.add(concept, found)
    return matcher


def _gap_pattern(label: str) -> list[dict[str, str]]:
    pattern: list[dict[str, str]] = []
    for part in label.replace(GAP, f" {GAP} ").replace("-", " ").split():
        pattern += [{"OP": "?"}] * LONGEST_GAP if part == GAP else [{"ORTH": stem(part)}]
    return pattern


def _without_hyphens(tokens: Sequence[Token]) -> list[Token]:
    """Leave out hyphens that join two words, so that ``in-situ`` and ``in situ`` are alike."""
    return [
        token
        for i, token in enumerate(tokens)
        if token.lower not in HYPHENS or i == 0 or i + 1 == len(tokens) or tokens[i - 1].span.end != token.span.start
    ]


def _words(tokens: Sequence[Token], text: str, matching: Matching) -> list[str]:
    kept = _without_hyphens(tokens)
    if matching is Matching.STEM:
        return [token.stem for token in kept]
    if matching is Matching.EXACT:
        return [token.lower for token in kept]
    return [token.span.of(text) for token in kept]


def _in_tokens(text: str, tokens: Sequence[Token], kinds: str = HEM.MinedClasses) -> Iterator[Mention]:
    kept = _without_hyphens(tokens)
    found: set[tuple[int, int, str]] = set()
    for matching, matcher in _matchers(kinds).items():
        doc = document(_words(kept, text, matching))
        found.update((start, end, doc.vocab.strings[key]) for key, start, end in matcher(doc))
        if matching is Matching.STEM and len(_gap_matcher(kinds)):
            found.update((start, end, doc.vocab.strings[key]) for key, start, end in _gap_matcher(kinds)(doc))
    for start, end, concept in sorted(_longest(found)):
        span = Span(kept[start].span.start, kept[end - 1].span.end)
        yield Mention(span, MentionKind.CONCEPT, span.of(text), None, concept, ANNOTATOR)


@cache
def _class_of(concept: str) -> str:
    return terms.kinds(concept)[0]


def _longest(found: set[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    """Yield matches that no longer match of their class, nor another meaning, swallows."""
    for start, end, concept in found:
        mine = _class_of(concept)
        if mine == "NotAConcept":
            continue
        swallowed = any(
            low <= start and end <= high and (high - low > end - start or _class_of(other) == "NotAConcept")
            for low, high, other in found
            if _class_of(other) in {mine, "NotAConcept"} and (low, high, other) != (start, end, concept)
        )
        if not swallowed:
            yield start, end, concept
