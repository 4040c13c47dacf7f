"""Displayed equations, which a page holds in pieces: kept out of the prose and put together.

A fraction is two pieces over one another, a sum one with its limits above and below, a long equation
several lines.  What belongs together shows in where it stands: away from the column's edge, around a
sign that relates two sides, with no words of a sentence in it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from hemkg.read.flow import Run
from hemkg.read.glyphs import Glyph
from hemkg.read.layout import is_prose
from hemkg.read.lines import Line, line_of

_RELATION = re.compile(r"[=→⇌←↔≈⟶≤≥∝]")
_ONLY_SIGNS = re.compile(r"[\s()\[\]{}=→⇌←↔+−±×≤≥<>∼≈·/,.∑∫√-]*[=→⇌←↔+−×≈][\s()\[\]{}=→⇌←↔+−±×≤≥<>∼≈·/,.∑∫√-]*")
_NUMBER_BESIDE = re.compile(r"\((?:[A-Z]{1,2}[.-]?)?\d{1,2}[a-z]?\)[.,]?")
_WORD = re.compile(r"\(?[a-z]{3,}[,.;:)]*")
_PLAIN_NUMBER = re.compile(r"[−–~<>-]?\d+(?:[.,]\d+)?%?")
_ON_ONE_LINE = 0.3  # in sizes of the font, as are the next four
_NEXT_ROW = 1.2
_NEAREST = 1.75
_INDENT = 0.9
_COLUMN_NEAR = 12.0
_MOST_PIECES = 40
_MOST_NUMBERS = 3  # a table that has more numbers than an equation has is not one


@dataclass(frozen=True, slots=True)
class _Column:
    """The edges of the running text around a place [pt]."""

    left: float
    right: float

    def holds(self, line: Line) -> bool:
        """Whether a line stands between the edges."""
        return line.left >= self.left - 2 and line.right <= self.right + 2


def with_equations(lines: Sequence[Line]) -> list[Line]:
    """Put displayed equations together whose letters and signs a page holds in separate pieces.

    Args:
        lines: the lines of a page, tables taken out.
    """
    return _around_signs(_displayed(lines))


def _displayed(lines: Sequence[Line]) -> list[Line]:
    """Put together what stands displayed in a column of running text."""
    prose = [line for line in lines if is_prose(line)]
    taken: set[int] = set()
    whole: dict[int, Line] = {}
    for seed in lines:
        if seed.order in taken or not _may_be_displayed(seed) or not _RELATION.search(seed.text):
            continue
        column = _column_around(seed, prose)
        pieces = _pieces_around(seed, lines, column) if column else []
        if pieces and not any(piece.order in taken for piece in pieces):
            taken |= {piece.order for piece in pieces}
            whole[min(piece.order for piece in pieces)] = _put_together(seed, pieces)
    return [whole.get(line.order, line) for line in lines if line.order not in taken or line.order in whole]


def _may_be_displayed(line: Line) -> bool:
    """Whether a line holds no part of a sentence; what is lowered, as an index is, is no word."""
    words = "".join(run.text if run.kind is None else "_" for run in line.runs).split()
    return sum(bool(_WORD.fullmatch(word)) for word in words) * 5 < max(len(words), 1)


def _column_around(seed: Line, prose: Sequence[Line]) -> _Column | None:
    """Return the column of running text that a line stands in, where it is set in that text's size."""
    near = [
        line
        for line in prose
        if abs(line.base - seed.base) < _COLUMN_NEAR * line.size
        and line.left <= seed.left + 1
        and line.right > seed.left
        and seed.size > 0.85 * line.size
    ]
    return _Column(min(line.left for line in near), max(line.right for line in near)) if near else None


def _pieces_around(seed: Line, lines: Sequence[Line], column: _Column) -> list[Line]:
    """Return the pieces of the equation that a line with a relation belongs to, none where it is in a sentence."""
    inside = [line for line in lines if column.holds(line)]
    beside = [line for line in inside if _level(line, seed)]
    numbered = any(_NUMBER_BESIDE.fullmatch(line.text.strip()) and line.left > seed.right for line in beside)
    starts = min(line.left for line in beside)
    if not all(map(_may_be_displayed, beside)) or not (numbered or starts > column.left + _INDENT * seed.size):
        return []
    pieces = list(beside)
    waiting = [line for line in inside if line not in pieces and _may_be_displayed(line)]
    grown = True
    while grown:
        near = [line for line in waiting if _belongs(line, pieces, column)]
        grown = bool(near)
        pieces += near
        waiting = [line for line in waiting if line not in near]
    numbers = sum(bool(_PLAIN_NUMBER.fullmatch(piece.text.strip())) for piece in pieces)
    alone = len(pieces) < 2 and not numbered
    return [] if alone or len(pieces) > _MOST_PIECES or numbers > _MOST_NUMBERS else pieces


def _level(line: Line, other: Line) -> bool:
    return abs(line.base - other.base) < _ON_ONE_LINE * max(line.size, other.size)


def _belongs(line: Line, pieces: Sequence[Line], column: _Column) -> bool:
    """Whether a piece goes on with an equation: beside one of its pieces, or over or under it off the column's edge."""
    if any(_level(line, piece) for piece in pieces):
        return True
    near = any(abs(line.base - piece.base) < _NEAREST * piece.size for piece in pieces)
    return near and not line.bold and line.left > column.left + _INDENT * line.size


def _put_together(seed: Line, pieces: Sequence[Line]) -> Line:
    """Write the pieces of an equation as one line, row by row, without the number beside it."""
    said = [piece for piece in pieces if not _NUMBER_BESIDE.fullmatch(piece.text.strip())]
    runs: list[Run] = []
    for row in _rows(said):
        for each in _with_fractions(row):
            runs += [Run(" "), *each] if runs else each
    return replace(
        seed,
        runs=tuple(runs),
        left=min(piece.left for piece in pieces),
        right=max(piece.right for piece in pieces),
        order=min(piece.order for piece in pieces),
        glyphs=tuple(glyph for piece in pieces for glyph in piece.glyphs),
        is_equation=True,
    )


def _rows(pieces: Sequence[Line]) -> list[list[Line]]:
    """Part the pieces into rows: each line with a relation begins one, and so does what is far from all of them."""
    largest = max(piece.size for piece in pieces)
    bases = [p.base for p in pieces if _RELATION.search(p.text) and p.size > 0.8 * min(largest, p.size * 1.3)]
    for piece in pieces:
        if all(abs(piece.base - base) >= _NEXT_ROW * largest for base in bases):
            bases.append(piece.base)
    heights: list[float] = []
    for base in sorted(bases, reverse=True):
        if not heights or heights[-1] - base > 0.6 * largest:
            heights.append(base)
    rows: list[list[Line]] = [[] for _ in heights]
    for piece in pieces:
        rows[min(range(len(heights)), key=lambda n: abs(heights[n] - piece.base))].append(piece)
    return [sorted(row, key=lambda piece: piece.left) for row in rows if row]


def _with_fractions(row: Sequence[Line]) -> Iterator[list[Run]]:
    """Yield the runs of a row: two pieces over one another as a fraction, what stands side by side sign by sign."""
    done: set[int] = set()
    level: list[Line] = []
    for piece in row:
        if piece.order in done:
            continue
        if not any(_stands_over(piece, other) for other in row):
            level.append(piece)
            continue
        yield from _side_by_side(level)
        level = []
        other = next((o for o in row if o.order not in done and _are_stacked(piece, o, row)), None)
        if other is None:
            yield list(piece.runs)
        else:
            done.add(other.order)
            upper, lower = (piece, other) if piece.base > other.base else (other, piece)
            yield [*_bracketed(upper), Run("/"), *_bracketed(lower)]
    yield from _side_by_side(level)


def _side_by_side(pieces: Sequence[Line]) -> Iterator[list[Run]]:
    """Yield the runs of pieces of one line, whose letters and signs a page may hold apart."""
    glyphs: list[Glyph] = []
    for group in _interlaced(pieces):
        own = [glyph for piece in group for glyph in piece.glyphs]
        glyphs += sorted(own, key=lambda glyph: glyph.left) if len(group) > 1 else own
    if glyphs:
        yield list(line_of(glyphs, pieces[0].page, pieces[0].order).runs)


def _interlaced(pieces: Sequence[Line]) -> Iterator[list[Line]]:
    """Group pieces, sorted from the left, that reach into one another."""
    held: list[Line] = []
    for piece in pieces:
        if held and piece.left > max(each.right for each in held) - 0.5:
            yield held
            held = []
        held.append(piece)
    if held:
        yield held


def _stands_over(one: Line, other: Line) -> bool:
    """Whether one piece stands over or under another, further than what is raised beside it."""
    return abs(one.base - other.base) > 0.375 * (one.size + other.size) and _overlap(one, other)


def _are_stacked(one: Line, other: Line, row: Sequence[Line]) -> bool:
    """Whether two pieces are the parts of a fraction: over one another, the row's own line beside and between them."""
    apart = abs(one.base - other.base)
    if one is other or not 0.8 * one.size < apart < 2.4 * one.size or not _overlap(one, other):
        return False
    low, high = sorted((one.base, other.base))
    between = [o for o in row if low + 0.2 * o.size < o.base < high - 0.2 * o.size]
    return bool(between) and not any(_overlap(o, one) or _overlap(o, other) for o in between)


def _overlap(one: Line, other: Line) -> bool:
    across = min(one.right, other.right) - max(one.left, other.left)
    return across > 0.4 * min(one.right - one.left, other.right - other.left)


def _bracketed(part: Line) -> list[Run]:
    """Return a part of a fraction, in brackets where it is more than one symbol."""
    return [Run("("), *part.runs, Run(")")] if " " in part.text.strip() else list(part.runs)


# ---------------------------------------------------------------- signs by themselves


def _around_signs(lines: Sequence[Line]) -> list[Line]:
    """Put equations together around a sign that stands by itself, wherever it is."""
    taken: set[int] = set()
    whole: dict[int, Line] = {}
    for seed in lines:
        if seed.order not in taken and not seed.is_equation and _ONLY_SIGNS.fullmatch(seed.text.strip()):
            pieces = [piece for piece in _beside(seed, lines) if piece.order not in taken]
            glyphs = sorted((g for piece in pieces for g in piece.glyphs), key=lambda g: g.left)
            text = "".join(g.text for g in glyphs)
            if len(pieces) > 2 and _RELATION.search(text) and re.search(r"[A-Za-z]", text):
                taken |= {piece.order for piece in pieces}
                first = min(piece.order for piece in pieces)
                whole[first] = replace(line_of(glyphs, seed.page, first), is_equation=True)
    return [whole.get(line.order, line) for line in lines if line.order not in taken or line.order in whole]


def _beside(seed: Line, lines: Iterable[Line]) -> list[Line]:
    """Return the pieces that stand beside a sign, chained by gaps that an equation has."""
    size = max(seed.size, 8.0)
    near = [each for each in lines if abs(each.base - seed.base) < 0.9 * size and len(each.text.split()) < 8]
    chain, left, right = [seed], seed.left, seed.right
    for piece in sorted(near, key=lambda each: min(abs(each.left - right), abs(left - each.right))):
        numbered = _NUMBER_BESIDE.fullmatch(piece.text.strip()) and piece.left > right
        if piece is not seed and not numbered and piece.left - right < 3 * size and left - piece.right < 3 * size:
            chain.append(piece)
            left, right = min(left, piece.left), max(right, piece.right)
    return chain
