"""Which half of the first cycle a capacity belongs to: the first discharge, or the charge that follows it.

*The initial discharge and charge capacities are 1120 and 972 mAh/g*: two halves are named in one breath and
their numbers follow in the same order; one half named for several materials holds for all of their numbers.
"""

import re
from functools import cache

from hemkg.assemble.context import View
from hemkg.assemble.frames import Frame
from hemkg.vocab import terms
from hemkg.vocab.lexicon import alternatives
from hemkg.vocab.terms import HEM

HALVES = (HEM.InitialDischargeCapacity, HEM.InitialChargeCapacity)


def half_cycle_of(view: View, frame: Frame) -> str | None:
    """Return the half of the first cycle (a term) that a capacity is of, as its sentence tells before the number.

    Args:
        view: the sentence of the number.
        frame: the number.
    """
    lead = view.text[view.span.start : frame.span.start]
    told = list(_named().finditer(lead))
    if not told or not (_first().search(lead) or _is_first(frame)):
        return None
    last = told[-1]
    halves = [_half(word) for word in (last["one"], last["other"]) if word]
    numbers = [q.span for q in view.of_kind({HEM.SpecificCapacity}) if q.span.start >= view.span.start + last.end()]
    place = numbers.index(frame.span) if frame.span in numbers else 0
    if len(halves) == 1:
        return halves[0]
    return halves[place % len(halves)] if len(numbers) % len(halves) == 0 else None


def _is_first(frame: Frame) -> bool:
    return frame.cycle is not None and frame.cycle.quantity is not None and frame.cycle.quantity.low == 1


def words_of(kind: str) -> str:
    """Return the words for a half of a cycle (a kind of first capacity) as a pattern, the longest first."""
    return "|".join(re.escape(str(word)) for word in sorted(terms.objects(kind, HEM.halfCycleWord), key=_longest_first))


def _longest_first(word: object) -> tuple[int, str]:
    return -len(str(word)), str(word)


def _half(word: str) -> str:
    return next(kind for kind in HALVES if word.lower() in map(str, terms.objects(kind, HEM.halfCycleWord)))


@cache
def _named() -> re.Pattern[str]:
    """Return a pattern for one half or both before the noun: discharge and charge specific capacities."""
    word = "|".join(map(words_of, HALVES))
    return re.compile(
        rf"\b(?P<one>{word})(?:\s(?:and|or)\s|\s?/\s?)?(?P<other>(?<![\w])(?:{word}))?\s(?:specific\s)?capacit(?:y|ies)\b",
        re.I,
    )


@cache
def _first() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{alternatives('FirstHalfWord')})\b", re.I)
