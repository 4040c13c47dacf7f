"""Tables: from printed rows to cells that know the headers above and beside them.

The readers hand over rows of cells as the source has them, with spans; here they are laid on a
grid, the header rows and the row headers are told from the body, and the whole is written as lines
of text in which every cell keeps its own place.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hemkg.model.paper import Cell, Mark, MarkKind, Span
from hemkg.read.compose import LaidTable
from hemkg.read.flow import Flow, cut, join

_FOOTNOTE = re.compile(r"[a-z*†‡§¶#∗⁎](?:\s?,?\s?[a-z*†‡§¶#∗⁎])*\)?")
_FOOTNOTE_INSIDE = re.compile(r"[a-z]\)|[*†‡§¶#∗⁎]+\)?")
_NUMERIC = re.compile(r"[\s≈~∼<>≤≥±+−–-]*\d[\d.,]*\s?(?:\(\d+\))?\s?[%°]?(?:\s?[±–-]\s?[\d.,]+)?")
_WIDEST = 200


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell as the source gives it.

    Attributes:
        flow: its text.
        header: whether the source calls it a header.
        rows: how many rows it spans.
        columns: how many columns it spans.
    """

    flow: Flow
    header: bool = False
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class _Placed:
    """A grid cell at one of the places that it covers; the origin is its first."""

    cell: GridCell
    origin: tuple[int, int]


_Grid = list[list[_Placed | None]]


def lay_table(
    label: str, caption: str, rows: Sequence[Sequence[GridCell]], *, header_rows: int | None = None
) -> LaidTable:
    r"""Write rows of cells as a table.

    Args:
        label: the table's number as printed, ``Table 1``.
        caption: its caption without the label.
        rows: the cells in printed order, header rows first.
        header_rows: how many rows are headers, where the source says so.

    >>> cells = [[GridCell(Flow(t)) for t in line.split("|")] for line in ("Sample|Capacity (mAh/g)", "A1|650")]
    >>> laid = lay_table("Table 1", "Cycling", cells)
    >>> laid.flow.text, laid.cells[1].column_path, laid.cells[1].row_path
    ('Sample | Capacity (mAh/g)\nA1 | 650', ('Capacity (mAh/g)',), ('A1',))
    """
    grid = _place(rows)
    heads = _header_rows(grid) if header_rows is None else min(header_rows, max(len(grid) - 1, 0))
    written, spans = _write(grid, heads)
    cells = tuple(_cells(grid, heads, spans))
    return LaidTable(label, caption, written, cells)


def without_footnote_mark(written: Flow) -> Flow:
    """Cut raised footnote letters and signs out of a cell, so that they join no number.

    >>> without_footnote_mark(Flow("581a", (Mark(MarkKind.SUPERSCRIPT, Span(3, 4)),))).text
    '581'
    """
    for mark in reversed(written.marks):
        at_end = mark.span.end == len(written.text)
        calls = _FOOTNOTE if at_end else _FOOTNOTE_INSIDE
        if mark.kind is MarkKind.SUPERSCRIPT and mark.span.start and calls.fullmatch(mark.span.of(written.text)):
            kept = len(written.text[: mark.span.start].rstrip())
            rest = cut(written, mark.span.end, len(written.text))
            written = join([cut(written, 0, kept), rest], "")
    return written


def is_numeric(text: str) -> bool:
    """Whether a cell holds a number and nothing else: ``~650``, ``12.5 ± 0.3``, ``89%``."""
    return bool(_NUMERIC.fullmatch(text.strip()))


def _place(rows: Sequence[Sequence[GridCell]]) -> _Grid:
    """Lay spanning cells over all the places that they cover."""
    grid: _Grid = [[] for _ in rows]
    for r, row in enumerate(rows):
        column = 0
        for cell in row:
            while column < len(grid[r]) and grid[r][column] is not None:
                column += 1
            _cover(grid, _Placed(cell, (r, column)))
            column += 1
    width = max((len(line) for line in grid), default=0)
    return [line + [None] * (width - len(line)) for line in grid]


def _cover(grid: _Grid, placed: _Placed) -> None:
    row, column = placed.origin
    for r in range(row, min(row + max(placed.cell.rows, 1), len(grid))):
        for c in range(column, min(column + max(placed.cell.columns, 1), _WIDEST)):
            grid[r] += [None] * (c + 1 - len(grid[r]))
            if grid[r][c] is None:
                grid[r][c] = placed


def _text(placed: _Placed | None) -> str:
    return placed.cell.flow.text if placed else ""


def _header_rows(grid: _Grid) -> int:
    """Count the leading rows that are headers, by what the source calls them, else by their look."""
    called = 0
    for row in grid:
        if not all(p is None or p.cell.header for p in row) or not any(row):
            break
        called += 1
    if called:
        return min(called, max(len(grid) - 1, 0))
    return 1 if len(grid) > 1 and not any(is_numeric(_text(p)) for p in grid[0][1:]) else 0


def _row_header_columns(grid: _Grid, heads: int) -> int:
    """Count the leading columns that name their row."""
    body = [row for row in grid[heads:] if sum(bool(_text(p)) for p in row) > 1]
    if not body or len(body[0]) < 2:
        return 0
    called = 0
    while called < len(body[0]) - 1 and all(row[called] and row[called].cell.header for row in body):  # type: ignore[union-attr]
        called += 1
    if called:
        return called
    if _mostly_numbers(body, 0) and len(body[0]) > 2 and not _mostly_numbers(body, 1):
        return 2
    return 2 if _is_hierarchy(body) else 1


def _mostly_numbers(body: _Grid, column: int) -> bool:
    texts = [t for row in body if (t := _text(row[column]))]
    return bool(texts) and sum(map(is_numeric, texts)) * 2 > len(texts)


def _is_hierarchy(body: _Grid) -> bool:
    """Whether the first column groups rows that a second, wordy column tells apart."""
    grouped = any(row[0] is not None and row[0].cell.rows > 1 for row in body)
    return grouped and len(body[0]) > 2 and not _mostly_numbers(body, 1)


def _write(grid: _Grid, heads: int) -> tuple[Flow, dict[tuple[int, int], Span]]:
    """Write the grid as lines; return them with the place of each cell."""
    lines: list[Flow] = []
    spans: dict[tuple[int, int], Span] = {}
    position = 0
    for r, row in enumerate(grid):
        shown = {c: _shown(placed, r, c, in_head=r < heads) for c, placed in enumerate(row)}
        line, places = _line({c: piece for c, piece in shown.items() if piece is not None})
        if places:
            spans |= {(r, c): Span(position + s.start, position + s.end) for c, s in places.items()}
            lines.append(line)
            position += len(line.text) + 1
    return join(lines, "\n"), spans


def _line(pieces: dict[int, Flow]) -> tuple[Flow, dict[int, Span]]:
    """Write one row; return it with the place of each cell that holds text."""
    text = ""
    marks: list[Mark] = []
    places: dict[int, Span] = {}
    for number, (column, piece) in enumerate(pieces.items()):
        text += " | " if number else ""
        if piece.text:
            places[column] = Span(len(text), len(text) + len(piece.text))
            marks += piece.shifted(len(text))
        text += piece.text
    return Flow(text, tuple(marks)), places


def _shown(placed: _Placed | None, row: int, column: int, *, in_head: bool) -> Flow | None:
    """Return what stands at a place: a cell once across its columns, and in each of its body rows."""
    if placed is None:
        return Flow()
    if column != placed.origin[1]:
        return None
    return Flow() if in_head and row != placed.origin[0] else placed.cell.flow


def _cells(grid: _Grid, heads: int, spans: dict[tuple[int, int], Span]) -> Iterator[Cell]:
    columns = _column_paths(grid, heads)
    leading = _row_header_columns(grid, heads)
    group: tuple[str, ...] = ()
    above: list[_Placed | None] = []
    for r, row in enumerate(grid[heads:], heads):
        if _is_group(row) and r + 1 < len(grid):
            group, above = (_text(row[0]),), []
        named = _row_headers(row, leading, above)
        for c in range(len(row)):
            if (r, c) in spans:
                own = () if _is_group(row) else group + _path(named[: min(c, leading)])
                yield Cell(spans[r, c], r - heads, c, columns[c], own)
        above = named


def _row_headers(row: Sequence[_Placed | None], leading: int, above: Sequence[_Placed | None]) -> list[_Placed | None]:
    """Return the cells that name a row; an empty first one stands for the one above it."""
    named = list(row[:leading])
    if named and not _text(named[0]) and above:
        named[0] = above[0]
    return named


def _is_group(row: Sequence[_Placed | None]) -> bool:
    """Whether a row holds one cell that names the rows below it."""
    filled = {p.origin for p in row if p and _text(p)}
    return len(row) > 2 and len(filled) == 1 and bool(_text(row[0]))


def _column_paths(grid: _Grid, heads: int) -> list[tuple[str, ...]]:
    """Return the headers above each column; a line across the whole table names none of them."""
    width = len(grid[0]) if grid else 0
    naming = [r for r in range(heads) if width < 3 or len({p.origin for p in grid[r] if p}) > 1]
    return [_path([grid[r][c] for r in naming]) for c in range(width)]


def _path(placed: Sequence[_Placed | None]) -> tuple[str, ...]:
    """Return the words along a row or column of headers, a spanning header once."""
    path: list[str] = []
    seen: set[tuple[int, int]] = set()
    for each in placed:
        if each and each.origin not in seen and _text(each):
            path.append(_text(each))
            seen.add(each.origin)
    return tuple(path)
