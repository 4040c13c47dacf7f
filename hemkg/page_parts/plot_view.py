"""A plot of the review on the page: the picture that is saved, its sentences, and the data behind it as a table."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from hemkg.page_parts.html import Html, element, fold, scrolled
from hemkg.page_parts.typeset import words
from hemkg.review import picture_files, print_pictures

if TYPE_CHECKING:
    import plotly.graph_objects

PLOTS: Mapping[str, str] = {
    "capacity": "Capacity against current density",
    "retention": "Retention against cycles",
    "mechanisms": "Mechanisms by element",
    "years": "Works by year and mechanism",
    "order": "Capacity over the ranked elements",
}
FILES: Mapping[str, tuple[str, str]] = {
    "svg": ("SVG", "image/svg+xml"),
    "png": ("PNG", "image/png"),
    "csv": ("Data (CSV)", "text/csv"),
}
MOST_LINES = 300
HINT = "Point at a mark for its sentence; tap it, or walk with the arrow keys, and it stands here."


def plot_view(picture: "plotly.graph_objects.Figure", kind: str) -> Html:
    """Return a plot with what its marks tell, how it is saved, and its data.

    Args:
        picture: from ``review.gallery``.
        kind: of the plot, one of ``PLOTS``.
    """
    # the picture is ours: what papers wrote stands in it escaped, as text and titles
    drawn = element("div", Html(print_pictures.inline(picture)), class_="scroll", tabindex=0, role="group",
        data_plot=True, aria_label=f"Plot: {PLOTS[kind]}", aria_describedby="plot-told")  # fmt: skip
    told = element("p", HINT, class_="told", id="plot-told", role="status")
    save = [
        element("button", label, type="button", class_="quiet", data_send="picture", data_form=form)
        for form, (label, _) in FILES.items()
    ]
    bar = element("div", element("span", "Save as", class_="label"), *save, class_="foot")
    shown = (drawn, told, bar, _data(*picture_files.data_lines(picture))) if picture.data else (drawn,)
    return element("figure", element("figcaption", PLOTS[kind]), *shown, class_="plot")


def _data(headings: Sequence[str], lines: Sequence[Sequence[str]]) -> Html:
    head = element("tr", *(element("th", words(name), scope="col") for name in headings))
    rows = [element("tr", *(element("td", words(text)) for text in line)) for line in lines[:MOST_LINES]]
    table = element("table", element("thead", head), element("tbody", *rows), class_="rows")
    rest = f"; the first {MOST_LINES} are shown" if len(lines) > MOST_LINES else ""
    label = f"Data behind the plot ({len(lines)} lines{rest})"
    return fold(label, scrolled(label, table))


def plot_file(picture: "plotly.graph_objects.Figure", kind: str, form: str) -> tuple[str, str, bytes]:
    """Return name, media type and content of a plot in one of ``FILES``."""
    return f"{kind}.{form}", FILES[form][1], picture_files.FORMATS[form](picture)
