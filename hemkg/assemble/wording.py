"""The words around a place in a sentence: before it, behind it, and the classes of those in a stretch.

Words are counted by stem, numbers as one; no word of the field is known here.
"""

from collections.abc import Sequence
from functools import cache

from hemkg.assemble.context import View
from hemkg.model.annotated import Token
from hemkg.model.paper import Span
from hemkg.vocab import terms
from hemkg.vocab.stems import stem

Features = dict[str, float]


def tokens_between(view: View, start: int, end: int) -> Sequence[Token]:
    """Return the tokens between two positions of a sentence."""
    sentence = view.sentence
    return sentence.tokens[sentence.token_at(start) : sentence.token_at(end - 1) + 1] if end > start else ()


def words_before(view: View, position: int, count: int) -> list[str]:
    """Return the words before a position, the nearest first."""
    index = view.sentence.token_at(position)
    return [token.lower for token in reversed(view.sentence.tokens[max(0, index - count) : index])]


def words_after(view: View, position: int, count: int) -> list[str]:
    """Return the words from a position on, the nearest first."""
    tokens = view.sentence.tokens
    index = next(
        (i for i in range(view.sentence.token_at(position), len(tokens)) if tokens[i].span.start >= position),
        len(tokens),
    )
    return [token.lower for token in tokens[index : index + count]]


def bucket(count: int) -> str:
    """Return a count of words as one of a few names."""
    return (
        "0" if count <= 0 else str(count) if count <= 2 else "3-5" if count <= 5 else "6-12" if count <= 12 else "far"
    )


@cache
def cue_classes() -> frozenset[str]:
    """Return the classes of context words."""
    return frozenset(terms.instances("ContextCue"))


def cues_in(view: View, span: Span) -> set[str]:
    """Return the classes of context words in a stretch of a sentence."""
    return {c.concept or "" for c in view.concepts if c.concept in cue_classes() and span.overlaps(c.span)}


def clause_of(view: View, position: int) -> Span:
    """Return the clause around a position."""
    return view.sentence.clauses[view.sentence.clause_at(position)]


def near_words(view: View, span: Span, count: int) -> Features:
    """Return the stems around a place, before and behind, numbers as one."""
    features: Features = {}
    for distance, word in enumerate(words_before(view, span.start, count)):
        features[f"before{min(distance, 1)}:{plain(word)}"] = 1.0
    for distance, word in enumerate(words_after(view, span.end, count)):
        features[f"after{min(distance, 1)}:{plain(word)}"] = 1.0
    return features


def plain(word: str) -> str:
    """Return the stem of a word, or a sign for any number."""
    return "#" if word[0].isdigit() else stem(word)
