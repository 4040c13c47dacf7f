"""A plain list of lines under headings, for what is no table of measurements: counts, scores, the data of a plot."""

import csv
import io
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from hemkg.errors import InputError
from hemkg.review.render import harmless, markdown

Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """Lines of the same length under headings.

    Raises:
        ValueError: if a line has another length.
    """

    headings: tuple[str, ...]
    lines: tuple[tuple[Cell, ...], ...]

    def __post_init__(self) -> None:
        if any(len(line) != len(self.headings) for line in self.lines):
            raise ValueError("a line of a sheet has as many cells as there are headings")


def render_sheet(sheet: Sheet, form: str) -> bytes:
    """Return a sheet as a file.

    Args:
        sheet: the sheet.
        form: ``md``, ``csv`` or ``json``.

    Raises:
        InputError: if there is no such format.

    >>> print(render_sheet(Sheet(("Ion", "Works"), (("Li", 3),)), "md").decode())
    | Ion | Works |
    | --- | --- |
    | Li | 3 |
    <BLANKLINE>
    """
    if form not in FORMATS:
        raise InputError(f"this cannot be written as {form!r}; it can as {', '.join(FORMATS)}.")
    return FORMATS[form](sheet)


def text_of(cell: Cell) -> str:
    """Return a cell as a person reads it; empty where there is nothing."""
    if cell is None:
        return ""
    return f"{cell:.6g}" if isinstance(cell, float) else str(cell)


def _csv(sheet: Sheet) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows([harmless(text_of(cell)) for cell in line] for line in (sheet.headings, *sheet.lines))
    return out.getvalue().encode("utf-8-sig")


def _md(sheet: Sheet) -> bytes:
    head, rule = _line(sheet.headings), "|" + " --- |" * len(sheet.headings)
    return "\n".join([head, rule, *map(_line, sheet.lines), ""]).encode()


def _line(cells: tuple[Cell, ...]) -> str:
    return "| " + " | ".join(markdown(text_of(cell)) for cell in cells) + " |"


def _json(sheet: Sheet) -> bytes:
    lines = [dict(zip(sheet.headings, line, strict=True)) for line in sheet.lines]
    return (json.dumps(lines, ensure_ascii=False) + "\n").encode()


FORMATS: Mapping[str, Callable[[Sheet], bytes]] = {"md": _md, "csv": _csv, "json": _json}
