"""The rows of a workbook's first sheet and the comments of its cells, written straight into the file.

Every cell carries its sentences, which for a thousand rows are some twenty-five thousand comments.  openpyxl builds
each cell and each comment as objects and writes them as trees, which takes several times as long.  It is given the
headings and one comment, so that it joins the parts of the file; the rest of the three parts is written here.
"""

import io
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from xml.sax.saxutils import escape

SHEET = "xl/worksheets/sheet1.xml"
COMMENTS, SHAPES = "xl/comments/comment1.xml", "xl/drawings/commentsDrawing1.vml"
AUTHOR = "hemkg"
WIDTH, HEIGHT = 420, 160  # of a comment [px]
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
VML = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit">'
    '<o:idmap v:ext="edit" data="{blocks}"/></o:shapelayout>'
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
    'path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    '<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
SHAPE = (
    '<v:shape id="_x0000_s{number}" type="#_x0000_t202" fillcolor="#ffffe1" o:insetmode="auto" '
    'style="position:absolute;'
    f"margin-left:59.25pt;margin-top:1.5pt;width:{WIDTH}px;height:{HEIGHT}px;z-index:1;"
    'visibility:hidden"><v:fill color2="#ffffe1"/><v:shadow color="black" obscured="t"/><v:path o:connecttype="none"/>'
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"/></v:textbox><x:ClientData '
    'ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row>'
    "<x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
BLOCK = 1024  # of numbers of shapes
QUICK = 3  # of the nine levels of compression
Place = tuple[int, int]
Value = str | float | None


def filled(book: bytes, rows: Sequence[Sequence[Value]], told: Mapping[Place, str]) -> bytes:
    """Return a workbook with rows under the headings of its first sheet, and with other comments there.

    Texts stay texts, whatever sign they begin with, and must not hold characters that XML does not have.

    Args:
        book: XLSX; its first sheet has one line, and one comment if there are any.
        rows: from the second line on.
        told: {(line, column), from 1: comment}.
    """
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(book)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=QUICK) as new,
    ):
        for item in old.infolist():
            part = old.read(item).decode("utf-8") if item.filename in PARTS else None
            new.writestr(item.filename, old.read(item) if part is None else PARTS[item.filename](part, rows, told))
    return out.getvalue()


def _sheet(part: str, rows: Sequence[Sequence[Value]], told: Mapping[Place, str]) -> str:
    """Return a sheet with its rows, and with the area that it now takes."""
    names = _names(max(map(len, rows), default=0))
    lines = "".join(_row(number, row, names) for number, row in enumerate(rows, start=2))
    wide = re.sub(r'(<dimension ref="A1:[A-Z]+)1"', rf'\g<1>{len(rows) + 1}"', part, count=1)
    return wide.replace("</sheetData>", f"{lines}</sheetData>", 1)


def _row(number: int, row: Sequence[Value], names: Sequence[str]) -> str:
    cells = "".join(
        _cell(f"{name}{number}", value) for name, value in zip(names, row, strict=False) if value is not None
    )
    return f'<row r="{number}">{cells}</row>'


def _cell(place: str, value: str | float) -> str:
    if isinstance(value, str):
        return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
    return f'<c r="{place}"><v>{value!r}</v></c>'


def _names(count: int) -> list[str]:
    """Return the letters of the first columns."""
    from openpyxl.utils import get_column_letter

    return [get_column_letter(number) for number in range(1, count + 1)]


def _comments(part: str, rows: Sequence[Sequence[Value]], told: Mapping[Place, str]) -> str:
    names = _names(max((column for _, column in told), default=0))
    texts = {text: escape(text) for text in set(told.values())}
    items = "".join(
        f'<comment ref="{names[column - 1]}{line}" authorId="0" shapeId="0"><text>'
        f'<t xml:space="preserve">{texts[text]}</t></text></comment>'
        for (line, column), text in told.items()
    )
    authors = f"<authors><author>{AUTHOR}</author></authors>"
    return f'<comments xmlns="{MAIN}">{authors}<commentList>{items}</commentList></comments>'


def _shapes(part: str, rows: Sequence[Sequence[Value]], told: Mapping[Place, str]) -> str:
    """Return the boxes in which comments are shown; their numbers are given out by the thousand."""
    shapes = (
        SHAPE.format(number=number, row=line - 1, column=column - 1)
        for number, (line, column) in enumerate(told, start=BLOCK + 1)
    )
    blocks = ",".join(str(block) for block in range(1, (BLOCK + len(told)) // BLOCK + 1))
    return f"{VML.format(blocks=blocks)}{''.join(shapes)}</xml>"


PARTS: Mapping[str, Callable[[str, Sequence[Sequence[Value]], Mapping[Place, str]], str]] = {
    SHEET: _sheet,
    COMMENTS: _comments,
    SHAPES: _shapes,
}
