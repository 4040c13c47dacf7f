"""Markdown, as our corpus of digests is written.

Paragraphs stay as they stand, character for character, since digests are quoted from; only the
signs that make a heading or a table are taken off.  Front matter is read as far as it is plain
``key: value`` lines.
"""

import re
from collections.abc import Iterator

from hemkg.model.paper import Bibliography, BlockKind
from hemkg.read.citations import with_bracketed
from hemkg.read.compose import Draft, LaidTable, Part, find_doi, find_year, in_sections
from hemkg.read.flow import Flow, nfc, plain
from hemkg.read.sniff import decode, front_matter
from hemkg.read.tables import GridCell, lay_table

_HEADING = re.compile(r"(#{1,6})[ \t]+(.+?)[ \t]*#*")
_UNDERLINED = re.compile(r"([^\n]+)\n(=+|-{3,})[ \t]*")
_RULE = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_CAPTION = re.compile(r"\*{0,2}((?:Table|Fig(?:ure)?|Scheme)\.?\s?S?\d+)[.:|]?\*{0,2}[.:|]?\s+(.*)", re.DOTALL)
_FIELD = re.compile(r"^([A-Za-z_]+):[ \t]*(.*?)[ \t]*$", re.MULTILINE)


def read_markdown(data: bytes, path: str) -> Draft:
    """Return the parts of a Markdown file.

    Raises:
        UnreadableDocument: if the bytes are no text.
    """
    text = nfc(decode(data, path)).replace("\r\n", "\n").lstrip("\ufeff")
    head = front_matter(text)
    body = _COMMENT.sub("", text[len(head) :])
    parts = tuple(in_sections(_parts(body)))
    title = next((part.flow.text for part in parts if part.kind is BlockKind.TITLE), None)
    return Draft(parts, _bibliography(head, title))


def _parts(body: str) -> Iterator[Part]:
    chunks = [chunk.strip("\n") for chunk in re.split(r"\n[ \t]*\n", "\n" + _apart(body))]
    caption = ""
    for number, chunk in enumerate(c for c in chunks if c.strip()):
        part = _part(chunk, caption, leads=number == 0)
        caption = part.flow.text if part.kind is BlockKind.CAPTION else ""
        yield part


def _apart(body: str) -> str:
    """Set headings apart from the lines around them, so that one chunk is one block."""
    return re.sub(r"^(#{1,6}[ \t]+.*)$", r"\n\1\n", body, flags=re.MULTILINE)


def _part(chunk: str, caption: str, *, leads: bool) -> Part:
    heading = _HEADING.fullmatch(chunk)
    if heading:
        level, words = len(heading.group(1)), Flow(heading.group(2))
        return Part(BlockKind.TITLE if level == 1 and leads else BlockKind.HEADING, words)
    underlined = _UNDERLINED.fullmatch(chunk)
    if underlined:
        is_title = leads and underlined.group(2).startswith("=")
        return Part(BlockKind.TITLE if is_title else BlockKind.HEADING, Flow(underlined.group(1).strip()))
    table = _table(chunk, caption)
    if table:
        return Part(BlockKind.TABLE, table.flow, table=table)
    kind = BlockKind.CAPTION if _CAPTION.fullmatch(chunk) else BlockKind.PARAGRAPH
    return Part(kind, with_bracketed(Flow(chunk)))


def _table(chunk: str, caption: str) -> LaidTable | None:
    """Return a pipe table, which has a rule of dashes under its first line."""
    lines = chunk.split("\n")
    if len(lines) < 3 or "|" not in lines[0] or not _RULE.fullmatch(lines[1]):
        return None
    rows = [[GridCell(Flow(plain(cell))) for cell in _cells(line)] for line in (lines[0], *lines[2:])]
    named = _CAPTION.fullmatch(caption)
    label, words = (named.group(1), named.group(2)) if named else ("", "")
    return lay_table(label, words, rows, header_rows=1)


def _cells(line: str) -> list[str]:
    return [
        cell.replace(r"\|", "|") for cell in re.split(r"(?<!\\)\|", line.strip().removeprefix("|").removesuffix("|"))
    ]


def _bibliography(head: str, title: str | None) -> Bibliography:
    given = {key.lower(): value.strip("\"' ") for key, value in _FIELD.findall(head)}
    authors = tuple(name.strip(" \"'") for name in given.get("authors", "").strip("[]").split(";") if name.strip())
    return Bibliography(
        doi=find_doi(given.get("doi", "")),
        title=given.get("title") or title,
        year=find_year(given.get("year") or given.get("date", "")),
        venue=given.get("venue") or given.get("journal") or None,
        authors=authors,
        origin=given.get("origin") or None,
        licence=given.get("licence") or given.get("license") or None,
    )
