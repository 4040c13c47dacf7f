"""From the frames of printed pages to the blocks of a paper.

What a frame is shows in how it is set: running text in the size of most of the text, headings bold
or larger, captions behind their label, references behind theirs.  Paragraphs are joined over
columns and pages, around what floats between.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from hemkg.model.paper import BlockKind, MarkKind, Reference
from hemkg.read.citations import raised_as_citations, with_bracketed
from hemkg.read.compose import Part, find_doi, find_year
from hemkg.read.equations import with_equations
from hemkg.read.flow import Flow, cut, flow, plain
from hemkg.read.glyphs import Sheet
from hemkg.read.hyphens import Hyphens, learn
from hemkg.read.layout import Frame, body_font, body_size, frames_of, in_reading_order, is_prose
from hemkg.read.line_ends import joined_runs
from hemkg.read.lines import Line
from hemkg.read.printed_tables import caption_lines, printed_table, table_lines
from hemkg.read.shapes import (
    caption_label,
    is_closed,
    is_named_heading,
    is_numbered_heading,
    is_reference_heading,
    reference_number,
    without_reference_number,
)

_OPERATOR = re.compile(r"[=→⇌↔⟶]")
_LEGAL = re.compile(r"open[- ]access article|Creative Commons|all rights reserved|publication charges", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Style:
    """How one document is set: its running text, its own words, and where it puts its citations."""

    size: float
    font: str
    hyphens: Hyphens
    raises_citations: bool
    indents: bool
    headings: frozenset[tuple[str, int]] = frozenset()
    numbers_headings: bool = False
    is_ragged: bool = False

    def is_body(self, item: Frame | Line) -> bool:
        """Whether something is set in the size of the running text."""
        return abs(item.size - self.size) <= 0.06 * self.size


def style_of(lines: Sequence[Line]) -> Style:
    """Return how a document is set, from all its lines."""
    size = body_size(lines) or max((line.size for line in lines), default=10.0)
    body = [line for line in lines if abs(line.size - size) <= 0.06 * size]
    raised = bracketed = 0
    for line in body:
        raised += sum(run.raised for run in raised_as_citations(line.runs))
        bracketed += len(
            re.findall(r"\[\d{1,3}(?:[,–-]\s?\d{1,3})*\]", "".join(r.text for r in line.runs if not r.kind))
        )
    flush = sum(abs(a.right - b.right) < 3 and abs(a.left - b.left) < 3 for a, b in pairwise(body))
    ragged = flush * 3 < len(body)
    comparable = ((a, b) for a, b in pairwise(body) if ragged or abs(a.right - b.right) < 3)
    indented = sum(0.6 * size < b.left - a.left < (4 * size if ragged else float("inf")) for a, b in comparable)
    numbered = [line for line in lines if is_numbered_heading(line.text) and (line.bold or line.size > 1.08 * size)]
    named = [line for line in lines if is_named_heading(line.text) and (line.bold or line.size > 1.08 * size)]
    return Style(
        size=size,
        font=body_font(lines, size),
        hyphens=learn(line.text for line in body),
        raises_citations=raised > bracketed,
        indents=indented * 60 > len(body),
        headings=frozenset(_face(line) for line in (*numbered, *named)),
        numbers_headings=len(numbered) > 2,
        is_ragged=ragged,
    )


def _face(line: Line) -> tuple[str, int]:
    """Return the font and size by which a heading's lines are known again."""
    return line.font, round(line.size)


@dataclass
class _Paragraph:
    """Lines being joined to one block."""

    kind: BlockKind
    lines: list[Line]
    right: float
    section: str | None = None

    def is_open(self) -> bool:
        """Whether its last line leaves a sentence unfinished."""
        return not is_closed(_level_text(self.lines[-1]))


@dataclass
class PrintedPaper:
    """One document being read, page by page."""

    style: Style
    blocks: list[_Paragraph | Part] = field(default_factory=list)
    listed: list[Line] = field(default_factory=list)
    in_references: bool = False
    seen_heading: bool = False
    current: _Paragraph | None = None
    after_equation: bool = False

    def take_page(self, lines: list[Line], sheet: Sheet) -> None:
        """Add a page."""
        tables, rest = self._tables(lines, sheet)
        frames = in_reading_order(frames_of(with_equations(rest)))
        title = _title_frames(frames, self.style) if sheet.number == 1 else []
        if title:
            self.blocks.append(_Paragraph(BlockKind.TITLE, [line for frame in title for line in frame.lines], 0.0))
        for frame in frames:
            if frame not in title:
                self._take(frame, tables)

    def finished(self, references: int) -> Iterator[Part]:
        """Yield the blocks as parts."""
        highest = references or None
        for block in self.blocks:
            yield block if isinstance(block, Part) else self._part(block, highest)

    def references(self) -> Iterator[Reference]:
        """Yield the entries of the reference list."""
        for entry in _entries(self.listed, self.style.hyphens):
            said = plain(entry)
            label, words = without_reference_number(said)
            yield Reference(label, words or said, find_doi(said), None, find_year(said))

    def _tables(self, lines: list[Line], sheet: Sheet) -> tuple[dict[int, Part], list[Line]]:
        """Part the tables of a page from its other lines, by the place of their captions' last lines."""
        tables: dict[int, Part] = {}
        taken: set[int] = set()
        for frame in frames_of(lines):
            label = caption_label(frame.text)
            if label and label.lower().startswith("table"):
                above = caption_lines(frame.lines, lines)
                inside = table_lines(lines, above, sheet.width)
                caption = self._flow(above).text[len(label) :].lstrip(" .:|")
                laid = printed_table(label, caption, inside)
                if laid:
                    taken |= {line.order for line in inside}
                    tables[frame.lines[0].order] = Part(BlockKind.TABLE, laid.flow, page=sheet.number, table=laid)
        return tables, [line for line in lines if line.order not in taken]

    def _take(self, frame: Frame, tables: dict[int, Part]) -> None:
        """Add a frame as what it is."""
        if self.in_references and _closes_references(frame):
            self.in_references = False
        elif not self.in_references and self._opens_references(frame):
            self.in_references, self.current = True, None
        kind = self._kind(frame)
        if kind is BlockKind.HEADING:
            self._take_heading(frame)
        elif self.in_references:
            self.listed += frame.lines
        elif kind is BlockKind.CAPTION:
            self.blocks.append(_Paragraph(kind, list(frame.lines), frame.right))
            if frame.lines[0].order in tables:
                self.blocks.append(tables[frame.lines[0].order])
        elif kind is BlockKind.EQUATION:
            self.blocks.append(_Paragraph(kind, list(frame.lines), frame.right))
            self.after_equation = True
        elif kind is BlockKind.PARAGRAPH:
            self._take_prose(frame)

    def _opens_references(self, frame: Frame) -> bool:
        """Whether a frame is the start of a reference list that has no heading."""
        numbered = [n for line in frame.lines if (n := reference_number(line.text)) is not None]
        small = frame.size < 0.97 * self.style.size
        return small and self.seen_heading and reference_number(frame.lines[0].text) == 1 and numbered[:3] == [1, 2, 3]

    def _kind(self, frame: Frame) -> BlockKind | None:
        """Tell what a frame is; None for what belongs to a figure or to nothing."""
        if caption_label(frame.text):
            return BlockKind.CAPTION
        if self._is_heading(frame):
            return BlockKind.HEADING
        if self.in_references:
            return BlockKind.REFERENCE
        if _is_equation(frame):
            return BlockKind.EQUATION
        return BlockKind.PARAGRAPH if self._is_text(frame) else None

    def _is_text(self, frame: Frame) -> bool:
        """Whether a frame is running text: in the body's size, or long enough to be a text of its own."""
        words = len(frame.text.split())
        if self.style.is_body(frame):
            same_font = frame.lines[0].font == self.style.font
            return is_prose(frame) or (same_font and (words > 3 or self._is_awaited(frame)))
        return is_prose(frame) and words > 14 and not _LEGAL.search(frame.text)

    def _is_awaited(self, frame: Frame) -> bool:
        """Whether a few words end the paragraph that the column before left open, as ``200 cycles.`` does."""
        current = self.current
        full = current is not None and current.lines[-1].right > current.right - 2 * current.lines[-1].size
        return current is not None and full and current.is_open() and is_closed(frame.text)

    def _is_heading(self, frame: Frame) -> bool:
        text = plain(frame.text)
        if len(frame.lines) > 3 or len(text) > 150 or len(text) < 3 or not re.search(r"[A-Za-z]{3}", text):
            return False
        stands_out = frame.lines[0].bold or frame.size > 1.08 * self.style.size or text.isupper()
        if is_named_heading(text):
            return stands_out or frame.lines[0].font != self.style.font or len(frame.lines) == 1
        if is_numbered_heading(text):
            return stands_out or frame.lines[0].font != self.style.font or bool(re.match(r"\d+\.\d", text))
        sized = frame.size >= 0.98 * self.style.size and text[0].isupper() and not is_closed(text)
        known = _face(frame.lines[0]) in self.style.headings or not self.style.numbers_headings
        return stands_out and sized and known and not self.in_references and self.seen_heading and len(text) < 100

    def _take_heading(self, frame: Frame) -> None:
        self.in_references = is_reference_heading(plain(frame.lines[-1].text))
        self.seen_heading = True
        self.current = None
        for lines in _headings(frame):
            self.blocks.append(_Paragraph(BlockKind.HEADING, lines, frame.right))

    def _take_prose(self, frame: Frame) -> None:
        """Add a frame's lines to the paragraph that is open, or to new ones.

        Smaller or larger prose, such as a footnote, stays by itself and lets the text around it go on.
        """
        section = None if self.seen_heading or frame.page > 1 else "Abstract"
        body = self.style.is_body(frame)
        parted = self.after_equation and not frame.text.lstrip()[:1].islower()
        self.after_equation = self.after_equation and not body
        current = self.current if body and not parted else None
        for number, line in enumerate(frame.lines):
            above = frame.lines[number - 1] if number else None
            if current and self._goes_on(current, line, above, frame):
                current.lines.append(line)
                current.right = frame.right
            else:
                current = _Paragraph(BlockKind.PARAGRAPH, [line], frame.right, section)
                self.blocks.append(current)
        if body:
            self.current = current

    def _goes_on(self, current: _Paragraph, line: Line, above: Line | None, frame: Frame) -> bool:
        """Whether a line goes on with a paragraph."""
        last = current.lines[-1]
        indented = 0.6 * line.size < line.left - _usual_left(frame) < 4 * line.size
        # where lines end anywhere, a short one tells nothing as long as paragraphs are indented
        short = last.right < current.right - 2 * last.size and not (self.style.is_ragged and self.style.indents)
        if above is not None:
            if above.base - line.base > 1.35 * _usual_step(frame):
                return current.is_open() and not indented
            return current.is_open() or not (indented or short)
        if current.is_open():
            return not (indented and short)
        return not indented and not short and self.style.indents

    def _part(self, block: _Paragraph, highest: int | None) -> Part:
        written = self._flow(block.lines)
        if block.kind is BlockKind.TITLE:
            written = cut(written, 0, len(written.text.rstrip("†‡*§¶ ")))
        if block.kind is BlockKind.HEADING:
            written = cut(written, len(written.text) - len(written.text.lstrip("■●▪• ")), len(written.text))
        if block.kind in {BlockKind.PARAGRAPH, BlockKind.CAPTION}:
            written = with_bracketed(written, highest)
        return Part(block.kind, written, section=block.section, page=block.lines[0].page)

    def _flow(self, lines: Sequence[Line]) -> Flow:
        runs = joined_runs(lines, self.style.hyphens)
        return flow(raised_as_citations(runs)) if self.style.raises_citations else flow(runs)


def _closes_references(frame: Frame) -> bool:
    """Whether a frame is no entry of the list: a statement under its own name, or the licence."""
    name, colon, _ = frame.text.partition(":")
    return (bool(colon) and is_named_heading(name)) or _LEGAL.search(frame.text) is not None


def _usual_left(frame: Frame) -> float:
    """Return where most lines of a frame start."""
    lefts = sorted(line.left for line in frame.lines)
    return lefts[0] if len(lefts) < 3 else lefts[len(lefts) // 3]


def _usual_step(frame: Frame) -> float:
    """Return the usual distance between a frame's baselines [pt]."""
    steps = sorted(a.base - b.base for a, b in pairwise(frame.lines))
    return steps[len(steps) // 2] if steps else 1.2 * frame.size


def _headings(frame: Frame) -> Iterator[list[Line]]:
    """Part headings that stand right under one another: they differ in face, or the first is a known name."""
    held: list[Line] = []
    for line in frame.lines:
        if held and (
            _face(line) != _face(held[-1]) or is_named_heading(held[-1].text) or is_numbered_heading(line.text)
        ):
            yield held
            held = []
        held.append(line)
    yield held


def _level_text(line: Line) -> str:
    """Return a line's text without what is raised at its end, so that its stop shows."""
    runs = list(line.runs)
    while runs and (runs[-1].kind is MarkKind.SUPERSCRIPT or not runs[-1].text.strip()):
        runs.pop()
    return "".join(run.text for run in runs) or line.text


def _title_frames(frames: Sequence[Frame], style: Style) -> list[Frame]:
    """Return the frames of the title: the largest words on the first page that make a phrase."""
    large = [f for f in frames if f.size > 1.15 * style.size and len(f.text.split()) > 3 and len(f.text) < 400]
    best = max(large, key=lambda f: f.size, default=None)
    return [] if best is None else [f for f in large if abs(f.size - best.size) < 0.3 and f.page == 1]


def _is_equation(frame: Frame) -> bool:
    """Whether a frame is a displayed equation: few words, with a sign that relates two sides."""
    if frame.lines[0].is_equation:
        return True
    words = [w for w in frame.text.split() if re.fullmatch(r"[a-z]{3,}[,.;]?", w)]
    signs = _OPERATOR.search(frame.text) is not None
    return signs and len(frame.lines) < 5 and len(words) * 5 < len(frame.text.split())


def _entries(lines: Sequence[Line], hyphens: Hyphens) -> Iterator[str]:
    """Cut a reference list into its entries: by their numbers, else where a line starts further left."""
    if not lines:
        return
    numbered = [reference_number(line.text) for line in lines]
    if numbered[0] == 1:
        starts = _numbered_starts(numbered)
    else:
        starts = [n for n, line in enumerate(lines) if not _is_hanging(line, lines)]
    for start, end in pairwise([*starts, len(lines)]):
        yield "".join(run.text for run in joined_runs(lines[start:end], hyphens))


def _numbered_starts(numbered: Sequence[int | None]) -> list[int]:
    starts, expected = [], 1
    for place, number in enumerate(numbered):
        if number == expected:
            starts.append(place)
            expected += 1
    return starts


def _is_hanging(line: Line, lines: Sequence[Line]) -> bool:
    """Whether a line is indented against the ones near it, as the later lines of an entry are."""
    near = [o.left for o in lines if o.page == line.page and abs(o.left - line.left) < 6 * line.size]
    return line.left - min(near) > 0.5 * line.size
