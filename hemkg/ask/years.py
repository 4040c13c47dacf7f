"""Years of publication in a question: *after 2020*, *between 2018 and 2022*, *the last five years*.

Years that are counted back are counted from the newest paper of the store and from no clock, so that a question is
answered alike on every day.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache

from hemkg.ask.words import Words
from hemkg.model.paper import Span
from hemkg.store.claims import Range
from hemkg.vocab import terms
from hemkg.vocab.lexicon import alternatives, table_words
from hemkg.vocab.terms import HEM

YEAR = re.compile(r"(?<![\w.,])(?:19[5-9]\d|20\d\d)(?![\w%]|[.,]\d)")
ROUND = 100
SPOKEN = re.compile(r"[a-z]+|\d{1,2}")


@dataclass(frozen=True, slots=True)
class Years:
    """Which years of publication are wanted.

    Attributes:
        wanted: bounds on the year.
        back: how many years are counted back, with the year that they are counted from; None where none are.
        used: where the words stand that tell it.
    """

    wanted: Range = Range()
    back: tuple[int, int] | None = None
    used: tuple[Span, ...] = field(default=(), repr=False)


def read_years(words: Words, number: Callable[[str], int | None]) -> Years:
    """Return which years of publication a question wants.

    Args:
        words: the question.
        number: reads a number in digits or letters.
    """
    counted = _counted_back(words, number)
    if counted is not None:
        return counted
    spans = list(_years(words))
    if len(spans) > 1 and _are_ends(words, spans[0], spans[1]):
        low, high = sorted(float(span.of(words.text)) for span in spans[:2])
        return Years(Range(least=low, most=high), None, tuple(spans[:2]))
    found = Range()
    used: list[Span] = []
    for span in spans:
        bound = _bound(words, span)
        if bound is not None:
            found, used = _with(found, float(span.of(words.text)), bound[0]), [*used, bound[1]]
    return Years(found, None, tuple(used))


@cache
def _spans_of_years() -> dict[str, int]:
    pairs = (str(entry).split("=") for entry in terms.objects("SpansOfYears", "numberWord"))
    return {name: int(value) for name, value in pairs}


@cache
def _back_pattern() -> re.Pattern[str]:
    recent, spans = alternatives("RecentWords"), "|".join(sorted(_spans_of_years(), key=len, reverse=True))
    return re.compile(rf"\b(?:{recent})(?: (?P<count>{SPOKEN.pattern}))? (?P<span>{spans})\b")


def _counted_back(words: Words, number: Callable[[str], int | None]) -> Years | None:
    """Return the years that are counted back from the newest paper, where a question does so."""
    found = _back_pattern().search(words.text.lower())
    if found is None or words.newest_year is None:
        return None
    count = number(found["count"]) if found["count"] else 1
    if count is None:
        return None
    years = count * _spans_of_years()[found["span"]]
    return Years(Range(least=words.newest_year - years + 1), (years, words.newest_year), (Span(*found.span()),))


def _years(words: Words) -> Iterator[Span]:
    """Yield the numbers that can be years: no part of a quantity with a unit, nor of a name."""
    taken = [m.span for m in words.quantities() if m.concept not in {HEM.Count, HEM.CycleNumber}]
    taken += [named.span for named in words.named]
    is_of_papers = words.has(HEM.AskPaper, HEM.AskPublished, HEM.AskYear)
    for found in YEAR.finditer(words.text):
        span = Span(*found.span())
        is_clear = int(found.group()) % ROUND != 0 or is_of_papers
        counts_cycles = words.after(span, 20).strip().startswith("cycle")
        if is_clear and not counts_cycles and not any(span.overlaps(other) for other in taken):
            yield span


def _are_ends(words: Words, low: Span, high: Span) -> bool:
    """Whether two years are the ends of a span of time: *between 2018 and 2022*, *2018-2022*."""
    joints = table_words("BetweenYears")
    joint = words.text[low.end : high.start].strip().lower()
    return joint in joints and (joint != "and" or words.before(low, 10).rstrip().endswith("between"))


@cache
def _labels(kind: str) -> tuple[tuple[str, str], ...]:
    """Return (words, sign) of a class of words beside years, the longest words first."""
    pairs = [(str(label), terms.notation(term)) for term in terms.instances(kind) for label in _exact(term)]
    return tuple(sorted(pairs, key=lambda pair: (-len(pair[0]), pair[0])))


def _exact(term: str) -> Iterator[str]:
    yield from map(str, terms.objects(term, "exactLabel"))


def _bound(words: Words, span: Span) -> tuple[str, Span] | None:
    """Return the sign that the words beside a year give it, with where they stand; None where it stands by itself."""
    for label, sign in _labels("YearAfter"):
        found = re.match(rf"[ ,]*{re.escape(label)}\b(?! *\d)", words.text[span.end :].lower())
        if found:
            return sign, Span(span.start, span.end + found.end())
    for label, sign in _labels("YearBefore"):
        found = re.search(rf"\b{re.escape(label)}(?: the)?(?: year)? *$", words.text[: span.start].lower())
        if found:
            return sign, Span(found.start(), span.end)
    return None


def _with(bound: Range, year: float, sign: str) -> Range:
    """Return bounds with one more; a second year that is named by itself widens the first."""
    match sign:
        case ">":
            return Range(bound.least, bound.most, year, bound.below)
        case ">=":
            return Range(year, bound.most, bound.above, bound.below)
        case "<":
            return Range(bound.least, bound.most, bound.above, year)
        case "<=":
            return Range(bound.least, year, bound.above, bound.below)
    return Range(
        min(year, bound.least if bound.least is not None else year),
        max(year, bound.most if bound.most is not None else year),
    )
