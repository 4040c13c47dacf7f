"""Plurals that mean a class of materials and none of its members: metal sulfides, HEMs, high-entropy anodes."""

import re
from functools import cache

from hemkg.vocab import terms


def names_class(text: str, start: int, end: int) -> bool:
    """Whether a stretch of text holds a bare plural of a noun for materials.

    >>> names_class("Metal sulfides store sodium.", 0, 28), names_class("These sulfides store sodium.", 0, 28)
    (True, False)
    """
    return any(match["known"] is None for match in _plural().finditer(text, start, end))


def _words(name: str) -> str:
    return "|".join(re.escape(str(w)) for w in sorted(terms.objects(name, "exactLabel"), key=lambda w: -len(str(w))))


@cache
def _plural() -> re.Pattern[str]:
    stop = f"{_words('PhraseStop')}|{_words('PluralWord')}|{_words('DefiniteWord')}"
    word = rf"(?!(?:{stop})\b)[\w–‐-]+"
    return re.compile(
        rf"\b(?P<known>(?:{_words('DefiniteWord')}|{_words('PluralWord')})\s)?(?:{word}\s){{0,3}}?"
        rf"(?:(?:{_words('MaterialNoun')}|{_words('ClassNoun')})s|HE[A-Z][a-z]?s|HEMs)\b",
        re.I,
    )
