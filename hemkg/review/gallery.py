"""The plots of the command line, by name: each drawn from a store, or from what a selection picks of it."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from hemkg.errors import InputError
from hemkg.review import mechanism_plots, plots
from hemkg.review.order_plot import order_plot
from hemkg.review.reported import held_elements, read_reported, sentences
from hemkg.review.tables import EVERYTHING, ReviewTable, review_table
from hemkg.store.base import Store
from hemkg.store.claims import RowSelection

if TYPE_CHECKING:
    import plotly.graph_objects


OF_TABLE: "Mapping[str, Callable[[ReviewTable], plotly.graph_objects.Figure]]" = {
    "capacity": plots.capacity_plot,
    "retention": plots.retention_plot,
    "order": order_plot,
}
OF_REPORTS = ("mechanisms", "years")
KINDS = (*OF_TABLE, *OF_REPORTS)


def draw(store: Store, kind: str, selection: RowSelection | None = None) -> "plotly.graph_objects.Figure":
    """Return a plot.

    Args:
        store: after ``derive``.
        kind: ``capacity`` against current density, ``retention`` against cycles, ``mechanisms`` by element, works by
            ``years`` and mechanism, or ``order``: capacity over the elements that guidelines rank.
        selection: what is drawn; everything if not given.

    Raises:
        InputError: if there is no such plot, or the selection asks of reports of mechanisms what they do not say.
    """
    if kind in OF_TABLE:
        return OF_TABLE[kind](review_table(store, selection or EVERYTHING))
    if kind not in OF_REPORTS:
        raise InputError(f"there is no plot {kind!r}; there are {', '.join(KINDS)}.")
    reports = read_reported(store, selection)
    said = sentences(store, reports)
    if kind == "years":
        return mechanism_plots.years_plot(reports, said)
    return mechanism_plots.element_matrix(mechanism_plots.by_element(reports, held_elements(store)), said)
