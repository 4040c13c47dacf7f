"""Plots that reviews draw: values against conditions, and which cells of the field are filled.

Every point tells its sentence; an empty cell of a heat map is seen to be empty, and which gap it belongs to
travels in its ``customdata``.  The numbers behind a plot can be had by themselves.  plotly is imported when a
plot is made.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hemkg.errors import InputError
from hemkg.review.cells import MECHANISMS, is_allowed
from hemkg.review.field import Field, Place
from hemkg.review.gap_card import GapCard
from hemkg.review.gap_words import host, plural, told
from hemkg.review.knowledge import Knowledge
from hemkg.review.pictures import SYMBOLS, colour_of, formula, hover_quote, safe, styled
from hemkg.review.render import source
from hemkg.review.tables import COLUMNS, ReviewTable, TableRow
from hemkg.review.typography import as_html, ion_runs, unit_runs
from hemkg.vocab import elements, terms
from hemkg.vocab.terms import HEM

if TYPE_CHECKING:
    import plotly.graph_objects

UNKNOWN = "not known"
NO_POINTS = "No measurement here states both numbers."
AXES = ("family", "ion", "element", "class")
NEEDED = (
    "material",
    "elements",
    "ion",
    "family",
    "value",
    "unit",
    "current_density",
    "cycle",
    "quantity",
    "kind",
    "comparator",
)
OF_A_POINT = ("Material", "Ion", "Anion family", "Bound", "Quote", "Source")


@dataclass(frozen=True, slots=True)
class Point:
    """One measurement as a point.

    Attributes:
        x: current density [A g-1], cycle number or symbol of an element.
        y: capacity [mAh g-1] or retention [%].
        material: its name in the paper.
        ion, family: as the table says them.
        hover: what is shown over the point, as safe HTML.
        told: what the data behind the plot say of it, under the headings of ``OF_A_POINT``.
    """

    x: float | str
    y: float
    material: str
    ion: str
    family: str
    hover: str
    told: tuple[str, ...] = ()


def capacity_points(table: ReviewTable) -> tuple[Point, ...]:
    """Return the capacities with a current density; computed capacities are left out."""
    return points_of(table, capacity_rows(table), lambda row: _number(row, "current_density"))


def capacity_rows(table: ReviewTable) -> Iterator[TableRow]:
    """Yield the rows with a measured capacity per mass."""
    check_columns(table)
    unit = terms.text(HEM.MilliampereHourPerGram, HEM.symbol)
    for row in table.rows:
        is_measured = row.kind == HEM.CapacityClaim and row.capacity_kind != HEM.TheoreticalCapacity
        if is_measured and row.cells["unit"].value == unit:
            yield row


def retention_points(table: ReviewTable) -> tuple[Point, ...]:
    """Return the retentions with a number of cycles."""
    check_columns(table)
    rows = (row for row in table.rows if row.kind == HEM.RetentionClaim)
    return points_of(table, rows, lambda row: _number(row, "cycle"))


def _number(row: TableRow, key: str) -> float | None:
    value = row.cells[key].value
    return float(value) if isinstance(value, (int, float)) else None


def points_of(
    table: ReviewTable, rows: Iterable[TableRow], x: Callable[[TableRow], float | str | None]
) -> tuple[Point, ...]:
    """Return rows as points over what ``x`` tells of them; those of which it tells nothing are left out."""
    citations = {citation.number: citation for citation in table.citations}
    found = []
    for row in rows:
        at, value = x(row), row.cells["value"]
        if at is not None and isinstance(value.value, float):
            citation = citations[value.citations[0]]
            material, ion, family = (row.cells[key].text or UNKNOWN for key in ("material", "ion", "family"))
            bound = row.cells["comparator"].text
            said = formula(material) + (f", {safe(bound)} {value.text}" if bound != "=" else "")
            hover = f"<b>{said}</b><br>{hover_quote(citation.quote, source(citation))}"
            told = (material, ion, family, bound, citation.quote, source(citation))
            found.append(Point(at, value.value, material, ion, family, hover, told))
    return tuple(found)


def check_columns(table: ReviewTable) -> None:
    """Refuse a table that lacks a column which plots need.

    Raises:
        InputError: naming the columns.
    """
    missing = [key for key in NEEDED if all(column.key != key for column in table.columns)]
    if missing:
        raise InputError(f"a plot needs the columns {', '.join(missing)}; make the review table with all columns.")


def capacity_plot(table: ReviewTable) -> "plotly.graph_objects.Figure":
    """Return capacity against current density: colour by ion, sign by anion family.

    Raises:
        InputError: if the table lacks a column.
    """
    picture = scatter(capacity_points(table))
    picture.update_xaxes(title=_axis("current_density"), type="log", dtick=1)
    picture.update_yaxes(title=value_title("Capacity", HEM.MilliampereHourPerGram), rangemode="tozero")
    return picture


def retention_plot(table: ReviewTable) -> "plotly.graph_objects.Figure":
    """Return retention against the number of cycles: colour by ion, sign by anion family.

    Raises:
        InputError: if the table lacks a column.
    """
    picture = scatter(retention_points(table))
    picture.update_xaxes(title="Cycles", type="log", dtick=1)
    picture.update_yaxes(title=value_title("Capacity retention", HEM.Percent), rangemode="tozero")
    return picture


def _axis(key: str) -> str:
    column = COLUMNS[key]
    return value_title(column.label, column.unit)


def value_title(label: str, unit: str | None) -> str:
    """Return the title of an axis, with its unit."""
    symbol = terms.text(unit, HEM.symbol) if unit else None
    return f"{label} [{as_html(unit_runs(symbol))}]" if symbol else label


def scatter(points: Sequence[Point], empty: str = NO_POINTS) -> "plotly.graph_objects.Figure":
    """Return points with colour by ion and sign by anion family, or a picture that says why there are none."""
    import plotly.graph_objects as go

    ions, families = _ordered("Ion", (p.ion for p in points)), _ordered("AnionFamily", (p.family for p in points))
    colours = colour_of([*map(terms.label, terms.instances("Ion")), UNKNOWN])
    signs = _signs(families)
    groups: dict[tuple[str, str], list[Point]] = defaultdict(list)
    for point in points:
        groups[point.ion, point.family].append(point)
    picture = go.Figure()
    for (ion, family), those in sorted(groups.items(), key=lambda g: (ions.index(g[0][0]), families.index(g[0][1]))):
        picture.add_trace(
            go.Scatter(
                x=[p.x for p in those],
                y=[p.y for p in those],
                mode="markers",
                name=f"{as_html(ion_runs(ion))}, {safe(family)}",
                marker={"color": colours[ion], "symbol": signs[family], "size": 10, "opacity": 0.8},
                hovertext=[p.hover for p in those],
                hoverinfo="text",
                customdata=[[safe(text) for text in p.told] for p in those],
            )
        )
    return styled(picture, None if points else empty)


def _signs(families: Sequence[str]) -> dict[str, str]:
    """Return {family: sign}, each its own in every plot; one that is taken gives way to the next free one."""
    known = [*map(terms.label, terms.instances("AnionFamily")), UNKNOWN]
    found: dict[str, str] = {}
    for family in families:
        first = known.index(family) % len(SYMBOLS) if family in known else 0
        wanted = (*SYMBOLS[first:], *SYMBOLS[:first])
        found[family] = next((sign for sign in wanted if sign not in found.values()), wanted[0])
    return found


def _ordered(kind: str, found: Iterable[str]) -> list[str]:
    """Return labels in the order of the vocabulary, so that an ion or a family looks alike in every plot."""
    known = [*map(terms.label, terms.instances(kind)), UNKNOWN]
    return sorted(set(found), key=lambda label: (known.index(label) if label in known else len(known), label))


# ---------------------------------------------------------------- heat map


@dataclass(frozen=True, slots=True)
class HeatCell:
    """One cell of a heat map.

    Attributes:
        mechanism: label of its row.
        column: label of its column.
        works: how many works report it.
        is_allowed: whether chemistry allows it.
        gap_id: of the gap that it is, if it is one.
        hover: what is shown over it, as safe HTML.
    """

    mechanism: str
    column: str
    works: int
    is_allowed: bool
    gap_id: str | None
    hover: str


def heat_cells(
    known: Knowledge, axis: str, gaps: Iterable[GapCard] = (), *, is_high: bool = True
) -> tuple[HeatCell, ...]:
    """Return the cells of mechanism against another axis.

    Args:
        known: from ``read_knowledge``.
        axis: ``family``, ``ion``, ``element`` (number of materials instead of works) or ``class``.
        gaps: gaps to which empty cells lead.
        is_high: whether high-entropy materials are counted, or the others.

    Raises:
        InputError: if there is no such axis.
    """
    if axis not in AXES:
        raise InputError(f"a heat map has no axis {axis!r}; it has {', '.join(AXES)}.")
    if axis == "element":
        return tuple(_element_cells(known, gaps))
    named = {gap.place: gap for gap in gaps if gap.cell.element is None and gap.cell.technique is None}
    return tuple(
        _heat_cell(known.field, place, column, named)
        for mechanism in MECHANISMS
        for place, column in _columns(known.field, mechanism, axis, is_high)
    )


def _columns(field: Field, mechanism: str, axis: str, is_high: bool) -> list[tuple[Place, str]]:
    if axis == "family":
        return [(Place(mechanism, is_high, family), terms.label(family)) for family in field.families]
    if axis == "ion":
        return [(Place(mechanism, is_high, None, ion), terms.label(ion)) for ion in field.ions]
    return [(Place(mechanism, high), host(Place(is_high=high))) for high in (True, False)]


def _heat_cell(field: Field, place: Place, column: str, gaps: Mapping[Place, GapCard]) -> HeatCell:
    texts, titles = field.counts(place)
    gap, allowed = gaps.get(place), is_allowed(field, place)
    lines = [
        f"<b>{safe(told(place))}</b>",
        plural(texts, "work") + (f" and {plural(titles, 'title')}" if titles else ""),
    ]
    lines += ["chemistry speaks against it"] if not allowed else []
    lines += [safe(gap.label)] if gap else []
    return HeatCell(
        terms.label(place.mechanism or ""),
        column,
        texts + titles,
        allowed,
        gap.gap_id if gap else None,
        "<br>".join(lines),
    )


def _element_cells(known: Knowledge, gaps: Iterable[GapCard]) -> Iterable[HeatCell]:
    named = {(gap.cell.mechanism, gap.cell.element): gap for gap in gaps if gap.cell.element}
    held = sorted(known.holders, key=lambda symbol: elements.table()[symbol].number)
    for mechanism in MECHANISMS:
        for symbol in held:
            count, gap = known.elements.get((mechanism, symbol), 0), named.get((mechanism, symbol))
            held_by = f"of high-entropy materials with {symbol}<br>{count} of {known.holders[symbol]}"
            hover = f"<b>{safe(terms.label(mechanism))}</b> {held_by}"
            hover += f"<br>{safe(gap.label)}" if gap else ""
            yield HeatCell(terms.label(mechanism), symbol, count, True, gap.gap_id if gap else None, hover)


def heat_map(
    known: Knowledge, axis: str, gaps: Iterable[GapCard] = (), *, is_high: bool = True
) -> "plotly.graph_objects.Figure":
    """Return mechanism against another axis; an empty cell is white with a 0, one that chemistry forbids a dash.

    Args and errors are those of ``heat_cells``.
    """
    import plotly.graph_objects as go

    cells = heat_cells(known, axis, gaps, is_high=is_high)
    rows, columns = (tuple(dict.fromkeys(getattr(c, key) for c in cells)) for key in ("mechanism", "column"))
    at = {(cell.mechanism, cell.column): cell for cell in cells}
    grid = [[at[row, column] for column in columns] for row in rows]
    picture = go.Figure(
        go.Heatmap(
            x=list(map(safe, columns)),
            y=list(map(safe, rows)),
            z=[[cell.works or None for cell in line] for line in grid],
            text=[[_sign(cell) for cell in line] for line in grid],
            texttemplate="%{text}",
            hovertext=[[cell.hover for cell in line] for line in grid],
            hoverinfo="text",
            customdata=[[cell.gap_id or "" for cell in line] for line in grid],
            colorscale=[[0, "#D6E6F4"], [1, "#08519C"]],
            xgap=2,
            ygap=2,
            hoverongaps=True,
            colorbar={"title": "materials" if axis == "element" else "works", "tickformat": "d", "dtick": _step(cells)},
        )
    )
    styled(picture, None if cells else "Nothing is reported.")
    picture.update_layout(plot_bgcolor="#DDDDDD", margin={"l": 110})
    picture.update_xaxes(showgrid=False, side="bottom", type="category")
    picture.update_yaxes(showgrid=False, autorange="reversed", type="category")
    for y, line in enumerate(grid):
        for x, cell in enumerate(line):
            if not cell.works:
                box = {"x0": x - 0.48, "x1": x + 0.48, "y0": y - 0.48, "y1": y + 0.48}
                fill = "#FFFFFF" if cell.is_allowed else "#EFEFEF"
                picture.add_shape(
                    type="rect", **box, line={"color": "#B0B0B0", "width": 1}, fillcolor=fill, layer="below"
                )
    return picture


def _step(cells: Iterable[HeatCell]) -> int:
    """Return whole steps for a scale of numbers of works, six at most."""
    return max((cell.works for cell in cells), default=0) // 6 + 1


def _sign(cell: HeatCell) -> str:
    return str(cell.works) if cell.works or cell.is_allowed else "–"
