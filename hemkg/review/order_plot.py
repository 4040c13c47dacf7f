"""Capacities beside an order of elements that reviews claim: iron, cobalt, nickel for space charge.

A material counts for the one of the ranked elements that it holds; one that holds several decides nothing.
"""

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from hemkg.reason import guidelines
from hemkg.reason.guidelines import Guideline
from hemkg.review.pictures import safe
from hemkg.review.plots import Point, capacity_rows, points_of, scatter, value_title
from hemkg.review.tables import ReviewTable, TableRow
from hemkg.vocab import elements
from hemkg.vocab.terms import HEM

if TYPE_CHECKING:
    import plotly.graph_objects


@cache
def ranked(mechanism: str = HEM.SpaceCharge) -> tuple[tuple[str, ...], tuple[Guideline, ...]]:
    """Return the elements that guidelines rank for a mechanism, first things first, and who says so.

    >>> ranked()[0]
    ('Fe', 'Co', 'Ni')
    """
    orders = [claim for claim in guidelines.claims() if HEM.OrderingClaim in claim.classes]
    of_elements = [claim for claim in orders if set(guidelines.ranking(claim)) <= set(elements.table())]
    about = tuple(claim for claim in of_elements if mechanism in claim.all(HEM.mechanism))
    return (guidelines.ranking(about[0]), about) if about else ((), ())


def order_points(table: ReviewTable) -> tuple[Point, ...]:
    """Return the measured capacities of materials that hold one of the ranked elements, over that element.

    Raises:
        InputError: if the table lacks a column.
    """
    order, _ = ranked()
    return points_of(table, capacity_rows(table), lambda row: _only(row, order))


def _only(row: TableRow, order: Sequence[str]) -> str | None:
    held = row.cells["elements"].value
    found = [symbol for symbol in order if isinstance(held, tuple) and symbol in held]
    return found[0] if len(found) == 1 else None


def order_plot(table: ReviewTable) -> "plotly.graph_objects.Figure":
    """Return capacity over the ranked elements: colour by ion, sign by anion family; the claimed order above.

    Raises:
        InputError: if the table lacks a column.
    """
    order, claims = ranked()
    picture = scatter(order_points(table), empty="No measured capacity is of a material with one of the elements.")
    picture.update_xaxes(title="The ranked element that the material holds", type="category",
        categoryorder="array", categoryarray=list(order), range=[-0.5, len(order) - 0.5])  # fmt: skip
    picture.update_yaxes(title=value_title("Capacity", HEM.MilliampereHourPerGram), rangemode="tozero")
    if claims:
        where = ", ".join(filter(None, (claims[0].citation.doi, claims[0].citation.section)))
        told = f"{' > '.join(order)} by {where}: “{claims[0].statement}”"
        picture.add_annotation(text=safe(told), x=0, y=1.08, xref="paper", yref="paper", showarrow=False,
            xanchor="left", font={"size": 11})  # fmt: skip
    return picture
