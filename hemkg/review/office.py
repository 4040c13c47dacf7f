"""A review table as a workbook and as a document.  The only module that knows openpyxl and python-docx.

The workbook's cells carry their quotes as comments; the document's table is written as one piece of XML,
since python-docx takes minutes for a thousand rows.
"""

import io
import re
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from hemkg.review import bibliography
from hemkg.review.render import GROUP, LACKING, Printed, PrintedTable, lacking_columns, printed, source
from hemkg.review.tables import ReviewTable, TableCell
from hemkg.review.typography import Run, Script

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
LONGEST_COMMENT = 600
LONGEST_CELL = 32000
WIDEST = 40
COMMENTED = frozenset({"value", "mechanisms", "techniques", "synthesis", "structure", "morphology", "material"})


def plain(text: str) -> str:
    """Return a text without the characters that XML does not have."""
    return UNPRINTABLE.sub("", text)


# ---------------------------------------------------------------- workbook


def workbook(table: ReviewTable) -> bytes:
    """Return the table as XLSX: measurements, quotes and works, each on a sheet of its own."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.title = "Measurements"
    heads = [*GROUP[: bool(table.groups)], *(c.heading for c in table.columns), *LACKING, "Source", "Citations"]
    _write(sheet, 1, heads, bold=True)
    keys, quotes = bibliography.keys(table.works), _quotes(table)
    for number, (group, row) in enumerate(table.grouped_rows, start=2):
        grouped = [] if group is None else [group]
        cells = [row.cells[column.key] for column in table.columns]
        values = [_value(cell) for cell in cells]
        lacking = [told or None for told in lacking_columns(row)]
        _write(
            sheet, number, [*grouped, *values, *lacking, keys.get(row.paper, ""), ", ".join(map(str, row.citations))]
        )
        told = [(column.key, cell) for column, cell in zip(table.columns, cells, strict=True)]
        _comment(sheet, (number, len(grouped) + 1), told, quotes)
    _finish(sheet)
    _more_sheets(book, table, keys)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _value(cell: TableCell) -> str | float | None:
    value = cell.value
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else cell.text or None


def _write(sheet: "Worksheet", line: int, row: Iterable[Any], *, bold: bool = False) -> None:
    """Write a row; a text is a text, whatever sign it begins with."""
    from openpyxl.styles import Alignment, Font

    for place, value in enumerate(row, start=1):
        if value is None:
            continue
        cell = sheet.cell(line, place)
        if isinstance(value, str):
            cell.value = plain(value)[:LONGEST_CELL]
            cell.data_type = "s"
        else:
            cell.value = value
        if bold:
            cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")


def _write_all(sheet: "Worksheet", heads: list[str], rows: Iterable[list[Any]]) -> None:
    _write(sheet, 1, heads, bold=True)
    for line, row in enumerate(rows, start=2):
        _write(sheet, line, row)


def _quotes(table: ReviewTable) -> dict[int, str]:
    return {c.number: f"[{c.number}] {c.quote}\n{source(c)}" for c in table.citations}


def _comment(
    sheet: "Worksheet", place: tuple[int, int], cells: list[tuple[str, TableCell]], quotes: Mapping[int, str]
) -> None:
    """Hang the quotes on the cells that say what was found; the other cells of a row rest on the same ones."""
    from openpyxl.comments import Comment

    line, first = place
    for column, (key, cell) in enumerate(cells, start=first):
        if key in COMMENTED and cell.citations:
            text = "\n\n".join(quotes[number][:LONGEST_COMMENT] for number in cell.citations[:3])
            sheet.cell(line, column).comment = Comment(plain(text), "hemkg", height=160, width=420)


def _finish(sheet: "Worksheet") -> None:
    """Freeze the headings, add a filter and set widths by the contents."""
    from openpyxl.utils import get_column_letter

    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = sheet.dimensions
    for place, column in enumerate(sheet.iter_cols(max_row=min(sheet.max_row, 200), values_only=True), start=1):
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
    for sheet in (quotes, works):
        _finish(sheet)


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
