"""Files made for the reader: they travel inside the page and are never written to the server's disk."""

import base64
from collections.abc import Mapping
from secrets import token_hex

from hemkg.ask.report import to_csv, to_text
from hemkg.model.answer import Answer
from hemkg.page_parts.html import Html, element
from hemkg.review.bibliography import written
from hemkg.review.render import render
from hemkg.review.sheets import Sheet, render_sheet
from hemkg.review.tables import ReviewTable

TABLE_FORMATS: Mapping[str, tuple[str, str, str]] = {
    "CSV": ("csv", "csv", "text/csv"),
    "Excel": ("xlsx", "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "Word": ("docx", "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "LaTeX": ("latex", "tex", "application/x-tex"),
    "Markdown": ("md", "md", "text/markdown"),
    "JSON": ("json", "json", "application/json"),
    "BibTeX": ("bib", "bib", "application/x-bibtex"),
    "CSL-JSON": ("csl", "json", "application/json"),
}


def saved(label: str, name: str, kind: str, content: bytes) -> Html:
    """Return a button that saves a file.

    Args:
        label: what the button says.
        name: of the file.
        kind: its media type.
        content: of the file.
    """
    data = base64.b64encode(content).decode("ascii")
    return element("button", label, type="button", class_="quiet", data_save=name, data_kind=kind, data_bytes=data)


def saved_at_once(label: str, name: str, kind: str, content: bytes) -> Html:
    """Return the button of a file that the browser saves when it comes, and again when it is clicked.

    The same file differs each time that it is asked for, since the browser is only told of what has changed.
    """
    return element("span", saved(label, name, kind, content), data_nonce=token_hex(4))


def answer_buttons(answer: Answer, number: int) -> list[Html]:
    """Return what an answer can be taken away as."""
    copy = element("button", "Copy", type="button", class_="quiet", data_copy=to_text(answer), title="Copy as text")
    keep, share = (
        element("button", label, type="button", class_="quiet", data_send=event, data_number=number, title=told)
        for label, event, told in (
            ("Keep", "keep", "Keep in this browser"),
            ("Share", "hand_on", "Save as a page to hand on"),
        )
    )
    if not answer.rows:
        return [keep, share, copy]
    table = saved("Table (CSV)", f"answer-{number}.csv", "text/csv", to_csv(answer).encode("utf-8-sig"))
    return [keep, share, table, copy]


def table_file(table: ReviewTable, label: str) -> tuple[str, str, bytes]:
    """Return name, media type and content of a review table in one of ``TABLE_FORMATS``."""
    form, suffix, kind = TABLE_FORMATS[label]
    name = f"review-table.{suffix}"
    content = written(table.works, name) if form in {"bib", "csl"} else render(table, form)
    return name, kind, content


def sheet_file(sheet: Sheet, label: str) -> tuple[str, str, bytes]:
    """Return name, media type and content of counts in one of ``TABLE_FORMATS``.

    Raises:
        InputError: if counts are not written in that format.
    """
    form, suffix, kind = TABLE_FORMATS[label]
    return f"review-counts.{suffix}", kind, render_sheet(sheet, form)
