"""The map of the field for print: all its tables on one sheet, as SVG or PNG, and its numbers as lines.

An empty spot that is a gap has a dashed frame; in the SVG every spot tells as its title what the map tells of it, and
an open one why it is a gap.  Places are in inches from the upper left corner.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING

from hemkg.review.gap_map import FieldMap, Sheet, Spot, shade
from hemkg.review.gap_words import corpus
from hemkg.review.pictures import safe
from hemkg.review.print_pictures import Titles, as_mathematics, png_of, svg_of
from hemkg.review.sheets import Cell
from hemkg.review.sheets import Sheet as Lines
from hemkg.review.typography import as_html, ion_runs, runs
from hemkg.vocab import terms

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH, MARGIN, BETWEEN = 14.6, 0.3, 0.45
TOP = 1.05  # taken by the title and what the signs mean
NAMES, ROW, CAPTION = 1.15, 0.34, 0.3  # names of mechanisms, a row, the name of a table
NARROW, WIDE = 0.31, 0.56  # columns, of elements and others
SLOPING = 38  # degrees, of heads that are longer than their column
HEAD, LETTER_UP, LETTER_ON = 0.25, 0.045, 0.055  # a head that lies, and what a letter of a sloping one takes
FILLS = ("#F4F6F7", "#DBE7E9", "#C3D6DA", "#A6C3C9", "#85AAB3", "#5B8C98", "#5B8C98")
INK, FAINT, WARM = "#222222", "#777777", "#8A4B08"
TITLE = "What is reported of high-entropy anodes, and what is not"


@dataclass(frozen=True, slots=True)
class Placed:
    """A table with the place of its upper left corner."""

    sheet: Sheet
    left: float
    top: float

    @property
    def column(self) -> float:
        """The width of a column."""
        return NARROW if self.sheet.axis == "element" else WIDE

    @property
    def lies(self) -> bool:
        """Whether its heads are short enough to lie over their columns."""
        return self.sheet.axis in {"element", "ion"}

    @property
    def head(self) -> float:
        """The height of the heads, which slope where they are long."""
        return HEAD if self.lies else HEAD + LETTER_UP * max(map(len, self.sheet.columns), default=0)

    @property
    def width(self) -> float:
        """What it takes across, with room for the last head that slopes."""
        beyond = 0.0 if self.lies else LETTER_ON * max(map(len, self.sheet.columns), default=0)
        return NAMES + self.column * len(self.sheet.columns) + beyond

    @property
    def height(self) -> float:
        """What it takes down."""
        return CAPTION + self.head + ROW * len(self.sheet.rows)


def map_svg(drawn: FieldMap) -> bytes:
    """Return the map as SVG; the same map gives the same bytes."""
    placed, size = _laid_out(list(drawn.sheets()))
    return svg_of(lambda figure, titles: _draw(figure, titles, drawn, placed), size)


def map_png(drawn: FieldMap) -> bytes:
    """Return the map as PNG."""
    placed, size = _laid_out(list(drawn.sheets()))
    return png_of(lambda figure, titles: _draw(figure, titles, drawn, placed), size)


def map_lines(drawn: FieldMap) -> Lines:
    """Return the numbers of the map, a line a spot, with the gap that an empty one leads to."""
    heads = ("Table", "Mechanism", "Column", "Reports", "Reports of conventional materials", "Gap", "Told")
    lines = (
        (sheet.name, terms.label(mechanism), column, *_numbers(spot))
        for sheet in drawn.sheets()
        for mechanism, spots in sheet.rows
        for column, spot in zip(sheet.columns, spots, strict=True)
    )
    return Lines(heads, tuple(lines))


def _numbers(spot: Spot) -> tuple[Cell, ...]:
    return spot.here, spot.elsewhere, spot.gap.gap_id if spot.gap else None, spot.told


def _laid_out(sheets: Sequence[Sheet]) -> tuple[list[Placed], tuple[float, float]]:
    """Return the tables side by side as far as they fit, line by line, and the size of it all."""
    found: list[Placed] = []
    left, top, tallest = MARGIN, MARGIN + TOP, 0.0
    for sheet in sheets:
        if left + Placed(sheet, left, top).width > WIDTH - MARGIN and left > MARGIN:
            left, top, tallest = MARGIN, top + tallest + BETWEEN, 0.0
        found.append(Placed(sheet, left, top))
        left, tallest = left + found[-1].width + BETWEEN, max(tallest, found[-1].height)
    width = max([WIDTH, *(one.left + one.width + MARGIN for one in found)])
    return found, (width, top + tallest + MARGIN)


def _draw(figure: "Figure", titles: Titles, drawn: FieldMap, placed: Sequence[Placed]) -> None:
    width, height = figure.get_size_inches()
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, width), ylim=(height, 0))
    axes.set_axis_off()
    told = (
        f"From {corpus(drawn.known.field)}. In each cell: works that report the mechanism in high-entropy materials "
        "(papers, by technique); small: in conventional ones. Dashed frame: empty, and a gap. Dash: empty, and no gap."
    )
    axes.text(MARGIN, MARGIN, TITLE, fontsize=16, fontweight="bold", va="top", color=INK)
    axes.text(MARGIN, MARGIN + 0.38, "\n".join(wrap(told, 150)), fontsize=9.5, va="top", color=FAINT, linespacing=1.4)
    for one in placed:
        _draw_sheet(axes, titles, one)


def _draw_sheet(axes: "Axes", titles: Titles, one: Placed) -> None:
    left, top = one.left + NAMES, one.top + CAPTION + one.head
    axes.text(one.left, one.top, _set(one.sheet.name), fontsize=11, fontweight="bold", va="top", color=INK)
    for number, name in enumerate(one.sheet.columns):
        _draw_head(axes, one, left + one.column * (number + 0.5), top, _set(name))
    for line, (mechanism, spots) in enumerate(one.sheet.rows):
        y = top + ROW * line
        axes.text(left - 0.08, y + ROW / 2, terms.label(mechanism), fontsize=9.5, ha="right", va="center", color=INK)
        for number, spot in enumerate(spots):
            _draw_spot(axes, titles, (left + one.column * number, y, one.column), spot)


def _draw_head(axes: "Axes", one: Placed, x: float, y: float, name: str) -> None:
    if one.lies:
        axes.text(x, y - 0.06, name, fontsize=9, ha="center", va="bottom", color=FAINT)
    else:
        axes.text(x - 0.1, y - 0.06, name, fontsize=9, rotation=SLOPING, rotation_mode="anchor", color=FAINT)


def _draw_spot(axes: "Axes", titles: Titles, place: tuple[float, float, float], spot: Spot) -> None:
    """Draw a spot: its fill by its count, a dashed frame where it is open, and its numbers."""
    from matplotlib.patches import Rectangle

    x, y, width = place
    is_open = not spot.here and spot.gap is not None
    look = {"facecolor": "white", "edgecolor": WARM, "linestyle": (0, (3, 2)), "linewidth": 1.0} if is_open else {
        "facecolor": FILLS[shade(spot.here)], "edgecolor": "none"}  # fmt: skip
    cell = Rectangle((x + 0.025, y + 0.025), width - 0.05, ROW - 0.05, **look)
    cell.set_gid(titles.name("<br>".join(_told(spot))))
    axes.add_patch(cell)
    shown, ink = (str(spot.here), INK) if spot.here else ("0" if is_open else "–", WARM if is_open else FAINT)
    middle = x + width / 2 - (0.08 if spot.elsewhere else 0)
    axes.text(middle, y + ROW / 2, shown, fontsize=9.5, ha="center", va="center", color=ink)
    if spot.elsewhere:
        axes.text(x + width - 0.06, y + ROW / 2, str(spot.elsewhere), fontsize=7, ha="right", va="center", color=ink)


def _told(spot: Spot) -> Iterator[str]:
    yield safe(spot.told)
    if spot.gap and not spot.here:
        yield safe(spot.gap.why)


def _set(name: str) -> str:
    shown = as_html(ion_runs(name))
    return as_mathematics(shown if "<sup>" in shown else as_html(runs(name)))
