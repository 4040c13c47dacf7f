"""Plots that reviews draw: values against conditions.

Every point tells its sentence, and the numbers behind a plot can be had by themselves.  plotly is imported when
a plot is made.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hemkg.errors import InputError
from hemkg.review.pictures import SYMBOLS, colour_of, formula, hover_quote, safe, styled
from hemkg.review.render import source
from hemkg.review.tables import COLUMNS, ReviewTable, TableRow
from hemkg.review.typography import as_html, ion_runs, unit_runs
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM

if TYPE_CHECKING:
    import plotly.graph_objects

UNKNOWN = "not known"
NO_POINTS = "No measurement here states both numbers."
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
