"""Whether the sentence of a value has the conditions that the value was given, or others of its paper have them.

The graph keeps the sentence of the value.  A current, a cycle or an ion that is told once for many values stands
elsewhere, and a reader who looks for it in the sentence should know.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache, lru_cache

from hemkg.store.claims import StoredClaim
from hemkg.vocab import elements, terms
from hemkg.vocab.terms import HEM

NAMES = ("skos:prefLabel", "skos:altLabel", "skos:hiddenLabel")
NUMBER = re.compile(r"\d+(?:\.\d+)?")


def is_carried(claim: StoredClaim, column: str) -> bool:
    """Whether a condition stands in none of the places in which its value is told.

    Args:
        claim: a measurement.
        column: key of the column that shows the condition, one of ``CONDITIONS``.
    """
    return not CONDITIONS[column](claim, " ".join(f"{told.quote} {told.cell or ''}" for told in claim.tellings()))


@lru_cache(maxsize=256)
def _numbers(words: str) -> frozenset[float]:
    """Return the numbers in a text, whatever parts their digits.

    >>> sorted(_numbers("22 000 mA/g or 5.0 A/g"))
    [5.0, 22000.0]
    """
    joined = re.sub(r"(?<=\d)[,\s](?=\d{3}(?!\d))", "", words)
    return frozenset(float(number) for number in NUMBER.findall(joined))


def _current(claim: StoredClaim, words: str) -> bool:
    """Whether the number of a current stands there; its unit may be written in another way."""
    printed = claim.current_as_printed
    return not printed or bool(_numbers(printed) & _numbers(words))


def _cycle(claim: StoredClaim, words: str) -> bool:
    """Whether the number of a cycle stands there; the first is told by so many words that nobody looks for it."""
    return claim.cycle in {None, 1} or claim.cycle in _numbers(words)


def _window(claim: StoredClaim, words: str) -> bool:
    ends = {end for end in (claim.voltage_low, claim.voltage_high) if end}
    return ends <= _numbers(words)


def _ion(claim: StoredClaim, words: str) -> bool:
    return claim.ion is None or _naming(claim.ion).search(words) is not None


@cache
def _naming(ion: str) -> re.Pattern[str]:
    """Return what finds an ion or its element by name, or by a label that minds its case."""
    symbol = terms.text(ion, HEM.ofElement)
    names = [str(name) for predicate in NAMES for name in terms.objects(ion, predicate)]
    names += [elements.element(symbol).name] if symbol else []
    minding = [str(name) for name in terms.objects(ion, "caseLabel")]
    return re.compile(rf"(?i:{_any(names)})|(?<!\w)(?:{_any(minding)})(?!\w)" if minding else rf"(?i:{_any(names)})")


def _any(names: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(names, key=len, reverse=True)))


CONDITIONS: Mapping[str, Callable[[StoredClaim, str], bool]] = {
    "current_density": _current,
    "current_as_printed": _current,
    "c_rate": _current,
    "cycle": _cycle,
    "voltage_window": _window,
    "ion": _ion,
}
