"""A picture as a file: a page that moves, the data behind it, and SVG or PNG where a browser can draw them.

plotly draws in a browser.  SVG and PNG therefore need the package ``kaleido`` and an installed Chromium or
Chrome; a page and the data need neither.
"""

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

from hemkg.errors import InputError
from hemkg.review.render import harmless

if TYPE_CHECKING:
    import plotly.graph_objects

WIDTH, HEIGHT, SHARPNESS = 900, 560, 2


def save(picture: "plotly.graph_objects.Figure", path: Path) -> None:
    """Write a picture; the ending of the name says how: ``.html``, ``.csv``, ``.json``, ``.svg`` or ``.png``.

    Raises:
        InputError: if the ending is another one, the file cannot be written, or nothing here can draw it.
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
    """Return what is behind a picture as CSV: series, x, y, the number in a cell, and what the point tells."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    axes = (picture.layout.xaxis.title.text or "x", picture.layout.yaxis.title.text or "y")
    writer.writerow(map(_untagged, ("Series", *axes, "Number", "Told")))
    for trace in picture.data:
        for line in _grid(trace) if trace.type == "heatmap" else _pairs(trace):
            writer.writerow([harmless(_untagged(str(value))) for value in line])
    return out.getvalue()


def _untagged(shown: str) -> str:
    """Return text that a picture shows without its markup.

    >>> _untagged("<b>Fe<sub>2</sub></b><br>a &lt; b")
    'Fe2 a < b'
    """
    return unescape(re.sub(r"<[^<>]*>", "", shown.replace("<br>", " ")))


def _pairs(trace: "plotly.graph_objects.Scatter") -> Iterator[tuple[object, ...]]:
    for place, (x, y) in enumerate(zip(trace.x, trace.y, strict=True)):
        yield (trace.name or "", x, y, "", trace.hovertext[place] if trace.hovertext else "")


def _grid(trace: "plotly.graph_objects.Heatmap") -> Iterator[tuple[object, ...]]:
    for y, numbers, hovers in zip(trace.y, trace.text, trace.hovertext, strict=True):
        for x, number, hover in zip(trace.x, numbers, hovers, strict=True):
            yield ("", x, y, number, hover)


def _drawn(form: str) -> Callable[["plotly.graph_objects.Figure"], bytes]:
    """Return what draws a picture as SVG or PNG."""

    def draw(picture: "plotly.graph_objects.Figure") -> bytes:
        try:
            return bytes(picture.to_image(format=form, width=WIDTH, height=HEIGHT, scale=SHARPNESS))
        except (ValueError, RuntimeError, ImportError):
            raise InputError(
                f"nothing here can draw {form.upper()}; install kaleido ('pip install kaleido') and Chromium, "
                "or write .html or .csv."
            ) from None

    return draw


FORMATS: Mapping[str, Callable[["plotly.graph_objects.Figure"], bytes]] = {
    "html": lambda picture: picture.to_html(include_plotlyjs=True).encode(),
    "csv": lambda picture: data_csv(picture).encode("utf-8-sig"),
    "json": lambda picture: picture.to_json().encode(),
    "svg": _drawn("svg"),
    "png": _drawn("png"),
}
