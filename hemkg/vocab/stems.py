"""Stems of English words, so that a label matches its inflections and features do not depend on them."""

from functools import cache, lru_cache

import Stemmer


@cache
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("english")


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Return the Snowball stem of a word.

    >>> stem("alloying"), stem("Alloys")
    ('alloy', 'alloy')
    """
    return str(_stemmer().stemWord(word.lower()))
