"""Plots that reviews draw: values against conditions, mechanisms by what stores, works by year.

Every point tells its sentence; an empty cell of a heat map is seen to be empty, and which gap it belongs to
travels in its ``customdata``.  The numbers behind a plot can be had by themselves.  plotly is imported when a
plot is made.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hemkg.errors import InputError
from hemkg.review.cells import MECHANISMS, is_allowed
from hemkg.review.field import Field, Place
from hemkg.review.gap_card import GapCard
from hemkg.review.gap_words import host, plural, told
from hemkg.review.knowledge import Knowledge
from hemkg.review.pictures import FONT, SYMBOLS, colour_of, formula, hover_quote, safe
from hemkg.review.render import source
from hemkg.review.tables import COLUMNS, ReviewTable, TableRow
from hemkg.review.typography import as_html, ion_runs, unit_runs
from hemkg.vocab import elements, terms
from hemkg.vocab.terms import HEM

if TYPE_CHECKING:
    import plotly.graph_objects

UNKNOWN = "not known"
AXES = ("family", "ion", "element", "class")
NEEDED = ("material", "ion", "family", "value", "unit", "current_density", "cycle", "quantity", "kind")


@dataclass(frozen=True, slots=True)
class Point:
    """One measurement as a point.

    Attributes:
        x: current density [A g-1] or cycle number.
        y: capacity [mAh g-1] or retention [%].
        material: its name in the paper.
        ion, family: as the table says them.
        hover: what is shown over the point, as safe HTML.
    """

    x: float
    y: float
    material: str
    ion: str
    family: str
    hover: str


def capacity_points(table: ReviewTable) -> tuple[Point, ...]:
    """Return the capacities with a current density; computed capacities are left out."""
    rows = (r for r in table.rows if r.kind == HEM.CapacityClaim and r.capacity_kind != HEM.TheoreticalCapacity)
    unit = terms.text(HEM.MilliampereHourPerGram, HEM.symbol)
    return _points(table, (r for r in rows if r.cells["unit"].value == unit), "current_density")


def retention_points(table: ReviewTable) -> tuple[Point, ...]:
    """Return the retentions with a number of cycles."""
    return _points(table, (r for r in table.rows if r.kind == HEM.RetentionClaim), "cycle")


def _points(table: ReviewTable, rows: Iterable[TableRow], x: str) -> tuple[Point, ...]:
    _check(table)
    citations = {citation.number: citation for citation in table.citations}
    found = []
    for row in rows:
        at, value = row.cells[x].value, row.cells["value"]
        if isinstance(at, (int, float)) and isinstance(value.value, float):
            citation = citations[value.citations[0]]
            material, ion, family = (row.cells[key].text or UNKNOWN for key in ("material", "ion", "family"))
            hover = f"<b>{formula(material)}</b><br>{hover_quote(citation.quote, source(citation))}"
            found.append(Point(float(at), value.value, material, ion, family, hover))
    return tuple(found)


def _check(table: ReviewTable) -> None:
    missing = [key for key in NEEDED if all(column.key != key for column in table.columns)]
    if missing:
        raise InputError(f"a plot needs the columns {', '.join(missing)}; make the review table with all columns.")


def capacity_plot(table: ReviewTable) -> "plotly.graph_objects.Figure":
    """Return capacity against current density: colour by ion, sign by anion family.

    Raises:
        InputError: if the table lacks a column.
    """
    picture = _scatter(capacity_points(table))
    picture.update_xaxes(title=_axis("current_density"), type="log", dtick=1)
    picture.update_yaxes(title=_title("Capacity", HEM.MilliampereHourPerGram), rangemode="tozero")
    return picture


def retention_plot(table: ReviewTable) -> "plotly.graph_objects.Figure":
    """Return retention against the number of cycles: colour by ion, sign by anion family.

    Raises:
        InputError: if the table lacks a column.
    """
    picture = _scatter(retention_points(table))
    picture.update_xaxes(title="Cycles", type="log", dtick=1)
    picture.update_yaxes(title=_title("Capacity retention", HEM.Percent), rangemode="tozero")
    return picture


def _axis(key: str) -> str:
    column = COLUMNS[key]
    return _title(column.label, column.unit)


def _title(label: str, unit: str | None) -> str:
    symbol = terms.text(unit, HEM.symbol) if unit else None
    return f"{label} [{as_html(unit_runs(symbol))}]" if symbol else label


def _scatter(points: Sequence[Point]) -> "plotly.graph_objects.Figure":
    import plotly.graph_objects as go

    ions, families = _ordered("Ion", (p.ion for p in points)), _ordered("AnionFamily", (p.family for p in points))
    colours = colour_of([*map(terms.label, terms.instances("Ion")), UNKNOWN])
    signs = {family: SYMBOLS[i % len(SYMBOLS)] for i, family in enumerate(families)}
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
            )
        )
    return _styled(picture, "No measurement here states both numbers." if not points else None)


def _ordered(kind: str, found: Iterable[str]) -> list[str]:
    """Return labels in the order of the vocabulary, so that an ion or a family looks alike in every plot."""
    known = [*map(terms.label, terms.instances(kind)), UNKNOWN]
    return sorted(set(found), key=lambda label: (known.index(label) if label in known else len(known), label))


def _styled(picture: "plotly.graph_objects.Figure", empty: str | None = None) -> "plotly.graph_objects.Figure":
    axis = {"gridcolor": "#E5E5E5", "linecolor": "#444444", "ticks": "outside", "zeroline": False}
    picture.update_layout(font=FONT, plot_bgcolor="white", paper_bgcolor="white", margin={"t": 30, "r": 20})
    picture.update_xaxes(**axis)
    picture.update_yaxes(**axis)
    if empty:
        picture.add_annotation(text=empty, x=0.5, y=0.5, xref="paper", yref="paper", showarrow=False)
    return picture


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
    _styled(picture, None if cells else "Nothing is reported.")
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


# ---------------------------------------------------------------- years


def year_counts(field: Field) -> Mapping[str, Mapping[int, int]]:
    """Return {mechanism: {year: number of works that report it}}; works of unknown year are left out."""
    works: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for report in field.reports:
        if report.year is not None and report.polarity == HEM.Asserted and report.place.mechanism:
            works[report.place.mechanism][report.year].add(report.work)
    return {m: {year: len(found) for year, found in sorted(works[m].items())} for m in MECHANISMS if m in works}


def years_plot(field: Field) -> "plotly.graph_objects.Figure":
    """Return how many works report each mechanism in each year, as bars side by side."""
    import plotly.graph_objects as go

    counts = year_counts(field)
    colours = colour_of([terms.label(mechanism) for mechanism in MECHANISMS])
    picture = go.Figure()
    for mechanism, by_year in counts.items():
        label = terms.label(mechanism)
        bars = go.Bar(x=list(by_year), y=list(by_year.values()), name=safe(label), marker={"color": colours[label]})
        picture.add_trace(bars)
    _styled(picture, None if counts else "No work of known year reports a mechanism.")
    picture.update_layout(barmode="group", bargap=0.25)
    picture.update_xaxes(title="Year", nticks=12, tickformat="d", tick0=0)
    picture.update_yaxes(title="Works")
    return picture
