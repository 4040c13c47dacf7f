"""A review table as a workbook and as a document.  The only module that knows openpyxl and python-docx.

The workbook's cells carry their quotes as comments (``sheet_parts``); the document's table is written as one piece of
XML, since python-docx takes minutes for a thousand rows.
"""

import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from hemkg.review import bibliography, sheet_parts
from hemkg.review.render import GROUP, LACKING, Printed, PrintedTable, lacking_columns, printed, source
from hemkg.review.tables import ReviewTable, TableCell, TableRow
from hemkg.review.typography import Run, Script

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
LONGEST_COMMENT = 600
LONGEST_CELL = 32000
WIDEST = 40
MOST_QUOTED = 4


def plain(text: str) -> str:
    """Return a text without the characters that XML does not have."""
    return UNPRINTABLE.sub("", text)


# ---------------------------------------------------------------- workbook


def workbook(table: ReviewTable) -> bytes:
    """Return the table as XLSX: measurements, quotes and works, each on a sheet of its own."""
    from openpyxl import Workbook

    book = Workbook()
    sheet, keys = book.active, bibliography.keys(table.works)
    sheet.title = "Measurements"
    heads = [*GROUP[: bool(table.groups)], *(c.heading for c in table.columns), *LACKING, "Source", "Citations"]
    rows = [_line(table, row, group, keys) for group, row in table.grouped_rows]
    _write(sheet, 1, heads, bold=True)
    _finish(sheet, [heads, *rows])
    _more_sheets(book, table, keys)
    return _saved(book, rows, _told(table))


def _line(table: ReviewTable, row: TableRow, group: str | None, keys: Mapping[str, str]) -> list[str | float | None]:
    """Return a row of the sheet of measurements."""
    values = [_value(row.cells[column.key]) for column in table.columns]
    lacking = [told or None for told in lacking_columns(row)]
    grouped = [] if group is None else [_text(group)]
    return [*grouped, *values, *lacking, keys.get(row.paper), ", ".join(map(str, row.citations))]


def _told(table: ReviewTable) -> dict[sheet_parts.Place, str]:
    """Return {place of a cell on the sheet of measurements: what it rests on}."""
    quotes, first = _quotes(table), 1 + bool(table.groups)
    places = (
        ((line, column), row.cells[shown.key])
        for line, row in enumerate(table.rows, start=2)
        for column, shown in enumerate(table.columns, start=first)
    )
    return {place: _comment(cell, quotes) for place, cell in places if cell.value is not None}


def _saved(book: "Workbook", rows: list[list[str | float | None]], told: Mapping[sheet_parts.Place, str]) -> bytes:
    """Return a workbook as a file, with rows and comments on its first sheet."""
    from openpyxl.comments import Comment

    if told:
        book.worksheets[0]["A1"].comment = Comment("", sheet_parts.AUTHOR)
    out = io.BytesIO()
    book.save(out)
    return sheet_parts.filled(out.getvalue(), rows, told)


def _value(cell: TableCell) -> str | float | None:
    value = cell.value
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return value
    return _text(cell.text) or None


def _text(text: str) -> str:
    return plain(text)[:LONGEST_CELL]


def _write(sheet: "Worksheet", line: int, row: Iterable[Any], *, bold: bool = False) -> None:
    """Write a row; a text is a text, whatever sign it begins with."""
    from openpyxl.styles import Alignment, Font

    for place, value in enumerate(row, start=1):
        if value is None:
            continue
        cell = sheet.cell(line, place)
        if isinstance(value, str):
            cell.value = _text(value)
            cell.data_type = "s"
        else:
            cell.value = value
        if bold:
            cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")


def _write_all(sheet: "Worksheet", heads: list[str], rows: Iterable[list[Any]]) -> None:
    lines = [heads, *rows]
    for number, line in enumerate(lines, start=1):
        _write(sheet, number, line, bold=number == 1)
    _finish(sheet, lines)


def _quotes(table: ReviewTable) -> dict[int, str]:
    """Return {number of a citation: its words, shortened where they are long, and where they stand}."""
    found = {
        c.number: (c.quote if len(c.quote) <= LONGEST_COMMENT else f"{c.quote[:LONGEST_COMMENT]} …", c)
        for c in table.citations
    }
    return {number: plain(f"[{number}] {quote}\n{source(c)}") for number, (quote, c) in found.items()}


def _comment(cell: TableCell, quotes: Mapping[int, str]) -> str:
    """Return what a cell rests on: how it came about where no sentence says it, and its sentences with their paper."""
    shown = [quotes[number] for number in cell.citations[:MOST_QUOTED]]
    more = cell.citations[MOST_QUOTED:]
    rest = [f"and {', '.join(f'[{number}]' for number in more)} on the sheet of quotes"] if more else []
    note = [f"{cell.note[:1].upper()}{cell.note[1:]}"] if cell.note else []
    return "\n\n".join([*note, *shown, *rest])


def _finish(sheet: "Worksheet", lines: Sequence[Sequence[Any]]) -> None:
    """Freeze the headings, add a filter and set widths by the contents."""
    from openpyxl.utils import get_column_letter

    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(lines[0]))}{len(lines)}"
    for place, column in enumerate(zip(*lines[:200], strict=True), start=1):
        longest = max((len(str(value)) for value in column if value is not None), default=8)
        sheet.column_dimensions[get_column_letter(place)].width = min(max(longest + 1, 8), WIDEST)


def _more_sheets(book: "Workbook", table: ReviewTable, keys: Mapping[str, str]) -> None:
    quotes = book.create_sheet("Quotes")
    quoted = (
        [c.number, c.quote, keys[table.work_of[c.number]], c.document, c.title, c.year, c.doi, c.section, c.page]
        for c in table.citations
    )
    _write_all(quotes, ["Number", "Quote", "Source", "Document", "Title", "Year", "DOI", "Section", "Page"], quoted)
    works = book.create_sheet("Works")
    known = ([keys[w.iri], w.title, "; ".join(w.authors), w.year, w.venue, w.doi, w.standing] for w in table.works)
    _write_all(works, ["Key", "Title", "Authors", "Year", "Venue", "DOI", "Standing"], known)


# ---------------------------------------------------------------- document

NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
BORDER = '<w:{side} w:val="single" w:sz="8" w:space="0" w:color="auto"/>'
TWIPS = 15137  # the width of a landscape A4 page between margins of 15 mm
RAISED = {
    Script.LINE: "",
    Script.LOW: '<w:vertAlign w:val="subscript"/>',
    Script.HIGH: '<w:vertAlign w:val="superscript"/>',
}


def document(table: ReviewTable) -> bytes:
    """Return the table as DOCX, the quotes numbered below it."""
    from docx import Document
    from docx.enum.section import WD_ORIENT
    from docx.oxml import parse_xml
    from docx.shared import Mm, Pt

    paper = Document()
    section = paper.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(15)
    paper.styles["Normal"].font.size = Pt(8)
    paper.core_properties.title, paper.core_properties.author = "Review table", "hemkg"
    body, shown = paper.element.body, printed(table)
    body.insert(len(body) - 1, parse_xml(_table_xml(shown)))
    if shown.legend:
        paper.add_paragraph(shown.legend)
    paper.add_heading("Quotes", level=2)
    for part in _quotes_xml(table):
        body.insert(len(body) - 1, parse_xml(part))
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def _table_xml(shown: PrintedTable) -> str:
    """Return the table as WordprocessingML: rules above and below, none between, the headings repeated."""
    widths = [round(TWIPS * width) for width in shown.widths]
    rules = "".join(BORDER.format(side=side) for side in ("top", "bottom"))
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    first = _row_xml([Printed((Run(heading),), ()) for heading in shown.headings], widths, is_head=True)
    rows = "".join(_part_xml(label, part, widths) for label, part in shown.parts)
    return (
        f'<w:tbl {NAMESPACE}><w:tblPr><w:tblW w:w="{TWIPS}" w:type="dxa"/><w:tblBorders>{rules}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{first}{rows}</w:tbl>'
    )


def _part_xml(label: Iterable[Run] | None, rows: Iterable[Iterable[Printed]], widths: list[int]) -> str:
    """Return the rows of a group under a row that names it across all columns."""
    shown = "".join(_row_xml(row, widths) for row in rows)
    if label is None:
        return shown
    named = "".join(_run_xml(run, bold=True) for run in label)
    span = f'<w:tcPr><w:tcW w:w="{sum(widths)}" w:type="dxa"/><w:gridSpan w:val="{len(widths)}"/></w:tcPr>'
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc>{span}{_paragraph_xml(named)}</w:tc></w:tr>{shown}"


def _row_xml(row: Iterable[Printed], widths: Iterable[int], *, is_head: bool = False) -> str:
    cells = "".join(_cell_xml(cell, width, is_head=is_head) for cell, width in zip(row, widths, strict=True))
    return f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' if is_head else ''}</w:trPr>{cells}</w:tr>"


def _cell_xml(cell: Printed, width: int, *, is_head: bool) -> str:
    rule = BORDER.format(side="bottom") if is_head else ""
    shown = "".join(_run_xml(run, bold=is_head) for run in cell.runs)
    if cell.runs and cell.citations:
        shown += _run_xml(Run(f"\u2009[{','.join(map(str, cell.citations))}]", Script.HIGH))
    borders = f"<w:tcBorders>{rule}</w:tcBorders>" if rule else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{borders}</w:tcPr>{_paragraph_xml(shown)}</w:tc>'


def _paragraph_xml(shown: str, *, attributes: str = "") -> str:
    return f'<w:p{attributes}><w:pPr><w:spacing w:before="20" w:after="20"/></w:pPr>{shown}</w:p>'


def _run_xml(run: Run, *, bold: bool = False) -> str:
    style = ("<w:b/>" if bold else "") + '<w:sz w:val="15"/>' + RAISED[run.script]
    return f'<w:r><w:rPr>{style}</w:rPr><w:t xml:space="preserve">{escape(plain(run.text))}</w:t></w:r>'


def _quotes_xml(table: ReviewTable) -> Iterable[str]:
    for c in table.citations:
        text = Run(f"[{c.number}] “{c.quote}” — {source(c)}")
        yield _paragraph_xml(_run_xml(text), attributes=f" {NAMESPACE}")


WRITERS: Mapping[str, Callable[[ReviewTable], bytes]] = {"xlsx": workbook, "docx": document}
