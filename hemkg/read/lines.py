"""From characters to printed lines, with what is lowered and raised in them.

A line here is a stretch of one baseline without a wide gap, so a table's row is several of them.
Lowered and raised characters are told by their size and their distance from the baseline of the
level characters around them.
"""

import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from typing import TypeVar

from hemkg.model.paper import MarkKind
from hemkg.read.flow import Run
from hemkg.read.glyphs import Glyph, Sheet

_V = TypeVar("_V", str, float)
_SMALL = 0.88
_LEVEL = 0.1
_WIDE_GAP = 1.35
_RAISED_SIGNS = frozenset("°◦∘′″´'’‘“”\"`^")
_WORD_GAP = 0.15


@dataclass(frozen=True)  # no slots, so that the text, asked for often, is kept
class Line:
    """A printed line.

    Attributes:
        runs: its text with what is lowered and raised.
        left: where it starts [pt].
        right: where it ends [pt].
        base: its baseline's height [pt].
        size: the font size of its level characters [pt].
        bold: whether all of it is bold but for a sign or two.
        font: the font of most of it.
        page: its page.
        order: its place in the page's content.
        glyphs: its characters.
        is_equation: whether it was put together from the pieces of a displayed equation.
    """

    runs: tuple[Run, ...]
    left: float
    right: float
    base: float
    size: float
    bold: bool
    font: str
    page: int
    order: int
    glyphs: tuple[Glyph, ...] = field(default=(), repr=False, compare=False)
    is_equation: bool = False

    @cached_property
    def text(self) -> str:
        """The characters of the line."""
        return "".join(run.text for run in self.runs)


def lines_of(sheet: Sheet) -> list[Line]:
    """Return the lines of a page in the order of its content."""
    return [line_of(glyphs, sheet.number, order) for order, glyphs in enumerate(_stretches(sheet.glyphs))]


def _stretches(glyphs: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    """Cut the page's characters where the next one does not stand on the same line."""
    held: list[Glyph] = []
    level: Glyph | None = None
    for glyph in glyphs:
        if held and level is not None and not _continues(held[-1], level, glyph):
            yield held
            held, level = [], None
        held.append(glyph)
        if level is None or not _is_script(level, glyph):
            level = glyph
    if held:
        yield held


def _continues(last: Glyph, level: Glyph, glyph: Glyph) -> bool:
    """Whether a character stands on the line of the ones before it."""
    size = max(level.size, glyph.size)
    rise = abs(glyph.base - level.base)
    gap = glyph.left - last.right
    if rise > _LEVEL * size and not _is_script(level, glyph) and not _is_script(glyph, level):
        return _same_size_script(last, level, glyph)
    back = 2.0 if abs(last.base - glyph.base) > _LEVEL * size else 0.4
    return -back * size < gap < _WIDE_GAP * size


def _is_script(level: Glyph, glyph: Glyph) -> bool:
    """Whether a character is small enough and near enough to be lowered or raised beside another."""
    rise = glyph.base - level.base
    return glyph.size < _SMALL * level.size and -0.65 * level.size < rise < 0.75 * level.size


def _same_size_script(last: Glyph, level: Glyph, glyph: Glyph) -> bool:
    """Whether a character of full size is raised or lowered without being the next line's first."""
    rise = abs(glyph.base - level.base)
    gap = glyph.left - last.right
    return rise < 0.45 * level.size and -0.2 * level.size < gap < 0.3 * level.size


def line_of(glyphs: Sequence[Glyph], page: int, order: int) -> Line:
    """Return characters that stand on one baseline as a line."""
    size = _level_size(glyphs)
    base = _middle([g.base for g in glyphs if abs(g.size - size) <= 0.12 * size])
    kinds = _smoothed([_kind(g, size, base) for g in glyphs], glyphs)
    return Line(
        runs=tuple(_runs(glyphs, kinds, size)),
        left=min(g.left for g in glyphs),
        right=max(g.right for g in glyphs),
        base=base,
        size=size,
        bold=sum(g.bold for g in glyphs) * 10 >= len(glyphs) * 9,
        font=_most_common([g.font for g in glyphs]),
        page=page,
        order=order,
        glyphs=tuple(glyphs),
    )


def _level_size(glyphs: Sequence[Glyph]) -> float:
    """Return the size of the characters that are neither lowered nor raised, however few they are: ``g−1.45,47``."""
    size = _most_common([round(g.size, 1) for g in glyphs])
    large = [g for g in glyphs if g.size > size / _SMALL]
    many = len(large) > 2 and len(large) * 7 > len(glyphs)
    if many or (large and all(_stands_off(g, large[0]) for g in glyphs if g.size <= size / _SMALL)):
        return _most_common([round(g.size, 1) for g in large])
    return size


def _most_common(values: list[_V]) -> _V:
    """Return the most common value; nearly always there is only one."""
    return values[0] if values.count(values[0]) * 2 > len(values) else statistics.mode(values)


def _middle(values: list[float]) -> float:
    """Return the median; nearly always all values are one."""
    return values[0] if values.count(values[0]) == len(values) else statistics.median(values)


def _stands_off(small: Glyph, large: Glyph) -> bool:
    """Whether a small character stands above or below the baseline of a large one."""
    return _is_script(large, small) and abs(small.base - large.base) >= 0.07 * large.size


def parted(line: Line, gap: float) -> Iterator[Line]:
    """Cut a line wherever its characters stand further apart than ``gap`` times its size."""
    held: list[Glyph] = []
    for glyph in line.glyphs:
        if held and glyph.left - held[-1].right > gap * line.size:
            yield line_of(held, line.page, line.order)
            held = []
        held.append(glyph)
    if held:
        yield line_of(held, line.page, line.order)


def _kind(glyph: Glyph, size: float, base: float) -> MarkKind | None:
    rise = glyph.base - base
    if glyph.text in _RAISED_SIGNS:
        return None
    if glyph.size >= _SMALL * size and abs(rise) < 0.17 * size:
        return None
    if abs(rise) < 0.07 * size or glyph.size > 1.2 * size:
        return None
    return MarkKind.SUPERSCRIPT if rise > 0 else MarkKind.SUBSCRIPT


def _smoothed(kinds: list[MarkKind | None], glyphs: Sequence[Glyph]) -> list[MarkKind | None]:
    """Give a comma or dash between raised characters their level: ``12,13`` is one mark."""
    for n in range(1, len(kinds) - 1):
        if kinds[n] is None and kinds[n - 1] is kinds[n + 1] is MarkKind.SUPERSCRIPT and glyphs[n].text in ",–-;":
            kinds[n] = MarkKind.SUPERSCRIPT
    return kinds


def _runs(glyphs: Sequence[Glyph], kinds: Sequence[MarkKind | None], size: float) -> Iterator[Run]:
    """Join characters of one level to runs, with blanks where the page has them."""
    text, kind, edge = "", kinds[0], glyphs[0].left
    for glyph, own in _unstacked(glyphs, kinds):
        blank = bool(text) and _blank_before(edge, glyph, size)
        if own is not kind:
            yield Run(text, kind)
            text, kind = "", own
            if blank:
                yield Run(" ")
        elif blank:
            text += " "
        text += "°" if glyph.text in "◦∘" else glyph.text
        edge = glyph.right if own is None else max(edge, glyph.right)
    yield Run(text, kind)


def _unstacked(glyphs: Sequence[Glyph], kinds: Sequence[MarkKind | None]) -> Iterator[tuple[Glyph, MarkKind | None]]:
    """Write what is lowered before what is raised where both stand over one another: ``BH4−``."""
    for level, group in groupby(zip(glyphs, kinds, strict=True), key=lambda pair: pair[1] is None):
        pairs = list(group)
        lowered = [pair for pair in pairs if pair[1] is MarkKind.SUBSCRIPT]
        raised = [pair for pair in pairs if pair[1] is MarkKind.SUPERSCRIPT]
        stacked = not level and lowered and raised and _overlap(lowered[0][0], raised[0][0])
        yield from (*lowered, *raised) if stacked else pairs


def _overlap(one: Glyph, other: Glyph) -> bool:
    return min(one.right, other.right) - max(one.left, other.left) > 0.5


def _blank_before(edge: float, glyph: Glyph, size: float) -> bool:
    """Whether a blank stands in front of a character, the ones before it reaching to ``edge``."""
    gap = glyph.left - edge
    if glyph.spaced and gap > -0.5 * size:
        return True
    return gap > _WORD_GAP * size or (glyph.hint and gap > 0.08 * size)
