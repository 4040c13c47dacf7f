"""Compounds by their chemical names: antimony telluride, zinc oxide, tin disulfide.

Where every metal has one usual valence, or a prefix counts the anion, the name gives a composition;
``iron oxide`` gives the elements and leaves the amounts open.
"""

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cache

from hemkg.annotate.names import element_pattern
from hemkg.model.annotated import Sentence
from hemkg.model.composition import Basis, Composition
from hemkg.model.mention import Mention, MentionKind
from hemkg.model.paper import Span
from hemkg.vocab import elements, terms

ANNOTATOR = "compound names"


@cache
def _pattern() -> re.Pattern[str]:
    prefixes = "|".join(sorted(_prefixes(), key=lambda w: (-len(w), w)))
    anions = "|".join(sorted(_anions(), key=lambda w: (-len(w), w)))
    name = element_pattern()
    return re.compile(
        rf"(?<![\w-])(?P<metals>(?:{name})(?:[\s-](?:{name}))*)(?:\((?P<valence>[IV]+)\))?\s"
        rf"(?P<prefix>{prefixes})?(?P<anion>{anions})(?![\w])",
        re.I,
    )


@cache
def _prefixes() -> dict[str, Fraction]:
    pairs = (str(entry).split("=") for entry in terms.objects("NamePrefix", "numberWord"))
    return {word: Fraction(value) for word, value in pairs}


@cache
def _anions() -> dict[str, str]:
    """Return {word for an anion: its element}."""
    found = {}
    for family in terms.instances("AnionFamily"):
        symbols = terms.objects(family, "ofElement")
        for label in (*terms.objects(family, "skos:prefLabel"), *terms.objects(family, "skos:altLabel")):
            if len(symbols) == 1 and str(label).endswith("ide"):
                found[str(label)] = str(symbols[0])
    return found


@cache
def _valences() -> dict[str, int]:
    pairs = (str(entry).split("=") for entry in terms.objects("UsualValence", "numberWord"))
    return {symbol: int(value) for symbol, value in pairs}


ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6}


def find_compound_names(text: str, sentences: Sequence[Sentence]) -> Iterator[Mention]:
    """Find compounds that are called by their chemical names.

    Yields:
        NAME mentions with a Composition, in text order.
    """
    for sentence in sentences:
        for found in _pattern().finditer(text, sentence.span.start, sentence.span.end):
            span = Span(found.start(), found.end())
            yield Mention(span, MentionKind.NAME, span.of(text), _composition(found), None, ANNOTATOR, 0.8)


def _composition(found: re.Match[str]) -> Composition:
    symbols = [elements.names()[word.lower()] for word in re.split(r"[\s-]", found["metals"])]
    anion = _anions()[found["anion"].lower()]
    amounts = _amounts(symbols, anion, found)
    formula = "".join(f"{s}{'' if a in {None, 1} else a}" for s, a in amounts)
    return Composition(found.group(), formula, amounts, basis=Basis.TEXT)


def _amounts(symbols: list[str], anion: str, found: re.Match[str]) -> tuple[tuple[str, Fraction | None], ...]:
    """Return the amounts that valences or a prefix fix; open ones where neither does."""
    charge = elements.table()[anion].anion_charge or 0
    valence = ROMAN.get(found["valence"] or "") or _valences().get(symbols[0])
    if len(symbols) == 1 and found["prefix"]:
        count = _prefixes()[found["prefix"].lower()]
        pair = bool(valence) and count % 2 == 1 and count * charge == 2 * (valence or 0)
        return (symbols[0], Fraction(2 if pair else 1)), (anion, count)
    if len(symbols) == 1 and valence and charge:
        shared = Fraction(valence, charge)
        return (symbols[0], Fraction(shared.denominator)), (anion, Fraction(shared.numerator))
    return tuple((symbol, None) for symbol in dict.fromkeys([*symbols, anion]))
