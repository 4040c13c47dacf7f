"""Plain text that was mined from a PDF, and the repair of what mining did to it.

Such a text has a line for each printed line; page headers, watermarks and captions stand inside its
sentences, words are cut at line ends and raised reference numbers are glued to the words before
them.  Everything is decided by evidence in the text itself: the length of its lines, the blanks that
its maker left, its own words, and the run of its reference numbers.  What cannot be repaired, such
as an equation whose glyphs fell apart, is set apart and not guessed at.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, zip_longest

from hemkg.model.paper import Bibliography, BlockKind, Reference
from hemkg.read.citations import marked, with_bracketed
from hemkg.read.compose import Draft, LaidTable, Part, find_doi, find_year, in_sections
from hemkg.read.flow import Flow, plain
from hemkg.read.glued import Evidence, glued_citations, weigh
from hemkg.read.hyphens import HYPHENS, Hyphens, learn
from hemkg.read.shapes import (
    caption_label,
    is_closed,
    is_furniture,
    is_named_heading,
    is_numbered_heading,
    is_reference_heading,
    reference_number,
    without_reference_number,
)

_LONG = 40
_SHORT = 0.75
_MANY_LINES = 40
_FIRST_PAGE = 60
_WATERMARK_LINES = 8
_EQUATION_NUMBER = re.compile(r"\(?(?:[IVX]{1,5}|\d{1,2}[a-z]?)\)")
_OPERATOR = re.compile(r"[=+×´«»∝→⇌Δ∆∑∫√±−]")
_LONE_EXPONENT = re.compile(r"[−–-]\d{1,2}")
_LONE_SUBSCRIPT = re.compile(r"\d{1,2}(?:\.\d{1,3})?")
_ENDS_IN_SYMBOL = re.compile(r"(?:^|[\s/@-])[(\[]*[A-Z](?:[A-Z]|[a-z]|\d|[().\[\]])*$")
_SUSPENDED = re.compile(r"(?:and|or|to|nor|und)\b")
_WORDY = re.compile(r"[^\W\d_]{4,}")


@dataclass(frozen=True, slots=True)
class _Line:
    """One printed line.

    Attributes:
        text: its characters without the blanks around them.
        runs_on: whether it ended with a blank, as lines do that the next one continues.
        opens_page: whether a page starts here, as far as the text shows it.
        apart: whether an empty line stands before it.
        page: its page, counted from 1, where form feeds tell it.
    """

    text: str
    runs_on: bool = False
    opens_page: bool = False
    apart: bool = False
    page: int | None = None


@dataclass(frozen=True, slots=True)
class _Habits:
    """How one text shows its layout.

    Attributes:
        width: the usual length of a full line.
        blanks: whether a blank at a line's end shows that the paragraph goes on.
        gaps: whether empty lines part paragraphs and not every line from the next.
        hyphens: the paper's own words.
        evidence: how it numbers its citations.
    """

    width: int
    blanks: bool
    gaps: bool
    hyphens: Hyphens
    evidence: Evidence

    def is_short(self, line: _Line) -> bool:
        return len(line.text) < _SHORT * self.width


@dataclass(slots=True)
class _Paragraph:
    """Lines that are being joined, with where a raised number may have been set on its own line."""

    kind: BlockKind
    text: str = ""
    joints: tuple[int, ...] = ()
    page: int | None = None
    open: bool = True
    ends_in_script: bool = False


def looks_mined(text: str) -> bool:
    """Whether a text bears the marks of having been mined from a PDF.

    >>> looks_mined("A digest in our own words. It has one paragraph.")
    False
    """
    lines = _lines(text)
    long = sum(len(line.text) > _LONG for line in lines)
    if long < 8:
        return False
    cut = [(upper, lower) for upper, lower in pairwise(lines) if _is_cut(upper.text, lower.text)]
    if sum(lower.apart for _, lower in cut) * 3 > long:
        return True
    hyphens = sum(upper.text[-1] in HYPHENS and lower.text[0].islower() for upper, lower in cut)
    furniture = sum(is_furniture(line.text) for line in lines) + 3 * len(_repeated(lines))
    unparted = long > _MANY_LINES and sum(line.apart for line in lines) * 50 < len(lines)
    return len(cut) * 2 > long and (hyphens > 2 or furniture > 2 or unparted or any(_watermarks(lines)))


def read_mined(text: str) -> Draft:
    """Return the parts of a mined text, its paragraphs joined again."""
    raw = _lines(text)
    lines = _without_furniture(raw)
    habits = _habits(lines)
    body, listed = _without_references(lines)
    assembler = _Assembler(habits)
    for line, following in zip_longest(body, body[1:]):
        assembler.take(line, following)
    parts = _parts(assembler.done, habits)
    references = tuple(_references(listed, habits))
    named = [Part(BlockKind.REFERENCE, Flow(plain(f"{r.label} {r.text}")), "References") for r in references]
    return Draft(tuple(in_sections(parts)) + tuple(named), _bibliography(raw), references)


def _lines(text: str) -> list[_Line]:
    """Cut a text into printed lines; a form feed, or a blank in front of a line, opens a page."""
    lines: list[_Line] = []
    page = 1
    apart = False
    for raw in text.replace("\f", "\n\f").split("\n"):
        page += raw.count("\f")
        if not raw.strip():
            apart = True
            continue
        opens = "\f" in raw or (raw[0] == " " and raw[1:2] not in {"", " "}) or not lines
        shown = page if "\f" in text else None
        lines.append(_Line(raw.strip(), raw.rstrip("\r")[-1] == " ", opens, apart, shown))
        apart = False
    return lines


def _is_cut(upper: str, lower: str) -> bool:
    """Whether a line plainly goes on in the next."""
    return len(upper) > _LONG and not is_closed(upper) and (lower[0].islower() or upper[-1] in HYPHENS + ",")


def _habits(lines: Sequence[_Line]) -> _Habits:
    long = sorted(len(line.text) for line in lines if len(line.text) > _LONG) or [80]
    cut = [a for a, b in pairwise(lines) if _is_cut(a.text, b.text) and a.text[-1] not in HYPHENS + "—–/"]
    apart = sum(b.apart for a, b in pairwise(lines) if _is_cut(a.text, b.text))
    return _Habits(
        width=long[len(long) * 4 // 5],
        blanks=sum(a.runs_on for a in cut) * 5 > len(cut) * 4,
        gaps=apart * 4 < len(cut),
        hyphens=learn(line.text for line in lines),
        evidence=weigh(" ".join(line.text for line in lines)),
    )


def _watermarks(lines: Sequence[_Line]) -> Iterator[range]:
    """Find runs of lines of one to three characters: letters printed down the page's edge."""
    start = 0
    for position in range(len(lines) + 1):
        if position < len(lines) and len(lines[position].text) <= 3:
            continue
        if position - start >= _WATERMARK_LINES:
            yield range(start, position)
        start = position + 1


def _without_furniture(lines: Sequence[_Line]) -> list[_Line]:
    """Drop watermarks, page headers and footers; what follows them opens a page."""
    dropped = {n for run in _watermarks(lines) for n in run}
    repeated = _repeated(lines)
    dropped |= {n for n, line in enumerate(lines) if is_furniture(line.text) or _bare(line.text) in repeated}
    dropped |= _page_numbers(lines)
    kept: list[_Line] = []
    for number, line in enumerate(lines):
        if number not in dropped:
            opens = line.opens_page or (number - 1 in dropped)
            kept.append(replace(line, opens_page=opens))
    return kept


def _repeated(lines: Sequence[_Line]) -> set[str]:
    """Return short lines that come back three times, their digits left out: running headers."""
    seen = Counter(_bare(line.text) for line in lines if len(line.text) < 100)
    headers = {bare: times for bare, times in seen.items() if times > 2 and len(_WORDY.findall(bare)) > 1}
    return set(headers) if sum(headers.values()) * 5 < len(lines) else set()


def _bare(text: str) -> str:
    return re.sub(r"\d+", "#", text)


def _page_numbers(lines: Sequence[_Line]) -> set[int]:
    """Return the places of bare numbers that count up one by one through the text."""
    bare = [(n, int(line.text)) for n, line in enumerate(lines) if line.text.isdigit() and len(line.text) < 5]
    steps = sum(b - a == 1 for (_, a), (_, b) in pairwise(bare))
    return {n for n, _ in bare} if len(bare) > 2 and steps * 4 >= (len(bare) - 1) * 3 else set()


class _Assembler:
    """Joins lines to paragraphs, headings, captions, tables and what is left of equations.

    A caption, a table or an equation that a page put into the middle of a sentence becomes a block
    of its own, and the paragraph that it interrupted goes on behind it.
    """

    def __init__(self, habits: _Habits) -> None:
        self.habits = habits
        self.done: list[_Paragraph] = []
        self._current: _Paragraph | None = None
        self._interrupted: _Paragraph | None = None
        self._before: _Line | None = None

    def take(self, line: _Line, following: _Line | None) -> None:
        """Add the next line."""
        kind = self._kind(line, following)
        current, interrupted = self._current, self._interrupted
        if current and current.open and current.kind is kind and kind is not BlockKind.HEADING:
            self._append(current, line)
        elif interrupted and kind is BlockKind.PARAGRAPH:
            self._current, self._interrupted = interrupted, None
            self._append(interrupted, line)
        else:
            if current and current.open and current.kind is BlockKind.PARAGRAPH:
                self._interrupted = current if kind in _FLOATING else None
            self._current = _Paragraph(kind, line.text, page=line.page)
            self.done.append(self._current)
        if self._current:
            self._current.open = self._goes_on(line, following, self._current)
        self._before = line

    def _kind(self, line: _Line, following: _Line | None) -> BlockKind:
        """Tell what a line is part of."""
        current = self._current
        here = current.kind if current else None
        closed = current is None or not current.open or is_closed(current.text)
        if here is BlockKind.TABLE and not self._leaves_table(line):
            return BlockKind.TABLE
        if caption_label(line.text) and (closed or line.opens_page):
            return BlockKind.CAPTION
        if self._is_heading(line, following):
            return BlockKind.HEADING
        if here is BlockKind.CAPTION and current and current.open:
            return BlockKind.CAPTION
        if here is BlockKind.CAPTION and current and current.text.lower().startswith("table"):
            return BlockKind.PARAGRAPH if self._is_prose(line) else BlockKind.TABLE
        in_formula = current is not None and (current.ends_in_script or _is_script(current.text, line.text))
        return BlockKind.EQUATION if self._is_debris(line, after=here) and not in_formula else BlockKind.PARAGRAPH

    def _is_heading(self, line: _Line, following: _Line | None) -> bool:
        if following is None or not self.habits.is_short(line) or not self._may_start(line):
            return False
        if is_numbered_heading(line.text) or is_named_heading(line.text):
            return True
        words = line.text.split()
        looks = line.text[0].isupper() and len(words) < 9 and not re.search(r"[\d.,;:=]", line.text)
        closed = self._current is None or not self._current.open
        return (
            looks
            and closed
            and not line.runs_on
            and len(line.text) < 0.6 * self.habits.width
            and self._is_prose(following)
        )

    def _may_start(self, line: _Line) -> bool:
        """Whether the line before ends what it belongs to, by its stop, its length or its missing blank."""
        before = self._before
        if before is None or self._current is None or not self._current.open or is_closed(before.text):
            return True
        if before.text[-1] in HYPHENS + ",(":
            return False
        return self.habits.is_short(before) or (self.habits.blanks and not before.runs_on) or line.opens_page

    def _is_prose(self, line: _Line) -> bool:
        """Whether a line is full and mostly made of small words, as a line of running text is."""
        words = line.text.split()
        small = sum(word.strip(".,;:()").isalpha() and word[0].islower() for word in words)
        return not self.habits.is_short(line) and len(words) > 6 and small * 2 > len(words)

    def _leaves_table(self, line: _Line) -> bool:
        return self._is_prose(line) or is_numbered_heading(line.text) or caption_label(line.text) is not None

    def _is_debris(self, line: _Line, *, after: BlockKind | None) -> bool:
        """Whether a line is what is left of an equation: single letters and signs, or its number."""
        text, tokens = line.text, line.text.split()
        if _EQUATION_NUMBER.fullmatch(text) or (len(text) < 3 and text.isalpha()):
            return True
        if not self.habits.is_short(line) or text[0] in ",;)" or _WORDY.search(text.replace("extra", "")):
            return False
        if after is BlockKind.EQUATION and len(tokens) > 1:
            return True
        small = sum(len(token) < 3 for token in tokens)
        if _OPERATOR.search(text):
            return small * 2 > len(tokens)
        return len(text) < 12 and not line.runs_on and small * 2 >= len(tokens) > 1 and not re.search(r"[\d.]", text)

    def _goes_on(self, line: _Line, following: _Line | None, current: _Paragraph) -> bool:
        """Whether the paragraph that a line belongs to is expected to go on."""
        habits = self.habits
        if following is None or current.kind is BlockKind.HEADING:
            return False
        if current.kind in {BlockKind.EQUATION, BlockKind.TABLE}:
            return True
        if not is_closed(line.text):
            ends = habits.blanks and not line.runs_on and line.text[-1] not in HYPHENS + "—–/,"
            return not (ends and current.kind is BlockKind.CAPTION)
        if habits.is_short(line) and not following.text[0].islower():
            return False
        if habits.blanks:
            return line.runs_on
        return not (habits.gaps and following.apart)

    def _append(self, paragraph: _Paragraph, line: _Line) -> None:
        """Join a line to a paragraph; remember the joint where the upper line did not run on."""
        runs_on = self._before is not None and self._before.runs_on
        if paragraph.kind in {BlockKind.TABLE, BlockKind.EQUATION}:
            goes_on = _cell_goes_on(paragraph.text) or (self.habits.blanks and runs_on)
            paragraph.text += (" " if goes_on else "\n") + line.text
            return
        text, glue = _joined(paragraph.text, line.text, self.habits, runs_on=runs_on)
        script = _is_script(paragraph.text, line.text)
        if script or (paragraph.ends_in_script and line.text[0] in _FORMULA_GOES_ON):
            glue = ""
        paragraph.ends_in_script = script
        if glue == " " and line.text[0].isdigit() and not (self.habits.blanks and runs_on):
            paragraph.joints = (*paragraph.joints, len(text) + 1)
        paragraph.text = text + glue + line.text


_FORMULA_GOES_ON = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ([/@·")
_FLOATING = {BlockKind.CAPTION, BlockKind.EQUATION, BlockKind.TABLE}


def _is_script(upper: str, line: str) -> bool:
    """Whether a line holds nothing but what was raised or lowered beside the end of the line above."""
    if _LONE_EXPONENT.fullmatch(line):
        return upper[-1].isalpha()
    token = _ENDS_IN_SYMBOL.search(upper)
    symbol = token is not None and not re.search(r"[a-z]{2}", token.group()) and not upper[-1].isdigit()
    return symbol and _LONE_SUBSCRIPT.fullmatch(line) is not None


def _cell_goes_on(text: str) -> bool:
    return text[-1:] in ",>" or text[-1:] in HYPHENS


def _joined(upper: str, lower: str, habits: _Habits, *, runs_on: bool = False) -> tuple[str, str]:
    """Return the upper line as it joins the lower one, and what stands between them."""
    last = upper[-1]
    if last in HYPHENS and upper[-2:-1] not in {" ", ""}:
        if (habits.blanks and runs_on) or _SUSPENDED.match(lower):
            return upper, " "
        keeps = not lower[0].islower() or habits.hyphens.keeps(upper[:-1], lower)
        return (upper if keeps else upper[:-1]), ""
    if (last in "—–/" and upper[-2:-1] != " ") or lower[0] in ".,;:)]":
        return upper, ""
    return upper, " "


def _parts(paragraphs: Iterable[_Paragraph], habits: _Habits) -> Iterator[Part]:
    """Turn paragraphs into parts; a table takes its label from the caption above it."""
    caption = ""
    for paragraph in paragraphs:
        yield _part(paragraph, habits, caption)
        if paragraph.kind is BlockKind.CAPTION:
            caption = paragraph.text


def _part(paragraph: _Paragraph, habits: _Habits, caption: str) -> Part:
    if paragraph.kind is BlockKind.TABLE:
        lines = Flow("\n".join(plain(line) for line in paragraph.text.split("\n")))
        label = caption_label(caption) or ""
        table = LaidTable(label, caption[len(label) :].lstrip(" .:|"), lines)
        return Part(paragraph.kind, lines, page=paragraph.page, table=table)
    if paragraph.kind is BlockKind.EQUATION:
        return Part(paragraph.kind, Flow(plain(paragraph.text.replace("\n", " "))), page=paragraph.page)
    spans = glued_citations(paragraph.text, habits.evidence, paragraph.joints)
    return Part(paragraph.kind, with_bracketed(marked(Flow(paragraph.text), spans)), page=paragraph.page)


def _without_references(lines: Sequence[_Line]) -> tuple[Sequence[_Line], Sequence[_Line]]:
    """Part the lines of the reference list from the body."""
    for number in range(len(lines) - 1, len(lines) // 3, -1):
        following = lines[number + 1].text if number + 1 < len(lines) else ""
        if is_reference_heading(lines[number].text) and reference_number(following) == 1:
            return lines[:number], lines[number + 1 :]
    return lines, ()


def _references(lines: Iterable[_Line], habits: _Habits) -> Iterator[Reference]:
    """Join the lines of each entry; an entry starts with the number after the last one's."""
    entry, expected = "", 1
    for line in lines:
        if reference_number(line.text) == expected:
            if entry:
                yield _reference(entry)
            entry, expected = line.text, expected + 1
        elif entry:
            text, glue = _joined(entry, line.text, habits)
            entry = text + glue + line.text
    if entry:
        yield _reference(entry)


def _reference(entry: str) -> Reference:
    label, said = without_reference_number(plain(entry))
    return Reference(label, said, find_doi(said), None, find_year(said))


def _bibliography(lines: Sequence[_Line]) -> Bibliography:
    """Take the paper's DOI from its page headers, or from a line of its first page that is nothing else."""
    stated = [doi for line in lines if is_furniture(line.text) and (doi := find_doi(line.text))]
    counted = Counter(stated).most_common(1)
    first_page = (line.text for line in lines[:_FIRST_PAGE] if "doi" in line.text.lower() and len(line.text) < 100)
    return Bibliography(doi=counted[0][0] if counted else find_doi("\n".join(first_page)))
