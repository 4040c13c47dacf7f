"""The map of the field and its gap cards as one file of HTML that needs nothing else: no network, no script."""

from collections.abc import Callable, Mapping
from pathlib import Path

from hemkg.errors import InputError
from hemkg.page_parts.gap_view import gap_card, map_table, spot_class, spot_counts
from hemkg.page_parts.html import Html, element
from hemkg.page_parts.html_file import document
from hemkg.page_parts.typeset import words
from hemkg.review.gap_map import FieldMap, Sheet, Spot
from hemkg.review.gap_words import corpus
from hemkg.review.map_pictures import map_lines, map_png, map_svg
from hemkg.review.sheets import render_sheet
from hemkg.vocab import terms

STYLE = """
.map td > * { display: block; min-width: 46px; padding: 7px 6px; border: 1px solid transparent; border-radius: 4px; }
.map td > * { color: var(--ink); background: rgba(var(--shade), 0.05); font-variant-numeric: tabular-nums; }
.map td > * { font-weight: 600; text-align: center; text-decoration: none; }
.map.element td > * { min-width: 32px; padding: 7px 3px; }
.map .shade1 > * { background: rgba(var(--shade), 0.14); } .map .shade2 > * { background: rgba(var(--shade), 0.24); }
.map .shade3 > * { background: rgba(var(--shade), 0.36); } .map .shade4 > * { background: rgba(var(--shade), 0.5); }
.map .shade5 > *, .map .shade6 > * { background: rgba(var(--shade), 0.68); }
.map .open > a { border: 1px dashed var(--warm); color: var(--warm); background: none; }
.map a:hover, .map a:focus { border: 1px solid var(--accent); }
.map .none > span { color: var(--faint); font-weight: 400; }
.card { display: none; scroll-margin-top: 12px; } .card:target, .every:target .card { display: block; }
.gap footer button { display: none; }
"""


def map_as(name: str) -> Callable[[FieldMap], bytes]:
    """Return what writes a map as the kind of file that the ending of a name says.

    Raises:
        InputError: if a map is not written as such a file.
    """
    form = Path(name).suffix.lower().removeprefix(".")
    if form not in FORMATS:
        raise InputError(f"a map cannot be written as {name!r}; end its name in .{', .'.join(FORMATS)}.")
    return FORMATS[form]


def map_file(drawn: FieldMap) -> str:
    """Return the map with all its tables and the card of every gap that a spot leads to.

    An empty spot is a link to the card of its gap; a spot that is no gap says why when it is pointed at.
    """
    sheets = list(drawn.sheets())
    ranks = {gap.gap_id: rank for rank, gap in enumerate(drawn.gaps, start=1)}
    cards = [_card(gap.gap_id, gap_card(gap, ranks[gap.gap_id])) for gap in drawn.gaps]
    title = "What is reported of high-entropy anodes, and what is not"
    told = (
        f"From {corpus(drawn.known.field)}. In each cell: works that report the mechanism in high-entropy materials "
        "(papers, by technique); small: in conventional ones. A dashed cell is empty and opens the card of its gap; "
        "point at any other for what it says."
    )
    body = [
        element("h1", title),
        element("p", words(told), class_="caption"),
        element("div", *(_table(sheet, ranks) for sheet in sheets), class_="maps"),
        element("h2", "Gaps"),
        element("p", element("a", f"Show all {len(drawn.gaps)}, best first", href="#all-gaps")),
        element("div", *cards, id="all-gaps", class_="every"),
    ]
    return document(title, body, STYLE)


def _table(sheet: Sheet, ranks: Mapping[str, int]) -> Html:
    rows = [
        element("tr", element("th", terms.label(mechanism), scope="row"), *(_spot(spot, ranks) for spot in spots))
        for mechanism, spots in sheet.rows
    ]
    return map_table(sheet, rows)


def _spot(spot: Spot, ranks: Mapping[str, int]) -> Html:
    if spot.gap is None or spot.gap.gap_id not in ranks:
        shown = element("span", *spot_counts(spot), title=spot.told, aria_label=spot.told)
        return element("td", shown, class_=spot_class(spot) + ("" if spot.here else " none"))
    link = element("a", *spot_counts(spot), href=f"#gap-{spot.gap.gap_id}", title=spot.told, aria_label=spot.told)
    return element("td", link, class_=spot_class(spot))


def _card(gap_id: str, card: Html) -> Html:
    return element("div", card, id=f"gap-{gap_id}", class_="card")


FORMATS: Mapping[str, Callable[[FieldMap], bytes]] = {
    "html": lambda drawn: map_file(drawn).encode("utf-8"),
    "svg": map_svg,
    "png": map_png,
    "csv": lambda drawn: render_sheet(map_lines(drawn), "csv"),
}
