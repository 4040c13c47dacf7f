"""Tables of a PDF page: stretches of text below a caption, laid on rows and columns by where they stand."""

import math
import statistics
from collections.abc import Iterator, Sequence
from itertools import pairwise

from hemkg.read.compose import LaidTable
from hemkg.read.flow import Flow, flow, join
from hemkg.read.layout import is_prose
from hemkg.read.lines import Line, parted
from hemkg.read.shapes import caption_label, is_closed, is_named_heading, is_numbered_heading
from hemkg.read.tables import GridCell, is_numeric, lay_table, without_footnote_mark

_FEWEST_CELLS = 4
_CELL_GAP = 0.6
_COLUMN_GAP = 1.0  # wider than the blanks of a justified line
_FURTHEST_CELL = 15.0  # between two cells of a row, in sizes of the font
_NOTES = 12
_NARROW_GAP = 0.35


def caption_lines(caption: Sequence[Line], lines: Sequence[Line]) -> Sequence[Line]:
    """Return the lines of a table's caption: those above the first that is a row of cells.

    Caption and rows are often set in one size under one another, and then look like one text.

    Args:
        caption: the caption, and what stands under it in its size.
        lines: the page's lines.
    """
    for number, (above, line) in enumerate(pairwise(caption), 1):
        parts = len(list(parted(line, _COLUMN_GAP)))
        beside = is_closed(above.text) and any(_is_beside(line, other) for other in lines)
        if (parts > 1 or beside) and not is_prose(line):
            return caption[:number]
    return caption


def _is_beside(line: Line, other: Line) -> bool:
    """Whether another stretch of a row stands to the right of one."""
    near = _COLUMN_GAP * line.size < other.left - line.right < _FURTHEST_CELL * line.size
    return near and abs(other.base - line.base) < 0.2 * line.size and not is_prose(other)


def table_lines(lines: Sequence[Line], caption: Sequence[Line], width: float) -> list[Line]:
    """Return the lines of a table: stretches below its caption that are no running text.

    They follow the caption in the page's content, or come before it.

    Args:
        lines: a page's lines in the order of its content.
        caption: the caption's lines.
        width: the page's width [pt].
    """
    places = {line.order for line in caption}
    start = next(n for n, line in enumerate(lines) if line.order in places)
    end = max(n for n, line in enumerate(lines) if line.order in places)
    lowest = min(line.base for line in caption)
    after = _below(lines[end + 1 :], lowest, width)
    before = lines[:start][::-1]
    notes = max((n for n, line in enumerate(before[:_NOTES]) if _is_running(line, width)), default=-1)
    return after or sorted(_below(before[notes + 1 :], lowest, width), key=lambda each: each.order)


def _is_running(line: Line, width: float) -> bool:
    """Whether a line is one of running text, as a table's footnotes are."""
    return is_prose(line) and line.right - line.left > 0.35 * width


def _below(lines: Sequence[Line], caption: float, width: float) -> list[Line]:
    """Return the first lines of a sequence that can be a table under a caption at a height."""
    found: list[Line] = []
    for line in lines:
        if _is_running(line, width) or _leads_elsewhere(line) or line.base > caption:
            break
        found.append(line)
    rows = list(_without_gap(_rows(found), caption))
    kept = {line.order for row in rows for line in row}
    return [line for line in found if line.order in kept] if len(rows) > 1 and len(kept) >= _FEWEST_CELLS else []


def _without_gap(rows: Sequence[list[Line]], height: float) -> Iterator[list[Line]]:
    """Yield rows from the top until one stands further down than a table's rows do."""
    for row in rows:
        if height - row[0].base > 5 * row[0].size:
            return
        yield row
        height = row[0].base


def _leads_elsewhere(line: Line) -> bool:
    """Whether a line starts something that is no table: another caption, or a heading."""
    heading = is_numbered_heading(line.text) and not is_numeric(line.text.split()[-1])
    return caption_label(line.text) is not None or heading or (line.bold and is_named_heading(line.text))


def printed_table(label: str, caption: str, lines: Sequence[Line]) -> LaidTable | None:
    """Lay a table's stretches of text on a grid; None where they make no columns."""
    lines = [part for line in lines for part in parted(line, _CELL_GAP)]
    columns = _columns(lines)
    if len(columns) < 2:
        return None
    lines = [piece for line in lines for piece in _by_column(line, columns)]
    rows = [_cells(row, columns) for row in _wrapped(_rows(lines), columns)]
    heads = _heads(rows)
    return lay_table(label, caption, rows, header_rows=heads)


def _by_column(line: Line, columns: Sequence[tuple[float, float]]) -> list[Line]:
    """Cut a stretch that reaches over columns, where narrower gaps part it so that each piece fits one."""
    if len(_covered_by(line, columns)) < 2:
        return [line]
    pieces = list(parted(line, _NARROW_GAP))
    return pieces if all(len(_covered_by(piece, columns)) < 2 for piece in pieces) else [line]


def _covered_by(line: Line, columns: Sequence[tuple[float, float]]) -> list[int]:
    """Return the columns that a stretch stands over, or whose room it takes up for a good part."""
    width = max(line.right - line.left, 1.0)
    middles = [(a[1] + b[0]) / 2 for a, b in pairwise(columns)]
    rooms = list(pairwise([-math.inf, *middles, math.inf]))
    return [
        number
        for number, (column, room) in enumerate(zip(columns, rooms, strict=True))
        if _overlap(line, column) > 0 or _overlap(line, room) > 0.3 * width
    ]


def _overlap(line: Line, stretch: tuple[float, float]) -> float:
    return min(stretch[1], line.right) - max(stretch[0], line.left)


def _rows(lines: Sequence[Line]) -> list[list[Line]]:
    """Group stretches by their baseline, top row first."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda each: -each.base):
        if rows and abs(rows[-1][0].base - line.base) < 0.45 * line.size:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda each: each.left) for row in rows]


def _columns(lines: Sequence[Line]) -> list[tuple[float, float]]:
    """Return the stretches of the page's width that cells cover, headers across several left out."""
    if not lines:
        return []
    extent = max(each.right for each in lines) - min(each.left for each in lines)
    narrow = sorted((each for each in lines if each.right - each.left < 0.6 * extent), key=lambda each: each.left)
    for limit in (1.0, 0.75, 0.5, 0.34):
        columns = _covered([each for each in narrow if each.right - each.left <= limit * 0.6 * extent])
        if len(columns) >= max((len(row) for row in _rows(lines)), default=0):
            return columns
    return columns


def _covered(lines: Sequence[Line]) -> list[tuple[float, float]]:
    columns: list[tuple[float, float]] = []
    for line in lines:
        if columns and line.left < columns[-1][1] + 0.2 * line.size:
            columns[-1] = (columns[-1][0], max(columns[-1][1], line.right))
        else:
            columns.append((line.left, line.right))
    return columns


def _wrapped(rows: Sequence[list[Line]], columns: Sequence[tuple[float, float]]) -> Iterator[list[list[Line]]]:
    """Join rows that stand closer than rows do and fill fewer columns: cells of several lines."""
    steps = [a[0].base - b[0].base for a, b in pairwise(rows)]
    usual = statistics.median(steps) if steps else 0.0
    held: list[list[Line]] = []
    for number, row in enumerate(rows):
        close = number > 0 and steps[number - 1] < 0.85 * usual
        spanner = held and any(len(_covered_by(line, columns)) > 1 for line in held[-1])
        if held and close and not spanner and min(len(row), len(held[-1])) < len(columns):
            held.append(row)
        else:
            if held:
                yield held
            held = [row]
    if held:
        yield held


def _cells(lines: list[list[Line]], columns: Sequence[tuple[float, float]]) -> list[GridCell]:
    """Put the stretches of a row into its columns; one that covers several spans them."""
    held: dict[int, list[Line]] = {}
    spans: dict[int, int] = {}
    for line in (each for row in lines for each in row):
        covered = _covered_by(line, columns)
        place = covered[0] if covered else _nearest(line, columns)
        held.setdefault(place, []).append(line)
        spans[place] = max(spans.get(place, 1), len(covered) or 1)
    cells: list[GridCell] = []
    column = 0
    while column < len(columns):
        wide = min(spans.get(column, 1), _free(held, column, len(columns)))
        cells.append(GridCell(_text(held.get(column, ())), columns=wide))
        column += wide
    return cells


def _free(held: dict[int, list[Line]], column: int, width: int) -> int:
    """Count the columns from one to the next that is filled."""
    following = [n for n in held if n > column]
    return (min(following) if following else width) - column


def _nearest(line: Line, columns: Sequence[tuple[float, float]]) -> int:
    middle = (line.left + line.right) / 2
    return min(range(len(columns)), key=lambda n: abs(sum(columns[n]) / 2 - middle))


def _text(lines: Sequence[Line]) -> Flow:
    return without_footnote_mark(join(flow(_run for _run in line.runs) for line in lines))


def _heads(rows: Sequence[Sequence[GridCell]]) -> int:
    """Count the header rows: those above the first that holds a number beside its name."""
    for number, row in enumerate(rows):
        if any(is_numeric(cell.flow.text) for cell in row[1:]):
            return min(number, 3) or 1
    return 1
