"""Numbers that may be measurements: a number with a unit that a measurement may have, and its slots.

Candidates for its material, current density and cycle come from ``candidates``; ``measurements``
chooses among them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from hemkg.assemble.context import Context, View
from hemkg.assemble.entity import Entity
from hemkg.assemble.lists import Series
from hemkg.model.mention import Mention
from hemkg.model.paper import Span
from hemkg.vocab.lexicon import alternatives, table_words
from hemkg.vocab.terms import HEM

LEAD, YEARS, PLANE = 60, (1900, 2100), re.compile(r"[0-6]{3}")


@dataclass(slots=True)
class Frame:
    """A number with its place, and what has been decided about it so far.

    Attributes:
        mention: the number.
        index: which sentence of the context it stands in.
        label: what it is (``capacity``, ``retention`` ...), once decided.
        entity: its material, once decided.
        density: its current density, once decided.
        cycle: its cycle, once decided.
        ion: the ion of its cell, once decided.
    """

    mention: Mention
    index: int
    label: str = ""
    entity: Entity | None = None
    density: Mention | None = None
    cycle: Mention | None = None
    ion: str | None = None
    trace: list[str] = field(default_factory=list)
    confidence: float = 1.0

    @property
    def span(self) -> Span:
        """Where the number stands."""
        return self.mention.span


def frames_of(context: Context) -> Iterator[Frame]:
    """Yield the numbers that may be measurements, in text order."""
    for index in range(len(context.views)):
        yield from frames_at(context, index)


def frames_at(context: Context, index: int) -> Iterator[Frame]:
    """Yield the numbers of one sentence that may be measurements."""
    view = context.views[index]
    for mention in view.quantities:
        measured = mention.concept in {HEM.SpecificCapacity, HEM.Percentage} or _may_be_elided(context, index, mention)
        if measured and not _is_no_value(view, mention):
            yield Frame(mention, index)


def _is_no_value(view: View, mention: Mention) -> bool:
    """Whether the words around a number tell a range's end or a difference: between 571 and 612, 307 more than."""
    lead = view.text[max(view.span.start, mention.span.start - LEAD) : mention.span.start]
    if any(pattern.search(lead) for pattern in _no_value_leads(mention.concept or "")):
        return True
    if mention.concept == HEM.Percentage and _is_of_process(view):
        return True
    return mention.concept == HEM.SpecificCapacity and bool(_more_than().match(view.text, mention.span.end))


def _is_of_process(view: View) -> bool:
    """Whether a sentence speaks of the efficiency of leaching or the like and of no cell."""
    told = _process().search(view.text, view.span.start, view.span.end)
    return bool(told) and not re.search(r"[Cc]oulomb|capacit", view.text[view.span.start : view.span.end])


@cache
def _process() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{alternatives('ProcessWord')})", re.I)


@cache
def _no_value_leads(kind: str) -> tuple[re.Pattern[str], ...]:
    """Return patterns for what before a number of a kind makes it no value of its own."""
    number = r"[\d.,]+(?:\s?%|\s?\([^()]{0,12}\))?(?:\sm\s?A\s?h\s?[^\s]{1,8})?"
    ends = rf"\bbetween\s{number}\sand\s(?:[<>~≈]|about\s)?$|\b(?:{alternatives('RangeVerb')})\sfrom\s{number}\sto\s$"
    soft = r"\s(?:(?:only|about|some|ca\.|around|nearly)\s)?[~≈<>]?$"
    compared = rf"\b(?:{alternatives('MoreWord')})\b[^.;]{{0,50}}\sby"
    differs = rf"(?:\b(?:{alternatives('DifferenceLead')})(?:\sof)?|{compared}){soft}"
    found = [re.compile(ends, re.I)]
    if kind == HEM.SpecificCapacity:
        found.append(re.compile(differs, re.I))
    return tuple(found)


@cache
def _more_than() -> re.Pattern[str]:
    return re.compile(rf"\s(?:{alternatives('MoreWord')})\sthan\b", re.I)


def _may_be_elided(context: Context, index: int, mention: Mention) -> bool:
    """Whether a bare number may be a capacity whose unit was left out: ``only 498``."""
    quantity = mention.quantity
    if mention.concept != HEM.Count or quantity is None or quantity.low < 20 or quantity.is_range:
        return False
    view = context.views[index]
    after = view.text[mention.span.end : mention.span.end + 4]
    if not re.match(r"(?!\s?[°◦º˚])(?:[\s.,;:)]|/\d|$)", after) or _is_label(view, mention):
        return False
    if YEARS[0] <= quantity.low < YEARS[1] or _is_plane(view, mention):
        return False
    return _stands_alone(view, mention) and any(v.capacity_unit for v in context.views[max(0, index - 1) : index + 1])


RUN = re.compile(r"(?:\s?,\s(?:and\s|or\s)?|\s(?:and|or)\s)[\d.]+")


def _end_of_run(view: View, position: int) -> int:
    """Return where the quantity ends that closes a run of numbers: 40, 50 and 60 mg."""
    while found := RUN.match(view.text, position, view.span.end):
        position = found.end()
    return next((q.span.end for q in view.quantities if q.span.start < position <= q.span.end), position)


def _stands_alone(view: View, mention: Mention) -> bool:
    """Whether no noun follows that a bare number would count: 498 and, 1011 taken out."""
    tokens = view.sentence.tokens
    last = _end_of_run(view, mention.span.end)
    if any(q.span.end == last and q.concept not in {HEM.Count, HEM.SpecificCapacity} for q in view.quantities):
        return False
    index = view.sentence.token_at(last)
    following = tokens[index] if index < len(tokens) else None
    if following is None or not following.lower[0].isalpha() or following.lower in _functional():
        return True
    return following.tag.startswith(("VB", "IN", "RB", "CC", "WDT"))


def _is_plane(view: View, mention: Mention) -> bool:
    """Whether a bare number in brackets is the indices of a plane: fringes of (110)."""
    text = view.text
    inside = text[mention.span.start - 1 : mention.span.start] + text[mention.span.end : mention.span.end + 1] == "()"
    word = re.compile(rf"\b(?:{alternatives('PlaneWord')})", re.I)
    return inside and bool(PLANE.fullmatch(mention.surface)) and bool(word.search(text, view.span.start, view.span.end))


def _is_label(view: View, mention: Mention) -> bool:
    """Whether a bare number is part of a name, a citation or the indices of a plane."""
    before = view.text[mention.span.start - 1 : mention.span.start]
    if before == "(":
        led = re.match(r"\s(?:for|of|in)\s", view.text[mention.span.end : mention.span.end + 5])
        return not led and not any(
            span.end in {mention.span.start - 1, mention.span.start - 2} for span, _ in view.materials
        )
    return (
        before in "-–[])"
        or before.isalpha()
        or (before == "/" and not view.text[mention.span.start - 2 : mention.span.start - 1].isdigit())
    )


@cache
def _functional() -> frozenset[str]:
    return table_words("FunctionWord")


def own_series(view: View, frame: Frame) -> Series | None:
    """Return the list that a number stands in."""
    for name in ("capacity", "percentage", "number"):
        series = view.series_at(frame.span, name)
        if series is not None:
            return series
    return None


def plain_series(view: View, frame: Frame) -> Series | None:
    """Return the part of a number's list that has nothing but commas and conjunctions in it."""
    series = own_series(view, frame)
    return series.plain_part(view.text, frame.span) if series is not None else None
