"""Raised reference numbers that mining glued to the word before them.

``market.3``, ``et al.41``, ``g-1.47``, ``oxides20,``: the digits stay in the text, since nothing of it
is rewritten, and are marked as citations where the text bears it out.  A text must show the habit
first; then numbers within the run of its references are taken, and digits that could be subscripts
of a formula are left alone.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from hemkg.model.paper import Span
from hemkg.read.citations import numbers

_N = r"[1-9]\d{0,2}"
_LIST = rf"{_N}(?:\s?[,–-]\s?{_N}(?![\d.]*\d))*"
_END = r"(?![\w.]*\d|[A-Za-z%°/])"
_AFTER_NAME = re.compile(rf"\bal\.?\s?({_LIST})(?=[\s,.;:)])")
_AFTER_STOP = re.compile(rf"(?<=[A-Za-z)\]%”\"’])\.({_LIST})(?=\s+[A-Z(“\"]|\s*$|\s+\d+[A-Za-z-])")
_AFTER_COMMA = re.compile(rf"(?<=[a-z)\]])[,;:]({_LIST})(?=\s)")
_AFTER_EXPONENT = re.compile(rf"(?<=[A-Za-z][-−–][1-4])[.,]({_LIST})(?=\s+[A-Z(]|\s*$)")
_AFTER_WORD = re.compile(rf"(?<![A-Za-z])([A-Z]?[a-z]{{3,}}|[A-Z]{{2,}}s)({_LIST})(?=[\s,.;:)]|$)")
_AFTER_BRACKET = re.compile(rf"(?<=\))({_LIST})(?=[\s,.;]|$)")
_CLOSING_LIST = re.compile(rf"(?<=[a-z)]\.)\s({_N}(?:\s?[,–-]\s?{_N})+)\s*$")
_ON_SYMBOL = re.compile(rf"(?<![\w.(·-])([A-Z][a-z]?)({_N}(?:,\s{_N}(?![\w.]))*)(?=[\s,.;)]|$)")
_ABBREVIATION = re.compile(r"\b(?:Figs?|Refs?|Eqs?|Nos?|Secs?|Tables?|vols?|pp?|ca|vs|ver|approx)$", re.IGNORECASE)
_SUBSCRIPT_AT_MOST = 12


@dataclass(frozen=True, slots=True)
class Evidence:
    """How a text cites.

    Attributes:
        highest: the highest reference number that it is seen to use, 0 where it does not glue them.
        labels: words that carry numbers of their own, as ``step1`` and ``step2`` do.
    """

    highest: int = 0
    labels: frozenset[str] = frozenset()


def weigh(text: str) -> Evidence:
    """Return how a text cites, from the places that leave no doubt.

    >>> weigh("shown by Li et al.4 and Wu et al.5 early.1 Then others.2, 3 Now Xu et al.6 agree.").highest
    6
    """
    named = [n for found in _AFTER_NAME.finditer(text) for n in numbers(found.group(1))]
    stopped = [n for found in _stops(text) for n in numbers(found.group(1))]
    if len(set(named)) < 2 and len(set(stopped)) < 5:
        return Evidence()
    return Evidence(_highest(set(named + stopped), named), frozenset(_labels(text)))


def glued_citations(text: str, evidence: Evidence, joints: Iterable[int] = ()) -> list[Span]:
    """Find the citations glued into a paragraph.

    Args:
        text: the paragraph.
        evidence: how the whole text cites.
        joints: positions where a line started with a digit, which a raised number may be.
    """
    if not evidence.highest:
        return []
    found = [*_candidates(text, evidence), *_at_joints(text, tuple(joints))]
    spans = [span for raw in found if (span := _in_range(text, raw, evidence.highest))]
    kept: list[Span] = []
    for span in sorted(set(spans), key=lambda s: (s.start, -s.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept


def _candidates(text: str, evidence: Evidence) -> Iterator[Span]:
    for pattern in (_AFTER_NAME, _AFTER_COMMA, _AFTER_EXPONENT, _CLOSING_LIST):
        yield from (Span(*found.span(1)) for found in pattern.finditer(text))
    yield from (Span(*found.span(1)) for found in _stops(text))
    for found in _AFTER_WORD.finditer(text):
        if found.group(1).lower() not in evidence.labels:
            yield Span(*found.span(2))
    for found in _AFTER_BRACKET.finditer(text):
        if min(numbers(found.group(1))) > _SUBSCRIPT_AT_MOST:
            yield Span(*found.span(1))
    yield from _on_symbols(text)


def _stops(text: str) -> Iterator[re.Match[str]]:
    """Find numbers after a full stop that is no abbreviation's."""
    return (found for found in _AFTER_STOP.finditer(text) if not _ABBREVIATION.search(text[: found.start()]))


def _on_symbols(text: str) -> Iterator[Span]:
    """Find lists of bare symbols with numbers too large for subscripts: ``Si47, Fe64, Co64``."""
    found = [f for f in _ON_SYMBOL.finditer(text) if min(numbers(f.group(2))) > _SUBSCRIPT_AT_MOST]
    for each in found:
        near = [o for o in found if o is not each and _in_one_list(text, each, o)]
        if near or len(numbers(each.group(2))) > 1:
            yield Span(*each.span(2))


def _in_one_list(text: str, one: re.Match[str], other: re.Match[str]) -> bool:
    first, last = sorted((one, other), key=lambda f: f.start())
    between = text[first.end() : last.start()]
    return len(between) < 9 and re.fullmatch(r",?\s?(?:and\s)?", between) is not None


def _at_joints(text: str, joints: Sequence[int]) -> Iterator[Span]:
    """Find a number that started a line of its own, or stood before a sign that closes a clause."""
    for joint in joints:
        found = re.compile(rf"({_LIST})(?=[.,;:](?:\s|$)|$)").match(text, joint)
        before = text[: joint - 1]
        if found and before and (before[-1].isalnum() or before[-1] in ")]") and not before[-4:].startswith(" "):
            yield Span(*found.span(1))


def _in_range(text: str, span: Span, highest: int) -> Span | None:
    """Cut a list where its numbers stop being reference numbers."""
    kept = span
    while max(numbers(kept.of(text)), default=0) > highest:
        shorter = re.match(r"(.*\d)\s?[,–-]", kept.of(text), re.DOTALL)
        if not shorter:
            return None
        kept = Span(kept.start, kept.start + shorter.end(1))
    return kept


def _highest(seen: set[int], named: Sequence[int]) -> int:
    """Return the largest number up to which at least a quarter of all numbers were seen, and a little more.

    The last references are often cited in places that leave room for doubt, as in tables.
    """
    covered = [n for rank, n in enumerate(sorted(seen), 1) if rank * 4 >= n]
    largest = max([*covered, *named], default=0)
    return largest + largest // 20


def _labels(text: str) -> Iterator[str]:
    """Yield words that are seen with three different small numbers: they count something else."""
    seen: dict[str, set[str]] = {}
    for word, number in _AFTER_WORD.findall(text):
        seen.setdefault(word.lower(), set()).add(number)
    counted = Counter({word: len({n for n in given if len(n) == 1}) for word, given in seen.items()})
    yield from (word for word, times in counted.items() if times > 2)
