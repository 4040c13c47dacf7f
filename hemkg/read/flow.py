"""Running text with its typography, before it has a place in a paper.

Readers see a paper as runs: stretches of characters that were printed level, lowered, raised or
as a citation.  Here runs become one string with marks over it, in the one spelling that the rest
of hemkg relies on: NFC, single spaces, and citations that cannot be mistaken for a number.  A
citation that was printed raised (``g−1`` and then ``41``) is written `` [41]`` and stands in front
of the full stop that closes its sentence, so that neither a unit nor a sentence swallows it.

Nothing here knows of XML, PDF or chemistry.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from hemkg.model.paper import Mark, MarkKind, Span

_SPACES = dict.fromkeys("\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a", " ")
_SPACES |= dict.fromkeys("\u202f\u205f\u3000\t\r\n\f\v\u0085\u2028\u2029", " ")
_INVISIBLE = dict.fromkeys("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff", "")
_CONTROL = {chr(code): "" for code in (*range(9), *range(0x0E, 0x20), *range(0x7F, 0xA0)) if code != 0x85}
_LIGATURES = {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi"}
_LIGATURES |= {"\ufb04": "ffl", "\ufb05": "ft", "\ufb06": "st"}
_HYPHENS = {"\u2010": "-", "\u2011": "-"}
_CLEAN = _HYPHENS | _CONTROL | _INVISIBLE | _SPACES | _LIGATURES
_UNCLEAN = re.compile("[" + "".join(map(re.escape, _CLEAN)) + "]")
_MANY_SPACES = re.compile(r" {2,}")
_BETWEEN_CITATIONS = re.compile(r"\s*[,;–‐‑−-]?\s*")
_ABBREVIATED = re.compile(r"\b(?:al|ref|refs|fig|figs|eq|eqs)\.$", re.IGNORECASE)


class Run(NamedTuple):
    """Characters printed in one way; a plain tuple, since a paper is made of tens of thousands.

    Attributes:
        text: the characters.
        kind: lowered, raised, a citation, or level where it is None.
        raised: for a citation, whether it was printed raised and so has to be set off from its word.
    """

    text: str
    kind: MarkKind | None = None
    raised: bool = False


@dataclass(frozen=True, slots=True)
class Flow:
    """A string and the marks over it, counted from its own start."""

    text: str = ""
    marks: tuple[Mark, ...] = ()

    def shifted(self, by: int) -> tuple[Mark, ...]:
        """Return the marks as they stand when the text starts at ``by``."""
        if not by:
            return self.marks
        return tuple(Mark(m.kind, Span(m.span.start + by, m.span.end + by)) for m in self.marks)


def plain(text: str) -> str:
    """Return ``text`` in NFC with single spaces and without invisible characters.

    >>> plain("650 mA\u2009h\u00a0g ")
    '650 mA h g'
    """
    if _is_tidy(text):
        return text.strip()
    spaced = _single_spaced(text).strip()
    return spaced if spaced.isascii() else unicodedata.normalize("NFC", spaced)


def _is_tidy(text: str) -> bool:
    """Whether nothing about a text needs cleaning, as with most."""
    return text.isascii() and text.isprintable() and "  " not in text


def _single_spaced(text: str) -> str:
    if _is_tidy(text):
        return text
    text = _UNCLEAN.sub(_cleaned, text)
    return _MANY_SPACES.sub(" ", text) if "  " in text else text


def _cleaned(unclean: re.Match[str]) -> str:
    return _CLEAN[unclean.group()]


def nfc(text: str) -> str:
    """Return a text in NFC and otherwise as it stands."""
    return unicodedata.normalize("NFC", text)


def flow(runs: Iterable[Run]) -> Flow:
    """Write runs as one string with marks.

    Args:
        runs: in reading order; white space is collapsed across their borders.

    >>> flow([Run("Co"), Run("3", MarkKind.SUBSCRIPT), Run("O"), Run("4", MarkKind.SUBSCRIPT)]).text
    'Co3O4'
    >>> flow([Run("20 mA g"), Run("−1", MarkKind.SUPERSCRIPT), Run("."), Run("41", MarkKind.CITATION, True)]).text
    '20 mA g−1 [41].'
    """
    held = list(runs)
    if len(held) == 1 and held[0].kind is None:  # as in most cells of a table
        return Flow(plain(held[0].text))
    writer = _Writer()
    for run in _joined_citations(held) if any(run.raised for run in held) else held:
        if run.raised:
            writer.cite(run.text)
        else:
            writer.put(run.text, run.kind)
    return writer.flow()


def join(flows: Iterable[Flow], separator: str = " ") -> Flow:
    """Join flows into one, with ``separator`` between those that hold text.

    >>> join([Flow("Figure 1."), Flow(), Flow("Cycling.")]).text
    'Figure 1. Cycling.'
    """
    text = ""
    marks: list[Mark] = []
    for each in flows:
        if each.text:
            text += separator if text else ""
            marks += each.shifted(len(text))
            text += each.text
    return Flow(text, tuple(marks))


def cut(whole: Flow, start: int, end: int) -> Flow:
    """Return the part of a flow between two positions, with the marks that lie inside.

    >>> cut(Flow("Table 1. Rates"), 9, 14).text
    'Rates'
    """
    inside = (m for m in whole.marks if start <= m.span.start and m.span.end <= end)
    marks = tuple(Mark(m.kind, Span(m.span.start - start, m.span.end - start)) for m in inside)
    return Flow(whole.text[start:end], marks)


def stopped(written: Flow) -> Flow:
    """Close a label or title with a full stop, where it has none, so that it is its own sentence."""
    if not written.text or written.text[-1] in ".:?!":
        return written
    return Flow(written.text + ".", written.marks)


class _Writer:
    """Appends runs to one string; keeps the spaces single and the marks in step."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._marks: list[Mark] = []
        self._length = 0
        self._last = " "
        self._after_citation = False

    def put(self, text: str, kind: MarkKind | None) -> None:
        text = _single_spaced(text)
        if self._last == " ":
            text = text.lstrip(" ")
        if not text:
            return
        if self._after_citation and text[0].isalnum():
            text = " " + text
        self._append(text, kind)

    def cite(self, label: str) -> None:
        label = plain(label).strip("[]()").removeprefix("qv:").strip()
        if not label:
            return
        tail = self._take_closing_stop()
        if self._length and self._last not in " ([":
            self._append(" ", None)
        self._append(f"[{label}]", MarkKind.CITATION)
        if tail:
            self._append(tail, None)
        self._after_citation = True

    def flow(self) -> Flow:
        text = "".join(self._parts).rstrip(" ")
        marks = tuple(m for m in self._marks if m.span.end <= len(text))
        written = Flow(text, marks)
        return written if unicodedata.is_normalized("NFC", text) else _composed(written)

    def _append(self, text: str, kind: MarkKind | None) -> None:
        start = self._length
        self._parts.append(text)
        self._length += len(text)
        self._last = text[-1]
        self._after_citation = False
        if kind is not None and text.strip():
            lead, trail = len(text) - len(text.lstrip()), len(text) - len(text.rstrip())
            self._mark(kind, Span(start + lead, self._length - trail))

    def _mark(self, kind: MarkKind, span: Span) -> None:
        if self._marks and self._marks[-1].kind is kind and self._marks[-1].span.end == span.start:
            span = self._marks.pop().span.cover(span)
        self._marks.append(Mark(kind, span))

    def _take_closing_stop(self) -> str:
        """Take back the stop that a raised citation follows, so that the citation can precede it."""
        if self._last not in ".,;:" or not self._parts:
            return ""
        text = "".join(self._parts)
        if _ABBREVIATED.search(text[-8:]) or (self._marks and self._marks[-1].span.end == self._length):
            return ""
        self._parts = [text[:-1]]
        self._length -= 1
        self._last = text[-2] if len(text) > 1 else " "
        return text[-1]


def _joined_citations(runs: Iterable[Run]) -> Iterator[Run]:
    """Join raised citations that only a comma or a dash parts: ``1`` ``–`` ``4`` is one mark."""
    held: Run | None = None
    between = ""
    for run in runs:
        if run.raised and held:
            held, between = held._replace(text=held.text + (between.strip() or ",") + run.text), ""
        elif held and len(run.text) < 8 and _BETWEEN_CITATIONS.fullmatch(between + run.text):
            between += run.text
        else:
            if held:
                yield from _released(held, between)
            held, between = (run, "") if run.raised else (None, "")
            if not run.raised:
                yield run
    if held:
        yield from _released(held, between)


def _released(held: Run, between: str) -> Iterator[Run]:
    yield held
    if between:
        yield Run(between)


def _composed(written: Flow) -> Flow:
    """Bring a flow to NFC; a mark keeps the characters that it covered."""
    clusters = list(_clusters(written.text))
    places = [0] * (len(written.text) + 1)
    position = done = 0
    for raw, composed in clusters:
        for offset in range(len(raw)):
            places[position + offset] = done
        position += len(raw)
        done += len(composed)
    places[position] = done
    spans = ((m.kind, places[m.span.start], places[m.span.end]) for m in written.marks)
    marks = tuple(Mark(kind, Span(start, end)) for kind, start, end in spans if start < end)
    return Flow("".join(composed for _, composed in clusters), marks)


def _clusters(text: str) -> Iterator[tuple[str, str]]:
    """Cut a text where composing one side cannot change the other."""
    raw = composed = ""
    for character in text:
        own = unicodedata.normalize("NFC", character)
        both = unicodedata.normalize("NFC", raw + character)
        if raw and (unicodedata.combining(character) or len(both) < len(composed) + len(own)):
            raw, composed = raw + character, both
            continue
        if raw:
            yield raw, composed
        raw, composed = character, own
    if raw:
        yield raw, composed
