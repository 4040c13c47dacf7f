"""Parallel lists in a sentence: ``1120, 985 and 870 mAh g−1 at 0.1, 0.2 and 0.5 A g−1``.

A list is a run of things of one kind with nothing but commas, conjunctions and hedges between
them.  Two lists of one length are aligned item by item.
"""

import itertools
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from hemkg.model.paper import Span
from hemkg.vocab import lexicon
from hemkg.vocab.lexicon import alternatives, table_words

PLAIN = re.compile(r"\s*(?:,|;|/|and|or|&|then|to)?\s*(?:and|or|then|even|finally|only|about|ca\.|~)?\s*", re.I)


@dataclass(frozen=True, slots=True)
class Series:
    """A run of two or more spans of one kind."""

    spans: tuple[Span, ...]

    @property
    def span(self) -> Span:
        """From the first item to the last."""
        return Span(self.spans[0].start, self.spans[-1].end)

    def is_plain(self, text: str) -> bool:
        """Whether nothing but commas and conjunctions stands between the items: no brackets, no contrast."""
        between = (text[a.end : b.start] for a, b in itertools.pairwise(self.spans))
        return all(PLAIN.fullmatch(words) for words in between)

    def plain_part(self, text: str, span: Span) -> "Series | None":
        """Return the items around one of them with nothing but commas and conjunctions between, two or more."""
        place = self.spans.index(span) if span in self.spans else 0
        first = last = place
        while first and PLAIN.fullmatch(text[self.spans[first - 1].end : self.spans[first].start]):
            first -= 1
        while last + 1 < len(self.spans) and PLAIN.fullmatch(text[self.spans[last].end : self.spans[last + 1].start]):
            last += 1
        return Series(self.spans[first : last + 1]) if last > first else None

    def index(self, span: Span) -> int | None:
        """Return the place of an item, counted from 0."""
        return self.spans.index(span) if span in self.spans else None


@cache
def _joint() -> re.Pattern[str]:
    hedges = [entry.label for entry in lexicon.entries("Comparison")]
    fillers = table_words("ListFiller")
    one = alternatives("ListJoint")
    soft = "|".join(re.escape(w) for w in sorted([*hedges, *fillers], key=lambda w: (-len(w), w)))
    return re.compile(rf"(?:\s*\([^()]{{0,40}}\))?\s*(?:{one})(?:\s*(?:{one}))*(?:\s*(?:{soft})\b)*\s*\(?\s*", re.I)


def find_series(text: str, spans: Iterable[Span]) -> tuple[Series, ...]:
    """Group spans that follow each other in a list.

    Args:
        text: the text they stand in.
        spans: spans of one kind of thing, in text order.

    Returns:
        the runs of two or more.

    >>> text = "CoO, NiO and FeO"
    >>> [s.spans[-1].of(text) for s in find_series(text, [Span(0, 3), Span(5, 8), Span(13, 16)])]
    ['FeO']
    """
    runs: list[list[Span]] = []
    for span in spans:
        if runs and _follows(text, runs[-1][-1], span):
            runs[-1].append(span)
        else:
            runs.append([span])
    return tuple(Series(tuple(run)) for run in runs if len(run) > 1 and not _is_parted(text, run))


PARTED = re.compile(r",\s(?:and|but)\s", re.I)
UNIT_SIGN = re.compile(r"[^\W\d_]$|[%⁻−–-]\s?\d$|%$")


def _is_parted(text: str, run: Sequence[Span]) -> bool:
    """Whether two values with units of their own are told apart: it gives 370 mAh/g, and 324 mAh/g later.

    A comma before ``and`` stands in lists of three and more.
    """
    if len(run) != 2 or not PARTED.match(text[run[0].end : run[1].start]):
        return False
    return all(any(c.isdigit() for c in span.of(text)) and UNIT_SIGN.search(span.of(text)) for span in run)


def _follows(text: str, left: Span, right: Span) -> bool:
    between = text[left.end : right.start]
    return len(between) < 60 and bool(_joint().fullmatch(between))


def series_of(all_series: Sequence[Series], span: Span) -> Series | None:
    """Return the run that holds a span."""
    return next((series for series in all_series if span in series.spans), None)


Key = Callable[[Span], bool]
