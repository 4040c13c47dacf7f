"""Where the lines of a page belong: page furniture, frames of text, and the order to read them in.

Pages are read as a person reads them: down a column, then on to the next, across what spans both.
The order of a page's content often is that order, and often not, so position decides.
"""

import re
import statistics
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from hemkg.read.flow import Run
from hemkg.read.glyphs import Sheet
from hemkg.read.lines import Line, line_of
from hemkg.read.shapes import caption_label, is_closed, is_furniture, is_numbered_heading

_MARGIN = 0.12
_SAME_SIZE = 0.12
_WIDE = 0.6
_MANY, _LABEL = 250, 15  # a page with more frames than this is a plot, whose short labels are not read
_FEWEST_NUMBERS = 8  # as many lines of a page have to be counted for a count to be seen
_FEWEST_COUNTED = 3  # the same in a document whose lines are counted on another page
_FEWEST_LETTERS = 5
_MARGIN_GAP = 0.7  # in sizes of the font
_SMALL_WORD = re.compile(r"\(?[a-z][a-z-]*[,.;:)]*")


@dataclass(frozen=True, slots=True)
class Frame:
    """Lines that stand under one another in one size, as in a column or a caption."""

    lines: tuple[Line, ...]

    @property
    def left(self) -> float:
        """Where its leftmost line starts [pt]."""
        return min(line.left for line in self.lines)

    @property
    def right(self) -> float:
        """Where its longest line ends [pt]."""
        return max(line.right for line in self.lines)

    @property
    def top(self) -> float:
        """The height of its first line's capitals [pt]."""
        return max(line.base + 0.8 * line.size for line in self.lines)

    @property
    def bottom(self) -> float:
        """The height of its last baseline [pt]."""
        return min(line.base for line in self.lines)

    @property
    def size(self) -> float:
        """The font size of its first line [pt]."""
        return self.lines[0].size

    @property
    def page(self) -> int:
        """Its page, counted from 1."""
        return self.lines[0].page

    @property
    def text(self) -> str:
        """Its characters, lines joined by blanks."""
        return " ".join(line.text for line in self.lines)


def without_furniture(pages: Sequence[tuple[Sheet, list[Line]]]) -> tuple[list[list[Line]], list[Line]]:
    """Part running headers, footers, page and line numbers from the lines of each page.

    Returns:
        the lines that are kept, page by page, and the ones taken out.
    """
    repeated = _repeated(pages)
    kept: list[list[Line]] = []
    dropped: list[Line] = []
    unstamped = [_without_stamps(lines) for _, lines in pages]
    counted = any(_numbered(lines, _FEWEST_NUMBERS) for lines, _ in unstamped)
    for (sheet, _), (lines, stamps) in zip(pages, unstamped, strict=True):
        inner, numbers = _without_counts(lines, _FEWEST_COUNTED if counted else _FEWEST_NUMBERS)
        furniture = {each.order for each in inner if _is_furniture(each, sheet, repeated)}
        kept.append([each for each in inner if each.order not in furniture])
        dropped += [*stamps, *numbers, *(each for each in inner if each.order in furniture)]
    return kept, dropped


def _is_furniture(line: Line, sheet: Sheet, repeated: set[str]) -> bool:
    height = line.base / max(sheet.height, 1)
    in_margin = not _MARGIN < height < 1 - _MARGIN
    runs = in_margin and _signature(line) in repeated and not is_numbered_heading(line.text)
    if runs or (is_furniture(line.text) and (in_margin or sheet.number == 1)):
        return True
    at_edge = not _MARGIN / 2 < height < 1 - _MARGIN / 2
    return at_edge and (line.text.strip().isdigit() or re.search(r"doi|©|\d{4}, \d+|www\.", line.text) is not None)


def _signature(line: Line) -> str:
    """A line's words without digits, by which it is known again on the next page."""
    return re.sub(r"\d+", "#", line.text.strip())


def _repeated(pages: Sequence[tuple[Sheet, list[Line]]]) -> set[str]:
    """Return what several pages show near their upper or lower edges."""
    seen: Counter[str] = Counter()
    for sheet, lines in pages:
        edge = {_signature(each) for each in lines if not _MARGIN < each.base / max(sheet.height, 1) < 1 - _MARGIN}
        seen.update(edge)
    enough = 2 if len(pages) < 5 else 3
    return {signature for signature, times in seen.items() if times >= enough}


def _without_stamps(lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """Part letters printed down an edge of a page from its lines."""
    letters = _letters_down_an_edge(lines)
    return [o for o in lines if o.order not in letters], [o for o in lines if o.order in letters]


def _without_counts(lines: Sequence[Line], fewest: int) -> tuple[list[Line], list[Line]]:
    """Part numbers that count a page's lines from the lines, where at least ``fewest`` do."""
    numbered = _numbered(lines, fewest)
    kept, dropped = [], []
    for line in lines:
        number, rest = numbered.get(line.order, (None, line))
        kept += [rest] if rest is not None else []
        dropped += [number] if number is not None else []
    return kept, dropped


def _numbered(lines: Sequence[Line], fewest: int) -> dict[int, tuple[Line, Line | None]]:
    """Return the lines that a count stands in front of, by their place: the number, and the line without it.

    Numbers that count a manuscript's lines stand down its left edge, at one place and in even steps.
    """
    found = [(line, parts) for line in lines if (parts := _leading_number(line)) is not None]
    found.sort(key=lambda pair: -pair[0].base)
    edge = [
        (line, (number, rest))
        for line, (number, rest) in found
        if not any(o.left < number.left - 5 and not o.text.isdigit() for o in lines)
    ]
    values = [int(number.text) for _, (number, _) in edge]
    steps = Counter(b - a for a, b in pairwise(values))
    counting = len(values) >= fewest and steps.most_common(1)[0][1] * 5 > steps.total() * 4
    return {line.order: parts for line, parts in edge} if counting else {}


def _leading_number(line: Line) -> tuple[Line, Line | None] | None:
    """Part a line from the number in front of it, where a gap as wide as a margin's parts them."""
    if not line.text[:1].isdigit():
        return None
    if line.text.isdigit() and len(line.text) < 5:
        return line, None
    gap = _MARGIN_GAP * line.size
    first = next((n for n, (a, b) in enumerate(pairwise(line.glyphs), 1) if b.left - a.right > gap), 0)
    number, rest = line.glyphs[:first], line.glyphs[first:]
    if not 0 < first < 5 or not all(glyph.text.isdigit() for glyph in number):
        return None
    return line_of(number, line.page, line.order), line_of(rest, line.page, line.order)


def _letters_down_an_edge(lines: Sequence[Line]) -> set[int]:
    """Return the places of single letters that stand under one another: a stamp printed down the page."""
    single = [line for line in lines if len(line.text.strip()) == 1 and not line.text.strip().isdigit()]
    columns: dict[int, list[Line]] = {}
    for line in single:
        columns.setdefault(round((line.left + line.right) / 2 / 4), []).append(line)
    text = [line for line in lines if is_prose(line)]
    left, right = min((o.left for o in text), default=0.0), max((o.right for o in text), default=0.0)
    stamps = (column for column in columns.values() if len(column) >= _FEWEST_LETTERS and _outside(column, left, right))
    return {line.order for column in stamps for line in column}


def _outside(column: Sequence[Line], left: float, right: float) -> bool:
    """Whether letters stand beside the running text."""
    return all(line.right <= left or line.left >= right for line in column)


def frames_of(lines: Sequence[Line]) -> list[Frame]:
    """Group a page's lines, taken in the order of its content, to frames."""
    columns, step = _columns(lines), _usual_step(lines)
    frames: list[list[Line]] = []
    for line in lines:
        if not line.text.strip():
            continue
        if frames and _on_one_baseline(frames[-1][-1], line, columns):
            frames[-1][-1] = _merged(frames[-1][-1], line)
        elif frames and _stands_under(frames[-1], line, step):
            frames[-1].append(line)
        else:
            frames.append([line])
    return [Frame(tuple(held)) for held in frames]


def _usual_step(lines: Sequence[Line]) -> float:
    """Return the usual distance of a page's lines, which is wide in manuscripts [pt]."""
    prose = [line for line in lines if is_prose(line)]
    steps = [a.base - b.base for a, b in pairwise(prose) if 0.8 * a.size < a.base - b.base < 3.2 * a.size]
    return statistics.median(steps) if len(steps) > 4 else 0.0


def _columns(lines: Sequence[Line]) -> list[tuple[float, float]]:
    """Return left and right edges that several lines of running text share."""
    edges = Counter((round(line.left), round(line.right)) for line in lines if is_prose(line))
    return [edge for edge, times in edges.items() if times > 2]


def _on_one_baseline(last: Line, line: Line, columns: Sequence[tuple[float, float]]) -> bool:
    """Whether a stretch goes on with the one before it: beside it, or in one loosely set line of a column."""
    if last.is_equation or line.is_equation or not _alike(last, line):
        return False
    if abs(line.base - last.base) >= 0.2 * line.size or line.left - last.right < -0.3 * line.size:
        return False
    if line.left - last.right < 2.5 * line.size:
        return True
    return any(left - 2 <= last.left and line.right <= right + 2 for left, right in columns)


def _alike(one: Line, other: Line) -> bool:
    return abs(one.size - other.size) <= _SAME_SIZE * max(one.size, other.size)


def _merged(first: Line, second: Line) -> Line:
    runs = (*first.runs, Run(" "), *second.runs)
    return replace(first, runs=runs, right=max(first.right, second.right), glyphs=first.glyphs + second.glyphs)


def _stands_under(frame: Sequence[Line], line: Line, usual: float) -> bool:
    """Whether a line is the next of a frame: just below it, in its size, over the same width."""
    last = frame[-1]
    step = last.base - line.base
    if last.is_equation or line.is_equation:
        return False
    if not 0.5 * last.size < step < max(1.9 * last.size, 1.35 * usual) or not _alike(last, line):
        return False
    if caption_label(line.text) and is_closed(last.text):
        return False
    if last.bold != line.bold and (all(each.bold for each in frame) or step > 1.5 * last.size):
        return False
    overlap = min(last.right, line.right) - max(last.left, line.left)
    lefts = [each.left for each in frame[-3:]]
    return overlap > 0 and any(abs(line.left - left) < 2.6 * last.size for left in lefts)


def in_reading_order(frames: Sequence[Frame]) -> list[Frame]:
    """Sort a page's frames: what stands above comes first, and what stands to the left.

    Of frames that neither binds, the one further left comes first, so that a column is read to its
    end before the next one is begun; a wide frame, or a white band across the page, parts what is
    above it from what is below.
    """
    parts = [part for frame in frames for part in _split_at_width(frame)]
    if len(parts) > _MANY:
        parts = [part for part in parts if len(part.text) > _LABEL]
    if not parts:
        return []
    areas = [_Area(part.left, part.right, part.top, part.bottom) for part in parts]
    order = _ordered(areas, _white_bands(parts))
    return [parts[number] for number in order]


class _Area(NamedTuple):
    """What a frame covers [pt]."""

    left: float
    right: float
    top: float
    bottom: float


def _ordered(areas: Sequence[_Area], bands: Sequence[float]) -> list[int]:
    """Return the places of areas in reading order, one band of the page after the other."""
    wide = _WIDE * (max(area.right for area in areas) - min(area.left for area in areas))
    levels: dict[int, list[int]] = {}
    for number, area in enumerate(areas):
        levels.setdefault(sum(area.bottom + area.top < 2 * band for band in bands), []).append(number)
    return [number for level in sorted(levels) for number in _sorted(levels[level], areas, wide)]


def _sorted(numbers: Sequence[int], areas: Sequence[_Area], wide: float) -> Iterator[int]:
    """Yield areas so that none comes before one that it has to follow, those further left first."""
    after = {n: [m for m in numbers if m != n and _precedes(areas[n], areas[m], wide)] for n in numbers}
    open_before = Counter(m for followers in after.values() for m in followers)
    waiting = sorted(numbers, key=lambda n: (round(areas[n].left / 25), -areas[n].top))
    while waiting:
        first = next((n for n in waiting if not open_before[n]), None)
        first = max(waiting, key=lambda n: areas[n].top) if first is None else first
        waiting.remove(first)
        open_before.subtract(after[first])
        yield first


def _split_at_width(frame: Frame) -> Iterator[Frame]:
    """Cut a frame where its left edge moves for good, as beside a box that reaches into its column."""
    held: list[Line] = []
    for line, following in zip(frame.lines, (*frame.lines[1:], None), strict=True):
        moved = held and abs(line.left - held[-1].left) > 3 * line.size
        if moved and following is not None and abs(following.left - line.left) < 3 * line.size:
            yield Frame(tuple(held))
            held = []
        held.append(line)
    yield Frame(tuple(held))


def _white_bands(frames: Sequence[Frame]) -> list[float]:
    """Return the heights of white bands across the whole page, each taller than two lines."""
    bands: list[float] = []
    lowest = max(frame.top for frame in frames)
    for frame in sorted(frames, key=lambda f: -f.top):
        if lowest - frame.top > 2.2 * min(frame.size, 12.0):
            bands.append((lowest + frame.top) / 2)
        lowest = min(lowest, frame.bottom)
    return bands


def _precedes(one: _Area, other: _Area, wide: float) -> bool:
    """Whether one area has to be read before another."""
    across = min(one.right, other.right) - max(one.left, other.left)
    down = min(one.top, other.top) - max(one.bottom, other.bottom)
    narrow = min(one.right - one.left, other.right - other.left)
    spans = max(one.right - one.left, other.right - other.left) > wide
    if across > 0.15 * narrow or (spans and down <= 0):
        return (one.top, -one.left) > (other.top, -other.left)
    return down > 0 and one.left < other.left


def is_prose(frame: Frame | Line) -> bool:
    """Whether a text is made of sentences, going by its share of small words."""
    words = frame.text.split()
    small = sum(bool(_SMALL_WORD.fullmatch(word)) for word in words)
    return len(words) > 5 and small * 2 > len(words)


def body_size(lines: Iterable[Line]) -> float:
    """Return the font size that most of a document's running text is set in [pt]."""
    counted: Counter[float] = Counter()
    for line in lines:
        if is_prose(line):
            counted[round(line.size, 1)] += len(line.text)
    return counted.most_common(1)[0][0] if counted else 0.0


def body_font(lines: Iterable[Line], size: float) -> str:
    """Return the font that most of the text of the body's size is set in."""
    counted: Counter[str] = Counter()
    for line in lines:
        if abs(line.size - size) < 0.3:
            counted[line.font] += len(line.text)
    return counted.most_common(1)[0][0] if counted else ""
