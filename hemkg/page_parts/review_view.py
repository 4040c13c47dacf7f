"""The review table as HTML: one row a measurement, marks where a cell rests on another sentence than its row."""

from collections.abc import Mapping, Sequence

from hemkg.model.answer import Citation
from hemkg.page_parts.evidence import ALONE, Setting, card
from hemkg.page_parts.html import NOTHING, Html, element, joined
from hemkg.page_parts.typeset import cites, tied, words
from hemkg.review.render import Printed, PrintedTable, printed
from hemkg.review.tables import ReviewTable, TableRow
from hemkg.review.typography import Run, as_html

GROUP = "review"
AT_ONCE = 60


def review_view(table: ReviewTable, shown: int = AT_ONCE) -> Html:
    """Return the first rows of a review table, and how many more there are.

    Args:
        table: of all or of the picked measurements.
        shown: how many rows.
    """
    if not table.rows:
        return element("p", "No measurement fits; ask for less, or leave the field empty for all.", class_="empty")
    drawn = printed(table)
    rows = [_row(cells, row) for cells, row in zip(drawn.rows[:shown], table.rows, strict=False)]
    source = None if any(map(_names_work, drawn.rows)) else element("th", "Source", scope="col")
    head = element("tr", *(_heading(name) for name in drawn.headings), source)
    body = element("table", element("thead", head), element("tbody", *rows), class_="rows", data_sortable=True)
    box = element("div", body, class_="scroll", tabindex=0, role="region", aria_label="Review table")
    return joined([_caption(table, drawn, shown), box, _more(len(table.rows), shown)])


def _caption(table: ReviewTable, drawn: PrintedTable, shown: int) -> Html:
    count, works = len(table.rows), len(table.works)
    told = f"{count} measurements from {works} papers" + (f"; the first {shown} are shown" if count > shown else "")
    legend = f" {drawn.legend}" if drawn.legend else ""
    return element("p", f"{told}. Click a number to read the sentence behind it.{legend}", class_="caption")


def _more(count: int, shown: int) -> Html:
    if count <= shown:
        return NOTHING
    return element(
        "button", f"Show {min(AT_ONCE, count - shown)} more", type="button", class_="quiet", data_send="more"
    )


def _heading(name: str) -> Html:
    label, _, unit = name.partition(" [")
    unit_shown = joined([" [", words(unit)]) if unit else None
    return element("th", element("button", label, unit_shown, type="button", data_sort=True), scope="col")


def _row(cells: tuple[Printed, ...], row: TableRow) -> Html:
    """Return a row; the mark of its own sentence stands with the work, or in a column of its own."""
    shown = [_cell(cell, _own(row)) for cell in cells]
    source = None if _names_work(cells) else element("td", cites(_own(row), GROUP), class_="marks")
    return element("tr", *shown, source)


def _names_work(cells: tuple[Printed, ...]) -> bool:
    return any(cell.work for cell in cells)


def _own(row: TableRow) -> tuple[int, ...]:
    """Return the citations of the sentence that gives the value, or else the first of the row."""
    value = row.cells.get("value")
    return value.citations if value and value.citations else row.citations[:1]


def _cell(cell: Printed, own: tuple[int, ...]) -> Html:
    if not cell.text:
        return element("td", "–", class_="none")
    marks = own if cell.work else [number for number in cell.citations if number not in own]
    return element("td", _set(cell.runs), cites(marks, GROUP), class_="work" if cell.work else None,
        data_order=_order(cell.text))  # fmt: skip


def _set(runs: tuple[Run, ...]) -> Html:
    return tied(Html(as_html(runs).replace("'", "&#39;")))


def _order(text: str) -> str | None:
    """Return the number that a cell is sorted by, if it begins with one."""
    first = text.lstrip("≈><≥≤ ").split(" ")[0].split("–")[0]
    return first if first.replace(".", "", 1).isdigit() else None


def cited(table: ReviewTable, shown: int = AT_ONCE) -> list[Citation]:
    """Return the citations of the rows in view."""
    numbers = {number for row in table.rows[:shown] for number in row.citations}
    return [citation for citation in table.citations if citation.number in numbers]


def review_evidence(citations: Sequence[Citation], settings: Mapping[int, Setting]) -> Html:
    """Return the quotes behind the rows in view; the page shows the one that was clicked.

    Args:
        citations: from ``cited``.
        settings: what stands around the quotes, by number.
    """
    found = [card(citation, GROUP, settings.get(citation.number, ALONE)) for citation in citations]
    close = element("button", "Close", type="button", class_="quiet close", data_close=True)
    return element("section", close, *found, class_="sources one", data_group=GROUP)


def quoted(citations: tuple[Citation, ...], group: str) -> Html:
    """Return quotes under a fold of their own, all closed."""
    return joined(card(citation, group) for citation in citations)
