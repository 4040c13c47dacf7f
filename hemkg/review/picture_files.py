"""A picture as a file: a page that moves, a drawing for print, and the data behind it."""

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

from hemkg.errors import InputError
from hemkg.review import print_pictures
from hemkg.review.plots import OF_A_POINT
from hemkg.review.render import harmless

if TYPE_CHECKING:
    import plotly.graph_objects

Line = tuple[object, ...]


def save(picture: "plotly.graph_objects.Figure", path: Path) -> None:
    """Write a picture; the ending of the name says how: ``.html``, ``.csv``, ``.json``, ``.svg`` or ``.png``.

    Raises:
        InputError: if the ending is another one, or the file cannot be written.
    """
    form = path.suffix.lower().removeprefix(".")
    if form not in FORMATS:
        raise InputError(f"a picture cannot be written as {path.name!r}; end its name in .{', .'.join(FORMATS)}.")
    data = FORMATS[form](picture)
    try:
        path.write_bytes(data)
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror or error}; choose another place.") from None


def data_csv(picture: "plotly.graph_objects.Figure") -> str:
    """Return what is behind a picture as CSV: a line a point, bar or cell, with the sentences that it rests on."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    headings, lines = data_lines(picture)
    writer.writerow(headings)
    writer.writerows([harmless(text) for text in line] for line in lines)
    return out.getvalue()


def data_lines(picture: "plotly.graph_objects.Figure") -> tuple[list[str], list[list[str]]]:
    """Return headings and lines of what is behind a picture, as text without markup."""
    across, up = (axis.title.text for axis in (picture.layout.xaxis, picture.layout.yaxis))
    has_points = any(trace.type == "scatter" for trace in picture.data)
    more = OF_A_POINT if has_points else ("Number", "Told")
    headings = [_untagged(name) for name in ("Series", across or "x", up or "y", *more)]
    lines = (line for trace in picture.data for line in LINES[trace.type](trace))
    return headings, [[_untagged(str(value)) for value in line] for line in lines]


def _untagged(shown: str) -> str:
    """Return text that a picture shows without its markup.

    >>> _untagged("<b>Fe<sub>2</sub></b><br>a &lt; b")
    'Fe2 a < b'
    """
    return unescape(re.sub(r"<[^<>]*>", "", shown.replace("<br>", " ")))


def _points(trace: "plotly.graph_objects.Scatter") -> Iterator[Line]:
    for x, y, told in zip(trace.x, trace.y, trace.customdata, strict=True):
        yield (trace.name, x, y, *told)


def _bars(trace: "plotly.graph_objects.Bar") -> Iterator[Line]:
    for x, y, hover in zip(trace.x, trace.y, trace.hovertext, strict=True):
        yield (trace.name, x, trace.name, y, hover)


def _grid(trace: "plotly.graph_objects.Heatmap") -> Iterator[Line]:
    for y, numbers, hovers in zip(trace.y, trace.text, trace.hovertext, strict=True):
        for x, number, hover in zip(trace.x, numbers, hovers, strict=True):
            yield ("", x, y, number, hover)


LINES: Mapping[str, Callable[..., Iterator[Line]]] = {"scatter": _points, "bar": _bars, "heatmap": _grid}
FORMATS: Mapping[str, Callable[["plotly.graph_objects.Figure"], bytes]] = {
    "html": lambda picture: picture.to_html(include_plotlyjs=True).encode(),
    "csv": lambda picture: data_csv(picture).encode("utf-8-sig"),
    "json": lambda picture: picture.to_json().encode(),
    "svg": print_pictures.svg,
    "png": print_pictures.png,
}
