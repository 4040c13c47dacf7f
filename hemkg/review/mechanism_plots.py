"""Plots of what is reported of mechanisms: which elements take part, and how many works a year.

Every cell and every bar tells the sentences that it counts, those of a few works at least.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from hemkg.model.answer import Citation
from hemkg.review.cells import MECHANISMS
from hemkg.review.gap_words import plural
from hemkg.review.pictures import colour_of, hover_quote, safe, styled
from hemkg.review.render import source
from hemkg.review.reported import Reported
from hemkg.vocab import elements, terms

if TYPE_CHECKING:
    import plotly.graph_objects

MOST_TOLD = 3
NOTHING = "No mechanism is reported."
Counted = Mapping[tuple[str, str], Sequence[Reported]]


def by_element(reports: Iterable[Reported], held: Mapping[str, Iterable[str]]) -> Counted:
    """Return {(mechanism, element): reports}, one a material.

    Args:
        reports: from ``read_reported``.
        held: from ``held_elements``.
    """
    found: dict[tuple[str, str], dict[str, Reported]] = defaultdict(dict)
    for report in reports:
        for symbol in held.get(report.material, ()):
            found[report.mechanism, symbol].setdefault(report.material, report)
    return {key: tuple(those.values()) for key, those in found.items()}


def by_year(reports: Iterable[Reported]) -> Mapping[tuple[str, int], Sequence[Reported]]:
    """Return {(mechanism, year): reports}, one a work; works of unknown year are left out."""
    found: dict[tuple[str, int], dict[str, Reported]] = defaultdict(dict)
    for report in reports:
        if report.year is not None:
            found[report.mechanism, report.year].setdefault(report.work, report)
    return {key: tuple(those.values()) for key, those in sorted(found.items())}


def element_matrix(counted: Counted, said: Mapping[str, Citation]) -> "plotly.graph_objects.Figure":
    """Return mechanism by element: how many materials with the element are reported to store by the mechanism.

    Args:
        counted: from ``by_element``.
        said: from ``sentences``.
    """
    import plotly.graph_objects as go

    symbols = sorted({symbol for _, symbol in counted}, key=lambda symbol: elements.table()[symbol].number)
    grid = [[counted.get((mechanism, symbol), ()) for symbol in symbols] for mechanism in MECHANISMS]
    picture = go.Figure(
        go.Heatmap(
            x=symbols,
            y=[safe(terms.label(mechanism)) for mechanism in MECHANISMS],
            z=[[len(cell) or None for cell in line] for line in grid],
            text=[[str(len(cell) or "") for cell in line] for line in grid],
            texttemplate="%{text}",
            hovertext=[
                [_told(f"{terms.label(m)}, {s}", cell, "material", said) for s, cell in zip(symbols, line, strict=True)]
                for m, line in zip(MECHANISMS, grid, strict=True)
            ],
            hoverinfo="text",
            colorscale=[[0, "#D6E6F4"], [1, "#08519C"]],
            xgap=1,
            ygap=1,
            colorbar={"title": "materials", "tickformat": "d"},
        )
    )
    styled(picture, None if counted else NOTHING)
    picture.update_xaxes(
        title="Element (in the cells: how many materials that hold it)", type="category", showgrid=False
    )
    picture.update_yaxes(autorange="reversed", type="category", showgrid=False)
    return picture


def years_plot(reports: Iterable[Reported], said: Mapping[str, Citation]) -> "plotly.graph_objects.Figure":
    """Return how many works report each mechanism in each year, as bars side by side.

    Args:
        reports: from ``read_reported``.
        said: from ``sentences``.
    """
    import plotly.graph_objects as go

    counted = by_year(reports)
    colours = colour_of([terms.label(mechanism) for mechanism in MECHANISMS])
    picture = go.Figure()
    for mechanism in MECHANISMS:
        label = terms.label(mechanism)
        bars = {year: those for (name, year), those in counted.items() if name == mechanism}
        if bars:
            picture.add_trace(
                go.Bar(
                    x=list(bars),
                    y=[len(those) for those in bars.values()],
                    name=safe(label),
                    marker={"color": colours[label]},
                    hovertext=[_told(f"{label}, {year}", those, "work", said) for year, those in bars.items()],
                    hoverinfo="text",
                )
            )
    styled(picture, None if counted else "No work of known year reports a mechanism.")
    picture.update_layout(barmode="group", bargap=0.25)
    picture.update_xaxes(title="Year", nticks=12, tickformat="d", tick0=0)
    picture.update_yaxes(title="Works", tickformat="d")
    return picture


def _told(name: str, those: Sequence[Reported], what: str, said: Mapping[str, Citation]) -> str:
    """Return what is shown over a cell or bar, as safe HTML: how many, and the first sentences."""
    told = [said[report.claim] for report in those if report.claim in said]
    quotes = [hover_quote(citation.quote, source(citation)) for citation in told[:MOST_TOLD]]
    more = len(those) - len(quotes)
    lines = [f"<b>{safe(name)}</b>: {plural(len(those), what)}", *quotes]
    return "<br>".join([*lines, f"and {more} more"] if quotes and more else lines)
