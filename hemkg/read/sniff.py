"""What a file is, by what it holds and not by its name."""

import re
from pathlib import PurePath

from hemkg.errors import UnreadableDocument

PDF = "application/pdf"
JATS = "application/jats+xml"
ELSEVIER = "application/vnd.elsevier.article+xml"
HOUSE = "application/vnd.publisher.article+xml"
XML = "application/xml"
HTML = "text/html"
MARKDOWN = "text/markdown"
TEXT = "text/plain"

LARGEST = 64 * 1024 * 1024
_HEAD = 65536
_SAMPLE = 16384  # characters from either end that tell text from binary data
_OTHERS = {
    b"PK\x03\x04": "a Word document, e-book or archive; save its text as PDF, HTML or plain text",
    b"PK\x05\x06": "an empty archive; give the paper itself",
    b"\xd0\xcf\x11\xe0": "an old Word or Excel file; save its text as PDF or plain text",
    b"{\\rtf": "a rich-text file; save it as PDF or plain text",
    b"%!PS": "a PostScript file; convert it to PDF",
    b"\x1f\x8b": "a gzip archive; unpack it",
    b"BZh": "a bzip2 archive; unpack it",
    b"7z\xbc\xaf": "a 7-Zip archive; unpack it",
    b"Rar!": "a RAR archive; unpack it",
    b"\x89PNG": "a picture; give the paper as PDF with text, XML or HTML",
    b"\xff\xd8\xff": "a picture; give the paper as PDF with text, XML or HTML",
    b"GIF8": "a picture; give the paper as PDF with text, XML or HTML",
    b"II*\x00": "a picture; give the paper as PDF with text, XML or HTML",
    b"MM\x00*": "a picture; give the paper as PDF with text, XML or HTML",
    b"AT&TF": "a DjVu scan; convert it to PDF with text",
    b"\x7fELF": "a program",
    b"SQLite format 3": "a database",
}
_NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1b\x1d-\x1f\x7f-\x84\x86-\x9f\ue000-\uf8ff\ufffd-\uffff]")
_BYTE_ORDER_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}
_PROLOG = re.compile(r"\s*(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>|\s+)*", re.DOTALL | re.IGNORECASE)
_ROOT = re.compile(r"<([A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)([^>]*)>?")
_DOCTYPE = re.compile(r"<!DOCTYPE\s+([\w:.-]+)([^>\[]*)", re.IGNORECASE)
_HTML_ROOTS = frozenset(
    {
        "html", "head", "body", "div", "p", "span", "section", "main", "h1", "h2", "h3", "table", "ul", "ol",
        "figure", "header", "title", "meta",
    }
)  # fmt: skip
_HOUSE_SIGNS = {"component": "wiley.com/namespaces", "Publisher": "<PublisherInfo", "Article": "<ArticleInfo"}
_JATS_SIGNS = re.compile(r"<(?:article-meta|journal-meta|front|body)\b|JATS|NLM//DTD")
_FRONT_MATTER = re.compile(r"\ufeff?---[ \t]*\r?\n(?:.*\r?\n)*?(?:---|\.\.\.)[ \t]*(?:\r?\n|$)")
_HEADING = re.compile(r"^#{1,6}[ \t]+\S", re.MULTILINE)


def sniff(data: bytes, path: str) -> str:
    """Return a file's media type.

    Args:
        data: the whole file.
        path: its path, used in messages and to decide between plain text and Markdown where both would do.

    Raises:
        UnreadableDocument: if the file is empty, too large, or of a kind that holds no text.

    >>> sniff(b"%PDF-1.7 ...", "paper.txt"), sniff(b"Fe3O4 stores lithium.", "paper.pdf")
    ('application/pdf', 'text/plain')
    """
    _refuse_hopeless(data, path)
    if b"%PDF-" in data[:1024]:
        return PDF
    for start, what in _OTHERS.items():
        if data.startswith(start):
            raise UnreadableDocument(f"{path} is {what}.")
    text = decode(data, path)
    if not text.strip("\ufeff \t\r\n\f\v\u00a0\u3000"):
        raise UnreadableDocument(f"{path} holds nothing but white space; fetch the file again.")
    return _markup(text) or _prose(text, path)


def decode(data: bytes, path: str) -> str:
    """Return a text file's characters: UTF-8, UTF-16 with a mark, else Windows-1252.

    Raises:
        UnreadableDocument: if the bytes are no text.
    """
    encoding = next((name for mark, name in _BYTE_ORDER_MARKS.items() if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    if _is_junk(text):
        raise UnreadableDocument(f"{path} is binary data and no text; give the paper as PDF, XML, HTML or text.")
    return text


def front_matter(text: str) -> str:
    """Return the YAML block that a Markdown file starts with, its fences included, else nothing."""
    found = _FRONT_MATTER.match(text)
    return found.group() if found else ""


def _refuse_hopeless(data: bytes, path: str) -> None:
    if not data:
        raise UnreadableDocument(f"{path} is empty; fetch the file again.")
    if len(data) > LARGEST:
        size = f"{len(data) / 1e6:.0f} MB"
        raise UnreadableDocument(f"{path} has {size}, more than the {LARGEST // 1048576} MB that are read; split it.")


def _is_junk(text: str) -> bool:
    """Whether characters that no text holds are more than a stray few."""
    sample = text[:_SAMPLE] + text[-_SAMPLE:]
    bad = len(_NO_TEXT.findall(sample)) + 20 * sample.count("\x00")
    return bad > 8 and bad * 50 > len(sample)


def _markup(text: str) -> str | None:
    """Tell the vocabulary of a text that starts with a tag."""
    head = text[:_HEAD].lstrip("\ufeff \t\r\n")
    if not re.match(r"<[A-Za-z!?_]", head):
        return None
    doctype = _DOCTYPE.search(head[:4096])
    if doctype and doctype.group(1).lower() == "html":
        return HTML
    root = _ROOT.match(head, _PROLOG.match(head).end())  # type: ignore[union-attr]  # the pattern matches nothing too
    if root is None:
        return XML
    return _vocabulary(root.group(2), head)


def _vocabulary(root: str, head: str) -> str:
    if _HOUSE_SIGNS.get(root, "\0") in head:
        return HOUSE
    if "elsevier.com/xml" in head or "www.elsevier.com" in head[:4096]:
        return ELSEVIER if root.lower() != "html" else HTML
    if root.lower() in _HTML_ROOTS:
        return HTML
    if root == "article" or "<article" in head:
        return JATS if _JATS_SIGNS.search(head) else HTML if root == "article" else XML
    return XML


def _prose(text: str, path: str) -> str:
    """Decide between Markdown and plain text, which share their letters."""
    headings = len(_HEADING.findall(text[:_HEAD]))
    starts = _HEADING.match(text.lstrip("\ufeff \t\r\n"))
    named = PurePath(path).suffix.lower() in {".md", ".markdown"}
    return MARKDOWN if front_matter(text) or (starts and (headings > 1 or named)) or (named and headings) else TEXT
