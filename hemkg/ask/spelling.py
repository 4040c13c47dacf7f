"""Slips of the keyboard in a question, mended towards the words of the lexicon and no others.

A word is left alone if the lexicon, a list of English words or the papers themselves know it, or if it
looks like a formula or a sample's name.  What is mended is told to the user.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from hemkg.annotate.spacy_engine import stop_words
from hemkg.ask.meaning import english_words
from hemkg.vocab import elements, lexicon, terms
from hemkg.vocab.stems import stem
from hemkg.vocab.terms import HEM

WORD = re.compile(r"[^\W\d_]+")
SHORTEST, LONG = 5, 8
LEXICON_SETS = (HEM.MinedClasses, HEM.QuestionClasses)


@dataclass(frozen=True, slots=True)
class Spelt:
    """A question with its slips mended.

    Attributes:
        text: the question to read.
        mended: pairs of the word as typed and the word it was taken for.
    """

    text: str
    mended: tuple[tuple[str, str], ...] = ()


@cache
def _words() -> dict[str, str]:
    """Return {word: its stem} for the words of the lexicon that can be mended to."""
    kinds = [str(name) for kinds in LEXICON_SETS for name in terms.objects(kinds, "class")]
    labels = [entry.label for entry in lexicon.entries(*kinds)] + list(elements.names())
    for numbers in ("numberWord", "ordinalWord"):
        labels += [str(entry).partition("=")[0] for entry in terms.objects("NumberWords", numbers)]
    found = {word.lower() for label in labels for word in WORD.findall(label) if len(word) >= SHORTEST - 1}
    return {word: stem(word) for word in sorted(found)}


@cache
def _stems() -> frozenset[str]:
    return frozenset(_words().values())


def mend(text: str, is_known: Callable[[str], bool]) -> Spelt:
    """Mend the slips of a question.

    Args:
        text: the question as typed.
        is_known: whether the papers use a word.

    >>> mend("which elments enable aloying", lambda word: False).text
    'which elements enable alloying'
    """
    mended: list[tuple[str, str]] = []

    def better(found: re.Match[str]) -> str:
        word = found.group()
        if _is_part_of_a_name(text, found) or _is_right(word, is_known):
            return word
        taken_for = _nearest(word.lower())
        if taken_for is None:
            return word
        mended.append((word, taken_for))
        return taken_for.capitalize() if word[0].isupper() else taken_for

    return Spelt(WORD.sub(better, text), tuple(mended))


def _is_part_of_a_name(text: str, found: re.Match[str]) -> bool:
    """Whether a word belongs to a formula, a sample's name or a shouted abbreviation."""
    word = found.group()
    around = text[max(0, found.start() - 1) : found.start()] + text[found.end() : found.end() + 1]
    is_proper = word[0].isupper() and found.start() > 0 and len(word) <= SHORTEST
    return is_proper or any(c.isdigit() or c in "@()/" for c in around) or any(c.isupper() for c in word[1:])


def _is_right(word: str, is_known: Callable[[str], bool]) -> bool:
    lower = word.lower()
    if len(lower) < SHORTEST or lower in stop_words() or lower in english_words() or stem(lower) in _stems():
        return True
    return is_known(lower)


def _nearest(word: str) -> str | None:
    """Return the word of the lexicon that one slip (two in a long word) makes into this one."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    most = 2 if len(word) >= LONG else 1
    same_start = [known for known in _words() if known[0] == word[0] and abs(len(known) - len(word)) <= most]
    found = process.extract(word, same_start, scorer=OSA.distance, score_cutoff=most, limit=3)
    if not found:
        return None
    best = min(distance for _, distance, _ in found)
    return min(known for known, distance, _ in found if distance == best)
