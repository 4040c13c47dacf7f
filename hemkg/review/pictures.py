"""What all pictures share: colours, labels that cannot be taken for markup, and quotes for the hover text."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from hemkg.review.typography import as_html, runs

if TYPE_CHECKING:
    import plotly.graph_objects

# distinguishable for colour-blind readers (Okabe and Ito), dark enough on white
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#7F7F7F", "#332288", "#882255", "#117733")
SYMBOLS = (
    "circle", "square", "diamond", "triangle-up", "cross", "x", "star", "pentagon", "hexagon2", "diamond-tall",
    "triangle-down", "triangle-left", "triangle-right", "octagon",
)  # fmt: skip
FONT = {"family": "Helvetica, Arial, sans-serif", "size": 13, "color": "#222222"}
LONGEST_LABEL = 30
LONGEST_QUOTE = 240
LINE = 60


def safe(text: str) -> str:
    """Return a text in which nothing is a tag.

    >>> safe("<b>2 & 3</b>")
    '&lt;b&gt;2 &amp; 3&lt;/b&gt;'
    """
    return as_html(runs(text))


def formula(text: str) -> str:
    """Return the name of a material with its amounts lowered, shortened where it is long."""
    short = text if len(text) <= LONGEST_LABEL else text[: LONGEST_LABEL - 1] + "…"
    return as_html(runs(short, is_formula=True))


def hover_quote(quote: str, source: str = "") -> str:
    """Return a quote for a hover text: escaped, shortened, broken into lines."""
    plain = " ".join(quote.split())
    short = plain if len(plain) <= LONGEST_QUOTE else plain[:LONGEST_QUOTE].rsplit(" ", 1)[0] + " …"
    lines = _broken(f"“{short}”") + ([source] if source else [])
    return "<br>".join(map(safe, lines))


def _broken(text: str) -> list[str]:
    """Return a text in lines of readable length."""
    lines: list[str] = []
    for word in text.split(" "):
        if lines and len(lines[-1]) + len(word) < LINE:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def colour_of(values: Sequence[str]) -> dict[str, str]:
    """Return {value: colour}, the same for the same values in the same order."""
    return {value: COLOURS[i % len(COLOURS)] for i, value in enumerate(dict.fromkeys(values))}


def styled(picture: "plotly.graph_objects.Figure", empty: str | None = None) -> "plotly.graph_objects.Figure":
    """Return a picture with the looks that all share; ``empty`` is written into one that shows nothing."""
    axis = {"gridcolor": "#E5E5E5", "linecolor": "#444444", "ticks": "outside", "zeroline": False}
    picture.update_layout(font=FONT, plot_bgcolor="white", paper_bgcolor="white", margin={"t": 30, "r": 20})
    picture.update_xaxes(**axis)
    picture.update_yaxes(**axis)
    if empty:
        picture.add_annotation(text=empty, x=0.5, y=0.5, xref="paper", yref="paper", showarrow=False)
    return picture
