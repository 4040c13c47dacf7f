"""The review table as HTML: one row a measurement, marks where a cell rests on another sentence than its row."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter

from hemkg.model.answer import Citation
from hemkg.page_parts.evidence import ALONE, Setting, card
from hemkg.page_parts.html import NOTHING, Html, element, joined, scrolled
from hemkg.page_parts.typeset import cites, tied, words
from hemkg.review.gap_words import plural
from hemkg.review.render import Printed, PrintedTable, printed
from hemkg.review.sheets import Cell, Sheet
from hemkg.review.tables import ReviewTable, TableRow
from hemkg.review.typography import Run, as_html, ion_runs, runs

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
    source = None if any(map(_names_work, drawn.rows)) else element("th", "Source", scope="col")
    head = element("tr", *(_heading(name) for name in drawn.headings), source)
    body = element("table", element("thead", head), *_bodies(table, drawn, shown), class_="rows", data_sortable=True)
    box = scrolled("Review table", body)
    return joined([_caption(table, drawn, shown), box, _more(len(table.rows), shown)])


def _bodies(table: ReviewTable, drawn: PrintedTable, shown: int) -> Iterator[Html]:
    """Yield the first rows, those of a group in a body of their own under its name."""
    rows = [_row(cells, row) for cells, row in zip(drawn.rows[:shown], table.rows, strict=False)]
    if not drawn.groups:
        yield element("tbody", *rows)
        return
    counts, width = Counter(drawn.groups), len(drawn.headings) + (not any(map(_names_work, drawn.rows)))
    for label, those in groupby(zip(drawn.groups, rows, strict=False), key=itemgetter(0)):
        name = element("span", _set(label), " ", element("small", plural(counts[label], "measurement")))
        head = element("tr", element("th", name, colspan=width, scope="rowgroup"), class_="group")
        yield element("tbody", head, *(row for _, row in those))


def cross_view(sheet: Sheet, across: str, pair: tuple[str, str] | None = None) -> Html:
    """Return how many measurements each pair of groups has; a number leads to them.

    Args:
        sheet: from ``summaries.crosswise``.
        across: what the headings are.
        pair: line and heading that are chosen.
    """
    if not sheet.lines:
        return element("p", "No measurement fits; ask for less, or leave the field empty for all.", class_="empty")
    down, *heads = sheet.headings
    head = element("tr", element("th", down), *(element("th", _typeset(name, across), scope="col") for name in heads))
    rows = [
        element(
            "tr",
            element("th", _typeset(str(name), down), scope="row"),
            *(_count(number, (str(name), other), pair) for number, other in zip(numbers, heads, strict=True)),
        )
        for name, *numbers in sheet.lines
    ]
    told = f"Measurements by {down} and {across}; one with several mechanisms is counted with each. Click a number."
    table = element("table", element("thead", head), element("tbody", *rows), class_="rows crosswise")
    label = f"Measurements by {down} and {across}"
    box = scrolled(label, table)
    return joined([element("p", told, class_="caption"), box])


def _count(number: Cell, place: tuple[str, str], pair: tuple[str, str] | None) -> Html:
    if not number:
        return element("td", "–", class_="none")
    is_chosen = "true" if place == pair else "false"
    button = element("button", number, type="button", data_send="pair", data_down=place[0], data_across=place[1],
        aria_pressed=is_chosen, aria_label=f"{number} of {place[0]}, {place[1]}")  # fmt: skip
    return element("td", button)


def _typeset(label: str, axis: str) -> Html:
    if axis == "paper":
        return words(label)
    return _set(ion_runs(label) if axis == "ion" else runs(label, is_formula=True))


def _caption(table: ReviewTable, drawn: PrintedTable, shown: int) -> Html:
    count, works = len({row.claim for row in table.rows}), len({row.paper for row in table.rows})
    told = f"{count} measurements from {works} papers"
    told += f", in {len(set(table.groups))} groups" if table.groups else ""
    told += f"; the first {shown} rows are shown" if len(table.rows) > shown else ""
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
