"""Pictures for print: the same figure that a page shows, drawn as SVG or PNG.

With ``map_pictures`` it alone knows matplotlib.

A page is drawn by plotly, which needs a browser.  Here the figure's own data are drawn again, so that no browser
is needed and both show the same.  A point of an SVG tells its sentence as its title, which browsers show over it.
"""

import io
import re
from collections.abc import Callable, Mapping, Sequence
from html import escape, unescape
from textwrap import shorten, wrap
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    import plotly.graph_objects
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

SIZE, SHARPNESS = (9.0, 5.6), 200  # inches; dots an inch
MARKERS = {
    "circle": "o", "square": "s", "diamond": "D", "triangle-up": "^", "cross": "P", "x": "X", "star": "*",
    "pentagon": "p", "hexagon2": "h", "diamond-tall": "d", "triangle-down": "v", "triangle-left": "<",
    "triangle-right": ">", "octagon": "8",
}  # fmt: skip
NAMED = re.compile(r'<g id="told-(\d+)">')
APART = re.compile(r"<metadata>.*?</metadata>|<style.*?</style>", re.DOTALL)  # a page's other drawings would heed it
SCRIPT = re.compile(r"<(sub|sup)>(.*?)</\1>")
STYLE: dict[Any, Any] = {
    "svg.fonttype": "none", "svg.hashsalt": "hemkg", "font.family": "sans-serif", "font.size": 11,
    "font.sans-serif": ["Helvetica", "Arial", "DejaVu Sans"], "mathtext.default": "regular",
    "axes.edgecolor": "#444444", "axes.spines.top": False, "axes.spines.right": False, "axes.grid": True,
    "grid.color": "#E5E5E5", "axes.axisbelow": True, "legend.frameon": False, "legend.fontsize": 9,
}  # fmt: skip
WIDEST_LEGEND, WIDEST_NOTE = 38, 130


class Titles:
    """What each drawn thing tells, as safe HTML: the name of its group in the SVG, and the words."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def name(self, hover: str) -> str:
        """Return the name of the group of the thing that tells this."""
        self.told.append(hover)
        return f"told-{len(self.told) - 1}"

    def hang(self, drawn: str) -> str:
        """Put the words into an SVG, as titles of their groups."""
        return NAMED.sub(lambda found: found[0] + _title(self.told[int(found[1])]), drawn)


Draw: TypeAlias = "Callable[[Figure, Titles], None]"


def svg(picture: "plotly.graph_objects.Figure") -> bytes:
    """Return a figure as SVG; the same figure gives the same bytes."""
    return svg_of(_plotted(picture), SIZE)


def inline(picture: "plotly.graph_objects.Figure") -> str:
    """Return a figure as an SVG element that stands in a page, without what would reach beyond it."""
    drawn = svg(picture).decode()
    return APART.sub("", drawn[drawn.index("<svg") :])


def png(picture: "plotly.graph_objects.Figure") -> bytes:
    """Return a figure as PNG."""
    return png_of(_plotted(picture), SIZE)


def svg_of(draw: Draw, size: tuple[float, float]) -> bytes:
    """Return what is drawn as SVG; the same drawing gives the same bytes.

    Args:
        draw: draws on an empty figure, and names what tells something.
        size: width and height [inches].
    """
    titles = Titles()
    return titles.hang(_drawn(draw, size, titles, "svg", metadata={"Date": None}).decode()).encode()


def png_of(draw: Draw, size: tuple[float, float]) -> bytes:
    """Return what is drawn as PNG; arguments as for ``svg_of``."""
    return _drawn(draw, size, Titles(), "png", dpi=SHARPNESS)


def _drawn(draw: Draw, size: tuple[float, float], titles: Titles, form: str, **how: Any) -> bytes:  # noqa: ANN401
    import matplotlib as mpl
    from matplotlib.figure import Figure

    with mpl.rc_context(STYLE):
        figure = Figure(figsize=size)
        draw(figure, titles)
        out = io.BytesIO()
        figure.savefig(out, format=form, **how)
    return out.getvalue()


def _plotted(picture: "plotly.graph_objects.Figure") -> Draw:
    """Return what draws a figure of plotly."""

    def draw(figure: "Figure", titles: Titles) -> None:
        figure.set_layout_engine("constrained")
        axes = figure.add_subplot()
        _draw(axes, picture, titles)
        _axis(axes, picture)
        _notes(axes, picture)

    return draw


def _draw(axes: "Axes", picture: "plotly.graph_objects.Figure", titles: Titles) -> None:
    """Draw the traces; categories without a point have their place all the same."""
    categories = picture.layout.xaxis.categoryarray
    if categories:
        axes.scatter(categories, [0] * len(categories), alpha=0)
        axes.set_xlim(picture.layout.xaxis.range)
    for kind, draw in DRAWERS.items():
        traces = [trace for trace in picture.data if trace.type == kind]
        if traces:
            draw(axes, traces, titles)


def _axis(axes: "Axes", picture: "plotly.graph_objects.Figure") -> None:
    """Give the axes the titles and scales of the figure, and a legend to those that have series."""
    layout = picture.layout
    axes.set_xlabel(as_mathematics(layout.xaxis.title.text or ""))
    axes.set_ylabel(as_mathematics(layout.yaxis.title.text or ""))
    if layout.xaxis.type == "log" and picture.data:
        axes.set_xscale("log")
        axes.xaxis.set_major_formatter("{x:g}")
    if layout.yaxis.rangemode == "tozero" and picture.data:
        axes.set_ylim(bottom=0)
    if not picture.data:
        axes.set_xticks([])
        axes.set_yticks([])
    handles, labels = axes.get_legend_handles_labels()
    if labels:
        axes.legend(handles, labels, loc="upper left", bbox_to_anchor=(1.01, 1.0), borderaxespad=0)


def _notes(axes: "Axes", picture: "plotly.graph_objects.Figure") -> None:
    """Write the notes of the figure: what an empty one says into its middle, others above it."""
    for note in picture.layout.annotations:
        shown = as_mathematics(note.text)
        if note.y is not None and note.y > 1:
            axes.set_title("\n".join(wrap(shown, WIDEST_NOTE)), loc="left", fontsize=8, color="#444444")
        else:
            axes.text(0.5, 0.5, shown, transform=axes.transAxes, ha="center", va="center")


def _scatter(axes: "Axes", traces: "Sequence[plotly.graph_objects.Scatter]", titles: Titles) -> None:
    for trace in traces:
        look = {
            "color": trace.marker.color, "marker": MARKERS[trace.marker.symbol], "alpha": trace.marker.opacity,
            "markersize": 7, "markeredgecolor": "white", "markeredgewidth": 0.5, "linestyle": "none",
        }  # fmt: skip
        for x, y, hover in zip(trace.x, trace.y, trace.hovertext, strict=True):
            axes.plot([x], [y], gid=titles.name(hover), **look)
        axes.plot([], [], label=_label(trace.name), **look)


def _bars(axes: "Axes", traces: "Sequence[plotly.graph_objects.Bar]", titles: Titles) -> None:
    """Draw bars side by side, with a whole number for every year."""
    from matplotlib.ticker import MaxNLocator

    width = 0.75 / len(traces)
    for number, trace in enumerate(traces):
        shift = (number - (len(traces) - 1) / 2) * width
        bars = axes.bar(
            [x + shift for x in trace.x], list(trace.y), width, color=trace.marker.color, label=_label(trace.name)
        )
        for bar, hover in zip(bars, trace.hovertext, strict=True):
            bar.set_gid(titles.name(hover))
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.grid(visible=False, axis="x")


def _grid(axes: "Axes", traces: "Sequence[plotly.graph_objects.Heatmap]", titles: Titles) -> None:
    """Draw a grid of numbers, the darker the more; an empty cell is white."""
    from matplotlib.colors import LinearSegmentedColormap
    from matplotlib.patches import Rectangle

    trace = traces[0]
    most = max((value for line in trace.z for value in line if value is not None), default=1)
    colours = LinearSegmentedColormap.from_list("hemkg", [colour for _, colour in trace.colorscale])
    for y, line in enumerate(trace.z):
        for x, value in enumerate(line):
            colour = "white" if value is None else colours(value / most)
            cell = Rectangle((x, y), 1, 1, facecolor=colour, edgecolor="#DDDDDD", linewidth=0.5)
            cell.set_gid(titles.name(trace.hovertext[y][x]))
            axes.add_patch(cell)
            ink = "white" if (value or 0) > most / 2 else "black"
            axes.text(x + 0.5, y + 0.5, trace.text[y][x], ha="center", va="center", fontsize=8, color=ink)
    axes.set(xlim=(0, len(trace.x)), ylim=(len(trace.y), 0))
    axes.set_xticks([x + 0.5 for x in range(len(trace.x))], [as_mathematics(x) for x in trace.x], fontsize=9)
    axes.set_yticks([y + 0.5 for y in range(len(trace.y))], [as_mathematics(y) for y in trace.y])
    axes.grid(visible=False)
    axes.tick_params(length=0)


DRAWERS: Mapping[str, Callable[..., None]] = {"scatter": _scatter, "bar": _bars, "heatmap": _grid}


# ---------------------------------------------------------------- texts


def _label(name: str | None) -> str:
    return shorten(as_mathematics(name or ""), WIDEST_LEGEND, placeholder=" …")


def as_mathematics(shown: str) -> str:
    r"""Return the safe HTML of a figure as matplotlib writes it: lowered and raised runs as mathematics.

    >>> as_mathematics("mAh g<sup>−1</sup> &lt; $5")
    'mAh g$^{−1}$ < \\$5'
    """
    parts = SCRIPT.split(shown.replace("$", r"\$"))
    found = [_untagged(parts[0])]
    for tag, inner, after in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
        found += [f"${'_' if tag == 'sub' else '^'}{{{_untagged(inner)}}}$", _untagged(after)]
    return "".join(found)


def _untagged(shown: str) -> str:
    return unescape(re.sub(r"<[^<>]*>", "", shown.replace("<br>", " ")))


def _title(hover: str) -> str:
    """Return what a page shows over a thing as the title of a group of an SVG."""
    lines = unescape(re.sub(r"<(?!br>)[^<>]*>", "", hover)).split("<br>")
    return f"<title>{escape(chr(10).join(lines), quote=False)}</title>"
