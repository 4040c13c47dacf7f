"""By which mechanism a capacity comes about, where a text gives a mechanism's own share of it.

*The conversion capacity is 476 mAh/g*, *of which 163 mAh/g come from space charge*: such a number is a part of
what a material stores, and must be held apart from what it stores in all.
"""

import re
from collections.abc import Iterator
from functools import cache

from hemkg.assemble.context import View
from hemkg.assemble.frames import Frame
from hemkg.assemble.wording import clause_of
from hemkg.model.mention import Mention
from hemkg.vocab.lexicon import alternatives
from hemkg.vocab.terms import HEM

REACH = 160


def contributing_mechanism(view: View, frame: Frame) -> str | None:
    """Return the mechanism (a term) whose share a capacity is, or None where the number is no share.

    Args:
        view: the sentence of the number.
        frame: the number.
    """
    told = list(_shares(view, frame))
    clause = clause_of(view, frame.span.start)
    near = [cue for cue in told if clause.overlaps(cue.span)] or told
    before = [cue for cue in near if cue.span.start < frame.span.start]
    chosen = before[-1:] or near[:1]
    return chosen[0].concept if chosen else None


def _shares(view: View, frame: Frame) -> Iterator[Mention]:
    """Yield the mechanisms that stand as the source of a capacity: before its noun, or behind the number."""
    for cue in (*view.words(HEM.IonStorageMechanism), *view.words(HEM.ChargeStorageMechanism)):
        ahead = view.text[cue.span.end : min(view.span.end, cue.span.end + REACH)]
        between = view.text[frame.span.end : cue.span.start]
        named = cue.span.end <= frame.span.start and frame.span.start - cue.span.end <= REACH
        if (named and _noun().match(ahead)) or (cue.span.start >= frame.span.end and _tie().fullmatch(between)):
            yield cue


@cache
def _noun() -> re.Pattern[str]:
    """Return what stands behind a mechanism that names a capacity: effect capacity, reaction contribution."""
    return re.compile(
        rf"[\s-](?:(?:{alternatives('MechanismNoun')})[\s-])?(?:specific\s)?(?:{alternatives('ShareNoun')})\b", re.I
    )


@cache
def _tie() -> re.Pattern[str]:
    """Return what stands between a number and the mechanism that brings it."""
    verb, tie = alternatives("ShareVerb"), alternatives("ShareTie")
    filler = r"(?:\s(?:the|a|an|pure|reversible))?"
    return re.compile(rf"[\s)]*(?:(?:is|are|was|were|being)\s)?(?:(?:{verb})\s)?(?:{tie}){filler}\s", re.I)
