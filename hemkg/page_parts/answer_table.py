"""The rows of an answer as a table: value, bound and unit in one cell, a citation behind every row."""

from collections.abc import Iterator

from hemkg.ask.report import plain
from hemkg.model.answer import Answer, Row, Value
from hemkg.page_parts.html import NOTHING, Html, element, escaped, joined, scrolled
from hemkg.page_parts.typeset import cites, words
from hemkg.review.render import SIGNS
from hemkg.review.typography import as_html, runs, unit_runs
from hemkg.vocab import terms

DRAWN_TOGETHER = frozenset(("unit", "comparator", "up_to"))
IN_SOURCE = "doc"
SHOWN_AT_FIRST = 8
NAMES = {"entropy_r_per_cation": "entropy per cation [R]", "coulombic_efficiency": "Coulombic efficiency"}


def answer_table(answer: Answer, group: str) -> Html:
    """Return the rows of an answer as a table that can be sorted, the first rows in view.

    Args:
        answer: with or without rows; without, nothing is returned.
        group: of its citation marks.
    """
    columns = list(_columns(answer))
    if not answer.rows or not columns:
        return NOTHING
    is_cited = any(row.citations for row in answer.rows)
    source = [element("th", "source", scope="col")] if is_cited else []
    head = [*(_heading(name, answer) for name in columns), *source]
    rows = [
        element(
            "tr",
            *(_cell(name, row, answer) for name in columns),
            element("td", cites(row.citations, group), class_="marks") if is_cited else None,
            class_="later" if place >= SHOWN_AT_FIRST else None,
        )
        for place, row in enumerate(answer.rows)
    ]
    body = element("tbody", *rows)
    table = element("table", element("thead", element("tr", *head)), body, class_="rows", data_sortable=True)
    box = scrolled("Table of the answer", table)
    return element("div", box, more_button(len(rows)), class_="tablebox")


def more_button(count: int, shown: int = SHOWN_AT_FIRST) -> Html | None:
    """Return what brings up the rows that are hidden at first, if there are any."""
    if count <= shown:
        return None
    return element("button", f"Show all {count} rows", type="button", class_="quiet more", data_more=True)


def _columns(answer: Answer) -> Iterator[str]:
    """Yield the columns that say something; the document stands with its quote."""
    is_cited = any(row.citations for row in answer.rows)
    for name in answer.columns:
        is_told_elsewhere = name in DRAWN_TOGETHER or (name == IN_SOURCE and is_cited)
        if not is_told_elsewhere and any(plain(row.cells.get(name)) for row in answer.rows):
            yield name


def _measure(answer: Answer) -> str | None:
    """Return the column whose numbers have the unit."""
    if "unit" not in answer.columns:
        return None
    before = answer.columns[: answer.columns.index("unit")]
    return before[-1] if before else None


def _common_unit(answer: Answer) -> str | None:
    units = {row.cells.get("unit") for row in answer.rows}
    unit = next(iter(units)) if len(units) == 1 else None
    return unit if isinstance(unit, str) else None


def _heading(name: str, answer: Answer) -> Html:
    label: Html = escaped(NAMES.get(name, name.replace("_", " ")))
    unit = _common_unit(answer)
    if name == _measure(answer) and unit:
        label = joined([label, " [", set_unit(unit), "]"])
    button = element("button", label, type="button", data_sort=True)
    return element("th", button, scope="col", class_="number" if _is_numeric(name, answer) else None)


def _is_numeric(name: str, answer: Answer) -> bool:
    held = [row.cells.get(name) for row in answer.rows if row.cells.get(name) is not None]
    return bool(held) and all(isinstance(cell, int | float) and not isinstance(cell, bool) for cell in held)


def _cell(name: str, row: Row, answer: Answer) -> Html:
    value = row.cells.get(name)
    shown = _value(row, value, answer) if name == _measure(answer) else set_cell(name, value)
    order = value if isinstance(value, int | float) and not isinstance(value, bool) else None
    return element("td", shown, class_="number" if _is_numeric(name, answer) else None, data_order=order)


def _value(row: Row, value: Value, answer: Answer) -> Html:
    """Return a number with its bound, its upper end and, where rows differ in it, its unit."""
    sign = SIGNS.get(str(row.cells.get("comparator") or "="), "")
    highest = row.cells.get("up_to")
    text = f"{sign}{plain(value)}" + (f"–{plain(highest)}" if highest is not None else "")
    unit = row.cells.get("unit")
    if not isinstance(unit, str) or _common_unit(answer) or value is None:
        return escaped(text)
    return joined([text, " ", set_unit(unit)])


def set_cell(name: str, value: Value) -> Html:
    """Return the value of a cell with formulas, units and charges set."""
    if name == "mechanism":
        known = terms.by_notation("IonStorageMechanism")
        parts = value if isinstance(value, tuple) else (value,)
        return words(", ".join(terms.label(known[str(part)]) if str(part) in known else plain(part) for part in parts))
    if name in {"material", "formula", "element", "elements"}:
        return Html(as_html(runs(plain(value), is_formula=True)))
    return words(plain(value))


def set_unit(symbol: str) -> Html:
    """Return a unit with its exponents raised.

    >>> set_unit("mAh g-1")
    'mAh g<sup>−1</sup>'
    """
    return Html(as_html(unit_runs(symbol)))
