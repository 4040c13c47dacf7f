"""CALS tables (OASIS TR 9503), in which Elsevier, Wiley and Springer set theirs."""

from collections.abc import Callable, Iterator, Mapping

from lxml import etree

from hemkg.read.compose import LaidTable
from hemkg.read.flow import Flow
from hemkg.read.tables import GridCell, lay_table, without_footnote_mark
from hemkg.read.xml import all_of

MOST_DIGITS = 3  # of a number of rows that a cell goes over; a longer one is no number of rows


def laid_groups(
    groups: list[etree._Element], label: str, caption: str, flow: Callable[[etree._Element], Flow]
) -> Iterator[LaidTable]:
    """Yield the tables of ``tgroup`` elements.

    Args:
        groups: the elements.
        label: of the table they belong to.
        caption: its caption.
        flow: writes the inline content of an entry.
    """
    for group in groups:
        columns = {column.get("colname", ""): n for n, column in enumerate(all_of(group, "colspec"))}
        entries = (all_of(row, "entry") for row in all_of(group, "//row"))
        rows = [[_cell(entry, columns, flow(entry)) for entry in line] for line in entries]
        yield lay_table(label, caption, rows, header_rows=len(all_of(group, "thead/row")) or None)


def _cell(entry: etree._Element, columns: Mapping[str, int], content: Flow) -> GridCell:
    start, end = columns.get(entry.get("namest", ""), 0), columns.get(entry.get("nameend", ""), 0)
    more = entry.get("morerows", "0")
    rows = int(more) + 1 if more.isdigit() and len(more) <= MOST_DIGITS else 1
    return GridCell(without_footnote_mark(content), rows=rows, columns=max(end - start, 0) + 1)
