"""Plurals that mean a class of materials and none of its members: metal sulfides, HEMs, high-entropy anodes."""

import re
from functools import cache, lru_cache

from hemkg.vocab.lexicon import alternatives


def names_class(text: str, start: int, end: int) -> bool:
    """Whether a stretch of text holds a bare plural of a noun for materials.

    >>> names_class("Metal sulfides store sodium.", 0, 28), names_class("These sulfides store sodium.", 0, 28)
    (True, False)
    >>> names_class("HEOs last.", 0, 10), names_class("Zn helps.", 0, 9)
    (True, False)
    """
    return _holds_one(text[start:end])


@lru_cache(maxsize=4096)
def _holds_one(words: str) -> bool:
    """Whether some words hold one; the same sentence is asked about for every material that it may mean."""
    return any(match["known"] is None for match in _plural().finditer(words))


@cache
def _plural() -> re.Pattern[str]:
    stop = f"{alternatives('PhraseStop')}|{alternatives('PluralWord')}|{alternatives('DefiniteWord')}"
    word = rf"(?!(?:{stop})\b)[\w–‐-]+"
    return re.compile(
        rf"\b(?P<known>(?:{alternatives('DefiniteWord')}|{alternatives('PluralWord')})\s)?(?:{word}\s){{0,3}}?"
        rf"(?:(?:{alternatives('MaterialNoun')}|{alternatives('ClassNoun')})s|(?-i:HE[A-Z][a-z]?s))\b",
        re.I,
    )
